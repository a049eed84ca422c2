import { describe, expect, it } from 'vitest';
import type { FaultKind, RoomSeed, Portal as Sandbox } from '../../sandbox/portal/index.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { isRoomSpecific } from '../../src/docspace/http/failure.ts';
import type { Report } from '../../src/report/schema.ts';
import { noRoomsVisible } from '../../src/report/text/sentences.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { status as failure } from '../support/failures.ts';
import fc from '../support/fast-check.ts';
import { scaled } from '../support/scale.ts';
import { ANN, ago, asked, BOT, entryOf, scanPortal, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** Many rooms that do not answer, each in its own way, and what that costs the others: nothing. */

const FOR_EVER = Number.POSITIVE_INFINITY;

/** Rooms that the listing calls inactive for 100 days, and that had a visitor yesterday. */
function alive(count: number): RoomSeed[] {
  return Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    created: ago(300),
    updated: ago(100),
    createdBy: ANN,
    updatedBy: ANN,
    log: [{ verb: 'invite', at: ago(1), by: ANN }],
  }));
}

/** Rooms on third-party storage, in which something was stored yesterday. */
function stored(count: number, seed: RoomSeed = {}, prefix = 'drive'): RoomSeed[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${prefix}-${100 + at}`,
    created: ago(300),
    updated: ago(300),
    files: [{ updated: ago(1) }],
    ...seed,
  }));
}

/** The ids that are asked first, of so many rooms with the ids from 1 on. */
function firstAsked(of: number, wave = 20): number[] {
  return Array.from({ length: wave }, (_, at) => Math.floor((at * of) / wave) + 1);
}

function fail(portal: Sandbox, id: RoomId, kind: FaultKind, times = FOR_EVER): void {
  const path = typeof id === 'number' ? new RegExp(`folder/${id}/log$`) : new RegExp(`files/${id}$`);
  portal.faults.add({ match: { path }, times, kind });
}

/** Takes rooms away as soon as the listing is through. */
function deleteAfterListing(portal: Sandbox, ids: readonly RoomId[]): void {
  portal.onRequest(({ path }) => {
    if (!path.endsWith('/rooms')) for (const id of ids) portal.rooms.remove(id);
  });
}

const notReadable = (report: Report) =>
  report.unknown.filter(({ reason }) => reason === 'history not readable').map(({ id }) => id);

const ACCOUNT = { id: 'x', displayName: 'X' };
const LISTING_ONLY = [{ key: 'sk-x', scopes: ['rooms:read'], account: ACCOUNT, sees: 'all' as const }];

describe('rooms that were deleted meanwhile', () => {
  it.each([
    { what: 'the first three of 60', of: 60, gone: firstAsked(60).slice(0, 3) },
    { what: 'half of 30', of: 30, gone: Array.from({ length: 15 }, (_, at) => at + 1) },
    { what: 'one', of: 60, gone: [1] },
  ])('$what: they are skipped after one more list, and all others have their history', async (one) => {
    const portal = await sandboxWith({ rooms: alive(one.of) });
    deleteAfterListing(portal, one.gone);
    const { report } = await scanSandbox(portal);
    const { length } = one.gone;
    expect(report.counts).toMatchObject({ active: one.of - length, abandoned: 0, skipped: length });
    expect(report.skippedBy).toEqual({ 'deleted meanwhile': length });
    expect(report.notes).toEqual([]);
    expect(asked(portal)).toMatchObject({ history: one.of, contents: 0 });
  });

  it('three of 60 on third-party storage: one more look at the list, since one call alone speaks', async () => {
    const portal = await sandboxWith({ rooms: stored(60) });
    deleteAfterListing(portal, ['drive-100', 'drive-103', 'drive-106']);
    const { report } = await scanSandbox(portal);
    expect(report.counts).toMatchObject({ active: 57, unknown: 0, skipped: 3 });
    expect(report.notes).toEqual([]);
    expect(asked(portal)).toEqual({ listing: 2, history: 0, contents: 60 });
  });

  it('a storage that does not find a room which the list still holds is out of reach', async () => {
    const portal = await sandboxWith({ rooms: [...alive(5), ...stored(5)] });
    fail(portal, 'drive-102', { status: 404 });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 'drive-102')).toMatchObject({
      lists: ['unknown'],
      room: { reason: 'storage not reachable' },
    });
    expect(seen.report.counts).toMatchObject({ active: 9, skipped: 0 });
  });

  it('all that are asked first: the list shows that they were deleted, and the others are asked', async () => {
    const portal = await sandboxWith({ rooms: alive(45) });
    deleteAfterListing(portal, firstAsked(45));
    const { report } = await scanSandbox(portal);
    expect(report.counts).toMatchObject({ active: 25, abandoned: 0, skipped: 20 });
    expect(report.notes).toEqual([]);
    // One more after the first failures, whether the portal still answers, and one to see what was deleted.
    expect(asked(portal)).toEqual({ listing: 3, history: 45, contents: 0 });
  });

  it('nor is one called deleted if the list does not add up', async () => {
    const portal = await sandboxWith({ rooms: alive(145) });
    const gone = firstAsked(145);
    deleteAfterListing(portal, gone);
    let more = 1000;
    portal.onRequest(({ page }) => {
      if (page !== 2 || portal.rooms.get(1) !== undefined) return;
      more += 1;
      portal.rooms.add({ id: more, updated: ago(0) });
    });
    const { report } = await scanSandbox(portal);
    expect(more).toBeGreaterThan(1000);
    expect(report.counts).toMatchObject({ scanned: 145, abandoned: 0, unknown: 145, skipped: 0 });
    expect(report.notes).toHaveLength(1);
  });

  it('every room: the warning says so', async () => {
    const portal = await sandboxWith({ rooms: alive(3) });
    deleteAfterListing(portal, [1, 2, 3]);
    const { report } = await scanSandbox(portal);
    expect(report.skippedBy).toEqual({ 'deleted meanwhile': 3 });
    expect(noRoomsVisible(report)).toBe(
      'All 3 entries of the list of rooms were skipped, 3 of them because they were deleted during the scan, so there are no results. Run the workflow again.',
    );
  });
});

describe('rooms that fail in different ways at once', () => {
  it('three that alone have no history leave the others theirs', async () => {
    const portal = await sandboxWith({ rooms: alive(60) });
    const three = firstAsked(60).slice(0, 3);
    for (const id of three) fail(portal, id, { status: 404 });
    const { report } = await scanSandbox(portal);
    expect(notReadable(report)).toEqual(three);
    const [first] = report.unknown;
    expect(first).toMatchObject({ evidence: 'updated', lastActivity: null });
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 3, active: 57 });
    expect(report.notes).toEqual([expect.stringMatching(/^The history of 3 rooms cannot be read\. /)]);
    expect(asked(portal)).toEqual({ listing: 2, history: 60, contents: 0 });
  });

  it('all that are asked first, and none of them speaks for the others', async () => {
    const portal = await sandboxWith({ rooms: [...alive(60), ...stored(9)] });
    const ids = firstAsked(60);
    deleteAfterListing(portal, ids.slice(0, 10));
    for (const id of ids.slice(10, 13)) fail(portal, id, { status: 404 });
    for (const id of ids.slice(13, 16)) fail(portal, id, { status: 403 });
    for (const id of ids.slice(16, 18)) fail(portal, id, { status: 500 });
    for (const id of ids.slice(18, 19)) fail(portal, id, { json: { response: 'none' } });
    for (const id of ids.slice(19)) fail(portal, id, { status: 405 });
    fail(portal, 'drive-101', { status: 504 });
    fail(portal, 'drive-103', { status: 403 });
    fail(portal, 'drive-105', { status: 500 });
    fail(portal, 'drive-107', 'cut');
    const { report, verdicts } = await scanSandbox(portal);
    expect(report.skippedBy).toEqual({ 'deleted meanwhile': 10 });
    expect(report.abandoned).toEqual([]);
    expect(notReadable(report)).toEqual(ids.slice(10).toSorted((a, b) => a - b));
    expect(
      report.unknown.filter(({ reason }) => reason === 'storage not reachable').map(({ id }) => id),
    ).toEqual(['drive-101', 'drive-103', 'drive-105', 'drive-107']);
    expect(verdicts.filter((line) => line.endsWith(': active'))).toHaveLength(40 + 5);
    expect(report.notes).toEqual([expect.stringMatching(/^The history of 10 rooms cannot be read\. /)]);
    expect(asked(portal)).toMatchObject({
      // Three tries for each of the two with a fault.
      history: 60 + 2 * 2,
      // Three of the nine are tried three times.
      contents: 9 + 3 * 2,
    });
  });

  it('those that are deleted are no failures: it takes 20 others to skip the rest', async () => {
    const portal = await sandboxWith({ rooms: alive(40) });
    const gone = firstAsked(40).slice(0, 5);
    deleteAfterListing(portal, gone);
    for (let id = 1; id <= 40; id += 1) if (!gone.includes(id)) fail(portal, id, { status: 403 });
    const { report } = await scanSandbox(portal);
    expect(report.skippedBy).toEqual({ 'deleted meanwhile': 5 });
    expect(notReadable(report)).toHaveLength(35);
    expect(asked(portal)).toEqual({ listing: 3, history: 25, contents: 0 });
  });
});

describe('if no room answers', () => {
  it('faults that last take three tries for each of 20 rooms, and the others are left alone', async () => {
    const portal = await sandboxWith({ rooms: alive(25) });
    portal.faults.add({ match: { path: /log$/ }, times: FOR_EVER, kind: { status: 500 } });
    const { report, progress } = await scanSandbox(portal);
    // One for the list, to see that the portal still answers.
    expect(asked(portal)).toEqual({ listing: 2, history: 60, contents: 0 });
    expect(notReadable(report)).toHaveLength(25);
    expect(report.evidenceCheck).toEqual({ inactive: 25, checked: 0, cleared: 0 });
    expect(report.notes).toEqual([
      expect.stringContaining(': each request for it is answered with an error.'),
    ]);
    expect(progress.filter((line) => line.endsWith('checked'))).toEqual([]);
  });

  it.each([400, 402, 404, 405, 410, 451, 501])('%i for every history accuses no room', async (status) => {
    for (const [rooms, body] of [
      [22, 'html'],
      [1, 'json'],
    ] as const) {
      const portal = await sandboxWith({ rooms: alive(rooms) });
      portal.faults.add({ match: { path: /log$/ }, times: FOR_EVER, kind: { status, body } });
      const { report } = await scanSandbox(portal);
      expect(notReadable(report)).toHaveLength(rooms);
      expect(report.notes).toEqual([expect.not.stringMatching(ACCUSES_THE_KEY)]);
    }
  });

  it.each<[string, FaultKind]>([
    ['nothing', 'empty200'],
    ['JSON that is cut', 'truncatedJson'],
    ['no JSON', 'notJson'],
    ['damaged gzip', { bytes: 'not gzip', headers: { 'Content-Encoding': 'gzip' } }],
  ])('a history that is %s costs that room, never the scan', async (_, kind) => {
    const portal = await sandboxWith({ rooms: [...alive(3), ...stored(2)] });
    fail(portal, 2, kind);
    fail(portal, 'drive-100', kind);
    const seen = await scanSandbox(portal);
    expect(seen.report.counts).toMatchObject({ scanned: 5, active: 3, abandoned: 0, unknown: 2 });
    expect(notReadable(seen.report)).toEqual([2]);
    expect(entryOf(seen, 'drive-100').room).toMatchObject({ reason: 'storage not reachable' });
    expect(seen.report.notes).toEqual([expect.stringMatching(/^The history of 1 room cannot be read/)]);
    expect(asked(portal)).toEqual({ listing: 1, history: 5, contents: 4 });
  });

  it('a portal that finds nothing but its list has deleted no room', async () => {
    const portal = await sandboxWith({ rooms: [...alive(22), ...stored(3)] });
    portal.faults.add({ match: { path: /files\/(?!rooms)/ }, times: FOR_EVER, kind: { status: 404 } });
    const { report } = await scanSandbox(portal);
    expect(report.counts).toMatchObject({ scanned: 25, abandoned: 0, unknown: 25, skipped: 0 });
    expect(report.notes).toHaveLength(1);
    expect(asked(portal)).toEqual({ listing: 4, history: 20, contents: 3 });
  });

  it('a key without files:read: 20 requests, and none for third-party storage', async () => {
    const portal = await sandboxWith({ rooms: [...alive(25), ...stored(9)], keys: LISTING_ONLY });
    const { report } = await scanSandbox(portal);
    expect(asked(portal)).toEqual({ listing: 2, history: 20, contents: 0 });
    expect(report.counts).toMatchObject({ abandoned: 25, unknown: 9 });
    expect(new Set(report.unknown.map(({ reason }) => reason))).toEqual(new Set(['storage not reachable']));
    expect(report.notes).toEqual([expect.stringContaining('lacks the scope "files:read", or its account')]);
  });

  it('a portal without histories: third-party rooms are judged by their contents', async () => {
    const portal = await sandboxWith({ rooms: [...alive(25), ...stored(5)], history: false });
    const { report } = await scanSandbox(portal);
    expect(asked(portal)).toEqual({ listing: 3, history: 20, contents: 5 });
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 25, active: 5 });
    expect(report.notes).toEqual([expect.not.stringMatching(ACCUSES_THE_KEY)]);
  });

  it('and ignore-activity-by: it is said that it does nothing there', async () => {
    const rooms = alive(3).map((room) => ({ ...room, updated: ago(1), updatedBy: BOT }));
    const portal = await sandboxWith({ rooms, keys: LISTING_ONLY });
    const { report } = await scanSandbox(portal, { ignoreActivityBy: ['backup job'] });
    expect(report.counts).toMatchObject({ active: 3, abandoned: 0 });
    const sentence =
      'For these rooms, the activity of the accounts in ignore-activity-by counts, so abandoned rooms may be missed.';
    expect(report.notes).toEqual([expect.stringMatching(/^The history of rooms cannot be read/)]);
    expect(report.notes[0]?.endsWith(` ${sentence}`)).toBe(true);
    expect((await scanSandbox(portal)).report.notes).toEqual([]);
  });

  it('nothing is asked of a key that is known to lack the scope', async () => {
    const portal = await sandboxWith({ rooms: [...alive(3), ...stored(2)], keys: LISTING_ONLY });
    const { report } = await scanSandbox(portal, {}, { mayReadHistory: false });
    expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 0 });
    expect(report.counts).toMatchObject({ abandoned: 3, unknown: 2 });
    expect(report.evidenceCheck).toEqual({ inactive: 5, checked: 0, cleared: 0 });
    expect(report.notes).toEqual([expect.stringContaining('lacks the scope "files:read"')]);
  });

  it('of a key that is known to have the scope, the list decides about no room', async () => {
    const portal = await sandboxWith({ rooms: alive(3) });
    portal.faults.add({ match: { path: /log$/ }, times: FOR_EVER, kind: { status: 403, body: 'empty' } });
    const { report } = await scanSandbox(portal, {}, { mayReadHistory: true });
    expect(notReadable(report)).toHaveLength(3);
    expect(report.notes).toEqual([expect.not.stringMatching(ACCUSES_THE_KEY)]);
  });
});

/** What a scan that has read something must not say of the key or the portal. */
const ACCUSES_THE_KEY = /scope|role|version|no access|docspace-url/;

describe('a portal that refuses everything in the middle of a scan', () => {
  const REFUSALS: readonly [string, FaultKind][] = [
    ["a firewall's page", { status: 403, body: 'html' }],
    ['an empty 403', { status: 403, body: 'empty' }],
    ["a gateway's JSON", { status: 403, body: 'gateway' }],
    ['a suspended portal', { status: 404, body: 'problem' }],
    ['a portal that is being restored', { status: 403, body: 'problem' }],
  ];

  /** A suspended portal says so itself; of everything else, the refusal of the list tells. */
  const CAUSE = /^403 from .* for page 1 of the rooms: |: the portal is suspended\. /;

  it.each(REFUSALS)('accuses nobody: %s', async (_, kind) => {
    const portal = await sandboxWith({ rooms: alive(12) });
    portal.faults.add({ match: { path: /./, nth: 5 }, times: FOR_EVER, kind });
    const error = await scanSandbox(portal).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PortalError);
    expect((error as PortalError).message).toMatch(CAUSE);
  });

  it.each(REFUSALS)('or after the list, before any history: %s', async (_, kind) => {
    const portal = await sandboxWith({ rooms: alive(3) });
    portal.faults.add({ match: { path: /./, nth: 2 }, times: FOR_EVER, kind });
    await expect(scanSandbox(portal)).rejects.toThrow(CAUSE);
  });

  it.each(REFUSALS.filter(([what]) => !what.includes('suspended')))(
    'also if the list is still answered: %s',
    async (_, kind) => {
      const portal = await sandboxWith({ rooms: alive(12) });
      portal.faults.add({ match: { path: /log$/, nth: 4 }, times: FOR_EVER, kind });
      const { report } = await scanSandbox(portal);
      expect(report.counts).toMatchObject({ active: 3, abandoned: 0, unknown: 9 });
      expect(notReadable(report)).toHaveLength(9);
      expect(report.evidenceCheck).toEqual({ inactive: 12, checked: 3, cleared: 3 });
      expect(report.notes).toEqual([expect.stringMatching(/^The history of 9 rooms cannot be read\. /)]);
      expect(report.notes[0]).not.toMatch(ACCUSES_THE_KEY);
      expect(asked(portal).history).toBeLessThanOrEqual(12 + 2 * 9);
    },
  );
});

describe('storages that are out of reach', () => {
  const DEAD = { storage: 'unauthorized' as const };

  it.each<[string, FaultKind | 'unauthorized', number]>([
    ['refuses its account', 'unauthorized', 1],
    ['answers with 500', { status: 500 }, 3],
    ['answers with 504', { status: 504 }, 3],
    ['breaks the connection', 'reset', 3],
    ['does not answer', 'hang', 2],
  ])(
    'one that %s for ever makes its room unknown, never abandoned, and costs no other room',
    async (_, kind, tries) => {
      const old = { files: [{ updated: ago(200) }] };
      const portal = await sandboxWith({
        rooms: [...stored(1, kind === 'unauthorized' ? { storage: kind } : old), ...stored(2, old, 'box')],
      });
      if (kind !== 'unauthorized') fail(portal, 'drive-100', kind);
      const policy = { unknownActivity: 'abandoned', maxAbandoned: 2 } as const;
      const timeoutMs = kind === 'hang' ? 500 : 60_000;
      const previous = ['drive-100', 'box-100', 'box-101'];
      const seen = await scanSandbox(portal, policy, { timeoutMs, previous });
      expect(entryOf(seen, 'drive-100')).toMatchObject({
        lists: ['unknown'],
        room: { reason: 'storage not reachable' },
      });
      expect(seen.report.abandoned.map(({ id }) => id)).toEqual(['box-100', 'box-101']);
      expect(seen.report.counts).toMatchObject({ abandoned: 2, unknown: 1, new: 0, recovered: 0 });
      expect(seen.report).toMatchObject({ limitExceeded: false });
      expect(Math.max(...seen.report.whatIf.map(({ abandoned }) => abandoned))).toBe(2);
      expect(asked(portal)).toMatchObject({ history: 0, contents: 2 + tries });
    },
  );

  it('a room with a number as its id that says it is on third-party storage is no other', async () => {
    const portal = await sandboxWith({ rooms: stored(1, { id: 77, providerKey: 'WebDav' }) });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room 77: active']);
    expect(asked(portal)).toMatchObject({ history: 0, contents: 1 });
  });

  it('do not stand for those of another provider if the key has read anything', async () => {
    const portal = await sandboxWith({
      rooms: [...stored(22, DEAD), ...stored(3, {}, 'dropbox'), ...alive(3)],
    });
    const { report } = await scanSandbox(portal);
    expect(report.counts).toMatchObject({ active: 6, unknown: 22, abandoned: 0 });
    expect(asked(portal)).toEqual({ listing: 2, history: 3, contents: 25 });
    // Each of them has its reason; the scope is none of them.
    expect(report.notes).toEqual([]);
  });

  it('are no missing scope, even if nothing else answers: each is asked', async () => {
    const portal = await sandboxWith({ rooms: stored(22, DEAD) });
    const { report } = await scanSandbox(portal);
    expect(asked(portal)).toEqual({ listing: 2, history: 0, contents: 22 });
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 22 });
    expect(report.notes).toEqual([]);
  });

  it('of a key without the scope: one note, 20 requests', async () => {
    const portal = await sandboxWith({ rooms: stored(22), keys: LISTING_ONLY });
    const { report } = await scanSandbox(portal);
    expect(asked(portal)).toEqual({ listing: 2, history: 0, contents: 20 });
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 22 });
    expect(report.notes).toEqual([
      'The contents of rooms cannot be read: the API key lacks the scope "files:read", or its account lacks the role for it. These rooms are listed as unknown.',
    ]);
  });

  it('with faults are no missing scope: each is asked, three times', async () => {
    const portal = await sandboxWith({ rooms: stored(22, { storage: 'disconnected' }) });
    const { report } = await scanSandbox(portal);
    expect(asked(portal).contents).toBe(66);
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 22 });
    expect(report.notes).toEqual([]);
  });

  it('a history that is refused to the account is not a missing scope if contents are read', async () => {
    const portal = await sandboxWith({ rooms: [...alive(3), ...stored(3)] });
    portal.faults.add({ match: { path: /log$/ }, times: FOR_EVER, kind: { status: 403 } });
    const { report } = await scanSandbox(portal);
    expect(report.notes).toEqual([expect.not.stringMatching(ACCUSES_THE_KEY)]);
    expect(report.counts).toMatchObject({ abandoned: 0, unknown: 3, active: 3 });
  });
});

describe('trouble of the portal itself ends the run, and there is no report', () => {
  it.each<[string, FaultKind, RegExp]>([
    ['401', { status: 401 }, /^401 from the portal for the (history|contents) of room/],
    ['429 for ever', { status: 429 }, /^429 /],
    ['a login page', 'html200', /web page/],
    ['a redirect', { status: 302, location: 'https://elsewhere.example/' }, /redirects to another page/],
  ])('%s for a history, and for contents', async (_, kind, message) => {
    for (const [rooms, path] of [
      [alive(8), /\/log$/],
      [stored(5), /\/files\/drive/],
    ] as const) {
      const portal = await sandboxWith({ rooms });
      portal.faults.add({ match: { path, nth: 4 }, times: FOR_EVER, kind });
      const error = await scanSandbox(portal).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PortalError);
      expect((error as PortalError).message).toMatch(message);
    }
  });

  it.each<[string, FaultKind, RegExp]>([
    ['502 for ever', { status: 502 }, /^502 /],
    ['a connection that breaks', 'reset', /No connection|connection/],
    ['no answer', 'hang', /No whole answer/],
  ])('%s for a history', async (_, kind, message) => {
    const portal = await sandboxWith({ rooms: alive(8) });
    portal.faults.add({ match: { path: /\/log$/, nth: 6 }, times: FOR_EVER, kind });
    const scanned = scanSandbox(portal, {}, { timeoutMs: kind === 'hang' ? 100 : 60_000 });
    await expect(scanned).rejects.toThrow(message);
  });
});

describe('faults that pass change nothing', () => {
  const world = () => ({
    rooms: [...alive(2), ...stored(1), { ...alive(3)[2], log: [] }, ...stored(1, { files: [] }, 'box')],
  });

  it.each<FaultKind>([{ status: 500 }, { status: 502 }, { status: 429 }, 'reset', 'cut', 'notJson'])(
    'once on each request: %j',
    async (kind) => {
      const plain = (await scanSandbox(await sandboxWith(world()))).report;
      const portal = await sandboxWith(world());
      for (const id of [1, 2, 3, 'drive-100', 'box-100']) fail(portal, id, kind, 1);
      const { report } = await scanSandbox(portal);
      expect(portal.faults.pending).toBe(0);
      const sameAddress = JSON.stringify(report).replaceAll(portal.url, plain.portal.replace(/\/$/, ''));
      expect({ ...JSON.parse(sameAddress), portal: '' }).toEqual({ ...plain, portal: '' });
      expect(plain.counts).toMatchObject({ active: 3, abandoned: 2 });
    },
  );

  // If they do not end the listing, they must not end a run that is all but done.
  it.each<[FaultKind, number]>([
    // Before a first success, the portal may have died of the request: two more attempts, no more.
    [{ status: 502 }, 2],
    ['empty200', 4],
  ])('%j: %i times in a row in the listing, four times later on', async (kind, times) => {
    const portal = await sandboxWith({ rooms: alive(5) });
    portal.faults.add({ match: { path: /\/files\/rooms$/ }, times, kind });
    expect((await scanSandbox(portal)).report.counts).toMatchObject({ scanned: 5, active: 5 });
    fail(portal, 5, kind, 4);
    const { counts } = (await scanSandbox(portal)).report;
    expect(counts).toMatchObject({ scanned: 5, active: kind === 'empty200' ? 4 : 5 });
  });
});

/** What becomes of one room, and of the request for its log. */
const FATES = ['alive', 'old', 'deleted', 'no log', 403, 500, 'nonsense', 405] as const;
type Fate = (typeof FATES)[number];
const STORED_FATES = ['alive', 'old', 'deleted', 403, 500, 504, 'nonsense'] as const;

/** A portal in which each room has a fate, and which counts what it is asked. */
function portalOf(own: readonly Fate[], drives: readonly (typeof STORED_FATES)[number][]) {
  const fates = new Map<string, Fate | 504>([
    ...own.map((fate, at) => [String(at + 1), fate] as const),
    ...drives.map((fate, at) => [`drive-${at + 1}`, fate] as const),
  ]);
  const isoOf = (fate: Fate | 504) => ago(fate === 'alive' ? 1 : 50).toISOString();
  const refuse = (status: number, kind: 'history' | 'contents') => {
    const forbidden = status === 403 ? 'scope' : null;
    const isSpecific = isRoomSpecific(failure(status, { meaning: forbidden }), kind);
    throw new PortalError(`${status}`, { status, forbidden, isRoomSpecific: isSpecific });
  };
  let listings = 0;
  let probes = 0;
  const asks = new Map<string, number>();
  const portal: Portal = {
    url: new URL('https://portal.example'),
    async get({ path, query }) {
      if (path === 'files/rooms') {
        if (query.get('count') === '1') probes += 1;
        else listings += 1;
        const folders = [...fates].flatMap(([id, fate]) =>
          listings > 1 && fate === 'deleted'
            ? []
            : [
                {
                  id: /^\d/.test(id) ? Number(id) : id,
                  title: 'R',
                  roomType: 2,
                  updated: ago(100).toISOString(),
                },
              ],
        );
        return { response: { total: folders.length, folders } };
      }
      const id = /^files\/(?:folder\/)?([^/]+)/.exec(path)?.[1] ?? '';
      const fate = fates.get(id) ?? 'deleted';
      asks.set(id, (asks.get(id) ?? 0) + 1);
      if (fate === 'deleted') return refuse(404, 'contents');
      if (path.endsWith('/log')) {
        if (typeof fate === 'number') return refuse(fate, 'history');
        if (fate === 'no log') return refuse(404, 'history');
        return fate === 'nonsense' ? { response: 1 } : { response: [{ id: 1, date: isoOf(fate) }], total: 1 };
      }
      if (typeof fate === 'number' && id.startsWith('drive')) return refuse(fate, 'contents');
      return fate === 'nonsense' ? {} : { response: { files: [{ id: 1, updated: isoOf(fate) }], total: 1 } };
    },
  };
  return { portal, fates, asks, listings: () => listings, probes: () => probes };
}

it('any mixture of failures: no false positive without a warning, and every answer counts', async () => {
  const seen = { denied: 0, mixed: 0, gone: 0 };
  const fate = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...FATES) },
    { weight: 3, arbitrary: fc.constantFrom<Fate>('deleted', 'no log', 403) },
  );
  const silent = fc.constantFrom<Fate>('deleted', 403, 'no log', 500);
  const world = fc.tuple(
    fc.oneof(
      fc.array(fate, { maxLength: 60, size: 'max' }),
      fc.array(silent, { minLength: 25, maxLength: 60 }),
    ),
    fc.array(fc.constantFrom(...STORED_FATES), { maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(world, async ([own, drives]) => {
      const { portal, fates, asks, listings, probes } = portalOf(own, drives);
      const { report } = await scanPortal(portal);
      const verdictOf = new Map(
        (['abandoned', 'unknown', 'upcoming'] as const).flatMap((list) =>
          report[list].map((room) => [String(room.id), { list, evidence: room.evidence }] as const),
        ),
      );
      const isHeard = own.some((one, at) => (one === 'alive' || one === 'old') && asks.has(String(at + 1)));
      for (const [id, one] of fates) {
        const verdict = verdictOf.get(id);
        const isOwn = !id.startsWith('drive');
        if (verdict?.evidence === 'updated' && isOwn) expect(report.notes.length, `${id} in silence`).toBe(1);
        if (verdict?.list === 'abandoned' && verdict.evidence !== 'updated') expect(one).toBe('old');
        if (verdict?.list === 'abandoned' && verdict.evidence === 'updated') expect(isHeard).toBe(false);
        if (isOwn && isHeard && one === 'alive') expect(verdict).toBeUndefined();
        if (isOwn && isHeard && one === 'old') expect(verdict?.evidence).toBe('history');
        if (!isOwn && one === 'old' && isHeard)
          expect(verdict).toEqual({ list: 'abandoned', evidence: 'contents' });
        if (!isOwn)
          expect(verdict?.list === 'abandoned').toBe(verdict?.evidence === 'contents' && one === 'old');
        if (isHeard && one === 'deleted') expect(verdict).toBeUndefined();
        expect(asks.get(id) ?? 0).toBeLessThanOrEqual(2);
      }
      expect(report.skippedBy['deleted meanwhile'] ?? 0).toBeLessThanOrEqual(
        [...fates.values()].filter((one) => one === 'deleted').length,
      );
      if (report.notes.length > 0) expect(report.abandoned.length + report.unknown.length).toBeGreaterThan(0);
      // No room that answers 404 twice costs a list of its own.
      expect(listings()).toBeLessThanOrEqual(4);
      expect(probes()).toBeLessThanOrEqual(1 + asks.size / 5);
      const ownAsked = own.filter((_, at) => asks.has(String(at + 1))).length;
      if (ownAsked < own.length) {
        seen.denied += 1;
        expect(isHeard).toBe(false);
      }
      if (report.notes.some((note) => /^The history of \d+ rooms? cannot/.test(note))) seen.mixed += 1;
      if ((report.skippedBy['deleted meanwhile'] ?? 0) > 0) seen.gone += 1;
    }),
    { numRuns: scaled(600), seed: 4711 },
  );
  expect(seen.denied).toBeGreaterThan(scaled(50, 0));
  expect(seen.mixed).toBeGreaterThan(scaled(50, 0));
  expect(seen.gone).toBeGreaterThan(scaled(50, 0));
}, 120_000);
