import { describe, expect, it } from 'vitest';
import {
  isArchivable,
  isUnchanged,
  type NotArchivedReason,
  planArchive,
} from '../../src/rooms/archive-plan.ts';
import type { LastRun } from '../../src/rooms/compare-runs.ts';
import type { RoomFate } from '../../src/rooms/findings.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import type { RoomsInUse } from '../../src/rooms/rooms-in-use.ts';
import type { JudgedRoom, Verdict } from '../../src/rooms/verdict.ts';
import { daysAgo, IN_USE, makeActivity, makeLastRun, makeRoom } from '../support/factories.ts';

const activity = (days: number, evidence: 'history' | 'contents' | 'updated' = 'history') =>
  makeActivity(daysAgo(days), { evidence });
const abandoned = (days = 100, evidence: 'history' | 'contents' | 'updated' = 'history'): Verdict => ({
  kind: 'abandoned',
  daysInactive: days,
  activity: activity(days, evidence),
});
const entry = (id: RoomId, verdict: Verdict): JudgedRoom => ({ room: makeRoom({ id }), verdict });
const listed = (...ids: RoomId[]): LastRun => makeLastRun(ids);

function plan(
  judged: readonly JudgedRoom[],
  approved: readonly RoomId[],
  lastRun: LastRun = listed(...approved),
  maxRooms = 25,
  missing: ReadonlyMap<RoomId, RoomFate> = new Map(),
  inUse: RoomsInUse = new Map(),
  mayArchive: boolean | null = null,
  isClockKnown = true,
) {
  const input = { approved: new Set(approved), judged, inUse, lastRun, missing, maxRooms };
  const { rooms, refused } = planArchive({ ...input, mayArchive, isClockKnown, archived: new Map() });
  return { ids: rooms.map(({ room }) => room.id), refused: Object.fromEntries(refused) };
}

describe('the plan of what is archived', () => {
  it.each(['history', 'contents'] as const)('takes an approved room with the evidence %s', (evidence) => {
    expect(plan([entry(1, abandoned(100, evidence)), entry(2, abandoned())], [1])).toEqual({
      ids: [1],
      refused: {},
    });
  });

  const exempt = (by: 'tick' | 'exempt-tags'): Verdict => ({
    kind: 'exempt',
    reason: { by, detail: '2026-12-31' },
    daysInactive: 100,
    activity: activity(100),
  });
  it.each<[NotArchivedReason, Verdict, LastRun?]>([
    ['kept', exempt('tick')],
    ['exempt', exempt('exempt-tags')],
    ['in use', { kind: 'active', daysInactive: 1, activity: activity(1) }],
    ['in use', { kind: 'upcoming', daysInactive: 9, activity: activity(9) }],
    [
      'last activity not known',
      { kind: 'unknown', because: 'history not readable', daysInactive: 100, activity: activity(100) },
    ],
    ['skipped', { kind: 'skipped', reason: 'archived' }],
    ['skipped', { kind: 'skipped', reason: 'deleted meanwhile' }],
    ['not checked against its history', abandoned(100, 'updated')],
    [
      'not checked against its history',
      { kind: 'abandoned', daysInactive: null, activity: makeActivity(null) },
    ],
    ['not listed at the last run', abandoned(), listed(2)],
    ['not listed at the last run', abandoned(), { kind: 'unknown', because: 'it is lost' }],
    ['not listed at the last run', abandoned(), { kind: 'not tracked' }],
  ])('refuses: %s', (refusal, verdict, lastRun = listed(1)) => {
    expect(plan([entry(1, verdict)], [1], lastRun)).toEqual({ ids: [], refused: { 1: refusal } });
  });

  it('refuses a room that the account may not archive, and every room if the key may not', () => {
    const rooms = [true, null, false].map((mayArchive, at) => ({
      room: makeRoom({ id: at, mayArchive }),
      verdict: abandoned(),
    }));
    const ids = rooms.map(({ room }) => room.id);
    expect(plan(rooms, ids)).toEqual({ ids: [0, 1], refused: { 2: 'not for this account' } });
    expect(rooms.map(isArchivable)).toEqual([true, true, false]);
    const { refused } = plan(rooms, ids, undefined, 25, new Map(), new Map(), false);
    expect(Object.values(refused).toSorted()).toEqual([
      'not for this account',
      'not for this key',
      'not for this key',
    ]);
  });

  it('refuses every room if the clock was not compared with that of the portal', () => {
    const { ids, refused } = plan(
      [entry(1, abandoned())],
      [1],
      undefined,
      25,
      new Map(),
      new Map(),
      true,
      false,
    );
    expect({ ids, refused }).toEqual({ ids: [], refused: { 1: 'clock not checked' } });
  });

  it('refuses a room in use, and one that is not there', () => {
    const inUse = new Map([[1, IN_USE]]);
    const { refused } = plan([], [1, 2], listed(1, 2), 25, new Map(), inUse);
    expect(refused).toEqual({ 1: 'in use', 2: 'not in the list of rooms' });
  });

  it('knows a room that is in the archive, for example since the run before was stopped', () => {
    const missing = new Map<RoomId, RoomFate>([
      [1, 'archived'],
      [2, 'deleted'],
    ]);
    const { refused } = plan([], [1, 2], listed(1, 2), 25, missing);
    expect(refused).toEqual({ 1: 'in the archive', 2: 'not in the list of rooms' });
  });

  it('does not take the text "1" for the room 1', () => {
    expect(plan([entry('1', abandoned())], [1])).toEqual({
      ids: [],
      refused: { 1: 'not in the list of rooms' },
    });
  });

  it('takes the longest inactive first, and leaves those over max-archive for the next run', () => {
    const judged = [1, 2, 3, 4].map((id) => entry(id, abandoned(id * 100)));
    expect(plan(judged, [1, 2, 3, 4], listed(1, 2, 3, 4), 2)).toEqual({
      ids: [4, 3],
      refused: { 2: 'more than max-archive', 1: 'more than max-archive' },
    });
    expect(plan(judged, [1], listed(1), 0)).toEqual({ ids: [], refused: { 1: 'more than max-archive' } });
  });

  it('takes nothing without an approval', () => {
    expect(plan([entry(1, abandoned())], [], listed(1))).toEqual({ ids: [], refused: {} });
  });
});

describe('the second look', () => {
  const noneSince = (days: number): Verdict => ({
    kind: 'abandoned',
    daysInactive: days,
    activity: makeActivity(null, { evidence: 'history', noneSince: daysAgo(days) }),
  });
  it.each<[string, Verdict, Verdict, boolean]>([
    ['the same', abandoned(100), abandoned(100), true],
    ['an older last activity', abandoned(100), abandoned(101), true],
    ['a newer one, which is old as well', abandoned(100), abandoned(99), false],
    ['nothing that counts, as before', noneSince(30), noneSince(30), true],
    ['evidence of the list alone', abandoned(100), abandoned(100, 'updated'), false],
    ['a room in use', abandoned(100), { kind: 'active', daysInactive: 0, activity: activity(0) }, false],
    ['a skipped room', abandoned(100), { kind: 'skipped', reason: 'archived' }, false],
  ])('that finds %s', (_, before, now, isSame) => {
    expect(isUnchanged(before, now)).toBe(isSame);
  });
});
