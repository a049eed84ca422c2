import { describe, expect, it } from 'vitest';
import { type Portal, type RoomSeed, VERSIONS, type Version } from '../../sandbox/portal/index.ts';
import { ANN, ago, ask, BEN, type Json, move, NOW, read, response, start } from './portal-client.ts';

/** How versions differ where nothing was recorded: 3.1 and 3.5 as their source says, and what happens to rooms. */

const OWNER = { id: 'owner', displayName: 'Owner', role: 'owner' } as const;
const rooms: RoomSeed[] = [{ id: 1, updated: ago(90), createdBy: ANN, managers: [] }];

/** The same question to each version. */
async function inEach<T>(ask: (portal: Portal) => Promise<T>, scopes: string[] = []) {
  const keys = [{ key: 'k', scopes, account: OWNER }];
  const answers: Partial<Record<Version, T>> = {};
  for (const version of VERSIONS)
    answers[version] = await ask(await start({ version, rooms, keys, strict: false }));
  return Object.entries(answers).map(([version, answer]) => [version, answer]);
}

/** What each version answers; a version that is left out answers like the one before it. */
function since<T>(answers: Partial<Record<Version, T>>): [string, T | undefined][] {
  let last: T | undefined;
  return VERSIONS.map((version) => {
    if (version in answers) last = answers[version];
    return [version, last];
  });
}

const statusOf = async (portal: Portal, path: string) => (await ask(portal, path)).status;
const eventsIn = (portal: Portal) => response<(Json & { action: Json })[]>(portal, '/files/folder/1/log');

describe('versions', () => {
  it.each([
    ['/files/rooms', ['rooms:read'], { '3.1': 200 }],
    ['/files/rooms', ['*:read'], { '3.1': 403, '3.5': 200 }],
    ['/files/1', ['rooms:read'], { '3.1': 200, '3.7.2': 403 }],
    ['/files/rooms?count=1001', [], { '3.1': 200, '3.5': 400 }],
    ['/files/rooms?type=9', [], { '3.1': 400, '3.6': 200 }],
    ['/files/rooms?searchArea=7', [], { '3.1': 400, '3.6': 200 }],
    ['/files/rooms/77', [], { '3.1': 403, '3.7.2': 404 }],
    ['/files/folder/77/log', [], { '3.1': 200, '3.5': 404 }],
  ] as const)('%s with the scopes %j: %j', async (path, scopes, statuses) => {
    expect(await inEach((portal) => statusOf(portal, path), [...scopes])).toEqual(since<number>(statuses));
  });

  it('an error of the history of 3.1 breaks off', async () => {
    const answer = await ask(await start({ version: '3.1' }), '/files/folder/77/log');
    await expect(answer.text()).rejects.toThrow();
  });

  it('archiving needs two scopes in 3.1', async () => {
    const statuses = await inEach(async (portal) => (await move(portal, 1)).status, ['rooms:write']);
    expect(statuses).toEqual(since({ '3.1': 403, '3.5': 200 }));
  });

  it('an operation is found by its id, from 3.5 on', async () => {
    const found = await inEach(async (portal) => {
      await move(portal, 1);
      const second = (await (await move(portal, 1, 'unarchive')).json()) as { response: { id: string } };
      return (await response<Json[]>(portal, `/files/fileops?id=${second.response.id}`)).length;
    });
    expect(found).toEqual(since({ '3.1': 2, '3.5': 1 }));
  });

  it('a PUT of 3.1 answers the first operation of the account', async () => {
    const portal = await start({ version: '3.1', rooms, operationMs: 600_000 });
    const idOf = async (verb: string) =>
      ((await (await move(portal, 1, verb)).json()) as { response: Json }).response['id'];
    expect(await idOf('archive')).toBe(await idOf('unarchive'));
  });

  it('events have an id from 3.6 on', async () => {
    const haveId = await inEach(async (portal) => (await eventsIn(portal)).every((event) => 'id' in event));
    expect(haveId).toEqual(since({ '3.1': false, '3.6': true }));
  });

  it('a file uploaded over the API is in the history from 3.7.2 on, and moves the date', async () => {
    const uploads = await inEach(async (portal) => {
      portal.rooms.uploadByApi(1, BEN, NOW);
      expect(await response(portal, '/files/rooms/1')).toMatchObject({ updatedBy: BEN });
      return (await eventsIn(portal))[0]?.['initiator'];
    });
    const before = expect.objectContaining({ id: ANN.id });
    expect(uploads).toEqual(since({ '3.1': before, '3.7.2': expect.objectContaining({ id: BEN.id }) }));
  });

  it('a demotion makes its author the owner of the rooms, by another event before 3.7.2', async () => {
    const keys = await inEach(async (portal) => {
      portal.rooms.reassignRooms(ANN, BEN, NOW);
      expect(await response(portal, '/files/rooms/1')).toMatchObject({ createdBy: BEN, updatedBy: BEN });
      return (await eventsIn(portal))[0]?.action['key'];
    });
    expect(keys).toEqual(since({ '3.1': 'RoomCreateUser', '3.7.2': 'RoomChangeOwner' }));
  });

  it('the rooms of a deleted account go to who deletes it from 3.7.2 on, without a trace', async () => {
    const owners = await inEach(async (portal) => {
      portal.rooms.deleteAccount(ANN, BEN);
      const room = await response<{ createdBy: Json }>(portal, '/files/rooms/1');
      expect([await eventsIn(portal), room]).toMatchObject([
        { length: 1 },
        { updated: '2026-03-03T12:00:00.0000000Z' },
      ]);
      return room.createdBy['displayName'];
    });
    expect(owners).toEqual(since({ '3.1': 'profile removed', '3.7.2': 'Ben' }));
  });

  it('a list of rooms names what the version knows', async () => {
    const members = ['sharedForUser', 'sharedExternal', 'ownedBy', 'usedSpace'];
    const named = await inEach(async (portal) => {
      portal.rooms.update(1, { usedSpace: 5 });
      const [room = {}] = (await response<{ folders: Json[] }>(portal, '/files/rooms')).folders;
      return members.filter((member) => member in room);
    });
    expect(named).toEqual(
      since({
        '3.1': [],
        '3.5': ['sharedForUser'],
        '3.6': ['sharedForUser', 'ownedBy'],
        '3.7.2': ['sharedForUser', 'sharedExternal', 'ownedBy'],
        '3.8': members,
      }),
    );
  });

  it('all have keys that tell of themselves', async () => {
    const permissions = await inEach((portal) => response(portal, '/keys/@self'), ['rooms:read']);
    for (const [, key] of permissions)
      expect(key).toMatchObject({ permissions: ['rooms:read'], createBy: { id: 'owner' } });
    const ended = { key: 'k', scopes: [], account: OWNER, expiresAt: ago(1) };
    expect(await statusOf(await start({ keys: [ended] }), '/keys/@self')).toBe(401);
    expect(
      await read(await start({ keys: [{ ...ended, expiresAt: ago(-1) }] }), '/keys/@self'),
    ).toMatchObject({
      response: { permissions: [], expiresAt: '2026-06-02T12:00:00.0000000Z' },
    });
  });
});
