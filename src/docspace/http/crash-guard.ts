import type { CallKind } from '../calls.ts';
import { type Failure, mayBeCrash, mayHaveArrived } from './failure.ts';
import { RETRY_LIMITS } from './retry.ts';

/** A ticket for one request of a kind of call. It says when the request may be sent, and is told what became of it. */
export interface Ticket {
  /** Waits while another request of this kind goes alone. Call before each attempt. */
  wait(): Promise<void>;
  /** Whether the attempt may be sent. Ask right before it is sent: the portal may have died since the wait. */
  mayBegin(): boolean;
  /** Call on success. */
  succeed(): void;
  /** Call on each failed attempt. */
  fail(failure: Failure): void;
  /** Call at the end of the request, however it ended: the next one may try. */
  end(): void;
  /** Crashes after requests of this kind so far; 0 if one of them has succeeded. */
  readonly crashes: number;
  /** Whether a request of this kind has succeeded in this run. */
  readonly hasSucceeded: boolean;
  /** The last crash if there were too many to send any more requests of this kind; otherwise null. */
  readonly tooManyCrashes: Failure | null;
}

/**
 * A guard against crashes of the portal, for one run. A request can kill the process of a portal: DocSpace 3.7.1, 3.7.2
 * and 3.8.0 die of an undocumented parameter. So the first request of each kind goes alone, and all others of the kind
 * wait until the portal has survived it. If the portal dies before a request of the kind has succeeded, one request
 * goes alone again. After three crashes, no request of the kind is sent any more.
 *
 * @returns gives out the tickets
 */
export function createCrashGuard(): (kind: CallKind) => Ticket {
  const kinds = new Map<CallKind, () => Ticket>();
  return (kind) => {
    const ticketFor = kinds.get(kind) ?? guardKind();
    kinds.set(kind, ticketFor);
    return ticketFor();
  };
}

function guardKind(): () => Ticket {
  let crashes = 0;
  let lastCrash: Failure | null = null;
  let hasSucceeded = false;
  let isOpen = false;
  /** The request that goes alone. It keeps its right while it waits for its next attempt. */
  let alone: Ticket | null = null;
  const waiting: (() => void)[] = [];

  const open = () => {
    isOpen = true;
    alone = null;
    for (const wake of waiting.splice(0)) wake();
  };
  const mayGo = (ticket: Ticket): boolean => {
    if (isOpen) return true;
    alone ??= ticket;
    return alone === ticket;
  };

  return () => {
    const ticket: Ticket = {
      async wait() {
        while (!mayGo(ticket)) await new Promise<void>((resolve) => waiting.push(resolve));
      },
      mayBegin: () => ticket.tooManyCrashes === null && mayGo(ticket),
      succeed() {
        hasSucceeded = true;
        open();
      },
      fail(failure) {
        // A request that did not arrive says nothing about the portal.
        if (hasSucceeded || !mayHaveArrived(failure)) return;
        // The portal is alive, or at least this is no sign that the request has killed it.
        if (!mayBeCrash(failure)) return open();
        // Requests that were under way together end with one crash.
        if (!mayGo(ticket)) return;
        isOpen = false;
        alone = ticket;
        crashes += 1;
        lastCrash = failure;
      },
      end() {
        if (alone !== ticket) return;
        // The next one goes alone as well, or all of them fail without a request.
        alone = null;
        waiting.shift()?.();
      },
      get hasSucceeded() {
        return hasSucceeded;
      },
      get crashes() {
        return hasSucceeded ? 0 : crashes;
      },
      get tooManyCrashes() {
        return !hasSucceeded && crashes > RETRY_LIMITS.crashWaitsMs.length ? lastCrash : null;
      },
    };
    return ticket;
  };
}
