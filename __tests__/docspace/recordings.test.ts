import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallKind, PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { readContents } from '../../src/docspace/contents.ts';
import { readHistory } from '../../src/docspace/history.ts';
import { lookUpRooms } from '../../src/docspace/room-lookup.ts';
import { createRoomReader, readRoomAnswer } from '../../src/docspace/schema.ts';
import type { ActivityRules } from '../../src/rooms/activity.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { connect } from '../support/clients.ts';
import { makeRoom } from '../support/factories.ts';

/** Every answer recorded from DocSpace 3.6.1, 3.7.2 and 3.8.0, read by the client over HTTP. */

const FOLDER = new URL('../fixtures/recorded/', import.meta.url);

interface Recording {
  readonly request?: { readonly method: string; readonly path: string };
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function recordingsIn(folder: string): [string, Recording][] {
  return readdirSync(new URL(folder, FOLDER))
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${folder}${file}`)
    .map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))]);
}

const first = new Map(recordingsIn('./').map(([name, recording]) => [name.replace('./', ''), recording]));
const later = new Map(['second/', '3.6.1/', '3.8.0/'].flatMap(recordingsIn));
const recordings = new Map([...first, ...later]);

let current: Recording = { status: 500, body: '' };
const server = createServer((_, response) => {
  const { 'content-type': type } = current.headers ?? {};
  const { body } = current;
  response.writeHead(current.status, type === undefined ? {} : { 'content-type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => server.close());

function portalThatAnswers(recording: Recording): Portal {
  current = recording;
  return connect({ url });
}

const KINDS: readonly (readonly [RegExp, CallKind])[] = [
  [/^files\/rooms(\?|$)/, 'rooms'],
  [/^files\/rooms\/\w+$/, 'room'],
  [/^files\/folder\/[^/]+\/log/, 'history'],
  [/^files\/fileops/, 'operations'],
  [/^files\/[^/]+(\?|$)/, 'contents'],
  [/^people\/@self/, 'self'],
  [/^people\/status\/terminated/, 'terminated'],
];

const RULES: ActivityRules = {
  isIgnored: () => false,
  ignoresSomebody: false,
  threshold: new Date('2026-11-15T22:16:10Z'),
};
const ROOM = makeRoom({ id: 1, lastUpdated: new Date('2026-09-26T22:13:33Z'), updatedBy: null });

/** What the client makes of a recording: a value in a few words, or the message of an error. */
async function read(name: string): Promise<string> {
  const recording = recordings.get(name);
  const { method = '', path: fullPath = '' } = recording?.request ?? {};
  const [path = '', query = ''] = fullPath.replace('/api/2.0/', '').split('?');
  const kind = method === 'GET' ? KINDS.find(([pattern]) => pattern.test(path))?.[1] : undefined;
  if (recording === undefined || kind === undefined) return 'not a call of this action';
  const portal = portalThatAnswers(recording);
  try {
    if (kind === 'history') {
      const activity = await readHistory(portal, ROOM, RULES);
      if (activity === null) return 'no evidence';
      return `${activity.what} at ${activity.at?.toISOString()}, ${activity.uncertainBecause}`;
    }
    if (kind === 'contents') {
      const activity = await readContents(portal, ROOM, RULES);
      return `${activity.what} at ${activity.at?.toISOString()}, ${activity.uncertainBecause}`;
    }
    const call: PortalCall = {
      kind,
      path,
      query: new URLSearchParams(query),
      scope: 'rooms:read',
      what: 'x',
    };
    const json = await portal.get(call);
    if (kind === 'room') {
      const [id = ''] = path.split('/').slice(-1);
      const options = {
        roomTypes: [],
        concurrency: 1,
        control: null,
        mayReadHistory: false,
        seesAllRooms: async () => null,
      };
      return `${(await lookUpRooms(portal, [id], options)).fates.get(id)} room`;
    }
    if (kind !== 'rooms') return 'JSON';
    const { rooms, total } = createRoomReader()(json, 'x');
    return `${rooms.length} of ${total} rooms`;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return `${error.status}, ${error.isRoomSpecific ? 'one room' : 'the portal'}, forbidden: ${error.forbidden}`;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  'contents-ai': 'stored files changed at 2026-09-26T22:13:34.000Z, null',
  'contents-deleted': '404, one room, forbidden: null',
  'contents-nested': 'stored files changed at 2026-11-23T22:14:40.000Z, null',
  'contents-noaccess': '403, one room, forbidden: account',
  'contents-nonexistent': '404, one room, forbidden: null',
  'contents-noscope': '403, one room, forbidden: scope',
  'contents-not-visible': '403, one room, forbidden: account',
  'contents-third-party-sbox-1': 'stored files changed at 2026-10-06T22:31:48.000Z, null',
  'contents-third-party-sbox-2': 'stored files changed at 2026-11-23T22:31:48.000Z, null',
  'contents-upload2d': 'stored files changed at 2026-11-23T22:15:07.000Z, null',
  'fileops-0': 'JSON',
  'fileops-1': 'JSON',
  'fileops-after-again': 'JSON',
  'fileops-third-party': 'JSON',
  'fileops-with-files-read': 'JSON',
  'fileops-with-rooms-write-alone': '403, the portal, forbidden: scope',
  'log-ai': 'room created at 2026-09-26T22:13:34.000Z, null',
  'log-archived': 'archived or restored at 2026-09-26T22:13:39.000Z, null',
  'log-beyond': 'null at 2026-09-26T22:13:33.000Z, history not readable',
  'log-count1': 'file copied at 2026-11-23T22:15:07.000Z, null',
  'log-count101': '400, one room, forbidden: null',
  'log-deleted': '404, one room, forbidden: null',
  'log-fields': 'file copied at 2026-11-23T22:15:07.000Z, null',
  'log-fromDate': 'file copied at 2026-11-23T22:15:07.000Z, null',
  'log-grouped-count1': 'file added at 2026-11-25T22:50:25.000Z, null',
  'log-grouped': 'file added at 2026-11-25T22:50:25.000Z, null',
  'log-noaccess': '403, one room, forbidden: account',
  'log-nokey': '401, the portal, forbidden: null',
  'log-nonexistent': '404, one room, forbidden: null',
  'log-noscope': '403, one room, forbidden: scope',
  'log-not-visible': '403, one room, forbidden: account',
  'log-of-archived': 'archived or restored at 2026-11-25T22:50:17.000Z, null',
  'log-old_empty': 'null at 2026-09-26T22:13:33.000Z, null',
  'log-string-id': '404, one room, forbidden: null',
  'log-upload2d': 'file copied at 2026-11-23T22:15:07.000Z, null',
  'people-terminated': 'JSON',
  'room-after': 'archived room',
  'room-archived': 'archived room',
  'room-deleted': '404, one room, forbidden: null',
  'room-get-vdr': 'active room',
  'room-get': 'active room',
  'room-not-visible': '403, one room, forbidden: account',
  'room-unarchived': 'active room',
  'room-with-link': 'active room',
  'rooms-badkey': '401, the portal, forbidden: null',
  'rooms-count-0': '400, the portal, forbidden: null',
  'rooms-count-101': '400, the portal, forbidden: null',
  'rooms-count-x': '400, the portal, forbidden: null',
  'rooms-garbagekey': '401, the portal, forbidden: null',
  'rooms-key-disabled': '401, the portal, forbidden: null',
  'rooms-key-files': '403, the portal, forbidden: scope',
  'rooms-key-full': '45 of 45 rooms',
  'rooms-key-global_read': '45 of 45 rooms',
  'rooms-key-nobearer': '401, the portal, forbidden: null',
  'rooms-key-people': '403, the portal, forbidden: scope',
  'rooms-key-rooms': '45 of 45 rooms',
  'rooms-key-two_padmin': '45 of 45 rooms',
  'rooms-key-two_plain': '0 of 0 rooms',
  'rooms-key-two_roomadmin': '5 of 5 rooms',
  'rooms-list-with-rooms-write-alone': '1 of 1006 rooms',
  'rooms-nokey': '401, the portal, forbidden: null',
  'rooms-page1-nofields': '45 of 45 rooms',
  'rooms-searchArea-1': '1 of 1 rooms',
  'rooms-searchArea-4': '0 of 0 rooms',
  'rooms-searchArea-7': '0 of 0 rooms',
  'rooms-searchArea-99': '400, the portal, forbidden: null',
  'rooms-start-beyond': '0 of 45 rooms',
  'rooms-start-negative': '400, the portal, forbidden: null',
  'rooms-third-party': '2 of 1006 rooms',
  'rooms-type-1-and-5': '3 of 3 rooms',
  'rooms-type-1': '1 of 1 rooms',
  'rooms-type-2': '1 of 1 rooms',
  'rooms-type-3': '400, the portal, forbidden: null',
  'rooms-type-5': '37 of 37 rooms',
  'rooms-type-6': '1 of 1 rooms',
  'rooms-type-8': '3 of 3 rooms',
  'rooms-type-9': '2 of 2 rooms',
  'self-full': 'JSON',
  'self-padmin': '403, the portal, forbidden: scope',
  'self-two': '403, the portal, forbidden: scope',
  'self-with-accounts': '403, the portal, forbidden: scope',
  'self-with-self-scope': 'JSON',
  self: 'JSON',
  'terminated-with-accounts-read': 'JSON',
  'terminated-without': '403, the portal, forbidden: scope',
};

/** Recordings of calls that this action never makes, or that only the archiving client makes. */
const OTHERS = [
  'archive-again',
  'archive-by-roomadmin-not-own',
  'archive-noscope',
  'archive-third-party',
  'archive-unknown',
  'archive-with-rooms-write',
  'archive',
  'create',
  'create2',
  'delete',
  'head-rooms',
  'links',
  'people-filter-terminated',
  'room-owner-terminated',
  'room-third-party-after',
  'root-html',
  'scopes',
  'share',
  'unarchive',
  'unknown-path',
  'user-3',
  'user-6',
  'user-terminated',
];

it('covers every recording', () => {
  expect([...first.keys()].toSorted()).toEqual([...Object.keys(EXPECTED), ...OTHERS].toSorted());
});

it.each(Object.entries(EXPECTED))('%s: %s', async (name, expected) => {
  expect(await read(name)).toBe(expected);
});

it.each(OTHERS)('%s is not read', async (name) => {
  expect(await read(name)).toBe('not a call of this action');
});

const ofOneRoom = /^(room|log|contents|scope-(room|log|contents))-/;

it.each([...later].filter(([name]) => !name.includes('storage-')))(
  '%s is read, or refused as it says',
  async (name, { status }) => {
    const result = await read(name);
    if (result === 'not a call of this action') return;
    const about = ofOneRoom.test(name.replace(/^.*\//, '')) && status !== 401 ? 'one room' : 'the portal';
    expect(result).toMatch(status === 200 ? /^(?!.*forbidden)/ : new RegExp(`^${status}, ${about}`));
  },
);

describe('a room that was taken over', () => {
  const ownedBy = (id: string, updated: string) =>
    makeRoom({ created: new Date('2025-01-01'), owner: { id, name: null }, lastUpdated: new Date(updated) });

  it.each([
    ['second/log-owner-changed-by-demotion', 'x', '2026-11-29T10:53:02Z', '2025-10-31T10:39:24.000Z'],
    ['3.8.0/log-R25', 'x', '2026-11-25T11:56:07Z', '2026-02-02T11:56:07.000Z'],
    [
      '3.6.1/log-R25',
      '894e22b4-90ee-4d8b-aca7-2ea813989f89',
      '2026-11-25T12:14:00Z',
      '2026-02-02T12:14:00.000Z',
    ],
  ])('%s: was last used when it was created', async (name, owner, updated, created) => {
    const portal = portalThatAnswers(recordings.get(name) as Recording);
    const activity = await readHistory(portal, ownedBy(owner, updated), RULES);
    expect(activity).toMatchObject({ evidence: 'history', what: 'room created', at: new Date(created) });
  });
});

it('a form that was opened to be filled in is in use by the date of the list alone', async () => {
  const { body } = recordings.get('second/room-form-draft-opened') as Recording;
  const room = readRoomAnswer(body, 'x');
  const portal = portalThatAnswers(recordings.get('second/log-form-draft-opened') as Recording);
  expect(await readHistory(portal, room, RULES)).toMatchObject({
    at: new Date('2026-11-29T11:17:30Z'),
    by: { name: 'Ulla User' },
  });
});

it.each(['second/log-of-deleted-account', '3.6.1/log-R16'])('%s names a deleted account', async (name) => {
  const portal = portalThatAnswers(recordings.get(name) as Recording);
  const room = makeRoom({ lastUpdated: new Date('2026-02-02T12:13:51Z') });
  expect((await readHistory(portal, room, RULES))?.by).toMatchObject({ name: null, isDeleted: true });
});
