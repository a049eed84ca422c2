import { describe, expect, it } from 'vitest';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { readHistory } from '../../src/docspace/history.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import type { ActivityRules } from '../../src/rooms/activity.ts';
import type { Room } from '../../src/rooms/room.ts';
import { daysAgo, makeRoom } from '../support/factories.ts';

const ANN = { id: 'ann', displayName: 'Ann Lee' };
const BOT = { id: 'bot', displayName: 'Backup &amp; Sync' };

interface Event {
  readonly id: number;
  readonly action: { readonly key: string };
  readonly initiator: typeof ANN;
  readonly date: string | null;
  /** The portal cannot interpret it: it counts in `total` and is not shown. */
  readonly isHidden?: boolean;
}

let lastId = 0;
function event(key: string, by: typeof ANN, days: number | null, isHidden = false): Event {
  lastId += 1;
  const date = days === null ? null : daysAgo(days).toISOString();
  return { id: lastId, action: { key }, initiator: by, date, ...(isHidden ? { isHidden } : {}) };
}

/** Events one after the other, the newest first. */
function many(count: number, key: string, by: typeof ANN, days: number): Event[] {
  return Array.from({ length: count }, (_, at) => event(key, by, days + at * 1e-5));
}

/** As a portal does: it pages single events first, and then puts all events of one kind and person into one entry. */
function grouped(events: readonly Event[]) {
  const entries: (Event & { related: Event[] })[] = [];
  for (const one of events) {
    const last = entries.at(-1);
    const isSame = last?.action.key === one.action.key && last.initiator.id === one.initiator.id;
    if (isSame) last.related.push(one);
    else entries.push({ ...one, related: [] });
  }
  return entries;
}

interface Answer {
  readonly response: unknown;
  readonly total?: number;
}

function portalWith(
  answer: (query: { count: number; startIndex: number; fromDate: Date | null }) => Answer,
): Portal & { calls: PortalCall[] } {
  const calls: PortalCall[] = [];
  return {
    url: new URL('https://portal.example'),
    calls,
    async get(call) {
      calls.push(call);
      if (calls.length > 60) throw new Error('too many requests');
      const from = call.query.get('fromDate');
      return answer({
        count: Number(call.query.get('count')),
        startIndex: Number(call.query.get('startIndex')),
        fromDate: from === null ? null : new Date(from),
      });
    },
  };
}

/** A portal with one history, the newest event first. */
function portalOf(events: readonly Event[]) {
  return portalWith(({ count, startIndex, fromDate }) => {
    const since = events.filter(
      ({ date }) => fromDate === null || date === null || new Date(date) >= fromDate,
    );
    const page = since.slice(startIndex, startIndex + count).filter(({ isHidden }) => isHidden !== true);
    return { response: grouped(page), total: since.length };
  });
}

const rulesFor = (ignored: readonly string[] = []): ActivityRules => ({
  isIgnored: accountList(ignored),
  ignoresSomebody: ignored.length > 0,
  threshold: daysAgo(10),
});
const IGNORING = rulesFor(['backup & sync']);

const oldRoom = (room: Partial<Room> = {}) =>
  makeRoom({
    created: daysAgo(300),
    lastUpdated: daysAgo(100),
    updatedBy: { id: 'ann', name: 'Ann Lee' },
    owner: { id: 'ann', name: 'Ann Lee' },
    ...room,
  });
/** A room that an ignored account changed yesterday. */
const botRoom = () => oldRoom({ lastUpdated: daysAgo(1), updatedBy: { id: 'bot', name: 'Backup & Sync' } });
const MADE = event('RoomCreated', ANN, 300);

describe('a history in which every event counts', () => {
  it.each([1, 500])('costs one request, with %i events', async (count) => {
    const portal = portalOf([...many(count, 'FileUploaded', ANN, 2), MADE]);
    expect(await readHistory(portal, oldRoom(), rulesFor())).toEqual({
      at: daysAgo(2),
      evidence: 'history',
      what: 'file added',
      by: { id: 'ann', name: 'Ann Lee' },
      uncertainBecause: null,
    });
    expect(portal.calls.map(({ query }) => query.toString())).toEqual(['count=2&startIndex=0']);
  });

  it.each([
    { what: 'the history is newer', logged: 20, days: 20, label: 'members invited' },
    { what: 'the list is newer', logged: 150, days: 100, label: null },
  ])('the newer one of history and list is the last activity: $what', async ({ logged, days, label }) => {
    const activity = await readHistory(
      portalOf([event('RoomCreateUser', BOT, logged), MADE]),
      oldRoom(),
      rulesFor(),
    );
    expect(activity).toMatchObject({ at: daysAgo(days), evidence: 'history', what: label });
  });

  it.each<[string, number, ActivityRules, string | null]>([
    ['a recent event settles', 5, rulesFor(), null],
    ['an old event does not settle', 20, rulesFor(), 'date not readable'],
    ['a recent event of somebody who counts settles', 5, IGNORING, null],
    ['an old event of somebody who counts does not settle', 20, IGNORING, 'date not readable'],
  ])('%s a date of the list that cannot be read', async (_, days, rules, uncertainBecause) => {
    for (const lastUpdated of [null, daysAgo(100), daysAgo(15)]) {
      const room = oldRoom({ hasUnreadableDate: true, lastUpdated });
      const events = [event('RoomCreateUser', ANN, days), MADE];
      expect(await readHistory(portalOf(events), room, rules)).toMatchObject({ uncertainBecause });
    }
  });

  it('without an event that counts does not settle a date of the list that cannot be read', async () => {
    const events = [event('RoomCreateUser', BOT, 20), MADE];
    const room = oldRoom({ hasUnreadableDate: true, lastUpdated: daysAgo(100) });
    expect(await readHistory(portalOf(events), room, IGNORING)).toMatchObject({
      uncertainBecause: 'date not readable',
    });
  });

  it('has the last activity of a room without dates in the list', async () => {
    const room = oldRoom({ created: null, lastUpdated: null });
    const activity = await readHistory(portalOf([event('FormSubmit', ANN, 30)]), room, rulesFor());
    expect(activity).toMatchObject({ at: daysAgo(30), evidence: 'history', what: 'form filled' });
  });

  it.each<[string, object, object]>([
    ['whose name is encoded', { initiator: BOT }, { by: { id: 'bot', name: 'Backup & Sync' } }],
    ['of nobody named', { initiator: undefined }, { by: null, what: 'members invited' }],
    ['of an id alone', { initiator: { id: 'x' } }, { by: { id: 'x', name: null } }],
    ['without an action', { action: undefined }, { what: 'other activity' }],
    ['without the key of its action', { action: { id: 5 } }, { what: 'other activity' }],
    ['with a key that nobody knows', { action: { key: 'Secret::error::' } }, { what: 'other activity' }],
  ])('tells of an event %s', async (_, patch, expected) => {
    const one = { ...event('RoomCreateUser', ANN, 20), ...patch };
    const portal = portalWith(() => ({ response: [one], total: 1 }));
    expect(await readHistory(portal, oldRoom(), rulesFor())).toMatchObject({
      at: daysAgo(20),
      ...expected,
    });
  });
});

describe('a history that is no evidence', () => {
  it.each([
    { what: 'no event', events: [], room: oldRoom() },
    { what: 'only the making, and a later change', events: [MADE], room: oldRoom() },
    { what: 'only the making of an agent', events: [event('AgentCreated', ANN, 300)], room: oldRoom() },
    { what: 'only a copy of a room', events: [event('RoomCopied', ANN, 300)], room: oldRoom() },
    ...['RoomRemoveUser', 'FormOpenedForFilling'].map((key) => ({
      what: `only the making, and ${key}, which the portal writes itself`,
      events: [event(key, ANN, 200), MADE],
      room: oldRoom(),
    })),
    {
      what: 'only the making, and a date of the list that cannot be read',
      events: [MADE],
      room: oldRoom({ lastUpdated: daysAgo(300), hasUnreadableDate: true }),
    },
    {
      what: 'only the making, by an account that is ignored',
      events: [event('RoomCreated', BOT, 300)],
      room: botRoom(),
    },
  ])('$what', async ({ events, room }) => {
    expect(await readHistory(portalOf(events), room, rulesFor())).toBeNull();
    expect(await readHistory(portalOf(events), room, IGNORING)).toBeNull();
  });

  it.each([
    { hoursLater: 0, isEvidence: true },
    { hoursLater: 1, isEvidence: true },
    { hoursLater: 1.01, isEvidence: false },
  ])('the making alone is evidence if the room was changed within an hour: $hoursLater', async (one) => {
    const room = oldRoom({ lastUpdated: daysAgo(300 - one.hoursLater / 24) });
    const activity = await readHistory(portalOf([MADE]), room, rulesFor());
    expect(activity !== null).toBe(one.isEvidence);
    if (one.isEvidence) expect(activity).toMatchObject({ at: room.lastUpdated, evidence: 'history' });
  });

  it('only events that the portal does not show, all of them old', async () => {
    const portal = portalOf([event('FileUploaded', ANN, 50, true), event('RoomCreated', ANN, 300, true)]);
    expect(await readHistory(portal, oldRoom(), rulesFor())).toBeNull();
    expect(portal.calls).toHaveLength(3);
  });
});

describe('events that the portal does not show', () => {
  it('make the room uncertain if they are recent', async () => {
    const portal = portalOf([event('FileUploaded', ANN, 1, true), event('RoomCreateUser', ANN, 40), MADE]);
    expect(await readHistory(portal, oldRoom(), rulesFor())).toMatchObject({
      at: daysAgo(100),
      uncertainBecause: 'history not readable',
    });
  });

  it('are passed over if they are old', async () => {
    const portal = portalOf([event('FileUploaded', ANN, 30, true), event('RoomCreateUser', ANN, 40), MADE]);
    expect(await readHistory(portal, oldRoom(), rulesFor())).toMatchObject({
      at: daysAgo(40),
      evidence: 'history',
    });
  });

  it('do not hide the events behind them', async () => {
    const hidden = many(150, 'FileUploaded', BOT, 1).map((one) => ({ ...one, isHidden: true }));
    const portal = portalOf([...hidden, event('RoomCreateUser', ANN, 2), MADE]);
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(2),
      uncertainBecause: null,
    });
  });
});

describe('a history in which an account is ignored', () => {
  it.each([
    { events: 301, requests: 5 },
    { events: 1501, requests: 17 },
  ])('$events events, all but one in one upload, cost $requests requests', async (one) => {
    const upload = many(one.events - 1, 'FileUploaded', BOT, 1);
    const older = many(100, 'FileUploaded', BOT, 11);
    const portal = portalOf([...upload, event('RoomCreateUser', BOT, 2), ...older, MADE]);
    expect(await readHistory(portal, botRoom(), IGNORING)).toEqual({
      at: null,
      noneSince: new Date(older.at(-1)?.date ?? ''),
      evidence: 'history',
      what: 'none that counts',
      by: null,
      uncertainBecause: null,
    });
    expect(portal.calls).toHaveLength(one.requests);
    expect(portal.calls[0]?.query.get('fromDate')).toBe(daysAgo(10).toISOString());
    expect(portal.calls.map(({ query }) => Number(query.get('startIndex')))).toEqual([
      ...Array.from({ length: one.requests - 1 }, (_, page) => page * 100),
      one.events,
    ]);
  });

  it.each([301, 1501])('an event that counts clears the room behind %i events', async (count) => {
    const portal = portalOf([...many(count, 'FileUploaded', BOT, 1), event('RoomCreateUser', ANN, 3), MADE]);
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(3),
      by: { id: 'ann' },
    });
    expect(portal.calls).toHaveLength(Math.ceil((count + 1) / 100));
  });

  it('an event that counts clears the room within an entry of an ignored account', async () => {
    const moved = {
      ...event('FolderIndexReordered', BOT, 1),
      related: [event('FolderIndexReordered', ANN, 2)],
    };
    const portal = portalWith(() => ({ response: [moved], total: 2 }));
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(2),
      by: { id: 'ann' },
    });
    expect(portal.calls).toHaveLength(1);
  });

  it('the last activity is among the newest 100 events before the threshold', async () => {
    const events = [...many(50, 'FileUploaded', BOT, 1), event('RoomCreateUser', ANN, 40), MADE];
    const portal = portalOf(events);
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(40),
      by: { id: 'ann' },
    });
    expect(portal.calls).toHaveLength(2);
  });

  it('events that come in between two pages hide nobody', async () => {
    let events = [...many(150, 'FileUploaded', BOT, 1), event('RoomCreateUser', ANN, 5), MADE];
    const portal = portalWith(({ count, startIndex }) => {
      events = [...many(60, 'FileUploaded', BOT, 0), ...events];
      return { response: grouped(events.slice(startIndex, startIndex + count)), total: events.length };
    });
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({ at: daysAgo(5) });
  });

  it('without anybody else, the making of the room counts', async () => {
    const events = [...many(50, 'FileUploaded', BOT, 1), event('RoomCreated', BOT, 300)];
    expect(await readHistory(portalOf(events), botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(300),
      evidence: 'history',
    });
  });

  it('the days are those since the oldest event that was read', async () => {
    const events = [
      ...many(99, 'FileUploaded', BOT, 20),
      event('FileUploaded', BOT, 45),
      event('RoomCreateUser', ANN, 50),
    ];
    expect(await readHistory(portalOf(events), botRoom(), IGNORING)).toMatchObject({
      at: null,
      noneSince: daysAgo(45),
    });
  });

  it('a change in the list that counts is the last activity if it is newer than the history', async () => {
    const room = oldRoom({ lastUpdated: daysAgo(20) });
    const events = [
      ...many(99, 'FileUploaded', BOT, 1),
      event('FileUploaded', BOT, 45),
      event('RoomCreateUser', ANN, 50),
    ];
    expect(await readHistory(portalOf(events), room, IGNORING)).toMatchObject({ at: daysAgo(20) });
  });
});

describe('a room with a lifetime for files', () => {
  const room = oldRoom({ hasLifetime: true });

  it.each(['FileMovedToTrash', 'FolderMovedToTrash', 'FileDeleted', 'FolderDeleted'])(
    '%s in the name of its maker is housekeeping of the portal',
    async (key) => {
      const events = [...many(5, key, ANN, 1), event('RoomCreateUser', ANN, 60), MADE];
      expect(await readHistory(portalOf(events), room, rulesFor())).toMatchObject({ at: daysAgo(60) });
    },
  );

  it.each([
    { what: 'an upload by the maker', key: 'FileUploaded', by: ANN, in: room },
    {
      what: 'a deletion by the maker in a room without a lifetime',
      key: 'FileMovedToTrash',
      by: ANN,
      in: oldRoom(),
    },
  ])('$what counts', async (one) => {
    const portal = portalOf([event(one.key, one.by, 1), MADE]);
    expect(await readHistory(portal, one.in, rulesFor())).toMatchObject({ at: daysAgo(1) });
  });

  it.each([
    { what: 'by somebody else', events: [event('FileMovedToTrash', BOT, 1)], in: room },
    {
      what: 'by a deleted account',
      events: [event('FolderDeleted', BOT, 1)],
      in: { ...room, owner: { id: 'gone', name: null, isDeleted: true } as const },
    },
    {
      what: 'by nobody known',
      events: [{ ...event('FileDeleted', BOT, 1), initiator: null as unknown as typeof BOT }],
      in: room,
    },
  ])('a deletion $what may be one of the portal: the room is uncertain', async (one) => {
    const portal = portalOf([...one.events, event('RoomCreateUser', ANN, 60), MADE]);
    expect(await readHistory(portal, one.in, rulesFor())).toMatchObject({
      at: daysAgo(60),
      uncertainBecause: 'deletions may be automatic',
    });
    const old = portalOf([event('FileMovedToTrash', BOT, 20), event('RoomCreateUser', ANN, 60), MADE]);
    expect(await readHistory(old, one.in, rulesFor())).toMatchObject({
      at: daysAgo(20),
      uncertainBecause: null,
    });
    const used = portalOf([...one.events, event('FileUploaded', BOT, 2), MADE]);
    expect(await readHistory(used, one.in, rulesFor())).toMatchObject({
      at: daysAgo(2),
      uncertainBecause: null,
    });
  });

  it('activity behind the housekeeping is found', async () => {
    const events = [...many(250, 'FileMovedToTrash', ANN, 1), event('RoomCreateUser', BOT, 5), MADE];
    expect(await readHistory(portalOf(events), room, rulesFor())).toMatchObject({ at: daysAgo(5) });
  });
});

describe('a new owner is no use of the room', () => {
  const taken = () => oldRoom({ lastUpdated: daysAgo(3), updatedBy: { id: 'bot', name: 'Admin' } });
  /** DocSpace 3.6.1 invites both owners in one second. */
  const invited = (id: string, access: string) => ({
    ...event('RoomCreateUser', BOT, 3),
    data: { user: { id, displayName: id }, access },
  });

  it.each([
    { what: 'an event of its own', events: [event('RoomChangeOwner', BOT, 3)] },
    { what: 'two invitations', events: [invited('ben', 'Room Manager'), invited('ann', '')] },
  ])('nor is the date that it moved: $what', async ({ events }) => {
    const before = [event('FileUploaded', ANN, 60), MADE];
    expect(await readHistory(portalOf([...events, ...before]), taken(), rulesFor())).toMatchObject({
      at: daysAgo(60),
      evidence: 'history',
    });
    expect(await readHistory(portalOf([...events, MADE]), taken(), rulesFor())).toMatchObject({
      at: daysAgo(300),
      evidence: 'history',
      uncertainBecause: null,
    });
    const later = { ...taken(), lastUpdated: daysAgo(2) };
    expect(await readHistory(portalOf([...events, ...before]), later, rulesFor())).toMatchObject({
      at: daysAgo(2),
    });
    const used = portalOf([...events, event('FileUploaded', ANN, 5), MADE]);
    expect(await readHistory(used, taken(), rulesFor())).toMatchObject({ at: daysAgo(5) });
  });

  it('but an invitation of somebody else is', async () => {
    const others = [
      [invited('ben', '')],
      [invited('ann', 'Room Manager')],
      [invited('ann', ''), event('RoomCreateUser', ANN, 3)],
    ];
    for (const events of others) {
      expect(await readHistory(portalOf([...events, MADE]), taken(), rulesFor())).toMatchObject({
        at: daysAgo(3),
      });
    }
  });
});

it('a file that could not be saved is no activity', async () => {
  const events = [event('FileNotSavedDueToRoomQuota', ANN, 1), event('RoomCreateUser', ANN, 60), MADE];
  expect(await readHistory(portalOf(events), oldRoom(), rulesFor())).toMatchObject({ at: daysAgo(60) });
});

it('a history of own forms alone shows that a room is in use, never that it is not', async () => {
  const room = oldRoom({ showsOwnFormsOnly: true });
  const uncertainBecause = 'history not readable';
  for (const [events, at] of [
    [[event('FormSubmit', ANN, 1), MADE], daysAgo(1)],
    [[event('FormSubmit', ANN, 40), MADE], daysAgo(40)],
    [[], daysAgo(100)],
  ] as const) {
    expect(await readHistory(portalOf(events), room, rulesFor())).toMatchObject({ at, uncertainBecause });
  }
});

describe('portals of other versions', () => {
  const recent = many(150, 'FileUploaded', BOT, 1);

  it('one that ignores startIndex leaves the room uncertain', async () => {
    const page = recent.slice(0, 100);
    const portal = portalWith(() => ({ response: grouped(page), total: 5000 }));
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      uncertainBecause: 'history not readable',
    });
    expect(portal.calls).toHaveLength(2);
  });

  it.each([
    { what: 'their place', equal: 40, dataOf: () => ({}) },
    { what: 'what they are about', equal: 130, dataOf: (at: number) => ({ id: at }) },
  ])('one that sends no ids: events of one second are told apart by $what', async ({ equal, dataOf }) => {
    const date = daysAgo(1).toISOString();
    const uploads = Array.from({ length: equal }, (_, at) => ({
      ...event('FileUploaded', BOT, 1),
      id: undefined,
      date,
      data: dataOf(at),
    }));
    const events = [...uploads, event('RoomCreateUser', ANN, 40), MADE] as unknown as Event[];
    expect(await readHistory(portalOf(events), botRoom(), IGNORING)).toMatchObject({
      at: daysAgo(40),
      uncertainBecause: null,
    });
  });

  it('one that ignores fromDate is read back to the threshold', async () => {
    const events = [...recent, ...many(500, 'FileUploaded', BOT, 20), MADE];
    const portal = portalWith(({ count, startIndex }) => ({
      response: grouped(events.slice(startIndex, startIndex + count)),
      total: events.length,
    }));
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      at: null,
      noneSince: daysAgo(10),
    });
    expect(portal.calls).toHaveLength(3);
  });

  it('one that ignores fromDate leaves the room uncertain if it hides events', async () => {
    const hidden = event('RoomCreateUser', ANN, 2, true);
    const events = [event('FileUploaded', BOT, 1), hidden, event('FileUploaded', BOT, 20), MADE];
    const page = grouped(events.filter(({ isHidden }) => isHidden !== true));
    const portal = portalWith(() => ({ response: page, total: events.length }));
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({
      uncertainBecause: 'history not readable',
    });
  });

  it('one that sends no total is asked again before its history counts as empty', async () => {
    const portal = portalWith(({ count }) => ({
      response: count === 1 ? [] : [event('RoomCreateUser', ANN, 2), MADE],
    }));
    expect(await readHistory(portal, oldRoom(), rulesFor())).toMatchObject({ at: daysAgo(2) });
  });

  it('one that sends no total is read until a page is empty', async () => {
    const portal = portalWith(({ count, startIndex, fromDate }) => {
      const since = fromDate === null ? [...recent, ...many(200, 'FileUploaded', BOT, 20)] : recent;
      return { response: grouped(since.slice(startIndex, startIndex + count)) };
    });
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({ at: null });
    expect(portal.calls).toHaveLength(4);
  });

  it('is read on from the end of a page that is shorter than asked', async () => {
    const portal = portalWith(({ startIndex, fromDate }) => {
      const all = [...recent, event('RoomCreateUser', ANN, 3), MADE];
      const since = all.filter(({ date }) => fromDate === null || new Date(date ?? 0) >= fromDate);
      return { response: grouped(since.slice(startIndex, startIndex + 30)), total: since.length };
    });
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({ at: daysAgo(3) });
    expect(portal.calls).toHaveLength(6);
  });
});

describe('an answer that cannot be read', () => {
  it.each<[unknown, string]>([
    [{ response: 'none' }, 'response should be'],
    [{ response: { items: [] } }, 'response should be'],
    [{ response: [5] }, 'response[0] should be'],
    [{ response: null }, 'response should be'],
    [{}, 'response should be'],
    [[], 'response should be'],
    ...[undefined, null, 1_780_000_000, 'room 5', '0001-01-01T00:00:00.0000000Z'].map(
      (date): [unknown, string] => [{ response: [{ id: 1, date }] }, 'response[].date should be a date'],
    ),
  ])('%j names the room and the member', async (json, says) => {
    const portal = portalWith(() => json as Answer);
    await expect(readHistory(portal, oldRoom({ id: 7 }), rulesFor())).rejects.toThrow(
      `The answer for the history of room 7 is not what a DocSpace portal sends: ${says}`,
    );
  });

  it('an event without a date that may be the newest one is refused', async () => {
    const portal = portalOf([event('FileUploaded', ANN, null), event('RoomCreateUser', ANN, 30)]);
    await expect(readHistory(portal, oldRoom(), rulesFor())).rejects.toThrow(
      'response[].date should be a date',
    );
  });

  it.each([
    {
      what: 'behind one that counts',
      events: [event('RoomCreateUser', ANN, 2), event('FileUploaded', ANN, null)],
    },
    {
      what: 'by an ignored account',
      events: [event('FileUploaded', BOT, null), event('RoomCreateUser', ANN, 2)],
    },
    {
      what: 'before one that is recent',
      events: [event('FileUploaded', ANN, null), event('RoomCreateUser', ANN, 2)],
    },
  ])('an event without a date does no harm $what', async ({ events }) => {
    expect(await readHistory(portalOf(events), oldRoom(), rulesFor())).toMatchObject({ at: daysAgo(2) });
    expect(await readHistory(portalOf(events), botRoom(), IGNORING)).toMatchObject({ at: daysAgo(2) });
  });

  it('an event that cannot be read takes no other event of its entry with it', async () => {
    const upload = { ...event('FileUploaded', BOT, 1), related: [5, event('FileUploaded', ANN, 2)] };
    const portal = portalWith(() => ({ response: [upload], total: 3 }));
    expect(await readHistory(portal, botRoom(), IGNORING)).toMatchObject({ by: { id: 'ann' } });
    expect(portal.calls).toHaveLength(1);
  });

  it('a date that is nested deeply is no date', async () => {
    const date: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const portal = portalWith(() => ({ response: [{ date }], total: 1 }));
    await expect(readHistory(portal, oldRoom(), rulesFor())).rejects.toThrow('response[].date should be');
  });

  it.each([
    { total: 1_000_000, requests: 5 },
    { total: 250, requests: 4 },
  ])('empty pages below a total of $total cost $requests requests', async ({ total, requests }) => {
    const portal = portalWith(() => ({ response: [], total }));
    expect(await readHistory(portal, oldRoom(), rulesFor())).toMatchObject({
      uncertainBecause: 'history not readable',
    });
    expect(portal.calls).toHaveLength(requests);
  });

  it('an id that is not well-formed is sent well-formed', async () => {
    const portal = portalOf([]);
    expect(await readHistory(portal, oldRoom({ id: 'half \ud83d' }), rulesFor())).toBeNull();
    expect(portal.calls[0]?.path).toBe('files/folder/half%20%EF%BF%BD/log');
  });
});
