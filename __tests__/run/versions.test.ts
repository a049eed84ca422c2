import { describe, expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../../sandbox/github/index.ts';
import {
  type RoomId,
  type RoomSeed,
  startPortal,
  VERSIONS,
  type Version,
} from '../../sandbox/portal/index.ts';
import type { InputName } from '../../src/config/check-inputs.ts';
import { trackedInputs } from '../support/robust-run.ts';
import { runHere } from '../support/run-here.ts';
import { isFull } from '../support/scale.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** A whole scan, and one archiving, of each version of the portal. */

useShortWaits();

const ANN = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  displayName: 'Ann Lee',
  role: 'roomAdmin',
} as const;
const BEN = { id: 'bbbbbbbb-0000-4000-8000-000000000002', displayName: 'Ben Ode' };
const BOT = { id: 'b0b0b0b0-0000-4000-8000-000000000003', displayName: 'Backup Job' };
const SCOPES = ['rooms:read', 'rooms:write', 'files:read', 'accounts:read', 'accounts.self:read'];
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

const old = { created: ago(500), updated: ago(400), createdBy: ANN, managers: [] };
const made = { verb: 'createRoom', at: ago(500), by: ANN } as const;
const upload = (days: number, by = ANN as typeof BOT, id = 0) => {
  return { verb: 'upload' as const, at: ago(days), by, data: { title: `File ${id}`, id } };
};
const uploads = (days: number, by = ANN as typeof BOT) => [1, 2, 3].map((id) => upload(days, by, id));
const rooms: RoomSeed[] = [
  { ...old, id: 1, title: 'Old', log: [made, upload(400)] },
  {
    ...old,
    id: 2,
    title: 'With a new member',
    log: [made, upload(400), { verb: 'invite', at: ago(1), by: ANN }],
  },
  // Several files in one second: before 3.6, their events differ in their files alone.
  { ...old, id: 3, title: 'Kept by a job', log: [made, ...uploads(400), ...uploads(1, BOT)] },
  { ...old, id: 4, title: 'Deleted during the scan', log: [made, upload(400)] },
  { ...old, id: 5, title: "Somebody else's", createdBy: BEN, managers: [ANN.id], log: [made, upload(400)] },
];

async function worldOf(version: Version) {
  const keys = [{ key: 'sk-of-ann-0123456789', scopes: SCOPES, account: ANN }];
  const portal = await startPortal({ version, rooms, keys, owner: { ...BEN, role: 'owner' } });
  const github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'private' }] });
  onTestFinished(() => Promise.all([portal.close(), github.close()]).then(() => undefined));
  const inputs: Partial<Record<InputName, string>> = {
    ...trackedInputs(portal, github),
    'ignore-activity-by': BOT.displayName,
    archive: 'approved',
  };
  return { portal, github, run: () => runHere(inputs, undefined, github.url) };
}

const idsIn = (json: string | undefined) =>
  (JSON.parse(json ?? '[]') as { id: RoomId }[]).map(({ id }) => id);

/** Versions between them differ in fewer things: `scan/` has the differences, each by itself. */
const SOME = isFull ? VERSIONS : [VERSIONS[0], VERSIONS.at(-1) ?? VERSIONS[0]];

describe.each(SOME)('of DocSpace %s', (version) => {
  it('the rooms are judged, and exactly the approved one is archived', async () => {
    const { portal, github, run } = await worldOf(version);
    portal.onRequest(({ path }) => {
      if (path.endsWith('/log') && portal.rooms.get(4) !== undefined)
        portal.rooms.deleteRoom(4, ANN, new Date());
    });
    const first = await run();
    expect(first.error).toBeNull();
    expect(idsIn(first.runtime.output('abandoned-rooms'))).toEqual([1, 3, 5]);
    const report = JSON.parse(first.runtime.file('abandoned-rooms.json') ?? '{}');
    expect(report.abandoned.map(({ evidence }: { evidence: string }) => evidence)).toEqual(
      Array(3).fill('history'),
    );

    const body = github.repository().issue(1).body ?? '';
    const offered = [1, 5].filter((id) => body.includes(`<!-- archive ${id} `));
    expect(offered).toContain(1);
    for (const id of offered) github.people.tick(1, `<!-- archive ${id} `);
    const second = await run();
    expect(idsIn(second.runtime.output('archived-rooms'))).toEqual([1]);
    const places = [1, 2, 3, 5].map((id) => portal.rooms.need(id).rootFolderType);
    expect(places).toEqual([20, 14, 14, 14]);
  });
});
