import type { Account } from './accounts.ts';
import { MS_PER_DAY } from './days.ts';
import type { Policy } from './policy.ts';
import type { Room } from './room.ts';

/** Why the last activity of a room is not known, and whether the next run may well know it. */
const KINDS_OF_UNKNOWN = {
  'no date': 'lasting',
  'date not readable': 'lasting',
  'storage not reachable': 'passing',
  'too large to check': 'lasting',
  'changed while it was checked': 'passing',
  'files without a date': 'lasting',
  'history not readable': 'passing',
  'deletions may be automatic': 'lasting',
  'chats leave no trace': 'lasting',
} as const;
export type UnknownReason = keyof typeof KINDS_OF_UNKNOWN;
export const UNKNOWN_REASONS = Object.keys(KINDS_OF_UNKNOWN) as readonly UnknownReason[];
/** Why a room may be in use, although its last known activity is old. */
export type UncertaintyReason = Exclude<UnknownReason, 'no date'>;

/** Whether a room is unknown only because the portal could not be asked about it at this run. */
export function isPassing(reason: UnknownReason): boolean {
  return KINDS_OF_UNKNOWN[reason] === 'passing';
}

const SOURCE_NAMES = ['history', 'contents'] as const;
/** A source of activity by the word that stands for it as evidence. */
export type SourceName = (typeof SOURCE_NAMES)[number];

export const EVIDENCE = ['updated', ...SOURCE_NAMES, 'none'] as const;
/** The source of a date of last activity: the list (`updated`), one of {@link SOURCES}, or none (no date). */
export type Evidence = (typeof EVIDENCE)[number];

/** Where the last activity of a room can be looked up, if the list says that the room is inactive. */
export interface ActivitySource {
  /** As evidence, and in warnings. */
  readonly name: SourceName;
  readonly isFor: (room: Room) => boolean;
  /** Whether a room may be archived because of what this source tells. */
  readonly mayArchive: boolean;
  /** Whether the date in the list decides about all its rooms if the key cannot read it. */
  readonly listMayDecide: boolean;
  /** Why a room is unknown that could not be looked up otherwise. */
  readonly ifSilent: UncertaintyReason;
  /** Whether many rooms that fail speak for all rooms of this source, and single ones are worth a warning. */
  readonly failsAsAWhole: boolean;
}

const HISTORY: ActivitySource = {
  name: 'history',
  isFor: ({ isThirdParty }) => !isThirdParty,
  mayArchive: true,
  listMayDecide: true,
  ifSilent: 'history not readable',
  failsAsAWhole: true,
};

const CONTENTS: ActivitySource = {
  name: 'contents',
  isFor: ({ isThirdParty }) => isThirdParty,
  mayArchive: true,
  // The list has only the date on which the storage was connected.
  listMayDecide: false,
  ifSilent: 'storage not reachable',
  // Storages fail one by one.
  failsAsAWhole: false,
};

/** All sources of activity, in the order in which they are asked. Their readers: `docspace/activity-readers.ts`. */
export const SOURCES: readonly ActivitySource[] = [HISTORY, CONTENTS];

/** The source of a room. */
export function sourceOf(room: Room): ActivitySource {
  return SOURCES.find(({ isFor }) => isFor(room)) ?? HISTORY;
}

/** Whether a room may be archived because of this evidence. Most activity does not change the date in the list. */
export function mayArchiveBy(evidence: Evidence): boolean {
  return SOURCES.some(({ name, mayArchive }) => name === evidence && mayArchive);
}

/** The last activity of a room. */
export interface Activity {
  readonly at: Date | null;
  /**
   * Only if `at` is null: nothing that counts happened since this moment. The activity before it is not known, so the
   * room has been inactive for at least the days since then.
   */
  readonly noneSince?: Date;
  readonly evidence: Evidence;
  /** The event in a few words, such as `members invited`; null if it is not known. */
  readonly what: string | null;
  /** Who did it. */
  readonly by: Account | null;
  /** Not null: the room may be in use, whatever `at` says. */
  readonly uncertainBecause: UncertaintyReason | null;
}

/** The last activity of a room according to the list alone. */
export function listedActivity(room: Room): Activity {
  return {
    at: room.lastUpdated,
    evidence: room.lastUpdated === null ? 'none' : 'updated',
    what: null,
    by: room.updatedBy,
    uncertainBecause: room.hasUnreadableDate ? 'date not readable' : null,
  };
}

/** Which activity counts, and since when it makes a room active. */
export interface ActivityRules {
  readonly isIgnored: (account: Account | null) => boolean;
  /** Whether any account is ignored. If so, the newest event alone is not enough. */
  readonly ignoresSomebody: boolean;
  /** A room with activity after this moment is active. */
  readonly threshold: Date;
}

/** The rules of a policy. `isIgnored`: compiled from its `ignoreActivityBy`. */
export function activityRules(
  policy: Policy,
  isIgnored: ActivityRules['isIgnored'],
  now: Date,
): ActivityRules {
  return {
    isIgnored,
    ignoresSomebody: policy.ignoreActivityBy.length > 0,
    threshold: new Date(now.getTime() - policy.inactiveDays * MS_PER_DAY),
  };
}

/**
 * The last activity according to the list. If an ignored account made the last change, only the creation date counts.
 * Creating the room counts, even if an ignored account did it: a room cannot be abandoned before it exists.
 */
export function countedListing(room: Room, { isIgnored }: ActivityRules): Activity {
  return listedActivity(
    isIgnored(room.updatedBy) ? { ...room, lastUpdated: room.created, updatedBy: null } : room,
  );
}

/** The same activity, which may not be the last one: the room may be in use. */
export function markUncertain(activity: Activity, uncertainBecause: UncertaintyReason): Activity {
  return { ...activity, uncertainBecause };
}
