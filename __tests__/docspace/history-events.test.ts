import { describe, expect, it } from 'vitest';
import { ACTIONS, type LoggedVerb } from '../../sandbox/portal/index.ts';
import { describeEvent } from '../../src/docspace/history-events.ts';

const WORDS: Readonly<Partial<Record<LoggedVerb, string>>> = {
  upload: 'file added',
  saveFile: 'file changed',
  createFolder: 'folder created',
  deleteFile: 'file deleted',
  moveOut: 'file moved',
  rename: 'room renamed',
  editSettings: 'room settings changed',
  invite: 'members invited',
  removeMember: 'members removed',
  changeRole: 'roles changed',
  makeLink: 'links changed',
  revokeLink: 'links changed',
  addTag: 'tags changed',
  changeOwner: 'owner changed',
  fillForm: 'form filled',
  completeForm: 'form completed',
  archive: 'archived or restored',
  unarchive: 'archived or restored',
  createRoom: 'room created',
};

describe('the label of an event', () => {
  it.each(Object.entries(WORDS) as [LoggedVerb, string][])('%s: %s', (verb, words) => {
    expect(describeEvent(ACTIONS[verb].key)).toBe(words);
  });

  it('a form that is only opened is not filled', () => {
    expect(describeEvent(ACTIONS.openForm.key)).not.toMatch(/filled|completed|other/);
  });

  it.each([
    ['DeletedRoomTags', 'tags changed'],
    ['RoomUpdateAccessForGroup', 'roles changed'],
    ['RoomInviteResend', 'members invited'],
    ['FileCreated', 'file added'],
    ['FileRenamed', 'file changed'],
    ['FileMovedToTrash', 'file deleted'],
    ['FolderMovedToTrash', 'folder deleted'],
    ['FileMoved', 'file moved'],
    ['FileCopied', 'file copied'],
    ['UserFileUpdated', 'file changed'],
    ['AgentCreated', 'room created'],
    ['RoomCopied', 'room created'],
    ['AgentRenamed', 'room renamed'],
    ['RoomGroupRemove', 'members removed'],
    ['FolderCopied', 'folder copied'],
    ['FileNotSavedDueToRoomQuota', 'file not saved'],
    ['RoomGroupAdded', 'members invited'],
    ['FormSubmit', 'form filled'],
    ['FormStopped', 'form filling stopped'],
    ['FolderIndexReordered', 'folder changed'],
    ['FolderDeleted', 'folder deleted'],
    ['FolderRenamed', 'folder changed'],
    ['RoomLogoCreated', 'room settings changed'],
  ])('%s: %s', (key, words) => {
    expect(describeEvent(key)).toBe(words);
  });

  it.each(['', 'constructor', 'x RoomCreated', 'roomcreated', '5085'])(
    'an unknown key is not shown: %j',
    (key) => {
      expect(describeEvent(key)).toBe('other activity');
    },
  );
});
