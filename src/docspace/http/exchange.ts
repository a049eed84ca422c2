import { type Answer, send, TransportError } from '../../http/transport.ts';
import { createAgents, type Environment } from '../../http/tunnel.ts';
import { scrubber } from '../../shared/secret.ts';
import { parseCleanJson } from './clean-json.ts';
import { type Failure, readAnswer } from './failure.ts';

/** A request that brought no JSON with status 200. */
export interface FailedAttempt {
  readonly failure: Failure;
  readonly cause?: unknown;
}
type Attempt = ({ readonly json: unknown } | FailedAttempt) & {
  /** The time of the portal at its answer; null if it is not known. */
  readonly portalTime?: Date | null;
};

export interface ExchangeOptions {
  /** Address of the portal, without a slash at its end. */
  readonly url: URL;
  readonly apiKey: string;
  /** For each request, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Ends all requests. */
  readonly signal: AbortSignal;
  /** Names the proxy. */
  readonly env: Environment;
}

/** A call to a portal. */
interface Call {
  /** Below `/api/2.0/`. */
  readonly path: string;
  readonly query?: URLSearchParams;
}

/**
 * Returns a function that sends calls to a portal, each of them once, with JSON as a body if there is one.
 *
 * @param method of all requests of this function
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function createExchange(
  options: ExchangeOptions,
  method: 'GET' | 'PUT' = 'GET',
): (call: Call, body?: string) => Promise<Attempt> {
  const { url, apiKey, timeoutMs, signal, env } = options;
  const scrub = scrubber(apiKey);
  const agents = createAgents(url, env);
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip, br',
    authorization: `Bearer ${apiKey}`,
  };
  return async (call, body) => {
    let answer: Answer;
    try {
      answer = await send(addressOf(url, call), {
        method,
        agents,
        timeoutMs,
        signal,
        headers: { ...headers, ...contentHeaders(body) },
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { failure: error.failure, cause: error };
    }
    // A redirect may name a host that is made of the key.
    const location = answer.headers.location && scrub(answer.headers.location);
    const clean = { ...answer, headers: { ...answer.headers, location } };
    const read = readAnswer(clean, (text) => parseCleanJson(text, scrub));
    const isOfPortal =
      'json' in read || ('answeredBy' in read.failure && read.failure.answeredBy === 'portal');
    return { ...read, portalTime: isOfPortal ? dateOf(answer) : null };
  };
}

/** When an answer was made. An answer with an `Age` comes from a cache (RFC 9111, 5.1). */
function dateOf({ headers }: Answer): Date | null {
  const date = new Date(headers.date ?? '');
  return headers.age !== undefined || Number.isNaN(date.getTime()) ? null : date;
}

function contentHeaders(body: string | undefined): Readonly<Record<string, string>> {
  if (body === undefined) return {};
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
}

function addressOf(portal: URL, { path, query }: Call): URL {
  const address = new URL(`${portal.href.replace(/\/$/, '')}/api/2.0/${path}`);
  address.search = query?.toString() ?? '';
  return address;
}
