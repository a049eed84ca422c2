import { describe, expect, it, onTestFinished } from 'vitest';
import {
  DAY_MS,
  PORTAL_OWNER,
  type Portal,
  type PortalOptions,
  type RoomSeed,
  startPortal,
} from '../../sandbox/portal/index.ts';
import type { PortalCall } from '../../src/docspace/calls.ts';
import { createPortal } from '../../src/docspace/client.ts';
import { listRooms } from '../../src/docspace/list-rooms.ts';
import type { Room, RoomType } from '../../src/rooms/room.ts';
import { PortalError } from '../../src/shared/errors.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const ANN = { id: 'ann', displayName: 'Ann' };
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const seeds = (count: number): RoomSeed[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, updated: ago(index + 1) }));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function start(options: PortalOptions): Promise<Portal> {
  const portal = await startPortal({ now: () => NOW, ...options });
  onTestFinished(() => portal.close());
  return portal;
}

interface Listing {
  readonly rooms: readonly Room[];
  readonly withoutId: number;
  readonly repeats: readonly string[];
  readonly pages: readonly (readonly [number, number | null])[];
}

interface ListingOptions {
  readonly concurrency?: number;
  readonly roomTypes?: readonly RoomType[];
}

async function list(
  portal: Portal,
  { concurrency = 4, roomTypes = [] }: ListingOptions = {},
): Promise<Listing> {
  const repeats: string[] = [];
  const pages: [number, number | null][] = [];
  const orders = new Map(portal.storedOrders);
  const client = createPortal({
    url: new URL(portal.url),
    apiKey: portal.apiKey,
    concurrency,
    timeoutMs: 60_000,
    now: () => NOW,
    signal: new AbortController().signal,
    env: process.env,
    onRetry: () => undefined,
    sleep: () => Promise.resolve(),
  });
  const { byId, withoutId } = await listRooms(client, {
    roomTypes,
    concurrency,
    keep: (room) => room,
    onPage: (seen, total) => pages.push([seen, total]),
    onRepeat: (line) => repeats.push(line),
  });
  // Whatever is listed, the order in which people see their rooms must not change.
  expect(portal.storedOrders).toEqual(orders);
  return { rooms: [...byId.values()], withoutId, repeats, pages };
}

async function failing(portal: Portal, options?: ListingOptions): Promise<string> {
  const error = await list(portal, options).then(
    ({ rooms }) => `listed ${rooms.length} rooms`,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PortalError);
  expect(portal.storedOrders.size).toBe(0);
  return (error as Error).message;
}

const ids = ({ rooms }: Listing) => rooms.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b));

describe('all rooms', () => {
  it('943 of them over 10 pages, each page asked for once', async () => {
    const portal = await start({ rooms: seeds(943) });
    const listing = await list(portal);
    expect(ids(listing)).toEqual(numbers(943));
    expect(listing.repeats).toEqual([]);
    expect(portal.requests.map(({ page }) => page).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      numbers(10),
    );
    expect(listing.pages).toHaveLength(10);
    expect(listing.pages.at(-1)).toEqual([943, 943]);
    for (const { path, query } of portal.requests) {
      expect(path).toBe('/api/2.0/files/rooms');
      expect(query.get('searchArea')).toBe('0');
      expect(query.get('count')).toBe('100');
      expect(query.has('sortBy') || query.has('sortOrder') || query.has('type')).toBe(false);
    }
  });

  it.each([
    [0, 1],
    [1, 1],
    [99, 1],
    // A total of 100 could be the count of the page: it takes a second one to know.
    [100, 2],
    [101, 2],
    [199, 2],
    [200, 2],
    [201, 3],
    [298, 3],
    [300, 3],
  ])('%i of them, with %i request(s)', async (count, requests) => {
    const portal = await start({ rooms: seeds(count) });
    const listing = await list(portal);
    expect(ids(listing)).toEqual(numbers(count));
    expect(portal.requests).toHaveLength(requests);
    expect(listing.pages.at(-1)).toEqual([count, count]);
  });

  it('on pages that overlap by one room if that costs no request', async () => {
    const portal = await start({ rooms: seeds(250) });
    await list(portal, { concurrency: 1 });
    expect(portal.requests.map(({ query }) => query.get('startIndex'))).toEqual(['0', '99', '198']);
    portal.reset();
    portal.rooms.add({ id: 9001 });
    for (let id = 9002; portal.rooms.size < 300; id += 1) portal.rooms.add({ id });
    await list(portal, { concurrency: 1 });
    expect(portal.requests.map(({ query }) => query.get('startIndex'))).toEqual(['0', '100', '200']);
  });

  it('asks for documented parameters only', async () => {
    const portal = await start({ rooms: seeds(250) });
    await list(portal, { roomTypes: ['custom', 'public'] });
    const asked = new Set(portal.requests.flatMap(({ query }) => [...query.keys()]));
    expect([...asked].toSorted()).toEqual(['count', 'searchArea', 'startIndex', 'type']);
    expect(portal.crashes).toBe(0);
  });

  it.each(['envelope', 'responseArray', 'rooms', 'items', 'bareArray'] as const)(
    'in the shape %s',
    async (shape) => {
      const portal = await start({ rooms: seeds(250), shape });
      const listing = await list(portal);
      expect(ids(listing)).toEqual(numbers(250));
      expect(listing.rooms.find(({ id }) => id === 7)?.lastUpdated).toEqual(ago(7));
    },
  );

  it('archived rooms and templates are not in the active area', async () => {
    const portal = await start({
      rooms: [...seeds(3), { id: 4, rootFolderType: 20 }, { id: 5, rootFolderType: 30 }],
    });
    expect(ids(await list(portal))).toEqual([1, 2, 3]);
  });

  it('"7" and 7 are two rooms', async () => {
    const portal = await start({ rooms: [{ id: 7 }, { id: '7' }, { id: 'drive-1' }] });
    const { rooms } = await list(portal);
    expect(new Set(rooms.map(({ id }) => id))).toEqual(new Set([7, '7', 'drive-1']));
  });

  it('entries without an id are counted, each for itself', async () => {
    const nameless = Array.from({ length: 120 }, () => ({ raw: { id: undefined } }));
    const portal = await start({ rooms: [...seeds(100), ...nameless] });
    const { rooms, withoutId } = await list(portal);
    expect(rooms).toHaveLength(100);
    expect(withoutId).toBe(120);
  });
});

describe('types', () => {
  const mixed: RoomSeed[] = [1, 2, 5, 6, 8, 9].flatMap((roomType, index) =>
    seeds(30).map((seed) => ({ ...seed, id: index * 100 + Number(seed.id), roomType })),
  );

  it('are filtered by the portal', async () => {
    const portal = await start({ rooms: mixed });
    const { rooms } = await list(portal, { roomTypes: ['custom', 'ai-agent', 'form-filling'] });
    expect(rooms).toHaveLength(90);
    expect(new Set(rooms.map(({ type }) => type))).toEqual(new Set(['custom', 'ai-agent', 'form-filling']));
    expect(portal.requests.map(({ query }) => query.getAll('type').toSorted())).toEqual([['1', '5', '9']]);
  });

  it('on every page', async () => {
    const portal = await start({
      rooms: [...seeds(250).map((seed) => ({ ...seed, roomType: 8 })), { id: 999, roomType: 2 }],
    });
    const { rooms } = await list(portal, { roomTypes: ['virtual-data'] });
    expect(rooms).toHaveLength(250);
    expect(portal.requests.map(({ query }) => query.getAll('type'))).toEqual([['8'], ['8'], ['8']]);
  });
});

describe('more than 1,000 rooms', () => {
  const TYPES = [1, 2, 5, 6, 8, 9];
  /** So many rooms, of all types in turn. */
  const many = (count: number, types: readonly number[] = TYPES): RoomSeed[] =>
    seeds(count).map((seed, at) => ({ ...seed, roomType: types[at % types.length] ?? 2 }));
  const asked = (portal: Portal) =>
    portal.requests.map(({ query }) => [query.getAll('type').join(), query.get('count')] as const);
  /** Pages, not questions for a total. */
  const pagesOfAll = (portal: Portal) =>
    asked(portal).filter(([type, count]) => type === '' && count === '100');

  it('1,000 are listed at once', async () => {
    const portal = await start({ rooms: many(1000) });
    expect(ids(await list(portal))).toEqual(numbers(1000));
    expect(pagesOfAll(portal)).toHaveLength(10);
    expect(portal.requests).toHaveLength(10);
  });

  it('1,001 are listed type by type, after one page of all, and with the totals before and after', async () => {
    const portal = await start({ rooms: many(1001) });
    const listing = await list(portal);
    expect(ids(listing)).toEqual(numbers(1001));
    expect(pagesOfAll(portal)).toHaveLength(1);
    const pages = asked(portal).filter(([type, count]) => type !== '' && count === '100');
    expect(pages.map(([type]) => type).toSorted()).toEqual(TYPES.flatMap((type) => [type, type]).map(String));
    expect(asked(portal).filter(([, count]) => count === '1')).toHaveLength(TYPES.length + 1);
    expect(listing.pages.at(-1)).toEqual([1001, 1001]);
    expect(listing.pages.filter(([seen, total]) => seen === total)).toHaveLength(1);
  });

  it('of a type that nobody knows are listed at once, as soon as the totals do not add up', async () => {
    const portal = await start({ rooms: [...many(1100), { id: 9000, roomType: 77 }] });
    expect(ids(await list(portal))).toEqual([...numbers(1100), 9000]);
    expect(pagesOfAll(portal)).toHaveLength(12);
    expect(portal.requests).toHaveLength(12 + TYPES.length);
  });

  it('are listed at once if one was made meanwhile', async () => {
    const portal = await start({ rooms: many(1100) });
    portal.onRequest((_, nth) => {
      if (nth === 12) portal.rooms.createRoom(9000, ANN, NOW);
    });
    expect(ids(await list(portal, { concurrency: 1 }))).toEqual([...numbers(1100), 9000]);
    expect(pagesOfAll(portal).length).toBeGreaterThan(10);
  });

  it('of the types that are wanted are listed type by type', async () => {
    const portal = await start({ rooms: many(3000) });
    const { rooms } = await list(portal, { roomTypes: ['custom', 'public', 'virtual-data'] });
    expect(rooms).toHaveLength(1500);
    expect(new Set(asked(portal).map(([type]) => type))).toEqual(new Set(['5,6,8', '5', '6', '8']));
  });

  it('of one type that is wanted are listed at once', async () => {
    const portal = await start({ rooms: many(1300, [5]) });
    expect(ids(await list(portal, { roomTypes: ['custom'] }))).toEqual(numbers(1300));
    expect(portal.requests).toHaveLength(13);
  });

  it('are listed type by type on DocSpace before 3.6, which has no AI agents', async () => {
    const portal = await start({ rooms: many(1100, [1, 2, 5, 6, 8]), version: '3.5' });
    expect(ids(await list(portal))).toEqual(numbers(1100));
    expect(pagesOfAll(portal)).toHaveLength(1);
  });

  it('10,000 of five types: the portal sorts a fifth of the rooms for a page', async () => {
    const portal = await start({ rooms: many(10_000, [1, 2, 5, 6, 8]) });
    expect((await list(portal, { concurrency: 8 })).rooms).toHaveLength(10_000);
    expect(pagesOfAll(portal)).toHaveLength(1);
    expect(portal.requests.length).toBeLessThanOrEqual(100 + 1 + TYPES.length + 1);
  });
});

describe('rooms that move while they are listed', () => {
  it('one is removed from page 1 while page 2 is fetched: listed again, and none is missed', async () => {
    const portal = await start({ rooms: seeds(943) });
    portal.onRequest((_, nth) => {
      if (nth === 2) portal.rooms.remove(5);
    });
    const listing = await list(portal, { concurrency: 1 });
    expect(ids(listing)).toEqual(numbers(943).filter((id) => id !== 5));
    expect(listing.repeats).toEqual([
      expect.stringMatching(/different totals \(943, 942\).*Listing again \(1 of 3\)/),
    ]);
    expect(portal.requests).toHaveLength(20);
  });

  it.each([1, 4, 8])(
    'one is archived at each moment of the first listing (%i at once)',
    async (concurrency) => {
      for (const moment of [1, 2, 3, 4, 5]) {
        const portal = await start({ rooms: seeds(412) });
        portal.onRequest((_, nth) => {
          if (nth === moment) portal.rooms.archive(3, ANN, NOW);
        });
        const listing = await list(portal, { concurrency });
        expect(ids(listing), `at request ${moment}`).toEqual(numbers(412).filter((id) => id !== 3));
        expect(listing.repeats.length).toBe(moment === 1 ? 0 : 1);
      }
    },
  );

  it('one moves to the top: it is missed once, another is seen twice, and the listing is repeated', async () => {
    const portal = await start({ rooms: seeds(300) });
    portal.onRequest((_, nth) => {
      if (nth === 2) portal.rooms.upload(250, ANN, NOW);
    });
    const listing = await list(portal, { concurrency: 1 });
    expect(ids(listing)).toEqual(numbers(300));
    expect(listing.rooms.find(({ id }) => id === 250)?.lastUpdated).toEqual(NOW);
    expect(listing.repeats).toEqual([
      expect.stringContaining('300 rooms, and its pages hold 299 different ones'),
    ]);
  });

  it.each([
    ['by title', { sortBy: 'AZ', sortOrder: 'ascending' }],
    ['by creation, oldest first', { sortBy: 'DateAndTimeCreation', sortOrder: 'ascending' }],
  ])(
    'in an order %s, one is removed from page 1 and another is made at the end: none is missed',
    async (_, order) => {
      const rooms = seeds(250).map((seed, index) => ({
        ...seed,
        title: `Plan ${String(index + 1).padStart(4, '0')}`,
        created: ago(1000 - index),
      }));
      const portal = await start({ rooms });
      portal.storedOrders.set(PORTAL_OWNER.id, order);
      const before = portal.requests.length;
      portal.onRequest((_request, nth) => {
        if (nth !== before + 2) return;
        portal.rooms.remove(11);
        portal.rooms.add({ id: 900, title: 'Zebra', created: NOW, updated: NOW });
      });
      const listing = await list(portal, { concurrency: 1 });
      expect(ids(listing)).toEqual([...numbers(250).filter((id) => id !== 11), 900]);
      expect(listing.repeats).toEqual([
        'Page 2 of the rooms does not begin with the room that page 1 ends with. Listing again (1 of 3).',
      ]);
    },
  );

  it('one is removed and another is made: the totals agree, and still it is seen', async () => {
    const portal = await start({ rooms: seeds(300) });
    portal.onRequest((_, nth) => {
      if (nth === 2) portal.rooms.remove(5);
      if (nth === 3) portal.rooms.createRoom(900, ANN, ago(400));
    });
    const listing = await list(portal, { concurrency: 1 });
    expect(ids(listing)).toEqual([...numbers(300).filter((id) => id !== 5), 900]);
  });

  it('quiet again after three repeats: the fourth listing counts', async () => {
    const portal = await start({ rooms: seeds(250) });
    portal.onRequest((_, nth) => {
      if (nth <= 9 && nth % 3 === 2) portal.rooms.remove(nth);
    });
    const listing = await list(portal, { concurrency: 1 });
    expect(ids(listing)).toEqual(numbers(250).filter((id) => ![2, 5, 8].includes(id)));
    expect(listing.repeats).toHaveLength(3);
  });

  it('without end: an error after four listings, with both counts', async () => {
    const portal = await start({ rooms: seeds(250) });
    portal.onRequest((_, nth) => {
      if (nth % 3 === 2) portal.rooms.upload(240 - nth, ANN, new Date(NOW.getTime() + nth));
    });
    const message = await failing(portal, { concurrency: 1 });
    expect(message).toMatch(
      /could not be proven complete in 4 listings.*Page 2 of the rooms does not begin with the room that page 1 ends with/,
    );
    expect(portal.requests).toHaveLength(12);
  });

  it('without end, if the portal sends no total: an error as well', async () => {
    const portal = await start({ rooms: seeds(150), shape: 'bareArray' });
    portal.onRequest((request, nth) => {
      if (request.page === 1) portal.rooms.createRoom(1000 + nth, ANN, NOW);
    });
    const message = await failing(portal, { concurrency: 1 });
    expect(message).toMatch(
      /could not be proven complete in 4 listings.*Two listings in a row differ: 153 rooms, then 154/,
    );
  });

  it('without a total, two listings have to agree', async () => {
    const portal = await start({ rooms: seeds(150), shape: 'bareArray' });
    portal.onRequest((_, nth) => {
      if (nth === 2) portal.rooms.remove(5);
    });
    const listing = await list(portal);
    expect(ids(listing)).toEqual(numbers(150).filter((id) => id !== 5));
    expect(listing.repeats.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a list that does not add up', () => {
  const page = (folders: readonly unknown[], total: unknown) => ({ json: { response: { folders, total } } });
  const folders = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: from + index,
      roomType: 2,
      title: `Secret ${index}`,
    }));

  async function answering(...answers: { json: unknown }[]): Promise<Portal> {
    const portal = await start({});
    answers.forEach((kind, index) => {
      portal.faults.add({ match: { page: index + 1 }, kind, times: Number.POSITIVE_INFINITY });
    });
    return portal;
  }

  it.each([
    ['fewer rooms than the total', [page(folders(1, 90), 91)], /reports 91 rooms, and its pages hold 90/],
    ['more rooms than the total', [page(folders(1, 90), 89)], /reports 89 rooms, and its pages hold 90/],
    ['rooms, and a total of none', [page(folders(1, 3), 0)], /reports 0 rooms, and its pages hold 3/],
    ['none, and a total of some', [page([], 3)], /reports 3 rooms, and its pages hold 0/],
    [
      'the same room twice',
      [page([...folders(1, 2), ...folders(2, 1)], 3)],
      /reports 3 rooms, and its pages hold 2/,
    ],
    [
      'the same page twice',
      [page(folders(1, 100), 200), page(folders(1, 100), 200)],
      /pages hold 100 different/,
    ],
    [
      'other totals',
      [page(folders(1, 100), 150), page(folders(101, 50), 151)],
      /different totals \(150, 151\)/,
    ],
    [
      'no total on page 2',
      [page(folders(1, 100), 150), page(folders(101, 50), undefined)],
      /different totals \(150, null\)/,
    ],
    [
      'an empty page',
      [page(folders(1, 100), 150), page([], 150)],
      /reports 150 rooms, and its pages hold 100/,
    ],
    [
      'a total far beyond the rooms that there are',
      [page(folders(1, 3), 100_000)],
      /reports 100000 rooms, and its pages hold 3/,
    ],
    [
      'a total that is the count of the page, of which there are more',
      [page(folders(1, 100), 100), page(folders(101, 100), 100)],
      /reports 100 rooms, and lists more after them/,
    ],
    [
      'a total that is the count of the page, whatever page is asked for',
      [page(folders(1, 100), 100), page(folders(1, 100), 100)],
      /reports 100 rooms, and lists more after them/,
    ],
    [
      'an entry without an id that is seen twice, and a room that is not seen',
      [page([{ roomType: 2 }, ...folders(1, 99)], 101), page([{ roomType: 2 }], 101)],
      /Page 2 of the rooms does not begin with the room that page 1 ends with/,
    ],
  ] as const)('%s', async (_, answers, says) => {
    const portal = await answering(...answers);
    const message = await failing(portal);
    expect(message).toMatch(says);
    expect(message).toContain('could not be proven complete in 4 listings, so there are no results.');
    expect(message).not.toContain('Secret');
    // Each of the four listings asks for the pages once, and for none that cannot mend it.
    expect(portal.requests).toHaveLength(4 * answers.length);
  });

  it.each([
    ['a total that is no number', page(folders(1, 1), '1'), /page 1 .*response\.total/],
    ['a total below zero', page(folders(1, 1), -1), /page 1 .*response\.total/],
    ['half a room', page(folders(1, 1), 1.5), /page 1 .*response\.total/],
    ['more rooms than anybody has', page(folders(1, 100), 1e9), /reports 1000000000 rooms/],
    [
      'no list',
      page(undefined as unknown as [], 3),
      /page 1 .*response\.folders should be a list, but is missing/,
    ],
    [
      'an error with status 200',
      { json: { error: { message: 'Secret' }, statusCode: 500 } },
      /folders should be a list/,
    ],
  ] as const)('%s', async (_, answer, says) => {
    const message = await failing(await answering(answer));
    expect(message).toMatch(says);
    expect(message).not.toContain('Secret');
  });

  it('a wrong member on page 2 is named with its page', async () => {
    const wrong = [...folders(101, 2), { id: 103, roomType: { Secret: true } }];
    const portal = await answering(page(folders(1, 100), 103), page(wrong, 103));
    expect(await failing(portal)).toMatch(/page 2 of the rooms .*response\.folders\[2\]\.roomType should be/);
  });

  it('the type of a room that has the name of something in JavaScript is a type like any other', async () => {
    for (const roomType of ['constructor', '__proto__', 'toString']) {
      const portal = await answering(page([{ id: 1, roomType }], 1));
      const { rooms } = await list(portal);
      expect(rooms.map(({ type }) => type)).toEqual([`type-${roomType}`]);
    }
  });

  it('reads a list of less than one page if the portal ignores startIndex and sends no total', async () => {
    const portal = await start({});
    portal.faults.add({ kind: { json: folders(1, 99) }, times: Number.POSITIVE_INFINITY });
    const { rooms } = await list(portal);
    expect(rooms).toHaveLength(99);
    expect(portal.requests).toHaveLength(4);
  });

  it.each([
    ['a bare array', folders(1, 100)],
    ['a response', { response: folders(1, 100) }],
    ['a response with more rooms than requested', { response: { folders: folders(1, 250) } }],
    ['entries without an id', { response: [folders(1, 1), Array(100).fill({ roomType: 2 })].flat() }],
  ])('fails if the portal ignores startIndex and sends no total: %s', async (_, json) => {
    const portal = await start({});
    portal.faults.add({ kind: { json }, times: Number.POSITIVE_INFINITY });
    expect(await failing(portal)).toMatch(/^The portal ignores paging: .*so the list may be incomplete\./);
    expect(portal.requests).toHaveLength(2);
  });

  it('fails if the portal ignores startIndex and sends a total, and does not ask for all pages', async () => {
    const portal = await start({});
    const { json } = page(folders(1, 100), 100_000);
    portal.faults.add({ kind: { json }, times: Number.POSITIVE_INFINITY });
    expect(await failing(portal, { concurrency: 4 })).toContain('could not be proven complete');
    // In each of four listings the first page, and those that are under way when the second one is read; once, the totals.
    expect(portal.requests.length).toBeLessThanOrEqual(4 * 5 + 6);
  });

  it('a total far beyond a full first page: an empty page is the last that is asked for', async () => {
    const portal = await answering(page(folders(1, 100), 100_000));
    portal.faults.add({ kind: page([], 100_000), times: Number.POSITIVE_INFINITY });
    expect(await failing(portal, { concurrency: 4 })).toContain(
      'reports 100000 rooms, and its pages hold 100',
    );
    // Four listings, each with four requests under way when the first empty page comes in.
    expect(portal.requests.length).toBeLessThanOrEqual(4 * (1 + 2 * 4) + 6);
  });

  it('a portal that makes up rooms for ever ends with an error', async () => {
    const portal = await start({});
    // A page for each of the first ten thousand requests would take long: one that says so at once is enough here.
    portal.faults.add({ kind: page(folders(1, 100), 1_000_001), times: Number.POSITIVE_INFINITY });
    expect(await failing(portal)).toContain('more than this action can list');
    expect(portal.requests).toHaveLength(1);
  });

  it('one page that fails ends the listing with its error', async () => {
    for (const count of [600, 550]) {
      const portal = await start({ rooms: seeds(count) });
      portal.faults.add({ match: { page: 4 }, kind: { status: 403 }, times: Number.POSITIVE_INFINITY });
      expect(await failing(portal)).toMatch(/^403 from the portal for page 4 of the rooms/);
    }
  });
});

describe('concurrency', () => {
  it.each([1, 3, 8])('never more than %i at once', async (concurrency) => {
    // The limit of the sandbox answers 429 to one too many.
    const portal = await start({
      rooms: seeds(1243),
      latencyMs: 15,
      rateLimit: { perMinute: 100_000, concurrent: concurrency },
    });
    const { rooms } = await list(portal, { concurrency });
    expect(rooms).toHaveLength(1243);
    expect(new Set(portal.requests.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('asks for as many pages at once as allowed', async () => {
    const total = 1243;
    const waiting: (() => void)[] = [];
    let most = 0;
    const portal = {
      url: new URL('https://portal.example'),
      async get({ query }: PortalCall) {
        const start = Number(query.get('startIndex'));
        // The first page is alone. Each later one waits until as many as allowed are under way, or the last one is.
        if (start > 0) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            most = Math.max(most, waiting.length);
            if (waiting.length === 6 || start + 100 >= total) for (const go of waiting.splice(0)) go();
          });
        }
        const folders = Array.from({ length: Math.min(100, total - start) }, (_, at) => ({
          id: start + at + 1,
          roomType: 2,
        }));
        return { response: { folders, total } };
      },
    };
    const { byId } = await listRooms(portal, {
      roomTypes: [],
      concurrency: 6,
      keep: ({ id }) => id,
      onPage: () => undefined,
      onRepeat: () => undefined,
    });
    expect(byId.size).toBe(total);
    expect(most).toBe(6);
  });
});
