import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Starts the action, without inputs, in a process that takes itself for another version of Node.js. */
function startIn(node: string) {
  const script = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } });
    await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  return { status, stdout, stderr };
}

it('starts in Node.js 24, with a flag that V8 knows', () => {
  const { status, stderr } = startIn('24.0.0');
  expect(status).toBe(1);
  // V8 would complain of an unknown flag in a line of its own.
  expect(stderr).toMatch(/^Error: \d inputs cannot be used:\n(- .*\n)+$/);
});

it('does not start in an older Node.js, and says what to do', () => {
  const node = '23.11.1';
  expect(startIn(node)).toEqual({
    status: 1,
    stdout: '',
    stderr: `This action needs Node.js 24 or newer, and this is ${node}. After "npm ci", run: npx node dist/index.js\n`,
  });
});
