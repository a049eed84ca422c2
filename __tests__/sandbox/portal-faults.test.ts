import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { FaultKind, StatusFault } from '../../sandbox/portal/index.ts';
import { Load } from '../../sandbox/portal/load.ts';
import { ANN, ago, ask, BEN, type Json, read, start } from './portal-client.ts';

const rooms = Array.from({ length: 20 }, (_, index) => ({ id: index + 1, updated: ago(index) }));

async function faulty(kind: FaultKind) {
  const portal = await start({ rooms });
  portal.faults.add({ kind });
  return portal;
}

describe('a fault', () => {
  it.each<[status: number, body: StatusFault['body'], type: string, says: Json | string | undefined]>([
    [400, undefined, 'application/problem+json; charset=utf-8', { statusCode: 400 }],
    [401, undefined, '', undefined],
    [402, undefined, 'application/json; charset=utf-8', { statusCode: 402 }],
    [
      403,
      undefined,
      'application/json; charset=utf-8',
      { error: { type: 'System.Security.SecurityException' } },
    ],
    [
      403,
      'fault',
      'application/json; charset=utf-8',
      { error: { type: 'System.InvalidOperationException' } },
    ],
    [403, 'problem', 'application/problem+json; charset=utf-8', { status: 403, title: 'Forbidden' }],
    [403, 'address', 'application/json; charset=utf-8', 'Your IP address is not allowed'],
    [403, 'empty', '', undefined],
    [404, undefined, 'application/json; charset=utf-8', { statusCode: 404 }],
    [404, 'problem', 'application/problem+json; charset=utf-8', { status: 404, title: 'Not Found' }],
    [429, undefined, '', undefined],
    [500, undefined, 'application/json; charset=utf-8', { statusCode: 500 }],
    [502, undefined, 'text/html; charset=utf-8', undefined],
  ])('answers %i as %s with %s, once', async (status, body, type, says) => {
    const portal = await faulty({ status, ...(body && { body }) });
    const answer = await ask(portal, '/files/rooms');
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type') ?? '']).toEqual([status, type]);
    if (typeof says === 'object') expect(JSON.parse(text)).toMatchObject(says);
    else if (says !== undefined) expect(JSON.parse(text)).toBe(says);
    // Only what the application answers says how long it took, and only its errors show a stack.
    expect(answer.headers.has('server-timing')).toBe(!type.startsWith('text/') && status !== 429);
    expect(text.includes('at ASC.')).toBe(type.startsWith('application/json') && typeof says === 'object');
    expect((await ask(portal, '/files/rooms')).status).toBe(200);
    expect(portal.requests.map((request) => request.status)).toEqual([status, 200]);
  });

  it('redirects, and answers with other bodies and headers', async () => {
    const moved = await ask(await faulty({ status: 308, location: 'http://127.0.0.1:1/' }), '/files/rooms');
    expect([moved.status, moved.headers.get('location')]).toEqual([308, 'http://127.0.0.1:1/']);
    const busy = await ask(await faulty({ status: 503, headers: { 'Retry-After': '7' } }), '/files/rooms');
    expect(busy.headers.get('retry-after')).toBe('7');
    expect(await (await ask(await faulty({ json: [1] }), '/files/rooms')).json()).toEqual([1]);
    const bytes = await ask(await faulty({ bytes: '\ufeff{}' }), '/files/rooms');
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(Buffer.from('\ufeff{}'));
  });

  it.each(['html200', 'empty200', 'notJson', 'truncatedJson'] as const)(
    '%s is a 200 without JSON',
    async (kind) => {
      const answer = await ask(await faulty(kind), '/files/rooms');
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      expect(text.startsWith('{"response"')).toBe(kind === 'truncatedJson');
    },
  );

  it('cut breaks in the middle of the body, reset before it, and hang answers nothing', async () => {
    const answer = await ask(await faulty('cut'), '/files/rooms');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await expect(ask(await faulty('reset'), '/files/rooms')).rejects.toThrow('fetch failed');
    const silent = await faulty('hang');
    const failed = expect(ask(silent, '/files/rooms')).rejects.toThrow('fetch failed');
    expect((await ask(silent, '/files/rooms')).status).toBe(200);
    await silent.close();
    await failed;
  });

  it('slowBody arrives whole', async () => {
    const answer = await ask(await faulty({ slowBody: 0, chunkBytes: 500 }), '/files/rooms');
    expect(await answer.json()).toMatchObject({ response: { total: 20 } });
  });

  it('hits the matching page, path and turn, the given number of times', async () => {
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

it.each([
  ['gzip, br', 'gzip', gunzipSync],
  ['br', undefined, (body: Buffer) => body],
])('a client that accepts %s gets %s', async (accepts, name, decode) => {
  const portal = await start({ rooms });
  for (let nth = 0; nth < 2; nth += 1) {
    const headers = { authorization: `Bearer ${portal.apiKey}`, 'accept-encoding': accepts };
    const message = await new Promise<IncomingMessage>((resolve) => {
      get(`${portal.url}/api/2.0/files/rooms`, { headers }, resolve);
    });
    const body = await buffer(message);
    expect([message.headers['content-encoding'], message.headers['content-length']]).toEqual([
      name,
      String(body.length),
    ]);
    expect(JSON.parse(decode(body).toString())).toMatchObject({ response: { total: 20 } });
    const { bytesSent = 0, bytesDecoded = 0 } = portal.requests[nth] ?? {};
    expect([bytesSent, bytesDecoded]).toEqual([body.length, decode(body).length]);
  }
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
