import { describe, expect, it } from 'vitest';
import type { RoomSeed } from '../../sandbox/portal/index.ts';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { describeActivity } from '../../src/report/entries.ts';
import { renderCsv } from '../../src/report/files.ts';
import { logReport } from '../../src/report/log.ts';
import { renderSummary } from '../../src/report/text/summary.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import {
  ANN,
  ago,
  asked,
  BEN,
  BOT,
  entryOf,
  type Look,
  scanPortal,
  scanSandbox,
} from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** How a log is read on where an account does not count: what is known then, and what is not claimed. */

const WITHOUT_BOT: Partial<Policy> = { ignoreActivityBy: ['Backup Job'], unknownActivity: 'ignore' };

type Log = NonNullable<RoomSeed['log']>;

function uploads(count: number, from: number, by = BOT): Log {
  return Array.from({ length: count }, (_, at) => ({ verb: 'upload', at: ago(from + at * 0.001), by }));
}

/** A page by the bot, the last entry so many days ago, and then Ann. */
function fullPage(lastDays: number, annDays: number): Log {
  return [
    ...uploads(99, 1),
    { verb: 'upload', at: ago(lastDays), by: BOT },
    { verb: 'invite', at: ago(annDays), by: ANN },
  ];
}

function room(log: Log, seed: RoomSeed = {}): RoomSeed {
  return { id: 1, created: ago(400), updated: ago(1), createdBy: ANN, updatedBy: BOT, log, ...seed };
}

const roomLine = ({ report }: Look) =>
  [...logReport(report)].flatMap((one) =>
    one.kind === 'line' && one.text.startsWith('•') ? [one.text] : [],
  );

describe('a log that was read to the threshold, and nobody was found who counts', () => {
  it('is no word on when somebody last was there: only since when nobody was', async () => {
    const portal = await sandboxWith({ rooms: [room(fullPage(10.5, 12))] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(entryOf(seen, 1)).toMatchObject({
      lists: ['abandoned'],
      room: {
        evidence: 'history',
        daysInactive: 10,
        lastActivity: null,
        lastActivityWhat: 'none that counts',
        lastActivityBy: null,
      },
    });
    expect(asked(portal).history).toBe(1);
    expect(seen.report.notes).toEqual([]);
    expect(seen.report.oldestDays).toBe(10);
    // The creation 400 days ago is not the last activity, and accuses the room at no other threshold.
    expect(seen.report.whatIf.map(({ abandoned }) => abandoned)).toEqual([0, 0, 0, 0, 0]);
    expect(seen.report.ages.map(({ rooms }) => rooms)).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('is shown in the same words wherever a date would be', async () => {
    const portal = await sandboxWith({ rooms: [room(fullPage(10.5, 12), { title: 'Archive' })] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(roomLine(seen)).toEqual([
      '• Room "Archive" (ID: 1) — inactive for at least 10 day(s), last activity: none that counts',
    ]);
    expect(renderSummary(seen.report)).toMatch(/^\| \[Archive\].*\| none that counts \| 10 \|/m);
    expect([...renderCsv(seen.report)].join('')).toMatch(
      /^abandoned,1,Archive,.*,history,.*,none that counts,\r$/m,
    );
    const entry = entryOf(seen, 1).room;
    expect(describeActivity(entry)).toBe('none that counts');
    // In the tracking issue, another day must not be another text.
    const later = await scanSandbox(await sandboxWith({ rooms: [room(fullPage(11.5, 13))] }), WITHOUT_BOT);
    expect(describeActivity(entryOf(later, 1).room)).toBe(describeActivity(entry));
  });

  it.each([
    { what: 'a date of the creation', seed: {} },
    { what: 'none', seed: { created: null } },
    { what: 'a change by somebody else long ago', seed: { updated: ago(100), updatedBy: BEN } },
  ])('is abandoned for as long as was read back, with $what', async ({ seed }) => {
    const portal = await sandboxWith({ rooms: [room(fullPage(45, 50), seed)] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(entryOf(seen, 1)).toMatchObject({
      lists: ['abandoned'],
      room: { evidence: 'history', daysInactive: 45, lastActivity: null },
    });
    expect(seen.report.whatIf.map(({ abandoned }) => abandoned)).toEqual([1, 0, 0, 0, 0]);
    expect(asked(portal).history).toBe(1);
  });

  it('but a date of the listing that lies within what was read is the last activity', async () => {
    const portal = await sandboxWith({
      rooms: [room(fullPage(45, 50), { updated: ago(20), updatedBy: BEN })],
    });
    expect(entryOf(await scanSandbox(portal, WITHOUT_BOT), 1).room).toMatchObject({
      daysInactive: 20,
      lastActivity: ago(20).toISOString(),
      lastActivityBy: 'Ben Ode',
    });
  });
});

describe('a log that was read to its end', () => {
  it('leaves the making of the room, without a request more', async () => {
    const portal = await sandboxWith({ rooms: [room(uploads(50, 1))] });
    expect(entryOf(await scanSandbox(portal, WITHOUT_BOT), 1).room).toMatchObject({
      evidence: 'history',
      daysInactive: 400,
      lastActivity: ago(400).toISOString(),
      lastActivityWhat: null,
    });
    expect(asked(portal).history).toBe(1);
  });

  it.each([
    { what: 'old', log: [...uploads(5, 1), ...uploads(5, 50)], list: 'abandoned', days: 50 },
    { what: 'new', log: uploads(5, 1), list: 'unknown', days: null },
  ])('of a room without a date is as old as its oldest entry: $what', async ({ log, list, days }) => {
    const portal = await sandboxWith({ rooms: [room(log, { created: null })] });
    const { lists, room: said } = entryOf(await scanSandbox(portal, WITHOUT_BOT), 1);
    expect(lists).toEqual([list]);
    expect(said).toMatchObject({ daysInactive: days, lastActivity: null });
  });
});

interface WireEntry {
  readonly id?: unknown;
  readonly action: { readonly key: string };
  readonly initiator: typeof ANN;
  readonly date?: string;
}

let lastId = 0;
const wire = (by: typeof ANN, days: number | null, id: unknown = ++lastId): WireEntry => ({
  id,
  action: { key: 'RoomCreateUser' },
  initiator: by,
  ...(days === null ? {} : { date: ago(days).toISOString() }),
});
const many = (count: number, by: typeof ANN, days: number) =>
  Array.from({ length: count }, (_, at) => wire(by, days + at * 0.001));

/** A portal with one room, whose log is answered by a test: the entries from `start` on, of so many in all. */
function portalWithLog(answer: (start: number, nth: number) => { entries: WireEntry[]; total?: number }) {
  const portal = {
    url: new URL('https://portal.example'),
    scrub: (text: string) => text,
    asked: 0,
    get: async ({ path, query }: PortalCall) => {
      if (path === 'files/rooms') {
        const one = { id: 1, title: 'R', roomType: 2, created: ago(300), updated: ago(1), updatedBy: BOT };
        return { response: JSON.parse(JSON.stringify({ total: 1, folders: [one] })) };
      }
      portal.asked += 1;
      if (portal.asked > 50) throw new Error('a log that is read for ever');
      const { entries, total } = answer(Number(query.get('startIndex')), portal.asked);
      return { response: entries, ...(total === undefined ? {} : { total }) };
    },
  } satisfies Portal & { asked: number };
  return portal;
}

async function reading(answer: Parameters<typeof portalWithLog>[0]) {
  const portal = portalWithLog(answer);
  const seen = await scanPortal(portal, WITHOUT_BOT);
  const [verdict] = seen.verdicts;
  const [said] = seen.report.abandoned;
  return { verdict, said, requests: portal.asked, notes: seen.report.notes };
}

/** By the listing, which knows of the bot alone, the room is active; and it is said that its history was not had. */
const LEFT_TO_THE_LISTING = {
  verdict: 'room 1: active',
  notes: [expect.stringMatching(/^1 room\(s\) did not answer with their history/)],
};

describe('a log that changes while it is read', () => {
  it('is read again where something was taken out of it', async () => {
    const log = [...many(100, BOT, 1), wire(ANN, 5), ...many(100, BOT, 6)];
    const result = await reading((start) => {
      // Between the first page and the second, one of the first hundred goes: Ann moves to the first page.
      if (start === 100 && log.length === 201) log.splice(3, 1);
      return { entries: log.slice(start, start + 100), total: log.length };
    });
    expect(result).toMatchObject({ verdict: 'room 1: active', notes: [], requests: 3 });
  });

  it('and is no log where that goes on', async () => {
    const log = [...many(300, BOT, 1)];
    const result = await reading((start) => {
      if (start > 0) log.splice(0, 1);
      return { entries: log.slice(start, start + 100), total: log.length };
    });
    expect(result).toMatchObject({ ...LEFT_TO_THE_LISTING, requests: 4 });
  });

  it('is read on where something is added', async () => {
    const log = [...many(150, BOT, 1), wire(ANN, 5), ...many(100, BOT, 6)];
    const result = await reading((start) => {
      if (start > 0) log.unshift(...many(30, BOT, 0));
      return { entries: log.slice(start, start + 100), total: log.length };
    });
    expect(result).toMatchObject({ verdict: 'room 1: active', notes: [], requests: 2 });
  });
});

describe('a portal that gives the same page for ever', () => {
  const page = many(100, BOT, 1);
  it.each([
    { what: 'and tells no total', answer: { entries: page } },
    { what: 'and a total', answer: { entries: page, total: 5000 } },
    { what: 'of a few entries', answer: { entries: page.slice(0, 3) } },
    { what: 'of entries without an id', answer: { entries: page.map((one) => ({ ...one, id: undefined })) } },
  ])('$what: is asked twice for two pages', async ({ answer }) => {
    expect(await reading(() => answer)).toMatchObject({ ...LEFT_TO_THE_LISTING, requests: 4 });
  });

  it('is not missed where its log fits on a page', async () => {
    const entries = page.slice(0, 3);
    const result = await reading(() => ({ entries, total: 3 }));
    expect(result).toMatchObject({ verdict: 'room 1: abandoned', notes: [], requests: 1 });
    expect(result.said).toMatchObject({ evidence: 'history', daysInactive: 300 });
  });
});

describe('a log that is not newest first', () => {
  const all = (entries: WireEntry[]) => (start: number) => ({
    entries: entries.slice(start, start + 100),
    total: entries.length,
  });

  it('the newest entry of a page counts, wherever it stands', async () => {
    const result = await reading(all([wire(ANN, 30), wire(BEN, 2), wire(BOT, 1)]));
    expect(result).toMatchObject({ verdict: 'room 1: active', notes: [] });
  });

  it.each([
    { what: 'oldest first', entries: [...many(150, BOT, 1), wire(ANN, 20)].reverse().concat(wire(ANN, 2)) },
    {
      what: 'one entry out of its place',
      entries: [wire(BOT, 1), wire(BOT, 90), ...many(98, BOT, 2), wire(ANN, 4)],
    },
    {
      what: 'one that counts out of its place',
      entries: [wire(BOT, 1), wire(ANN, 90), ...many(98, BOT, 2), wire(ANN, 4)],
    },
  ])('is read on, since what follows may be newer: $what', async ({ entries }) => {
    expect(await reading(all(entries))).toMatchObject({ verdict: 'room 1: active', notes: [], requests: 2 });
  });

  it('does not say of its other entries that nobody was there since', async () => {
    const entries = [
      ...[wire(BOT, 1), wire(BOT, 90), ...many(98, BOT, 2)],
      ...[...many(99, BOT, 3), wire(BOT, 12)],
      wire(ANN, 13),
    ];
    const result = await reading(all(entries));
    expect(result).toMatchObject({ verdict: 'room 1: abandoned', requests: 2 });
    expect(result.said).toMatchObject({ daysInactive: 12, lastActivity: null });
  });

  it('and to its end, where it stays so', async () => {
    const entries = [wire(BOT, 90), ...many(149, BOT, 2), wire(ANN, 40)];
    const result = await reading(all(entries));
    expect(result).toMatchObject({ verdict: 'room 1: abandoned', requests: 2 });
    expect(result.said).toMatchObject({ daysInactive: 40, lastActivityBy: 'Ann Lee' });
  });
});

describe('an entry without a date', () => {
  const all = (entries: WireEntry[]) => () => ({ entries, total: entries.length });
  it.each([
    { what: 'behind one that counts', entries: [wire(ANN, 2), wire(BOT, 3), wire(BEN, null)] },
    { what: 'by an account that does not count', entries: [wire(BOT, null), wire(ANN, 2)] },
  ])('$what voids nothing', async ({ entries }) => {
    expect(await reading(all(entries))).toMatchObject({ verdict: 'room 1: active', notes: [] });
  });

  it('that may be the newest leaves the room to the listing', async () => {
    const entries = [wire(BOT, 1), wire(ANN, null), wire(BEN, 30)];
    expect(await reading(all(entries))).toMatchObject({
      verdict: 'room 1: active',
      notes: [expect.stringMatching(/^The history of rooms cannot be read/)],
      requests: 1,
    });
  });

  it('is asked for no more where everybody counts', async () => {
    const portal = portalWithLog(() => ({ entries: [wire(BEN, 2), wire(ANN, null)], total: 2 }));
    const seen = await scanPortal(portal, { inactiveDays: 1 });
    expect(entryOf(seen, 1).room).toMatchObject({ evidence: 'history', daysInactive: 1 });
    expect(portal.asked).toBe(1);
  });
});

it('a log whose second page cannot be had has answered all the same: the others are not left alone', async () => {
  const rooms = Array.from({ length: 30 }, (_, at) =>
    room([...uploads(150, 1), ...uploads(1, 5, ANN)], { id: at + 1 }),
  );
  const portal = await sandboxWith({ rooms });
  const firstPages = new Set<string>();
  portal.onRequest(({ path, query }) => {
    if (!path.endsWith('/log')) return;
    firstPages.add(path);
    if (query.get('startIndex') === '100') {
      portal.faults.add({ match: { path: new RegExp(`${path}$`) }, kind: { status: 403 } });
    }
  });
  const { report } = await scanSandbox(portal, WITHOUT_BOT);
  expect(firstPages.size).toBe(30);
  expect(report.notes).toEqual([expect.stringMatching(/^30 room\(s\) did not answer with their history/)]);
});
