/** A room as read from a portal. */

import type { Account } from './accounts.ts';

export const ROOM_TYPES = [
  'form-filling',
  'collaboration',
  'custom',
  'public',
  'virtual-data',
  'ai-agent',
] as const;
/** A type of room, as the input `room-types` names it. */
export type RoomType = (typeof ROOM_TYPES)[number];

/** A number, or a string if the room is on third-party storage. */
export type RoomId = number | string;

/** Numbers by size, before texts; texts by code unit, so that the order does not depend on a locale. */
export function compareIds(a: RoomId, b: RoomId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

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

/** An entry of the portal's list of rooms: a room, or a folder that is not a room. */
export interface Room {
  readonly id: RoomId;
  /** Untrusted text, written by room administrators. */
  readonly title: string;
  /** A known type, `type-<n>` for an unknown one, null if the portal sent none. */
  readonly type: RoomType | `type-${string}` | null;
  readonly isRoom: boolean;
  readonly isArchived: boolean;
  readonly owner: Account | null;
  /** Who made the change at `lastUpdated`; null if the portal does not say. */
  readonly updatedBy: Account | null;
  /** Null if the list has no usable date. */
  readonly created: Date | null;
  /** Whether its history holds the forms of the key's account alone, which may do nothing but fill in forms. */
  readonly showsOwnFormsOnly: boolean;
  /** On third-party storage: the portal keeps no history, and its date is that of the connection. */
  readonly isThirdParty: boolean;
  /** The last change according to the list; null if it has no usable date. */
  readonly lastUpdated: Date | null;
  /** Whether the list has a date that cannot be read and may be later than `lastUpdated`. */
  readonly hasUnreadableDate: boolean;
  /** Untrusted text. */
  readonly tags: readonly string[];
  /** Null if the portal does not say. */
  readonly usedBytes: number | null;
  /** Whether outsiders can open the room by a live link; null if the portal does not say. */
  readonly isOpenToPublic: boolean | null;
  /** Whether anybody except the owner has access; null if the portal does not say. */
  readonly isShared: boolean | null;
  /** Whether the account of the key may archive it; null if the portal does not say. */
  readonly mayArchive: boolean | null;
  /** Whether the portal deletes old files in this room by itself, in the name of the room's maker. */
  readonly hasLifetime: boolean;
}
