import { describe, expect, it } from 'vitest';
import { roomsCall } from '../../src/docspace/calls.ts';
import { parsePortalDate } from '../../src/docspace/dates.ts';
import { explain } from '../../src/docspace/http/explain.ts';
import { type Failure, isTransient } from '../../src/docspace/http/failure.ts';
import { decideRetry, parseRetryAfter, RETRY_LIMITS } from '../../src/docspace/http/retry.ts';
import { readRoomPage } from '../../src/docspace/schema.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { NOW } from '../support/factories.ts';
import { status as failureWith } from '../support/failures.ts';

const PORTAL = new URL('https://portal.example/');

describe('a date of the portal', () => {
  it.each([
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T15:21', '2026-03-02T15:21:00.000Z'],
    ['2026-03-02T15:21:16', '2026-03-02T15:21:16.000Z'],
    ['2026-03-02 15:21:16.5', '2026-03-02T15:21:16.500Z'],
    ['2026-03-02T15:21:16.0000000+03:00', '2026-03-02T12:21:16.000Z'],
    ['0002-01-01T03:00:00+03:00', '0002-01-01T00:00:00.000Z'],
  ])('%j is %s', (text, iso) => {
    expect(parsePortalDate(text)?.toISOString()).toBe(iso);
  });

  it.each([
    ['in the year 1 by its offset', '0002-01-01T00:00:00+03:00'],
    ['with something before it', 'Mon 2026-03-02'],
    ['with something after it', '2026-03-02 (Mon)'],
    ['with an offset of hours alone', '2026-03-02T15:21:16+03'],
    ['empty', ''],
  ])('is none %s', (_, text) => {
    expect(parsePortalDate(text)).toBeNull();
  });
});

describe('a failure', () => {
  it.each([
    [299, 'an answer that this action does not expect'],
    [300, 'it redirects, as to a login page'],
    [399, 'it redirects, as to a login page'],
    [400, 'it refuses the request'],
    [499, 'an answer that this action does not expect'],
    [500, 'a fault in the portal'],
  ])('with status %i says "%s"', (status, words) => {
    const call = roomsCall({ count: 100, startIndex: 0, types: [] }, 1);
    const { happened } = explain(failureWith(status), call, PORTAL, 1000);
    expect(happened).toContain(`${status} from the portal for page 1 of the rooms: ${words}`);
  });

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'])(
    'of the network is tried again: %s',
    (code) => {
      expect(isTransient({ kind: 'network', code })).toBe(true);
    },
  );

  it.each(['', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])('of the network is not tried again: %j', (code) => {
    expect(isTransient({ kind: 'network', code })).toBe(false);
  });
});

describe('giving up', () => {
  const limited = (seconds: number) => failureWith(503, { retryAfter: String(seconds) });
  const most = RETRY_LIMITS.waitMs;

  it.each<[string, Failure, number, string]>([
    [
      'does not mention a Retry-After that is short enough',
      limited(1),
      most - 1000,
      'Gave up after 5 tries and 299 s of waiting; 300 s is the most.',
    ],
    [
      'mentions a Retry-After that is too long',
      limited(2),
      most - 1000,
      'Gave up after 5 tries and 299 s of waiting; 300 s is the most (it asks for another 2 s).',
    ],
    [
      'does not mention a Retry-After that is not there',
      { kind: 'timeout' },
      most + 1000,
      'Gave up after 5 tries and 301 s of waiting; 300 s is the most.',
    ],
  ])('%s', (_, failure, waitedMs, because) => {
    const request = { kind: 'rooms', attempts: 5, maxAttempts: 99, waitedMs, crashes: 0 } as const;
    const moment = { now: NOW, elapsedMs: 0, random: 0 };
    expect(decideRetry(failure, request, moment)).toEqual({ retry: false, because });
  });
});

describe('a Retry-After', () => {
  it.each([
    ['Mon, 01 Jun 2026 12:00:10 GMT', 10_000],
    [' Mon, 01 Jun 2026 12:00:10 GMT ', 10_000],
    ['Mon Jun  1 12:00:10 2026 GMT', 10_000],
    ['Mon, 01 Jun 2026 11:59:00 GMT', 0],
    [' 10 ', 10_000],
  ])('of %j is %i ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  it.each([
    '01 Jun 2026 12:00:10 GMT',
    'Mon, 01 Jun 2026 12:00:10 GMT+0200',
    'Mon, 01 Jun 2026 12:00:10',
    '10 s',
    '-10',
    '',
  ])('of %j is none', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeNull();
  });
});

describe('a page of rooms', () => {
  const read = (json: unknown) => readRoomPage(json, 'page 1');
  const errorOf = (json: unknown): string => {
    try {
      read(json);
    } catch (error) {
      if (error instanceof PortalError) return error.message;
    }
    throw new Error('no PortalError');
  };

  it.each(['rooms', 'folders', 'items'])('is refused by name where %s is no list', (member) => {
    expect(errorOf({ [member]: 5 })).toContain(`: ${member} should be a list`);
    expect(errorOf({ response: { [member]: 5 } })).toContain(`: response.${member} should be a list`);
  });

  it('has one object for an account of many rooms', () => {
    const ada = { id: 'ada', displayName: 'Ada' };
    const { rooms } = read([
      { id: 1, createdBy: { ...ada }, updatedBy: { ...ada } },
      { id: 2, createdBy: { ...ada }, updatedBy: { id: 'ada', displayName: 'Countess' } },
    ]);
    expect(rooms[0]?.owner).toEqual({ id: 'ada', name: 'Ada' });
    expect(rooms[0]?.updatedBy).toBe(rooms[0]?.owner);
    expect(rooms[1]?.owner).toBe(rooms[0]?.owner);
    expect(rooms[1]?.updatedBy).toEqual({ id: 'ada', name: 'Countess' });
  });
});
