import type { Room, RoomId } from '../rooms/room.ts';
import { roomCall } from './calls.ts';
import type { Portal } from './client.ts';
import { readRoomAnswer } from './schema.ts';

/**
 * Reads one room, archived or not.
 *
 * @throws PortalError, with status 404 if the room was deleted, 403 if the key's account does not see it
 */
export async function readRoom(portal: Portal, id: RoomId): Promise<Room> {
  const call = roomCall(id);
  return readRoomAnswer(await portal.get(call), call.what);
}
