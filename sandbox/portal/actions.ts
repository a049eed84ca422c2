import type { LoggedVerb, Verb } from './types.ts';

/**
 * What each verb does to a room of the portal's own storage: whether it moves `updated`, and the action that
 * the log keeps for it. RoomCreateUser 5085 is from the reference; the other numbers only look like it, so
 * nothing may be concluded from them.
 */
export const ACTIONS: Record<LoggedVerb, { id: number; key: string; moves: boolean }> = {
  upload: { id: 5027, key: 'FileUploaded', moves: true },
  saveFile: { id: 5002, key: 'FileUpdated', moves: true },
  createFolder: { id: 5011, key: 'FolderCreated', moves: false },
  deleteFile: { id: 5018, key: 'FileDeleted', moves: false },
  moveOut: { id: 5016, key: 'FileMoved', moves: false },
  rename: { id: 5071, key: 'RoomRenamed', moves: true },
  editSettings: { id: 5093, key: 'RoomChangeSettings', moves: true },
  invite: { id: 5085, key: 'RoomCreateUser', moves: false },
  removeMember: { id: 5084, key: 'RoomRemoveUser', moves: false },
  changeRole: { id: 5075, key: 'RoomUpdateAccessForUser', moves: false },
  makeLink: { id: 5086, key: 'RoomExternalLinkCreated', moves: false },
  revokeLink: { id: 5087, key: 'RoomExternalLinkRevoked', moves: false },
  addTag: { id: 5076, key: 'AddedRoomTags', moves: false },
  changeOwner: { id: 5094, key: 'RoomChangeOwner', moves: false },
  openForm: { id: 5110, key: 'FormOpenedForFilling', moves: false },
  fillForm: { id: 5111, key: 'FormPartiallyFilled', moves: false },
  completeForm: { id: 5112, key: 'FormCompletelyFilled', moves: false },
  archive: { id: 5072, key: 'RoomArchived', moves: true },
  unarchive: { id: 5073, key: 'RoomUnarchived', moves: true },
  createRoom: { id: 5070, key: 'RoomCreated', moves: true },
};

/** Whether the verb is one that a room's log keeps. */
export function isLogged(verb: Verb): verb is LoggedVerb {
  return verb in ACTIONS;
}
