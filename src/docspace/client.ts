import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Environment } from '../http/tunnel.ts';
import { PortalError } from '../shared/errors.ts';
import { scrubber } from '../shared/secret.ts';
import type { PortalCall } from './calls.ts';
import { createExchange, type FailedAttempt } from './http/exchange.ts';
import { CRASH_ADVICE, explain } from './http/explain.ts';
import { type Failure, isOverload, isRateLimit, isRoomSpecific, mayBeCrash } from './http/failure.ts';
import { createLimiter } from './http/limiter.ts';
import { decideRetry, type RetryDecision } from './http/retry.ts';
import { createTrials, type Trial, type Turn } from './http/trial.ts';

/** A portal that can be read, and only read. */
export interface Portal {
  /** Address without a slash at its end. */
  readonly url: URL;
  /**
   * Sends one call, with retries.
   *
   * @returns the JSON, not yet validated; its strings are well-formed and do not hold the API key
   * @throws PortalError after the last attempt
   */
  get(call: PortalCall): Promise<unknown>;
}

/** Everything a client needs. A test passes its own clock, sleep and random numbers. */
export interface ClientOptions {
  readonly url: URL;
  readonly apiKey: string;
  /** Upper bound for requests at once. */
  readonly concurrency: number;
  /** For each request, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Ends all requests, those that wait as well. */
  readonly signal: AbortSignal;
  /** Names the proxy. */
  readonly env: Environment;
  /** Called before each wait, with one line. */
  readonly onRetry: (line: string) => void;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly ticks?: () => number;
}

type Result = { readonly json: unknown } | (FailedAttempt & { readonly decision: RetryDecision });

/**
 * A client for one portal: authorization, a timeout for each request, retries, and no more requests at once than
 * `concurrency`. It follows the proxy settings of the environment, as `@actions/http-client` reads them.
 *
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function createPortal(options: ClientOptions): Portal {
  const { url, timeoutMs, now, signal, onRetry, random = Math.random } = options;
  const sleep = options.sleep ?? ((ms: number) => abortableSleep(ms, signal));
  const ticks = options.ticks ?? (() => performance.now());
  const startedAt = ticks();
  const limiter = createLimiter(options.concurrency, sleep);
  const trialOf = createTrials();
  const scrub = scrubber(options.apiKey);
  const exchange = createExchange(options);

  /**
   * One attempt in its slot. The decision is made there: a pause must begin before another request takes the slot.
   *
   * @returns null if nothing was sent, since another request has to go alone
   */
  const attemptInSlot = (call: PortalCall, trial: Trial, turn: Turn, attempts: number, waitedMs: number) =>
    limiter.run(async (slot): Promise<Result | null> => {
      if (!turn.begin()) return null;
      const attempted = await exchange(call);
      if ('json' in attempted) {
        slot.speedUp();
        turn.succeed();
        return attempted;
      }
      const { failure } = attempted;
      turn.fail(failure);
      if (isOverload(failure)) slot.slowDown();
      const decision = decideRetry(
        failure,
        {
          kind: call.kind,
          attempts,
          maxAttempts: call.maxAttempts ?? Number.POSITIVE_INFINITY,
          waitedMs,
          crashes: trial.crashes,
        },
        { now: now(), elapsedMs: ticks() - startedAt, random: random() },
      );
      if (isRateLimit(failure) && decision.retry) slot.pause(decision.delayMs);
      return { ...attempted, decision };
    });

  const lastError = (
    { failure, cause }: FailedAttempt,
    { happened, advice }: ReturnType<typeof explain>,
    because: string,
    trial: Trial,
    call: PortalCall,
  ): PortalError => {
    const remedy = trial.crashes > 0 && mayBeCrash(failure) ? CRASH_ADVICE : advice;
    // A redirect may name a host that is made of the key.
    const message = scrub(`${happened} ${remedy} ${because}`.trimEnd());
    return new PortalError(message, { cause, ...factsOf(failure, call) });
  };

  const attemptInTurn = async (...request: Parameters<typeof attemptInSlot>): Promise<Result> => {
    const [call, trial, turn] = request;
    for (;;) {
      await turn.wait();
      signal.throwIfAborted();
      if (trial.verdict !== null) throw notSent(call, trial.verdict);
      const result = await attemptInSlot(...request);
      if (result !== null) return result;
    }
  };

  const request = async (call: PortalCall, trial: Trial, turn: Turn): Promise<unknown> => {
    let waitedMs = 0;
    for (let attempts = 1; ; attempts += 1) {
      const result = await attemptInTurn(call, trial, turn, attempts, waitedMs);
      if ('json' in result) return result.json;
      const { failure, decision } = result;
      const text = explain(failure, call, url, timeoutMs);
      if (!decision.retry) throw lastError(result, text, decision.because, trial, call);
      signal.throwIfAborted();
      waitedMs += decision.delayMs;
      onRetry(scrub(`${text.happened} Trying again in ${(decision.delayMs / 1000).toFixed(1)} s.`));
      await sleep(decision.delayMs);
    }
  };

  return {
    url,
    async get(call) {
      const trial = trialOf(call.kind);
      const turn = trial.join();
      try {
        return await request(call, trial, turn);
      } finally {
        turn.end();
      }
    },
  };
}

/** The error of a request of a kind of call after which the portal may have died too often. */
function notSent(call: PortalCall, crash: Failure): PortalError {
  return new PortalError(
    `The request for ${call.what} was not sent: those before it were answered by a 502 or a closed connection. ${CRASH_ADVICE}`,
    factsOf(crash, call),
  );
}

/** The facts about a failure that an error holds in addition to its message. */
function factsOf(
  failure: Failure,
  { kind }: PortalCall,
): Pick<PortalError, 'status' | 'forbidden' | 'isRoomSpecific'> {
  const { status, forbidden } = failure.kind === 'status' ? failure : { status: null, forbidden: null };
  return {
    status,
    forbidden: forbidden === 'scope' || forbidden === 'account' ? forbidden : null,
    isRoomSpecific: isRoomSpecific(failure, kind),
  };
}

function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted run has its own error; a wait for a retry just ends.
  return sleepFor(ms, undefined, { signal }).catch(() => undefined);
}
