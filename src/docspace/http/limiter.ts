/** Limits how many tasks run at once: fewer while the portal is in trouble, none during a pause. */
export interface ConcurrencyLimiter {
  /** Runs `task` as soon as there is room for it. */
  run<T>(task: (slot: Slot) => Promise<T>): Promise<T>;
  /** How many tasks may run at once now. */
  readonly limit: number;
}

/** The place of one task, by which it reports how the portal does. */
export interface Slot {
  /** Halves what runs at once. Tasks that ran together when the first of them called it count as one sign. */
  slowDown(): void;
  /** Starts no task for `ms` milliseconds. */
  pause(ms: number): void;
  /** Call on success. After some successes the limit grows by one, up to the upper bound. */
  speedUp(): void;
}

/** So many times the limit have to succeed before it grows by one. */
const ROUNDS_TO_GROW = 4;

/**
 * @param most upper bound for tasks at once
 * @param sleep resolves after that many milliseconds
 */
export function createLimiter(most: number, sleep: (ms: number) => Promise<void>): ConcurrencyLimiter {
  let limit = most;
  let running = 0;
  let successes = 0;
  let slowDowns = 0;
  let pauses = 0;
  const waiting: (() => void)[] = [];

  const startNext = () => {
    while (pauses === 0 && running < limit) {
      const start = waiting.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };

  const createSlot = (): Slot => {
    const slowDownsBefore = slowDowns;
    return {
      slowDown() {
        successes = 0;
        if (slowDowns !== slowDownsBefore) return;
        slowDowns += 1;
        limit = Math.max(1, Math.floor(limit / 2));
      },
      pause(ms) {
        pauses += 1;
        void sleep(ms).then(() => {
          pauses -= 1;
          startNext();
        });
      },
      speedUp() {
        successes += 1;
        if (limit >= most || successes < ROUNDS_TO_GROW * limit) return;
        limit += 1;
        successes = 0;
      },
    };
  };

  return {
    async run(task) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        startNext();
      });
      try {
        return await task(createSlot());
      } finally {
        running -= 1;
        startNext();
      }
    },
    get limit() {
      return limit;
    },
  };
}
