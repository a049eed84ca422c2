import { mayStatusPass } from './failure.ts';
import { HANDSHAKE_CLOSED, type TransportFailure } from './transport.ts';

/** Why there is no connection to a server, in words: of the portal and of GitHub alike. */

/** A failure in words: a sentence for each member. Holds no text of a server but the host of a redirect. */
export interface Explanation {
  readonly happened: string;
  readonly advice: string;
}

export function text(happened: string, advice: string): Explanation {
  return { happened, advice };
}

/** A server as it is called in an error. */
export interface Server {
  readonly url: URL;
  /** Such as "the portal". */
  readonly name: string;
  /** The input or variable that holds its address. */
  readonly setting: string;
}

/** In the texts below, `{name}`, `{setting}` and `{port}` are those of the server, `{proxy}` is the variable of its proxy. */
const CHECK_URL = 'Check {setting}.';
const CHECK_SERVER_AND_PROXIES = 'Check {name} and the proxies on the way.';
const CHECK_URL_AND_PROXIES = 'Check {setting} and the proxies on the way.';

/** @param purpose of the request, such as " for page 3 of the rooms" */
export function explainConnection(
  failure: Extract<TransportFailure, { kind: 'network' | 'proxy' }>,
  server: Server,
  purpose: string,
): Explanation {
  const isNetwork = failure.kind === 'network';
  const { happened, advice } = isNetwork ? explainNetwork(failure.code) : explainProxy(failure.why);
  // HPE: the parser of Node.js could not read what came.
  const isUnreadable = isNetwork && failure.code.startsWith('HPE_');
  const { host, protocol, port } = server.url;
  const start = isUnreadable ? `No answer from ${host} that can be read` : `No connection to ${host}`;
  const isTls = protocol === 'https:';
  const words: Readonly<Record<string, string>> = {
    name: server.name,
    setting: server.setting,
    port: port || (isTls ? '443' : '80'),
    proxy: isTls ? 'https_proxy' : 'http_proxy',
  };
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
  return text(`${start}${purpose}: ${fill(happened)}`, fill(advice));
}

/** @param why the status of the proxy's answer, or the code of why there was none */
function explainProxy(why: number | string): Explanation {
  if (why === 'certificate') {
    return text('the TLS certificate of the proxy cannot be verified.', UNTRUSTED.advice);
  }
  if (typeof why === 'string') {
    return text(
      `the proxy cannot be reached, or breaks the connection (${why}).`,
      'Check {proxy}, and that the proxy is up.',
    );
  }
  if (why === 407) {
    return text(`the proxy wants a name and password (${why}).`, 'Put them into {proxy}.');
  }
  return mayStatusPass(why)
    ? text(
        `the proxy is in trouble, or does not reach it (${why}).`,
        'Check the proxy, and that {name} is up.',
      )
    : text(`the proxy does not let it through (${why}).`, 'Check {proxy} and no_proxy.');
}

/** Explains the code of an error of Node.js: of the system, of TLS or of HTTP. */
function explainNetwork(code: string): Explanation {
  const { happened, advice } = CODE_TEXTS[code] ?? explainCode(code);
  return text(`${happened} (${code}).`, advice);
}

/** A cause only where the code means it: most codes of OpenSSL are of a handshake that failed for any reason. */
function explainCode(code: string): Explanation {
  if (code.startsWith('HPE_')) return NO_HTTP;
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED/.test(code)) return UNTRUSTED;
  if (/CERTIFICATE_REQUIRED/.test(code)) return CLIENT_CERTIFICATE;
  if (/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_(LOW|HIGH)/.test(code)) return TLS_VERSION;
  if (isOfCertificate(code)) return BAD_CERTIFICATE;
  return /^(ERR_(SSL|TLS|OSSL)_|EPROTO$)/.test(code) ? NO_HANDSHAKE : NETWORK_FAILED;
}

/** Node.js, "X509 certificate error codes": those of the certificate of a server, which begin with no `ERR_`. */
function isOfCertificate(code: string): boolean {
  return /^(?!ERR_)(.*_)?(CERT|CRL|CA|ISSUER|PURPOSE|PATH_LENGTH)(_|$)/.test(code);
}

const NO_NAME = text('its name cannot be resolved', 'Check {setting}, and the DNS of the runner.');
const NO_ROUTE = text(
  'it cannot be reached from this runner',
  'Check the network, a firewall, or https_proxy.',
);
const CLOSED = text('the connection was closed without an answer', CHECK_SERVER_AND_PROXIES);
const NO_HTTP = text('it does not speak HTTP as it should', CHECK_URL_AND_PROXIES);
const NO_TLS = text('it does not speak TLS on this port', 'Check the port and https:// in {setting}.');
const NO_HANDSHAKE = text('the TLS handshake failed', 'Check the TLS settings of {name} and its proxies.');
const TLS_VERSION = text(
  'it and Node.js have no version of TLS in common',
  'Turn on TLS 1.2 or 1.3 on {name} or the proxy in front of it.',
);
const CLIENT_CERTIFICATE = text(
  'it wants a certificate of the client, which this action cannot send',
  "Let the runner through without one, or set {setting} to {name}'s own address.",
);
const UNTRUSTED = text(
  'its TLS certificate cannot be verified',
  'For a certificate authority of your own, point NODE_EXTRA_CA_CERTS to its certificate.',
);
const BAD_CERTIFICATE = text('its TLS certificate is not valid', 'Check the certificate of {name}.');
const WRONG_NAME = text('its TLS certificate is for another name', CHECK_URL);
const NETWORK_FAILED = text('the network failed', 'Check {setting} and the network of the runner.');
const CODE_TEXTS: Readonly<Partial<Record<string, Explanation>>> = {
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: NO_NAME,
  ECONNREFUSED: text('it refuses connections on port {port}', 'Check {setting}, and that {name} is up.'),
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ETIMEDOUT: NO_ROUTE,
  ECONNRESET: CLOSED,
  [HANDSHAKE_CLOSED]: text('the connection was closed during the TLS handshake', CHECK_SERVER_AND_PROXIES),
  EPIPE: CLOSED,
  ECONNABORTED: CLOSED,
  HPE_HEADER_OVERFLOW: text('its headers are longer than Node.js reads', CHECK_SERVER_AND_PROXIES),
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  CERT_HAS_EXPIRED: text('its TLS certificate has expired', 'Renew it.'),
  CERT_NOT_YET_VALID: text(
    'its TLS certificate is not valid yet',
    'Check the certificate, and the clock of the runner.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: WRONG_NAME,
  HOSTNAME_MISMATCH: WRONG_NAME,
};
