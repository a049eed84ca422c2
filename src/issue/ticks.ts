import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { bodyParts, ownBlock } from './block.ts';
import {
  archiveLine,
  type BoxKind,
  type BoxLine,
  BULK_MARKER,
  readLines,
  readOwnLines,
  roomsOf,
} from './boxes.ts';
import { type ReadBulk, readBulk } from './bulk.ts';
import { withoutHiddenLines } from './hidden-lines.ts';
import type { IssueState } from './state.ts';

/** The box of a room in the issue's body. */
export interface Box {
  readonly isTicked: boolean;
  /** Through which day the room is kept, if the body says so. */
  readonly until: Day | null;
}

export type Boxes = ReadonlyMap<RoomId, Box>;

/** What people did with the boxes of an issue. */
export interface Ticks {
  /** The boxes that keep a room. */
  readonly boxes: Boxes;
  /** Rooms that people approved for the archive, each by its own box. */
  readonly approved: ReadonlySet<RoomId>;
  /** The box for many rooms. */
  readonly bulk: ReadBulk;
  /** Ticked lines in the list that cannot be matched to a room. */
  readonly unreadable: readonly string[];
  /** The rooms that the list shows as abandoned, with or without a box. */
  readonly listed: ReadonlySet<RoomId>;
}

/** Reads the boxes out of a body: in the list, and on lines of the list that people moved above or below it. */
export function readTicks(body: string, issueKey: string): Ticks {
  const bulk = readBulk(body, issueKey);
  const { own, others } = bodyParts(bulk.rest, issueKey);
  const { boxes: lines, unreadable } = readLines(own);
  const lostBulk = readLines(others).unreadable.filter((line) => BULK_MARKER.test(line));
  const moved = readOwnLines(others);
  const listed = [...roomsOf(own), ...moved].flatMap(({ id, until }) => (until === null ? [id] : []));
  const shown = new Set(listed);
  const boxes = boxesOf('keep', [...lines, ...moved]);
  // A room that is to be kept is not meant, nor one whose line somebody took out. A line that cannot be read may be meant to
  // keep any of them.
  const isMeant = (id: RoomId) =>
    unreadable.length === 0 && boxes.get(id)?.isTicked !== true && (!bulk.areShown || shown.has(id));
  const list = readLines(ownBlock(body, issueKey)).boxes;
  const seen = readLines(ownBlock(withoutHiddenLines(body), issueKey)).boxes;
  return {
    boxes,
    approved: approvedIn(seen, lines),
    bulk: { ...bulk, approved: new Set([...bulk.approved].filter(isMeant)) },
    unreadable: [...unreadable, ...lostBulk, ...hiddenTicks(list, seen)],
    listed: shown,
  };
}

/** Ticks that would approve their rooms if their lines were not in a block of code or a comment. */
function hiddenTicks(list: readonly BoxLine[], seen: readonly BoxLine[]): readonly string[] {
  const shown = approvedIn(seen, list);
  return [...approvedIn(list, list)].filter((id) => !shown.has(id)).map((id) => archiveLine(id, true).trim());
}

/**
 * Rooms whose box "archive" is ticked. Only lines of the list that people see count, not those that they moved out of it, and
 * if a room has several boxes, also in copies of the list, all of them have to be ticked: a room is not archived in doubt.
 */
function approvedIn(list: readonly BoxLine[], withCopies: readonly BoxLine[]): ReadonlySet<RoomId> {
  const isArchive = ({ kind }: BoxLine) => kind === 'archive';
  const open = new Set(withCopies.filter((box) => isArchive(box) && !box.isTicked).map(({ id }) => id));
  return new Set(
    list
      .filter(isArchive)
      .map(({ id }) => id)
      .filter((id) => !open.has(id)),
  );
}

/** All rooms that people approved for the archive. */
export function allApproved({ approved, bulk }: Ticks): ReadonlySet<RoomId> {
  return approved.union(bulk.approved);
}

/** One box for each room. If a room has several, a ticked one counts. */
function boxesOf(kind: BoxKind, lines: readonly BoxLine[]): Boxes {
  const boxes = new Map<RoomId, Box>();
  for (const { kind: lineKind, id, isTicked, until } of lines) {
    if (lineKind !== kind) continue;
    const before = boxes.get(id);
    if (before === undefined || (isTicked && !before.isTicked)) boxes.set(id, { isTicked, until });
  }
  return boxes;
}

/**
 * Which rooms are kept at a run, and through which day.
 *
 * A box that was ticked since the last run keeps its room for `keepDays` from today on. Removing the tick ends it, and
 * so does the time. A kept room whose line the body does not show (it was cut) stays kept.
 *
 * @param state null if it is not known: then the boxes alone count
 * @param keepDays 0: nothing is kept
 */
export function keptRooms(
  state: IssueState | null,
  boxes: Boxes,
  today: Day,
  keepDays: number,
): ReadonlyMap<RoomId, Day> {
  const kept = new Map<RoomId, Day>();
  if (keepDays === 0) return kept;
  // Neither a date in the body nor a forged state keeps a room longer than a tick does.
  const latest = today + keepDays;
  for (const [id, until] of state?.kept ?? []) {
    if (until >= today && boxes.get(id)?.isTicked !== false) kept.set(id, Math.min(until, latest));
  }
  for (const [id, { isTicked, until }] of boxes) {
    // The date in the body counts only if the state is lost.
    const known = state?.kept.get(id) ?? until;
    if (!isTicked || kept.has(id) || (known !== null && known < today)) continue;
    kept.set(id, Math.min(known ?? latest, latest));
  }
  return kept;
}

/** Boxes that were ticked or unticked since the run began, and what they are now. */
export function changedBoxes(atStart: Boxes, now: Boxes): ReadonlyMap<RoomId, boolean> {
  return new Map(
    [...now].flatMap(([id, { isTicked }]) =>
      (atStart.get(id)?.isTicked ?? false) === isTicked ? [] : [[id, isTicked] as const],
    ),
  );
}
