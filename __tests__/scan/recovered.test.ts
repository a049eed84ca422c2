import { describe, expect, it } from 'vitest';
import type { RoomSeed } from '../../sandbox/portal/index.ts';
import { dayOf } from '../../src/rooms/days.ts';
import { ANN, ago, asked, BEN, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Rooms that the last run listed as abandoned, and that look active now. */

const IDS = Array.from({ length: 22 }, (_, at) => at + 1);
/** Rooms in which somebody was invited 300 days ago, and that were last changed before `days`. */
const rooms = (days: number): RoomSeed[] =>
  IDS.map((id) => ({
    id,
    created: ago(400),
    updated: ago(days),
    createdBy: ANN,
    updatedBy: ANN,
    log: [{ verb: 'invite', at: ago(300), by: ANN }],
  }));
const LISTED = { previous: IDS, since: dayOf(ago(20)) };

describe('recovered are', () => {
  it.each(['3.6', '3.7.2', '3.8'] as const)(
    'no rooms that only have a new owner, on DocSpace %s',
    async (version) => {
      const portal = await sandboxWith({ rooms: rooms(300), version });
      portal.rooms.reassignRooms(ANN, BEN, ago(1));
      const { report } = await scanSandbox(portal, {}, LISTED);
      expect(report.counts).toMatchObject({ abandoned: 22, new: 0, recovered: 0 });
      expect(report.abandoned.map(({ lastActivityWhat }) => lastActivityWhat)).toEqual(
        IDS.map(() => 'members invited'),
      );
      // By the list, none of them looks inactive.
      expect(report.evidenceCheck).toEqual({ inactive: 0, checked: 0, cleared: 0 });
      expect((await scanSandbox(portal)).report.counts).toMatchObject({ abandoned: 0, active: 22 });
    },
  );

  it('those that somebody used, and their histories are read', async () => {
    const portal = await sandboxWith({ rooms: rooms(300) });
    portal.rooms.reassignRooms(ANN, BEN, ago(2));
    for (const id of [3, 4]) portal.rooms.upload(id, ANN, ago(1));
    const { report } = await scanSandbox(portal, {}, LISTED);
    expect(report.counts).toMatchObject({ abandoned: 20, active: 2, recovered: 2 });
    expect(asked(portal).history).toBeLessThanOrEqual(22 * 3);
  });

  it.each(['history', 'updated'] as const)(
    'none because of a larger inactive-days, by %s',
    async (activitySource) => {
      const portal = await sandboxWith({ rooms: rooms(120) });
      const policy = { activitySource, inactiveDays: 400 };
      const { report } = await scanSandbox(portal, policy, LISTED);
      expect(report.counts).toMatchObject({ abandoned: 0, active: 22, recovered: 0 });
      portal.rooms.upload(1, ANN, ago(1));
      expect((await scanSandbox(portal, policy, LISTED)).report.counts.recovered).toBe(1);
    },
  );

  it('none whose history cannot be read, since nobody knows', async () => {
    const portal = await sandboxWith({ rooms: rooms(1) });
    portal.faults.add({
      match: { path: /folder\/[12]\/log$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 403 },
    });
    const { report } = await scanSandbox(portal, {}, LISTED);
    expect(report.counts).toMatchObject({ abandoned: 0, active: 22, recovered: 20 });
  });

  it('by the list, if the key can read no history', async () => {
    const keys = [{ key: 'sk-x', scopes: ['rooms:read'], account: BEN, sees: 'all' as const }];
    const portal = await sandboxWith({ rooms: rooms(1), keys });
    const { report } = await scanSandbox(portal, {}, { ...LISTED, mayReadHistory: false });
    expect(report.counts).toMatchObject({ active: 22, recovered: 22 });
    expect(asked(portal).history).toBe(0);
  });
});
