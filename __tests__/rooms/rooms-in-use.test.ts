import { describe, expect, it } from 'vitest';
import { dayOf } from '../../src/rooms/days.ts';
import type { Room } from '../../src/rooms/room.ts';
import { hasUnreadableKeepUntil, inUseReducer } from '../../src/rooms/rooms-in-use.ts';
import type { JudgedRoom } from '../../src/rooms/verdict.ts';
import { daysAgo, makeActivity, makeRoom } from '../support/factories.ts';

const judgedAs = (
  kind: 'active' | 'upcoming' | 'abandoned',
  room: Partial<Room> = {},
  daysInactive: number | null = 3,
): JudgedRoom => ({
  room: makeRoom({ id: 7, usedBytes: 12, ...room }),
  verdict: { kind, daysInactive, activity: makeActivity(daysAgo(3)) },
});

describe('a room in use', () => {
  it.each<[Partial<Room>, number | null, object]>([
    [{}, 3, { daysInactive: 3, isSpaceKnown: true, hasUnreadableKeepUntil: false }],
    [{ usedBytes: 0 }, 0, { daysInactive: 0, isSpaceKnown: true, hasUnreadableKeepUntil: false }],
    [{ usedBytes: null }, null, { daysInactive: null, isSpaceKnown: false, hasUnreadableKeepUntil: false }],
    [
      { tags: ['keep', 'keep-until: soon'] },
      3,
      { daysInactive: 3, isSpaceKnown: true, hasUnreadableKeepUntil: true },
    ],
  ])('%j, inactive for %j days, is reduced to %j', (room, days, reduced) => {
    const lastActiveOn = dayOf(daysAgo(3));
    expect(inUseReducer()(judgedAs('active', room, days))).toEqual({ lastActiveOn, ...reduced });
  });

  it('shares its object with rooms that have equal values, and with no others', () => {
    const reduce = inUseReducer();
    const one = reduce(judgedAs('active'));
    expect(reduce(judgedAs('active', { id: 8, title: 'Other', tags: ['x'] }))).toBe(one);
    const others = [
      reduce(judgedAs('active', {}, 4)),
      reduce(judgedAs('active', {}, null)),
      reduce(judgedAs('active', { usedBytes: null })),
      reduce(judgedAs('active', { tags: ['keep-until:x'] })),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
  });

  it.each(['upcoming', 'abandoned'] as const)('is not one that is %s', (kind) => {
    expect(inUseReducer()(judgedAs(kind))).toBeNull();
  });
});

it.each([
  ['keep-until:2030-01-01', false],
  ['keep-until: soon', true],
  ['KEEP-UNTIL:2030-02-31', true],
  ['keep', false],
])('the tag %s cannot be read: %s', (tag, is) => {
  expect(hasUnreadableKeepUntil(['x', tag])).toBe(is);
});
