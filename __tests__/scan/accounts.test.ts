import { expect, it } from 'vitest';
import type { RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, asked, BEN, BOT, entryOf, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Accounts whose activity does not count: of whose change the list speaks decides whether a history is read. */

const WITHOUT_BOT = { ignoreActivityBy: ['Backup Job'] };

/** A room that the bot changed a day ago, 300 days old, with three uploads. */
function botRoom(id: number, by = BOT, days = 1): RoomSeed {
  const log = [1, 2, 3].map((hour) => ({ verb: 'upload' as const, at: ago(days + hour / 24), by }));
  return { id, created: ago(300), updated: ago(days), createdBy: ANN, updatedBy: BOT, log };
}

it('of an ignored account: the history is read, however new the date', async () => {
  const portal = await sandboxWith({ rooms: [botRoom(1), botRoom(2, ANN), botRoom(3, BOT, 50)] });
  const seen = await scanSandbox(portal, WITHOUT_BOT);
  expect(seen.verdicts.toSorted()).toEqual(['room 1: abandoned', 'room 2: active', 'room 3: abandoned']);
  // The uploads count as nothing, the making of the room counts.
  for (const [id, updated] of [
    [1, 1],
    [3, 50],
  ] as const) {
    expect(entryOf(seen, id).room).toMatchObject({
      evidence: 'history',
      daysInactive: 300,
      lastActivity: ago(300).toISOString(),
      lastUpdated: ago(updated).toISOString(),
      lastActivityBy: null,
    });
  }
  expect(asked(portal).history).toBeGreaterThanOrEqual(3);
});

it.each([
  { what: 'of somebody else', updatedBy: BEN, policy: WITHOUT_BOT },
  { what: 'of nobody known', updatedBy: undefined, policy: WITHOUT_BOT },
  { what: 'of somebody without id and name', updatedBy: { id: '', displayName: '' }, policy: WITHOUT_BOT },
  { what: 'of the same account, if none is ignored', updatedBy: BOT, policy: {} },
])('$what: it counts, and costs no request', async ({ updatedBy, policy }) => {
  const portal = await sandboxWith({ rooms: [{ ...botRoom(1), updatedBy }] });
  expect((await scanSandbox(portal, policy)).verdicts).toEqual(['room 1: active']);
  expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 0 });
});

it('the making of a room counts, by any account', async () => {
  const log = [{ verb: 'createRoom' as const, at: ago(8), by: BOT }];
  const made = { ...botRoom(1), log, created: ago(8), updated: ago(8), createdBy: BOT };
  const portal = await sandboxWith({ rooms: [made] });
  const seen = await scanSandbox(portal, WITHOUT_BOT);
  expect(entryOf(seen, 1)).toMatchObject({ lists: ['upcoming'], room: { daysInactive: 8 } });
});

it('a storage that is not reachable is unknown, also if the list has a recent date by the bot', async () => {
  const stored = { storage: 'disconnected', created: ago(300), updated: ago(1), updatedBy: BOT } as const;
  const portal = await sandboxWith({ rooms: [{ id: 'drive-1', ...stored }] });
  expect(entryOf(await scanSandbox(portal, WITHOUT_BOT), 'drive-1')).toMatchObject({
    lists: ['unknown'],
    room: { reason: 'storage not reachable' },
  });
});

it.each<[readonly string[], boolean]>([
  // The default needs no room with the tag.
  [['keep'], false],
  [['keep', 'template'], true],
  [['legal'], true],
  [['legal', 'HOLD'], false],
  [[], false],
])('exempt-tags %j are named if none is the tag of a room: %j', async (exemptTags, isNamed) => {
  const portal = await sandboxWith({ rooms: [{ ...botRoom(1), tags: ['hold'] }] });
  const { report } = await scanSandbox(portal, { exemptTags });
  expect(report.notes.some((note) => note.includes('exempt-tags'))).toBe(isNamed);
});
