import { describe, expect, it } from 'vitest';
import { type PortalCall, roomsCall } from '../../../src/docspace/calls.ts';
import { CRASH_ADVICE, explain } from '../../../src/docspace/http/explain.ts';
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
    const messages = Object.fromEntries(FAILURES.map(([name, failure]) => [name, line(failure)]));
    expect(messages).toMatchInlineSnapshot(`
      {
        "204": "204 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "301 to another host": "301 from the portal for page 3 of the rooms: it has moved to https://new.example:8443. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "302 to a login elsewhere": "302 from the portal for page 3 of the rooms: it redirects to another page at https://sso.example, as to a login. Redirects are not followed. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.",
        "302 to a login page": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "302 without a place": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "307 to nonsense": "307 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "308 to http": "308 from the portal for page 3 of the rooms: it has moved to http://portal.example. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "400": "400 from the portal for page 3 of the rooms: it refuses the request, since a parameter is out of range. Its version may be one that this action does not know; please report this.",
        "401": "401 from the portal for page 3 of the rooms: the API key is wrong, disabled or expired, or its account is disabled. Make a new one under Developer Tools > API keys and put it into the secret. DocSpace before 3.1 has no API keys.",
        "402": "402 from the portal for page 3 of the rooms: the portal's plan has run out. Renew it under Payments.",
        "403 that may be of anybody": "403 from the portal for page 3 of the rooms: the API key lacks the scope "rooms:read", or its account lacks the role for it, or something in front of the portal refuses the request. Check the key under Developer Tools > API keys, and its account.",
        "404": "404 from the portal for page 3 of the rooms: nothing is there: the portal is suspended or removed, or docspace-url is not its address. Check docspace-url.",
        "407": "407 from the portal for page 3 of the rooms: the proxy wants a name and password. Put them into https_proxy.",
        "408": "408 from the portal for page 3 of the rooms: the request did not arrive in time. Check the portal and the proxies on the way.",
        "418": "418 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "425": "425 from the portal for page 3 of the rooms: the request came too early. Check the portal and the proxies on the way.",
        "429": "429 from the portal for page 3 of the rooms: too many requests. Lower concurrency, or run at another time.",
        "500": "500 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "501": "501 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "502": "502 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "503": "503 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "504": "504 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "505": "505 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "520": "520 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "521": "521 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "522": "522 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "530": "530 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "CERT_HAS_EXPIRED": "No connection to portal.example for page 3 of the rooms: its TLS certificate has expired (CERT_HAS_EXPIRED). Renew it.",
        "CERT_NOT_YET_VALID": "No connection to portal.example for page 3 of the rooms: its TLS certificate is not valid yet (CERT_NOT_YET_VALID). Check the certificate, and the clock of the runner.",
        "CERT_REVOKED": "No connection to portal.example for page 3 of the rooms: its TLS certificate is not valid (CERT_REVOKED). Check the certificate of the portal.",
        "DEPTH_ZERO_SELF_SIGNED_CERT": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (DEPTH_ZERO_SELF_SIGNED_CERT). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "EAI_AGAIN": "No connection to portal.example for page 3 of the rooms: its name cannot be resolved (EAI_AGAIN). Check docspace-url, and the DNS of the runner.",
        "ECONNABORTED": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (ECONNABORTED). Check the portal and the proxies on the way.",
        "ECONNREFUSED": "No connection to portal.example for page 3 of the rooms: it refuses connections on port 443 (ECONNREFUSED). Check docspace-url, and that the portal is up.",
        "ECONNRESET": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (ECONNRESET). Check the portal and the proxies on the way.",
        "EHOSTUNREACH": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (EHOSTUNREACH). Check the network, a firewall, or https_proxy.",
        "ENETUNREACH": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (ENETUNREACH). Check the network, a firewall, or https_proxy.",
        "ENOTFOUND": "No connection to portal.example for page 3 of the rooms: its name cannot be resolved (ENOTFOUND). Check docspace-url, and the DNS of the runner.",
        "EPIPE": "No connection to portal.example for page 3 of the rooms: the connection was closed without an answer (EPIPE). Check the portal and the proxies on the way.",
        "EPROTO": "No connection to portal.example for page 3 of the rooms: the TLS handshake failed (EPROTO). Check the TLS settings of the portal and its proxies.",
        "ERR_SSL_PACKET_LENGTH_TOO_LONG": "No connection to portal.example for page 3 of the rooms: it does not speak TLS on this port (ERR_SSL_PACKET_LENGTH_TOO_LONG). Check the port and https:// in docspace-url.",
        "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED": "No connection to portal.example for page 3 of the rooms: it wants a certificate of the client, which this action cannot send (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED). Let the runner through without one, or set docspace-url to the portal's own address.",
        "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION": "No connection to portal.example for page 3 of the rooms: it and Node.js have no version of TLS in common (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION). Turn on TLS 1.2 or 1.3 on the portal or the proxy in front of it.",
        "ERR_SSL_WRONG_VERSION_NUMBER": "No connection to portal.example for page 3 of the rooms: it does not speak TLS on this port (ERR_SSL_WRONG_VERSION_NUMBER). Check the port and https:// in docspace-url.",
        "ERR_TLS_CERT_ALTNAME_INVALID": "No connection to portal.example for page 3 of the rooms: its TLS certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID). Check docspace-url.",
        "ETIMEDOUT": "No connection to portal.example for page 3 of the rooms: it cannot be reached from this runner (ETIMEDOUT). Check the network, a firewall, or https_proxy.",
        "HPE_HEADER_OVERFLOW": "No answer from portal.example that can be read for page 3 of the rooms: its headers are longer than Node.js reads (HPE_HEADER_OVERFLOW). Check the portal and the proxies on the way.",
        "HPE_INVALID_CONSTANT": "No answer from portal.example that can be read for page 3 of the rooms: it does not speak HTTP as it should (HPE_INVALID_CONSTANT). Check docspace-url and the proxies on the way.",
        "SELF_SIGNED_CERT_IN_CHAIN": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (SELF_SIGNED_CERT_IN_CHAIN). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_GET_ISSUER_CERT_LOCALLY). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_VERIFY_LEAF_SIGNATURE). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "account": "403 from the portal for page 3 of the rooms: the account of the API key has no access to this. Check whose key it is: the key of a portal administrator can read all rooms.",
        "address": "403 from the portal for page 3 of the rooms: the address of the runner is not in the portal's list of allowed IP addresses. Check that list in the security settings of the portal: it needs the address of the runner or its proxy.",
        "cut": "The connection to portal.example broke in the middle of the answer for page 3 of the rooms. Check the portal and the proxies on the way.",
        "empty": "An empty answer with status 200 for page 3 of the rooms. Check docspace-url and the proxies on the way.",
        "fault": "403 from the portal for page 3 of the rooms: the account of the API key has no access to this, or it is a fault in the portal, which it reports with this status. Check that the portal works in a browser.",
        "html": "A web page instead of data for page 3 of the rooms: portal.example is not the address of a DocSpace portal, or a login page is in front of it. Check docspace-url.",
        "not JSON": "The answer for page 3 of the rooms is no JSON, or is cut in the middle. Check docspace-url and the proxies on the way.",
        "not decodable": "The compressed answer for page 3 of the rooms is damaged. Check the portal and the proxies on the way.",
        "outside: 400": "400 from something in front of the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "outside: 401": "401 from something in front of the portal for page 3 of the rooms: it wants a login of its own, as a reverse proxy or single sign-on does. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.",
        "outside: 403": "403 from something in front of the portal for page 3 of the rooms: it refuses the request, as a firewall does. Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.",
        "outside: 404": "404 from something in front of the portal for page 3 of the rooms: nothing is there: the portal is suspended or removed, or docspace-url is not its address. Check docspace-url.",
        "outside: 407": "407 from something in front of the portal for page 3 of the rooms: the proxy wants a name and password. Put them into https_proxy.",
        "outside: 429": "429 from something in front of the portal for page 3 of the rooms: too many requests. Lower concurrency, or run at another time.",
        "outside: 500": "500 from something in front of the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "outside: 503": "503 from something in front of the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
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
        "scope": "403 from the portal for page 3 of the rooms: the API key lacks the scope "rooms:read", or its account lacks the role for it. Check the key under Developer Tools > API keys, and its account.",
        "suspended": "404 from the portal for page 3 of the rooms: the portal is suspended. Check that it works in a browser.",
        "timeout": "No whole answer from portal.example within 30 s for page 3 of the rooms. Check that the portal is up, or raise request-timeout.",
        "too large": "The answer for page 3 of the rooms is larger than any DocSpace portal sends. Check docspace-url.",
        "unclear": "403 from the portal for page 3 of the rooms: the API key lacks the scope "rooms:read", or its account lacks the role for it, or one of them was disabled, or the portal is being restored, moved or encrypted. Check the key under Developer Tools > API keys, and its account.",
        "unknown": "No connection to portal.example for page 3 of the rooms: the network failed (unknown). Check docspace-url and the network of the runner.",
        "unknown encoding": "The answer for page 3 of the rooms is compressed in a way that this action did not ask for. Check the portal and the proxies on the way.",
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
  ])('the redirect to %s keeps the path: a move to %s', (location, target) => {
    expect(line(status(301, { location }))).toContain(
      `it has moved to ${target} The API key is not sent there`,
    );
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

describe('the parts of an explanation', () => {
  it.each(FAILURES)('%s: one line with the event and the request, and then what to do', (_, failure) => {
    const { happened, advice } = explain(failure, CALL, PORTAL, 30_000);
    expect(happened).toMatch(/^[A-Z0-9].*\.$/);
    expect(happened).toContain(`for ${CALL.what}`);
    expect(happened).not.toMatch(/\b(Check|Make|Renew|Lower|Put|Set|Add|Let|Turn|point|report|run again)\b/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
    expect(advice).toMatch(
      /\b(Check|Make|Renew|Lower|Put|Set|Let|Turn on|set docspace-url|point NODE_EXTRA_CA_CERTS|please report)\b/,
    );
    expect(happened + advice).not.toMatch(/[\r\n]|undefined|null|\[object/);
  });

  it('after a crash ask for a report, and not to run again at once', () => {
    expect(CRASH_ADVICE).toMatch(/the portal may have failed on the request itself/);
    expect(CRASH_ADVICE).toMatch(/please report this with the version of the portal/);
    expect(CRASH_ADVICE).toMatch(/Do not run the action again before the cause is known\.$/);
  });
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
