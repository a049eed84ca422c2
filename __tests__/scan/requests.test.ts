import { describe, expect, it } from 'vitest';
import { ARCHIVE, type RoomSeed, TEMPLATES } from '../../sandbox/portal/index.ts';
import { ago, asked, BOT, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** What a scan costs the portal. */

describe('10,000 rooms of which 300 look inactive', () => {
  const world = { roomCount: 10_000, oldCount: 300 };
  const policy = { inactiveDays: 30 };

  it('sends 110 requests for the list, and one for each room that looks inactive', async () => {
    const portal = await sandboxWith(world);
    const { report, progress } = await scanSandbox(portal, policy);
    expect(asked(portal)).toEqual({ listing: 110, history: 300, contents: 0 });
    expect(
      new Set(portal.requests.filter(({ path }) => path.endsWith('/log')).map(({ path }) => path)).size,
    ).toBe(300);
    expect(report.evidenceCheck).toEqual({ inactive: 300, checked: 300, cleared: 0 });
    expect(report.counts.scanned).toBe(10_000);
    expect(report.counts.abandoned + report.counts.unknown).toBe(300);
    expect(progress).toContain('300 rooms look inactive; checking their history');
    expect(progress.filter((line) => line.endsWith(' checked'))).toEqual(['300 of 300 rooms checked']);
  });

  it('sends 110 requests if the list alone decides', async () => {
    const portal = await sandboxWith(world);
    const { report, progress } = await scanSandbox(portal, { ...policy, activitySource: 'updated' });
    expect(asked(portal)).toEqual({ listing: 110, history: 0, contents: 0 });
    expect(report.counts.scanned).toBe(10_000);
    expect(report.counts.abandoned + report.counts.unknown).toBe(300);
    expect(report.evidenceCheck).toBeNull();
    expect(progress.filter((line) => /histor|checked/.test(line))).toEqual([]);
  });
});

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
  const portal = await sandboxWith({ roomCount: 350, oldCount: 60, latencyMs: 2 });
  for (let at = 0; at < 30; at += 1) {
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
  expect(report.counts.abandoned + report.counts.unknown).toBe(90);
  expect(asked(portal)).toEqual({ listing: 4, history: 60, contents: 60 });
  expect(most).toBe(concurrency);
});
