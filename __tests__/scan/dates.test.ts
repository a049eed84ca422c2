import { describe, expect, it } from 'vitest';
import type { ApiKey, RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, entryOf, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Rooms whose date in the list cannot be read, so that an older one is all that the list tells. */

const UNREADABLE = { updated: '30.05.2026 10:00' };
const CREATED = ago(300);

function room(id: number, log: RoomSeed['log'] = []): RoomSeed {
  return { id, created: CREATED, updated: ago(1), createdBy: ANN, updatedBy: ANN, log, raw: UNREADABLE };
}

function stored(id: string, files: NonNullable<RoomSeed['files']>): RoomSeed {
  return {
    id,
    created: CREATED,
    updated: ago(250),
    providerKey: 'GoogleDrive',
    files,
    raw: UNREADABLE,
  };
}

const IN_DOUBT = { reason: 'date not readable', daysInactive: null, lastActivity: null };

describe('a date in the list that cannot be read', () => {
  it('does not fall back to an older date', async () => {
    const portal = await sandboxWith({ rooms: [room(1), { ...room(2), created: null }] });
    const seen = await scanSandbox(portal, { activitySource: 'updated', maxAbandoned: 0 });
    expect(seen.verdicts.toSorted()).toEqual(['room 1: unknown', 'room 2: unknown']);
    expect(entryOf(seen, 1)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
    expect(entryOf(seen, 2)).toMatchObject({
      lists: ['unknown'],
      room: { reason: 'date not readable', daysInactive: null, lastActivity: null, evidence: 'none' },
    });
    expect(seen.report).toMatchObject({
      counts: { abandoned: 0, unknown: 2 },
      limitExceeded: false,
    });
  });

  it('leaves a room active that is so by the older date', async () => {
    const portal = await sandboxWith({ rooms: [{ ...room(1), created: ago(2) }] });
    const seen = await scanSandbox(portal, { activitySource: 'updated' });
    expect(seen.verdicts).toEqual(['room 1: active']);
  });

  it.each<[string, RoomSeed['log'], string[], object]>([
    ['acquitted by a new entry', [{ verb: 'invite', at: ago(2), by: ANN }], [], {}],
    [
      'abandoned by an old entry',
      [{ verb: 'invite', at: ago(40), by: ANN }],
      ['abandoned'],
      { evidence: 'history', daysInactive: 40 },
    ],
    ['in doubt without an entry', [], ['unknown'], IN_DOUBT],
  ])('is looked into: the room is %s of its log', async (_, log, lists, says) => {
    const portal = await sandboxWith({ rooms: [room(1, log), room(2)] });
    const seen = await scanSandbox(portal);
    expect(seen.report.evidenceCheck?.checked).toBe(2);
    if (lists.length === 0) expect(seen.verdicts).toContain('room 1: active');
    else expect(entryOf(seen, 1)).toMatchObject({ lists, room: says });
  });

  it('is not uncertain if the history is older than the other date', async () => {
    const raw = { ...UNREADABLE, modified: ago(35).toISOString() };
    const log: RoomSeed['log'] = [{ verb: 'invite', at: ago(40), by: ANN }];
    const portal = await sandboxWith({ rooms: [{ ...room(1, log), raw }] });
    expect(entryOf(await scanSandbox(portal), 1)).toMatchObject({
      lists: ['abandoned'],
      room: { daysInactive: 35, evidence: 'history' },
    });
  });

  it('stays uncertain if the history cannot be read', async () => {
    const key: ApiKey = { key: 'sk-rooms-only', scopes: ['rooms:read'], account: ANN, sees: 'all' };
    const portal = await sandboxWith({ rooms: [room(1)], keys: [key] });
    expect(entryOf(await scanSandbox(portal), 1)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  });

  it('stays uncertain if the history holds only ignored accounts', async () => {
    const portal = await sandboxWith({ rooms: [room(1, [{ verb: 'invite', at: ago(40), by: ANN }])] });
    const seen = await scanSandbox(portal, { ignoreActivityBy: [ANN.id] });
    expect(entryOf(seen, 1)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  });

  it('of a room on third-party storage: its contents decide if there are any', async () => {
    const portal = await sandboxWith({
      rooms: [
        stored('drive-1', [{ title: 'new', updated: ago(2) }]),
        stored('drive-2', [{ title: 'old', updated: ago(90) }]),
        stored('drive-3', []),
      ],
    });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toContain('room drive-1: active');
    expect(entryOf(seen, 'drive-2')).toMatchObject({
      lists: ['abandoned'],
      room: { evidence: 'contents', daysInactive: 90 },
    });
    expect(entryOf(seen, 'drive-3')).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  });
});
