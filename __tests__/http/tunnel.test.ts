import { beforeEach, describe, expect, it, vi } from 'vitest';
import { checkProxy, createAgents, tunnelFailure } from '../../src/http/tunnel.ts';
import { ActionError, causes } from '../../src/shared/errors.ts';

const HTTPS = new URL('https://portal.example/');
const HTTP = new URL('http://portal.example/');

beforeEach(() => {
  const names = ['http_proxy', 'https_proxy', 'no_proxy'];
  for (const name of [...names, ...names.map((one) => one.toUpperCase())]) vi.stubEnv(name, undefined);
});

/** The complaint about the proxy for a server; empty if it can be used. */
function complaint(server: URL): string {
  try {
    checkProxy(server, process.env);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return causes(error).join(' ');
  }
}

describe('the address of a proxy', () => {
  it.each([
    'http://proxy.example:3128',
    'http://proxy.example:3128/',
    'https://proxy.example',
    'HTTP://proxy.example',
    'http://name:pass%23word%40@proxy.example:3128',
    'http://name@proxy.example',
    'http://[::1]:3128',
    ' http://proxy.example:3128 ',
    // Without a scheme.
    '10.0.0.1:3128',
    'proxy',
    '',
  ])('%j can be used', (value) => {
    vi.stubEnv('https_proxy', value);
    vi.stubEnv('http_proxy', value);
    expect([complaint(HTTPS), complaint(HTTP)]).toEqual(['', '']);
  });

  it.each([
    '://x',
    'http://',
    'http://name:p%ss@proxy.example:3128',
    'http://proxy.example:99999',
    'http://name:pass#word@proxy.example:3128',
    'http://name:1#2@proxy.example:3128',
    'http://name:1?2@proxy.example:3128',
    'http://name:1/2@proxy.example:3128',
    'http://name:pass word@proxy example:3128',
    'socks5://proxy.example:1080',
    // Read as the scheme "proxy.example:".
    'proxy.example:3128',
  ])('%j cannot be used, and is not shown', (value) => {
    vi.stubEnv('https_proxy', value);
    vi.stubEnv('HTTP_PROXY', value);
    const says = complaint(HTTPS);
    expect(says).toMatch(
      /^ActionError: https_proxy is no address of a proxy, .* has to be percent-encoded, such as %40 for @\.$/,
    );
    expect(complaint(HTTP)).toBe(says.replace('https_proxy', 'HTTP_PROXY'));
    if (value.length > 10) expect(says).not.toContain(value);
    expect(says).not.toMatch(/name:p|1[#?/]2|99999/);
  });
});

describe('the variables of a proxy', () => {
  it('the one for the scheme of the portal counts, in lower case before upper case', () => {
    vi.stubEnv('http_proxy', '://x');
    expect(complaint(HTTPS)).toBe('');
    vi.stubEnv('HTTPS_PROXY', '://x');
    expect(complaint(HTTPS)).toContain('HTTPS_PROXY is no address');
    vi.stubEnv('https_proxy', 'http://proxy.example');
    // Windows has one variable of both names.
    if (process.env['HTTPS_PROXY'] === '://x') expect(complaint(HTTPS)).toBe('');
  });

  it.each(['portal.example', '.example', '*', 'other.example, portal.example:443'])(
    'none counts if no_proxy (%s) names the portal',
    (value) => {
      vi.stubEnv('https_proxy', '://x');
      vi.stubEnv('no_proxy', 'other.example');
      expect(complaint(HTTPS)).toContain('https_proxy is no address');
      vi.stubEnv('no_proxy', value);
      expect(complaint(HTTPS)).toBe('');
    },
  );

  it('none counts for loopback', () => {
    vi.stubEnv('http_proxy', '://x');
    expect(complaint(new URL('http://127.0.0.1:8080'))).toBe('');
    expect(complaint(new URL('http://localhost'))).toBe('');
  });
});

describe('a client', () => {
  it('is not created if its proxy cannot be used', () => {
    vi.stubEnv('http_proxy', 'http://name:p%ss@proxy.example:3128');
    expect(() => createAgents(HTTP, process.env)).toThrow(/^http_proxy is no address of a proxy/);
    vi.stubEnv('http_proxy', 'http://name:p%25ss@proxy.example:3128');
    expect(() => createAgents(HTTP, process.env)).not.toThrow();
  });
});

describe('the message of the package for a tunnel that was not opened', () => {
  it.each([
    ['tunneling socket could not be established, statusCode=503', 503],
    ['tunneling socket could not be established, cause=connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
    ['tunneling socket could not be established, cause=socket hang up', 'ECONNRESET'],
    ['tunneling socket could not be established, cause=whatever', 'unknown'],
    ['tunneling socket could not be established, cause=self-signed certificate', 'certificate'],
    [
      "tunneling socket could not be established, cause=Hostname/IP does not match certificate's altnames: Host: EXAMPLE. is not",
      'certificate',
    ],
    ['got illegal response body from proxy', 'ECONNRESET'],
    ['connect ECONNREFUSED 127.0.0.1:443', null],
    ['socket hang up', null],
  ])('%s: %s', (message, why) => {
    expect(tunnelFailure(new Error(message))).toBe(why);
  });
});
