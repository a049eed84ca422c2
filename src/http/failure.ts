import { HANDSHAKE_CLOSED, type TransportFailure } from './transport.ts';

/** Which failures may pass, of the portal and of GitHub alike: by class, not by case. */

/** Codes of the system for connections that may come about, or last longer, at the next attempt. */
const PASSING_CODES = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EAI_AGAIN'];

/**
 * Whether the same request may succeed a little later.
 *
 * @param hasAnswered whether something has answered a request in this run: otherwise a failure to connect means that the
 *   address is wrong, or the server is down
 */
export function mayPass(failure: TransportFailure, hasAnswered: boolean): boolean {
  switch (failure.kind) {
    case 'network':
      return mayCodePass(failure.code, hasAnswered);
    case 'proxy':
      return typeof failure.why === 'number'
        ? mayStatusPass(failure.why)
        : mayCodePass(failure.why, hasAnswered);
    case 'too large':
    case 'unknown encoding':
      return false;
    case 'timeout':
    case 'cut':
    case 'not decodable':
      return true;
  }
}

/**
 * Whether a fault with this status may pass (RFC 9110, 8470 and 6585): the server has a fault, unless it says that it
 * never does this, or the request came too late, too early or too often.
 */
export function mayStatusPass(status: number): boolean {
  const saysNever = status === 501 || status === 505;
  return (status >= 500 && status < 600 && !saysNever) || [408, 425, 429].includes(status);
}

/** The codes of the system (`E…`) are failures to connect; those of TLS and HTTP speak of what stays as it is. */
function mayCodePass(code: string, hasAnswered: boolean): boolean {
  if (PASSING_CODES.includes(code)) return true;
  return hasAnswered && (code === HANDSHAKE_CLOSED || /^E(?!RR|PROTO$)[A-Z0-9_]+$/.test(code));
}
