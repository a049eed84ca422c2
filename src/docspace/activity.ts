import pMap from 'p-map';
import { MalformedAnswerError, PortalError } from '../errors.ts';
import { listedActivity } from '../rooms/judge.ts';
import type { Activity, Room, RoomId } from '../rooms/room.ts';
import type { Portal } from './client.ts';
import { contentsOf, isGone } from './contents.ts';
import { historyOf } from './history.ts';
import { countedListing, inDoubt, type Terms } from './terms.ts';

/** What looking into suspects brought to light. */
export interface Examination {
  /** For each suspect its last activity, or null for a room that was deleted meanwhile. */
  readonly activities: ReadonlyMap<Room, Activity | null>;
  /** What somebody should know about it, one line each. */
  readonly notes: readonly string[];
}

export interface ExaminationOptions {
  readonly terms: Terms;
  readonly concurrency: number;
  /** Told after each room, with how many are done. */
  readonly onProgress: (done: number) => void;
  /** The ids of all rooms that the portal lists now. */
  readonly listIds: () => Promise<ReadonlySet<RoomId>>;
}

/**
 * So many rooms without an answer from any: it is the key or the portal, not the room. A few may well be refused
 * alone, since an account may list rooms that it may not open.
 */
const MOST_SILENT = 20;
/** An old portal answers 404 for every history. */
const MOST_MISSING = 3;

/** Rooms of one kind of storage, and whether they answer at all. */
interface Witnesses {
  readonly rooms: readonly Room[];
  /** Null where the room is not found. */
  readonly testify: (
    portal: Portal,
    room: Room,
    terms: Terms,
    onAnswer: () => void,
  ) => Promise<Activity | null>;
  answered: boolean;
  readonly failures: Map<Room, PortalError>;
}

function isDenied({ answered, failures }: Witnesses): boolean {
  if (answered) return false;
  const missing = failures.values().filter(({ status }) => status === 404);
  return failures.size >= MOST_SILENT || [...missing].length >= MOST_MISSING;
}

/**
 * Asks for the last activity of rooms that look inactive: their log, or what is stored in them where it is on
 * third-party storage. A room that does not answer is left to the listing, and its evidence says so.
 *
 * @throws PortalError where the portal itself is in trouble
 */
export async function examine(
  portal: Portal,
  suspects: readonly Room[],
  { terms, concurrency, onProgress, listIds }: ExaminationOptions,
): Promise<Examination> {
  const activities = new Map<Room, Activity | null>();
  const own = witnesses(suspects, false, historyOf);
  const thirdParty = witnesses(suspects, true, contentsOf);
  const ask = async (room: Room) => {
    activities.set(room, await examineRoom(portal, room, terms, room.isThirdParty ? thirdParty : own));
    onProgress(activities.size);
  };
  // One by one until a room answers or all are taken to be refused, so that not every room is asked in vain. Spread
  // over the list, so that a few that are alike are not taken for all.
  for (const group of [own, thirdParty]) {
    for (const room of spread(group.rooms, MOST_SILENT))
      if (!group.answered && !isDenied(group)) await ask(room);
  }
  const rest = suspects.filter((room) => !activities.has(room));
  await pMap(rest, ask, { concurrency });
  // That a room is not found is believed only where the list does not hold it any more either: a portal, or a proxy
  // in front of it, that answers 404 to all calls but one would acquit every room.
  const gone = suspects.filter((room) => activities.get(room) === null);
  const listed = gone.length === 0 ? null : await listIds();
  for (const room of gone) {
    const group = room.isThirdParty ? thirdParty : own;
    if (room.id !== null && listed?.has(room.id) === true) activities.set(room, unheard(room, terms));
    else group.failures.delete(room);
  }
  return { activities, notes: notesOn(own, thirdParty) };
}

function witnesses(
  suspects: readonly Room[],
  isThirdParty: boolean,
  testify: Witnesses['testify'],
): Witnesses {
  const rooms = suspects.filter((room) => room.isThirdParty === isThirdParty);
  return { rooms, testify, answered: false, failures: new Map() };
}

async function examineRoom(
  portal: Portal,
  room: Room,
  terms: Terms,
  group: Witnesses,
): Promise<Activity | null> {
  if (isDenied(group)) return unheard(room, terms);
  try {
    return await group.testify(portal, room, terms, () => {
      group.answered = true;
    });
  } catch (error) {
    if (!isAboutRoom(error)) throw error;
    group.failures.set(room, error);
    // An old portal answers 404 for every history.
    const isMissing = error.status === 404 && !room.isThirdParty;
    return isMissing && (await isGone(portal, room, () => undefined)) ? null : unheard(room, terms);
  }
}

/** What is left to say of a room that does not answer: of third-party storage, the listing knows nothing. */
function unheard(room: Room, terms: Terms): Activity {
  return room.isThirdParty
    ? inDoubt(countedListing(room, terms), 'storage not reachable')
    : listedActivity(room);
}

function isAboutRoom(error: unknown): error is PortalError {
  return error instanceof MalformedAnswerError || (error instanceof PortalError && error.isAboutRoom);
}

/** At most one note for one cause: a key that may not read the history may not read contents either. */
function notesOn(own: Witnesses, thirdParty: Witnesses): string[] {
  const notes = noteOnHistory(own);
  return !own.answered && notes.length > 0 ? notes : [...notes, ...noteOnContents(thirdParty)];
}

function noteOnHistory({ answered, failures }: Witnesses): string[] {
  const [first] = failures.values();
  if (first === undefined) return [];
  if (answered) {
    return [
      `${failures.size} room(s) did not answer with their history (evidence: updated): the listing's own date decided, which most activity does not move.`,
    ];
  }
  return [
    `The history of rooms cannot be read, because ${whyNone(first)}. The listing's own date decided (evidence: updated), which most activity does not move: rooms may be called abandoned that are alive.`,
  ];
}

function noteOnContents({ answered, failures }: Witnesses): string[] {
  if (answered || !failures.values().some(({ status }) => status === 403)) return [];
  return [
    'No room on third-party storage can be looked into: the API key lacks the scope "files:read", or the storages have lost their authorization. These rooms are shown as unknown.',
  ];
}

function whyNone({ status }: PortalError): string {
  if (status === 403)
    return 'the API key lacks the scope "files:read", or its account may not open these rooms';
  if (status === 404) return 'the portal has no such call: its version is too old';
  return 'the portal answers the call with a fault';
}

/** Some items, evenly spread. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, at) => items[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}
