import { describe, expect, it } from 'vitest';
import { type PortalCall, roomsCall } from '../../../src/docspace/calls.ts';
import { explain } from '../../../src/docspace/http/explain.ts';
import type { Failure } from '../../../src/docspace/http/failure.ts';
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

const PORTAL = new URL('https://portal.example/');
const CALL = roomsCall({ count: 100, startIndex: 200, types: [] }, 3);
const SECRET = 'TITLE-OF-A-CUSTOMER';

/** The whole line of the error. */
function line(failure: Failure, call: PortalCall = CALL, portal = PORTAL, timeoutMs = 30_000): string {
  const { happened, advice } = explain(failure, call, portal, timeoutMs);
  return `${happened} ${advice}`;
}

describe('explain', () => {
  it('has these messages', () => {
    const names: Record<string, string> = {};
    for (const [name, failure] of FAILURES) {
      const code = 'status' in failure ? failure.status : 'code' in failure ? failure.code : '';
      const message = line(failure)
        .replaceAll(String('why' in failure ? failure.why : code) || '-', '<code>')
        .replace(' for page 3 of the rooms', '');
      names[message] = [...(names[message] === undefined ? [] : [names[message]]), name].join(', ');
    }
    expect(names).toMatchInlineSnapshot(`
      {
        "<code> from something in front of the portal: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.": "outside: 500, outside: 503",
        "<code> from something in front of the portal: an answer that this action does not expect. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.": "outside: 400, outside: 202, outside: 999",
        "<code> from something in front of the portal: it refuses the request, as a firewall does. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.": "outside: 403",
        "<code> from something in front of the portal: it wants a login of its own, as a reverse proxy or single sign-on does. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.": "outside: 401",
        "<code> from something in front of the portal: nothing is there: the portal is suspended or removed, or docspace-url is not its address. Check docspace-url.": "outside: 404",
        "<code> from something in front of the portal: the proxy wants a name and password. Put them into https_proxy.": "outside: 407",
        "<code> from something in front of the portal: too many requests. Lower concurrency, or run at another time.": "outside: 429",
        "<code> from the portal: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.": "500, 502, 503, 504, 520, 521, 522, 530, 505, 501",
        "<code> from the portal: an answer that this action does not expect. Check docspace-url.": "204, 418",
        "<code> from the portal: it redirects to another page at https://sso.example, as to a login. Redirects are not followed. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.": "302 to a login elsewhere",
        "<code> from the portal: it redirects, as to a login page. Check docspace-url; redirects are not followed.": "302 without a place, 302 to a login page, 307 to nonsense",
        "<code> from the portal: it refuses the request, since a parameter is out of range. Its version may be one that this action does not know; please report this.": "400",
        "<code> from the portal: nothing is there: the portal is suspended or removed, or docspace-url is not its address. Check docspace-url.": "404",
        "<code> from the portal: the API key is wrong, disabled or expired, or its account is disabled, or something in front of the portal refuses the request. Make a new one under Developer Tools > API keys and put it into the secret. DocSpace before 3.1 has no API keys.": "401",
        "<code> from the portal: the API key lacks the scope "rooms:read", or its account lacks the role for it, or one of them was disabled, or the portal is being restored, moved or encrypted. Check the key under Developer Tools > API keys, and its account.": "unclear",
        "<code> from the portal: the API key lacks the scope "rooms:read", or its account lacks the role for it, or something in front of the portal refuses the request. Check the key under Developer Tools > API keys, and its account.": "403 that may be of anybody",
        "<code> from the portal: the API key lacks the scope "rooms:read", or its account lacks the role for it. Check the key under Developer Tools > API keys, and its account.": "scope",
        "<code> from the portal: the account of the API key has no access to this, or it is a fault in the portal, which it reports with this status. Check that the portal works in a browser.": "fault",
        "<code> from the portal: the account of the API key has no access to this. Check whose key it is: the key of a portal administrator can read all rooms.": "account",
        "<code> from the portal: the address of the runner is not in the portal's list of allowed IP addresses. Check that list in the security settings of the portal: it needs the address of the runner or its proxy.": "address",
        "<code> from the portal: the portal has moved to http://portal.example. The API key is not sent there; set docspace-url to the new address if you trust it.": "308 to http",
        "<code> from the portal: the portal has moved to https://new.example:8443. The API key is not sent there; set docspace-url to the new address if you trust it.": "301 to another host",
        "<code> from the portal: the portal is suspended. Check that it works in a browser.": "suspended",
        "<code> from the portal: the portal's plan has run out. Renew it under Payments.": "402",
        "<code> from the portal: the proxy wants a name and password. Put them into https_proxy.": "407",
        "<code> from the portal: the request came too early. Check the portal and the proxies on the way.": "425",
        "<code> from the portal: the request did not arrive in time. Check the portal and the proxies on the way.": "408",
        "<code> from the portal: too many requests. Lower concurrency, or run at another time.": "429",
        "A web page instead of data: portal.example is not the address of a DocSpace portal, or a login page is in front of it. Check docspace<code>url.": "html",
        "An empty answer with status 200. Check docspace<code>url and the proxies on the way.": "empty",
        "No answer from portal.example that can be read: it does not speak HTTP as it should (<code>). Check docspace-url and the proxies on the way.": "HPE_INVALID_CONSTANT",
        "No answer from portal.example that can be read: its headers are longer than Node.js reads (<code>). Check the portal and the proxies on the way.": "HPE_HEADER_OVERFLOW",
        "No connection to portal.example: it and Node.js have no version of TLS in common (<code>). Turn on TLS 1.2 or 1.3 on the portal or the proxy in front of it.": "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
        "No connection to portal.example: it cannot be reached from this runner (<code>). Check the network, a firewall, or https_proxy.": "ETIMEDOUT, EHOSTUNREACH, ENETUNREACH",
        "No connection to portal.example: it does not speak TLS on this port (<code>). Check the port and https:// in docspace-url.": "ERR_SSL_WRONG_VERSION_NUMBER, ERR_SSL_PACKET_LENGTH_TOO_LONG",
        "No connection to portal.example: it refuses connections on port 443 (<code>). Check docspace-url, and that the portal is up.": "ECONNREFUSED",
        "No connection to portal.example: it wants a certificate of the client, which this action cannot send (<code>). Let the runner through without one, or set docspace-url to the portal's own address.": "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
        "No connection to portal.example: its TLS certificate cannot be verified (<code>). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.": "DEPTH_ZERO_SELF_SIGNED_CERT, SELF_SIGNED_CERT_IN_CHAIN, UNABLE_TO_VERIFY_LEAF_SIGNATURE, UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "No connection to portal.example: its TLS certificate has expired (<code>). Renew it.": "CERT_HAS_EXPIRED",
        "No connection to portal.example: its TLS certificate is for another name (<code>). Check docspace-url.": "ERR_TLS_CERT_ALTNAME_INVALID",
        "No connection to portal.example: its TLS certificate is not valid (<code>). Check the certificate of the portal.": "CERT_REVOKED",
        "No connection to portal.example: its TLS certificate is not valid yet (<code>). Check the certificate, and the clock of the runner.": "CERT_NOT_YET_VALID",
        "No connection to portal.example: its name cannot be resolved (<code>). Check docspace-url, and the DNS of the runner.": "EAI_AGAIN, ENOTFOUND",
        "No connection to portal.example: the TLS <code> of the proxy cannot be verified. For a <code> authority of your own, point NODE_EXTRA_CA_CERTS to its <code>.": "proxy: certificate",
        "No connection to portal.example: the TLS handshake failed (<code>). Check the TLS settings of the portal and its proxies.": "EPROTO",
        "No connection to portal.example: the connection was closed during the TLS handshake (<code>). Check the portal and the proxies on the way.": "HANDSHAKE_CLOSED",
        "No connection to portal.example: the connection was closed without an answer (<code>). Check the portal and the proxies on the way.": "ECONNRESET, EPIPE, ECONNABORTED",
        "No connection to portal.example: the network failed (<code>). Check docspace-url and the network of the runner.": "unknown",
        "No connection to portal.example: the proxy cannot be reached, or breaks the connection (<code>). Check https_proxy, and that the proxy is up.": "proxy: ECONNREFUSED, proxy: ENOTFOUND, proxy: unknown, proxy: ECONNRESET, proxy: ETIMEDOUT, proxy: EAI_AGAIN",
        "No connection to portal.example: the proxy does not let it through (<code>). Check https_proxy and no_proxy.": "proxy: 302, proxy: 403, proxy: 501",
        "No connection to portal.example: the proxy is in trouble, or does not reach it (<code>). Check the proxy, and that the portal is up.": "proxy: 429, proxy: 500, proxy: 502, proxy: 503, proxy: 504",
        "No connection to portal.example: the proxy wants a name and password (<code>). Put them into https_proxy.": "proxy: 407",
        "No whole answer from portal.example within 30 s. Check that the portal is up, or raise request<code>timeout.": "timeout",
        "The answer is compressed in a way that this action did not ask for. Check the portal and the proxies on the way.": "unknown encoding",
        "The answer is larger than any DocSpace portal sends. Check docspace<code>url.": "too large",
        "The answer is no JSON, or is cut in the middle. Check docspace<code>url and the proxies on the way.": "not JSON",
        "The compressed answer is damaged. Check the portal and the proxies on the way.": "not decodable",
        "The connection to portal.example broke in the middle of the answer. Check the portal and the proxies on the way.": "cut",
      }
    `);
  });

  it.each([
    ['files:read', /lacks the scope "files:read"/],
    ['rooms:read', /lacks the scope "rooms:read"/],
  ] as const)('names the scope %s that a 403 lacks', (scope, says) => {
    expect(line(refused('scope'), { ...CALL, scope })).toMatch(says);
  });

  it.each([
    ['https://portal.example/', 443],
    ['http://portal.example/', 80],
    ['https://portal.example:8443/', 8443],
  ])('of %s names the port %i that refuses', (portal, port) => {
    expect(line(network('ECONNREFUSED'), CALL, new URL(portal))).toContain(`on port ${port} (`);
  });

  it.each([
    ['https://portal.example/', 'https_proxy'],
    ['http://portal.example/', 'http_proxy'],
  ])('of %s names the variable %s of its proxy', (portal, variable) => {
    for (const why of [403, 407, 'ECONNREFUSED']) {
      const text = line({ kind: 'proxy', why }, CALL, new URL(portal));
      expect(text.match(/https?_proxy/g)).toEqual([variable]);
    }
  });

  it('with the address of a page says to remove its path', () => {
    const page = new URL('https://portal.example/rooms/shared');
    const advice = 'Check docspace-url: if its path belongs to a page of the portal, remove the path.';
    expect(line({ kind: 'html' }, CALL, page)).toBe(
      `A web page instead of data for page 3 of the rooms: portal.example/rooms/shared is not the address of a DocSpace portal, or a login page is in front of it. ${advice}`,
    );
    expect(line(status(404), CALL, page).endsWith(` ${advice}`)).toBe(true);
  });

  it.each([
    [1000, '1 s'],
    [600_000, '600 s'],
  ])('says how long %i ms are', (timeoutMs, says) => {
    expect(line({ kind: 'timeout' }, CALL, PORTAL, timeoutMs)).toContain(`within ${says} for`);
  });

  it.each([
    `https://ann:${SECRET}@new.example/`,
    `https://new.example/${SECRET}`,
    `https://new.example/?key=${SECRET}#${SECRET}`,
    `/${SECRET}`,
    `//${SECRET}@new.example`,
  ])('of the redirect to %s shows only the host', (location) => {
    expect(line(status(302, { location }))).not.toContain(SECRET);
  });

  const API = '/api/2.0/files/rooms';
  it.each([
    [`https://new.example${API}`, 'https://new.example.'],
    [`//new.example/office${API}?count=100`, 'https://new.example.'],
    [`http://portal.example${API}`, 'http://portal.example.'],
    [`https://portal.example:8443${API}`, 'https://portal.example:8443.'],
    [`https://new.example${API}/`, 'https://new.example.'],
    [`https://new.example${API.replace('s/r', 's%2fr')}`, 'https://new.example.'],
  ])('the redirect to %s keeps the path: a move to %s', (location, target) => {
    expect(line(status(301, { location }))).toContain(
      `the portal has moved to ${target} The API key is not sent there`,
    );
  });

  it.each([
    ['keys/@self', 'keys/%40self'],
    ['files/rooms/sbox%20%C3%BC', 'files/rooms/sbox%20%c3%bc/'],
    ['files/rooms', 'files/rooms/'],
    ['files/rooms/100%25', 'files/rooms/100%25'],
  ])('to another form of the path %s is no login: %s', (path, other) => {
    const to = (origin: string) =>
      line(status(301, { location: `${origin}/api/2.0/${other}` }), { ...CALL, path });
    expect(to('https://portal.example')).toContain('it redirects to the same address in another form.');
    expect(to('https://new.example')).toContain('the portal has moved to https://new.example.');
    expect(to('https://new.example').replace(other, '')).not.toContain('login');
  });

  it.each([
    ['https://sso.example/realms/x/auth?client_id=y', 'https://sso.example'],
    ['//portal.example:8443/login', 'https://portal.example:8443'],
    ['http://portal.example/', 'http://portal.example'],
    [
      `https://sso.example/?return=${encodeURIComponent(`https://portal.example${API}`)}`,
      'https://sso.example',
    ],
  ])('the redirect to %s has another path: a login at %s', (location, host) => {
    const text = line(status(302, { location }));
    expect(text).toContain(
      `it redirects to another page at ${host}, as to a login. Redirects are not followed.`,
    );
    expect(text).not.toContain('moved');
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
  ])('the redirect to %j is not called a move of the portal', (location) => {
    const text = line(status(302, { location }));
    expect(text).toMatch(
      /: it redirects, as to a login page\. Check docspace-url; redirects are not followed\.$/,
    );
  });
});

describe('explain: who answered', () => {
  it('is said of every status, and nothing of the key or the portal is blamed for what comes from outside', () => {
    for (let code = 300; code < 600; code += 1) {
      const text = line(outside(code));
      expect(text).toMatch(
        new RegExp(`^${code} from something in front of the portal for page 3 of the rooms: `),
      );
      expect(text).not.toMatch(/API keys?\b(?! is not sent)|scope|role|Payments|version/);
      expect(line(status(code))).toMatch(new RegExp(`^${code} from the portal for page 3 of the rooms: `));
    }
  });

  it('is left open by an empty 403 without a sign of the portal', () => {
    expect(line(refused('scope'))).not.toContain('in front');
    expect(line(status(403, { meaning: 'scope' }))).toContain('or something in front of the portal refuses');
    expect(line(status(401, { answeredBy: 'portal' }))).not.toContain('in front');
    expect(line(status(401))).toContain(
      'is disabled, or something in front of the portal refuses the request.',
    );
  });
});

describe('explain: codes', () => {
  const happened = (code: string) => explain(network(code), CALL, PORTAL, 1000).happened;
  const wordsOf = (codes: readonly string[], pattern: RegExp) =>
    codes.filter((code) => pattern.test(happened(code)));
  const ALL = [...X509_CODES, ...TLS_CODES, ...HPE_CODES];

  it('are always shown', () => {
    for (const code of ALL) expect(happened(code)).toContain(`(${code}).`);
  });

  it.each([
    [/cannot be verified/, 5, /SELF_SIGNED|ISSUER_CERT|VERIFY_LEAF|UNTRUSTED/],
    [/for another name/, 2, /ALTNAME|HOSTNAME/],
    [/has expired/, 1, /^CERT_HAS_EXPIRED$/],
    [/is not valid yet/, 1, /^CERT_NOT_YET_VALID$/],
    [/wants a certificate of the client/, 1, /CERTIFICATE_REQUIRED/],
    [/no version of TLS in common/, 2, /PROTOCOL/],
    [/does not speak TLS/, 2, /WRONG_VERSION_NUMBER|PACKET_LENGTH/],
    [/its headers are longer/, 1, /HEADER_OVERFLOW/],
    [/does not speak HTTP/, 5, /^HPE_/],
  ])('mean "%s" only where they say so', (words, atLeast, codes) => {
    const found = wordsOf(ALL, words);
    expect(found.length).toBeGreaterThanOrEqual(atLeast);
    for (const code of found) expect(code).toMatch(codes);
  });

  it('of a handshake or a certificate for which nothing else is certain say that', () => {
    expect(wordsOf(TLS_CODES, /handshake failed/)).toHaveLength(TLS_CODES.length - 6);
    expect(wordsOf(X509_CODES, /network failed/)).toEqual(['OUT_OF_MEM']);
  });
});

it.each(FAILURES)('%s: one line with the event and the request, and then what to do', (_, failure) => {
  const { happened, advice } = explain(failure, CALL, PORTAL, 30_000);
  expect(happened).toMatch(/^[A-Z0-9].*\.$/);
  expect(happened).toContain(`for ${CALL.what}`);
  expect(happened).not.toMatch(/\b(Check|Make|Renew|Lower|Put|Set|Add|Let|Turn|point|report|run again)\b/);
  expect(advice).toMatch(/^[A-Z].*\.$/);
  expect(happened + advice).not.toMatch(/[\r\n]|undefined|null|\[object/);
});

it('after an answer of the same kind, asks who hides it now', () => {
  const since = (failure: Failure) => explain(failure, CALL, PORTAL, 1000, true).happened;
  expect(since(outside(404))).toContain('something in front of the portal for page 3 of the rooms: it hides');
  expect(since(status(404, { answeredBy: 'portal' }))).toContain('the portal was suspended or removed');
});

it('names no missing scope, role or call once the same kind of call was answered', () => {
  for (const status of [401, 403, 404, 410, 500, 501]) {
    for (const meaning of [null, 'scope', 'unclear'] as const) {
      const failure = {
        kind: 'status',
        status,
        retryAfter: null,
        location: null,
        answeredBy: 'portal',
        meaning,
      } as const;
      const { happened, advice } = explain(failure, CALL, PORTAL, 1000, true);
      expect(`${happened} ${advice}`).not.toMatch(/lacks|scope|role|not its address/);
    }
  }
});
