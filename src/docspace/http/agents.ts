import type { Agent } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { checkProxy } from './proxy.ts';

/** Connections to one server, one request at a time on each. */
export interface Agents {
  /**
   * Runs `task` with an agent of its own. After a failure the agent is thrown away: what it waits for would block
   * the requests behind it.
   *
   * @param signal also ends the building of a tunnel through a proxy
   */
  use<T>(signal: AbortSignal, task: (agent: Agent) => Promise<T>): Promise<T>;
}

/** An agent of the package "tunnel", which `@actions/http-client` uses where the environment names a proxy. */
interface TunnelAgent extends Omit<Agent, 'destroy'> {
  proxyOptions?: { signal?: AbortSignal };
  /** Left out by the package. */
  destroy?: () => void;
}

/**
 * Agents that follow the proxy settings of the environment as the runner's own tools read them.
 *
 * @throws ActionError where these settings cannot be followed
 */
export function createAgents(server: URL, userAgent: string): Agents {
  checkProxy(server);
  const free: TunnelAgent[] = [];
  const create = (): TunnelAgent =>
    new HttpClient(userAgent, [], { keepAlive: true, maxSockets: 1 }).getAgent(server.href);

  return {
    async use(signal, task) {
      const agent = free.pop() ?? create();
      // The package keeps the tunnel it is building when the request behind it is aborted: without this, a proxy that
      // never answers keeps the process alive for ever.
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
