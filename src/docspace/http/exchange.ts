import { type Answer, send, TransportError } from '../../http/transport.ts';
import { createAgents, type Environment } from '../../http/tunnel.ts';
import { scrubber } from '../../shared/secret.ts';
import { parseCleanJson } from './clean-json.ts';
import { type Failure, readAnswer } from './failure.ts';
import { parseListJson, type ReadEntry } from './list-json.ts';

/** A request that brought no JSON with status 200. */
export interface FailedAttempt {
  readonly failure: Failure;
  readonly cause?: unknown;
}
type Attempt = { readonly json: unknown } | FailedAttempt;

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

const USER_AGENT = 'abandoned-rooms-action';

/** A call to a portal. */
interface Call {
  /** Below `/api/2.0/`. */
  readonly path: string;
  readonly query?: URLSearchParams;
}

interface SendingOptions {
  /** JSON to send. */
  readonly body?: string;
  /** Called with each entry of a list of rooms, if there is one. Its result takes the entry's place. */
  readonly readEntry?: ReadEntry | undefined;
}

/**
 * Returns a function that sends calls to a portal, each of them once.
 *
 * @param method of all requests of this function
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function createExchange(
  options: ExchangeOptions,
  method: 'GET' | 'PUT' = 'GET',
): (call: Call, sending?: SendingOptions) => Promise<Attempt> {
  const { url, apiKey, timeoutMs, signal, env } = options;
  const scrub = scrubber(apiKey);
  const agents = createAgents(url, USER_AGENT, env);
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    'user-agent': USER_AGENT,
  };
  const parse = (text: string) => parseCleanJson(text, scrub);
  return async (call, { body, readEntry } = {}) => {
    const content = body === undefined ? {} : contentHeaders(body);
    const request = {
      method,
      agents,
      timeoutMs,
      signal,
      headers: { ...headers, ...content, 'accept-encoding': isPage(call) ? 'gzip, br' : 'identity' },
      ...(body === undefined ? {} : { body }),
    };
    let answer: Answer;
    try {
      answer = await send(addressOf(url, call), request);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { failure: error.failure, cause: error };
    }
    try {
      return readAnswer(answer, (bytes) => {
        const list = readEntry === undefined ? null : parseListJson(bytes, parse, readEntry);
        return list ?? parse(bytes.toString('utf8').trim());
      });
    } finally {
      free(answer.body);
    }
  };
}

/** Gives memory back at once. Otherwise it waits for the garbage collection, while other pages come in. */
function free({ buffer }: Buffer): void {
  // Short bodies lie in a pool that they share with other data.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

/** Whether the answer is long: one entry is not worth a decompression, which leaves objects behind until V8 collects all garbage. */
function isPage({ query }: Call): boolean {
  return Number(query?.get('count') ?? 1) > 1;
}

function contentHeaders(body: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
}

function addressOf(portal: URL, { path, query }: Call): URL {
  const address = new URL(`${portal.href.replace(/\/$/, '')}/api/2.0/${path}`);
  address.search = query?.toString() ?? '';
  return address;
}
