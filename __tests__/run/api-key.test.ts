import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY_MS, type Portal, startPortal } from '../../sandbox/portal/index.ts';
import type { InputName } from '../../src/config/check-inputs.ts';
import { type RunHere, runHere, writtenBy } from '../support/run-here.ts';

/** Whole runs with keys of all kinds: what is asked, and what is said. */

const NOW = new Date('2026-11-29T12:00:00Z');
const KEY = 'sk-0123456789abcdefwxyz';
const OWNER = { id: 'ada', displayName: 'Ada', role: 'owner' as const };
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

/** Three old rooms of an owner who is not the account of the key. */
async function start(scopes: readonly string[], options: { expiresAt?: Date } = {}): Promise<Portal> {
  const portal = await startPortal({
    now: () => NOW,
    keys: [{ key: KEY, scopes, account: OWNER, ...options }],
    rooms: Array.from({ length: 3 }, (_, at) => ({
      id: at + 1,
      title: `Room ${at + 1}`,
      created: ago(500),
      updated: ago(400),
      createdBy: { id: 'ben', displayName: 'Ben' },
    })),
  });
  onTestFinished(() => portal.close());
  return portal;
}

const runAgainst = (portal: Portal, inputs: Partial<Record<InputName, string>> = {}) =>
  runHere(
    { 'docspace-url': portal.url, 'docspace-api-key': KEY, 'report-directory': '/reports', ...inputs },
    () => NOW,
  );

/** How many requests there were for the key, the list, histories, the key's account and disabled accounts. */
function requestsTo({ requests }: Portal): number[] {
  const paths = requests.map(({ path }) => path.replace('/api/2.0/', ''));
  return [/^keys\/@self$/, /^files\/rooms$/, /\/log$/, /^people\/@self$/, /^people\/status/].map(
    (path) => paths.filter((one) => path.test(one)).length,
  );
}
const notesIn = ({ runtime }: RunHere) => runtime.texts('warning').join('\n');

describe('a key', () => {
  it.each([
    [['*'], [1, 1, 3, 1, 1]],
    [['*:read'], [1, 1, 3, 1, 1]],
    [
      ['rooms:read', 'files:read', 'accounts.self:read', 'accounts:read'],
      [1, 1, 3, 1, 1],
    ],
    [
      ['rooms:read', 'files:read', 'accounts.self:read'],
      [1, 1, 3, 1, 0],
    ],
    [
      ['rooms:read', 'files:read', 'accounts:read'],
      [1, 1, 3, 0, 1],
    ],
    [
      ['rooms:read', 'files:read'],
      [1, 1, 3, 0, 0],
    ],
    [['rooms:read'], [1, 1, 0, 0, 0]],
    [['files:read'], [1, 0, 0, 0, 0]],
  ])('with %j costs these requests', async (scopes, expected) => {
    const portal = await start(scopes);
    await runAgainst(portal);
    expect(requestsTo(portal)).toEqual(expected);
    expect(portal.undocumented).toEqual([]);
  });

  it('that cannot list rooms ends the run before the list', async () => {
    const { error } = await runAgainst(await start(['files:read', 'accounts:read']));
    expect(error?.message).toMatch(
      /^The API key lacks the scope "rooms:read", so no room can be listed\. Make/,
    );
  });

  it('of a portal that hides its rights is tried', async () => {
    const portal = await start(['rooms:read', 'files:read']);
    portal.faults.add({ match: { path: /keys/ }, kind: { status: 404 }, times: Number.POSITIVE_INFINITY });
    const ran = await runAgainst(portal);
    expect(ran.error).toBeNull();
    expect(requestsTo(portal)).toEqual([1, 1, 3, 1, 1]);
    expect(ran.runtime.output('abandoned-count')).toBe('3');
    expect(ran.runtime.output('key-expires')).toBe('');
  });

  it('is named by what it lacks before the scan, and nowhere by its last characters', async () => {
    const ran = await runAgainst(await start(['rooms:read', 'files:read']), { 'tracking-issue': 'false' });
    const infos = ran.runtime.texts('info');
    const at = (text: string) => infos.findIndex((line) => line.includes(text));
    expect(at('"accounts:read": which owners')).toBeGreaterThanOrEqual(0);
    expect(at('"accounts:read": which owners')).toBeLessThan(at('rooms listed'));
    expect(notesIn(ran)).not.toContain('accounts');
    expect(writtenBy(ran)).not.toContain('wxyz');
  });
});

describe('the end of the key', () => {
  it.each([
    [new Date('2026-12-20T08:00:00Z'), '2026-12-20', true],
    [new Date('2027-06-01T08:00:00Z'), '2027-06-01', false],
    [undefined, '', false],
  ])('at %s', async (expiresAt, output, isWarned) => {
    const ran = await runAgainst(await start([], expiresAt === undefined ? {} : { expiresAt }));
    expect(ran.error).toBeNull();
    expect(ran.runtime.output('key-expires')).toBe(output);
    const warning = 'The API key ends on 2026-12-20. Make a new one';
    expect([notesIn(ran).includes(warning), ran.runtime.texts('summary').join().includes(warning)]).toEqual([
      isWarned,
      isWarned,
    ]);
  });
});
