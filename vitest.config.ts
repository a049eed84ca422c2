import { env } from 'node:process';
import { defineConfig } from 'vitest/config';

const SMOKE = '__tests__/e2e/**/*.smoke.test.ts';
const E2E = '__tests__/e2e/**/*.test.ts';
const ROBUST = '__tests__/robust/**/*.test.ts';

const inProject = (name: string, include: string, exclude: readonly string[] = []) => ({
  extends: true as const,
  test: { name, include: [include], exclude: [...exclude] },
});

export default defineConfig(({ mode }) => ({
  test: {
    projects: [
      inProject('unit', '__tests__/**/*.test.ts', [E2E, ROBUST]),
      // The built action in processes of its own: `smoke` is the part that belongs to `npm test`.
      inProject('smoke', SMOKE),
      inProject('e2e', E2E, [SMOKE]),
      inProject('robust', ROBUST),
    ],
    // `npm run test:all` has the mode `full`: see __tests__/support/scale.ts.
    env: { FULL: mode === 'full' ? '1' : (env['FULL'] ?? '') },
    // All files of a worker share its modules, since to load them for each takes as long as the tests: a file must leave
    // nothing behind, and replaces no module that others load.
    isolate: false,
    setupFiles: ['__tests__/support/setup.ts'],
    // A machine that is busy must not fail a test.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Many tests wait for their own HTTP servers, so one worker per processor is not too many.
    maxWorkers: '100%',
    // It imports JSON without an attribute, which Node.js refuses.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'coverage',
      // Only `npm run test:all` measures coverage, since only a run of all tests can reach this.
      thresholds: { lines: 95, branches: 95 },
    },
  },
}));
