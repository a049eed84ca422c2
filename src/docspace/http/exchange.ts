import { type Answer, send, TransportError } from '../../http/transport.ts';
import { createAgents, type Environment } from '../../http/tunnel.ts';
import { scrubber } from '../../shared/secret.ts';
import type { Failure } from './failure.ts';
import { meaningOf, whoAnswered } from './who-answered.ts';

/** A request that brought no JSON with status 200. */
export interface FailedAttempt {
  readonly failure: Failure;
  readonly cause?: unknown;
}
/** One request, and what came of it. */
type Attempt = ({ readonly json: unknown } | FailedAttempt) & {
  /** The time of the portal at its answer; null if it is not known. */
  readonly portalTime: Date | null;
};

export interface ExchangeOptions {
  /** Address of the portal, without a slash at its end. */
  readonly url: URL;
  readonly apiKey: string;
  /** For each request, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Ends all requests, those that wait as well. */
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
    authorization: `Bearer ${apiKey}`,
  };
  return async (call, body) => {
    try {
      const answer = await send(addressOf(url, call), {
        method,
        agents,
        timeoutMs,
        signal,
        headers: { ...headers, ...contentHeaders(body) },
        ...(body === undefined ? {} : { body }),
      });
      return readAnswer(answer, scrub);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { failure: error.failure, cause: error, portalTime: null };
    }
  };
}

/**
 * Reads an answer: its JSON, or why it is none.
 *
 * @param scrub strikes the API key out of a text
 */
export function readAnswer(answer: Answer, scrub: (text: string) => string): Attempt {
  const { status, headers } = answer;
  const text = answer.body.toString('utf8').trim();
  if (status !== 200) {
    const answeredBy = whoAnswered(answer, text);
    const failure: Failure = {
      kind: 'status',
      status,
      retryAfter: headers['retry-after'] ?? null,
      // A redirect may name a host that is made of the key.
      location: headers.location === undefined ? null : scrub(headers.location),
      answeredBy,
      meaning: answeredBy === 'outside' ? null : meaningOf(status, text),
    };
    return { failure, portalTime: answeredBy === 'portal' ? timeOf(answer) : null };
  }
  try {
    return { json: parseClean(text, scrub), portalTime: timeOf(answer) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    // The parser's own message quotes the body, and with it titles: it is not kept.
    return { failure: { kind: kindOf(text) }, portalTime: null };
  }
}

function kindOf(noJson: string): 'empty' | 'html' | 'not JSON' {
  if (noJson === '') return 'empty';
  return noJson.startsWith('<') ? 'html' : 'not JSON';
}

/** An escape in a string of JSON that stands for a character. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["\\/]))/g;

/**
 * Parses JSON of the portal. Its strings are made safe once, here: they do not hold the API key, and are well-formed
 * (lone surrogates become U+FFFD). Names of members stay as they are. The strings are looked at one by one only if the
 * text as a whole holds such a string, so that an ordinary answer costs no more than a search.
 *
 * @throws SyntaxError if it is no JSON; RangeError if a text with such strings is nested too deeply
 */
function parseClean(text: string, scrub: (text: string) => string): unknown {
  const plain = text.includes('\\') ? text.replace(ESCAPE, characterOf) : text;
  if (plain.isWellFormed() && scrub(plain) === plain) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? scrub(value.toWellFormed()) : value,
  );
}

function characterOf(_: string, hex: string | undefined, character: string): string {
  return hex === undefined ? character : String.fromCharCode(Number.parseInt(hex, 16));
}

/** The time when an answer came: caches add how old it is (RFC 9111, 5.1); an `Age` that is no number is ignored. */
function timeOf({ headers }: Answer): Date | null {
  const ageS = Number(/^\d+/.exec(headers.age ?? '')?.[0] ?? 0);
  const time = new Date(Date.parse(headers.date ?? '') + ageS * 1000);
  return Number.isNaN(time.getTime()) ? null : time;
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
