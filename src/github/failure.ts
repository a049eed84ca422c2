import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';

/** GitHub did not do what was asked; the message says which permission or setting to change. */
export class GitHubError extends ActionError {
  override name = 'GitHubError';
  /** Null where no answer came. */
  readonly status: number | null;
  /** Whether the request may have taken effect although no good answer came. */
  readonly isAmbiguous: boolean;
  /** Whether it answered with success, but not with what was asked for. */
  readonly isMalformed: boolean;
  /** Whether the conversation of the issue is locked. */
  readonly isLocked: boolean;
  /** How long to wait before the request may be sent again, where a rate limit is the reason; else null. */
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

/** What is read of an error of Octokit. */
interface RequestFailure {
  readonly status?: number;
  readonly message?: string;
  /** Of GraphQL. */
  readonly errors?: readonly { readonly type?: string }[];
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
    isLocked: status === 403 && isAboutLock(failure),
    retryAfterMs: isRateLimit(status, failure) ? waitOf(failure) : null,
  });
}

/** "Unable to create comment because issue is locked." */
function isAboutLock({ message = '' }: RequestFailure): boolean {
  return /\blocked\b/i.test(message);
}

/** Docs, "Rate limits for the REST API": both kinds come as 403 or as 429. */
function isRateLimit(status: number | null, { message = '', response }: RequestFailure): boolean {
  if (status !== 403 && status !== 429) return false;
  return (
    status === 429 || /rate limit/i.test(message) || response?.headers?.['x-ratelimit-remaining'] === '0'
  );
}

/** Docs, as above: `retry-after` in seconds, or the moment `x-ratelimit-reset`, or at least a minute. */
function waitOf({ response }: RequestFailure): number {
  const headers = response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (seconds > 0) return seconds * 1000;
  const untilMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']));
  return headers['x-ratelimit-remaining'] === '0' && untilMs > 0 ? untilMs : 60_000;
}

/** The status of the answer. GraphQL answers with 200 and says in words what is wrong. */
function statusOf({ status, response, errors }: RequestFailure): number | null {
  if (errors !== undefined) return errors.some(({ type }) => /RATE_LIMIT/.test(type ?? '')) ? 429 : 403;
  // Octokit gives a failed connection the status 500; an answer has headers.
  return response === undefined ? null : (status ?? null);
}

function advice(status: number, failure: RequestFailure, repository: string): string {
  const { response, message = '' } = failure;
  if (isRateLimit(status, failure)) {
    return 'Too many requests with this token. Run the workflow at another time, or less often.';
  }
  if (status === 403) {
    if (/archived/i.test(message)) return 'The repository is archived, and can only be read.';
    if (isAboutLock(failure)) return 'Its conversation is locked. Unlock it in the side bar of the issue.';
    if (/SAML/i.test(message))
      return 'The organization wants single sign-on: authorize the token for it, or use the token of an app.';
    return 'The token lacks a permission: add "issues: write" under "permissions:" of the job.';
  }
  switch (status) {
    case 401:
      return 'The token is wrong or expired. Check github-token.';
    case 404:
      return `There is no such repository or issue, or the token does not see it: check issue-repository; for another repository than the workflow's own, github-token has to be a token for ${repository}.`;
    case 410:
      if (/deleted/i.test(message))
        return 'The issue was deleted. The next run opens a new one where it is needed.';
      return 'Issues are turned off there. Turn them on under Settings > General > Features.';
    case 422:
      return `It refuses the values: ${refusedFields(response?.data)}. Check issue-title, issue-labels and issue-assignees.`;
    default:
      return status >= 500
        ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
        : 'This answer is not expected. Please report this.';
  }
}

/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data: unknown): string {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
  const fields = (Array.isArray(errors) ? errors : []).map((one: unknown) => {
    const { field, code } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
  });
  return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}
