import { isUncertain } from '../report/figures.ts';
import type { Report } from '../report/schema.ts';
import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { hashSet, type IssueState } from './state.ts';

export interface NextStateOptions {
  readonly report: Report;
  /** The rooms that the issue remembered as abandoned when the run began; null if that is not known. */
  readonly knownAtStart: ReadonlySet<RoomId> | null;
  /** Rooms that are kept at this run, and through which day: also those that the report does not show. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  readonly today: Day;
}

/**
 * The state to be remembered, with the generation of the one before, and without the box for many rooms.
 *
 * @param before null if it is lost, or if there is no issue yet
 * @param shown the abandoned rooms that the list itself shows. They count if the state is lost or does not hold the rooms:
 *   a room that is only missing from the report may be out of sight, and the next run looks it up.
 */
export function nextState(
  options: NextStateOptions,
  before: IssueState | null,
  shown: ReadonlySet<RoomId>,
): IssueState {
  const { report, today, kept } = options;
  const ids = new Set([
    ...report.abandoned.map(({ id }) => id),
    ...stillRemembered(options, [...(before?.abandoned?.keys() ?? shown)]),
  ]);
  const setHash = hashSet(ids);
  return {
    generation: before?.generation ?? 0,
    abandoned: new Map([...ids].map((id) => [id, before?.abandoned?.get(id) ?? today])),
    setHash,
    // The marks stay until the set changes again: to remove them alone would be an edit of its own.
    marked: before?.setHash === setHash ? before.marked : newRooms(report, before),
    kept,
    bulk: new Set(),
    trend: report.trend ?? before?.trend ?? [],
  };
}

/** Rooms that are abandoned now and were not before; none if the state before is not known. */
export function newRooms(report: Report, before: IssueState | null): ReadonlySet<RoomId> {
  const known = before?.abandoned ?? null;
  if (known === null) return new Set();
  return new Set(report.abandoned.flatMap(({ id }) => (known.has(id) ? [] : [id])));
}

/** Rooms that were abandoned, are not in the report as such, and have not left the list either. */
function stillRemembered(
  { report, knownAtStart }: NextStateOptions,
  remembered: readonly RoomId[],
): readonly RoomId[] {
  const notChecked = new Set([
    ...report.unknown.filter(isUncertain).map(({ id }) => id),
    ...report.missing.map(({ id }) => id),
  ]);
  const judged = new Set([...report.unknown, ...report.upcoming, ...report.exempt].map(({ id }) => id));
  return remembered.filter((id) => {
    // The run did not know the room when it began, so it did not look up whether the room is gone.
    const isNotLookedUp = knownAtStart?.has(id) !== true && !judged.has(id);
    return notChecked.has(id) || isNotLookedUp;
  });
}
