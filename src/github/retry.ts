import { GitHubError } from './failure.ts';

/**
 * When a request to GitHub is sent again: reads, writes, and the question whether a repository is public. Which failures
 * may pass is in `failure.ts`.
 */

/** How much one request may cost. */
export interface Patience {
  readonly attempts: number;
  /** The longest wait before another attempt. If GitHub asks for more, the request fails at once. */
  readonly longestPauseMs: number;
}

/** GitHub can ask to wait for an hour. It is better to run the workflow again later. */
const PATIENCE: Patience = { attempts: 4, longestPauseMs: 5 * 60_000 };
const FIRST_PAUSE_MS = 1000;
/** GitHub Docs, "Rate limits for the REST API": at least a minute, if the limit names no time. */
const UNNAMED_LIMIT_MS = 60_000;

export type Pause = (ms: number) => Promise<void>;
/** Reads whether a request took effect although no good answer came; null if it did not. */
export type Look<T> = () => Promise<T | null>;

/**
 * Sends a request until it is answered.
 *
 * @param look is called before each further attempt. A result ends the retries, and so does an error of its own.
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
export async function retry<T>(
  pause: Pause,
  attempt: () => Promise<T>,
  { look, patience = PATIENCE }: { look?: Look<T> | undefined; patience?: Patience } = {},
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = error instanceof GitHubError ? pauseAfter(error, attempts, patience) : null;
      if (pauseMs === null) throw error;
      await pause(pauseMs);
    }
    const found = await look?.();
    if (found != null) return found;
  }
}

/** @returns null if the request is not sent again */
function pauseAfter(error: GitHubError, attempts: number, { longestPauseMs, ...patience }: Patience) {
  const { mayPass, isRateLimit, retryAfterMs } = error;
  if (!mayPass || attempts >= patience.attempts) return null;
  const ownMs = isRateLimit ? UNNAMED_LIMIT_MS : FIRST_PAUSE_MS * attempts ** 2;
  const pauseMs = retryAfterMs ?? Math.min(ownMs, longestPauseMs);
  return pauseMs <= longestPauseMs ? pauseMs : null;
}
