/**
 * The words of this project's own domain: what a room is, once read from a portal. Imports nothing. Words that inputs or
 * the report file take are lists, of which the types are made: each word is written once.
 */

export const ROOM_TYPES = [
  'form-filling',
  'collaboration',
  'custom',
  'public',
  'virtual-data',
  'ai-agent',
] as const;
/** What a room is for, by the names that the input `room-types` takes. */
export type RoomType = (typeof ROOM_TYPES)[number];

/** A number, or a string where the room lives on third-party storage. */
export type RoomId = number | string;

/** Somebody with an account on the portal. `name` is untrusted text. */
export interface Account {
  readonly id: string | null;
  readonly name: string | null;
}

/** A room as the portal told it, or a folder in the list of rooms that turns out to be none. */
export interface Room {
  /** Null where the portal sent none. */
  readonly id: RoomId | null;
  /** Untrusted text, written by room administrators. */
  readonly title: string;
  /** A known type, `type-<n>` for one that this project does not know, null where the portal sent none. */
  readonly type: RoomType | `type-${string}` | null;
  readonly isRoom: boolean;
  readonly isArchived: boolean;
  readonly owner: Account | null;
  /** Who made the last change that `lastUpdated` speaks of; null where the portal does not tell. */
  readonly updatedBy: Account | null;
  /** Null where the listing holds no usable date. */
  readonly created: Date | null;
  /** On third-party storage, of which the portal keeps no history, and whose date is that of the connection. */
  readonly isThirdParty: boolean;
  /** What the listing says of the last change; null where it holds no usable date. */
  readonly lastUpdated: Date | null;
  /** Not null: there may be a later change than `lastUpdated`, in a date that cannot be read. */
  readonly doubt: Doubt | null;
  /** Untrusted text. */
  readonly tags: readonly string[];
  readonly usedBytes: number | null;
}

export const EVIDENCE = ['updated', 'history', 'contents', 'none'] as const;
/**
 * What a date of last activity rests on: the listing alone, the room's log, what is stored in it, or nothing, where
 * there is no date.
 */
export type Evidence = (typeof EVIDENCE)[number];

const DOUBTS = [
  'date not readable',
  'storage not reachable',
  'too large to check',
  'changed while it was checked',
  'files without a date',
] as const;
/** Why nothing can be said about a room, although there is a date or it was looked into. */
export type Doubt = (typeof DOUBTS)[number];

export const UNKNOWN_REASONS = ['no date', ...DOUBTS] as const;
/** Why the last activity of a room is not known. */
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** The last sign of life of a room. */
export interface Activity {
  readonly at: Date | null;
  /**
   * Only where `at` is null: nothing that counts happened from this moment on. What was before it is not known, so that
   * it gives the fewest days that the room has been inactive.
   */
  readonly noneSince?: Date;
  readonly evidence: Evidence;
  /** What happened, in a few words, such as `members invited`; null where that is not known. */
  readonly what: string | null;
  /** Who did it. */
  readonly by: Account | null;
  /** Not null: the room may be alive, whatever `at` says. */
  readonly doubt: Doubt | null;
}

export const SKIP_REASONS = ['archived', 'not a room', 'no id', 'other type', 'deleted meanwhile'] as const;
/** Why something in the list is not judged at all. */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why a room is left alone. `detail` comes from the portal or the inputs: untrusted, and redacted at times. */
export interface ExemptReason {
  readonly by: 'tick' | 'keep-until' | 'tag' | 'room' | 'owner';
  readonly detail: string;
}

interface Judged {
  readonly activity: Activity;
  /** Whole days of 24 hours since the last activity, or at least so many (`noneSince`); null where not known. */
  readonly daysInactive: number | null;
}

/** What becomes of one entry of the list; each entry gets exactly one. */
export type Verdict =
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | ({ readonly kind: 'exempt'; readonly reason: ExemptReason } & Judged)
  | ({ readonly kind: 'active' | 'upcoming' | 'abandoned' } & Judged)
  | ({
      readonly kind: 'unknown';
      readonly because: UnknownReason;
      readonly countsAsAbandoned: boolean;
    } & Judged);

/** A room and what becomes of it. */
export interface JudgedRoom {
  readonly room: Room;
  readonly verdict: Verdict;
}

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
