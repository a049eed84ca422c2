import { GitHubError } from './failure.ts';

/**
 * All retries towards GitHub, except that Octokit's throttling plugin waits for the rate limit of reads. A lasting 502
 * costs four requests: a read is sent four times; a write is sent four times, and before each new try the action looks
 * whether the last one took effect.
 */

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1000;
/** If a rate limit asks for more, it is better to run the workflow again later. */
const MAX_PAUSE_MS = 5 * 60_000;

export type Pause = (ms: number) => Promise<void>;

/**
 * Sends a read until it is answered.
 *
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
export async function retryRead<T>(pause: Pause, read: () => Promise<T>): Promise<T> {
  return retry(pause, read, (error) => error.isAmbiguous);
}

/**
 * Sends a write until it has taken effect.
 *
 * @param write is sent at once or not at all
 * @param look reads whether the write took effect although no good answer came, and prepares the next attempt. A result
 *   that is not null ends the retries. Its own errors are not retried again.
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
export async function retryWrite<T>(
  pause: Pause,
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<T> {
  let isFirst = true;
  const attempt = async (): Promise<T> => {
    const found = isFirst ? null : await look().catch(giveUp);
    isFirst = false;
    return found ?? write();
  };
  try {
    return await retry(pause, attempt, (error) => error.isAmbiguous || error.retryAfterMs !== null);
  } catch (error) {
    throw error instanceof LookFailed ? error.cause : error;
  }
}

/** Carries an error past the retries. */
class LookFailed extends Error {}

function giveUp(cause: unknown): never {
  throw new LookFailed('the look before another attempt failed', { cause });
}

async function retry<T>(
  pause: Pause,
  attempt: () => Promise<T>,
  mayHelp: (error: GitHubError) => boolean,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof GitHubError) || !mayHelp(error) || attempts === MAX_ATTEMPTS) throw error;
      const pauseMs = error.retryAfterMs ?? FIRST_PAUSE_MS * attempts ** 2;
      if (pauseMs > MAX_PAUSE_MS) throw error;
      await pause(pauseMs);
    }
  }
}
