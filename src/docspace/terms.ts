import { listedActivity } from '../rooms/judge.ts';
import type { Account, Activity, Doubt, Room } from '../rooms/room.ts';

/** Whose activity does not count, and from when on activity acquits. */
export interface Terms {
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
export function countedListing(room: Room, { isIgnored }: Terms): Activity {
  return listedActivity(
    isIgnored(room.updatedBy) ? { ...room, lastUpdated: room.created, updatedBy: null } : room,
  );
}

/** An activity that may not be the last one: the room may be alive. */
export function inDoubt(activity: Activity, doubt: Doubt): Activity {
  return { ...activity, doubt };
}
