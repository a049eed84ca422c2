import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { startGitHub } from '../../sandbox/github/index.ts';
import { DAY_MS, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { DIST, readAction } from '../../sandbox/runner.ts';
import { type ActionRun, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { atEnd } from '../support/at-end.ts';

/** Inputs and the environment, as a new user would try them with the built action. */

const ago = (days: number) => new Date(Date.now() - days * DAY_MS - 3_600_000);
const ADA = { id: 'ada', displayName: 'Lovelace, Ada' };
const ANN = { id: 'ann', displayName: 'Ann' };
const ROOMS: RoomSeed[] = [
  { id: 1, title: 'Old', updated: ago(400), createdBy: ANN },
  { id: 2, title: 'Hers', updated: ago(300), createdBy: ADA },
  { id: 3, title: 'Template', updated: ago(200), createdBy: ANN, tags: ['Keep'] },
  { id: 4, title: 'On hold', updated: ago(100), createdBy: ANN, tags: ['legal, hold'], roomType: 8 },
  { id: 5, title: 'Undated', updated: null, created: null, createdBy: ANN },
  { id: 6, title: 'Nearly', updated: ago(9), createdBy: ANN },
  { id: 7, title: 'Busy', updated: ago(0), createdBy: ANN },
];
const KEY = 'sk-0123456789abcdef0123456789abcdef';

let portal: Portal;
beforeAll(async () => {
  portal = await portalFor({ rooms: ROOMS });
});

const started = (inputs: Record<string, string>, env: Record<string, string | undefined> = {}) =>
  run({ inputs: { ...inputsFor(portal), redact: 'never', ...inputs }, env });
const linesOf = ({ log, warnings, errors }: ActionRun) =>
  [log, ...warnings, ...errors].join('\n').split('\n');

describe('inputs', () => {
  it('do what their lines in the log say', async () => {
    const result = await started({
      'inactive-days': ' 50 ',
      'unknown-activity': 'ignore',
      'exempt-tags': '# keep\n"legal, hold"\n',
      'exempt-rooms': '4711, old',
      'exempt-owners': '# hers\nLovelace, Ada\n',
      'max-abandoned': '0',
    });
    expect(linesOf(result)).toEqual(
      expect.arrayContaining([
        'Room "Undated" (ID: 5) — no activity date',
        'Room "On hold" (ID: 4): exempt-tags "legal, hold"',
        'Room "Old" (ID: 1): exempt-rooms "old"',
        'Room "Hers" (ID: 2): exempt-owners "Lovelace, Ada"',
        'Total abandoned rooms: 1',
        '1 abandoned room is more than max-abandoned allows (0).',
      ]),
    );
    expect(result.warnings).toContain(
      'Some entries of the inputs match no room and no account that this scan saw: exempt-rooms ("4711"). Check their spelling.',
    );
    expect(result.summary).toContain('> ⚠️ Some entries of the inputs match no room');
  });

  it('that are faulty are all named, with what they take', async () => {
    const { exitCode, errors, stdout } = await started({
      'docspace-url': 'portal.example',
      'docspace-api-key': `Bearer ${KEY}`,
      'inactive-days': '1e3',
      concurrency: '17',
    });
    expect(exitCode).toBe(1);
    expect(errors).toHaveLength(1);
    const [, ...faults] = errors[0]?.split('\n') ?? [];
    expect(faults).toEqual([
      expect.stringMatching(
        /^- docspace-url: got 14 characters that are not an address; takes an address such as/,
      ),
      expect.stringMatching(/^- docspace-api-key: got "Bearer" in front of it; takes the API key alone/),
      '- inactive-days: got "1e3"; takes a whole number from 1 to 36500',
      '- concurrency: got "17"; takes a whole number from 1 to 16',
    ]);
    expect(stdout.replace(/^::add-mask::.*$/m, '')).not.toContain(KEY);
  });

  it('empty ones all together are the defaults', async () => {
    const { inputs } = await readAction();
    const empty = Object.fromEntries(Object.keys(inputs).map((name) => [name, '']));
    const result = await run({ inputs: { ...empty, ...inputsFor(portal) } });
    expect(result.exitCode, result.stdout).toBe(0);
    const defaults = await run({ inputs: inputsFor(portal) });
    expect(result.log.replaceAll(result.directory, '')).toBe(defaults.log.replaceAll(defaults.directory, ''));
  });
});

describe('two variables and node dist/index.js', () => {
  /** As a person starts it at a terminal, with the defaults. */
  const atTerminal = async (
    env: Record<string, string> = {},
    nodeArguments: string[] = [],
    options: string[] = [],
  ) => {
    const directory = await emptyDirectory();
    const child = spawn(process.execPath, [...nodeArguments, DIST, ...options], {
      cwd: directory,
      env: {
        PATH: process.env['PATH'],
        SYSTEMROOT: process.env['SYSTEMROOT'],
        TMPDIR: directory,
        TEMP: directory,
        TMP: directory,
        DOCSPACE_API_HOST: portal.url,
        DOCSPACE_API_KEY: portal.apiKey,
        ...env,
      },
    });
    const ended = Promise.all([
      text(child.stdout).catch(() => ''),
      text(child.stderr).catch(() => ''),
      once(child, 'close'),
    ]).then(([stdout, stderr, [exitCode]]) => ({ directory, stdout, stderr, exitCode: exitCode as number }));
    return { child, ended };
  };

  it('scan with the defaults, and redact nothing', async () => {
    const github = await startGitHub();
    atEnd(() => github.close());
    const { ended } = await atTerminal({ GITHUB_API_URL: github.url });
    const { directory, stdout, exitCode } = await ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('• Room "Old" (ID: 1) — inactive for 400 day(s)');
    expect(stdout).toMatch(/^Total abandoned rooms: 4\r?$/m);
    expect(stdout).toMatch(/^output abandoned-count: 4\r?$/m);
    expect(stdout).not.toContain(portal.apiKey);
    // No workflow commands, and no wall of JSON.
    expect(stdout).not.toMatch(/^::/m);
    expect(stdout).toMatch(/^Warning: 1 room has a history that holds nothing/m);
    expect(stdout).toMatch(/^output abandoned-rooms: \[.{199}…\r?$/m);
    expect(github.requests).toEqual([]);
    const report = join(directory, 'abandoned-rooms', 'abandoned-rooms.json');
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({ redacted: false });
  });

  it('print each invalid input on a line of its own', async () => {
    const { ended } = await atTerminal({ 'INPUT_INACTIVE-DAYS': 'ten', DOCSPACE_API_HOST: 'portal.example' });
    const { stdout, stderr, exitCode } = await ended;
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'Error: 2 inputs cannot be used:',
      expect.stringMatching(/^- docspace-url: got 14 characters/),
      '- inactive-days: got "ten"; takes a whole number from 1 to 36500',
      '',
    ]);
  });

  it('take options, which count more than variables', async () => {
    const options = ['--inactive-days', '20000', '--exempt-tags=none', '--unknown-activity', 'ignore'];
    const { ended } = await atTerminal({ 'INPUT_INACTIVE-DAYS': '1', INPUT_SORT: 'risk' }, [], options);
    const { stdout, stderr, directory } = await ended;
    expect([stdout.includes('No rooms found with inactivity >= 20000 days.'), stderr]).toEqual([true, '']);
    const report = join(directory, 'abandoned-rooms', 'abandoned-rooms.json');
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
      policy: { inactiveDays: 20000, exemptTags: [], sort: 'risk' },
    });
  });

  it('refuse options that do not exist, and secrets', async () => {
    const { ended } = await atTerminal(
      {},
      [],
      ['--inactive-dayz', '5', `--docspace-api-key=${portal.apiKey}`],
    );
    const { stdout, stderr, exitCode } = await ended;
    expect([exitCode, stdout, stderr.includes(portal.apiKey)]).toEqual([1, '', false]);
    expect(stderr).toMatch(
      /^- --inactive-dayz: .* --inactive-days, .*\n- --docspace-api-key: got a secret, /m,
    );
  });

  it('list the options for --help, which does not exist within a workflow', async () => {
    const { ended } = await atTerminal({}, [], ['--help']);
    expect((await ended).stdout).toMatch(/^Usage: .*[\s\S]*--inactive-days <value> \(default: 10\)/);
    const inWorkflow = await (await atTerminal({ GITHUB_ACTIONS: 'true' }, [], ['--help'])).ended;
    expect(inWorkflow.stdout).toContain('Total abandoned rooms: 4');
  });

  it('say which Node.js they need', async () => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })`;
    const { ended } = await atTerminal({}, ['--import', `data:text/javascript,${encodeURIComponent(old)}`]);
    expect(await ended).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr:
        'This action needs Node.js 24 or newer, and this is 20.19.0. After "npm ci", run: npx node dist/index.js\n',
    });
  });

  const onUnix = it.runIf(process.platform !== 'win32');

  onUnix('end quietly if nobody reads the log any more', async () => {
    const { child, ended } = await atTerminal();
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toMatchObject({ exitCode: 1, stderr: '' });
  });

  onUnix('end quietly if nobody reads their errors', async () => {
    const { child, ended } = await atTerminal({ DOCSPACE_API_HOST: 'portal.example' });
    child.stderr.destroy();
    expect(await ended).toMatchObject({ exitCode: 1, stdout: expect.not.stringContaining('Error') });
  });

  it.runIf(process.platform === 'linux')('name the cause if the log cannot be written', async () => {
    const command = `exec "$0" "$1" > /dev/full`;
    const env = {
      DOCSPACE_API_HOST: portal.url,
      DOCSPACE_API_KEY: portal.apiKey,
      TMPDIR: await emptyDirectory(),
    };
    await expect(
      promisify(execFile)('sh', ['-c', command, process.execPath, DIST], { env }),
    ).rejects.toMatchObject({ code: 1, stderr: 'The log cannot be written: the disk is full (ENOSPC).\n' });
  });

  it('a workflow without a repository is redacted all the same', async () => {
    const result = await started({ redact: '' }, { GITHUB_REPOSITORY: undefined, GITHUB_ACTIONS: 'true' });
    expect(result.log).toContain(
      'Whether this repository is public is not known, because there is no github-token: titles',
    );
    expect(result.log).not.toContain('Room "Old"');
  });
});

describe('GITHUB_API_URL', () => {
  it('may end with slashes: it is asked for the visibility, and for the issue', async () => {
    const github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'private' }] });
    atEnd(() => github.close());
    const result = await started(
      { redact: '', 'github-token': github.token, 'tracking-issue': 'true', 'dry-run': 'true' },
      { GITHUB_API_URL: `${github.url}//` },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.log).toContain('Room "Old"');
    expect(result.log).toContain('Dry run: the tracking issue (none yet) would be created');
    expect(github.requests.map(({ path }) => path).filter((path) => path.includes('//'))).toEqual([]);
  });

  it('fails the run after the report if it is no address', async () => {
    const result = await started(
      { 'tracking-issue': 'true', 'github-token': 'ghs_token' },
      { GITHUB_API_URL: 'ftp://github.example' },
    );
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('Total abandoned rooms: 4');
    expect(result.errors).toEqual([
      'GITHUB_API_URL is not an address, so the tracking issue cannot be read. Set it to an address such as https://github.example.com/api/v3.',
    ]);
  });
});

describe('the disk', () => {
  const onLinux = it.runIf(process.platform === 'linux');

  onLinux.each(['/proc/nope/x', '/dev/null/x'])('report-directory %s fails at once', async (directory) => {
    const result = await started({ 'report-directory': directory });
    expect(result.exitCode).toBe(1);
    expect(result.errors).toEqual([
      expect.stringMatching(
        /^The report files cannot be written to .*: (the path does not exist \(ENOENT\)|a file is in the way \(EEXIST\))\. Set report-directory /,
      ),
    ]);
  });

  onLinux('outputs on a full disk are said once', async () => {
    const result = await started({ 'max-abandoned': '0' }, { GITHUB_OUTPUT: '/dev/full' });
    expect(result.exitCode).toBe(1);
    expect(result.errors).toHaveLength(1);
    expect(result.errors[0]).toContain('max-abandoned allows (0)');
    expect(
      result.errors[0]?.match(/The outputs cannot be written: the disk is full \(ENOSPC\)\./g),
    ).toHaveLength(1);
  });
});

describe('the job summary', () => {
  const MIB = 1024 * 1024;
  const withSummary = async (bytes: number) => {
    const many = await portalFor({ roomCount: 1500, oldCount: 1500 });
    for (const { id } of many.rooms.all()) many.rooms.update(id, { title: '*'.repeat(170) });
    const directory = await emptyDirectory();
    const path = join(directory, 'filled.md');
    await writeFile(path, 'x'.repeat(bytes));
    const result = await run({
      directory,
      inputs: { ...inputsFor(many), redact: 'never', 'activity-source': 'updated' },
      env: { GITHUB_STEP_SUMMARY: path },
    });
    expect(result.exitCode, result.stdout).toBe(0);
    return { result, text: await readFile(path, 'utf8') };
  };

  it('after 900,000 bytes of an earlier part stays below 1 MiB', async () => {
    const { text } = await withSummary(900_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MIB);
    expect(text).toContain('1500 of 1500 rooms are abandoned');
    expect(text).toContain('### With another threshold');
  });

  it('that is full gets nothing more, and a warning says so', async () => {
    const { result, text } = await withSummary(MIB - 100);
    expect(Buffer.byteLength(text)).toBe(MIB - 100);
    expect(result.warnings).toEqual([expect.stringMatching(/^A part of the job summary is left out: /)]);
  });
});
