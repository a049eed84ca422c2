import { type Activity, type ActivityRules, countedListing } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { type HistoryEvent, oldestOf } from './history-page.ts';

/** What the events of a history are called, which of them are use of the room, and what they prove. Pure. */

/** A quota was reached: nothing was saved, and nothing happened in the room. */
const NOT_SAVED = /NotSaved/;
const OWNER_CHANGE = /ChangeOwner/;
const CREATION = /^(Room|Agent)Created$|^RoomCopied$/;
/** The portal does this by itself in rooms with a lifetime. */
const DELETION = /^(File|Folder)(Deleted|MovedToTrash)/;
/** These and the creation are written by the portal itself, all other events of a history by another service. */
const BY_THE_PORTAL = /^(RoomRemoveUser|FormOpenedForFilling)$/;

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
  [OWNER_CHANGE, 'owner changed'],
  [CREATION, 'room created'],
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
/** The portal writes the date of a new room and its first event within this time. */
const CREATION_TAKES_MS = 60 * 60_000;
/** The portal writes the date of the list and the event of a new owner within this time. */
const OWNER_CHANGE_TAKES_MS = 60_000;

/**
 * Describes an event in a few words. The key itself is never shown: it is text from the portal, and the words also
 * stand in redacted reports.
 */
export function describeEvent(key: string): string {
  return LABELS.find(([pattern]) => pattern.test(key))?.[1] ?? 'other activity';
}

/** The events that are use of the room, by somebody whose activity counts. */
export function countingEvents(
  events: readonly HistoryEvent[],
  room: Room,
  rules: ActivityRules,
): readonly HistoryEvent[] {
  const owners = ownerChanges(events, room);
  return events.filter(
    (one) =>
      !rules.isIgnored(one.by) &&
      !NOT_SAVED.test(one.action) &&
      !isByMaker(one, room) &&
      !isMaybeAutomatic(one, room, rules) &&
      !owners.some((change) => isSameChange(one, change)),
  );
}

/**
 * The date of the list, unless it is that of a new owner. A new owner is not use: an administrator takes over the rooms
 * of an account that is demoted.
 */
export function listingBeside(events: readonly HistoryEvent[], room: Room, rules: ActivityRules): Activity {
  const isMoved = ownerChanges(events, room).some(
    ({ at }) =>
      at !== null &&
      room.lastUpdated !== null &&
      Math.abs(at.getTime() - room.lastUpdated.getTime()) <= OWNER_CHANGE_TAKES_MS,
  );
  return countedListing(isMoved ? { ...room, lastUpdated: room.created, updatedBy: null } : room, rules);
}

/** The events that give the room a new owner; in DocSpace 3.6.1 an invitation of the present owner without rights. */
function ownerChanges(events: readonly HistoryEvent[], { owner }: Room): readonly HistoryEvent[] {
  return events.filter(
    ({ action, invitedWithoutRights }) =>
      OWNER_CHANGE.test(action) || (invitedWithoutRights !== null && invitedWithoutRights === owner?.id),
  );
}

/** Whether an event belongs to a new owner: DocSpace 3.6.1 invites the former one in the same second. */
function isSameChange(one: HistoryEvent, change: HistoryEvent): boolean {
  return (
    one.action === change.action && one.by?.id === change.by?.id && one.at?.getTime() === change.at?.getTime()
  );
}

/** In a room with a lifetime for files, the portal deletes old ones in the name of the room's maker. */
function isByMaker({ action, by }: HistoryEvent, { hasLifetime, owner }: Room): boolean {
  return hasLifetime && DELETION.test(action) && by !== null && by.id !== null && by.id === owner?.id;
}

/**
 * If the account of the maker is disabled or deleted, the portal deletes them in the name of its own owner, and nobody
 * tells who that is. So deletions by others make no room active; those before the threshold could not anyway.
 */
function isMaybeAutomatic(
  { action, at }: HistoryEvent,
  { hasLifetime }: Room,
  rules: ActivityRules,
): boolean {
  return hasLifetime && DELETION.test(action) && (at === null || at > rules.threshold);
}

/** Whether the room looks inactive only because deletions do not count that somebody may have made. */
export function mayBeAutomatic(events: readonly HistoryEvent[], room: Room, rules: ActivityRules): boolean {
  return events.some(
    (one) => isMaybeAutomatic(one, room, rules) && !isByMaker(one, room) && !rules.isIgnored(one.by),
  );
}

/**
 * Whether a verdict can rest on these events. Nearly all events but the creation are written by another service: if
 * that does not run, or if the audit log was cleared, nothing newer is in the history, although the list has a later
 * change.
 */
export function isEvidence(events: readonly HistoryEvent[], room: Room): boolean {
  if (events.some(({ action }) => !CREATION.test(action) && !BY_THE_PORTAL.test(action))) return true;
  const made = oldestOf(events);
  if (made === null || room.hasUnreadableDate) return false;
  return room.lastUpdated === null || room.lastUpdated.getTime() - made.getTime() <= CREATION_TAKES_MS;
}
