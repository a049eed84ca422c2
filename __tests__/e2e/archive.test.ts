import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PORTAL_OWNER } from '../../sandbox/portal/index.ts';
import {
  APPROVED,
  addUnusedRooms,
  archiveBox,
  archivedIds,
  isArchived,
  puts,
  tick,
} from '../support/archive-scene.ts';
import { type Scene, setScene } from '../support/github-run.ts';

/** Archiving what people approve, with the built action between a portal and a GitHub. `robust/archive.test.ts` has the rest. */

/** Two rooms whose history shows that nobody used them. */
async function setArchiveScene(): Promise<Scene> {
  const scene = await setScene();
  addUnusedRooms(scene, [1, 2]);
  return scene;
}

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
  const scene = await setArchiveScene();
  await scene.run(APPROVED);
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
it('archives nothing if the outputs cannot be written, and the report says so', async () => {
  const scene = await setArchiveScene();
  await scene.run(APPROVED);
  tick(scene, archiveBox(1));
  const ran = await scene.run(APPROVED, { GITHUB_OUTPUT: '/dev/full' });
  expect([ran.exitCode, puts(scene)]).toEqual([1, []]);
  expect(ran.errors.join()).toMatch(/^The outputs cannot be written/);
  expect(ran.summary).toMatch(/waiting for the next run \(1\):\s+- \[Room 1\].*: It was not tried/);
  expect(scene.issue().body).toContain('- [x] archive at the next run <!-- archive 1 -->');
});
