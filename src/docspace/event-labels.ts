/** What the actions of a room's log are called in a report, by what their keys begin with or contain. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^RoomCreateUser$|^RoomInvite/, 'members invited'],
  [/^RoomRemoveUser$/, 'members removed'],
  [/UpdateAccess/, 'roles changed'],
  [/Form.*Complete/, 'form completed'],
  [/Form.*Opened/, 'form opened for filling'],
  [/Form.*Fill|^FormStarted/, 'form filled'],
  [/ExternalLink/, 'links changed'],
  [/RoomTags/, 'tags changed'],
  [/ChangeOwner/, 'owner changed'],
  [/^RoomCreated$/, 'room created'],
  [/^RoomRenamed$/, 'room renamed'],
  [/^Room(Unarchived|Archived)$/, 'archived or restored'],
  [/^Room/, 'room settings changed'],
  [/^File(Uploaded|Created)/, 'file added'],
  [/^File(Deleted|Moved)/, 'file removed'],
  [/^File/, 'file changed'],
  [/^FolderCreated$/, 'folder created'],
  [/^Folder(Deleted|Moved)/, 'folder removed'],
  [/^Folder/, 'folder changed'],
];

/**
 * A few words for an action of the log. The key itself is not shown: it comes from the portal, and the words have to
 * hold where a report is redacted.
 */
export function describeAction(key: string | null): string {
  return WORDS.find(([pattern]) => key !== null && pattern.test(key))?.[1] ?? 'other activity';
}
