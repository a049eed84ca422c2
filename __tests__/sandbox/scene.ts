import type {
  Account,
  EventSeed,
  FileSeed,
  Portal,
  PortalOptions,
  RoomId,
  RoomSeed,
  Version,
} from '../../sandbox/portal/index.ts';
import { type Json, objectsIn, type Recording } from './recordings.ts';
import { type Entry, holderOf, keyOf, person, shownAccounts } from './scene-people.ts';

/** A sandbox portal with what a recording shows: who asked, and the rooms, events, accounts and operations. */

function fileSeeds(entries: readonly Entry[] = []): FileSeed[] {
  return entries.map(({ id, title, created, updated, createdBy, updatedBy }) => {
    const made = created.startsWith('0001') ? updated : created;
    const by = { createdBy: person(createdBy), updatedBy: person(updatedBy) };
    return { id, title, created: made, updated, ...by };
  });
}

/** Members of a room that mean in the sandbox what they mean in an answer. */
const AS_SHOWN = [
  ...['id', 'title', 'created', 'updated', 'roomType', 'rootFolderType', 'tags', 'mute', 'lifetime'],
  ...['usedSpace', 'filesCount', 'foldersCount', 'providerKey', 'providerId'],
];

/** A room as the account `viewer` was shown it. */
function roomSeed(room: Entry, viewer: Account): RoomSeed {
  const isIn = room.createdBy.id !== viewer.id && room['inRoom'] === true;
  const isEditor = isIn && (room.security?.['EditRoom'] === true || room['usedSpace'] !== undefined);
  const isMember = isIn && !isEditor;
  const isShared = room['sharedForUser'] === true && !isIn;
  return {
    ...Object.fromEntries(AS_SHOWN.filter((name) => name in room).map((name) => [name, room[name]])),
    createdBy: person(room.createdBy),
    updatedBy: person(room.updatedBy),
    shared: room['shared'] === true,
    isLinkInternal: room['sharedExternal'] === false,
    pinnedBy: room['pinned'] ? [viewer.id] : [],
    managers: isEditor ? [viewer.id] : [],
    members: [...(isMember ? [viewer.id] : []), ...(isShared ? ['somebody'] : [])],
  };
}

function eventSeeds(entries: readonly Entry[]): EventSeed[] {
  return entries
    .flatMap((entry) => [entry, ...(entry.related ?? [])])
    .map(({ id, action, initiator, date, data }) => ({
      id: Number(id),
      action,
      by: person(initiator),
      at: date,
      data,
    }));
}

/** Rooms that are only counted: as many as a page had before it, and as the list had after it. */
function fillers(newer: number, older: number): RoomSeed[] {
  return Array.from({ length: Math.max(0, newer + older) }, (_, index) => ({
    id: 9_000_000 + index,
    created: '2020-01-01T00:00:00Z',
    updated: index < newer ? '2027-01-01T00:00:00Z' : '2020-01-01T00:00:00Z',
  }));
}

const isListing = (path: string): boolean => /\/files\/rooms(\?|$)/.test(path);
const logOf = ({ request }: Recording): number =>
  Number(/\/folder\/(\d+)\/log/.exec(request?.path ?? '')?.[1]);
const isWhole = (one: Json): one is Entry => one['createdBy'] !== undefined && one['roomType'] !== undefined;

/** The events of a room: those of the answer, and if it counts more, those of other recordings and made up ones. */
function logSeed(recording: Recording, set: Iterable<Recording>): RoomSeed {
  const id = logOf(recording);
  const { response, total = 0 } = recording.body as { response: Entry[]; total?: number };
  const events = new Map<number | undefined, EventSeed>();
  const add = (entries: unknown): void => {
    if (!Array.isArray(entries) || events.size >= total) return;
    const whole = (entries as Entry[]).filter(({ initiator }) => initiator !== undefined);
    for (const event of eventSeeds(whole)) if (!events.has(event.id)) events.set(event.id, event);
  };
  add(response);
  for (const other of set) if (logOf(other) === id) add((other.body as { response?: unknown }).response);
  while (events.size < total) events.set(-events.size, { verb: 'invite', at: '2020-01-01T00:00:00Z' });
  return { id, log: [...events.values()] };
}

/** The rooms that an answer shows, with their contents and their events. */
function shownRooms(recording: Recording, viewer: Account, set: Iterable<Recording>): RoomSeed[] {
  const { method = '', path = '' } = recording.request ?? {};
  const { response } = recording.body as { response?: unknown };
  if (recording.status !== 200 || response === undefined || method !== 'GET') return [];
  if (logOf(recording) > 0) return [logSeed(recording, set)];
  if (isListing(path)) {
    const { folders } = response as { folders: Json[] };
    return folders.map((room) =>
      isWhole(room) ? roomSeed(room, viewer) : { id: room['id'] as RoomId, members: [viewer.id] },
    );
  }
  const rooms = [...objectsIn(response)].filter(isWhole).map((room) => roomSeed(room, viewer));
  const { files, folders } = response as Record<string, Entry[]>;
  const contents = { files: fileSeeds(files), folders: fileSeeds(folders) };
  return path.includes('/fileops') || path.includes('/rooms/')
    ? rooms
    : rooms.map((room) => ({ ...room, ...contents }));
}

/** The room that a path names and the answer does not show: whose it is tells the answer. */
function namedRoom(
  { request, status, body }: Recording,
  viewer: Account,
  set: Iterable<Recording>,
): RoomSeed[] {
  const named = /\/files\/(?:rooms|folder)?\/?([\w-]*\d)(?:[/?]|$)/.exec(request?.path ?? '')?.[1];
  const message = JSON.stringify(body);
  if (named === undefined || status === 404 || message.includes('folder was not found')) return [];
  const id = /^\d+$/.test(named) ? Number(named) : named;
  const entries = [...set].flatMap((one) => [...objectsIn(one.body)].filter(isWhole));
  const shown = entries.find((one) => one.id === id);
  const type = { roomType: Number(shown?.['roomType'] ?? 5) };
  const isOthers = status === 403 && message.includes('"error"') && type.roomType !== 9;
  const isMember = isOthers && request?.method === 'PUT' && message.includes('Access denied');
  const owner = isOthers ? { id: 'other', displayName: 'Other' } : viewer;
  return [{ id, ...type, createdBy: owner, managers: [], members: isMember ? [viewer.id] : [] }];
}

/** A key that may do everything, of the account of the recorded one. */
const ARRANGER = 'arranger';

/** One recording with the portal that it was taken from. */
export interface Scene {
  readonly options: PortalOptions;
  readonly key: string;
  /** Brings the portal into the state before the request. */
  arrange(
    portal: Portal,
    send: (method: string, path: string, key: string, body: unknown) => Promise<unknown>,
  ): Promise<void>;
}

/** Rooms by id: what a later one says besides is added. */
function merged(seeds: readonly RoomSeed[]): RoomSeed[] {
  const byId = new Map<RoomId | undefined, RoomSeed>();
  for (const seed of seeds) {
    const known = byId.get(seed.id);
    const members = [...(known?.members ?? []), ...(known?.title === undefined ? (seed.members ?? []) : [])];
    byId.set(seed.id, { ...seed, ...known, members });
  }
  return [...byId.values()];
}

/**
 * What the sandbox needs to answer a recorded request as the portal did.
 *
 * @param set all recordings of that portal; its list of rooms is the rest of the portal
 */
export function sceneOf(name: string, set: ReadonlyMap<string, Recording>, version: Version): Scene {
  const recording = set.get(name) as Recording;
  const { path = '' } = recording.request ?? {};
  const key = keyOf(name, recording, set.values());
  const owner = holderOf('owner', set.values());
  const list = set.get('rooms-page') ?? set.get('rooms-page1-nofields');
  const own = shownRooms(recording, key.account, set.values());
  const named = own.length === 0 ? namedRoom(recording, key.account, set.values()) : [];
  const others = list === undefined || !isListing(path) ? [] : shownRooms(list, owner, set.values());
  const rooms = merged([...own, ...named, ...others]);
  const { response } = recording.body as { response?: { total?: number; folders?: unknown[] } };
  const start = Number(new URLSearchParams(path.split('?')[1]).get('startIndex') ?? 0);
  const isLarge = isListing(path) && own.length > 0 && (response?.total ?? 0) > rooms.length;
  const operations = path.includes('/fileops') && Array.isArray(response) ? (response as Json[]) : [];
  return {
    key: key.key,
    options: {
      version,
      now: () => new Date('2026-11-29T13:00:00Z'),
      offsetMinutes: 0,
      owner,
      people: shownAccounts(recording, key.account),
      keys: [key, { key: ARRANGER, scopes: ['*'], account: key.account, sees: 'all' }],
      rooms: isLarge ? [...rooms, ...fillers(start, (response?.total ?? 0) - rooms.length - start)] : rooms,
      operationMs: operations.some(({ finished }) => finished === false) ? 600_000 : 0,
      rateLimit: recording.status === 429 && { perMinute: 0, concurrent: 0 },
      // The recorded servers ran without their web client, and answer what is no call with 404.
      webClient: false,
      strict: false,
    },
    async arrange(portal, send) {
      for (const operation of operations) {
        const folders = (operation['folders'] ?? []) as Json[];
        const id = (folders.find(isWhole)?.id ?? portal.rooms.add({ createdBy: key.account }).id) as RoomId;
        const target = Number(folders[0]?.['rootFolderType'] ?? 20);
        // What was moved was in the other place before.
        const isThere = operation['finished'] === true && operation['processed'] === '0';
        portal.rooms.update(id, { rootFolderType: isThere === (target === 20) ? 20 : 14 });
        const verb = target === 20 ? 'archive' : 'unarchive';
        await send('PUT', `/api/2.0/files/rooms/${id}/${verb}`, ARRANGER, { deleteAfter: false });
      }
    },
  };
}
