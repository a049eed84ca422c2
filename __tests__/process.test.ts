import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs a module of the project in a process of its own. */
function inProcess(code: string) {
  const module = JSON.stringify(new URL('../src/process.ts', import.meta.url).href);
  const script = `import * as own from ${module};\n${code}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('memory', () => {
  it('is saved by a flag that V8 knows', () => {
    // V8 complains of an unknown flag on standard error.
    expect(inProcess('own.preferLittleMemory();')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is less than without the flag, of a process that makes much garbage', () => {
    const garbage = `
      const kept = [];
      for (let i = 0; i < 3_000_000; i += 1) {
        const one = { at: i, text: String(i), list: [i, i] };
        if (i % 30 === 0) kept.push(one);
      }
      console.log(process.resourceUsage().maxRSS);`;
    const [plain, saving] = ['', 'own.preferLittleMemory();'].map((call) =>
      Number(inProcess(call + garbage).stdout),
    );
    expect(saving).toBeGreaterThan(0);
    expect(saving).toBeLessThan(plain ?? 0);
  });
});

describe('a version of Node.js', () => {
  const isTooOld = (node: string) =>
    inProcess(`
      Object.defineProperty(process, 'versions', { value: { node: '${node}' } });
      console.log(own.isNodeTooOld(), process.exitCode);
      process.exitCode = 0;`);

  it.each(['24.0.0', '26.1.0'])('%s is new enough', (node) => {
    expect(isTooOld(node)).toEqual({ status: 0, stdout: 'false undefined\n', stderr: '' });
  });

  it.each(['20.20.2', '22.0.0'])('%s is too old, and the message says what to do', (node) => {
    const { stdout, stderr } = isTooOld(node);
    expect(stdout).toBe('true 1\n');
    expect(stderr).toBe(
      `This action needs Node.js 24 or newer, and this is ${node}. After "npm ci", run: npx node dist/index.js\n`,
    );
  });
});
