import { mayStatusPass } from '../http/failure.ts';
import { ActionError } from '../shared/errors.ts';
import { NoAnswerError } from './send.ts';

/** GitHub did not do what was asked. The message says which permission or setting to change. */
export class GitHubError extends ActionError {
  override name = 'GitHubError';
  /** Null if no answer came, or none that can be read. */
  readonly status: number | null;
  /** Whether the request may have taken effect although no good answer came. */
  readonly isAmbiguous: boolean;
  /** Whether the conversation of the issue is locked. */
  readonly isLocked: boolean;
  readonly isRateLimit: boolean;
  /** How long a rate limit asks to wait; null if it names no time, and for other failures. */
  readonly retryAfterMs: number | null;
  /** Whether the failure may pass by itself, so that another attempt can help. */
  readonly mayPass: boolean;

  constructor(message: string, status: number | null, options: ErrorOptions & GitHubErrorDetail = {}) {
    super(message, options);
    this.status = status;
    this.isAmbiguous = status === null || status >= 500;
    this.isLocked = options.isLocked ?? false;
    this.isRateLimit = options.isRateLimit ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.mayPass = options.mayPass ?? (status === null || this.isRateLimit || mayStatusPass(status));
  }
}

interface GitHubErrorDetail {
  readonly isLocked?: boolean;
  readonly isRateLimit?: boolean;
  readonly retryAfterMs?: number | null;
  readonly mayPass?: boolean;
}

/** The parts of an error of Octokit that are read. */
interface RequestFailure {
  readonly status?: number;
  readonly message?: string;
  readonly cause?: unknown;
  /** Of GraphQL, whose answers have the status 200. */
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
  readonly response?: {
    readonly headers?: Readonly<Record<string, unknown>>;
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
  const failure = (typeof error === 'object' && error !== null ? error : {}) as RequestFailure;
  // Octokit wraps what was thrown while it sent a request.
  const unanswered = [error, failure.cause].find((thrown) => thrown instanceof NoAnswerError);
  if (unanswered !== undefined) {
    const { happened, advice } = unanswered.explanation;
    const { mayPass } = unanswered;
    return new GitHubError(`${start}. ${happened} ${advice}`, null, { cause: error, mayPass });
  }
  const status = statusOf(failure);
  const line =
    status === null
      ? `${start}: its answer is cut, or not what GitHub sends. Check the proxies on the way, and GITHUB_API_URL.`
      : `${status}: ${start}. ${advice(status, failure, repository)}`;
  return new GitHubError(line, status, {
    cause: error,
    isLocked: status === 403 && /\blocked\b/i.test(wordsOf(failure)),
    isRateLimit: isRateLimit(status, failure),
    retryAfterMs: isRateLimit(status, failure) ? waitOf(failure) : null,
  });
}

/** GitHub's own words, such as "Unable to create comment because issue is locked." */
function wordsOf({ message = '', errors = [] }: RequestFailure): string {
  return [message, ...errors.map((error) => error.message ?? '')].join(' ');
}

/** GitHub Docs, "Rate limits for the REST API": primary and secondary limits come as 403 or as 429. */
function isRateLimit(status: number | null, failure: RequestFailure): boolean {
  if (status !== 403) return status === 429;
  const headers = failure.response?.headers ?? {};
  const isNamed = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  return isNamed || /rate limit/i.test(wordsOf(failure));
}

/** GitHub Docs, as above: `retry-after` in seconds, or the moment `x-ratelimit-reset`. */
function waitOf({ response }: RequestFailure): number | null {
  const headers = response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (seconds > 0) return seconds * 1000;
  const untilMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']));
  return headers['x-ratelimit-remaining'] === '0' && untilMs > 0 ? untilMs : null;
}

/** The status of the answer. GraphQL answers with 200: its errors get the status that REST has for them. */
function statusOf({ status, response, errors }: RequestFailure): number | null {
  if (errors !== undefined) return statusOfGraphql(errors);
  // Octokit gives what was thrown while it sent a request the status 500, but only an answer has headers.
  return response === undefined ? null : (status ?? null);
}

function statusOfGraphql(errors: NonNullable<RequestFailure['errors']>): number {
  if (errors.some(({ type = '' }) => type.includes('RATE_LIMIT'))) return 429;
  if (errors.some(({ type }) => type === 'NOT_FOUND')) return 404;
  if (errors.some(({ message = '' }) => /something went wrong|timed? ?out/i.test(message))) return 502;
  return 403;
}

/**
 * GitHub's words in a 403, of REST and GraphQL alike, and what to do: it has no codes for its reasons. Only the first two
 * are about a missing permission.
 */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /resource not accessible by personal access token/i,
    'The token lacks a permission: give the personal access token "Issues: read and write" for this repository.',
  ],
  [
    /resource not accessible by|required scopes/i,
    'The token lacks a permission: add "issues: write" under "permissions:" of the job.',
  ],
  [
    /IP allow list/i,
    "The organization has an IP allow list, and the runner's address is not on it. Add the address to the list, or use a runner whose address is on it.",
  ],
  [
    /token'?s lifetime/i,
    'The organization does not allow tokens with such a long lifetime. Shorten the lifetime of github-token, or use the token of an app.',
  ],
  [
    /forbids access via a personal access token \(classic\)/i,
    'The organization does not allow classic tokens. Use the token of an app, or a fine-grained token, for github-token.',
  ],
  [
    /forbids access via/i,
    'The organization does not allow tokens of this kind. Use the token of an app for github-token.',
  ],
  [
    /OAuth App access restrictions/i,
    'The organization has to approve the app that made the token. Ask an owner of the organization.',
  ],
  [
    /SAML|single sign-on/i,
    'The organization requires single sign-on: authorize github-token for it, or use the token of an app.',
  ],
  [
    /suspended/i,
    'The account or the app of github-token is suspended. Use another token, or contact the administrator or GitHub Support.',
  ],
  [
    /\bblocked\b/i,
    'The account of github-token is blocked there, or the repository is. Use the token of another account.',
  ],
  [/archived/i, 'The repository is archived, and can only be read.'],
  [/\blocked\b/i, 'Its conversation is locked. Unlock it in the side bar of the issue.'],
];

function adviseOnForbidden(words: string): string {
  const [, advice] = FORBIDDEN.find(([pattern]) => pattern.test(words)) ?? [];
  return advice ?? "GitHub refuses it. To see GitHub's own words, run the workflow again with debug logging.";
}

function advice(status: number, failure: RequestFailure, repository: string): string {
  if (isRateLimit(status, failure)) {
    return 'Too many requests with this token. Run the workflow at another time, or less often.';
  }
  switch (status) {
    case 403:
      return adviseOnForbidden(wordsOf(failure));
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
      if (status < 400)
        return 'It redirects, and the token is sent to no other server. Check GITHUB_API_URL.';
      return mayStatusPass(status) || status >= 500
        ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
        : 'This answer is not expected. Please report this.';
  }
}

/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data: unknown): string {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
  const fields = (Array.isArray(errors) ? errors : []).map(
    (entry: { field?: unknown; code?: unknown } | null) => {
      const { field, code } = entry ?? {};
      return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
    },
  );
  return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}
