import pMap from 'p-map';
import type { RoomFate } from '../rooms/findings.ts';
import type { Room, RoomId, RoomType } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import { historyCall, roomCall } from './calls.ts';
import type { Portal } from './client.ts';
import { spread } from './last-activity.ts';
import { readRoomAnswer } from './schema.ts';

export interface LookupOptions {
  /** The types that the list was asked for; empty: all. */
  readonly roomTypes: readonly RoomType[];
  readonly concurrency: number;
  /** A room that the list holds. It proves that a call works before a 404 counts as "deleted". */
  readonly control: RoomId | null;
  /** Whether the key has the scope for histories; null if it is not known. */
  readonly mayReadHistory: boolean | null;
  /** Whether the account of the key sees every room; null if it is not known. Asked for if it has to decide. */
  readonly seesAllRooms: () => Promise<boolean | null>;
}

/** What became of rooms, and those that are in the archive, as they were read. */
interface LookedUp {
  readonly fates: ReadonlyMap<RoomId, RoomFate>;
  readonly archived: ReadonlyMap<RoomId, Room>;
}

/** The result for one room. `by`: the call by which it seems to be deleted. */
interface Found {
  fate: RoomFate;
  readonly room?: Room;
  readonly by?: 'room' | 'history';
}

/** The most rooms that one run looks up. */
export const MAX_LOOKUPS = 50;

/**
 * Reads one room, archived or not.
 *
 * @throws PortalError, with status 404 if the room was deleted, 403 if the key's account does not see it
 */
export async function readRoom(portal: Portal, id: RoomId): Promise<Room> {
  const call = roomCall(id);
  return readRoomAnswer(await portal.get(call), call.what);
}

/**
 * Looks up single rooms by id (`GET files/rooms/{id}`: 200, also for an archived room; 404 if it was deleted; 403 if
 * the account does not see it, and up to DocSpace 3.6.1 if it was deleted). At most 50 rooms are looked up, evenly
 * spread over the list. If all of them are refused, or all of them are gone, the same is assumed of the rest; otherwise
 * the rest is unknown.
 *
 * Never throws for an answer of the portal: the scan is complete, and rooms without an answer are `unknown`. If the
 * portal itself fails, no more rooms are looked up.
 */
export async function lookUpRooms(
  portal: Portal,
  ids: readonly RoomId[],
  options: LookupOptions,
): Promise<LookedUp> {
  const { control } = options;
  let hasFailed = false;
  const lookUp = async (id: RoomId): Promise<Found> => {
    if (hasFailed) return { fate: 'unknown' };
    try {
      const room = await readRoom(portal, id);
      return { fate: fateOf(room, options.roomTypes), room };
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      hasFailed ||= !error.isRoomSpecific && !(error instanceof MalformedAnswerError);
      return fateOfRefused(portal, id, error, options);
    }
  };
  const asked = spread(ids, MAX_LOOKUPS);
  const found = await pMap(asked, lookUp, { concurrency: options.concurrency });
  const works = {
    room: async () =>
      found.some(({ room }) => room) || (control !== null && Boolean((await lookUp(control)).room)),
    history: async () => control !== null && (await statusOfHistory(portal, control, options)) === 200,
  };
  for (const call of ['room', 'history'] as const) {
    const deleted = found.filter(({ by }) => by === call);
    // A portal or proxy without a call answers 404 for every room, as if all of them were deleted.
    if (deleted.length > 0 && !(await works[call]())) for (const one of deleted) one.fate = 'unknown';
  }
  const fates = new Map(asked.map((id, at) => [id, found[at]?.fate ?? 'unknown']));
  const rest = fateOfRest([...fates.values()]);
  return {
    fates: new Map(ids.map((id) => [id, fates.get(id) ?? rest])),
    archived: new Map(
      found.flatMap(({ fate, room }) => (room && fate === 'archived' ? [[room.id, room]] : [])),
    ),
  };
}

/**
 * What a refusal says of a room: 404 that it was deleted, 403 that, or that the account does not see it. Certain in
 * every version that was run: the history of a deleted room is a 404, that of an invisible one a 403. Without a
 * history, the account decides if it sees every room: then a room that is neither in the list nor in the archive is
 * gone.
 */
async function fateOfRefused(
  portal: Portal,
  id: RoomId,
  { status: refusal, answeredBy, isRoomSpecific, forbidden }: PortalError,
  options: LookupOptions,
): Promise<Found> {
  if (answeredBy === 'outside' || !isRoomSpecific) return { fate: 'unknown' };
  if (refusal === 404) return { fate: 'deleted', by: 'room' };
  if (refusal !== 403) return { fate: 'unknown' };
  const status = await statusOfHistory(portal, id, options);
  if (status === 404) return { fate: 'deleted', by: 'history' };
  if (status === 403) return { fate: 'not visible' };
  if (forbidden !== 'scope' && (await options.seesAllRooms()) === true)
    return { fate: 'deleted', by: 'room' };
  return { fate: forbidden === null ? 'unknown' : 'not visible' };
}

/** The status of the history of a room; null if the portal does not tell. Rooms on third-party storage have none. */
async function statusOfHistory(
  portal: Portal,
  id: RoomId,
  { mayReadHistory }: LookupOptions,
): Promise<number | null> {
  if (mayReadHistory === false || typeof id === 'string') return null;
  try {
    await portal.get(historyCall(id, { count: 1, startIndex: 0 }));
    return 200;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    // Without the scope, all histories are refused.
    return error.forbidden === 'scope' || error.answeredBy === 'outside' ? null : error.status;
  }
}

function fateOf({ isArchived, type }: Room, roomTypes: readonly string[]): RoomFate {
  if (isArchived) return 'archived';
  return roomTypes.length === 0 || type === null || roomTypes.includes(type) ? 'active' : 'other type';
}

function fateOfRest(fates: readonly RoomFate[]): RoomFate {
  if (fates.every((fate) => fate === 'not visible')) return 'not visible';
  return fates.every((fate) => fate === 'deleted' || fate === 'archived') ? 'deleted' : 'unknown';
}
