import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DAY_MS, type FaultKind } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor } from '../support/action.ts';
import { leaksIn } from '../support/leaks.ts';
import {
  ELSEWHERE,
  GOOD_ADVICE,
  KEY,
  KEYS,
  NAMES_A_PAGE,
  portalWithRooms,
} from '../support/portal-with-rooms.ts';
import { type RunHere, runHere, writtenBy } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** Whole runs, in this process, against a portal with a fault. `e2e/` has a process for each kind of ending. */

useShortWaits();

/**
 * Only a portal that does not answer has a short timeout: a busy machine must not cause one. That silence and a slow body
 * pass is tested in `robust/matrix.test.ts`.
 */
const timeoutFor = (kind: FaultKind) => (kind === 'hang' ? { 'request-timeout': '1' } : {});

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
    '400',
    { status: 400 },
    /^400 from the portal for the rights of the API key: it refuses the request, since a parameter is out of range\. .*please report this/,
    1,
  ],
  ['401', { status: 401 }, /^401 .*the API key is wrong, disabled or expired/, 1],
  ['401 without a body', { status: 401, body: 'empty' }, /^401 .*API key/, 1],
  [
    '401 of a reverse proxy',
    { status: 401, body: 'empty', headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    /^401 from something in front of the portal .*a login of its own/,
    1,
  ],
  ['402', { status: 402 }, /^402 .*plan has run out/, 1],
  ['403 of an account', { status: 403 }, /^403 .*the account of the API key has no access/, 1],
  ['403 without a body', { status: 403, body: 'empty' }, /^403 .*scope "rooms:read"/, 1],
  ['403 of an address', { status: 403, body: 'address' }, /^403 .*allowed IP addresses/, 1],
  ['404 of a suspended portal', { status: 404, body: 'problem' }, /^404 .*portal is suspended/, 1],
  ['403 of a firewall', { status: 403, body: 'html' }, /^403 .*in front of the portal.*firewall/, 1],
  ['404', { status: 404, body: 'html' }, /^404 .*docspace-url/, 1],
  ['418', { status: 418 }, /^418 .*does not expect/, 1],
  ['500', { status: 500 }, /^500 .*Gave up after 6 tries\.$/, 6],
  ['502', { status: 502 }, /^502 .*failed on the request itself.*Gave up after 3 tries\.$/, 3],
  ['503', { status: 503 }, /^503 .*Gave up after 6 tries\.$/, 6],
  ['520', { status: 520, body: 'html' }, /^520 .*failed on the request itself.*Gave up after 3 tries\.$/, 3],
  ['530', { status: 530, body: 'html' }, /^530 .*Gave up after 6 tries\.$/, 6],
  ['504', { status: 504 }, /^504 .*Gave up after 6 tries\.$/, 6],
  ['301', { status: 301, location: ELSEWHERE }, /^301 .*another page at https:\/\/elsewhere\.invalid,/, 1],
  ['302', { status: 302, location: '/login' }, /^302 .*redirects are not followed/, 1],
  ['302 without a place', { status: 302 }, /^302 .*redirects are not followed/, 1],
  ['308', { status: 308, location: '//[' }, /^308 .*redirects are not followed/, 1],
  ['a login page', 'html200', /web page instead of data/, 1],
  ['an empty answer', 'empty200', /empty answer with status 200.*Gave up after 6 tries\.$/i, 6],
  ['a cut answer', 'cut', /broke in the middle of the answer.*Gave up after 3 tries\.$/, 3],
  ['cut JSON', 'truncatedJson', /is no JSON, or is cut in the middle.*Gave up after 6 tries\.$/, 6],
  ['no JSON', 'notJson', /is no JSON.*Gave up after 6 tries\.$/, 6],
  [
    'a reset',
    'reset',
    /closed without an answer \(ECONNRESET\).*please report this with the version.*Gave up after 3 tries\.$/,
    3,
  ],
  [
    'a damaged compressed answer',
    { bytes: 'not gzip', headers: { 'Content-Encoding': 'gzip' } },
    /^The compressed answer for page 1 of the rooms is damaged\. .*Gave up after 6 tries\.$/,
    6,
  ],
  [
    'an encoding that was not asked for',
    { bytes: '[]', headers: { 'Content-Encoding': 'zstd' } },
    /^The answer for the rights of the API key is compressed in a way/,
    1,
  ],
  [
    'a zip bomb',
    { bytes: gzipSync(Buffer.alloc(65 * 1024 * 1024)), headers: { 'Content-Encoding': 'gzip' } },
    /larger than any DocSpace portal sends/,
    1,
  ],
  ['silence', 'hang', /within 1 s .*raise request-timeout.*Gave up after 6 tries\.$/, 6],
  [
    'garbage for a list',
    { json: { response: { folders: 'none' } } },
    /response\.folders should be a list/,
    1,
  ],
  ['an answer about something else', { json: { ok: true } }, /folders should be a list, but is missing/, 1],
  ['a list of nulls', { json: { response: [null] } }, /response\[0\] should be of the type object/, 1],
  ['null', { json: null }, /the answer should be a list or an object, but is of the type null/, 1],
  ['a number', { json: 7 }, /the answer should be a list or an object/, 1],
];

describe.concurrent('a fault that lasts', () => {
  it.each(LASTING)('%s: fails with one line and reports nothing', async (_, kind, says, requests) => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    const ran = await runHere({ ...inputsFor(portal), ...timeoutFor(kind) });
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

describe.concurrent('a fault that passes', () => {
  const PASSING: readonly [string, FaultKind][] = [
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503, headers: { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' } }],
    ['504', { status: 504 }],
    ['an empty answer', 'empty200'],
    ['a cut answer', 'cut'],
    ['cut JSON', 'truncatedJson'],
    ['no JSON', 'notJson'],
    ['a reset', 'reset'],
  ];
  const cases = PASSING.flatMap(([name, kind]) => [
    { name: `${name} on page 1`, kind, page: 1, times: 1 },
    { name: `${name} on page 3, twice`, kind, page: 3, times: 2 },
  ]);

  it.each(cases)('$name: reports every room', async ({ kind, page, times }) => {
    const portal = await portalWithRooms(412);
    portal.faults.add({ match: { page }, kind, times });
    const ran = await runHere({ ...inputsFor(portal), redact: 'never' });
    expect(ran.error).toBeNull();
    expect(ran.runtime.output('scanned-count')).toBe('412');
    expect(ran.runtime.output('abandoned-count')).toBe('403');
    const report = JSON.parse(ran.runtime.file('abandoned-rooms.json') ?? '') as {
      abandoned: { id: number }[];
    };
    expect(report.abandoned.map(({ id }) => id)).toEqual(Array.from({ length: 403 }, (_, at) => 412 - at));
    expect(portal.faults.pending).toBe(0);
    expect(portal.requests.filter((request) => request.page === page)).toHaveLength(1 + times);
    const retries = ran.runtime.texts('info').filter((line) => line.includes('Trying again in'));
    expect(retries).toHaveLength(times);
    // A line about the next attempt asks nobody to do anything.
    expect(retries.join()).not.toMatch(/Check |run again|Lower |report/);
    expect(leaksIn(writtenBy(ran), KEY)).toEqual([]);
  });
});
