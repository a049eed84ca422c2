import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DAY_MS, type FaultKind, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { type ActionRun, atEnd, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { selfSigned } from '../support/certificate.ts';
import { leaksOf } from '../support/leaks.ts';

/** A key with capital letters and characters that URLs and HTML write in another way. */
const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
const account = { id: 'admin', displayName: 'Admin' };
const keys = [{ key: KEY, scopes: ['*'], account, sees: 'all' as const }];

function rooms(count: number): RoomSeed[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `Plan ${index + 1}`,
    updated: new Date(Date.now() - (index + 1) * DAY_MS),
  }));
}

const portalWithRooms = (count = 3): Promise<Portal> => portalFor({ rooms: rooms(count), keys });

/** A scan that failed reports nothing, has one line that helps, and shows no key. */
async function expectHonestFailure(result: ActionRun, says: RegExp, url: string): Promise<void> {
  const seen = `${result.stdout}\n${result.stderr}`;
  expect(result.exitCode, seen).toBe(1);
  expect(result.errors, seen).toHaveLength(1);
  const [error = ''] = result.errors;
  expect(error).toMatch(says);
  expect(error, 'one line').not.toContain('\n');
  expect(error, 'no fault of the action itself').not.toContain('fault in the action itself');
  expect(error, 'says what to do').toMatch(
    /Check |Lower |Renew |Make a new one|set docspace-url|point NODE_EXTRA|please report/,
  );
  expect(error, `names the portal or the page: ${url}`).toMatch(/page \d+ of the rooms/);
  expect(result.outputs).toEqual({});
  expect(result.reportFiles).toEqual([]);
  expect(result.summary).toContain('**The scan failed. There are no results.**');
  expect(result.summary).not.toMatch(/ of \d+ rooms|the only room|✅|limit/i);
  expect(result.stdout).not.toMatch(/Total abandoned|No rooms found|--- Abandoned rooms report/);
  expect(result.stderr).toBe('');
  expect(await leaksOf(result, result.directory, KEY)).toEqual([]);
}

const debug = { RUNNER_DEBUG: '1' };
const elsewhere = `https://elsewhere.invalid/${encodeURIComponent(KEY)}?key=${encodeURIComponent(KEY)}`;

/** Each fault, the text of its error, and the number of requests until the action gives up. */
const LASTING: readonly [string, FaultKind, RegExp, number][] = [
  [
    '400',
    { status: 400 },
    /^400 from the portal for page 1 of the rooms: it refuses the request, since a parameter is out of range\. .*please report this/,
    1,
  ],
  ['401', { status: 401 }, /^401 .*the API key is wrong, disabled or expired/, 1],
  ['401 without a body', { status: 401, body: 'empty' }, /^401 .*API key/, 1],
  ['402', { status: 402 }, /^402 .*plan has run out/, 1],
  ['403 of an account', { status: 403 }, /^403 .*the account of the API key has no access/, 1],
  ['403 without a body', { status: 403, body: 'empty' }, /^403 .*scope "rooms:read".*allowed IP list/, 1],
  ['403 of a firewall', { status: 403, body: 'html' }, /^403 .*in front of the portal.*firewall/, 1],
  ['404', { status: 404, body: 'html' }, /^404 .*docspace-url/, 1],
  ['418', { status: 418 }, /^418 .*does not expect/, 1],
  ['500', { status: 500 }, /^500 .*Gave up after 6 tries\.$/, 6],
  ['502', { status: 502 }, /^502 .*failed on the request itself.*Gave up after 3 tries\.$/, 3],
  ['503', { status: 503 }, /^503 .*Gave up after 6 tries\.$/, 6],
  ['504', { status: 504 }, /^504 .*Gave up after 6 tries\.$/, 6],
  ['301', { status: 301, location: elsewhere }, /^301 .*moved to https:\/\/elsewhere\.invalid\./, 1],
  ['302', { status: 302, location: '/login' }, /^302 .*redirects are not followed/, 1],
  ['302 without a place', { status: 302 }, /^302 .*redirects are not followed/, 1],
  ['308', { status: 308, location: '//[' }, /^308 .*redirects are not followed/, 1],
  ['a login page', 'html200', /web page instead of data/, 1],
  ['an empty answer', 'empty200', /empty answer with status 200.*Gave up after 6 tries\.$/i, 6],
  ['a cut answer', 'cut', /broke in the middle of the answer.*Gave up after 3 tries\.$/, 3],
  ['cut JSON', 'truncatedJson', /is no JSON, or is cut in the middle.*Gave up after 6 tries\.$/, 6],
  ['no JSON', 'notJson', /is no JSON.*Gave up after 6 tries\.$/, 6],
  [
    'a reset',
    'reset',
    /closed without an answer \(ECONNRESET\).*please report this with the version.*Gave up after 3 tries\.$/,
    3,
  ],
  [
    'a damaged compressed answer',
    { bytes: 'not gzip', headers: { 'Content-Encoding': 'gzip' } },
    /^The compressed answer for page 1 of the rooms is damaged\. .*Gave up after 6 tries\.$/,
    6,
  ],
  [
    'an encoding that was not asked for',
    { bytes: '[]', headers: { 'Content-Encoding': 'zstd' } },
    /^The answer for page 1 of the rooms is compressed in a way/,
    1,
  ],
  [
    'a zip bomb',
    { bytes: gzipSync(Buffer.alloc(65 * 1024 * 1024)), headers: { 'Content-Encoding': 'gzip' } },
    /larger than any DocSpace portal sends/,
    1,
  ],
  ['silence', 'hang', /within 1 s .*raise request-timeout.*Gave up after 6 tries\.$/, 6],
  ['a slow body', { slowBody: 300, chunkBytes: 8 }, /within 1 s .*Gave up after 6 tries\.$/, 6],
  [
    'garbage for a list',
    { json: { response: { folders: 'none' } } },
    /response\.folders should be a list/,
    1,
  ],
  ['an answer about something else', { json: { ok: true } }, /folders should be a list, but is missing/, 1],
  ['a list of nulls', { json: { response: [null] } }, /response\[0\] should be of the type object/, 1],
  ['null', { json: null }, /the answer should be a list or an object, but is of the type null/, 1],
  ['a number', { json: 7 }, /the answer should be a list or an object/, 1],
];

describe.concurrent('a fault that lasts', () => {
  it.each(LASTING)('%s: one line, exit 1, and nothing is claimed', async (_, kind, says, requests) => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    const inputs = { ...inputsFor(portal), 'request-timeout': '1' };
    const result = await run({ inputs, env: debug });
    await expectHonestFailure(result, says, portal.url);
    expect(portal.requests).toHaveLength(requests);
    expect(result.stdout, 'no stack trace of the portal').not.toContain('ASC.Files');
  });

  it('on the third page only: what was seen of the others is not reported', async () => {
    const portal = await portalWithRooms(450);
    portal.faults.add({ match: { page: 3 }, kind: { status: 403 }, times: Number.POSITIVE_INFINITY });
    const result = await run({ inputs: inputsFor(portal), env: debug });
    await expectHonestFailure(result, /^403 from the portal for page 3 of the rooms/, portal.url);
  });

  it('429 for ever: tries end when 300 s of waiting are used up', async () => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind: { status: 429 }, times: Number.POSITIVE_INFINITY });
    const directory = await emptyDirectory();
    const waits = join(directory, 'waits');
    const inputs = inputsFor(portal);
    const result = await run({ directory, inputs, env: { ...debug, FAST_TIMERS_LOG: waits } });
    await expectHonestFailure(result, /^429 .*Lower concurrency.* Gave up after \d+ tries /, portal.url);
    expect(result.errors[0]).toContain(`after ${portal.requests.length} tries`);
    // Each wait stands there twice: the request waits, and so does whoever hands out places.
    const waited = (await readFile(waits, 'utf8')).trim().split('\n').map(Number);
    const total = waited.reduce((sum, ms) => sum + ms, 0) / 2;
    expect(total).toBeGreaterThan(200_000);
    expect(total).toBeLessThanOrEqual(300_000);
  });

  it('429 with a long Retry-After, once for each page: the waiting of all pages together ends it', async () => {
    const portal = await portalWithRooms(2000);
    const kind = { status: 429, headers: { 'Retry-After': '290' } };
    for (let page = 1; page <= 20; page += 1) portal.faults.add({ match: { page }, kind });
    const result = await run({ inputs: { ...inputsFor(portal), concurrency: '1' }, env: debug });
    await expectHonestFailure(
      result,
      /^429 from the portal for page 5 .* Gave up after 1 try: no request waits longer than 20 minutes after the start\.$/,
      portal.url,
    );
    expect(portal.requests).toHaveLength(9);
  });

  it('a portal that dies of every request for a history is asked three times in all', async () => {
    const portal = await portalWithRooms(60);
    portal.faults.add({ match: { path: /\/log$/ }, kind: 'reset', times: Number.POSITIVE_INFINITY });
    const inputs = { ...inputsFor(portal), 'activity-source': 'history', concurrency: '16' };
    const result = await run({ inputs, env: debug });
    expect(result.exitCode, result.stdout).toBe(1);
    expect(result.errors).toEqual([
      expect.stringMatching(
        /for the history of room \d+: .*the portal may have failed on the request itself.*please report this with the version/,
      ),
    ]);
    expect(result.outputs).toEqual({});
    expect(portal.requests.filter(({ path }) => path.endsWith('/log'))).toHaveLength(3);
    expect(result.log.match(/Trying again in .*/g)).toEqual([
      'Trying again in 5.0 s.',
      'Trying again in 30.0 s.',
    ]);
  });

  it('a Retry-After beyond the limit of waiting ends at once', async () => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind: { status: 429, headers: { 'Retry-After': '86400' } }, times: 100 });
    const result = await run({ inputs: inputsFor(portal), env: debug });
    await expectHonestFailure(result, /Gave up after 1 try .*86400 s/, portal.url);
    expect(portal.requests).toHaveLength(1);
  });
});

/** Starts a server that stops with the tests. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

async function runAt(url: string): Promise<ActionRun> {
  const inputs = { 'docspace-url': url, 'docspace-api-key': KEY, 'request-timeout': '1' };
  return run({ inputs, env: debug });
}

describe.concurrent('no way to the portal', () => {
  it('a name that does not exist', async () => {
    const url = 'https://portal.invalid';
    await expectHonestFailure(await runAt(url), /portal\.invalid.*(cannot be resolved|within 1 s)/, url);
  });

  it.each([
    'http://name:Secret%pw@127.0.0.1:9',
    'http://name:Secret#pw@127.0.0.1:9',
    '://Secret',
    'Secret:9',
  ])('a proxy with an address that cannot be used: %s', async (https_proxy) => {
    const inputs = { 'docspace-url': 'https://portal.invalid', 'docspace-api-key': KEY };
    const result = await run({ inputs, env: { ...debug, https_proxy } });
    expect(result.exitCode, result.stdout).toBe(1);
    expect(result.errors).toEqual([
      expect.stringMatching(/^https_proxy is no address of a proxy, .*percent-encoded, such as %40 for @\.$/),
    ]);
    expect(result.outputs).toEqual({});
    expect(result.summary).toContain('**The scan failed. There are no results.**');
    expect(result.stdout + result.summary + result.stderr).not.toContain('Secret');
    expect(result.stderr).toBe('');
  });

  it('a refused connection', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const url = `http://127.0.0.1:${port}`;
    await expectHonestFailure(await runAt(url), new RegExp(`refuses connections on port ${port}`), url);
  });

  it('a certificate that nobody vouches for', async () => {
    const portal = await portalFor({ rooms: rooms(3), keys, tls: await selfSigned(await emptyDirectory()) });
    const result = await runAt(portal.url);
    await expectHonestFailure(result, /certificate cannot be verified.*NODE_EXTRA_CA_CERTS/, portal.url);
    expect(portal.requests, 'the key was not sent').toEqual([]);
  });

  it('plain http on the port for https', async () => {
    const portal = await portalWithRooms();
    const url = portal.url.replace('http:', 'https:');
    await expectHonestFailure(await runAt(url), /does not speak TLS/, url);
  });

  it('https on the port for plain http', async () => {
    const portal = await portalFor({ keys, tls: await selfSigned(await emptyDirectory()) });
    const url = portal.url.replace('https:', 'http:');
    await expectHonestFailure(await runAt(url), /closed without an answer|network failed|broke/, url);
  });

  it('something that does not speak HTTP', async () => {
    const server = createServer();
    server.on('connection', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const url = `http://127.0.0.1:${await listen(server)}`;
    await expectHonestFailure(await runAt(url), /does not speak HTTP as it should/, url);
  });

  it('a switch to another protocol', async () => {
    const server = createServer();
    server.on('upgrade', (_, socket) => socket.destroy());
    server.on('connection', (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    await expectHonestFailure(await runAt(url), /^101 from the portal .*does not expect/, url);
  });
});

describe.concurrent('a compressed answer', () => {
  const old = new Date(Date.now() - 400 * DAY_MS).toISOString();
  const list = `[{"id":1,"title":"Plan \\ud800 ü ${'x'.repeat(9000)}","roomType":2,"created":"${old}","updated":"${old}"}]`;

  it.each([
    ['gzip', gzipSync(list)],
    ['br', brotliCompressSync(list)],
  ])('is read, and its texts are well-formed: %s', async (encoding, bytes) => {
    const portal = await portalFor({ keys });
    const kind = { bytes, headers: { 'Content-Encoding': encoding } };
    portal.faults.add({ match: { path: /\/files\/rooms$/ }, kind, times: Number.POSITIVE_INFINITY });
    const inputs = { ...inputsFor(portal), 'activity-source': 'updated', redact: 'never' };
    const result = await run({ inputs, env: debug });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(portal.requests[0]?.headers['accept-encoding']).toBe('gzip, br');
    const [room] = JSON.parse(result.outputs['abandoned-rooms'] ?? '[]') as { title: string }[];
    expect(room?.title).toMatch(/^Plan \ufffd ü x{50}/);
  });
});

describe.concurrent('a fault that passes', () => {
  const PASSING: readonly [string, FaultKind][] = [
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503, headers: { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' } }],
    ['504', { status: 504 }],
    ['an empty answer', 'empty200'],
    ['a cut answer', 'cut'],
    ['cut JSON', 'truncatedJson'],
    ['no JSON', 'notJson'],
    ['a reset', 'reset'],
    ['silence', 'hang'],
    ['a slow body', { slowBody: 300, chunkBytes: 512 }],
  ];
  const cases = PASSING.flatMap(([name, kind]) => [
    { name: `${name} on page 1`, kind, page: 1, times: 1 },
    { name: `${name} on page 3, twice`, kind, page: 3, times: 2 },
  ]);

  it.each(cases)('$name: every room is reported', async ({ kind, page, times }) => {
    const portal = await portalWithRooms(412);
    portal.faults.add({ match: { page }, kind, times });
    const result = await run({
      inputs: { ...inputsFor(portal), 'request-timeout': '1', redact: 'never' },
      env: debug,
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.errors).toEqual([]);
    expect(result.outputs['scanned-count']).toBe('412');
    expect(result.outputs['abandoned-count']).toBe('403');
    const report = await readFile(result.outputs['report-json'] ?? '', 'utf8');
    const listed = (JSON.parse(report) as { abandoned: { id: number }[] }).abandoned;
    expect(listed.map(({ id }) => id)).toEqual(Array.from({ length: 403 }, (_, at) => 412 - at));
    expect(portal.faults.pending).toBe(0);
    expect(portal.requests.filter((request) => request.page === page)).toHaveLength(1 + times);
    const retries = result.log.split('\n').filter((line) => line.includes('Trying again in'));
    expect(retries).toHaveLength(times);
    // A line that says what the action does next asks nobody to do anything.
    expect(retries.join()).not.toMatch(/Check |run again|Lower |report/);
    expect(await leaksOf(result, result.directory, KEY)).toEqual([]);
  });
});
