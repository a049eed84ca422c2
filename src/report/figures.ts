import type { InUse, RoomsInUse } from '../rooms/rooms-in-use.ts';
import type { JudgedRoom, SkipReason } from '../rooms/verdict.ts';
import type { AgeBucket, Report, RoomEntry, UnknownEntry } from './schema.ts';

/** The numbers of a report. */

const AGE_BUCKETS_DAYS = [0, 30, 60, 90, 180, 365] as const;
/** Thresholds of the table "what if". */
export const WHAT_IF_DAYS = [30, 60, 90, 180, 365] as const;

/**
 * The space that abandoned rooms use, as far as the portal reports it.
 *
 * @param isReported whether the portal reports the space of any room: if so, no abandoned rooms use 0 bytes
 */
export function space(
  abandoned: readonly RoomEntry[],
  isReported: boolean,
): Pick<Report, 'reclaimableBytes' | 'spaceUnknown'> {
  const told = abandoned.map(({ usedSpace }) => usedSpace).filter((bytes) => bytes !== null);
  const isKnown = abandoned.length === 0 ? isReported : told.length > 0;
  return {
    reclaimableBytes: isKnown ? told.reduce((sum, bytes) => sum + bytes, 0) : null,
    spaceUnknown: abandoned.length - told.length,
  };
}

/** Whether the portal reports the space of any room. */
export function isSpaceReported(judged: readonly JudgedRoom[], inUse: RoomsInUse): boolean {
  return (
    judged.some(({ room }) => room.usedBytes !== null) ||
    inUse.values().some(({ isSpaceKnown }) => isSpaceKnown)
  );
}

/**
 * Whether an unknown room may be in use. A room without any date is unknown only because `unknown-activity` says so.
 */
export function isUncertain({ reason }: Pick<UnknownEntry, 'reason'>): boolean {
  return reason !== 'no date';
}

/** Whether no room could be judged. That is not an "all clear". */
export function isNothingJudged({ counts }: Report): boolean {
  return counts.scanned === counts.skipped;
}

/** Skipped entries that may be abandoned rooms: if there are any, the result is not an "all clear". */
export function countUnjudged(skippedBy: Report['skippedBy']): number {
  return (skippedBy['not a room'] ?? 0) + (skippedBy['no id'] ?? 0) + (skippedBy['other type'] ?? 0);
}

/** How many entries were skipped, and why. */
export function countSkipped(
  judged: readonly JudgedRoom[],
  withoutId: number,
): Partial<Record<SkipReason, number>> {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const { verdict } of judged) {
    if (verdict.kind === 'skipped') counts[verdict.reason] = (counts[verdict.reason] ?? 0) + 1;
  }
  if (withoutId > 0) counts['no id'] = withoutId;
  return counts;
}

/** The days of inactivity; null if they are not known. For an unknown room they would be a guess. */
function knownDays({ verdict }: JudgedRoom): number | null {
  return verdict.kind === 'skipped' || verdict.kind === 'unknown' ? null : verdict.daysInactive;
}

/** Rooms by the age of their last activity. */
export function ageBuckets(judged: readonly JudgedRoom[], inUse: RoomsInUse): AgeBucket[] {
  const days = judged.map(knownDays);
  return AGE_BUCKETS_DAYS.map((fromDays, index) => {
    const untilDays = AGE_BUCKETS_DAYS[index + 1] ?? Number.POSITIVE_INFINITY;
    const isInside = (age: number | null) => age !== null && age >= fromDays && age < untilDays;
    return {
      fromDays,
      rooms: days.filter(isInside).length + countOf(inUse, ({ daysInactive }) => isInside(daysInactive)),
    };
  });
}

/** How many rooms would be abandoned with another threshold. */
export function abandonedAt(days: number, judged: readonly JudgedRoom[], inUse: RoomsInUse): number {
  const isOlder = (age: number | null) => age !== null && age >= days;
  const others = judged.filter((room) => {
    const { kind } = room.verdict;
    if (kind === 'skipped' || kind === 'exempt') return false;
    const known = knownDays(room);
    // Without a date, a room is abandoned at any threshold or at none.
    return known === null ? kind === 'abandoned' : isOlder(known);
  });
  return others.length + countOf(inUse, ({ daysInactive }) => isOlder(daysInactive));
}

function countOf(inUse: RoomsInUse, is: (room: InUse) => boolean): number {
  return inUse.values().reduce((count, room) => (is(room) ? count + 1 : count), 0);
}
