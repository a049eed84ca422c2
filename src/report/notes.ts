import type { LastRun } from '../rooms/compare-runs.ts';
import type { UnmatchedEntries } from '../rooms/exemptions.ts';
import type { Policy } from '../rooms/policy.ts';
import { compareIds } from '../rooms/room.ts';
import { hasUnreadableKeepUntil, type RoomsInUse } from '../rooms/rooms-in-use.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';
import { plural } from '../shared/text.ts';
import type { MissingEntry, Report } from './schema.ts';

/** The most rooms that a note names. */
const MAX_NAMED = 5;

/**
 * A note if the key's account may not see every room: its own rooms are then all that the report covers. It holds the
 * name of the account, which is text from the portal.
 */
export function coverageNote(keyAccount: Report['keyAccount']): string[] {
  if (keyAccount === null || keyAccount.seesAllRooms) return [];
  const account = keyAccount.name ?? 'the account of the API key';
  return [
    `The report covers only rooms that ${account} can see. An administrator or the owner of the portal sees every room: make the API key with such an account.`,
  ];
}

/** What is known of the rooms that the API key sees; empty if nobody could be asked. */
export function describeCoverage({ keyAccount }: Pick<Report, 'keyAccount'>): string {
  if (keyAccount === null) {
    return 'Whether the API key sees every room is not known. To make it certain, give it the scope accounts.self:read, or make it with the account of an administrator of the portal.';
  }
  if (!keyAccount.seesAllRooms) return '';
  return `The API key acts for ${keyAccount.name ?? 'an administrator or the owner of the portal'}, and sees every room.`;
}

/** A note on tags keep-until: whose date cannot be read, so that they keep nothing; empty if there are none. */
export function unreadableKeepUntil(judged: readonly JudgedRoom[], inUse: RoomsInUse): string[] {
  const ids = [
    ...judged
      .filter(({ room, verdict }) => verdict.kind !== 'skipped' && hasUnreadableKeepUntil(room.tags))
      .map(({ room }) => room.id),
    ...inUse.keys().filter((id) => inUse.get(id)?.hasUnreadableKeepUntil),
  ];
  if (ids.length === 0) return [];
  // In an order that stays the same: the note is part of the tracking issue.
  const named = some(ids.toSorted(compareIds).map((id) => shortened(String(id))));
  return [
    `A tag that begins with keep-until has no date of the form YYYY-MM-DD, so it keeps nothing: room ${named}.`,
  ];
}

/**
 * One note on all entries of the inputs that matched nothing, since they may be typos; empty if there are none. If
 * redacted, entries are counted but not named, since they can be names and titles.
 */
export function unmatchedEntries(unmatched: readonly UnmatchedEntries[], redacted: boolean): string[] {
  const inputs = unmatched
    .filter(({ entries }) => entries.length > 0)
    .map(({ input, entries }) => {
      const named = some(entries.map((entry) => `"${shortened(entry)}"`));
      return `${input} (${redacted ? plural(entries.length, 'entry', 'entries') : named})`;
    });
  if (inputs.length === 0) return [];
  return [
    `Some entries of the inputs match no room and no account that this scan saw: ${inputs.join('; ')}. Check their spelling.`,
  ];
}

/** The first items of a list, and how many more there are. */
function some(items: readonly string[]): string {
  const more = items.length > MAX_NAMED ? ` and ${items.length - MAX_NAMED} more` : '';
  return `${items.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}

/** Notes on rooms of the last run that are neither in the list nor known to be gone. */
export function roomsNotSeen(missing: readonly MissingEntry[]): string[] {
  const count = (status: MissingEntry['status']) => missing.filter((room) => room.status === status).length;
  const notVisible = count('not visible');
  const notKnown = count('not known');
  const notes: string[] = [];
  if (notVisible > 0) {
    const [room, pronoun] = notVisible === 1 ? ['room', 'it'] : ['rooms', 'them'];
    notes.push(
      `${ofLastRun(notVisible)} not visible to the API key any more. Did its account lose its rights? Until the account sees the ${room} again, nothing is known about ${pronoun}.`,
    );
  }
  if (notKnown > 0) {
    notes.push(
      `${ofLastRun(notKnown)} missing from the list, and it is not known why. The next run looks again.`,
    );
  }
  return notes;
}

/** `1 room of the last run is`, `2 rooms of the last run are`. */
function ofLastRun(count: number): string {
  return `${plural(count, 'room')} of the last run ${count === 1 ? 'is' : 'are'}`;
}

/** What changed since the last run, or why that is not known; null if no tracking issue was asked for. */
export function describeDelta(
  delta: Report['delta'],
  lastRun: LastRun,
  { maxNewAbandoned }: Pick<Policy, 'maxNewAbandoned'>,
): string | null {
  if (delta !== null) {
    const gone = delta.gone === 0 ? '' : `, ${delta.gone} deleted or archived`;
    const notVisible = delta.notVisible === 0 ? '' : `, ${delta.notVisible} not visible any more`;
    return `Since the last run: ${delta.new} new, ${delta.recovered} recovered${gone}${notVisible}.`;
  }
  if (lastRun.kind !== 'unknown') return null;
  const limit = maxNewAbandoned === null ? '' : ', and max-new-abandoned does not fail this run';
  return `The changes since the last run are not known, because ${lastRun.because}${limit}.`;
}
