import type { RoomId } from './room.ts';

/**
 * The page of a room in the portal's web client.
 *
 * @param portal address of the portal, with or without a slash at its end
 */
export function roomUrl(portal: string, id: RoomId): string {
  // encodeURIComponent throws on half a surrogate pair.
  const encoded = encodeURIComponent(String(id).toWellFormed());
  return `${portal.replace(/\/$/, '')}/rooms/shared/${encoded}/filter?folder=${encoded}`;
}
