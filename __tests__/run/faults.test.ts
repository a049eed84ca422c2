import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DAY_MS, type FaultKind } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor } from '../support/action.ts';
import { leaksIn } from '../support/leaks.ts';
import { GOOD_ADVICE, KEY, KEYS, NAMES_A_PAGE, portalWithRooms } from '../support/portal-with-rooms.ts';
import { type RunHere, runHere, writtenBy } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/**
 * Whole runs, in this process, against a portal with a fault of each kind. `docspace/http/explain.test.ts` has the text of
 * each fault, `robust/matrix.test.ts` all faults at all places, `e2e/run.smoke.test.ts` a process for each kind of ending.
 */

useShortWaits();

/** Expects a scan that failed: it reports nothing, its message helps, and the key is not shown. */
function expectFailedScan(ran: RunHere, says: RegExp): void {
  const message = ran.error?.message ?? '';
  expect(message).toMatch(says);
  expect(message, 'one line').not.toContain('\n');
  expect(message, 'says what to do').toMatch(GOOD_ADVICE);
  expect(message).toMatch(NAMES_A_PAGE);
  const kinds = new Set(ran.runtime.effects.map(({ kind }) => kind));
  expect(kinds.has('file')).toBe(false);
  expect(ran.runtime.output('abandoned-count')).toBe('unknown');
  expect(ran.runtime.output('abandoned-rooms')).toBeUndefined();
  const summary = ran.runtime.texts('summary').join('');
  expect(summary).toContain('**The scan failed. There are no results.**');
  expect(summary).not.toMatch(/ of \d+ rooms|the only room|✅|limit/i);
  expect(ran.runtime.texts('info').join('\n')).not.toMatch(
    /Total abandoned|No rooms found|--- Abandoned rooms report/,
  );
  expect(leaksIn(writtenBy(ran), KEY)).toEqual([]);
}

/**
 * Each fault, the text of its error, and the number of requests for the same thing until the action gives up. If only the
 * first question of a run may have failed, what the key may do, the list is asked as well.
 */
const LASTING: readonly [string, FaultKind, RegExp, number][] = [
  [
    '401 of a reverse proxy',
    { status: 401, body: 'empty', headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    /^401 from something in front of the portal .*a login of its own/,
    1,
  ],
  ['403 without a body', { status: 403, body: 'empty' }, /^403 .*scope "rooms:read"/, 1],
  ['404 of a suspended portal', { status: 404, body: 'problem' }, /^404 .*portal is suspended/, 1],
  ['502', { status: 502 }, /^502 .*failed on the request itself.*Gave up after 3 tries\.$/, 3],
  ['503', { status: 503 }, /^503 .*Gave up after 6 tries\.$/, 6],
  ['an empty answer', 'empty200', /empty answer with status 200.*Gave up after 6 tries\.$/i, 6],
  ['a cut answer', 'cut', /broke in the middle of the answer.*Gave up after 3 tries\.$/, 3],
  ['no JSON', 'notJson', /is no JSON.*Gave up after 6 tries\.$/, 6],
  [
    'an encoding that was not asked for',
    { bytes: '[]', headers: { 'Content-Encoding': 'zstd' } },
    /^The answer for page 1 of the rooms is compressed in a way/,
    1,
  ],
  ['null', { json: null }, /the answer should be a list or an object, but is of the type null/, 1],
];

describe.concurrent('a fault that lasts', () => {
  it.each(LASTING)('%s: fails with one line and reports nothing', async (_, kind, says, requests) => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    const ran = await runHere(inputsFor(portal));
    expectFailedScan(ran, says);
    const isListed = ran.error?.message.includes('page 1 of the rooms') === true;
    expect(portal.requests).toHaveLength(isListed ? requests + 1 : requests);
    expect(writtenBy(ran), 'no stack trace of the portal').not.toContain('ASC.Files');
  });

  it('on the third page only: reports nothing about the other pages', async () => {
    const portal = await portalWithRooms(450);
    portal.faults.add({ match: { page: 3 }, kind: { status: 403 }, times: Number.POSITIVE_INFINITY });
    expectFailedScan(await runHere(inputsFor(portal)), /^403 from the portal for page 3 of the rooms/);
  });
});

describe.concurrent('a compressed answer', () => {
  const old = new Date(Date.now() - 400 * DAY_MS).toISOString();
  const list = `[{"id":1,"title":"Plan \\ud800 ü ${'x'.repeat(9000)}","roomType":2,"created":"${old}","updated":"${old}"}]`;

  it.each([
    ['gzip', gzipSync(list)],
    ['br', brotliCompressSync(list)],
  ])('is read, and its texts are well-formed: %s', async (encoding, bytes) => {
    const portal = await portalFor({ keys: KEYS });
    const kind = { bytes, headers: { 'Content-Encoding': encoding } };
    portal.faults.add({ match: { path: /\/files\/rooms$/ }, kind, times: Number.POSITIVE_INFINITY });
    const ran = await runHere({ ...inputsFor(portal), 'activity-source': 'updated', redact: 'never' });
    expect(ran.error).toBeNull();
    const list = portal.requests.find(({ page }) => page === 1);
    expect(list?.headers['accept-encoding']).toBe('gzip, br');
    const [room] = JSON.parse(ran.runtime.output('abandoned-rooms') ?? '[]') as { title: string }[];
    expect(room?.title).toMatch(/^Plan \ufffd ü x{50}/);
  });
});

it.each<[string, FaultKind, number]>([
  ['429', { status: 429 }, 3],
  ['503', { status: 503, headers: { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' } }, 1],
  ['a cut answer', 'cut', 3],
  ['a reset', 'reset', 1],
])('a fault that passes, twice: reports every room after %s', async (_, kind, page) => {
  const portal = await portalWithRooms(312);
  portal.faults.add({ match: { page }, kind, times: 2 });
  const ran = await runHere({ ...inputsFor(portal), 'activity-source': 'updated', redact: 'never' });
  expect(ran.error).toBeNull();
  expect(ran.runtime.output('scanned-count')).toBe('312');
  const report = JSON.parse(ran.runtime.file('abandoned-rooms.json') ?? '') as {
    abandoned: { id: number }[];
  };
  expect(report.abandoned.map(({ id }) => id)).toEqual(Array.from({ length: 303 }, (_, at) => 312 - at));
  expect(portal.faults.pending).toBe(0);
  expect(portal.requests.filter((request) => request.page === page)).toHaveLength(3);
  const retries = ran.runtime.texts('info').filter((line) => line.includes('Trying again in'));
  expect(retries).toHaveLength(2);
  // A line about the next attempt asks nobody to do anything.
  expect(retries.join()).not.toMatch(/Check |run again|Lower |report/);
  expect(leaksIn(writtenBy(ran), KEY)).toEqual([]);
});
