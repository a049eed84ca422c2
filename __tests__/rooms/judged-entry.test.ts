import { describe, expect, it } from 'vitest';
import { compactor, isInUse, isUnreadableKeepUntil } from '../../src/rooms/judged-entry.ts';
import type { JudgedRoom } from '../../src/rooms/verdict.ts';
import { daysAgo, makeActivity, makeRoom } from '../support/factories.ts';

const judgedAs = (kind: 'active' | 'upcoming' | 'abandoned', tags: string[] = []): JudgedRoom => ({
  room: makeRoom({ id: 7, tags, usedBytes: 12 }),
  verdict: { kind, daysInactive: 3, activity: makeActivity(daysAgo(3)) },
});

describe('compactor', () => {
  it('keeps the numbers of a room in use, and nothing else', () => {
    const entry = compactor()(judgedAs('active', ['keep', 'keep-until: soon', 'keep-until:2030-01-01']));
    expect(entry).toEqual({
      room: { id: 7, usedBytes: 12, tags: ['keep-until: soon'] },
      verdict: { kind: 'active', daysInactive: 3 },
    });
    expect(isInUse(entry)).toBe(true);
  });

  it.each(['upcoming', 'abandoned'] as const)('keeps all of a room that is %s', (kind) => {
    const judged = judgedAs(kind);
    expect(compactor()(judged)).toBe(judged);
    expect(isInUse(judged)).toBe(false);
  });

  it('shares verdicts and empty tags between rooms', () => {
    const compact = compactor();
    const [one, other] = [compact(judgedAs('active')), compact(judgedAs('active'))];
    expect(one.verdict).toBe(other.verdict);
    expect(one.room.tags).toBe(other.room.tags);
  });
});

it.each([
  ['keep-until:2030-01-01', false],
  ['keep-until: soon', true],
  ['KEEP-UNTIL:2030-02-31', true],
  ['keep', false],
])('the tag %s cannot be read: %s', (tag, is) => {
  expect(isUnreadableKeepUntil(tag)).toBe(is);
});
