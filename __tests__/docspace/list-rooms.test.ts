import { describe, expect, it } from 'vitest';
import type { Portal } from '../../src/docspace/client.ts';
import { type ListingOptions, listRooms } from '../../src/docspace/list-rooms.ts';
import type { Room, RoomId } from '../../src/rooms/room.ts';
import { PortalError } from '../../src/shared/errors.ts';

/** One request for a part of the list. `page`: counted from 1 on. */
interface Asked {
  readonly page: number;
  readonly start: number;
  readonly count: number;
  readonly types: readonly string[];
}

interface Entry {
  readonly id?: RoomId;
  readonly roomType: unknown;
  readonly title?: string;
}

/** A portal with a list of rooms, which a test changes before a request is answered, or answers by itself. */
class FakePortal implements Portal {
  readonly url = new URL('https://portal.example/');
  readonly asked: Asked[] = [];
  rooms: Entry[];
  hasTotal = true;
  /** Called before each request is answered, with its number. What it returns is the answer. */
  onRequest: (nth: number, asked: Asked) => unknown = () => undefined;

  constructor(rooms: Entry[] = []) {
    this.rooms = rooms;
  }

  async get({ path, query }: Parameters<Portal['get']>[0]): Promise<unknown> {
    expect(path).toBe('files/rooms');
    expect(query.get('searchArea')).toBe('0');
    const [start, count] = [Number(query.get('startIndex')), Number(query.get('count'))];
    const asked = { page: Math.ceil(start / 100) + 1, start, count, types: query.getAll('type') };
    const nth = this.asked.push(asked);
    const own = this.onRequest(nth, asked);
    if (own !== undefined) return own;
    const { types } = asked;
    const matching = this.rooms.filter(({ roomType }) => types.length === 0 || types.includes(`${roomType}`));
    const folders = matching.slice(start, start + count);
    return this.hasTotal ? { response: { folders, total: matching.length } } : folders;
  }

  remove(id: RoomId): void {
    this.rooms = this.rooms.filter((room) => room.id !== id);
  }

  /** Makes a room, or moves it, to the top of the list. */
  touch(id: RoomId): void {
    this.remove(id);
    this.rooms.unshift({ id, roomType: 2 });
  }
}

const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);
const entries = (count: number, from = 1, types: readonly unknown[] = [2]): Entry[] =>
  numbers(count, from).map((id, at) => ({ id, roomType: types[at % types.length], title: 'Secret' }));

interface Listing {
  readonly rooms: readonly Room[];
  readonly ids: readonly RoomId[];
  readonly withoutId: number;
  readonly repeats: readonly string[];
  readonly pages: readonly (readonly [number, number | null])[];
}

async function list(portal: Portal, options: Partial<ListingOptions<Room>> = {}): Promise<Listing> {
  const repeats: string[] = [];
  const pages: [number, number | null][] = [];
  const { byId, withoutId } = await listRooms(portal, {
    roomTypes: [],
    concurrency: 1,
    keep: (room) => room,
    onPage: (seen, total) => pages.push([seen, total]),
    onRepeat: (line) => repeats.push(line),
    ...options,
  });
  const ids = [...byId.keys()].toSorted((a, b) => Number(a) - Number(b));
  return { rooms: [...byId.values()], ids, withoutId, repeats, pages };
}

async function failing(portal: Portal, options?: Partial<ListingOptions<Room>>): Promise<string> {
  const error: unknown = await list(portal, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PortalError);
  expect((error as Error).message).not.toContain('Secret');
  return (error as Error).message;
}

describe('all rooms', () => {
  it.each([
    [0, 1],
    [1, 1],
    [99, 1],
    // A total of 100 could be the count of the page: it takes a second one to know.
    [100, 2],
    [101, 2],
    [200, 2],
    [201, 3],
    [300, 3],
    [943, 10],
  ])('%i of them, with %i request(s)', async (count, requests) => {
    const portal = new FakePortal(entries(count));
    const listing = await list(portal, { concurrency: 4 });
    expect(listing.ids).toEqual(numbers(count));
    expect(listing.repeats).toEqual([]);
    expect(portal.asked).toHaveLength(requests);
    expect(portal.asked.every((one) => one.count === 100 && one.types.length === 0)).toBe(true);
    expect(listing.pages.at(-1)).toEqual([count, count]);
    expect(listing.pages.filter(([seen]) => seen === count)).toHaveLength(1);
  });

  it.each([
    [250, [0, 99, 198]],
    [300, [0, 100, 200]],
  ])('%i on pages that overlap by one room if that costs no request', async (count, starts) => {
    const portal = new FakePortal(entries(count));
    await list(portal);
    expect(portal.asked.map(({ start }) => start)).toEqual(starts);
  });

  it('"7" and 7 are two rooms', async () => {
    const { rooms } = await list(new FakePortal([7, '7', 'drive-1'].map((id) => ({ id, roomType: 2 }))));
    expect(new Set(rooms.map(({ id }) => id))).toEqual(new Set([7, '7', 'drive-1']));
  });

  it.each([
    [120, true],
    [20, false],
  ])('%i entries without an id are counted, each for itself; with a total: %s', async (count, hasTotal) => {
    const portal = new FakePortal([...entries(100), ...Array(count).fill({ roomType: 2 })]);
    portal.hasTotal = hasTotal;
    const { rooms, withoutId } = await list(portal);
    expect([rooms.length, withoutId]).toEqual([100, count]);
  });

  it('of the types that are wanted, on every page', async () => {
    const portal = new FakePortal([...entries(250, 1, [8]), { id: 999, roomType: 2 }]);
    const { rooms } = await list(portal, { roomTypes: ['virtual-data'] });
    expect(rooms).toHaveLength(250);
    expect(portal.asked.map(({ types }) => types)).toEqual([['8'], ['8'], ['8']]);
  });

  it('whatever the name of their type is in JavaScript', async () => {
    for (const roomType of ['constructor', '__proto__', 'toString']) {
      const { rooms } = await list(new FakePortal([{ id: 1, roomType }]));
      expect(rooms.map(({ type }) => type)).toEqual([`type-${roomType}`]);
    }
  });
});

/** Refuses each request for the rooms of one type alone. */
function refuseType(portal: FakePortal, type: number, status: number): void {
  portal.onRequest = (_, { types }) => {
    if (types.join() === String(type)) throw new PortalError(`${status}`, { status });
  };
}

describe('more than 1,000 rooms', () => {
  const TYPES = [1, 2, 5, 6, 8, 9];
  /** So many rooms, of all types in turn. */
  const many = (count: number, types: readonly number[] = TYPES) => new FakePortal(entries(count, 1, types));
  /** Pages of these types, not questions for a total. */
  const pagesOf = ({ asked }: FakePortal, types: string) =>
    asked.filter((one) => one.types.join() === types && one.count === 100).length;

  it('1,000 are listed at once', async () => {
    const portal = many(1000);
    expect((await list(portal)).ids).toEqual(numbers(1000));
    expect([pagesOf(portal, ''), portal.asked.length]).toEqual([10, 10]);
  });

  it('1,001 are listed type by type, after one page of all, and with the totals before and after', async () => {
    const portal = many(1001);
    const listing = await list(portal, { concurrency: 4 });
    expect(listing.ids).toEqual(numbers(1001));
    expect(pagesOf(portal, '')).toBe(1);
    for (const type of TYPES) expect(pagesOf(portal, `${type}`)).toBe(2);
    expect(portal.asked.filter(({ count }) => count === 1)).toHaveLength(TYPES.length + 1);
    expect(listing.pages.filter(([seen, total]) => seen === total)).toEqual([[1001, 1001]]);
  });

  it('of a type that nobody knows are listed at once, as soon as the totals do not add up', async () => {
    const portal = many(1100);
    portal.rooms.push({ id: 9000, roomType: 77 });
    expect((await list(portal)).ids).toEqual([...numbers(1100), 9000]);
    expect([pagesOf(portal, ''), portal.asked.length]).toEqual([12, 12 + TYPES.length]);
  });

  it('are listed at once if one was made meanwhile', async () => {
    const portal = many(1100);
    portal.onRequest = (nth) => (nth === 12 ? portal.touch(9000) : undefined);
    expect((await list(portal)).ids).toEqual([...numbers(1100), 9000]);
    expect(pagesOf(portal, '')).toBeGreaterThan(10);
  });

  it('of the types that are wanted are listed type by type', async () => {
    const portal = many(3000);
    const { rooms } = await list(portal, { roomTypes: ['custom', 'public', 'virtual-data'] });
    expect(rooms).toHaveLength(1500);
    expect(new Set(portal.asked.map(({ types }) => types.join()))).toEqual(new Set(['5,6,8', '5', '6', '8']));
  });

  it('of one type that is wanted are listed at once', async () => {
    const portal = many(1300, [5]);
    expect((await list(portal, { roomTypes: ['custom'] })).ids).toEqual(numbers(1300));
    expect(portal.asked).toHaveLength(13);
  });

  it('are listed type by type on DocSpace before 3.6, which refuses AI agents', async () => {
    const portal = many(1100, [1, 2, 5, 6, 8]);
    refuseType(portal, 9, 400);
    expect((await list(portal)).ids).toEqual(numbers(1100));
    expect(pagesOf(portal, '')).toBe(1);
  });

  it.each([403, 404, 405, 451])('are listed at once if one type alone is refused with %i', async (status) => {
    const portal = many(1100);
    refuseType(portal, 5, status);
    expect((await list(portal)).ids).toEqual(numbers(1100));
    expect(pagesOf(portal, '')).toBe(11);
  });

  it.each([401, 429, 500, 503])('are not listed if the total of a type fails with %i', async (status) => {
    const portal = many(1100);
    refuseType(portal, 5, status);
    await expect(list(portal)).rejects.toThrow(`${status}`);
  });

  it('10,000 of five types: the portal sorts a fifth of the rooms for a page', async () => {
    const portal = many(10_000, [1, 2, 5, 6, 8]);
    expect((await list(portal, { concurrency: 8 })).rooms).toHaveLength(10_000);
    expect(pagesOf(portal, '')).toBe(1);
    expect(portal.asked.length).toBeLessThanOrEqual(100 + 1 + TYPES.length + 1);
  });
});

describe('rooms that move while they are listed', () => {
  it.each([1, 4, 8])(
    'one is removed at each moment of the first listing (%i at once)',
    async (concurrency) => {
      for (const moment of [1, 2, 3, 4, 5]) {
        const portal = new FakePortal(entries(412));
        portal.onRequest = (nth) => (nth === moment ? portal.remove(3) : undefined);
        const listing = await list(portal, { concurrency });
        expect(listing.ids, `at request ${moment}`).toEqual(numbers(412).filter((id) => id !== 3));
        const repeats =
          moment === 1 ? [] : [expect.stringMatching(/different totals .*Listing again \(1 of 3\)/)];
        expect(listing.repeats).toEqual(repeats);
      }
    },
  );

  it('one moves to the top: it is missed once, another is seen twice, and the listing is repeated', async () => {
    const portal = new FakePortal(entries(300));
    portal.onRequest = (nth) => (nth === 2 ? portal.touch(250) : undefined);
    const listing = await list(portal);
    expect(listing.ids).toEqual(numbers(300));
    expect(listing.repeats).toEqual([
      expect.stringContaining('300 rooms, and its pages hold 299 different ones'),
    ]);
  });

  it('one is removed from page 1 and another is made at the end: none is missed', async () => {
    const portal = new FakePortal(entries(250));
    portal.onRequest = (nth) => {
      if (nth !== 2) return;
      portal.remove(11);
      portal.rooms.push({ id: 900, roomType: 2 });
    };
    const listing = await list(portal);
    expect(listing.ids).toEqual([...numbers(250).filter((id) => id !== 11), 900]);
    expect(listing.repeats).toEqual([
      'Page 2 of the rooms does not begin with the room that page 1 ends with. Listing again (1 of 3).',
    ]);
  });

  it('one is removed and another is made: the totals agree, and still it is seen', async () => {
    const portal = new FakePortal(entries(300));
    portal.onRequest = (nth) => {
      if (nth === 2) portal.remove(5);
      if (nth === 3) portal.rooms.push({ id: 900, roomType: 2 });
    };
    expect((await list(portal)).ids).toEqual([...numbers(300).filter((id) => id !== 5), 900]);
  });

  it('quiet again after three repeats: the fourth listing counts', async () => {
    const portal = new FakePortal(entries(250));
    portal.onRequest = (nth) => (nth <= 9 && nth % 3 === 2 ? portal.remove(nth) : undefined);
    const listing = await list(portal);
    expect(listing.ids).toEqual(numbers(250).filter((id) => ![2, 5, 8].includes(id)));
    expect(listing.repeats).toHaveLength(3);
  });

  it('without end: an error after four listings, with the last problem', async () => {
    const portal = new FakePortal(entries(250));
    portal.onRequest = (nth) => (nth % 3 === 2 ? portal.touch(240 - nth) : undefined);
    expect(await failing(portal)).toMatch(
      /could not be proven complete in 4 listings.*Page 2 of the rooms does not begin with the room that page 1 ends with/,
    );
    expect(portal.asked).toHaveLength(12);
  });

  it('without end, if the portal sends no total: an error as well', async () => {
    const portal = new FakePortal(entries(150));
    portal.hasTotal = false;
    portal.onRequest = (nth, { page }) => (page === 1 ? portal.touch(1000 + nth) : undefined);
    expect(await failing(portal)).toMatch(
      /could not be proven complete in 4 listings.*Two listings in a row differ: 153 rooms, then 154/,
    );
  });

  it('without a total, two listings have to agree', async () => {
    const portal = new FakePortal(entries(150));
    portal.hasTotal = false;
    portal.onRequest = (nth) => (nth === 2 ? portal.remove(5) : undefined);
    const listing = await list(portal);
    expect(listing.ids).toEqual(numbers(150).filter((id) => id !== 5));
    expect(listing.repeats.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a list that does not add up', () => {
  const page = (folders: readonly unknown[], total: unknown) => ({ response: { folders, total } });
  const folders = (from: number, count: number) => entries(count, from);

  /** A portal that answers for each page as told, and for all further ones like for the last one. */
  function answering(...answers: readonly unknown[]): FakePortal {
    const portal = new FakePortal();
    portal.onRequest = (_, asked) => answers[asked.page - 1] ?? answers.at(-1);
    return portal;
  }

  it.each([
    ['fewer rooms than the total', [page(folders(1, 90), 91)], /reports 91 rooms, and its pages hold 90/],
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
      'an entry without an id that is seen twice, and a room that is not seen',
      [page([{ roomType: 2 }, ...folders(1, 99)], 101), page([{ roomType: 2 }], 101)],
      /Page 2 of the rooms does not begin with the room that page 1 ends with/,
    ],
  ] as const)('%s', async (_, answers, says) => {
    const portal = answering(...answers);
    const message = await failing(portal);
    expect(message).toMatch(says);
    expect(message).toContain('could not be proven complete in 4 listings, so there are no results.');
    // Each of the four listings asks for the pages once, and for none that cannot mend it.
    expect(portal.asked).toHaveLength(4 * answers.length);
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
      { error: { message: 'Secret' }, statusCode: 500 },
      /folders should be a list/,
    ],
  ] as const)('%s', async (_, answer, says) => {
    const message = await failing(answering(answer));
    expect(message).toMatch(says);
  });

  it('a wrong member on page 2 is named with its page', async () => {
    const wrong = [...folders(101, 2), { id: 103, roomType: { Secret: true } }];
    const portal = answering(page(folders(1, 100), 103), page(wrong, 103));
    expect(await failing(portal)).toMatch(/page 2 of the rooms .*response\.folders\[2\]\.roomType should be/);
  });

  it('reads a list of less than one page if the portal ignores startIndex and sends no total', async () => {
    const portal = answering(folders(1, 99));
    const { rooms } = await list(portal);
    expect(rooms).toHaveLength(99);
    expect(portal.asked).toHaveLength(4);
  });

  it.each([
    ['a bare array', folders(1, 100)],
    ['a response', { response: folders(1, 100) }],
    ['a response with more rooms than requested', { response: { folders: folders(1, 250) } }],
    ['entries without an id', { response: [folders(1, 1), Array(100).fill({ roomType: 2 })].flat() }],
  ])('fails if the portal ignores startIndex and sends no total: %s', async (_, json) => {
    const portal = answering(json);
    expect(await failing(portal)).toMatch(/^The portal ignores paging: .*so the list may be incomplete\./);
    expect(portal.asked).toHaveLength(2);
  });

  it('fails if the portal ignores startIndex and sends a total, and does not ask for all pages', async () => {
    const portal = answering(page(folders(1, 100), 100_000));
    expect(await failing(portal, { concurrency: 4 })).toContain('could not be proven complete');
    // In each of four listings the first page, and those that are under way when the second one is read; once, the totals.
    expect(portal.asked.length).toBeLessThanOrEqual(4 * 5 + 6);
  });

  it('a total far beyond a full first page: an empty page is the last that is asked for', async () => {
    const portal = answering(page(folders(1, 100), 100_000), page([], 100_000));
    expect(await failing(portal, { concurrency: 4 })).toContain(
      'reports 100000 rooms, and its pages hold 100',
    );
    // Four listings, each with four requests under way when the first empty page comes in.
    expect(portal.asked.length).toBeLessThanOrEqual(4 * (1 + 2 * 4) + 6);
  });

  it('a portal that makes up rooms for ever ends with an error', async () => {
    // A page for each of the first ten thousand requests would take long: one that says so at once is enough here.
    const portal = answering(page(folders(1, 100), 1_000_001));
    expect(await failing(portal)).toContain('more than this action can list');
    expect(portal.asked).toHaveLength(1);
  });

  it('one page that fails ends the listing with its error', async () => {
    const portal = new FakePortal(entries(550));
    portal.onRequest = (_, asked) => {
      if (asked.page === 4) throw new PortalError('403');
    };
    expect(await failing(portal)).toBe('403');
  });
});

it('asks for as many pages at once as allowed, and never for more', async () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  const portal = new FakePortal(entries(943));
  const listed = portal.get.bind(portal);
  portal.get = async (call) => {
    const start = Number(call.query.get('startIndex'));
    // The first page is alone. Each later one waits until as many as allowed are under way, or the last one is.
    if (start > 0) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
        if (waiting.length === 6 || start + 100 >= 943) for (const go of waiting.splice(0)) go();
      });
    }
    return listed(call);
  };
  expect((await list(portal, { concurrency: 6 })).rooms).toHaveLength(943);
  expect(most).toBe(6);
});
