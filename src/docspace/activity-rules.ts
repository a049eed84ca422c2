import type { Account } from '../rooms/accounts.ts';
import type { Activity, UncertaintyReason } from '../rooms/activity.ts';
import { MS_PER_DAY } from '../rooms/days.ts';
import type { Policy } from '../rooms/policy.ts';
import type { Room } from '../rooms/room.ts';
import { listedActivity } from '../rooms/verdict.ts';

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
