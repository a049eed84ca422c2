import { describe, expect, it } from 'vitest';
import {
  isOverload,
  isRoomSpecific,
  isTransient,
  mayBeCrash,
  readAnswer,
} from '../../../src/docspace/http/failure.ts';
import { FAILURES, forbidden, status } from '../../support/failures.ts';

const SECRET = 'TITLE-OF-A-CUSTOMER';

const parse = (text: string): unknown => JSON.parse(text);

describe('isTransient', () => {
  it.each(FAILURES)('%s', (_, failure, expected) => {
    expect(isTransient(failure)).toBe(expected);
  });
});

describe('isRoomSpecific', () => {
  /** The calls for which each failure concerns one room. */
  const OF_ROOM: Readonly<Record<string, readonly ('history' | 'contents')[]>> = {
    '403 scope': ['history', 'contents'],
    '403 account': ['history', 'contents'],
    '403 fault': ['history', 'contents'],
    '403 outside': ['history', 'contents'],
    '404': ['history', 'contents'],
    '500': ['history', 'contents'],
    '501': ['history'],
    '502': ['contents'],
    '503': ['contents'],
    '504': ['contents'],
    timeout: ['contents'],
    cut: ['contents'],
    empty: ['history', 'contents'],
    'not JSON': ['history', 'contents'],
    'not decodable': ['history', 'contents'],
    'too large': ['history', 'contents'],
    ECONNRESET: ['contents'],
    EPIPE: ['contents'],
    ECONNABORTED: ['contents'],
  };

  it.each(FAILURES)('%s', (name, failure) => {
    const said = (['history', 'contents'] as const).filter((kind) => isRoomSpecific(failure, kind));
    expect(said).toEqual(OF_ROOM[name] ?? []);
    expect(isRoomSpecific(failure, 'rooms')).toBe(false);
  });

  it.each([405, 410])('%i for a history is the answer of an old portal', (code) => {
    expect(isRoomSpecific(status(code), 'history')).toBe(true);
    expect(isRoomSpecific(status(code), 'contents')).toBe(false);
  });

  it('the table names only failures that exist', () => {
    const names = new Set(FAILURES.map(([name]) => name));
    expect(Object.keys(OF_ROOM).filter((name) => !names.has(name))).toEqual([]);
  });
});

/** Names of the failures for which a predicate is true. */
const named = (predicate: (failure: (typeof FAILURES)[number][1]) => boolean): string[] =>
  FAILURES.filter(([, failure]) => predicate(failure)).map(([name]) => name);

describe('isOverload', () => {
  it('is true if fewer requests at once may help', () => {
    expect(named(isOverload)).toEqual([
      'timeout',
      'cut',
      '429',
      '502',
      '503',
      '504',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ECONNABORTED',
    ]);
  });
});

describe('mayBeCrash', () => {
  it('is true for a 502 and a connection that was closed without a whole answer', () => {
    expect(named(mayBeCrash)).toEqual(['cut', '502', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);
  });
});

/** Bodies as recorded from a DocSpace 3.7.2 portal. */
describe('a 403', () => {
  const reasonOf = (body: string, headers = {}) => {
    const read = readAnswer({ status: 403, headers, body: Buffer.from(body) }, parse);
    return 'failure' in read && read.failure.kind === 'status' ? read.failure.forbidden : null;
  };
  const error = (type: string | undefined, message: string) =>
    JSON.stringify({
      error: { message, type, stack: '   at (a stack trace of the server)', hresult: -2146233079 },
      status: 1,
      statusCode: 403,
    });
  const problem =
    '{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.4","title":"Forbidden","status":403,"traceId":"00-trace"}';

  it.each([
    ['no body', '', {}, 'scope'],
    ['white space', ' \r\n', {}, 'scope'],
    ['problem+json', problem, { 'content-type': 'application/problem+json; charset=utf-8' }, 'scope'],
    ['a SecurityException', error('System.Security.SecurityException', 'Access denied'), {}, 'account'],
    ['a SecurityException in other words', error('System.Security.SecurityException', 'No'), {}, 'account'],
    [
      'a missing permission as another exception',
      error(
        'System.InvalidOperationException',
        "You don't have enough permission to view the folder content",
      ),
      {},
      'account',
    ],
    ['an error without a type', error(undefined, 'Access denied'), {}, 'account'],
    ['a fault', error('System.InvalidOperationException', 'Sequence contains no elements'), {}, 'fault'],
    ['a fault without a message', '{"error":{}}', {}, 'fault'],
    ['members that are no text', '{"error":{"type":{"toString":1},"message":{"toString":1}}}', {}, 'fault'],
    ['another object', '{"message":"Forbidden"}', {}, 'fault'],
    ['null', 'null', {}, 'fault'],
    ['a list', '[]', {}, 'fault'],
    ['a web page', '<html>403 Forbidden</html>', { 'content-type': 'text/html' }, 'outside'],
    ['cut JSON', '{"error":{"mess', { 'content-type': 'application/json' }, 'outside'],
  ] as const)('with %s', (_, body, headers, reason) => {
    expect(reasonOf(body, headers)).toBe(reason);
  });

  it('keeps nothing of the body, such as a stack trace', () => {
    const read = readAnswer({ status: 403, headers: {}, body: Buffer.from(error('x', SECRET)) }, parse);
    expect(read).toEqual({ failure: forbidden('fault') });
  });

  it('of a fault is room-specific for the same calls as a 500', () => {
    for (const kind of [
      'rooms',
      'room',
      'history',
      'contents',
      'self',
      'terminated',
      'operations',
    ] as const) {
      expect(isRoomSpecific(forbidden('fault'), kind)).toBe(isRoomSpecific(status(500), kind));
    }
  });
});

describe('readAnswer', () => {
  it('does not take a fault of the action for an answer that is no JSON', () => {
    const read = () =>
      readAnswer({ status: 200, headers: {}, body: Buffer.from('[]') }, () => {
        throw new TypeError('a fault');
      });
    expect(read).toThrow(TypeError);
  });

  const answer = (body: string, code = 200, headers = {}) =>
    readAnswer({ status: code, headers, body: Buffer.from(body) }, parse);

  it.each([
    ['{"response":{"folders":[]}}', { response: { folders: [] } }],
    [' \r\n[1]\n', [1]],
    ['\ufeff{"a":1}', { a: 1 }],
    ['null', null],
    ['"text"', 'text'],
  ])('reads %j', (body, json) => {
    expect(answer(body)).toEqual({ json });
  });

  it.each([
    ['', 'empty'],
    [' \r\n\t', 'empty'],
    ['\ufeff', 'empty'],
    ['<!DOCTYPE html><html></html>', 'html'],
    ['\n  <html>', 'html'],
    ['<?xml version="1.0"?>', 'html'],
    ['{"response":{"folders":[{"id":1,"ti', 'not JSON'],
    ['[1,2', 'not JSON'],
    ['Bad gateway', 'not JSON'],
    ['{"a":1}{"b":2}', 'not JSON'],
    ["{'a':1}", 'not JSON'],
    ['NaN', 'not JSON'],
  ])('of %j finds that it is %s', (body, kind) => {
    expect(answer(body)).toEqual({ failure: { kind } });
  });

  it.each([201, 204, 206, 301, 400, 401, 429, 500, 503])(
    'with the status %i does not look at the body',
    (code) => {
      expect(answer('{"response":[]}', code)).toEqual({
        failure: status(code),
      });
    },
  );

  it('keeps Retry-After and Location', () => {
    expect(answer('', 429, { 'retry-after': '7' })).toEqual({
      failure: status(429, { retryAfter: '7' }),
    });
    expect(answer('', 302, { location: '/x' })).toEqual({
      failure: status(302, { location: '/x' }),
    });
  });

  it('keeps nothing of a body that it cannot read', () => {
    for (const body of [`{"title":"${SECRET}"`, `<title>${SECRET}</title>`]) {
      expect(JSON.stringify(answer(body))).not.toContain(SECRET);
    }
  });
});

describe('isTransient: network errors', () => {
  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'])('is true for %s', (code) => {
    expect(isTransient({ kind: 'network', code })).toBe(true);
  });

  it.each(['', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])('is false for %j', (code) => {
    expect(isTransient({ kind: 'network', code })).toBe(false);
  });
});
