import { describe, expect, it } from 'vitest';
import { type Account, type Portal, REMOVED_ACCOUNT, type RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, BEN, type Json, move, NOW, response, start } from './portal-client.ts';

/** Whom an account is, what it sees, and what it may archive. */

const JUERGEN: Account = { id: 'j', displayName: "Jürgen O'Brien-Müller", role: 'roomAdmin' };

describe('accounts', () => {
  const rooms: RoomSeed[] = [{ id: 1, title: 'R&D', tags: ['a & b'], createdBy: JUERGEN }];
  interface Named {
    folders: (Json & { createdBy: Account })[];
  }

  it('that were deleted are called "profile removed", and disabled ones look like any other', async () => {
    const portal = await start({ rooms });
    const owner = async () => (await response<Named>(portal, '/files/rooms')).folders[0]?.createdBy;
    portal.people.setStatus(JUERGEN, 'disabled');
    expect((await owner())?.id).toBe('j');
    portal.people.setStatus(JUERGEN, 'removed');
    expect(await owner()).toMatchObject(REMOVED_ACCOUNT);
  });
});

describe('the rooms and accounts that an account sees', () => {
  const rooms: RoomSeed[] = [
    { id: 1, createdBy: ANN, usedSpace: 5, managers: [] },
    { id: 2, createdBy: BEN, usedSpace: 5, managers: [], members: ['ann'] },
    { id: 3, createdBy: BEN, usedSpace: 5, managers: ['ann'] },
    { id: 4, createdBy: BEN, usedSpace: 5, managers: [] },
  ];
  it.each([
    ['owner', [1, 2, 3, 4]],
    ['admin', [1, 2, 3, 4]],
    ['roomAdmin', [1, 2, 3]],
    ['user', [1, 2, 3]],
  ] as const)('an account with the role %s sees the rooms %j', async (role, ids) => {
    const portal = await start({ rooms, keys: [{ key: 'k', scopes: [], account: { ...ANN, role } }] });
    const { folders } = await response<{ folders: Json[] }>(portal, '/files/rooms');
    const seen = new Map(folders.map((room) => [room['id'], room]));
    expect([...seen.keys()].toSorted()).toEqual(ids);
    // Only rooms that the account may edit say how much space they use.
    expect(ids.filter((id) => seen.get(id)?.['usedSpace'] === 5)).toEqual([1, 3]);
    expect(ids.filter((id) => seen.get(id)?.['inRoom'])).toEqual([1, 2, 3]);
  });
});

const rootOf = async (portal: Portal, id: number | string) =>
  (await response(portal, `/files/rooms/${id}`))['rootFolderType'];

describe('archiving', () => {
  const rooms: RoomSeed[] = [1, 2].map((id) => ({ id, updated: ago(90), createdBy: ANN }));

  it('moves the room out of the list, and leaves a trace', async () => {
    const portal = await start({ rooms });
    expect((await move(portal, 1)).status).toBe(200);
    expect(await rootOf(portal, 1)).toBe(20);
    const list = await response<{ folders: Json[]; total: number }>(portal, '/files/rooms');
    expect(list).toMatchObject({ total: 1, folders: [{ id: 2 }] });
    expect(await response(portal, '/files/folder/1/log?count=1')).toMatchObject([
      { action: { key: 'RoomArchived' } },
    ]);
    expect(portal.rooms.need(1).updated).toEqual(NOW);
    await move(portal, 1, 'unarchive');
    expect(await rootOf(portal, 1)).toBe(14);
    expect(await response(portal, '/files/folder/1/log?count=1')).toMatchObject([
      { action: { key: 'RoomUnarchived' } },
    ]);
  });

  it('moves a room on third-party storage', async () => {
    const portal = await start({ rooms: [{ id: 'drive-1' }] });
    await move(portal, 'drive-1');
    expect(await rootOf(portal, 'drive-1')).toBe(20);
  });

  it.each([
    ['its maker', { account: { ...ANN, role: 'roomAdmin' } }, 200],
    ['another room administrator', { account: { ...BEN, role: 'roomAdmin' } }, 403],
    ['a portal administrator', { account: { ...BEN, role: 'admin' } }, 200],
    ['the owner', { account: { ...BEN, role: 'owner' } }, 200],
    ['a plain user in the room', { account: { ...BEN, role: 'user' }, sees: [1] }, 403],
  ] as const)('by %s', async (_, who, status) => {
    const seeds = [{ id: 1, createdBy: ANN, managers: [] }];
    const portal = await start({ rooms: seeds, keys: [{ key: 'k', scopes: ['rooms:write'], ...who }] });
    const answer = await move(portal, 1);
    expect(answer.status).toBe(status);
    if (status === 403) expect(await answer.json()).toMatchObject({ statusCode: 403 });
    expect(portal.rooms.need(1).rootFolderType).toBe(status === 200 ? 20 : 14);
  });
});
