import './undici.ts';
import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';

const REQUEST_TIMEOUT_MS = 30_000;
/** GitHub may ask to wait an hour; a run that waits so long is better run again. */
const LONGEST_WAIT_SECONDS = 5 * 60;
const RATE_LIMIT_RETRIES = 3;

/**
 * For the member `request` of a call that holds what was just read: it fails rather than being sent later, when that
 * may have changed.
 */
export const AT_ONCE = { retries: 0, isAtOnce: true };

/**
 * Octokit with a timeout for each request, retries, and respect for GitHub's rate limits. It follows
 * `GITHUB_API_URL` and the proxy settings of the environment.
 *
 * @param patience `brief`: GitHub's rate limits are not waited for
 */
export function connect(token: string, patience: 'patient' | 'brief' = 'patient') {
  const mayWait = (seconds: number, { request }: { request?: { isAtOnce?: boolean } }, retryCount: number) =>
    request?.isAtOnce !== true && seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
  return getOctokit(
    token,
    {
      throttle: {
        enabled: patience === 'patient',
        onRateLimit: (seconds: number, settings: object, _octokit: object, count: number) =>
          mayWait(seconds, settings, count),
        onSecondaryRateLimit: (seconds: number, settings: object, _octokit: object, count: number) =>
          mayWait(seconds, settings, count),
      },
      // The default also writes to the console, past the job log's own rules.
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    },
    withTimeout,
    retry,
    throttling,
  );
}

function ignore(): void {
  // Nothing: what matters is thrown.
}

/** First among the plugins, so that the time of each try is counted on its own. */
function withTimeout(octokit: { hook: { wrap: (name: 'request', hook: never) => void } }): object {
  const hook = (send: (options: object) => unknown, options: { request?: { signal?: AbortSignal } }) => {
    const signals = [AbortSignal.timeout(REQUEST_TIMEOUT_MS), options.request?.signal].filter(
      (signal) => signal !== undefined,
    );
    return send({ ...options, request: { ...options.request, signal: AbortSignal.any(signals) } });
  };
  octokit.hook.wrap('request', hook as never);
  return {};
}

export type Octokit = ReturnType<typeof connect>;
