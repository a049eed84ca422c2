import { describe, expect, it } from 'vitest';
import { ARCHIVE, type RoomSeed, TEMPLATES } from '../../sandbox/portal/index.ts';
import { ago, asked, BOT, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** What a scan costs the portal. */

it.each([
  { activitySource: 'history', history: 30, checks: { inactive: 30, checked: 30, cleared: 0 } },
  { activitySource: 'updated', history: 0, checks: null },
] as const)(
  '200 rooms of which 30 look inactive, with activity-source $activitySource: $history requests beside the list',
  async ({ activitySource, history, checks }) => {
    const portal = await sandboxWith({ roomCount: 200, oldCount: 30 });
    const { report, progress } = await scanSandbox(portal, { inactiveDays: 30, activitySource });
    expect(asked(portal)).toEqual({ listing: 2, history, contents: 0 });
    const logs = portal.requests.filter(({ path }) => path.endsWith('/log'));
    expect(new Set(logs.map(({ path }) => path)).size).toBe(history);
    expect(report.evidenceCheck).toEqual(checks);
    expect(report.counts.scanned).toBe(200);
    expect(report.counts.abandoned + report.counts.unknown).toBe(30);
    expect(progress.filter((line) => /histor|checked/.test(line))).toEqual(
      checks === null ? [] : ['30 rooms look inactive; checking their history', '30 of 30 rooms checked'],
    );
  },
);

describe('rooms that cost no request', () => {
  const IGNORED = { id: 'integration-1', displayName: 'Sync' };
  const old = { created: ago(300), updated: ago(100) };
  it.each<[string, RoomSeed]>([
    ['an active room', { created: ago(300), updated: ago(1) }],
    ['a room that is about to be inactive', { created: ago(300), updated: ago(9) }],
    ['a third-party room that was just connected', { id: 'drive-1', created: ago(2), updated: ago(2) }],
    ['a room with an exempt tag', { ...old, tags: ['Keep'] }],
    ['a room kept until a day', { ...old, tags: ['keep-until:2026-12-31'] }],
    ['an exempt room', { ...old, title: 'Template of ours' }],
    ['a room of an exempt owner', { ...old, createdBy: BOT }],
    ['an archived room', { ...old, rootFolderType: ARCHIVE }],
    ['a template', { ...old, rootFolderType: TEMPLATES }],
    ['a room that says it is archived', { ...old, raw: { status: 'archived' } }],
    ['what is no room', { ...old, raw: { roomType: undefined, inRoom: undefined } }],
    ['an entry without an id', { ...old, raw: { id: undefined } }],
    ['an exempt room that an ignored account has changed', { tags: ['keep'], updatedBy: IGNORED }],
    [
      'an archived room that an ignored account has changed',
      { raw: { isArchived: true }, updatedBy: IGNORED },
    ],
    ['an exempt third-party room', { id: 'drive-1', ...old, tags: ['keep'] }],
  ])('%s', async (_, room) => {
    const portal = await sandboxWith({ rooms: [room] });
    const policy = {
      exemptRooms: ['template *'],
      exemptOwners: [BOT.displayName],
      ignoreActivityBy: [IGNORED.id],
    };
    const { report } = await scanSandbox(portal, policy);
    expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 0 });
    expect(report.counts.abandoned).toBe(0);
  });

  it('the same room without the exemption costs a request', async () => {
    const portal = await sandboxWith({ rooms: [{ ...old }, { id: 'drive-1', ...old }] });
    await scanSandbox(portal);
    expect(asked(portal)).toEqual({ listing: 1, history: 1, contents: 1 });
  });
});

it.each([1, 2, 7])('never more than %i requests at once', async (concurrency) => {
  const portal = await sandboxWith({ roomCount: 250, oldCount: 20, latencyMs: 2 });
  for (let at = 0; at < 10; at += 1) {
    portal.rooms.add({
      id: `box-${at}`,
      created: ago(90),
      updated: ago(90),
      folders: [{ updated: ago(90) }],
    });
  }
  let most = 0;
  portal.onRequest(() => {
    most = Math.max(most, portal.requests.filter(({ status }) => status === 0).length);
  });
  const { report } = await scanSandbox(portal, { inactiveDays: 30 }, { concurrency });
  // Rooms of AI agents are unknown.
  expect(report.counts.abandoned + report.counts.unknown).toBe(30);
  expect(asked(portal)).toEqual({ listing: 3, history: 20, contents: 20 });
  expect(most).toBe(concurrency);
});
