import { env } from 'node:process';
import { defineConfig, type Plugin } from 'vitest/config';

/**
 * The tests of each group of `stryker.config.mjs`: those of its own subject only. A mutant that only a test of another
 * subject would notice survives.
 */
const TESTS: Readonly<Record<string, string>> = {
  rooms: 'rooms/*',
  report: 'report/{,text/}*',
  issue: 'issue/*',
  text: 'shared/*',
  docspace: 'docspace/{dates,people,schema,listing-proof,http/{explain,failure,retry}}',
};

/** Tests of sizes, which would take most of the time. Other tests of the same files have the same limits with fewer rows. */
const WITHOUT_STRESS =
  /^(?!.*(?:holds 5,000 rooms|too many to remember|one item a room on the page|what was written, ticks included))/;

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
    // One worker for all files and all mutants: a new one for each file takes longer than its tests.
    isolate: false,
    setupFiles: ['__tests__/support/fresh.ts'],
    testTimeout: 60_000,
  },
});
