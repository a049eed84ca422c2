import type { JudgedRoom, SkipReason, Verdict } from '../rooms/verdict.ts';
import type { AgeBucket, Report, RoomEntry, UnknownEntry } from './schema.ts';

/** The numbers of a report. */

const AGE_BUCKETS_DAYS = [0, 30, 60, 90, 180, 365] as const;
/** Thresholds of the table "what if". */
export const WHAT_IF_DAYS = [30, 60, 90, 180, 365] as const;

/** The space of abandoned rooms, as far as the portal tells. */
export function space(
  abandoned: readonly RoomEntry[],
  judged: readonly JudgedRoom[],
): Pick<Report, 'reclaimableBytes' | 'spaceUnknown'> {
  const told = abandoned.map(({ usedSpace }) => usedSpace).filter((bytes) => bytes !== null);
  // Nothing to sum up is 0 bytes, but only where the portal tells of space at all.
  const isTold =
    abandoned.length === 0 ? judged.some(({ room }) => room.usedBytes !== null) : told.length > 0;
  return {
    reclaimableBytes: isTold ? told.reduce((sum, bytes) => sum + bytes, 0) : null,
    spaceUnknown: abandoned.length - told.length,
  };
}

/** Whether a room counts as abandoned, with a date or without one. */
export function countsAsAbandoned(verdict: Verdict): boolean {
  return verdict.kind === 'abandoned' || (verdict.kind === 'unknown' && verdict.countsAsAbandoned);
}

/** Whether an unknown room may be alive; without any date, `unknown-activity` decides what it is. */
export function isUncertain({ reason }: Pick<UnknownEntry, 'reason'>): boolean {
  return reason !== 'no date';
}

/** Whether not one room could be judged: that is no "all clear". */
export function isNothingJudged({ counts }: Report): boolean {
  return counts.scanned === counts.skipped;
}

/** Entries that may be rooms in use, or abandoned ones, for all that is known: where there are some, nothing is all clear. */
export function countUnjudged(skippedBy: Report['skippedBy']): number {
  return (skippedBy['not a room'] ?? 0) + (skippedBy['no id'] ?? 0) + (skippedBy['other type'] ?? 0);
}

/** How many entries were skipped, and why. */
export function countSkipped(judged: readonly JudgedRoom[]): Partial<Record<SkipReason, number>> {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const { verdict } of judged) {
    if (verdict.kind === 'skipped') counts[verdict.reason] = (counts[verdict.reason] ?? 0) + 1;
  }
  return counts;
}

/** Whether the days of inactivity are known; of a room in doubt, they are a guess. */
function isKnown(verdict: Verdict): verdict is Exclude<Verdict, { kind: 'skipped' | 'unknown' }> {
  return verdict.kind !== 'skipped' && verdict.kind !== 'unknown' && verdict.daysInactive !== null;
}

/** Rooms by the age of their last activity. */
export function ageBuckets(judged: readonly JudgedRoom[]): AgeBucket[] {
  const days = judged.map(({ verdict }) => (isKnown(verdict) ? verdict.daysInactive : null));
  return AGE_BUCKETS_DAYS.map((fromDays, index) => {
    const untilDays = AGE_BUCKETS_DAYS[index + 1] ?? Number.POSITIVE_INFINITY;
    return {
      fromDays,
      rooms: days.filter((age) => age !== null && age >= fromDays && age < untilDays).length,
    };
  });
}

/** How many rooms would be abandoned with another threshold. */
export function abandonedAt(days: number, judged: readonly JudgedRoom[]): number {
  return judged.filter(({ verdict }) => {
    if (verdict.kind === 'skipped' || verdict.kind === 'exempt') return false;
    return isKnown(verdict) ? (verdict.daysInactive ?? 0) >= days : countsAsAbandoned(verdict);
  }).length;
}
