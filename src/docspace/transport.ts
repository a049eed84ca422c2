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
  | { readonly kind: 'network'; readonly code: string };

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
    const fail = (error: unknown) =>
      reject(new TransportError(timeout.aborted ? { kind: 'timeout' } : failureOf(error), error));
    const get = url.protocol === 'https:' ? https.get : http.get;
    const request = get(url, options);
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) {
          reject(new TransportError({ kind: 'too large' }));
          request.destroy();
        }
      });
      response.on('error', (error: NodeJS.ErrnoException) =>
        // The headers came, so this is no refusal and no wrong host: the body ended before it should.
        timeout.aborted ? fail(error) : reject(new TransportError({ kind: 'cut' }, error)),
      );
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
  });
}

function failureOf(error: unknown): TransportFailure {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  // A proxy that refuses its tunnel is an error with a text and no code (the package "tunnel").
  if (code === undefined || code === 'ECONNRESET') {
    const message = error instanceof Error ? error.message : '';
    if (message.startsWith('tunneling socket')) return { kind: 'network', code: 'PROXY' };
  }
  return { kind: 'network', code: code ?? 'unknown' };
}
