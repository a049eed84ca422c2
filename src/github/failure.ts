import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';
import { adviseOnRefusal } from './refusal.ts';

/** GitHub did not do what was asked. The message says which permission or setting to change. */
export class GitHubError extends ActionError {
  override name = 'GitHubError';
  /** Null if no answer came. */
  readonly status: number | null;
  /** Whether the request may have taken effect although no good answer came. */
  readonly isAmbiguous: boolean;
  /** Whether it answered with success, but the answer cannot be read. */
  readonly isMalformed: boolean;
  /** Whether the conversation of the issue is locked. */
  readonly isLocked: boolean;
  /** How long to wait before the request may be sent again, if a rate limit is the reason; otherwise null. */
  readonly retryAfterMs: number | null;

  constructor(message: string, status: number | null, options: ErrorOptions & GitHubErrorDetail) {
    super(message, options);
    this.status = status;
    this.isMalformed = options.isMalformed ?? false;
    this.isAmbiguous = this.isMalformed || status === null || status >= 500;
    this.isLocked = options.isLocked ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

interface GitHubErrorDetail {
  readonly isMalformed?: boolean;
  readonly isLocked?: boolean;
  readonly retryAfterMs?: number | null;
}

/** The parts of an error of Octokit that are read. */
interface RequestFailure {
  readonly status?: number;
  readonly message?: string;
  /** Of GraphQL, whose answers have the status 200. */
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

/**
 * Turns an error of Octokit into one line.
 *
 * @param what such as `edit issue #5`
 * @param repository `owner/name`
 */
export function explainGitHub(error: unknown, what: string, repository: string): GitHubError {
  const start = `GitHub could not ${what} in ${repository}`;
  if (error instanceof z.ZodError) {
    const line = `${start}: its answer is cut, or not what GitHub sends. Check the proxies on the way, and GITHUB_API_URL.`;
    return new GitHubError(line, null, { cause: error, isMalformed: true });
  }
  const failure = (typeof error === 'object' && error !== null ? error : {}) as RequestFailure;
  const status = statusOf(failure);
  const line =
    status === null
      ? `${start}: no answer. Check the network of the runner and https_proxy.`
      : `${status}: ${start}. ${advice(status, failure, repository)}`;
  return new GitHubError(line, status, {
    cause: error,
    isLocked: status === 403 && /\blocked\b/i.test(wordsOf(failure)),
    retryAfterMs: isRateLimit(status, failure) ? waitOf(failure) : null,
  });
}

/** GitHub's own words, such as "Unable to create comment because issue is locked." */
function wordsOf({ message = '', errors = [] }: RequestFailure): string {
  return [message, ...errors.map((error) => error.message ?? '')].join(' ');
}

/** GitHub Docs, "Rate limits for the REST API": primary and secondary limits come as 403 or as 429. */
function isRateLimit(status: number | null, failure: RequestFailure): boolean {
  if (status !== 403 && status !== 429) return false;
  if (status === 429 || /rate limit/i.test(wordsOf(failure))) return true;
  return failure.response?.headers?.['x-ratelimit-remaining'] === '0';
}

/** GitHub Docs, as above: `retry-after` in seconds, or the moment `x-ratelimit-reset`, or at least a minute. */
function waitOf({ response }: RequestFailure): number {
  const headers = response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (seconds > 0) return seconds * 1000;
  const untilMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']));
  return headers['x-ratelimit-remaining'] === '0' && untilMs > 0 ? untilMs : 60_000;
}

/** The status of the answer. GraphQL answers with 200: its errors get the status that REST has for them. */
function statusOf({ status, response, errors }: RequestFailure): number | null {
  if (errors !== undefined) return statusOfGraphql(errors);
  // Octokit gives a failed connection the status 500, but only an answer has headers.
  return response === undefined ? null : (status ?? null);
}

function statusOfGraphql(errors: NonNullable<RequestFailure['errors']>): number {
  if (errors.some(({ type = '' }) => type.includes('RATE_LIMIT'))) return 429;
  if (errors.some(({ type }) => type === 'NOT_FOUND')) return 404;
  if (errors.some(({ message = '' }) => /something went wrong|timed? ?out/i.test(message))) return 502;
  return 403;
}

function advice(status: number, failure: RequestFailure, repository: string): string {
  if (isRateLimit(status, failure)) {
    return 'Too many requests with this token. Run the workflow at another time, or less often.';
  }
  switch (status) {
    case 403:
      return adviseOnRefusal(wordsOf(failure));
    case 401:
      return 'The token is wrong or expired. Check github-token.';
    case 404:
      return `There is no such repository or issue, or the token cannot see it: check issue-repository. If it is not the workflow's own repository, github-token has to be a token for ${repository}.`;
    case 410:
      if (/deleted/i.test(wordsOf(failure)))
        return 'The issue was deleted. The next run opens a new one if it is needed.';
      return 'Issues are turned off there. Turn them on under Settings > General > Features.';
    case 422:
      return `It refuses the values: ${refusedFields(failure.response?.data)}. Check issue-title, issue-labels and issue-assignees.`;
    default:
      return status >= 500
        ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
        : 'This answer is not expected. Please report this.';
  }
}

/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data: unknown): string {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
  const fields = (Array.isArray(errors) ? errors : []).map((entry: unknown) => {
    const { field, code } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
      string,
      unknown
    >;
    return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
  });
  return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}
