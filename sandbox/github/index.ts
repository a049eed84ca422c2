import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createFaults, type Fault, type Faults, faultReply } from './faults.ts';
import { type People, peopleOf } from './people.ts';
import { createRenderer } from './render.ts';
import { Repository } from './repository.ts';
import { answer, type World } from './router.ts';
import { graphqlPath, readRequest, send } from './transport.ts';
import type { GitHubOptions, Reply, RepositorySeed, RequestRecord, Token } from './types.ts';

export type * from './types.ts';

type RequestHook = (request: RequestRecord) => void | Promise<void>;

export interface GitHubSandbox {
  /** Address of the REST API: what `GITHUB_API_URL` takes. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** The first token's. */
  readonly token: string;
  /** Every request, in the order they came in. */
  readonly requests: RequestRecord[];
  readonly faults: Faults;
  /** What people do in the first repository. */
  readonly people: People;
  /** Called before a request is answered, so that state can change between a client's read and its write. */
  onRequest(hook: RequestHook): () => void;
  /** @throws if there is none of that name; without a name: the first one */
  repository(fullName?: string): Repository;
  peopleOf(fullName: string): People;
  /** Ends the server and every connection, hanging ones too. */
  close(): Promise<void>;
}

/** The token of a workflow run with `issues: write`. */
export const DEFAULT_TOKEN: Token = {
  token: 'ghs_sandbox',
  login: 'github-actions[bot]',
  type: 'Bot',
  permissions: { issues: 'write', metadata: 'read' },
  repositories: 'all',
};
const DEFAULT_REPOSITORY: RepositorySeed = { fullName: 'acme/rooms', visibility: 'private' };

/** Starts a GitHub on loopback, on a port of its own. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubSandbox> {
  const now = options.now ?? (() => new Date());
  const basePath = (options.basePath ?? '').replace(/\/+$/, '');
  const tokens = options.tokens ?? [DEFAULT_TOKEN];
  const seeds = options.repositories ?? [DEFAULT_REPOSITORY];
  const repositories = seeds.map((seed, index) => new Repository(index + 1001, seed, now));
  const requests: RequestRecord[] = [];
  const faults = createFaults();
  const hooks = new Set<RequestHook>();
  const sockets = new Set<Socket>();

  const repository = (fullName?: string): Repository => {
    const found = repositories.find((one) => one.fullName.toLowerCase() === fullName?.toLowerCase());
    const chosen = fullName === undefined ? repositories[0] : found;
    if (!chosen) throw new Error(`the sandbox has no repository ${fullName ?? ''}`);
    return chosen;
  };

  let world: World;
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message, basePath);
    requests.push(request);
    for (const hook of hooks) await hook(request);
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    const fault = faults.take(request);
    const reply = !fault || fault.afterEffect ? answer(world, request) : undefined;
    if (fault) return fail(fault, request, response, reply);
    if (!reply) return;
    request.status = reply.status;
    send(response, reply, requests.length, now());
  };

  const fail = (
    fault: Fault,
    request: RequestRecord,
    response: ServerResponse,
    lost: Reply | undefined,
  ): void => {
    if (fault.kind === 'hang') return;
    if (fault.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (fault.kind === 'cut') {
      send(response, lost ?? { status: 200, body: { message: 'cut short' } }, requests.length, now(), true);
      return;
    }
    const reply = faultReply(fault, now());
    if (!reply) return;
    request.status = reply.status;
    send(response, reply, requests.length, now());
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A client may hang up; anything else is a fault of the sandbox and has to show.
      if (response.headersSent || response.destroyed) return;
      send(response, { status: 500, body: { message: `sandbox: ${String(error)}` } }, requests.length, now());
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = `${origin}${basePath}`;
  world = { api, tokens, repositories, render: createRenderer(api, origin), options };

  return {
    url: api,
    graphqlUrl: `${origin}${graphqlPath(basePath)}`,
    token: tokens[0]?.token ?? '',
    requests,
    faults,
    people: peopleOf(repository()),
    onRequest: (hook) => {
      hooks.add(hook);
      return () => {
        hooks.delete(hook);
      };
    },
    repository,
    peopleOf: (fullName) => peopleOf(repository(fullName)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
