import { Agent, type ClientRequest, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallKind, PortalCall } from '../../src/docspace/calls.ts';
import { type ClientOptions, createPortal, type Portal } from '../../src/docspace/client.ts';
import { send } from '../../src/http/transport.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { type ProxyOptions, startProxy } from '../support/proxy.ts';
import { serve, serveAfterSuccess, serveSocket } from '../support/servers.ts';

/** For vi.waitFor, whose own limit of one second is too short for a busy machine. */
const PATIENT = { timeout: 60_000 };

const HOST = 'https://portal.example';
const PATH = '/api/2.0/files/rooms';
const KEY = 'sk-secret-1234567890';
const NOW = new Date('2026-06-01T12:00:00Z');
const QUERY = new URLSearchParams({ count: '100', startIndex: '0' });
const CALL: PortalCall = {
  kind: 'rooms',
  path: 'files/rooms',
  query: QUERY,
  what: 'page 2 of the rooms',
  scope: 'rooms:read',
};

beforeEach(() => {
  nock.disableNetConnect();
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  nock.cleanAll();
  nock.restore();
  nock.activate();
  nock.enableNetConnect();
});

interface Client extends Portal {
  readonly waits: number[];
  readonly lines: string[];
  ask(): Promise<unknown>;
  /** The message of the error that asking ends with. */
  askFailing(): Promise<string>;
}

function client(options: Partial<ClientOptions> & { address?: string } = {}): Client {
  const waits: number[] = [];
  const lines: string[] = [];
  const portal = createPortal({
    url: new URL(options.address ?? HOST),
    apiKey: KEY,
    concurrency: 4,
    timeoutMs: 60_000,
    now: () => NOW,
    signal: new AbortController().signal,
    env: process.env,
    onRetry: (line) => lines.push(line),
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0,
    ...options,
  });
  const ask = () => portal.get(CALL);
  return {
    ...portal,
    waits,
    lines,
    ask,
    askFailing: async () => {
      const error = await ask().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(PortalError);
      return (error as PortalError).message;
    },
  };
}

const rooms = () => nock(HOST).get(PATH).query(true);

describe('a request', () => {
  it('carries the key, asks for JSON, and keeps the query', async () => {
    nock(HOST, {
      reqheaders: {
        authorization: `Bearer ${KEY}`,
        accept: 'application/json',
        'user-agent': /abandoned-rooms/,
      },
    })
      .get(PATH)
      .query({ count: '100', startIndex: '0' })
      .reply(200, { response: [1] });
    expect(await client().ask()).toEqual({ response: [1] });
    expect(nock.isDone()).toBe(true);
  });

  it.each(['/office', '/office/', '/a/b', ''])('goes below the path of the portal: "%s"', async (path) => {
    nock(HOST)
      .get(`${path.replace(/\/$/, '')}${PATH}`)
      .query(true)
      .reply(200, {});
    expect(await client({ address: `${HOST}${path}` }).ask()).toEqual({});
  });

  it('reads JSON of any content type, also with white space or a byte order mark around it', async () => {
    rooms().reply(200, ' \n[1]\r\n', { 'content-type': 'text/plain' });
    expect(await client().ask()).toEqual([1]);
    rooms().reply(200, Buffer.from('\ufeff{"a":"ü日"}'));
    expect(await client().ask()).toEqual({ a: 'ü日' });
  });

  it('joins characters that arrive in two pieces', async () => {
    const bytes = Buffer.from('{"title":"日本"}');
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 11));
      setTimeout(() => response.end(bytes.subarray(11)), 30);
    });
    expect(await client({ address: url }).ask()).toEqual({ title: '日本' });
  });
});

describe('a request about one room', () => {
  const failing = async (status: number, kind: CallKind) => {
    rooms().times(6).reply(status, '');
    const portal = client();
    const call: PortalCall = { ...CALL, kind };
    const error: unknown = await portal.get(call).catch((thrown: unknown) => thrown);
    return { error, tries: portal.lines.length + 1 };
  };

  it.each([
    { status: 500, kind: 'history', tries: 3, isRoomSpecific: true },
    { status: 504, kind: 'contents', tries: 3, isRoomSpecific: true },
    { status: 403, kind: 'history', tries: 1, isRoomSpecific: true },
    { status: 502, kind: 'history', tries: 3, isRoomSpecific: false },
    { status: 503, kind: 'history', tries: 6, isRoomSpecific: false },
    { status: 401, kind: 'contents', tries: 1, isRoomSpecific: false },
    { status: 500, kind: 'rooms', tries: 6, isRoomSpecific: false },
  ] as const)('$status for $kind: $tries tries, and room-specific: $isRoomSpecific', async (one) => {
    const { error, tries } = await failing(one.status, one.kind);
    expect(error).toBeInstanceOf(PortalError);
    expect(error).toMatchObject({ status: one.status, isRoomSpecific: one.isRoomSpecific });
    expect(tries).toBe(one.tries);
  });
});

describe('a 403', () => {
  const error = (type: string, message: string) => ({
    error: { message, type, stack: '   at ASC.Files.Core.SecretPlan()', hresult: -2146233079 },
    status: 1,
    statusCode: 403,
  });
  const asked = async (body: object | string, kind: CallKind) => {
    rooms().times(6).reply(403, body);
    const portal = client();
    const thrown: unknown = await portal.get({ ...CALL, kind }).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(PortalError);
    const { message, status, forbidden, isRoomSpecific } = thrown as PortalError;
    expect(status).toBe(403);
    expect([message, ...portal.lines].join()).not.toMatch(/ASC\.|SecretPlan|Exception/);
    return { message, forbidden, isRoomSpecific, tries: portal.lines.length + 1 };
  };

  it('without a body is about the scope or the role', async () => {
    expect(await asked('', 'history')).toEqual({
      message: expect.stringMatching(/the API key lacks the scope "rooms:read", its account lacks the role/),
      forbidden: 'scope',
      isRoomSpecific: true,
      tries: 1,
    });
  });

  it('with a SecurityException is about the account', async () => {
    expect(await asked(error('System.Security.SecurityException', 'Access denied'), 'history')).toEqual({
      message: expect.stringMatching(/the account of the API key has no access to this\./),
      forbidden: 'account',
      isRoomSpecific: true,
      tries: 1,
    });
  });

  it.each([
    ['rooms', 6, false],
    ['history', 3, true],
  ] as const)(
    'with another error is a fault of the portal, tried again like a 500: %s',
    async (kind, tries, isRoomSpecific) => {
      expect(await asked(error('System.InvalidOperationException', 'Secret plan'), kind)).toEqual({
        message: expect.stringMatching(
          /a fault in the portal, which it reports with this status\..*Gave up after \d tries\.$/,
        ),
        forbidden: null,
        isRoomSpecific,
        tries,
      });
    },
  );
});

describe('the strings of an answer', () => {
  it('have neither the API key nor a lone surrogate', async () => {
    const body = `{"title":"a ${KEY} b","tags":["\\ud800","${Buffer.from(KEY).toString('base64')}"]}`;
    rooms().reply(200, body);
    expect(await client().ask()).toEqual({ title: 'a *** b', tags: ['\ufffd', '***'] });
  });
});

describe('a call that the run can do without', () => {
  it('is not tried more often than it says', async () => {
    rooms().times(6).reply(503, '');
    const portal = client();
    await expect(portal.get({ ...CALL, maxAttempts: 2 })).rejects.toThrow(/Gave up after 2 tries\.$/);
    expect(portal.waits).toHaveLength(1);
  });
});

describe('retries', () => {
  it.each([429, 500, 503, 504])('follow status %i, and each is logged', async (status) => {
    rooms().times(2).reply(status, '');
    rooms().reply(200, { good: true });
    const portal = client();
    expect(await portal.ask()).toEqual({ good: true });
    expect(portal.lines).toEqual([
      expect.stringMatching(
        new RegExp(`^${status} from the portal for page 2 .*Trying again in 0\\.5 s\\.$`),
      ),
      expect.stringMatching(
        new RegExp(`^${status} from the portal for page 2 .*Trying again in 1\\.0 s\\.$`),
      ),
    ]);
  });

  it.each([201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 407, 410, 418, 501])(
    'do not follow status %i',
    async (status) => {
      rooms().reply(status, '');
      const portal = client();
      expect(await portal.askFailing()).toMatch(
        new RegExp(`^${status} from the portal for page 2 of the rooms: `),
      );
      expect(portal.waits).toEqual([]);
    },
  );

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'])(
    'follow code %s',
    async (code) => {
      rooms().replyWithError(Object.assign(new Error('broken'), { code }));
      rooms().reply(200, { good: true });
      expect(await client().ask()).toEqual({ good: true });
    },
  );

  it.each([
    ['ENOTFOUND', 'cannot be resolved'],
    ['ECONNREFUSED', 'refuses connections on port 443'],
    ['EHOSTUNREACH', 'cannot be reached from this runner'],
    ['ENETUNREACH', 'cannot be reached from this runner'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'for another name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS'],
    ['EPROTO', 'does not speak TLS'],
    ['ESOMETHING', 'the network failed (ESOMETHING)'],
  ])('do not follow code %s', async (code, says) => {
    rooms().replyWithError(Object.assign(new Error(`text with ${KEY}`), { code }));
    const portal = client();
    const message = await portal.askFailing();
    expect(message).toContain('No connection to portal.example for page 2 of the rooms');
    expect(message).toContain(says);
    expect(message).not.toContain(KEY);
    expect(portal.waits).toEqual([]);
  });

  it('follow an empty answer and one that is no JSON; the body is not quoted', async () => {
    for (const body of ['', '  \n', '{"title":"Secret plan', 'Secret plan']) {
      rooms().reply(200, body);
      rooms().reply(200, []);
      const portal = client();
      expect(await portal.ask()).toEqual([]);
      expect(portal.lines.join()).not.toContain('Secret');
    }
  });

  it.each(['<!DOCTYPE html><p>Secret plan', '\n <html>', '\ufeff<html>'])(
    'do not follow a web page: %s',
    async (body) => {
      rooms().reply(200, body);
      const portal = client();
      const message = await portal.askFailing();
      expect(message).toMatch(/^A web page instead of data for page 2 of the rooms/);
      expect(message).not.toContain('Secret');
    },
  );

  it('end after six tries, and the message has the number', async () => {
    rooms().times(50).reply(503, '');
    const portal = client();
    expect(await portal.askFailing()).toMatch(/^503 .*Gave up after 6 tries\.$/);
    expect(portal.waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(portal.lines).toHaveLength(5);
  });

  it('have jitter: half of each wait is random', async () => {
    rooms().times(6).reply(503, '');
    const portal = client({ random: () => 0.999 });
    await portal.askFailing();
    expect(portal.waits.map((ms) => Math.round(ms / 10) * 10)).toEqual([1000, 2000, 4000, 8000, 15990]);
  });
});

describe('Retry-After', () => {
  const after = async (value: string, status = 429) => {
    rooms().reply(status, '', { 'Retry-After': value });
    rooms().reply(200, []);
    const portal = client();
    await portal.ask();
    return portal.waits;
  };

  it.each([429, 503])('in seconds (%i)', async (status) => {
    const waits = await after('17', status);
    expect(new Set(waits)).toEqual(new Set([17_000]));
    // A 429 also delays all other requests.
    expect(waits).toHaveLength(status === 429 ? 2 : 1);
  });

  it('as a date, compared with the given clock', async () => {
    expect(await after('Mon, 01 Jun 2026 12:00:42 GMT', 503)).toEqual([42_000]);
  });

  it.each(['Mon, 01 Jun 2020 12:00:42 GMT', '0', '-5', 'soon', ''])(
    '"%s" does not shorten the backoff',
    async (value) => {
      expect(await after(value, 503)).toEqual([500]);
    },
  );

  it('beyond the limit of waiting ends the request at once, and the message has it', async () => {
    rooms().reply(429, '', { 'Retry-After': '301' });
    const portal = client();
    expect(await portal.askFailing()).toMatch(
      /Gave up after 1 try and 0 s of waiting; 300 s is the most.*301 s/,
    );
    expect(portal.waits).toEqual([]);
  });

  it('is added up, and stays within the limit of waiting', async () => {
    rooms().times(50).reply(429, '', { 'Retry-After': '70' });
    const portal = client();
    expect(await portal.askFailing()).toMatch(
      /Gave up after 5 tries and 280 s of waiting; 300 s is the most/,
    );
    expect(portal.lines).toHaveLength(4);
  });

  it('allows up to twenty tries if it is short', async () => {
    rooms().times(50).reply(429, '', { 'Retry-After': '1' });
    // Half of the longest backoff, 15 s, many times: fewer than twenty tries would do only with longer waits.
    const portal = client();
    expect(await portal.askFailing()).toMatch(/Gave up after (20|2\d|1\d) tries/);
    expect(portal.lines.length).toBeGreaterThan(10);
  });
});

describe('the waiting of all requests together', () => {
  it('ends 20 minutes after the start, though each request waits for less than five minutes', async () => {
    let elapsedMs = 0;
    const portal = client({
      sleep: async (ms) => {
        // Each wait is slept twice at the same time: by the request and by the limiter.
        elapsedMs += ms / 2;
      },
      ticks: () => elapsedMs,
    });
    const ask = async (page: number): Promise<string> => {
      const path = `rooms/${page}`;
      nock(HOST).get(`/api/2.0/${path}`).reply(429, '', { 'Retry-After': '290' });
      nock(HOST).get(`/api/2.0/${path}`).reply(200, []);
      const call = { ...CALL, path, query: new URLSearchParams() };
      return portal.get(call).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    };
    for (let page = 1; page <= 4; page += 1) expect(await ask(page)).toBe('answered');
    expect(await ask(5)).toMatch(
      /^429 .* Gave up after 1 try: no request waits longer than 20 minutes after the start\.$/,
    );
  });
});

describe('redirects', () => {
  it.each([
    [301, 'https://elsewhere.example/api', /^301 .*it has moved to https:\/\/elsewhere\.example\./],
    [302, '//elsewhere.example:8443/x', /^302 .*it has moved to https:\/\/elsewhere\.example:8443\./],
    [307, 'http://portal.example/api', /^307 .*it has moved to http:\/\/portal\.example\./],
    [308, `${HOST}/login`, /^308 .*redirects are not followed/],
    [303, '/login', /^303 .*redirects are not followed/],
    [302, 'https://[', /^302 .*redirects are not followed/],
    [304, undefined, /^304 .*redirects are not followed/],
  ])('%i to %s is not followed', async (status, location, says) => {
    rooms().reply(status, '', location === undefined ? {} : { location });
    const followed = [
      nock('https://elsewhere.example'),
      nock('https://elsewhere.example:8443'),
      nock('http://portal.example'),
    ];
    for (const other of followed) other.get(/.*/).times(9).reply(200, []);
    const login = nock(HOST).get('/login').reply(200, []);
    expect(await client().askFailing()).toMatch(says);
    for (const other of [...followed, login]) expect(other.isDone()).toBe(false);
  });

  it('the key does not reach the other host', async () => {
    const seen: string[] = [];
    const other = await serve((request, response) => {
      seen.push(JSON.stringify(request.headers));
      response.end('[]');
    });
    const portal = await serve((_, response) => response.writeHead(301, { location: `${other}/` }).end());
    expect(await client({ address: portal }).askFailing()).toContain(`it has moved to ${other}.`);
    expect(seen).toEqual([]);
  });

  it('the path, query and password of a redirect are not shown', async () => {
    rooms().reply(302, '', { location: 'https://user:password@a.example/secret?token=secret' });
    const message = await client().askFailing();
    expect(message).toContain('https://a.example.');
    expect(message).not.toMatch(/secret\?|password|user:/);
  });
});

describe('time', () => {
  it.each([
    ['no answer', (): void => undefined],
    [
      'headers, and then nothing',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n['),
    ],
    [
      'a byte at a time',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n');
        const timer = setInterval(() => socket.write(' '), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
    [
      'endless headers',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('X-A: b\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('%s ends with the timeout', async (_, talk) => {
    let connections = 0;
    const address = await serveSocket((socket) => {
      connections += 1;
      socket.once('data', () => talk(socket));
    });
    const message = await client({ address, timeoutMs: 150 }).askFailing();
    expect(message).toMatch(
      /^No whole answer from 127.* within 0\.15 s for page 2.*Gave up after 6 tries\.$/,
    );
    expect(connections).toBe(6);
  });

  it('a request is sent again after a timeout', async () => {
    let requests = 0;
    const address = await serve((_, response) => {
      requests += 1;
      if (requests > 1) response.end('{"late":true}');
    });
    expect(await client({ address, timeoutMs: 2000 }).ask()).toEqual({ late: true });
    expect(requests).toBe(2);
  });

  it('waits in real time by default', async () => {
    let requests = 0;
    const address = await serve((_, response) => {
      requests += 1;
      response.writeHead(requests === 1 ? 500 : 200).end('[]');
    });
    const {
      sleep: _,
      random: __,
      ...options
    } = {
      url: new URL(address),
      apiKey: KEY,
      concurrency: 1,
      timeoutMs: 60_000,
      now: () => NOW,
      signal: new AbortController().signal,
      env: process.env,
      onRetry: () => undefined,
      sleep: undefined,
      random: undefined,
    };
    expect(await createPortal(options).get(CALL)).toEqual([]);
  });
});

describe('broken connections', () => {
  it.each([
    [
      'in the body',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":',
      /broke in the middle of the answer/,
    ],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"a":', /broke in the middle/],
    ['before the headers end', 'HTTP/1.1 200 OK\r\nConte', /closed without an answer/],
    ['before anything', '', /closed without an answer/],
  ])('%s', async (_, sent, says) => {
    const address = await serveSocket((socket) => socket.once('data', () => socket.end(sent)));
    expect(await client({ address }).askFailing()).toMatch(says);
  });

  it.each([
    ['another protocol', '220 smtp.example ESMTP\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n[]'],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}\r\n\r\n[]`],
  ])('%s is named by its code, and not tried again', async (_, sent) => {
    const address = await serveSocket((socket) => socket.once('data', () => socket.end(sent)));
    const portal = client({ address });
    expect(await portal.askFailing()).toMatch(
      /^The server at 127\.0\.0\.1:\d+ does not speak HTTP as it should \(HPE_\w+\), for page 2 of the rooms\. /,
    );
    expect(portal.waits).toEqual([]);
  });

  it.each([
    ['with a body longer than it says', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n[]'],
    ['with a chunk of no length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]'],
  ])('an answer %s is cut, and asked for again', async (_, sent) => {
    let requests = 0;
    const address = await serveSocket((socket) => {
      socket.on('data', () => {
        requests += 1;
        socket.write(requests === 1 ? sent : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]');
      });
    });
    const portal = client({ address });
    expect(await portal.ask()).toEqual([]);
    expect(portal.lines).toEqual([
      expect.stringMatching(/^The connection to 127.* broke in the middle of the answer/),
    ]);
  });

  it.each([
    ['to another protocol', 'Connection: Upgrade\r\nUpgrade: h2c\r\n'],
    ['to no protocol', ''],
  ])('an answer that switches %s is no answer', async (_, headers) => {
    const address = await serveSocket((socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`)),
    );
    const portal = client({ address });
    expect(await portal.askFailing()).toMatch(/^101 from the portal for page 2 .*does not expect/);
    expect(portal.waits).toEqual([]);
  });

  it('a request that ends with neither an answer nor an error fails', async () => {
    nock.restore();
    const addRequest = (request: ClientRequest) => setImmediate(() => request.emit('close'));
    const agent = Object.assign(new Agent(), { addRequest });
    const sent = send(new URL(HOST.replace('https', 'http')), {
      headers: {},
      agents: { use: (_, task) => task(agent) },
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    });
    await expect(sent).rejects.toMatchObject({ failure: { kind: 'network', code: 'ECONNRESET' } });
  });

  it('an answer without an end is too large', async () => {
    const address = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(await client({ address, timeoutMs: 30_000 }).askFailing()).toContain(
      'larger than any DocSpace portal sends',
    );
  });
});

describe('a run that stops', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['before an answer', () => undefined],
    ['in the middle of an answer', (response) => void response.write('[')],
  ])('ends a request %s, and asks and says nothing more', async (_, answer) => {
    const stop = new AbortController();
    let requests = 0;
    const address = await serve((_request, response) => {
      requests += 1;
      answer(response);
      // The client needs a moment to take the first bytes.
      setTimeout(() => stop.abort(), 50);
    });
    const portal = client({ address, signal: stop.signal });
    const error = await portal.ask().catch((reason: unknown) => reason);
    expect(error === stop.signal.reason || error instanceof PortalError).toBe(true);
    expect([requests, portal.lines, portal.waits]).toEqual([1, [], []]);
  });
});

it('lets the answer come compressed', async () => {
  nock(HOST, { reqheaders: { 'accept-encoding': 'gzip, br' } })
    .get(PATH)
    .query(true)
    .reply(200, [1]);
  expect(await client().ask()).toEqual([1]);
});

describe('concurrency', () => {
  it('reaches the upper bound and does not exceed it', async () => {
    let flying = 0;
    let most = 0;
    const address = await serve((_, response) => {
      flying += 1;
      most = Math.max(most, flying);
      setTimeout(() => {
        flying -= 1;
        response.end('[]');
      }, 20);
    });
    const portal = client({ address, concurrency: 3 });
    await portal.ask();
    await Promise.all(Array.from({ length: 15 }, () => portal.ask()));
    expect(most).toBe(3);
  });

  it('a 429 delays all requests until its pause is over, and halves the requests at once', async () => {
    let flying = 0;
    let most = 0;
    let requests = 0;
    let paused = false;
    const duringPause: number[] = [];
    const held: (() => void)[] = [];
    const address = await serveAfterSuccess((_, response) => {
      requests += 1;
      const nth = requests;
      if (paused) duringPause.push(nth);
      flying += 1;
      if (nth > 8) most = Math.max(most, flying);
      const answer = () => {
        flying -= 1;
        if (nth === 1) response.writeHead(429, { 'Retry-After': '5' });
        response.end('[]');
      };
      // The first is refused when all eight are under way. The other seven end during the pause, and the later ones
      // take some time.
      if (nth <= 8) held.push(answer);
      else setTimeout(answer, 40);
      if (nth === 8) held.shift()?.();
    });
    const release: (() => void)[] = [];
    const portal = client({
      address,
      concurrency: 8,
      sleep: (ms) => {
        expect(ms).toBe(5000);
        paused = true;
        return new Promise((resolve) => release.push(resolve));
      },
    });
    await portal.ask();
    const all = Promise.all(Array.from({ length: 14 }, () => portal.ask()));
    await vi.waitFor(() => expect(release).toHaveLength(2), PATIENT);
    for (const answer of held) answer();
    // Time for a request that would not respect the pause.
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(requests).toBe(8);
    expect(duringPause).toEqual([]);
    paused = false;
    for (const go of release) go();
    expect(await all).toHaveLength(14);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
  });

  it.each<[string, ((socket: Socket) => void) | null]>([
    ['502', (socket: Socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')],
    ['503', (socket: Socket) => socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n')],
    ['504', (socket: Socket) => socket.end('HTTP/1.1 504 Timeout\r\nContent-Length: 0\r\n\r\n')],
    ['a closed connection', (socket: Socket) => socket.destroy()],
    ['eight timeouts together', null],
  ])('after %s, half as many requests run at once, and none is held back', async (_, fail) => {
    let flying = 0;
    let most = 0;
    let requests = 0;
    const held: (() => void)[] = [];
    const address = await serveAfterSuccess(({ socket }, response) => {
      requests += 1;
      const answer = () => {
        flying -= 1;
        response.end('[]');
      };
      if (requests > 8) {
        flying += 1;
        most = Math.max(most, flying);
        setTimeout(answer, 20);
        return;
      }
      // Eight are under way when the last of them fails. The others are answered a little later, or never.
      held.push(() => response.end('[]'));
      if (requests < 8 || fail === null) return;
      fail(socket);
      setTimeout(() => {
        for (const release of held.slice(0, 7)) release();
      }, 150);
    });
    const waits: number[] = [];
    const portal = client({
      address,
      concurrency: 8,
      timeoutMs: fail === null ? 3000 : 60_000,
      sleep: async (ms) => void waits.push(ms),
    });
    await portal.ask();
    await Promise.all(Array.from({ length: 24 }, () => portal.ask()));
    expect(waits).toEqual(Array.from({ length: fail === null ? 8 : 1 }, () => 500));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('a 500 does not slow down the others', async () => {
    rooms().reply(500, '');
    rooms().times(2).reply(200, []);
    const portal = client();
    await Promise.all([portal.ask(), portal.ask()]);
    expect(portal.waits).toHaveLength(1);
  });
});

describe('connections', () => {
  it('are reused, and are not more than the requests at once', async () => {
    const ports = new Set<number | undefined>();
    const address = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      setTimeout(() => response.end('[]'), 10);
    });
    const portal = client({ address, concurrency: 3 });
    for (let at = 0; at < 4; at += 1) await portal.ask();
    expect(ports.size).toBe(1);
    await Promise.all(Array.from({ length: 12 }, () => portal.ask()));
    expect(ports.size).toBe(3);
  });

  it('that the portal has closed meanwhile cost one try at most', async () => {
    let requests = 0;
    const address = await serve((request, response) => {
      requests += 1;
      response.end('[]', () => setTimeout(() => request.socket.destroy(), 1));
    });
    const portal = client({ address });
    for (let at = 0; at < 5; at += 1) expect(await portal.ask()).toEqual([]);
    expect(requests).toBeLessThanOrEqual(10);
  });
});

describe('a proxy', () => {
  const through = async (options: Omit<ProxyOptions, 'targetPort'>) => {
    const url = await serve((request, response) => response.end(JSON.stringify([request.headers.host])));
    const proxy = await startProxy({ targetPort: Number(new URL(url).port), ...options });
    vi.stubEnv('http_proxy', proxy.url);
    return {
      proxy,
      portal: client({ address: 'http://portal.invalid', timeoutMs: options.silent === true ? 300 : 60_000 }),
    };
  };

  it('resolves the name of the portal', async () => {
    const { proxy, portal } = await through({});
    expect(await portal.ask()).toEqual([expect.stringMatching(/^portal\.invalid(:80)?$/)]);
    expect(proxy.requests).toHaveLength(1);
  });

  it.each([
    [403, 'the proxy does not let it through (403). Check http_proxy and no_proxy.'],
    [302, 'the proxy does not let it through (302). Check http_proxy and no_proxy.'],
    [407, 'the proxy wants a name and password (407). Put them into http_proxy.'],
  ])('that refuses with %i is named, and not asked again', async (refuse, says) => {
    const { proxy, portal } = await through({ refuse });
    expect(await portal.askFailing()).toBe(
      `No connection to portal.invalid for page 2 of the rooms: ${says}`,
    );
    expect(proxy.requests).toHaveLength(1);
  });

  it.each([
    [502, /the proxy is in trouble, or does not reach it \(502\)/],
    [503, /the proxy is in trouble, or does not reach it \(503\)/],
    [504, /the proxy is in trouble, or does not reach it \(504\)/],
    ['reset' as const, /the proxy cannot be reached, or breaks the connection \(ECONNRESET\)/],
    ['end' as const, /the proxy cannot be reached, or breaks the connection \(ECONNRESET\)/],
  ])('that fails twice with %s is asked again', async (fault, says) => {
    const { proxy, portal } = await through({ faults: [fault, fault] });
    expect(await portal.ask()).toEqual([expect.stringContaining('portal.invalid')]);
    expect(portal.lines).toEqual([expect.stringMatching(says), expect.stringMatching(says)]);
    expect(proxy.requests).toHaveLength(3);
  });

  it('that keeps failing ends the request after six tries', async () => {
    const { proxy, portal } = await through({ refuse: 503 });
    expect(await portal.askFailing()).toMatch(/does not reach it \(503\)\..* Gave up after 6 tries\.$/);
    expect(proxy.requests).toHaveLength(6);
  });

  it.each([
    ['is not there', 'ECONNREFUSED', async () => 'http://127.0.0.1:1'],
    ['has a name that does not exist', '(ENOTFOUND|EAI_AGAIN)', async () => 'http://proxy.invalid:3128'],
    [
      'speaks another protocol',
      'unknown',
      () => serveSocket((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    ],
    [
      'sends something through its tunnel before it is asked',
      'ECONNRESET',
      () => serveSocket((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'))),
    ],
  ])('that %s is named', async (_, code, start) => {
    nock.restore();
    vi.stubEnv('http_proxy', await start());
    expect(await client({ address: 'http://portal.invalid' }).askFailing()).toMatch(
      new RegExp(
        `No connection to portal\\.invalid .*the proxy cannot be reached, or breaks the connection \\(${code}\\)`,
      ),
    );
  });

  it('that never answers is asked again on a new connection for each try', async () => {
    const { proxy, portal } = await through({ silent: true });
    expect(await portal.askFailing()).toMatch(/within 0\.3 s .*Gave up after 6 tries\.$/);
    expect(proxy.requests).toHaveLength(6);
  });

  it('that never answers does not outlive an abort', async () => {
    const { proxy } = await through({ silent: true });
    const stop = new AbortController();
    const portal = client({ address: 'http://portal.invalid', timeoutMs: 60_000, signal: stop.signal });
    const asked = portal.ask();
    await vi.waitFor(() => expect(proxy.requests).toHaveLength(1), PATIENT);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow();
  });
});

describe('an abort', () => {
  it('ends a request under way', async () => {
    const stop = new AbortController();
    const address = await serve(() => stop.abort(new Error('stopped')));
    await expect(client({ address, signal: stop.signal }).ask()).rejects.toThrow();
  });

  it('ends a wait for another try, and no request follows', async () => {
    const stop = new AbortController();
    let requests = 0;
    const address = await serve((_, response) => {
      requests += 1;
      response.writeHead(503, { 'Retry-After': '200' }).end();
    });
    const { ask } = (() => {
      const portal = createPortal({
        url: new URL(address),
        apiKey: KEY,
        concurrency: 1,
        timeoutMs: 60_000,
        now: () => NOW,
        signal: stop.signal,
        env: process.env,
        onRetry: () => setTimeout(() => stop.abort(new Error('stopped')), 20),
      });
      return { ask: () => portal.get(CALL) };
    })();
    await expect(ask()).rejects.toThrow('stopped');
    expect(requests).toBe(1);
  });

  it('allows no request after it', async () => {
    const scope = rooms().reply(200, []);
    await expect(client({ signal: AbortSignal.abort(new Error('stopped')) }).ask()).rejects.toThrow(
      'stopped',
    );
    expect(scope.isDone()).toBe(false);
  });
});
