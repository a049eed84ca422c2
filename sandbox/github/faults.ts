import type { Reply, RequestRecord } from './types.ts';

type FaultKind = Reply | 'reset' | 'hang' | 'cut' | 'html' | 'secondaryRateLimit' | 'primaryRateLimit';

export interface Fault {
  /** Which requests: all that fit; `nth` (from 1) starts with the nth of those. */
  readonly match?: { readonly method?: string; readonly path?: RegExp; readonly nth?: number };
  /** How many requests it hits; default 1. */
  readonly times?: number;
  readonly kind: FaultKind;
  /** The request takes effect, and only its answer is lost. */
  readonly afterEffect?: boolean;
  /** For the rate limits: seconds to wait; 60 for the secondary limit, 3600 for the primary. */
  readonly waitSeconds?: number;
  /** For the rate limits: both come as 403 or 429 (docs: "Rate limits for the REST API"). Default 403. */
  readonly status?: 403 | 429;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that this request meets, if any. Counts it as met. */
  take(request: RequestRecord): Fault | undefined;
}

export function createFaults(): Faults {
  let active: { fault: Fault; seen: number; left: number }[] = [];
  return {
    add: (fault) => {
      active.push({ fault, seen: 0, left: fault.times ?? 1 });
    },
    clear: () => {
      active = [];
    },
    take: (request) => {
      let taken: Fault | undefined;
      for (const entry of active) {
        if (!fits(entry.fault, request)) continue;
        entry.seen += 1;
        if (taken || entry.left <= 0 || entry.seen < (entry.fault.match?.nth ?? 1)) continue;
        entry.left -= 1;
        taken = entry.fault;
      }
      return taken;
    },
  };
}

function fits({ match: { method, path } = {} }: Fault, request: RequestRecord): boolean {
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  // `search` ignores lastIndex, so a pattern with the g flag works too.
  return path === undefined || request.path.search(path) >= 0;
}

const LIMIT_DOCS =
  'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits';

/** The answer of a fault that answers at all. */
export function faultReply(fault: Fault, now: Date): Reply | undefined {
  const { kind } = fault;
  const status = fault.status ?? 403;
  if (typeof kind === 'object') return kind;
  if (kind === 'html') {
    return {
      status: 502,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!DOCTYPE html>\n<html><head><title>Unicorn! · GitHub</title></head><body>…</body></html>\n',
    };
  }
  if (kind === 'secondaryRateLimit') {
    return {
      status,
      headers: { 'retry-after': String(fault.waitSeconds ?? 60) },
      body: {
        documentation_url: LIMIT_DOCS,
        message:
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
          'If you reach out to GitHub Support for help, please include the request ID SANDBOX.',
        status: String(status),
      },
    };
  }
  if (kind === 'primaryRateLimit') {
    const reset = Math.ceil(now.getTime() / 1000) + (fault.waitSeconds ?? 3600);
    return {
      status,
      headers: {
        'x-ratelimit-limit': '1000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-used': '1000',
        'x-ratelimit-reset': String(reset),
      },
      body: {
        message:
          'API rate limit exceeded for installation ID 1. If you reach out to GitHub Support for help…',
        documentation_url: LIMIT_DOCS.replace(/#.*/, ''),
        status: String(status),
      },
    };
  }
  return undefined;
}
