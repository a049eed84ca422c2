// Mutation testing of the pure files, group after group, or of the groups that are named.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';

const GROUPS = ['text', 'docspace', 'rooms', 'report', 'issue'];

const require = createRequire(import.meta.url);
const stryker = join(dirname(require.resolve('@stryker-mutator/core/package.json')), 'bin', 'stryker.js');
const named = argv.slice(2);
let failed = false;
for (const group of named.length > 0 ? named : GROUPS) {
  const { status } = spawnSync(execPath, [stryker, 'run'], {
    stdio: 'inherit',
    env: { ...env, MUTANTS: group },
  });
  failed ||= status !== 0;
}
if (failed) exit(1);
