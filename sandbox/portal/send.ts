import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { empty, html, json, typical } from './answers.ts';
import { encodeAnswer, plainBody } from './encoding.ts';
import type { FaultKind, StatusFault } from './faults.ts';
import type { Answer, LoggedRequest } from './types.ts';

/** One request and the socket to answer it on. */
export interface Exchange {
  request: LoggedRequest;
  response: ServerResponse;
  /** Called before anything is written, since the client may send its next request right after. */
  leaving(answer: Answer): void;
}

/** Sends an answer, and writes into the request's log how it was answered. */
export function send(exchange: Exchange, answer: Answer): void {
  const { request, response } = exchange;
  if (answer.isCut) {
    cutOff(exchange, answer);
    return;
  }
  const { status } = answer;
  const accepts = request.headers['accept-encoding'] as string | undefined;
  const encoded = encodeAnswer(answer, accepts);
  const { bytes } = encoded;
  request.status = status;
  request.bytesSent = bytes.length;
  request.bytesDecoded = encoded.decodedBytes;
  exchange.leaving(answer);
  response.writeHead(status, { 'Content-Length': bytes.length, ...answer.headers, ...encoded.headers });
  response.end(bytes);
}

function statusAnswer(fault: StatusFault): Answer {
  const answer = typical(fault.status, fault.body);
  const usual: Record<string, string> =
    fault.status === 429 && fault.headers === undefined ? { 'Retry-After': '1' } : {};
  const location: Record<string, string> = fault.location === undefined ? {} : { Location: fault.location };
  return { ...answer, headers: { ...answer.headers, ...usual, ...location, ...fault.headers } };
}

/** The answer that the fault sends instead of the portal's own; undefined if it only damages that one. */
function replacement(fault: FaultKind): Answer | undefined {
  const plain = { 'Content-Type': 'application/json; charset=utf-8' };
  if (fault === 'html200') return html(200, 'Sign in');
  if (fault === 'empty200') return empty(200);
  if (fault === 'notJson') return { status: 200, headers: plain, body: 'this is not JSON' };
  if (typeof fault === 'string') return undefined;
  if ('status' in fault) return statusAnswer(fault);
  if ('json' in fault) {
    const answer = json(200, fault.json);
    return { ...answer, headers: { ...answer.headers, ...fault.headers } };
  }
  if ('bytes' in fault) return { status: 200, headers: { ...plain, ...fault.headers }, body: fault.bytes };
  return undefined;
}

async function trickle({ request, response }: Exchange, answer: Answer, everyMs: number, chunkBytes: number) {
  const bytes = plainBody(answer);
  request.status = answer.status;
  response.writeHead(answer.status, { 'Content-Length': bytes.length, ...answer.headers });
  for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    response.write(chunk);
    request.bytesSent += chunk.length;
    await sleep(everyMs);
  }
  response.end();
}

function cutOff({ request, response }: Exchange, answer: Answer): void {
  const bytes = plainBody(answer);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  request.status = answer.status;
  request.bytesSent = half.length;
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length + 1 });
  response.write(half, () => response.destroy());
}

/**
 * Answers with a fault. `good` makes the answer that the portal would have given; only faults that damage it on its
 * way, or come after the portal's work, call it.
 */
export async function sendFault(exchange: Exchange, fault: FaultKind, good: () => Answer): Promise<void> {
  const instead = replacement(fault);
  if (instead !== undefined) return send(exchange, instead);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    exchange.response.destroy();
    return;
  }
  const answer = good();
  if (fault === 'hangAfter') return;
  if (fault === 'resetAfter') {
    exchange.response.destroy();
    return;
  }
  if (fault === 'cut') return cutOff(exchange, answer);
  if (typeof fault === 'object' && 'operation' in fault) return send(exchange, answer);
  if (fault === 'truncatedJson') {
    const bytes = plainBody(answer);
    const body = bytes.subarray(0, Math.floor(bytes.length / 2));
    return send(exchange, { status: answer.status, headers: answer.headers, body });
  }
  if (typeof fault === 'object' && 'slowBody' in fault) {
    await trickle(exchange, answer, fault.slowBody, fault.chunkBytes ?? 64);
  }
}
