import type { Account } from './accounts.ts';

/** The plain data of the sandbox portal. Members have the names of the portal's JSON, if it has them. */

/** The portal's fixed number for each room type (`type` and `roomType`). */
export const ROOM_TYPES = [1, 2, 5, 6, 8, 9] as const;
/** The type of rooms with an AI agent. */
export const AI_ROOM = 9;

/** `rootFolderType`: where a room lives. */
export const ACTIVE = 14;
export const ARCHIVE = 20;
export const TEMPLATES = 30;
/** Agents that were made in the product. */
export const AGENTS = 34;

export type RoomId = number | string;

/**
 * A key and the account that it acts for. A scope `*`, or no scope at all, allows everything that the account may
 * do. `sees: 'all'` is a portal administrator; a list names rooms in addition to those that the account owns or was
 * invited to. Without `sees`, the account's role decides.
 */
export interface ApiKey {
  readonly key: string;
  readonly scopes: readonly string[];
  readonly account: Account;
  readonly sees?: 'all' | readonly RoomId[];
  readonly disabled?: boolean;
  readonly expired?: boolean;
  /** When the key ends; undefined: never. */
  readonly expiresAt?: Date;
}

export interface FileNode {
  id: RoomId;
  title: string;
  created: Date;
  updated: Date;
  createdBy: Account;
  updatedBy: Account;
}

export interface FolderNode extends FileNode {
  files: FileNode[];
  folders: FolderNode[];
}

/** One event of a room's log. The portal groups events into entries when it answers. */
export interface LogEntry {
  readonly id: number;
  readonly action: { readonly id: number; readonly key: string };
  readonly initiator: Account;
  readonly date: Date;
  readonly data: Record<string, unknown>;
  /** Not used: the portal groups by itself. */
  readonly related?: readonly unknown[];
}

/** `ok`, or a third-party storage that was removed (500) or lost its authorization (403). */
export type StorageState = 'ok' | 'disconnected' | 'unauthorized';

/** Files of the room are deleted after this time. `period`: 0 days, 1 months, 2 years. */
export interface Lifetime {
  deletePermanently: boolean;
  period: number;
  value: number;
}

/** A room as the portal holds it; `undefined` and null dates are left out of its JSON. */
export interface Room {
  readonly id: RoomId;
  title: string;
  roomType: number | undefined;
  created: Date | null;
  updated: Date | null;
  createdBy: Account | undefined;
  updatedBy: Account | undefined;
  rootFolderType: number;
  tags: string[];
  /** Pinned by every account that sees it. */
  pinned: boolean;
  /** Ids of the accounts that pinned it. */
  pinnedBy: Set<string>;
  mute: boolean;
  private: boolean;
  /** Whether it has a link, mostly one for outsiders: `shared` and `sharedExternal`. */
  shared: boolean;
  /** Whether that link is for members only, so that it is no `sharedExternal`. */
  isLinkInternal: boolean;
  /** Whether that link has expired. No answer tells it. */
  isLinkDead: boolean;
  lifetime: Lifetime | undefined;
  usedSpace: number | undefined;
  quotaLimit: number | undefined;
  filesCount: number | undefined;
  foldersCount: number | undefined;
  providerKey: string | undefined;
  providerId: number | undefined;
  storage: StorageState;
  /** Ids of the invited accounts. */
  members: Set<string>;
  /** Ids of those who may edit the room, its maker aside; `admins`: all portal administrators. */
  managers: Set<string> | 'admins';
  files: FileNode[];
  folders: FolderNode[];
  log: LogEntry[];
  /** Merged over the room's JSON; `undefined` removes a member. */
  raw: Record<string, unknown> | undefined;
}

/** Whether a room lives on third-party storage, whatever its id is. */
export function isThirdParty({ providerKey }: Pick<Room, 'providerKey'>): boolean {
  return providerKey !== undefined;
}

/** One request as it arrived. `status` is 0 until it is answered, and stays 0 if it never is. */
export interface LoggedRequest {
  readonly method: string;
  /** The path with `basePath`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** When it arrived, in ms of `PortalOptions.ticks`. */
  readonly at: number;
  /** 1-based page of the room listing, on that call only. */
  readonly page: number | undefined;
  body: string;
  status: number;
  /** Bytes of the body on the wire, and without compression. */
  bytesSent: number;
  bytesDecoded: number;
}

/** An answer of the portal, before the proxy compresses it. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  /** Whether `body` is held compressed with gzip. */
  isGzipped?: boolean;
  /** Whether the connection breaks in the middle of the body. */
  isCut?: boolean;
}
