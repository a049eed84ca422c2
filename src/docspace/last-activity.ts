import pMap from 'p-map';
import {
  type Activity,
  type ActivityRules,
  countedListing,
  listedActivity,
  markUncertain,
  SOURCES,
  type SourceName,
  sourceOf,
} from '../rooms/activity.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import type { Portal } from './client.ts';
import { readContents } from './contents.ts';
import { readHistory } from './history.ts';
import { isAnswered, isDenied, type Lookup, notesOn } from './lookup-notes.ts';

/** The last activities of rooms that looked inactive. */
export interface LastActivities {
  /** For each room its last activity; null if the room was deleted meanwhile. */
  readonly activities: ReadonlyMap<Room, Activity | null>;
  /** Warnings for the reader of the report, one line each, without text from the portal. */
  readonly notes: readonly string[];
}

export interface LookupOptions {
  readonly rules: ActivityRules;
  readonly concurrency: number;
  /** Called after each room, with the number of rooms that were asked about so far. */
  readonly onProgress: (done: number) => void;
  /** Lists the ids of all rooms once more. */
  readonly listIds: () => Promise<ReadonlySet<RoomId>>;
}

/**
 * The first rooms that are asked about. If all of them fail, the key or the portal is at fault and the rest is skipped.
 * Single rooms may well fail: an account can list rooms that it may not open, and storages can be disconnected.
 */
const SAMPLE_SIZE = 20;

const READERS: Readonly<
  Record<SourceName, (portal: Portal, room: Room, rules: ActivityRules) => Promise<Activity | null>>
> = { history: readHistory, contents: readContents };

/**
 * Reads the last activity of a room from its source.
 *
 * @returns null if the source is no evidence, see `readHistory`
 * @throws PortalError if the source cannot be read
 */
export async function readActivity(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
): Promise<Activity | null> {
  return READERS[sourceOf(room).name](portal, room, rules);
}

/**
 * Looks up the last activity of rooms that look inactive, each from its source. If a room does not answer, the list
 * decides about it, and its evidence says so.
 *
 * @throws PortalError if the portal itself is at fault
 */
export async function findLastActivities(
  portal: Portal,
  rooms: readonly Room[],
  options: LookupOptions,
): Promise<LastActivities> {
  const lookups = new Lookups(portal, options);
  const groups = SOURCES.map((source) => rooms.filter((room) => sourceOf(room) === source));
  for (const group of groups) await lookups.askAll(group);
  await lookups.confirmDeleted();
  const [own = [], stored = []] = groups.map((group) => lookups.of(group));
  return {
    activities: new Map(rooms.map((room) => [room, lookups.activityOf(room)])),
    notes: notesOn(own, stored, options.rules),
  };
}

/** The rooms that were asked about, and what became of each. */
class Lookups {
  readonly #portal: Portal;
  readonly #options: LookupOptions;
  readonly #results = new Map<Room, Lookup>();
  /** The list for all samples. */
  #listed: ReadonlySet<RoomId> | null | undefined;

  constructor(portal: Portal, options: LookupOptions) {
    this.#portal = portal;
    this.#options = options;
  }

  of(rooms: Iterable<Room>): Lookup[] {
    return [...rooms].flatMap((room) => this.#results.get(room) ?? []);
  }

  /** Asks about rooms of one source, or about some of them if the others would not be answered either. */
  async askAll(group: readonly Room[]): Promise<void> {
    const isWhole = group[0] !== undefined && sourceOf(group[0]).failsAsAWhole;
    if (!this.#isDenied()) await this.#askSample(group);
    const isUseless = isWhole ? !this.#isAnyAnswered() : this.#isDenied();
    const rest = this.#waiting(group);
    if (!isUseless) await this.#ask(rest);
    else for (const room of rest) this.#results.set(room, { kind: 'not asked' });
  }

  /** Asks about some rooms, spread over the list, until one answers, or until enough have failed. Deleted rooms are no failures. */
  async #askSample(group: readonly Room[]): Promise<void> {
    for (;;) {
      const failures = this.of(group).filter(({ kind }) => kind === 'failed').length;
      const waiting = this.#waiting(group);
      if (this.#isAnyAnswered() || failures >= SAMPLE_SIZE || waiting.length === 0) return;
      await this.#ask(spread(waiting, SAMPLE_SIZE - failures));
      if (this.#isAnyAnswered() || this.#missing().length === 0) continue;
      // If nothing answers, 404 may be the answer of an old portal, or of a proxy, to every such call.
      if (this.#listed === undefined) this.#listed = await listedNow(this.#options.listIds);
      this.#resolveMissing(this.#listed);
    }
  }

  async #ask(rooms: readonly Room[]): Promise<void> {
    const { rules, concurrency, onProgress } = this.#options;
    const ask = async (room: Room) => {
      this.#results.set(room, await lookUp(this.#portal, room, rules));
      onProgress(this.#results.size);
    };
    await pMap(rooms, ask, { concurrency });
  }

  #waiting(group: readonly Room[]): Room[] {
    return group.filter((room) => !this.#results.has(room));
  }

  #isAnyAnswered(): boolean {
    return [...this.#results.values()].some(isAnswered);
  }

  /** Whether the key may not ask: all sources need the same scope. */
  #isDenied(): boolean {
    const asked = [...this.#results.keys()];
    return (
      !this.#isAnyAnswered() &&
      SOURCES.some((source) => {
        const rooms = asked.filter((room) => sourceOf(room) === source);
        return isDenied(this.of(rooms), SAMPLE_SIZE);
      })
    );
  }

  #missing(): Room[] {
    return [...this.#results].flatMap(([room, { kind }]) => (kind === 'not found' ? [room] : []));
  }

  /** Asks the list once more about the rooms that were not found. */
  async confirmDeleted(): Promise<void> {
    if (this.#missing().length > 0) this.#resolveMissing(await listedNow(this.#options.listIds));
  }

  /** A room that is still listed was not deleted: the call failed. Without a list, nothing is known to be deleted. */
  #resolveMissing(listed: ReadonlySet<RoomId> | null): void {
    for (const room of this.#missing()) {
      const isListed = listed === null || listed.has(room.id);
      this.#results.set(
        room,
        isListed ? { kind: 'failed', status: 404, forbidden: null } : { kind: 'deleted' },
      );
    }
  }

  activityOf(room: Room): Activity | null {
    const { rules } = this.#options;
    const lookup = this.#results.get(room);
    if (lookup?.kind === 'deleted') return null;
    if (lookup?.kind === 'answered') return lookup.activity;
    const { ifSilent } = sourceOf(room);
    return ifSilent === null ? listedActivity(room) : markUncertain(countedListing(room, rules), ifSilent);
  }
}

async function lookUp(portal: Portal, room: Room, rules: ActivityRules): Promise<Lookup> {
  try {
    const activity = await readActivity(portal, room, rules);
    return activity === null ? { kind: 'no evidence' } : { kind: 'answered', activity };
  } catch (error) {
    if (!isOfRoom(error)) throw error;
    return error.status === 404
      ? { kind: 'not found' }
      : { kind: 'failed', status: error.status, forbidden: error.forbidden };
  }
}

function isOfRoom(error: unknown): error is PortalError {
  return error instanceof MalformedAnswerError || (error instanceof PortalError && error.isRoomSpecific);
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
