import pMap from 'p-map';
import type { Activity } from '../rooms/activity.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import { listedActivity } from '../rooms/verdict.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import { type ActivityRules, countedListing, markUncertain } from './activity-rules.ts';
import type { Portal } from './client.ts';
import { readContents } from './contents.ts';
import { readHistory } from './history.ts';
import { isAnswered, isDenied, type Lookup, notesOn } from './lookup-notes.ts';
import { spread } from './spread.ts';

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

/**
 * Looks up the last activity of rooms that look inactive: from their history, or from their contents if they are on
 * third-party storage. If a room does not answer, the list decides about it, and its evidence says so.
 *
 * @throws PortalError if the portal itself is at fault
 */
export async function findLastActivities(
  portal: Portal,
  rooms: readonly Room[],
  { rules, concurrency, onProgress, listIds }: LookupOptions,
): Promise<LastActivities> {
  const lookups = new Map<Room, Lookup>();
  const of = (some: readonly Room[]) => some.flatMap((room) => lookups.get(room) ?? []);
  const lookUpAll = (some: readonly Room[]) =>
    pMap(
      some,
      async (room) => {
        lookups.set(room, await lookUp(portal, room, rules));
        onProgress(lookups.size);
      },
      { concurrency },
    );
  const confirmDeleted = async (list: () => Promise<ReadonlySet<RoomId> | null>) => {
    const missing = rooms.filter((room) => lookups.get(room)?.kind === 'not found');
    if (missing.length === 0) return;
    const listed = await list();
    for (const room of missing) lookups.set(room, resolveMissing(room, listed));
  };
  /** The list for all samples. */
  let listedOnce: Promise<ReadonlySet<RoomId> | null> | undefined;

  const isAnyAnswered = () => of(rooms).some(isAnswered);
  /** Asks about some rooms, spread over the list, until one answers, or until enough have failed. Deleted rooms are no failures. */
  const askSample = async (group: readonly Room[]) => {
    for (;;) {
      const failures = of(group).filter(({ kind }) => kind === 'failed').length;
      const waiting = group.filter((room) => !lookups.has(room));
      if (isAnyAnswered() || failures >= SAMPLE_SIZE || waiting.length === 0) return;
      const sample = spread(waiting, SAMPLE_SIZE - failures);
      await lookUpAll(sample);
      // If nothing answers, 404 may be the answer of an old portal, or of a proxy, to every such call.
      if (!isAnyAnswered()) {
        await confirmDeleted(() => {
          listedOnce ??= listedNow(listIds);
          return listedOnce;
        });
      }
    }
  };

  const own = rooms.filter((room) => !room.isThirdParty);
  const stored = rooms.filter((room) => room.isThirdParty);
  for (const group of [own, stored]) {
    // Both groups need the same scope.
    const isKeyDenied = () =>
      !isAnyAnswered() && (isDenied(of(own), SAMPLE_SIZE) || isDenied(of(group), SAMPLE_SIZE));
    if (!isKeyDenied()) await askSample(group);
    // Storages fail one by one: only a missing scope speaks for all of them.
    const isUseless = group === own ? !isAnyAnswered() : isKeyDenied();
    const rest = group.filter((room) => !lookups.has(room));
    if (isUseless) for (const room of rest) lookups.set(room, { kind: 'not asked' });
    else await lookUpAll(rest);
  }
  await confirmDeleted(() => listedNow(listIds));
  return {
    activities: new Map(rooms.map((room) => [room, activityOf(lookups.get(room), room, rules)])),
    notes: notesOn(of(own), of(stored), rules),
  };
}

async function lookUp(portal: Portal, room: Room, rules: ActivityRules): Promise<Lookup> {
  try {
    const activity = await (room.isThirdParty ? readContents : readHistory)(portal, room, rules);
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

/** A room that is still listed was not deleted: the call failed. Without a list, nothing is known to be deleted. */
function resolveMissing({ id }: Room, listed: ReadonlySet<RoomId> | null): Lookup {
  const isListed = listed === null || listed.has(id);
  return isListed ? { kind: 'failed', status: 404, forbidden: null } : { kind: 'deleted' };
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

function activityOf(lookup: Lookup | undefined, room: Room, rules: ActivityRules): Activity | null {
  if (lookup?.kind === 'deleted') return null;
  if (lookup?.kind === 'answered') return lookup.activity;
  // The list has only the date on which a third-party storage was connected.
  return room.isThirdParty
    ? markUncertain(countedListing(room, rules), 'storage not reachable')
    : listedActivity(room);
}
