import type { IssueHost } from './client.ts';
import { GitHubError } from './failure.ts';

const TRIES = 4;
const FIRST_PAUSE_MS = 1000;
/** A run that waits longer for a rate limit is better run again. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * Tries again what GitHub's trouble kept from being done. `work` begins anew each time, and looks first whether it is
 * done already, or whether people changed something meanwhile.
 *
 * @throws GitHubError after the last try, or where no other try would help
 */
export async function insistOn<T>(host: Pick<IssueHost, 'pause'>, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const pauseMs = error instanceof GitHubError ? pauseAfter(error, tries) : null;
      if (pauseMs === null || pauseMs > LONGEST_PAUSE_MS || tries === TRIES) throw error;
      await host.pause(pauseMs);
    }
  }
}

/** As long as GitHub asks for, else longer from try to try; null where waiting helps nothing. */
function pauseAfter(error: GitHubError, tries: number): number | null {
  return error.retryAfterMs ?? (error.isAmbiguous ? FIRST_PAUSE_MS * tries ** 2 : null);
}
