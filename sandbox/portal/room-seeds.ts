import type { Account } from './accounts.ts';
import type { Room, RoomId } from './types.ts';

/** The description of a room to start with, and the verbs of everything that can happen in it. */

/** A date to seed with: a Date or ISO text; `'never'` is written as 0001-01-01, null leaves the member out. */
export type DateSeed = Date | string | null;

export interface FileSeed {
  id?: RoomId;
  title?: string;
  created?: Date | string;
  updated?: Date | string;
  createdBy?: Account;
  updatedBy?: Account;
}

export interface FolderSeed extends FileSeed {
  files?: FileSeed[];
  folders?: FolderSeed[];
}

/** One event to seed a log with, by verb or by the portal's own action. */
export type EventSeed = ({ verb: LoggedVerb } | { action: { id: number; key: string } }) & {
  at: Date | string;
  by?: Account;
  id?: number;
  data?: Record<string, unknown>;
};

/**
 * A room to start with. All is optional: `id` counts up from 1001, `created` and `updated` are the portal's
 * now. Without `log`, the log holds the room's creation and, if `updated` is later, an upload at that time. Titles
 * are taken as they are; only titles that people type (`createRoom`, `rename`) are changed as the portal does.
 * Without `managers`, portal administrators may edit the room, so that they see its `usedSpace`.
 */
export interface RoomSeed
  extends Partial<
    Omit<Room, 'created' | 'updated' | 'files' | 'folders' | 'log' | 'members' | 'managers' | 'pinnedBy'>
  > {
  created?: DateSeed;
  updated?: DateSeed;
  files?: FileSeed[];
  folders?: FolderSeed[];
  log?: EventSeed[];
  members?: string[];
  managers?: string[];
  pinnedBy?: string[];
}

export type LoggedVerb =
  | 'upload'
  | 'copyIn'
  | 'saveFile'
  | 'restoreVersion'
  | 'createFolder'
  | 'deleteFile'
  | 'moveOut'
  | 'renameFile'
  | 'lockFile'
  | 'reorder'
  | 'expireFile'
  | 'rename'
  | 'editSettings'
  | 'setLifetime'
  | 'invite'
  | 'removeMember'
  | 'changeRole'
  | 'makeLink'
  | 'renameLink'
  | 'revokeLink'
  | 'addTag'
  | 'changeOwner'
  | 'openForm'
  | 'fillForm'
  | 'completeForm'
  | 'archive'
  | 'unarchive'
  | 'createRoom'
  | 'createAgent';

/** Everything that can happen in a room. The verbs named here leave no event in the room's log. */
export type Verb =
  | LoggedVerb
  | 'updateFile'
  | 'uploadByApi'
  | 'draftForm'
  | 'comment'
  | 'setQuota'
  | 'pin'
  | 'chat'
  | 'readFile'
  | 'download'
  | 'deleteRoom';

/** The objects of a verb. A verb without the file that it needs takes the first one, or makes one. */
export interface VerbDetails {
  fileId?: RoomId;
  folderId?: RoomId;
  title?: string;
  member?: Account;
  owner?: Account;
  tag?: string;
  quotaLimit?: number;
  data?: Record<string, unknown>;
}
