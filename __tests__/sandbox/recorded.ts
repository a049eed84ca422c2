import { onTestFinished } from 'vitest';
import type { RecordedWorld } from '../../sandbox/portal/index.ts';
import {
  type Account,
  decodeHtml,
  type EventSeed,
  type FileSeed,
  loadWorld,
  type Portal,
  type PortalOptions,
  type RoomSeed,
  startPortal,
} from '../../sandbox/portal/index.ts';
import { type Json, readWorld, responseOf } from './recordings.ts';

/** A sandbox portal with the rooms, accounts and keys of the recorded one. */

interface WireEntry {
  id: number;
  title: string;
  action: { id: number; key: string };
  initiator: { id: string; displayName: string };
  createdBy: { id: string; displayName: string };
  date: string;
  created: string;
  updated: string;
  data: Json;
  related?: WireEntry[];
}

function person({ id, displayName }: { id: string; displayName: string }): Account {
  return { id, displayName: decodeHtml(displayName) };
}

/** The events of a recorded log, one by one. */
function eventsOf(name: string): EventSeed[] {
  const entries = responseOf(name) as unknown as WireEntry[];
  return entries
    .flatMap((entry) => [entry, ...(entry.related ?? [])])
    .map(({ id, action, initiator, date, data }) => ({ id, action, by: person(initiator), at: date, data }));
}

/** The recorded contents of a room. */
function contentsOf(name: string): Pick<RoomSeed, 'files' | 'folders'> {
  const { files, folders } = responseOf(name) as unknown as Record<string, WireEntry[]>;
  const seeds = (entries: WireEntry[] = []): FileSeed[] =>
    entries.map(({ id, title, created, updated, createdBy }) => {
      const made = created.startsWith('0001') ? updated : created;
      return { id, title, created: made, updated, createdBy: person(createdBy) };
    });
  return { files: seeds(files), folders: seeds(folders) };
}

const world = readWorld();
const listed = responseOf('rooms-page1-nofields') as unknown as { folders: RecordedWorld['rooms'] };
const self = responseOf('self-full') as { id: string; displayName: string };

export const OWNER: Account = { id: self.id, displayName: self.displayName, role: 'owner' };
const ROOM_ADMIN: Account = {
  id: '4db4a1b3-8ecd-447c-9c9a-fbfbd2eb0283',
  displayName: 'Roomadmin Test',
  role: 'roomAdmin',
};
const PORTAL_ADMIN: Account = { id: 'portal-admin', displayName: 'Padmin Test', role: 'admin' };
const PLAIN: Account = { id: 'plain', displayName: 'Plain Test', role: 'user' };
/** An account that was disabled after it had made a room. */
export const DISABLED: Account = {
  id: '588c8af9-cc19-41a2-b098-6f402585fdfd',
  displayName: "Zoë D'Arcy",
  role: 'roomAdmin',
  status: 'disabled',
};

const TWO = ['rooms:read', 'files:read'];
/** Scopes and account behind the names of keys in recordings, and behind those that a recording does not name. */
export const KEYS: Readonly<Record<string, { scopes: string[]; account?: Account; disabled?: boolean }>> = {
  full: { scopes: ['*'] },
  two: { scopes: TWO },
  rooms: { scopes: ['rooms:read'] },
  files: { scopes: ['files:read'] },
  global_read: { scopes: ['*:read'] },
  people: { scopes: ['accounts:read'] },
  disabled: { scopes: ['*'], disabled: true },
  two_padmin: { scopes: TWO, account: PORTAL_ADMIN },
  two_roomadmin: { scopes: TWO, account: ROOM_ADMIN },
  two_plain: { scopes: TWO, account: PLAIN },
  self_scope: { scopes: ['accounts.self:read'] },
  rooms_write: { scopes: ['rooms:write'] },
};

const CONTENTS: Readonly<Record<number, string>> = {
  122: 'contents-upload2d',
  134: 'contents-nested',
  159: 'contents-ai',
};

function onStorage(id: string, contents: string): RoomSeed {
  const made = id === 'sbox-1' ? '2026-09-26T22:32:02Z' : '2026-09-26T22:32:03Z';
  const dates = { created: made, updated: '2026-09-26T22:32:03Z', createdBy: OWNER };
  const title = id === 'sbox-1' ? 'T old' : 'T new';
  const provider = { providerKey: 'WebDav', providerId: id === 'sbox-1' ? 1 : 2 };
  return { id, title, roomType: 5, ...dates, ...provider, usedSpace: 0, ...contentsOf(contents) };
}

/** Rooms that were made for some recordings only. */
export const EXTRA_ROOMS = {
  archived: {
    id: 132,
    title: 'W archived60',
    roomType: 5,
    rootFolderType: 20,
    created: '2026-09-26T22:13:30Z',
    updated: '2026-09-26T22:13:39Z',
    createdBy: OWNER,
    usedSpace: 0,
    log: eventsOf('log-archived'),
  },
  toArchive: {
    id: 10137,
    title: 'Archive me',
    roomType: 5,
    created: '2026-11-25T22:50:16Z',
    createdBy: OWNER,
    usedSpace: 0,
    log: eventsOf('log-of-archived').slice(-1),
  },
  hidden: {
    id: 10138,
    title: 'Hidden',
    roomType: 5,
    created: '2026-11-25T22:50:24Z',
    createdBy: OWNER,
    log: eventsOf('log-grouped'),
  },
  ofDisabled: {
    id: 10141,
    title: 'R&D _of_ Jürgen _x_',
    roomType: 2,
    created: '2026-11-25T22:50:56Z',
    createdBy: DISABLED,
    managers: [],
  },
  scopes: {
    id: 10143,
    title: 'Scopes',
    roomType: 5,
    created: '2026-11-25T23:02:58Z',
    createdBy: OWNER,
    usedSpace: 0,
  },
  storage1: onStorage('sbox-1', 'contents-third-party-sbox-1'),
  storage2: onStorage('sbox-2', 'contents-third-party-sbox-2'),
} satisfies Record<string, RoomSeed>;

/** Options for a portal like the recorded one, at the time of the last recording. */
export function recordedOptions(extra: RoomSeed[] = []): PortalOptions {
  const { rooms, offsetMinutes } = loadWorld({ ...world, rooms: listed.folders });
  const withContents = rooms.map((room) => {
    const name = CONTENTS[Number(room.id)];
    return name === undefined ? room : { ...room, ...contentsOf(name) };
  });
  return {
    now: () => new Date('2026-11-25T23:05:00Z'),
    offsetMinutes,
    rooms: [...withContents, ...extra],
    owner: OWNER,
    keys: Object.entries(KEYS).map(([key, { account = OWNER, ...rest }]) => ({ key, account, ...rest })),
    // The recorded server ran without its web client, and answers what is no call with 404.
    webClient: false,
    strict: false,
  };
}

/** Starts a portal that stops with the test. */
export async function startRecorded(extra: RoomSeed[] = [], options: PortalOptions = {}): Promise<Portal> {
  const portal = await startPortal({ ...recordedOptions(extra), ...options });
  onTestFinished(() => portal.close());
  return portal;
}

/** Sends a request as one was recorded. The keys `none` and `nobearer` send no header, and one without Bearer. */
export async function send(portal: Portal, method: string, path: string, key: string, body?: unknown) {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (key === 'none') delete headers['authorization'];
  if (key === 'nobearer') headers['authorization'] = 'two';
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(new URL(path, portal.url), init);
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, text: await answer.text() };
}
