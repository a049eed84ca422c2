import { z } from 'zod';
import { ActionError } from '../shared/errors.ts';
import { hasSameLines } from '../shared/text.ts';
import type { HostIssue, IssueHost } from '../tracking/host.ts';
import type { Octokit } from './connect.ts';
import { explainGitHub, GitHubError } from './failure.ts';
import { type Look, type Pause, retry } from './retry.ts';
import { wireComment, wireIssue, wireViewer } from './schema.ts';

const LABEL_COLOR = 'd4a72c';
/** GitHub Docs, "Best practices for using the REST API": at least a second between two requests that write. */
const BETWEEN_WRITES_MS = 1000;

/** The issues of `owner/name`. */
export function issueHost(
  octokit: Octokit,
  repository: string,
  pause: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): IssueHost {
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  const { rest } = octokit;
  const { read, exists, list, write, untilWritable } = requestsTo(octokit, repository, pause);

  const issue = (number: number) =>
    read(`read issue #${number}`, async () =>
      wireIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data),
    );
  const comments = (number: number) =>
    list(
      `read the comments of issue #${number}`,
      wireComment,
      `/repos/{owner}/{repo}/issues/${number}/comments`,
      here,
    );

  return {
    issue,
    viewer: () =>
      // GitHub counts every call of GraphQL as a write.
      write('tell whose token this is', async () => {
        return wireViewer.parse(await octokit.graphql('{ viewer { login } }'));
      }),
    async *issues({ label, creator }) {
      const query = {
        ...here,
        state: 'all',
        sort: 'created',
        direction: 'asc',
        ...(label === undefined ? {} : { labels: label }),
        ...(creator === undefined ? {} : { creator }),
      };
      const items = list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query);
      for await (const item of items) if (!item.isPullRequest) yield item;
    },
    create: ({ title, body, labels, assignees }, findMade) =>
      write(
        'open the tracking issue',
        async () => {
          const fields = { title, body, labels: [...labels], assignees: [...assignees] };
          return wireIssue.parse((await rest.issues.create({ ...here, ...fields })).data);
        },
        findMade,
      ),
    async edit(number, decide) {
      const look = async () => {
        await untilWritable();
        const current = await issue(number);
        return { decision: decide(current), issue: current };
      };
      let latest = await look();
      if (latest.decision.change === null) return latest;
      const update = async () => {
        const { decision } = latest;
        const { body = '', isOpen } = decision.change ?? {};
        const state = isOpen === undefined ? {} : { state: isOpen ? ('open' as const) : ('closed' as const) };
        const { data } = await rest.issues.update({ ...here, issue_number: number, body, ...state });
        const updated = wireIssue.parse(data);
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
    async comment(number, body, isMade) {
      const isThere = async () => {
        await untilWritable();
        for await (const comment of comments(number)) if (isMade(comment)) return true;
        return false;
      };
      if (await isThere()) return;
      await write(
        `comment on issue #${number}`,
        async () => {
          await rest.issues.createComment({ ...here, issue_number: number, body });
          return true;
        },
        async () => ((await isThere()) ? true : null),
      );
    },
    hasLabel: (name) => exists('read the label', () => rest.issues.getLabel({ ...here, name })),
    createLabel: (name) =>
      // A label that exists already is refused, so it is safe to send this again.
      write('make the label', async () => {
        await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
      }),
    mayBeAssigned: (login) =>
      exists('ask who may be assigned', () =>
        rest.issues.checkUserCanBeAssigned({ ...here, assignee: login }),
      ),
    hasAccount: (login) => exists('ask for an account', () => rest.users.getByUsername({ username: login })),
  };
}

/**
 * One repository's requests: errors explained, failures retried, writes a second apart. `what` completes "GitHub could
 * not …" in an error.
 */
function requestsTo(octokit: Octokit, repository: string, pause: Pause) {
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  const untilWritable = () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now()));

  const attempt = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw error instanceof ActionError ? error : explainGitHub(error, what, repository);
    }
  };

  const read = <T>(what: string, request: () => Promise<T>): Promise<T> =>
    retry(pause, () => attempt(what, request));

  return {
    read,
    untilWritable,
    /** Whether something exists: false for a 404. */
    async exists(what: string, request: () => Promise<unknown>): Promise<boolean> {
      try {
        await read(what, request);
        return true;
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return false;
        throw error;
      }
    },
    /** All items of a list, page after page. */
    async *list<T>(what: string, item: z.ZodType<T>, path: string, query: object): AsyncGenerator<T> {
      let parameters: object | null = { ...query, per_page: 100 };
      while (parameters !== null) {
        const current: object = parameters;
        const page = await read(what, async () => {
          const { data, headers } = await octokit.request(`GET ${path}`, { ...query, ...current });
          return { items: z.array(item).parse(data), next: nextPage(headers.link ?? '') };
        });
        yield* page.items;
        parameters = page.next;
      }
    },
    /** @param look as in `retry` */
    write: <T>(what: string, request: () => Promise<T>, look?: Look<T>) =>
      retry(
        pause,
        async () => {
          await untilWritable();
          try {
            return await attempt(what, request);
          } finally {
            lastWriteMs = performance.now();
          }
        },
        { look },
      ),
  };
}

/**
 * The query of the link to the next page, since page numbers are refused for long lists; null if there is none. Nothing
 * else of the link is used: the token must not travel to another server.
 */
function nextPage(link: string): object | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link)?.[1];
  if (url === undefined) return null;
  const [, query] = z.string().includes('?').parse(url).split(/[?#]/);
  return Object.fromEntries(new URLSearchParams(query));
}

/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number: number, sent: string, updated: HostIssue): void {
  if (hasSameLines(updated.body, sent)) return;
  throw new ActionError(
    `GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`,
  );
}
