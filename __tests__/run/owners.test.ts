import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type Portal, startPortal } from '../../sandbox/portal/index.ts';
import { LimitError } from '../../src/shared/errors.ts';
import { trackedInputs } from '../support/robust-run.ts';
import { runHere } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** Whole runs with owner-contacts: where addresses stand, and where never. */

useShortWaits();

const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
const ADA = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  displayName: 'Ada Lee',
  email: 'ada.lee@example.org',
};
const BOB = {
  ...ADA,
  id: 'bbbbbbbb-0000-4000-8000-000000000002',
  displayName: 'Bob',
  email: 'bob@example.org',
  status: 'disabled' as const,
};
const ADDRESS = /ada\.lee|bob@|example\.org/;

let portal: Portal;
let github: GitHubSandbox;
beforeEach(async () => {
  portal = await startPortal({ people: [ADA, BOB] });
  for (const [id, owner] of [
    [1, ADA],
    [2, ADA],
    [3, BOB],
  ] as const) {
    portal.rooms.createRoom(id, owner, ago(500), { title: `Plan ${id}`, roomType: 2 });
    portal.rooms.upload(id, owner, ago(400));
  }
  github = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility: 'private' }] });
});
afterEach(async () => {
  await Promise.all([portal.close(), github.close()]);
});

const asked = () =>
  portal.requests
    .map(({ path }) => path.split('/2.0/')[1] ?? '')
    .filter((path) => path.startsWith('people/'))
    .toSorted();

async function runWith(inputs: Parameters<typeof runHere>[0]) {
  const ran = await runHere({ ...trackedInputs(portal, github), ...inputs }, undefined, github.url);
  const { runtime } = ran;
  const file = runtime.file('abandoned-rooms-by-owner.json');
  return { ...ran, owners: file === undefined ? null : JSON.parse(file).owners };
}

describe('with owner-contacts', () => {
  it('addresses are in the report files and the summary, and nowhere else', async () => {
    const { runtime, owners, error } = await runWith({ 'owner-contacts': 'true', redact: 'never' });
    expect(error).toBeNull();
    expect(owners).toMatchObject([
      { name: 'Ada Lee', email: ADA.email, isDisabled: false, note: null, rooms: [{ id: 1 }, { id: 2 }] },
      { name: 'Bob', email: BOB.email, isDisabled: true, note: 'account disabled', rooms: [{ id: 3 }] },
    ]);
    expect(runtime.output('report-owners')).toMatch(/abandoned-rooms-by-owner\.json$/);
    for (const name of ['rooms.json', 'rooms.csv', 'rooms.md'])
      expect(runtime.file(name)).toContain(ADA.email);
    expect(runtime.texts('summary').join('')).toContain(`](mailto:${ADA.email}?subject=`);
    const elsewhere = runtime.effects.filter(({ kind }) => kind !== 'file' && kind !== 'summary');
    expect(JSON.stringify(elsewhere)).not.toMatch(ADDRESS);
    expect(github.requests.length).toBeGreaterThan(3);
    expect(JSON.stringify(github.requests)).not.toMatch(ADDRESS);
    // The list of all accounts tells who is disabled as well.
    expect(asked()).toEqual(['people/@self', 'people/filter']);
    expect(JSON.parse(runtime.file('abandoned-rooms.json') ?? '')).toMatchObject({
      contacts: { owners: 2, reachable: 1 },
      ownersChecked: true,
      counts: { risky: 1 },
    });
  });

  it('nobody is asked for in a redacted run', async () => {
    const { runtime, owners } = await runWith({ 'owner-contacts': 'true', redact: 'always' });
    expect(owners).toBeNull();
    expect(runtime.output('report-owners')).toBe('');
    expect(JSON.stringify(runtime.effects)).not.toMatch(ADDRESS);
    expect(asked()).toEqual(['people/@self', 'people/status/terminated']);
    expect(runtime.texts('info')).toContain('owner-contacts: not in a redacted run.');
  });

  it('nobody is asked for without an abandoned room', async () => {
    const { owners } = await runWith({ 'owner-contacts': 'true', redact: 'never', 'inactive-days': '3000' });
    expect(owners).toEqual([]);
    expect(asked()).toEqual(['people/@self']);
  });

  it('a refusal is named, the run goes on, and a disabled owner is a risk all the same', async () => {
    portal.faults.add({
      match: { path: /people\/filter/ },
      times: Number.POSITIVE_INFINITY,
      kind: { status: 403, body: 'empty' },
    });
    const { runtime, owners, error } = await runWith({
      'owner-contacts': 'true',
      redact: 'never',
      'max-risky': '0',
    });
    expect(error).toBeInstanceOf(LimitError);
    expect(owners).toMatchObject([{ email: null, note: 'no address known' }, { email: null }]);
    expect(runtime.texts('warning').join('\n')).toMatch(
      /^owner-contacts: not all addresses of owners are known\. 403 .*accounts:read/m,
    );
  });
});

it('without owner-contacts no address is asked for', async () => {
  const { runtime, owners } = await runWith({ redact: 'never' });
  expect(owners).toBeNull();
  expect(JSON.stringify(runtime.effects)).not.toMatch(ADDRESS);
  expect(asked()).toEqual(['people/@self', 'people/status/terminated']);
});
