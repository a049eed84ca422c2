import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { empty, json } from './answers.ts';
import { Crash } from './crash.ts';
import { FaultPlan } from './faults.ts';
import { generateRooms } from './generate.ts';
import { CLOUD_LIMIT, RateLimiter } from './limiter.ts';
import { answerRequest, logRequest, type Office } from './office.ts';
import type { Portal, PortalOptions } from './options.ts';
import { prng } from './prng.ts';
import type { StoredOrder } from './shelf.ts';
import { RoomStore } from './store.ts';
import type { Answer, ApiKey } from './types.ts';

function defaultKey(seed: number): ApiKey {
  const random = prng(seed ^ 0x5eed);
  const hex = Array.from({ length: 40 }, () => random.int(16).toString(16)).join('');
  const account = { id: '66faa6e4-0000-4000-8000-000000000000', displayName: 'Portal Administrator' };
  return { key: `sk-${hex}`, scopes: ['*'], account, sees: 'all' };
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

function fill(rooms: RoomStore, options: PortalOptions, seed: number): RoomStore {
  for (const room of options.rooms ?? []) rooms.add(room);
  generateRooms(rooms, { roomCount: options.roomCount ?? 0, oldCount: options.oldCount }, prng(seed));
  return rooms;
}

/** The answer of an address that only the sandbox has, for whoever runs it from outside. */
function controlAnswer(portal: Portal, method: string, url: string): Answer | undefined {
  if (method === 'POST' && url === '/_sandbox/reset') {
    portal.reset();
    return empty(204);
  }
  if (method !== 'GET' || url !== '/_sandbox/stats') return undefined;
  const { requests, rateLimit } = portal;
  return json(200, {
    requests: requests.length,
    bytesSent: portal.bytesSent(),
    violations: rateLimit.violations.length,
  });
}

/** Starts a portal on loopback; it answers until `close`. Throws where a seed is wrong or the port is taken. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const { seed = 1, basePath = '', rateLimit = false, tls } = options;
  const now = options.now ?? (() => new Date());
  const keys = options.keys ?? [defaultKey(seed)];
  const rooms = fill(new RoomStore(now), options, seed);
  const storedOrders = new Map<string, StoredOrder>();
  const office: Office = {
    desk: {
      rooms,
      now,
      offsetMinutes: options.offsetMinutes ?? 180,
      shape: options.shape ?? 'envelope',
      history: options.history ?? true,
      storedOrders,
    },
    keys: new Map(keys.map((key) => [key.key, key])),
    limiter: new RateLimiter(rateLimit === true ? CLOUD_LIMIT : rateLimit || undefined),
    faults: new FaultPlan(),
    requests: [],
    hooks: [],
    ticks: options.ticks ?? Date.now,
    latencyMs: options.latencyMs ?? 0,
    basePath,
  };
  const { requests, limiter, faults } = office;

  const crash = new Crash(options.restartMs ?? 2000);
  const listener: RequestListener = async (message, response) => {
    const { method = 'GET', url = '/', headers } = message;
    const control = options.control ? controlAnswer(portal, method, url) : undefined;
    if (control !== undefined) {
      response.writeHead(control.status, control.headers).end(control.body);
      return;
    }
    // A GET is logged at once, so that the log has the order of arrival.
    const body = method === 'GET' ? '' : await readBody(message);
    const request = logRequest(office, { method, url, headers, body });
    const badGateway = crash.answer(request.query, message.socket);
    if (badGateway === undefined) return answerRequest(office, request, response);
    request.status = badGateway.status;
    response.writeHead(badGateway.status, badGateway.headers).end(badGateway.body);
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', (socket) => crash.watch(socket));
  const port = await listen(server, options.port ?? 0);

  const portal: Portal = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}${basePath}`,
    apiKey: keys[0]?.key ?? '',
    requests,
    faults,
    rooms,
    get crashes() {
      return crash.count;
    },
    rateLimit: limiter,
    storedOrders,
    onRequest: (hook) => {
      office.hooks.push(hook);
    },
    bytesSent: () => requests.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
    reset: () => {
      requests.length = 0;
      faults.clear();
      limiter.reset();
      storedOrders.clear();
      rooms.touch();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return portal;
}
