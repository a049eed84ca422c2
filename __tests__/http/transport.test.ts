import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type ClientRequest } from 'node:http';
import { createServer as createTlsServer, Agent as SecureAgent } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { send, TransportError } from '../../src/http/transport.ts';
import { type Agents, createAgents } from '../../src/http/tunnel.ts';
import { selfSigned } from '../support/certificate.ts';
import { startProxy } from '../support/proxy.ts';
import { scaled } from '../support/scale.ts';
import { serve, serveSocket } from '../support/servers.ts';

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
    agents: createAgents(url, process.env),
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

  /** Spaces in members of 5 MiB. */
  const gzipOf = (mib: number) => {
    const member = gzipSync(Buffer.alloc(5 * MIB, ' '));
    return Buffer.concat(Array.from({ length: mib / 5 }, () => member));
  };
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };

  it.each([
    ['gzip', gzipOf(scaled(1025, 65))],
    ['br', brotliCompressSync(Buffer.alloc(65 * MIB), { params })],
  ])('is given up at 64 MiB: %s', async (encoding, bomb) => {
    const before = process.memoryUsage().rss;
    expect(await answered(encoding, bomb)).toEqual({ kind: 'too large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * MIB);
  });

  it('an answer of just less is read', async () => {
    const answer = await answered('gzip', gzipOf(60));
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

/** The failure of a request. */
async function failureOf(address: string, timeoutMs = 60_000) {
  const error: unknown = await request(address, { timeoutMs }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TransportError);
  return (error as TransportError).failure;
}

describe('a server that breaks off or says something else', () => {
  it.each([
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":', { kind: 'cut' }],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"a":', { kind: 'cut' }],
    [
      'with a chunk of no length',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]',
      { kind: 'cut' },
    ],
    ['before the headers end', 'HTTP/1.1 200 OK\r\nConte', { kind: 'network', code: 'ECONNRESET' }],
    ['before anything', '', { kind: 'network', code: 'ECONNRESET' }],
    [
      'another protocol',
      '220 smtp.example ESMTP\r\n',
      { kind: 'network', code: expect.stringMatching(/^HPE_/) },
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n[]',
      { kind: 'network', code: expect.stringMatching(/^HPE_/) },
    ],
    [
      'headers that are too long',
      `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}\r\n\r\n[]`,
      { kind: 'network', code: 'HPE_HEADER_OVERFLOW' },
    ],
  ])('is named: %s', async (_, sent, failure) => {
    const address = await serveSocket((socket) => socket.once('data', () => socket.end(sent)));
    expect(await failureOf(address)).toEqual(failure);
  });

  it.each([
    ['to another protocol', 'Connection: Upgrade\r\nUpgrade: h2c\r\n'],
    ['to no protocol', ''],
  ])('is read if it switches %s', async (_, headers) => {
    const address = await serveSocket((socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`)),
    );
    expect(await request(address)).toMatchObject({ status: 101, body: '' });
  });

  it('is named if it ends with neither an answer nor an error', async () => {
    const addRequest = (one: ClientRequest) => setImmediate(() => one.emit('close'));
    const agent = Object.assign(new Agent(), { addRequest });
    const sent = send(new URL('http://portal.example'), {
      headers: {},
      agents: { use: (_, task) => task(agent) },
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    });
    await expect(sent).rejects.toMatchObject({ failure: { kind: 'network', code: 'ECONNRESET' } });
  });

  it('is given up if it sends without an end', async () => {
    const address = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(await failureOf(address)).toEqual({ kind: 'too large' });
  });

  const drip = (begin: string, drop: string) => (socket: Socket) => {
    socket.write(begin);
    const timer = setInterval(() => socket.write(drop), 20);
    socket.on('close', () => clearInterval(timer));
  };
  it.each<[string, (socket: Socket) => void]>([
    ['no answer', () => undefined],
    ['headers, and then nothing', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[')],
    ['a byte at a time', drip('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', ' ')],
    ['endless headers', drip('HTTP/1.1 200 OK\r\n', 'X-A: b\r\n')],
  ])('ends with the timeout: %s', async (_, talk) => {
    const address = await serveSocket((socket) => socket.once('data', () => talk(socket)));
    expect(await failureOf(address, 150)).toEqual({ kind: 'timeout' });
  });
});

describe('TLS', () => {
  /** The port of a server with a certificate of its own. */
  async function serveTls(
    options: Parameters<typeof createTlsServer>[0] = {},
    closesFrom = Number.POSITIVE_INFINITY,
  ): Promise<number> {
    let requests = 0;
    const directory = await mkdtemp(join(tmpdir(), 'abandoned-rooms-'));
    const server = createTlsServer({ ...(await selfSigned(directory)), ...options }, (request, response) => {
      requests += 1;
      if (requests >= closesFrom) request.socket.destroy();
      else response.end('secret');
    });
    server.on('tlsClientError', () => undefined);
    onTestFinished(async () => {
      server.close();
      await rm(directory, { recursive: true, force: true });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it.each(['0', undefined])(
    'is verified with NODE_TLS_REJECT_UNAUTHORIZED=%s, through a proxy too',
    async (value) => {
      const port = await serveTls();
      const proxy = await startProxy({ targetPort: port });
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', value);
      const failure = { kind: 'network', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
      expect(await failureOf(`https://127.0.0.1:${port}`)).toEqual(failure);
      vi.stubEnv('https_proxy', proxy.url);
      expect(await failureOf(`https://portal.invalid:${port}`)).toEqual(failure);
      expect(proxy.requests).toEqual([`CONNECT portal.invalid:${port}`]);
    },
  );

  it.each<[string, (socket: Socket) => void]>([
    ['ended', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
    ['destroyed', (socket) => socket.destroy()],
  ])('%s during the handshake: nothing was sent, through a proxy as well', async (_, close) => {
    const address = await serveSocket((socket) => socket.once('data', () => close(socket)));
    const failure = { kind: 'network', code: 'HANDSHAKE_CLOSED' };
    expect(await failureOf(address.replace('http:', 'https:'))).toEqual(failure);
    vi.stubEnv('https_proxy', (await startProxy({ targetPort: Number(new URL(address).port) })).url);
    expect(await failureOf('https://portal.invalid')).toEqual(failure);
  });

  it('closed after the handshake: the request may have arrived, on a new connection and on an old one', async () => {
    const url = new URL(`https://localhost:${await serveTls({}, 2)}`);
    const agent = new SecureAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const agents: Agents = { use: (_, task) => task(agent) };
    const options = { headers: {}, agents, timeoutMs: 60_000, signal: new AbortController().signal };
    expect(await send(url, options)).toMatchObject({ status: 200 });
    for (const _ of ['old', 'new']) {
      await expect(send(url, options)).rejects.toMatchObject({
        failure: { kind: 'network', code: 'ECONNRESET' },
      });
    }
  });

  it('of an old version is named by what OpenSSL says, and not by the code EPROTO', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    expect(await failureOf(`https://127.0.0.1:${await serveTls(old)}`)).toEqual({
      kind: 'network',
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    const plain = await serve((_, response) => response.end());
    expect(await failureOf(plain.replace('http:', 'https:'))).toEqual({
      kind: 'network',
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    });
  });
});

describe('a proxy', () => {
  it.each([302, 403, 407, 502])('that refuses with %i is named', async (refuse) => {
    vi.stubEnv('http_proxy', (await startProxy({ targetPort: 1, refuse })).url);
    expect(await failureOf('http://portal.invalid')).toEqual({ kind: 'proxy', why: refuse });
  });

  it.each([
    ['is not there', /^ECONNREFUSED$/, async () => 'http://127.0.0.1:1'],
    ['has a name that does not exist', /^(ENOTFOUND|EAI_AGAIN)$/, async () => 'http://proxy.invalid:3128'],
    [
      'speaks another protocol',
      /^unknown$/,
      () => serveSocket((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    ],
    [
      'sends something through its tunnel before it is asked',
      /^ECONNRESET$/,
      () => serveSocket((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'))),
    ],
  ])('that %s is named', async (_, why, start) => {
    vi.stubEnv('http_proxy', await start());
    expect(await failureOf('http://portal.invalid')).toEqual({
      kind: 'proxy',
      why: expect.stringMatching(why),
    });
  });
});
