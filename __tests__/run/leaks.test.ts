import { describe, expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../../sandbox/github/index.ts';
import { DAY_MS, HOSTILE_NAMES, HOSTILE_TITLES, type RoomSeed } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor } from '../support/action.ts';
import { answersWith, ECHOED_KEYS, echoingPortal } from '../support/echoing-portal.ts';
import { leaksIn } from '../support/leaks.ts';
import { runHere, writtenBy } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** What no run may write: the API key, and what `redact` leaves out. `e2e/leaks.test.ts` searches what a process leaves behind. */

useShortWaits();

describe.each(Object.entries(ECHOED_KEYS))('the API key (%s), if the portal sends it', (_, key) => {
  it.each(Object.entries(answersWith(key)))('in %s', async (_name, kind) => {
    const portal = await echoingPortal(key);
    portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    const ran = await runHere(inputsFor(portal));
    expect(ran.error).not.toBeNull();
    expect(leaksIn(writtenBy(ran), key)).toEqual([]);
  });

  // By an id from which the key is struck, a portal finds no room.
  it.each([
    ['updated', 'never', 10],
    ['history', 'never', 8],
    ['history', 'always', 8],
  ])('in titles, owners, tags and ids: %s, redact: %s', async (source, redact, abandoned) => {
    const portal = await echoingPortal(key);
    const ran = await runHere({ ...inputsFor(portal), 'activity-source': source, redact });
    expect(ran.error).toBeNull();
    expect(ran.runtime.output('abandoned-count')).toBe(String(abandoned));
    expect(ran.runtime.output('scanned-count')).toBe('12');
    expect(JSON.parse(ran.runtime.output('abandoned-rooms') ?? '')).toHaveLength(abandoned);
    if (redact === 'never') expect(ran.runtime.texts('info').join('\n')).toContain('Room "***" (ID: ');
    expect(leaksIn(writtenBy(ran), key)).toEqual([]);
    for (const { path, query } of portal.requests) expect(`${path}?${query}`).not.toContain(key);
  });
});

const MARK = 'zq7x';
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

/** Rooms of every verdict; each text that has to be left out holds the mark. */
function markedRooms(): RoomSeed[] {
  return HOSTILE_TITLES.map((title, index) => {
    const name = HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '';
    const tags = [
      `${MARK}${title}`,
      ...(index % 7 === 1 ? ['keep'] : []),
      ...(index % 7 === 2 ? [`keep-until:${MARK}`] : []),
    ];
    return {
      title: `${title}${MARK}`,
      createdBy: { id: `${MARK}-${index}`, displayName: `${name}${MARK}` },
      tags,
      ...(index % 5 === 3
        ? { updated: null, created: null }
        : { updated: ago(index % 4 === 0 ? 1 : index + 11) }),
    };
  });
}

describe('redacted titles, owners and tags', () => {
  async function runWith(inputs: Parameters<typeof runHere>[0]) {
    const github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'public' }] });
    onTestFinished(() => github.close());
    const exemptions = {
      'exempt-rooms': `*evil*${MARK}, *script*`,
      'exempt-owners': `"Eve | Mallory${MARK}"`,
      'exempt-tags': `keep, ${MARK}@team`,
      'unknown-activity': 'ignore',
      'upcoming-days': '14',
    };
    const portal = await portalFor({ rooms: markedRooms() });
    return runHere({ ...inputsFor(portal), ...exemptions, ...inputs }, undefined, github.url);
  }

  it.each([
    ['always', { redact: 'always' }],
    ['auto without a token', { redact: 'auto' }],
    ['auto in a public repository', { redact: 'auto', 'github-token': 'ghs_sandbox' }],
  ])('are left out: %s', async (_, inputs) => {
    const ran = await runWith(inputs);
    const { runtime } = ran;
    expect(ran.error).toBeNull();
    expect(runtime.output('scanned-count')).toBe(String(HOSTILE_TITLES.length));
    for (const count of ['exempt', 'unknown', 'upcoming'])
      expect(Number(runtime.output(`${count}-count`))).toBeGreaterThan(5);
    expect(leaksIn(writtenBy(ran), MARK)).toEqual([]);
    expect(runtime.texts('info').join('\n')).toContain('Room "title left out" (ID: 10');
  });

  it('are shown with never, so that the search above means something', async () => {
    const { effects } = (await runWith({ redact: 'never' })).runtime;
    const places = effects.flatMap((effect) => {
      const isShown = leaksIn(JSON.stringify(effect), MARK).length > 0;
      return isShown ? ['path' in effect ? effect.path.replace(/.*[/\\]/, '') : effect.kind] : [];
    });
    const files = ['json', 'csv', 'md'].map((end) => `abandoned-rooms.${end}`);
    expect(places).toEqual(expect.arrayContaining(['info', 'output', 'summary', ...files]));
  });

  it.each<Record<string, unknown>>([{ id: [MARK] }, { roomType: { name: MARK } }])(
    'a member that has a wrong shape is named, without its value: %j',
    async (member) => {
      const portal = await portalFor({ rooms: [{ raw: member }] });
      const ran = await runHere(inputsFor(portal));
      expect(ran.error?.message).toContain(`response.folders[0].${Object.keys(member)[0]}`);
      expect(leaksIn(writtenBy(ran), MARK)).toEqual([]);
    },
  );

  it('other members that have a wrong shape are passed over', async () => {
    const wrong: Record<string, unknown>[] = [
      { title: { text: MARK } },
      { tags: MARK },
      { tags: [{ name: MARK }] },
      { createdBy: MARK },
      { createdBy: { displayName: [MARK] } },
      { usedSpace: MARK },
      { updated: [MARK] },
    ];
    const portal = await portalFor({ rooms: wrong.map((raw) => ({ raw, updated: ago(90) })) });
    const ran = await runHere({ ...inputsFor(portal), redact: 'never' });
    expect(ran.error).toBeNull();
    const counts = ['scanned', 'abandoned', 'unknown'].map((name) => ran.runtime.output(`${name}-count`));
    expect(counts).toEqual(['7', '6', '1']);
    expect(leaksIn(writtenBy(ran), MARK)).toEqual([]);
  });
});
