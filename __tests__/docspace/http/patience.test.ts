import { describe, expect, it } from 'vitest';
import { createPatience, MOST_WAITING_MS } from '../../../src/docspace/http/patience.ts';

const MINUTE_MS = 60_000;

/** A client's patience, and the waits under way, which end when they are told to. */
function waiting() {
  const ends: (() => void)[] = [];
  const asked: number[] = [];
  const patience = createPatience((ms) => {
    asked.push(ms);
    return new Promise((resolve) => ends.push(resolve));
  });
  return {
    patience,
    asked,
    /** Whether a wait of so many milliseconds may begin now. */
    mayWait: (delayMs: number) => patience.allow({ retry: true, delayMs }, 3).retry,
    /** Begins a wait and gives what ends it. */
    begin: (ms: number) => {
      const over = patience.wait(ms);
      const end = ends.at(-1);
      return () => {
        end?.();
        return over;
      };
    },
  };
}

describe('patience', () => {
  it('is an hour', () => {
    expect(MOST_WAITING_MS).toBe(3_600_000);
  });

  it('lasts for the pauses of 20,000 requests at 1,500 a minute, and for many more', async () => {
    const { patience, asked, begin } = waiting();
    for (let pause = 0; pause < 60; pause += 1) {
      const decision = { retry: true, delayMs: MINUTE_MS } as const;
      expect(patience.allow(decision, 1)).toBe(decision);
      await begin(MINUTE_MS)();
    }
    expect(asked).toEqual(Array(60).fill(MINUTE_MS));
    expect(patience.allow({ retry: true, delayMs: 1 }, 3)).toEqual({
      retry: false,
      because:
        'Gave up after 3 tries and 3600 s of waiting, that of all requests together; 3600 s is the most.',
    });
  });

  it('counts once what is waited at the same time, the longest of it', async () => {
    const { mayWait, begin } = waiting();
    const ends = [30, 10, 20].map((minutes) => begin(minutes * MINUTE_MS));
    for (const end of ends) await end();
    // Half an hour is left.
    expect(mayWait(30 * MINUTE_MS)).toBe(true);
    expect(mayWait(30 * MINUTE_MS + 1)).toBe(false);
  });

  it('counts of a wait that outlasts another one what is beyond it', async () => {
    const { mayWait, begin } = waiting();
    const [short, long] = [begin(10 * MINUTE_MS), begin(40 * MINUTE_MS)];
    await short();
    const next = begin(20 * MINUTE_MS);
    await long();
    await next();
    expect(mayWait(20 * MINUTE_MS)).toBe(true);
    expect(mayWait(20 * MINUTE_MS + 1)).toBe(false);
  });

  it('does not count a wait that it refuses', () => {
    const { patience, mayWait } = waiting();
    expect(patience.allow({ retry: true, delayMs: MOST_WAITING_MS + 1 }, 1)).toEqual({
      retry: false,
      because: 'Gave up after 1 try and 0 s of waiting, that of all requests together; 3600 s is the most.',
    });
    expect(mayWait(MOST_WAITING_MS)).toBe(true);
  });

  it('leaves an end as it is', () => {
    const end = { retry: false, because: 'Gave up after 6 tries.' } as const;
    expect(waiting().patience.allow(end, 6)).toBe(end);
  });
});
