import { describe, expect, it } from 'vitest';
import { compareRuns, missingRooms, seemsToBeBack } from '../../src/rooms/compare-runs.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { RoomFate } from '../../src/rooms/findings.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { lastActiveOn, type RoomsInUse } from '../../src/rooms/rooms-in-use.ts';
import type { JudgedRoom } from '../../src/rooms/verdict.ts';
import { daysAgo, IN_USE, makeActivity, makeLastRun, makeRoom, NOW } from '../support/factories.ts';

const NOTHING = { new: new Set(), recovered: 0, gone: 0, notVisible: [], notKnown: [] };
/** How each status of a room of the last run counts. */
const CHANGES = {
  abandoned: {},
  'in use': { recovered: 1 },
  gone: { gone: 1 },
  'not visible': { notVisible: [1] },
  'not known': { notKnown: [1] },
  'set aside': {},
};

const judged = (verdict: object, id: RoomId = 1): JudgedRoom => ({
  room: makeRoom({ id }),
  verdict: { activity: makeActivity(null), daysInactive: 5, ...verdict } as unknown as JudgedRoom['verdict'],
});
function compare(
  previous: readonly RoomId[],
  findings: { judged?: JudgedRoom[]; inUse?: RoomsInUse; missing?: ReadonlyMap<RoomId, RoomFate> },
  since = 0,
) {
  const { delta, newRooms, notVisible, notKnown } = compareRuns(makeLastRun(previous, since).since, {
    judged: [],
    inUse: new Map(),
    missing: new Map(),
    ...findings,
  });
  expect([delta.new, delta.notVisible]).toEqual([newRooms.size, notVisible.length]);
  return { new: newRooms, recovered: delta.recovered, gone: delta.gone, notVisible, notKnown };
}

const VERDICTS: readonly [object, keyof typeof CHANGES][] = [
  [{ kind: 'abandoned' }, 'abandoned'],
  [{ kind: 'active', activity: makeActivity(NOW) }, 'in use'],
  [{ kind: 'upcoming', activity: makeActivity(NOW) }, 'in use'],
  [{ kind: 'exempt', reason: { by: 'exempt-tags', detail: 'keep' } }, 'set aside'],
  [{ kind: 'unknown', because: 'no date' }, 'set aside'],
  [{ kind: 'unknown', because: 'storage not reachable' }, 'not known'],
  [{ kind: 'skipped', reason: 'archived' }, 'gone'],
  [{ kind: 'skipped', reason: 'deleted meanwhile' }, 'gone'],
  [{ kind: 'skipped', reason: 'other type' }, 'set aside'],
];

describe('a room', () => {
  it.each(VERDICTS)('of the last run with the verdict %j now: %s', (verdict, status) => {
    expect(compare([1], { judged: [judged(verdict)] })).toEqual({ ...NOTHING, ...CHANGES[status] });
  });

  it.each(VERDICTS)(
    'that was not abandoned before, with the verdict %j: new if abandoned',
    (verdict, status) => {
      const isNew = status === 'abandoned';
      expect(compare([], { judged: [judged(verdict)] })).toEqual({
        ...NOTHING,
        new: new Set(isNew ? [1] : []),
      });
    },
  );

  it.each([
    ['deleted', 'gone'],
    ['archived', 'gone'],
    ['not visible', 'not visible'],
    ['unknown', 'not known'],
    ['active', 'not known'],
    ['other type', 'set aside'],
  ] as [RoomFate, keyof typeof CHANGES][])('missing from the list and %s: %s', (fate, status) => {
    expect(compare([1], { missing: new Map([[1, fate]]) })).toEqual({ ...NOTHING, ...CHANGES[status] });
  });

  it('that nothing is known of was not checked', () => {
    expect(compare([1], {})).toEqual({ ...NOTHING, notKnown: [1] });
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
    const activity = makeActivity(at, { uncertainBecause });
    const reduced = { ...IN_USE, lastActiveOn: lastActiveOn(activity) };
    const findings = [
      ...['active', 'upcoming'].map((kind) => ({ judged: [judged({ kind, activity })] })),
      { inUse: new Map([[1, reduced]]) },
    ];
    for (const found of findings) {
      expect(compare([1], found, dayOf(NOW))).toEqual({ ...NOTHING, ...CHANGES[status] });
    }
  });
});

it('a number is not a text, and rooms in use count only if they were abandoned', () => {
  const findings = {
    judged: [judged({ kind: 'abandoned' }, '1'), judged({ kind: 'skipped', reason: 'archived' }, 1)],
    inUse: new Map([2, 3].map((id) => [id, IN_USE])),
  };
  expect(compare([1, 2], findings)).toEqual({ ...NOTHING, new: new Set(['1']), gone: 1, recovered: 1 });
});

it('looks only for rooms of the last run that the list does not hold', () => {
  const lastRun = makeLastRun([1, 2, 'x']);
  expect(missingRooms(lastRun, (id) => id === 2 || id === '1')).toEqual([1, 'x']);
  expect(missingRooms({ kind: 'not tracked' }, () => false)).toEqual([]);
  expect(missingRooms({ kind: 'unknown', because: 'it is lost' }, () => false)).toEqual([]);
});

describe('a room that seems to be back', () => {
  it.each([
    ['active', 1, true],
    ['upcoming', 1, true],
    ['abandoned', 1, false],
    ['unknown', 1, false],
    ['exempt', 1, false],
    ['active', 2, false],
  ] as const)('is %s, and room %j was abandoned: %j', (kind, id, expected) => {
    expect(seemsToBeBack(judged({ kind }), makeLastRun([id], 0))).toBe(expected);
  });

  it('is none if the last run is not known', () => {
    expect(seemsToBeBack(judged({ kind: 'active' }), { kind: 'not known' } as never)).toBe(false);
  });
});
