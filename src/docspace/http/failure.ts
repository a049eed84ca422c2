import type { CallKind, PortalCall } from '../calls.ts';
import type { Answer, TransportFailure } from './transport.ts';

/** What an answer or its absence comes down to, where it is no JSON with status 200. */
export type Failure =
  | TransportFailure
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: string | null;
      readonly location: string | null;
    }
  | { readonly kind: 'html' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not JSON' };

const RETRIED_STATUS = new Set([429, 500, 502, 503, 504]);
const RETRIED_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED']);
/** The connection was there, and was closed without an answer. */
const CLOSED_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
/** What calls about one room fail with while the portal itself is well. All other kinds speak of the portal. */
const ROOM_STATUSES: Readonly<Partial<Record<CallKind, ReadonlySet<number>>>> = {
  room: new Set([403, 404, 500]),
  // 405, 410 and 501 are what an old portal without the call may answer.
  history: new Set([403, 404, 405, 410, 500, 501]),
  // A slow storage makes the portal, and so the proxy in front of it, time out.
  contents: new Set([403, 404, 500, 502, 503, 504]),
};

/**
 * Reads an answer as JSON.
 *
 * @returns the JSON, or what is wrong with the answer
 */
export function readAnswer(answer: Answer): { readonly json: unknown } | { readonly failure: Failure } {
  const { status, headers, body } = answer;
  if (status !== 200) {
    return {
      failure: {
        kind: 'status',
        status,
        retryAfter: headers['retry-after'] ?? null,
        location: headers.location ?? null,
      },
    };
  }
  const text = body.trim();
  if (text === '') return { failure: { kind: 'empty' } };
  try {
    return { json: JSON.parse(text) };
  } catch {
    // The parser's own message quotes the body, and with it titles: it is not kept.
    return { failure: { kind: text.startsWith('<') ? 'html' : 'not JSON' } };
  }
}

/** Whether the portal asks to slow down. */
export function isRateLimit(failure: Failure): boolean {
  return failure.kind === 'status' && failure.status === 429;
}

/** Whether the same request may well succeed a little later. */
export function isTransient(failure: Failure): boolean {
  switch (failure.kind) {
    case 'status':
      return RETRIED_STATUS.has(failure.status);
    case 'network':
      return RETRIED_CODES.has(failure.code);
    case 'proxy':
      return typeof failure.why === 'number'
        ? RETRIED_STATUS.has(failure.why)
        : RETRIED_CODES.has(failure.why);
    case 'timeout':
    case 'cut':
    case 'empty':
    case 'not JSON':
      return true;
    case 'html':
    case 'too large':
      return false;
  }
}

/** Whether a lasting failure of a call concerns the one room that it asks about, not the portal as a whole. */
export function isRoomSpecific(failure: Failure, kind: CallKind): boolean {
  switch (failure.kind) {
    case 'status':
      return ROOM_STATUSES[kind]?.has(failure.status) ?? false;
    case 'timeout':
    case 'cut':
      return kind === 'contents';
    case 'network':
      return kind === 'contents' && CLOSED_CODES.has(failure.code);
    case 'proxy':
    case 'html':
    case 'empty':
    case 'not JSON':
    case 'too large':
      return false;
  }
}

/** One line: what happened, and what to do. Holds nothing that the portal wrote but a host to which it redirects. */
export function explain(failure: Failure, call: PortalCall, portal: URL, timeoutMs: number): string {
  const { what } = call;
  switch (failure.kind) {
    case 'status':
      return `${failure.status} from the portal for ${what}: ${explainStatus(failure, call, portal)}`;
    case 'timeout':
      return `No whole answer from ${portal.host} within ${timeoutMs / 1000} s for ${what}. Check that the portal is up, or raise request-timeout.`;
    case 'cut':
      return `The connection to ${portal.host} broke in the middle of the answer for ${what}. Check the portal and the proxies on the way.`;
    case 'too large':
      return `The answer for ${what} is larger than any DocSpace portal sends. Check docspace-url.`;
    case 'html':
      return `A web page instead of data for ${what}: ${portal.host} is no DocSpace API address, or a login page stands in front of it. Check docspace-url.`;
    case 'empty':
      return `An empty answer with status 200 for ${what}. Check docspace-url and the proxies on the way.`;
    case 'not JSON':
      return `The answer for ${what} is no JSON, or is cut in the middle. Check docspace-url and the proxies on the way.`;
    case 'network':
      return failure.code.startsWith('HPE_')
        ? `What answers at ${portal.host} for ${what} does not speak HTTP as it should (${failure.code}). Check docspace-url and the proxies on the way.`
        : `No connection to ${portal.host} for ${what}: ${explainCode(failure.code, portal)}`;
    case 'proxy':
      return `No connection to ${portal.host} for ${what}: ${explainProxy(failure.why, portal)}`;
  }
}

function explainStatus(failure: Failure & { kind: 'status' }, { scope }: PortalCall, portal: URL): string {
  const { status } = failure;
  if (status >= 300 && status < 400) return explainRedirect(failure.location, portal);
  switch (status) {
    case 400:
      return 'it refuses the request. Its version may be one that this action does not know; please report this.';
    case 401:
      return 'the API key is wrong, disabled or expired. Make a new one under Developer Tools > API keys and put it into the secret.';
    case 402:
      return "the portal's plan has run out. Renew it under Payments, then run again.";
    case 403:
      return `the API key lacks the scope "${scope}", its account lacks the right, or the runner's address is not in the portal's allowed IP list. Check the key under Developer Tools > API keys.`;
    case 404:
      return 'nothing is there: the portal is suspended or removed, or docspace-url is not its address (a path too many?). Check docspace-url.';
    case 407:
      return 'the proxy wants a name and password. Put them into https_proxy.';
    case 429:
      return 'too many requests. Lower concurrency, or run at another time.';
    default:
      return status >= 500
        ? 'a fault in the portal or the proxy in front of it. Check that the portal works in a browser, then run again.'
        : 'an answer that this action does not expect. Check docspace-url.';
  }
}

function explainRedirect(location: string | null, portal: URL): string {
  if (location !== null && URL.canParse(location, portal.href)) {
    const target = new URL(location, portal);
    const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
    if (isWeb && (target.host !== portal.host || target.protocol !== portal.protocol)) {
      return `it has moved to ${target.protocol}//${target.host}. The API key is not sent there; set docspace-url to the new address if you trust it.`;
    }
  }
  return 'it redirects, as to a login page. Check docspace-url; redirects are not followed.';
}

/** @param why the status of the proxy's answer, or the code of why there was none */
function explainProxy(why: number | string, portal: URL): string {
  const variable = portal.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  if (typeof why === 'string') {
    return `the proxy cannot be reached, or breaks the connection (${why}). Check ${variable}, and that the proxy is up.`;
  }
  if (why === 407) return `the proxy wants a name and password (${why}). Put them into ${variable}.`;
  return RETRIED_STATUS.has(why)
    ? `the proxy is in trouble, or does not reach it (${why}). Check the proxy, and that the portal is up.`
    : `the proxy does not let it through (${why}). Check ${variable} and no_proxy.`;
}

function explainCode(code: string, portal: URL): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its name cannot be resolved (${code}). Check docspace-url, and the DNS of the runner.`;
    case 'ECONNREFUSED':
      return `it refuses connections on port ${portal.port || (portal.protocol === 'https:' ? '443' : '80')} (${code}). Check docspace-url, and that the portal is up.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `it cannot be reached from this runner (${code}). Check the network, a firewall, or https_proxy.`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return `the connection was closed without an answer (${code}). Check the portal and the proxies on the way.`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return `it does not speak TLS on this port (${code}). Check the port and https:// in docspace-url.`;
    case 'CERT_HAS_EXPIRED':
      return `its TLS certificate has expired (${code}). Renew it.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `its TLS certificate is for another name (${code}). Check docspace-url.`;
    default:
      return /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)
        ? `its TLS certificate cannot be verified (${code}). For an authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.`
        : `the network failed (${code}). Check docspace-url and the network of the runner.`;
  }
}
