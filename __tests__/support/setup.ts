import { afterAll, afterEach, vi } from 'vitest';
import { endAll } from './at-end.ts';

// Vitest runs this for each test file, and other modules once for all files of a worker: no other helper has a hook of its own.
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(endAll);
