import type { CallKind } from '../calls.ts';
import { type Failure, mayBeCrash } from './failure.ts';
import { RETRY_LIMITS } from './retry.ts';

/**
 * A request can kill the process of a portal: DocSpace 3.7.1 and 3.7.2 die of an undocumented parameter. So a kind of
 * call is on trial until a request of it has succeeded in this run. Its first request goes alone, and all others of the
 * kind wait until the portal has survived it. After three crashes, no request of the kind is sent any more.
 */
export interface Trial {
  /** Waits for the first request of this kind, if it is under way. */
  begin(): Promise<void>;
  /** Call on success. */
  succeed(): void;
  /** Call on each failed attempt. */
  fail(failure: Failure): void;
  /** Call at the end of a request, however it ended: the next one may try. */
  end(): void;
  /** Crashes so far; 0 if a request of this kind has succeeded. */
  readonly crashes: number;
  /** The last crash if there were too many to send any more requests of this kind; otherwise null. */
  readonly verdict: Failure | null;
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
  let isUnderWay = false;
  const waiting: (() => void)[] = [];

  const open = () => {
    isOpen = true;
    for (const start of waiting.splice(0)) start();
  };

  return {
    async begin() {
      if (isOpen) return;
      if (isUnderWay) await new Promise<void>((resolve) => waiting.push(resolve));
      isUnderWay = true;
    },
    succeed() {
      hasSucceeded = true;
      open();
    },
    fail(failure) {
      if (hasSucceeded) return;
      // The portal is alive, or at least this is no sign that the request has killed it.
      if (!mayBeCrash(failure)) return open();
      crashes += 1;
      lastCrash = failure;
    },
    end() {
      // The next one goes alone as well, or all of them fail without a request.
      const start = waiting.shift();
      if (start === undefined) isUnderWay = false;
      else start();
    },
    get crashes() {
      return hasSucceeded ? 0 : crashes;
    },
    get verdict() {
      return !hasSucceeded && crashes > RETRY_LIMITS.crashWaitsMs.length ? lastCrash : null;
    },
  };
}
