import { describe, expect, it } from 'vitest';
import type { FaultKind, Portal, RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, ask, BEN, type Json, move, NOW, response, start } from './portal-client.ts';

const rooms: RoomSeed[] = [
  { id: 1, updated: ago(90), createdBy: ANN },
  { id: 2, updated: ago(90), createdBy: BEN },
];

const rootOf = async (portal: Portal, id: number | string) =>
  (await response(portal, `/files/rooms/${id}`))['rootFolderType'];
const operations = (portal: Portal) => response<Json[]>(portal, '/files/fileops');

async function faulty(kind: FaultKind): Promise<Portal> {
  const portal = await start({ rooms });
  portal.faults.add({ match: { path: /rooms\/1\/archive$/ }, kind });
  return portal;
}

describe('archiving', () => {
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

describe('an archiving that goes wrong', () => {
  it.each<[kind: FaultKind, operation: Json]>([
    [
      { operation: 'fails', error: 'No space left' },
      { finished: true, processed: '0', error: 'No space left' },
    ],
    [{ operation: 'never ends' }, { finished: false, processed: '0', error: '' }],
    [{ operation: 'room stays' }, { finished: true, processed: '1', error: '' }],
  ])('%j: the room stays where it is', async (kind, operation) => {
    const portal = await faulty(kind);
    const answer = await move(portal, 1);
    expect(await answer.json()).toMatchObject({ response: { finished: false, status: 1 } });
    expect(await operations(portal)).toMatchObject([operation]);
    expect(await rootOf(portal, 1)).toBe(14);
    expect(await operations(portal)).toHaveLength(operation['finished'] ? 0 : 1);
  });

  it.each(['hangAfter', 'resetAfter'] as const)('%s: the room is moved without an answer', async (kind) => {
    const portal = await faulty(kind);
    const abort = new AbortController();
    const waiting = ask(portal, '/files/rooms/1/archive', {
      method: 'PUT',
      body: '{"deleteAfter":false}',
      signal: abort.signal,
    });
    const failed = expect(waiting).rejects.toThrow();
    while (portal.rooms.need(1).rootFolderType === 14) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    await failed;
    expect(await rootOf(portal, 1)).toBe(20);
  });

  it('operations are of their account alone', async () => {
    const keys = [ANN, BEN].map((account) => ({
      key: account.id,
      scopes: [],
      account,
      sees: 'all' as const,
    }));
    const portal = await start({ rooms, keys });
    await move(portal, 1, 'archive', 'ann');
    expect(await response(portal, '/files/fileops', 'ben')).toEqual([]);
    expect(await response(portal, '/files/fileops', 'ann')).toHaveLength(1);
  });
});
