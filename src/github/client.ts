import { z } from 'zod';
import { AT_ONCE, type Octokit } from './connect.ts';
import { explainGitHub, GitHubError } from './failure.ts';
import { wireComment, wireIssue } from './schema.ts';

/** An account as the REST API names it. */
export interface HostAccount {
  readonly login: string;
  readonly isBot: boolean;
}

/** An issue, as far as it is read. */
export interface HostIssue {
  readonly number: number;
  readonly url: string;
  readonly isOpen: boolean;
  readonly body: string;
  readonly closedAt: string | null;
  /** The account that opened it. */
  readonly author: HostAccount;
}

export interface HostComment {
  readonly body: string;
  readonly author: HostAccount;
}

/** What is changed of an issue; a state that is left out stays as it is. */
export interface IssueChange {
  readonly body: string;
  readonly isOpen?: boolean;
}

/**
 * One repository's issues. All methods throw GitHubError. `create`, `update` and `comment` are sent at once or not at
 * all: what they hold was just read, and an answer that is lost does not mean that nothing was made.
 */
export interface IssueHost {
  /** Login of the token's own account. */
  viewer(): Promise<string>;
  /** Issues, never pull requests, open and closed, page after page. */
  issues(filter: { readonly label?: string; readonly creator?: string }): AsyncIterable<HostIssue>;
  issue(number: number): Promise<HostIssue>;
  create(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
    readonly assignees: readonly string[];
  }): Promise<HostIssue>;
  update(number: number, change: IssueChange): Promise<HostIssue>;
  comments(number: number): AsyncIterable<HostComment>;
  comment(number: number, body: string): Promise<void>;
  hasLabel(name: string): Promise<boolean>;
  createLabel(name: string): Promise<void>;
  mayBeAssigned(login: string): Promise<boolean>;
  /** Resolves when a write would not be held back any more: GitHub wants a second between two of them. */
  untilWritable(): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** Tries where GitHub answers with success, but not with what was asked for. */
const MALFORMED_TRIES = 3;
const LABEL_COLOR = 'd4a72c';
/** As in `@octokit/plugin-throttling` (GitHub Docs, "Best practices for using the REST API"). */
const BETWEEN_WRITES_MS = 1000;

type RequestParameters = Record<string, string | number>;

/** The issues of `owner/name`. */
export function issueHost(octokit: Octokit, repository: string): IssueHost {
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  const { rest } = octokit;
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const attempt = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw explainGitHub(error, what, repository);
    }
  };
  const write = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await attempt(what, request);
    } finally {
      lastWriteMs = performance.now();
    }
  };
  /** For what may be asked twice: an answer that is cut or nonsense is asked for again. */
  const insist = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(what, request);
      } catch (error) {
        if (!(error instanceof GitHubError) || !error.isMalformed || tries === MALFORMED_TRIES) throw error;
      }
    }
  };
  const isThere = async (what: string, request: () => Promise<unknown>): Promise<boolean> => {
    try {
      await attempt(what, request);
      return true;
    } catch (error) {
      if (error instanceof GitHubError && error.status === 404) return false;
      throw error;
    }
  };
  /** All items of a list, by the links to the next page: counting pages is refused for long lists. */
  async function* list<T>(
    what: string,
    item: z.ZodType<T>,
    address: string,
    query: object,
  ): AsyncIterable<T> {
    let next: string | null = address;
    let parameters: RequestParameters = { ...here, per_page: 100, ...query };
    while (next !== null) {
      const url: string = next;
      const page = await insist(what, async () => {
        const { data, headers } = await octokit.request(`GET ${url}`, parameters);
        return { items: z.array(item).parse(data), link: headers.link };
      });
      yield* page.items;
      next = /<([^>]+)>;\s*rel="next"/.exec(page.link ?? '')?.[1] ?? null;
      parameters = {};
    }
  }

  return {
    viewer: () =>
      insist('tell whose token this is', async () => {
        const answer = await octokit.graphql('{ viewer { login } }');
        // Every call of GraphQL counts as a write there.
        lastWriteMs = performance.now();
        return z.object({ viewer: z.object({ login: z.string().min(1) }) }).parse(answer).viewer.login;
      }),
    async *issues({ label, creator }) {
      const query = {
        state: 'all',
        sort: 'created',
        direction: 'asc',
        ...(label === undefined ? {} : { labels: label }),
        ...(creator === undefined ? {} : { creator }),
      };
      for await (const one of list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query)) {
        if (!one.isPullRequest) yield one;
      }
    },
    issue: (number) =>
      insist(`read issue #${number}`, async () =>
        wireIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data),
      ),
    create: ({ title, body, labels, assignees }) =>
      write('open the tracking issue', async () => {
        const issue = { title, body, labels: [...labels], assignees: [...assignees] };
        return wireIssue.parse((await rest.issues.create({ ...here, ...issue, request: AT_ONCE })).data);
      }),
    update: (number, { body, isOpen }) =>
      write(`edit issue #${number}`, async () => {
        const state = isOpen === undefined ? {} : { state: isOpen ? ('open' as const) : ('closed' as const) };
        const change = { issue_number: number, body, ...state };
        return wireIssue.parse((await rest.issues.update({ ...here, ...change, request: AT_ONCE })).data);
      }),
    comments: (number) =>
      list(
        `read the comments of issue #${number}`,
        wireComment,
        '/repos/{owner}/{repo}/issues/{issue_number}/comments',
        {
          issue_number: number,
        },
      ),
    comment: (number, body) =>
      write(`comment on issue #${number}`, async () => {
        await rest.issues.createComment({ ...here, issue_number: number, body, request: AT_ONCE });
      }),
    hasLabel: (name) => isThere('read the label', () => rest.issues.getLabel({ ...here, name })),
    createLabel: (name) =>
      write('make the label', async () => {
        await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
      }),
    mayBeAssigned: (login) =>
      isThere('ask who may be assigned', () =>
        rest.issues.checkUserCanBeAssigned({ ...here, assignee: login }),
      ),
    untilWritable: () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now())),
    pause,
  };
}
