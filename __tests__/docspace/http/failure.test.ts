import { describe, expect, it } from 'vitest';
import { roomsCall } from '../../../src/docspace/calls.ts';
import {
  explain,
  type Failure,
  isRoomSpecific,
  isTransient,
  readAnswer,
} from '../../../src/docspace/http/failure.ts';

const PORTAL = new URL('https://portal.example/');
const CALL = roomsCall({ count: 100, startIndex: 200, types: [] }, 3);
const SECRET = 'TITLE-OF-A-CUSTOMER';

function status(code: number, location: string | null = null): Failure {
  return { kind: 'status', status: code, retryAfter: null, location };
}
function network(code: string): Failure {
  return { kind: 'network', code };
}

/** Every kind of failure, and whether the same request may succeed a little later. */
const FAILURES: readonly (readonly [string, Failure, boolean])[] = [
  ['timeout', { kind: 'timeout' }, true],
  ['cut', { kind: 'cut' }, true],
  ['too large', { kind: 'too large' }, false],
  ['html', { kind: 'html' }, false],
  ['empty', { kind: 'empty' }, true],
  ['not JSON', { kind: 'not JSON' }, true],
  ...[204, 400, 401, 402, 403, 404, 407, 418].map((code) => [String(code), status(code), false] as const),
  ...[429, 500, 502, 503, 504].map((code) => [String(code), status(code), true] as const),
  ['501', status(501), false],
  ['302 without a place', status(302), false],
  ['302 to a login page', status(302, '/Auth.aspx?ref=x'), false],
  ['301 to another host', status(301, 'https://new.example:8443/a?token=b'), false],
  ['308 to http', status(308, 'http://portal.example/'), false],
  ['307 to nonsense', status(307, 'https://'), false],
  ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'].map(
    (code) => [code, network(code), true] as const,
  ),
  ...[
    'ENOTFOUND',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'HPE_INVALID_CONSTANT',
    'unknown',
  ].map((code) => [code, network(code), false] as const),
  ...[302, 403, 407, 501].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const),
  ...[429, 500, 502, 503, 504].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const),
  ...['ECONNREFUSED', 'ENOTFOUND', 'unknown'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const,
  ),
  ...['ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const,
  ),
];

describe('explain', () => {
  it.each(FAILURES)('%s: one line that says what happened, for what, and what to do', (_, failure) => {
    const line = explain(failure, CALL, PORTAL, 30_000);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line).toMatch(/^[A-Z0-9].*\.$/);
    expect(line).toContain(`for ${CALL.what}`);
    expect(line).toMatch(
      /\b(Check|Make|Renew|Lower|Put|Set|set docspace-url|point NODE_EXTRA_CA_CERTS|please report)\b/,
    );
    expect(line).not.toMatch(/undefined|null|\[object/);
  });

  it('has these messages', () => {
    const messages = Object.fromEntries(
      FAILURES.map(([name, failure]) => [name, explain(failure, CALL, PORTAL, 30_000)]),
    );
    expect(messages).toMatchInlineSnapshot(`
      {
        "204": "204 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "301 to another host": "301 from the portal for page 3 of the rooms: it has moved to https://new.example:8443. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "302 to a login page": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "302 without a place": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "307 to nonsense": "307 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "308 to http": "308 from the portal for page 3 of the rooms: it has moved to http://portal.example. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "400": "400 from the portal for page 3 of the rooms: it refuses the request. Its version may be one that this action does not know; please report this.",
        "401": "401 from the portal for page 3 of the rooms: the API key is wrong, disabled or expired. Make a new one under Developer Tools > API keys and put it into the secret.",
        "402": "402 from the portal for page 3 of the rooms: the portal's plan has run out. Renew it under Payments, then run again.",
        "403": "403 from the portal for page 3 of the rooms: the API key lacks the scope "rooms:read", its account lacks the right, or the runner's address is not in the portal's allowed IP list. Check the key under Developer Tools > API keys.",
        "404": "404 from the portal for page 3 of the rooms: nothing is there: the portal is suspended or removed, or docspace-url is not its address (a path too many?). Check docspace-url.",
        "407": "407 from the portal for page 3 of the rooms: the proxy wants a name and password. Put them into https_proxy.",
        "418": "418 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "429": "429 from the portal for page 3 of the rooms: too many requests. Lower concurrency, or run at another time.",
        "500": "500 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.",
        "501": "501 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.",
        "502": "502 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.",
        "503": "503 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.",
        "504": "504 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.",
        "CERT_HAS_EXPIRED": "No connection to portal.example for page 3 of the rooms: its TLS certificate has expired (CERT_HAS_EXPIRED). Renew it.",
        "DEPTH_ZERO_SELF_SIGNED_CERT": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (DEPTH_ZERO_SELF_SIGNED_CERT). For an authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "EAI_AGAIN": "No connection to portal.example for page 3 of the rooms: its name cannot be resolved (EAI_AGAIN). Check docspace-url, and the DNS of the runner.",
        "ECONNABORTED": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (ECONNABORTED). Check the portal and the proxies on the way.",
        "ECONNREFUSED": "No connection to portal.example for page 3 of the rooms: it refuses connections on port 443 (ECONNREFUSED). Check docspace-url, and that the portal is up.",
        "ECONNRESET": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (ECONNRESET). Check the portal and the proxies on the way.",
        "EHOSTUNREACH": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (EHOSTUNREACH). Check the network, a firewall, or https_proxy.",
        "ENETUNREACH": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (ENETUNREACH). Check the network, a firewall, or https_proxy.",
        "ENOTFOUND": "No connection to portal.example for page 3 of the rooms: its name cannot be resolved (ENOTFOUND). Check docspace-url, and the DNS of the runner.",
        "EPIPE": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (EPIPE). Check the portal and the proxies on the way.",
        "EPROTO": "No connection to portal.example for page 3 of the rooms: it does not speak TLS on this port (EPROTO). Check the port and https:// in docspace-url.",
        "ERR_SSL_PACKET_LENGTH_TOO_LONG": "No connection to portal.example for page 3 of the rooms: it does not speak TLS on this port (ERR_SSL_PACKET_LENGTH_TOO_LONG). Check the port and https:// in docspace-url.",
        "ERR_SSL_WRONG_VERSION_NUMBER": "No connection to portal.example for page 3 of the rooms: it does not speak TLS on this port (ERR_SSL_WRONG_VERSION_NUMBER). Check the port and https:// in docspace-url.",
        "ERR_TLS_CERT_ALTNAME_INVALID": "No connection to portal.example for page 3 of the rooms: its TLS certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID). Check docspace-url.",
        "ETIMEDOUT": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (ETIMEDOUT). Check the network, a firewall, or https_proxy.",
        "HPE_INVALID_CONSTANT": "What answers at portal.example for page 3 of the rooms does not speak HTTP as it should (HPE_INVALID_CONSTANT). Check docspace-url and the proxies on the way.",
        "SELF_SIGNED_CERT_IN_CHAIN": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (SELF_SIGNED_CERT_IN_CHAIN). For an authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_GET_ISSUER_CERT_LOCALLY). For an authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_VERIFY_LEAF_SIGNATURE). For an authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "cut": "The connection to portal.example broke in the middle of the answer for page 3 of the rooms. Check the portal and the proxies on the way.",
        "empty": "An empty answer with status 200 for page 3 of the rooms. Check docspace-url and the proxies on the way.",
        "html": "A web page instead of data for page 3 of the rooms: portal.example is no DocSpace API address, or a login page stands in front of it. Check docspace-url.",
        "not JSON": "The answer for page 3 of the rooms is no JSON, or is cut in the middle. Check docspace-url and the proxies on the way.",
        "proxy: 302": "No connection to portal.example for page 3 of the rooms: the proxy does not let it through (302). Check https_proxy and no_proxy.",
        "proxy: 403": "No connection to portal.example for page 3 of the rooms: the proxy does not let it through (403). Check https_proxy and no_proxy.",
        "proxy: 407": "No connection to portal.example for page 3 of the rooms: the proxy wants a name and password (407). Put them into https_proxy.",
        "proxy: 429": "No connection to portal.example for page 3 of the rooms: the proxy is in trouble, or does not reach it (429). Check the proxy, and that the portal is up.",
        "proxy: 500": "No connection to portal.example for page 3 of the rooms: the proxy is in trouble, or does not reach it (500). Check the proxy, and that the portal is up.",
        "proxy: 501": "No connection to portal.example for page 3 of the rooms: the proxy does not let it through (501). Check https_proxy and no_proxy.",
        "proxy: 502": "No connection to portal.example for page 3 of the rooms: the proxy is in trouble, or does not reach it (502). Check the proxy, and that the portal is up.",
        "proxy: 503": "No connection to portal.example for page 3 of the rooms: the proxy is in trouble, or does not reach it (503). Check the proxy, and that the portal is up.",
        "proxy: 504": "No connection to portal.example for page 3 of the rooms: the proxy is in trouble, or does not reach it (504). Check the proxy, and that the portal is up.",
        "proxy: EAI_AGAIN": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (EAI_AGAIN). Check https_proxy, and that the proxy is up.",
        "proxy: ECONNREFUSED": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (ECONNREFUSED). Check https_proxy, and that the proxy is up.",
        "proxy: ECONNRESET": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (ECONNRESET). Check https_proxy, and that the proxy is up.",
        "proxy: ENOTFOUND": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (ENOTFOUND). Check https_proxy, and that the proxy is up.",
        "proxy: ETIMEDOUT": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (ETIMEDOUT). Check https_proxy, and that the proxy is up.",
        "proxy: unknown": "No connection to portal.example for page 3 of the rooms: the proxy cannot be reached, or breaks the connection (unknown). Check https_proxy, and that the proxy is up.",
        "timeout": "No whole answer from portal.example within 30 s for page 3 of the rooms. Check that the portal is up, or raise request-timeout.",
        "too large": "The answer for page 3 of the rooms is larger than any DocSpace portal sends. Check docspace-url.",
        "unknown": "No connection to portal.example for page 3 of the rooms: the network failed (unknown). Check docspace-url and the network of the runner.",
      }
    `);
  });

  it.each([
    ['files:read', /lacks the scope "files:read"/],
    ['rooms:read', /lacks the scope "rooms:read"/],
  ] as const)('names the scope %s that a 403 lacks', (scope, says) => {
    expect(explain(status(403), { ...CALL, scope }, PORTAL, 1)).toMatch(says);
  });

  it.each([
    ['https://portal.example/', 443],
    ['http://portal.example/', 80],
    ['https://portal.example:8443/', 8443],
  ])('of %s, names the port %i that refuses', (portal, port) => {
    expect(explain(network('ECONNREFUSED'), CALL, new URL(portal), 1)).toContain(`on port ${port} (`);
  });

  it.each([
    ['https://portal.example/', 'https_proxy'],
    ['http://portal.example/', 'http_proxy'],
  ])('of %s, names the variable %s of its proxy', (portal, variable) => {
    for (const why of [403, 407, 'ECONNREFUSED']) {
      const line = explain({ kind: 'proxy', why }, CALL, new URL(portal), 1);
      expect(line.match(/https?_proxy/g)).toEqual([variable]);
    }
  });

  it.each([
    [1000, '1 s'],
    [600_000, '600 s'],
  ])('says how long %i ms are', (timeoutMs, says) => {
    expect(explain({ kind: 'timeout' }, CALL, PORTAL, timeoutMs)).toContain(`within ${says} for`);
  });

  it.each([
    `https://ann:${SECRET}@new.example/`,
    `https://new.example/${SECRET}`,
    `https://new.example/?key=${SECRET}#${SECRET}`,
    `/${SECRET}`,
    `//${SECRET}@new.example`,
  ])('of the redirect to %s shows the host at most', (location) => {
    expect(explain(status(302, location), CALL, PORTAL, 1)).not.toContain(SECRET);
  });

  it.each([
    ['https://new.example/x', 'https://new.example.'],
    ['//new.example/x', 'https://new.example.'],
    ['http://portal.example/', 'http://portal.example.'],
    ['https://portal.example:8443/', 'https://portal.example:8443.'],
  ])('of the redirect to %s says that it has moved to %s', (location, target) => {
    expect(explain(status(301, location), CALL, PORTAL, 1)).toContain(
      `it has moved to ${target} The API key is not sent there`,
    );
  });

  it.each([
    '/login',
    'login',
    '?a',
    'https://portal.example/other',
    'https://',
    '',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.example',
  ])('of the redirect to %j does not say that the portal has moved there', (location) => {
    const line = explain(status(302, location), CALL, PORTAL, 1);
    expect(line).toMatch(
      /: it redirects, as to a login page\. Check docspace-url; redirects are not followed\.$/,
    );
  });
});

describe('isTransient', () => {
  it.each(FAILURES)('%s', (_, failure, expected) => {
    expect(isTransient(failure)).toBe(expected);
  });
});

describe('isRoomSpecific', () => {
  /** What a failure speaks of one room, where its history or its contents were asked for. */
  const OF_ROOM: Readonly<Record<string, readonly ('history' | 'contents')[]>> = {
    '403': ['history', 'contents'],
    '404': ['history', 'contents'],
    '500': ['history', 'contents'],
    '501': ['history'],
    '502': ['contents'],
    '503': ['contents'],
    '504': ['contents'],
    timeout: ['contents'],
    cut: ['contents'],
    ECONNRESET: ['contents'],
    EPIPE: ['contents'],
    ECONNABORTED: ['contents'],
  };

  it.each(FAILURES)('%s', (name, failure) => {
    const said = (['history', 'contents'] as const).filter((kind) => isRoomSpecific(failure, kind));
    expect(said).toEqual(OF_ROOM[name] ?? []);
    expect(isRoomSpecific(failure, 'rooms')).toBe(false);
  });

  it.each([405, 410])('%i is what an old portal says of a history', (code) => {
    expect(isRoomSpecific(status(code), 'history')).toBe(true);
    expect(isRoomSpecific(status(code), 'contents')).toBe(false);
  });

  it('every failure that speaks of a room is among those above', () => {
    const names = new Set(FAILURES.map(([name]) => name));
    expect(Object.keys(OF_ROOM).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('readAnswer', () => {
  const answer = (body: string, code = 200, headers = {}) => readAnswer({ status: code, headers, body });

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
  ])('finds wrong with %j that it is %s', (body, kind) => {
    expect(answer(body)).toEqual({ failure: { kind } });
  });

  it.each([201, 204, 206, 301, 400, 401, 429, 500, 503])(
    'with the status %i does not look at the body',
    (code) => {
      expect(answer('{"response":[]}', code)).toEqual({
        failure: { kind: 'status', status: code, retryAfter: null, location: null },
      });
    },
  );

  it('keeps the headers that say when or where', () => {
    expect(answer('', 429, { 'retry-after': '7' })).toEqual({
      failure: { kind: 'status', status: 429, retryAfter: '7', location: null },
    });
    expect(answer('', 302, { location: '/x' })).toEqual({
      failure: { kind: 'status', status: 302, retryAfter: null, location: '/x' },
    });
  });

  it('keeps nothing of a body that it cannot read', () => {
    for (const body of [`{"title":"${SECRET}"`, `<title>${SECRET}</title>`]) {
      expect(JSON.stringify(answer(body))).not.toContain(SECRET);
    }
  });
});
