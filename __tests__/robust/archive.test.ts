import { describe, expect, it } from 'vitest';
import { PORTAL_OWNER, type PortalOptions, type RoomId } from '../../sandbox/portal/index.ts';
import {
  ANN,
  APPROVED,
  addUnusedRooms,
  archiveBox,
  archivedIds,
  isArchived,
  puts,
  tick,
} from '../support/archive-scene.ts';
import { ago, type Scene, setSceneHere } from '../support/github-run.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** What is archived, and what is not, whatever people, portal and GitHub do: several whole runs, within this process. */

useShortWaits();

const FOR_EVER = Number.POSITIVE_INFINITY;

/** Rooms whose history shows that nobody used them. */
async function setArchiveScene(ids: readonly RoomId[] = [1, 2], portal: PortalOptions = {}): Promise<Scene> {
  const scene = await setSceneHere({}, portal);
  addUnusedRooms(scene, ids);
  return scene;
}

const keepBox = (id: RoomId) => `<!-- room ${id} `;

/** A first run that opens the issue, with the portal's requests forgotten. */
async function opened(ids?: readonly RoomId[], portal?: PortalOptions): Promise<Scene> {
  const scene = await setArchiveScene(ids, portal);
  const { exitCode } = await scene.run(APPROVED);
  expect(exitCode).toBe(0);
  scene.portal.reset();
  return scene;
}

describe('nothing is archived', () => {
  it.each<[string, (scene: Scene) => void, Readonly<Record<string, string>>, RegExp]>([
    [
      'in a dry run',
      () => undefined,
      { 'dry-run': 'true' },
      /Dry run: Room "Room 1" \(ID: 1\) would be archived/,
    ],
    ['by default', () => undefined, { archive: 'never' }, /^(?![\s\S]*would be archived)/],
    [
      'with max-archive: 0',
      () => undefined,
      { 'max-archive': '0' },
      /Approved rooms: 0 of 1 archived, 1 follows/,
    ],
    [
      'of a room that is to be kept as well',
      (s) => tick(s, keepBox(1)),
      {},
      /Not archived: .*keeps it is ticked/,
    ],
    [
      'of a room that is to be kept as well, if nothing is kept any more',
      (s) => tick(s, keepBox(1)),
      { 'keep-days': '0' },
      /Not archived: .*or the box that keeps it is ticked/,
    ],
    [
      'of a room in use',
      ({ portal }) => portal.rooms.upload(1, ANN, new Date()),
      {},
      /Not archived: .*in use/,
    ],
    [
      'of an exempt room',
      ({ portal }) => portal.rooms.update(1, { tags: ['keep'] }),
      {},
      /Not archived: .*exempt/,
    ],
    [
      'of a room that is gone',
      ({ portal }) => portal.rooms.deleteRoom(1, ANN, new Date()),
      {},
      /not list it any more/,
    ],
    [
      'by a run that cannot read the histories',
      ({ portal }) =>
        portal.faults.add({
          match: { path: /\/log$/ },
          times: Number.POSITIVE_INFINITY,
          kind: { status: 403 },
        }),
      {},
      /Not archived: .*Its last activity is not known/,
    ],
    [
      'by a tick in an issue that is closed',
      ({ github }) => github.people.closeIssue(1, 'ann'),
      {},
      /Total abandoned rooms: 2/,
    ],
  ])('%s', async (_, happens, inputs, says) => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    happens(scene);
    const ran = await scene.run({ ...APPROVED, ...inputs });
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(says);
    expect(puts(scene)).toEqual([]);
    expect(ran.outputs['archived-count']).toBe('0');
  });

  it('because of a line that somebody forged', async () => {
    const scene = await opened([1]);
    scene.portal.rooms.createRoom(9, ANN, ago(500), { title: 'Room 9', roomType: 2 });
    scene.portal.rooms.upload(9, ANN, ago(400));
    scene.github.people.editBody(
      1,
      (body) =>
        body.replace(/(\n- \[ \] )/, '\n- [ ] Room 9 <!-- room 9 -->\n  - [x] archive <!-- archive 9 -->$1'),
      'eve',
    );
    const ran = await scene.run(APPROVED);
    expect(ran.stdout).toMatch(/Not archived: Room "Room 9" \(ID: 9\)\. The last run did not list it/);
    expect(puts(scene)).toEqual([]);
  });

  it('because of a box that somebody moved below another room', async () => {
    const scene = await opened();
    const [box1, box2] = [1, 2].map((id) => `  - [ ] archive at the next run ${archiveBox(id)}-->\n`);
    scene.github.people.editBody(
      1,
      (body) => body.replace(box1 ?? '', '').replace(box2 ?? '', (box1 ?? '').replace('[ ]', '[x]')),
      'ann',
    );
    expect(scene.issue().body).toMatch(/<!-- room 2 -->\r?\n {2}- \[x\] archive .* <!-- archive 1 -->/);
    const ran = await scene.run(APPROVED);
    expect(puts(scene)).toEqual([]);
    expect(ran.warnings.join()).toMatch(/1 ticked line .* no room is kept or archived because of it/);
    expect(scene.issue().body).not.toContain('[x]');
  });
});

it('a key without rooms:write offers the boxes with max-archive: 0: another job archives', async () => {
  const scopes = ['rooms:read', 'files:read'];
  const keys = [{ key: 'sk-of-the-report-0123', scopes, account: PORTAL_OWNER }];
  const scene = await setArchiveScene([1, 2], { keys });
  const report = await scene.run({ ...APPROVED, 'max-archive': '0' });
  expect(scene.issue().body).toContain(archiveBox(1));
  expect(report.stdout).not.toContain('rooms:write');
  const other = await scene.run(APPROVED);
  expect(scene.issue().body).not.toContain(archiveBox(1));
  expect(other.stdout).toContain('rooms:write');
});

it('reports its result if it cannot comment, and the next run says that the room is archived', async () => {
  const scene = await opened();
  tick(scene, archiveBox(1));
  scene.github.faults.add({
    match: { method: 'POST', path: /comments$/ },
    times: FOR_EVER,
    kind: { status: 403 },
  });
  const ran = await scene.run(APPROVED);
  expect([ran.exitCode, archivedIds(ran)]).toEqual([1, [1]]);
  expect(ran.summary).toMatch(/Archived room[\s\S]*\[Room 1\]/);
  scene.github.faults.clear();
  expect((await scene.run({ ...APPROVED, 'dry-run': 'true' })).writes).toEqual([]);
  const next = await scene.run(APPROVED);
  expect(next.exitCode).toBe(0);
  expect(next.stdout).toMatch(
    /1 deleted or archived\.\n[\s\S]*Archived before this run: Room "Room 1" \(ID: 1\)/,
  );
  const about = () => scene.issue().comments.filter(({ body }) => body.includes('in the archive already'));
  expect(about().map(({ body }) => body)).toEqual([expect.stringMatching(/- \[Room 1\].*\n\n.*Restore/)]);
  await scene.run(APPROVED);
  expect(about()).toHaveLength(1);
  expect(puts(scene)).toHaveLength(1);
  expect(scene.issue().body).not.toContain(archiveBox(1));
});
it('rooms are left for the next run by max-archive, with their ticks', async () => {
  const scene = await opened([1, 2, 3]);
  for (const id of [1, 2, 3]) tick(scene, archiveBox(id));
  const ran = await scene.run({ ...APPROVED, 'max-archive': '2' });
  expect(archivedIds(ran)).toEqual([1, 2]);
  expect(scene.issue().body).toContain('- [x] archive at the next run <!-- archive 3 -->');
  await scene.run({ ...APPROVED, 'max-archive': '2' });
  expect([1, 2, 3].map((id) => isArchived(scene, id))).toEqual([true, true, true]);
  expect(puts(scene)).toHaveLength(3);
  expect(scene.issue().state).toBe('closed');
});

it('keeps names of rooms out of a redacted run', async () => {
  const scene = await opened();
  tick(scene, archiveBox(1));
  const before = scene.github.requests.length;
  const ran = await scene.run({ ...APPROVED, redact: 'always' });
  expect(archivedIds(ran)).toEqual([1]);
  const written = JSON.stringify(scene.github.requests.slice(before).map(({ body }) => body));
  for (const text of [ran.stdout, ran.summary, written, JSON.stringify(ran.outputs)]) {
    expect(text).not.toMatch(/Room 1"|Ann Lee/);
  }
});

describe('the box for many rooms', () => {
  const SEVEN = [1, 2, 3, 4, 5, 6, 7];
  const THREE = { ...APPROVED, 'max-archive': '3' };
  const bulkBox = '<!-- archive-all ';
  const boxOf = ({ issue }: Scene) =>
    /^- \[[ x]\] archive (?:all )?\d+ rooms?/m.exec(issue().body ?? '')?.[0];

  it('archives the rooms that it listed, some at each run, and no room that appears later', async () => {
    const scene = await setArchiveScene(SEVEN);
    await scene.run(THREE);
    tick(scene, bulkBox);
    tick(scene, keepBox(2));

    const first = await scene.run(THREE);
    expect(archivedIds(first)).toEqual([1, 3, 4]);
    const says = 'Approved rooms: 3 of 6 archived, 3 follow.';
    for (const text of [first.stdout, first.summary, scene.issue().comments.at(-1)?.body]) {
      expect(text).toContain(says);
    }
    expect(boxOf(scene)).toBe('- [x] archive 3 rooms');

    for (const id of [11, 12, 13, 14, 15, 16]) {
      scene.portal.rooms.createRoom(id, ANN, ago(500), { title: `Room ${id}`, roomType: 2 });
      scene.portal.rooms.upload(id, ANN, ago(450));
    }
    // The portal is in trouble after one room: the others still follow, but the one that failed.
    scene.portal.faults.add({ match: { path: /6\/archive$/ }, kind: { status: 500 } });
    const second = await scene.run(THREE);
    expect(archivedIds(second)).toEqual([5]);
    expect(second.stdout).toContain('Approved rooms: 1 of 3 archived, 1 follows.');
    expect(boxOf(scene)).toBe('- [x] archive 1 room');

    const third = await scene.run(THREE);
    expect(archivedIds(third)).toEqual([7]);
    expect(third.stdout).not.toContain('follow');
    // None is left: it is open again, and approves the others as soon as it is ticked again.
    expect(boxOf(scene)).toBe('- [ ] archive all 7 rooms');
    expect(archivedIds(await scene.run(THREE))).toEqual([]);
    expect([2, 6, 11].map((id) => isArchived(scene, id))).toEqual([false, false, false]);
  });

  it('archives nothing after it was unticked, while the portal is scanned or between two runs', async () => {
    const scene = await setArchiveScene(SEVEN);
    await scene.run(THREE);
    tick(scene, bulkBox);
    let isUnticked = false;
    scene.portal.onRequest(() => {
      if (!isUnticked) scene.github.people.untick(1, bulkBox);
      isUnticked = true;
    });
    expect((await scene.run(THREE)).stdout).toMatch(/Not archived: .* Its box is not ticked any more/);
    tick(scene, bulkBox);
    expect(archivedIds(await scene.run(THREE))).toEqual([1, 2, 3]);
    scene.github.people.untick(1, bulkBox);
    expect(archivedIds(await scene.run(THREE))).toEqual([]);
    expect(puts(scene)).toHaveLength(3);
  });
});

it('archives nothing of another portal of the same issue-key, where the same ids are other rooms', async () => {
  const scene = await setArchiveScene([1, 2, 3, 4, 5, 6, 7]);
  const shared = { ...APPROVED, 'issue-key': 'rooms' };
  await scene.run(shared);
  tick(scene, archiveBox(1));
  tick(scene, '<!-- archive-all ');
  const there = scene.portal.url.replace('127.0.0.1', 'localhost');
  expect(there).not.toBe(scene.portal.url);
  const ran = await scene.run({ ...shared, 'docspace-url': there });
  expect([ran.outputs['abandoned-count'], archivedIds(ran)]).toEqual(['7', []]);
  expect(ran.warnings.join()).toMatch(
    /issue #1 does not say that it is of this portal, so no room is archived/,
  );
  expect(scene.issue().body).not.toContain('[x]');
  tick(scene, archiveBox(1));
  expect(archivedIds(await scene.run({ ...shared, 'docspace-url': there }))).toEqual([1]);
});
