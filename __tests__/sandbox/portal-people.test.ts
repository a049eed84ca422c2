import { describe, expect, it } from 'vitest';
import { type Account, REMOVED_ACCOUNT, type RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, ask, BEN, type Json, NOW, response, start } from './portal-client.ts';

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

  it('that are disabled are listed in pages', async () => {
    const people = Array.from({ length: 101 }, (_, index): Account => {
      return { id: `p${index}`, displayName: `Zoë ${index}`, status: 'disabled' };
    });
    const portal = await start({ people, rooms });
    const page = async (query: string) => (await ask(portal, `/people/status/terminated${query}`)).json();
    expect(await page('?count=100&startIndex=100')).toMatchObject({
      response: [{ id: 'p100', status: 2, firstName: 'Zoë', displayName: 'Zo&#235; 100' }],
      count: 1,
      total: 101,
    });
    portal.people.setStatus(people[100] as Account, 'active');
    expect(await page('?startIndex=100')).toMatchObject({ response: [], count: 0, total: 100 });
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

  it('an account sees its own pins first', async () => {
    const keys = [ANN, BEN].map((account) => ({
      key: account.id,
      scopes: [],
      account,
      sees: 'all' as const,
    }));
    const seeds = [1, 2, 3].map((id) => ({ id, updated: ago(id) }));
    const portal = await start({ rooms: seeds, keys });
    portal.rooms.pin(3, ANN, NOW);
    const list = async (key: string) =>
      (await response<{ folders: Json[] }>(portal, '/files/rooms', key)).folders.map((room) => [
        room['id'],
        room['pinned'],
      ]);
    expect(await list('ann')).toEqual([
      [3, true],
      [1, false],
      [2, false],
    ]);
    expect((await list('ben'))[0]).toEqual([1, false]);
  });
});
