import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOUD_LIMIT, DAY_MS, type Portal, type RoomSeed, startPortal } from '../../sandbox/portal/index.ts';
import { createPortal } from '../../src/docspace/client.ts';
import type { Report } from '../../src/report/schema.ts';
import { makePolicy, NOW } from '../support/factories.ts';
import { tell } from '../support/robust-run.ts';
import { scanReport } from '../support/scan-sandbox.ts';

/**
 * A long scan of a portal with the limits of the cloud, on a virtual clock: each request takes a moment, and if all
 * requests wait, the clock jumps to the end of the first wait.
 */

const SUSPECTS = 3000;
/** The upper bound of the input `concurrency`. */
const CONCURRENCY = 16;
/** Six thousand requests a minute, four times what the portal allows. */
const MS_PER_REQUEST = 10;

/** A virtual clock. */
function makeClock() {
  let ms = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const wakeDue = () => {
    const due = sleepers.filter(({ at }) => at <= ms);
    sleepers = sleepers.filter(({ at }) => at > ms);
    for (const { wake } of due) wake();
  };
  return {
    now: () => ms,
    goOn(by: number) {
      ms += by;
      wakeDue();
    },
    /** The end of the last sleep. */
    busyUntil: () => Math.max(0, ...sleepers.map(({ at }) => at)),
    sleep(forMs: number): Promise<void> {
      return new Promise((wake) => sleepers.push({ at: ms + forMs, wake }));
    },
    /** Jumps to the end of the next sleep. */
    skip() {
      if (sleepers.length === 0) return;
      ms = Math.max(ms, Math.min(...sleepers.map(({ at }) => at)));
      wakeDue();
    },
  };
}

/** A request as the client begins it. */
interface Beginning {
  readonly at: number;
  /** Requests that the client has begun and that have not ended, this one among them. */
  readonly underWay: number;
}

interface Outcome {
  readonly report: Report;
  /** When each request came in at the portal. */
  readonly arrivals: readonly number[];
  /** Which of them were refused. */
  readonly refused: readonly number[];
  readonly beginnings: readonly Beginning[];
  /** Requests that were begun while the client knew that it had to wait. */
  readonly impatient: readonly number[];
  /** Pauses that did not start during another one. */
  readonly pauses: number;
}

let portal: Portal;
let outcome: Outcome;

const old = new Date(NOW.getTime() - 400 * DAY_MS);
const rooms = Array.from({ length: SUSPECTS }, (_, index): RoomSeed => {
  const at = index % 3 === 0 ? new Date(NOW.getTime() - DAY_MS) : old;
  return {
    id: index + 1,
    title: `Room ${index + 1}`,
    roomType: 2,
    created: old,
    updated: old,
    log: [{ verb: 'invite', at }],
  };
});

beforeAll(async () => {
  const clock = makeClock();
  const rateLimit = { ...CLOUD_LIMIT, tellsWhen: true };
  portal = await startPortal({ rooms, rateLimit, now: () => NOW, ticks: clock.now, latencyMs: 5 });
  const arrivals: number[] = [];
  portal.onRequest(() => {
    arrivals.push(clock.now());
    clock.goOn(MS_PER_REQUEST);
  });
  // The client's own view does not depend on the speed of the machine: a request that is on its way when a refusal
  // arrives cannot be taken back.
  const beginnings: Beginning[] = [];
  const impatient: number[] = [];
  let underWay = 0;
  const onStart = (message: unknown) => {
    underWay += 1;
    (message as { request: ClientRequest }).request.once('close', () => {
      underWay -= 1;
    });
    beginnings.push({ at: clock.now(), underWay });
    if (clock.busyUntil() > clock.now()) impatient.push(clock.now());
  };
  subscribe('http.client.request.start', onStart);
  let pauses = 0;
  const stop = new AbortController();
  const client = createPortal({
    url: new URL(portal.url),
    apiKey: portal.apiKey,
    concurrency: CONCURRENCY,
    timeoutMs: 60_000,
    now: () => NOW,
    signal: stop.signal,
    env: process.env,
    onRetry: () => undefined,
    sleep: (ms) => {
      if (clock.busyUntil() <= clock.now()) pauses += 1;
      return clock.sleep(ms);
    },
    random: () => 0.5,
    ticks: clock.now,
  });
  let isDone = false;
  const waitForIt = async () => {
    let met = -1;
    while (!isDone) {
      // No request has arrived for a while, and none is being answered: all of them wait.
      const isQuiet =
        met === portal.requests.length &&
        portal.requests.slice(-CONCURRENCY).every(({ status }) => status > 0);
      if (isQuiet) clock.skip();
      met = portal.requests.length;
      await pause(20);
    }
  };
  const scanned = scanReport({
    portal: client,
    policy: makePolicy({ activitySource: 'history', inactiveDays: 30 }),
    concurrency: CONCURRENCY,
    now: NOW,
  }).finally(() => {
    isDone = true;
  });
  const [report] = await Promise.all([scanned, waitForIt()]);
  unsubscribe('http.client.request.start', onStart);
  expect(beginnings.length, 'every request was seen to begin').toBe(portal.requests.length);
  const refused = portal.requests.flatMap(({ status }, index) => (status === 429 ? [index] : []));
  outcome = { report, arrivals, refused, beginnings, impatient, pauses };
  tell(
    `Politeness: ${SUSPECTS} suspects, ${portal.requests.length} requests in ${(clock.now() / 60_000).toFixed(1)} minutes of the portal, ${refused.length} refused in ${pauses} pause(s)`,
  );
}, 120_000);

afterAll(() => portal.close());

const peak = (beginnings: readonly Beginning[]) => Math.max(...beginnings.map(({ underWay }) => underWay));

describe('with the limits of the cloud', () => {
  it('the history of all 3,000 rooms that look inactive is read', () => {
    const { report } = outcome;
    expect(report.counts).toMatchObject({
      scanned: SUSPECTS,
      abandoned: 2000,
      active: 1000,
      unknown: 0,
      skipped: 0,
    });
    expect(report.abandoned.filter(({ evidence }) => evidence !== 'history')).toEqual([]);
    expect(report.notes).toEqual([]);
  });

  it('reaches the limit, and never exceeds it in any minute', () => {
    const { arrivals, refused } = outcome;
    expect(refused.length, 'the limit is met').toBeGreaterThan(0);
    const admitted = arrivals.filter((_, index) => !refused.includes(index));
    const most = Math.max(
      ...admitted.map((at) => admitted.filter((one) => one > at - 60_000 && one <= at).length),
    );
    expect(most).toBeLessThanOrEqual(CLOUD_LIMIT.perMinute);
    expect(most, 'what is allowed is used').toBeGreaterThan(CLOUD_LIMIT.perMinute * 0.9);
  });

  it('starts no request during the time that a refusal asked for', () => {
    const { impatient, pauses, refused } = outcome;
    expect(pauses).toBeGreaterThan(0);
    expect(impatient).toEqual([]);
    const { violations } = portal.rateLimit;
    expect(violations.length, 'but for what was on its way').toBeLessThan(pauses * CONCURRENCY);
    expect(refused.length, 'one refusal for each request on its way').toBeLessThanOrEqual(
      pauses * CONCURRENCY,
    );
    for (const { request } of violations) expect(request.status, 'refused as well').toBe(429);
  });

  it('halves the requests at once after a refusal, and returns to the upper bound in the end', () => {
    const { beginnings } = outcome;
    // Only a pause lets the clock go on so far without a request.
    const resumed = beginnings.findIndex(({ at }, index) => at - (beginnings[index - 1]?.at ?? at) > 1000);
    expect(resumed, 'there was a pause').toBeGreaterThan(0);
    // The client sees the end of a request a moment after its own count: allow for two.
    expect(peak(beginnings.slice(0, resumed))).toBeGreaterThanOrEqual(CONCURRENCY - 1);
    expect(peak(beginnings.slice(0, resumed))).toBeLessThanOrEqual(CONCURRENCY + 2);
    expect(peak(beginnings.slice(resumed, resumed + CONCURRENCY))).toBeLessThanOrEqual(CONCURRENCY / 2 + 2);
    expect(peak(beginnings.slice(resumed))).toBeGreaterThan(CONCURRENCY * 0.8);
  });
});
