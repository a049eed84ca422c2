import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { ClientOptions, PortalClient } from '../../src/docspace/client.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { connect } from '../support/clients.ts';
import { NOW } from '../support/factories.ts';
import nock, { useNock } from '../support/nock.ts';
import { type ProxyOptions, startProxy } from '../support/proxy.ts';
import { serve, serveAfterSuccess } from '../support/servers.ts';

/**
 * How a client puts its parts together. What a failure is called and whether it is tried again, and how an answer is read,
 * is tested in `http/`.
 */

/** For vi.waitFor, whose own limit of one second is too short for a busy machine. */
const PATIENT = { timeout: 60_000 };

const HOST = 'https://portal.example';
const PATH = '/api/2.0/files/rooms';
const KEY = 'sk-secret-1234567890';
const QUERY = new URLSearchParams({ count: '100', startIndex: '0' });
const CALL: PortalCall = {
  kind: 'rooms',
  path: 'files/rooms',
  query: QUERY,
  what: 'page 2 of the rooms',
  scope: 'rooms:read',
};

useNock();
beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, undefined);
});

const DENIED = JSON.stringify({
  error: {
    message: 'Access denied',
    type: 'System.Security.SecurityException',
    stack: '   at ASC.Files.Core.SecretPlan()',
    hresult: -2146233078,
  },
  status: 1,
  statusCode: 403,
});

interface Client extends PortalClient {
  readonly waits: number[];
  readonly lines: string[];
  ask(): Promise<unknown>;
  /** The message of the error that asking ends with. */
  askFailing(): Promise<string>;
}

function client(options: Partial<ClientOptions> & { address?: string } = {}): Client {
  const waits: number[] = [];
  const lines: string[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const onRetry = (line: string) => void lines.push(line);
  const portal = connect({ url: options.address ?? HOST, apiKey: KEY }, { onRetry, sleep, ...options });
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
});

it('reads JSON in any pieces and of any content type, without the API key and lone surrogates', async () => {
  const bytes = Buffer.from(`\ufeff {"title":"日本 ${KEY}","tags":["\\ud800","${btoa(KEY)}"]}\r\n`);
  const address = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': bytes.length });
    // In the middle of a character.
    response.write(bytes.subarray(0, 15));
    setTimeout(() => response.end(bytes.subarray(15)), 30);
  });
  expect(await client({ address }).ask()).toEqual({ title: '日本 ***', tags: ['\ufffd', '***'] });
});

describe('a failed request', () => {
  it('is sent again, and each wait is logged', async () => {
    rooms().times(2).reply(503, '');
    rooms().reply(200, { good: true });
    const portal = client();
    expect(await portal.ask()).toEqual({ good: true });
    expect(portal.lines).toEqual(
      ['0\\.5', '1\\.0'].map((seconds) =>
        expect.stringMatching(
          new RegExp(`^503 from the portal for page 2 of the rooms: .*Trying again in ${seconds} s\\.$`),
        ),
      ),
    );
    expect(portal.waits).toEqual([500, 1000]);
  });

  it('ends with what happened, what to do, and how often it was tried', async () => {
    rooms().times(50).reply(503, '');
    const portal = client({ random: () => 0.999 });
    expect(await portal.askFailing()).toMatch(/^503 .* Check .*Gave up after 6 tries\.$/);
    expect(portal.waits.map((ms) => Math.round(ms / 10) * 10)).toEqual([1000, 2000, 4000, 8000, 15990]);
  });

  it.each([404, 200])('is not sent again if that cannot help: %i', async (status) => {
    rooms().reply(status, '<html>Secret plan');
    const portal = client();
    expect(await portal.askFailing()).not.toContain('Secret');
    expect(portal.waits).toEqual([]);
  });

  it.each([
    [500, '', 3, { status: 500, forbidden: null, isRoomSpecific: true }],
    [401, '', 1, { status: 401, forbidden: null, isRoomSpecific: false }],
    [403, '', 1, { status: 403, forbidden: 'scope', isRoomSpecific: true }],
    [403, DENIED, 1, { status: 403, forbidden: 'account', isRoomSpecific: true }],
  ] as const)('of status %i and body %j has %i tries, and facts', async (status, body, tries, facts) => {
    rooms().times(6).reply(status, body);
    const portal = client();
    const error: unknown = await portal.get({ ...CALL, kind: 'history' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(facts);
    expect(portal.lines).toHaveLength(tries - 1);
    expect([(error as Error).message, ...portal.lines].join()).not.toMatch(/ASC\.|SecretPlan|Exception/);
  });

  it('names no more of a connection than its code', async () => {
    rooms().replyWithError(Object.assign(new Error(`text with ${KEY}`), { code: 'ESOMETHING' }));
    expect(await client().askFailing()).toMatch(/^No connection to portal\.example .*\(ESOMETHING\)/);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'])(
    'of a portal that cannot be reached (%s) is sent again only if something has answered in this run',
    async (code) => {
      const refuse = () => rooms().replyWithError(Object.assign(new Error('no'), { code }));
      refuse();
      const portal = client();
      expect(await portal.askFailing()).toContain(`(${code})`);
      expect(portal.waits).toEqual([]);
      // A refusal is an answer as well.
      rooms().reply(404, '');
      await portal.askFailing();
      for (let times = 0; times < 3; times += 1) refuse();
      rooms().reply(200, []);
      expect(await portal.ask()).toEqual([]);
      expect(portal.waits).toHaveLength(3);
    },
  );

  it('waits as long as a 429 asks, and not beyond 20 minutes after the start', async () => {
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
    expect(elapsedMs).toBe(4 * 290_000);
    expect(await ask(5)).toMatch(/^429 .* Gave up after 1 try: no request waits longer than 20 minutes/);
  });

  it('reads a date in Retry-After by the clock that it is given', async () => {
    rooms().reply(503, '', { 'Retry-After': 'Mon, 01 Jun 2026 12:00:42 GMT' });
    rooms().reply(200, []);
    const portal = client();
    await portal.ask();
    expect(portal.waits).toEqual([42_000]);
  });

  it('waits in real time by default', async () => {
    rooms().reply(500, '');
    rooms().reply(200, []);
    expect(await connect({ url: HOST }, { sleep: undefined, random: undefined }).get(CALL)).toEqual([]);
  });

  it('is sent again after a timeout', async () => {
    let requests = 0;
    const address = await serve((_, response) => {
      requests += 1;
      if (requests > 1) response.end('{"late":true}');
    });
    expect(await client({ address, timeoutMs: 2000 }).ask()).toEqual({ late: true });
    expect(requests).toBe(2);
  });
});

describe('the difference of the clocks', () => {
  const HOUR_MS = 3_600_000;
  /** Answers with these dates, in hours from now, and perhaps other headers. */
  const differenceAfter = async (...answers: readonly (readonly [number, object?, number?])[]) => {
    const portal = client();
    for (const [hours, headers = {}, status = 200] of answers) {
      const date = new Date(NOW.getTime() + hours * HOUR_MS).toUTCString();
      rooms().reply(status, '[]', { date, ...headers });
      await portal.ask().catch(() => undefined);
    }
    const differenceMs = portal.clockDifferenceMs();
    return differenceMs === null ? null : differenceMs / HOUR_MS;
  };

  it('is the smallest of all answers', async () => {
    expect(await differenceAfter([-48], [-3], [30])).toBe(3);
    expect(await differenceAfter([5], [4], [-6])).toBe(-4);
  });

  it.each([
    ['0', 48],
    ['3600', 47],
    ['172800', 0],
    ['7200, 0', 46],
    ['-1', 48],
    ['soon', 48],
    ['1'.repeat(30), null],
  ])('adds the age of an answer from a cache: %s', async (age, difference) => {
    expect(await differenceAfter([-48, { age }])).toBe(difference);
  });

  it('is not known from answers of somebody else, and without a date', async () => {
    const page = { 'content-type': 'text/html', 'www-authenticate': 'Basic' };
    expect(await differenceAfter([-48, page, 401], [0, { date: 'soon' }])).toBeNull();
  });
});

it('begins a new phase with new time for retries', async () => {
  let elapsedMs = 0;
  const portal = client({ ticks: () => elapsedMs });
  elapsedMs = 20 * 60_000;
  rooms().times(2).reply(503, '');
  expect(await portal.askFailing()).toContain('no request waits longer than 20 minutes');
  portal.startPhase();
  rooms().reply(200, []);
  expect(await portal.ask()).toEqual([]);
});

it('a redirect does not carry the key to another host', async () => {
  const seen: string[] = [];
  const other = await serve((request, response) => {
    seen.push(JSON.stringify(request.headers));
    response.end('[]');
  });
  const portal = await serve((_, response) => response.writeHead(301, { location: `${other}/` }).end());
  expect(await client({ address: portal }).askFailing()).toMatch(/^301 .*redirect|moved/);
  expect(seen).toEqual([]);
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

  it('a 429 halves the requests at once, and delays all of them until its pause is over', async () => {
    let flying = 0;
    let most = 0;
    let requests = 0;
    const address = await serveAfterSuccess((_, response) => {
      requests += 1;
      const nth = requests;
      flying += 1;
      if (nth > 8) most = Math.max(most, flying);
      setTimeout(
        () => {
          flying -= 1;
          response.writeHead(nth === 1 ? 429 : 200, { 'Retry-After': '5' }).end('[]');
        },
        nth === 1 ? 30 : 60,
      );
    });
    const release: (() => void)[] = [];
    const sleep = (ms: number) => {
      expect(ms).toBe(5000);
      return new Promise<void>((resolve) => release.push(resolve));
    };
    const portal = client({ address, concurrency: 8, sleep });
    await portal.ask();
    const all = Promise.all(Array.from({ length: 14 }, () => portal.ask()));
    // The request and the limiter wait.
    await vi.waitFor(() => expect(release).toHaveLength(2), PATIENT);
    await vi.waitFor(() => expect(flying).toBe(0), PATIENT);
    expect(requests).toBe(8);
    for (const go of release) go();
    expect(await all).toHaveLength(14);
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
    const timeoutMs = options.silent === true ? 300 : 60_000;
    return { proxy, portal: client({ address: 'http://portal.invalid', timeoutMs }) };
  };

  it('resolves the name of the portal', async () => {
    const { proxy, portal } = await through({});
    expect(await portal.ask()).toEqual([expect.stringMatching(/^portal\.invalid(:80)?$/)]);
    expect(proxy.requests).toHaveLength(1);
  });

  it.each([
    [{ refuse: 403 }, 1, /the proxy does not let it through \(403\)/],
    [{ refuse: 503 }, 6, /does not reach it \(503\)\..* Gave up after 6 tries\.$/],
    [{ silent: true }, 6, /within 0\.3 s .*Gave up after 6 tries\.$/],
  ] as const)('that does %j is asked %i times, each on a new connection', async (options, times, says) => {
    const { proxy, portal } = await through(options);
    expect(await portal.askFailing()).toMatch(says);
    expect(proxy.requests).toHaveLength(times);
  });

  it.each([503, 'reset', 'end'] as const)('that fails twice with %s is asked again', async (fault) => {
    const { proxy, portal } = await through({ faults: [fault, fault] });
    expect(await portal.ask()).toEqual([expect.stringContaining('portal.invalid')]);
    expect(proxy.requests).toHaveLength(3);
  });

  it('that never answers does not outlive an abort', async () => {
    const { proxy } = await through({ silent: true });
    const stop = new AbortController();
    const asked = client({ address: 'http://portal.invalid', signal: stop.signal }).ask();
    await vi.waitFor(() => expect(proxy.requests).toHaveLength(1), PATIENT);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow();
  });
});

describe('an abort', () => {
  it.each(['', '['])('ends a request that was answered with "%s", and nothing follows', async (begin) => {
    const stop = new AbortController();
    let requests = 0;
    const address = await serve((_, response) => {
      requests += 1;
      if (begin !== '') response.write(begin);
      // The client needs a moment to take the first bytes.
      setTimeout(() => stop.abort(), 50);
    });
    const portal = client({ address, signal: stop.signal });
    const error = await portal.ask().catch((reason: unknown) => reason);
    expect(error === stop.signal.reason || error instanceof PortalError).toBe(true);
    expect([requests, portal.lines, portal.waits]).toEqual([1, [], []]);
  });

  it('ends a wait for another try, and no request follows', async () => {
    const stop = new AbortController();
    rooms().reply(503, '', { 'Retry-After': '200' });
    const onRetry = () => setTimeout(() => stop.abort(new Error('stopped')), 20);
    const portal = connect({ url: HOST }, { signal: stop.signal, onRetry, sleep: undefined });
    await expect(portal.get(CALL)).rejects.toThrow('stopped');
  });

  it('allows no request after it', async () => {
    const scope = rooms().reply(200, []);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(client({ signal }).ask()).rejects.toThrow('stopped');
    expect(scope.isDone()).toBe(false);
  });
});
