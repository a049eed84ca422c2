import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf, refuseKey, refuseScope } from './access.ts';
import { html, refuse } from './answers.ts';
import { type Desk, pageOf } from './calls.ts';
import type { FaultPlan } from './faults.ts';
import type { RateLimiter } from './limiter.ts';
import type { RequestHook } from './options.ts';
import { findRoute, isListing } from './routes.ts';
import { type Exchange, send, sendFault } from './send.ts';
import type { Answer, ApiKey, LoggedRequest } from './types.ts';

const API = '/api/2.0';

/** All that a portal answers with. */
export interface Office {
  desk: Desk;
  keys: ReadonlyMap<string, ApiKey>;
  limiter: RateLimiter;
  faults: FaultPlan;
  requests: LoggedRequest[];
  hooks: RequestHook[];
  ticks: () => number;
  latencyMs: number;
  basePath: string;
}

/** The path after `/api/2.0`, or undefined where it is not an address of the API. */
function apiPath(path: string, basePath: string): string | undefined {
  return path.startsWith(`${basePath}${API}/`) ? path.slice(basePath.length + API.length) : undefined;
}

/** What there is to know of a request when it arrives. */
export function logRequest(
  office: Office,
  arrived: Pick<LoggedRequest, 'method' | 'headers' | 'body'> & { url: string },
): LoggedRequest {
  const { method, headers, body, url } = arrived;
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark));
  const page = isListing(apiPath(path, office.basePath) ?? '') ? pageOf(query) : undefined;
  const request = { method, path, query, headers, body, at: office.ticks(), page, status: 0, bytesSent: 0 };
  office.requests.push(request);
  return request;
}

/** The portal's own answer: route, method, key, scope, then the call itself. */
function answerTo(office: Office, request: LoggedRequest, key: ApiKey | undefined): Answer {
  const path = apiPath(request.path, office.basePath);
  // Whatever is not the API is the web client, which shows a login page.
  if (path === undefined) return html(200, 'Sign in');
  const found = findRoute(path);
  if (found === undefined) return refuse(404);
  const { route, id } = found;
  if (request.method !== route.method) {
    const refusal = refuse(405);
    return { ...refusal, headers: { ...refusal.headers, Allow: route.method } };
  }
  const refusedKey = refuseKey(key);
  if (key === undefined || refusedKey !== undefined) return refusedKey ?? refuse(401);
  const { query, body } = request;
  return refuseScope(key, route.scopes) ?? route.answer(office.desk, { key, query, id, body });
}

/** Answers one request that {@link logRequest} has logged: hooks, then a fault, the rate limit, the portal. */
export async function answerRequest(
  office: Office,
  request: LoggedRequest,
  response: ServerResponse,
): Promise<void> {
  const { limiter, latencyMs } = office;
  const key = keyOf(office.keys, request.headers['authorization'] as string | undefined);
  const account = key?.account.id ?? '';
  limiter.watch(account, request);
  const nth = office.requests.length;
  for (const hook of office.hooks) hook(request, nth);
  let admitted = false;
  const release = (): void => {
    if (admitted) limiter.release(account, request.method);
    admitted = false;
  };
  const leaving = ({ headers }: Answer): void => {
    release();
    const name = Object.keys(headers).find((header) => header.toLowerCase() === 'retry-after');
    if (name !== undefined) limiter.told(account, headers[name] ?? '', office.ticks());
  };
  const exchange: Exchange = { request, response, leaving };
  const fault = office.faults.take(request);
  if (fault !== undefined) {
    if (latencyMs > 0) await sleep(latencyMs);
    return sendFault(exchange, fault, () => answerTo(office, request, key));
  }
  // Whose request it is, is known by the key: without a good one there is nothing to count.
  if (key !== undefined) {
    const tooMany = limiter.admit(account, request.method, request.at);
    if (tooMany !== undefined) {
      const refusal = refuse(429);
      return send(exchange, { ...refusal, headers: { ...refusal.headers, ...tooMany } });
    }
    admitted = true;
    response.once('close', release);
  }
  if (latencyMs > 0) await sleep(latencyMs);
  send(exchange, answerTo(office, request, key));
}
