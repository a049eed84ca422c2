import type { RoomType } from './room.ts';

export const ACTIVITY_SOURCES = ['history', 'updated'] as const;
export const UNKNOWN_ACTIVITY = ['abandoned', 'ignore'] as const;

/** By what rules rooms are judged. */
export interface Policy {
  readonly inactiveDays: number;
  /** `history`: a room that looks inactive is looked into; `updated`: the listing alone decides. */
  readonly activitySource: (typeof ACTIVITY_SOURCES)[number];
  /** Ids and display names of accounts whose activity does not count. */
  readonly ignoreActivityBy: readonly string[];
  /** What a room without any date is. */
  readonly unknownActivity: (typeof UNKNOWN_ACTIVITY)[number];
  /** Empty: all types. */
  readonly roomTypes: readonly RoomType[];
  readonly exemptTags: readonly string[];
  readonly exemptRooms: readonly string[];
  readonly exemptOwners: readonly string[];
  /** 0: no room is upcoming. */
  readonly upcomingDays: number;
  /** More abandoned rooms than this fail the step; null: no number does. */
  readonly maxAbandoned: number | null;
  /** More rooms abandoned since the last run than this fail the step; null: no number does. */
  readonly maxNewAbandoned: number | null;
}
