import { afterEach, beforeEach, vi } from 'vitest';

/** For tests that use the client of GitHub within their own process: its pauses take no time. */
export function useShortPauses(): void {
  const realTimeout = globalThis.setTimeout;
  beforeEach(() => {
    const quick = (work: () => void, ms?: number, ...rest: []) =>
      realTimeout(work, (ms ?? 0) > 100 ? 1 : ms, ...rest);
    vi.stubGlobal('setTimeout', Object.assign(quick, realTimeout));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
}
