import { get, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FaultKind, Portal, StatusFault } from '../../sandbox/portal/index.ts';
import { Load } from '../../sandbox/portal/load.ts';
import { ago, ask, type Json, start } from './portal-client.ts';

const rooms = Array.from({ length: 20 }, (_, index) => ({ id: index + 1, updated: ago(index) }));

/** An answer as it is on the wire. */
function raw(
  portal: Portal,
  acceptEncoding: string,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const headers = { authorization: `Bearer ${portal.apiKey}`, 'accept-encoding': acceptEncoding };
  return new Promise((resolve, reject) => {
    get(`${portal.url}/api/2.0/files/rooms`, { headers }, async (message) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      resolve({ headers: message.headers, body: Buffer.concat(chunks) });
    }).on('error', reject);
  });
}

const same = (body: Buffer) => body;

describe('compression', () => {
  it.each([
    ['gzip', true, 'gzip', gunzipSync],
    ['gzip, br', true, 'gzip', gunzipSync],
    ['br', true, 'br', brotliDecompressSync],
    ['gzip, br', 'br', 'br', brotliDecompressSync],
    ['br', 'gzip', undefined, same],
    ['identity', true, undefined, same],
    ['gzip', false, undefined, same],
  ] as const)(
    'a client that accepts %s, a proxy that offers %s: %s',
    async (accepts, compression, name, decode) => {
      const portal = await start({ rooms, compression });
      for (let nth = 0; nth < 2; nth += 1) {
        const { headers, body } = await raw(portal, accepts);
        expect([headers['content-encoding'], headers['content-length']]).toEqual([name, String(body.length)]);
        expect(JSON.parse(decode(body).toString())).toMatchObject({ response: { total: 20 } });
      }
      const { bytesSent, bytesDecoded } = portal.requests[0] ?? { bytesSent: 0, bytesDecoded: 0 };
      expect(bytesDecoded > 20_000).toBe(true);
      expect(bytesSent < bytesDecoded).toBe(name !== undefined);
    },
  );

  it.each([
    ['corruptGzip', 'gzip'],
    ['unknownEncoding', 'x-unknown'],
  ] as const)('%s cannot be decoded', async (kind, encoding) => {
    const portal = await start({ rooms });
    portal.faults.add({ kind });
    const { headers, body } = await raw(portal, 'gzip');
    expect(headers['content-encoding']).toBe(encoding);
    expect(() => gunzipSync(body)).toThrow();
  });

  it('gzipBomb decodes to more than 64 MiB', async () => {
    const portal = await start({ rooms });
    portal.faults.add({ kind: 'gzipBomb' });
    const { body } = await raw(portal, 'gzip');
    expect(body.length).toBeLessThan(1024 * 1024);
    expect(gunzipSync(body).length).toBeGreaterThan(64 * 1024 * 1024);
  });
});

describe('kinds of 403', () => {
  it.each<[body: StatusFault['body'], type: string, error: Json | undefined]>([
    ['empty', '', undefined],
    ['problem', 'application/problem+json', undefined],
    ['right', 'application/json', { type: 'System.Security.SecurityException' }],
    ['fault', 'application/json', { type: 'System.InvalidOperationException' }],
  ])('%s', async (body, type, error) => {
    const portal = await start({ rooms });
    portal.faults.add({ kind: { status: 403, body } as FaultKind });
    const answer = await ask(portal, '/files/rooms');
    expect([answer.status, answer.headers.get('content-type') ?? '']).toEqual([
      403,
      expect.stringContaining(type),
    ]);
    if (error !== undefined) expect(await answer.json()).toMatchObject({ error, statusCode: 403 });
  });
});

describe('load', () => {
  it.each([
    [1, ['page', 'log']],
    [2, ['log', 'page']],
  ])(
    'with %i worker(s), a page and a log that are asked for together end in the order %j',
    async (workers, order) => {
      const load = new Load({ pageMs: 20, perRoomMs: 0.5, logMs: 1, workers });
      const done: string[] = [];
      await Promise.all([
        load.work(true, 40).then(() => done.push('page')),
        load.work(false, 40).then(() => done.push('log')),
      ]);
      expect(done).toEqual(order);
    },
  );

  it('answers every request in the end', async () => {
    const portal = await start({ rooms, load: { pageMs: 1, perRoomMs: 0.1, logMs: 1, workers: 2 } });
    const paths = rooms.map(({ id }) => `/files/folder/${id}/log`);
    const answers = await Promise.all([...paths, '/files/rooms'].map((path) => ask(portal, path)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(21);
  });
});
