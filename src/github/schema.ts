import { z } from 'zod';

/** What GitHub answers, validated: a cut answer must not be taken for an empty one. */

// An account that was deleted is null.
const account = z
  .object({ login: z.string(), type: z.string().optional() })
  .nullish()
  .transform((user) => ({ login: user?.login ?? '', isBot: user?.type === 'Bot' }));

/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
export const wireIssue = z
  .object({
    number: z.int().min(1),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    body: z.string().nullish(),
    closed_at: z.string().nullish(),
    user: account,
    pull_request: z.unknown().optional(),
  })
  .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    body: issue.body ?? '',
    closedAt: issue.closed_at ?? null,
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
  }));

/** A comment on an issue. */
export const wireComment = z
  .object({ body: z.string().nullish(), user: account })
  .transform(({ body, user }) => ({ body: body ?? '', author: user }));
