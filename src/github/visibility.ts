import { type Answer, send } from '../http/transport.ts';
import { createAgents, type Environment } from '../http/tunnel.ts';
import { causes } from '../shared/errors.ts';
import { apiUrl } from './api-url.ts';

/** Whether everybody can read a repository; null if that is not known. */
export interface Visibility {
  readonly isPublic: boolean | null;
  /** Why it is not known, in words of this action; null if it is known. */
  readonly because: string | null;
  /** More about it for the debug log. It can hold text from GitHub. */
  readonly problem: string | null;
}

const USER_AGENT = 'abandoned-rooms';
/** For one request; all of them together have twice as long. */
const TIMEOUT_MS = 5000;
const ATTEMPTS = 2;
const MAX_REDIRECTS = 3;

/**
 * Asks GitHub for the visibility of a repository: a plain request, since loading Octokit takes longer than the answer.
 * A failed request is sent once more. The payload of the event is not used: a schedule has none, and a run that is
 * started again has the payload of its first attempt.
 *
 * @param repository `owner/name`; null if the workflow's own repository has no name
 * @param signal gives up
 * @param env names the proxy
 */
export async function readVisibility(
  token: string | null,
  repository: string | null,
  signal: AbortSignal,
  env: Environment,
): Promise<Visibility> {
  if (token === null) return notKnown('there is no github-token');
  if (repository === null || !/^[^/]+\/[^/]+$/.test(repository)) {
    return notKnown('GITHUB_REPOSITORY does not name it');
  }
  const base = apiUrl();
  if (base === null) return notKnown('GITHUB_API_URL is not an address');
  const url = new URL(`${base}/repos/${repository.split('/').map(encodeURIComponent).join('/')}`);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPTS * TIMEOUT_MS)]);
  let last = notKnown('GitHub was not asked');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const answer = await get(url, token, ended, env);
      const text = answer.body.toString();
      if (answer.status === 200) return visibilityOf(JSON.parse(text));
      last = notKnown(`GitHub answered ${answer.status}`, `${answer.status}: ${text.slice(0, 200)}`);
      // Another attempt does not change a refusal.
      if (answer.status < 500) break;
    } catch (error) {
      last = notKnown('GitHub gave no answer that can be read', causes(error).join(' ← '));
    }
  }
  return last;
}

function notKnown(because: string, problem = because): Visibility {
  return { isPublic: null, because, problem };
}

/** Follows redirects to the same server, which GitHub sends for a repository that was renamed. */
async function get(url: URL, token: string, signal: AbortSignal, env: Environment): Promise<Answer> {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `token ${token}`,
    'user-agent': USER_AGENT,
    'x-github-api-version': '2022-11-28',
  };
  const request = { headers, agents: createAgents(url, USER_AGENT, env), timeoutMs: TIMEOUT_MS, signal };
  let answer = await send(url, request);
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
    const target = redirectTarget(answer, url);
    if (target === null) break;
    answer = await send(target, request);
  }
  return answer;
}

/** Null unless the answer redirects to the same server: the token must not travel to another one. */
function redirectTarget({ status, headers: { location = '' } }: Answer, from: URL): URL | null {
  if (![301, 302, 307, 308].includes(status) || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : null;
}

/** GitHub Enterprise Server may leave `visibility` out. */
function visibilityOf(data: unknown): Visibility {
  const { visibility, private: isPrivate } = (data ?? {}) as { visibility?: unknown; private?: unknown };
  const known = (isPublic: boolean): Visibility => ({ isPublic, because: null, problem: null });
  if (visibility === 'public') return known(true);
  if (visibility === 'private' || visibility === 'internal') return known(false);
  if (visibility === undefined && typeof isPrivate === 'boolean') return known(!isPrivate);
  return notKnown('the answer of GitHub does not say it');
}
