import type { Account } from '../rooms/accounts.ts';
import type { Activity, UncertaintyReason } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { listedActivity } from '../rooms/verdict.ts';

/** Whose activity does not count, and from when on activity acquits. */
export interface ActivityRules {
  readonly isIgnored: (account: Account | null) => boolean;
  /** Whether anybody is ignored at all: then one entry is not enough. */
  readonly ignoresSomebody: boolean;
  /** Activity after this moment makes a room active. */
  readonly threshold: Date;
}

/**
 * What the listing says of a room, as far as it counts: of a date that an ignored account made, only that the room was
 * there. The making of a room counts whoever made it, since nothing can be abandoned before it is there.
 */
export function countedListing(room: Room, { isIgnored }: ActivityRules): Activity {
  return listedActivity(
    isIgnored(room.updatedBy) ? { ...room, lastUpdated: room.created, updatedBy: null } : room,
  );
}

/** An activity that may not be the last one: the room may be alive. */
export function markUncertain(activity: Activity, uncertainBecause: UncertaintyReason): Activity {
  return { ...activity, uncertainBecause };
}
