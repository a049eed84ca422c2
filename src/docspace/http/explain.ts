import type { PortalCall } from '../calls.ts';
import { type Failure, type ForbiddenReason, isTransientAtProxy } from './failure.ts';

/** A failure in words: a sentence for each member. Holds no text of the portal but the host of a redirect. */
export interface Explanation {
  readonly happened: string;
  readonly advice: string;
}

const CHECK_URL = 'Check docspace-url.';
const CHECK_PROXIES = 'Check the portal and the proxies on the way.';
const CHECK_URL_AND_PROXIES = 'Check docspace-url and the proxies on the way.';
const CHECK_KEY = 'Check the key under Developer Tools > API keys.';

/** What to do if the portal may have died of our requests. Replaces the advice of {@link explain}. */
export const CRASH_ADVICE =
  'No request of this kind has succeeded in this run, so the portal may have failed on the request itself. Check that the portal works in a browser, and please report this with the version of the portal. Do not run the action again before the cause is known.';

/**
 * Explains a failure to the person who reads the log.
 *
 * @param portal its address
 */
export function explain(
  failure: Failure,
  call: Pick<PortalCall, 'what' | 'scope'>,
  portal: URL,
  timeoutMs: number,
): Explanation {
  const { what } = call;
  const { host } = portal;
  switch (failure.kind) {
    case 'status': {
      const { happened, advice } = explainStatus(failure, call, portal);
      return { happened: `${failure.status} from the portal for ${what}: ${happened}`, advice };
    }
    case 'timeout':
      return {
        happened: `No whole answer from ${host} within ${timeoutMs / 1000} s for ${what}.`,
        advice: 'Check that the portal is up, or raise request-timeout.',
      };
    case 'cut':
      return {
        happened: `The connection to ${host} broke in the middle of the answer for ${what}.`,
        advice: CHECK_PROXIES,
      };
    case 'too large':
      return {
        happened: `The answer for ${what} is larger than any DocSpace portal sends.`,
        advice: CHECK_URL,
      };
    case 'not decodable':
      return {
        happened: `The compressed answer for ${what} is damaged.`,
        advice: CHECK_PROXIES,
      };
    case 'unknown encoding':
      return {
        happened: `The answer for ${what} is compressed in a way that this action did not ask for.`,
        advice: CHECK_PROXIES,
      };
    case 'html':
      return {
        happened: `A web page instead of data for ${what}: ${host} is not the address of a DocSpace portal, or a login page is in front of it.`,
        advice: CHECK_URL,
      };
    case 'empty':
      return {
        happened: `An empty answer with status 200 for ${what}.`,
        advice: CHECK_URL_AND_PROXIES,
      };
    case 'not JSON':
      return {
        happened: `The answer for ${what} is no JSON, or is cut in the middle.`,
        advice: CHECK_URL_AND_PROXIES,
      };
    case 'network':
      return explainNetwork(failure.code, what, portal);
    case 'proxy': {
      const { happened, advice } = explainProxy(failure.why, portal);
      return { happened: `No connection to ${host} for ${what}: ${happened}`, advice };
    }
  }
}

const STATUS_TEXTS: Readonly<Partial<Record<number, Explanation>>> = {
  400: {
    happened: 'it refuses the request, since a parameter is out of range.',
    advice: 'Its version may be one that this action does not know; please report this.',
  },
  401: {
    happened: 'the API key is wrong, disabled or expired.',
    advice: 'Make a new one under Developer Tools > API keys and put it into the secret.',
  },
  402: {
    happened: "the portal's plan has run out.",
    advice: 'Renew it under Payments.',
  },
  404: {
    happened: 'nothing is there: the portal is suspended or removed, or docspace-url is not its address.',
    advice: CHECK_URL,
  },
  407: {
    happened: 'the proxy wants a name and password.',
    advice: 'Put them into https_proxy.',
  },
  429: {
    happened: 'too many requests.',
    advice: 'Lower concurrency, or run at another time.',
  },
};
const SERVER_FAULT: Explanation = {
  happened: 'a fault in the portal or the proxy in front of it.',
  advice: 'Check that the portal works in a browser.',
};
const UNEXPECTED: Explanation = {
  happened: 'an answer that this action does not expect.',
  advice: CHECK_URL,
};

function explainStatus(
  failure: Failure & { kind: 'status' },
  { scope }: Pick<PortalCall, 'scope'>,
  portal: URL,
): Explanation {
  const { status, forbidden, location } = failure;
  if (status >= 300 && status < 400) return explainRedirect(location, portal);
  if (forbidden !== null) return explainForbidden(forbidden, scope);
  return STATUS_TEXTS[status] ?? (status >= 500 ? SERVER_FAULT : UNEXPECTED);
}

function explainForbidden(reason: ForbiddenReason, scope: string): Explanation {
  switch (reason) {
    case 'scope':
      return {
        happened: `the API key lacks the scope "${scope}", its account lacks the role, or the runner's address is not in the portal's allowed IP list.`,
        advice: CHECK_KEY,
      };
    case 'account':
      return {
        happened: 'the account of the API key has no access to this.',
        advice: 'Check whose key it is: the key of a portal administrator can read all rooms.',
      };
    case 'fault':
      return {
        happened: 'a fault in the portal, which it reports with this status.',
        advice: SERVER_FAULT.advice,
      };
    case 'outside':
      return {
        happened: 'something in front of the portal, such as a firewall, refuses the request.',
        advice: "Check that it lets the runner's address through.",
      };
  }
}

function explainRedirect(location: string | null, portal: URL): Explanation {
  if (location !== null && URL.canParse(location, portal.href)) {
    const target = new URL(location, portal);
    const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
    if (isWeb && (target.host !== portal.host || target.protocol !== portal.protocol)) {
      return {
        happened: `it has moved to ${target.protocol}//${target.host}.`,
        advice: 'The API key is not sent there; set docspace-url to the new address if you trust it.',
      };
    }
  }
  return {
    happened: 'it redirects, as to a login page.',
    advice: 'Check docspace-url; redirects are not followed.',
  };
}

/** @param why the status of the proxy's answer, or the code of why there was none */
function explainProxy(why: number | string, portal: URL): Explanation {
  const variable = portal.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  if (typeof why === 'string') {
    return {
      happened: `the proxy cannot be reached, or breaks the connection (${why}).`,
      advice: `Check ${variable}, and that the proxy is up.`,
    };
  }
  if (why === 407) {
    return {
      happened: `the proxy wants a name and password (${why}).`,
      advice: `Put them into ${variable}.`,
    };
  }
  return isTransientAtProxy(why)
    ? {
        happened: `the proxy is in trouble, or does not reach it (${why}).`,
        advice: 'Check the proxy, and that the portal is up.',
      }
    : {
        happened: `the proxy does not let it through (${why}).`,
        advice: `Check ${variable} and no_proxy.`,
      };
}

function explainNetwork(code: string, what: string, portal: URL): Explanation {
  if (code.startsWith('HPE_')) {
    return {
      happened: `The server at ${portal.host} does not speak HTTP as it should (${code}), for ${what}.`,
      advice: CHECK_URL_AND_PROXIES,
    };
  }
  const [happened, advice] = explainCode(code, portal);
  return { happened: `No connection to ${portal.host} for ${what}: ${happened} (${code}).`, advice };
}

function explainCode(code: string, portal: URL): readonly [happened: string, advice: string] {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['its name cannot be resolved', 'Check docspace-url, and the DNS of the runner.'];
    case 'ECONNREFUSED': {
      const port = portal.port || (portal.protocol === 'https:' ? '443' : '80');
      return [`it refuses connections on port ${port}`, 'Check docspace-url, and that the portal is up.'];
    }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return ['it cannot be reached from this runner', 'Check the network, a firewall, or https_proxy.'];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return ['the connection was closed without an answer', CHECK_PROXIES];
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return ['it does not speak TLS on this port', 'Check the port and https:// in docspace-url.'];
    case 'CERT_HAS_EXPIRED':
      return ['its TLS certificate has expired', 'Renew it.'];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return ['its TLS certificate is for another name', CHECK_URL];
    default:
      return /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)
        ? [
            'its TLS certificate cannot be verified',
            'For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.',
          ]
        : ['the network failed', 'Check docspace-url and the network of the runner.'];
  }
}
