import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type GitHubOptions,
  type GitHubSandbox,
  type Issue,
  type RequestRecord,
  startGitHub,
} from '../../sandbox/github/index.ts';
import {
  DAY_MS,
  type Portal,
  type PortalOptions,
  type RoomId,
  startPortal,
} from '../../sandbox/portal/index.ts';
import { type ActionRun, inputsFor, run } from './action.ts';
import { complaintsAbout } from './github-openapi.ts';
import { runHere } from './run-here.ts';

/** A portal, a GitHub and the action between them. */

const PRELOADS = ['fast-timers', 'clock'].map(
  (name) => new URL(`./github-${name}.mjs`, import.meta.url).href,
);

/** What a run said and wrote. */
type Told = Pick<
  ActionRun,
  'exitCode' | 'errors' | 'warnings' | 'stdout' | 'stderr' | 'outputs' | 'summary' | 'reportFiles'
>;

export interface TrackedRun extends Told {
  /** The requests of the run to GitHub. */
  readonly requests: readonly RequestRecord[];
  /** Those that change something. */
  readonly writes: readonly string[];
}

export interface Scene {
  readonly portal: Portal;
  readonly github: GitHubSandbox;
  /** Runs the action; the inputs are those of a tracked portal unless they are given. */
  run(inputs?: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<TrackedRun>;
  /** An issue of the first repository. */
  issue(number?: number): Issue;
  openIssues(): Issue[];
  /** A room that was last touched so many days ago. */
  addRoom(id: RoomId, title?: string, days?: number): void;
  /** Touches a room, so that it is not abandoned any more. */
  use(id: RoomId): void;
}

export const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);

/** Work for the end of a test; tests that run at once have to hand in their own. */
export type AtEnd = (work: () => Promise<void>) => void;

type Inputs = Readonly<Record<string, string>>;
type Run = (inputs: Inputs, env: Inputs, now: () => Date) => Promise<Told>;

/**
 * A scene with the built action, in a process of its own for each run.
 *
 * @returns what stops with the test, and whose requests to GitHub are then held against its description
 */
export function setScene(
  github: GitHubOptions = {},
  portal: PortalOptions = {},
  atEnd: AtEnd = onTestFinished,
): Promise<Scene> {
  return makeScene(github, portal, atEnd, async (inputs, env) => {
    const directory = await mkdtemp(join(tmpdir(), 'abandoned-rooms-'));
    atEnd(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
    return run({ directory, preloads: PRELOADS, env, inputs });
  });
}

/** As `setScene`, within the process of the test, which needs `useShortWaits()`. */
export function setSceneHere(github: GitHubOptions = {}, portal: PortalOptions = {}): Promise<Scene> {
  return makeScene(github, portal, onTestFinished, async (inputs, env, now) => {
    const { runtime, error } = await runHere(inputs, now, env['GITHUB_API_URL']);
    const written = new Map<string, string>();
    const files = new Set<string>();
    for (const effect of runtime.effects) {
      if (effect.kind === 'output') written.set(effect.name, effect.text);
      if (effect.kind === 'file') files.add(basename(effect.path));
    }
    return {
      exitCode: error === null ? 0 : 1,
      errors: error === null ? [] : [error.message],
      warnings: runtime.texts('warning'),
      stdout: [...runtime.texts('group'), ...runtime.texts('info'), ...runtime.texts('warning')].join('\n'),
      stderr: '',
      outputs: Object.fromEntries(written),
      summary: runtime.texts('summary').join(''),
      reportFiles: [...files].sort(),
    };
  });
}

async function makeScene(
  github: GitHubOptions,
  portal: PortalOptions,
  atEnd: AtEnd,
  start: Run,
): Promise<Scene> {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const scene = { github: await startGitHub(github), portal: await startPortal({ now, ...portal }) };
  atEnd(async () => {
    await Promise.all([scene.github.close(), scene.portal.close()]);
    const complaints = complaintsAbout(scene.github.requests);
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });
  const repository = () => scene.github.repository();
  return {
    ...scene,
    run: (inputs = {}, env: Readonly<Record<string, string>> = {}) => {
      // The clock of the portal is as far ahead as that of the action: see github-clock.mjs.
      aheadMs = Number(env['CLOCK_DAYS'] ?? 0) * DAY_MS;
      return runBetween(scene, inputs, env, (...given) => start(...given, now));
    },
    issue: (number = 1) => repository().issue(number),
    openIssues: () => repository().issues.filter(({ state }) => state === 'open'),
    addRoom: (id, title = `Room ${String(id)}`, days = 400) => {
      scene.portal.rooms.add({ id, title, roomType: 2, created: ago(days + 1), updated: ago(days) });
    },
    use: (id) => {
      scene.portal.rooms.update(id, { updated: new Date() });
    },
  };
}

async function runBetween(
  { portal, github }: Pick<Scene, 'portal' | 'github'>,
  inputs: Inputs,
  env: Inputs,
  start: (inputs: Inputs, env: Inputs) => Promise<Told>,
): Promise<TrackedRun> {
  const from = github.requests.length;
  const fromPortal = portal.requests.length;
  const all = {
    ...inputsFor(portal),
    'inactive-days': '30',
    'tracking-issue': 'true',
    'github-token': github.token,
    redact: 'never',
    ...inputs,
  };
  const result = await start(all, {
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    ...env,
  });
  const mayWrite = inputs['archive'] === 'approved' && inputs['dry-run'] !== 'true';
  const writes = portal.requests.slice(fromPortal).filter(({ method }) => method !== 'GET');
  if (!mayWrite && writes.length > 0) throw new Error(`${writes.length} request(s) to write to the portal`);
  const requests = github.requests.slice(from);
  return {
    ...result,
    requests,
    writes: requests
      .filter(({ method, path }) => method !== 'GET' && path !== '/graphql')
      .map(({ method, path }) => `${method} ${path}`),
  };
}

/** The line of a room in a list. */
export function lineOf(id: RoomId): string {
  return `<!-- room ${encodeURIComponent(JSON.stringify(id)).replaceAll('-', '%2D')}`;
}

/** All that was sent to GitHub, as one text. */
export function sentTo(github: GitHubSandbox): string {
  return github.requests.map(({ path, query, body }) => JSON.stringify([path, query, body])).join('\n');
}
