/**
 * Words for the events of a room's history, by their keys. The keys were recorded from DocSpace 3.7.2; others are
 * recognized by how they begin.
 */
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/^RoomCreateUser$|^RoomInvite|^RoomGroupAdded$/, 'members invited'],
  [/^RoomRemoveUser$/, 'members removed'],
  [/UpdateAccess/, 'roles changed'],
  [/Form.*Complete/, 'form completed'],
  [/Form.*Opened/, 'form opened for filling'],
  [/Form.*Fill|^Form(Started|Submit)/, 'form filled'],
  [/^FormStopped$/, 'form filling stopped'],
  [/ExternalLink/, 'links changed'],
  [/RoomTags/, 'tags changed'],
  [/ChangeOwner/, 'owner changed'],
  [/^(Room|Agent)Created$/, 'room created'],
  [/^RoomRenamed$/, 'room renamed'],
  [/^Room(Unarchived|Archived)$/, 'archived or restored'],
  [/^Room/, 'room settings changed'],
  [/^File(Uploaded|Created)/, 'file added'],
  [/^FileCopied/, 'file copied'],
  [/^File(Deleted|MovedToTrash)/, 'file deleted'],
  [/^FileMoved/, 'file moved'],
  [/^(User)?File/, 'file changed'],
  [/^FolderCreated$/, 'folder created'],
  [/^Folder(Deleted|MovedToTrash)/, 'folder deleted'],
  [/^FolderMoved/, 'folder moved'],
  [/^Folder/, 'folder changed'],
];

/**
 * Describes an event in a few words. The key itself is never shown: it is text from the portal, and the words also
 * stand in redacted reports.
 */
export function describeEvent(key: string | null): string {
  return LABELS.find(([pattern]) => key !== null && pattern.test(key))?.[1] ?? 'other activity';
}

/** Whether an event is the creation of the room: the portal writes these itself, all others come from another service. */
export function isRoomCreation(key: string | null): boolean {
  return key === 'RoomCreated' || key === 'AgentCreated';
}

/** Whether an event is the deletion of files or folders, as the portal does by itself in rooms with a lifetime. */
export function isDeletion(key: string | null): boolean {
  return key !== null && /^(File|Folder)(Deleted|MovedToTrash)/.test(key);
}
