import { describe, expect, it } from 'vitest';
import type { Portal } from '../../src/docspace/client.ts';
import { readContents } from '../../src/docspace/contents.ts';
import type { Activity } from '../../src/rooms/activity.ts';
import { MalformedAnswerError, PortalError } from '../../src/shared/errors.ts';
import { DAY_MS, daysAgo, makeRoom, NOW } from '../support/factories.ts';
import fc from '../support/fast-check.ts';

/** What is stored in a room on third-party storage as the only witness. The room is the folder `drive`. */

type Entry = Readonly<Record<string, unknown>>;

interface Folder {
  readonly files?: readonly Entry[];
  readonly folders?: readonly Entry[];
}

/** Content that differs from page to page, or an answer of another shape, or a failure. */
type Content = Folder | readonly Folder[] | { readonly json: unknown } | Error;

const BEN = { id: 'ben', displayName: 'Ben Ode' };
const iso = (days: number, ms = 0) => new Date(NOW.getTime() - days * DAY_MS - ms).toISOString();
const entry = (id: number | string, days = 200): Entry => ({ id, updated: iso(days), updatedBy: BEN });
const entries = (count: number, from = 1) => Array.from({ length: count }, (_, at) => entry(from + at));
const failure = (status: number) => new PortalError(`${status}`, { status, isRoomSpecific: true });

/** A portal with these folders. All others are a 404. */
function portalWith(folders: Readonly<Record<string, Content>>) {
  const asked: string[] = [];
  const portal: Portal = {
    url: new URL('https://portal.example/'),
    async get({ path, query }) {
      const id = decodeURIComponent(path.replace('files/', ''));
      const start = Number(query.get('startIndex'));
      const count = Number(query.get('count'));
      asked.push(`${id}+${start}`);
      const content = folders[id] ?? failure(404);
      if (content instanceof Error) throw content;
      if ('json' in content) return content.json;
      const { files = [], folders: inside = [] } = Array.isArray(content) ? content[start / 100] : content;
      const all = [...inside, ...files];
      const page = new Set(all.slice(start, start + count));
      const part = {
        folders: inside.filter((one: Entry) => page.has(one)),
        files: files.filter((one: Entry) => page.has(one)),
        total: all.length,
      };
      return { response: part };
    },
  };
  return { portal, asked };
}

/** Reads the room, which was connected 300 days ago. Activity of the last ten days makes it active. */
async function read(
  folders: Readonly<Record<string, Content>>,
  { ignored = [], room = {} }: { ignored?: readonly string[]; room?: Parameters<typeof makeRoom>[0] } = {},
): Promise<Activity & { readonly asked: readonly string[]; readonly days: number | null }> {
  const { portal, asked } = portalWith(folders);
  const connected = { id: 'drive', isThirdParty: true, lastUpdated: daysAgo(300), created: daysAgo(300) };
  const activity = await readContents(portal, makeRoom({ ...connected, ...room }), {
    isIgnored: (account) => ignored.includes(account?.id ?? ''),
    ignoresSomebody: ignored.length > 0,
    threshold: daysAgo(10),
  });
  const days = activity.at === null ? null : (NOW.getTime() - activity.at.getTime()) / DAY_MS;
  return { ...activity, asked, days };
}

describe('the newest entry', () => {
  it.each<[string, Content, number]>([
    ['of the files', { files: [entry(1), entry(2, 50), entry(3)] }, 50],
    ['of the folders', { folders: [entry('f', 2)] }, 2],
    ['at exactly the threshold', { files: [entry(1), entry(2, 10)] }, 10],
    ['of nothing is the connection of the storage', {}, 300],
  ])('%s is the last activity', async (_, content, days) => {
    expect(await read({ drive: content })).toMatchObject({
      days,
      evidence: 'contents',
      uncertainBecause: null,
      asked: ['drive+0'],
    });
  });

  it('has its author', async () => {
    const { what, by } = await read({ drive: { files: [entry(1)] } });
    expect([what, by]).toEqual(['stored files changed', { id: 'ben', name: 'Ben Ode' }]);
  });

  it.each([
    [{}, { at: null, evidence: 'none' }],
    [{ files: [entry(1)] }, { days: 200, evidence: 'contents' }],
  ])('counts if the list has no date: %j', async (content, expected) => {
    const room = { created: null, lastUpdated: null };
    expect(await read({ drive: content }, { room })).toMatchObject(expected);
  });

  it.each([
    ['the ignored account alone', [entry(1, 1)], 300],
    ['somebody else too long ago', [entry(1, 1), { id: 2, updated: iso(20) }], 20],
    ['somebody else in time', [entry(1, 1), { id: 2, updated: iso(5) }], 5],
  ])('is not of an ignored account: %s', async (_, files, days) => {
    expect((await read({ drive: { files } }, { ignored: ['ben'] })).days).toBe(days);
  });

  it('is not the date of the list if an ignored account made it', async () => {
    const room = { lastUpdated: daysAgo(1), updatedBy: { id: 'bot', name: 'Bot' } };
    const folders = { drive: { files: [entry(1)] } };
    expect((await read(folders, { room, ignored: ['bot'] })).days).toBe(200);
  });
});

it('a recent entry of an ignored account does not end the reading of a folder', async () => {
  const files = [...Array.from({ length: 150 }, (_, id) => entry(id, 1)), { id: 'x', updated: iso(5) }];
  const { days, asked } = await read({ drive: { files } }, { ignored: ['ben'] });
  expect([days, asked]).toEqual([5, ['drive+0', 'drive+100']]);
});

describe('the walk', () => {
  it('is breadth-first, each folder once, and around no cycle', async () => {
    const { asked, days, uncertainBecause } = await read({
      drive: { folders: [entry('a'), entry('b')], files: [entry(1)] },
      a: { folders: [entry('a/deep'), entry('drive'), entry('a')] },
      b: { folders: [entry('b/deep')] },
      'a/deep': { folders: [entry('a/deep/er', 60)] },
      'b/deep': {},
      'a/deep/er': { files: [entry(1, 50)] },
    });
    expect(asked.map((one) => one.slice(0, -2))).toEqual([
      'drive',
      'a',
      'b',
      'a/deep',
      'b/deep',
      'a/deep/er',
    ]);
    expect([days, uncertainBecause]).toEqual([50, null]);
  });

  it.each<[string, Entry]>([
    ['an old folder', entry('c', 100)],
    ['a folder of the threshold', entry('c', 10)],
    ['a folder without a date', { id: 'c' }],
  ])('goes into %s, and stops at the first entry within the threshold', async (_, c) => {
    const { asked, days } = await read({
      drive: { folders: [c], files: [entry(1)] },
      c: { files: [entry(1, 3)], folders: [entry('d'), entry('e')] },
    });
    expect([asked, days]).toEqual([['drive+0', 'c+0'], 3]);
  });

  it('reads long folders page by page, until something is recent', async () => {
    const long = await read({ drive: { files: entries(230) } });
    expect(long.asked).toEqual(['drive+0', 'drive+100', 'drive+200']);
    expect(long.uncertainBecause).toBeNull();
    const recent = await read({ drive: { files: [entry(1, 1), ...entries(229, 2)] } });
    expect(recent.asked).toEqual(['drive+0']);
  });

  it.each([
    ['sees it all with 50 requests', 49, null],
    ['ends where 51 would be needed', 50, 'too large to check'],
    ['ends where hundreds would be needed', 400, 'too large to check'],
  ])('%s', async (_, count, uncertainBecause) => {
    const names = Array.from({ length: count }, (_, at) => `f${at}`);
    const inside = Object.fromEntries(names.map((name) => [name, { files: [entry(1)] }]));
    const seen = await read({ drive: { folders: names.map((name) => entry(name)) }, ...inside });
    expect(seen).toMatchObject({ uncertainBecause, evidence: 'contents', days: 200 });
    expect(seen.asked).toHaveLength(50);
  });

  it('ends in a single folder that is too large', async () => {
    const { uncertainBecause, asked } = await read({ drive: { files: entries(5001) } });
    expect([uncertainBecause, asked.length]).toEqual(['too large to check', 50]);
  });
});

it('is certain only if the whole tree was seen and nothing in it is recent', async () => {
  const ages = fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 10, max: 200 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }) },
  );
  const files = fc.array(ages, { maxLength: 3 });
  // Folders by number; each lies in one that was made before it.
  const tree = fc.array(fc.record({ age: ages, files, within: fc.nat() }), { maxLength: 90, size: 'max' });
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(tree, files, async (made, top) => {
      const inside = Array.from({ length: made.length + 1 }, (): Entry[] => []);
      for (const [at, { age, within }] of made.entries()) {
        inside[within % (at + 1)]?.push(entry(`f${at + 1}`, age));
      }
      const content = (place: number, of: readonly number[]) => ({
        folders: inside[place] ?? [],
        files: of.map((age, at) => entry(at, age)),
      });
      const folders = made.map((one, at) => [`f${at + 1}`, content(at + 1, one.files)] as const);
      const seen = await read({ drive: content(0, top), ...Object.fromEntries(folders) });
      const isAlive = [...top, ...made.flatMap((one) => [one.age, ...one.files])].some((age) => age < 10);
      expect(seen.asked.length).toBeLessThanOrEqual(50);
      const outcome = (seen.days ?? 300) < 10 ? 'active' : (seen.uncertainBecause ?? 'certain');
      outcomes.add(outcome);
      if (outcome === 'certain') expect([isAlive, seen.asked.length]).toEqual([false, 1 + made.length]);
      else if (outcome === 'active') expect(isAlive).toBe(true);
      else expect(made.length).toBeGreaterThanOrEqual(50);
    }),
    { numRuns: 300 },
  );
  expect(outcomes).toEqual(new Set(['certain', 'active', 'too large to check']));
});

describe('a room of which not all was seen is uncertain', () => {
  it.each<[string, Content]>([
    ['a page that is shorter', [{ files: entries(150) }, { files: entries(149) }]],
    ['a page that is longer', [{ files: entries(150) }, { files: entries(151) }]],
    [
      'a file that was deleted and another that was added',
      [{ files: entries(150) }, { files: entries(150, 0) }],
    ],
    ['the same page again', { json: { response: { files: entries(100), total: 150 } } }],
    ['the same full page again', { json: { response: { files: entries(100), total: 200 } } }],
    ['one entry twice on a page', { files: [...entries(2), ...entries(1, 2)] }],
    ['more than the total', { json: { response: { files: entries(3), total: 2 } } }],
    ['pages without entries', { json: { response: { files: [], folders: [], total: 5 } } }],
  ])('because of a change: %s', async (_, content) => {
    expect((await read({ drive: content })).uncertainBecause).toBe('changed while it was checked');
  });

  it('because a folder in it is gone, and the request for it counts', async () => {
    const names = Array.from({ length: 49 }, (_, at) => `f${at}`);
    const inside = Object.fromEntries(names.slice(0, -1).map((name) => [name, {}]));
    const seen = await read({ drive: { folders: names.map((name) => entry(name)) }, ...inside });
    expect([seen.uncertainBecause, seen.asked.length]).toEqual(['changed while it was checked', 50]);
  });

  it.each([
    ['a notation of its own', { updated: '06/01/2026 10:00' }],
    ['no date', {}],
    ['the year 1', { updated: '0001-01-01T00:00:00.0000000Z' }],
  ])('because of a file with %s for its date', async (_, dated) => {
    const seen = await read({ drive: { files: [entry(1), { id: 2, ...dated }] } });
    expect(seen).toMatchObject({ uncertainBecause: 'files without a date', evidence: 'contents' });
  });

  it('but not because of a file without a date beside a recent one, or by an ignored account', async () => {
    const undated = { id: 2, updatedBy: BEN };
    expect((await read({ drive: { files: [undated, entry(3, 1)] } })).uncertainBecause).toBeNull();
    const ignored = await read({ drive: { files: [undated] } }, { ignored: ['ben'] });
    expect(ignored.uncertainBecause).toBeNull();
  });
});

it('a file and a folder with the same number are two entries', async () => {
  const seen = await read({ drive: { files: [entry(7)], folders: [entry(7)] }, 7: {} });
  expect([seen.asked, seen.uncertainBecause]).toEqual([['drive+0', '7+0'], null]);
});

describe('what cannot be read is an error', () => {
  it.each([
    ['no total', { response: { files: [], folders: [] } }],
    ['no response', {}],
    ['a list', { response: [] }],
    ['a folder without an id', { response: { folders: [{ updated: iso(9) }], total: 1 } }],
    ['a total that is none', { response: { files: [], folders: [], total: -1 } }],
    ['files that are none', { response: { files: 'x', folders: [], total: 1 } }],
  ])('an answer with %s', async (_, json) => {
    await expect(read({ drive: { json } })).rejects.toThrow(MalformedAnswerError);
  });

  it.each([403, 500, 504])('%i for the room or a folder in it', async (status) => {
    await expect(read({ drive: failure(status) })).rejects.toThrow(`${status}`);
    await expect(read({ drive: { folders: [entry('a')] }, a: failure(status) })).rejects.toThrow(`${status}`);
  });

  it('404 for the room itself', async () => {
    await expect(read({})).rejects.toThrow('404');
  });
});
