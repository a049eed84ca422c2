import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TOKEN, type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type Portal, type PortalOptions, startPortal } from '../../sandbox/portal/index.ts';
import { type ActionOptions, type ActionRun, inputsFor, run } from './action.ts';

/** Runs of the built action, each against a portal and a GitHub of its own, several at a time. */

const FAST_TIMERS = new URL('./github-fast-timers.mjs', import.meta.url).href;

export const ISSUE_KEY = 'k';
export const LABEL = 'abandoned-rooms';

/** A portal, a GitHub and a directory for one case. */
export interface World {
  readonly portal: Portal;
  readonly github: GitHubSandbox;
  readonly directory: string;
  /** Runs the built action until it ends or is ended. */
  run(options?: Omit<ActionOptions, 'directory'>): Promise<ActionRun>;
  /** Files in the directory for reports. */
  reportFiles(): Promise<string[]>;
  readReport(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function makeWorld(
  rooms: PortalOptions,
  inputs: Readonly<Record<string, string>> = {},
): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'abandoned-rooms-robust-'));
  const portal = await startPortal(rooms);
  const github = await startGitHub({
    repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: [LABEL] }],
  });
  const reports = join(directory, 'temp', 'abandoned-rooms');
  return {
    portal,
    github,
    directory,
    run: ({ inputs: more, env, ...options } = {}) =>
      run({
        ...options,
        directory,
        preloads: [FAST_TIMERS, ...(options.preloads ?? [])],
        env: { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: github.graphqlUrl, ...env },
        inputs: { ...trackedInputs(portal, github), ...inputs, ...more },
      }),
    reportFiles: async () => (await readdir(reports).catch(() => [])).sort(),
    readReport: (name) => readFile(join(reports, name), 'utf8'),
    async close() {
      await Promise.all([portal.close(), github.close()]);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The inputs of a portal whose rooms are tracked in an issue. */
export function trackedInputs(portal: Portal, github: GitHubSandbox) {
  return {
    ...inputsFor(portal),
    'github-token': github.token,
    'inactive-days': '30',
    'tracking-issue': 'true',
    'issue-key': ISSUE_KEY,
    redact: 'never',
  };
}

/** Opens the tracking issue of an earlier run. */
export function openTrackingIssue(github: GitHubSandbox, body: string): void {
  github.people.openIssue(DEFAULT_TOKEN.login, { title: 'Rooms', body, labels: [LABEL] });
}

/** Requests that change something at GitHub. */
export function writesTo(github: GitHubSandbox): string[] {
  return github.requests
    .filter(({ method, path }) => method !== 'GET' && path !== '/graphql')
    .map(({ method, path }) => `${method} ${path}`);
}

/** Does the work for all items, some at a time, and collects their complaints. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<readonly string[]>,
): Promise<string[]> {
  const left = [...items];
  const said: string[] = [];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) said.push(...(await work(item)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return said;
}

/** Prints how much was tested. */
export function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
