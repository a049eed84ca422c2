import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import type { TrackedState } from './state.ts';

/** The box of a room in the body. */
export interface Box {
  readonly isTicked: boolean;
  /** Through which day the room is kept, where the body says so. */
  readonly until: Day | null;
}

export type Boxes = ReadonlyMap<RoomId, Box>;

/**
 * Which rooms are kept at a run, and through which day.
 *
 * A box that was ticked since the last run keeps its room for `keepDays` from today on. Taking the tick off ends it;
 * so does the time. A kept room that the body has no box for (it was cut) stays kept.
 *
 * @param state null where it is not known: then the boxes alone count
 * @param keepDays 0: nothing is kept
 */
export function keptRooms(
  state: TrackedState | null,
  boxes: Boxes,
  today: Day,
  keepDays: number,
): ReadonlyMap<RoomId, Day> {
  const kept = new Map<RoomId, Day>();
  // Neither a date in the body nor a forged state keeps a room longer than a tick does.
  const latest = today + keepDays;
  if (keepDays === 0) return kept;
  for (const [id, until] of state?.kept ?? []) {
    if (until >= today && boxes.get(id)?.isTicked !== false) kept.set(id, Math.min(until, latest));
  }
  for (const [id, { isTicked, until }] of boxes) {
    // A date in the body is for the case that the state is lost.
    const known = state?.kept.get(id) ?? until;
    if (!isTicked || kept.has(id) || (known !== null && known < today)) continue;
    kept.set(id, Math.min(known ?? latest, latest));
  }
  return kept;
}
