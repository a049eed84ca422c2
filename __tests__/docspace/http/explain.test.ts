import { describe, expect, it } from 'vitest';
import { type PortalCall, roomsCall } from '../../../src/docspace/calls.ts';
import { CRASH_ADVICE, explain } from '../../../src/docspace/http/explain.ts';
import type { Failure } from '../../../src/docspace/http/failure.ts';
import { FAILURES, forbidden, network, status } from '../../support/failures.ts';

const PORTAL = new URL('https://portal.example/');
const CALL = roomsCall({ count: 100, startIndex: 200, types: [] }, 3);
const SECRET = 'TITLE-OF-A-CUSTOMER';

/** The whole line of the error. */
function line(failure: Failure, call: PortalCall = CALL, portal = PORTAL, timeoutMs = 30_000): string {
  const { happened, advice } = explain(failure, call, portal, timeoutMs);
  return `${happened} ${advice}`;
}

describe('explain', () => {
  it.each(FAILURES)('%s: one line with the event, the request and the advice', (_, failure) => {
    const text = line(failure);
    expect(text).not.toMatch(/[\r\n]/);
    expect(text).toMatch(/^[A-Z0-9].*\.$/);
    expect(text).toContain(`for ${CALL.what}`);
    expect(text).toMatch(
      /\b(Check|Make|Renew|Lower|Put|Set|set docspace-url|point NODE_EXTRA_CA_CERTS|please report)\b/,
    );
    expect(text).not.toMatch(/undefined|null|\[object/);
  });

  it('has these messages', () => {
    const messages = Object.fromEntries(FAILURES.map(([name, failure]) => [name, line(failure)]));
    expect(messages).toMatchInlineSnapshot(`
      {
        "204": "204 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "301 to another host": "301 from the portal for page 3 of the rooms: it has moved to https://new.example:8443. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "302 to a login page": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "302 without a place": "302 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "307 to nonsense": "307 from the portal for page 3 of the rooms: it redirects, as to a login page. Check docspace-url; redirects are not followed.",
        "308 to http": "308 from the portal for page 3 of the rooms: it has moved to http://portal.example. The API key is not sent there; set docspace-url to the new address if you trust it.",
        "400": "400 from the portal for page 3 of the rooms: it refuses the request, since a parameter is out of range. Its version may be one that this action does not know; please report this.",
        "401": "401 from the portal for page 3 of the rooms: the API key is wrong, disabled or expired. Make a new one under Developer Tools > API keys and put it into the secret.",
        "402": "402 from the portal for page 3 of the rooms: the portal's plan has run out. Renew it under Payments.",
        "403 account": "403 from the portal for page 3 of the rooms: the account of the API key has no access to this. Check whose key it is: the key of a portal administrator can read all rooms.",
        "403 fault": "403 from the portal for page 3 of the rooms: a fault in the portal, which it reports with this status. Check that the portal works in a browser.",
        "403 outside": "403 from the portal for page 3 of the rooms: something in front of the portal, such as a firewall, refuses the request. Check that it lets the runner's address through.",
        "403 scope": "403 from the portal for page 3 of the rooms: the API key lacks the scope "rooms:read", its account lacks the role, or the runner's address is not in the portal's allowed IP list. Check the key under Developer Tools > API keys.",
        "404": "404 from the portal for page 3 of the rooms: nothing is there: the portal is suspended or removed, or docspace-url is not its address. Check docspace-url.",
        "407": "407 from the portal for page 3 of the rooms: the proxy wants a name and password. Put them into https_proxy.",
        "418": "418 from the portal for page 3 of the rooms: an answer that this action does not expect. Check docspace-url.",
        "429": "429 from the portal for page 3 of the rooms: too many requests. Lower concurrency, or run at another time.",
        "500": "500 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "501": "501 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "502": "502 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "503": "503 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "504": "504 from the portal for page 3 of the rooms: a fault in the portal or the proxy in front of it. Check that the portal works in a browser.",
        "CERT_HAS_EXPIRED": "No connection to portal.example for page 3 of the rooms: its TLS certificate has expired (CERT_HAS_EXPIRED). Renew it.",
        "DEPTH_ZERO_SELF_SIGNED_CERT": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (DEPTH_ZERO_SELF_SIGNED_CERT). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
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
        "HPE_INVALID_CONSTANT": "The server at portal.example does not speak HTTP as it should (HPE_INVALID_CONSTANT), for page 3 of the rooms. Check docspace-url and the proxies on the way.",
        "SELF_SIGNED_CERT_IN_CHAIN": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (SELF_SIGNED_CERT_IN_CHAIN). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_GET_ISSUER_CERT_LOCALLY). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE": "No connection to portal.example for page 3 of the rooms: its TLS certificate cannot be verified (UNABLE_TO_VERIFY_LEAF_SIGNATURE). For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.",
        "cut": "The connection to portal.example broke in the middle of the answer for page 3 of the rooms. Check the portal and the proxies on the way.",
        "empty": "An empty answer with status 200 for page 3 of the rooms. Check docspace-url and the proxies on the way.",
        "html": "A web page instead of data for page 3 of the rooms: portal.example is not the address of a DocSpace portal, or a login page is in front of it. Check docspace-url.",
        "not JSON": "The answer for page 3 of the rooms is no JSON, or is cut in the middle. Check docspace-url and the proxies on the way.",
        "not decodable": "The compressed answer for page 3 of the rooms is damaged. Check the portal and the proxies on the way.",
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
        "unknown encoding": "The answer for page 3 of the rooms is compressed in a way that this action did not ask for. Check the portal and the proxies on the way.",
      }
    `);
  });

  it.each([
    ['files:read', /lacks the scope "files:read"/],
    ['rooms:read', /lacks the scope "rooms:read"/],
  ] as const)('names the scope %s that a 403 lacks', (scope, says) => {
    expect(line(forbidden('scope'), { ...CALL, scope })).toMatch(says);
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

  it.each([
    ['https://new.example/x', 'https://new.example.'],
    ['//new.example/x', 'https://new.example.'],
    ['http://portal.example/', 'http://portal.example.'],
    ['https://portal.example:8443/', 'https://portal.example:8443.'],
  ])('the redirect to %s is called a move to %s', (location, target) => {
    expect(line(status(301, { location }))).toContain(
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
  ])('the redirect to %j is not called a move of the portal', (location) => {
    const text = line(status(302, { location }));
    expect(text).toMatch(
      /: it redirects, as to a login page\. Check docspace-url; redirects are not followed\.$/,
    );
  });
});

describe('the parts of an explanation', () => {
  it.each(FAILURES)('%s: the first part describes the event and asks for nothing', (_, failure) => {
    const { happened, advice } = explain(failure, CALL, PORTAL, 30_000);
    expect(happened).toMatch(/^[A-Z0-9].*\.$/);
    expect(happened).not.toMatch(/\b(Check|Make|Renew|Lower|Put|Set|point|report|run again)\b/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  it('after a crash ask for a report, and not to run again at once', () => {
    expect(CRASH_ADVICE).toMatch(/the portal may have failed on the request itself/);
    expect(CRASH_ADVICE).toMatch(/please report this with the version of the portal/);
    expect(CRASH_ADVICE).toMatch(/Do not run the action again before the cause is known\.$/);
  });
});

describe('explain: statuses at the limits of a range', () => {
  it.each([
    [299, 'an answer that this action does not expect'],
    [300, 'it redirects, as to a login page'],
    [399, 'it redirects, as to a login page'],
    [400, 'it refuses the request'],
    [499, 'an answer that this action does not expect'],
    [500, 'a fault in the portal'],
  ])('with status %i says "%s"', (code, words) => {
    const call = roomsCall({ count: 100, startIndex: 0, types: [] }, 1);
    const { happened } = explain(status(code), call, PORTAL, 1000);
    expect(happened).toContain(`${code} from the portal for page 1 of the rooms: ${words}`);
  });
});
