import { describe, expect, it } from 'vitest';
import type { Portal } from '../../sandbox/portal/index.ts';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import { type ActionRun, emptyDirectory, inputsFor, portalFor, run } from '../support/action.ts';
import { selfSigned } from '../support/certificate.ts';
import { leaksOf } from '../support/leaks.ts';
import { startProxy } from '../support/proxy.ts';
import { expectSuccess, smallPortal } from '../support/small-portal.ts';

/** Proxies and certificates between the built action and the portal. */

/** For runs that end by a timeout. */
const SHORT_TIMEOUT = { 'request-timeout': '1' };

describe('proxies', () => {
  const port = (portal: Portal) => Number(new URL(portal.url).port);
  const through = (portal: Portal, scheme = 'http') => ({
    ...inputsFor(portal),
    'docspace-url': `${scheme}://portal.invalid:${port(portal)}`,
    'allow-insecure-http': 'true',
  });

  it('reaches a portal through http_proxy', async () => {
    const portal = await portalFor({ roomCount: 350, oldCount: 20 });
    const proxy = await startProxy({ targetPort: port(portal) });
    const result = await run({
      inputs: { ...through(portal), 'inactive-days': '30' },
      env: { http_proxy: proxy.url },
    });
    expectSuccess(result);
    // Chatting in the room of an AI agent leaves no trace.
    expect(result.outputs).toMatchObject({
      'scanned-count': '350',
      'abandoned-count': '19',
      'unknown-count': '1',
    });
    // What the key may do, four pages, the history of each room that looks inactive, the account of the key, and the disabled accounts.
    expect(portal.requests).toHaveLength(1 + 4 + 20 + 2);
    expect(proxy.requests.length).toBeGreaterThan(0);
    for (const line of proxy.requests) expect(line).toContain('portal.invalid');
  });

  it('tunnels TLS through https_proxy, which never sees the key', async () => {
    const { certPath, ...tls } = await selfSigned(await emptyDirectory());
    const portal = await smallPortal({ tls });
    const proxy = await startProxy({ targetPort: port(portal) });
    const env = { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: certPath };
    const connect = `CONNECT portal.invalid:${port(portal)}`;
    const listed = { ...through(portal, 'https'), 'activity-source': 'updated' };
    const result = await run({ inputs: listed, env });
    expectSuccess(result);
    expect(result.outputs['scanned-count']).toBe('9');
    expect(new Set(proxy.requests)).toEqual(new Set([connect]));
    const checked = await run({ inputs: through(portal, 'https'), env });
    expectSuccess(checked);
    // Both runs ask what the key may do, for the list, and twice for accounts, the second one also looks at four rooms.
    expect(portal.requests).toHaveLength(2 * 4 + 4);
    expect(new Set(proxy.requests)).toEqual(new Set([connect]));
    expect(JSON.stringify(proxy.headers)).not.toContain(portal.apiKey);
  });

  it('refuses an untrusted certificate through a proxy as well', async () => {
    const tls = await selfSigned(await emptyDirectory());
    const portal = await smallPortal({ tls });
    const proxy = await startProxy({ targetPort: port(portal) });
    const result = await run({ inputs: through(portal, 'https'), env: { https_proxy: proxy.url } });
    expect(result.exitCode, result.stdout + result.stderr).toBe(1);
    expect(result.errors).toEqual([
      expect.stringMatching(/certificate cannot be verified.*NODE_EXTRA_CA_CERTS/),
    ]);
    expect(portal.requests).toEqual([]);
  });

  it('accepts a name and a password for the proxy', async () => {
    const portal = await smallPortal();
    const password = 'p@ss of the proxy';
    const proxy = await startProxy({ targetPort: port(portal), credentials: `us er:${password}` });
    const url = proxy.url.replace('://', `://us%20er:${encodeURIComponent(password)}@`);
    const result = await run({ inputs: through(portal), env: { http_proxy: url } });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.outputs['scanned-count']).toBe('9');
    expect(await leaksOf(result, result.directory, password)).toEqual([]);
  });

  it('bypasses the proxy for the hosts in no_proxy', async () => {
    const portal = await smallPortal();
    const proxy = await startProxy({ targetPort: port(portal), refuse: 403 });
    const env = { http_proxy: proxy.url, no_proxy: 'other.example,.invalid' };
    const result = await run({ inputs: { ...through(portal), ...SHORT_TIMEOUT }, env });
    // Only the proxy can resolve the name.
    expect(result.errors).toEqual([
      expect.stringMatching(/portal\.invalid.*(cannot be resolved|within 1 s)/),
    ]);
    expect(proxy.requests).toEqual([]);
  });

  it('bypasses the proxy for loopback', async () => {
    const portal = await smallPortal();
    const proxy = await startProxy({ targetPort: port(portal), refuse: 403 });
    const env = { http_proxy: proxy.url, https_proxy: proxy.url };
    expectSuccess(await run({ inputs: inputsFor(portal), env }));
    expect(proxy.requests).toEqual([]);
  });

  async function expectProxyFailure(result: ActionRun, portal: Portal, says: RegExp): Promise<void> {
    expect(result.exitCode, result.stdout + result.stderr).toBe(1);
    expect(result.errors).toHaveLength(1);
    expect(result.errors[0]).toMatch(says);
    expect(result.errors[0]).not.toContain('\n');
    expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
    expect(result.summary).toContain('The scan failed');
    expect(portal.requests).toEqual([]);
    expect(await leaksOf(result, result.directory, portal.apiKey)).toEqual([]);
  }

  it.each([
    [403, /proxy.*https?_proxy/],
    [407, /proxy.*https?_proxy/],
  ])('fails with one line if the proxy refuses with %i', async (refuse, says) => {
    const portal = await smallPortal();
    const proxy = await startProxy({ targetPort: port(portal), refuse });
    for (const scheme of ['http', 'https']) {
      const env = { http_proxy: proxy.url, https_proxy: proxy.url };
      const result = await run({ inputs: through(portal, scheme), env });
      await expectProxyFailure(result, portal, says);
    }
    expect(proxy.requests.length).toBeGreaterThan(0);
  });

  it('fails with one line if there is no proxy at the address', async () => {
    const portal = await smallPortal();
    const result = await run({ inputs: through(portal), env: { http_proxy: 'http://127.0.0.1:1' } });
    await expectProxyFailure(result, portal, /proxy.*https?_proxy/);
  });
});

describe('TLS', () => {
  it('trusts the certificates in NODE_EXTRA_CA_CERTS', async () => {
    const { certPath, ...tls } = await selfSigned(await emptyDirectory());
    const portal = await portalFor({ roomCount: 250, oldCount: 10, tls });
    const inputs = { ...inputsFor(portal), 'inactive-days': '30' };
    const result = await run({ inputs, env: { NODE_EXTRA_CA_CERTS: certPath } });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({
      'scanned-count': '250',
      'abandoned-count': '9',
      'unknown-count': '1',
    });
  });
});
