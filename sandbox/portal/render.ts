import { notBefore, portalDate } from './dates.ts';
import {
  type Account,
  type FileNode,
  type FolderNode,
  isThirdParty,
  type LogEntry,
  type Room,
} from './types.ts';

type Json = Record<string, unknown>;

function person(account: Account | undefined): Json | undefined {
  if (account === undefined) return undefined;
  return {
    avatar: '/static/images/default_user_photo_size_82-82.png',
    avatarSmall: '/static/images/default_user_photo_size_32-32.png',
    hasAvatar: false,
    id: account.id,
    displayName: account.displayName,
    ...(account.isAnonim ? { isAnonim: true } : {}),
  };
}

/** A room's JSON. Members that are `undefined` here are left out by JSON.stringify, as the portal leaves out null. */
export function roomJson(room: Room, offsetMinutes: number): Json {
  const thirdParty = isThirdParty(room);
  const date = (value: Date | null): string | undefined =>
    value === null ? undefined : portalDate(value, offsetMinutes);
  return {
    id: room.id,
    parentId: thirdParty ? `${String(room.id).split('-')[0]}-0` : 2,
    rootFolderId: 2,
    title: room.title,
    access: 0,
    created: date(room.created),
    updated: date(room.updated === null ? null : notBefore(room.updated, room.created)),
    createdBy: person(room.createdBy),
    updatedBy: person(room.updatedBy),
    rootFolderType: room.rootFolderType,
    roomType: room.roomType,
    tags: room.tags,
    logo: { original: '', large: '', medium: '', small: '', color: '61C059' },
    pinned: room.pinned,
    mute: room.mute,
    new: 0,
    inRoom: true,
    private: room.private,
    indexing: false,
    denyDownload: false,
    shared: room.shared,
    external: room.external,
    usedSpace: room.usedSpace,
    quotaLimit: room.quotaLimit,
    isCustomQuota: room.quotaLimit === undefined ? undefined : true,
    filesCount: room.filesCount,
    foldersCount: room.foldersCount,
    providerItem: thirdParty ? true : undefined,
    providerKey: room.providerKey,
    providerId: room.providerId,
    security: { Read: true, Create: true, Rename: true, EditRoom: true, EditAccess: true, Archive: true },
    ...room.raw,
  };
}

function nodeJson(node: FileNode, offsetMinutes: number): Json {
  return {
    id: node.id,
    title: node.title,
    access: 0,
    created: portalDate(node.created, offsetMinutes),
    updated: portalDate(notBefore(node.updated, node.created), offsetMinutes),
    createdBy: person(node.createdBy),
    updatedBy: person(node.updatedBy),
  };
}

/** A file of a room's contents. */
export function fileJson(file: FileNode, folderId: number | string, offsetMinutes: number): Json {
  return {
    ...nodeJson(file, offsetMinutes),
    folderId,
    version: 1,
    pureContentLength: 7084,
    fileExst: '.docx',
  };
}

/** A subfolder of a room's contents. */
export function folderJson(folder: FolderNode, parentId: number | string, offsetMinutes: number): Json {
  const { files, folders } = folder;
  return {
    ...nodeJson(folder, offsetMinutes),
    parentId,
    filesCount: files.length,
    foldersCount: folders.length,
  };
}

/** An entry of a room's history. */
export function logJson(entry: LogEntry, offsetMinutes: number): Json {
  return {
    id: entry.id,
    action: entry.action,
    initiator: person(entry.initiator),
    date: portalDate(entry.date, offsetMinutes),
    data: entry.data,
    related: entry.related,
  };
}
