import { expect, it } from 'vitest';
import { ACTIONS, type LoggedVerb, type RoomSeed } from '../../sandbox/portal/index.ts';
import { ANN, ago, asked, BEN, entryOf, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** The history of a room as a witness, as a portal writes it. */

/** A room that the list calls inactive for 100 days, by Ben. */
function quiet(id: number): RoomSeed {
  return { id, created: ago(300), updated: ago(100), createdBy: ANN, updatedBy: BEN, log: [] };
}

it('every deed that leaves the date of the list alone clears a room, and no deed of long ago does', async () => {
  const verbs = (Object.keys(ACTIONS) as LoggedVerb[]).filter((verb) => !ACTIONS[verb].moves);
  const portal = await sandboxWith({
    rooms: verbs.flatMap((_, at) => [quiet(2 * at + 1), quiet(2 * at + 2)]),
  });
  for (const [at, verb] of verbs.entries()) {
    portal.rooms[verb as 'invite'](2 * at + 1, ANN, ago(8));
    portal.rooms[verb as 'invite'](2 * at + 2, ANN, ago(11));
  }
  const seen = await scanSandbox(portal);
  for (const [at, verb] of verbs.entries()) {
    for (const [id, list, days] of [
      [2 * at + 1, 'upcoming', 8],
      [2 * at + 2, 'abandoned', 11],
    ] as const) {
      expect(entryOf(seen, id), verb).toMatchObject({
        lists: [list],
        room: {
          evidence: 'history',
          daysInactive: days,
          lastActivity: ago(days).toISOString(),
          lastUpdated: ago(100).toISOString(),
          lastActivityBy: 'Ann Lee',
        },
      });
    }
  }
  const { length } = verbs;
  expect(length).toBeGreaterThan(10);
  expect(seen.report.evidenceCheck).toEqual({ inactive: 2 * length, checked: 2 * length, cleared: length });
  expect(asked(portal)).toEqual({ listing: 1, history: 2 * length, contents: 0 });
});

it('an empty history is no evidence: the list decides', async () => {
  const portal = await sandboxWith({ rooms: [quiet(1), { ...quiet(2), created: null, updated: null }] });
  const seen = await scanSandbox(portal);
  expect(entryOf(seen, 1)).toMatchObject({
    lists: ['abandoned'],
    room: { evidence: 'updated', daysInactive: 100, lastActivityWhat: null },
  });
  expect(entryOf(seen, 2).room).toMatchObject({ evidence: 'none', lastActivity: null });
  expect(seen.progress).toContain('2 rooms look inactive; checking their history');
  expect(seen.report.notes).toEqual([expect.stringMatching(/^2 rooms have a history that holds nothing/)]);
});
