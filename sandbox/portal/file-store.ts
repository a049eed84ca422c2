import type { Account } from './accounts.ts';
import { traceOf } from './actions.ts';
import { findFile, folderPath, type Holder } from './folder-tree.ts';
import type { Verb, VerbDetails } from './room-seeds.ts';
import { RoomTable } from './room-table.ts';
import { insideId } from './seeds.ts';
import type { FolderNode, Room, RoomId } from './types.ts';
import { isThirdParty } from './types.ts';

/** What happens to the files and folders of rooms: each verb does what the portal does to `updated` and the log. */
export class FileStore extends RoomTable {
  /** A file is uploaded over the API, which some versions do not log. Returns its id. */
  uploadByApi(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#addFile('uploadByApi', roomId, by, at, details);
  }

  /** A file is uploaded into the room, or into `details.folderId`. Returns its id. */
  upload(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#addFile('upload', roomId, by, at, details);
  }

  /** A file is copied in from another room. Returns its id. */
  copyIn(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#addFile('copyIn', roomId, by, at, details);
  }

  /** A file is saved in the editor: `details.fileId`, or the first in the room, or a new one. Returns its id. */
  saveFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#changeFile('saveFile', roomId, by, at, details);
  }

  /** A file is saved by `PUT /files/{id}/update`, which leaves nothing in the log. Returns its id. */
  updateFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#changeFile('updateFile', roomId, by, at, details);
  }

  /** An older version of a file is restored. Returns its id. */
  restoreVersion(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    return this.#changeFile('restoreVersion', roomId, by, at, details);
  }

  /** A subfolder is made in the room, or in `details.folderId`. Returns its id. */
  createFolder(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    const room = this.need(roomId);
    const holder: Holder = folderPath(room, details.folderId).at(-1) ?? room;
    const title = details.title ?? 'Folder';
    const made = { title, created: at, updated: at, createdBy: by, updatedBy: by };
    const node: FolderNode = { id: insideId(room.id, this), ...made, files: [], folders: [] };
    holder.folders.push(node);
    if (holder === room && room.foldersCount !== undefined) room.foldersCount += 1;
    this.indexFolder(room, node);
    this.happened('createFolder', room, by, at, { folderId: details.folderId ?? room.id, ...details });
    return node.id;
  }

  /** A file goes to the trash: `details.fileId`, or the first in the room, or one that was only in the log. */
  deleteFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#takeFile('deleteFile', roomId, by, at, details);
  }

  /** A file is moved out of the room, chosen as in {@link deleteFile}. */
  moveOut(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#takeFile('moveOut', roomId, by, at, details);
  }

  /**
   * The portal deletes a file whose lifetime is over, in the name of the room's maker, or of the portal's owner if the
   * maker is disabled or deleted.
   */
  expireFile(roomId: RoomId, _by: Account, at: Date, details: VerbDetails = {}): void {
    const { createdBy } = this.need(roomId);
    const isActive = createdBy !== undefined && this.people.statusOf(createdBy) === 'active';
    this.#takeFile('expireFile', roomId, isActive ? createdBy : this.owner, at, details);
  }

  #addFile(
    verb: 'upload' | 'uploadByApi' | 'copyIn',
    roomId: RoomId,
    by: Account,
    at: Date,
    details: VerbDetails,
  ): RoomId {
    const room = this.need(roomId);
    const path = folderPath(room, details.folderId);
    const id = details.fileId ?? insideId(room.id, this);
    const title = details.title ?? 'Document.docx';
    const holder: Holder = path.at(-1) ?? room;
    holder.files.push({ id, title, created: at, updated: at, createdBy: by, updatedBy: by });
    if (path.length === 0 && room.filesCount !== undefined) room.filesCount += 1;
    this.happened(verb, room, by, at, { ...details, fileId: id, title }, path);
    return id;
  }

  #changeFile(
    verb: 'saveFile' | 'updateFile' | 'restoreVersion',
    roomId: RoomId,
    by: Account,
    at: Date,
    details: VerbDetails,
  ): RoomId {
    const room = this.need(roomId);
    const { holder, path, file } = findFile(room, details.fileId);
    if (file === undefined) return this.upload(roomId, by, at, details);
    holder.files[holder.files.indexOf(file)] = { ...file, updated: at, updatedBy: by };
    this.happened(verb, room, by, at, { title: file.title, ...details, fileId: file.id }, path);
    return file.id;
  }

  #takeFile(
    verb: 'deleteFile' | 'moveOut' | 'expireFile',
    roomId: RoomId,
    by: Account,
    at: Date,
    details: VerbDetails,
  ): void {
    const room = this.need(roomId);
    const { holder, file } = findFile(room, details.fileId);
    if (file !== undefined) {
      holder.files.splice(holder.files.indexOf(file), 1);
      if (holder === room && room.filesCount !== undefined) room.filesCount -= 1;
    }
    this.happened(verb, room, by, at, { title: file?.title ?? 'Document.docx', ...details });
  }

  /** Writes the log, and moves `updated` of the room and of the folders in `path`, as far as the verb does. */
  protected happened(
    verb: Verb,
    room: Room,
    by: Account,
    at: Date,
    details: VerbDetails,
    path: FolderNode[] = [],
  ): void {
    this.touch();
    // Third-party storage keeps no log, and its room's `updated` stays when the storage was connected.
    if (isThirdParty(room)) return;
    const { action, moves } = traceOf(verb, this.facts);
    if (action !== undefined) {
      const { id, key } = action;
      const data = details.data ?? eventData(verb, room, details);
      room.log.push({ id: this.nextId(), action: { id, key }, initiator: by, date: at, data });
    }
    if (moves) for (const folder of [room, ...path]) Object.assign(folder, { updated: at, updatedBy: by });
  }
}

/** `data` of an event, as recorded. The folder in it decides which events the portal groups. */
function eventData(verb: Verb, room: Room, details: VerbDetails): Record<string, unknown> {
  const { title, fileId, folderId = room.id, member, owner, tag } = details;
  const parent = { parentTitle: room.title, parentId: folderId, parentType: 19 };
  switch (verb) {
    case 'upload':
    case 'uploadByApi':
    case 'saveFile':
    case 'createFolder':
      return { title, ...parent, id: fileId };
    case 'copyIn':
      return { title, toFolderId: String(folderId), parentTitle: room.title, parentType: 19, id: fileId };
    case 'moveOut':
      return { title, toFolderId: '2', parentType: 19, id: fileId };
    case 'deleteFile':
    case 'expireFile':
      return { title, id: fileId };
    case 'invite':
    case 'changeRole':
    case 'removeMember':
      return { user: { id: member?.id, displayName: member?.displayName }, access: 'Room Manager' };
    case 'changeOwner':
      return { owner: { id: owner?.id, displayName: owner?.displayName } };
    case 'addTag':
      return { tags: [tag] };
    default:
      return { title: room.title, id: room.id };
  }
}
