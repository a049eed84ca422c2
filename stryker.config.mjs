import { env } from 'node:process';

/** The pure functions, in groups. `vitest.stryker.config.ts` has the tests of each group. */
const GROUPS = {
  rooms: 'src/rooms/{verdict,exemptions,glob,compare-runs,limits,accounts,room,days,rooms-in-use}.ts',
  report: 'src/report/{,text/}*.ts',
  issue: 'src/issue/{state,body,block,boxes,ticks,plan}.ts',
  text: 'src/shared/{text,secret}.ts',
  docspace: 'src/{http/failure,docspace/{http/retry,http/failure,dates,accounts,schema,listing-proof}}.ts',
};

// In UTC, no test would notice a date that depends on the time zone of the machine.
env.TZ = 'Asia/Kathmandu';

/** One group, or all of them. */
const group = env.MUTANTS ?? 'all';

export default {
  mutate: group === 'all' ? Object.values(GROUPS) : [GROUPS[group]],
  packageManager: 'npm',
  // TypeScript 7 has no functions by which Stryker could rewrite a tsconfig.json, and none has to be rewritten.
  tsconfigFile: '',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.stryker.config.ts', related: false },
  ignorePatterns: ['dist', 'lib', 'demo-output', 'docs', 'examples', 'bench', 'coverage', 'reports'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 8000,
  incrementalFile: `reports/mutants/${group}.incremental.json`,
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: `reports/mutants/${group}.html` },
  jsonReporter: { fileName: `reports/mutants/${group}.json` },
  clearTextReporter: { reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 90, break: 85 },
};
