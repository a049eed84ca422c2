import http from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Agents, tunnelFailure } from './tunnel.ts';

/** An answer with any status, its body decompressed: bytes of UTF-8. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why no whole answer came back. */
export type TransportFailure =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'too large' }
  /** The compressed body is damaged. */
  | { readonly kind: 'not decodable' }
  /** A Content-Encoding that was not asked for. */
  | { readonly kind: 'unknown encoding' }
  | { readonly kind: 'network'; readonly code: string }
  /** The proxy opened no tunnel: the status of its answer, or the code of why there was none. */
  | { readonly kind: 'proxy'; readonly why: number | string };

/** No whole answer came back; `failure` says why, the cause is kept. */
export class TransportError extends Error {
  override name = 'TransportError';
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, cause?: unknown) {
    super(describe(failure), { cause });
    this.failure = failure;
  }
}

function describe(failure: TransportFailure): string {
  if (failure.kind === 'network') return `network: ${failure.code}`;
  return failure.kind === 'proxy' ? `proxy: ${failure.why}` : failure.kind;
}

/** Of all requests to both servers. */
const USER_AGENT = 'abandoned-rooms';
/** After decompression. A page of 100 rooms has 200 to 360 KB; no answer comes near this. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const EMPTY = Buffer.alloc(0);
/** The code of a connection that was closed before it was secure: nothing was sent. */
export const HANDSHAKE_CLOSED = 'HANDSHAKE_CLOSED';
/** Codes of a connection that was closed. */
const CLOSED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

export interface SendOptions {
  /** GET if it is left out. */
  readonly method?: string | undefined;
  readonly body?: string | undefined;
  readonly headers: http.OutgoingHttpHeaders;
  readonly agents: Agents;
  /** For the whole exchange: from connecting to the last byte of the body. */
  readonly timeoutMs: number;
  /** Ends the request at any time. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request and reads the whole answer. Follows no redirect: the API key must not travel to another host.
 *
 * @throws TransportError
 */
export async function send(url: URL, options: SendOptions): Promise<Answer> {
  const { method = 'GET', body, agents } = options;
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  const headers = { ...options.headers, 'accept-encoding': 'gzip, br', 'user-agent': USER_AGENT };
  return agents.use(signal, (agent) => exchange(url, { method, headers, agent, signal }, body, timeout));
}

function exchange(
  url: URL,
  options: http.RequestOptions,
  body: string | undefined,
  timeout: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (failure: TransportFailure, cause?: unknown) =>
      reject(new TransportError(timeout.aborted ? { kind: 'timeout' } : failure, cause));
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    let hasHeaders = false;
    let isSecure = url.protocol === 'http:';
    request.on('socket', (socket) => {
      if (request.reusedSocket) isSecure = true;
      else {
        socket.once('secureConnect', () => {
          isSecure = true;
        });
      }
    });
    // After the headers, it is neither a refusal nor a wrong host: the body ended before it should.
    request.on('error', (error) => fail(hasHeaders ? { kind: 'cut' } : failureOf(error, isSecure), error));
    request.on('response', (response) => {
      hasHeaders = true;
      const { statusCode: status = 0, headers } = response;
      readBody(response).then(
        (body) => resolve({ status, headers, body }),
        (error) => {
          request.destroy();
          const failure = error instanceof TransportError ? error.failure : ({ kind: 'cut' } as const);
          fail(failure, error);
        },
      );
    });
    // Nobody asked for another protocol (101). Without this, Node.js closes the connection and reports nothing.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: EMPTY });
    });
    // However a request ends, the wait for it must end as well.
    request.on('close', () => {
      if (!hasHeaders) fail({ kind: 'network', code: isSecure ? 'ECONNRESET' : HANDSHAKE_CLOSED });
    });
    request.end(body);
  });
}

/** @param isSecure whether the request may have been sent */
function failureOf(error: NodeJS.ErrnoException, isSecure: boolean): TransportFailure {
  const why = tunnelFailure(error);
  if (why !== null) return { kind: 'proxy', why };
  const code = codeOf(error);
  return { kind: 'network', code: !isSecure && CLOSED.has(code) ? HANDSHAKE_CLOSED : code };
}

/** A failed handshake has the code EPROTO if it is noticed while writing. What OpenSSL says is in the message then. */
function codeOf({ code, name, message }: NodeJS.ErrnoException): string {
  const reason = code === 'EPROTO' ? /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] : undefined;
  if (reason !== undefined) return `ERR_SSL_${reason.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  // The code of a DOMException is a number.
  return typeof code === 'string' ? code : name;
}

/**
 * Reads a body, decompressed. The body of a failure counts less than its status, so one that cannot be decompressed
 * counts as empty.
 *
 * @throws TransportError, or the error of the connection
 */
async function readBody(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new TransportError({ kind: 'too large' });
  }
  try {
    return decompress(Buffer.concat(chunks), response.headers['content-encoding'] ?? '');
  } catch (error) {
    const failure = decoderFailure(error);
    if (failure.kind !== 'too large' && response.statusCode !== 200) return EMPTY;
    throw new TransportError(failure, error);
  }
}

/** One call for the whole body: a stream for each answer would take much more memory. A zip bomb ends at the limit. */
function decompress(body: Buffer, encoding: string): Buffer {
  const options = { maxOutputLength: MAX_BODY_BYTES };
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, options);
    case 'br':
      return brotliDecompressSync(body, options);
    default:
      throw new TransportError({ kind: 'unknown encoding' });
  }
}

function decoderFailure(error: unknown): TransportFailure {
  if (error instanceof TransportError) return error.failure;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ERR_BUFFER_TOO_LARGE':
      return { kind: 'too large' };
    // "Unexpected end of file": the compressed body ends too early.
    case 'Z_BUF_ERROR':
      return { kind: 'cut' };
    default:
      return { kind: 'not decodable' };
  }
}
