import { describe, expect, it, vi } from 'vitest';
import { Load } from '../../sandbox/portal/load.ts';
import { ANN, ago, ask, BEN, read, start } from './portal-client.ts';

const rooms = Array.from({ length: 20 }, (_, index) => ({ id: index + 1, updated: ago(index) }));

it('a fault hits the matching page, path and turn, the given number of times', async () => {
  const portal = await start({ rooms });
  const status = async (path: string) => (await ask(portal, path)).status;
  const second = '/files/rooms?count=2&startIndex=2';
  portal.faults.add(
    { match: { page: 2 }, times: 2, kind: { status: 502 } },
    { match: { page: 2 }, kind: { status: 503 } },
    { match: { path: /\/log$/g, nth: 2 }, times: Number.POSITIVE_INFINITY, kind: { status: 500 } },
  );
  expect(await status('/files/rooms?count=2')).toBe(200);
  for (const expected of [502, 502, 503, 200]) expect(await status(second)).toBe(expected);
  for (const expected of [200, 500, 500]) expect(await status('/files/folder/1/log')).toBe(expected);
  portal.faults.clear();
  expect(await status('/files/folder/1/log')).toBe(200);
});

describe('the rate limit', () => {
  it('refuses requests over the limit per minute of an account, and may say for how many seconds', async () => {
    let ms = 1_000_000;
    const rateLimit = { perMinute: 2, concurrent: 50, tellsWhen: true };
    const keys = [ANN, BEN].map((account) => ({
      key: account.id,
      scopes: [],
      account,
      sees: 'all' as const,
    }));
    const portal = await start({ keys, rateLimit, ticks: () => ms });
    const get = async (key = 'ann') => {
      const { status, headers } = await ask(portal, '/files/rooms', { key });
      return [status, headers.get('retry-after')];
    };
    expect(await get()).toEqual([200, null]);
    ms += 30_500;
    expect([await get(), await get(), await get('ben')]).toEqual([
      [200, null],
      [429, '30'],
      [200, null],
    ]);
    ms += 30_000;
    expect(portal.rateLimit.violations).toEqual([]);
    expect([await get(), await get()]).toEqual([
      [200, null],
      [429, '30'],
    ]);
    await get();
    expect(portal.rateLimit.violations).toMatchObject([
      { request: portal.requests[6], answeredAt: 1_060_500 },
    ]);
  });

  it('refuses one GET too many at once, and says no more than the recorded portal', async () => {
    const portal = await start({ rateLimit: { perMinute: 1500, concurrent: 3 }, latencyMs: 300 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(portal, '/files/rooms')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429)?.headers;
    expect([refused?.get('retry-after'), refused?.get('x-ratelimit-limit')]).toEqual([null, '3']);
    expect((await ask(portal, '/files/rooms')).status).toBe(200);
  });

  it('records requests that come before the Retry-After of a fault', async () => {
    const portal = await start({ ticks: () => 5 });
    portal.faults.add({ kind: { status: 503, headers: { 'retry-after': '2' } } });
    await ask(portal, '/files/rooms');
    await ask(portal, '/files/rooms');
    expect(portal.rateLimit.violations).toMatchObject([{ request: portal.requests[1], blockedUntil: 2005 }]);
  });
});

describe('load', () => {
  it.each([
    [1, ['page', 'log']],
    [2, ['log', 'page']],
  ])('with %i worker(s), a page and a log that are asked for together end as %j', async (workers, order) => {
    const load = new Load({ pageMs: 20, perRoomMs: 0.5, logMs: 1, workers });
    const done: string[] = [];
    await Promise.all([
      load.work(40).then(() => done.push('page')),
      load.work(null).then(() => done.push('log')),
    ]);
    expect(done).toEqual(order);
  });

  it('is of the rooms that the query matches', async () => {
    const work = vi.spyOn(Load.prototype, 'work');
    const portal = await start({ rooms: [1, 2, 2].map((roomType, index) => ({ id: index + 1, roomType })) });
    for (const path of ['/files/rooms', '/files/rooms?type=1&count=1', '/files/folder/1/log'])
      await read(portal, path);
    expect(work.mock.calls).toEqual([[3], [1], [null]]);
    work.mockRestore();
  });

  it('lets every request through in the end', async () => {
    const portal = await start({ rooms, load: { pageMs: 1, perRoomMs: 0.1, logMs: 1, workers: 2 } });
    await Promise.all(rooms.map(({ id }) => read(portal, `/files/folder/${id}/log`)));
    expect(portal.requests).toHaveLength(20);
  });
});
