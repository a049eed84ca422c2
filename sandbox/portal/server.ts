import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Account, PORTAL_OWNER } from './accounts.ts';
import { answerRequest, logRequest, type PortalState } from './answer-request.ts';
import { empty, json } from './answers.ts';
import type { PortalData } from './call.ts';
import { Crash } from './crash.ts';
import { FaultPlan } from './faults.ts';
import { generateRooms } from './generate.ts';
import type { HistorySettings } from './history.ts';
import { CLOUD_LIMIT, RateLimiter } from './limiter.ts';
import { Load } from './load.ts';
import { Operations } from './operations.ts';
import type { Portal, PortalOptions } from './options.ts';
import { prng } from './prng.ts';
import { RoomStore } from './store.ts';
import type { Answer, ApiKey } from './types.ts';
import { FACTS } from './versions.ts';

function defaultKey(seed: number): ApiKey {
  const random = prng(seed ^ 0x5eed);
  const hex = Array.from({ length: 40 }, () => random.int(16).toString(16)).join('');
  return { key: `sk-${hex}`, scopes: ['*'], account: PORTAL_OWNER, sees: 'all' };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

const historySettings = (history: PortalOptions['history'] = true): HistorySettings | null =>
  typeof history === 'object' ? history : history ? {} : null;

function makeData(options: PortalOptions, keys: readonly ApiKey[], seed: number): PortalData {
  const now = options.now ?? (() => new Date());
  const facts = FACTS[options.version ?? '3.7.2'];
  const owner = options.owner ?? keys[0]?.account ?? PORTAL_OWNER;
  const rooms = new RoomStore(now, facts, owner);
  const accounts: Account[] = [...keys.map(({ account }) => account), ...(options.people ?? [])];
  for (const account of accounts) rooms.people.add(account);
  for (const room of options.rooms ?? []) rooms.add(room);
  generateRooms(rooms, { roomCount: options.roomCount ?? 0, oldCount: options.oldCount }, prng(seed));
  return {
    rooms,
    people: rooms.people,
    operations: new Operations(options.operationMs ?? 0),
    now,
    owner,
    offsetMinutes: options.offsetMinutes ?? 180,
    shape: options.shape ?? 'envelope',
    facts,
    history: historySettings(options.history),
    storedOrders: new Map(),
  };
}

function makeState(options: PortalOptions): PortalState {
  const { seed = 1, rateLimit = false } = options;
  const keys = options.keys ?? [defaultKey(seed)];
  return {
    data: makeData(options, keys, seed),
    keys: new Map(keys.map((key) => [key.key, key])),
    limiter: new RateLimiter(rateLimit === true ? CLOUD_LIMIT : rateLimit || undefined),
    load: new Load(options.load),
    faults: new FaultPlan(),
    requests: [],
    undocumented: [],
    hooks: [],
    ticks: options.ticks ?? Date.now,
    latencyMs: options.latencyMs ?? 0,
    isStrict: options.strict ?? true,
    hasWebClient: options.webClient ?? true,
    origin: '',
    basePath: options.basePath ?? '',
  };
}

/** The answer of an address that only the sandbox has, for tools outside of this process. */
function controlAnswer(portal: Portal, method: string, url: string): Answer | undefined {
  if (method === 'POST' && url === '/_sandbox/reset') {
    portal.reset();
    return empty(204);
  }
  if (method !== 'GET' || url !== '/_sandbox/stats') return undefined;
  return json(200, {
    requests: portal.requests.length,
    bytesSent: portal.bytesSent(),
    bytesDecoded: portal.bytesDecoded(),
    violations: portal.rateLimit.violations.length,
    undocumented: portal.undocumented.length,
  });
}

function makePortal(state: PortalState, crash: Crash, server: Server): Portal {
  const { requests, limiter, faults, data, undocumented, keys } = state;
  const sum = (member: 'bytesSent' | 'bytesDecoded') =>
    requests.reduce((total, request) => total + request[member], 0);
  return {
    url: `${state.origin}${state.basePath}`,
    apiKey: [...keys.keys()][0] ?? '',
    requests,
    undocumented,
    faults,
    rooms: data.rooms,
    people: data.people,
    get crashes() {
      return crash.count;
    },
    rateLimit: limiter,
    storedOrders: data.storedOrders,
    onRequest: (hook) => {
      state.hooks.push(hook);
    },
    bytesSent: () => sum('bytesSent'),
    bytesDecoded: () => sum('bytesDecoded'),
    reset: () => {
      requests.length = 0;
      undocumented.length = 0;
      faults.clear();
      limiter.reset();
      data.storedOrders.clear();
      data.rooms.touch();
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (state.isStrict && undocumented.length > 0) {
        throw new Error(`Requests that are no documented call:\n${undocumented.join('\n')}`);
      }
    },
  };
}

/** Starts a portal on loopback; it answers until `close`. Throws if a seed is wrong or the port is taken. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const { tls } = options;
  const state = makeState(options);
  const crash = new Crash(options.restartMs ?? 2000);
  const listener: RequestListener = async (message, response) => {
    // The clock of the portal, which may not be that of this machine.
    response.setHeader('Date', state.data.now().toUTCString());
    const { method = 'GET', url = '/', headers } = message;
    const control = options.control ? controlAnswer(portal, method, url) : undefined;
    if (control !== undefined) {
      response.writeHead(control.status, control.headers).end(control.body);
      return;
    }
    // A GET is logged at once, so that the log has the order of arrival.
    const body = method === 'GET' ? '' : await readBody(message);
    const request = logRequest(state, { method, url, headers, body });
    const isFatal = state.data.facts.diesOfFields && request.query.has('fields');
    const badGateway = crash.answer(isFatal, message.socket);
    if (badGateway === undefined) return answerRequest(state, request, response);
    request.status = badGateway.status;
    response.writeHead(badGateway.status, badGateway.headers).end(badGateway.body);
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', (socket) => crash.watch(socket));
  const port = await listen(server, options.port ?? 0);
  state.origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const portal = makePortal(state, crash, server);
  return portal;
}
