import type { Role } from './accounts.ts';
import { AI_ROOM, type ApiKey, type Room } from './types.ts';

/** The role that a key's account has. A key that sees all rooms is a portal administrator's. */
export function roleOf({ account, sees }: ApiKey): Role {
  return account.role ?? (sees === 'all' ? 'admin' : 'user');
}

/** Whether the key's account sees every room: the owner and portal administrators do. */
export function seesAll(key: ApiKey): boolean {
  if (key.sees !== undefined) return key.sees === 'all';
  return ['owner', 'admin'].includes(roleOf(key));
}

/** Whether the account may edit the room: as its maker or as a manager. Being the portal's owner is not enough. */
export function mayEdit(key: ApiKey, room: Room): boolean {
  const { id } = key.account;
  if (isMaker(key, room)) return true;
  return room.managers === 'admins' ? seesAll(key) : room.managers.has(id);
}

/** Whether the account is in the room, which is `inRoom`. */
export function isInRoom(key: ApiKey, room: Room): boolean {
  const isNamed = Array.isArray(key.sees) && key.sees.includes(room.id);
  return isNamed || room.members.has(key.account.id) || mayEdit(key, room);
}

/** Whether the account may read the room. */
export function maySee(key: ApiKey, room: Room): boolean {
  return seesAll(key) || isInRoom(key, room);
}

/** Whether the account made the room, which makes it the room's owner. */
export function isMaker(key: ApiKey, room: Room): boolean {
  return room.createdBy?.id === key.account.id;
}

/**
 * Whether the account may archive and restore the room, which is `security.Move`: its owner and administrators may,
 * and nobody if it has an agent.
 */
export function mayArchive(key: ApiKey, room: Room): boolean {
  return room.roomType !== AI_ROOM && (seesAll(key) || isMaker(key, room));
}

/** Whether the account has pinned the room. */
export function isPinned(key: ApiKey, room: Room): boolean {
  return room.pinned || room.pinnedBy.has(key.account.id);
}
