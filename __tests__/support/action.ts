import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Not the global one, which useShortWaits shortens.
import { setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Portal, type PortalOptions, startPortal } from '../../sandbox/portal/index.ts';
import { type RunOptions, type RunResult, runAction } from '../../sandbox/runner.ts';
import { atEnd } from './at-end.ts';
import { undocumentedRequests } from './documented-calls.ts';

/** Runs of the built action, each in a process and a directory of its own: the one place where tests start it. */

const FAST_TIMERS = new URL('./fast-timers.mjs', import.meta.url).href;

/** Where node keeps the compiled bundle from one run to the next: a sixth of the time of a run. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/dist', import.meta.url));

/** How long a run may take before it counts as hanging, on a busy machine too. */
const HANGS_AFTER_MS = 180_000;

export interface ActionRun extends RunResult {
  readonly directory: string;
  /** The log without the lines for the runner. */
  readonly log: string;
  /** The texts of the lines `::error::`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Files in the directory for reports, sorted. */
  readonly reportFiles: readonly string[];
}

export interface ActionOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
  /** Modules that node loads first; by default, one that makes the waits between two attempts short. */
  readonly preloads?: readonly string[];
  /** Called with a function that ends the run from outside. */
  readonly onStart?: RunOptions['onStart'];
}

/** A directory that is removed after the tests. */
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

/** The inputs of every run against a sandbox portal. */
export function inputsFor(portal: Portal): Record<string, string> {
  return { 'docspace-url': portal.url, 'docspace-api-key': portal.apiKey };
}

/** Runs the built action to its end. A run that hangs is ended and has no exit code. */
export async function run(options: ActionOptions = {}): Promise<ActionRun> {
  const directory = options.directory ?? (await emptyDirectory());
  let watchdog: NodeJS.Timeout | undefined;
  const result = await runAction({
    directory,
    inputs: options.inputs ?? {},
    env: { NODE_COMPILE_CACHE: COMPILED, ...options.env },
    nodeArguments: (options.preloads ?? [FAST_TIMERS]).flatMap((module) => ['--import', module]),
    onStart: (end) => {
      watchdog = setTimeout(() => end('SIGKILL'), HANGS_AFTER_MS);
      options.onStart?.(end);
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
    log: lines.filter((line) => !line.startsWith('::')).join('\n'),
    errors: said('error'),
    warnings: said('warning'),
    reportFiles: (await readdir(join(directory, 'temp', 'abandoned-rooms')).catch(() => [])).sort(),
  };
}
