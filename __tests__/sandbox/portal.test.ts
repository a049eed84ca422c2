import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ApiKey,
  DAY_MS,
  type FaultKind,
  HOSTILE_TITLES,
  PORTAL_OWNER,
  type Portal,
  type PortalOptions,
  type RoomId,
  type RoomSeed,
  startPortal,
  type Verb,
  type VerbDetails,
} from '../../sandbox/portal/index.ts';

/** For vi.waitFor, whose own limit of one second is too short for a busy machine. */
const PATIENT = { timeout: 60_000 };

/** The behaviour of the sandbox portal, checked over HTTP on loopback. */

const NOW = new Date('2026-06-01T12:00:00Z');
const AT = new Date('2026-05-30T08:00:00Z');
const ANN = { id: 'ann', displayName: 'Ann' };
const BEN = { id: 'ben', displayName: 'Ben' };
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

type Json = Record<string, unknown>;
interface Page {
  folders: (Json & { id: RoomId; title: string; updated: string })[];
  files: (Json & { updated: string })[];
  total: number;
  count: number;
  startIndex: number;
}

const open: Portal[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((portal) => portal.close()));
});

async function start(options: PortalOptions = {}): Promise<Portal> {
  const portal = await startPortal({ now: () => NOW, ...options });
  open.push(portal);
  return portal;
}

function ask(portal: Portal, path: string, key = portal.apiKey, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return fetch(`${portal.url}/api/2.0${path}`, { headers, redirect: 'manual', ...init });
}

async function body<T>(portal: Portal, path: string, key?: string): Promise<T> {
  const answer = await ask(portal, path, key);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

async function page(portal: Portal, query = '', key?: string): Promise<Page> {
  return (await body<{ response: Page }>(portal, `/files/rooms${query}`, key)).response;
}

const ids = ({ folders }: Page): RoomId[] => folders.map(({ id }) => id);
const rooms = (count: number): RoomSeed[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, updated: ago(index) }));

async function history(portal: Portal, id: number, query = '') {
  return await body<{
    response: (Json & { action: { key: string }; date: string })[];
    count: number;
    total: number;
  }>(portal, `/files/folder/${id}/log${query}`);
}

describe('listing rooms', () => {
  it('pages in the order of the last change, with the total of all that matched', async () => {
    const portal = await start({ rooms: rooms(5) });
    const first = await page(portal, '?count=2');
    const last = await page(portal, '?count=2&startIndex=4');
    expect(ids(first)).toEqual([1, 2]);
    expect(first).toMatchObject({ total: 5, count: 2, startIndex: 0 });
    expect(ids(last)).toEqual([5]);
    expect(last).toMatchObject({ total: 5, count: 1, startIndex: 4 });
    expect(ids(await page(portal, '?startIndex=5'))).toEqual([]);
    // A page that begins a little early still has the number of the page that it ends in.
    expect(portal.requests.map((request) => request.page)).toEqual([1, 3, 2]);
  });

  it('returns 100 rooms if the request has no count, in the documented envelope', async () => {
    const portal = await start({ rooms: rooms(101) });
    const { response, ...outer } = await body<{ response: Page }>(portal, '/files/rooms');
    expect(response.folders).toHaveLength(100);
    expect(response).toMatchObject({
      files: [],
      current: { id: 1, rootFolderType: 14 },
      pathParts: [{ id: 1, title: 'Rooms', folderType: 14 }],
      new: 0,
    });
    const links = [{ href: `${portal.url}/api/2.0/files/rooms`, action: 'GET' }];
    expect(outer).toEqual({ count: 1, links, status: 0, statusCode: 200 });
  });

  it('puts pinned rooms on top and ties in the order of their ids', async () => {
    const same = { created: ago(9), updated: ago(5) };
    const seeds = [
      { id: 3, ...same },
      { id: 'drive-1', ...same },
      { id: 2, ...same },
      { id: 9, updated: ago(90), pinned: true },
    ];
    expect(ids(await page(await start({ rooms: seeds })))).toEqual([9, 2, 3, 'drive-1']);
  });

  it('pages are not a snapshot: a room deleted between two pages hides another', async () => {
    const portal = await start({ rooms: rooms(4) });
    portal.onRequest((request, nth) => {
      if (request.page === 2 && nth === 2) portal.rooms.deleteRoom(1, ANN, AT);
    });
    const first = await page(portal, '?count=2');
    const second = await page(portal, '?count=2&startIndex=2');
    expect([...ids(first), ...ids(second)]).toEqual([1, 2, 4]);
    expect([first.total, second.total]).toEqual([4, 3]);
  });

  it('pages are not a snapshot: a room changed between two pages appears twice', async () => {
    const portal = await start({ rooms: rooms(4) });
    portal.onRequest(({ page: at }) => {
      if (at === 2) portal.rooms.upload(4, ANN, NOW);
    });
    const first = ids(await page(portal, '?count=2'));
    expect([...first, ...ids(await page(portal, '?count=2&startIndex=2'))]).toEqual([1, 2, 2, 3]);
  });

  const AREAS: [query: string, found: number[]][] = [
    ['', [1]],
    ['?searchArea=0', [1]],
    ['?searchArea=1', [2]],
    ['?searchArea=2', [1, 2]],
    ['?searchArea=4', [3]],
    ['?searchArea=5', [1]],
    ['?searchArea=7', []],
  ];
  it.each(AREAS)('shows with %j the rooms %j', async (query, found) => {
    const seeds = [14, 20, 30].map((rootFolderType, index) => ({
      id: index + 1,
      rootFolderType,
      updated: ago(index),
    }));
    expect(ids(await page(await start({ rooms: seeds }), query))).toEqual(found);
  });

  it('filters by every type that is named', async () => {
    const seeds = [1, 2, 5, 6, 8, 9].map((roomType) => ({ id: roomType, roomType, created: ago(1) }));
    const portal = await start({ rooms: seeds });
    const found = await page(portal, '?type=2&type=9');
    expect([ids(found), found.total]).toEqual([[2, 9], 2]);
  });

  it.each([
    ['count=101', 'count', 'The field Count must be between 1 and 100.'],
    ['count=0', 'count', 'The field Count must be between 1 and 100.'],
    ['count=x', 'count', "The value 'x' is not valid for Count."],
    ['searchArea=8', 'searchArea', "The value '8' is invalid."],
    ['type=3', 'type', "The value '3' is invalid."],
  ])('refuses %s with a 400 in problem+json', async (query, parameter, message) => {
    const answer = await ask(await start(), `/files/rooms?${query}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    const errors = { [parameter]: [message] };
    expect(await answer.json()).toMatchObject({ response: { status: 400, errors }, statusCode: 400 });
  });

  it('refuses a negative startIndex with a 400 in JSON', async () => {
    const answer = await ask(await start(), '/files/rooms?startIndex=-1');
    expect(answer.status).toBe(400);
    const error = { type: 'System.ArgumentOutOfRangeException', hresult: -2146233086 };
    expect(await answer.json()).toMatchObject({ error, status: 1, statusCode: 400 });
  });

  it('shows the rooms in the order that the account has chosen', async () => {
    const seeds = [
      { id: 1, title: 'B' },
      { id: 2, title: 'A', updated: ago(1) },
    ];
    const portal = await start({ rooms: seeds });
    expect(ids(await page(portal))).toEqual([1, 2]);
    portal.storedOrders.set(PORTAL_OWNER.id, { sortBy: 'AZ', sortOrder: 'ascending' });
    expect(ids(await page(portal))).toEqual([2, 1]);
  });

  it('dies of the parameter `fields`, as DocSpace 3.7.1 and 3.7.2 do, and comes back', async () => {
    const portal = await start({ rooms: rooms(1), restartMs: 200 });
    portal.faults.add({ match: { nth: 1 }, kind: 'hang' });
    const waiting = ask(portal, '/files/rooms').then(
      () => 'answered',
      () => 'closed',
    );
    await vi.waitFor(() => expect(portal.requests).toHaveLength(1), PATIENT);
    const fatal = await ask(portal, '/files/rooms?fields=folders.createdBy');
    expect([fatal.status, fatal.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await waiting).toBe('closed');
    expect((await ask(portal, '/files/1')).status).toBe(502);
    expect(portal.crashes).toBe(1);
    await vi.waitFor(async () => expect((await ask(portal, '/files/rooms')).status).toBe(200), PATIENT);
    portal.reset();
  });

  it.each([
    ['bareArray', (json: unknown) => json],
    ['responseArray', (json: unknown) => (json as { response: unknown }).response],
    ['rooms', (json: unknown) => (json as { response: { rooms: unknown } }).response.rooms],
    ['items', (json: unknown) => (json as { response: { items: unknown } }).response.items],
  ] as const)('can write the shape %s', async (shape, read) => {
    const portal = await start({ rooms: rooms(2), shape });
    expect(read(await body(portal, '/files/rooms'))).toMatchObject([{ id: 1 }, { id: 2 }]);
  });
});

describe('a room', () => {
  it('has its dates with seven digits and the offset, and no null members', async () => {
    const seed = { id: 1, created: '2026-03-02T12:21:16Z', updated: '2026-03-02T12:21:16Z' };
    const date = async (offsetMinutes: number) =>
      (await page(await start({ rooms: [seed], offsetMinutes }))).folders[0]?.updated;
    expect(await date(180)).toBe('2026-03-02T15:21:16.0000000+03:00');
    expect(await date(-210)).toBe('2026-03-02T08:51:16.0000000-03:30');
    expect(await date(0)).toBe('2026-03-02T12:21:16.0000000Z');
    const room = (await page(open[0] as Portal)).folders[0] as Json;
    expect(room).not.toHaveProperty('usedSpace');
    expect(room).not.toHaveProperty('providerKey');
    expect(Object.values(room)).not.toContain(null);
  });

  it('may have no date, the date of year 1, or the members of raw', async () => {
    const raw = { title: undefined, status: 'Archived' };
    const seeds = [
      { id: 1, created: null, updated: null },
      { id: 2, created: 'never', updated: 'never' },
      { id: 3, raw },
    ];
    const { folders } = await page(await start({ rooms: seeds }));
    const [third, second, first] = folders;
    expect(first).not.toHaveProperty('updated');
    expect(first).not.toHaveProperty('created');
    expect(second?.updated).toBe('0001-01-01T00:00:00.0000000Z');
    expect(third).toMatchObject({ id: 3, status: 'Archived' });
    expect(third).not.toHaveProperty('title');
  });

  it('is never updated before it was created', async () => {
    const portal = await start({ rooms: [{ created: ago(1), updated: ago(5) }], offsetMinutes: 0 });
    expect((await page(portal)).folders[0]?.updated).toBe('2026-05-31T12:00:00.0000000Z');
  });
});

describe('keys', () => {
  const key = (patch: Partial<ApiKey>): ApiKey => ({
    key: 'k',
    scopes: ['*'],
    account: ANN,
    sees: 'all',
    ...patch,
  });

  it.each([
    ['no key', {}, {}],
    ['another scheme', {}, { authorization: 'Basic k' }],
    ['a wrong key', {}, { authorization: 'Bearer other' }],
    ['a disabled key', { disabled: true }, { authorization: 'Bearer k' }],
    ['an expired key', { expired: true }, { authorization: 'Bearer k' }],
  ])('answers %s with 401', async (_name, patch, headers) => {
    const portal = await start({ keys: [key(patch)] });
    const answer = await ask(portal, '/files/rooms', 'k', { headers });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([401, null, '']);
  });

  const CALLS = ['/files/rooms', '/files/1', '/files/folder/1/log', '/people/@self'];
  it.each([
    ['*', [200, 200, 200, 200]],
    ['rooms:read', [200, 403, 403, 403]],
    ['rooms:write', [200, 403, 403, 403]],
    ['files:read', [403, 200, 200, 403]],
    ['accounts.self:read', [403, 403, 403, 200]],
    ['accounts:read', [403, 403, 403, 403]],
    ['*:read', [200, 200, 200, 200]],
    ['*:write', [200, 403, 403, 403]],
  ])('lets the scope %s do %j', async (scope, statuses) => {
    const portal = await start({ rooms: rooms(1), keys: [key({ scopes: [scope] })] });
    const answers = await Promise.all(CALLS.map((path) => ask(portal, path)));
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('shows an account the rooms it owns or was invited to, and refuses the others', async () => {
    const seeds = [{ id: 1 }, { id: 2, createdBy: ANN }, { id: 3 }, { id: 4 }];
    const portal = await start({ rooms: seeds, keys: [key({ sees: [3] })] });
    expect(ids(await page(portal))).toEqual([2, 3]);
    portal.rooms.invite(4, BEN, AT, { member: ANN });
    expect(ids(await page(portal))).toEqual([2, 3, 4]);
    portal.rooms.removeMember(4, BEN, AT, { member: ANN });
    expect(await page(portal)).toMatchObject({ total: 2 });
    for (const path of ['/files/1', '/files/rooms/1', '/files/folder/1/log']) {
      const answer = await ask(portal, path);
      expect(answer.status).toBe(403);
      const type = path.endsWith('log') ? /SecurityException$/ : /InvalidOperationException$/;
      expect(await answer.json()).toMatchObject({ error: { type: expect.stringMatching(type) } });
    }
  });

  it('returns the account of the key', async () => {
    const portal = await start({ keys: [key({})] });
    expect(await body(portal, '/people/@self')).toMatchObject({ response: ANN });
  });
});

describe('addresses', () => {
  it('lie under the base path, and anything else is a page in HTML', async () => {
    const portal = await start({ basePath: '/portal', rooms: rooms(1) });
    expect(portal.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/portal$/);
    expect(await page(portal)).toMatchObject({ total: 1 });
    const other = await fetch(new URL('/api/2.0/files/rooms', portal.url));
    expect([other.status, other.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
  });

  it('answer 418 if they are no documented call, and fail the closing of the portal', async () => {
    const portal = await start({ rooms: rooms(1) });
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await ask(portal, '/files/rooms', undefined, { method })).status).toBe(418);
    }
    const calls = [
      ...['/files/rooms/1/archive', '/nothing/here', '/files/rooms?sortBy=AZ', '/files/1?filterType=1'],
      ...['/files/rooms?count=1&count=2', '/files/rooms/1?count=1'],
    ];
    for (const path of calls) expect((await ask(portal, path)).status).toBe(418);
    const empty = { method: 'PUT', body: '{}' };
    expect((await ask(portal, '/files/rooms/1/archive', undefined, empty)).status).toBe(418);
    expect(portal.undocumented).toHaveLength(10);
    expect(portal.undocumented).toContain(
      'GET /api/2.0/files/rooms?sortBy=AZ: no documented parameter "sortBy"',
    );
    await page(portal, '?count=1&startIndex=0&searchArea=0&type=1&type=2');
    expect(portal.undocumented).toHaveLength(10);
    open.splice(open.indexOf(portal), 1);
    await expect(portal.close()).rejects.toThrow('no documented parameter "sortBy"');
  });

  it('answer as the real portal does if the portal is not strict', async () => {
    const portal = await start({ rooms: rooms(1), strict: false, webClient: false });
    expect((await ask(portal, '/files/rooms?sortBy=AZ')).status).toBe(200);
    expect((await ask(portal, '/files/rooms', undefined, { method: 'DELETE' })).status).toBe(405);
    expect((await ask(portal, '/nothing/here')).status).toBe(404);
    expect((await fetch(portal.url)).status).toBe(404);
    expect(portal.undocumented).toHaveLength(3);
  });
});

describe('contents', () => {
  const seed: RoomSeed = {
    id: 'sbox-4-a/b c',
    updated: ago(400),
    files: [{ updated: ago(3) }, { updated: ago(2) }],
    folders: [{ id: 'sbox-4-inner', updated: ago(9), files: [{ updated: ago(1) }] }],
  };

  it('of a room and its subfolders carry the newest dates of a third-party room', async () => {
    const portal = await start({ rooms: [seed], offsetMinutes: 0 });
    const read = async (id: string, query = '') =>
      (await body<{ response: Page }>(portal, `/files/${encodeURIComponent(id)}${query}`)).response;
    const top = await read('sbox-4-a/b c');
    expect(top).toMatchObject({ total: 3, folders: [{ id: 'sbox-4-inner', filesCount: 1 }] });
    expect(top.files.map(({ updated }) => updated.slice(0, 10))).toEqual(['2026-05-30', '2026-05-29']);
    expect((await read('sbox-4-inner')).files).toMatchObject([{ updated: '2026-05-31T12:00:00.0000000Z' }]);
    expect(await read('sbox-4-a/b c', '?count=1&startIndex=1')).toMatchObject({
      folders: [],
      files: [{}],
      total: 3,
    });
  });

  it.each([
    ['unauthorized', 403],
    ['disconnected', 500],
  ] as const)('of a storage that is %s answer %i', async (storage, status) => {
    const portal = await start({ rooms: [{ id: 'drive-1', storage }] });
    expect(await page(portal)).toMatchObject({ total: 1 });
    expect((await ask(portal, '/files/drive-1')).status).toBe(status);
  });

  it('of an unknown folder answer 404, and a wrong count 400', async () => {
    const portal = await start({ rooms: rooms(1) });
    expect((await ask(portal, '/files/77')).status).toBe(404);
    expect((await ask(portal, '/files/drive-7')).status).toBe(404);
    expect((await ask(portal, '/files/1?count=101')).status).toBe(400);
  });
});

describe('history', () => {
  it('is newest first, paged, and bounded by dates', async () => {
    const log = [5, 1, 3].map((days) => ({ verb: 'invite' as const, at: ago(days), by: ANN }));
    const portal = await start({ rooms: [{ id: 1, log }], offsetMinutes: 0 });
    const all = await history(portal, 1);
    expect(all.response.map(({ date }) => date.slice(8, 10))).toEqual(['31', '29', '27']);
    expect(all).toMatchObject({ count: 3, total: 3, status: 0, statusCode: 200 });
    expect(all.response[0]).toMatchObject({
      action: { id: 5085, key: 'RoomCreateUser' },
      initiator: ANN,
      data: {},
      related: [],
    });
    expect(await history(portal, 1, '?count=1&startIndex=2')).toMatchObject({
      count: 1,
      total: 3,
      response: [{ date: '2026-05-27T12:00:00.0000000Z' }],
    });
    const between = `?fromDate=${ago(4).toISOString()}&toDate=${ago(2).toISOString()}`;
    expect(await history(portal, 1, between)).toMatchObject({ total: 1 });
    expect((await ask(portal, '/files/folder/1/log?count=101')).status).toBe(400);
    expect((await ask(portal, '/files/folder/1/log?fromDate=yesterday')).status).toBe(400);
  });

  it('exists for numeric ids only, and not at all on an old portal', async () => {
    const seeds = [{ id: 1 }, { id: 'drive-1' }];
    const portal = await start({ rooms: seeds });
    expect((await ask(portal, '/files/folder/drive-1/log')).status).toBe(404);
    expect((await ask(portal, '/files/folder/2/log')).status).toBe(404);
    expect((await ask(await start({ rooms: seeds, history: false }), '/files/folder/1/log')).status).toBe(
      404,
    );
  });
});

/** What leaves a trace in a room, row by row. */
const MOVES: [
  verb: Exclude<Verb, 'deleteRoom' | 'createRoom' | 'createAgent' | 'expireFile'>,
  moves: boolean,
  logged: boolean,
  details?: VerbDetails,
][] = [
  ['upload', true, true],
  ['copyIn', true, true],
  ['saveFile', true, true],
  ['updateFile', true, false],
  ['restoreVersion', true, true],
  ['setLifetime', true, true],
  ['rename', true, true, { title: 'New title' }],
  ['editSettings', true, true],
  ['archive', true, true],
  ['unarchive', true, true],
  ['createFolder', false, true],
  ['deleteFile', false, true],
  ['moveOut', false, true],
  ['invite', false, true, { member: BEN }],
  ['removeMember', false, true, { member: BEN }],
  ['changeRole', false, true, { member: BEN }],
  ['makeLink', false, true],
  ['revokeLink', false, true],
  ['addTag', false, true, { tag: 'keep' }],
  ['renameFile', false, true],
  ['lockFile', false, true],
  ['reorder', false, true],
  ['renameLink', false, true],
  ['changeOwner', true, true, { owner: BEN }],
  ['openForm', false, true],
  ['fillForm', false, true],
  ['completeForm', false, true],
  ['comment', false, false],
  ['setQuota', false, false],
  ['pin', false, false],
  ['chat', false, false],
  ['readFile', false, false],
  ['download', false, false],
];

describe('activity in a room', () => {
  const OLD = '2026-02-21T12:00:00.0000000Z';
  const NEW = '2026-05-30T08:00:00.0000000Z';
  const seed = {
    created: ago(200),
    updated: ago(100),
    files: [{ updated: ago(100) }],
    createdBy: ANN,
    log: [],
  };

  it.each(MOVES)('%s: moves updated %s, is logged %s', async (verb, moves, logged, details) => {
    const portal = await start({ rooms: [{ ...seed, id: 1 }], offsetMinutes: 0 });
    portal.rooms[verb](1, BEN, AT, details);
    const room = (await page(portal, '?searchArea=2')).folders[0];
    expect(room?.updated).toBe(moves ? NEW : OLD);
    expect(room?.['updatedBy']).toMatchObject(moves ? BEN : ANN);
    const { response } = await history(portal, 1);
    expect(response.map(({ date, initiator }) => ({ date, initiator }))).toMatchObject(
      logged ? [{ date: NEW, initiator: BEN }] : [],
    );
  });

  it.each(
    MOVES.flatMap((move) => [
      { move, room: { id: 'drive-1' } },
      { move, room: { id: 7, providerKey: 'WebDav' } },
    ]),
  )(
    '$move.0: moves and logs nothing on third-party storage, with the id $room.id',
    async ({ move: [verb, , , details], room }) => {
      const portal = await start({ rooms: [{ ...seed, ...room }], offsetMinutes: 0 });
      portal.rooms[verb](room.id, BEN, AT, details);
      expect((await page(portal, '?searchArea=2')).folders[0]).toMatchObject({
        updated: OLD,
        providerItem: true,
      });
      expect(portal.rooms.get(room.id)?.log).toEqual([]);
      const contents = await body<{ response: Page }>(portal, `/files/${room.id}`);
      const newest = [...contents.response.files, ...contents.response.folders].map(({ updated }) => updated);
      const changes = [
        'upload',
        'copyIn',
        'saveFile',
        'updateFile',
        'restoreVersion',
        'createFolder',
      ].includes(verb);
      expect(newest.includes(NEW)).toBe(changes);
    },
  );

  it.each(['drive-1', 7])('of third-party storage with the id %s has no log to begin with', async (id) => {
    const log = [{ verb: 'invite' as const, at: ago(1) }];
    const portal = await start({
      rooms: [
        { id, providerKey: 'Box', log },
        { id: 8, log },
      ],
    });
    expect(portal.rooms.get(id)?.log).toEqual([]);
    expect(portal.rooms.get(8)?.log).toHaveLength(1);
  });

  it('shows: the title, the tag, the owner, the archive', async () => {
    const portal = await start({ rooms: [{ ...seed, id: 1 }] });
    portal.rooms.rename(1, BEN, AT, { title: 'New title' });
    portal.rooms.addTag(1, BEN, AT, { tag: 'keep' });
    portal.rooms.changeOwner(1, BEN, AT, { owner: BEN });
    portal.rooms.archive(1, BEN, AT);
    const archived = (await page(portal, '?searchArea=1')).folders;
    expect(archived).toMatchObject([
      { title: 'New title', tags: ['keep'], createdBy: BEN, rootFolderType: 20 },
    ]);
    expect(await page(portal)).toMatchObject({ total: 0 });
    portal.rooms.unarchive(1, BEN, AT);
    expect(await page(portal)).toMatchObject({ total: 1, folders: [{ rootFolderType: 14 }] });
  });

  it('moves every folder above an uploaded file, and none above a deleted one', async () => {
    const folders = [{ id: 50, updated: ago(100), folders: [{ id: 51, updated: ago(100) }] }];
    const portal = await start({ rooms: [{ ...seed, id: 1, files: [], folders }], offsetMinutes: 0 });
    const inner = async (id: number) =>
      (await body<{ response: Page }>(portal, `/files/${id}`)).response.folders;
    const fileId = portal.rooms.upload(1, BEN, AT, { folderId: 51 });
    expect(await inner(1)).toMatchObject([{ id: 50, updated: NEW }]);
    expect(await inner(50)).toMatchObject([{ id: 51, updated: NEW, filesCount: 1 }]);
    portal.rooms.deleteFile(1, BEN, NOW, { fileId });
    expect(await inner(50)).toMatchObject([{ id: 51, updated: NEW, filesCount: 0 }]);
  });

  it('makes rooms and takes them away', async () => {
    const portal = await start({ offsetMinutes: 0 });
    const id = portal.rooms.createRoom(undefined, ANN, AT, { title: 'Made' });
    expect((await page(portal)).folders).toMatchObject([
      { id, title: 'Made', created: NEW, updated: NEW, createdBy: ANN },
    ]);
    expect((await history(portal, id as number)).response).toMatchObject([
      { action: { key: 'RoomCreated' } },
    ]);
    portal.rooms.deleteRoom(id, ANN, AT);
    expect(await page(portal)).toMatchObject({ total: 0 });
    expect((await ask(portal, `/files/${id}`)).status).toBe(404);
    expect(() => portal.rooms.upload(id, ANN, AT)).toThrow(RangeError);
  });

  it("deletes files at the end of their lifetime in the name of the room's maker", async () => {
    const portal = await start({ rooms: [{ ...seed, id: 1 }], offsetMinutes: 0 });
    portal.rooms.expireFile(1, BEN, AT);
    expect((await page(portal)).folders[0]?.updated).toBe(OLD);
    expect((await history(portal, 1)).response).toMatchObject([
      { action: { key: 'FileMovedToTrash' }, initiator: ANN },
    ]);
  });
});

describe('faults', () => {
  async function faulty(kind: FaultKind): Promise<Portal> {
    const portal = await start({ rooms: rooms(3) });
    portal.faults.add({ kind });
    return portal;
  }

  it.each([
    [400, 'problem+json'],
    [401, ''],
    [402, 'json'],
    [403, 'json'],
    [404, 'json'],
    [429, ''],
    [500, 'json'],
    [502, 'html'],
    [503, 'html'],
    [504, 'html'],
  ] as const)('answers %i in %s, once', async (status, type) => {
    const portal = await faulty({ status });
    const answer = await ask(portal, '/files/rooms');
    expect([answer.status, answer.headers.get('content-type') ?? '']).toEqual([
      status,
      expect.stringContaining(type),
    ]);
    const text = await answer.text();
    if (type.endsWith('json')) expect(JSON.parse(text)).toMatchObject({ status: 1, statusCode: status });
    // Every error in plain JSON comes with a stack trace.
    expect(text.includes('at ASC.')).toBe(type === 'json');
    expect(await page(portal)).toMatchObject({ total: 3 });
    expect(portal.requests.map((request) => request.status)).toEqual([status, 200]);
  });

  it('redirects, and answers with other bodies and headers', async () => {
    const moved = await ask(await faulty({ status: 308, location: 'http://127.0.0.1:1/' }), '/files/rooms');
    expect([moved.status, moved.headers.get('location')]).toEqual([308, 'http://127.0.0.1:1/']);
    const bare = await ask(await faulty({ status: 401, body: 'empty' }), '/files/rooms');
    expect([bare.status, await bare.text()]).toEqual([401, '']);
    const busy = await ask(await faulty({ status: 503, headers: { 'Retry-After': '7' } }), '/files/rooms');
    expect(busy.headers.get('retry-after')).toBe('7');
    const other = await ask(await faulty({ json: [1] }), '/files/rooms');
    expect(await other.json()).toEqual([1]);
    const bytes = await ask(await faulty({ bytes: '\ufeff{}' }), '/files/rooms');
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(Buffer.from('\ufeff{}'));
  });

  it.each(['html200', 'empty200', 'notJson', 'truncatedJson'] as const)(
    '%s is a 200 without JSON',
    async (kind) => {
      const answer = await ask(await faulty(kind), '/files/rooms');
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      expect(text.startsWith('{"response"')).toBe(kind === 'truncatedJson');
    },
  );

  it('cut breaks in the middle of the body, reset before it', async () => {
    const answer = await ask(await faulty('cut'), '/files/rooms');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    const portal = await faulty('reset');
    await expect(ask(portal, '/files/rooms')).rejects.toThrow('fetch failed');
    expect(portal.requests).toMatchObject([{ status: 0 }]);
  });

  it('hang answers nothing until the portal is closed', async () => {
    const portal = await faulty('hang');
    const never = ask(portal, '/files/rooms');
    const failed = expect(never).rejects.toThrow('fetch failed');
    expect(await page(portal)).toMatchObject({ total: 3 });
    await portal.close();
    await failed;
  });

  it('slowBody arrives whole', async () => {
    const answer = await ask(await faulty({ slowBody: 0, chunkBytes: 500 }), '/files/rooms');
    expect(await answer.json()).toMatchObject({ response: { total: 3 } });
  });

  it('hits the matching page, path and turn, the given number of times', async () => {
    const portal = await start({ rooms: rooms(6) });
    const status = async (path: string) => (await ask(portal, path)).status;
    const second = '/files/rooms?count=2&startIndex=2';
    portal.faults.add(
      { match: { page: 2 }, times: 2, kind: { status: 502 } },
      { match: { page: 2 }, kind: { status: 503 } },
      { match: { path: /\/log$/g, nth: 2 }, times: Number.POSITIVE_INFINITY, kind: { status: 500 } },
    );
    expect(await status('/files/rooms?count=2')).toBe(200);
    for (const expected of [502, 502, 503, 200]) expect(await status(second)).toBe(expected);
    for (const expected of [200, 500, 500]) expect(await status('/files/folder/1/log')).toBe(expected);
    portal.faults.clear();
    expect(await status('/files/folder/1/log')).toBe(200);
  });
});

describe('the rate limit', () => {
  it('refuses requests over the limit per minute, and says for how many seconds', async () => {
    let ms = 1_000_000;
    const portal = await start({
      rateLimit: { perMinute: 2, concurrent: 50, tellsWhen: true },
      ticks: () => ms,
    });
    const get = () => ask(portal, '/files/rooms');
    expect((await get()).status).toBe(200);
    ms += 30_500;
    expect((await get()).status).toBe(200);
    const refused = await get();
    expect(refused.status).toBe(429);
    expect(await refused.text()).toBe('');
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '30',
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
    });
    ms += 30_000;
    expect(portal.rateLimit.violations).toEqual([]);
    expect((await get()).status).toBe(200);
    expect((await get()).status).toBe(429);
    ms += 100;
    await get();
    expect(portal.rateLimit.violations).toMatchObject([
      { request: portal.requests[5], answeredAt: 1_060_500 },
    ]);
  });

  it('refuses one GET too many at once', async () => {
    const portal = await start({ rateLimit: { perMinute: 1500, concurrent: 3 }, latencyMs: 1000 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(portal, '/files/rooms')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect([refused?.headers.get('retry-after'), refused?.headers.get('x-ratelimit-limit')]).toEqual([
      null,
      '3',
    ]);
    expect((await ask(portal, '/files/rooms')).status).toBe(200);
  });

  it('counts per account', async () => {
    const keys = [ANN, BEN].map((account) => ({
      key: account.id,
      scopes: ['*'],
      account,
      sees: 'all' as const,
    }));
    const portal = await start({ keys, rateLimit: { perMinute: 1, concurrent: 50 } });
    const statuses = [];
    for (const key of ['ann', 'ann', 'ben']) statuses.push((await ask(portal, '/files/rooms', key)).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it('records requests that come before the Retry-After of a fault', async () => {
    const portal = await start({ ticks: () => 5 });
    portal.faults.add({ kind: { status: 503, headers: { 'retry-after': '2' } } });
    await ask(portal, '/files/rooms');
    await ask(portal, '/files/rooms');
    expect(portal.rateLimit.violations).toMatchObject([{ request: portal.requests[1], blockedUntil: 2005 }]);
  });
});

describe('generated rooms', () => {
  it('are of every kind, and the same for the same seed', async () => {
    const first = await start({ roomCount: 600, seed: 7 });
    const again = await start({ roomCount: 600, seed: 7 });
    const other = await start({ roomCount: 600, seed: 8 });
    const plain = (portal: Portal) => JSON.stringify(portal.rooms.all());
    expect(plain(again)).toBe(plain(first));
    expect(plain(other)).not.toBe(plain(first));
    const all = first.rooms.all();
    const has = (test: (room: (typeof all)[number]) => boolean) => all.filter(test).length;
    for (const type of [1, 2, 5, 6, 8, 9])
      expect(has(({ roomType }) => roomType === type)).toBeGreaterThan(0);
    for (const root of [14, 20, 30])
      expect(has(({ rootFolderType }) => rootFolderType === root)).toBeGreaterThan(0);
    expect(has(({ id }) => typeof id === 'string')).toBeGreaterThan(0);
    expect(has(({ updated }) => updated === null)).toBeGreaterThan(0);
    expect(has(({ updated }) => updated?.getUTCFullYear() === 1)).toBeGreaterThan(0);
    expect(has(({ usedSpace }) => usedSpace === undefined)).toBeGreaterThan(0);
    expect(has(({ lifetime }) => lifetime !== undefined)).toBeGreaterThan(0);
    expect(has(({ roomType, shared }) => roomType === 6 && shared)).toBeGreaterThan(0);
    expect(has(({ roomType, shared }) => roomType === 2 && shared)).toBeGreaterThan(0);
    expect(has(({ managers }) => managers !== 'admins')).toBeGreaterThan(0);
    for (const status of ['disabled', 'removed'])
      expect(has(({ createdBy }) => createdBy?.status === status)).toBeGreaterThan(0);
    for (const name of ["Jürgen O'Brien-Müller", 'Backup & Sync'])
      expect(has(({ createdBy }) => createdBy?.displayName === name)).toBeGreaterThan(0);
    expect(has(({ tags }) => tags.includes('keep'))).toBeGreaterThan(0);
    expect(has(({ tags }) => /^keep-until:\d{4}-\d\d-\d\d$/.test(tags[0] ?? ''))).toBeGreaterThan(0);
    expect(HOSTILE_TITLES.filter((title) => !all.some((room) => room.title === title))).toEqual([]);
  });

  it('keep their hostile titles, none longer than a portal allows', async () => {
    const portal = await start({ rooms: HOSTILE_TITLES.map((title, index) => ({ id: index + 1, title })) });
    expect((await page(portal)).folders.map(({ title }) => title)).toEqual(HOSTILE_TITLES);
    expect(HOSTILE_TITLES.filter((title) => title.length > 170)).toEqual([]);
  });

  it('are old by all their dates, as many as asked for', async () => {
    const portal = await start({ roomCount: 200, oldCount: 30 });
    const latest = portal.rooms
      .all()
      .map(({ updated, log, files }) =>
        Math.max(
          ...[updated, ...log.map(({ date }) => date), ...files.map((file) => file.updated)].map(Number),
        ),
      );
    expect(latest.filter((ms) => ms < ago(30).getTime())).toHaveLength(30);
    expect(await page(portal)).toMatchObject({ total: 200 });
  });
});

it('returns its counts without a key if control is on', async () => {
  const portal = await start({ control: true });
  const control = (path: string, method = 'GET') => fetch(`${portal.url}/_sandbox/${path}`, { method });
  const { length } = await (await ask(portal, '/files/rooms')).text();
  const stats = (await (await control('stats')).json()) as { bytesSent: number };
  expect(stats).toMatchObject({ requests: 1, bytesDecoded: length, violations: 0, undocumented: 0 });
  expect(stats.bytesSent).toBeLessThan(length);
  expect((await control('reset', 'POST')).status).toBe(204);
  expect(await (await control('stats')).json()).toMatchObject({ requests: 0, bytesSent: 0, violations: 0 });
});
