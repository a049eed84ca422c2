import { ACTIONS } from './actions.ts';
import { NEVER, seedDate } from './dates.ts';
import type {
  Account,
  FileNode,
  FileSeed,
  FolderNode,
  FolderSeed,
  LogEntry,
  Room,
  RoomId,
  RoomSeed,
} from './types.ts';
import { ACTIVE, isThirdParty } from './types.ts';

/** Owner of what was seeded without one. */
export const SEED_OWNER: Account = { id: '66faa6e4-0000-4000-8000-000000000001', displayName: 'Room Owner' };

/** What a seed needs from the store: its clock, and numbers that nothing else has. */
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
    updatedBy: by,
  };
}

function buildFolder(seed: FolderSeed, roomId: RoomId, owner: Account, numbering: Numbering): FolderNode {
  return {
    ...buildFile({ title: 'Folder', ...seed }, roomId, owner, numbering),
    files: (seed.files ?? []).map((file) => buildFile(file, roomId, owner, numbering)),
    folders: (seed.folders ?? []).map((folder) => buildFolder(folder, roomId, owner, numbering)),
  };
}

function buildLog(seed: RoomSeed, room: Room, owner: Account, numbering: Numbering): LogEntry[] {
  // The portal keeps no history of third-party storage.
  if (isThirdParty(room)) return [];
  const real = (date: Date | null): date is Date => date !== null && date !== NEVER;
  const first = real(room.created) ? room.created : room.updated;
  const default_: NonNullable<RoomSeed['log']> = [];
  if (real(first)) default_.push({ verb: 'createRoom', at: first });
  if (real(first) && real(room.updated) && room.updated > first) {
    default_.push({ verb: 'upload', at: room.updated });
  }
  return (seed.log ?? default_).map(({ verb, at, by }) => ({
    id: numbering.nextId(),
    action: { id: ACTIONS[verb].id, key: ACTIONS[verb].key },
    initiator: by ?? owner,
    date: seedDate(at, numbering.now()) as Date,
    data: {},
    related: [],
  }));
}

/** A whole room from what a seed says of it. */
export function buildRoom(seed: RoomSeed, numbering: Numbering): Room {
  const now = numbering.now();
  const id = seed.id ?? numbering.nextId();
  const owner = seed.createdBy ?? SEED_OWNER;
  const created = seedDate(seed.created, seedDate(seed.updated, now) ?? now);
  const files = (seed.files ?? []).map((file) => buildFile(file, id, owner, numbering));
  const folders = (seed.folders ?? []).map((folder) => buildFolder(folder, id, owner, numbering));
  const room: Room = {
    id,
    title: seed.title ?? `Room ${id}`,
    roomType: 'roomType' in seed ? seed.roomType : 2,
    created,
    updated: seedDate(seed.updated, created ?? now),
    createdBy: 'createdBy' in seed ? seed.createdBy : owner,
    updatedBy: 'updatedBy' in seed ? seed.updatedBy : owner,
    rootFolderType: seed.rootFolderType ?? ACTIVE,
    tags: [...(seed.tags ?? [])],
    pinned: seed.pinned ?? false,
    mute: seed.mute ?? false,
    private: seed.private ?? false,
    shared: seed.shared ?? false,
    external: seed.external ?? false,
    usedSpace: seed.usedSpace,
    quotaLimit: seed.quotaLimit,
    filesCount: 'filesCount' in seed ? seed.filesCount : files.length,
    foldersCount: 'foldersCount' in seed ? seed.foldersCount : folders.length,
    providerKey: seed.providerKey ?? (typeof id === 'string' ? 'GoogleDrive' : undefined),
    providerId: seed.providerId ?? (typeof id === 'string' ? 1 : undefined),
    storage: seed.storage ?? 'ok',
    members: new Set(seed.members),
    files,
    folders,
    log: [],
    raw: seed.raw,
  };
  room.log = buildLog(seed, room, owner, numbering);
  return room;
}
