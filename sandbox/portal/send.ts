import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { empty, html, json, typical } from './answers.ts';
import type { FaultKind, StatusFault } from './faults.ts';
import type { Answer, LoggedRequest } from './types.ts';

/** One request and the socket to answer it on. */
export interface Exchange {
  request: LoggedRequest;
  response: ServerResponse;
  /** Called before anything is written: the client may be back before a call after it were made. */
  leaving(answer: Answer): void;
}

/** Sends an answer as it is, and writes into the request's log how it was answered. */
export function send(exchange: Exchange, answer: Answer): void {
  const { request, response } = exchange;
  const { status, headers, body } = answer;
  const bytes = Buffer.from(body);
  request.status = status;
  request.bytesSent = bytes.length;
  exchange.leaving(answer);
  response.writeHead(status, { 'Content-Length': bytes.length, ...headers });
  response.end(bytes);
}

function statusAnswer(fault: StatusFault): Answer {
  const answer = typical(fault.status, fault.body);
  const usual: Record<string, string> =
    fault.status === 429 && fault.headers === undefined ? { 'Retry-After': '1' } : {};
  const location: Record<string, string> = fault.location === undefined ? {} : { Location: fault.location };
  return { ...answer, headers: { ...answer.headers, ...usual, ...location, ...fault.headers } };
}

/** What to send instead of the portal's own answer, where the fault replaces it whole. */
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
  const bytes = Buffer.from(answer.body);
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
  const bytes = Buffer.from(answer.body);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  request.status = answer.status;
  request.bytesSent = half.length;
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length + 1 });
  response.write(half, () => response.destroy());
}

/**
 * Answers with a fault. `good` makes the answer that the portal would have given; it is asked only by faults
 * that damage it on its way.
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
  if (fault === 'cut') return cutOff(exchange, answer);
  if (fault === 'truncatedJson') {
    const bytes = Buffer.from(answer.body);
    return send(exchange, { ...answer, body: bytes.subarray(0, Math.floor(bytes.length / 2)) });
  }
  if (typeof fault === 'object' && 'slowBody' in fault) {
    await trickle(exchange, answer, fault.slowBody, fault.chunkBytes ?? 64);
  }
}
