import type { LoggedVerb, Verb } from './room-seeds.ts';
import type { VersionFacts } from './versions.ts';

interface Action {
  id: number;
  key: string;
  /** Whether it moves `updated`. */
  moves: boolean;
}

/**
 * The trace of each verb in a room of the portal's own storage: the action that the log keeps, and whether `updated`
 * moves. As recorded from a DocSpace 3.7.2 portal; the numbers of actions that were not recorded are made up.
 */
export const ACTIONS: Record<LoggedVerb, Action> = {
  upload: { id: 5011, key: 'FileUploaded', moves: true },
  copyIn: { id: 5013, key: 'FileCopied', moves: true },
  saveFile: { id: 5034, key: 'UserFileUpdated', moves: true },
  restoreVersion: { id: 5003, key: 'FileRestoreVersion', moves: true },
  createFolder: { id: 5019, key: 'FolderCreated', moves: false },
  deleteFile: { id: 5017, key: 'FileMovedToTrash', moves: false },
  moveOut: { id: 5015, key: 'FileMoved', moves: false },
  renameFile: { id: 5001, key: 'FileRenamed', moves: false },
  lockFile: { id: 5006, key: 'FileLocked', moves: false },
  reorder: { id: 5111, key: 'FileIndexChanged', moves: false },
  expireFile: { id: 5017, key: 'FileMovedToTrash', moves: false },
  rename: { id: 5071, key: 'RoomRenamed', moves: true },
  editSettings: { id: 5109, key: 'RoomDenyDownloadEnabled', moves: true },
  setLifetime: { id: 5116, key: 'RoomLifeTimeSet', moves: true },
  invite: { id: 5085, key: 'RoomCreateUser', moves: false },
  removeMember: { id: 5084, key: 'RoomRemoveUser', moves: false },
  changeRole: { id: 5075, key: 'RoomUpdateAccessForUser', moves: false },
  makeLink: { id: 5088, key: 'RoomExternalLinkCreated', moves: false },
  renameLink: { id: 5089, key: 'RoomExternalLinkRenamed', moves: false },
  revokeLink: { id: 5087, key: 'RoomExternalLinkRevoked', moves: false },
  addTag: { id: 5078, key: 'AddedRoomTags', moves: false },
  changeOwner: { id: 5159, key: 'RoomChangeOwner', moves: true },
  openForm: { id: 5110, key: 'FormOpenedForFilling', moves: false },
  fillForm: { id: 5112, key: 'FormPartiallyFilled', moves: false },
  completeForm: { id: 5113, key: 'FormCompletelyFilled', moves: false },
  archive: { id: 5072, key: 'RoomArchived', moves: true },
  unarchive: { id: 5073, key: 'RoomUnarchived', moves: true },
  createRoom: { id: 5070, key: 'RoomCreated', moves: true },
  createAgent: { id: 5154, key: 'AgentCreated', moves: true },
};

/** Verbs that move `updated` and leave nothing in the log. */
const UNLOGGED_MOVES: ReadonlySet<Verb> = new Set(['updateFile', 'draftForm']);

interface Trace {
  action: Action | undefined;
  moves: boolean;
}

/** The trace that a verb leaves in a room of the portal's own storage. */
export function traceOf(verb: Verb, facts: VersionFacts): Trace {
  if (verb === 'uploadByApi') {
    return { action: facts.logsApiUploads ? ACTIONS.upload : undefined, moves: true };
  }
  if (verb === 'changeOwner' && !facts.logsNewOwner) return { action: ACTIONS.invite, moves: true };
  const action = verb in ACTIONS ? ACTIONS[verb as LoggedVerb] : undefined;
  return { action, moves: action?.moves ?? UNLOGGED_MOVES.has(verb) };
}
