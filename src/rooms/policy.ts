import type { RoomType } from './room.ts';

export const ACTIVITY_SOURCES = ['history', 'updated'] as const;
export const UNKNOWN_ACTIVITY = ['abandoned', 'ignore'] as const;
export const SORT_ORDERS = ['inactivity', 'risk'] as const;

/** The rules by which rooms are judged. */
export interface Policy {
  readonly inactiveDays: number;
  /** `history`: a room that looks inactive is checked against its history; `updated`: the listing alone decides. */
  readonly activitySource: (typeof ACTIVITY_SOURCES)[number];
  /** Ids and display names of accounts whose activity does not count. */
  readonly ignoreActivityBy: readonly string[];
  /** `abandoned`: a room without any date is abandoned; `ignore`: it is unknown. */
  readonly unknownActivity: (typeof UNKNOWN_ACTIVITY)[number];
  /** Empty: all types. */
  readonly roomTypes: readonly RoomType[];
  readonly exemptTags: readonly string[];
  readonly exemptRooms: readonly string[];
  readonly exemptOwners: readonly string[];
  /** Rooms that will be abandoned within this many days are upcoming; 0: none is. */
  readonly upcomingDays: number;
  /** More abandoned rooms than this fail the step; null: no limit. */
  readonly maxAbandoned: number | null;
  /** If more rooms than this became abandoned since the last run, the step fails; null: no limit. */
  readonly maxNewAbandoned: number | null;
  /** If more abandoned rooms than this carry a risk, the step fails; null: no limit. */
  readonly maxRisky: number | null;
  /** `inactivity`: longest inactive first; `risk`: rooms with a risk first, each group by inactivity. */
  readonly sort: (typeof SORT_ORDERS)[number];
}
