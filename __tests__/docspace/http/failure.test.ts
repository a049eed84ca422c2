import dns from 'node:dns';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { CallKind } from '../../../src/docspace/calls.ts';
import {
  type Failure,
  isAnswer,
  isOverload,
  isRefusal,
  isRoomSpecific,
  isTransient,
  mayBeCrash,
  mayHaveArrived,
} from '../../../src/docspace/http/failure.ts';
import {
  FAILURES,
  HPE_CODES,
  network,
  outside,
  refused,
  status,
  TLS_CODES,
  X509_CODES,
} from '../../support/failures.ts';

const ROOM_FAILURES = [
  'too large',
  'not decodable',
  'empty',
  'not JSON',
  '400',
  '402',
  '404',
  '407',
  '418',
  '500',
  '505',
  'scope',
  'unclear',
  'account',
  '403 that may be of anybody',
  'fault',
  'outside: 400',
  'outside: 403',
  'outside: 404',
  'outside: 407',
  'outside: 500',
  '501',
];

const STATUSES = Array.from({ length: 300 }, (_, at) => 300 + at);
/** All codes of the system, of DNS, and of the connection, that Node.js knows. */
const SYSTEM_CODES = [
  ...Object.keys(constants.errno),
  ...Object.values<unknown>(dns).filter(isCode),
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
];
const CALLS: readonly CallKind[] = [
  'rooms',
  'room',
  'history',
  'contents',
  'self',
  'terminated',
  'accounts',
  'operations',
];

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^E[A-Z]/.test(value);
}

describe('isTransient', () => {
  it.each(FAILURES)('%s', (_, failure, expected) => {
    expect(isTransient(failure, false)).toBe(expected);
  });

  it('of a status goes by its class, whoever answered, and whatever answered before', () => {
    const may = STATUSES.filter((code) => isTransient(status(code), false));
    const expected = STATUSES.filter((code) => code >= 500 && code !== 501 && code !== 505);
    expect(may).toEqual([408, 425, 429, ...expected]);
    for (const code of STATUSES) {
      expect(isTransient(outside(code), true), String(code)).toBe(may.includes(code));
    }
  });

  it('of a failure to connect depends on whether something has answered before', () => {
    const first = SYSTEM_CODES.filter((code) => isTransient(network(code), false));
    expect(new Set(first)).toEqual(
      new Set(['EAI_AGAIN', 'ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']),
    );
    const later = SYSTEM_CODES.filter((code) => !isTransient(network(code), true));
    expect(later).toEqual(['EPROTO']);
    expect([false, true].map((answered) => isTransient(network('HANDSHAKE_CLOSED'), answered))).toEqual([
      false,
      true,
    ]);
    for (const why of ['ECONNREFUSED', 'ENOTFOUND']) {
      expect([false, true].map((answered) => isTransient({ kind: 'proxy', why }, answered))).toEqual([
        false,
        true,
      ]);
    }
  });

  it.each([...X509_CODES, ...TLS_CODES, ...HPE_CODES, 'unknown', ''])('is never true of %j', (code) => {
    expect([isTransient(network(code), false), isTransient(network(code), true)]).toEqual([false, false]);
  });
});

/** Names of the failures for which a predicate is true. */
const named = (predicate: (failure: Failure) => boolean): string[] =>
  FAILURES.filter(([, failure]) => predicate(failure)).map(([name]) => name);

describe('isRoomSpecific', () => {
  const ofRoom = (kind: CallKind) => named((failure) => isRoomSpecific(failure, kind));

  it('is true of what a room or its history is refused with', () => {
    // DocSpace 3.1 cuts an error of the history.
    expect(ofRoom('history').filter((name) => name !== 'cut')).toEqual(ROOM_FAILURES);
    expect(ofRoom('history')).toContain('cut');
    expect(ofRoom('room')).toEqual(ROOM_FAILURES);
  });

  it('is true for contents of what a slow storage causes as well', () => {
    const more = ofRoom('contents').filter((name) => !ROOM_FAILURES.includes(name));
    expect(more).toEqual([
      'timeout',
      'cut',
      '502',
      '503',
      '504',
      '520',
      '521',
      '522',
      '530',
      'outside: 503',
      'ECONNRESET',
      'EPIPE',
      'ECONNABORTED',
    ]);
  });

  it('is never true for a call that asks about no room', () => {
    for (const kind of ['rooms', 'self', 'terminated', 'accounts', 'operations'] as const)
      expect(ofRoom(kind)).toEqual([]);
  });

  it('of a status goes by its class: what stays refused, except the key, may concern a room alone', () => {
    const ALL = Array.from({ length: 900 }, (_, at) => 100 + at);
    const passing = [408, 425, 429];
    const expected = ALL.filter(
      (code) =>
        (code >= 400 && code < 500 && code !== 401 && !passing.includes(code)) ||
        [500, 501, 505].includes(code),
    );
    for (const kind of ['history', 'room'] as const) {
      for (const answer of [status, outside]) {
        expect(ALL.filter((code) => isRoomSpecific(answer(code), kind))).toEqual(expected);
      }
    }
    for (const meaning of ['address', 'suspended'] as const) {
      for (const kind of CALLS) expect(isRoomSpecific(refused(meaning), kind)).toBe(false);
    }
  });

  it('of the call for the rights of the key is false only if the portal refuses the key or the runner, or is down', () => {
    const ends = named((failure) => !isRoomSpecific(failure, 'key')).filter(
      (name) => !name.startsWith('proxy'),
    );
    const lost = FAILURES.filter(([, { kind }]) => ['network', 'timeout', 'cut'].includes(kind));
    const passing = [
      '408',
      '425',
      '429',
      '502',
      '503',
      '504',
      '520',
      '521',
      '522',
      '530',
      'outside: 429',
      'outside: 503',
    ];
    expect(new Set(ends)).toEqual(
      new Set([...lost.map(([name]) => name), ...passing, '401', 'address', 'suspended']),
    );
  });

  it('of a fault with status 403 is the same as of a 500', () => {
    for (const kind of CALLS) {
      expect(isRoomSpecific(refused('fault'), kind)).toBe(isRoomSpecific(status(500), kind));
    }
  });
});

describe('isOverload', () => {
  it('is true if fewer requests at once may help', () => {
    expect(named(isOverload)).toEqual([
      'timeout',
      'cut',
      '429',
      '502',
      '503',
      '504',
      '520',
      '521',
      '522',
      '530',
      'outside: 429',
      'outside: 503',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ECONNABORTED',
    ]);
  });
});

describe('mayBeCrash', () => {
  it('is true for a gateway that lost the portal, and a connection that was closed without a whole answer', () => {
    expect(named(mayBeCrash)).toEqual(['cut', '502', '520', '521', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);
    expect(STATUSES.filter((code) => mayBeCrash(status(code)))).toEqual([502, 520, 521]);
  });
});

describe('whether something answered', () => {
  it('is known of each failure', () => {
    for (const [name, failure] of FAILURES) {
      const { kind } = failure;
      expect(isAnswer(failure), name).toBe(!['network', 'proxy', 'timeout'].includes(kind));
      const isLost =
        kind === 'proxy' || (kind === 'network' && !['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(name));
      expect(mayHaveArrived(failure), name).toBe(!isLost);
    }
  });
});

it('a status is a refusal if it is of the class 4xx or says never, and neither of the key nor passing', () => {
  const statuses = Array.from({ length: 900 }, (_, at) => 100 + at);
  const notOfTheCall = [401, 408, 425, 429];
  const refusals = statuses.filter((one) => one >= 400 && one < 500 && !notOfTheCall.includes(one));
  expect(statuses.filter(isRefusal)).toEqual([...refusals, 501, 505]);
});
