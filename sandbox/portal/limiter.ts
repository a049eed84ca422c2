import type { LoggedRequest } from './types.ts';

/** The cloud's limits, per account. */
export const CLOUD_LIMIT: RateLimit = { perMinute: 1500, concurrent: 50 };

export interface RateLimit {
  /** Requests in any 60 seconds. */
  perMinute: number;
  /** GETs that are being answered at the same time. */
  concurrent: number;
  /** Whether a refusal has a Retry-After, as a proxy's would; the portal's own has none. */
  tellsWhen?: boolean;
}

/** A request that came before the time that an earlier answer's Retry-After had named. */
export interface Violation {
  request: LoggedRequest;
  /** When the answer with the Retry-After was given, and until when it asked to wait: ms of `ticks`. */
  answeredAt: number;
  blockedUntil: number;
}

const WINDOW_MS = 60_000;

function retryAfterMs(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Math.max(0, Date.parse(value) - Date.now());
}

/** Sliding window and concurrency per account, without a queue: a request over the limit is refused at once. */
export class RateLimiter {
  /** Requests that came before the end of a Retry-After, of the limit or of a fault. */
  readonly violations: Violation[] = [];
  readonly #limit: RateLimit | undefined;
  readonly #admitted = new Map<string, number[]>();
  readonly #inFlight = new Map<string, number>();
  readonly #blocks = new Map<string, { answeredAt: number; blockedUntil: number }>();

  constructor(limit: RateLimit | undefined) {
    this.#limit = limit;
  }

  /** Forgets all that was counted and recorded. */
  reset(): void {
    this.violations.length = 0;
    this.#admitted.clear();
    this.#blocks.clear();
  }

  /** Records the request if its account had to wait longer. */
  watch(account: string, request: LoggedRequest): void {
    const block = this.#blocks.get(account);
    if (block !== undefined && request.at < block.blockedUntil) this.violations.push({ request, ...block });
  }

  /** Remembers what an answer's Retry-After (seconds or a date) asked of an account. */
  retryLater(account: string, retryAfter: string, at: number): void {
    const blockedUntil = at + retryAfterMs(retryAfter);
    const known = this.#blocks.get(account)?.blockedUntil ?? 0;
    if (blockedUntil > known) this.#blocks.set(account, { answeredAt: at, blockedUntil });
  }

  /**
   * Takes a request in, to be given back with {@link release}, or answers the headers of its 429. A Retry-After is in
   * whole seconds until the window has room, at least 1.
   */
  admit(account: string, method: string, at: number): Record<string, string> | undefined {
    if (this.#limit === undefined) return undefined;
    const { perMinute, concurrent, tellsWhen } = this.#limit;
    const admitted = (this.#admitted.get(account) ?? []).filter((time) => time > at - WINDOW_MS);
    this.#admitted.set(account, admitted);
    const flying = this.#inFlight.get(account) ?? 0;
    const full = admitted.length >= perMinute;
    if (full || (method === 'GET' && flying >= concurrent)) {
      const waitMs = full ? (admitted[0] ?? at) + WINDOW_MS - at : 0;
      const seconds = Math.max(1, Math.ceil(waitMs / 1000));
      return {
        'x-ratelimit-limit': String(full ? perMinute : concurrent),
        'x-ratelimit-remaining': '0',
        ...(tellsWhen ? { 'Retry-After': String(seconds) } : {}),
      };
    }
    admitted.push(at);
    if (method === 'GET') this.#inFlight.set(account, flying + 1);
    return undefined;
  }

  /** Gives back a request that was let in. */
  release(account: string, method: string): void {
    if (method === 'GET') this.#inFlight.set(account, Math.max(0, (this.#inFlight.get(account) ?? 0) - 1));
  }
}
