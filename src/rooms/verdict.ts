import type { AccountMatcher } from './accounts.ts';
import type { Activity, UnknownReason } from './activity.ts';
import { MS_PER_DAY } from './days.ts';
import type { Exemptions, ExemptReason } from './exemptions.ts';
import type { Policy } from './policy.ts';
import type { Room } from './room.ts';

export const SKIP_REASONS = ['archived', 'not a room', 'no id', 'other type', 'deleted meanwhile'] as const;
/** Why an entry of the list is not judged at all. */
export type SkipReason = (typeof SKIP_REASONS)[number];

interface Judged {
  readonly activity: Activity;
  /** Whole days of 24 hours since the last activity (with `noneSince`: at least this many); null if not known. */
  readonly daysInactive: number | null;
}

/** The result for one entry of the list. Each entry gets exactly one. */
export type Verdict =
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | ({ readonly kind: 'exempt'; readonly reason: ExemptReason } & Judged)
  | ({ readonly kind: 'active' | 'upcoming' | 'abandoned' } & Judged)
  | ({ readonly kind: 'unknown'; readonly because: UnknownReason } & Judged);

/** An entry of the list and its verdict. */
export interface JudgedRoom {
  readonly room: Room;
  readonly verdict: Verdict;
}

/**
 * Whole days of 24 hours from `at` to `now`, rounded down; a date in the future is 0 days.
 */
export function daysBetween(at: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - at.getTime()) / MS_PER_DAY));
}

/**
 * Decides about one room. Pure: the same room, activity, policy and `now` always give the same verdict.
 *
 * A room without any date is abandoned or unknown, as `policy.unknownActivity` says. A room that looks abandoned but
 * whose activity is uncertain is always unknown.
 *
 * @param activity the last known activity of the room
 * @param exemptions compiled from the same policy, see `compileExemptions`
 * @param now the moment of the scan
 */
export function judge(
  room: Room,
  activity: Activity,
  policy: Policy,
  exemptions: Exemptions,
  now: Date,
): Verdict {
  const skip = skipReason(room, policy);
  if (skip !== null) return { kind: 'skipped', reason: skip };
  const since = activity.at ?? activity.noneSince ?? null;
  const daysInactive = since === null ? null : daysBetween(since, now);
  const judged = { activity, daysInactive };
  const reason = exemptions.reasonFor(room, now);
  if (reason !== null) return { kind: 'exempt', reason, ...judged };
  const kind = daysInactive === null ? 'abandoned' : kindAfter(daysInactive, policy);
  const uncertainBecause = activity.uncertainBecause ?? untracedReason(room, policy);
  if (kind === 'abandoned' && uncertainBecause !== null) {
    return { kind: 'unknown', because: uncertainBecause, ...judged };
  }
  if (daysInactive === null && policy.unknownActivity === 'ignore') {
    return { kind: 'unknown', because: 'no date', ...judged };
  }
  return { kind, ...judged };
}

/** By the list, the room looks inactive, or it is active only because of an account whose activity does not count. */
export function looksInactive({ room, verdict }: JudgedRoom, isIgnored: AccountMatcher): boolean {
  if (verdict.kind === 'skipped' || verdict.kind === 'exempt') return false;
  return verdict.kind === 'abandoned' || verdict.kind === 'unknown' || isIgnored(room.updatedBy);
}

/** Whether a room that looked inactive is in use. The date in the list is what made it look inactive. */
export function isCleared({ verdict }: JudgedRoom): boolean {
  return (
    (verdict.kind === 'active' || verdict.kind === 'upcoming') && verdict.activity.evidence !== 'updated'
  );
}

/** Chatting with the agent is the purpose of an AI room. It is neither in the list nor in the history. */
function untracedReason(room: Room, policy: Policy): UnknownReason | null {
  return room.type === 'ai-agent' && policy.activitySource === 'history' ? 'chats leave no trace' : null;
}

/** A room is abandoned from exactly `inactiveDays` days without activity on. */
function kindAfter(daysInactive: number, policy: Policy): 'active' | 'upcoming' | 'abandoned' {
  if (daysInactive >= policy.inactiveDays) return 'abandoned';
  if (daysInactive + policy.upcomingDays >= policy.inactiveDays) return 'upcoming';
  return 'active';
}

function skipReason(room: Room, policy: Policy): SkipReason | null {
  if (!room.isRoom) return 'not a room';
  if (room.isArchived) return 'archived';
  // The portal filters by type. If it ignores the filter, rooms of other types must not be judged.
  const types: readonly string[] = policy.roomTypes;
  if (types.length > 0 && room.type !== null && !types.includes(room.type)) return 'other type';
  return null;
}
