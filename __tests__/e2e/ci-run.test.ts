// Runs `.ci/run` in a folder of its own, with a fake npm.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobsOf, read, root } from '../support/workflows.ts';

/** npm and npx. Prints its arguments. The environment sets the exit code of each script, and the reports that the tests write. */
const NPM = `#!/usr/bin/env bash
echo "$(basename "$0") $*"
case "$1 $2" in
  "vitest related") exit "\${OTHERS:-0}" ;;
  "test --") [ -z "$QUICK_REPORT" ] || printf '%s' "$QUICK_REPORT" > reports/tests.json; exit "\${QUICK:-0}" ;;
  "run test:all") [ -z "$REPORT" ] || printf '%s' "$REPORT" > reports/tests.json; exit "\${TEST:-0}" ;;
  "ci "*) exit "\${CI:-0}" ;;
  "run lint") exit "\${LINT:-0}" ;;
  "run build") [ -z "$CHANGE" ] || echo "$CHANGE" > dist/index.js ;;
esac
`;

const reportOf = (numPassedTests: number, numFailedTests: number, numPendingTests = 0) =>
  JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, numTodoTests: 0 });

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
      env: { PATH: `${join(folder, 'bin')}:${env['PATH']}`, HOME: folder, CI: '', ...variables },
      encoding: 'utf8',
    });
    return { status, last: stdout.trimEnd().split('\n').at(-1) };
  };

  const all = (passed: number, failed: number) => ({ REPORT: reportOf(passed, failed) });
  it.each<[string, Record<string, string>, number, string | RegExp]>([
    ['all is well', { REPORT: reportOf(12, 0, 3) }, 0, '12 passed, 0 failed, 3 skipped'],
    ['tests fail', { ...all(11, 1), TEST: '1' }, 1, '11 passed, 1 failed'],
    ['quick tests fail', { QUICK_REPORT: reportOf(4, 1), QUICK: '1' }, 1, '4 passed, 1 failed'],
    [
      'the others fail at quick breadth',
      { QUICK_REPORT: reportOf(5, 0), OTHERS: '1' },
      1,
      '5 passed, 0 failed',
    ],
    ['all tests pass but cover too little', { ...all(12, 0), TEST: '1' }, 1, '12 passed, 0 failed'],
    ['lint fails', { ...all(12, 0), LINT: '7' }, 7, '12 passed, 0 failed'],
    ['dist/ differs from the build', { ...all(12, 0), CHANGE: 'other' }, 1, '12 passed, 0 failed'],
    ['tests failed but the test runner exits with 0', all(11, 1), 1, '11 passed, 1 failed'],
    ['there is no test', all(0, 0), 1, '0 passed, 0 failed'],
    ['the packages cannot be installed', { CI: '3', ...all(12, 0) }, 3, /^npm ci/],
    ['the tests end without a report', { QUICK_REPORT: reportOf(5, 0), TEST: '134' }, 134, /^npm /],
    ['the report is cut', { TEST: '1', REPORT: '{"numPassedTests":12' }, 1, /^npm /],
  ])('ends with the count of tests of this run, if there is one: %s', (_, variables, status, last) => {
    const isText = typeof last === 'string';
    expect(run(variables)).toEqual({ status, last: isText ? last : expect.stringMatching(last) });
  });
});

it('.ci/run runs every command of ci.yml, or one that says the same', () => {
  const ran = read('.ci/run').replaceAll('node_modules/.bin/', '').split('\n');
  // The job `self-test` is tested by e2e/self-test.test.ts.
  const others = jobsOf('.github/workflows/ci.yml').filter(([name]) => name !== 'self-test');
  const commands = others
    .flatMap(([, { steps }]) => steps.flatMap(({ run = '' }) => run.split('\n')))
    .filter((line) => /^(npm|npx|node|changed=)/.test(line));
  const missing = commands.filter(
    (command) => !ran.some((line) => line === command || line.startsWith(`${command} -- `)),
  );
  expect(missing).toEqual([
    // In parts: `npm test`, then the others that depend on the breadth. The rest is part of `npm run test:all`.
    'npx vitest run',
    // Needs the registry.
    'npm audit --omit=dev --package-lock-only',
  ]);
});
