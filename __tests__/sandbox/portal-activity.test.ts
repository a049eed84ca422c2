import { describe, expect, it } from 'vitest';
import type { RoomId, RoomSeed, Verb, VerbDetails } from '../../sandbox/portal/index.ts';
import { ANN, ago, BEN, type Json, NOW, response, start } from './portal-client.ts';

/** What leaves a trace in a room of 3.7.2, row by row. */
type Traced = Exclude<Verb, 'deleteRoom' | 'createRoom' | 'createAgent' | 'expireFile'>;
const MOVES: [verb: Traced, moves: boolean, logged: boolean, details?: VerbDetails][] = [
  ...(['upload', 'uploadByApi', 'copyIn', 'saveFile', 'restoreVersion', 'setLifetime'] as const).map(
    (verb): [Traced, boolean, boolean] => [verb, true, true],
  ),
  ['updateFile', true, false],
  ['draftForm', true, false],
  ['rename', true, true, { title: 'New title' }],
  ['editSettings', true, true],
  ['archive', true, true],
  ['unarchive', true, true],
  ['changeOwner', true, true, { owner: BEN }],
  ['invite', false, true, { member: BEN }],
  ['removeMember', false, true, { member: BEN }],
  ['changeRole', false, true, { member: BEN }],
  ['addTag', false, true, { tag: 'keep' }],
  ...(['createFolder', 'deleteFile', 'moveOut', 'makeLink', 'revokeLink', 'renameLink'] as const).map(
    (verb): [Traced, boolean, boolean] => [verb, false, true],
  ),
  ...(['renameFile', 'lockFile', 'reorder', 'openForm', 'fillForm', 'completeForm'] as const).map(
    (verb): [Traced, boolean, boolean] => [verb, false, true],
  ),
  ...(['comment', 'setQuota', 'pin', 'chat', 'readFile', 'download'] as const).map(
    (verb): [Traced, boolean, boolean] => [verb, false, false],
  ),
];
const CHANGE_FILES = /^(upload|uploadByApi|copyIn|saveFile|updateFile|restoreVersion|createFolder)$/;

const AT = new Date('2026-05-30T08:00:00Z');
const OLD = '2026-02-21T12:00:00.0000000Z';
const NEW = '2026-05-30T08:00:00.0000000Z';
const seed: RoomSeed = {
  created: ago(200),
  updated: ago(100),
  files: [{ updated: ago(100) }],
  createdBy: ANN,
  log: [],
};

interface Entries {
  folders: Json[];
  files: Json[];
}

async function portalWith(room: RoomSeed) {
  const portal = await start({ rooms: [{ ...seed, ...room }] });
  return {
    portal,
    room: async () => (await response<Entries>(portal, '/files/rooms?searchArea=2')).folders[0],
    inside: (id: RoomId) => response<Entries>(portal, `/files/${id}`),
    history: () => response<Json[]>(portal, '/files/folder/1/log'),
  };
}

describe('in a room', () => {
  it.each(MOVES)('%s: moves updated %s, is logged %s', async (verb, moves, logged, details) => {
    const { portal, room, history } = await portalWith({ id: 1 });
    portal.rooms[verb](1, BEN, AT, details);
    expect(await room()).toMatchObject(
      moves ? { updated: NEW, updatedBy: BEN } : { updated: OLD, updatedBy: ANN },
    );
    expect(await history()).toMatchObject(logged ? [{ date: NEW, initiator: BEN }] : []);
  });

  it.each(MOVES)('%s: moves and logs nothing on third-party storage', async (verb, _, __, details) => {
    for (const id of ['drive-1', 7]) {
      const { portal, room, inside } = await portalWith({ id, providerKey: 'WebDav' });
      portal.rooms[verb](id, BEN, AT, details);
      expect(await room()).toMatchObject({ updated: OLD, providerItem: true });
      expect(portal.rooms.need(id).log).toEqual([]);
      const { files, folders } = await inside(id);
      expect([...files, ...folders].some(({ updated }) => updated === NEW)).toBe(CHANGE_FILES.test(verb));
    }
  });

  it('moves every folder above an uploaded file, and none above a deleted one', async () => {
    const folders = [{ id: 50, updated: ago(100), folders: [{ id: 51, updated: ago(100) }] }];
    const { portal, inside } = await portalWith({ id: 1, files: [], folders });
    const fileId = portal.rooms.upload(1, BEN, AT, { folderId: 51 });
    expect((await inside(1)).folders).toMatchObject([{ id: 50, updated: NEW }]);
    expect((await inside(50)).folders).toMatchObject([{ id: 51, updated: NEW, filesCount: 1 }]);
    portal.rooms.deleteFile(1, BEN, NOW, { fileId });
    expect((await inside(50)).folders).toMatchObject([{ id: 51, updated: NEW, filesCount: 0 }]);
  });

  it('makes rooms and takes them away', async () => {
    const { portal } = await portalWith({ id: 1 });
    const id = portal.rooms.createRoom(undefined, ANN, AT, { title: 'Made: *' });
    const made = { id, title: 'Made_ _', created: NEW, updated: NEW, createdBy: ANN };
    expect(await response(portal, `/files/rooms/${id}`)).toMatchObject(made);
    expect(await response(portal, `/files/folder/${id}/log`)).toMatchObject([
      { action: { key: 'RoomCreated' } },
    ]);
    portal.rooms.deleteRoom(id, ANN, AT);
    expect((await response<Entries>(portal, '/files/rooms')).folders).toHaveLength(1);
    expect(() => portal.rooms.upload(id, ANN, AT)).toThrow(RangeError);
  });

  it.each([
    ['its maker', 'active', ANN.id],
    ["the portal's owner if the maker is disabled", 'disabled', '66faa6e4-0000-4000-8000-000000000000'],
  ] as const)('files whose lifetime is over are deleted in the name of %s', async (_, status, id) => {
    const { portal, room, history } = await portalWith({ id: 1 });
    portal.people.setStatus(ANN, status);
    portal.rooms.expireFile(1, BEN, AT);
    expect(await room()).toMatchObject({ updated: OLD });
    expect(await history()).toMatchObject([{ action: { key: 'FileMovedToTrash' }, initiator: { id } }]);
  });

  it('a link may be for members only, and says nothing of its end', async () => {
    const { portal, room } = await portalWith({ id: 1, shared: true, isLinkInternal: true });
    expect(await room()).toMatchObject({ shared: true, sharedExternal: false });
    portal.rooms.update(1, { isLinkInternal: false });
    portal.rooms.expireLink(1);
    expect(await room()).toMatchObject({ shared: true, sharedExternal: true });
  });
});
