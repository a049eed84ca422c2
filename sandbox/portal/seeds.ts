import { type Account, SEED_OWNER } from './accounts.ts';
import { ACTIONS } from './actions.ts';
import { NEVER, seedDate } from './dates.ts';
import type { EventSeed, FileSeed, FolderSeed, RoomSeed } from './room-seeds.ts';
import type { Room, RoomId } from './types.ts';
import { ACTIVE, AI_ROOM, type FileNode, type FolderNode, isThirdParty, type LogEntry } from './types.ts';

/** Types of rooms that always have a public link: form filling and public. */
const PUBLIC_TYPES: readonly number[] = [1, 6];

/** The clock of the store, and its unused numbers. */
export interface Numbering {
  now(): Date;
  nextId(): number;
}

/** An id for something inside a room: text in third-party storage, a number elsewhere. */
export function insideId(roomId: RoomId, numbering: Numbering): RoomId {
  const number = numbering.nextId();
  return typeof roomId === 'string' ? `${roomId}-${number}` : number;
}

function buildFile(seed: FileSeed, roomId: RoomId, owner: Account, numbering: Numbering): FileNode {
  const updated = seedDate(seed.updated, numbering.now()) as Date;
  const by = seed.createdBy ?? owner;
  return {
    id: seed.id ?? insideId(roomId, numbering),
    title: seed.title ?? 'Document.docx',
    created: seedDate(seed.created, updated) as Date,
    updated,
    createdBy: by,
    updatedBy: seed.updatedBy ?? by,
  };
}

function buildFolder(seed: FolderSeed, roomId: RoomId, owner: Account, numbering: Numbering): FolderNode {
  return {
    ...buildFile({ title: 'Folder', ...seed }, roomId, owner, numbering),
    files: (seed.files ?? []).map((file) => buildFile(file, roomId, owner, numbering)),
    folders: (seed.folders ?? []).map((folder) => buildFolder(folder, roomId, owner, numbering)),
  };
}

/** The making of the room and, if it was changed later, an upload. */
function usualLog(room: Room): EventSeed[] {
  const real = (date: Date | null): date is Date => date !== null && date !== NEVER;
  const first = real(room.created) ? room.created : room.updated;
  if (!real(first)) return [];
  const made: EventSeed = { verb: room.roomType === AI_ROOM ? 'createAgent' : 'createRoom', at: first };
  if (!real(room.updated) || room.updated <= first) return [made];
  return [made, { verb: 'upload', at: room.updated }];
}

function buildLog(seed: RoomSeed, room: Room, owner: Account, numbering: Numbering): LogEntry[] {
  // The portal keeps no history of third-party storage.
  if (isThirdParty(room)) return [];
  return (seed.log ?? usualLog(room)).map((event) => {
    const { id, key } = 'verb' in event ? ACTIONS[event.verb] : event.action;
    return {
      id: event.id ?? numbering.nextId(),
      action: { id, key },
      initiator: event.by ?? owner,
      date: seedDate(event.at, numbering.now()) as Date,
      data: event.data ?? {},
    };
  });
}

/** The members of a room that are plain values. */
function plainMembers(seed: RoomSeed, id: RoomId) {
  const isText = typeof id === 'string';
  return {
    title: seed.title ?? `Room ${id}`,
    roomType: 'roomType' in seed ? seed.roomType : 2,
    rootFolderType: seed.rootFolderType ?? ACTIVE,
    pinned: seed.pinned ?? false,
    mute: seed.mute ?? false,
    private: seed.private ?? false,
    shared: seed.shared ?? PUBLIC_TYPES.includes(seed.roomType ?? 0),
    isLinkInternal: seed.isLinkInternal ?? false,
    isLinkDead: seed.isLinkDead ?? false,
    lifetime: seed.lifetime,
    usedSpace: seed.usedSpace,
    quotaLimit: seed.quotaLimit,
    providerKey: seed.providerKey ?? (isText ? 'GoogleDrive' : undefined),
    providerId: seed.providerId ?? (isText ? 1 : undefined),
    storage: seed.storage ?? 'ok',
    raw: seed.raw,
  };
}

/** A room as its seed describes it. */
export function buildRoom(seed: RoomSeed, numbering: Numbering): Room {
  const now = numbering.now();
  const id = seed.id ?? numbering.nextId();
  const owner = seed.createdBy ?? SEED_OWNER;
  const created = seedDate(seed.created, seedDate(seed.updated, now) ?? now);
  const files = (seed.files ?? []).map((file) => buildFile(file, id, owner, numbering));
  const folders = (seed.folders ?? []).map((folder) => buildFolder(folder, id, owner, numbering));
  const room: Room = {
    id,
    ...plainMembers(seed, id),
    created,
    updated: seedDate(seed.updated, created ?? now),
    createdBy: 'createdBy' in seed ? seed.createdBy : owner,
    updatedBy: 'updatedBy' in seed ? seed.updatedBy : owner,
    tags: [...(seed.tags ?? [])],
    pinnedBy: new Set(seed.pinnedBy),
    filesCount: 'filesCount' in seed ? seed.filesCount : files.length,
    foldersCount: 'foldersCount' in seed ? seed.foldersCount : folders.length,
    members: new Set(seed.members),
    managers: seed.managers === undefined ? 'admins' : new Set(seed.managers),
    files,
    folders,
    log: [],
  };
  room.log = buildLog(seed, room, owner, numbering);
  return room;
}
