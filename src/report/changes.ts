import {
  compareRuns,
  type Delta,
  type LastRun,
  type RoomFate,
  statusOfRooms,
} from '../rooms/compare-runs.ts';
import { roomUrl } from '../rooms/link.ts';
import type { RoomId } from '../rooms/room.ts';
import type { RoomsInUse } from '../rooms/rooms-in-use.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';
import type { MissingEntry, Report } from './schema.ts';

/** What changed since the last run, for the report. */
export interface Changes {
  /** Null if the last run is not known. */
  readonly delta: Report['delta'];
  readonly isNew: (id: RoomId) => boolean;
  /** Rooms of the last run that are not in the list, and that may still be there. */
  readonly missing: readonly MissingEntry[];
}

/**
 * Compares the rooms with the last run.
 *
 * @param missing what became of the rooms of the last run that are missing from the list
 * @param portal address of the portal
 */
export function changesSince(
  lastRun: LastRun,
  judged: readonly JudgedRoom[],
  inUse: RoomsInUse,
  missing: ReadonlyMap<RoomId, RoomFate>,
  portal: string,
): Changes {
  if (lastRun.kind !== 'known') return { delta: null, isNew: () => false, missing: [] };
  const delta = compareRuns(lastRun.ids, statusOfRooms(lastRun.ids, judged, inUse, missing));
  return {
    delta: {
      new: delta.new.size,
      recovered: delta.recovered,
      gone: delta.gone,
      notVisible: delta.notVisible.size,
    },
    isNew: (id) => delta.new.has(id),
    missing: missingEntries(delta, missing, portal),
  };
}

function missingEntries(
  { notVisible, notKnown }: Delta,
  missing: ReadonlyMap<RoomId, RoomFate>,
  portal: string,
): MissingEntry[] {
  const entry = (status: MissingEntry['status']) => (id: RoomId) => ({
    id,
    url: roomUrl(portal, id),
    status,
  });
  return [
    ...[...notVisible].map(entry('not visible')),
    // Rooms of the list that could not be checked are among the unknown rooms.
    ...[...notKnown].filter((id) => missing.has(id)).map(entry('not known')),
  ];
}
