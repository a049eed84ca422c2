// Loaded in front of the built action: what it waits between two tries takes no time. Timeouts of requests are
// AbortSignal.timeout, which stays as it is. FAST_TIMERS_LOG, a file, gets the milliseconds that were asked for.
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const realTimeout = timers.setTimeout;
timers.setTimeout = (ms, value, options) => {
  if (process.env.FAST_TIMERS_LOG) appendFileSync(process.env.FAST_TIMERS_LOG, `${ms}\n`);
  return realTimeout(Math.min(ms ?? 0, 2), value, options);
};
syncBuiltinESMExports();
