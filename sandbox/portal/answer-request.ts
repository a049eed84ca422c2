import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf, refuseKey } from './access.ts';
import { empty, html, typical } from './answers.ts';
import { type PortalData, pageOf } from './call.ts';
import type { FaultKind, FaultPlan } from './faults.ts';
import type { RateLimiter } from './limiter.ts';
import { findRooms } from './list-rooms.ts';
import type { Load } from './load.ts';
import type { OperationOutcome } from './operations.ts';
import type { RequestHook } from './options.ts';
import { findRoute, isListing, whyUndocumented } from './routes.ts';
import { type Exchange, send, sendFault } from './send.ts';
import type { Answer, ApiKey, LoggedRequest } from './types.ts';
import type { VersionFacts } from './versions.ts';

const API = '/api/2.0';

/** Everything that a running portal answers with. */
export interface PortalState {
  data: PortalData;
  keys: ReadonlyMap<string, ApiKey>;
  limiter: RateLimiter;
  load: Load;
  faults: FaultPlan;
  requests: LoggedRequest[];
  /** One line for each request that is no documented call. */
  undocumented: string[];
  hooks: RequestHook[];
  ticks: () => number;
  latencyMs: number;
  isStrict: boolean;
  hasWebClient: boolean;
  /** The portal's address without `basePath`. */
  origin: string;
  basePath: string;
}

/** The path after `/api/2.0`, or undefined if it is not an address of the API. */
function apiPath(path: string, basePath: string): string | undefined {
  return path.startsWith(`${basePath}${API}/`) ? path.slice(basePath.length + API.length) : undefined;
}

/** Logs a request as it arrives. */
export function logRequest(
  state: PortalState,
  arrived: Pick<LoggedRequest, 'method' | 'headers' | 'body'> & { url: string },
): LoggedRequest {
  const { method, headers, body, url } = arrived;
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark));
  const inApi = apiPath(path, state.basePath);
  const page = isListing(inApi ?? '') ? pageOf(query) : undefined;
  const at = state.ticks();
  const request = { method, path, query, headers, body, at, page, status: 0, bytesSent: 0, bytesDecoded: 0 };
  state.requests.push(request);
  const why = inApi === undefined ? undefined : whyUndocumented(method, inApi, query, body);
  if (why !== undefined) state.undocumented.push(`${method} ${url}: ${why}`);
  return request;
}

/** Who asks without a good key, where the portal answers outsiders. */
const OUTSIDER: ApiKey = { key: '', scopes: [], account: { id: '', displayName: '', role: 'guest' } };

/** Whether the key is enabled, has not ended, and is of an active account. */
function isKeyAlive({ disabled, expired, expiresAt, account }: ApiKey, { people, now }: PortalData): boolean {
  const isOver = expired === true || (expiresAt !== undefined && expiresAt <= now());
  return disabled !== true && !isOver && people.statusOf(account) === 'active';
}

/** The portal's own answer: route, key, scope, then the call itself. */
function answerTo(
  state: PortalState,
  request: LoggedRequest,
  named: ApiKey | undefined,
  outcome: OperationOutcome | undefined,
): Answer {
  const { method, path, query, body } = request;
  const inApi = apiPath(path, state.basePath);
  // Everything else is the web client, which shows a login page.
  if (inApi === undefined) return state.hasWebClient ? html(200, 'Sign in') : empty(404);
  const isUndocumented = whyUndocumented(method, inApi, query, body) !== undefined;
  if (isUndocumented && state.isStrict) return empty(418);
  const found = findRoute(inApi);
  if (found === undefined) return empty(404);
  const { route, id } = found;
  if (method !== route.method) return empty(405);
  const { data } = state;
  const { facts } = data;
  const isAlive = named !== undefined && isKeyAlive(named, data);
  const refused = refuseKey(named, isAlive, route, facts);
  if (refused !== undefined) return forVersion(refused, facts);
  const key = named !== undefined && isAlive ? named : OUTSIDER;
  const url = `${state.origin}${state.basePath}`;
  const link = { href: `${state.origin}${path}${query.size > 0 ? `?${query}` : ''}`, action: method };
  const { people, owner, offsetMinutes } = data;
  const view = { key, people, owner, offsetMinutes, facts, url };
  return forVersion(route.answer(data, { key, query, id, link, view, outcome }), facts);
}

/** Answers one request that {@link logRequest} has logged: hooks, then a fault, the rate limit, the portal. */
export async function answerRequest(
  state: PortalState,
  request: LoggedRequest,
  response: ServerResponse,
): Promise<void> {
  const { limiter, latencyMs } = state;
  const key = keyOf(state.keys, request.headers['authorization'] as string | undefined);
  const account = key?.account.id ?? '';
  limiter.watch(account, request);
  const nth = state.requests.length;
  for (const hook of state.hooks) hook(request, nth);
  let admitted = false;
  const release = (): void => {
    if (admitted) limiter.release(account, request.method);
    admitted = false;
  };
  const leaving = ({ headers }: Answer): void => {
    release();
    const name = Object.keys(headers).find((header) => header.toLowerCase() === 'retry-after');
    if (name !== undefined) limiter.retryLater(account, headers[name] ?? '', state.ticks());
  };
  const exchange: Exchange = { request, response, leaving };
  const fault = state.faults.take(request);
  if (fault !== undefined) {
    if (latencyMs > 0) await sleep(latencyMs);
    return sendFault(exchange, fault, () => answerTo(state, request, key, outcomeOf(fault)));
  }
  // The key names the account: without a good one there is nothing to count.
  if (key !== undefined) {
    const tooMany = limiter.admit(account, request.method, request.at);
    if (tooMany !== undefined) {
      const refusal = typical(429);
      return send(exchange, { ...refusal, headers: { ...refusal.headers, ...tooMany } });
    }
    admitted = true;
    response.once('close', release);
  }
  if (latencyMs > 0) await sleep(latencyMs);
  const isPage = request.page !== undefined && key !== undefined;
  await state.load.work(isPage ? findRooms(state.data, key, request.query).length : null);
  send(exchange, answerTo(state, request, key, undefined));
}

/** The answer without the header that older versions do not send. */
function forVersion(answer: Answer, { namesApiVersions }: VersionFacts): Answer {
  if (namesApiVersions) return answer;
  const { 'api-supported-versions': _, ...headers } = answer.headers;
  return { ...answer, headers };
}

function outcomeOf(fault: FaultKind): OperationOutcome | undefined {
  return typeof fault === 'object' && 'operation' in fault ? fault : undefined;
}
