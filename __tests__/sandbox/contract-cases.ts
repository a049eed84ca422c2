import type { Portal, PortalOptions, RoomSeed } from '../../sandbox/portal/index.ts';
import { EXTRA_ROOMS, OWNER, send } from './recorded.ts';

/** How each recorded answer is asked for again. */

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
export const put = (id: number | string, verb = 'archive') => ({
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

export const CASES: Readonly<Record<string, Case>> = {
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
export const NEVER_SENT: Readonly<Record<string, string>> = {
  create: 'makes a room',
  create2: 'makes a room',
  delete: 'deletes a room',
  'head-rooms': 'makes a room with a key that may not',
  links: 'lists the links of a room',
  share: 'lists the members of a room',
  scopes: 'lists the scopes that there are',
  'people-filter-terminated': 'lists disabled accounts in another way',
  'user-3': 'makes an account',
  'user-6': 'makes an account',
  'user-terminated': 'reads an account',
};
/** A room of a list without its request. */
export const WITHOUT_REQUEST = 'room-owner-terminated';
