import { describe, expect, it } from 'vitest';
import {
  compareRuns,
  missingRooms,
  type RoomFate,
  type RoomStatus,
  statusOfRooms,
} from '../../src/rooms/compare-runs.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { Room, RoomId } from '../../src/rooms/room.ts';
import { lastActiveOn } from '../../src/rooms/rooms-in-use.ts';
import type { JudgedRoom } from '../../src/rooms/verdict.ts';
import { daysAgo, IN_USE, makeActivity, makeLastRun, makeRoom, NOW } from '../support/factories.ts';

const set = (...ids: RoomId[]) => new Set<RoomId>(ids);
const NOTHING = { new: set(), recovered: 0, gone: 0, notVisible: set(), notKnown: set() };

describe('changes since the last run', () => {
  it.each([
    {
      name: 'nothing',
      before: [1, 2],
      now: [
        [1, 'abandoned'],
        [2, 'abandoned'],
      ],
      changes: {},
    },
    { name: 'nothing at all', before: [], now: [], changes: {} },
    {
      name: 'a new room',
      before: [1],
      now: [
        [1, 'abandoned'],
        [2, 'abandoned'],
      ],
      changes: { new: set(2) },
    },
    { name: 'a room in use again', before: [1], now: [[1, 'in use']], changes: { recovered: 1 } },
    { name: 'a room that is gone', before: [1], now: [[1, 'gone']], changes: { gone: 1 } },
    { name: 'a room out of sight', before: [1], now: [[1, 'not visible']], changes: { notVisible: set(1) } },
    {
      name: 'a room that could not be checked',
      before: [1],
      now: [[1, 'not known']],
      changes: { notKnown: set(1) },
    },
    { name: 'a room without any status', before: [1], now: [], changes: { notKnown: set(1) } },
    { name: 'a room that is exempt now', before: [1], now: [[1, 'set aside']], changes: {} },
    { name: 'a room in use that never was abandoned', before: [], now: [[1, 'in use']], changes: {} },
    {
      name: 'a number is not a text',
      before: [1],
      now: [
        ['1', 'abandoned'],
        [1, 'gone'],
      ],
      changes: { new: set('1'), gone: 1 },
    },
  ] as { name: string; before: RoomId[]; now: [RoomId, RoomStatus][]; changes: object }[])(
    '$name',
    ({ before, now, changes }) => {
      expect(compareRuns(set(...before), new Map(now))).toEqual({ ...NOTHING, ...changes });
    },
  );
});

describe('the status of a room', () => {
  const judged = (verdict: object, room: Partial<Room> = {}) => ({
    room: makeRoom({ id: 1, ...room }),
    verdict: {
      activity: makeActivity(null),
      daysInactive: 5,
      ...verdict,
    } as unknown as JudgedRoom['verdict'],
  });

  it.each([
    [{ kind: 'abandoned' }, 'abandoned'],
    [{ kind: 'active', activity: makeActivity(NOW) }, 'in use'],
    [{ kind: 'upcoming', activity: makeActivity(NOW) }, 'in use'],
    [{ kind: 'exempt', reason: { by: 'exempt-tags', detail: 'keep' } }, 'set aside'],
    [{ kind: 'exempt', reason: { by: 'tick', detail: '2026-01-01' } }, 'set aside'],
    [{ kind: 'unknown', because: 'no date' }, 'set aside'],
    [{ kind: 'unknown', because: 'storage not reachable' }, 'not known'],
    [{ kind: 'skipped', reason: 'archived' }, 'gone'],
    [{ kind: 'skipped', reason: 'deleted meanwhile' }, 'gone'],
    [{ kind: 'skipped', reason: 'other type' }, 'set aside'],
  ] as const)('in the list with the verdict %j: %s', (verdict, status) => {
    expect(statusOfRooms(new Map(), [judged(verdict)], new Map(), new Map())).toEqual(new Map([[1, status]]));
  });

  it('in use: known of the rooms of the last run, of which there are few', () => {
    const inUse = new Map([1, 2].map((id) => [id, IN_USE]));
    expect(statusOfRooms(makeLastRun([1, 3]).since, [], inUse, new Map())).toEqual(new Map([[1, 'in use']]));
  });

  it.each([
    { what: 'activity on the day itself', at: NOW, uncertainBecause: null, status: 'in use' },
    {
      what: 'no activity since, but another policy',
      at: daysAgo(1),
      uncertainBecause: null,
      status: 'set aside',
    },
    { what: 'no date at all', at: null, uncertainBecause: null, status: 'not known' },
    { what: 'a history that fails', at: NOW, uncertainBecause: 'history not readable', status: 'not known' },
  ] as const)('abandoned since a day, and active now: $what', ({ at, uncertainBecause, status }) => {
    const { since } = makeLastRun([1], dayOf(NOW));
    const activity = makeActivity(at, { uncertainBecause });
    for (const kind of ['active', 'upcoming']) {
      expect(statusOfRooms(since, [judged({ kind, activity })], new Map(), new Map()).get(1)).toBe(status);
    }
    const inUse = new Map([[1, { ...IN_USE, lastActiveOn: lastActiveOn(activity) }]]);
    expect(statusOfRooms(since, [], inUse, new Map()).get(1)).toBe(status);
  });

  it.each([
    ['deleted', 'gone'],
    ['archived', 'gone'],
    ['not visible', 'not visible'],
    ['unknown', 'not known'],
    ['active', 'not known'],
    ['other type', 'set aside'],
  ] as [RoomFate, RoomStatus][])('missing from the list and %s: %s', (fate, status) => {
    expect(statusOfRooms(makeLastRun([1]).since, [], new Map(), new Map([[1, fate]]))).toEqual(
      new Map([[1, status]]),
    );
  });
});

it('looks only for rooms of the last run that the list does not hold', () => {
  const lastRun = makeLastRun([1, 2, 'x']);
  expect(missingRooms(lastRun, (id) => id === 2 || id === '1')).toEqual([1, 'x']);
  expect(missingRooms({ kind: 'not tracked' }, () => false)).toEqual([]);
  expect(missingRooms({ kind: 'unknown', because: 'it is lost' }, () => false)).toEqual([]);
});
