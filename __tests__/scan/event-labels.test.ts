import { describe, expect, it } from 'vitest';
import { ACTIONS, type LoggedVerb } from '../../sandbox/portal/index.ts';
import { describeAction } from '../../src/docspace/event-labels.ts';

const WORDS: Readonly<Partial<Record<LoggedVerb, string>>> = {
  upload: 'file added',
  saveFile: 'file changed',
  createFolder: 'folder created',
  deleteFile: 'file removed',
  moveOut: 'file removed',
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

describe('an action of the log in words', () => {
  it.each(Object.entries(WORDS) as [LoggedVerb, string][])('%s: %s', (verb, words) => {
    expect(describeAction(ACTIONS[verb].key)).toBe(words);
  });

  it('a form that is only opened is not filled', () => {
    expect(describeAction(ACTIONS.openForm.key)).not.toMatch(/filled|completed|other/);
  });

  it.each([
    ['DeletedRoomTags', 'tags changed'],
    ['RoomUpdateAccessForGroup', 'roles changed'],
    ['RoomInviteResend', 'members invited'],
    ['FileCreated', 'file added'],
    ['FileRenamed', 'file changed'],
    ['FileMovedToTrash', 'file removed'],
    ['FolderDeleted', 'folder removed'],
    ['FolderRenamed', 'folder changed'],
    ['RoomLogoCreated', 'room settings changed'],
  ])('%s: %s', (key, words) => {
    expect(describeAction(key)).toBe(words);
  });

  it.each([null, '', 'constructor', '__proto__', 'toString', 'x RoomCreated', 'roomcreated', '5085'])(
    'what nobody knows is not shown: %j',
    (key) => {
      expect(describeAction(key)).toBe('other activity');
    },
  );
});
