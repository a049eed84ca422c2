import type { FileNode, FolderNode, Room, RoomId } from './types.ts';

/** What holds files and folders: a room, or a folder in it. */
export interface Holder {
  files: FileNode[];
  folders: FolderNode[];
}

/** The folders from the room's top down to the one that `found` accepts; empty where there is none. */
function pathTo(folders: FolderNode[], found: (folder: FolderNode) => boolean): FolderNode[] {
  for (const folder of folders) {
    if (found(folder)) return [folder];
    const below = pathTo(folder.folders, found);
    if (below.length > 0) return [folder, ...below];
  }
  return [];
}

/** The folders down to `folderId`, none for the room itself; throws a RangeError where it has no such folder. */
export function folderPath(room: Room, folderId: RoomId | undefined): FolderNode[] {
  if (folderId === undefined || folderId === room.id) return [];
  const path = pathTo(room.folders, (folder) => folder.id === folderId);
  if (path.length === 0) throw new RangeError(`Room ${String(room.id)} has no folder ${String(folderId)}`);
  return path;
}

/**
 * The file `fileId`, or without an id the first in the room, with what holds it and the folders above it. Throws
 * a RangeError where the room has no file of that id.
 */
export function findFile(
  room: Room,
  fileId: RoomId | undefined,
): { holder: Holder; path: FolderNode[]; file?: FileNode } {
  const wanted = (file: FileNode): boolean => fileId === undefined || file.id === fileId;
  const top = room.files.find(wanted);
  if (top !== undefined) return { holder: room, path: [], file: top };
  const path = pathTo(room.folders, (folder) => folder.files.some(wanted));
  const holder = path.at(-1);
  const file = holder?.files.find(wanted);
  if (holder !== undefined && file !== undefined) return { holder, path, file };
  if (fileId === undefined) return { holder: room, path: [] };
  throw new RangeError(`Room ${String(room.id)} has no file ${String(fileId)}`);
}
