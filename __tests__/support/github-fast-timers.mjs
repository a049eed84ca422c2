// Loaded before the built action: the waits between writes, after a limit and between two attempts take a
// hundredth of the time. Timeouts of requests to the portal and for the visibility, made by node:timers, stay real: a busy
// machine must not reach them.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

const shorter = (ms) => (ms > 100 ? Math.ceil(ms / 100) : ms);
const realTimeout = timers.setTimeout;
const realPause = promises.setTimeout;
const quick = (work, ms, ...rest) => realTimeout(work, shorter(ms), ...rest);
for (const key of Object.getOwnPropertySymbols(realTimeout)) {
  Object.defineProperty(quick, key, Object.getOwnPropertyDescriptor(realTimeout, key));
}
globalThis.setTimeout = quick;
promises.setTimeout = (ms, value, options) => realPause(shorter(ms), value, options);
syncBuiltinESMExports();
