import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../sandbox/portal/index.ts';
import { inputsFor, run } from '../support/action.ts';
import { expectFailedScan } from '../support/failed-scan.ts';
import { ELSEWHERE, portalWithRooms } from '../support/portal-with-rooms.ts';

/** One process for each kind of ending. `docspace/http/explain.test.ts` has the text of every fault. */

describe.concurrent('the built action', () => {
  it.each<[string, FaultKind, RegExp]>([
    ['a status', { status: 401 }, /^401 .*the API key is wrong, disabled or expired/],
    ['a status, after six attempts', { status: 503 }, /^503 .*Gave up after 6 tries\.$/],
    [
      'a redirect',
      { status: 301, location: ELSEWHERE },
      /^301 .*another page at https:\/\/elsewhere\.invalid,/,
    ],
    ['a web page', 'html200', /web page instead of data/],
    ['cut JSON', 'truncatedJson', /is no JSON, or is cut in the middle/],
    ['a wrong member', { json: { response: { folders: 'none' } } }, /response\.folders should be a list/],
    ['a closed connection', 'reset', /closed without an answer \(ECONNRESET\)/],
    ['no answer in time', 'hang', /within 1 s .*raise request-timeout/],
  ])('fails with one line after %s', async (_, kind, says) => {
    const portal = await portalWithRooms();
    portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    const timeout = kind === 'hang' ? { 'request-timeout': '1' } : {};
    const inputs = { ...inputsFor(portal), ...timeout };
    await expectFailedScan(await run({ inputs, env: { RUNNER_DEBUG: '1' } }), says);
  });

  it('reports every room after a fault that passes', async () => {
    const portal = await portalWithRooms(412);
    portal.faults.add({ match: { page: 3 }, kind: { status: 503 }, times: 2 });
    const result = await run({ inputs: inputsFor(portal) });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.errors).toEqual([]);
    expect(result.outputs).toMatchObject({ 'scanned-count': '412', 'abandoned-count': '403' });
  });
});
