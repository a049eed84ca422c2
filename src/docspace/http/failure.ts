import { mayPass, mayStatusPass } from '../../http/failure.ts';
import type { TransportFailure } from '../../http/transport.ts';
import type { CallKind } from '../calls.ts';
import type { AnsweredBy, Meaning } from './who-answered.ts';

/** Why a request brought no JSON with status 200. */
export type Failure =
  | TransportFailure
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: string | null;
      readonly location: string | null;
      readonly answeredBy: AnsweredBy;
      /** Null if it comes from outside, or if the status says it all. */
      readonly meaning: Meaning | null;
    }
  | { readonly kind: 'html' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not JSON' };

/** The consequences of a failure, besides another attempt: see {@link isTransient}. */
interface Rule {
  /** The kinds of call for which the failure may concern the one room, or the call itself, while the portal is well. */
  readonly roomSpecific: readonly CallKind[];
  /** Whether fewer requests at once may help. */
  readonly isOverload: boolean;
  /** Whether the portal's process may have died of the request. */
  readonly mayBeCrash: boolean;
}

const NOTHING: Rule = { roomSpecific: [], isOverload: false, mayBeCrash: false };
const OVERLOAD: Rule = { ...NOTHING, isOverload: true };
const ABOUT_A_ROOM: readonly CallKind[] = ['room', 'history', 'contents'];
/** A slow storage makes the portal, and so the proxy in front of it, time out. */
const ABOUT_A_STORAGE: readonly CallKind[] = ['contents'];
const REFUSED: Rule = { ...NOTHING, roomSpecific: ABOUT_A_ROOM };
const GATEWAY: Rule = { ...OVERLOAD, roomSpecific: ABOUT_A_STORAGE };
const CLOSED: Rule = { ...GATEWAY, mayBeCrash: true };

/** What differs from the class of its status, see {@link ruleForStatus}. */
const STATUS_RULES: Readonly<Partial<Record<number, Rule>>> = {
  // The key is refused.
  401: NOTHING,
  408: NOTHING,
  425: NOTHING,
  429: OVERLOAD,
  500: REFUSED,
  501: REFUSED,
  502: CLOSED,
  505: REFUSED,
  // Cloudflare: the server behind it closed the connection, or is down.
  520: CLOSED,
  521: CLOSED,
};
/** By the first digit of a status. */
const CLASS_RULES: Readonly<Partial<Record<number, Rule>>> = { 4: REFUSED, 5: GATEWAY };
/** What differs from the other codes. */
const CODE_RULES: Readonly<Partial<Record<string, Rule>>> = {
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ECONNABORTED: CLOSED,
  ETIMEDOUT: OVERLOAD,
};
const KIND_RULES: Readonly<Record<Exclude<Failure['kind'], 'status' | 'network' | 'proxy'>, Rule>> = {
  timeout: GATEWAY,
  // The portal may have died while it was writing the answer. DocSpace 3.1 cuts an error of the history like that.
  cut: { ...CLOSED, roomSpecific: [...ABOUT_A_STORAGE, 'history'] },
  empty: REFUSED,
  'not JSON': REFUSED,
  'not decodable': REFUSED,
  'too large': REFUSED,
  // These come from what is in front of the portal, such as a login page.
  'unknown encoding': NOTHING,
  html: NOTHING,
};

function ruleFor(failure: Failure): Rule {
  switch (failure.kind) {
    case 'status':
      return ruleForStatus(failure.status, failure.meaning);
    case 'network':
      return CODE_RULES[failure.code] ?? NOTHING;
    case 'proxy':
      // The portal did not get the request: nothing follows for the portal or for a room.
      return NOTHING;
    default:
      return KIND_RULES[failure.kind];
  }
}

/** By class: whatever stays refused may be refused for one room alone. */
function ruleForStatus(status: number, meaning: Meaning | null): Rule {
  // These concern the whole portal.
  if (meaning === 'address' || meaning === 'suspended') return NOTHING;
  return STATUS_RULES[status] ?? CLASS_RULES[Math.floor(status / 100)] ?? NOTHING;
}

/** Whether a status says that the request stays refused, while the portal may answer others. */
export function isRefusal(status: number): boolean {
  return ruleForStatus(status, null) === REFUSED && !mayStatusPass(status);
}

/** Whether the portal asks to slow down. */
export function isRateLimit(failure: Failure): boolean {
  return failure.kind === 'status' && failure.status === 429;
}

/**
 * Whether the same request may succeed a little later.
 *
 * @param hasAnswered whether something has answered a request in this run, whatever it said
 */
export function isTransient(failure: Failure, hasAnswered: boolean): boolean {
  switch (failure.kind) {
    case 'status':
      return failure.meaning === 'fault' || mayStatusPass(failure.status);
    case 'html':
      return false;
    case 'empty':
    case 'not JSON':
      return true;
    default:
      return mayPass(failure, hasAnswered);
  }
}

/** Whether something answered, though perhaps not to the end. */
export function isAnswer({ kind }: Failure): boolean {
  return kind !== 'network' && kind !== 'proxy' && kind !== 'timeout';
}

/** Whether the portal may have received the request. */
export function mayHaveArrived(failure: Failure): boolean {
  return isAnswer(failure) || failure.kind === 'timeout' || mayBeCrash(failure);
}

/**
 * Whether a lasting failure of a call concerns the one room that it asks about, not the portal as a whole; of `key`,
 * whether it concerns that call alone.
 */
export function isRoomSpecific(failure: Failure, kind: CallKind): boolean {
  return kind === 'key' ? isOfKeyCall(failure) : ruleFor(failure).roomSpecific.includes(kind);
}

/** A portal that is too old, or a proxy, may refuse this call alone. Only the portal refuses the key, or the runner. */
function isOfKeyCall(failure: Failure): boolean {
  if (failure.kind === 'status') {
    const { status, answeredBy, meaning } = failure;
    if (meaning === 'address' || meaning === 'suspended') return false;
    if (status === 401) return answeredBy === 'outside';
  }
  return isAnswer(failure) && (!isTransient(failure, true) || ruleFor(failure).roomSpecific.includes('room'));
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
