// Loaded before the built action: the waits of Octokit between writes, after a limit and between two attempts take a
// hundredth of the time. Timeouts of requests, made by AbortSignal.timeout, stay real: a busy machine must not reach them.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

// Node.js takes the function below for AbortSignal.timeout as well, unless it is used once before.
AbortSignal.timeout(0);

const shorter = (ms) => (ms > 100 ? Math.ceil(ms / 100) : ms);
const realTimeout = timers.setTimeout;
const realPause = promises.setTimeout;
const quick = (work, ms, ...rest) => realTimeout(work, shorter(ms), ...rest);
for (const key of Object.getOwnPropertySymbols(realTimeout)) {
  Object.defineProperty(quick, key, Object.getOwnPropertyDescriptor(realTimeout, key));
}
globalThis.setTimeout = quick;
timers.setTimeout = quick;
promises.setTimeout = (ms, value, options) => realPause(shorter(ms), value, options);
syncBuiltinESMExports();
