import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../http/transport.ts';
import type { Environment } from '../http/tunnel.ts';
import { causes } from '../shared/errors.ts';
import { explainGitHub, GitHubError } from './failure.ts';
import { type Pause, retry } from './requests.ts';
import { createSender, NoAnswerError } from './send.ts';

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

/**
 * Asks GitHub for the visibility of a repository: a plain request, since loading Octokit takes longer than the answer.
 * The payload of the event is not used: a schedule has none, and a run that is started again has the payload of its first
 * attempt.
 *
 * @param repository `owner/name`; null if the workflow's own repository has no name
 */
export async function readVisibility(repository: string | null, question: Question): Promise<Visibility> {
  const { token, apiUrl, env, signal } = question;
  if (token === null) return notKnown('there is no github-token');
  if (repository === null || !/^[^/]+\/[^/]+$/.test(repository)) {
    return notKnown('GITHUB_REPOSITORY does not name it');
  }
  if (apiUrl === null) return notKnown('GITHUB_API_URL is not an address');
  const url = new URL(`${apiUrl}/repos/${repository.split('/').map(encodeURIComponent).join('/')}`);
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `token ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  const pause = question.pause ?? ((ms: number) => sleep(ms, undefined, { signal }));
  try {
    const send = createSender(apiUrl, env, signal);
    return await retry(pause, async () => {
      try {
        return visibilityOf(await send(url, { headers }));
      } catch (error) {
        throw explainGitHub(error, 'tell whether everybody can read it', repository);
      }
    });
  } catch (error) {
    const { status = null, cause } = error instanceof GitHubError ? error : {};
    const code = cause instanceof NoAnswerError ? ` (${cause.message})` : '';
    const because =
      status === null ? `GitHub gave no answer that can be read${code}` : `GitHub answered ${status}`;
    return notKnown(because, causes(error).join(' ← '));
  }
}

function notKnown(because: string, problem = because): Visibility {
  return { isPublic: null, because, problem };
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
