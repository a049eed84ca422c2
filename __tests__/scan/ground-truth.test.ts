import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../../sandbox/portal/index.ts';
import { scaled } from '../support/scale.ts';
import { asked, scanSandbox } from '../support/scan-sandbox.ts';
import {
  abandonedIds,
  IGNORING,
  INTEGRATIONS,
  isOld,
  lastDeed,
  liveThrough,
  type Score,
  score,
  scoreTable,
} from '../support/simulation.ts';

/** Compares verdicts with the true activity in generated portals. */

const seedsTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const SEEDS = seedsTo(scaled(200, 6));
const FEW_SEEDS = seedsTo(scaled(25, 4));

const RIGHT = { accused: 0, missed: 0 };

/** Expects a world in which wrong verdicts are easy. */
function expectHard({ rooms, unknowable, abandoned, updated }: Score): void {
  expect(abandoned).toBeGreaterThan(rooms / 10);
  expect(rooms - unknowable - abandoned).toBeGreaterThan(rooms / 10);
  expect(unknowable).toBeGreaterThan(rooms / 100);
  expect(updated.accused).toBeGreaterThan(rooms / 50);
}

describe('no false positive and no missed room', () => {
  it('if all accounts count', async () => {
    const total = await score(SEEDS);
    console.log(scoreTable([{ title: 'everybody counts', score: total }]));
    expect(total.wrong).toEqual([]);
    expect(total.history).toEqual(RIGHT);
    expect(total.rooms).toBeGreaterThanOrEqual(SEEDS.length * 3);
    expectHard(total);
    // The dates in the report are true, and a storage that does not answer is unknown.
    expect(total).toMatchObject({ misdated: 0, presumed: 0 });
  });

  it('if two integrations do not count', async () => {
    const total = await score(SEEDS, { ignoring: true });
    console.log(scoreTable([{ title: 'two integrations do not count', score: total }]));
    expect(total.wrong).toEqual([]);
    expect(total.history).toEqual(RIGHT);
    expect(total.presumed).toBe(0);
    expectHard(total);
    // By the list alone, an upload of an integration is activity.
    expect(total.example.missed).toBeGreaterThan(0);
    expect(total.updated.missed).toBeGreaterThan(0);
  });

  it.each([0, -570, 345, 840])('if the clock of the portal is %i minutes from UTC', async (offsetMinutes) => {
    const total = await score(FEW_SEEDS, { world: { offsetMinutes } });
    expect(total.wrong).toEqual([]);
    expect(total).toMatchObject({ history: RIGHT, misdated: 0, presumed: 0 });
    expect(total.abandoned).toBeGreaterThan(FEW_SEEDS.length * 2);
  });

  it.each(VERSIONS)('on DocSpace %s', async (version) => {
    const total = await score(FEW_SEEDS, { world: { version } });
    expect(total.wrong).toEqual([]);
    expect(total).toMatchObject({ history: RIGHT, misdated: 0, presumed: 0 });
  });

  it('in one large portal', async () => {
    const roomCount = scaled(1000, 200);
    const total = await score([4711], { ignoring: true, world: { roomCount } });
    expect(total.wrong).toEqual([]);
    expect(total).toMatchObject({ rooms: roomCount, history: RIGHT, presumed: 0 });
    expectHard(total);
    // The example reads the first page only.
    expect(total.example.missed).toBeGreaterThan(total.updated.missed);
  });
});

describe('if the portal has no history, the evidence says so', () => {
  it.each([
    { what: 'a key without files:read', world: { scopes: ['rooms:read'] }, note: /scope "files:read"/ },
  ])('$what', async ({ world, note }) => {
    let decided = 0;
    for (const seed of FEW_SEEDS) {
      const { portal, lives } = await liveThrough({ seed, roomCount: 20, ...world });
      try {
        const own = new Set(
          lives
            .filter(({ kind, isAiRoom }) => (kind === 'own' || kind === 'undated') && !isAiRoom)
            .map(({ id }) => id),
        );
        const byListing = await scanSandbox(portal, { activitySource: 'updated' });
        const listed = [...abandonedIds(byListing)].filter((id) => own.has(id));
        const seen = await scanSandbox(portal);
        const named = seen.report.abandoned.filter(({ id }) => own.has(id));
        expect(named.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
        expect(
          [...new Set(named.map(({ evidence }) => evidence))].filter((one) => one === 'history'),
        ).toEqual([]);
        expect(seen.report.notes).toEqual([expect.stringMatching(note)]);
        expect(asked(portal).history).toBeLessThanOrEqual(20);
        decided += named.length;
      } finally {
        await portal.close();
      }
    }
    expect(decided).toBeGreaterThan(FEW_SEEDS.length * 2);
  });

  it('judges rooms on third-party storage by their contents if the portal has no histories', async () => {
    const total = { judged: 0, wrong: [] as string[] };
    for (const seed of FEW_SEEDS) {
      const { portal, lives } = await liveThrough({ seed, roomCount: 20, history: false });
      try {
        const named = abandonedIds(await scanSandbox(portal, IGNORING));
        const isIgnored = ({ id }: { id: string }) => INTEGRATIONS.some((one) => one.id === id);
        for (const life of lives.filter(({ kind, reachable }) => kind === 'third-party' && reachable)) {
          total.judged += 1;
          if (named.has(life.id) !== isOld(lastDeed(life, isIgnored))) total.wrong.push(`${seed} ${life.id}`);
        }
      } finally {
        await portal.close();
      }
    }
    expect(total.wrong).toEqual([]);
    expect(total.judged).toBeGreaterThan(FEW_SEEDS.length * 2);
  });
});

it('reports a room as abandoned if people only read in it, but not if there is other activity too', async () => {
  const { portal, lives } = await liveThrough({ seed: 99, roomCount: 0 });
  try {
    expect(lives).toEqual([]);
    const [reader = INTEGRATIONS[0]] = INTEGRATIONS;
    if (reader === undefined) throw new Error('nobody reads');
    const long = new Date('2026-01-01T00:00:00Z');
    const soon = new Date('2026-05-31T00:00:00Z');
    for (const id of [1, 2]) {
      portal.rooms.createRoom(id, reader, long);
      portal.rooms.upload(id, reader, long);
      portal.rooms.readFile(id, reader, soon);
      portal.rooms.download(id, reader, soon);
    }
    portal.rooms.invite(2, reader, soon);
    expect([...abandonedIds(await scanSandbox(portal))]).toEqual([1]);
  } finally {
    await portal.close();
  }
});
