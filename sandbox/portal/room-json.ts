import { REMOVED_ACCOUNT } from './accounts.ts';
import { notBefore, portalDate } from './dates.ts';
import { type Json, personJson, type View } from './people-json.ts';
import { isInRoom, isMaker, isPinned, mayArchive, mayEdit, seesAll } from './rights.ts';
import { ACTIVE, AGENTS, ARCHIVE, isThirdParty, type Room, TEMPLATES } from './types.ts';

/** The folders at the top of the portal, in which rooms live, by `rootFolderType`. */
export const ROOTS: Readonly<Record<number, { id: number; title: string }>> = {
  [ACTIVE]: { id: 1, title: 'Rooms' },
  [ARCHIVE]: { id: 13, title: 'Archive' },
  [TEMPLATES]: { id: 3, title: 'Templates' },
  [AGENTS]: { id: 182, title: 'AI agents' },
};

/** The rights that an account may have in a room, in the portal's order. */
const SECURITY = [
  ...['Read', 'Create', 'Delete', 'EditRoom', 'Rename', 'CopyTo', 'Copy', 'MoveTo', 'Move', 'Pin', 'Mute'],
  ...['EditAccess', 'Duplicate', 'Download', 'CopySharedLink', 'Reconnect', 'CreateRoomFrom', 'CopyLink'],
  ...['Embed', 'ChangeOwner', 'IndexExport', 'UseChat', 'UpdateXlsx', 'AnalyzeResponses'],
] as const;
const READER: readonly string[] = ['Read', 'Copy', 'Pin', 'Mute', 'Duplicate', 'Download', 'CopyLink'];
const ADMIN: readonly string[] = [...READER, 'ChangeOwner'];
const EDITOR: readonly string[] = [
  ...[...READER, 'Create', 'Delete', 'EditRoom', 'Rename', 'CopyTo', 'MoveTo', 'EditAccess'],
  ...['CopySharedLink', 'ChangeOwner'],
];
const SHARE_RIGHTS = ['Editing', 'Review', 'Comment', 'Read', 'None'];

/** The rights in `security` that are true. */
export function securityJson(rights: readonly string[]): Json {
  return Object.fromEntries(SECURITY.map((right) => [right, rights.includes(right)]));
}

/** `security` of a room, by what the account may do: shared by all rooms, which keeps large portals small. */
const RIGHTS_JSON = new Map(
  [READER, ADMIN, EDITOR].map((rights) => [
    rights,
    { still: securityJson(rights), movable: securityJson([...rights, 'Move']) },
  ]),
);

function rightsJson(room: Room, { key }: View): Json | undefined {
  const rights = mayEdit(key, room) ? EDITOR : seesAll(key) ? ADMIN : READER;
  return RIGHTS_JSON.get(rights)?.[mayArchive(key, room) ? 'movable' : 'still'];
}

/** Members that every entry of a list has: rooms, folders, files and the folder that is listed. */
export function entryJson({ facts }: View): Json {
  const { sharedExternal, sharedForUser } = facts.room;
  return {
    access: 0,
    shared: false,
    sharedForUser: sharedForUser ? false : undefined,
    sharedExternal: sharedExternal ? false : undefined,
    parentShared: false,
    shortWebUrl: '',
  };
}

/** When the newest entry at the top of a room changed; `updated` of the room on third-party storage. */
function storageDate(room: Room): Date | null {
  const dates = [...room.files, ...room.folders].map(({ updated }) => +updated);
  return dates.length === 0 ? room.updated : new Date(Math.max(...dates));
}

function idIn(room: Room, id: number): number | string {
  return typeof room.id === 'string' ? String(id) : id;
}

/** Whether an account that may not edit the room is told its size. */
function showsSpace({ rootFolderType }: Room, { key, facts }: View): boolean {
  return facts.room.usedSpace === 'always' || (rootFolderType === ARCHIVE && seesAll(key));
}

/** Whom the account has the room from, which administrators are only told in a list. `ownedBy` is the portal's owner. */
function originJson(room: Room, view: View, place: 'list' | 'alone'): Json {
  const isTold = seesAll(view.key) ? place === 'list' : !isMaker(view.key, room);
  if (!isTold) return {};
  return {
    sharedBy: personJson(REMOVED_ACCOUNT, view),
    ownedBy: view.facts.room.ownedBy ? personJson(view.owner, view) : undefined,
  };
}

function sharingJson(room: Room, { facts }: View): Json {
  const managers = room.managers === 'admins' ? 0 : room.managers.size;
  const { sharedExternal, sharedForUser } = facts.room;
  return {
    shared: room.shared,
    sharedExternal: sharedExternal ? room.shared && !room.isLinkInternal : undefined,
    sharedForUser: sharedForUser ? room.members.size + managers > 0 : undefined,
  };
}

/**
 * A room's JSON. JSON.stringify leaves out members that are `undefined` here, as the portal leaves out null.
 *
 * @param place `list`: in a list of rooms. `alone`: by its own call or as the folder of a page of contents; only here
 *   a room on third-party storage has the date of its storage
 */
export function roomJson(room: Room, view: View, place: 'list' | 'alone'): Json {
  const thirdParty = isThirdParty(room);
  const root = idIn(room, ROOTS[room.rootFolderType]?.id ?? 1);
  const isEditor = mayEdit(view.key, room);
  const updated = thirdParty && place === 'alone' ? storageDate(room) : room.updated;
  const date = (value: Date | null): string | undefined =>
    value === null ? undefined : portalDate(value, view.offsetMinutes);
  return {
    parentId: root,
    filesCount: room.filesCount,
    foldersCount: room.foldersCount,
    new: 0,
    mute: room.mute,
    tags: room.tags,
    logo: { original: '', large: '', medium: '', small: '', color: '61C059' },
    pinned: isPinned(view.key, room),
    roomType: room.roomType,
    private: room.private,
    indexing: false,
    denyDownload: false,
    lifetime: room.lifetime,
    inRoom: isInRoom(view.key, room),
    quotaLimit: room.quotaLimit,
    isCustomQuota: room.quotaLimit === undefined ? undefined : true,
    usedSpace: isEditor || showsSpace(room, view) ? room.usedSpace : undefined,
    fileEntryType: 1,
    id: room.id,
    rootFolderId: root,
    canShare: isEditor && room.rootFolderType === ACTIVE,
    security: rightsJson(room, view),
    availableShareRights: { ExternalLink: SHARE_RIGHTS, PrimaryExternalLink: SHARE_RIGHTS },
    title: room.title,
    ...originJson(room, view, place),
    ...entryJson(view),
    ...sharingJson(room, view),
    created: date(room.created),
    createdBy: personJson(room.createdBy, view),
    updated: date(updated === null ? null : notBefore(updated, room.created)),
    rootFolderType: room.rootFolderType,
    ...(place === 'list' ? { parentRoomType: ACTIVE } : { isFavorite: false }),
    updatedBy: personJson(room.updatedBy, view),
    providerItem: thirdParty ? true : undefined,
    providerKey: room.providerKey,
    providerId: room.providerId,
    ...room.raw,
  };
}

/** The folder above the rooms: `current` of a list of rooms, and part of every archiving operation. */
export function rootJson(rootFolderType: number, view: View): Json {
  const { id, title } = ROOTS[rootFolderType] ?? { id: 1, title: 'Rooms' };
  const made = portalDate(new Date('2022-07-08T00:00:00Z'), view.offsetMinutes);
  return {
    parentId: 0,
    filesCount: 0,
    foldersCount: 0,
    new: 0,
    mute: false,
    pinned: false,
    private: false,
    indexing: false,
    denyDownload: false,
    fileEntryType: 1,
    id,
    rootFolderId: id,
    canShare: false,
    security: securityJson(['Read', 'MoveTo']),
    availableShareRights: {},
    title,
    ...entryJson(view),
    created: made,
    createdBy: personJson(view.owner, view),
    updated: made,
    rootFolderType,
    parentRoomType: rootFolderType,
    updatedBy: personJson(view.owner, view),
  };
}
