import type { Answer, TransportFailure } from '../../http/transport.ts';
import type { CallKind } from '../calls.ts';
import { isObject } from '../validate.ts';

/**
 * What a 403 says (measured on DocSpace 3.7.2):
 * - `scope`: the key lacks a scope, its account a role, or the runner's address is not allowed (no body, or problem+json)
 * - `account`: the account of the key may not read this (`SecurityException`)
 * - `fault`: a fault of the portal, which it reports as a 403 (JSON of any other kind)
 * - `outside`: no answer of the portal, such as the page of a firewall
 */
export type ForbiddenReason = 'scope' | 'account' | 'fault' | 'outside';

/** Why a request brought no JSON with status 200. */
export type Failure =
  | TransportFailure
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: string | null;
      readonly location: string | null;
      /** Of a 403 only; null for all other statuses. */
      readonly forbidden: ForbiddenReason | null;
    }
  | { readonly kind: 'html' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not JSON' };

/** The consequences of a failure. */
interface Rule {
  /** Whether the same request may succeed a little later. */
  readonly retry: boolean;
  /** The kinds of call for which the failure may concern the one room, while the portal itself is well. */
  readonly roomSpecific: readonly CallKind[];
  /** Whether fewer requests at once may help. */
  readonly isOverload: boolean;
  /** Whether the portal's process may have died of the request. */
  readonly mayBeCrash: boolean;
}

const NOTHING: Rule = { retry: false, roomSpecific: [], isOverload: false, mayBeCrash: false };
const RETRY: Rule = { ...NOTHING, retry: true };
const OVERLOAD: Rule = { ...RETRY, isOverload: true };
const ABOUT_A_ROOM: readonly CallKind[] = ['room', 'history', 'contents'];
/** A slow storage makes the portal, and so the proxy in front of it, time out. */
const ABOUT_A_STORAGE: readonly CallKind[] = ['contents'];
const SERVER_FAULT: Rule = { ...RETRY, roomSpecific: ABOUT_A_ROOM };
const REFUSED: Rule = { ...NOTHING, roomSpecific: ABOUT_A_ROOM };
/** Answers of an old portal that has no history. */
const NO_SUCH_CALL: Rule = { ...NOTHING, roomSpecific: ['history'] };
const GATEWAY: Rule = { ...OVERLOAD, roomSpecific: ABOUT_A_STORAGE };
const CLOSED: Rule = { ...GATEWAY, mayBeCrash: true };

const STATUS_RULES: Readonly<Partial<Record<number, Rule>>> = {
  403: REFUSED,
  404: REFUSED,
  405: NO_SUCH_CALL,
  410: NO_SUCH_CALL,
  429: OVERLOAD,
  500: SERVER_FAULT,
  501: NO_SUCH_CALL,
  502: CLOSED,
  503: GATEWAY,
  504: GATEWAY,
};
const CODE_RULES: Readonly<Partial<Record<string, Rule>>> = {
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ECONNABORTED: CLOSED,
  ETIMEDOUT: OVERLOAD,
  EAI_AGAIN: RETRY,
};
const KIND_RULES: Readonly<Record<Exclude<Failure['kind'], 'status' | 'network' | 'proxy'>, Rule>> = {
  timeout: GATEWAY,
  // The portal may have died while it was writing the answer.
  cut: CLOSED,
  empty: SERVER_FAULT,
  'not JSON': SERVER_FAULT,
  'not decodable': SERVER_FAULT,
  'too large': REFUSED,
  // These come from what is in front of the portal, such as a login page.
  'unknown encoding': NOTHING,
  html: NOTHING,
};

function ruleFor(failure: Failure): Rule {
  switch (failure.kind) {
    case 'status':
      if (failure.forbidden === 'fault') return SERVER_FAULT;
      return STATUS_RULES[failure.status] ?? NOTHING;
    case 'network':
      return CODE_RULES[failure.code] ?? NOTHING;
    case 'proxy':
      // The portal did not get the request: nothing follows for the portal or for a room.
      return isTransientAtProxy(failure.why) ? RETRY : NOTHING;
    default:
      return KIND_RULES[failure.kind];
  }
}

/** @param why the status of the proxy's answer, or the code of why there was none */
export function isTransientAtProxy(why: number | string): boolean {
  return (typeof why === 'number' ? STATUS_RULES[why] : CODE_RULES[why])?.retry ?? false;
}

/** Whether the portal asks to slow down. */
export function isRateLimit(failure: Failure): boolean {
  return failure.kind === 'status' && failure.status === 429;
}

/** Whether the same request may succeed a little later. */
export function isTransient(failure: Failure): boolean {
  return ruleFor(failure).retry;
}

/** Whether a lasting failure of a call concerns the one room that it asks about, not the portal as a whole. */
export function isRoomSpecific(failure: Failure, kind: CallKind): boolean {
  return ruleFor(failure).roomSpecific.includes(kind);
}

/** Whether the portal, or what is in front of it, has more to do than it can. */
export function isOverload(failure: Failure): boolean {
  return ruleFor(failure).isOverload;
}

/**
 * Whether the portal's process may have died of the request: the proxy in front of it says 502, or the connection was
 * closed without a whole answer.
 */
export function mayBeCrash(failure: Failure): boolean {
  return ruleFor(failure).mayBeCrash;
}

/**
 * Reads an answer as JSON.
 *
 * @param parse of the text; throws SyntaxError if it is no JSON, RangeError if it is nested too deeply
 * @returns the JSON, or the failure
 */
export function readAnswer(
  answer: Answer,
  parse: (text: string) => unknown,
): { readonly json: unknown } | { readonly failure: Failure } {
  const { status, headers } = answer;
  const text = answer.body.toString('utf8').trim();
  if (status !== 200) {
    return {
      failure: {
        kind: 'status',
        status,
        retryAfter: headers['retry-after'] ?? null,
        location: headers.location ?? null,
        forbidden: status === 403 ? forbiddenReason(text, headers['content-type']) : null,
      },
    };
  }
  try {
    return { json: parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    // The parser's own message quotes the body, and with it titles: it is not kept.
    return { failure: { kind: kindOf(text) } };
  }
}

function kindOf(noJson: string): 'empty' | 'html' | 'not JSON' {
  if (noJson === '') return 'empty';
  return noJson.startsWith('<') ? 'html' : 'not JSON';
}

function forbiddenReason(text: string, contentType: string | undefined): ForbiddenReason {
  if (text === '' || contentType?.includes('problem+json')) return 'scope';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'outside';
  }
  const { type, message } = isObject(json) && isObject(json['error']) ? json['error'] : {};
  const isDenied =
    (typeof type === 'string' && type.endsWith('SecurityException')) ||
    (typeof message === 'string' && /enough permission|access denied/i.test(message));
  return isDenied ? 'account' : 'fault';
}
