import type { Activity, ActivityRules, ActivitySource } from '../rooms/activity.ts';
import type { PortalError } from '../shared/errors.ts';
import { missingRight } from './http/explain.ts';

/** The result of looking up the last activity of one room. */
export type Lookup =
  | { readonly kind: 'answered'; readonly activity: Activity }
  /** The source is readable and holds nothing that a verdict can rest on. */
  | { readonly kind: 'no evidence' }
  /** `forbidden`: the meaning of a 403. */
  | { readonly kind: 'failed'; readonly forbidden: PortalError['forbidden'] }
  | { readonly kind: 'not asked' }
  /** 404, not yet confirmed by the list. */
  | { readonly kind: 'not found' }
  | { readonly kind: 'deleted' };

/** The look-ups of one source. */
export interface SourceLookups {
  readonly source: ActivitySource;
  readonly lookups: readonly Lookup[];
}

/** From this many rooms without evidence on, and more than half of all, the cause is not the single room. */
const MANY = 5;

/** Whether the portal answered with something that could be read. */
export function isAnswered({ kind }: Lookup): boolean {
  return kind === 'answered' || kind === 'no evidence';
}

/**
 * Whether the key cannot read a source at all. Any other refusal says nothing of the rooms: every portal with API keys
 * has these calls, and one that refuses everything because it is being restored must not be taken for a key without a
 * scope. If one look-up was answered, no scope is missing.
 *
 * @param all the look-ups of all sources, which need the same scope
 * @param mayRead whether the key has this scope; null if it is not known
 */
export function lacksScope(
  { lookups }: SourceLookups,
  all: readonly SourceLookups[],
  mayRead: boolean | null,
): boolean {
  if (mayRead !== null) return !mayRead;
  const everything = all.flatMap((one) => one.lookups);
  const isScopeRefused = ({ forbidden }: FailedLookup) => forbidden === 'scope';
  return (
    lookups.some(isUnanswered) &&
    !everything.some(isAnswered) &&
    everything.filter(hasFailed).every(isScopeRefused)
  );
}

type FailedLookup = Extract<Lookup, { kind: 'failed' }>;

/** Whether the answer was an error, or could not be read. */
export function hasFailed(lookup: Lookup): lookup is FailedLookup {
  return lookup.kind === 'failed';
}

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
  let isScopeNamed = false;
  const notes: string[] = [];
  for (const one of all) {
    const { source, lookups } = one;
    const unanswered = lookups.filter(isUnanswered).length;
    if (unanswered > 0 && !lacksScope(one, all, mayRead)) {
      notes.push(...noteOnFailures(source, lookups, unanswered));
    } else if (unanswered > 0 && !isScopeNamed) {
      isScopeNamed = true;
      notes.push(noteOnScope(source, ignored));
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

function noteOnScope({ name, listMayDecide }: ActivitySource, ignored: string): string {
  const consequence = listMayDecide
    ? `The date in the list decided (evidence: updated). Most activity does not change that date, so rooms in use may be called abandoned.${ignored}`
    : 'These rooms are listed as unknown.';
  return `The ${name} of rooms cannot be read: ${missingRight('files:read')}. ${consequence}`;
}

/** The cause is named only if it is certain: nothing is wrong with the key if one room was answered. */
function noteOnFailures(
  { name, failsAsAWhole, ifSilent }: ActivitySource,
  lookups: readonly Lookup[],
  unanswered: number,
): string[] {
  if (!failsAsAWhole) return [];
  const why = lookups.some(isAnswered) ? '' : ': each request for it is answered with an error';
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
