import type { RefusalBody } from './answers.ts';
import type { OperationOutcome } from './operations.ts';
import type { LoggedRequest } from './types.ts';

/**
 * A status instead of the answer. A 3xx takes a `location`; a 429 without `headers` says `Retry-After: 1`. A 403 is
 * one of a right by default; `body: 'fault'` is a fault of the portal, `empty` and `problem` a missing scope.
 */
export interface StatusFault {
  status: number;
  body?: RefusalBody;
  headers?: Record<string, string>;
  location?: string;
}

/**
 * - `html200`, `empty200`, `notJson`: a 200 with a login page, with nothing, with text that says it is JSON
 * - `cut`: Content-Length says more than is sent, and the socket is destroyed in the middle of the body
 * - `truncatedJson`: the good answer, well framed, its JSON cut in the middle
 * - `reset`: the socket is destroyed before any answer; `hang`: there never is an answer
 * - `resetAfter`, `hangAfter`: the same, but the portal has done what it was asked
 * - `operation`: the answer is good, but the archiving that it begins ends otherwise
 * - `slowBody`: the good answer, `chunkBytes` (default 64) at this interval in ms
 * - `json`, `bytes`: any answer with a 200
 */
export type FaultKind =
  | StatusFault
  | 'html200'
  | 'empty200'
  | 'cut'
  | 'truncatedJson'
  | 'reset'
  | 'hang'
  | 'resetAfter'
  | 'hangAfter'
  | OperationOutcome
  | 'notJson'
  | { slowBody: number; chunkBytes?: number }
  | { json: unknown; headers?: Record<string, string> }
  | { bytes: Buffer | string; headers?: Record<string, string> };

export interface Fault {
  match?: {
    /** Tested against the path, with `basePath` and without the query. */
    path?: RegExp;
    /** Page of the room listing, `startIndex / count + 1`, rounded up. */
    page?: number;
    /** From the nth request on that matches the rest, 1-based. */
    nth?: number;
  };
  /** How many matching requests are hit; default 1, Infinity for ever. */
  times?: number;
  kind: FaultKind;
}

/**
 * The faults that are planned. Without `nth`, faults that match the same request queue up: the next one hits when the
 * one added before it is used up.
 */
export class FaultPlan {
  #planned: { fault: Fault; seen: number; used: number }[] = [];

  /** Adds faults to the plan. */
  add(...faults: Fault[]): void {
    for (const fault of faults) this.#planned.push({ fault, seen: 0, used: 0 });
  }

  /** Drops every fault. */
  clear(): void {
    this.#planned = [];
  }

  /** How many faults have not hit as often as they will. */
  get pending(): number {
    return this.#planned.filter(({ fault, used }) => used < (fault.times ?? 1)).length;
  }

  /** The fault that hits this request. It counts as seen for every fault that matches. */
  take(request: LoggedRequest): FaultKind | undefined {
    let hit: FaultKind | undefined;
    for (const planned of this.#planned) {
      const { match = {}, times = 1, kind } = planned.fault;
      // Without its state a pattern with the g flag would match every other time.
      if (match.path !== undefined && request.path.search(match.path) === -1) continue;
      if (match.page !== undefined && match.page !== request.page) continue;
      planned.seen += 1;
      if (hit !== undefined || planned.used >= times || planned.seen < (match.nth ?? 1)) continue;
      planned.used += 1;
      hit = kind;
    }
    return hit;
  }
}
