import pMap from 'p-map';
import { type LastRun, missingRooms, type RoomFate } from '../rooms/compare-runs.ts';
import type { Room, RoomId, RoomType } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import { plural } from '../shared/text.ts';
import { roomCall } from './calls.ts';
import type { Portal } from './client.ts';
import { spread } from './last-activity.ts';
import { readRoomAnswer } from './schema.ts';

export interface LookupOptions {
  /** The types that the list was asked for; empty: all. */
  readonly roomTypes: readonly RoomType[];
  readonly concurrency: number;
  /** A room that the list holds. It proves that the call works before a 404 counts as "deleted". */
  readonly control: RoomId | null;
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
 * the account does not see it). At most 50 rooms are looked up, evenly spread over the list. If all of them are refused,
 * or all of them are gone, the same is assumed of the rest; otherwise the rest is unknown.
 *
 * Never throws for an answer of the portal: the scan is complete, and rooms without an answer are `unknown`. If the
 * portal itself fails, no more rooms are looked up.
 */
export async function lookUpRooms(
  portal: Portal,
  ids: readonly RoomId[],
  options: LookupOptions,
): Promise<ReadonlyMap<RoomId, RoomFate>> {
  let hasFailed = false;
  const lookUp = async (id: RoomId): Promise<RoomFate> => {
    if (hasFailed) return 'unknown';
    try {
      return fateOf(await readRoom(portal, id), options.roomTypes);
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      if (error.status === 404 && error.answeredBy !== 'outside') return 'deleted';
      // A fault of the portal can be a 403 as well.
      if (error.forbidden !== null) return 'not visible';
      hasFailed ||= !error.isRoomSpecific && !(error instanceof MalformedAnswerError);
      return 'unknown';
    }
  };
  const asked = spread(ids, MAX_LOOKUPS);
  const fates = await pMap(asked, lookUp, { concurrency: options.concurrency });
  const believed = (await isCallKnownToWork(fates, options.control, lookUp))
    ? fates
    : fates.map((fate) => (fate === 'deleted' ? 'unknown' : fate));
  const found = new Map(asked.map((id, at) => [id, believed[at] ?? 'unknown']));
  const rest = fateOfRest(believed);
  return new Map(ids.map((id) => [id, found.get(id) ?? rest]));
}

/**
 * Looks up the rooms that were abandoned at the last run and are missing from the list: they are deleted, archived or not
 * visible to the key's account.
 */
export async function lookUpMissing(
  portal: Portal,
  options: LookupOptions & {
    readonly lastRun: LastRun;
    readonly isListed: (id: RoomId) => boolean;
    readonly onProgress: (line: string) => void;
  },
): Promise<ReadonlyMap<RoomId, RoomFate>> {
  const { lastRun, isListed, onProgress } = options;
  const missing = missingRooms(lastRun, isListed);
  if (missing.length === 0) return new Map();
  onProgress(`Looking up ${plural(missing.length, 'room')} of the last run that the list does not hold`);
  return lookUpRooms(portal, missing, options);
}

function fateOf({ isArchived, type }: Room, roomTypes: readonly string[]): RoomFate {
  if (isArchived) return 'archived';
  return roomTypes.length === 0 || type === null || roomTypes.includes(type) ? 'active' : 'other type';
}

/** A portal or proxy without this call answers 404 for every room, as if all of them were deleted. */
async function isCallKnownToWork(
  fates: readonly RoomFate[],
  control: RoomId | null,
  lookUp: (id: RoomId) => Promise<RoomFate>,
): Promise<boolean> {
  if (!fates.includes('deleted')) return true;
  const answered: readonly RoomFate[] = ['active', 'other type', 'archived'];
  if (fates.some((fate) => answered.includes(fate))) return true;
  return control !== null && answered.includes(await lookUp(control));
}

function fateOfRest(fates: readonly RoomFate[]): RoomFate {
  if (fates.every((fate) => fate === 'not visible')) return 'not visible';
  return fates.every((fate) => fate === 'deleted' || fate === 'archived') ? 'deleted' : 'unknown';
}
