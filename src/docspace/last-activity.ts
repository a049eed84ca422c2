import pMap from 'p-map';
import type { Activity } from '../rooms/activity.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import type { ActivityRules } from './activity-rules.ts';
import type { Portal } from './client.ts';
import { contentsOf, isGone } from './contents.ts';
import { historyOf } from './history.ts';
import {
  activityAfter,
  failuresAmong,
  mayLackScope,
  notesOn,
  type Outcome,
  type Reached,
} from './outcomes.ts';

/** What looking into suspects brought to light. */
export interface Examination {
  /** For each suspect its last activity, or null for a room that was deleted meanwhile. */
  readonly activities: ReadonlyMap<Room, Activity | null>;
  /** What somebody should know about it, one line each. */
  readonly notes: readonly string[];
}

export interface ExaminationOptions {
  readonly rules: ActivityRules;
  readonly concurrency: number;
  /** Told after each room that was asked, with how many were. */
  readonly onProgress: (done: number) => void;
  /** The ids of all rooms that the portal lists now. */
  readonly listIds: () => Promise<ReadonlySet<RoomId>>;
}

/**
 * So many rooms that fail without an answer from any: it is the key or the portal, not the room. A few may well fail
 * alone, since an account may list rooms that it may not open, and storages are disconnected.
 */
const MOST_SILENT = 20;

/**
 * Asks for the last activity of rooms that look inactive: their log, or what is stored in them where it is on
 * third-party storage. A room that does not answer is left to the listing, and its evidence says so.
 *
 * @throws PortalError where the portal itself is in trouble
 */
export async function examine(
  portal: Portal,
  suspects: readonly Room[],
  { rules, concurrency, onProgress, listIds }: ExaminationOptions,
): Promise<Examination> {
  const own = suspects.filter((room) => !room.isThirdParty);
  const stored = suspects.filter((room) => room.isThirdParty);
  const outcomes = new Map<Room, Outcome>();
  const reached: Reached = { history: false, files: false };
  const of = (rooms: readonly Room[]) => rooms.flatMap((room) => outcomes.get(room) ?? []);
  const failures = (rooms: readonly Room[]) => failuresAmong(of(rooms));
  const waiting = (rooms: readonly Room[]) => rooms.filter((room) => !outcomes.has(room));
  const leave = (rooms: readonly Room[]) => {
    for (const room of waiting(rooms)) outcomes.set(room, { kind: 'not asked' });
  };

  let done = 0;
  const ask = async (room: Room) => {
    outcomes.set(room, await hear(portal, room, rules, reached));
    done += 1;
    onProgress(done);
  };
  const askAll = (rooms: readonly Room[]) => pMap(rooms, ask, { concurrency });
  /** Asks no more rooms than it takes to know, spread over the list, so that a few that are alike are not taken for all. */
  const askSome = async (rooms: readonly Room[]) => {
    const wave = spread(waiting(rooms), MOST_SILENT - failures(rooms).length);
    await askAll(wave);
    return wave;
  };
  /** Looks for missing rooms in the list: those that it holds are there, and have failed. Whether all are gone. */
  const confirmGone = async (rooms: readonly Room[]): Promise<boolean> => {
    const missing = rooms.filter((room) => outcomes.get(room)?.kind === 'missing');
    if (missing.length === 0) return false;
    const listed = await listedNow(listIds);
    const there = missing.filter(({ id }) => id !== null && (listed === null || listed.has(id)));
    for (const room of there) outcomes.set(room, { kind: 'failed', status: 404 });
    return there.length === 0;
  };

  // A portal, or a proxy in front of it, that answers 404 to all calls but one would acquit every room: a room is gone
  // on the word of two calls only where such calls are known to answer, and otherwise by the list.
  let isBelieved = false;
  while (!reached.history && waiting(own).length > 0 && failures(own).length < MOST_SILENT) {
    const wave = await askSome(own);
    if (!reached.files && !isBelieved) isBelieved = await confirmGone(wave);
  }
  const isOwnDenied = !reached.history && failures(own).length >= MOST_SILENT;
  if (isOwnDenied) leave(own);

  const maybeUnscoped = () => mayLackScope(failures(suspects), reached);
  if (isOwnDenied && maybeUnscoped()) leave(stored);
  while (maybeUnscoped() && waiting(stored).length > 0 && failures(stored).length < MOST_SILENT) {
    await askSome(stored);
  }
  if (maybeUnscoped() && failures(stored).length >= MOST_SILENT) leave(stored);

  await askAll(waiting(suspects));
  // Of third-party storage, only one call speaks, and it may well not find a room that is there.
  await confirmGone(stored);
  return {
    activities: new Map(
      suspects.map((room) => {
        return [room, activityAfter(outcomes.get(room) ?? { kind: 'not asked' }, room, rules)];
      }),
    ),
    notes: notesOn(of(own), of(stored), reached, rules),
  };
}

/** Asks for one room. */
async function hear(portal: Portal, room: Room, rules: ActivityRules, reached: Reached): Promise<Outcome> {
  const onFiles = () => {
    reached.files = true;
  };
  const onHistory = () => {
    reached.history = true;
    onFiles();
  };
  try {
    const activity = room.isThirdParty
      ? await contentsOf(portal, room, rules, onFiles)
      : await historyOf(portal, room, rules, onHistory);
    return activity === null ? { kind: 'missing' } : { kind: 'heard', activity };
  } catch (error) {
    if (!isRoomSpecific(error)) throw error;
    const { status } = error;
    // An old portal does not find the history of rooms that are there.
    const isMissing = status === 404 && !room.isThirdParty && (await isGone(portal, room, onFiles));
    return isMissing ? { kind: 'missing' } : { kind: 'failed', status };
  }
}

function isRoomSpecific(error: unknown): error is PortalError {
  return error instanceof MalformedAnswerError || (error instanceof PortalError && error.isRoomSpecific);
}

/** Null where the list cannot be had: the scan has one, and does not fail for another. */
async function listedNow(listIds: ExaminationOptions['listIds']): Promise<ReadonlySet<RoomId> | null> {
  try {
    return await listIds();
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return null;
  }
}

/** Some items, evenly spread. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, at) => items[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}
