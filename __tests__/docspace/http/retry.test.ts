import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/docspace/http/failure.ts';
import { decideRetry, parseRetryAfter, RETRY_LIMITS } from '../../../src/docspace/http/retry.ts';
import { NOW } from '../../support/factories.ts';

function status(code: number, retryAfter: string | null = null): Failure {
  return { kind: 'status', status: code, retryAfter, location: null };
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
  const delay = (failure: Failure, tries: number, random: number, waitedMs = 0) =>
    decideRetry(failure, tries, waitedMs, NOW, random, 'rooms');

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

  it('never waits more than half a minute of its own accord', () => {
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
  ])('keeps to Retry-After %j where that is longer', (retryAfter, delayMs) => {
    for (const code of [429, 503]) {
      expect(delay(status(code, retryAfter), 1, 1)).toEqual({ retry: true, delayMs });
    }
  });

  it.each<[string, Failure, number]>([
    ['a timeout', { kind: 'timeout' }, RETRY_LIMITS.tries],
    ['a reset', { kind: 'network', code: 'ECONNRESET' }, RETRY_LIMITS.tries],
    ['a 503', status(503), RETRY_LIMITS.tries],
    ['a 429', status(429, '1'), RETRY_LIMITS.rateLimitedTries],
  ])('%s ends after so many tries', (_, failure, tries) => {
    expect(delay(failure, tries - 1, 0).retry).toBe(true);
    for (const more of [tries, tries + 1]) {
      expect(delay(failure, more, 0)).toEqual({ retry: false, because: `Gave up after ${more} tries.` });
    }
  });

  it.each<[string, Failure, 'history' | 'contents', number]>([
    ['a fault for a history', status(500), 'history', RETRY_LIMITS.roomTries],
    ['a fault for contents', status(500), 'contents', RETRY_LIMITS.roomTries],
    ['a 504 for contents', status(504), 'contents', RETRY_LIMITS.roomTries],
    ['a reset for contents', { kind: 'network', code: 'ECONNRESET' }, 'contents', RETRY_LIMITS.roomTries],
    ['a timeout for contents', { kind: 'timeout' }, 'contents', RETRY_LIMITS.roomTimeoutTries],
    ['a 502 for a history', status(502), 'history', RETRY_LIMITS.tries],
    ['a timeout for a history', { kind: 'timeout' }, 'history', RETRY_LIMITS.tries],
    ['an empty answer for contents', { kind: 'empty' }, 'contents', RETRY_LIMITS.tries],
    ['a 429 for contents', status(429, '1'), 'contents', RETRY_LIMITS.rateLimitedTries],
  ])('%s ends sooner where it speaks of one room alone', (_, failure, kind, tries) => {
    const after = (count: number) => decideRetry(failure, count, 0, NOW, 0, kind);
    expect(after(tries - 1).retry).toBe(true);
    expect(after(tries)).toEqual({ retry: false, because: `Gave up after ${tries} tries.` });
  });

  it('the limits for one room are lower than those for all', () => {
    const { roomTimeoutTries, roomTries, tries } = RETRY_LIMITS;
    expect([roomTimeoutTries, roomTries, tries]).toEqual([2, 3, 6]);
  });

  it.each<[string, Failure]>([
    ['a 401', status(401)],
    ['a 404 with Retry-After', status(404, '1')],
    ['a web page', { kind: 'html' }],
    ['a refused connection', { kind: 'network', code: 'ECONNREFUSED' }],
  ])('%s is not tried again', (_, failure) => {
    expect(delay(failure, 1, 0)).toEqual({ retry: false, because: '' });
  });

  it('says nothing of a Retry-After that was no reason to give up', () => {
    const { waitMs } = RETRY_LIMITS;
    expect(delay(status(429, '1'), 9, 0.9, waitMs - 4000)).toEqual({
      retry: false,
      because: 'Gave up after 9 tries and 296 s of waiting; 300 s is the most.',
    });
  });

  it('ends when the whole wait would be too long, and says so', () => {
    const limit = RETRY_LIMITS.waitMs;
    expect(limit).toBe(300_000);
    expect(delay(status(429, '10'), 2, 0, limit - 10_000)).toEqual({ retry: true, delayMs: 10_000 });
    expect(delay(status(429, '10'), 2, 0, limit - 9999)).toEqual({
      retry: false,
      because: 'Gave up after 2 tries and 290 s of waiting; 300 s is the most (it asks for another 10 s).',
    });
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
    expect(delay(status(503, retryAfter), 1, 0)).toEqual({ retry: false, because });
  });

  it('does not wait for a Retry-After that no number holds', () => {
    expect(delay(status(429, '9'.repeat(400)), 1, 0)).toMatchObject({ retry: false });
  });

  it('comes to an end whatever the portal asks for, within the limit', () => {
    const asked = fc.oneof(fc.constant(null), fc.nat({ max: 400 }).map(String), fc.string());
    const failures = fc.oneof(
      fc.tuple(fc.constantFrom(429, 500, 503), asked).map(([code, after]) => status(code, after)),
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
            const decision = decideRetry(failure, tries, waitedMs, NOW, random, 'rooms');
            if (!decision.retry) break;
            expect(decision.delayMs).toBeGreaterThanOrEqual(500);
            waitedMs += decision.delayMs;
          }
          expect(waitedMs).toBeLessThanOrEqual(RETRY_LIMITS.waitMs);
          expect(tries).toBeLessThanOrEqual(RETRY_LIMITS.rateLimitedTries);
        },
      ),
    );
  });
});
