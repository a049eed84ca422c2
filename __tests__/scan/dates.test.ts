import { expect, it } from 'vitest';
import type { RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, entryOf, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Rooms whose date in the list cannot be read, so that an older one is all that the list tells. */

const UNREADABLE = { updated: '30.05.2026 10:00' };
const invitedBefore = (days: number): Partial<RoomSeed> => ({
  log: [{ verb: 'invite', at: ago(days), by: ANN }],
});
const storedBefore = (days: number): Partial<RoomSeed> => ({ files: [{ updated: ago(days) }] });
const room = (id: RoomSeed['id'], more: Partial<RoomSeed> = {}): RoomSeed => ({
  id: id ?? 1,
  created: ago(300),
  updated: ago(1),
  createdBy: ANN,
  updatedBy: ANN,
  log: [],
  raw: UNREADABLE,
  ...more,
});

const IN_DOUBT = { reason: 'date not readable', daysInactive: null, lastActivity: null };

it('the list does not fall back to an older date', async () => {
  const rooms = [room(1), room(2, { created: null }), room(3, { created: ago(2) })];
  const portal = await sandboxWith({ rooms });
  const seen = await scanSandbox(portal, { activitySource: 'updated', maxAbandoned: 0 });
  expect(entryOf(seen, 1)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  expect(entryOf(seen, 2)).toMatchObject({ lists: ['unknown'], room: { ...IN_DOUBT, evidence: 'none' } });
  // Active by the older date already.
  expect(seen.verdicts).toContain('room 3: active');
  expect(seen.report).toMatchObject({ counts: { abandoned: 0, unknown: 2 }, limitExceeded: false });
});

it('contents decide, and an event of the history if it is recent', async () => {
  const older = { ...UNREADABLE, modified: ago(35).toISOString() };
  const portal = await sandboxWith({
    rooms: [
      room(1, invitedBefore(2)),
      room(2, invitedBefore(40)),
      room(3),
      room(4, { ...invitedBefore(40), raw: older }),
      room('drive-1', storedBefore(2)),
      room('drive-2', storedBefore(90)),
      room('drive-3', { files: [] }),
    ],
  });
  const seen = await scanSandbox(portal);
  expect(seen.report.evidenceCheck?.checked).toBe(7);
  expect(seen.report.counts).toMatchObject({ active: 2, abandoned: 1, unknown: 4 });
  for (const id of [1, 'drive-1']) expect(seen.verdicts).toContain(`room ${id}: active`);
  for (const id of [3, 'drive-3'])
    expect(entryOf(seen, id)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  // What moved the date that cannot be read may be newer.
  for (const id of [2, 4])
    expect(entryOf(seen, id)).toMatchObject({
      lists: ['unknown'],
      room: { ...IN_DOUBT, evidence: 'history' },
    });
  expect(entryOf(seen, 'drive-2').room).toMatchObject({ evidence: 'contents', daysInactive: 90 });
});

it('it stays uncertain if the history cannot be read, or holds only ignored accounts', async () => {
  const keys = [{ key: 'sk-rooms-only', scopes: ['rooms:read'], account: ANN, sees: 'all' as const }];
  const refused = await scanSandbox(await sandboxWith({ rooms: [room(1)], keys }));
  const portal = await sandboxWith({ rooms: [room(1, invitedBefore(40))] });
  const ignored = await scanSandbox(portal, { ignoreActivityBy: [ANN.id] });
  for (const seen of [refused, ignored]) {
    expect(entryOf(seen, 1)).toMatchObject({ lists: ['unknown'], room: IN_DOUBT });
  }
});
