import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';
import { hasSameLines } from '../shared/text.ts';
import type { HostIssue, IssueChange, IssueHost } from '../tracking/host.ts';
import { AT_ONCE, type Octokit } from './connect.ts';
import { NO_RETRIES, type Requests, requestsTo } from './requests.ts';
import { retryRead, retryWrite } from './retry.ts';
import { wireComment, wireIssue } from './schema.ts';

const LABEL_COLOR = 'd4a72c';

/** The issues of `owner/name`. */
export function issueHost(octokit: Octokit, repository: string): IssueHost {
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  const { rest } = octokit;
  const requests = requestsTo(octokit, repository);
  const { pause, untilWritable } = requests;

  const issue = (number: number) =>
    requests.read(`read issue #${number}`, async () =>
      wireIssue.parse((await rest.issues.get({ ...here, issue_number: number, request: NO_RETRIES })).data),
    );
  const update = (number: number, { body, isOpen }: IssueChange) =>
    requests.write(`edit issue #${number}`, async () => {
      const state = isOpen === undefined ? {} : { state: isOpen ? ('open' as const) : ('closed' as const) };
      const change = { issue_number: number, body, ...state };
      const { data } = await rest.issues.update({ ...here, ...change, request: AT_ONCE });
      return wireIssue.parse(data);
    });
  const comments = (number: number) =>
    requests.list(
      `read the comments of issue #${number}`,
      wireComment,
      '/repos/{owner}/{repo}/issues/{issue_number}/comments',
      { issue_number: number },
    );

  return {
    pause,
    untilWritable,
    issue,
    viewer: () => viewerOf(octokit, requests),
    async *issues({ label, creator }) {
      const query = {
        state: 'all',
        sort: 'created',
        direction: 'asc',
        ...(label === undefined ? {} : { labels: label }),
        ...(creator === undefined ? {} : { creator }),
      };
      const items = requests.list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query);
      for await (const item of items) if (!item.isPullRequest) yield item;
    },
    create: ({ title, body, labels, assignees }, findMade) =>
      retryWrite(
        pause,
        () =>
          requests.write('open the tracking issue', async () => {
            const fields = { title, body, labels: [...labels], assignees: [...assignees] };
            return wireIssue.parse((await rest.issues.create({ ...here, ...fields, request: AT_ONCE })).data);
          }),
        findMade,
      ),
    async edit(number, decide) {
      const look = async () => {
        await untilWritable();
        const current = await issue(number);
        return { decision: decide(current), issue: current };
      };
      let latest = await look();
      const write = async () => {
        const { decision } = latest;
        if (decision.change === null) return latest;
        const updated = await update(number, decision.change);
        refuseOldText(number, decision.change, updated);
        return { decision, issue: updated };
      };
      return retryWrite(pause, write, async () => {
        const again = await look();
        // Nothing is left to write: the change took effect, although no good answer came.
        if (again.decision.change === null) return { decision: latest.decision, issue: again.issue };
        latest = again;
        return null;
      });
    },
    async comment(number, body, isMade) {
      const isThere = async () => {
        await untilWritable();
        for await (const comment of comments(number)) if (isMade(comment)) return true;
        return false;
      };
      if (await isThere()) return;
      await retryWrite(
        pause,
        () =>
          requests.write(`comment on issue #${number}`, async () => {
            await rest.issues.createComment({ ...here, issue_number: number, body, request: AT_ONCE });
            return true;
          }),
        async () => ((await isThere()) ? true : null),
      );
    },
    hasLabel: (name) =>
      requests.exists('read the label', () => rest.issues.getLabel({ ...here, name, request: NO_RETRIES })),
    createLabel: (name) =>
      // A label that exists already is refused, so it is safe to send this again.
      retryRead(pause, () =>
        requests.write('make the label', async () => {
          await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR, request: NO_RETRIES });
        }),
      ),
    mayBeAssigned: (login) =>
      requests.exists('ask who may be assigned', () =>
        rest.issues.checkUserCanBeAssigned({ ...here, assignee: login, request: NO_RETRIES }),
      ),
    hasAccount: (login) =>
      requests.exists('ask for an account', () =>
        rest.users.getByUsername({ username: login, request: NO_RETRIES }),
      ),
  };
}

async function viewerOf(octokit: Octokit, requests: Requests): Promise<string> {
  const schema = z.object({ viewer: z.object({ login: z.string().min(1) }) });
  // GitHub counts every call of GraphQL as a write.
  return retryRead(requests.pause, () =>
    requests.write('tell whose token this is', async () => {
      const answer = await octokit.graphql('{ viewer { login } }', { request: NO_RETRIES });
      return schema.parse(answer).viewer.login;
    }),
  );
}

/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number: number, sent: IssueChange, updated: HostIssue): void {
  if (hasSameLines(updated.body, sent.body)) return;
  throw new ActionError(
    `GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`,
  );
}
