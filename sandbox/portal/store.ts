import type { Account } from './accounts.ts';
import { FileStore } from './file-store.ts';
import type { RoomSeed, Verb, VerbDetails } from './room-seeds.ts';
import { storedTitle } from './text.ts';
import { ACTIVE, ARCHIVE, type Lifetime, type RoomId } from './types.ts';

/** The rooms, and everything that can happen in them: each verb does what the portal does to `updated` and the log. */
export class RoomStore extends FileStore {
  /** The room gets the title `details.title`, as the portal stores it. */
  rename(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).title = storedTitle(details.title ?? 'Renamed room');
    this.#simple('rename', roomId, by, at, details);
  }

  /** The room's settings are edited. */
  editSettings(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('editSettings', roomId, by, at, details);
  }

  /** Files of the room are deleted after a time from now on. */
  setLifetime(
    roomId: RoomId,
    by: Account,
    at: Date,
    details: { lifetime?: Lifetime } & VerbDetails = {},
  ): void {
    this.need(roomId).lifetime = details.lifetime ?? { deletePermanently: false, period: 0, value: 10 };
    this.#simple('setLifetime', roomId, by, at, details);
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

  /** A link for outsiders is made. */
  makeLink(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).shared = true;
    this.#simple('makeLink', roomId, by, at, details);
  }

  /** The room's link for outsiders ends, which changes nothing that the portal tells of the room. */
  expireLink(roomId: RoomId): void {
    this.need(roomId).isLinkDead = true;
  }

  /** The room's link is revoked. */
  revokeLink(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).shared = false;
    this.#simple('revokeLink', roomId, by, at, details);
  }

  /** The room's link gets another name. */
  renameLink(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('renameLink', roomId, by, at, details);
  }

  /** The room gets the tag `details.tag`. */
  addTag(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    const { tags } = this.need(roomId);
    const tag = details.tag ?? 'tag';
    if (!tags.includes(tag)) tags.push(tag);
    this.#simple('addTag', roomId, by, at, { ...details, tag });
  }

  /**
   * `details.owner` becomes the owner, which is `createdBy`; the owner before stays as a manager. In some versions both
   * are logged as invitations, the new one without rights.
   */
  changeOwner(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    const room = this.need(roomId);
    const former = room.createdBy;
    if (former !== undefined && room.managers !== 'admins') room.managers.add(former.id);
    if (details.owner) {
      room.createdBy = details.owner;
      this.people.add(details.owner);
    }
    if (this.facts.logsNewOwner) {
      this.#simple('changeOwner', roomId, by, at, details);
      return;
    }
    const data = (user: Account | undefined, access: string) => ({ data: { user, access } });
    this.#simple('changeOwner', roomId, by, at, data(details.owner, ''));
    this.#simple('changeOwner', roomId, by, at, data(former, 'Room Manager'));
  }

  /** `by` demotes an account, and takes over all of its rooms. */
  reassignRooms(from: Account, by: Account, at: Date): void {
    for (const { id, createdBy } of this.all()) {
      if (createdBy?.id === from.id) this.changeOwner(id, by, at, { owner: by });
    }
  }

  /** `by` deletes an account. Rooms change their owner without a trace, or keep the deleted one, by version. */
  deleteAccount(account: Account, by: Account): void {
    for (const room of this.all()) {
      if (this.facts.inheritsRooms && room.createdBy?.id === account.id) room.createdBy = by;
    }
    this.people.setStatus(account, 'removed');
  }

  /** A form is opened to be filled in, which makes a draft: it moves `updated` and is not in the log. */
  draftForm(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('draftForm', roomId, by, at, details);
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

  /** A file is renamed, which does not change its date. */
  renameFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('renameFile', roomId, by, at, details);
  }

  /** A file is locked. */
  lockFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('lockFile', roomId, by, at, details);
  }

  /** The index of the room is changed. */
  reorder(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('reorder', roomId, by, at, details);
  }

  /** A version of a file is commented, which leaves no trace. */
  comment(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('comment', roomId, by, at, details);
  }

  /** The room's quota is changed, which leaves no trace. */
  setQuota(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).quotaLimit = details.quotaLimit ?? 1_000_000_000;
    this.#simple('setQuota', roomId, by, at, details);
  }

  /** `by` pins the room in its own list, which leaves no trace. */
  pin(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.need(roomId).pinnedBy.add(by.id);
    this.#simple('pin', roomId, by, at, details);
  }

  /** Somebody chats with the agent of an AI room, which leaves no trace. */
  chat(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('chat', roomId, by, at, details);
  }

  /** A file is opened and read, which leaves no trace. */
  readFile(roomId: RoomId, by: Account, at: Date, details: VerbDetails = {}): void {
    this.#simple('readFile', roomId, by, at, details);
  }

  /** A file is downloaded, which leaves no trace. */
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

  /** The room vanishes with everything in it. */
  deleteRoom(roomId: RoomId, _by: Account, _at: Date): void {
    this.need(roomId);
    this.remove(roomId);
  }

  /** A room is made, `by` its owner, with a title as the portal stores it. An undefined id takes the next number. */
  createRoom(roomId: RoomId | undefined, by: Account, at: Date, seed: RoomSeed = {}): RoomId {
    const id = roomId ?? this.nextId();
    const made = { created: at, updated: at, createdBy: by, updatedBy: by, managers: [] };
    const verb = seed.roomType === 9 ? ('createAgent' as const) : ('createRoom' as const);
    const title = seed.title === undefined ? {} : { title: storedTitle(seed.title) };
    return this.add({ log: [{ verb, at, by }], ...made, ...seed, ...title, id }).id;
  }

  #simple(verb: Verb, roomId: RoomId, by: Account, at: Date, details: VerbDetails): void {
    this.happened(verb, this.need(roomId), by, at, details);
  }
}
