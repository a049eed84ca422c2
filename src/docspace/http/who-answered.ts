import type { Answer } from '../../http/transport.ts';
import { isObject } from '../validate.ts';

/**
 * Who gave an answer: the portal's application; something in front of it, such as a proxy, a firewall or a single
 * sign-on; null if the answer does not tell.
 */
export type AnsweredBy = 'portal' | 'outside' | null;

/**
 * Tells who gave an answer that is no success. Measured on DocSpace 3.6.1, 3.7.2 and 3.8.0: the application writes how
 * long it took into each answer, which a proxy may strip. It never sends `WWW-Authenticate` or a web page. Its errors
 * are empty, or JSON of its own shapes.
 *
 * @param text the body, trimmed
 */
export function whoAnswered(
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  text: string,
): AnsweredBy {
  if (headers['www-authenticate'] !== undefined || text.startsWith('<')) return 'outside';
  if (String(headers['server-timing'] ?? '').includes('aspnetcore-request-time')) return 'portal';
  // The portal neither redirects nor sends other statuses.
  if (status < 400 || status >= 600) return 'outside';
  if (text === '') return null;
  return isOfPortal(jsonOf(text), status) ? 'portal' : 'outside';
}

/**
 * The shapes of an error of the portal: its own one, problem+json of its framework, and a text for an address that is
 * not allowed.
 */
function isOfPortal(json: unknown, status: number): boolean {
  if (!isObject(json)) return status === 403 && typeof json === 'string';
  return isProblem(json) || (isObject(json['error']) && typeof json['statusCode'] === 'number');
}

/** Whether it is problem+json of ASP.NET Core (RFC 9457), perhaps in the portal's envelope. */
function isProblem(json: unknown): boolean {
  if (!isObject(json)) return false;
  return typeof json['traceId'] === 'string' || isProblem(json['response']);
}

/**
 * What a refusal of the portal means beyond its status (measured, but for `address` and `suspended`: by its code):
 * - `scope`: 403; the key lacks a scope, or its account a role (no body)
 * - `unclear`: 403; one of these, or the key or its account was disabled, or the portal is being restored, moved or
 *   encrypted (problem+json)
 * - `account`: 403; the account of the key may not do this
 * - `fault`: 403; the account may not do this, said in its own language, or a fault of the portal
 * - `address`: 403; the address of the runner is not in the portal's list of allowed ones
 * - `suspended`: 404; the portal is suspended
 */
export type Meaning = 'scope' | 'unclear' | 'account' | 'fault' | 'address' | 'suspended';

/**
 * @param text the body of an answer that does not come from outside, trimmed
 * @returns null if the status says it all
 */
export function meaningOf(status: number, text: string): Meaning | null {
  if (status !== 403 && status !== 404) return null;
  const json = text === '' ? null : jsonOf(text);
  if (status === 404) return isProblem(json) ? 'suspended' : null;
  if (json === null) return 'scope';
  if (typeof json === 'string') return 'address';
  if (isProblem(json)) return 'unclear';
  const { type, message } = isObject(json) && isObject(json['error']) ? json['error'] : {};
  const isDenied =
    (typeof type === 'string' && type.endsWith('SecurityException')) ||
    (typeof message === 'string' && /enough permission|access denied/i.test(message));
  return isDenied ? 'account' : 'fault';
}

/** Undefined if it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
