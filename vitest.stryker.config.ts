import { env } from 'node:process';
import { defineConfig, type Plugin } from 'vitest/config';

/**
 * The tests that each group of `stryker.config.mjs` is held against: those of its own subject alone. What only a test
 * of another subject would notice, survives.
 */
const TESTS: Readonly<Record<string, string>> = {
  rooms: 'rooms/*',
  report: 'report/{,text/}*',
  issue: 'issue/*',
  text: 'shared/*',
  docspace: 'docspace/{boundaries,dates,schema,http/failure,http/retry}',
};

/** Tests of sizes, which would take most of the time; `__tests__/mutants/` has the same limits with fewer rows. */
const WITHOUT_STRESS =
  /^(?!.*(?:100,000 rooms|holds 5,000 rooms|too many to remember|one item a room on the page|what was written, ticks included))/;

/**
 * Stryker chooses the tests of a mutant by their full names with a space between the parts, and Vitest, since
 * version 5, joins the parts by ` > `: without this, no test within a `describe` would run, and every mutant survive.
 */
const strykerNames: Plugin = {
  name: 'stryker-names',
  configureVitest({ project }) {
    let pattern = WITHOUT_STRESS;
    Object.defineProperty(project.config, 'testNamePattern', {
      enumerable: true,
      get: () => pattern,
      set: (names: RegExp | undefined) => {
        pattern =
          names === undefined
            ? WITHOUT_STRESS
            : new RegExp(`^(?:${names.source.replaceAll(' ', '(?: > | )')})$`);
      },
    });
  },
};

const group = env['MUTANTS'] ?? 'all';
const tests = group === 'all' ? Object.values(TESTS) : [TESTS[group]];

export default defineConfig({
  plugins: [strykerNames],
  test: {
    include: tests.map((names) => `__tests__/${names}.test.ts`),
    // One worker for all files and all mutants, since a new one for each file takes longer than its tests.
    isolate: false,
    setupFiles: ['__tests__/support/fresh.ts'],
    testTimeout: 60_000,
  },
});
