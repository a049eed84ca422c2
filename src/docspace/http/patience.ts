import type { RetryDecision } from './retry.ts';

/**
 * All waiting of a client together, in milliseconds: as many pauses of a minute as the cloud's limit of 1,500 requests a
 * minute takes for 90,000 requests, more than a portal has suspects.
 */
export const MOST_WAITING_MS = 60 * 60_000;

/** How long the requests of a client may still wait. Waiting counts as planned, not as measured. */
export interface Patience {
  /**
   * Looks at a decision for one request before it is followed.
   *
   * @param tries of that request that have failed so far
   * @returns the decision, or an end where all requests together would wait too long
   */
  allow(decision: RetryDecision, tries: number): RetryDecision;
  /** Waits so many milliseconds. */
  wait(ms: number): Promise<void>;
}

/**
 * What several requests wait at the same time counts once: a wait that begins while another one is under way is taken to
 * have begun with it.
 */
export function createPatience(sleep: (ms: number) => Promise<void>): Patience {
  let waitedMs = 0;
  return {
    allow(decision, tries) {
      if (!decision.retry || waitedMs + decision.delayMs <= MOST_WAITING_MS) return decision;
      return {
        retry: false,
        because: `Gave up after ${tries} ${tries === 1 ? 'try' : 'tries'} and ${Math.round(waitedMs / 1000)} s of waiting, that of all requests together; ${MOST_WAITING_MS / 1000} s is the most.`,
      };
    },
    async wait(ms) {
      const untilMs = waitedMs + ms;
      await sleep(ms);
      waitedMs = Math.max(waitedMs, untilMs);
    },
  };
}
