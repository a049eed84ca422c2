import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import { type ActionRun, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { atEnd } from '../support/at-end.ts';
import { selfSigned } from '../support/certificate.ts';
import { expectFailedScan } from '../support/failed-scan.ts';
import { agingRooms, KEY, KEYS, portalWithRooms } from '../support/portal-with-rooms.ts';

/** Failures of the built action that need a process of its own: its clock, its network, its environment. */

const debug = { RUNNER_DEBUG: '1' };

describe.concurrent('a fault that lasts', () => {
  it('429: gives up after 300 s of waiting', async () => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind: { status: 429 }, times: Number.POSITIVE_INFINITY });
    const directory = await emptyDirectory();
    const waits = join(directory, 'waits');
    const inputs = inputsFor(portal);
    const result = await run({ directory, inputs, env: { ...debug, FAST_TIMERS_LOG: waits } });
    await expectFailedScan(result, /^429 .*Lower concurrency.* Gave up after \d+ tries /);
    expect(result.errors[0]).toContain(`after ${portal.requests.length} tries`);
    // Each wait is logged twice: the request waits, and so does the limiter.
    const waited = (await readFile(waits, 'utf8')).trim().split('\n').map(Number);
    const total = waited.reduce((sum, ms) => sum + ms, 0) / 2;
    expect(total).toBeGreaterThan(200_000);
    expect(total).toBeLessThanOrEqual(300_000);
  });

  it('429 with a long Retry-After for each page: gives up 20 minutes after the start', async () => {
    const portal = await portalWithRooms(1000);
    const kind = { status: 429, headers: { 'Retry-After': '290' } };
    for (let page = 1; page <= 20; page += 1) portal.faults.add({ match: { page }, kind });
    const result = await run({ inputs: { ...inputsFor(portal), concurrency: '1' }, env: debug });
    await expectFailedScan(
      result,
      /^429 from the portal for page 5 .* Gave up after 1 try: no request waits longer than 20 minutes after the start\.$/,
    );
    const pages = portal.requests.filter(({ path }) => path.endsWith('/files/rooms'));
    expect(pages).toHaveLength(9);
  });

  it('sends three requests in all if the portal dies of every request for a history', async () => {
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
    expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
    expect(portal.requests.filter(({ path }) => path.endsWith('/log'))).toHaveLength(3);
    expect(result.log.match(/Trying again in .*/g)).toEqual([
      'Trying again in 5.0 s.',
      'Trying again in 30.0 s.',
    ]);
  });

  it('gives up at once if Retry-After is beyond the limit', async () => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind: { status: 429, headers: { 'Retry-After': '86400' } }, times: 100 });
    const result = await run({ inputs: inputsFor(portal), env: debug });
    await expectFailedScan(result, /Gave up after 1 try .*86400 s/);
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

async function runAt(url: string, inputs: Record<string, string> = {}): Promise<ActionRun> {
  return run({ inputs: { 'docspace-url': url, 'docspace-api-key': KEY, ...inputs }, env: debug });
}

describe.concurrent('fails with one line, without a connection to the portal:', () => {
  it('a name that does not exist', async () => {
    const url = 'https://portal.invalid';
    const result = await runAt(url, { 'request-timeout': '1' });
    await expectFailedScan(result, /portal\.invalid.*(cannot be resolved|within 1 s)/);
  });

  it.each([
    'http://name:Secret%pw@127.0.0.1:9',
    'http://name:Secret#pw@127.0.0.1:9',
    '://Secret',
    'Secret:9',
  ])('an invalid address of a proxy: %s', async (https_proxy) => {
    const inputs = { 'docspace-url': 'https://portal.invalid', 'docspace-api-key': KEY };
    const result = await run({ inputs, env: { ...debug, https_proxy } });
    expect(result.exitCode, result.stdout).toBe(1);
    expect(result.errors).toEqual([
      expect.stringMatching(/^https_proxy is no address of a proxy, .*percent-encoded, such as %40 for @\.$/),
    ]);
    expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
    expect(result.summary).toContain('**The scan failed. There are no results.**');
    expect(result.stdout + result.summary + result.stderr).not.toContain('Secret');
    expect(result.stderr).toBe('');
  });

  it('a refused connection', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const url = `http://127.0.0.1:${port}`;
    await expectFailedScan(await runAt(url), new RegExp(`refuses connections on port ${port}`));
  });

  it('an untrusted certificate', async () => {
    const portal = await portalFor({
      rooms: agingRooms(3),
      keys: KEYS,
      tls: await selfSigned(await emptyDirectory()),
    });
    const result = await runAt(portal.url);
    await expectFailedScan(result, /certificate cannot be verified.*NODE_EXTRA_CA_CERTS/);
    expect(portal.requests, 'the key was not sent').toEqual([]);
  });

  it('plain http on the port for https', async () => {
    const portal = await portalWithRooms();
    const url = portal.url.replace('http:', 'https:');
    await expectFailedScan(await runAt(url), /does not speak TLS/);
  });

  it('https on the port for plain http', async () => {
    const portal = await portalFor({ keys: KEYS, tls: await selfSigned(await emptyDirectory()) });
    const url = portal.url.replace('https:', 'http:');
    await expectFailedScan(await runAt(url), /closed without an answer|network failed|broke/);
  });

  it('something that does not speak HTTP', async () => {
    const server = createServer();
    server.on('connection', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const url = `http://127.0.0.1:${await listen(server)}`;
    await expectFailedScan(await runAt(url), /does not speak HTTP as it should/);
  });

  it('a switch to another protocol', async () => {
    const server = createServer();
    server.on('upgrade', (_, socket) => socket.destroy());
    server.on('connection', (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    await expectFailedScan(await runAt(url), /^101 from something in front of the portal .*does not expect/);
  });
});
