import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';
import { scrubber } from '../shared/secret.ts';
import { hasSameLines } from '../shared/text.ts';
import type { Octokit } from './connect.ts';
import { type Pause, requestsTo } from './requests.ts';

/**
 * The issues of a repository at GitHub. Its answers are validated: one that is cut must not be taken for an empty one. The
 * key of the portal is neither written nor read: a person may have pasted it into the issue.
 */

/** An app, whose login ends like this. Some servers leave the type out. */
const APP = /\[bot\]$/i;

const account = z
  .object({ login: z.string(), type: z.string().optional() })
  .transform(({ login, type }) => ({ login, isBot: type === 'Bot' || APP.test(login) }));

/** An account as the REST API names it. */
export type HostAccount = Readonly<z.output<typeof account>>;

/** Nobody for an account that was deleted. */
const author = account.nullish().transform((user) => user ?? { login: '', isBot: false });

/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
const wireIssue = z
  .object({
    number: z.int().min(1),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    state_reason: z.string().nullish(),
    body: z.string().nullish(),
    closed_at: z.string().nullish(),
    closed_by: account.nullish(),
    user: author,
    pull_request: z.unknown().optional(),
  })
  .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    /** Such as `not_planned`; null if GitHub does not tell. */
    stateReason: issue.state_reason ?? null,
    body: issue.body ?? '',
    closedAt: issue.closed_at ?? null,
    /** Null in lists, and if the account was deleted. */
    closedBy: issue.closed_by ?? null,
    /** The account that opened it. */
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
  }));

/** An issue, as far as it is read. */
export type HostIssue = Readonly<z.output<typeof wireIssue>>;

const wireComment = z
  .object({ body: z.string().nullish(), user: author })
  .transform(({ body, user }) => ({ body: body ?? '', author: user }));

export type HostComment = Readonly<z.output<typeof wireComment>>;

const wireViewer = z
  .object({ viewer: z.object({ login: z.string().min(1) }) })
  .transform(({ viewer }) => viewer.login);

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

/** A decision about an issue, made right before it is written. */
export interface Decision {
  /** Null: nothing is written. A state that is left out stays as it is. */
  readonly change: { readonly body: string; readonly isOpen?: boolean } | null;
}

const LABEL_COLOR = 'd4a72c';

/** What `issueHost` returns. All methods throw GitHubError. */
export type IssueHost = ReturnType<typeof issueHost>;

/**
 * The issues of `owner/name`.
 *
 * @param apiKey of the portal, which is replaced in texts that are sent and read
 */
export function issueHost(
  octokit: Octokit,
  repository: string,
  apiKey: string,
  pause: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
) {
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  const { rest } = octokit;
  const { read, exists, list, write, untilWritable } = requestsTo(octokit, repository, pause);
  const scrub = scrubber(apiKey);
  const clean = <T extends { body: string }>(holder: T): T => ({ ...holder, body: scrub(holder.body) });
  const cleanIssue = wireIssue.transform(clean);
  const cleanComment = wireComment.transform(clean);

  const issue = (number: number): Promise<HostIssue> =>
    read(`read issue #${number}`, async () =>
      cleanIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data),
    );

  return {
    issue,
    /** Login of the token's own account. */
    viewer: (): Promise<string> =>
      // GitHub counts every call of GraphQL as a write.
      write('tell whose token this is', async () => {
        return wireViewer.parse(await octokit.graphql('{ viewer { login } }'));
      }),
    /** Issues, never pull requests, open and closed, page after page. */
    async *issues({ label, creator }: { label?: string; creator?: string }): AsyncIterable<HostIssue> {
      const query = {
        state: 'all',
        sort: 'created',
        direction: 'asc',
        ...(label === undefined ? {} : { labels: label }),
        ...(creator === undefined ? {} : { creator }),
      };
      const items = list('list the issues', cleanIssue, 'issues', query);
      for await (const item of items) if (!item.isPullRequest) yield item;
    },
    /**
     * Opens an issue.
     *
     * @param findMade looks for the issue if the answer was lost, so that no second one is opened
     */
    create: (
      { title, body, labels, assignees }: NewIssue,
      findMade: () => Promise<HostIssue | null>,
    ): Promise<HostIssue> =>
      write(
        'open the tracking issue',
        async () => {
          const fields = { title, body: scrub(body), labels: [...labels], assignees: [...assignees] };
          return cleanIssue.parse((await rest.issues.create({ ...here, ...fields })).data);
        },
        findMade,
      ),
    /**
     * Reads an issue, decides, and writes: nothing is waited for between the last read and the write. If the write fails,
     * it begins again with the read.
     *
     * @returns the decision that was written, or the last one if nothing was written; and the issue as it is now
     */
    async edit<D extends Decision>(
      number: number,
      decide: (current: HostIssue) => D,
    ): Promise<{ readonly decision: D; readonly issue: HostIssue }> {
      const look = async () => {
        await untilWritable();
        const current = await issue(number);
        return { decision: decide(current), issue: current };
      };
      let latest = await look();
      if (latest.decision.change === null) return latest;
      const update = async () => {
        const { decision } = latest;
        const { body: text = '', isOpen } = decision.change ?? {};
        const body = scrub(text);
        const state = isOpen === undefined ? {} : { state: isOpen ? ('open' as const) : ('closed' as const) };
        const { data } = await rest.issues.update({ ...here, issue_number: number, body, ...state });
        const updated = cleanIssue.parse(data);
        refuseOldText(number, body, updated);
        return { decision, issue: updated };
      };
      return write(`edit issue #${number}`, update, async () => {
        const again = await look();
        // Nothing is left to write: the change took effect, although no good answer came.
        if (again.decision.change === null) return { decision: latest.decision, issue: again.issue };
        latest = again;
        return null;
      });
    },
    /** Comments, unless one of the comments `isMade` already. It looks right before it writes. */
    async comment(number: number, text: string, isMade: (comment: HostComment) => boolean): Promise<void> {
      const what = `read the comments of issue #${number}`;
      const path = `issues/${number}/comments`;
      const isThere = async () => {
        await untilWritable();
        for await (const comment of list(what, cleanComment, path)) if (isMade(comment)) return true;
        return null;
      };
      if (await isThere()) return;
      const comment = async () => {
        await rest.issues.createComment({ ...here, issue_number: number, body: scrub(text) });
        return true;
      };
      await write(`comment on issue #${number}`, comment, isThere);
    },
    hasLabel: (name: string): Promise<boolean> =>
      exists('read the label', () => rest.issues.getLabel({ ...here, name })),
    createLabel: (name: string): Promise<void> =>
      // A label that exists already is refused, so it is safe to send this again.
      write('make the label', async () => {
        await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
      }),
    mayBeAssigned: (assignee: string): Promise<boolean> =>
      exists('ask who may be assigned', () => rest.issues.checkUserCanBeAssigned({ ...here, assignee })),
    /** Whether GitHub knows an account of this login. */
    hasAccount: (username: string): Promise<boolean> =>
      exists('ask for an account', () => rest.users.getByUsername({ username })),
  };
}

/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number: number, sent: string, updated: HostIssue): void {
  if (hasSameLines(updated.body, sent)) return;
  throw new ActionError(
    `GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`,
  );
}
