import { afterEach, expect } from 'vitest';
import {
  DEFAULT_TOKEN,
  type GitHubOptions,
  type GitHubSandbox,
  type Issue,
  type RequestRecord,
  startGitHub,
} from '../../sandbox/github/index.ts';
import type { IssueHost } from '../../src/github/client.ts';
import { issueHost } from '../../src/github/client.ts';
import { connect } from '../../src/github/connect.ts';
import type { IssueOutcome } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import type { IssueContext } from '../../src/tracking/context.ts';
import { readIssue } from '../../src/tracking/read-issue.ts';
import { writeIssue } from '../../src/tracking/write-issue.ts';
import { KEY, makeBody, makeReport, NOW } from './github-make.ts';
import { complaintsAbout } from './github-openapi.ts';

/** Runs of the tracking issue with the real client, against a GitHub on loopback. No pause takes any time. */

export type Settings = IssueContext['settings'];

export const LABEL = 'abandoned-rooms';

export const SETTINGS: Settings = {
  issueKey: KEY,
  trendOf: '',
  portal: 'https://portal.example/',
  title: 'Abandoned DocSpace rooms',
  labels: [LABEL],
  assignees: [],
  commentsOnNew: true,
  keepDays: 90,
  isDryRun: false,
  ownerLogins: new Map(),
  maxArchive: null,
};

interface RunOptions {
  readonly settings?: Partial<Settings>;
  /** Happens between reading and writing. */
  readonly during?: () => unknown;
  readonly report?: Partial<Report>;
}

export interface Ran extends IssueOutcome {
  readonly info: string[];
  readonly warnings: string[];
  readonly previous: ReadonlySet<RoomId> | null;
  readonly kept: ReadonlyMap<RoomId, number>;
  readonly approved: ReadonlySet<RoomId>;
  /** What was written to GitHub. */
  readonly writes: RequestRecord[];
}

const isWrite = ({ method, path }: RequestRecord): boolean => method !== 'GET' && path !== '/graphql';

/** One run: what is ticked is kept, the other rooms are abandoned. */
export async function runOn(
  github: GitHubSandbox,
  host: IssueHost,
  ids: readonly RoomId[],
  { settings, during, report: more }: RunOptions = {},
): Promise<Ran> {
  const from = github.requests.length;
  const info: string[] = [];
  const warnings: string[] = [];
  const log = { info: (line: string) => info.push(line), warning: (line: string) => warnings.push(line) };
  const context = {
    host,
    settings: { ...SETTINGS, ...settings },
    viewer: await host.viewer(),
    now: NOW,
    log,
  };
  const snapshot = await readIssue(context);
  await during?.();
  const abandoned = ids.filter((id) => !snapshot.kept.has(id));
  const kept = new Map([...snapshot.kept].filter(([id]) => ids.includes(id)));
  const outcome = await writeIssue(context, snapshot, makeReport(abandoned, kept, more));
  const { lastRun } = snapshot;
  return {
    ...outcome,
    info,
    warnings,
    previous: lastRun.kind === 'known' ? new Set(lastRun.since.keys()) : null,
    kept: snapshot.kept,
    approved: snapshot.approved,
    writes: github.requests.slice(from).filter(isWrite),
  };
}

/** The client of a GitHub on loopback. Its pauses take no time. */
export function hostOf(github: GitHubSandbox): IssueHost {
  const octokit = connect(github.token, github.url, {}, new AbortController().signal);
  return issueHost(octokit, github.repository().fullName, '', () => Promise.resolve());
}

/** A GitHub for each test, whose requests are held against GitHub's description at its end. */
export function useTracking() {
  let github: GitHubSandbox;
  afterEach(async () => {
    await github.close();
    const known = github.requests.filter(({ path }) => !path.startsWith('/outside'));
    expect(complaintsAbout(known)).toEqual([]);
  });
  const issue = (number = 1): Issue => github.repository().issue(number);
  const issues = (): readonly Issue[] => github.repository().issues;
  return {
    github: () => github,
    async start(options: GitHubOptions = {}): Promise<IssueHost> {
      github = await startGitHub(options);
      return hostOf(github);
    },
    /** Starts with issues that runs have left, each with these rooms. */
    async startWith(lists: readonly (readonly RoomId[])[], options: GitHubOptions = {}): Promise<IssueHost> {
      const host = await this.start({
        repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: [LABEL] }],
        ...options,
      });
      for (const ids of lists) {
        github.people.openIssue(DEFAULT_TOKEN.login, {
          title: 'Rooms',
          body: makeBody(ids),
          labels: [LABEL],
        });
      }
      return host;
    },
    run: (host: IssueHost, ids: readonly RoomId[], options?: RunOptions) => runOn(github, host, ids, options),
    issue,
    open: () => issues().flatMap(({ state, number }) => (state === 'open' ? [number] : [])),
    ours: () => issues().filter(({ author }) => author.login === DEFAULT_TOKEN.login),
    /** The texts of this project's comments. */
    comments: () => issue().comments.flatMap(({ author, body }) => (author.type === 'Bot' ? [body] : [])),
    edit: (change: (body: string) => string, login = 'ann', number = 1) =>
      github.people.editBody(number, change, login),
    /** Does some work right before GitHub answers the nth request that matches. */
    before(method: string, path: RegExp, work: () => unknown, nth = 1): void {
      let seen = 0;
      const stop = github.onRequest(async (request) => {
        if (request.method !== method || !path.test(request.path)) return;
        seen += 1;
        if (seen !== nth) return;
        stop();
        await work();
      });
    },
  };
}
