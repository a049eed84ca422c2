import type { Shape } from './calls.ts';
import type { FaultPlan } from './faults.ts';
import type { RateLimit, Violation } from './limiter.ts';
import type { StoredOrder } from './shelf.ts';
import type { RoomStore } from './store.ts';
import type { ApiKey, LoggedRequest, RoomSeed } from './types.ts';

/** How to start a portal. All is optional: without options it is empty, current, unlimited and without faults. */
export interface PortalOptions {
  /** Of all that is made up; default 1. */
  seed?: number;
  /** The portal's clock; default the real one. */
  now?: () => Date;
  /** Milliseconds for `LoggedRequest.at` and the rate limit, which have to go on while `now` stands still. */
  ticks?: () => number;
  /** Rooms to start with. */
  rooms?: RoomSeed[];
  /** How many rooms of every kind to make up beside them; default 0. */
  roomCount?: number;
  /** See {@link Generation.oldCount}: of the rooms made up, so many are older than 30 days. */
  oldCount?: number | undefined;
  /** Default: one key with the scope `*`, of an administrator who sees all rooms. */
  keys?: ApiKey[];
  /** How long every answer takes, refusals by the rate limit apart; default 0. */
  latencyMs?: number;
  /** `true` for the limits of the cloud; default false. */
  rateLimit?: RateLimit | boolean;
  /** How long the portal is down after a request that kills it, in ms; default 2000. */
  restartMs?: number;
  /** The shape of the listing; default `envelope`. */
  shape?: Shape;
  /** In front of `/api/2.0`, such as `/portal`. */
  basePath?: string;
  /** False for an old portal, whose history call answers 404. */
  history?: boolean;
  /** PEM texts, to serve https. */
  tls?: { key: string; cert: string };
  /** The portal's offset from UTC, in which it writes dates; default 180 (+03:00), 0 writes `Z`. */
  offsetMinutes?: number;
  /** Default 0, a free one. */
  port?: number;
  /** Answers `GET /_sandbox/stats` and `POST /_sandbox/reset`, without a key and unlogged; default false. */
  control?: boolean;
}

/** Called with a request before it is answered, and its number, 1-based. */
export type RequestHook = (request: LoggedRequest, nth: number) => void;

/** A portal that is running. */
export interface Portal {
  /** Where it is, with `basePath` and without a slash at the end. */
  readonly url: string;
  /** The first key. */
  readonly apiKey: string;
  /** What was asked, in order. */
  readonly requests: LoggedRequest[];
  readonly faults: FaultPlan;
  readonly rooms: RoomStore;
  /** How often a request has killed the portal: any that sends `fields`. */
  readonly crashes: number;
  readonly rateLimit: { readonly violations: Violation[] };
  /** Per account id, the order that `sortBy` has stored; empty unless a client sent it. */
  readonly storedOrders: ReadonlyMap<string, StoredOrder>;
  /** Calls `hook` before each request is answered: rooms may be changed in it. */
  onRequest(hook: RequestHook): void;
  /** Bytes of all bodies sent. */
  bytesSent(): number;
  /** Forgets requests, faults, violations, the limit's windows and stored orders. Rooms stay as they are. */
  reset(): void;
  /** Stops, and cuts every connection that is open. */
  close(): Promise<void>;
}
