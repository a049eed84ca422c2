import { expect, it } from 'vitest';
import { ago, type Scene, setSceneHere, type TrackedRun } from '../support/github-run.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** Rooms of the last run that are missing from the list: a run looks up what became of them. */

useShortWaits();

const ADMIN = { key: 'sk-admin-0123456789', scopes: ['*'], account: { id: 'root', displayName: 'Root' } };
const DEMOTED = { key: 'sk-demoted-0123456789', scopes: ['*'], account: { id: 'ann', displayName: 'Ann' } };

/** A scene with abandoned rooms 1 to `count`, of which the demoted account sees only some. */
async function sceneWith(count: number, seen: readonly number[]): Promise<Scene> {
  const keys = [
    { ...ADMIN, sees: 'all' as const },
    { ...DEMOTED, sees: seen },
  ];
  const scene = await setSceneHere({}, { keys });
  for (let id = 1; id <= count; id += 1) scene.addRoom(id);
  scene.addRoom(1000, 'In use', 0);
  return scene;
}

const asDemoted = { 'docspace-api-key': DEMOTED.key };
const lookUps = ({ portal }: Scene, from: number) =>
  portal.requests.slice(from).filter(({ path }) => /\/files\/rooms\/\d+$/.test(path)).length;
const NARROW = expect.stringMatching(/^The report covers only rooms that Ann can see\. /);
const reportOf = (ran: TrackedRun) => ran.stdout;

it('an account that lost its rights closes nothing, and the rooms come back as known ones', async () => {
  const scene = await sceneWith(30, [1000]);
  await scene.run();
  const blind = await scene.run(asDemoted);
  expect(blind.exitCode).toBe(0);
  expect(blind.outputs).toMatchObject({ 'recovered-count': '0', 'issue-action': 'updated' });
  expect(blind.warnings).toEqual([
    NARROW,
    expect.stringMatching(/^30 rooms of the last run are not visible .* Did its account lose its rights\?/),
  ]);
  expect(reportOf(blind)).toContain('Since the last run: 0 new, 0 recovered, 30 not visible any more.');
  expect(blind.summary).not.toContain('✅');
  expect(scene.issue()).toMatchObject({ state: 'open', comments: [] });
  expect(scene.issue().body).toContain(
    '**No room is known to be abandoned**, but 30 rooms that were abandoned',
  );
  expect(await scene.run(asDemoted)).toMatchObject({ writes: [] });
  const again = await scene.run();
  expect(again.outputs).toMatchObject({ 'new-count': '0', 'abandoned-count': '30' });
  expect(scene.issue().comments).toEqual([]);
});

it('an account that sees no room at all any more writes nothing, and says how many are missing', async () => {
  const scene = await sceneWith(3, []);
  await scene.run();
  const blind = await scene.run(asDemoted);
  expect(blind).toMatchObject({ exitCode: 0, writes: [] });
  expect(blind.warnings).toEqual([
    expect.stringContaining('No room is visible'),
    NARROW,
    expect.stringContaining('3 rooms of the last run are not visible'),
  ]);
  expect(scene.issue().state).toBe('open');
});

it('tells rooms in use, deleted, archived and out of sight apart', async () => {
  const scene = await sceneWith(6, [1, 2, 3, 4, 1000]);
  await scene.run();
  scene.use(1);
  scene.portal.rooms.remove(2);
  scene.portal.rooms.update(3, { rootFolderType: 20 });
  const ran = await scene.run(asDemoted);
  expect(reportOf(ran)).toContain(
    'Since the last run: 0 new, 1 recovered, 2 deleted or archived, 2 not visible any more.',
  );
  expect(ran.outputs).toMatchObject({ 'abandoned-count': '1', 'recovered-count': '1' });
  expect(scene.issue().state).toBe('open');
});

it('closes the issue if all rooms are deleted, archived or in use', async () => {
  const scene = await sceneWith(3, []);
  await scene.run();
  scene.use(1);
  scene.portal.rooms.remove(2);
  scene.portal.rooms.update(3, { rootFolderType: 20 });
  const ran = await scene.run();
  expect(ran.outputs).toMatchObject({ 'recovered-count': '1', 'issue-action': 'closed' });
  expect(ran.warnings).toEqual([]);
  expect(scene.issue().state).toBe('closed');
});

it.each([
  ['not visible', 60, [1000], 60, /60 rooms of the last run are not visible/],
  ['deleted', 60, null, 0, null],
] as const)(
  'of more than 50 missing rooms, 50 are looked up: all %s',
  async (_, count, seen, listed, says) => {
    const scene = await sceneWith(count, seen ?? []);
    await scene.run();
    const from = scene.portal.requests.length;
    if (seen === null) for (let id = 1; id <= count; id += 1) scene.portal.rooms.remove(id);
    const ran = await scene.run(seen === null ? {} : asDemoted);
    expect(ran.exitCode).toBe(0);
    // One more for a listed room, which proves that 404 means "deleted".
    expect(lookUps(scene, from)).toBe(seen === null ? 51 : 50);
    if (says === null) expect(ran.warnings).toEqual([]);
    else expect(ran.warnings).toEqual([NARROW, expect.stringMatching(says)]);
    expect(scene.issue().state).toBe(listed === 0 ? 'closed' : 'open');
  },
);

it('a room of another type counts as nothing once room-types leaves it out', async () => {
  const scene = await sceneWith(1, []);
  scene.portal.rooms.add({ id: 50, title: 'Custom', roomType: 5, created: ago(401), updated: ago(400) });
  await scene.run();
  const ran = await scene.run({ 'room-types': 'collaboration' });
  expect(reportOf(ran)).toContain('Since the last run: 0 new, 0 recovered.');
  expect(ran.warnings).toEqual([]);
  expect(ran.outputs).toMatchObject({ 'abandoned-count': '1', 'issue-action': 'updated' });
  expect(scene.issue().body).not.toContain('Custom');
});

it('a portal that fails during the look-up leaves the rooms on record, and the run goes on', async () => {
  const scene = await sceneWith(3, []);
  await scene.run();
  scene.portal.rooms.remove(2);
  scene.portal.faults.add({
    match: { path: /\/files\/rooms\/2$/ },
    kind: { status: 500 },
    times: Number.POSITIVE_INFINITY,
  });
  const ran = await scene.run();
  expect(ran.exitCode).toBe(0);
  expect(ran.warnings).toEqual([
    '1 room of the last run is missing from the list, and it is not known why. The next run looks again.',
  ]);
  scene.portal.faults.clear();
  expect(reportOf(await scene.run())).toContain('0 recovered, 1 deleted or archived.');
});
