import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { EOL } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/**
 * Starts the built action as a runner does: a process of its own, inputs as `INPUT_*` with the defaults of action.yml,
 * files for outputs and summary.
 */

/** What to start the action with. */
export interface RunOptions {
  /** Inputs by their names in action.yml; the others have their defaults. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment beside what a runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An empty directory for all that the run writes. */
  readonly directory: string;
  /** Arguments for node, in front of the script. */
  readonly nodeArguments?: readonly string[];
  /** Handed what ends the run from outside; a run that is over is left alone. */
  readonly onStart?: (end: (signal: NodeJS.Signals) => void) => void;
  /** Passes what is printed on as it comes. */
  readonly echo?: boolean;
  /** The script to start; the built action where it is left out. */
  readonly script?: string;
}

/** What a run left behind. */
export interface RunResult {
  /** Null where the run was ended from outside. */
  readonly exitCode: number | null;
  /** From spawn to exit. */
  readonly elapsedMs: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DIST = join(ROOT, 'dist', 'index.js');

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The interface of the action, as action.yml has it. */
export async function readAction(): Promise<ActionMetadata> {
  return parse(await readFile(join(ROOT, 'action.yml'), 'utf8')) as ActionMetadata;
}

/** Runs the action to its end. */
export async function runAction(options: RunOptions): Promise<RunResult> {
  const { directory } = options;
  await mkdir(join(directory, 'temp'), { recursive: true });
  const files = {
    GITHUB_OUTPUT: join(directory, 'output'),
    GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
    GITHUB_EVENT_PATH: join(directory, 'event.json'),
  };
  await writeFile(files.GITHUB_OUTPUT, '');
  await writeFile(files.GITHUB_STEP_SUMMARY, '');
  await writeFile(files.GITHUB_EVENT_PATH, JSON.stringify({ schedule: '0 6 * * 1' }));
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    SYSTEMROOT: process.env['SYSTEMROOT'],
    RUNNER_TEMP: join(directory, 'temp'),
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_REPOSITORY: 'acme/rooms',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '1',
    ...files,
    ...(await inputVariables(options.inputs ?? {})),
    ...options.env,
  };
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), options.script ?? DIST], {
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Not process.kill: on Windows that leaves the exit code 1, as if the run had failed by itself.
  options.onStart?.((signal) => child.kill(signal));
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      if (options.echo === true) process[name].write(text);
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const elapsedMs = performance.now() - startedMs;
  return {
    exitCode,
    elapsedMs,
    // The toolkit ends lines as the system does.
    stdout: printed.stdout.replaceAll(EOL, '\n'),
    stderr: printed.stderr.replaceAll(EOL, '\n'),
    outputs: parseOutputs(await readFile(files.GITHUB_OUTPUT, 'utf8')),
    summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

/** Inputs as the runner hands them over: `INPUT_` and the name in capitals. An expression as a default is empty here. */
async function inputVariables(inputs: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { inputs: known } = await readAction();
  for (const name of Object.keys(inputs)) {
    if (!(name in known)) throw new Error(`action.yml has no input ${name}`);
  }
  return Object.fromEntries(
    Object.entries(known).map(([name, { default: preset = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      inputs[name] ?? (preset.startsWith('${{') ? '' : preset),
    ]),
  );
}

/** Reads the file of outputs: `name<<delimiter`, the value's lines, the delimiter. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const head = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? '');
    if (head === null) continue;
    const [, name = '', delimiter = ''] = head;
    const end = lines.indexOf(delimiter, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
