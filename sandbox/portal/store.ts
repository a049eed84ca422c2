import { ACTIONS, isLogged } from './actions.ts';
import { findFile, folderPath, type Holder } from './inside.ts';
import { insideId } from './seeds.ts';
import { RoomShelf } from './shelf.ts';
import type { Account, FolderNode, Room, RoomId, RoomSeed, Verb, VerbDetails } from './types.ts';
import { ACTIVE, ARCHIVE, isThirdParty } from './types.ts';

/** The rooms, and all that can happen in them: each verb does what the portal does to `updated` and the log. */
export class RoomStore extends RoomShelf {
  /** A file is uploaded into the room, or into `details.folderId`. Returns its id. */
  upload(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    const room = this.need(roomId);
    const path = folderPath(room, details.folderId);
    const id = details.fileId ?? insideId(room.id, this);
    const title = details.title ?? 'Document.docx';
    const holder: Holder = path.at(-1) ?? room;
    holder.files.push({ id, title, created: at, updated: at, createdBy: by, updatedBy: by });
    if (path.length === 0 && room.filesCount !== undefined) room.filesCount += 1;
    this.#happened('upload', room, by, at, details, path);
    return id;
  }

  /** A file is saved: `details.fileId`, or the first in the room, or a new one. Returns its id. */
  saveFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    const room = this.need(roomId);
    const { holder, path, file } = findFile(room, details.fileId);
    if (file === undefined) return this.upload(roomId, by, at, details);
    holder.files[holder.files.indexOf(file)] = { ...file, updated: at, updatedBy: by };
    this.#happened('saveFile', room, by, at, details, path);
    return file.id;
  }

  /** A subfolder is made in the room, or in `details.folderId`. Returns its id. */
  createFolder(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): RoomId {
    const room = this.need(roomId);
    const holder: Holder = folderPath(room, details.folderId).at(-1) ?? room;
    const node: FolderNode = {
      id: insideId(room.id, this),
      title: details.title ?? 'Folder',
      created: at,
      updated: at,
      createdBy: by,
      updatedBy: by,
      files: [],
      folders: [],
    };
    holder.folders.push(node);
    if (holder === room && room.foldersCount !== undefined) room.foldersCount += 1;
    this.indexFolder(room, node);
    this.#happened('createFolder', room, by, at, details);
    return node.id;
  }

  /** A file is deleted: `details.fileId`, or the first in the room, or one that was only in the log. */
  deleteFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#takeFile('deleteFile', roomId, by, at, details);
  }

  /** A file is moved out of the room, chosen as in {@link deleteFile}. */
  moveOut(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#takeFile('moveOut', roomId, by, at, details);
  }

  /** The room gets the title `details.title`. */
  rename(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).title = details.title ?? 'Renamed room';
    this.#simple('rename', roomId, by, at, details);
  }

  /** The room's settings are edited. */
  editSettings(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('editSettings', roomId, by, at, details);
  }

  /** `details.member` is invited, and sees the room from now on. */
  invite(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    if (details.member) this.need(roomId).members.add(details.member.id);
    this.#simple('invite', roomId, by, at, details);
  }

  /** `details.member` is removed. */
  removeMember(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    if (details.member) this.need(roomId).members.delete(details.member.id);
    this.#simple('removeMember', roomId, by, at, details);
  }

  /** A member is given another role. */
  changeRole(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('changeRole', roomId, by, at, details);
  }

  /** A link to the room is made. */
  makeLink(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).shared = true;
    this.#simple('makeLink', roomId, by, at, details);
  }

  /** The room's link is revoked. */
  revokeLink(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).shared = false;
    this.#simple('revokeLink', roomId, by, at, details);
  }

  /** The room gets the tag `details.tag`. */
  addTag(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    const { tags } = this.need(roomId);
    const tag = details.tag ?? 'tag';
    if (!tags.includes(tag)) tags.push(tag);
    this.#simple('addTag', roomId, by, at, details);
  }

  /** `details.owner` becomes the owner, which is `createdBy`. */
  changeOwner(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    if (details.owner) this.need(roomId).createdBy = details.owner;
    this.#simple('changeOwner', roomId, by, at, details);
  }

  /** A form is opened for filling. */
  openForm(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('openForm', roomId, by, at, details);
  }

  /** A form is filled in part. */
  fillForm(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('fillForm', roomId, by, at, details);
  }

  /** A form is filled to its end. */
  completeForm(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('completeForm', roomId, by, at, details);
  }

  /** A file is opened and read, which leaves no trace. */
  readFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('readFile', roomId, by, at, details);
  }

  /** A file is downloaded, a way to read it. */
  download(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('download', roomId, by, at, details);
  }

  /** The room is moved to the archive. */
  archive(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).rootFolderType = ARCHIVE;
    this.#simple('archive', roomId, by, at, details);
  }

  /** The room comes back from the archive. */
  unarchive(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).rootFolderType = ACTIVE;
    this.#simple('unarchive', roomId, by, at, details);
  }

  /** The room vanishes with all that is in it. */
  deleteRoom(roomId: RoomId, _by: Account, _at: Date): void {
    this.need(roomId);
    this.remove(roomId);
  }

  /** A room is made, `by` its owner. An undefined id takes the next number. */
  createRoom(roomId: RoomId | undefined, by: Account, at: Date, seed: RoomSeed = {}): RoomId {
    const id = roomId ?? this.nextId();
    const made = { created: at, updated: at, createdBy: by, updatedBy: by };
    return this.add({ log: [{ verb: 'createRoom', at, by }], ...made, ...seed, id }).id;
  }

  #simple(verb: Verb, roomId: RoomId, by: Account, at: Date, details: VerbDetails): void {
    this.#happened(verb, this.need(roomId), by, at, details);
  }

  #takeFile(
    verb: 'deleteFile' | 'moveOut',
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
    this.#happened(verb, room, by, at, details);
  }

  /** Writes the log, and moves `updated` of the room and of the folders in `path`, as far as the verb does. */
  #happened(
    verb: Verb,
    room: Room,
    by: Account,
    at: Date,
    details: VerbDetails,
    path: FolderNode[] = [],
  ): void {
    this.touch();
    // Third-party storage keeps no log, and its room's `updated` stays when the storage was connected.
    if (isThirdParty(room) || !isLogged(verb)) return;
    const { id, key, moves } = ACTIONS[verb];
    const data = details.data ?? {};
    room.log.push({ id: this.nextId(), action: { id, key }, initiator: by, date: at, data, related: [] });
    if (!moves) return;
    for (const folder of [room, ...path]) Object.assign(folder, { updated: at, updatedBy: by });
  }
}
