import { unescape as decoded } from 'node:querystring';
import { type Explanation, explainConnection, text } from '../../http/explain.ts';
import type { PortalCall, WriteCall } from '../calls.ts';
import type { Failure } from './failure.ts';
import type { AnsweredBy, Meaning } from './who-answered.ts';

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

type ExplainedCall = Pick<PortalCall | WriteCall, 'what' | 'scope' | 'path'>;

/** What is missing if the portal refuses a call and does not say why. */
export function missingRight(scope: ExplainedCall['scope']): string {
  return `the API key lacks the scope "${scope}", or its account lacks the role for it`;
}

/**
 * Explains a failure to the person who reads the log.
 *
 * @param portal its address
 * @param hasSucceeded whether the same kind of call was answered in this run: then no scope, role or call is missing
 */
export function explain(
  failure: Failure,
  call: ExplainedCall,
  portal: URL,
  timeoutMs: number,
  hasSucceeded = false,
): Explanation {
  const { what } = call;
  const { host } = portal;
  switch (failure.kind) {
    case 'status': {
      const from = failure.answeredBy === 'outside' ? 'something in front of the portal' : 'the portal';
      const { happened, advice } = explainStatus(failure, call, portal, hasSucceeded);
      return text(`${failure.status} from ${from} for ${what}: ${happened}`, advice);
    }
    case 'network':
    case 'proxy':
      return explainConnection(
        failure,
        { url: portal, name: 'the portal', setting: 'docspace-url' },
        ` for ${what}`,
      );
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

const SERVER_FAULT = text(
  'a fault in the portal or the proxy in front of it.',
  'Check that the portal works in a browser.',
);
const NOTHING_THERE =
  'nothing is there: the portal is suspended or removed, or docspace-url is not its address.';
/** What was answered before in this run. */
const REFUSED_SINCE = text(
  'it refuses what it answered before in this run: the key or its account was disabled meanwhile, or the portal is being restored, moved or encrypted.',
  'Check that the portal works in a browser, and the key under Developer Tools > API keys.',
);
const GONE_SINCE = text(
  'nothing is there any more: the portal was suspended or removed meanwhile.',
  SERVER_FAULT.advice,
);
const NOT_EXPECTED = 'an answer that this action does not expect.';
const UNEXPECTED = text(NOT_EXPECTED, CHECK_URL);
const LET_THROUGH =
  "Let the requests of the runner to /api/2.0/ through, or set docspace-url to the portal's own address.";
const HIDDEN_SINCE = text('it hides what was answered before in this run.', LET_THROUGH);
/** Whoever answered. */
const COMMON_TEXTS: Readonly<Partial<Record<number, Explanation>>> = {
  407: text('the proxy wants a name and password.', 'Put them into https_proxy.'),
  408: text('the request did not arrive in time.', CHECK_PORTAL_AND_PROXIES),
  425: text('the request came too early.', CHECK_PORTAL_AND_PROXIES),
  429: text('too many requests.', 'Lower concurrency, or run at another time.'),
};
/** Of the portal, or of nobody knows whom. */
const PORTAL_TEXTS: Readonly<Partial<Record<number, Explanation>>> = {
  400: text(
    'it refuses the request, since a parameter is out of range.',
    'Its version may be one that this action does not know; please report this.',
  ),
  401: text(
    'the API key is wrong, disabled or expired, or its account is disabled.',
    'Make a new one under Developer Tools > API keys and put it into the secret. DocSpace before 3.1 has no API keys.',
  ),
  402: text("the portal's plan has run out.", 'Renew it under Payments.'),
};
/** Of something in front of the portal. */
const OUTSIDE_TEXTS: Readonly<Partial<Record<number, Explanation>>> = {
  401: text('it wants a login of its own, as a reverse proxy or single sign-on does.', LET_THROUGH),
  403: text('it refuses the request, as a firewall does.', LET_THROUGH),
};

function explainStatus(
  failure: Failure & { kind: 'status' },
  call: ExplainedCall,
  portal: URL,
  hasSucceeded: boolean,
): Explanation {
  const { status, answeredBy, meaning, location } = failure;
  const isOutside = answeredBy === 'outside';
  if (status >= 300 && status < 400) return explainRedirect(location, call, portal);
  const since = hasSucceeded ? explainSince(failure) : null;
  if (since !== null) return since;
  if (meaning !== null) return perhaps(explainMeaning(meaning, call), answeredBy);
  if (status === 404) return text(NOTHING_THERE, checkUrl(portal));
  const own = isOutside ? OUTSIDE_TEXTS[status] : PORTAL_TEXTS[status];
  if (own !== undefined) return status === 401 ? perhaps(own, answeredBy) : own;
  if (status >= 500 && status < 600) return SERVER_FAULT;
  return COMMON_TEXTS[status] ?? (isOutside ? text(NOT_EXPECTED, LET_THROUGH) : UNEXPECTED);
}

/** What has happened since a call of the same kind was answered; null if the answer says it all. */
function explainSince({ status, answeredBy, meaning }: Failure & { kind: 'status' }): Explanation | null {
  if (meaning === 'scope' || meaning === 'unclear') return REFUSED_SINCE;
  if (status !== 404 || meaning !== null) return null;
  return answeredBy === 'outside' ? HIDDEN_SINCE : GONE_SINCE;
}

/** What a refusal of the portal means, unless the answer does not tell who gave it. */
function perhaps({ happened, advice }: Explanation, answeredBy: AnsweredBy): Explanation {
  if (answeredBy !== null) return text(happened, advice);
  return text(`${happened.slice(0, -1)}, or something in front of the portal refuses the request.`, advice);
}

function explainMeaning(meaning: Meaning, { scope }: ExplainedCall): Explanation {
  const checkKey = 'Check the key under Developer Tools > API keys, and its account.';
  switch (meaning) {
    case 'scope':
      return text(`${missingRight(scope)}.`, checkKey);
    case 'unclear':
      return text(
        `${missingRight(scope)}, or one of them was disabled, or the portal is being restored, moved or encrypted.`,
        checkKey,
      );
    case 'account':
      return text(
        'the account of the API key has no access to this.',
        'Check whose key it is: the key of a portal administrator can read all rooms.',
      );
    case 'fault':
      return text(
        'the account of the API key has no access to this, or it is a fault in the portal, which it reports with this status.',
        SERVER_FAULT.advice,
      );
    case 'address':
      return text(
        "the address of the runner is not in the portal's list of allowed IP addresses.",
        'Check that list in the security settings of the portal: it needs the address of the runner or its proxy.',
      );
    case 'suspended':
      return text('the portal is suspended.', 'Check that it works in a browser.');
  }
}

/** A portal that has moved is asked for the same path at its new address. A login page has a path of its own. */
function explainRedirect(location: string | null, { path }: ExplainedCall, portal: URL): Explanation {
  const target = location !== null && URL.canParse(location, portal.href) ? new URL(location, portal) : null;
  const isWeb = target?.protocol === 'https:' || target?.protocol === 'http:';
  const advice = 'Check docspace-url; redirects are not followed.';
  if (target === null || !isWeb) return text('it redirects, as to a login page.', advice);
  const isSamePath = decoded(target.pathname)
    .replace(/\/$/, '')
    .endsWith(`/api/2.0/${decoded(path)}`);
  if (target.origin === portal.origin) {
    return isSamePath
      ? text('it redirects to the same address in another form.', advice)
      : text('it redirects, as to a login page.', advice);
  }
  if (isSamePath) {
    return text(
      `the portal has moved to ${target.origin}.`,
      'The API key is not sent there; set docspace-url to the new address if you trust it.',
    );
  }
  return text(
    `it redirects to another page at ${target.origin}, as to a login.`,
    `Redirects are not followed. ${LET_THROUGH}`,
  );
}
