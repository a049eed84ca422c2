import type { Failure, ForbiddenReason } from '../../src/docspace/http/failure.ts';

/** Every kind of failure, for tables of tests. */

export function status(
  code: number,
  more: Partial<Omit<Failure & { kind: 'status' }, 'kind' | 'status'>> = {},
): Failure & { kind: 'status' } {
  return { kind: 'status', status: code, retryAfter: null, location: null, forbidden: null, ...more };
}

export function forbidden(reason: ForbiddenReason): Failure {
  return status(403, { forbidden: reason });
}

export function network(code: string): Failure {
  return { kind: 'network', code };
}

/** Each failure, and whether the same request may succeed a little later. */
export const FAILURES: readonly (readonly [string, Failure, boolean])[] = [
  ['timeout', { kind: 'timeout' }, true],
  ['cut', { kind: 'cut' }, true],
  ['too large', { kind: 'too large' }, false],
  ['not decodable', { kind: 'not decodable' }, true],
  ['unknown encoding', { kind: 'unknown encoding' }, false],
  ['html', { kind: 'html' }, false],
  ['empty', { kind: 'empty' }, true],
  ['not JSON', { kind: 'not JSON' }, true],
  ...[204, 400, 401, 402, 404, 407, 418].map((code) => [String(code), status(code), false] as const),
  ...[429, 500, 502, 503, 504].map((code) => [String(code), status(code), true] as const),
  ['403 scope', forbidden('scope'), false],
  ['403 account', forbidden('account'), false],
  ['403 fault', forbidden('fault'), true],
  ['403 outside', forbidden('outside'), false],
  ['501', status(501), false],
  ['302 without a place', status(302), false],
  ['302 to a login page', status(302, { location: '/Auth.aspx?ref=x' }), false],
  ['301 to another host', status(301, { location: 'https://new.example:8443/a?token=b' }), false],
  ['308 to http', status(308, { location: 'http://portal.example/' }), false],
  ['307 to nonsense', status(307, { location: 'https://' }), false],
  ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'].map(
    (code) => [code, network(code), true] as const,
  ),
  ...[
    'ENOTFOUND',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'HPE_INVALID_CONSTANT',
    'unknown',
  ].map((code) => [code, network(code), false] as const),
  ...[302, 403, 407, 501].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const),
  ...[429, 500, 502, 503, 504].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const),
  ...['ECONNREFUSED', 'ENOTFOUND', 'unknown'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const,
  ),
  ...['ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const,
  ),
];
