import { setTimeout as sleep } from 'node:timers/promises';

/** How long the portal works on its answers, and on how many at a time. */
export interface LoadTimes {
  /** A page of the room list: base, and for each room that the query matches: all are loaded and sorted. In ms. */
  pageMs: number;
  perRoomMs: number;
  /** Any other call, in ms. */
  logMs: number;
  /** How many requests are worked on at a time; the others wait. */
  workers: number;
}

/** Times of a DocSpace 3.7.2 portal on 2 cores, with its database on the same machine. */
export const REAL_LOAD: LoadTimes = { pageMs: 300, perRoomMs: 0.08, logMs: 43, workers: 2 };

/** Makes requests take as long as on a busy portal. */
export class Load {
  readonly #times: LoadTimes | undefined;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(times: LoadTimes | undefined) {
    this.#times = times;
    this.#free = times?.workers ?? 0;
  }

  /**
   * Waits for a worker, and for its work.
   *
   * @param matched how many rooms a query for a page of the list matches; null for any other call
   */
  async work(matched: number | null): Promise<void> {
    if (this.#times === undefined) return;
    const { pageMs, perRoomMs, logMs } = this.#times;
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await sleep(matched === null ? logMs : pageMs + perRoomMs * matched);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
