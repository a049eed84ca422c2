import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type Portal, type RoomId, startPortal } from '../../sandbox/portal/index.ts';
import type { InputName } from '../../src/config/check-inputs.ts';
import { trackedInputs } from '../support/robust-run.ts';
import { type RunHere, runHere } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** Whole runs that archive what people approve, within this process. `e2e/archive.test.ts` has the built action. */

const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
const FOR_EVER = Number.POSITIVE_INFINITY;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

let github: GitHubSandbox;
let portal: Portal;
useShortWaits();

beforeEach(async () => {
  portal = await startPortal();
  for (const id of [1, 2, 3]) {
    portal.rooms.createRoom(id, ANN, ago(500), { title: `Plan ${id}`, roomType: 2 });
    portal.rooms.upload(id, ANN, ago(400 - id));
  }
  github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'private' }] });
  await archive();
  for (const id of [1, 2]) github.people.tick(1, archiveBox(id));
  portal.reset();
});
afterEach(async () => {
  await Promise.all([portal.close(), github.close()]);
});

const archiveBox = (id: RoomId) => `<!-- archive ${id} `;
const issue = () => github.repository().issue(1);
const puts = () =>
  portal.requests.flatMap(({ method, path }) => (method === 'GET' ? [] : [path.split('/').at(-2)]));

function archive(inputs: Partial<Record<InputName, string>> = {}): Promise<RunHere> {
  const all = { ...trackedInputs(portal, github), 'keep-days': '90', archive: 'approved', ...inputs };
  return runHere(all, undefined, github.url);
}

const logOf = ({ runtime }: RunHere) => [...runtime.texts('info'), ...runtime.texts('warning')].join('\n');
const summaryOf = ({ runtime }: RunHere) => runtime.texts('summary').join('');
const archivedIds = ({ runtime }: RunHere) =>
  (JSON.parse(runtime.output('archived-rooms') ?? '[]') as { id: RoomId }[]).map(({ id }) => id);

it('archives what was approved, longest inactive first, and reports it in every place', async () => {
  const ran = await archive();
  expect(ran.error).toBeNull();
  expect(puts()).toEqual(['1', '2']);
  expect(archivedIds(ran)).toEqual([1, 2]);
  expect(ran.runtime.output('archived-count')).toBe('2');
  expect(logOf(ran)).toMatch(/Archived: Room "Plan 1" \(ID: 1\)[\s\S]*Archived: Room "Plan 2" \(ID: 2\)/);
  expect(summaryOf(ran)).toMatch(/### Archive[\s\S]*\[Plan 1\][\s\S]*\[Plan 2\][\s\S]*Restore/);
  expect(issue().body).not.toContain(archiveBox(1));
  expect(issue().comments.at(-1)?.body).toMatch(/^\*\*2 rooms were moved to the archive\*\*/);
  // Written with the plan before the first write, and with the results after it.
  const files = ran.runtime.effects.filter(
    (effect) => effect.kind === 'file' && effect.path.endsWith('.json'),
  );
  const results = files.map((effect) =>
    (
      JSON.parse('text' in effect ? (effect.text ?? '') : '') as { archiving: { result: string }[] }
    ).archiving.map(({ result }) => result),
  );
  expect(results).toEqual([
    ['planned', 'planned'],
    ['archived', 'archived'],
  ]);
});

it('leaves rooms over max-archive for the next run', async () => {
  const ran = await archive({ 'max-archive': '1' });
  expect([archivedIds(ran), puts()]).toEqual([[1], ['1']]);
  expect(issue().body).toContain('- [x] archive at the next run <!-- archive 2 -->');
});

it('writes nothing in a dry run, and says what it would archive', async () => {
  const before = github.requests.filter(({ method }) => method !== 'GET').length;
  const ran = await archive({ 'dry-run': 'true' });
  expect(logOf(ran)).toContain('Dry run: Room "Plan 1" (ID: 1) would be archived.');
  expect(puts()).toEqual([]);
  const writes = github.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'));
  expect(writes.length).toBeLessThanOrEqual(before);
});

it('sends nothing and offers no box without the scope rooms:write, says so, and keeps ticks', async () => {
  const response = { permissions: ['rooms:read', 'files:read'] };
  portal.faults.add({ match: { path: /keys\/@self$/ }, kind: { json: { response } } });
  const ran = await archive();
  expect(puts()).toEqual([]);
  expect(issue().body?.match(/- \[[ x]\] archive at .*-->/g)).toEqual(
    [1, 2].map((id) => `- [x] archive at the next run <!-- archive ${id} -->`),
  );
  expect(ran.runtime.texts('warning')).toContainEqual(
    'The API key lacks the scope "rooms:write": no room is archived, and no box for it is offered.',
  );
  expect(logOf(ran)).toMatch(
    /Not archived: Room "Plan 1" \(ID: 1\)\. The API key lacks the scope "rooms:write"\. It stays approved/,
  );
});

it('archives no room whose tick was taken back during the scan', async () => {
  portal.onRequest(() => {
    if (issue().body?.includes('[x] archive at the next run <!-- archive 1 '))
      github.people.untick(1, archiveBox(1));
  });
  const ran = await archive();
  expect([archivedIds(ran), puts()]).toEqual([[2], ['2']]);
  expect(logOf(ran)).toMatch(/Not archived: Room "Plan 1" .* not ticked any more/);
});

it.each([
  {
    what: 'changed',
    happens: () => portal.rooms.saveFile(1, ANN, new Date()),
    says: /changed in it since the scan/,
  },
  {
    what: 'is archived already',
    happens: () => portal.rooms.archive(1, ANN, new Date()),
    says: /Not archived by this run: .* It is in the archive already/,
  },
])('archives no room that $what between the scan and the write', async ({ happens, says }) => {
  let isDone = false;
  portal.onRequest(({ path }) => {
    if (!path.endsWith('/files/rooms/1') || isDone) return;
    isDone = true;
    happens();
  });
  const ran = await archive();
  expect(puts()).toEqual(['2']);
  expect(logOf(ran)).toMatch(says);
});

describe('a portal that fails', () => {
  it.each([
    {
      what: 'refuses one room',
      fault: { match: { path: /1\/archive$/ }, kind: { status: 403 } },
      archived: [2],
      says: /Not archived: Room "Plan 1" .* may not archive this room\.$/m,
    },
    {
      what: 'never ends the operation',
      fault: { match: { path: /1\/archive$/ }, kind: { operation: 'never ends' as const } },
      archived: [],
      says: /Not archived: Room "Plan 2" .*since the portal is in trouble/,
    },
    {
      what: 'fails the operation',
      fault: { match: { path: /1\/archive$/ }, kind: { operation: 'fails' as const } },
      archived: [2],
      says: /Not archived: Room "Plan 1"/,
    },
    {
      what: 'loses the answer after the room was archived',
      fault: { match: { path: /1\/archive$/ }, kind: 'resetAfter' as const },
      archived: [1, 2],
      says: /Archived: Room "Plan 1"/,
    },
  ])('$what: at most one request for each room', async ({ fault, archived, says }) => {
    portal.faults.add(fault);
    const ran = await archive();
    expect(archivedIds(ran)).toEqual(archived);
    expect(puts().filter((id) => id === '1')).toHaveLength(1);
    expect(logOf(ran)).toMatch(says);
  });

  it('does not show a room after the request: the result is not known', async () => {
    portal.onRequest(({ method }) => {
      if (method !== 'PUT') return;
      portal.faults.add({ match: { path: /rooms\/1$/ }, times: FOR_EVER, kind: { status: 403 } });
    });
    const ran = await archive();
    expect([archivedIds(ran), puts()]).toEqual([[], ['1']]);
    expect(logOf(ran)).toMatch(/not known whether this room is archived: Room "Plan 1"/);
    expect(summaryOf(ran)).toMatch(/not known whether archived \(1\)/);
  });
});

describe('a GitHub that fails', () => {
  it('does not show the issue again: nothing is archived, and the step fails', async () => {
    portal.onRequest(() => {
      github.faults.add({ match: { path: /issues\/1$/ }, times: FOR_EVER, kind: { status: 403 } });
    });
    const ran = await archive();
    expect(ran.error?.message).toMatch(/403|refuses/);
    expect([archivedIds(ran), puts()]).toEqual([[], []]);
    expect(summaryOf(ran)).toMatch(/waiting for the next run \(2\)[\s\S]*It was not tried/);
  });

  it('takes no comment: the next run says which rooms are archived', async () => {
    github.faults.add({
      match: { method: 'POST', path: /comments$/ },
      times: FOR_EVER,
      kind: { status: 403 },
    });
    expect(archivedIds(await archive())).toEqual([1, 2]);
    github.faults.clear();
    const next = await archive();
    expect(logOf(next)).toMatch(/Archived before this run: Room "Plan 1" \(ID: 1\)/);
    expect(issue().comments.at(-1)?.body).toContain('in the archive already');
    expect(puts()).toEqual(['1', '2']);
  });
});

it('leaves names out of a redacted run', async () => {
  const ran = await archive({ redact: 'always' });
  expect(archivedIds(ran)).toEqual([1, 2]);
  expect(logOf(ran) + summaryOf(ran)).not.toMatch(/Plan \d|Ann Lee/);
});
