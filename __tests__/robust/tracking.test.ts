import { describe, expect, it } from 'vitest';
import { DEFAULT_TOKEN } from '../../sandbox/github/index.ts';
import { elements, renderPage } from '../support/github-page.ts';
import { lineOf, sentTo, setSceneHere } from '../support/github-run.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** The tracking issue over many whole runs, within this process. */

useShortWaits();

const ISSUE = '/repos/acme/rooms/issues/1';

it('is opened, kept true, closed and reopened', async () => {
  const { portal, github, run, issue, openIssues, addRoom, use } = await setSceneHere();
  addRoom(1, 'Old marketing', 400);
  addRoom(2, 'Tender', 300);
  addRoom(3, 'Board minutes', 0);
  addRoom('drive-4', 'Archive', 200);

  const opened = await run();
  expect(opened).toMatchObject({ exitCode: 0, errors: [] });
  expect(opened.outputs).toMatchObject({ 'issue-action': 'created', 'issue-number': '1', 'new-count': '0' });
  expect(opened.outputs['issue-url']).toMatch(/\/acme\/rooms\/issues\/1$/);
  expect(opened.summary).toContain('Tracking issue: [#1]');
  expect(issue()).toMatchObject({
    title: 'Abandoned DocSpace rooms',
    labels: ['abandoned-rooms'],
    comments: [],
  });
  expect(elements(renderPage(issue().body ?? ''), 'li')).toHaveLength(3);

  const unchanged = await run();
  expect(unchanged).toMatchObject({ exitCode: 0, writes: [] });
  expect(unchanged.outputs).toMatchObject({
    'issue-action': 'unchanged',
    'issue-number': '1',
    'new-count': '0',
  });
  expect(unchanged.stdout).toContain('Since the last run: 0 new, 0 recovered.');

  addRoom(5, 'Payroll @team #1', 100);
  use(2);
  const changed = await run();
  expect(changed.writes).toEqual([`POST ${ISSUE}/comments`, `PATCH ${ISSUE}`]);
  expect(changed.outputs).toMatchObject({
    'issue-action': 'updated',
    'new-count': '1',
    'recovered-count': '1',
  });
  expect(
    JSON.parse(changed.outputs['abandoned-rooms'] ?? '').map((room: { new: boolean }) => room.new),
  ).toEqual([false, false, true]);
  expect(changed.summary).toContain('Since the last run: 1 new, 1 recovered.');
  expect(issue().body).toMatch(/Payroll .*\*\*new\*\* <!-- room 5 -->/);
  expect(issue().comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('1 room became abandoned'),
  ]);

  github.people.tick(1, lineOf(5), 'ann');
  const ticked = await run();
  expect(ticked).toMatchObject({ exitCode: 0, writes: [`PATCH ${ISSUE}`] });
  expect(ticked.outputs).toMatchObject({
    'abandoned-count': '2',
    'exempt-count': '1',
    'recovered-count': '0',
  });
  expect(issue().body).toMatch(/### Kept \(1\)\n\n- \[x\] .*kept until \d{4}-\d\d-\d\d <!-- room 5 until/);
  expect((await run()).writes).toEqual([]);

  github.people.editTitle(1, 'Rooms to tidy up', 'ann');
  github.people.editBody(1, (body) => `Rules by Ann\n\n${body}\n\nThanks!`, 'ann');
  github.people.removeLabel(1, 'abandoned-rooms', 'ann');
  expect(await run()).toMatchObject({ exitCode: 0, writes: [], outputs: { 'issue-number': '1' } });

  github.people.closeIssue(1, 'ann');
  // A limit counts all the same.
  const closed = await run({ 'max-abandoned': '1' });
  expect(closed).toMatchObject({ exitCode: 1, writes: [], outputs: { 'issue-action': 'unchanged' } });
  expect(closed.errors).toEqual([expect.stringContaining('more than max-abandoned allows (1)')]);
  addRoom(6, 'Forms', 99);
  const reopened = await run();
  expect(reopened.outputs).toMatchObject({
    'issue-action': 'reopened',
    'issue-number': '1',
    'new-count': '1',
  });
  expect(issue()).toMatchObject({ state: 'open', title: 'Rooms to tidy up', labels: [] });
  expect(issue().body).toMatch(/^Rules by Ann\n\n<!--.*-->\n\nThanks!$/s);

  for (const id of [1, 'drive-4', 6]) use(id);
  const emptied = await run();
  expect(emptied.outputs).toMatchObject({
    'issue-action': 'closed',
    'recovered-count': '3',
    'exempt-count': '1',
  });
  expect(issue().state).toBe('closed');
  expect(issue().comments.at(-1)?.body).toContain('No room is abandoned any more');
  expect(await run()).toMatchObject({ writes: [], outputs: { 'issue-action': 'unchanged' } });

  portal.rooms.update(1, { updated: new Date(0) });
  const again = await run();
  expect(again.outputs).toMatchObject({ 'issue-action': 'reopened', 'issue-number': '1', 'new-count': '1' });
  expect(openIssues()).toHaveLength(1);
  expect(github.repository().issues).toHaveLength(1);
  expect(sentTo(github)).not.toContain(portal.apiKey);
});

it('ticks end by themselves', async () => {
  const { github, run, issue, addRoom } = await setSceneHere();
  addRoom(1);
  addRoom(2);
  const inputs = { 'keep-days': '1' };
  await run(inputs);
  github.people.tick(1, lineOf(2), 'ann');
  expect((await run(inputs)).outputs).toMatchObject({ 'abandoned-count': '1', 'exempt-count': '1' });
  expect(await run(inputs, { CLOCK_DAYS: '1' })).toMatchObject({
    writes: [],
    outputs: { 'exempt-count': '1' },
  });
  const over = await run(inputs, { CLOCK_DAYS: '2' });
  expect(over.outputs).toMatchObject({
    'abandoned-count': '2',
    'exempt-count': '0',
    'issue-action': 'updated',
  });
  expect(issue().body).toContain(`- [ ] [Room 2]`);
  expect(await run(inputs, { CLOCK_DAYS: '3' })).toMatchObject({
    writes: [],
    outputs: { 'exempt-count': '0' },
  });
});

describe('after doubt', () => {
  it.each([
    ['a scan that fails', { status: 503 } as const],
    ['a scan that fails in the middle', 'cut' as const],
    ['an answer without a list', { json: { response: {} } }],
  ])('nothing is written: %s', async (_, kind) => {
    const { portal, run, issue, addRoom } = await setSceneHere();
    for (let id = 1; id <= 120; id += 1) addRoom(id);
    await run();
    const before = structuredClone(issue());
    addRoom(500);
    portal.faults.add({ match: { page: 2 }, kind, times: Number.POSITIVE_INFINITY });
    const failed = await run();
    expect(failed).toMatchObject({ exitCode: 1, writes: [], reportFiles: [] });
    expect(failed.errors).toHaveLength(1);
    expect(structuredClone(issue())).toEqual(before);
  });

  it('nothing is written: no room is visible', async () => {
    const { portal, run, issue, addRoom } = await setSceneHere();
    addRoom(1);
    await run();
    const before = structuredClone(issue());
    portal.rooms.remove(1);
    const blind = await run();
    expect(blind).toMatchObject({ exitCode: 0, writes: [] });
    expect(blind.outputs).toMatchObject({ 'scanned-count': '0', 'issue-action': 'none' });
    expect(structuredClone(issue())).toEqual(before);
  });
});

it('max-new-abandoned takes a backlog, and fails when more become abandoned, after everything is written', async () => {
  const { run, issue, addRoom } = await setSceneHere();
  for (const id of [1, 2, 3]) addRoom(id);
  const inputs = { 'max-new-abandoned': '0' };
  const first = await run(inputs);
  expect(first).toMatchObject({ exitCode: 0, errors: [] });
  expect(first.stdout).toMatch(
    /not known, because there is no tracking issue yet, and max-new-abandoned does not fail this run\./,
  );
  expect((await run(inputs)).exitCode).toBe(0);

  addRoom(4);
  const failed = await run(inputs);
  expect(failed.exitCode).toBe(1);
  expect(failed.errors).toEqual([expect.stringContaining('max-new-abandoned allows (0)')]);
  expect(failed.outputs).toMatchObject({
    'limit-exceeded': 'true',
    'new-count': '1',
    'issue-action': 'updated',
  });
  expect(failed.reportFiles).toHaveLength(3);
  expect(issue().body).toContain('Room 4');
  expect(issue().comments).toHaveLength(1);
  expect((await run(inputs)).exitCode).toBe(0);

  issue().body = issue().body?.replace(/(state v1 .)./, '$1!') ?? '';
  addRoom(5);
  const unknown = await run(inputs);
  expect(unknown).toMatchObject({ exitCode: 0, errors: [] });
  expect(unknown.stdout).toMatch(/damaged or edited, and max-new-abandoned does not fail this run\./);
});

describe('the text sent to GitHub', () => {
  const secret = 'sk-0123456789abcdef0123456789abcdef';
  const keys = [
    { key: secret, scopes: ['*'], account: { id: 'root', displayName: 'Root' }, sees: 'all' as const },
  ];

  it('has no title, owner or tag if the report is redacted', async () => {
    const { github, portal, run, issue, addRoom } = await setSceneHere();
    const words = ['Zanzibar', 'Quokka', 'Xylophone'];
    portal.rooms.add({
      id: 1,
      title: words[0] ?? '',
      tags: [words[1] ?? ''],
      createdBy: { id: 'u', displayName: words[2] ?? '' },
      created: new Date(0),
      updated: new Date(0),
      roomType: 2,
    });
    await run({ redact: 'always' });
    addRoom(2, 'Zanzibar two');
    await run({ redact: 'always' });
    github.people.tick(1, lineOf(2), 'ann');
    await run({ redact: 'always' });
    expect(issue().comments).toHaveLength(1);
    for (const word of words) expect(sentTo(github)).not.toContain(word);
    expect(issue().body).toContain('[Room 1](');
  });

  it('has no title if the repository of the issue is public, even if the workflow’s own is not', async () => {
    const { github, run, addRoom } = await setSceneHere({
      repositories: [
        { fullName: 'acme/rooms', visibility: 'private' },
        { fullName: 'acme/public', visibility: 'public' },
      ],
    });
    addRoom(1, 'Zanzibar');
    const ran = await run({ redact: 'auto', 'issue-repository': 'acme/public' });
    expect(ran.outputs['issue-action']).toBe('created');
    expect(sentTo(github)).not.toContain('Zanzibar');
  });

  it('never has the key, even if the portal sends it back', async () => {
    const { github, portal, run, addRoom } = await setSceneHere({}, { keys });
    addRoom(1, `title ${secret}`);
    addRoom(`id-${secret}`, 'id');
    portal.rooms.add({
      id: 3,
      title: 'owner',
      createdBy: { id: 'u', displayName: secret },
      tags: [secret],
      created: new Date(0),
      updated: new Date(0),
      roomType: 2,
    });
    expect((await run()).outputs['issue-action']).toBe('created');
    addRoom(4, secret);
    expect((await run()).outputs['issue-action']).toBe('updated');
    expect(await run()).toMatchObject({ exitCode: 0, writes: [] });
    expect(sentTo(github)).not.toContain(secret);
    expect(sentTo(github)).not.toContain(secret.slice(8));
  });

  it('is written without the key that a person pasted into the issue', async () => {
    const { github, run, addRoom } = await setSceneHere({}, { keys });
    addRoom(1);
    await run();
    github.people.editBody(1, (body) => `The key is ${secret}\n\n${body}`, 'ann');
    addRoom(2);
    expect(await run()).toMatchObject({ exitCode: 0, errors: [] });
    expect(await run()).toMatchObject({ exitCode: 0, writes: [] });
    expect(sentTo(github)).not.toContain(secret);
  });
});

describe('where the issue is', () => {
  it('another repository, with a token for it', async () => {
    const { github, run, addRoom } = await setSceneHere({
      repositories: [
        { fullName: 'acme/rooms', visibility: 'private' },
        { fullName: 'acme/elsewhere', visibility: 'private' },
      ],
      tokens: [DEFAULT_TOKEN, { ...DEFAULT_TOKEN, token: 'ghs_own', repositories: ['acme/rooms'] }],
    });
    addRoom(1);
    const inputs = { 'issue-repository': 'acme/elsewhere' };
    expect((await run(inputs)).outputs).toMatchObject({ 'issue-action': 'created', 'issue-number': '1' });
    expect(await run(inputs)).toMatchObject({ writes: [] });
    expect(github.repository('acme/rooms').issues).toEqual([]);
    const refused = await run({ ...inputs, 'github-token': 'ghs_own' });
    expect(refused.exitCode).toBe(1);
    expect(refused.errors).toEqual([expect.stringMatching(/^404: .*issue-repository.*acme\/elsewhere/)]);
  });

  it('a repository under its former name', async () => {
    const { run, issue, openIssues, addRoom } = await setSceneHere({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', formerNames: ['acme/old'] }],
    });
    addRoom(1);
    const inputs = { 'issue-repository': 'acme/old' };
    expect((await run(inputs)).outputs).toMatchObject({ 'issue-action': 'created', 'issue-number': '1' });
    addRoom(2);
    expect((await run(inputs)).outputs).toMatchObject({ 'issue-action': 'updated', 'issue-number': '1' });
    expect(openIssues()).toHaveLength(1);
    expect(issue().comments).toHaveLength(1);
  });

  it('one repository for two portals and two policies', async () => {
    const { run, openIssues, addRoom } = await setSceneHere();
    addRoom(1);
    await run();
    await run({ 'issue-key': 'strict', 'inactive-days': '10' });
    expect(openIssues()).toHaveLength(2);
    expect((await run()).writes).toEqual([]);
    expect((await run({ 'issue-key': 'strict', 'inactive-days': '10' })).writes).toEqual([]);
  });

  it('is not used if neither tracking issue nor visibility is needed', async () => {
    const { run, addRoom } = await setSceneHere();
    addRoom(1);
    const ran = await run({ 'tracking-issue': 'false' });
    expect(ran).toMatchObject({ exitCode: 0, requests: [] });
    expect(ran.outputs).toMatchObject({ 'issue-action': 'none', 'new-count': '0' });
  });
});
