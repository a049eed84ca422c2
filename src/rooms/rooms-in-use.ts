import type { Activity } from './activity.ts';
import { type Day, dayOf } from './days.ts';
import { keptUntilMs } from './exemptions.ts';
import type { RoomId } from './room.ts';
import type { JudgedRoom } from './verdict.ts';

/** What the report needs of a room in use. Equal values are one object: a portal can have 100,000 such rooms. */
export interface InUse {
  /** Whole days since the last activity; null if not known. */
  readonly daysInactive: number | null;
  /** The day of the last activity; null if it is not certain. */
  readonly lastActiveOn: Day | null;
  /** Whether the portal tells how much space the room uses. */
  readonly isSpaceKnown: boolean;
  /** Whether it has a tag `keep-until:` whose date cannot be read. */
  readonly hasUnreadableKeepUntil: boolean;
}

/** The rooms in use by their ids. */
export type RoomsInUse = ReadonlyMap<RoomId, InUse>;

/** The day of an activity; null if it is not certain. */
export function lastActiveOn({ at, uncertainBecause }: Activity): Day | null {
  return at === null || uncertainBecause !== null ? null : dayOf(at);
}

/** Whether one of the tags is meant to keep its room, but has no date that can be read. */
export function hasUnreadableKeepUntil(tags: readonly string[]): boolean {
  return tags.some((tag) => Number.isNaN(keptUntilMs(tag)));
}

/** Returns a function that reduces a room to what the report needs if it is in use; null for all other rooms. */
export function inUseReducer(): (judged: JudgedRoom) => InUse | null {
  const known = new Map<string, InUse>();
  return ({ room, verdict }) => {
    if (verdict.kind !== 'active') return null;
    const inUse: InUse = {
      daysInactive: verdict.daysInactive,
      lastActiveOn: lastActiveOn(verdict.activity),
      isSpaceKnown: room.usedBytes !== null,
      hasUnreadableKeepUntil: hasUnreadableKeepUntil(room.tags),
    };
    const key = Object.values(inUse).join();
    const shared = known.get(key) ?? inUse;
    known.set(key, shared);
    return shared;
  };
}
