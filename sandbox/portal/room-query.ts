import { isPinned, maySee } from './rights.ts';
import { ACTIVE, AGENTS, type ApiKey, ARCHIVE, type Room, type RoomId, TEMPLATES } from './types.ts';

/** The order in which an account sees the list of rooms: the one that it last chose in the portal. */
export interface StoredOrder {
  sortBy: string;
  sortOrder: string;
}

/** Which rooms a listing asks for. An empty `types` is every type. */
export interface RoomQuery {
  searchArea: number;
  types: readonly number[];
  order: StoredOrder | undefined;
}

/** The areas that the portal knows; any other number is refused. */
export const SEARCH_AREAS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** `rootFolderType` of the rooms that each area shows. Areas that are not here show none. */
const AREAS: Readonly<Record<number, readonly number[]>> = {
  0: [ACTIVE],
  1: [ARCHIVE],
  2: [ACTIVE, ARCHIVE],
  4: [TEMPLATES],
  5: [ACTIVE],
  6: [ACTIVE],
  7: [AGENTS],
};

/** Whether a key's account is shown the room for this query. */
export function matches(key: ApiKey, room: Room, { searchArea, types }: RoomQuery): boolean {
  const inArea = AREAS[searchArea]?.includes(room.rootFolderType) ?? false;
  const ofType = types.length === 0 || (room.roomType !== undefined && types.includes(room.roomType));
  return inArea && ofType && maySee(key, room);
}

function compareIds(a: RoomId, b: RoomId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A date as a number to sort by; a missing one is older than all others. */
const stamp = (date: Date | null): number => date?.getTime() ?? Number.NEGATIVE_INFINITY;

function newest(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

/** The account's pins first, then its stored order (default: newest `updated` first), then by id. */
export function comparator(key: ApiKey, order: StoredOrder | undefined): (a: Room, b: Room) => number {
  const sign = order?.sortOrder === 'ascending' ? -1 : 1;
  const by = (a: Room, b: Room): number => {
    if (order?.sortBy === 'AZ') return a.title < b.title ? 1 : a.title > b.title ? -1 : 0;
    if (order?.sortBy === 'DateAndTimeCreation') return newest(stamp(a.created), stamp(b.created));
    return newest(stamp(a.updated), stamp(b.updated));
  };
  return (a, b) =>
    Number(isPinned(key, b)) - Number(isPinned(key, a)) || sign * by(a, b) || compareIds(a.id, b.id);
}
