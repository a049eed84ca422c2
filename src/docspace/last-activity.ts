import pMap from 'p-map';
import {
  type Activity,
  type ActivityRules,
  countedListing,
  listedActivity,
  markUncertain,
  SOURCES,
  sourceOf,
} from '../rooms/activity.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { lookUpActivity } from './activity-readers.ts';
import { roomsCall } from './calls.ts';
import type { Portal } from './client.ts';
import {
  hasFailed,
  isAnswered,
  type Lookup,
  lacksScope,
  notesOn,
  type SourceLookups,
} from './lookup-notes.ts';
import { createRoomReader } from './schema.ts';

/** The last activities of rooms that looked inactive. */
export interface LastActivities {
  /** For each room its last activity; null if the room was deleted meanwhile. */
  readonly activities: ReadonlyMap<Room, Activity | null>;
  /** The rooms whose history or contents were read. */
  readonly answered: ReadonlySet<Room>;
  /** Warnings for the reader of the report, one line each, without text from the portal. */
  readonly notes: readonly string[];
}

export interface LookupOptions {
  readonly rules: ActivityRules;
  readonly concurrency: number;
  /** Called after each room, with the number of rooms that were asked about so far. */
  readonly onProgress: (done: number) => void;
  /** Whether the key may read histories and contents; null if that is not known. If not, nothing is asked. */
  readonly mayRead: boolean | null;
  /** Lists the ids of all rooms once more. */
  readonly listIds: () => Promise<ReadonlySet<RoomId>>;
}

/**
 * The first rooms that are asked about. If all of them fail, the key or the portal is at fault and the rest is skipped.
 * Single rooms may well fail: an account can list rooms that it may not open, and storages can be disconnected.
 */
const SAMPLE_SIZE = 20;
/** If this many rooms in a row fail, the list is asked whether the portal still answers at all. */
const MANY_FAILURES = 5;

/**
 * Looks up the last activity of rooms, each from its source. A room that is not answered is uncertain. Only if the key
 * cannot read its source at all, the list decides about it, and its evidence says so.
 *
 * @throws PortalError if the portal itself is at fault, or does not answer any more
 */
export async function findLastActivities(
  portal: Portal,
  rooms: readonly Room[],
  options: LookupOptions,
): Promise<LastActivities> {
  const lookups = new Lookups(portal, options);
  for (const source of SOURCES) {
    await lookups.askAll(rooms.filter((room) => sourceOf(room) === source));
  }
  await lookups.confirmDeleted();
  await lookups.confirmPortal();
  return lookups.conclude(rooms);
}

/** The rooms that were asked about, and what became of each. */
class Lookups {
  readonly #portal: Portal;
  readonly #options: LookupOptions;
  readonly #results = new Map<Room, Lookup>();
  /** How many look-ups in a row were not answered. */
  #failedInRow = 0;
  #isListAsked = false;

  constructor(portal: Portal, options: LookupOptions) {
    this.#portal = portal;
    this.#options = options;
  }

  /** Asks about the rooms of one source: first about some of them, and then about the others if it makes sense. */
  async askAll(rooms: readonly Room[]): Promise<void> {
    if (!this.#isUseless(rooms)) await this.#askSample(rooms);
    const rest = this.#waiting(rooms);
    if (!this.#isUseless(rooms)) await this.#ask(rest);
    else for (const room of rest) this.#results.set(room, { kind: 'not asked' });
  }

  /** Asks about rooms, spread over the list, until one answers or enough have failed. Deleted ones are no failures. */
  async #askSample(rooms: readonly Room[]): Promise<void> {
    let listed: ReadonlySet<RoomId> | null | undefined;
    let failures = 0;
    while (!this.#isAnyAnswered() && failures < SAMPLE_SIZE && this.#waiting(rooms).length > 0) {
      await this.#ask(spread(this.#waiting(rooms), SAMPLE_SIZE - failures));
      if (!this.#isAnyAnswered() && this.#missing().length > 0) {
        // If nothing answers, 404 may be the answer of a proxy to every such call.
        listed ??= await listedNow(this.#options.listIds);
        this.#resolveMissing(listed);
      }
      failures = rooms.filter((room) => this.#results.get(room)?.kind === 'failed').length;
    }
  }

  async #ask(rooms: readonly Room[]): Promise<void> {
    const { rules, concurrency, onProgress } = this.#options;
    const ask = async (room: Room) => {
      const lookup = await lookUpActivity(this.#portal, room, rules);
      this.#results.set(room, lookup);
      onProgress(this.#results.size);
      this.#failedInRow = isAnswered(lookup) ? 0 : this.#failedInRow + 1;
      if (this.#failedInRow === MANY_FAILURES) await this.#askList();
    };
    await pMap(rooms, ask, { concurrency });
  }

  /** @throws PortalError if the portal does not answer even this: then the cause is not the single room */
  async #askList(): Promise<void> {
    this.#isListAsked = true;
    const call = roomsCall({ count: 1, startIndex: 0, types: [] }, 1);
    createRoomReader()(await this.#portal.get(call), call.what);
  }

  /** Whether no other room of this source would be answered. */
  #isUseless([room]: readonly Room[]): boolean {
    if (room === undefined || this.#isAnyAnswered()) return false;
    const all = this.#bySource();
    const haveFailed = ({ lookups }: SourceLookups) => lookups.filter(hasFailed).length >= SAMPLE_SIZE;
    const source = sourceOf(room);
    return (
      this.#options.mayRead === false ||
      all.some((one) => haveFailed(one) && lacksScope(one, all, this.#options.mayRead)) ||
      all.some((one) => haveFailed(one) && one.source === source && source.failsAsAWhole)
    );
  }

  #isAnyAnswered(): boolean {
    return [...this.#results.values()].some(isAnswered);
  }

  #bySource(): SourceLookups[] {
    const all = [...this.#results];
    return SOURCES.map((source) => ({
      source,
      lookups: all.flatMap(([room, lookup]) => (sourceOf(room) === source ? [lookup] : [])),
    }));
  }

  #waiting(rooms: readonly Room[]): Room[] {
    return rooms.filter((room) => !this.#results.has(room));
  }

  #missing(): Room[] {
    return [...this.#results].flatMap(([room, { kind }]) => (kind === 'not found' ? [room] : []));
  }

  /** Asks the list once more about the rooms that were not found. */
  async confirmDeleted(): Promise<void> {
    if (this.#missing().length > 0) this.#resolveMissing(await listedNow(this.#options.listIds));
  }

  /** A room that is still listed was not deleted: the call failed. Without a list, nothing is known of it. */
  #resolveMissing(listed: ReadonlySet<RoomId> | null): void {
    for (const room of this.#missing()) {
      const failed = { kind: 'failed', forbidden: null } as const;
      const isDeleted = listed !== null && !listed.has(room.id);
      this.#results.set(room, isDeleted ? { kind: 'deleted' } : failed);
    }
  }

  /** If nothing was answered, it must be certain that the portal answers at all. */
  async confirmPortal(): Promise<void> {
    const hasOnlyFailed = !this.#isAnyAnswered() && [...this.#results.values()].some(hasFailed);
    if (hasOnlyFailed && !this.#isListAsked) await this.#askList();
  }

  conclude(rooms: readonly Room[]): LastActivities {
    const { rules, mayRead } = this.#options;
    const all = this.#bySource();
    const decidedByList = all.filter((one) => one.source.listMayDecide && lacksScope(one, all, mayRead));
    const activityOf = (room: Room): Activity | null => {
      const lookup = this.#results.get(room);
      if (lookup?.kind === 'deleted') return null;
      if (lookup?.kind === 'answered') return lookup.activity;
      const source = sourceOf(room);
      const doesListDecide =
        lookup?.kind === 'no evidence' || decidedByList.some((one) => one.source === source);
      return doesListDecide
        ? listedActivity(room)
        : markUncertain(countedListing(room, rules), source.ifSilent);
    };
    return {
      activities: new Map(rooms.map((room) => [room, activityOf(room)])),
      answered: new Set([...this.#results].flatMap(([room, one]) => (isAnswered(one) ? [room] : []))),
      notes: notesOn(all, mayRead, rules),
    };
  }
}

/** Null if the list cannot be read: the scan has a complete one and must not fail because of a second one. */
async function listedNow(listIds: LookupOptions['listIds']): Promise<ReadonlySet<RoomId> | null> {
  try {
    return await listIds();
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return null;
  }
}

/**
 * At most `count` items, evenly spread over the list, so that a few neighbors that are alike do not stand for all.
 */
export function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  const places = Array.from({ length: Math.min(count, items.length) }, (_, at) => Math.floor(at * step));
  return places.map((at) => items[at]).filter((item) => item !== undefined);
}
