import { env } from 'node:process';
import fc from 'fast-check';

// The same values in each run: a property test fails because of a change, not because of the day. `SEED=$RANDOM` draws others.
fc.configureGlobal({ seed: Number(env['SEED'] ?? 20_260_601), numRuns: Number(env['NUM_RUNS'] ?? 100) });

export { default } from 'fast-check';
