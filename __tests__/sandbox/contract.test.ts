import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Portal, PortalOptions, RoomSeed } from '../../sandbox/portal/index.ts';
import {
  EXTRA_ROOMS,
  type Json,
  OWNER,
  type Recording,
  readRecording,
  recordingNames,
  startRecorded,
} from './recorded.ts';

/** The sandbox portal answers every recorded request as the recorded portal did. */

const { archived, toArchive, hidden, ofDisabled, scopes, storage1, storage2 } = EXTRA_ROOMS;

/** How one recording is played back. */
interface Case {
  /** Name of the key, if the recording does not say it; `none` and `nobearer` are no keys. */
  readonly key?: string;
  readonly rooms?: RoomSeed[];
  readonly options?: PortalOptions;
  /** Brings the portal into the state before the request. */
  readonly arrange?: (portal: Portal) => unknown;
}

const archivedAt = new Date('2026-11-25T22:50:17Z');
const restoredAt = new Date('2026-11-25T22:50:19Z');
const put = (id: number | string, verb = 'archive') => ({
  arrange: (portal: Portal) => send(portal, 'PUT', `/api/2.0/files/rooms/${id}/${verb}`, 'full', PUT_BODY),
});
const PUT_BODY = { deleteAfter: false };

/** Makes `count` rooms newer, and the others up to `total` older than those on third-party storage. */
function fillers(newer: number, older: number): RoomSeed[] {
  return Array.from({ length: newer + older }, (_, index) => ({
    id: 20_000 + index,
    created: '2026-01-01T00:00:00Z',
    updated: index < newer ? '2026-11-01T00:00:00Z' : '2026-02-01T00:00:00Z',
  }));
}

const CASES: Readonly<Record<string, Case>> = {
  archive: { rooms: [toArchive] },
  'archive-again': {
    rooms: [toArchive],
    arrange: ({ rooms }) => rooms.archive(10137, OWNER, archivedAt),
  },
  'archive-by-roomadmin-not-own': { rooms: [toArchive] },
  'archive-noscope': { rooms: [toArchive] },
  'archive-third-party': { key: 'full', rooms: [storage1] },
  'archive-unknown': {},
  'archive-with-rooms-write': { key: 'rooms_write', rooms: [scopes] },
  'contents-ai': {},
  'contents-deleted': {},
  'contents-nested': {},
  'contents-noaccess': {},
  'contents-nonexistent': {},
  'contents-noscope': {},
  'contents-not-visible': { rooms: [hidden] },
  'contents-third-party-sbox-1': { key: 'full', rooms: [storage1] },
  'contents-third-party-sbox-2': { key: 'full', rooms: [storage2] },
  'contents-upload2d': {},
  'fileops-0': { rooms: [toArchive], options: { operationMs: 60_000 }, ...put(10137) },
  'fileops-1': { rooms: [toArchive], ...put(10137) },
  'fileops-after-again': {
    rooms: [toArchive],
    arrange: async (portal) => {
      await put(10137).arrange(portal);
      // A finished operation is listed once.
      await send(portal, 'GET', '/api/2.0/files/fileops', 'full');
      await put(10137).arrange(portal);
    },
  },
  'fileops-third-party': {
    key: 'full',
    rooms: [scopes, storage1],
    arrange: async (portal) => {
      await put(10143).arrange(portal);
      await put('sbox-1').arrange(portal);
    },
  },
  'fileops-with-files-read': {
    key: 'files',
    rooms: [scopes],
    options: { operationMs: 60_000 },
    ...put(10143),
  },
  'fileops-with-rooms-write-alone': { key: 'rooms_write' },
  'log-ai': {},
  'log-archived': { rooms: [archived] },
  'log-beyond': {},
  'log-count1': {},
  'log-count101': {},
  'log-deleted': {},
  'log-fields': {},
  'log-fromDate': {},
  'log-grouped': { rooms: [hidden] },
  'log-grouped-count1': { rooms: [hidden] },
  'log-noaccess': {},
  'log-nokey': {},
  'log-nonexistent': {},
  'log-noscope': {},
  'log-not-visible': { rooms: [hidden] },
  'log-of-archived': {
    rooms: [toArchive],
    arrange: ({ rooms }) => rooms.archive(10137, OWNER, archivedAt),
  },
  'log-old_empty': {},
  'log-string-id': { rooms: [storage1] },
  'log-upload2d': {},
  'people-terminated': { key: 'full', rooms: [ofDisabled] },
  'room-after': {
    key: 'full',
    rooms: [scopes],
    arrange: ({ rooms }) => rooms.archive(10143, OWNER, new Date('2026-11-25T23:02:58Z')),
  },
  'room-archived': { rooms: [toArchive], arrange: ({ rooms }) => rooms.archive(10137, OWNER, archivedAt) },
  'room-deleted': {},
  'room-get': {},
  'room-get-vdr': {},
  'room-not-visible': { rooms: [hidden] },
  'room-third-party-after': {
    key: 'full',
    rooms: [storage1],
    arrange: ({ rooms }) => rooms.archive('sbox-1', OWNER, archivedAt),
  },
  'room-unarchived': {
    rooms: [toArchive],
    arrange: ({ rooms }) => {
      rooms.archive(10137, OWNER, archivedAt);
      rooms.unarchive(10137, OWNER, restoredAt);
    },
  },
  'room-with-link': {},
  'rooms-badkey': { key: 'sk-of-nobody' },
  'rooms-count-0': {},
  'rooms-count-101': {},
  'rooms-count-x': {},
  'rooms-garbagekey': { key: '%%%' },
  'rooms-key-disabled': {},
  'rooms-key-files': {},
  'rooms-key-full': {},
  'rooms-key-global_read': {},
  'rooms-key-nobearer': { key: 'nobearer' },
  'rooms-key-people': {},
  'rooms-key-rooms': {},
  'rooms-key-two_padmin': {},
  'rooms-key-two_plain': {},
  'rooms-key-two_roomadmin': {},
  'rooms-list-with-rooms-write-alone': { key: 'rooms_write', rooms: fillers(0, 961) },
  'rooms-nokey': {},
  'rooms-page1-nofields': {},
  'rooms-searchArea-1': { rooms: [archived] },
  'rooms-searchArea-4': {},
  'rooms-searchArea-7': {},
  'rooms-searchArea-99': {},
  'rooms-start-beyond': {},
  'rooms-start-negative': {},
  'rooms-third-party': { key: 'full', rooms: [storage1, storage2, ...fillers(310, 649)] },
  'rooms-type-1': {},
  'rooms-type-1-and-5': {},
  'rooms-type-2': {},
  'rooms-type-3': {},
  'rooms-type-5': {},
  'rooms-type-6': {},
  'rooms-type-8': {},
  'rooms-type-9': {},
  'root-html': {},
  scopes: {},
  self: {},
  'self-full': {},
  'self-padmin': {},
  'self-two': {},
  'self-with-accounts': { key: 'people' },
  'self-with-self-scope': { key: 'self_scope' },
  'terminated-with-accounts-read': { key: 'people', rooms: [ofDisabled] },
  'terminated-without': { key: 'two' },
  unarchive: { rooms: [toArchive], arrange: ({ rooms }) => rooms.archive(10137, OWNER, archivedAt) },
  'unknown-path': {},
};

/** Requests that set the recorded scene up or explored it. The action never sends them, so the sandbox refuses them. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  create: 'makes a room',
  create2: 'makes a room',
  delete: 'deletes a room',
  'head-rooms': 'makes a room with a key that may not',
  links: 'lists the links of a room',
  share: 'lists the members of a room',
  'people-filter-terminated': 'lists disabled accounts in another way',
  'user-3': 'makes an account',
  'user-6': 'makes an account',
  'user-terminated': 'reads an account',
};
/** A room of a list without its request. */
const WITHOUT_REQUEST = 'room-owner-terminated';

async function send(portal: Portal, method: string, path: string, key: string, body?: unknown) {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (key === 'none') delete headers['authorization'];
  if (key === 'nobearer') headers['authorization'] = 'two';
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(new URL(path, portal.url), init);
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, text: await answer.text() };
}

/** The path without `fields`, which kills a portal. It named only members that every answer has. */
function withoutFields(path: string): string {
  return path.replace(/[?&]fields=[^&]*/, '');
}

function contentType({ headers = {} }: Recording): string | null {
  return headers['content-type'] ?? null;
}

/** Members that the action does not read, and that the sandbox leaves out or writes in another way. */
const UNREAD: ReadonlySet<string> = new Set([
  ...['shareSettings', 'availableShareRights', 'security', 'viewAccessibility', 'accessibility'],
  ...['viewUrl', 'webUrl', 'thumbnailUrl', 'thumbnailStatus', 'formFillingStatus', 'editingBy'],
  ...['isShareable', 'rootRoomType', 'type', 'saveFormAsXLSX', 'sendFormToExternalDB', 'parentRoomType'],
  ...[
    'comment',
    'cover',
    'sharedBy',
    'theme',
    'listAdminModules',
    'loginEventId',
    'hasPersonalFolder',
    'stack',
    'traceId',
    'links',
  ],
]);
/** Members whose values are the recorded ones. */
const SAME_VALUE: ReadonlySet<string> = new Set([
  ...['title', 'roomType', 'rootFolderType', 'displayName', 'firstName', 'pinned', 'tags', 'inRoom'],
  ...[
    'shared',
    'sharedForUser',
    'sharedExternal',
    'lifetime',
    'usedSpace',
    'providerKey',
    'date',
    'key',
    'updated',
    'created',
  ],
  ...['total', 'count', 'startIndex', 'status', 'statusCode', 'message', 'hresult', 'errors', 'finished'],
  ...['processed', 'progress', 'error', 'isOwner', 'isAdmin', 'isRoomAdmin', 'isVisitor', 'isCollaborator'],
]);

/** The listed folder itself, which the action does not read, and dates of operations, which end at another time. */
const OTHER_VALUES = /^\.response(\.current\.|\[\d+\]\.folders.*\.(updated|created)$)/;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** Where an answer is not like the recorded one: a member is missing, of another type, or of another value. */
function differences(recorded: unknown, answered: unknown, path = ''): string[] {
  if (kindOf(recorded) !== kindOf(answered)) return [`${path}: ${kindOf(recorded)}, not ${kindOf(answered)}`];
  if (Array.isArray(recorded)) {
    const list = answered as unknown[];
    return recorded.flatMap((item, index) => {
      const other = counterpart(item, list, index);
      return other === undefined
        ? [`${path}[${index}] is missing`]
        : differences(item, other, `${path}[${index}]`);
    });
  }
  if (typeof recorded !== 'object' || recorded === null) return [];
  const other = answered as Json;
  return Object.entries(recorded).flatMap(([name, value]) => {
    if (UNREAD.has(name)) return [];
    const here = `${path}.${name}`;
    const isSame = JSON.stringify(value) === JSON.stringify(other[name]);
    const isCompared = SAME_VALUE.has(name) && !isObject(value) && !OTHER_VALUES.test(here);
    if (isCompared && !isSame) {
      return [`${here}: ${JSON.stringify(value)}, not ${JSON.stringify(other[name])}`];
    }
    return differences(value, other[name], here);
  });
}

/** The item of the answer with the same id, if there is one, or at the same place. */
function counterpart(item: unknown, list: readonly unknown[], index: number): unknown {
  const { id } = isObject(item) ? item : {};
  return list.find((other) => id !== undefined && isObject(other) && other['id'] === id) ?? list[index];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('the sandbox answers as recorded', () => {
  it.each(Object.entries(CASES))('%s', async (name, { key, rooms = [], options = {}, arrange }) => {
    const recording = readRecording(name);
    const { method = '', path = '', key: recordedKey, body } = recording.request ?? {};
    const portal = await startRecorded(rooms, options);
    await arrange?.(portal);
    const sent = method === 'GET' ? undefined : body;
    const answer = await send(portal, method, withoutFields(path), key ?? recordedKey ?? 'none', sent);
    expect([answer.status, answer.type]).toEqual([recording.status, contentType(recording)]);
    if (recording.body === '') expect(answer.text).toBe('');
    else expect(differences(recording.body, JSON.parse(answer.text))).toEqual([]);
    expect(portal.undocumented).toHaveLength(name === 'unknown-path' ? 1 : 0);
  });

  it(WITHOUT_REQUEST, async () => {
    const portal = await startRecorded([ofDisabled]);
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', 'full');
    const { folders } = (JSON.parse(text) as { response: { folders: Json[] } }).response;
    const room = folders.find(({ id }) => id === ofDisabled.id);
    expect(differences(readRecording(WITHOUT_REQUEST).body, room)).toEqual([]);
    expect(room).not.toHaveProperty('usedSpace');
  });

  it('in the recorded order: the pins of the account first, then the newest', async () => {
    const portal = await startRecorded();
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', 'full');
    const idsOf = (json: unknown) =>
      (json as { response: { folders: { id: number; updated: string }[] } }).response.folders;
    const answered = idsOf(JSON.parse(text)).map(({ updated }) => updated);
    const recorded = idsOf(readRecording('rooms-page1-nofields').body).map(({ updated }) => updated);
    expect(answered).toEqual(recorded);
  });

  it('every recording is one of these, or is never sent', () => {
    const known = [...Object.keys(CASES), ...Object.keys(NEVER_SENT), WITHOUT_REQUEST];
    expect(known.toSorted()).toEqual(recordingNames());
  });

  it.each(Object.entries(NEVER_SENT))('refuses %s, which %s', async (name) => {
    const { method = '', path = '', body } = readRecording(name).request ?? {};
    const portal = await startRecorded([], { strict: true });
    const answer = await send(portal, method, path, 'full', method === 'GET' ? undefined : body);
    expect([answer.status, portal.undocumented.length]).toEqual([418, 1]);
  });
});

it('finishes an operation after its time', async () => {
  const portal = await startRecorded([toArchive], { operationMs: 20 });
  await put(10137).arrange(portal);
  const finished = async () => {
    const { text } = await send(portal, 'GET', '/api/2.0/files/fileops', 'full');
    return (JSON.parse(text) as { response: Json[] }).response.map((operation) => operation['finished']);
  };
  expect(await finished()).toEqual([false]);
  expect(portal.rooms.need(10137).rootFolderType).toBe(14);
  while (portal.rooms.need(10137).rootFolderType === 14) await sleep(5);
  expect([await finished(), await finished()]).toEqual([[true], []]);
});
