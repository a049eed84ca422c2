/** Lets at most so many tasks run at once, fewer after the portal asked to slow down, none during a pause. */
export interface ConcurrencyLimiter {
  /** Runs `task` as soon as there is room for it. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Starts nothing for `ms` milliseconds, and halves what runs at once. */
  slowDown(ms: number): void;
  /** Told of each success: what runs at once grows back, by one for as many successes as run at once. */
  speedUp(): void;
  /** How many tasks may run at once now. */
  readonly limit: number;
}

/**
 * @param most tasks at once when nothing is wrong
 * @param sleep resolves after so many milliseconds
 */
export function createLimiter(most: number, sleep: (ms: number) => Promise<void>): ConcurrencyLimiter {
  let limit = most;
  let running = 0;
  let successes = 0;
  let pauses = 0;
  const waiting: (() => void)[] = [];

  const next = () => {
    while (pauses === 0 && running < limit) {
      const start = waiting.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };

  return {
    async run(task) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        next();
      });
      try {
        return await task();
      } finally {
        running -= 1;
        next();
      }
    },
    speedUp() {
      successes += 1;
      if (limit >= most || successes < limit) return;
      limit += 1;
      successes = 0;
    },
    slowDown(ms) {
      // Requests that were under way together fail together: they are one sign, not many.
      if (pauses === 0) limit = Math.max(1, Math.floor(limit / 2));
      successes = 0;
      pauses += 1;
      void sleep(ms).then(() => {
        pauses -= 1;
        next();
      });
    },
    get limit() {
      return limit;
    },
  };
}
