import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, send } from '../http/transport.ts';
import { createAgents, type Environment } from '../http/tunnel.ts';
import { causes } from '../shared/errors.ts';
import { explainGitHub, GitHubError } from './failure.ts';
import { type Pause, retry } from './requests.ts';

/** Whether everybody can read a repository; null if that is not known. */
export interface Visibility {
  readonly isPublic: boolean | null;
  /** Why it is not known, in words of this action; null if it is known. */
  readonly because: string | null;
  /** More about it for the debug log. It can hold text from GitHub. */
  readonly problem: string | null;
}

/** How GitHub is asked. */
export interface Question {
  readonly token: string | null;
  /** The address of the REST API, without a slash at its end; null if GITHUB_API_URL is not an address. */
  readonly apiUrl: string | null;
  /** Names the proxy. */
  readonly env: Environment;
  /** Gives up. */
  readonly signal: AbortSignal;
  /** Waits before another attempt. */
  readonly pause?: Pause;
}

/** For one request. */
const TIMEOUT_MS = 5000;
/** For all of them together: the report waits for the answer. */
const TOTAL_MS = 10_000;
const PATIENCE = { attempts: 2, longestPauseMs: 5000 };
const MAX_REDIRECTS = 3;

/**
 * Asks GitHub for the visibility of a repository: a plain request, since loading Octokit takes longer than the answer.
 * The payload of the event is not used: a schedule has none, and a run that is started again has the payload of its first
 * attempt.
 *
 * @param repository `owner/name`; null if the workflow's own repository has no name
 */
export async function readVisibility(repository: string | null, question: Question): Promise<Visibility> {
  const { token, apiUrl, env } = question;
  if (token === null) return notKnown('there is no github-token');
  if (repository === null || !/^[^/]+\/[^/]+$/.test(repository)) {
    return notKnown('GITHUB_REPOSITORY does not name it');
  }
  if (apiUrl === null) return notKnown('GITHUB_API_URL is not an address');
  const url = new URL(`${apiUrl}/repos/${repository.split('/').map(encodeURIComponent).join('/')}`);
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(TOTAL_MS)]);
  const pause = question.pause ?? ((ms: number) => sleep(ms, undefined, { signal }));
  const ask = async () => {
    try {
      return visibilityOf(await get(url, token, signal, env));
    } catch (error) {
      throw explainGitHub(error, 'tell whether everybody can read it', repository);
    }
  };
  try {
    return await retry(pause, ask, { patience: PATIENCE });
  } catch (error) {
    const failure = error instanceof GitHubError ? error : null;
    const because =
      failure?.status == null
        ? 'GitHub gave no answer that can be read'
        : `GitHub answered ${failure.status}`;
    return notKnown(because, causes(failure?.cause ?? error).join(' ← '));
  }
}

function notKnown(because: string, problem = because): Visibility {
  return { isPublic: null, because, problem };
}

/** Follows redirects to the same server, which GitHub sends for a repository that was renamed. */
async function get(url: URL, token: string, signal: AbortSignal, env: Environment): Promise<Answer> {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `token ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  const request = { headers, agents: createAgents(url, env), timeoutMs: TIMEOUT_MS, signal };
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

/**
 * Reads an answer. GitHub Enterprise Server may leave `visibility` out.
 *
 * @throws an error such as Octokit's for another status than 200, SyntaxError for other than JSON
 */
function visibilityOf({ status, headers, body }: Answer): Visibility {
  const text = body.toString();
  if (status !== 200) {
    throw Object.assign(new Error(`${status}: ${text.slice(0, 500)}`), { status, response: { headers } });
  }
  const { visibility, private: isPrivate } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
  const known = (isPublic: boolean): Visibility => ({ isPublic, because: null, problem: null });
  if (visibility === 'public') return known(true);
  if (visibility === 'private' || visibility === 'internal') return known(false);
  if (visibility === undefined && typeof isPrivate === 'boolean') return known(!isPrivate);
  return notKnown('the answer of GitHub does not say it');
}
