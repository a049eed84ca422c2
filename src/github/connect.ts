import './undici.ts';
import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';

const REQUEST_TIMEOUT_MS = 30_000;
/** GitHub can ask to wait for an hour. It is better to run the workflow again later. */
const LONGEST_WAIT_SECONDS = 5 * 60;
const RATE_LIMIT_RETRIES = 3;

/**
 * The member `request` of a call whose values were just read. Such a call is not sent again later, when the values may
 * have changed.
 */
export const AT_ONCE = { retries: 0, isAtOnce: true };

/**
 * Octokit with a timeout for each request, retries, and waits that follow GitHub's rate limits. It uses the proxy
 * settings of the environment.
 *
 * @param baseUrl the address of the REST API
 */
export function connect(token: string, baseUrl: string) {
  const mayWait = (seconds: number, { request }: { request?: { isAtOnce?: boolean } }, retryCount: number) =>
    request?.isAtOnce !== true && seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
  return getOctokit(
    token,
    {
      // The toolkit's own default keeps a slash at the end, and every address would have two.
      baseUrl,
      throttle: {
        onRateLimit: (seconds: number, settings: object, _octokit: object, count: number) =>
          mayWait(seconds, settings, count),
        onSecondaryRateLimit: (seconds: number, settings: object, _octokit: object, count: number) =>
          mayWait(seconds, settings, count),
      },
      // By default, Octokit writes to the console, past the rules of the job log.
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    },
    withTimeout,
    retry,
    throttling,
  );
}

function ignore(): void {
  // Errors are thrown.
}

/** The first plugin, so that each attempt has its own timeout. */
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
