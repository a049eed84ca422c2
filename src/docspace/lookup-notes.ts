import type { Activity, ActivityRules } from '../rooms/activity.ts';
import type { PortalError } from '../shared/errors.ts';

/** The result of looking up the last activity of one room. */
export type Lookup =
  | { readonly kind: 'answered'; readonly activity: Activity }
  /** The history is readable and holds nothing that a verdict can rest on. */
  | { readonly kind: 'no evidence' }
  /** `status`: of the last answer; null if it could not be read, or if none came. `forbidden`: the meaning of a 403. */
  | {
      readonly kind: 'failed';
      readonly status: number | null;
      readonly forbidden: PortalError['forbidden'];
    }
  | { readonly kind: 'not asked' }
  /** 404, not yet confirmed by the list. */
  | { readonly kind: 'not found' }
  | { readonly kind: 'deleted' };

/** Statuses of a portal that is too old to have the call. */
const NO_SUCH_CALL: ReadonlySet<number | null> = new Set([404, 405, 410, 501]);
/** From this many rooms without evidence on, and more than half of all, the cause is not the single room. */
const MANY = 5;

/**
 * Whether the key may lack the scope for these lookups: nothing was answered and everything that was asked is forbidden.
 *
 * @param atLeast how many refusals it takes
 */
export function isDenied(lookups: readonly Lookup[], atLeast: number): boolean {
  const asked = lookups.filter(({ kind }) => kind !== 'not asked' && kind !== 'deleted');
  return asked.length >= atLeast && asked.every((one) => one.kind === 'failed' && one.forbidden === 'scope');
}

/**
 * Warnings: at most one for each cause, if the list decided about rooms that should have been looked up.
 *
 * @param own rooms that have a history
 * @param stored rooms on third-party storage
 */
export function notesOn(
  own: readonly Lookup[],
  stored: readonly Lookup[],
  { ignoresSomebody }: Pick<ActivityRules, 'ignoresSomebody'>,
): string[] {
  const notes: string[] = [];
  const ignored = ignoresSomebody
    ? ' For these rooms, the activity of the accounts in ignore-activity-by counts, so abandoned rooms may be missed.'
    : '';
  const unanswered = own.filter(({ kind }) => kind === 'failed' || kind === 'not asked').length;
  if (unanswered > 0) notes.push(`${noteOnFailures(own, stored, unanswered)}${ignored}`);
  const withoutEvidence = own.filter(({ kind }) => kind === 'no evidence').length;
  if (withoutEvidence > 0) notes.push(`${noteOnMissingEvidence(withoutEvidence, own.length)}${ignored}`);
  if (isDenied(stored, 1) && unanswered === 0 && !own.some(isAnswered)) {
    notes.push(
      'No room on third-party storage can be checked: the API key lacks the scope "files:read", or its account lacks the role for it. These rooms are listed as unknown.',
    );
  }
  return notes;
}

function noteOnMissingEvidence(withoutEvidence: number, asked: number): string {
  const rooms = withoutEvidence === 1 ? '1 room has' : `${withoutEvidence} rooms have`;
  const note = `${rooms} a history that holds nothing, or nothing but the creation of a room that was changed later, so the date in the list decided if there is one (evidence: updated).`;
  if (withoutEvidence < MANY || withoutEvidence * 2 <= asked) return note;
  return `${note} This is so for most rooms that were checked: the portal's service that writes the history does not run, or its audit log was cleared. Most activity does not change the date in the list, so rooms in use may be called abandoned.`;
}

function noteOnFailures(own: readonly Lookup[], stored: readonly Lookup[], unanswered: number): string {
  if (own.some(isAnswered)) {
    const rooms = unanswered === 1 ? '1 room' : `${unanswered} rooms`;
    return `The history of ${rooms} cannot be read, so the date in the list decided (evidence: updated). Most activity does not change that date.`;
  }
  return `The history of rooms cannot be read: ${causeOf(own, stored)}. The date in the list decided (evidence: updated). Most activity does not change that date, so rooms in use may be called abandoned.`;
}

/** A cause is named only if every failure fits it. */
function causeOf(own: readonly Lookup[], stored: readonly Lookup[]): string {
  const failures = own.filter((one) => one.kind === 'failed');
  if (failures.every(({ forbidden }) => forbidden === 'scope') && !stored.some(isAnswered)) {
    return 'the API key lacks the scope "files:read", or its account lacks the role for it';
  }
  if (failures.every(({ forbidden }) => forbidden !== null)) {
    return "the API key's account may not open these rooms";
  }
  return failures.every(({ status }) => NO_SUCH_CALL.has(status))
    ? 'the portal does not have this call, so its version is too old'
    : 'the portal answers the call with an error';
}

/** Whether the portal answered with something that could be read. */
export function isAnswered({ kind }: Lookup): boolean {
  return kind === 'answered' || kind === 'no evidence';
}
