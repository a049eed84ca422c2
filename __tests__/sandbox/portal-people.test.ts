import { describe, expect, it } from 'vitest';
import {
  type Account,
  decodeHtml,
  encodeHtml,
  REMOVED_ACCOUNT,
  type RoomSeed,
  storedTitle,
} from '../../sandbox/portal/index.ts';
import { ANN, ago, ask, BEN, type Json, NOW, response, start } from './portal-client.ts';

const JUERGEN: Account = { id: 'j', displayName: "Jürgen O'Brien-Müller", role: 'roomAdmin' };

describe('text', () => {
  it.each([
    ["Jürgen O'Brien-Müller", 'J&#252;rgen O&#39;Brien-M&#252;ller'],
    ['Backup & Sync', 'Backup &amp; Sync'],
    ['<b>"x"</b>', '&lt;b&gt;&quot;x&quot;&lt;/b&gt;'],
    ['\u00a0\u00ff\u0100 Łódź 山田', '&#160;&#255;\u0100 Ł&#243;dź 山田'],
    ['&amp;', '&amp;amp;'],
  ])('the display name %s is answered as %s', (name, encoded) => {
    expect(encodeHtml(name)).toBe(encoded);
    expect(decodeHtml(encoded)).toBe(name);
  });

  it.each([
    ['R&D <of> Jürgen *x*', 'R&D _of_ Jürgen _x_'],
    ['a|b: c/d "e"', 'a_b_ c_d _e_'],
    ['emoji 🎉', 'emoji __'],
    ['\u202eplain', '\u202eplain'],
  ])('the title %s is stored as %s', (title, stored) => {
    expect(storedTitle(title)).toBe(stored);
  });
});

describe('accounts', () => {
  const rooms: RoomSeed[] = [{ id: 1, title: 'R&D', tags: ['a & b'], createdBy: JUERGEN }];
  interface Named {
    folders: (Json & { createdBy: Account })[];
  }

  it('have encoded names wherever they appear; titles and tags are plain', async () => {
    const file = { id: 5, createdBy: JUERGEN };
    const portal = await start({ rooms: rooms.map((room) => ({ ...room, files: [file] })) });
    const displayName = 'J&#252;rgen O&#39;Brien-M&#252;ller';
    const list = await response<Named>(portal, '/files/rooms');
    expect(list.folders).toMatchObject([{ title: 'R&D', tags: ['a & b'], createdBy: { displayName } }]);
    expect(await response(portal, '/files/1')).toMatchObject({ files: [{ createdBy: { displayName } }] });
    const log = await response(portal, '/files/folder/1/log');
    expect(log).toMatchObject([{ initiator: { displayName } }]);
  });

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

  it.each([
    ['owner', { isOwner: true, isAdmin: false }],
    ['admin', { isOwner: false, isAdmin: true }],
    ['roomAdmin', { isAdmin: false, isRoomAdmin: true }],
    ['user', { isRoomAdmin: false, isCollaborator: true }],
    ['guest', { isCollaborator: false, isVisitor: true }],
  ] as const)('know their role: %s', async (role, flags) => {
    const portal = await start({ keys: [{ key: 'k', scopes: [], account: { ...ANN, role } }] });
    expect(await response(portal, '/people/@self')).toMatchObject({
      id: 'ann',
      displayName: 'Ann',
      ...flags,
    });
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

  it('links for outsiders, members and lifetimes are in the list', async () => {
    const seeds = [
      { id: 1, roomType: 6, lifetime: { deletePermanently: false, period: 0, value: 10 } },
      { id: 2, roomType: 5, members: ['ben'] },
    ];
    const portal = await start({ rooms: seeds });
    const { folders } = await response<{ folders: Json[] }>(portal, '/files/rooms');
    expect(folders).toMatchObject([
      { shared: true, sharedExternal: true, sharedForUser: false, lifetime: { value: 10 } },
      { shared: false, sharedExternal: false, sharedForUser: true },
    ]);
    expect(folders[1]).not.toHaveProperty('lifetime');
    portal.rooms.makeLink(2, ANN, NOW);
    expect(await response(portal, '/files/rooms/2')).toMatchObject({ shared: true, sharedExternal: true });
  });
});
