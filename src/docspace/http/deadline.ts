import timers from 'node:timers';

/** When a request has to end: after its time, or when the run stops. */
export interface Deadline {
  /** Aborted at the end. */
  readonly signal: AbortSignal;
  /** Whether its time is over. */
  readonly isOver: () => boolean;
  /** Call when the request has ended. */
  clear(): void;
}

/**
 * Returns a function that starts the deadline of one request.
 *
 * `AbortSignal.any`, `AbortSignal.timeout` and a listener on `stop` for each request would do the same, but what they
 * register keeps a request and its answer in memory until V8 collects all garbage.
 *
 * @param stop ends all requests
 */
export function createDeadlines(stop: AbortSignal): (timeoutMs: number) => Deadline {
  // Not a Set: when it is cleaned up, its old table links to the new one, and keeps requests in memory as well.
  const running: AbortController[] = [];
  stop.addEventListener('abort', () => {
    for (const request of running) request.abort(stop.reason);
  });
  return (timeoutMs) => {
    const request = new AbortController();
    let isOver = false;
    const timer = timers.setTimeout(() => {
      isOver = true;
      request.abort();
    }, timeoutMs);
    running.push(request);
    if (stop.aborted) request.abort(stop.reason);
    return {
      signal: request.signal,
      isOver: () => isOver,
      clear() {
        timers.clearTimeout(timer);
        const at = running.indexOf(request);
        if (at !== -1) running.splice(at, 1);
      },
    };
  };
}
