import { getOctokit } from '@actions/github';

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Octokit with a timeout for each request. It uses the proxy settings of the environment and sends nothing twice:
 * retries are in `requests.ts`.
 *
 * @param baseUrl the address of the REST API, without a slash at its end
 */
export function connect(token: string, baseUrl: string) {
  // By default, Octokit writes to the console, past the rules of the job log. Errors are thrown.
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = getOctokit(token, { baseUrl, log });
  octokit.hook.before('request', (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
  });
  return octokit;
}

export type Octokit = ReturnType<typeof connect>;
