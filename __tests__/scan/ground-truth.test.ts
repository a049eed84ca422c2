import { describe, expect, it } from 'vitest';
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

/** Verdicts held against what really happened in made-up portals. */

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const FEW_SEEDS = SEEDS.slice(0, 25);

const RIGHT = { accused: 0, missed: 0 };

/** A world in which nothing could go wrong would show nothing. */
function expectHard({ rooms, unknowable, abandoned, updated }: Score): void {
  expect(abandoned).toBeGreaterThan(rooms / 10);
  expect(rooms - unknowable - abandoned).toBeGreaterThan(rooms / 10);
  expect(unknowable).toBeGreaterThan(rooms / 100);
  expect(updated.accused).toBeGreaterThan(rooms / 50);
}

describe('no false accusation and no missed room', () => {
  it('where everybody counts', async () => {
    const total = await score(SEEDS);
    console.log(scoreTable([{ title: 'everybody counts', score: total }]));
    expect(total.wrong).toEqual([]);
    expect(total.history).toEqual(RIGHT);
    expect(total.rooms).toBeGreaterThanOrEqual(500);
    expectHard(total);
    // The dates in the report are the true ones, and of a storage that does not answer nothing is presumed.
    expect(total).toMatchObject({ misdated: 0, presumed: 0 });
  });

  it('where two integrations do not count', async () => {
    const total = await score(SEEDS, { ignoring: true });
    console.log(scoreTable([{ title: 'two integrations do not count', score: total }]));
    expect(total.wrong).toEqual([]);
    expect(total.history).toEqual(RIGHT);
    expect(total.presumed).toBe(0);
    expectHard(total);
    // Those who look at the listing alone take an integration's upload for a sign of life.
    expect(total.example.missed).toBeGreaterThan(0);
    expect(total.updated.missed).toBeGreaterThan(0);
  });

  it.each([0, -570, 345, 840])('whatever the portal offset: %i minutes', async (offsetMinutes) => {
    const total = await score(FEW_SEEDS, { world: { offsetMinutes } });
    expect(total.wrong).toEqual([]);
    expect(total).toMatchObject({ history: RIGHT, misdated: 0, presumed: 0 });
    expect(total.abandoned).toBeGreaterThan(50);
  });

  it('in one portal of 1,000 rooms', async () => {
    const total = await score([4711], { ignoring: true, world: { roomCount: 1000 } });
    expect(total.wrong).toEqual([]);
    expect(total).toMatchObject({ rooms: 1000, history: RIGHT, presumed: 0 });
    expectHard(total);
    // The example sees the first page alone.
    expect(total.example.missed).toBeGreaterThan(total.updated.missed);
  });
});

describe('where the portal does not tell, the evidence says so', () => {
  it.each([
    { what: 'an old portal', world: { history: false }, note: /version is too old/ },
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
    expect(decided).toBeGreaterThan(50);
  });

  it('third-party rooms of an old portal are judged by their contents as ever', async () => {
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
    expect(total.judged).toBeGreaterThan(50);
  });
});

it('a room that is only read from is abandoned, and one that is only read from besides is not', async () => {
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
