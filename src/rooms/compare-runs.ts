import type { RoomId } from './room.ts';

/** What changed since the last run; null in place of it where the last run is not known. */
export interface Delta {
  /** Abandoned now, and not at the last run. */
  readonly new: ReadonlySet<RoomId>;
  /** How many were abandoned at the last run and are neither abandoned, nor kept, nor in doubt now. */
  readonly recovered: number;
}

/**
 * Compares two runs.
 *
 * @param unsettled rooms that are kept by a tick, or in doubt now: they have not recovered
 * @param previous the rooms that were abandoned at the last run
 */
export function compareRuns(
  previous: { has(id: RoomId): boolean; keys(): Iterable<RoomId> },
  abandoned: ReadonlySet<RoomId>,
  unsettled: { has(id: RoomId): boolean },
): Delta {
  return {
    new: new Set([...abandoned].filter((id) => !previous.has(id))),
    recovered: [...previous.keys()].filter((id) => !abandoned.has(id) && !unsettled.has(id)).length,
  };
}
