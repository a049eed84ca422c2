import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST, runAction } from '../sandbox/runner.ts';

/** What one run cost. */
export interface Cost {
  readonly ms: number;
  /** Highest resident memory in MB; null where the system does not tell. */
  readonly peakMb: number | null;
}

/** A sandbox portal in a process of its own. */
export interface BenchPortal {
  readonly url: string;
  readonly apiKey: string;
  /** Requests and bytes since the last call. */
  stats(): Promise<{ requests: number; bytesSent: number; bytesDecoded: number; violations: number }>;
  stop(): void;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** In front of everything that is measured, so that it costs all alike. */
const PRELOAD = ['--import', here('./peak.mjs')];

/** Starts the sandbox portal's command line, and waits until it is ready. */
export async function startBenchPortal(...options: string[]): Promise<BenchPortal> {
  const child: ChildProcess = spawn(process.execPath, [here('../sandbox/portal/cli.ts'), ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ready = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
  });
  const { url, apiKey } = JSON.parse(ready) as { url: string; apiKey: string };
  return {
    url,
    apiKey,
    async stats() {
      const stats = (await (await fetch(`${url}/_sandbox/stats`)).json()) as Awaited<
        ReturnType<BenchPortal['stats']>
      >;
      await fetch(`${url}/_sandbox/reset`, { method: 'POST' });
      return stats;
    },
    stop: () => void child.kill(),
  };
}

/** A GitHub in a process of its own, for the question whether the repository is public. */
export interface BenchGitHub {
  readonly url: string;
  readonly token: string;
  stop(): void;
}

/** Starts the sandbox GitHub's command line, and waits until it is ready. */
export async function startBenchGitHub(): Promise<BenchGitHub> {
  const child = spawn(process.execPath, [here('../sandbox/github/cli.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ready = await new Promise<string>((resolve) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
  });
  return { ...(JSON.parse(ready) as { url: string; token: string }), stop: () => void child.kill() };
}

/**
 * Runs a built action with default inputs, except those given, against a portal and a GitHub, from spawn to exit.
 *
 * @param script the action's dist/index.js
 */
export async function costOfDefaults(
  portal: BenchPortal,
  github: BenchGitHub,
  inputs: Readonly<Record<string, string>> = {},
  script: string = DIST,
): Promise<Cost> {
  const directory = mkdtempSync(join(tmpdir(), 'abandoned-rooms-bench-'));
  const memory = join(directory, 'memory');
  const { exitCode, stdout, elapsedMs } = await runAction({
    directory,
    script,
    nodeArguments: PRELOAD,
    env: { BENCH_MEMORY: memory, GITHUB_API_URL: github.url },
    inputs: {
      'docspace-url': portal.url,
      'docspace-api-key': portal.apiKey,
      'github-token': github.token,
      ...inputs,
    },
  });
  if (exitCode !== 0) throw new Error(`the action ended with ${exitCode}:\n${stdout.slice(-2000)}`);
  const peakMb = Number(readFileSync(memory, 'utf8')) / 1024;
  rmSync(directory, { recursive: true });
  return { ms: elapsedMs, peakMb };
}

/** Runs another script, from spawn to exit. */
export async function costOfScript(name: string, env: Readonly<Record<string, string>> = {}): Promise<Cost> {
  const started = performance.now();
  const child = spawn(process.execPath, [...PRELOAD, here(name)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}`);
  return { ms: performance.now() - started, peakMb: null };
}

/** Runs all of them in turn, so that other work of the machine affects each alike. Returns the median of each. */
export async function interleaved<T extends Readonly<Record<string, () => Promise<Cost>>>>(
  rounds: number,
  runs: T,
): Promise<{ readonly [K in keyof T]: Cost }> {
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      costs.set(name, [...(costs.get(name) ?? []), await run()]);
    }
  }
  return Object.fromEntries([...costs].map(([name, all]) => [name, medianOf(all)])) as {
    [K in keyof T]: Cost;
  };
}

function medianOf(costs: readonly Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.ms - b.ms);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median === undefined) throw new Error('nothing was measured');
  return { ms: median.ms, peakMb: Math.max(...costs.map(({ peakMb }) => peakMb ?? 0)) || null };
}
