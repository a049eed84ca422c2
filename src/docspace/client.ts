import { setTimeout as sleepFor } from 'node:timers/promises';
import { PortalError } from '../shared/errors.ts';
import { scrubber } from '../shared/secret.ts';
import type { PortalCall } from './calls.ts';
import { createAgents } from './http/agents.ts';
import { explain, type Failure, isRateLimit, isRoomSpecific, readAnswer } from './http/failure.ts';
import { createLimiter } from './http/limiter.ts';
import { createPatience } from './http/patience.ts';
import { decideRetry } from './http/retry.ts';
import { type Answer, send, TransportError } from './http/transport.ts';

/** A portal that can be asked. It is only ever read. */
export interface Portal {
  /** Address without a slash at its end. */
  readonly url: URL;
  /** Strikes the API key out of a text: a portal could send it back in a title. */
  readonly scrub: (text: string) => string;
  /**
   * Sends one call, with retries.
   *
   * @returns the JSON, not yet validated
   * @throws PortalError after the last try
   */
  get(call: PortalCall): Promise<unknown>;
}

/** What a client needs from outside; a test hands in its own. */
export interface ClientOptions {
  readonly url: URL;
  readonly apiKey: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Ends all requests, those that wait as well. */
  readonly signal: AbortSignal;
  /** Told before each wait: one line. */
  readonly onRetry: (line: string) => void;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
}

const USER_AGENT = 'abandoned-rooms-action';

/**
 * A client for one portal: authorization, a timeout for each request, retries, and no more requests at once than
 * `concurrency`. It follows the proxy settings of the environment, as `@actions/http-client` reads them.
 */
export function createPortal(options: ClientOptions): Portal {
  const { url, timeoutMs, now, signal, onRetry, random = Math.random } = options;
  const sleep = options.sleep ?? ((ms: number) => abortableSleep(ms, signal));
  const limiter = createLimiter(options.concurrency, sleep);
  const patience = createPatience(sleep);
  const scrub = scrubber(options.apiKey);
  const agents = createAgents(url, USER_AGENT);
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${options.apiKey}`,
    'user-agent': USER_AGENT,
  };

  const attempt = async (address: URL): Promise<Attempt> => {
    let answer: Answer;
    try {
      answer = await send(address, { headers, agents, timeoutMs, signal });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { failure: error.failure, cause: error };
    }
    return readAnswer(answer);
  };

  return {
    url,
    scrub,
    async get(call) {
      const address = new URL(`${url.href.replace(/\/$/, '')}/api/2.0/${call.path}?${call.query}`);
      let waitedMs = 0;
      for (let tries = 1; ; tries += 1) {
        signal.throwIfAborted();
        // Decided while the request still has its place: a pause must begin before another one takes it.
        const result = await limiter.run(async () => {
          const attempted = await attempt(address);
          if ('json' in attempted) {
            limiter.speedUp();
            return attempted;
          }
          const { failure } = attempted;
          const asked = decideRetry(failure, tries, waitedMs, now(), random(), call.kind);
          const decision = patience.allow(asked, tries);
          if (isRateLimit(failure) && decision.retry) limiter.slowDown(decision.delayMs);
          return { ...attempted, decision };
        });
        if ('json' in result) return result.json;
        const { failure, cause, decision } = result;
        // A redirect may name a host that is made of the key.
        const line = scrub(explain(failure, call, url, timeoutMs));
        if (!decision.retry) {
          throw new PortalError(`${line} ${decision.because}`.trimEnd(), {
            cause,
            isAboutRoom: isRoomSpecific(failure, call.kind),
            ...statusOf(failure),
          });
        }
        waitedMs += decision.delayMs;
        onRetry(`${line} Trying again in ${(decision.delayMs / 1000).toFixed(1)} s.`);
        await patience.wait(decision.delayMs);
      }
    },
  };
}

function statusOf(failure: Failure): { status?: number } {
  return failure.kind === 'status' ? { status: failure.status } : {};
}

type Attempt = { readonly json: unknown } | { readonly failure: Failure; readonly cause?: unknown };

function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted run has its own error; what waited for a retry just ends.
  return sleepFor(ms, undefined, { signal }).catch(() => undefined);
}
