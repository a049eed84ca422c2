import type { CallKind } from '../calls.ts';
import { type Failure, isRateLimit, isRoomSpecific, isTransient } from './failure.ts';

/** How often, and how long in all, one request is tried again. Waiting counts as planned, not as measured. */
export const RETRY_LIMITS = {
  /** Tries of a request that fails for any reason but those below. */
  tries: 6,
  /** Tries where the failure speaks of one room alone: the others, and the run, need not wait for it. */
  roomTries: 3,
  /** The same where no answer comes in time: each of these tries takes as long as a request may. */
  roomTimeoutTries: 2,
  /** Tries of a request that is told to slow down: each of them waits as long as it is told. */
  rateLimitedTries: 20,
  /** All waiting of one request together. */
  waitMs: 5 * 60_000,
} as const;

const FIRST_DELAY_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

/** What to do after a failed try: wait so long and try again, or end, and why (nothing where no try could help). */
export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number }
  | { readonly retry: false; readonly because: string };

/**
 * Decides about another try. Exponential backoff with jitter: half of each delay is chance, so that requests that
 * failed together do not come back together. A `Retry-After` that is longer is kept to.
 *
 * @param tries how many have failed so far, at least 1
 * @param waitedMs what this request has waited so far
 * @param random a number in [0, 1)
 * @param kind of the call that failed
 */
export function decideRetry(
  failure: Failure,
  tries: number,
  waitedMs: number,
  now: Date,
  random: number,
  kind: CallKind,
): RetryDecision {
  if (!isTransient(failure)) return { retry: false, because: '' };
  const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
  const askedMs = failure.kind === 'status' ? parseRetryAfter(failure.retryAfter, now) : null;
  const delayMs = Math.max(backoffMs * (0.5 + random / 2), askedMs ?? 0);
  if (tries >= mostTries(failure, kind)) {
    return { retry: false, because: `Gave up after ${tries} tries.` };
  }
  if (waitedMs + delayMs > RETRY_LIMITS.waitMs) {
    const asked =
      askedMs === null || waitedMs + askedMs <= RETRY_LIMITS.waitMs
        ? ''
        : ` (it asks for another ${Math.ceil(askedMs / 1000)} s)`;
    return {
      retry: false,
      because: `Gave up after ${tries} ${tries === 1 ? 'try' : 'tries'} and ${Math.round(waitedMs / 1000)} s of waiting; ${RETRY_LIMITS.waitMs / 1000} s is the most${asked}.`,
    };
  }
  return { retry: true, delayMs };
}

function mostTries(failure: Failure, kind: CallKind): number {
  if (isRateLimit(failure)) return RETRY_LIMITS.rateLimitedTries;
  if (!isRoomSpecific(failure, kind)) return RETRY_LIMITS.tries;
  return failure.kind === 'timeout' ? RETRY_LIMITS.roomTimeoutTries : RETRY_LIMITS.roomTries;
}

/**
 * Reads a `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
 *
 * @returns milliseconds from `now` on, at least 0; null where there is none that can be read
 */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  // Date.parse alone would take "+2100" for a year.
  const atMs = /^[A-Za-z]+,? .*GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - now.getTime());
}
