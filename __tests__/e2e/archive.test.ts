import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PORTAL_OWNER, type PortalOptions, type RoomId } from '../../sandbox/portal/index.ts';
import { ago, type Scene, setScene, type TrackedRun } from '../support/github-run.ts';

/** Archiving what people approve, with the built action between a portal and a GitHub. */

const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
const APPROVED = { archive: 'approved' };
const FOR_EVER = Number.POSITIVE_INFINITY;

/** Rooms whose history shows that nobody used them. */
async function setArchiveScene(ids: readonly RoomId[] = [1, 2], portal: PortalOptions = {}): Promise<Scene> {
  const scene = await setScene({}, portal);
  const { rooms } = scene.portal;
  ids.forEach((id, at) => {
    rooms.createRoom(id, ANN, ago(500), { title: `Room ${String(id)}`, roomType: 2 });
    rooms.upload(id, ANN, ago(400 - at));
  });
  return scene;
}

const keepBox = (id: RoomId) => `<!-- room ${id} `;
const archiveBox = (id: RoomId) => `<!-- archive ${id} `;
const puts = ({ portal }: Scene) =>
  portal.requests.flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));
const isArchived = ({ portal }: Scene, id: RoomId) => portal.rooms.need(id).rootFolderType === 20;
const tick = ({ github }: Scene, line: string) => github.people.tick(1, line);
const archivedIds = ({ outputs }: TrackedRun) =>
  (JSON.parse(outputs['archived-rooms'] ?? '') as { id: RoomId }[]).map(({ id }) => id);

/** A first run that opens the issue, with the portal's requests forgotten. */
async function opened(ids?: readonly RoomId[], portal?: PortalOptions): Promise<Scene> {
  const scene = await setArchiveScene(ids, portal);
  const { exitCode } = await scene.run(APPROVED);
  expect(exitCode).toBe(0);
  scene.portal.reset();
  return scene;
}

describe('the whole story', () => {
  it('lists, archives what was ticked, and lists the room again after it was restored', async () => {
    const scene = await setArchiveScene();
    const { portal } = scene;

    // Listed, with an empty box below each room. Nothing is archived.
    const first = await scene.run(APPROVED);
    expect([first.exitCode, first.outputs['archived-count'], first.outputs['archived-rooms']]).toEqual([
      0,
      '0',
      '[]',
    ]);
    expect(scene.issue().body).toContain('\n  - [ ] archive at the next run <!-- archive 1 -->\n');
    expect(puts(scene)).toEqual([]);

    // Ticked and archived.
    tick(scene, archiveBox(1));
    const second = await scene.run(APPROVED);
    expect(second.errors).toEqual([]);
    expect(puts(scene)).toEqual(['PUT /api/2.0/files/rooms/1/archive']);
    expect([isArchived(scene, 1), isArchived(scene, 2)]).toEqual([true, false]);
    expect([second.outputs['archived-count'], archivedIds(second)]).toEqual(['1', [1]]);
    expect(second.stdout).toContain('Archived: Room "Room 1" (ID: 1)');
    expect(second.summary).toMatch(/### Archive[\s\S]*\| \[Room 1\]\(.*\) \| Ann Lee \| .*file added/);
    expect(second.summary).toContain('choose **Restore**');
    expect(scene.issue().body).not.toContain('Room 1]');
    expect(scene.issue().body).toContain('- [ ] archive at the next run <!-- archive 2 -->');
    const [comment, ...others] = scene.issue().comments.filter(({ body }) => body.includes('the archive'));
    expect(others).toEqual([]);
    expect(comment?.body).toMatch(/^\*\*1 room was moved to the archive\*\*, as approved in this issue:/);
    expect(comment?.body).toMatch(/\[Room 1\]\(.*\) — owner Ann Lee · last activity .* · evidence: history/);

    // Nothing more to do at the next run.
    const third = await scene.run(APPROVED);
    expect([third.exitCode, third.outputs['abandoned-count'], third.outputs['archived-count']]).toEqual([
      0,
      '1',
      '0',
    ]);
    expect(puts(scene)).toHaveLength(1);

    // Restored in the portal, which counts as activity; and listed again when nobody used it after that.
    portal.rooms.unarchive(1, PORTAL_OWNER, new Date());
    expect((await scene.run(APPROVED)).outputs['abandoned-count']).toBe('1');
    const later = await scene.run(APPROVED, { CLOCK_DAYS: '40' });
    expect([later.outputs['abandoned-count'], later.outputs['archived-count']]).toEqual(['2', '0']);
    expect(scene.issue().body).toContain('- [ ] archive at the next run <!-- archive 1 -->');
    expect(isArchived(scene, 1)).toBe(false);
    expect(puts(scene)).toHaveLength(1);
  });

  it('has the whole report on the disk before the first write to the portal', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    const report = 'abandoned-rooms.json';
    const directory = await mkdtemp(join(tmpdir(), 'archive-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    let found = '';
    scene.portal.onRequest(({ method }) => {
      if (method === 'PUT') found = readFileSync(join(directory, report), 'utf8');
    });
    const { exitCode } = await scene.run({ ...APPROVED, 'report-directory': directory });
    expect(exitCode).toBe(0);
    expect(JSON.parse(found).archiving).toMatchObject([{ id: 1, result: 'planned' }]);
    expect(JSON.parse(await readFile(join(directory, report), 'utf8'))).toMatchObject({
      archiving: [{ id: 1, result: 'archived', reason: null }],
    });
    expect(await readFile(join(directory, 'abandoned-rooms.csv'), 'utf8')).toMatch(/^archived,1,/m);
  });
});

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

  it('because of a tick that was taken back while the portal was scanned', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    let isUnticked = false;
    scene.portal.onRequest(() => {
      if (!isUnticked) scene.github.people.untick(1, archiveBox(1));
      isUnticked = true;
    });
    const ran = await scene.run(APPROVED);
    expect(ran.stdout).toMatch(/Not archived: .* Its box is not ticked any more/);
    expect(puts(scene)).toEqual([]);
  });

  it('of a room that somebody archives between the scan and the write: it leaves the list', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    scene.portal.onRequest(({ path }) => {
      if (path.endsWith('/files/rooms/1')) scene.portal.rooms.archive(1, ANN, new Date());
    });
    const ran = await scene.run(APPROVED);
    expect(ran.stdout).toMatch(/(?:Archived before|Not archived by) this run: Room "Room 1" \(ID: 1\)/);
    expect([puts(scene), archivedIds(ran)]).toEqual([[], []]);
    expect(scene.issue().body).not.toContain(archiveBox(1));
  });

  it('of a room that changed between the scan and the write', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    // The second look reads the room itself first.
    scene.portal.onRequest(({ path }) => {
      if (path.endsWith('/files/rooms/1')) scene.portal.rooms.saveFile(1, ANN, new Date());
    });
    const ran = await scene.run(APPROVED);
    expect(ran.stdout).toMatch(/Not archived: .*changed in it since the scan/);
    expect(puts(scene)).toEqual([]);
    expect(isArchived(scene, 1)).toBe(false);
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

describe('a step that fails', () => {
  it('since the issue cannot be read again: nothing is archived, and the report says so', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    scene.portal.onRequest(() => {
      scene.github.faults.add({ match: { path: /issues\/1$/ }, times: FOR_EVER, kind: { status: 403 } });
    });
    const ran = await scene.run(APPROVED);
    expect([ran.exitCode, puts(scene), archivedIds(ran)]).toEqual([1, [], []]);
    expect(ran.summary).toMatch(/waiting for the next run \(1\):\s+- \[Room 1\].*: It was not tried/);
    expect(ran.summary).not.toContain('To be archived');
  });

  it('since the outputs cannot be written: nothing is archived, and the report says so', async () => {
    const scene = await opened();
    tick(scene, archiveBox(1));
    const ran = await scene.run(APPROVED, { GITHUB_OUTPUT: '/dev/full' });
    expect([ran.exitCode, puts(scene)]).toEqual([1, []]);
    expect(ran.errors.join()).toMatch(/^The outputs cannot be written/);
    expect(ran.summary).toMatch(/waiting for the next run \(1\):\s+- \[Room 1\].*: It was not tried/);
    expect(scene.issue().body).toContain('- [x] archive at the next run <!-- archive 1 -->');
  });

  it('since it cannot comment: its result is reported, and the next run says that the room is archived', async () => {
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
});

describe('some rooms', () => {
  it('cannot be read after the request: their result is not known, and no more rooms are archived', async () => {
    const scene = await opened([1, 2]);
    for (const id of [1, 2]) tick(scene, archiveBox(id));
    scene.portal.onRequest(({ method }) => {
      if (method !== 'PUT') return;
      scene.portal.faults.add({ match: { path: /rooms\/1$/ }, times: FOR_EVER, kind: { status: 403 } });
    });
    const ran = await scene.run(APPROVED);
    expect(ran.warnings.join()).toMatch(/not known whether this room is archived: Room "Room 1" \(ID: 1\)/);
    expect(ran.stdout).not.toMatch(/(?:Not a|A)rchived: Room "Room 1"/);
    expect(ran.summary).toMatch(/not known whether archived \(1\):/);
    expect([archivedIds(ran), puts(scene)]).toEqual([[], ['PUT /api/2.0/files/rooms/1/archive']]);
  });

  it('are left for the next run by max-archive, with their ticks', async () => {
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

  it('are refused by the portal: a warning each, and their ticks stay', async () => {
    const scene = await opened();
    for (const id of [1, 2]) tick(scene, archiveBox(id));
    scene.portal.faults.add({ match: { path: /1\/archive$/ }, kind: { status: 403 } });
    const ran = await scene.run(APPROVED);
    expect(ran.exitCode).toBe(0);
    expect(ran.warnings.filter((text) => text.startsWith('Not archived'))).toEqual([
      expect.stringMatching(/Room "Room 1" .*403 .* may not archive this room\.$/),
    ]);
    expect(archivedIds(ran)).toEqual([2]);
    expect(scene.issue().body).toContain('- [x] archive at the next run <!-- archive 1 -->');
  });

  it('are not tried if the portal is in trouble, and nothing is asked twice', async () => {
    const scene = await opened([1, 2, 3]);
    for (const id of [1, 2, 3]) tick(scene, archiveBox(id));
    scene.portal.faults.add({ match: { path: /2\/archive$/ }, kind: { operation: 'never ends' } });
    const ran = await scene.run(APPROVED);
    expect(puts(scene)).toEqual([1, 2].map((id) => `PUT /api/2.0/files/rooms/${id}/archive`));
    expect(archivedIds(ran)).toEqual([1]);
    expect(ran.stdout).toMatch(/Not archived: .*\(ID: 3\).*not tried/);
  });

  it('keep their names out of a redacted run', async () => {
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

it('needs a tracking issue and the history of rooms', async () => {
  const scene = await setScene();
  const ran = await scene.run({ ...APPROVED, 'tracking-issue': 'false', 'activity-source': 'updated' });
  expect(ran.exitCode).toBe(1);
  expect(ran.errors.join('')).toMatch(
    /archive: got "approved" without tracking-issue[\s\S]*activity-source: updated/,
  );
  expect(scene.portal.requests).toEqual([]);
});
