import type { Activity, ActivityRules, ActivitySource } from '../rooms/activity.ts';
import type { PortalError } from '../shared/errors.ts';
import { missingRight } from './http/explain.ts';

/** The result of looking up the last activity of one room. */
export type Lookup =
  | { readonly kind: 'answered'; readonly activity: Activity }
  /** The source is readable and holds nothing that a verdict can rest on. */
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

/** The look-ups of one source. */
export interface SourceLookups {
  readonly source: ActivitySource;
  readonly lookups: readonly Lookup[];
}

/** Statuses of a portal that is too old to have the call. */
const NO_SUCH_CALL: ReadonlySet<number | null> = new Set([404, 405, 410, 501]);
/** From this many rooms without evidence on, and more than half of all, the cause is not the single room. */
const MANY = 5;

/** Whether the portal answered with something that could be read. */
export function isAnswered({ kind }: Lookup): boolean {
  return kind === 'answered' || kind === 'no evidence';
}

/** Why the key or the portal can give nothing of a source at all. */
export type Silence = 'no scope' | 'no such call';

/**
 * Why a source is silent; null if it is not, or if something else is wrong: a portal that refuses everything because it
 * is being restored must not be taken for a key without a scope. If one look-up was answered, neither can be the cause.
 *
 * @param all the look-ups of all sources, which need the same scope
 * @param mayRead whether the key has this scope; null if it is not known
 */
export function silenceOf(
  { lookups }: SourceLookups,
  all: readonly SourceLookups[],
  mayRead: boolean | null,
): Silence | null {
  if (mayRead === false) return 'no scope';
  const tried = lookups.filter(({ kind }) => kind === 'failed' || kind === 'not asked');
  if (tried.length === 0 || lookups.some(isAnswered)) return null;
  const everything = all.flatMap((one) => one.lookups);
  const isScopeRefused = ({ forbidden }: FailedLookup) => forbidden === 'scope';
  if (
    mayRead === null &&
    !everything.some(isAnswered) &&
    everything.filter(hasFailed).every(isScopeRefused)
  ) {
    return 'no scope';
  }
  return lookups.filter(hasFailed).every(({ status }) => NO_SUCH_CALL.has(status)) ? 'no such call' : null;
}

type FailedLookup = Extract<Lookup, { kind: 'failed' }>;

/** Whether the answer was an error, or could not be read. */
export function hasFailed(lookup: Lookup): lookup is FailedLookup {
  return lookup.kind === 'failed';
}

const CAUSES: Readonly<Record<Silence, string>> = {
  'no scope': missingRight('files:read'),
  'no such call': 'the portal does not have this call, so its version is too old',
};

/**
 * Warnings: at most one for each cause, if rooms could not be looked up.
 *
 * @param mayRead whether the key has the scope for it; null if it is not known
 */
export function notesOn(
  all: readonly SourceLookups[],
  mayRead: boolean | null,
  { ignoresSomebody }: Pick<ActivityRules, 'ignoresSomebody'>,
): string[] {
  const ignored = ignoresSomebody
    ? ' For these rooms, the activity of the accounts in ignore-activity-by counts, so abandoned rooms may be missed.'
    : '';
  const said = new Set<Silence>();
  const notes: string[] = [];
  for (const one of all) {
    const { source, lookups } = one;
    const unanswered = lookups.filter(isUnanswered).length;
    const silence = silenceOf(one, all, mayRead);
    if (unanswered > 0 && silence === null) notes.push(...noteOnFailures(source, lookups, unanswered));
    if (unanswered > 0 && silence !== null && !said.has(silence)) {
      said.add(silence);
      notes.push(noteOnSilence(source, silence, ignored));
    }
    const withoutEvidence = lookups.filter(({ kind }) => kind === 'no evidence').length;
    if (withoutEvidence > 0)
      notes.push(`${noteOnMissingEvidence(withoutEvidence, lookups.length)}${ignored}`);
  }
  return notes;
}

function isUnanswered({ kind }: Lookup): boolean {
  return kind === 'failed' || kind === 'not asked';
}

function noteOnSilence({ name, listMayDecide }: ActivitySource, silence: Silence, ignored: string): string {
  const consequence = listMayDecide
    ? `The date in the list decided (evidence: updated). Most activity does not change that date, so rooms in use may be called abandoned.${ignored}`
    : 'These rooms are listed as unknown.';
  return `The ${name} of rooms cannot be read: ${CAUSES[silence]}. ${consequence}`;
}

/** The cause is named only if it is certain: nothing is wrong with the key if one room was answered. */
function noteOnFailures(
  { name, failsAsAWhole, ifSilent }: ActivitySource,
  lookups: readonly Lookup[],
  unanswered: number,
): string[] {
  if (!failsAsAWhole) return [];
  const why = lookups.some(isAnswered) ? '' : ': the portal answers the call with an error';
  const [rooms, they] = unanswered === 1 ? ['1 room', 'it is'] : [`${unanswered} rooms`, 'they are'];
  return [
    `The ${name} of ${rooms} cannot be read${why}. Nothing shows whether ${they} abandoned, so ${they} not called so (unknown: ${ifSilent}).`,
  ];
}

function noteOnMissingEvidence(withoutEvidence: number, asked: number): string {
  const rooms = withoutEvidence === 1 ? '1 room has' : `${withoutEvidence} rooms have`;
  const note = `${rooms} a history that holds nothing, or nothing but the creation of a room that was changed later, so the date in the list decided if there is one (evidence: updated).`;
  if (withoutEvidence < MANY || withoutEvidence * 2 <= asked) return note;
  return `${note} This is so for most rooms that were checked: the portal's service that writes the history does not run, or its audit log was cleared. Most activity does not change the date in the list, so rooms in use may be called abandoned.`;
}
