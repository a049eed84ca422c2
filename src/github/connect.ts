import { getOctokit } from '@actions/github';
import type { Answer } from '../http/transport.ts';
import type { Environment } from '../http/tunnel.ts';
import { createSender, type GitHubRequest } from './send.ts';

/**
 * Octokit, which sends its requests as all others to GitHub are sent. It sends nothing twice: retries are in
 * `requests.ts`.
 *
 * @param baseUrl the address of the REST API, without a slash at its end
 * @param signal ends all requests
 * @throws ActionError if the environment names a proxy that cannot be used
 */
export function connect(token: string, baseUrl: string, env: Environment, signal: AbortSignal) {
  // By default, Octokit writes to the console, past the rules of the job log. Errors are thrown.
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const send = createSender(baseUrl, env, signal);
  const fetch = async (address: string, { method, headers, body }: GitHubRequest) => {
    const answer = await send(new URL(address), { method, headers, body });
    // A status such as 204 allows no body, not even an empty one.
    const content = answer.body.length > 0 ? answer.body : null;
    return new Response(content, { status: answer.status, headers: headersOf(answer) });
  };
  const octokit = getOctokit(token, { baseUrl, log, request: { fetch, log } });
  octokit.hook.after('request', (response) => {
    const { status } = response;
    // Octokit takes a redirect that was not followed for a success.
    if (status >= 300) throw Object.assign(new Error(`${status}`), { status, response });
  });
  return octokit;
}

function headersOf({ headers }: Answer): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) all.set(name, String(value));
  return all;
}

export type Octokit = ReturnType<typeof connect>;
