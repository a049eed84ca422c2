import type { CallKind } from '../calls.ts';
import { type Failure, mayBeCrash } from './failure.ts';
import { RETRY_LIMITS } from './retry.ts';

/**
 * A request can kill the process of a portal: DocSpace 3.7.1 and 3.7.2 die of an undocumented parameter. So a kind of
 * call is on trial until a request of it has succeeded in this run. Its first request goes alone, and all others of the
 * kind wait until the portal has survived it. If the portal dies later in the trial, one request goes alone again. After
 * three crashes, no request of the kind is sent any more.
 */
export interface Trial {
  /** A new request takes part. */
  join(): Turn;
  /** Crashes so far; 0 if a request of this kind has succeeded. */
  readonly crashes: number;
  /** The last crash if there were too many to send any more requests of this kind; otherwise null. */
  readonly verdict: Failure | null;
}

/** One request of a kind of call. */
export interface Turn {
  /** Waits while another request of this kind goes alone. Call before each attempt. */
  wait(): Promise<void>;
  /** Whether the attempt may be sent. Ask right before it is sent: the portal may have died since the wait. */
  begin(): boolean;
  /** Call on success. */
  succeed(): void;
  /** Call on each failed attempt. */
  fail(failure: Failure): void;
  /** Call at the end of the request, however it ended: the next one may try. */
  end(): void;
}

/** The trials of a run, one for each kind of call. */
export function createTrials(): (kind: CallKind) => Trial {
  const trials = new Map<CallKind, Trial>();
  return (kind) => {
    const trial = trials.get(kind) ?? createTrial();
    trials.set(kind, trial);
    return trial;
  };
}

function createTrial(): Trial {
  let crashes = 0;
  let lastCrash: Failure | null = null;
  let hasSucceeded = false;
  let isOpen = false;
  /** The request that goes alone. It keeps its turn while it waits for its next attempt. */
  let alone: Turn | null = null;
  const waiting: (() => void)[] = [];

  const open = () => {
    isOpen = true;
    alone = null;
    for (const wake of waiting.splice(0)) wake();
  };
  const mayGo = (turn: Turn): boolean => {
    if (isOpen) return true;
    alone ??= turn;
    return alone === turn;
  };
  const verdict = () => (!hasSucceeded && crashes > RETRY_LIMITS.crashWaitsMs.length ? lastCrash : null);

  return {
    join() {
      const turn: Turn = {
        async wait() {
          while (!mayGo(turn)) await new Promise<void>((resolve) => waiting.push(resolve));
        },
        begin: () => verdict() === null && mayGo(turn),
        succeed() {
          hasSucceeded = true;
          open();
        },
        fail(failure) {
          if (hasSucceeded) return;
          // The portal is alive, or at least this is no sign that the request has killed it.
          if (!mayBeCrash(failure)) return open();
          // Requests that were under way together end with one crash.
          if (!mayGo(turn)) return;
          isOpen = false;
          alone = turn;
          crashes += 1;
          lastCrash = failure;
        },
        end() {
          if (alone !== turn) return;
          // The next one goes alone as well, or all of them fail without a request.
          alone = null;
          waiting.shift()?.();
        },
      };
      return turn;
    },
    get crashes() {
      return hasSucceeded ? 0 : crashes;
    },
    get verdict() {
      return verdict();
    },
  };
}
