import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

const RETRY_MS = 400;

const real = { setTimeout: globalThis.setTimeout, sleep: timers.setTimeout };
const shortened = (ms = 0) => (ms >= RETRY_MS ? 1 : ms);

/**
 * For tests of whole runs within their own process: a wait between two attempts or two writes takes no time. Shorter
 * waits stay, since a slow body is one of the faults.
 */
export function useShortWaits(): void {
  beforeAll(() => {
    const quick = (work: () => void, ms?: number, ...rest: []) =>
      real.setTimeout(work, shortened(ms), ...rest);
    globalThis.setTimeout = Object.assign(quick, real.setTimeout);
    timers.setTimeout = (ms, value, options) => real.sleep(shortened(ms), value, options);
    syncBuiltinESMExports();
  });
  afterAll(() => {
    globalThis.setTimeout = real.setTimeout;
    timers.setTimeout = real.sleep;
    syncBuiltinESMExports();
  });
}
