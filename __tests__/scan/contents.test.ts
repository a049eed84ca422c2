import { describe, expect, it } from 'vitest';
import {
  type FaultKind,
  type FileSeed,
  type FolderSeed,
  type RoomSeed,
  startPortal,
} from '../../sandbox/portal/index.ts';
import { PortalError } from '../../src/shared/errors.ts';
import fc from '../support/fast-check.ts';
import { scaled } from '../support/scale.ts';
import { ANN, ago, asked, BEN, entryOf, NOW, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** What is stored in a room on third-party storage as the only witness. */

const OLD = ago(200);

/** A room on third-party storage that was connected 300 days ago. */
function stored(
  inside: Pick<RoomSeed, 'files' | 'folders' | 'storage'> = {},
  id: RoomSeed['id'] = 'drive-1',
) {
  return {
    id: id ?? 'drive-1',
    created: ago(300),
    updated: ago(300),
    createdBy: ANN,
    updatedBy: ANN,
    ...inside,
  } satisfies RoomSeed;
}

const old: FileSeed = { updated: OLD, createdBy: BEN };
const folder = (id: string, inside: Partial<FolderSeed> = {}): FolderSeed => ({
  id,
  updated: OLD,
  createdBy: BEN,
  ...inside,
});

interface Tree {
  readonly age: number;
  readonly files: readonly number[];
  readonly folders: readonly Tree[];
}
const seedOf = ({ age, files, folders }: Tree): FolderSeed => ({
  updated: ago(age),
  files: files.map((one) => ({ updated: ago(one) })),
  folders: folders.map(seedOf),
});
const agesIn = ({ age, files, folders }: Tree): number[] => [age, ...files, ...folders.flatMap(agesIn)];
const foldersIn = ({ folders }: Tree): number => folders.reduce((sum, one) => sum + foldersIn(one), 1);

const contentPaths = (portal: { requests: readonly { path: string; query: URLSearchParams }[] }) =>
  portal.requests
    .filter(({ path }) => !path.endsWith('/rooms'))
    .map(
      ({ path, query }) => `${decodeURIComponent(path.split('/').at(-1) ?? '')}+${query.get('startIndex')}`,
    );

describe('the newest entry decides', () => {
  it.each([
    { what: 'a millisecond within the threshold', at: ago(10, -1), verdict: 'upcoming' },
    { what: 'at the threshold', at: ago(10), verdict: 'abandoned' },
    { what: 'long ago', at: ago(50), verdict: 'abandoned' },
    { what: 'today', at: ago(0), verdict: 'active' },
  ])('$what: $verdict', async ({ at, verdict }) => {
    const portal = await sandboxWith({
      rooms: [
        stored({ files: [old, { updated: at, createdBy: BEN }, old] }),
        stored({ files: [old] }, 'box-2'),
      ],
    });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts.toSorted()).toEqual(['room box-2: abandoned', `room drive-1: ${verdict}`]);
    expect(entryOf(seen, 'box-2').room).toMatchObject({
      evidence: 'contents',
      daysInactive: 200,
      lastActivity: OLD.toISOString(),
      lastUpdated: ago(300).toISOString(),
      lastActivityBy: 'Ben Ode',
    });
    expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 2 });
    expect(seen.report.notes).toEqual([]);
  });

  it('the date of a folder counts as that of a file', async () => {
    const portal = await sandboxWith({ rooms: [stored({ folders: [folder('f', { updated: ago(2) })] })] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
  });

  it.each([
    { what: 'a room with a text as id', room: stored({ files: [old] }, 'drive-1') },
    {
      what: 'a room that says it is on third-party storage',
      room: { ...stored({ files: [old] }, 77), providerKey: 'WebDav' },
    },
  ])('$what is not asked for its history', async ({ room }) => {
    const portal = await sandboxWith({ rooms: [room] });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, room.id)).toMatchObject({ lists: ['abandoned'], room: { evidence: 'contents' } });
    expect(asked(portal)).toMatchObject({ history: 0, contents: 1 });
  });

  it('empty storage is abandoned since it was connected', async () => {
    const portal = await sandboxWith({ rooms: [stored()] });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 'drive-1')).toMatchObject({
      lists: ['abandoned'],
      room: { evidence: 'contents', daysInactive: 300 },
    });
    expect(asked(portal).contents).toBe(1);
  });

  it('without any date, there is no evidence either', async () => {
    const undated = { created: null, updated: null };
    const portal = await sandboxWith({
      rooms: [
        { ...stored(), ...undated },
        { ...stored({ files: [old] }, 'box-2'), ...undated },
      ],
    });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 'drive-1').room).toMatchObject({
      evidence: 'none',
      lastActivity: null,
    });
    expect(entryOf(seen, 'box-2').room).toMatchObject({ evidence: 'contents', daysInactive: 200 });
  });

  it('a storage that was connected within the threshold is asked nothing', async () => {
    const portal = await sandboxWith({ rooms: [{ ...stored(), created: ago(9), updated: ago(9) }] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: upcoming']);
    expect(asked(portal).contents).toBe(0);
  });
});

describe('the walk', () => {
  const tree = [
    folder('a', { folders: [folder('a/deep', { folders: [folder('a/deep/er', { files: [old] })] })] }),
    folder('b', { folders: [folder('b/deep')] }),
  ];

  it('is breadth-first, each folder once', async () => {
    const portal = await sandboxWith({ rooms: [stored({ folders: tree, files: [old] })] });
    expect(entryOf(await scanSandbox(portal), 'drive-1').room.daysInactive).toBe(200);
    const paths = contentPaths(portal);
    expect(paths[0]).toBe('drive-1+0');
    expect(paths.slice(1, 3).toSorted()).toEqual(['a+0', 'b+0']);
    expect(paths.slice(3, 5).toSorted()).toEqual(['a/deep+0', 'b/deep+0']);
    expect(paths.slice(5)).toEqual(['a/deep/er+0']);
  });

  it('stops at the first entry within the threshold', async () => {
    const alive = folder('c', { files: [{ updated: ago(3) }], folders: [folder('d'), folder('e')] });
    const portal = await sandboxWith({ rooms: [stored({ folders: [alive], files: [old] })] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
    expect(contentPaths(portal)).toEqual(['drive-1+0', 'c+0']);
  });

  it('reads on after an entry at exactly the threshold', async () => {
    const alive = folder('c', { updated: ago(10), files: [{ updated: ago(3) }] });
    const portal = await sandboxWith({ rooms: [stored({ folders: [alive], files: [old] })] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
    expect(contentPaths(portal)).toEqual(['drive-1+0', 'c+0']);
  });

  it('finds files in deep folders', async () => {
    const deepest = folder('5', { files: [{ updated: ago(1), createdBy: BEN }] });
    const nested = [4, 3, 2, 1].reduce(
      (inner, level) => folder(String(level), { folders: [inner] }),
      deepest,
    );
    const portal = await sandboxWith({ rooms: [stored({ folders: [nested] })] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
    expect(asked(portal).contents).toBe(6);
  });

  it('reads long folders page by page', async () => {
    const files = Array.from({ length: 230 }, () => old);
    const portal = await sandboxWith({ rooms: [stored({ files })] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: abandoned']);
    expect(contentPaths(portal)).toEqual(['drive-1+0', 'drive-1+100', 'drive-1+200']);
  });

  it('asks for ids with any characters', async () => {
    const portal = await sandboxWith({
      rooms: [
        stored({ folders: [folder('s-ü/%|? #', { files: [{ updated: ago(1) }] })] }, 'sbox-4-L0/ü %|?#'),
      ],
    });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room sbox-4-L0/ü %|?#: active']);
    expect(contentPaths(portal)).toEqual(['sbox-4-L0/ü %|?#+0', 's-ü/%|? #+0']);
  });

  it.each([
    { what: '50 requests see it all', folders: 49, verdict: 'abandoned', requests: 50 },
    { what: '51 would be needed', folders: 50, verdict: 'unknown', requests: 50 },
    { what: 'hundreds would be needed', folders: 400, verdict: 'unknown', requests: 50 },
  ])('$what: $verdict', async ({ folders, verdict, requests }) => {
    const many = Array.from({ length: folders }, (_, at) => folder(`f${at}`, { files: [old] }));
    const portal = await sandboxWith({ rooms: [stored({ folders: many })] });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual([`room drive-1: ${verdict}`]);
    expect(asked(portal).contents).toBe(requests);
    expect(entryOf(seen, 'drive-1').room).toMatchObject(
      verdict === 'unknown'
        ? { reason: 'too large to check', evidence: 'contents' }
        : { evidence: 'contents' },
    );
    expect(seen.report.counts.abandoned).toBe(verdict === 'unknown' ? 0 : 1);
  });

  it('a single folder can be too large as well', async () => {
    const files = Array.from({ length: 5001 }, () => old);
    const portal = await sandboxWith({ rooms: [stored({ files })] });
    expect(entryOf(await scanSandbox(portal), 'drive-1').room.reason).toBe('too large to check');
    expect(asked(portal).contents).toBe(50);
  });

  it('goes around no cycle', async () => {
    const portal = await sandboxWith({ rooms: [stored({ folders: [folder('a')] })] });
    const response = {
      files: [],
      folders: ['drive-1', 'a'].map((id) => ({ id, updated: OLD.toISOString() })),
      total: 2,
    };
    portal.faults.add({
      match: { path: /\/files\/a$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { json: { response } },
    });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: abandoned']);
    expect(asked(portal).contents).toBe(2);
  });

  it('a folder without a date is looked into', async () => {
    const portal = await sandboxWith({
      rooms: [stored({ folders: [folder('a', { files: [{ updated: ago(1) }] })] })],
    });
    const json = { response: { files: [], folders: [{ id: 'a' }], total: 1 } };
    portal.faults.add({ match: { path: /\/files\/drive-1$/ }, kind: { json } });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
  });
});

it('reports a room as abandoned only if its whole tree was seen and nothing in it is recent', async () => {
  const ages = fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 10, max: 200 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }) },
  );
  const files = fc.array(ages, { maxLength: 3 });
  const level = (folders: fc.Arbitrary<Tree[]>): fc.Arbitrary<Tree> =>
    fc.record({ age: ages, files, folders });
  const tree = level(fc.array(level(fc.array(level(fc.constant([])), { maxLength: 4 })), { maxLength: 4 }));
  const verdicts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { maxLength: 12 }), files, async (folders, top) => {
      const portal = await startPortal({
        now: () => NOW,
        rooms: [stored({ folders: folders.map(seedOf), files: top.map((age) => ({ updated: ago(age) })) })],
      });
      try {
        const seen = await scanSandbox(portal);
        const isAlive = [...top, ...folders.flatMap(agesIn)].some((age) => age < 10);
        const requests = 1 + folders.reduce((sum, one) => sum + foldersIn(one), 0);
        const verdict = seen.verdicts[0]?.split(': ')[1] ?? '';
        verdicts.add(verdict);
        expect(asked(portal).contents).toBeLessThanOrEqual(50);
        if (verdict === 'abandoned')
          expect({ isAlive, requests: asked(portal).contents }).toEqual({ isAlive: false, requests });
        else if (verdict === 'unknown') expect(requests).toBeGreaterThan(50);
        else expect(isAlive).toBe(true);
      } finally {
        await portal.close();
      }
    }),
    { numRuns: scaled(150, 75), seed: 4711 },
  );
  expect(verdicts).toEqual(new Set(['abandoned', 'active', 'upcoming', 'unknown']));
});

describe('an incomplete view reports no room as abandoned', () => {
  it.each([
    { storage: 'disconnected' as const, requests: 'a fault of the portal' },
    { storage: 'unauthorized' as const, requests: 'a refusal' },
  ])('a storage that is $storage: $requests', async ({ storage }) => {
    const portal = await sandboxWith({ rooms: [stored({ storage, files: [old] })] });
    const seen = await scanSandbox(portal, { unknownActivity: 'abandoned', maxAbandoned: 0 });
    const { lists, room } = entryOf(seen, 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('storage not reachable');
    expect(seen.report).toMatchObject({ limitExceeded: false, oldestDays: 0, abandoned: [] });
    expect(seen.report.counts).toMatchObject({ abandoned: 0, unknown: 1 });
  });

  it('nor in the table of other thresholds', async () => {
    const portal = await sandboxWith({ rooms: [stored({ storage: 'disconnected' })] });
    const { report } = await scanSandbox(portal, { unknownActivity: 'abandoned' });
    expect(report.whatIf.filter(({ abandoned }) => abandoned > 0)).toEqual([]);
  });

  it('nor is a room that was abandoned before taken for one that recovered', async () => {
    const portal = await sandboxWith({ rooms: [stored({ storage: 'disconnected' }), stored({}, 'box-2')] });
    const { report } = await scanSandbox(portal, {}, { previous: ['drive-1', 'box-2'] });
    expect(report.counts).toMatchObject({ abandoned: 1, new: 0, recovered: 0 });
  });

  it.each([403, 500])('a folder in it that answers %i', async (status) => {
    const portal = await sandboxWith({
      rooms: [stored({ files: [old], folders: [folder('a'), folder('b')] })],
    });
    portal.faults.add({ match: { path: /\/files\/b$/ }, times: Number.POSITIVE_INFINITY, kind: { status } });
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('storage not reachable');
  });

  it('a folder that vanishes while the room is walked: the storage is reachable, and has changed', async () => {
    const portal = await sandboxWith({
      rooms: [stored({ files: [old], folders: [folder('a'), folder('b')] })],
    });
    portal.faults.add({
      match: { path: /\/files\/b$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 404 },
    });
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('changed while it was checked');
  });

  it.each([
    { what: 'shrinks', change: -1 },
    { what: 'grows', change: 1 },
  ])('a folder that $what between two pages', async ({ change }) => {
    const files = Array.from({ length: 150 }, () => old);
    const portal = await sandboxWith({ rooms: [stored({ files })] });
    portal.onRequest((request) => {
      if (request.query.get('startIndex') !== '100' || request.page !== undefined) return;
      const room = portal.rooms.need('drive-1');
      if (change < 0) room.files.shift();
      else room.files.push({ ...room.files[0] } as (typeof room.files)[number]);
    });
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('changed while it was checked');
  });

  it.each([
    ['pages without entries', { response: { files: [], folders: [], total: 5 } }],
    ['no total', { response: { files: [], folders: [] } }],
    ['no response', {}],
    ['a list', { response: [] }],
    ['a folder without an id', { response: { folders: [{ updated: OLD.toISOString() }], total: 1 } }],
    ['a total that is none', { response: { files: [], folders: [], total: -1 } }],
    ['files that are none', { response: { files: 'x', folders: [], total: 1 } }],
  ])('an answer with %s', async (_, json) => {
    const portal = await sandboxWith({ rooms: [stored(), stored({ files: [old] }, 'box-2')] });
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { json },
    });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 'drive-1').lists).toEqual(['unknown']);
    expect(entryOf(seen, 'box-2').room.evidence).toBe('contents');
  });

  it.each<[string, FaultKind, number]>([
    ['502', { status: 502 }, 3],
    ['503', { status: 503 }, 3],
    ['504', { status: 504 }, 3],
    ['500', { status: 500 }, 3],
    ['a connection that breaks', 'reset', 3],
    ['a cut answer', 'cut', 3],
    ['no answer', 'hang', 2],
  ])('a single storage that answers with %s for ever does not end the run', async (_, kind, tries) => {
    const portal = await sandboxWith({
      rooms: [stored({ files: [old] }), stored({ files: [old] }, 'box-2'), stored({ files: [old] }, 'box-3')],
    });
    portal.faults.add({ match: { path: /\/files\/drive-1$/ }, times: Number.POSITIVE_INFINITY, kind });
    const seen = await scanSandbox(portal, {}, { timeoutMs: kind === 'hang' ? 2000 : 60_000 });
    expect(entryOf(seen, 'drive-1')).toMatchObject({
      lists: ['unknown'],
      room: { reason: 'storage not reachable' },
    });
    expect(seen.report.abandoned.map(({ id }) => id)).toEqual(['box-2', 'box-3']);
    expect(asked(portal).contents).toBe(2 + tries);
  });

  it('nor does a folder deep in it', async () => {
    const portal = await sandboxWith({
      rooms: [stored({ files: [old], folders: [folder('a'), folder('b')] })],
    });
    portal.faults.add({
      match: { path: /\/files\/b$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 504 },
    });
    expect(entryOf(await scanSandbox(portal), 'drive-1').room.reason).toBe('storage not reachable');
  });

  it.each<[string, FaultKind]>([
    ['401', { status: 401 }],
    ['402', { status: 402 }],
    ['429', { status: 429 }],
    ['a web page', 'html200'],
    ['a redirect', { status: 302, location: '/login' }],
  ])('but a failure of the portal does: %s', async (_, kind) => {
    const portal = await sandboxWith({ rooms: [stored(), stored({}, 'box-2')] });
    portal.faults.add({ match: { path: /\/files\/drive-1$/ }, times: Number.POSITIVE_INFINITY, kind });
    await expect(scanSandbox(portal)).rejects.toBeInstanceOf(PortalError);
  });

  const json = (response: object) => ({ json: { response } });
  const entries = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: from + at, updated: OLD.toISOString() }));

  it.each([
    { what: 'the same page again', pages: [entries(1, 100), entries(1, 100)], total: 150 },
    { what: 'the same full page again', pages: [entries(1, 100), entries(1, 100)], total: 200 },
    { what: 'pages that overlap', pages: [entries(1, 100), entries(100, 50)], total: 150 },
    { what: 'one entry twice on a page', pages: [[...entries(1, 2), ...entries(2, 1)]], total: 3 },
    { what: 'more than the total', pages: [entries(1, 3)], total: 2 },
  ])('entries as many as the total, and not as many different ones: $what', async ({ pages, total }) => {
    const portal = await sandboxWith({ rooms: [stored()] });
    for (const files of pages) {
      portal.faults.add({ match: { path: /\/files\/drive-1$/ }, kind: json({ files, folders: [], total }) });
    }
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('changed while it was checked');
  });

  it('a file and a folder with the same number are two entries', async () => {
    const portal = await sandboxWith({ rooms: [stored()] });
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      kind: json({ files: entries(7, 1), folders: entries(7, 1), total: 2 }),
    });
    portal.faults.add({ match: { path: /\/files\/7$/ }, kind: json({ files: [], folders: [], total: 0 }) });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: abandoned']);
    expect(asked(portal).contents).toBe(2);
  });

  it('one file deleted and another added between two pages', async () => {
    const portal = await sandboxWith({ rooms: [stored({ files: Array.from({ length: 150 }, () => old) })] });
    portal.onRequest((request) => {
      if (request.query.get('startIndex') !== '100' || request.page !== undefined) return;
      portal.rooms.need('drive-1').files.pop();
      portal.rooms.upload('drive-1', ANN, ago(0));
    });
    expect(entryOf(await scanSandbox(portal), 'drive-1').room.reason).toBe('changed while it was checked');
  });

  it('asks for documented parameters only', async () => {
    const portal = await sandboxWith({ rooms: [stored()] });
    await scanSandbox(portal);
    expect([...(portal.requests.at(-1)?.query.keys() ?? [])]).toEqual(['count', 'startIndex']);
  });

  it.each([
    ['a notation of its own', { updated: '06/01/2026 10:00' }],
    ['no date', {}],
    ['a null', { updated: null }],
    ['the year 1', { updated: '0001-01-01T00:00:00.0000000Z' }],
  ])('a file with %s for its date', async (_, dated) => {
    const portal = await sandboxWith({ rooms: [stored()] });
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      kind: json({ files: [...entries(1, 1), { id: 2, ...dated }], folders: [], total: 2 }),
    });
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room).toMatchObject({
      reason: 'files without a date',
      evidence: 'contents',
      daysInactive: null,
      lastActivity: null,
    });
  });

  it.each([
    { what: 'where another file acquits', more: [{ id: 3, updated: ago(1).toISOString() }], ignoring: [] },
    { what: 'by an account that does not count', more: [], ignoring: ['Ben Ode'] },
  ])('a file without a date is not uncertain $what', async ({ more, ignoring }) => {
    const portal = await sandboxWith({ rooms: [stored()] });
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      kind: json({ files: [{ id: 2, updatedBy: BEN }, ...more], folders: [], total: 1 + more.length }),
    });
    const { report } = await scanSandbox(portal, { ignoreActivityBy: ignoring });
    expect(report.unknown).toEqual([]);
    expect(report.counts.active).toBe(more.length);
  });

  it('nor is a folder without one, whose contents tell', async () => {
    const portal = await sandboxWith({ rooms: [stored({ folders: [folder('a', { files: [old] })] })] });
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      kind: json({ files: [], folders: [{ id: 'a' }], total: 1 }),
    });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: abandoned']);
  });

  it('50 requests are the most, those among them that ask whether the room is gone', async () => {
    const folders = Array.from({ length: 49 }, (_, at) => folder(`f${at}`));
    const portal = await sandboxWith({ rooms: [stored({ folders })] });
    portal.faults.add({
      match: { path: /\/files\/f48$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 404 },
    });
    const { lists, room } = entryOf(await scanSandbox(portal), 'drive-1');
    expect(lists).toEqual(['unknown']);
    expect(room.reason).toBe('changed while it was checked');
    expect(asked(portal).contents).toBe(50);
  });

  it.each(['disconnected', 'ok'] as const)(
    'where there is no date at all, there is no evidence: %s',
    async (storage) => {
      const portal = await sandboxWith({ rooms: [{ ...stored({ storage }), created: null, updated: null }] });
      expect(entryOf(await scanSandbox(portal), 'drive-1').room).toMatchObject({
        evidence: 'none',
        lastActivity: null,
        daysInactive: null,
        ...(storage === 'ok' ? {} : { reason: 'storage not reachable' }),
      });
    },
  );

  it('pages that bring less than they promise are not asked for again and again', async () => {
    const portal = await sandboxWith({ rooms: [stored()] });
    const json = { response: { files: [], folders: [], total: 5 } };
    portal.faults.add({
      match: { path: /\/files\/drive-1$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { json },
    });
    expect(entryOf(await scanSandbox(portal), 'drive-1').room.reason).toBe('changed while it was checked');
    expect(asked(portal).contents).toBe(1);
  });

  it('one page with recent activity is enough', async () => {
    const folders = Array.from({ length: 60 }, (_, at) => folder(`f${at}`));
    const portal = await sandboxWith({ rooms: [stored({ folders, files: [{ updated: ago(1) }] })] });
    portal.faults.add({
      match: { path: /\/files\/f\d+$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 500 },
    });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room drive-1: active']);
    expect(asked(portal).contents).toBe(1);
  });
});
