import { describe, expect, it } from 'vitest';
import type { LogEntry, RoomSeed } from '../../sandbox/portal/index.ts';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { ANN, ago, asked, BEN, BOT, entryOf, NOW, scanPortal, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Accounts whose activity does not count. */

const WITHOUT_BOT = { ignoreActivityBy: ['Backup Job'] };

function deeds(count: number, from: number, by = BOT, stepDays = 0.001): NonNullable<RoomSeed['log']> {
  return Array.from({ length: count }, (_, at) => ({
    verb: 'upload' as const,
    at: ago(from + at * stepDays),
    by,
  }));
}

/** A room that only the bot changed a day ago, 300 days old. */
function botRoom(id: number, log: NonNullable<RoomSeed['log']>): RoomSeed {
  return { id, created: ago(300), updated: ago(1), createdBy: ANN, updatedBy: BOT, log };
}

describe('who is on the list', () => {
  const cafe = 'Café';
  it.each([
    { entry: BOT.id, account: { id: BOT.id, name: 'X' }, is: true },
    { entry: BOT.id.toUpperCase(), account: { id: BOT.id, name: null }, is: true },
    { entry: 'BACKUP job', account: { id: 'x', name: 'Backup Job' }, is: true },
    { entry: ' Backup Job ', account: { id: null, name: 'Backup Job' }, is: true },
    { entry: cafe.normalize('NFD'), account: { id: 'x', name: cafe.normalize('NFC') }, is: true },
    { entry: 'Backup', account: { id: 'x', name: 'Backup Job' }, is: false },
    { entry: '*', account: { id: 'x', name: 'Backup Job' }, is: false },
    { entry: 'Backup Job', account: { id: null, name: null }, is: false },
    { entry: '', account: { id: 'x', name: 'Backup Job' }, is: false },
  ])('$entry: $account is $is', ({ entry, account, is }) => {
    expect(accountList([entry])(account)).toBe(is);
  });

  it('no account is never on a list, and an empty list holds no account', () => {
    expect(accountList(['Ann'])(null)).toBe(false);
    expect(accountList([])({ id: 'x', name: 'Ann' })).toBe(false);
  });
});

describe('how far the log is read', () => {
  const pages = (portal: { requests: readonly { path: string; query: URLSearchParams }[] }) =>
    portal.requests
      .filter(({ path }) => path.endsWith('/log'))
      .map(({ query }) => `${query.get('startIndex')}+${query.get('count')}`);

  it('reads page by page until another account is found', async () => {
    const log = [...deeds(250, 1), { verb: 'invite' as const, at: ago(5), by: ANN }, ...deeds(400, 6)];
    const portal = await sandboxWith({ rooms: [botRoom(1, log)] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: active']);
    expect(pages(portal)).toEqual(['0+100', '100+100', '200+100']);
  });

  it('back to the threshold and not further', async () => {
    // 150 within the threshold, then a thousand older ones, and somebody else at their end.
    const log = [...deeds(150, 1), ...deeds(1000, 20), { verb: 'invite' as const, at: ago(200), by: ANN }];
    const portal = await sandboxWith({ rooms: [botRoom(1, log)] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: abandoned']);
    expect(entryOf(seen, 1).room.evidence).toBe('history');
    // The last request asks for what is older than the threshold.
    expect(pages(portal)).toEqual(['0+100', '100+100', '150+100']);
  });

  it.each([
    { what: 'ends at the threshold', at: ago(10), requests: 2, verdict: 'abandoned' },
    { what: 'ends a millisecond within it', at: ago(10, -1), requests: 2, verdict: 'abandoned' },
  ])('a page that $what', async ({ at, requests, verdict }) => {
    const log = [
      ...deeds(99, 1),
      { verb: 'upload' as const, at, by: BOT },
      ...deeds(120, 30),
      { verb: 'invite' as const, at: ago(31), by: ANN },
    ];
    const portal = await sandboxWith({ rooms: [botRoom(1, log)] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual([`room 1: ${verdict}`]);
    expect(asked(portal).history).toBe(requests);
  });

  it('another account on the last page is the last activity, also beyond the threshold', async () => {
    const log = [...deeds(20, 1), { verb: 'invite' as const, at: ago(40), by: BEN }];
    const portal = await sandboxWith({ rooms: [botRoom(1, log)] });
    expect(entryOf(await scanSandbox(portal, WITHOUT_BOT), 1).room).toMatchObject({
      evidence: 'history',
      daysInactive: 40,
      lastActivityBy: 'Ben Ode',
      lastActivityWhat: 'members invited',
    });
  });

  it('a history that is all recent and all by the bot is read to its end', async () => {
    const portal = await sandboxWith({ rooms: [botRoom(1, deeds(250, 1))] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: abandoned']);
    expect(entryOf(seen, 1).room).toMatchObject({ evidence: 'history', daysInactive: 300 });
    // One more where the end of the log has to be seen.
    expect(asked(portal).history).toBeLessThanOrEqual(4);
  });

  it('entries that come in between do not hide anybody', async () => {
    const log = [...deeds(150, 1), { verb: 'invite' as const, at: ago(5), by: ANN }];
    const portal = await sandboxWith({ rooms: [botRoom(1, log)] });
    portal.onRequest((request) => {
      if (!request.path.endsWith('/log')) return;
      for (let at = 0; at < 60; at += 1) portal.rooms.invite(1, BOT, NOW);
    });
    expect((await scanSandbox(portal, WITHOUT_BOT)).verdicts).toEqual(['room 1: active']);
  });
});

describe('whose change the listing speaks of', () => {
  it('the ignored account: the room is a suspect, however new the date', async () => {
    const portal = await sandboxWith({ rooms: [botRoom(1, deeds(3, 1)), botRoom(2, deeds(3, 1, ANN))] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: abandoned', 'room 2: active']);
    expect(asked(portal).history).toBeGreaterThanOrEqual(2);
  });

  it.each([
    { what: 'somebody else', updatedBy: BEN },
    { what: 'nobody known', updatedBy: undefined },
    { what: 'somebody without id and name', updatedBy: { id: '', displayName: '' } },
  ])('$what: it counts, and costs no request', async ({ updatedBy }) => {
    const portal = await sandboxWith({ rooms: [{ ...botRoom(1, deeds(3, 1)), updatedBy }] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: active']);
    expect(asked(portal).history).toBe(0);
  });

  it('the same room is active without a request if no account is ignored', async () => {
    const portal = await sandboxWith({ rooms: [botRoom(1, deeds(3, 1))] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room 1: active']);
    expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 0 });
  });

  it('an entry of the log without an author counts', async () => {
    const portal = await sandboxWith({ rooms: [botRoom(1, deeds(3, 1))] });
    const anonymous = { ...portal.rooms.need(1).log[0], date: ago(4), initiator: undefined };
    portal.rooms.need(1).log.push(anonymous as unknown as LogEntry);
    expect((await scanSandbox(portal, WITHOUT_BOT)).verdicts).toEqual(['room 1: active']);
  });

  it('an old change by the ignored account is not the last activity', async () => {
    const portal = await sandboxWith({ rooms: [{ ...botRoom(1, deeds(1, 50)), updated: ago(50) }] });
    expect(entryOf(await scanSandbox(portal, WITHOUT_BOT), 1).room).toMatchObject({
      daysInactive: 300,
      lastActivity: ago(300).toISOString(),
      lastUpdated: ago(50).toISOString(),
      lastActivityBy: null,
    });
  });

  it('the creation of a room counts, by any account', async () => {
    const made = {
      ...botRoom(1, [{ verb: 'createRoom', at: ago(8), by: BOT }]),
      created: ago(8),
      updated: ago(8),
      createdBy: BOT,
    };
    const portal = await sandboxWith({ rooms: [made] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room 1: upcoming']);
    expect(entryOf(seen, 1).room.daysInactive).toBe(8);
  });
});

describe('third-party storage', () => {
  const stored = (files: RoomSeed['files']): RoomSeed => ({
    id: 'drive-1',
    created: ago(300),
    updated: ago(300),
    createdBy: ANN,
    updatedBy: ANN,
    files: files ?? [],
  });
  it.each([
    { what: 'the bot alone', files: [{ updated: ago(1), createdBy: BOT }], verdict: 'abandoned' },
    {
      what: 'the bot, and somebody else too long ago',
      files: [
        { updated: ago(1), createdBy: BOT },
        { updated: ago(20), createdBy: ANN },
      ],
      verdict: 'abandoned',
    },
    {
      what: 'the bot, and somebody else in time',
      files: [
        { updated: ago(1), createdBy: BOT },
        { updated: ago(5), createdBy: ANN },
      ],
      verdict: 'active',
    },
  ])('$what: $verdict', async ({ files, verdict }) => {
    const portal = await sandboxWith({ rooms: [stored(files)] });
    expect((await scanSandbox(portal, WITHOUT_BOT)).verdicts).toEqual([`room drive-1: ${verdict}`]);
  });

  it('a date of the listing that is the bot’s does not end the walk', async () => {
    const room = { ...stored([{ updated: ago(200), createdBy: ANN }]), updated: ago(1), updatedBy: BOT };
    const portal = await sandboxWith({ rooms: [room] });
    const seen = await scanSandbox(portal, WITHOUT_BOT);
    expect(seen.verdicts).toEqual(['room drive-1: abandoned']);
    expect(entryOf(seen, 'drive-1').room).toMatchObject({ evidence: 'contents', daysInactive: 200 });
  });
});

it('a storage that is not reachable is unknown, also if the list has a recent date by the bot', async () => {
  const room: RoomSeed = {
    id: 'drive-1',
    storage: 'disconnected',
    created: ago(300),
    updated: ago(1),
    updatedBy: BOT,
  };
  const portal = await sandboxWith({ rooms: [room] });
  const { lists, room: said } = entryOf(await scanSandbox(portal, WITHOUT_BOT), 'drive-1');
  expect(lists).toEqual(['unknown']);
  expect(said.reason).toBe('storage not reachable');
});

/** A portal with one room whose log is answered by a test. */
function portalWithLog(log: (start: number, count: number) => object[]): Portal & { asked: number } {
  const person = ({ id, displayName }: typeof BOT) => ({ id, displayName });
  const portal = {
    url: new URL('https://portal.example'),
    asked: 0,
    get: async ({ path, query }: PortalCall) => {
      if (path === 'files/rooms') {
        const room = {
          id: 1,
          title: 'R',
          roomType: 2,
          created: ago(300),
          updated: ago(1),
          updatedBy: person(BOT),
        };
        return { response: JSON.parse(JSON.stringify({ total: 1, folders: [room] })) };
      }
      portal.asked += 1;
      return { response: log(Number(query.get('startIndex')), Number(query.get('count'))) };
    },
  };
  return portal;
}

const wireEntry = (by: typeof BOT, days: number) => ({
  action: { key: 'FileUploaded' },
  initiator: by,
  date: ago(days).toISOString(),
});

describe('portals that page in their own way', () => {
  it('reads every entry if pages are shorter than asked', async () => {
    const all = [...Array.from({ length: 60 }, () => wireEntry(BOT, 2)), wireEntry(ANN, 3)];
    all.push(...Array.from({ length: 100 }, () => wireEntry(BOT, 4)));
    const portal = portalWithLog((start, count) => all.slice(start, start + Math.min(count, 50)));
    expect((await scanPortal(portal, WITHOUT_BOT)).verdicts).toEqual(['room 1: active']);
  });

  it('the same page again and again: the room is not reported as if the whole history was read', async () => {
    const page = Array.from({ length: 100 }, () => wireEntry(BOT, 2));
    const portal = portalWithLog(() => page);
    const seen = await scanPortal(portal, WITHOUT_BOT);
    expect(seen.report.abandoned.filter(({ evidence }) => evidence === 'history')).toEqual([]);
    expect(portal.asked).toBe(2);
  });
});

it('a history that cannot be read clears no room', async () => {
  const portal = await sandboxWith({ history: false, rooms: [botRoom(1, [])] });
  const seen = await scanSandbox(portal, WITHOUT_BOT);
  expect(seen.verdicts).toEqual(['room 1: active']);
  expect(seen.report.evidenceCheck?.cleared).toBe(0);
});
