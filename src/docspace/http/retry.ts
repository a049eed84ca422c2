import type { CallKind } from '../calls.ts';
import { type Failure, isRateLimit, isRoomSpecific, isTransient, mayBeCrash } from './failure.ts';

/**
 * All decisions about retries. A lasting 502 costs the portal 3 requests if no request of that kind has succeeded in
 * this run, and otherwise at most 6 for each request that was under way (3 for the contents of a room).
 */

/** How often, and how long in all, one request is tried again. Waiting counts as planned, not as measured. */
export const RETRY_LIMITS = {
  /** Attempts of a request that fails for any reason but those below. */
  attempts: 6,
  /** Attempts if the failure concerns one room alone: the others, and the run, need not wait for it. */
  roomAttempts: 3,
  /** The same if no answer comes in time: each of these attempts takes as long as a request may. */
  roomTimeoutAttempts: 2,
  /** Attempts for information that the run can do without, whatever the failure. */
  optionalAttempts: 2,
  /** Attempts of a request that the portal asks to slow down: each of them waits as long as it asks for. */
  rateLimitedAttempts: 20,
  /** All waiting of one request together. */
  waitMs: 5 * 60_000,
  /** No request waits beyond this time after the start of the client: workflows have `timeout-minutes: 30`. */
  totalMs: 20 * 60_000,
  /**
   * Waits after the first and the second crash of a kind of call that has not succeeded in this run. After the third,
   * no request of that kind is sent any more.
   */
  crashWaitsMs: [5000, 30_000],
} as const;

/** Who the accounts are; the list of rooms is complete without it. */
const OPTIONAL: readonly CallKind[] = ['self', 'terminated', 'accounts'];
const FIRST_DELAY_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

/** One request that has just failed. */
export interface FailedRequest {
  readonly kind: CallKind;
  /** How many attempts have failed so far, at least 1. */
  readonly attempts: number;
  /** The time it has waited so far. */
  readonly waitedMs: number;
  /** Crashes after requests of its kind, this one included; 0 if a request of its kind has succeeded in this run. */
  readonly crashes: number;
}

/** The state of the world at a decision. */
export interface RetryMoment {
  readonly now: Date;
  /** From the start of the client. */
  readonly elapsedMs: number;
  /** Whether something has answered a request in this run, whatever it said. */
  readonly hasAnswered: boolean;
  /** A random number in [0, 1). */
  readonly random: number;
}

/** Wait that long and try again, or give up, and why (empty if no further attempt could help). */
export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number }
  | { readonly retry: false; readonly because: string };

/**
 * Decides about another attempt. Exponential backoff with jitter: half of each delay is random, so that requests that
 * failed together do not come back together. A longer `Retry-After` is respected.
 */
export function decideRetry(failure: Failure, request: FailedRequest, moment: RetryMoment): RetryDecision {
  const { attempts, waitedMs } = request;
  if (!isTransient(failure, moment.hasAnswered)) return giveUp('');
  const isCrash = request.crashes > 0 && mayBeCrash(failure);
  const ownDelayMs = isCrash
    ? RETRY_LIMITS.crashWaitsMs[request.crashes - 1]
    : backoffMs(attempts, moment.random);
  if (ownDelayMs === undefined || attempts >= maxAttempts(failure, request.kind)) {
    return giveUp(`Gave up after ${count(attempts)}.`);
  }
  const askedMs = failure.kind === 'status' ? parseRetryAfter(failure.retryAfter, moment.now) : null;
  const delayMs = Math.max(ownDelayMs, askedMs ?? 0);
  const { waitMs, totalMs } = RETRY_LIMITS;
  if (waitedMs + delayMs > waitMs) {
    const isAskedTooMuch = askedMs !== null && waitedMs + askedMs > waitMs;
    const asked = isAskedTooMuch ? ` (it asks for another ${Math.ceil(askedMs / 1000)} s)` : '';
    return giveUp(
      `Gave up after ${count(attempts)} and ${Math.round(waitedMs / 1000)} s of waiting; ${waitMs / 1000} s is the most${asked}.`,
    );
  }
  if (moment.elapsedMs + delayMs > totalMs) {
    return giveUp(
      `Gave up after ${count(attempts)}: no request waits longer than ${totalMs / 60_000} minutes after the start.`,
    );
  }
  return { retry: true, delayMs };
}

function giveUp(because: string): RetryDecision {
  return { retry: false, because };
}

function count(attempts: number): string {
  return `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
}

function backoffMs(attempts: number, random: number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_DELAY_MS * 2 ** (attempts - 1)) * (0.5 + random / 2);
}

function maxAttempts(failure: Failure, kind: CallKind): number {
  if (OPTIONAL.includes(kind)) return RETRY_LIMITS.optionalAttempts;
  if (isRateLimit(failure)) return RETRY_LIMITS.rateLimitedAttempts;
  if (!isRoomSpecific(failure, kind)) return RETRY_LIMITS.attempts;
  // If this call alone fails, the run goes on without it.
  if (kind === 'key') return 1;
  return failure.kind === 'timeout' ? RETRY_LIMITS.roomTimeoutAttempts : RETRY_LIMITS.roomAttempts;
}

/**
 * Reads a `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
 *
 * @returns milliseconds from `now` on, at least 0; null if there is none that can be read
 */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  // Date.parse alone would read "+2100" as a year.
  const atMs = /^[A-Za-z]+,? .*GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - now.getTime());
}
