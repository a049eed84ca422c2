import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  HOSTILE_NAMES,
  type LogEntry,
  type LoggedVerb,
  type RoomSeed,
} from '../../sandbox/portal/index.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { renderCsv } from '../../src/report/files.ts';
import { renderSummary } from '../../src/report/text/summary.ts';
import { makeRoom } from '../support/factories.ts';
import { ANN, ago, asked, BEN, entryOf, NOW, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** A room's log as a witness, where everybody's activity counts. */

/** A room that the listing calls inactive for 100 days, by Ben. */
function quiet(id: number, log: RoomSeed['log'] = []): RoomSeed {
  return { id, created: ago(300), updated: ago(100), createdBy: ANN, updatedBy: BEN, log };
}

const QUIET_VERBS = (Object.keys(ACTIONS) as LoggedVerb[]).filter((verb) => !ACTIONS[verb].moves);

describe('what the log tells acquits', () => {
  it.each(QUIET_VERBS)('%s', async (verb) => {
    const portal = await sandboxWith({ rooms: [quiet(1), quiet(2)] });
    for (const id of [1, 2]) portal.rooms[verb as 'invite'](id, ANN, ago(id === 1 ? 8 : 11));
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual(['room 1: upcoming', 'room 2: abandoned']);
    expect(entryOf(seen, 1).room).toMatchObject({
      evidence: 'history',
      daysInactive: 8,
      lastActivity: ago(8).toISOString(),
      lastUpdated: ago(100).toISOString(),
      lastActivityBy: 'Ann Lee',
    });
    expect(entryOf(seen, 2).room).toMatchObject({
      evidence: 'history',
      daysInactive: 11,
      lastActivity: ago(11).toISOString(),
    });
    expect(seen.report.evidenceCheck).toEqual({ suspects: 2, acquitted: 1 });
  });

  it.each([
    { what: 'a millisecond before the threshold', at: ago(10, -1), verdict: 'upcoming', days: 9 },
    { what: 'at the threshold', at: ago(10), verdict: 'abandoned', days: 10 },
    { what: 'a millisecond after the threshold', at: ago(10, 1), verdict: 'abandoned', days: 10 },
  ])('$what: $verdict', async ({ at, verdict, days }) => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at, by: ANN }])] });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual([`room 1: ${verdict}`]);
    expect(entryOf(seen, 1).room).toMatchObject({ daysInactive: days, evidence: 'history' });
  });

  it('to active, not to upcoming alone, and an active room is in no list', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'addTag', at: ago(1), by: ANN }])] });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual(['room 1: active']);
    expect(seen.report.counts).toMatchObject({ scanned: 1, active: 1, abandoned: 0, unknown: 0 });
    expect(seen.report.evidenceCheck).toEqual({ suspects: 1, acquitted: 1 });
  });

  it.each([
    {
      what: 'the log, where it is newer',
      at: ago(20),
      last: {
        lastActivity: ago(20).toISOString(),
        lastActivityWhat: 'members invited',
        lastActivityBy: 'Ann Lee',
      },
    },
    {
      what: 'the listing, where that is newer',
      at: ago(150),
      last: { lastActivity: ago(100).toISOString(), lastActivityWhat: null, lastActivityBy: 'Ben Ode' },
    },
  ])('the newer one of both is the last activity: $what', async ({ at, last }) => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at, by: ANN }])] });
    expect(entryOf(await scanSandbox(portal), 1).room).toMatchObject({ evidence: 'history', ...last });
  });

  it('an empty log leaves the date of the listing, and was looked at', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1)] });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 1)).toMatchObject({
      lists: ['abandoned'],
      room: { evidence: 'history', daysInactive: 100, lastActivityWhat: null },
    });
    expect(asked(portal).history).toBe(1);
    expect(seen.report.notes).toEqual([]);
  });

  it('a room without dates in the listing has those of its log', async () => {
    const undated = { created: null, updated: null };
    const portal = await sandboxWith({
      rooms: [
        { ...quiet(1, [{ verb: 'fillForm', at: ago(2), by: ANN }]), ...undated },
        { ...quiet(2, [{ verb: 'fillForm', at: ago(30), by: ANN }]), ...undated },
        { ...quiet(3), ...undated },
        { ...quiet(4, [{ verb: 'fillForm', at: ago(30), by: ANN }]), created: 'never', updated: 'never' },
      ],
    });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts.toSorted()).toEqual([
      'room 1: active',
      'room 2: abandoned',
      'room 3: unknown',
      'room 4: abandoned',
    ]);
    expect(entryOf(seen, 2).room).toMatchObject({ evidence: 'history', daysInactive: 30, lastUpdated: null });
    expect(entryOf(seen, 3).room).toMatchObject({ evidence: 'none', reason: 'no date', lastActivity: null });
  });
});
