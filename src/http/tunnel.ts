import type { Agent } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy';
import { ActionError } from '../shared/errors.ts';

/**
 * Connections that follow the proxy settings of the environment. This file holds all that depends on the package
 * "tunnel" inside `@actions/http-client`, so that it can be replaced as a whole by an agent of Node.js.
 */

/** Connections to one server, one request at a time on each. */
export interface Agents {
  /**
   * Runs `task` with an agent of its own. After a failure the agent is thrown away: a connection that hangs would
   * block the requests behind it.
   *
   * @param signal also ends the opening of a tunnel through a proxy
   */
  use<T>(signal: AbortSignal, task: (agent: Agent) => Promise<T>): Promise<T>;
}

/** An agent of the package "tunnel", which `@actions/http-client` uses if the environment names a proxy. */
interface TunnelAgent extends Omit<Agent, 'destroy'> {
  /** Of its connections to the server, and of those to the proxy. */
  options?: object;
  proxyOptions?: { signal?: AbortSignal };
  /** The package has none. */
  destroy?: () => void;
}

/** The variables of the environment of this process. `@actions/http-client` reads the same ones by itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Agents that follow the proxy settings of the environment as the runner's own tools read them.
 *
 * @throws ActionError if these settings cannot be followed
 */
export function createAgents(server: URL, env: Environment): Agents {
  checkProxy(server, env);
  const free: TunnelAgent[] = [];
  const create = (): TunnelAgent => {
    const client = new HttpClient(undefined, [], { keepAlive: true, maxSockets: 1 });
    return verifying(client.getAgent(server.href));
  };

  return {
    async use(signal, task) {
      const agent = free.pop() ?? create();
      // The package keeps on opening a tunnel after its request was aborted: without this, a proxy that never
      // answers would keep the process alive for ever.
      if (agent.proxyOptions !== undefined) agent.proxyOptions.signal = signal;
      try {
        const result = await task(agent as Agent);
        free.push(agent);
        return result;
      } catch (error) {
        agent.destroy?.();
        throw error;
      }
    },
  };
}

/** Certificates are verified whatever NODE_TLS_REJECT_UNAUTHORIZED says, that of the proxy as well. */
function verifying(agent: TunnelAgent): TunnelAgent {
  for (const options of [agent.options, agent.proxyOptions]) {
    if (options !== undefined) Object.assign(options, { rejectUnauthorized: true });
  }
  return agent;
}

/**
 * Makes sure that `@actions/http-client` can use the proxy that the environment names for a server. The package ignores
 * an address that it cannot read, and would send the API key or the token past the proxy.
 *
 * @throws ActionError that names the variable, and never its value, which may hold a password
 */
export function checkProxy(server: URL, env: Environment): void {
  const names = server.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((variable) => env[variable]);
  if (name === undefined || checkBypass(server) || isUsable(proxyFor(server))) return;
  throw new ActionError(
    `${name} is no address of a proxy, and ${server.host} is not asked without one. Set it to an address such as http://proxy.example.com:3128; a special character in the name or password has to be percent-encoded, such as %40 for @.`,
  );
}

function proxyFor(server: URL): URL | undefined {
  try {
    return getProxyUrl(server);
  } catch {
    return undefined;
  }
}

function isUsable(proxy: URL | undefined): boolean {
  if (proxy === undefined || proxy.hostname === '') return false;
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') return false;
  // A "#", "?" or "/" in a password ends the host before the "@".
  return proxy.hash === '' && proxy.search === '' && !proxy.pathname.includes('@');
}

/**
 * Why the proxy opened no tunnel. The package says it in the message of its error only; the code is always the same.
 *
 * @returns the status of the proxy's answer, or the code of why there was none (`certificate`: its certificate is not
 *   accepted); null if the error is of another origin
 */
export function tunnelFailure({ message }: Error): number | string | null {
  if (!message.startsWith('tunneling socket') && message !== 'got illegal response body from proxy')
    return null;
  const status = /statusCode=(\d+)/.exec(message)?.[1];
  if (status !== undefined) return Number(status);
  // In the words of OpenSSL, or of Node.js for another name.
  if (/certificate/i.test(message)) return 'certificate';
  const code = /\bE[A-Z_]{3,}\b/.exec(message)?.[0];
  if (code !== undefined) return code;
  return /hang up|disconnected|illegal response/.test(message) ? 'ECONNRESET' : 'unknown';
}
