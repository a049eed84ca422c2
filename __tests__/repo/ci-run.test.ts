// Runs `.ci/run` in a folder of its own, with a fake npm.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** npm and npx. Prints its arguments. The environment sets the exit code of each script, and the reports that the tests write. */
const NPM = `#!/usr/bin/env bash
echo "$(basename "$0") $*"
case "$1 $2" in
  "test --") [ -z "$QUICK_REPORT" ] || printf '%s' "$QUICK_REPORT" > reports/tests.json; exit "\${QUICK:-0}" ;;
  "vitest run") exit "\${ROBUST:-0}" ;;
  "run test:all") [ -z "$REPORT" ] || printf '%s' "$REPORT" > reports/tests.json; exit "\${TEST:-0}" ;;
  "ci "*) exit "\${CI:-0}" ;;
  "run lint") exit "\${LINT:-0}" ;;
  "run build") [ -z "$CHANGE" ] || echo "$CHANGE" > dist/index.js ;;
esac
`;

const reportOf = (passed: number, failed: number, skipped = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
  });

describe.skipIf(platform === 'win32')('.ci/run', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ci-run-')));
    for (const one of ['.ci', 'scripts', 'reports', 'dist', 'bin', 'node_modules/.bin'])
      mkdirSync(join(folder, one), { recursive: true });
    for (const file of ['.ci/run', 'scripts/count-tests.ts'])
      copyFileSync(join(root, file), join(folder, file));
    symlinkSync(execPath, join(folder, 'node_modules/.bin/node'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const name of ['npm', 'npx']) {
      writeFileSync(join(folder, 'bin', name), NPM);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    writeFileSync(join(folder, 'scripts/licenses.ts'), 'console.log("npm package licences");');
    const commit =
      'git init -q && git add dist && git -c user.name=x -c user.email=x@example.com commit -q -m x';
    writeFileSync(join(folder, 'dist/index.js'), 'built\n');
    expect(spawnSync('bash', ['-c', commit], { cwd: folder }).status).toBe(0);
    // The report of an earlier run.
    writeFileSync(join(folder, 'reports/tests.json'), reportOf(999, 0));
    return () => rmSync(folder, { recursive: true, force: true });
  });

  const run = (variables: Record<string, string>) => {
    const { status, stdout } = spawnSync('bash', [join(folder, '.ci/run')], {
      env: {
        PATH: `${join(folder, 'bin')}:${env['PATH']}`,
        HOME: folder,
        CI: '',
        QUICK_REPORT: reportOf(5, 0),
        ...variables,
      },
      encoding: 'utf8',
    });
    const lines = stdout.trimEnd().split('\n');
    return { status, last: lines.at(-1), ran: lines.filter((line) => /^np[mx] /.test(line)) };
  };

  it('ends with the count of tests', () => {
    const { status, last, ran } = run({ REPORT: reportOf(12, 0, 3) });
    expect({ status, last }).toEqual({ status: 0, last: '12 passed, 0 failed, 3 skipped' });
    expect(ran.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
      'ci',
      'test --',
      'vitest run',
      'run test:all',
      'run lint',
      'run types',
      'run build',
      'package licences',
    ]);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['tests fail', { REPORT: reportOf(11, 1), TEST: '1' }, 1, '11 passed, 1 failed'],
    ['quick tests fail', { QUICK_REPORT: reportOf(4, 1), QUICK: '1' }, 1, '4 passed, 1 failed'],
    ['robust tests fail at quick breadth', { ROBUST: '1' }, 1, '5 passed, 0 failed'],
    ['all tests pass but cover too little', { REPORT: reportOf(12, 0), TEST: '1' }, 1, '12 passed, 0 failed'],
    ['lint fails', { REPORT: reportOf(12, 0), LINT: '7' }, 7, '12 passed, 0 failed'],
    ['dist/ differs from the build', { REPORT: reportOf(12, 0), CHANGE: 'other' }, 1, '12 passed, 0 failed'],
    ['tests failed but the test runner exits with 0', { REPORT: reportOf(11, 1) }, 1, '11 passed, 1 failed'],
    ['there is no test', { REPORT: reportOf(0, 0) }, 1, '0 passed, 0 failed'],
  ])('does so if %s, and fails', (_, variables, status, last) => {
    expect(run(variables)).toMatchObject({ status, last });
  });

  it.each<[string, Record<string, string>, number]>([
    ['the packages cannot be installed', { CI: '3', REPORT: reportOf(12, 0) }, 3],
    ['the tests end without a report', { TEST: '134' }, 134],
    ['the quick tests end without a report', { QUICK_REPORT: '', QUICK: '134' }, 134],
    ['the report is cut', { TEST: '1', REPORT: '{"numPassedTests":12' }, 1],
  ])('counts nothing if %s, and fails', (_, variables, status) => {
    const result = run(variables);
    expect(result.status).toBe(status);
    expect(result.last).toMatch(/^npm /);
  });
});

describe('what .ci/run runs', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const script = read('.ci/run').replaceAll('node_modules/.bin/', '');

  it('is every command of ci.yml, or says the same in parts', () => {
    const { jobs } = parse(read('.github/workflows/ci.yml')) as {
      jobs: Record<string, { steps: { run?: string }[] }>;
    };
    // The job `self-test` is tested by e2e/self-test.test.ts.
    const { 'self-test': _, ...others } = jobs;
    const lines = Object.values(others).flatMap(({ steps }) =>
      steps.flatMap(({ run = '' }) => run.split('\n')),
    );
    const commands = new Set(lines.filter((line) => /^(npm|npx|node|changed=)/.test(line)));
    const ran = script.split('\n');
    const missing = [...commands].filter(
      (command) => !ran.some((line) => line === command || line.startsWith(`${command} -- `)),
    );
    expect(missing).toEqual([
      // In parts: `npm test`, and the files of the next test.
      'npx vitest run',
      // Needs the registry.
      'npm audit --omit=dev --package-lock-only',
    ]);
  });

  it('holds all files whose breadth differs between `vitest run` and `npm run test:all`', () => {
    const slow = globSync('__tests__/{e2e,robust}/**/*.test.ts', { cwd: root });
    const scaling = slow.filter((file) => read(file).includes('support/scale.ts'));
    const named = /^npx vitest run (.*)$/m.exec(script)?.[1]?.split(' ') ?? [];
    expect(scaling.filter((file) => !named.some((path) => file.startsWith(path)))).toEqual([]);
    expect(scaling).not.toEqual([]);
  });
});
