import { describe, expect, it } from 'vitest';
import { exceededLimits } from '../../src/rooms/limits.ts';

describe('limits', () => {
  it.each([
    { counts: [0, 0], limits: [null, null], says: [] },
    { counts: [9, 9, 9], limits: [null, null, null], says: [] },
    { counts: [9, 9, 3], limits: [null, null, 3], says: [] },
    {
      counts: [9, 9, 4],
      limits: [null, null, 3],
      says: [/^4 abandoned rooms carry a risk, more than max-risky allows \(3\)\.$/],
    },
    { counts: [1, 0, 1], limits: [null, null, 0], says: [/^1 abandoned room carries a risk, /] },
    { counts: [9999, 9999], limits: [null, null], says: [] },
    { counts: [0, 0], limits: [0, 0], says: [] },
    { counts: [3, 3], limits: [3, 3], says: [] },
    { counts: [4, 0], limits: [3, 3], says: [/^4 abandoned rooms are .* max-abandoned allows \(3\)\.$/] },
    {
      counts: [0, 4],
      limits: [3, 3],
      says: [/^4 rooms became .* since the last run.* max-new-abandoned allows \(3\)\.$/],
    },
    { counts: [5, 1], limits: [4, 0], says: [/max-abandoned/, /max-new-abandoned/] },
    { counts: [1, 1], limits: [null, 0], says: [/^1 room became .* max-new-abandoned allows \(0\)\.$/] },
    {
      counts: [1, 1],
      limits: [0, null],
      says: [/^1 abandoned room is more than max-abandoned allows \(0\)\.$/],
    },
  ] as const)(
    '$counts against $limits',
    ({ counts: [abandoned, fresh, risky = 0], limits: [all, news, risk = null], says }) => {
      const sentences = exceededLimits(
        { abandoned, new: fresh, risky },
        { maxAbandoned: all, maxNewAbandoned: news, maxRisky: risk },
      );
      expect(sentences).toHaveLength(says.length);
      says.forEach((pattern, at) => {
        expect(sentences[at]).toMatch(pattern);
      });
    },
  );
});
