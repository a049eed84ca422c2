import type { PortalCall, WriteCall } from '../calls.ts';
import { type Failure, type ForbiddenReason, isTransientAtProxy } from './failure.ts';

/** A failure in words: a sentence for each member. Holds no text of the portal but the host of a redirect. */
export interface Explanation {
  readonly happened: string;
  readonly advice: string;
}

const CHECK_URL = 'Check docspace-url.';
const CHECK_PORTAL_AND_PROXIES = 'Check the portal and the proxies on the way.';
const CHECK_URL_AND_PROXIES = 'Check docspace-url and the proxies on the way.';

/** What to do if the portal may have died of our requests. Replaces the advice of {@link explain}. */
export const CRASH_ADVICE =
  'No request of this kind has succeeded in this run, so the portal may have failed on the request itself. Check that the portal works in a browser, and please report this with the version of the portal. Do not run the action again before the cause is known.';

/** The path of the portal's address; empty if it has none. */
function pathOf({ pathname }: URL): string {
  return pathname === '/' ? '' : pathname;
}

/** People copy the address of a page, such as `https://portal.example/rooms/shared`. */
function checkUrl(portal: URL): string {
  return pathOf(portal) === ''
    ? CHECK_URL
    : 'Check docspace-url: if its path belongs to a page of the portal, remove the path.';
}

/**
 * Explains a failure to the person who reads the log.
 *
 * @param portal its address
 */
export function explain(
  failure: Failure,
  call: Pick<PortalCall | WriteCall, 'what' | 'scope'>,
  portal: URL,
  timeoutMs: number,
): Explanation {
  const { what } = call;
  const { host } = portal;
  switch (failure.kind) {
    case 'status': {
      const { happened, advice } = explainStatus(failure, call.scope, portal);
      return text(`${failure.status} from the portal for ${what}: ${happened}`, advice);
    }
    case 'network':
      return explainNetwork(failure.code, what, portal);
    case 'proxy': {
      const { happened, advice } = explainProxy(failure.why, portal);
      return text(`No connection to ${host} for ${what}: ${happened}`, advice);
    }
    case 'timeout':
      return text(
        `No whole answer from ${host} within ${timeoutMs / 1000} s for ${what}.`,
        'Check that the portal is up, or raise request-timeout.',
      );
    case 'cut':
      return text(
        `The connection to ${host} broke in the middle of the answer for ${what}.`,
        CHECK_PORTAL_AND_PROXIES,
      );
    case 'html':
      return text(
        `A web page instead of data for ${what}: ${host}${pathOf(portal)} is not the address of a DocSpace portal, or a login page is in front of it.`,
        checkUrl(portal),
      );
    case 'empty':
      return text(`An empty answer with status 200 for ${what}.`, CHECK_URL_AND_PROXIES);
    case 'not JSON':
      return text(`The answer for ${what} is no JSON, or is cut in the middle.`, CHECK_URL_AND_PROXIES);
    case 'too large':
      return text(`The answer for ${what} is larger than any DocSpace portal sends.`, CHECK_URL);
    case 'not decodable':
      return text(`The compressed answer for ${what} is damaged.`, CHECK_PORTAL_AND_PROXIES);
    case 'unknown encoding':
      return text(
        `The answer for ${what} is compressed in a way that this action did not ask for.`,
        CHECK_PORTAL_AND_PROXIES,
      );
  }
}

const STATUS_TEXTS: Readonly<Partial<Record<number, Explanation>>> = {
  400: text(
    'it refuses the request, since a parameter is out of range.',
    'Its version may be one that this action does not know; please report this.',
  ),
  401: text(
    'the API key is wrong, disabled or expired.',
    'Make a new one under Developer Tools > API keys and put it into the secret.',
  ),
  402: text("the portal's plan has run out.", 'Renew it under Payments.'),
  407: text('the proxy wants a name and password.', 'Put them into https_proxy.'),
  429: text('too many requests.', 'Lower concurrency, or run at another time.'),
};
const NOTHING_THERE =
  'nothing is there: the portal is suspended or removed, or docspace-url is not its address.';
const SERVER_FAULT = text(
  'a fault in the portal or the proxy in front of it.',
  'Check that the portal works in a browser.',
);
const UNEXPECTED = text('an answer that this action does not expect.', CHECK_URL);

function explainStatus(failure: Failure & { kind: 'status' }, scope: string, portal: URL): Explanation {
  const { status, forbidden, location } = failure;
  if (status >= 300 && status < 400) return explainRedirect(location, portal);
  if (forbidden !== null) return explainForbidden(forbidden, scope);
  if (status === 404) return text(NOTHING_THERE, checkUrl(portal));
  return STATUS_TEXTS[status] ?? (status >= 500 ? SERVER_FAULT : UNEXPECTED);
}

function explainForbidden(reason: ForbiddenReason, scope: string): Explanation {
  switch (reason) {
    case 'scope':
      return text(
        `the API key lacks the scope "${scope}", its account lacks the role, or the runner's address is not in the portal's allowed IP list.`,
        'Check the key under Developer Tools > API keys.',
      );
    case 'account':
      return text(
        'the account of the API key has no access to this.',
        'Check whose key it is: the key of a portal administrator can read all rooms.',
      );
    case 'fault':
      return text('a fault in the portal, which it reports with this status.', SERVER_FAULT.advice);
    case 'outside':
      return text(
        'something in front of the portal, such as a firewall, refuses the request.',
        "Check that it lets the runner's address through.",
      );
  }
}

function explainRedirect(location: string | null, portal: URL): Explanation {
  if (location !== null && URL.canParse(location, portal.href)) {
    const target = new URL(location, portal);
    const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
    if (isWeb && (target.host !== portal.host || target.protocol !== portal.protocol)) {
      return text(
        `it has moved to ${target.protocol}//${target.host}.`,
        'The API key is not sent there; set docspace-url to the new address if you trust it.',
      );
    }
  }
  return text('it redirects, as to a login page.', 'Check docspace-url; redirects are not followed.');
}

/** @param why the status of the proxy's answer, or the code of why there was none */
function explainProxy(why: number | string, portal: URL): Explanation {
  const variable = portal.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  if (typeof why === 'string') {
    return text(
      `the proxy cannot be reached, or breaks the connection (${why}).`,
      `Check ${variable}, and that the proxy is up.`,
    );
  }
  if (why === 407) {
    return text(`the proxy wants a name and password (${why}).`, `Put them into ${variable}.`);
  }
  return isTransientAtProxy(why)
    ? text(
        `the proxy is in trouble, or does not reach it (${why}).`,
        'Check the proxy, and that the portal is up.',
      )
    : text(`the proxy does not let it through (${why}).`, `Check ${variable} and no_proxy.`);
}

function explainNetwork(code: string, what: string, portal: URL): Explanation {
  const { host, protocol, port } = portal;
  if (code.startsWith('HPE_')) {
    return text(
      `The server at ${host} does not speak HTTP as it should (${code}), for ${what}.`,
      CHECK_URL_AND_PROXIES,
    );
  }
  const { happened, advice } = CODE_TEXTS[code] ?? (isOfCertificate(code) ? UNTRUSTED : NETWORK_FAILED);
  const usedPort = port || (protocol === 'https:' ? '443' : '80');
  const why = happened.replace('{port}', usedPort);
  return text(`No connection to ${host} for ${what}: ${why} (${code}).`, advice);
}

function isOfCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code);
}

const NO_NAME = text('its name cannot be resolved', 'Check docspace-url, and the DNS of the runner.');
const NO_ROUTE = text(
  'it cannot be reached from this runner',
  'Check the network, a firewall, or https_proxy.',
);
const CLOSED = text('the connection was closed without an answer', CHECK_PORTAL_AND_PROXIES);
const NO_TLS = text('it does not speak TLS on this port', 'Check the port and https:// in docspace-url.');
const UNTRUSTED = text(
  'its TLS certificate cannot be verified',
  'For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.',
);
const NETWORK_FAILED = text('the network failed', 'Check docspace-url and the network of the runner.');
const CODE_TEXTS: Readonly<Partial<Record<string, Explanation>>> = {
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: NO_NAME,
  ECONNREFUSED: text(
    'it refuses connections on port {port}',
    'Check docspace-url, and that the portal is up.',
  ),
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ETIMEDOUT: NO_ROUTE,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ECONNABORTED: CLOSED,
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  CERT_HAS_EXPIRED: text('its TLS certificate has expired', 'Renew it.'),
  ERR_TLS_CERT_ALTNAME_INVALID: text('its TLS certificate is for another name', CHECK_URL),
};

function text(happened: string, advice: string): Explanation {
  return { happened, advice };
}
