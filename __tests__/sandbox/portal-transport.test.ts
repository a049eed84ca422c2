import { get, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Portal } from '../../sandbox/portal/index.ts';
import { ago, start } from './portal-client.ts';

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
