import { mayArchiveBy } from './activity.ts';
import type { LastRun } from './compare-runs.ts';
import type { Findings, RoomFate } from './findings.ts';
import type { Room, RoomId } from './room.ts';
import type { JudgedRoom, Verdict } from './verdict.ts';

/** Which rooms may be archived. Pure. */

/** Why a room that somebody approved is not archived by this run. */
export type NotArchivedReason =
  | 'kept'
  | 'not listed at the last run'
  | 'not in the list of rooms'
  | 'in the archive'
  | 'in use'
  | 'exempt'
  | 'last activity not known'
  | 'not checked against its history'
  | 'not for this account'
  | 'not for this key'
  | 'clock not checked'
  | 'skipped'
  | 'more than max-archive'
  | 'not ticked any more';

export interface ArchivePlan {
  /** To be archived, longest inactive first. */
  readonly rooms: readonly JudgedRoom[];
  /** Rooms that are in the archive already, as they were read. */
  readonly archived: ReadonlyMap<RoomId, Room>;
  /** Ticked rooms that this run does not archive. */
  readonly refused: ReadonlyMap<RoomId, NotArchivedReason>;
}

export interface ArchivePlanInput extends Pick<Findings, 'judged' | 'inUse' | 'missing' | 'archived'> {
  /** Rooms whose box "archive at the next run" is ticked. */
  readonly approved: ReadonlySet<RoomId>;
  /** What the issue remembers of the last run: only rooms that it listed as abandoned may be archived. */
  readonly lastRun: LastRun;
  /** Whether the API key may archive rooms; null if that is not known. */
  readonly mayArchive: boolean | null;
  /** Whether the clock by which rooms are judged was compared with that of the portal. */
  readonly isClockKnown: boolean;
  /** The most rooms that one run archives. */
  readonly maxRooms: number;
}

/**
 * Decides which of the approved rooms are archived: those that the last run listed as abandoned, and that this run
 * finds abandoned by their history or contents.
 */
export function planArchive(input: ArchivePlanInput): ArchivePlan {
  const { approved, lastRun, judged, inUse, missing, mayArchive, maxRooms } = input;
  const byId = new Map<RoomId, JudgedRoom>();
  for (const entry of judged) {
    if (approved.has(entry.room.id)) byId.set(entry.room.id, entry);
  }
  const refused = new Map<RoomId, NotArchivedReason>();
  const allowed: JudgedRoom[] = [];
  const ofClock = input.isClockKnown ? null : 'clock not checked';
  const ofThisRun = mayArchive === false ? 'not for this key' : ofClock;
  for (const id of approved) {
    const entry = byId.get(id);
    const wasListed = lastRun.kind === 'known' && lastRun.since.has(id);
    const reason = inUse.has(id) ? 'in use' : (reasonAgainst(entry, wasListed, missing.get(id)) ?? ofThisRun);
    if (reason !== null) refused.set(id, reason);
    else if (entry !== undefined) allowed.push(entry);
  }
  const ordered = allowed.toSorted((a, b) => inactiveSince(a.verdict) - inactiveSince(b.verdict));
  for (const { room } of ordered.slice(maxRooms)) refused.set(room.id, 'more than max-archive');
  return { rooms: ordered.slice(0, maxRooms), archived: input.archived, refused };
}

/** @param fate of a room that is missing from the list: a run that was stopped may have archived it */
function reasonAgainst(
  entry: JudgedRoom | undefined,
  wasListed: boolean,
  fate: RoomFate | undefined,
): NotArchivedReason | null {
  if (entry === undefined) return fate === 'archived' ? 'in the archive' : 'not in the list of rooms';
  const { room, verdict } = entry;
  switch (verdict.kind) {
    case 'skipped':
      return 'skipped';
    case 'exempt':
      return verdict.reason.by === 'tick' ? 'kept' : 'exempt';
    case 'unknown':
      return 'last activity not known';
    case 'active':
    case 'upcoming':
      return 'in use';
    case 'abandoned':
      if (!wasListed) return 'not listed at the last run';
      if (!mayArchiveBy(verdict.activity.evidence)) return 'not checked against its history';
      return room.mayArchive === false ? 'not for this account' : null;
  }
}

/** Whether people may approve the room for the next run. */
export function isArchivable(entry: JudgedRoom): boolean {
  return reasonAgainst(entry, true, undefined) === null;
}

function inactiveSince(verdict: Verdict): number {
  if (verdict.kind === 'skipped') return Number.POSITIVE_INFINITY;
  return (verdict.activity.at ?? verdict.activity.noneSince)?.getTime() ?? Number.POSITIVE_INFINITY;
}

/**
 * Compares the verdict of the scan with a second one, right before the room is archived.
 *
 * @returns whether the room is still abandoned by its history or contents, and nothing new happened in it
 */
export function isUnchanged(before: Verdict, now: Verdict): boolean {
  if (now.kind !== 'abandoned' || !mayArchiveBy(now.activity.evidence)) return false;
  return inactiveSince(now) <= inactiveSince(before);
}
