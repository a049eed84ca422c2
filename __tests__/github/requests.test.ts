import { describe, expect, it } from 'vitest';
import { explainGitHub, type GitHubError } from '../../src/github/failure.ts';
import { retry } from '../../src/github/requests.ts';
import fc from '../support/fast-check.ts';

const MINUTE_MS = 60_000;

/** @param headers of the answer; null if none came */
function failure(status: number, headers: Record<string, string> | null = {}): GitHubError {
  const response = headers === null ? undefined : { headers, data: {} };
  return explainGitHub(Object.assign(new Error('x'), { status, response }), 'edit issue #5', 'acme/rooms');
}

/** Sends a request that always fails, and tells after which pauses it was sent again. */
async function pausesOf(error: Error): Promise<number[]> {
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  await expect(retry(pause, () => Promise.reject(error))).rejects.toBe(error);
  return pauses;
}

describe('a lasting failure', () => {
  it('is tried again by its class, whatever its status', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 400, max: 599 }), async (status) => {
        const passes =
          (status >= 500 && status !== 501 && status !== 505) || status === 408 || status === 425;
        const limit = status === 429 ? [MINUTE_MS, MINUTE_MS, MINUTE_MS] : [];
        expect(await pausesOf(failure(status))).toEqual(passes ? [1000, 4000, 9000] : limit);
      }),
    );
  });

  it.each([
    ['no answer', failure(500, null), [1000, 4000, 9000]],
    ['a limit with a time', failure(429, { 'retry-after': '7' }), [7000, 7000, 7000]],
    ['a secondary limit', failure(403, { 'retry-after': '300' }), Array(3).fill(5 * MINUTE_MS)],
    ['a limit that asks for more than five minutes', failure(403, { 'retry-after': '301' }), []],
    ['a fault of the action itself', new Error('x'), []],
  ])('%s', async (_, error, pauses) => {
    expect(await pausesOf(error)).toEqual(pauses);
  });
});

describe('a look before another attempt', () => {
  const fails = () => Promise.reject(failure(502));
  const pause = async () => undefined;

  it('ends the retries with what it finds', async () => {
    const found = [null, 'found', 'more'];
    expect(await retry<string>(pause, fails, async () => found.shift() ?? null)).toBe('found');
    expect(found).toEqual(['more']);
  });

  it('ends them with its own error, also with one that may pass', async () => {
    const own = failure(503);
    const looks: number[] = [];
    const look = () => {
      looks.push(1);
      return Promise.reject(own);
    };
    await expect(retry(pause, fails, look)).rejects.toBe(own);
    expect(looks).toHaveLength(1);
  });
});
