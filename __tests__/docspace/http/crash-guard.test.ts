import { describe, expect, it } from 'vitest';
import type { CallKind } from '../../../src/docspace/calls.ts';
import { createCrashGuard, type Ticket } from '../../../src/docspace/http/crash-guard.ts';
import { network, refused, status } from '../../support/failures.ts';

const CRASH = status(502);
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Several requests of one kind, and which of them may be sent now. */
function join(guard: ReturnType<typeof createCrashGuard>, kind: CallKind, count: number) {
  const begun: number[] = [];
  const tickets = Array.from({ length: count }, () => guard(kind));
  for (const [at, ticket] of tickets.entries()) void ticket.wait().then(() => begun.push(at + 1));
  return { tickets, begun };
}

/** The ticket of a request, counted from 1 on. */
function ticketOf({ tickets }: { tickets: readonly Ticket[] }, number: number): Ticket {
  const ticket = tickets[number - 1];
  if (ticket === undefined) throw new Error(`there is no request ${number}`);
  return ticket;
}

describe('a kind of call that has not succeeded', () => {
  it('sends its first request alone, and all others after its success', async () => {
    const joined = join(createCrashGuard(), 'rooms', 4);
    await settle();
    expect(joined.begun).toEqual([1]);
    ticketOf(joined, 1).succeed();
    await settle();
    expect(joined.begun).toEqual([1, 2, 3, 4]);
  });

  it('holds back no other kind', async () => {
    const guard = createCrashGuard();
    const begun = (['rooms', 'history', 'rooms'] as const).map((kind) => join(guard, kind, 1).begun);
    await settle();
    expect(begun).toEqual([[1], [1], []]);
  });

  it.each([
    ['a 404', status(404)],
    ['a 500', status(500)],
    ['a 503', status(503)],
    ['a 403', refused('scope')],
    ['a timeout', { kind: 'timeout' } as const],
  ])('sends the others after %s: the portal has survived', async (_, failure) => {
    const guard = createCrashGuard();
    const joined = join(guard, 'history', 3);
    const first = ticketOf(joined, 1);
    await settle();
    ticketOf(joined, 1).fail(failure);
    await settle();
    expect([joined.begun, first.crashes, first.tooManyCrashes]).toEqual([[1, 2, 3], 0, null]);
  });

  it.each([network('ECONNREFUSED'), { kind: 'proxy', why: 503 } as const])(
    'still sends one alone after %j: the portal did not get the request',
    async (failure) => {
      const joined = join(createCrashGuard(), 'history', 3);
      await settle();
      ticketOf(joined, 1).fail(failure);
      await settle();
      expect(joined.begun).toEqual([1]);
    },
  );

  it('keeps the others waiting until the first has ended, and lets them fail after three crashes', async () => {
    const guard = createCrashGuard();
    const joined = join(guard, 'history', 3);
    const first = ticketOf(joined, 1);
    for (const crashes of [1, 2]) {
      first.fail(CRASH);
      await settle();
      expect([joined.begun, first.crashes, first.tooManyCrashes]).toEqual([[1], crashes, null]);
      expect([first.mayBegin(), ticketOf(joined, 2).mayBegin()]).toEqual([true, false]);
    }
    first.fail(CRASH);
    await settle();
    expect([joined.begun, first.crashes, first.tooManyCrashes, first.mayBegin()]).toEqual([
      [1],
      3,
      CRASH,
      false,
    ]);
    for (const [ended, others] of [
      [1, [1, 2]],
      [2, [1, 2, 3]],
    ] as const) {
      ticketOf(joined, ended).end();
      await settle();
      expect(joined.begun).toEqual(others);
    }
  });

  it('lets the next one go if the first request ends early, and still counts its crashes', async () => {
    const guard = createCrashGuard();
    const joined = join(guard, 'self', 3);
    const first = ticketOf(joined, 1);
    for (const number of [1, 2]) {
      ticketOf(joined, number).fail(CRASH);
      ticketOf(joined, number).end();
      await settle();
    }
    expect([joined.begun, first.crashes]).toEqual([[1, 2, 3], 2]);
    ticketOf(joined, 3).fail(CRASH);
    expect(first.tooManyCrashes).toBe(CRASH);
  });

  it('begins again with one request after all have ended', async () => {
    const guard = createCrashGuard();
    const first = join(guard, 'rooms', 1);
    await settle();
    ticketOf(first, 1).end();
    const later = join(guard, 'rooms', 2);
    await settle();
    expect([first.begun, later.begun]).toEqual([[1], [1]]);
  });

  it('is over with the first success: later crashes do not count', async () => {
    const guard = createCrashGuard();
    const joined = join(guard, 'rooms', 5);
    const first = ticketOf(joined, 1);
    ticketOf(joined, 1).fail(CRASH);
    ticketOf(joined, 1).succeed();
    for (const ticket of joined.tickets) ticket.fail(CRASH);
    await settle();
    expect([joined.begun, first.crashes, first.tooManyCrashes]).toEqual([[1, 2, 3, 4, 5], 0, null]);
    expect(joined.tickets.every((ticket) => ticket.mayBegin())).toBe(true);
  });
});

describe('a crash after the portal has survived a failure', () => {
  /** Three requests under way, and a fourth one that has not begun. */
  async function afterCrash() {
    const guard = createCrashGuard();
    const joined = join(guard, 'history', 3);
    const first = ticketOf(joined, 1);
    ticketOf(joined, 1).fail(status(404));
    await settle();
    for (const ticket of joined.tickets) ticket.fail(CRASH);
    return { crashes: first.crashes, joined, later: join(guard, 'history', 1) };
  }

  it('counts once for all requests that were under way, and one of them goes alone', async () => {
    const { crashes, joined, later } = await afterCrash();
    await settle();
    expect([crashes, later.begun]).toEqual([1, []]);
    expect(joined.tickets.map((ticket) => ticket.mayBegin())).toEqual([true, false, false]);
  });

  it('is over for all if the one survives', async () => {
    const { joined, later } = await afterCrash();
    ticketOf(joined, 1).succeed();
    await settle();
    expect(later.begun).toEqual([1]);
    expect(joined.tickets.map((ticket) => ticket.mayBegin())).toEqual([true, true, true]);
  });

  it('keeps its right if another one ends', async () => {
    const { joined, later } = await afterCrash();
    ticketOf(joined, 2).end();
    await settle();
    expect(later.begun).toEqual([]);
    ticketOf(joined, 1).end();
    await settle();
    expect(later.begun).toEqual([1]);
  });
});
