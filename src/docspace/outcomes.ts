import type { Activity } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { listedActivity } from '../rooms/verdict.ts';
import { type ActivityRules, countedListing, markUncertain } from './activity-rules.ts';

/** What became of the question for the last activity of one room. */
export type Outcome =
  | { readonly kind: 'heard'; readonly activity: Activity }
  /** `status`: of the last answer; null where it was a good one that holds nonsense, or none came. */
  | { readonly kind: 'failed'; readonly status: number | null }
  | { readonly kind: 'not asked' }
  /** Neither its log nor its contents are found. */
  | { readonly kind: 'missing' };

/** What was read of the portal, whatever became of single rooms. */
export interface Reached {
  /** The log of some room. */
  history: boolean;
  /** Anything at all for which the key needs `files:read`. */
  files: boolean;
}

/** Statuses of an old portal, which has no history. */
const NO_SUCH_CALL: ReadonlySet<number | null> = new Set([404, 405, 410, 501]);

/** The last activity that an outcome leaves a room with; null for one that was deleted meanwhile. */
export function activityAfter(outcome: Outcome, room: Room, rules: ActivityRules): Activity | null {
  if (outcome.kind === 'missing') return null;
  if (outcome.kind === 'heard') return outcome.activity;
  // Of third-party storage, the listing knows nothing.
  return room.isThirdParty
    ? markUncertain(countedListing(room, rules), 'storage not reachable')
    : listedActivity(room);
}

/** The statuses of those that failed. */
export function failuresAmong(outcomes: readonly Outcome[]): (number | null)[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.status] : []));
}

/** Whether the key may lack the scope `files:read`: nothing was read with it, and all that failed was refused. */
export function mayLackScope(failures: readonly (number | null)[], reached: Reached): boolean {
  return !reached.files && failures.every((status) => status === 403);
}

/**
 * What somebody should know: at most one note for one cause, and one wherever the listing decides about a room that was
 * to be looked into.
 *
 * @param own of rooms that have a history
 * @param stored of rooms on third-party storage
 */
export function notesOn(
  own: readonly Outcome[],
  stored: readonly Outcome[],
  reached: Reached,
  rules: ActivityRules,
): string[] {
  const listed = own.filter(({ kind }) => kind === 'failed' || kind === 'not asked').length;
  if (listed > 0) {
    const ignored = rules.ignoresSomebody
      ? ' What the accounts in ignore-activity-by did then counts like the activity of all others, so that abandoned rooms may be missed.'
      : '';
    return [`${noteOnHistory(listed, failuresAmong(own), reached)}${ignored}`];
  }
  const refused = failuresAmong(stored);
  if (refused.length === 0 || !mayLackScope(refused, reached)) return [];
  return [
    'No room on third-party storage can be looked into: the API key lacks the scope "files:read", or the storages have lost their authorization. These rooms are shown as unknown.',
  ];
}

function noteOnHistory(listed: number, failures: readonly (number | null)[], reached: Reached): string {
  if (reached.history) {
    return `${listed} room(s) did not answer with their history (evidence: updated): the listing's own date decided, which most activity does not move.`;
  }
  return `The history of rooms cannot be read, because ${whyNone(failures, reached)}. The listing's own date decided (evidence: updated), which most activity does not move: rooms may be called abandoned that are alive.`;
}

/** A cause that is the same for all rooms is named only where all of them failed in its way. */
function whyNone(failures: readonly (number | null)[], reached: Reached): string {
  if (mayLackScope(failures, reached)) {
    return 'the API key lacks the scope "files:read", or its account may not open these rooms';
  }
  if (failures.every((status) => status === 403)) return "the API key's account may not open these rooms";
  if (failures.every((status) => NO_SUCH_CALL.has(status)))
    return 'the portal has no such call: its version is too old';
  return 'the portal answers the call with a fault';
}
