/** The plain data of the sandbox portal. Member names are those of the portal's JSON where it has them. */

/** The portal's fixed number for each room type (`type` and `roomType`). */
export const ROOM_TYPES = [1, 2, 5, 6, 8, 9] as const;

/** `rootFolderType`: where a room lives. */
export const ACTIVE = 14;
export const ARCHIVE = 20;
export const TEMPLATES = 30;

export type RoomId = number | string;

/** A person of the portal. `displayName` is free text. */
export interface Account {
  readonly id: string;
  readonly displayName: string;
  readonly isAnonim?: boolean;
}

/**
 * A key and whom it acts for. `scopes` holding `*`, or nothing at all, allows all that the account may.
 * `sees: 'all'` is a portal administrator; a list names the rooms the account was invited to, to which the
 * rooms that it owns, and those it is later invited to, are added.
 */
export interface ApiKey {
  readonly key: string;
  readonly scopes: readonly string[];
  readonly account: Account;
  readonly sees: 'all' | readonly RoomId[];
  readonly disabled?: boolean;
  readonly expired?: boolean;
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

export interface LogEntry {
  readonly id: number;
  readonly action: { readonly id: number; readonly key: string };
  readonly initiator: Account;
  readonly date: Date;
  readonly data: Record<string, unknown>;
  readonly related: readonly unknown[];
}

/** `ok`, or a third-party storage that was removed (500) or lost its authorization (403). */
export type StorageState = 'ok' | 'disconnected' | 'unauthorized';

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
  pinned: boolean;
  mute: boolean;
  private: boolean;
  shared: boolean;
  external: boolean;
  usedSpace: number | undefined;
  quotaLimit: number | undefined;
  filesCount: number | undefined;
  foldersCount: number | undefined;
  providerKey: string | undefined;
  providerId: number | undefined;
  storage: StorageState;
  /** Ids of accounts that were invited. */
  members: Set<string>;
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

/** A date to seed with: a Date or ISO text; `'never'` is written as 0001-01-01, null leaves the member out. */
export type DateSeed = Date | string | null;

export interface FileSeed {
  id?: RoomId;
  title?: string;
  created?: Date | string;
  updated?: Date | string;
  createdBy?: Account;
}

export interface FolderSeed extends FileSeed {
  files?: FileSeed[];
  folders?: FolderSeed[];
}

/**
 * A room to start with. All is optional: `id` counts up from 1001, `created` and `updated` are the portal's
 * now. Without `log`, the log holds the room's creation and, if `updated` is later, an upload at that time.
 */
export interface RoomSeed
  extends Partial<Omit<Room, 'created' | 'updated' | 'files' | 'folders' | 'log' | 'members'>> {
  created?: DateSeed;
  updated?: DateSeed;
  files?: FileSeed[];
  folders?: FolderSeed[];
  log?: { verb: LoggedVerb; at: Date | string; by?: Account }[];
  members?: string[];
}

export type LoggedVerb =
  | 'upload'
  | 'saveFile'
  | 'createFolder'
  | 'deleteFile'
  | 'moveOut'
  | 'rename'
  | 'editSettings'
  | 'invite'
  | 'removeMember'
  | 'changeRole'
  | 'makeLink'
  | 'revokeLink'
  | 'addTag'
  | 'changeOwner'
  | 'openForm'
  | 'fillForm'
  | 'completeForm'
  | 'archive'
  | 'unarchive'
  | 'createRoom';

/** What can happen in a room. The last three leave no entry in the room's log. */
export type Verb = LoggedVerb | 'readFile' | 'download' | 'deleteRoom';

/** What a verb works on; a verb that needs one and is given none takes the first there is, or makes one. */
export interface VerbDetails {
  fileId?: RoomId;
  folderId?: RoomId;
  title?: string;
  member?: Account;
  owner?: Account;
  tag?: string;
  data?: Record<string, unknown>;
}

/** One request as it arrived. `status` is 0 until it is answered, and stays 0 where it never is. */
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
  bytesSent: number;
}

/** What the portal answers. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}
