import type { Account, People } from './accounts.ts';
import type { Shape } from './call.ts';
import type { FaultPlan } from './faults.ts';
import type { HistorySettings } from './history.ts';
import type { RateLimit, Violation } from './limiter.ts';
import type { LoadTimes } from './load.ts';
import type { StoredOrder } from './room-query.ts';
import type { RoomSeed } from './room-seeds.ts';
import type { RoomStore } from './store.ts';
import type { ApiKey, LoggedRequest } from './types.ts';
import type { Version } from './versions.ts';

/** How to start a portal. All is optional: without options it is empty, current, unlimited and without faults. */
export interface PortalOptions {
  /** The version of DocSpace; default 3.7.2. */
  version?: Version;
  /** Of everything that is made up; default 1. */
  seed?: number;
  /** The portal's clock; default the real one. */
  now?: () => Date;
  /** Milliseconds for `LoggedRequest.at` and the rate limit, which advance even if `now` stands still. */
  ticks?: () => number;
  /** Rooms to start with. */
  rooms?: RoomSeed[];
  /** How many rooms of every kind to make up in addition; default 0. */
  roomCount?: number;
  /** See {@link Generation.oldCount}: how many of the rooms made up are older than 30 days. */
  oldCount?: number | undefined;
  /** Accounts that the portal knows, in addition to those of keys and rooms. */
  people?: Account[];
  /** Default: one key with the scope `*`, of the portal's owner, who sees all rooms. */
  keys?: ApiKey[];
  /** The portal's owner; default the account of the first key. */
  owner?: Account;
  /** How long every answer takes, refusals by the rate limit excepted; default 0. */
  latencyMs?: number;
  /** Times of a busy portal, `REAL_LOAD` for measured ones; default none. */
  load?: LoadTimes;
  /** `true` for the limits of the cloud; default false. */
  rateLimit?: RateLimit | boolean;
  /** How long the portal is down after a request that kills it, in ms; default 2000. */
  restartMs?: number;
  /** How long archiving and restoring take, in ms; default 0, done with the request. */
  operationMs?: number;
  /** Whether requests that are no documented call are answered with 418, and fail `close`; default true. */
  strict?: boolean;
  /** Whether addresses outside of the API answer a login page (default), or 404. */
  webClient?: boolean;
  /** The shape of the listing; default `envelope`. */
  shape?: Shape;
  /** In front of `/api/2.0`, such as `/portal`. */
  basePath?: string;
  /** False for an old portal, whose history call answers 404; otherwise how the history differs from a good one. */
  history?: boolean | HistorySettings;
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
  /** All requests, in order. */
  readonly requests: LoggedRequest[];
  /** One line for each request that is no documented call with documented parameters. */
  readonly undocumented: readonly string[];
  readonly faults: FaultPlan;
  readonly rooms: RoomStore;
  readonly people: People;
  /** How often a request has killed the portal: any that sends `fields`. */
  readonly crashes: number;
  readonly rateLimit: { readonly violations: Violation[] };
  /** By account id: the order that the account has chosen for its rooms. Set it as the portal's web client does. */
  readonly storedOrders: Map<string, StoredOrder>;
  /** Calls `hook` before each request is answered: rooms may be changed in it. */
  onRequest(hook: RequestHook): void;
  /** Bytes of all bodies on the wire. */
  bytesSent(): number;
  /** Bytes of all bodies without compression. */
  bytesDecoded(): number;
  /** Forgets requests, faults, violations, the limit's windows and stored orders. Rooms stay as they are. */
  reset(): void;
  /** Stops, and cuts every open connection. Rejects if `strict` and an undocumented request came since `reset`. */
  close(): Promise<void>;
}
