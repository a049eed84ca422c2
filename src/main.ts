import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as core from '@actions/core';
import { INPUT_NAMES, type InputTexts } from './config/check-inputs.ts';
import { helpText, readOptions } from './config/options.ts';
import { withEnvironment } from './config/settings.ts';
import { run as runAction } from './run.ts';
import type { Log, Runtime } from './runtime.ts';
import { diskReason } from './shared/disk.ts';
import { ActionError, causes } from './shared/errors.ts';
import { scrubber } from './shared/secret.ts';
import { logText, utf8Bytes } from './shared/text.ts';

/** GitHub drops a job summary over 1 MiB as a whole (GitHub Docs, "Workflow commands", job summaries). */
const MAX_SUMMARY_BYTES = 1024 * 1024;
/** The most characters of an output that a terminal shows: `abandoned-rooms` can have 100,000. */
const MAX_SHOWN = 200;

/**
 * Runs the action once. A failure is reported to the runner, never thrown.
 *
 * @param args the arguments of the command; within a workflow, there are none
 */
export async function run(args: readonly string[] = []): Promise<void> {
  // Certificates are always verified, see `http/tunnel.ts`: with this variable, Node.js would warn that they are not.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  const log = createLog();
  const inputs = readInputs();
  try {
    const options = readOptions(isWorkflow() ? [] : args);
    if (options === null) process.stdout.write(helpText());
    else await runAction(createRuntime({ ...inputs, ...options }, log));
  } catch (error) {
    reportFailure(error, log, scrubber(withEnvironment(inputs, process.env)['docspace-api-key'].trim()));
  }
}

function reportFailure(error: unknown, log: Log, scrub: (text: string) => string): void {
  const [first = 'unknown error', ...rest] = causes(error);
  for (const line of rest) log.debug(scrub(line));
  if (error instanceof ActionError) {
    fail(scrub(error.message));
  } else {
    log.debug(scrub(error instanceof Error ? (error.stack ?? '') : ''));
    fail(scrub(`This is a fault in the action itself, please report it: ${first}`));
  }
}

function fail(message: string): void {
  if (isWorkflow()) {
    core.setFailed(message);
    return;
  }
  process.exitCode = 1;
  process.stderr.write(`Error: ${message}\n`);
}

/** Whether a runner reads the log, and not a person at a terminal. */
function isWorkflow(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}

/** A terminal gets no workflow commands, which only a runner understands. */
function createLog(): Log {
  const isDebug = core.isDebug();
  const { info } = core;
  if (isWorkflow()) {
    const { debug, startGroup, endGroup } = core;
    return { isDebug, debug, info, warning: (line) => core.warning(line), startGroup, endGroup };
  }
  return {
    isDebug,
    debug: (line) => {
      if (isDebug) info(`Debug: ${line}`);
    },
    info,
    warning: (line) => info(`Warning: ${line}`),
    startGroup: info,
    endGroup: () => {},
  };
}

/** The real toolkit, environment, clock and disk. */
function createRuntime(inputs: InputTexts, log: Log): Runtime {
  return {
    inputs,
    env: process.env,
    now: steadyClock(),
    log,
    maskSecret: (secret) => {
      // A runner takes the line as a command; a terminal would show it.
      if (isWorkflow()) core.setSecret(secret);
    },
    setOutput,
    summaryBytes,
    writeSummary: (markdown) => writeSummary(markdown, log),
    async prepareDirectory(path) {
      await makeDirectory(path);
      await access(path, constants.W_OK);
    },
    writeFile: writeWhole,
    async removeFile(path) {
      for (const file of [path, partialOf(path)]) await rm(file, { force: true });
    },
  };
}

/** The time of the system at the start, and what has passed since: a correction of its clock does not move it. */
function steadyClock(): Runtime['now'] {
  const zeroMs = Date.now() - performance.now();
  return () => new Date(zeroMs + performance.now());
}

/** Untrimmed: the line end behind a list of one entry says that commas do not separate it. */
function readInputs(): InputTexts {
  const texts = INPUT_NAMES.map((name) => [name, core.getInput(name, { trimWhitespace: false })]);
  return Object.fromEntries(texts) as InputTexts;
}

function setOutput(name: string, value: string): void {
  // Without a file, the toolkit prints the command `::set-output`, which runners do not know any more.
  if (!process.env['GITHUB_OUTPUT']) {
    const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN).toWellFormed()}…` : value;
    core.info(logText(`output ${name}: ${shown}`));
    return;
  }
  try {
    core.setOutput(name, value);
  } catch (cause) {
    throw new ActionError(`The outputs cannot be written: ${diskReason(cause)}. Check the runner's disk.`, {
      cause,
    });
  }
}

async function summaryBytes(): Promise<number> {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (!path) return 0;
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function writeSummary(markdown: string, log: Log): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) {
    return log.debug('No GITHUB_STEP_SUMMARY: there is no job summary.');
  }
  if ((await summaryBytes()) + utf8Bytes(markdown) > MAX_SUMMARY_BYTES) {
    return log.warning(
      'A part of the job summary is left out: this step has already written almost 1 MiB to it, which is the most that GitHub shows. The report files have everything.',
    );
  }
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    // The log has everything too.
    core.summary.emptyBuffer();
    log.warning(`The job summary cannot be written: ${diskReason(error)}.`);
  }
}

/**
 * Makes a directory and its parents, level by level: below `/proc`, the recursive `mkdir` of Node.js 24 never returns.
 *
 * @throws the error of the system
 */
async function makeDirectory(path: string): Promise<void> {
  if (await isDirectory(path)) return;
  await makeDirectory(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have been quicker.
    if (!(await isDirectory(path))) throw error;
  });
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Writes a file under another name first: a run that is stopped leaves a whole file or none. */
async function writeWhole(path: string, text: string): Promise<void> {
  const partial = partialOf(path);
  await writeFile(partial, text);
  await rename(partial, path);
}

/** The name of a file while it is written. */
function partialOf(path: string): string {
  return `${path}.partial`;
}
