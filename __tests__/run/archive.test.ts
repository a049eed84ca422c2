import { expect, it, onTestFinished, vi } from 'vitest';
import { startGitHub } from '../../sandbox/github/index.ts';
import { type RoomId, startPortal } from '../../sandbox/portal/index.ts';
import { type ArchiveInput, archiveRooms } from '../../src/archive.ts';
import type { InputName } from '../../src/config/check-inputs.ts';
import { makeReport, makeRoom } from '../support/factories.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { trackedInputs } from '../support/robust-run.ts';
import { type RunHere, runHere } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** Whole runs that archive what people approve, within this process. `e2e/archive.test.ts` has the built action. */

const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
const archiveBox = (id: RoomId) => `<!-- archive ${id} `;

useShortWaits();

/** Old rooms that a run has listed, each less long ago than the one before; all but the last one are ticked. */
async function approvedRooms(count: number) {
  const portal = await startPortal();
  const github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'private' }] });
  onTestFinished(() => Promise.all([portal.close(), github.close()]).then(() => undefined));
  const ids = Array.from({ length: count }, (_, at) => at + 1);
  for (const id of ids) {
    portal.rooms.createRoom(id, ANN, ago(500), { title: `Plan ${id}`, roomType: 2 });
    portal.rooms.upload(id, ANN, ago(400 - id));
  }
  const archive = (inputs: Partial<Record<InputName, string>> = {}): Promise<RunHere> => {
    const all = { ...trackedInputs(portal, github), 'keep-days': '90', archive: 'approved', ...inputs };
    return runHere(all, undefined, github.url);
  };
  await archive();
  for (const id of ids.slice(0, -1)) github.people.tick(1, archiveBox(id));
  portal.reset();
  const puts = () =>
    portal.requests.flatMap(({ method, path }) => (method === 'GET' ? [] : [path.split('/').at(-2)]));
  return { portal, github, archive, puts, issue: () => github.repository().issue(1) };
}

const logOf = ({ runtime }: RunHere) => [...runtime.texts('info'), ...runtime.texts('warning')].join('\n');
const summaryOf = ({ runtime }: RunHere) => runtime.texts('summary').join('');
const archivedIds = ({ runtime }: RunHere) =>
  (JSON.parse(runtime.output('archived-rooms') ?? '[]') as { id: RoomId }[]).map(({ id }) => id);

it('archives what was approved, longest inactive first, and reports it in every place', async () => {
  const { archive, puts, issue } = await approvedRooms(3);
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

it('writes nothing in a dry run, and says what it would archive', async () => {
  const { github, archive, puts } = await approvedRooms(3);
  const writes = () =>
    github.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql')).length;
  const before = writes();
  const ran = await archive({ 'dry-run': 'true' });
  expect(logOf(ran)).toContain('Dry run: Room "Plan 1" (ID: 1) would be archived.');
  expect(puts()).toEqual([]);
  expect(writes()).toBe(before);
});

it('sends nothing and offers no box without the scope rooms:write, says so, and keeps ticks', async () => {
  const { portal, archive, puts, issue } = await approvedRooms(3);
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

it('says how each room ended, and tries no more when the portal is in trouble', async () => {
  const { portal, github, archive, puts, issue } = await approvedRooms(8);
  let hasChanged = false;
  portal.onRequest(({ path }) => {
    if (issue().body?.includes('[x] archive at the next run <!-- archive 1 '))
      github.people.untick(1, archiveBox(1));
    if (hasChanged || !path.endsWith('/files/rooms/2')) return;
    hasChanged = true;
    portal.rooms.archive(2, ANN, new Date());
    portal.rooms.saveFile(3, ANN, new Date());
  });
  portal.faults.add({ match: { path: /4\/archive$/ }, kind: { status: 403 } });
  portal.faults.add({ match: { path: /5\/archive$/ }, kind: 'resetAfter' });
  portal.faults.add({ match: { path: /6\/archive$/ }, kind: { operation: 'never ends' } });
  const ran = await archive();
  const { runtime } = ran;
  expect(runtime.texts('info').filter((line) => /rchived[^"]*: Room/.test(line))).toEqual([
    expect.stringMatching(/^Not archived: Room "Plan 1" .* not ticked any more/),
    expect.stringMatching(/^Not archived by this run: Room "Plan 2" .* It is in the archive already/),
    expect.stringMatching(/^Not archived: Room "Plan 3" .* changed in it since the scan/),
    'Archived: Room "Plan 5" (ID: 5)',
    expect.stringMatching(/^Not archived: Room "Plan 7" .* the portal is in trouble/),
  ]);
  expect(runtime.texts('warning')).toEqual([
    expect.stringMatching(/^Not archived: Room "Plan 4" .* may not archive this room\.$/),
    expect.stringMatching(/Room "Plan 6"/),
  ]);
  expect([archivedIds(ran), puts()]).toEqual([[5], ['4', '5', '6']]);
});

it('does not say that a room is archived if the portal does not show it any more', async () => {
  const { portal, archive, puts } = await approvedRooms(3);
  portal.onRequest(({ method }) => {
    if (method !== 'PUT') return;
    const times = Number.POSITIVE_INFINITY;
    portal.faults.add({ match: { path: /rooms\/1$/ }, times, kind: { status: 403 } });
  });
  const ran = await archive();
  expect([archivedIds(ran), puts()]).toEqual([[], ['1']]);
  expect(logOf(ran)).toMatch(/not known whether this room is archived: Room "Plan 1"/);
  expect(summaryOf(ran)).toMatch(/not known whether archived \(1\)/);
});

it('archives nothing and fails if GitHub does not show the issue again', async () => {
  const { portal, github, archive, puts } = await approvedRooms(3);
  portal.onRequest(() => {
    const times = Number.POSITIVE_INFINITY;
    github.faults.add({ match: { path: /issues\/1$/ }, times, kind: { status: 403 } });
  });
  const ran = await archive();
  expect(ran.error?.message).toMatch(/403|refuses/);
  expect([archivedIds(ran), puts()]).toEqual([[], []]);
  expect(summaryOf(ran)).toMatch(/waiting for the next run \(2\)[\s\S]*It was not tried/);
});

it('asks nobody what is approved, and archives nothing, if the report could not be written', async () => {
  const approvedNow = vi.fn();
  const { outcomeOf, problems } = await archiveRooms({
    settings: { tracking: { isDryRun: false } },
    tracker: { kind: 'ready', approvedNow },
    runtime: await fakeRuntime(),
    plan: { rooms: [{ room: makeRoom({ id: 1 }) }] },
    planned: makeReport([]),
    isRecorded: false,
  } as unknown as ArchiveInput);
  expect(approvedNow).not.toHaveBeenCalled();
  expect([outcomeOf(1).result, problems]).toEqual(['waiting', []]);
});
