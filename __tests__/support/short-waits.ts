import { vi } from 'vitest';

/**
 * Stands in for `node:timers/promises` in tests of whole runs: waits between two attempts take no time. Shorter waits
 * stay: a slow body is one of the faults.
 *
 *     vi.mock('node:timers/promises', () => import('../support/short-waits.ts'));
 */

const real = await vi.importActual<typeof import('node:timers/promises')>('node:timers/promises');

const RETRY_MS = 400;

export const { setImmediate, setInterval, scheduler } = real;
export const setTimeout = <T>(ms?: number, value?: T, options?: object): Promise<T> =>
  real.setTimeout((ms ?? 0) >= RETRY_MS ? 1 : ms, value as T, options);
export default { ...real, setTimeout };
