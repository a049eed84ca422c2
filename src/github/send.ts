import { type Explanation, explainConnection, text } from '../http/explain.ts';
import { mayPass } from '../http/failure.ts';
import {
  type Answer,
  type SendOptions,
  send,
  TransportError,
  type TransportFailure,
} from '../http/transport.ts';
import { createAgents, type Environment } from '../http/tunnel.ts';

const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 307, 308];

/** No whole answer came from GitHub. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
  readonly explanation: Explanation;
  /** Whether another attempt can help. */
  readonly mayPass: boolean;

  constructor(explanation: Explanation, mayPass: boolean, cause: TransportError) {
    super(cause.message, { cause });
    this.explanation = explanation;
    this.mayPass = mayPass;
  }
}

export type GitHubRequest = Pick<SendOptions, 'method' | 'headers' | 'body'>;

/**
 * Returns a function that sends requests to the API of GitHub and reads the answers. A redirect to the same server is
 * followed with the same request, as GitHub's documentation asks for: it sends them for a repository that was renamed.
 * A redirect to another server is returned as it is: the token, and what is written, must not travel there.
 *
 * @param signal ends all requests
 * @throws ActionError if the environment names a proxy that cannot be used. The function throws NoAnswerError
 */
export function createSender(
  apiUrl: string,
  env: Environment,
  signal: AbortSignal,
): (url: URL, request: GitHubRequest) => Promise<Answer> {
  const agents = createAgents(new URL(apiUrl), env);
  let hasAnswered = false;

  const sendOnce = async (url: URL, request: GitHubRequest): Promise<Answer> => {
    try {
      const answer = await send(url, { ...request, agents, timeoutMs: TIMEOUT_MS, signal });
      hasAnswered = true;
      return answer;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new NoAnswerError(explain(error.failure, url), mayPass(error.failure, hasAnswered), error);
    }
  };

  return async (url, request) => {
    let target = url;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await sendOnce(target, request);
      const next = redirectTarget(answer, target);
      if (next === null || redirects === MAX_REDIRECTS) return answer;
      target = next;
    }
  };
}

/** Null unless the answer redirects to the same server. */
function redirectTarget({ status, headers: { location = '' } }: Answer, from: URL): URL | null {
  if (!REDIRECTS.includes(status) || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : null;
}

function explain(failure: TransportFailure, url: URL): Explanation {
  switch (failure.kind) {
    case 'network':
    case 'proxy':
      return explainConnection(failure, { url, name: 'GitHub', setting: 'GITHUB_API_URL' }, '');
    case 'timeout':
      return text(
        `No whole answer from ${url.host} within ${TIMEOUT_MS / 1000} s.`,
        'Check that GitHub is up, and the proxies on the way.',
      );
    default:
      return text(
        `The answer from ${url.host} is cut, or not what GitHub sends.`,
        'Check the proxies on the way, and GITHUB_API_URL.',
      );
  }
}
