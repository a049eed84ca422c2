import { describe, expect, it } from 'vitest';
import { createProgress } from '../../src/scan.ts';

/** The lines that are written if each step of the task takes `stepMs`. */
function linesOf(steps: readonly (readonly [number, number | null])[], stepMs: number): string[] {
  const lines: string[] = [];
  let nowMs = 0;
  const progress = createProgress(
    { info: (line) => lines.push(line) },
    'rooms checked',
    () => new Date(nowMs),
  );
  for (const [done, total] of steps) {
    nowMs += stepMs;
    progress(done, total);
  }
  return lines;
}

const upTo = (total: number) => Array.from({ length: total }, (_, at) => [at + 1, total] as const);

describe('createProgress', () => {
  it('writes one line at the end of a short task', () => {
    expect(linesOf(upTo(300), 10)).toEqual(['300 of 300 rooms checked']);
  });

  it('writes a line every ten seconds, with the time that is left', () => {
    expect(linesOf(upTo(7), 4000)).toEqual([
      '3 of 7 rooms checked, about 20 seconds left',
      '6 of 7 rooms checked, a few seconds left',
      '7 of 7 rooms checked',
    ]);
  });

  it.each([
    {
      done: 4200,
      total: 7000,
      elapsedMs: 90_000,
      line: '4,200 of 7,000 rooms checked, about 60 seconds left',
    },
    { done: 1, total: 2, elapsedMs: 90_000, line: '1 of 2 rooms checked, about 2 minutes left' },
    {
      done: 1000,
      total: 10_000,
      elapsedMs: 60_000,
      line: '1,000 of 10,000 rooms checked, about 9 minutes left',
    },
    { done: 1, total: 2, elapsedMs: 10_000, line: '1 of 2 rooms checked, about 10 seconds left' },
    { done: 100, total: 101, elapsedMs: 10_000, line: '100 of 101 rooms checked, a few seconds left' },
  ])('$done of $total after $elapsedMs ms: $line', ({ done, total, elapsedMs, line }) => {
    expect(linesOf([[done, total]], elapsedMs)).toEqual([line]);
  });

  it('names no time if the total is not known', () => {
    expect(linesOf([[1200, null]], 20_000)).toEqual(['1,200 rooms checked']);
  });
});
