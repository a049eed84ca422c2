import type { JudgedEntry } from '../rooms/judged-entry.ts';
import type { SkipReason } from '../rooms/verdict.ts';
import type { AgeBucket, Report, RoomEntry, UnknownEntry } from './schema.ts';

/** The numbers of a report. */

const AGE_BUCKETS_DAYS = [0, 30, 60, 90, 180, 365] as const;
/** Thresholds of the table "what if". */
export const WHAT_IF_DAYS = [30, 60, 90, 180, 365] as const;

/** The space that abandoned rooms use, as far as the portal reports it. */
export function space(
  abandoned: readonly RoomEntry[],
  judged: readonly JudgedEntry[],
): Pick<Report, 'reclaimableBytes' | 'spaceUnknown'> {
  const told = abandoned.map(({ usedSpace }) => usedSpace).filter((bytes) => bytes !== null);
  // Without abandoned rooms the sum is 0 bytes, but only if the portal reports space at all.
  const isTold =
    abandoned.length === 0 ? judged.some(({ room }) => room.usedBytes !== null) : told.length > 0;
  return {
    reclaimableBytes: isTold ? told.reduce((sum, bytes) => sum + bytes, 0) : null,
    spaceUnknown: abandoned.length - told.length,
  };
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
export function countSkipped(judged: readonly JudgedEntry[]): Partial<Record<SkipReason, number>> {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const { verdict } of judged) {
    if (verdict.kind === 'skipped') counts[verdict.reason] = (counts[verdict.reason] ?? 0) + 1;
  }
  return counts;
}

/** The days of inactivity; null if they are not known. For an unknown room they would be a guess. */
function knownDays(verdict: JudgedEntry['verdict']): number | null {
  return verdict.kind === 'skipped' || verdict.kind === 'unknown' ? null : verdict.daysInactive;
}

/** Rooms by the age of their last activity. */
export function ageBuckets(judged: readonly JudgedEntry[]): AgeBucket[] {
  const days = judged.map(({ verdict }) => knownDays(verdict));
  return AGE_BUCKETS_DAYS.map((fromDays, index) => {
    const untilDays = AGE_BUCKETS_DAYS[index + 1] ?? Number.POSITIVE_INFINITY;
    return {
      fromDays,
      rooms: days.filter((age) => age !== null && age >= fromDays && age < untilDays).length,
    };
  });
}

/** How many rooms would be abandoned with another threshold. */
export function abandonedAt(days: number, judged: readonly JudgedEntry[]): number {
  return judged.filter(({ verdict }) => {
    if (verdict.kind === 'skipped' || verdict.kind === 'exempt') return false;
    const known = knownDays(verdict);
    // Without a date, a room is abandoned at any threshold or at none.
    return known === null ? verdict.kind === 'abandoned' : known >= days;
  }).length;
}
