import { NEVER, notBefore, portalDate } from './dates.ts';
import type { HistoryGroup } from './history.ts';
import { type Json, personJson, type View } from './people-json.ts';
import { entryJson, ROOTS, securityJson } from './room-json.ts';
import {
  type FileNode,
  type FolderNode,
  isThirdParty,
  type LogEntry,
  type Room,
  type RoomId,
} from './types.ts';

const SECURITY = securityJson(['Read', 'Create', 'Delete', 'Rename', 'Copy', 'Download', 'CopyLink']);

function nodeJson(node: FileNode, room: Room, view: View): Json {
  const root = ROOTS[room.rootFolderType]?.id ?? 1;
  const thirdParty = isThirdParty(room);
  // Third-party storage does not say when something was made.
  const created = thirdParty ? NEVER : node.created;
  return {
    id: node.id,
    rootFolderId: typeof room.id === 'string' ? String(root) : root,
    canShare: true,
    security: SECURITY,
    availableShareRights: {},
    title: node.title,
    ...entryJson(view),
    created: portalDate(created, view.offsetMinutes),
    createdBy: personJson(node.createdBy, view),
    updated: portalDate(notBefore(node.updated, created), view.offsetMinutes),
    rootFolderType: room.rootFolderType,
    parentRoomType: 19,
    updatedBy: personJson(node.updatedBy, view),
    providerItem: thirdParty ? true : undefined,
    providerKey: room.providerKey,
    providerId: room.providerId,
  };
}

/** A file of a room's contents. */
export function fileJson(file: FileNode, folderId: RoomId, room: Room, view: View): Json {
  return {
    folderId,
    version: 1,
    versionGroup: 1,
    contentLength: '6.92 KB',
    pureContentLength: 7084,
    fileStatus: 0,
    mute: false,
    fileType: 7,
    fileExst: '.docx',
    fileEntryType: 2,
    ...nodeJson(file, room, view),
  };
}

/** A subfolder of a room's contents. */
export function folderJson(folder: FolderNode, parentId: RoomId, room: Room, view: View): Json {
  const { files, folders } = folder;
  return {
    parentId,
    filesCount: files.length,
    foldersCount: folders.length,
    new: 0,
    mute: false,
    pinned: false,
    private: false,
    indexing: false,
    denyDownload: false,
    fileEntryType: 1,
    ...nodeJson(folder, room, view),
  };
}

function eventJson(event: LogEntry, view: View): Json {
  return {
    id: view.facts.hasEventIds ? event.id : undefined,
    action: event.action,
    initiator: personJson(event.initiator, view),
    date: portalDate(event.date, view.offsetMinutes),
    data: event.data,
  };
}

/** An entry of a room's history. Events in `related` have no `related` of their own. */
export function historyJson({ first, related }: HistoryGroup, view: View): Json {
  return { ...eventJson(first, view), related: related.map((event) => eventJson(event, view)) };
}
