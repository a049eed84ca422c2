import { keptUntilMs } from './exemptions.ts';
import type { Room } from './room.ts';
import type { JudgedRoom } from './verdict.ts';

/** The numbers of a room in use. Nothing else is kept of it: a portal can have 100,000 of them. */
export interface RoomInUse {
  /** `tags`: only those that a note of the report names. */
  readonly room: Pick<Room, 'id' | 'usedBytes' | 'tags'>;
  readonly verdict: { readonly kind: 'active'; readonly daysInactive: number | null };
}

/** An entry of the list of rooms and what it was found to be. */
export type JudgedEntry = JudgedRoom | RoomInUse;

export function isInUse(entry: JudgedEntry): entry is RoomInUse {
  return entry.verdict.kind === 'active' && !('activity' in entry.verdict);
}

/** Whether a tag is meant to keep its room, but has no date that can be read. */
export function isUnreadableKeepUntil(tag: string): boolean {
  return Number.isNaN(keptUntilMs(tag) ?? 0);
}

const NO_TAGS: readonly string[] = [];

/** Returns a function that keeps of a room in use only what the numbers of the report need. */
export function compactor(): (judged: JudgedRoom) => JudgedEntry {
  const verdicts = new Map<number | null, RoomInUse['verdict']>();
  return (judged) => {
    if (judged.verdict.kind !== 'active') return judged;
    const { daysInactive } = judged.verdict;
    const verdict: RoomInUse['verdict'] = verdicts.get(daysInactive) ?? { kind: 'active', daysInactive };
    verdicts.set(daysInactive, verdict);
    const { id, usedBytes } = judged.room;
    const tags = judged.room.tags.filter(isUnreadableKeepUntil);
    return { room: { id, usedBytes, tags: tags.length === 0 ? NO_TAGS : tags }, verdict };
  };
}
