import type { Failure } from '../../src/docspace/http/failure.ts';
import type { Meaning } from '../../src/docspace/http/who-answered.ts';

/** Every kind of failure, for tables of tests. */

type StatusFailure = Failure & { kind: 'status' };

export function status(code: number, more: Partial<StatusFailure> = {}): StatusFailure {
  return {
    kind: 'status',
    status: code,
    retryAfter: null,
    location: null,
    answeredBy: null,
    meaning: null,
    ...more,
  };
}

/** A refusal of the portal itself. */
export function refused(meaning: Meaning, code = meaning === 'suspended' ? 404 : 403): StatusFailure {
  return status(code, { answeredBy: 'portal', meaning });
}

export function outside(code: number): StatusFailure {
  return status(code, { answeredBy: 'outside' });
}

export function network(code: string): Failure {
  return { kind: 'network', code };
}

/** Node.js, "X509 certificate error codes". */
export const X509_CODES = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'OUT_OF_MEM',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
] as const;

/** Reasons of OpenSSL, as Node.js writes them, and codes of its own. */
export const TLS_CODES = [
  'EPROTO',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSL_TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_NO_SHARED_CIPHER',
  'ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_EE_KEY_TOO_SMALL',
  'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
] as const;

export const HPE_CODES = [
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
  'HPE_INVALID_STATUS',
  'HPE_INVALID_HEADER_TOKEN',
  'HPE_UNEXPECTED_CONTENT_LENGTH',
  'HPE_HEADER_OVERFLOW',
] as const;

/** Each failure, and whether the same request may succeed a little later, although nothing has answered so far. */
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
  ...[408, 425, 520, 521, 522, 530].map((code) => [String(code), status(code), true] as const),
  ['505', status(505), false],
  ...(['scope', 'unclear', 'account', 'address', 'suspended'] as const).map(
    (meaning) => [meaning, refused(meaning), false] as const,
  ),
  ['403 that may be of anybody', status(403, { meaning: 'scope' }), false],
  ['fault', refused('fault'), true],
  ...[400, 401, 403, 404, 407].map((code) => [`outside: ${code}`, outside(code), false] as const),
  ...[429, 500, 503].map((code) => [`outside: ${code}`, outside(code), true] as const),
  ['501', status(501), false],
  ['outside: 202', outside(202), false],
  ['outside: 999', outside(999), false],
  ['302 without a place', status(302), false],
  ['302 to a login page', status(302, { location: '/Auth.aspx?ref=x' }), false],
  ['302 to a login elsewhere', status(302, { location: 'https://sso.example/realms/x?return=y' }), false],
  [
    '301 to another host',
    status(301, { location: 'https://new.example:8443/a/api/2.0/files/rooms?token=b' }),
    false,
  ],
  ['308 to http', status(308, { location: 'http://portal.example/api/2.0/files/rooms' }), false],
  ['307 to nonsense', status(307, { location: 'https://' }), false],
  ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'].map(
    (code) => [code, network(code), true] as const,
  ),
  ...[
    'ENOTFOUND',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'HANDSHAKE_CLOSED',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'HPE_INVALID_CONSTANT',
    'HPE_HEADER_OVERFLOW',
    'unknown',
  ].map((code) => [code, network(code), false] as const),
  ...[302, 403, 407, 501].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const),
  ...[429, 500, 502, 503, 504].map((why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const),
  ...['ECONNREFUSED', 'ENOTFOUND', 'certificate', 'unknown'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, false] as const,
  ),
  ...['ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN'].map(
    (why) => [`proxy: ${why}`, { kind: 'proxy', why }, true] as const,
  ),
];
