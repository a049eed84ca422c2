import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { send, TransportError } from '../../src/http/transport.ts';
import { createAgents } from '../../src/http/tunnel.ts';
import { serve } from '../support/servers.ts';

afterEach(() => {
  nock.restore();
  nock.activate();
});

const TEXT = JSON.stringify({
  response: Array.from({ length: 500 }, (_, id) => ({ id, title: `Plan ü${id}` })),
});

async function request(
  address: string,
  { timeoutMs = 60_000, ...options }: { method?: 'GET' | 'PUT'; body?: string; timeoutMs?: number } = {},
) {
  const url = new URL(address);
  const { body, ...answer } = await send(url, {
    headers: { accept: 'application/json' },
    agents: createAgents(url, 'test', process.env),
    timeoutMs,
    signal: new AbortController().signal,
    ...options,
  });
  return { ...answer, body: body.toString() };
}

/** Asks a server that answers with these bytes and this Content-Encoding. */
async function answered(encoding: string | null, body: Buffer | string, status = 200) {
  const address = await serve((_, response) => {
    response.writeHead(status, encoding === null ? {} : { 'content-encoding': encoding }).end(body);
  });
  return request(address).then(
    (answer) => answer,
    (error: unknown) => {
      if (error instanceof TransportError) return error.failure;
      throw error;
    },
  );
}

describe('a compressed answer', () => {
  it.each([
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['gzip in capital letters', ' GZIP ', gzipSync(TEXT)],
    ['x-gzip', 'x-gzip', gzipSync(TEXT)],
    ['br', 'br', brotliCompressSync(TEXT)],
    ['identity', 'identity', TEXT],
    ['no encoding', null, TEXT],
    ['gzip in two members', 'gzip', Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))])],
  ])('is decoded: %s', async (_, encoding, body) => {
    expect(await answered(encoding, body)).toMatchObject({ status: 200, body: TEXT });
  });

  it('is decoded if it arrives in small pieces', async () => {
    const bytes = gzipSync(TEXT);
    const address = await serve(async (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      for (let at = 0; at < bytes.length; at += 500) {
        response.write(bytes.subarray(at, at + 500));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect((await request(address)).body).toBe(TEXT);
  });

  it.each([
    ['text that is not gzip', 'gzip', TEXT],
    ['text that is not brotli', 'br', `{${TEXT}`],
    ['brotli as gzip', 'gzip', brotliCompressSync(TEXT)],
    [
      'gzip with a wrong checksum',
      'gzip',
      Buffer.concat([gzipSync(TEXT).subarray(0, -8), Buffer.alloc(8, 7)]),
    ],
    ['gzip with something after it', 'gzip', Buffer.concat([gzipSync(TEXT), Buffer.from('more')])],
  ])('that is damaged is a failure: %s', async (_, encoding, body) => {
    expect(await answered(encoding, body)).toEqual({ kind: 'not decodable' });
  });

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ])('that ends too early is cut: %s', async (encoding, bytes) => {
    for (const length of [0, 1, 20, bytes.length - 3]) {
      expect(await answered(encoding, bytes.subarray(0, length))).toEqual({ kind: 'cut' });
    }
  });

  it.each(['gzip', 'br'])('whose connection is closed is cut: %s', async (encoding) => {
    const address = await serve(({ socket }, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': 10_000 });
      response.write(encoding === 'gzip' ? gzipSync(TEXT) : brotliCompressSync(TEXT), () => socket.destroy());
    });
    await expect(request(address)).rejects.toMatchObject({ failure: { kind: 'cut' } });
  });

  it.each(['deflate', 'zstd', 'gzip, br', 'gzip, gzip', 'nonsense'])(
    'with the encoding %s is a failure',
    async (encoding) => {
      expect(await answered(encoding, deflateSync(TEXT))).toEqual({ kind: 'unknown encoding' });
    },
  );

  it('that never ends is a timeout', async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(gzipSync(TEXT).subarray(0, 50));
    });
    await expect(request(address, { timeoutMs: 150 })).rejects.toMatchObject({
      failure: { kind: 'timeout' },
    });
  });

  it.each([
    [401, 'gzip', ''],
    [403, 'br', ''],
    [502, 'gzip', 'not gzip'],
    [503, 'nonsense', 'x'],
  ])('of a failure counts less than its status: %i', async (status, encoding, body) => {
    expect(await answered(encoding, body, status)).toMatchObject({ status, body: '' });
  });
});

describe('a zip bomb', () => {
  const MIB = 1024 * 1024;

  it.each(['gzip', 'br'])('of 1 GiB is given up at 64 MiB: %s', async (encoding) => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      if (encoding === 'br') return response.end(brotliCompressSync(Buffer.alloc(65 * MIB)));
      const gzip = createGzip({ level: 1 });
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      const chunk = Buffer.alloc(MIB);
      let left = 1024;
      const more = () => {
        while (left > 0 && !gzip.destroyed) {
          left -= 1;
          if (!gzip.write(chunk)) return gzip.once('drain', more);
        }
        return gzip.end();
      };
      return more();
    });
    const before = process.memoryUsage().rss;
    await expect(request(address)).rejects.toMatchObject({ failure: { kind: 'too large' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * MIB);
  });

  it('an answer of just less is read', async () => {
    const answer = await answered('gzip', gzipSync(Buffer.alloc(60 * MIB, ' ')));
    expect(answer).toMatchObject({ status: 200 });
    expect('body' in answer && answer.body.length).toBe(60 * MIB);
  });
});

describe('a PUT', () => {
  it('sends its body', async () => {
    const address = await serve(async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      response.end(`${message.method} ${Buffer.concat(chunks).toString()}`);
    });
    expect(await request(address, { method: 'PUT', body: '{"deleteAfter":false}' })).toMatchObject({
      status: 200,
      body: 'PUT {"deleteAfter":false}',
    });
  });
});
