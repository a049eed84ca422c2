import { env } from 'node:process';
import fc from 'fast-check';

// The same values in each run: a property test fails because of a change, not because of the day. `SEED=$RANDOM` draws others.
fc.configureGlobal({ seed: Number(env['SEED'] ?? 20_260_601), numRuns: Number(env['NUM_RUNS'] ?? 100) });

/** Any character of Unicode. As the unit of a string, it stands for `binary`, for which fast-check prepares four seconds. */
export const character = fc
  .nat({ max: 0x10_ff_ff - 0x800 })
  .map((place) => String.fromCodePoint(place < 0xd8_00 ? place : place + 0x800));

export { default } from 'fast-check';
