import { z } from 'zod';

/** GitHub's answers, validated: an answer that is cut must not be taken for an empty one. */

/** An app, whose login ends like this. Some servers leave the type out. */
const APP = /\[bot\]$/i;

const account = z
  .object({ login: z.string(), type: z.string().optional() })
  .transform(({ login, type }) => ({ login, isBot: type === 'Bot' || APP.test(login) }));

/** Null for an account that was deleted. */
const author = account.nullish().transform((user) => user ?? { login: '', isBot: false });

/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
export const wireIssue = z
  .object({
    number: z.int().min(1),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    state_reason: z.string().nullish(),
    body: z.string().nullish(),
    locked: z.boolean().optional(),
    closed_at: z.string().nullish(),
    closed_by: account.nullish(),
    user: author,
    pull_request: z.unknown().optional(),
  })
  .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    stateReason: issue.state_reason ?? null,
    body: issue.body ?? '',
    isLocked: issue.locked ?? false,
    closedAt: issue.closed_at ?? null,
    closedBy: issue.closed_by ?? null,
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
  }));

/** A comment on an issue. */
export const wireComment = z
  .object({ body: z.string().nullish(), user: author })
  .transform(({ body, user }) => ({ body: body ?? '', author: user }));

/** The login of the token's own account, from GraphQL. */
export const wireViewer = z
  .object({ viewer: z.object({ login: z.string().min(1) }) })
  .transform(({ viewer }) => viewer.login);
