import { buildRoom, type Numbering } from './seeds.ts';
import type { ApiKey, FolderNode, Room, RoomId, RoomSeed } from './types.ts';
import { ACTIVE, ARCHIVE, TEMPLATES } from './types.ts';

/** An account's stored order of the room list, as the last `sortBy` of that account left it. */
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

/** Whether an account may see a room: as administrator, as its owner, or invited. */
export function maySee(key: ApiKey, room: Room): boolean {
  if (key.sees === 'all') return true;
  const { id } = key.account;
  return room.createdBy?.id === id || room.members.has(id) || key.sees.includes(room.id);
}

function inArea(room: Room, searchArea: number): boolean {
  const root = room.rootFolderType;
  if (searchArea === 0) return root === ACTIVE;
  if (searchArea === 1) return root === ARCHIVE;
  if (searchArea === 2) return root === ACTIVE || root === ARCHIVE;
  if (searchArea === 4) return root === TEMPLATES;
  if (searchArea === 7) return root === ACTIVE && room.roomType === 9;
  // Rooms reached by links and the AI folders: the sandbox has none.
  return false;
}

function compareIds(a: RoomId, b: RoomId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A date as a number to sort by; one that is missing is older than all others. */
const stamp = (date: Date | null): number => date?.getTime() ?? Number.NEGATIVE_INFINITY;

function newest(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function comparator(order: StoredOrder | undefined): (a: Room, b: Room) => number {
  const sign = order?.sortOrder === 'ascending' ? -1 : 1;
  const by = (a: Room, b: Room): number => {
    if (order?.sortBy === 'AZ') return a.title < b.title ? 1 : a.title > b.title ? -1 : 0;
    if (order?.sortBy === 'DateAndTimeCreation') return newest(stamp(a.created), stamp(b.created));
    return newest(stamp(a.updated), stamp(b.updated));
  };
  return (a, b) => Number(b.pinned) - Number(a.pinned) || sign * by(a, b) || compareIds(a.id, b.id);
}

/** The rooms of the portal, and the lists that are made of them. */
export class RoomShelf implements Numbering {
  readonly now: () => Date;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #folders = new Map<string, { room: Room; folder: FolderNode }>();
  /** Lists since the last change: a listing is computed per request, and equal while nothing changes. */
  readonly #lists = new Map<string, readonly Room[]>();
  #lastId = 1000;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** How many rooms there are, archived ones and templates among them. */
  get size(): number {
    return this.#rooms.size;
  }

  /** A number that nothing in the portal has as id. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Every room, in the order in which they were added. */
  all(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  /** The room with this id. Change it with {@link update} or a verb, or call {@link touch} afterwards. */
  get(id: RoomId): Room | undefined {
    return this.#rooms.get(id);
  }

  /** The room with this id; throws a RangeError where there is none. */
  need(id: RoomId): Room {
    const room = this.#rooms.get(id);
    if (room === undefined) throw new RangeError(`The portal has no room ${String(id)}`);
    return room;
  }

  /** Adds a room and returns it; throws a RangeError if its id is taken. */
  add(seed: RoomSeed = {}): Room {
    if (typeof seed.id === 'number') this.#lastId = Math.max(this.#lastId, seed.id);
    const room = buildRoom(seed, this);
    if (this.#rooms.has(room.id)) throw new RangeError(`The portal already has a room ${String(room.id)}`);
    this.#rooms.set(room.id, room);
    for (const folder of room.folders) this.indexFolder(room, folder);
    this.touch();
    return room;
  }

  /** Changes members of a room as they are given, without the log and without moving `updated`. */
  update(id: RoomId, patch: Partial<Omit<Room, 'id'>>): Room {
    const room = Object.assign(this.need(id), patch);
    this.touch();
    return room;
  }

  /** Takes a room away; false where there was none. */
  remove(id: RoomId): boolean {
    this.touch();
    return this.#rooms.delete(id);
  }

  /** Tells the store that a room was changed from outside. */
  touch(): void {
    this.#lists.clear();
  }

  /** Makes a subfolder, and those in it, reachable by id. */
  protected indexFolder(room: Room, folder: FolderNode): void {
    this.#folders.set(String(folder.id), { room, folder });
    for (const inner of folder.folders) this.indexFolder(room, inner);
  }

  /** The room, or the room and the subfolder in it, that a path's `{id}` names. */
  locate(id: string): { room: Room; folder: FolderNode | undefined } | undefined {
    const room = (/^\d+$/.test(id) ? this.#rooms.get(Number(id)) : undefined) ?? this.#rooms.get(id);
    if (room !== undefined) return { room, folder: undefined };
    const inside = this.#folders.get(id);
    // Subfolders go with their room.
    return inside !== undefined && this.#rooms.has(inside.room.id) ? inside : undefined;
  }

  /** The rooms that a key's account is shown for a query, in the order in which it is shown them. */
  list(key: ApiKey, query: RoomQuery): readonly Room[] {
    const { searchArea, types, order } = query;
    const name = JSON.stringify([key.key, searchArea, types, order]);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const rooms = this.#sorted(order).filter(
      (room) =>
        inArea(room, searchArea) &&
        (types.length === 0 || (room.roomType !== undefined && types.includes(room.roomType))) &&
        maySee(key, room),
    );
    this.#lists.set(name, rooms);
    return rooms;
  }

  #sorted(order: StoredOrder | undefined): readonly Room[] {
    const name = JSON.stringify(['sorted', order]);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const rooms = [...this.#rooms.values()].sort(comparator(order));
    this.#lists.set(name, rooms);
    return rooms;
  }
}
