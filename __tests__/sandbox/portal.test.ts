import { describe, expect, it, vi } from 'vitest';
import {
  HOSTILE_TITLES,
  PORTAL_OWNER,
  type Portal,
  type RoomId,
  type RoomSeed,
} from '../../sandbox/portal/index.ts';
import { ANN, ago, ask, type Json, NOW, response, start } from './portal-client.ts';

/** What the sandbox portal does besides answering as recorded, which contract.test.ts tests. */

/** For vi.waitFor, whose own limit of one second is too short for a busy machine. */
const PATIENT = { timeout: 60_000 };

interface Page {
  folders: (Json & { id: RoomId; updated: string })[];
  files: (Json & { updated: string })[];
  total: number;
}

const page = (portal: Portal, query = '') => response<Page>(portal, `/files/rooms${query}`);
const ids = ({ folders }: Page): RoomId[] => folders.map(({ id }) => id);
const rooms = (count: number): RoomSeed[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, updated: ago(index) }));

describe('listing rooms', () => {
  it('pages in the order of the last change, pins first and ties by id, with the total of all', async () => {
    const same = { created: ago(9), updated: ago(5) };
    const seeds = [{ id: 3, ...same }, { id: 'drive-1', ...same }, { id: 2, ...same }, { id: 1 }];
    const portal = await start({ rooms: [...seeds, { id: 9, updated: ago(90), pinned: true }] });
    const pages = [await page(portal, '?count=2'), await page(portal, '?count=2&startIndex=3')];
    expect(pages.map((one) => [ids(one), one.total])).toEqual([
      [[9, 1], 5],
      [[3, 'drive-1'], 5],
    ]);
    // A page that begins a little early still has the number of the page that it ends in.
    expect(portal.requests.map((request) => request.page)).toEqual([1, 3]);
  });

  it.each<[what: string, change: (portal: Portal) => unknown, seen: number[]]>([
    ['deleted between two pages hides another', ({ rooms: all }) => all.deleteRoom(1, ANN, NOW), [1, 2, 4]],
    ['changed between two pages appears twice', ({ rooms: all }) => all.upload(4, ANN, NOW), [1, 2, 2, 3]],
  ])('pages are not a snapshot: a room %s', async (_, change, seen) => {
    const portal = await start({ rooms: rooms(4) });
    const first = ids(await page(portal, '?count=2'));
    change(portal);
    expect([...first, ...ids(await page(portal, '?count=2&startIndex=2'))]).toEqual(seen);
  });

  it('shows the rooms in the order that the account has chosen', async () => {
    const portal = await start({
      rooms: [
        { id: 1, title: 'B' },
        { id: 2, title: 'A', updated: ago(1) },
      ],
    });
    expect(ids(await page(portal))).toEqual([1, 2]);
    portal.storedOrders.set(PORTAL_OWNER.id, { sortBy: 'AZ', sortOrder: 'ascending' });
    expect(ids(await page(portal))).toEqual([2, 1]);
  });
});

describe('a room', () => {
  it('on third-party storage has the newest dates in its contents', async () => {
    const inner = { id: 'sbox-4-inner', updated: ago(9), files: [{ updated: ago(1) }] };
    const files = [{ updated: ago(3) }, { updated: ago(2) }];
    const portal = await start({
      rooms: [{ id: 'sbox-4-a/b c', updated: ago(400), files, folders: [inner] }],
    });
    const contents = (id: string) => response<Page>(portal, `/files/${encodeURIComponent(id)}`);
    const top = await contents('sbox-4-a/b c');
    expect(top).toMatchObject({ total: 3, folders: [{ id: 'sbox-4-inner', filesCount: 1 }] });
    expect(top.files.map(({ updated }) => updated.slice(0, 10))).toEqual(['2026-05-30', '2026-05-29']);
    expect((await contents('sbox-4-inner')).files).toMatchObject([
      { updated: '2026-05-31T12:00:00.0000000Z' },
    ]);
  });

  it.each([
    ['unauthorized', 403],
    ['disconnected', 500],
  ] as const)('on a storage that is %s has contents that answer %i', async (storage, status) => {
    const portal = await start({ rooms: [{ id: 'drive-1', storage }] });
    expect((await ask(portal, '/files/drive-1')).status).toBe(status);
  });
});

describe('addresses', () => {
  it.each([
    ['POST', '/files/rooms'],
    ['DELETE', '/files/rooms'],
    ['GET', '/files/rooms/1/archive'],
    ['PUT', '/files/rooms/1/archive'],
    ['GET', '/nothing/here'],
    ['GET', '/files/rooms?sortBy=AZ'],
    ['GET', '/files/1?filterType=1'],
    ['GET', '/files/rooms?count=1&count=2'],
    ['GET', '/files/rooms/1?count=1'],
  ])('%s %s is no documented call: 418, and closing the portal fails', async (method, path) => {
    const portal = await start({ rooms: rooms(1) });
    const close = portal.close.bind(portal);
    await page(portal, '?count=1&startIndex=0&searchArea=0&type=1&type=2');
    expect((await ask(portal, path, { method, ...(method === 'PUT' ? { body: '{}' } : {}) })).status).toBe(
      418,
    );
    expect(portal.undocumented).toHaveLength(1);
    await expect(close()).rejects.toThrow('no documented call');
    portal.reset();
  });

  it('dies of the parameter `fields`, as DocSpace 3.7.1 to 3.8.0 do and 3.6.1 does not, and comes back', async () => {
    const portal = await start({ rooms: rooms(1), restartMs: 200 });
    portal.faults.add({ match: { nth: 1 }, kind: 'hang' });
    const waiting = ask(portal, '/files/rooms').then(
      () => 'answered',
      () => 'closed',
    );
    await vi.waitFor(() => expect(portal.requests).toHaveLength(1), PATIENT);
    const fatal = await ask(portal, '/files/rooms?fields=folders.createdBy');
    expect([fatal.status, fatal.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect([await waiting, (await ask(portal, '/files/1')).status, portal.crashes]).toEqual([
      'closed',
      502,
      1,
    ]);
    await vi.waitFor(async () => expect((await ask(portal, '/files/rooms')).status).toBe(200), PATIENT);
    portal.reset();
    const older = await start({ version: '3.6', strict: false });
    expect((await ask(older, '/files/rooms?fields=folders.createdBy')).status).toBe(200);
  });
});

describe('rooms that are made up', () => {
  it('are of every kind, and the same for the same seed', async () => {
    const [first, again, other] = await Promise.all([7, 7, 8].map((seed) => start({ roomCount: 600, seed })));
    const all = first?.rooms.all() ?? [];
    expect(JSON.stringify(again?.rooms.all())).toBe(JSON.stringify(all));
    expect(JSON.stringify(other?.rooms.all())).not.toBe(JSON.stringify(all));
    const kinds: ((room: (typeof all)[number]) => unknown)[] = [
      ...[1, 2, 5, 6, 8, 9].map((type) => (room: (typeof all)[number]) => room.roomType === type),
      ...[14, 20, 30].map((root) => (room: (typeof all)[number]) => room.rootFolderType === root),
      ({ id }) => typeof id === 'string',
      ({ updated }) => updated === null,
      ({ updated }) => updated?.getUTCFullYear() === 1,
      ({ usedSpace }) => usedSpace === undefined,
      ({ lifetime }) => lifetime,
      ({ roomType, shared }) => roomType === 2 && shared,
      ({ managers }) => managers !== 'admins',
      ({ createdBy }) => createdBy?.status === 'disabled',
      ({ createdBy }) => createdBy?.status === 'removed',
      ({ tags }) => tags.includes('keep'),
      ({ tags }) => /^keep-until:\d{4}-\d\d-\d\d$/.test(tags[0] ?? ''),
    ];
    expect(kinds.filter((isOfKind) => !all.some(isOfKind)).map(String)).toEqual([]);
    expect(
      HOSTILE_TITLES.filter((title) => title.length > 170 || !all.some((room) => room.title === title)),
    ).toEqual([]);
  });

  it('are old by all their dates, as many as asked for', async () => {
    const portal = await start({ roomCount: 200, oldCount: 30 });
    const newest = portal.rooms.all().map(({ updated, log, files }) => {
      const dates = [updated, ...log.map(({ date }) => date), ...files.map((file) => file.updated)];
      return Math.max(...dates.map(Number));
    });
    expect(newest.filter((ms) => ms < ago(30).getTime())).toHaveLength(30);
  });
});
