import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/docspace/http/exchange.ts';
import { meaningOf, whoAnswered } from '../../../src/docspace/http/who-answered.ts';
import fc from '../../support/fast-check.ts';

const KESTREL = { 'server-timing': 'aspnetcore-request-time;dur=36ms' };
const PROBLEM = JSON.stringify({
  type: 'https://tools.ietf.org/html/rfc9110#section-15.5.4',
  title: 'Forbidden',
  status: 403,
  traceId: '00-trace',
});
const errorOf = (type: string | undefined, message: string, statusCode = 403) =>
  JSON.stringify({
    error: { message, type, stack: '   at X()', hresult: -2146233079 },
    status: 1,
    statusCode,
  });
const DENIED = errorOf('System.Security.SecurityException', 'Access denied');

/** Who answers, and what it means: `who meaning`. */
function said(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const read = readAnswer({ status, headers, body: Buffer.from(body) }, String);
  if (!('failure' in read) || read.failure.kind !== 'status')
    throw new Error('it is no failure with a status');
  return `${read.failure.answeredBy} ${read.failure.meaning}`;
}

describe('a recorded answer with a failure', () => {
  const folder = fileURLToPath(new URL('../../fixtures/recorded/', import.meta.url));
  const recordings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.startsWith('world'))
    .map((file) => [file, JSON.parse(readFileSync(`${folder}${file}`, 'utf8'))] as const)
    .filter(([, { status }]) => status >= 300);

  it.each(recordings)('%s is of the portal, or has no body', (_, { status, headers, body }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const told = 'server-timing' in headers || text !== '' ? 'portal' : 'null';
    // Without the header, as a proxy may strip it.
    const { 'server-timing': __, ...stripped } = headers;
    expect(said(status, text, headers)).toMatch(new RegExp(`^${told} `));
    expect(said(status, text, stripped)).toMatch(text === '' ? /^null / : /^portal /);
  });

  it.each(recordings)('%s says what is missing', (file, { status, headers, body }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const isProblem = String(headers['content-type']).startsWith('application/problem+json');
    const denied = /enough permission|Access denied/.test(text) ? 'account' : 'fault';
    const meaning = status !== 403 ? null : text === '' ? 'scope' : isProblem ? 'unclear' : denied;
    expect(meaningOf(status, text), file).toBe(meaning);
  });
});

describe('an answer of the portal', () => {
  it.each([
    [401, '', 'portal null'],
    [403, '', 'portal scope'],
    [403, PROBLEM, 'portal unclear'],
    [403, DENIED, 'portal account'],
    [403, errorOf('System.Security.SecurityException', 'Zugriff verweigert'), 'portal account'],
    [403, errorOf('System.InvalidOperationException', "You don't have enough permission"), 'portal account'],
    [403, errorOf(undefined, 'Access denied'), 'portal account'],
    [403, errorOf('System.InvalidOperationException', 'Sequence contains no elements'), 'portal fault'],
    [403, '"Ihre IP-Adresse ist nicht erlaubt"', 'portal address'],
    [404, '', 'portal null'],
    [404, errorOf('ASC.Common.Web.ItemNotFoundException', 'not found', 404), 'portal null'],
    [404, PROBLEM.replace('403', '404'), 'portal suspended'],
    [429, '', 'portal null'],
    [500, errorOf('System.Exception', 'x', 500), 'portal null'],
  ])('of status %i: %s', (status, body, expected) => {
    expect(said(status, body, KESTREL)).toBe(expected);
    // A proxy may strip the header.
    expect(said(status, body)).toBe(body === '' ? expected.replace('portal', 'null') : expected);
  });

  it.each([' \r\n', '\ufeff'])('that is %j is empty', (body) => expect(said(403, body)).toBe('null scope'));

  it.each([
    '{"error":{}}',
    '{"error":{"type":{"toString":1},"message":{"toString":1}}}',
    'null',
    '[]',
    '{"a',
  ])('with the body %s is a fault if only a header tells who it is', (body) => {
    expect(said(403, body, KESTREL)).toMatch(/^portal (fault|scope)$/);
    expect(said(403, body)).toBe('outside null');
  });
});

describe('an answer from outside', () => {
  const BODIES = {
    page: '<!DOCTYPE html><html><title>403 Forbidden</title></html>',
    xml: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    text: 'error code: 1020',
    aws: '{"message":"Forbidden"}',
    cloudflare: JSON.stringify({
      type: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1020/',
      title: 'Error 1020: Access denied',
      status: 403,
      detail: 'The site owner has blocked access.',
      instance: '9a0',
      error_code: 1020,
      cloudflare_error: true,
    }),
    kong: '{"message":"Unauthorized","request_id":"x"}',
    graph: '{"error":{"code":"Forbidden","message":"Access denied"}}',
    oauth: '{"error":"invalid_token","error_description":"expired"}',
  } as const;
  const statuses = Array.from({ length: 300 }, (_, at) => 300 + at);

  it.each(Object.keys(BODIES) as (keyof typeof BODIES)[])('has a body of another shape: %s', (name) => {
    for (const status of statuses) expect(said(status, BODIES[name])).toBe('outside null');
  });

  it.each(['Basic realm="x"', 'Negotiate', 'Bearer realm="x"', 'Digest x'])(
    'asks for a login, whatever its body is: %s',
    (scheme) => {
      fc.assert(
        fc.property(fc.constantFrom(...statuses), fc.constantFrom('', PROBLEM, DENIED), (status, body) => {
          expect(said(status, body, { ...KESTREL, 'www-authenticate': scheme })).toBe('outside null');
        }),
      );
    },
  );

  it('is never told by an empty body alone', () => {
    for (const status of statuses.slice(100)) expect(whoAnswered({ status, headers: {} }, '')).toBeNull();
  });

  it('has a status that the portal does not send, unless a header tells', () => {
    for (const status of [101, 202, 204, 301, 302, 399, 600, 999]) {
      for (const body of ['', PROBLEM, DENIED]) expect(said(status, body)).toBe('outside null');
      expect(said(status, '', KESTREL)).toBe('portal null');
    }
  });
});
