import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/docspace/http/failure.ts';
import {
  decideRetry,
  type FailedRequest,
  parseRetryAfter,
  RETRY_LIMITS,
  type RetryMoment,
} from '../../../src/docspace/http/retry.ts';
import { NOW } from '../../support/factories.ts';
import { network, refused, status } from '../../support/failures.ts';
import fc from '../../support/fast-check.ts';

/** A decision about a request for a page of the rooms, or about another one. */
function decide(
  failure: Failure,
  attempts: number,
  { random = 0, elapsedMs = 0, hasAnswered = false, ...request }: Partial<FailedRequest & RetryMoment> = {},
) {
  return decideRetry(
    failure,
    { kind: 'rooms', attempts, waitedMs: 0, crashes: 0, ...request },
    { now: NOW, elapsedMs, hasAnswered, random },
  );
}

function limited(code: number, retryAfter: string | null = null): Failure {
  return status(code, { retryAfter });
}

describe('parseRetryAfter', () => {
  it.each([
    [null, null],
    ['0', 0],
    ['1', 1000],
    [' 120 ', 120_000],
    ['031', 31_000],
    ['Mon, 01 Jun 2026 12:00:30 GMT', 30_000],
    ['Monday, 01-Jun-26 12:00:30 GMT', 30_000],
    ['Mon, 01 Jun 2026 12:00:00 GMT', 0],
    ['Mon, 01 Jun 2026 11:59:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['1e3', null],
    ['60 seconds', null],
    [' Mon, 01 Jun 2026 12:00:10 GMT ', 10_000],
    ['Mon Jun  1 12:00:10 2026 GMT', 10_000],
    ['01 Jun 2026 12:00:10 GMT', null],
    ['Mon, 01 Jun 2026 12:00:10 GMT+0200', null],
    ['Mon, 01 Jun 2026 12:00:10', null],
  ])('%j is %j ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  it.each(['+2100', '-2100', '1.5', 'in 2100'])(
    '%j is neither seconds nor a date of HTTP: no long wait',
    (value) => {
      expect(parseRetryAfter(value, NOW) ?? 0).toBeLessThan(60_000);
    },
  );
});

describe('decideRetry', () => {
  const delay = (failure: Failure, attempts: number, random: number, waitedMs = 0) =>
    decide(failure, attempts, { random, waitedMs });

  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [3, 2000, 4000],
    [4, 4000, 8000],
    [5, 8000, 16_000],
  ])('after %i tries it waits %i to %i ms', (tries, least, most) => {
    expect(delay({ kind: 'timeout' }, tries, 0)).toEqual({ retry: true, delayMs: least });
    expect(delay({ kind: 'timeout' }, tries, 0.5)).toEqual({ retry: true, delayMs: (least + most) / 2 });
    expect(delay({ kind: 'timeout' }, tries, 1)).toEqual({ retry: true, delayMs: most });
  });

  it('has a backoff of half a minute at most', () => {
    for (const tries of [6, 10, 19]) {
      expect(delay(status(429), tries, 0)).toEqual({ retry: true, delayMs: 15_000 });
      expect(delay(status(429), tries, 1)).toEqual({ retry: true, delayMs: 30_000 });
    }
  });

  it.each([
    ['20', 20_000],
    ['Mon, 01 Jun 2026 12:00:45 GMT', 45_000],
    ['1', 1000],
    ['0', 1000],
    ['nonsense', 1000],
  ])('respects Retry-After %j if that is longer', (retryAfter, delayMs) => {
    for (const code of [429, 503]) {
      expect(delay(limited(code, retryAfter), 1, 1)).toEqual({ retry: true, delayMs });
    }
  });

  it.each<[string, Failure, number]>([
    ['a timeout', { kind: 'timeout' }, RETRY_LIMITS.attempts],
    ['a reset', { kind: 'network', code: 'ECONNRESET' }, RETRY_LIMITS.attempts],
    ['a 503', status(503), RETRY_LIMITS.attempts],
    ['a 429', limited(429, '1'), RETRY_LIMITS.rateLimitedAttempts],
  ])('%s has its number of tries', (_, failure, tries) => {
    expect(delay(failure, tries - 1, 0).retry).toBe(true);
    for (const more of [tries, tries + 1]) {
      expect(delay(failure, more, 0)).toEqual({ retry: false, because: `Gave up after ${more} tries.` });
    }
  });

  it.each<[string, Failure, 'history' | 'contents', number]>([
    ['a fault for a history', status(500), 'history', RETRY_LIMITS.roomAttempts],
    ['a fault with status 403 for a history', refused('fault'), 'history', RETRY_LIMITS.roomAttempts],
    ['a fault for contents', status(500), 'contents', RETRY_LIMITS.roomAttempts],
    ['a 504 for contents', status(504), 'contents', RETRY_LIMITS.roomAttempts],
    ['a reset for contents', { kind: 'network', code: 'ECONNRESET' }, 'contents', RETRY_LIMITS.roomAttempts],
    ['a timeout for contents', { kind: 'timeout' }, 'contents', RETRY_LIMITS.roomTimeoutAttempts],
    ['a 502 for a history', status(502), 'history', RETRY_LIMITS.attempts],
    ['a timeout for a history', { kind: 'timeout' }, 'history', RETRY_LIMITS.attempts],
    ['an empty answer for contents', { kind: 'empty' }, 'contents', RETRY_LIMITS.roomAttempts],
    ['a 429 for contents', limited(429, '1'), 'contents', RETRY_LIMITS.rateLimitedAttempts],
  ])('%s has its number of tries, lower if it concerns one room', (_, failure, kind, tries) => {
    const after = (count: number) => decide(failure, count, { kind });
    expect(after(tries - 1).retry).toBe(true);
    expect(after(tries)).toEqual({ retry: false, because: `Gave up after ${tries} tries.` });
  });

  it('an answer that concerns the question about the key alone is not asked for again', () => {
    expect(decide({ kind: 'empty' }, 1, { kind: 'key' }).retry).toBe(false);
    expect(decide({ kind: 'cut' }, 1, { kind: 'key' }).retry).toBe(true);
  });

  it('the limits for one room are lower than those for all', () => {
    const { roomTimeoutAttempts, roomAttempts, attempts } = RETRY_LIMITS;
    expect([roomTimeoutAttempts, roomAttempts, attempts]).toEqual([2, 3, 6]);
  });

  it.each<[string, Failure]>([
    ['a 401', status(401)],
    ['a 404 with Retry-After', limited(404, '1')],
    ['a web page', { kind: 'html' }],
    ['a refused connection', { kind: 'network', code: 'ECONNREFUSED' }],
  ])('%s is not tried again', (_, failure) => {
    expect(delay(failure, 1, 0)).toEqual({ retry: false, because: '' });
  });

  it('a refused connection is tried again if something has answered before', () => {
    for (const tries of [1, 5]) {
      expect(decide(network('ECONNREFUSED'), tries, { hasAnswered: true }).retry).toBe(true);
    }
    expect(decide(network('ECONNREFUSED'), 6, { hasAnswered: true }).retry).toBe(false);
  });

  it('does not mention a Retry-After that was no reason to give up', () => {
    const { waitMs } = RETRY_LIMITS;
    expect(delay(limited(429, '1'), 9, 0.9, waitMs - 4000)).toEqual({
      retry: false,
      because: 'Gave up after 9 tries and 296 s of waiting; 300 s is the most.',
    });
  });

  it('ends if the whole wait would be too long, and the message has the limit', () => {
    const limit = RETRY_LIMITS.waitMs;
    expect(limit).toBe(300_000);
    expect(delay(limited(429, '10'), 2, 0, limit - 10_000)).toEqual({ retry: true, delayMs: 10_000 });
    expect(delay(limited(429, '10'), 2, 0, limit - 9999)).toEqual({
      retry: false,
      because: 'Gave up after 2 tries and 290 s of waiting; 300 s is the most (it asks for another 10 s).',
    });
    expect(delay(limited(429, '1'), 2, 0, limit)).toMatchObject({ retry: false });
    expect(delay({ kind: 'cut' }, 5, 1, limit)).toEqual({
      retry: false,
      because: 'Gave up after 5 tries and 300 s of waiting; 300 s is the most.',
    });
  });

  it.each([
    [
      '31536000',
      'Gave up after 1 try and 0 s of waiting; 300 s is the most (it asks for another 31536000 s).',
    ],
    [
      'Tue, 01 Jun 2027 12:00:00 GMT',
      'Gave up after 1 try and 0 s of waiting; 300 s is the most (it asks for another 31536000 s).',
    ],
  ])('does not wait at all for a Retry-After of a year: %j', (retryAfter, because) => {
    expect(delay(limited(503, retryAfter), 1, 0)).toEqual({ retry: false, because });
  });

  it('does not wait for a Retry-After that overflows a number', () => {
    expect(delay(limited(429, '9'.repeat(400)), 1, 0)).toMatchObject({ retry: false });
  });

  it.each(['self', 'terminated', 'accounts'] as const)(
    'makes two attempts for %s, whatever fails',
    (kind) => {
      for (const failure of [status(503), limited(429, '1'), { kind: 'timeout' } as const]) {
        expect(decide(failure, 1, { kind }).retry).toBe(true);
        expect(decide(failure, 2, { kind })).toEqual({ retry: false, because: 'Gave up after 2 tries.' });
      }
    },
  );

  it('does not wait beyond 20 minutes after the start, below the timeout of a workflow', () => {
    const { totalMs } = RETRY_LIMITS;
    expect(totalMs).toBe(20 * 60_000);
    expect(decide(limited(429, '60'), 1, { elapsedMs: totalMs - 60_000 })).toEqual({
      retry: true,
      delayMs: 60_000,
    });
    expect(decide(limited(429, '60'), 1, { elapsedMs: totalMs - 59_999 })).toEqual({
      retry: false,
      because: 'Gave up after 1 try: no request waits longer than 20 minutes after the start.',
    });
  });

  it.each<[string, Failure]>([
    ['a 502', status(502)],
    ['a reset', { kind: 'network', code: 'ECONNRESET' }],
    ['an answer that is cut', { kind: 'cut' }],
  ])('%s for a kind of call that has not succeeded waits 5 s, then 30 s, then ends', (_, failure) => {
    for (const random of [0, 0.9]) {
      expect(decide(failure, 1, { crashes: 1, random })).toEqual({ retry: true, delayMs: 5000 });
      expect(decide(failure, 2, { crashes: 2, random })).toEqual({ retry: true, delayMs: 30_000 });
      expect(decide(failure, 3, { crashes: 3, random })).toEqual({
        retry: false,
        because: 'Gave up after 3 tries.',
      });
      expect(decide(failure, 1, { crashes: 7, random })).toEqual({
        retry: false,
        because: 'Gave up after 1 try.',
      });
    }
    expect(decide(failure, 1, { crashes: 0 })).toEqual({ retry: true, delayMs: 500 });
  });

  it('other failures between crashes have their usual delay', () => {
    expect(decide(status(503), 2, { crashes: 1 })).toEqual({ retry: true, delayMs: 1000 });
  });

  it('a longer Retry-After of a 502 is respected', () => {
    expect(decide(limited(502, '17'), 1, { crashes: 1 })).toEqual({ retry: true, delayMs: 17_000 });
  });

  it('ends within the limit for any Retry-After', () => {
    const asked = fc.oneof(fc.constant(null), fc.nat({ max: 400 }).map(String), fc.string());
    const failures = fc.oneof(
      fc.tuple(fc.constantFrom(429, 500, 503), asked).map(([code, after]) => limited(code, after)),
      fc.constant<Failure>({ kind: 'timeout' }),
    );
    fc.assert(
      fc.property(
        failures,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failure, random) => {
          let waitedMs = 0;
          let tries = 1;
          for (; ; tries += 1) {
            const decision = decide(failure, tries, { waitedMs, random });
            if (!decision.retry) break;
            expect(decision.delayMs).toBeGreaterThanOrEqual(500);
            waitedMs += decision.delayMs;
          }
          expect(waitedMs).toBeLessThanOrEqual(RETRY_LIMITS.waitMs);
          expect(tries).toBeLessThanOrEqual(RETRY_LIMITS.rateLimitedAttempts);
        },
      ),
    );
  });
});
