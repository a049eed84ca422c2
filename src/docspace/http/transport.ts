import http from 'node:http';
import https from 'node:https';
import type { Agents } from './agents.ts';

/** What came back over the wire, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Why no whole answer came back. */
export type TransportFailure =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'too large' }
  | { readonly kind: 'network'; readonly code: string }
  /** The proxy opened no tunnel: the status of its answer, or the code of why there was none. */
  | { readonly kind: 'proxy'; readonly why: number | string };

/** No whole answer came back; `failure` says why, the cause is kept. */
export class TransportError extends Error {
  override name = 'TransportError';
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, cause?: unknown) {
    super(failure.kind === 'network' ? `network: ${failure.code}` : failure.kind, { cause });
    this.failure = failure;
  }
}

/** A page of 100 rooms has some 250 KB; nothing this project asks for comes near this. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface SendOptions {
  readonly headers: http.OutgoingHttpHeaders;
  readonly agents: Agents;
  /** For everything: connecting, the headers, the last byte of the body. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Sends one GET and reads the whole answer. Follows no redirect: the API key must not travel to another host.
 *
 * @throws TransportError
 */
export function send(url: URL, { headers, agents, timeoutMs, signal }: SendOptions): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([timeout, signal]);
  return agents.use(ended, (agent) => exchange(url, { headers, agent, signal: ended }, timeout));
}

function exchange(url: URL, options: http.RequestOptions, timeout: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (failure: TransportFailure, cause?: unknown) =>
      reject(new TransportError(timeout.aborted ? { kind: 'timeout' } : failure, cause));
    const get = url.protocol === 'https:' ? https.get : http.get;
    const request = get(url, options);
    let hasHeaders = false;
    // With the headers there, it is no refusal and no wrong host: the body ended before it should.
    request.on('error', (error) => fail(hasHeaders ? { kind: 'cut' } : failureOf(error), error));
    request.on('response', (response) => {
      hasHeaders = true;
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) {
          fail({ kind: 'too large' });
          request.destroy();
        }
      });
      response.on('error', (error) => fail({ kind: 'cut' }, error));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      response.on('close', () => fail({ kind: 'cut' }));
    });
    // Nobody asked for another protocol (101). Without this, Node.js closes the connection and says nothing.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    // Whatever else ends a request must end the waiting for it.
    request.on('close', () => {
      if (!hasHeaders) fail({ kind: 'network', code: 'ECONNRESET' });
    });
  });
}

function failureOf(error: NodeJS.ErrnoException): TransportFailure {
  const { code = 'unknown', message } = error;
  return isOfTunnel(message) ? { kind: 'proxy', why: reasonOf(message) } : { kind: 'network', code };
}

/** The package "tunnel" tells in words what became of the request to the proxy; its code is always the same. */
function isOfTunnel(message: string): boolean {
  return message.startsWith('tunneling socket') || message === 'got illegal response body from proxy';
}

function reasonOf(message: string): number | string {
  const status = /statusCode=(\d+)/.exec(message)?.[1];
  if (status !== undefined) return Number(status);
  const code = /\bE[A-Z_]{3,}\b/.exec(message)?.[0];
  if (code !== undefined) return code;
  return /hang up|disconnected|illegal response/.test(message) ? 'ECONNRESET' : 'unknown';
}
