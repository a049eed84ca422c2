import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect } from 'vitest';
import { type Portal, type PortalOptions, startPortal } from '../../sandbox/portal/index.ts';
import { type RunResult, runAction } from '../../sandbox/runner.ts';
import { undocumentedRequests } from './documented-calls.ts';

/** Runs of the built action for the end-to-end tests: a process and a directory for each. */

const FAST_TIMERS = pathToFileURL(fileURLToPath(new URL('./fast-timers.mjs', import.meta.url))).href;

/** How long a run may take before it counts as hanging. */
const HANGS_AFTER_MS = 20_000;

export interface ActionRun extends RunResult {
  readonly directory: string;
  readonly tookMs: number;
  /** The lines of the log, without those that are for the runner. */
  readonly log: string;
  /** What the lines `::error::` say. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Files in the directory for reports. */
  readonly reportFiles: readonly string[];
}

export interface ActionOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
}

// Not onTestFinished: of tests that run side by side, it would end with another one.
const endings: (() => unknown)[] = [];
afterAll(async () => {
  for (const ending of endings.splice(0).reverse()) await ending();
});

/** Has something done when all tests of the file are through. */
export function atEnd(ending: () => unknown): void {
  endings.push(ending);
}

/** A directory that goes away with the tests. */
export async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'abandoned-rooms-'));
  atEnd(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** A portal that stops with the tests, which fail if a request was not documented. */
export async function portalFor(options: PortalOptions = {}): Promise<Portal> {
  const portal = await startPortal(options);
  atEnd(async () => {
    await portal.close();
    expect(undocumentedRequests(portal.requests)).toEqual([]);
  });
  return portal;
}

/** The inputs that every run against a sandbox portal has. */
export function inputsFor(portal: Portal): Record<string, string> {
  return { 'docspace-url': portal.url, 'docspace-api-key': portal.apiKey };
}

/** Runs the built action to its end; one that does not end by itself is ended, and has no exit code. */
export async function run(options: ActionOptions = {}): Promise<ActionRun> {
  const directory = options.directory ?? (await emptyDirectory());
  const began = Date.now();
  let watchdog: NodeJS.Timeout | undefined;
  const result = await runAction({
    directory,
    inputs: options.inputs ?? {},
    env: options.env ?? {},
    nodeArguments: ['--import', FAST_TIMERS],
    onStart: (end) => {
      watchdog = setTimeout(() => end('SIGKILL'), HANGS_AFTER_MS);
    },
  });
  clearTimeout(watchdog);
  const lines = result.stdout.split(/\r?\n/);
  const said = (command: string) =>
    lines
      .filter((line) => line.startsWith(`::${command}::`))
      .map((line) =>
        line
          .slice(command.length + 4)
          .replaceAll('%0A', '\n')
          .replaceAll('%25', '%'),
      );
  return {
    ...result,
    directory,
    tookMs: Date.now() - began,
    log: lines.filter((line) => !line.startsWith('::')).join('\n'),
    errors: said('error'),
    warnings: said('warning'),
    reportFiles: await readdir(join(directory, 'temp', 'abandoned-rooms')).catch(() => []),
  };
}
