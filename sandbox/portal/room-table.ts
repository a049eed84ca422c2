import { type Account, People } from './accounts.ts';
import { comparator, matches, type RoomQuery } from './room-query.ts';
import type { RoomSeed } from './room-seeds.ts';
import { buildRoom, type Numbering } from './seeds.ts';
import type { ApiKey, FolderNode, Room, RoomId } from './types.ts';
import type { VersionFacts } from './versions.ts';

/** The rooms of the portal, and the lists that are made of them. */
export class RoomTable implements Numbering {
  readonly now: () => Date;
  protected readonly facts: VersionFacts;
  /** The portal's owner. */
  protected readonly owner: Account;
  readonly people = new People(() => this.touch());
  readonly #rooms = new Map<RoomId, Room>();
  readonly #folders = new Map<string, { room: Room; folder: FolderNode }>();
  /** Lists since the last change: a list is computed per request, and equal while nothing changes. */
  readonly #lists = new Map<string, readonly Room[]>();
  #lastId = 1000;

  constructor(now: () => Date, facts: VersionFacts, owner: Account) {
    this.now = now;
    this.facts = facts;
    this.owner = owner;
  }

  /** How many rooms there are, archived ones and templates included. */
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

  /** The room with this id; throws a RangeError if there is none. */
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
    if (room.createdBy !== undefined) this.people.add(room.createdBy);
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

  /** Takes a room away; false if there was none. */
  remove(id: RoomId): boolean {
    this.touch();
    return this.#rooms.delete(id);
  }

  /** Drops the computed lists. Call it after changing a room without a method of this class. */
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
    const found = this.#folders.get(id);
    // Subfolders go with their room.
    return found !== undefined && this.#rooms.has(found.room.id) ? found : undefined;
  }

  /** The rooms that a key's account is shown for a query, in the order in which it is shown them. */
  list(key: ApiKey, query: RoomQuery): readonly Room[] {
    const name = JSON.stringify([key.key, query.searchArea, query.types, query.order]);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const rooms = this.#sorted(key, query).filter((room) => matches(key, room, query));
    this.#lists.set(name, rooms);
    return rooms;
  }

  #sorted(key: ApiKey, { order }: RoomQuery): readonly Room[] {
    const name = JSON.stringify(['sorted', key.account.id, order]);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const rooms = [...this.#rooms.values()].sort(comparator(key, order));
    this.#lists.set(name, rooms);
    return rooms;
  }
}
