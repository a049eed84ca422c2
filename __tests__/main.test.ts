import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DAY_MS, type Portal, type PortalOptions, startPortal } from '../sandbox/portal/index.ts';
import { readAction } from '../sandbox/runner.ts';
import type { InputName } from '../src/config/check-inputs.ts';
import { inputTexts } from './support/fake-runtime.ts';

/** The entry file, imported again for each test as a runner would start it, with the environment stubbed. */

const ROOMS = [
  { id: 1, title: 'Old plan', updated: new Date(Date.now() - 40.5 * DAY_MS) },
  { id: 2, title: 'New plan', updated: new Date() },
];

interface Ran {
  readonly stdout: string;
  readonly exitCode: number | string | null | undefined;
  readonly directory: string;
  readonly output: string;
  readonly summary: string;
}

// The toolkit keeps the path of the first summary that it writes, as long as the process lives.
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'abandoned-rooms-summary-'));
});
afterAll(() => {
  // Other files of the worker must not get a module that stands in for another.
  vi.resetModules();
  return rm(home, { recursive: true, force: true });
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'abandoned-rooms-main-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

async function start(options: PortalOptions = { rooms: ROOMS }): Promise<Portal> {
  const portal = await startPortal(options);
  onTestFinished(() => portal.close());
  return portal;
}

/** The toolkit ends lines as the system does. */
const withPlainEnds = (text: string) => text.replaceAll(EOL, '\n');

async function main(
  inputs: Partial<Record<InputName, string>>,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
  const files = {
    GITHUB_OUTPUT: join(directory, 'output'),
    GITHUB_STEP_SUMMARY: join(home, 'summary.md'),
  };
  for (const path of Object.values(files)) await writeFile(path, '');
  const texts = Object.entries(await inputTexts(inputs)).map(([name, text]) => [
    `INPUT_${name.toUpperCase()}`,
    text,
  ]);
  const variables = {
    ...Object.fromEntries(texts),
    ...files,
    RUNNER_TEMP: directory,
    RUNNER_DEBUG: undefined,
    DOCSPACE_API_HOST: undefined,
    DOCSPACE_API_KEY: undefined,
    GITHUB_ACTIONS: 'true',
    ...env,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value as string | undefined);
  const written: string[] = [];
  const before = process.exitCode;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  vi.resetModules();
  try {
    await import('../src/index.ts');
    return {
      stdout: withPlainEnds(written.join('')),
      exitCode: process.exitCode,
      directory,
      output: withPlainEnds(await readFile(files.GITHUB_OUTPUT, 'utf8')),
      summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  } finally {
    process.exitCode = before;
    vi.mocked(process.stdout.write).mockRestore();
  }
}

const inputsFor = (portal: Portal) => ({
  'docspace-url': portal.url,
  'docspace-api-key': portal.apiKey,
  redact: 'never',
});

const errorsIn = ({ stdout }: Ran) => stdout.split('\n').filter((line) => line.startsWith('::error::'));

describe('the entry file', () => {
  it('hands outputs, summary and files to the runner', async () => {
    const portal = await start();
    const result = await main(inputsFor(portal));
    expect(result.exitCode).toBeUndefined();
    expect(result.stdout.startsWith(`::add-mask::${portal.apiKey}\n`)).toBe(true);
    expect(result.stdout).toContain('• Room "Old plan" (ID: 1) — inactive for 40 day(s)');
    expect(result.stdout).toContain('::group::Scanning ');
    expect(result.output).toMatch(/^abandoned-count<<(ghadelimiter_[\w-]+)\n1\n\1$/m);
    const names = result.output.matchAll(/^(.*)<<ghadelimiter_/gm).map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys((await readAction()).outputs)));
    expect(result.summary).toContain('1 of 2 rooms is abandoned');
    const report = join(directory, 'abandoned-rooms', 'abandoned-rooms.json');
    expect(JSON.parse(await readFile(report, 'utf8')).abandoned[0].title).toBe('Old plan');
    await expect(readFile(`${report}.partial`)).rejects.toThrow('ENOENT');
  });

  it('notices a clock that was wrong at the start and is corrected before the portal answers', async () => {
    const portal = await start();
    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + (portal.requests.length === 0 ? 100 * DAY_MS : 0));
    const result = await main(inputsFor(portal));
    expect(result.exitCode).toBe(1);
    expect(errorsIn(result)).toEqual([expect.stringContaining('The clocks differ by more than a day')]);
  });

  it('fails with one line for the person, and the cause at debug level', async () => {
    const portal = await start();
    await portal.close();
    const result = await main(inputsFor(portal), { RUNNER_DEBUG: '1' });
    expect(result.exitCode).toBe(1);
    expect(errorsIn(result)).toEqual([
      expect.stringMatching(/^::error::No connection to 127.*refuses connections/),
    ]);
    expect(result.stdout).toMatch(/^::debug::TransportError: network: ECONNREFUSED$/m);
    expect(result.summary).toContain('The scan failed');
    expect(result.output).toMatch(/^abandoned-count<<(ghadelimiter_[\w-]+)\nunknown\n\1$/m);
    expect(result.output).not.toContain('abandoned-rooms<<');
  });

  it('calls a fault of its own by its name, without the key, and keeps the stack for the debug log', async () => {
    const portal = await start();
    vi.doMock('../src/scan.ts', () => ({
      scan: () =>
        Promise.reject(new RangeError(`broken at ${portal.apiKey}`, { cause: new Error('beneath') })),
    }));
    onTestFinished(() => {
      vi.doUnmock('../src/scan.ts');
    });
    const result = await main(inputsFor(portal), { RUNNER_DEBUG: '1' });
    expect(result.exitCode).toBe(1);
    expect(errorsIn(result)).toEqual([
      '::error::This is a fault in the action itself, please report it: RangeError: broken at ***',
    ]);
    expect(result.stdout).toContain('::debug::Error: beneath\n');
    expect(result.stdout).toMatch(/^::debug::RangeError: broken at \*\*\*%0A {4}at /m);
    expect(result.stdout.replace(`::add-mask::${portal.apiKey}`, '')).not.toContain(portal.apiKey);
    expect(result.output).toContain('unknown');
  });

  it('for any thrown value', async () => {
    const portal = await start();
    vi.doMock('../src/scan.ts', () => ({ scan: () => Promise.reject('a text') }));
    onTestFinished(() => {
      vi.doUnmock('../src/scan.ts');
    });
    const result = await main(inputsFor(portal));
    expect(result.exitCode).toBe(1);
    expect(errorsIn(result)).toEqual([expect.stringContaining('please report it: ')]);
  });
});

describe('without a runner', () => {
  it('prints the outputs if there is no file for them', async () => {
    const result = await main(inputsFor(await start()), { GITHUB_OUTPUT: undefined });
    expect(result.exitCode).toBeUndefined();
    expect(result.stdout).toContain('\noutput abandoned-count: 1\n');
    expect(result.stdout).not.toContain('::set-output');
    expect(result.stdout).not.toContain('unknown\n');
    expect(result.output).toBe('');
  });

  it('prints no outputs of a scan that failed', async () => {
    const result = await main({ 'inactive-days': 'ten' }, { GITHUB_OUTPUT: undefined });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).not.toContain('output ');
  });

  it('writes no summary if there is no file for it', async () => {
    const result = await main(inputsFor(await start()), {
      GITHUB_STEP_SUMMARY: undefined,
      RUNNER_DEBUG: '1',
    });
    expect(result.exitCode).toBeUndefined();
    expect(result.summary).toBe('');
    expect(result.output).toContain('abandoned-count');
    expect(result.stdout).toContain('No GITHUB_STEP_SUMMARY');
  });

  it('outputs that cannot be written fail the step, after the rest is out', async () => {
    const missing = join(tmpdir(), 'abandoned-rooms-missing', 'output');
    const inputs = { ...inputsFor(await start()), 'max-abandoned': '0' };
    const result = await main(inputs, { GITHUB_OUTPUT: missing });
    expect(result.exitCode).toBe(1);
    expect(errorsIn(result)).toEqual([
      expect.stringMatching(/max-abandoned allows \(0\)\. The outputs cannot be written: /),
    ]);
    expect(result.summary).toContain('is abandoned');
    expect(result.stdout).not.toContain('fault in the action');
  });

  it('a summary that cannot be written is a warning, and hides nothing', async () => {
    vi.spyOn(core.summary, 'write').mockRejectedValue(new Error('EACCES: permission denied'));
    const portal = await start();
    const limited = await main({ ...inputsFor(portal), 'max-abandoned': '0' });
    expect(errorsIn(limited)).toEqual([expect.stringContaining('more than max-abandoned allows (0)')]);
    expect(limited.stdout).toMatch(/^::warning::The job summary cannot be written: .*EACCES/m);
    portal.faults.add({ kind: { status: 401 } });
    const failed = await main(inputsFor(portal));
    expect(errorsIn(failed)).toEqual([expect.stringMatching(/^::error::401 /)]);
  });
});
