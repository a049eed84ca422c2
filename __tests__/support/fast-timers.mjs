// Loaded in front of the built action: its waits between two attempts take no time, though its monotonic clock says
// they do. Timeouts of requests are made by node:timers, which stays as it is. FAST_TIMERS_LOG, a file, gets the
// milliseconds of each wait.
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const realTimeout = timers.setTimeout;
const realNow = performance.now.bind(performance);
let aheadMs = 0;
performance.now = () => realNow() + aheadMs;
timers.setTimeout = async (ms = 0, value, options) => {
  if (process.env.FAST_TIMERS_LOG) appendFileSync(process.env.FAST_TIMERS_LOG, `${ms}\n`);
  const end = performance.now() + ms;
  const result = await realTimeout(Math.min(ms, 2), value, options);
  // Waits that overlap count once.
  aheadMs = Math.max(aheadMs, end - realNow());
  return result;
};
syncBuiltinESMExports();
