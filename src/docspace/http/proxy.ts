import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy';
import { ActionError } from '../../shared/errors.ts';

/**
 * Makes sure that a proxy which the environment names for a server is one that `@actions/http-client` can use. That
 * package passes over an address that it cannot read, and would send the API key past the proxy.
 *
 * @throws ActionError that names the variable, and never its value: a password is in it
 */
export function checkProxy(server: URL): void {
  const names = server.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((one) => process.env[one]);
  if (name === undefined || checkBypass(server) || isUsable(proxyFor(server))) return;
  throw new ActionError(
    `${name} is no address of a proxy, and the portal is not asked without one. Set it to an address such as http://proxy.example.com:3128; a special character in the name or password has to be percent-encoded, such as %40 for @.`,
  );
}

function proxyFor(server: URL): URL | undefined {
  try {
    return getProxyUrl(server);
  } catch {
    return undefined;
  }
}

function isUsable(proxy: URL | undefined): boolean {
  if (proxy === undefined || proxy.hostname === '') return false;
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') return false;
  // A "#", "?" or "/" in a password ends the host before the "@".
  return proxy.hash === '' && proxy.search === '' && !proxy.pathname.includes('@');
}
