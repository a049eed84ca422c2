import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises';
import * as core from '@actions/core';
import { INPUT_NAMES, type InputName } from './config/inputs.ts';
import { apiKeyOf } from './config/settings.ts';
import { run } from './run.ts';
import type { Runtime } from './runtime.ts';
import { ActionError, causes } from './shared/errors.ts';
import { scrubber } from './shared/secret.ts';
import { logText } from './shared/text.ts';

const runtime: Runtime = {
  inputs: Object.fromEntries(INPUT_NAMES.map((name) => [name, core.getInput(name)])) as Record<
    InputName,
    string
  >,
  env: process.env,
  now: () => new Date(),
  log: {
    isDebug: core.isDebug(),
    debug: core.debug,
    info: core.info,
    warning: (line) => core.warning(line),
    startGroup: core.startGroup,
    endGroup: core.endGroup,
  },
  maskSecret: (secret) => {
    // A runner takes the line as a command; a terminal would show it.
    if (process.env['GITHUB_ACTIONS'] === 'true') core.setSecret(secret);
  },
  setOutput: (name, value) => {
    // Without a file, the toolkit prints the long-gone command `::set-output`.
    if (!process.env['GITHUB_OUTPUT']) return core.info(logText(`output ${name}: ${value}`));
    try {
      core.setOutput(name, value);
    } catch (cause) {
      const reason = causes(cause)[0] ?? '';
      throw new ActionError(`The outputs cannot be written. Look at the runner's disk. ${reason}`, { cause });
    }
  },
  async writeSummary(markdown) {
    if (!process.env['GITHUB_STEP_SUMMARY'])
      return core.debug('No GITHUB_STEP_SUMMARY: there is no job summary.');
    try {
      await core.summary.addRaw(markdown).write();
    } catch (error) {
      // What there is to say stands in the log as well.
      core.summary.emptyBuffer();
      core.warning(`The job summary cannot be written. ${causes(error)[0] ?? ''}`);
    }
  },
  async prepareDirectory(path) {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  },
  async writeFile(path, pieces) {
    // A run that is stopped in the middle leaves a whole file or none.
    const partial = partialOf(path);
    const file = await open(partial, 'w');
    try {
      for (const batch of batches(pieces)) await file.writeFile(batch);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  },
  async removeFile(path) {
    for (const one of [path, partialOf(path)]) await rm(one, { force: true });
  },
};

/** Where a file is written before it takes its name. */
function partialOf(path: string): string {
  return `${path}.partial`;
}

/** Pieces put together to some 64 Ki characters: one write for each room would be slow. */
function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < 65_536) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

try {
  await run(runtime);
} catch (error) {
  const scrub = scrubber(apiKeyOf(runtime.inputs, runtime.env));
  const [first = 'unknown error', ...rest] = causes(error);
  for (const line of rest) core.debug(scrub(line));
  if (error instanceof ActionError) {
    core.setFailed(scrub(error.message));
  } else {
    core.debug(scrub(error instanceof Error ? (error.stack ?? '') : ''));
    core.setFailed(scrub(`This is a fault in the action itself, please report it: ${first}`));
  }
}
