/** A quota was reached: nothing was saved. */
const NOT_SAVED = /NotSaved/;

/**
 * Words for the events of a room's history, by their keys. The keys were recorded from DocSpace 3.6.1 to 3.8.0, or read
 * in its source; others are recognized by how they begin.
 */
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/^RoomCreateUser$|^RoomInvite|^RoomGroupAdded$/, 'members invited'],
  [/^Room(RemoveUser|GroupRemove)/, 'members removed'],
  [/UpdateAccess/, 'roles changed'],
  [/Form.*Complete/, 'form completed'],
  [/Form.*Opened/, 'form opened for filling'],
  [/Form.*Fill|^Form(Started|Submit)/, 'form filled'],
  [/^FormStopped$/, 'form filling stopped'],
  [/ExternalLink/, 'links changed'],
  [/RoomTags/, 'tags changed'],
  [/ChangeOwner/, 'owner changed'],
  [/^(Room|Agent)Created$|^RoomCopied$/, 'room created'],
  [/^(Room|Agent)Renamed$/, 'room renamed'],
  [/^Room(Unarchived|Archived)$/, 'archived or restored'],
  [/^Room/, 'room settings changed'],
  [/^File(Uploaded|Created)/, 'file added'],
  [/^FileCopied/, 'file copied'],
  [/^File(Deleted|MovedToTrash)/, 'file deleted'],
  [/^FileMoved/, 'file moved'],
  [NOT_SAVED, 'file not saved'],
  [/^(User)?File/, 'file changed'],
  [/^FolderCreated$/, 'folder created'],
  [/^Folder(Deleted|MovedToTrash)/, 'folder deleted'],
  [/^FolderMoved/, 'folder moved'],
  [/^FolderCopied/, 'folder copied'],
  [/^Folder/, 'folder changed'],
];

/**
 * Describes an event in a few words. The key itself is never shown: it is text from the portal, and the words also
 * stand in redacted reports.
 */
export function describeEvent(key: string | null): string {
  return LABELS.find(([pattern]) => key !== null && pattern.test(key))?.[1] ?? 'other activity';
}

/** Whether an event is the creation of the room. */
export function isRoomCreation(key: string | null): boolean {
  return key === 'RoomCreated' || key === 'AgentCreated' || key === 'RoomCopied';
}

/**
 * Whether an event proves that the service runs which writes all other events of a history: the portal writes the
 * creation of a room and these itself.
 */
export function provesThatHistoryIsWritten(key: string | null): boolean {
  return !isRoomCreation(key) && key !== 'RoomRemoveUser' && key !== 'FormOpenedForFilling';
}

/** Whether nothing happened in the room: a file that could not be saved. */
export function isNoActivity(key: string | null): boolean {
  return key !== null && NOT_SAVED.test(key);
}

/** Whether an event is a new owner of the room. */
export function isOwnerChange(key: string | null): boolean {
  return key !== null && /ChangeOwner/.test(key);
}

/** Whether an event is the deletion of files or folders, as the portal does by itself in rooms with a lifetime. */
export function isDeletion(key: string | null): boolean {
  return key !== null && /^(File|Folder)(Deleted|MovedToTrash)/.test(key);
}
