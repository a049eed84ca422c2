import { setTimeout as sleepFor } from 'node:timers/promises';
import { PortalError, type PortalFailureFacts } from '../shared/errors.ts';
import type { PortalCall } from './calls.ts';
import { ClockDifference } from './clock.ts';
import { createCrashGuard, type Ticket } from './http/crash-guard.ts';
import { createExchange, type ExchangeOptions, type FailedAttempt } from './http/exchange.ts';
import { CRASH_ADVICE, explain } from './http/explain.ts';
import {
  type Failure,
  isAnswer,
  isOverload,
  isRateLimit,
  isRoomSpecific,
  mayBeCrash,
} from './http/failure.ts';
import { createLimiter } from './http/limiter.ts';
import { decideRetry, type RetryDecision } from './http/retry.ts';

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

/** A portal, and what its client knows of it. */
export interface PortalClient extends Portal {
  /** Begins a part of the run with its own time for retries: by default, all of them end 20 minutes after the start. */
  startPhase(): void;
  /** How far the clock of the run is ahead of that of the portal, in milliseconds; null if no answer tells. */
  clockDifferenceMs(): number | null;
}

/** Everything a client needs. A test passes its own clock, sleep and random numbers. */
export interface ClientOptions extends ExchangeOptions {
  /** Upper bound for requests at once. */
  readonly concurrency: number;
  readonly now: () => Date;
  /** Called before each wait, with one line. */
  readonly onRetry: (line: string) => void;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly ticks?: () => number;
}

/** One request, and what has become of it so far. */
interface Request {
  readonly call: PortalCall;
  readonly ticket: Ticket;
  attempts: number;
  waitedMs: number;
}

/** An attempt that failed: what to do about it. */
interface Failed extends FailedAttempt {
  readonly decision: RetryDecision;
}

/**
 * A client for one portal: authorization, a timeout for each request, retries, and no more requests at once than
 * `concurrency`. It follows the proxy settings of the environment, as `@actions/http-client` reads them.
 *
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function createPortal(options: ClientOptions): PortalClient {
  const { url, timeoutMs, now, signal, onRetry, random = Math.random } = options;
  const sleep = options.sleep ?? ((ms: number) => abortableSleep(ms, signal));
  const ticks = options.ticks ?? (() => performance.now());
  let startedAt = ticks();
  const limiter = createLimiter(options.concurrency, sleep);
  const ticketFor = createCrashGuard();
  const exchange = createExchange(options);
  let hasAnswered = false;
  const clock = new ClockDifference();

  /**
   * Makes one attempt in its slot. The decision is made there: a pause must begin before another request takes it.
   *
   * @returns null if nothing was sent, since another request has to go alone
   */
  const attemptInSlot = (request: Request) =>
    limiter.run(async (slot): Promise<{ readonly json: unknown } | Failed | null> => {
      const { call, ticket } = request;
      if (!ticket.mayBegin()) return null;
      request.attempts += 1;
      const attempted = await exchange(call);
      hasAnswered ||= 'json' in attempted || isAnswer(attempted.failure);
      clock.learn(attempted.portalTime, now());
      if ('json' in attempted) {
        slot.speedUp();
        ticket.succeed();
        return attempted;
      }
      const { failure } = attempted;
      ticket.fail(failure);
      if (isOverload(failure)) slot.slowDown();
      const decision = decideRetry(
        failure,
        { ...request, kind: call.kind, crashes: ticket.crashes },
        { now: now(), elapsedMs: ticks() - startedAt, hasAnswered, random: random() },
      );
      if (isRateLimit(failure) && decision.retry) slot.pause(decision.delayMs);
      return { ...attempted, decision };
    });

  /** Waits before the next attempt, or throws the error of the last one. */
  const waitAfter = async (request: Request, { failure, cause, decision }: Failed): Promise<void> => {
    const { call, ticket } = request;
    const { happened, advice } = explain(failure, call, url, timeoutMs, ticket.hasSucceeded);
    if (!decision.retry) {
      const remedy = ticket.crashes > 0 && mayBeCrash(failure) ? CRASH_ADVICE : advice;
      const message = `${happened} ${remedy} ${decision.because}`.trimEnd();
      throw new PortalError(message, { cause, ...factsOf(failure, call) });
    }
    signal.throwIfAborted();
    request.waitedMs += decision.delayMs;
    onRetry(`${happened} Trying again in ${(decision.delayMs / 1000).toFixed(1)} s.`);
    await sleep(decision.delayMs);
  };

  const send = async (request: Request): Promise<unknown> => {
    const { call, ticket } = request;
    for (;;) {
      await ticket.wait();
      signal.throwIfAborted();
      if (ticket.tooManyCrashes !== null) throw notSent(call, ticket.tooManyCrashes);
      const result = await attemptInSlot(request);
      if (result === null) continue;
      if ('json' in result) return result.json;
      await waitAfter(request, result);
    }
  };

  return {
    url,
    startPhase() {
      startedAt = ticks();
    },
    clockDifferenceMs: () => clock.ms,
    async get(call) {
      const ticket = ticketFor(call.kind);
      try {
        return await send({ call, ticket, attempts: 0, waitedMs: 0 });
      } finally {
        ticket.end();
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
function factsOf(failure: Failure, { kind }: PortalCall): PortalFailureFacts {
  const isHtml = failure.kind === 'html';
  const { status, answeredBy, meaning } =
    failure.kind === 'status'
      ? failure
      : { status: null, answeredBy: isHtml ? ('outside' as const) : null, meaning: null };
  return {
    status,
    answeredBy,
    forbidden:
      meaning === 'unclear' ? 'scope' : meaning === 'scope' || meaning === 'account' ? meaning : null,
    isRoomSpecific: isRoomSpecific(failure, kind),
  };
}

function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted run has its own error; a wait for a retry just ends.
  return sleepFor(ms, undefined, { signal }).catch(() => undefined);
}
