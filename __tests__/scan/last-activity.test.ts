import { describe, expect, it } from 'vitest';
import type { FaultKind, LoggedRequest, RoomSeed } from '../../sandbox/portal/index.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { ANN, ago, asked, entryOf, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Witnesses that do not answer. */

const FOR_EVER = Number.POSITIVE_INFINITY;

/** Rooms that the listing calls inactive for 100 days; every other one has had a visitor since. */
function rooms(count: number, first = 1): RoomSeed[] {
  return Array.from({ length: count }, (_, at) => ({
    id: first + at,
    created: ago(300),
    updated: ago(100),
    createdBy: ANN,
    updatedBy: ANN,
    log: [{ verb: 'invite', at: ago(at % 2 === 0 ? 30 : 1), by: ANN }],
  }));
}

function stored(count: number): RoomSeed[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `drive-${at + 1}`,
    created: ago(300),
    updated: ago(300),
    files: [{ updated: ago(at % 2 === 0 ? 30 : 1) }],
  }));
}

const isLog = ({ path }: LoggedRequest) => path.endsWith('/log');

describe('single rooms that do not answer', () => {
  const KINDS: FaultKind[] = [
    { status: 403 },
    { status: 404 },
    { status: 405 },
    { status: 500 },
    { json: {} },
    { json: { response: 1 } },
  ];

  it.each(KINDS)('are unknown, the others are judged by their history: %j', async (kind) => {
    const portal = await sandboxWith({ rooms: rooms(20) });
    // Room 8 is alive, room 9 is not: without their logs, nobody knows.
    portal.faults.add({ match: { path: /folder\/[89]\/log$/ }, times: FOR_EVER, kind });
    const seen = await scanSandbox(portal);
    for (const id of [8, 9]) {
      expect(entryOf(seen, id)).toMatchObject({
        lists: ['unknown'],
        room: { evidence: 'updated', reason: 'history not readable', lastActivity: null },
      });
    }
    expect(new Set(seen.report.abandoned.map(({ evidence }) => evidence))).toEqual(new Set(['history']));
    expect(seen.report.counts).toMatchObject({ abandoned: 9, active: 9, unknown: 2 });
    expect(seen.report.evidenceCheck).toEqual({ inactive: 20, checked: 18, cleared: 9 });
    expect(seen.report.notes).toEqual([expect.stringMatching(/^The history of 2 rooms cannot be read\. /)]);
  });
});

describe('if no room answers', () => {
  it.each([
    {
      what: 'the key lacks files:read',
      options: { scopes: ['rooms:read'] },
      note: /"files:read"/,
      logs: 20,
      most: 20,
    },
    {
      what: 'the portal is too old',
      options: { history: false },
      note: /version is too old/,
      logs: 20,
      most: 40,
    },
  ])('$what: one note, and a few requests', async ({ options, note, logs: expectedLogs, most }) => {
    const { scopes = ['*'], history = true } = options as { scopes?: string[]; history?: boolean };
    const account = { id: 'x', displayName: 'X' };
    const portal = await sandboxWith({
      rooms: rooms(150),
      history,
      keys: [{ key: 'sk-x', scopes, account, sees: 'all' }],
    });
    const seen = await scanSandbox(portal);
    expect(seen.report.notes).toEqual([expect.stringMatching(note)]);
    expect(seen.report.abandoned).toHaveLength(150);
    expect(new Set(seen.report.abandoned.map(({ evidence }) => evidence))).toEqual(new Set(['updated']));
    expect(seen.report.evidenceCheck).toEqual({ inactive: 150, checked: 0, cleared: 0 });
    const { listing, history: logs, contents } = asked(portal);
    // Two pages, one to see that the portal still answers, and two to look for rooms that are not found.
    expect(listing).toBe(history ? 3 : 5);
    expect(logs).toBe(expectedLogs);
    expect(logs + contents).toBeLessThanOrEqual(most);
  });

  it('rooms that the account may not open do not speak for the others', async () => {
    const portal = await sandboxWith({ rooms: rooms(60) });
    const refused = new Set<string>();
    portal.onRequest(({ path }) => {
      if (!path.endsWith('/log') || refused.size === 6 || refused.has(path)) return;
      refused.add(path);
      portal.faults.add({ match: { path: new RegExp(`${path}$`) }, kind: { status: 403 } });
    });
    const { report } = await scanSandbox(portal);
    expect(asked(portal).history).toBe(60);
    expect(report.counts.unknown).toBe(6);
    expect(report.counts.abandoned + report.counts.active).toBe(54);
  });

  it('warns about a missing files:read for third-party rooms too, and does not ask for each of them', async () => {
    const account = { id: 'x', displayName: 'X' };
    const portal = await sandboxWith({
      rooms: stored(60),
      keys: [{ key: 'sk-x', scopes: ['rooms:read'], account, sees: 'all' }],
    });
    const { report } = await scanSandbox(portal);
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 60 });
    expect(report.notes).toEqual([expect.stringContaining('files:read')]);
    expect(asked(portal).contents).toBeLessThanOrEqual(20);
  });

  it('three broken rooms are not all rooms, though they are the first to be asked', async () => {
    const portal = await sandboxWith({ rooms: rooms(30) });
    const broken = new Set<string>();
    portal.onRequest((request) => {
      if (!isLog(request) || broken.size >= 3 || broken.has(request.path)) return;
      broken.add(request.path);
      portal.faults.add({
        match: { path: new RegExp(`${request.path}$`) },
        times: FOR_EVER,
        kind: { status: 500 },
      });
    });
    const { report } = await scanSandbox(portal);
    expect(broken.size).toBe(3);
    expect(report.counts.unknown).toBe(3);
    expect(report.counts.active).toBeGreaterThanOrEqual(12);
  });
});

describe('a room that is deleted meanwhile', () => {
  const deleted = (seeds: RoomSeed[], id: number | string) => ({
    rooms: seeds,
    delete: (portal: Awaited<ReturnType<typeof sandboxWith>>) =>
      portal.onRequest(({ path }) => {
        if (!path.endsWith('/rooms')) portal.rooms.remove(id);
      }),
  });

  it.each([
    { what: 'with a history', seeds: rooms(10), id: 4 },
    { what: 'on third-party storage', seeds: stored(10), id: 'drive-3' },
  ])('drops out and is counted: $what', async ({ seeds, id }) => {
    const { rooms: all, delete: remove } = deleted(seeds, id);
    const portal = await sandboxWith({ rooms: all });
    remove(portal);
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toContain(`room ${id}: skipped`);
    expect(() => entryOf(seen, id)).toThrow();
    expect(seen.report.counts).toMatchObject({ scanned: 10, skipped: 1 });
    expect(seen.report.skippedBy).toEqual({ 'deleted meanwhile': 1 });
    // The one that is gone is no room that failed.
    expect(seen.report.notes).toEqual([]);
  });

  it.each<FaultKind>([{ status: 503 }, { status: 500 }, 'reset', 'cut'])(
    'also where the first look whether it is gone fails: %j',
    async (kind) => {
      const { rooms: all, delete: remove } = deleted(rooms(10), 4);
      const portal = await sandboxWith({ rooms: all });
      remove(portal);
      portal.faults.add({ match: { path: /\/files\/4$/ }, kind });
      expect((await scanSandbox(portal)).report.skippedBy).toEqual({ 'deleted meanwhile': 1 });
    },
  );
});

describe('trouble of the portal itself ends the run, and there is no report', () => {
  it.each<[string, FaultKind, RegExp]>([
    ['401', { status: 401 }, /^401 from the portal for the history of room/],
    ['402', { status: 402 }, /^402 /],
    ['429 for ever', { status: 429 }, /^429 /],
    ['502 for ever', { status: 502 }, /^502 /],
    ['a login page', 'html200', /web page/],
    ['a connection that breaks', 'reset', /No connection|connection/],
    ['no answer', 'hang', /No whole answer/],
    ['a redirect', { status: 302, location: 'https://elsewhere.example/' }, /redirects to another page/],
  ])('%s', async (_, kind, message) => {
    const portal = await sandboxWith({ rooms: rooms(20) });
    portal.faults.add({ match: { path: /\/log$/, nth: 6 }, times: FOR_EVER, kind });
    const error = await scanSandbox(portal, {}, { timeoutMs: kind === 'hang' ? 100 : 60_000 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PortalError);
    expect((error as PortalError).message).toMatch(message);
  });

  it.each<[string, FaultKind]>([
    ['401', { status: 401 }],
    ['a login page', 'html200'],
  ])('also for contents: %s', async (_, kind) => {
    const portal = await sandboxWith({ rooms: stored(5) });
    portal.faults.add({ match: { path: /\/files\/drive-2$/ }, times: FOR_EVER, kind });
    await expect(scanSandbox(portal)).rejects.toBeInstanceOf(PortalError);
  });
});

describe('faults that pass change nothing', () => {
  const KINDS: FaultKind[] = [
    { status: 500 },
    { status: 502 },
    { status: 503 },
    { status: 504 },
    { status: 429 },
    'reset',
    'cut',
    'truncatedJson',
    'empty200',
    'notJson',
  ];
  const world = () => ({ rooms: [...rooms(8), ...stored(4)] });

  it.each(KINDS)('once on each suspect: %j', async (kind) => {
    const plain = (await scanSandbox(await sandboxWith(world()))).report;
    const portal = await sandboxWith(world());
    for (let id = 1; id <= 8; id += 1)
      portal.faults.add({ match: { path: new RegExp(`folder/${id}/log$`) }, kind });
    for (let id = 1; id <= 4; id += 1)
      portal.faults.add({ match: { path: new RegExp(`files/drive-${id}$`) }, kind });
    const { report } = await scanSandbox(portal);
    const sameAddress = JSON.parse(
      JSON.stringify(report).replaceAll(portal.url, plain.portal.replace(/\/$/, '')),
    );
    expect(portal.faults.pending).toBe(0);
    expect({ ...sameAddress, portal: '' }).toEqual({ ...plain, portal: '' });
    expect(plain.abandoned).toHaveLength(6);
  });

  // If they do not end the listing, they must not end a run that is all but done.
  it.each<[FaultKind, number]>([
    // Before a first success, the portal may have died of the request: two more attempts, no more.
    [{ status: 502 }, 2],
    ['reset', 2],
    ['empty200', 4],
  ])('%j: %i times in a row in the listing, four times later on', async (kind, times) => {
    const portal = await sandboxWith({ rooms: rooms(10) });
    portal.faults.add({ match: { path: /\/files\/rooms$/ }, times, kind });
    expect((await scanSandbox(portal)).report.counts.scanned).toBe(10);
    portal.faults.add({ match: { path: /folder\/5\/log$/ }, times: 4, kind });
    expect((await scanSandbox(portal)).report.counts).toMatchObject({ scanned: 10, active: 5 });
  });
});
