import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { DAY_MS, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor } from '../support/action.ts';
import { runHere } from '../support/run-here.ts';
import { asked } from '../support/scan-sandbox.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** The evidence of verdicts, in everything that a run writes. */

useShortWaits();

const ago = (days: number) => new Date(Date.now() - days * DAY_MS - 60_000);
const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Secret' };

interface Json {
  readonly abandoned: Record<string, unknown>[];
  readonly unknown: Record<string, unknown>[];
  readonly upcoming: Record<string, unknown>[];
  readonly evidenceCheck: unknown;
  readonly notes: string[];
}

/** A run that succeeds, and all that it wrote. */
async function run(portal: Portal, inputs: Parameters<typeof runHere>[0], githubUrl?: string) {
  const all = { ...inputsFor(portal), redact: 'never', ...inputs };
  const { runtime, error } = await runHere(all, undefined, githubUrl);
  expect(error).toBeNull();
  const csvText = runtime.file('abandoned-rooms.csv') ?? '';
  return {
    runtime,
    log: runtime.texts('info').join('\n'),
    summary: runtime.texts('summary').join(''),
    csvText,
    csv: parseCsv(csvText, { columns: true, bom: true }) as Record<string, string>[],
    json: JSON.parse(runtime.file('abandoned-rooms.json') ?? '') as Json,
  };
}

const base = { created: ago(300), updated: ago(100), createdBy: ANN, updatedBy: ANN } as const;

/** One room for each kind of evidence, and two that are alive. */
function world(): RoomSeed[] {
  return [
    { ...base, id: 1, title: 'By history', log: [{ verb: 'invite', at: ago(40), by: ANN }] },
    { ...base, id: 2, title: 'Alive by its log', log: [{ verb: 'fillForm', at: ago(2), by: ANN }] },
    { ...base, id: 3, title: 'Soon', log: [{ verb: 'addTag', at: ago(8), by: ANN }] },
    { ...base, id: 4, title: 'No answer' },
    { ...base, id: 'drive-5', title: 'By contents', files: [{ updated: ago(60), createdBy: ANN }] },
    { ...base, id: 'drive-6', title: 'Cut off', storage: 'disconnected' },
    { ...base, id: 'drive-7', title: 'Alive by its contents', files: [{ updated: ago(1) }] },
    { ...base, id: 8, title: 'Active', updated: ago(1) },
  ];
}

async function portalOfAllKinds(): Promise<Portal> {
  const portal = await portalFor({ rooms: world() });
  portal.faults.add({
    match: { path: /folder\/4\/log$/ },
    times: Number.POSITIVE_INFINITY,
    kind: { status: 403 },
  });
  return portal;
}

const SENTENCE = '7 rooms looked inactive; 5 of them could be checked, of which 3 turned out to be in use.';

describe('evidence in every output', () => {
  it('log, JSON, CSV and summary', async () => {
    const portal = await portalOfAllKinds();
    const { log, json, csv, summary, runtime } = await run(portal, { 'upcoming-days': '3' });
    expect(log.split('\n')).toEqual(
      expect.arrayContaining([
        SENTENCE,
        'Room "Cut off" (ID: drive-6) — storage not reachable',
        '7 rooms look inactive; checking their history',
        'Total abandoned rooms: 2',
      ]),
    );
    expect(runtime.texts('warning').join('\n')).toMatch(
      /^The history of 1 room cannot be read\. Nothing shows whether it is abandoned/m,
    );
    const counts = ['abandoned', 'unknown', 'upcoming'].map((name) => runtime.output(`${name}-count`));
    expect(counts).toEqual(['2', '2', '1']);

    expect(json.evidenceCheck).toEqual({ inactive: 7, checked: 5, cleared: 3 });
    const facts = ({ id, evidence, lastActivityWhat, lastActivityBy }: Record<string, unknown>) => [
      id,
      evidence,
      lastActivityWhat,
      lastActivityBy,
    ];
    expect(json.abandoned.map(facts)).toEqual([
      ['drive-5', 'contents', 'stored files changed', 'Ann Secret'],
      [1, 'history', 'members invited', 'Ann Secret'],
    ]);
    expect(json.upcoming.map(facts)).toEqual([[3, 'history', 'tags changed', 'Ann Secret']]);
    expect(json.unknown).toMatchObject([
      { id: 4, reason: 'history not readable' },
      { id: 'drive-6', reason: 'storage not reachable', lastActivity: null, daysInactive: null },
    ]);

    const row = (id: string) => csv.find((one) => one['id'] === id);
    expect(row('1')).toMatchObject({
      status: 'abandoned',
      evidence: 'history',
      lastActivityWhat: 'members invited',
      lastActivityBy: 'Ann Secret',
    });
    expect(row('4')).toMatchObject({ status: 'unknown', reason: 'history not readable' });
    expect(row('drive-5')?.['evidence']).toBe('contents');
    expect(row('drive-6')).toMatchObject({
      status: 'unknown',
      reason: 'storage not reachable',
      lastActivity: '',
      daysInactive: '',
    });
    expect(csv.map(({ id }) => id).toSorted()).toEqual(['1', '3', '4', 'drive-5', 'drive-6']);

    expect(summary).toContain(SENTENCE);
    const line = (title: string) => summary.split('\n').find((one) => one.includes(`[${title}]`)) ?? '';
    expect(line('By history')).toContain(
      `${ago(40).toISOString().slice(0, 10)}, members invited by Ann Secret`,
    );
    expect(line('By history')).toMatch(/\| history \|$/);
    expect(line('By contents')).toMatch(/\| contents \|$/);
    expect(line('Cut off')).toMatch(/\| unknown \| {2}\|.*\| storage not reachable \|$/);
    expect(line('Alive by its log')).toBe('');
  });

  it('redaction hides who, everywhere', async () => {
    const portal = await portalOfAllKinds();
    const { runtime, log, summary } = await run(portal, { redact: 'always' });
    const written = JSON.stringify(runtime.effects);
    expect(written).not.toContain('Ann Secret');
    expect(written).not.toContain(ANN.id);
    expect(log).toContain(SENTENCE);
    expect(summary).toMatch(/, members invited \|/);
  });

  it.each([
    { redact: 'never', said: / · last activity \d{4}-\d\d-\d\d, members invited by Ann Secret / },
    { redact: 'always', said: / · last activity \d{4}-\d\d-\d\d, members invited · / },
  ])('the tracking issue, redact: $redact', async ({ redact, said }) => {
    const portal = await portalOfAllKinds();
    const github: GitHubSandbox = await startGitHub();
    onTestFinished(() => github.close());
    portal.rooms.update(1, { usedSpace: 2_000_000 });
    const inputs = { redact, 'tracking-issue': 'true', 'github-token': github.token };
    const { runtime } = await run(portal, inputs, github.url);
    expect(runtime.output('issue-action')).toBe('created');
    const created = github.requests.find(({ method, path }) => method === 'POST' && /\/issues$/.test(path));
    const body = (created?.body as { body?: string } | undefined)?.body ?? '';
    const line = body.split('\n').find((one) => one.includes('folder=1)')) ?? body;
    expect(line).toMatch(said);
    if (redact === 'always') expect(body).not.toContain('Ann Secret');
    // Who is in doubt is not accused in public.
    expect(body).not.toContain('drive-6');
    expect(body).toContain('drive-5');
  });
});

describe('activity-source: updated', () => {
  it('is as if there were no evidence, and asks for the listing alone', async () => {
    const portal = await portalOfAllKinds();
    const { log, summary, json } = await run(portal, { 'activity-source': 'updated' });
    expect(asked(portal)).toEqual({ listing: 1, history: 0, contents: 0 });
    const shown = (text: string) => text.replaceAll(/By history|By contents|Alive by its \w+/g, 'A room');
    expect(shown(log)).not.toMatch(/histor|evidence|acquit|contents|checked/i);
    expect(shown(summary)).not.toMatch(/histor|evidence|acquit|contents|invited/i);
    expect(json.abandoned.map(({ id }) => id)).toEqual([1, 2, 3, 4, 'drive-5', 'drive-6', 'drive-7']);
    expect(new Set(json.abandoned.map(({ evidence }) => evidence))).toEqual(new Set(['updated']));
    expect(json.evidenceCheck).toBeNull();
  });
});

it('trouble while the history is read ends the run without a report', async () => {
  const portal = await portalFor({ roomCount: 50, oldCount: 30 });
  portal.faults.add({
    match: { path: /\/log$/, nth: 10 },
    times: Number.POSITIVE_INFINITY,
    kind: { status: 401 },
  });
  const { runtime, error } = await runHere(inputsFor(portal));
  expect(error?.message).toMatch(/^401 from the portal for the history of room/);
  expect(runtime.output('abandoned-count')).toBe('unknown');
  expect(runtime.texts('summary').join()).toContain('There are no results');
  expect(runtime.effects.filter(({ kind }) => kind === 'file')).toEqual([]);
});
