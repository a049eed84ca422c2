import { describe, expect, it } from 'vitest';
import { DEFAULT_TOKEN, type Token } from '../../sandbox/github/index.ts';
import type { IssueHost } from '../../src/github/client.ts';
import { keyMarker } from '../../src/issue/block.ts';
import { boxesIn, KEY, makeBody, TODAY } from '../support/github-make.ts';
import { lineOf } from '../support/github-run.ts';
import { LABEL, SETTINGS, useTracking } from '../support/tracking.ts';

/** Which issue is ours. */

const tracking = useTracking();
const { run, start, issue, open, ours, edit } = tracking;
const people = () => tracking.github().people;

describe('found', () => {
  it('opens one, and finds it again with its state', async () => {
    const host = await start();
    expect(await run(host, [1, 'drive-15'])).toMatchObject({ action: 'created', number: 1, previous: null });
    expect(issue()).toMatchObject({ title: SETTINGS.title, labels: [LABEL], state: 'open' });
    const again = await run(host, [1, 'drive-15']);
    expect(again).toMatchObject({ action: 'unchanged', number: 1, writes: [] });
    expect(again.previous).toEqual(new Set([1, 'drive-15']));
  });

  it('opens none if no room is abandoned', async () => {
    const host = await start();
    expect(await run(host, [])).toMatchObject({ action: 'none', number: null, url: null, writes: [] });
  });

  it.each([
    ['an issue of a stranger', 'mallory', makeBody([1]), 'issue'],
    [
      'an issue of an account with the name of the app, but no suffix',
      'github-actions',
      makeBody([1]),
      'issue',
    ],
    ['an issue of another app', 'dependabot[bot]', makeBody([1]), 'issue'],
    ['an issue of another key', DEFAULT_TOKEN.login, makeBody([1], { issueKey: 'other' }), 'issue'],
    ['an issue that has the label alone', DEFAULT_TOKEN.login, 'nothing', 'issue'],
    ['a pull request', DEFAULT_TOKEN.login, makeBody([1]), 'pull request'],
  ])('takes %s for none of ours', async (_, login, body, kind) => {
    const host = await tracking.startWith([]);
    const text = { title: SETTINGS.title, body, labels: [LABEL] };
    if (kind === 'issue') people().openIssue(login, text);
    else people().openPullRequest(login, text);
    const before = structuredClone(issue(1));
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2, previous: null });
    expect(structuredClone(issue(1))).toEqual(before);
  });

  it('keeps one issue for each key', async () => {
    const host = await start();
    const keys = ['a', 'a b', 'A', 'x --> y', '-->'];
    for (const issueKey of keys) await run(host, [1], { settings: { issueKey } });
    expect(open()).toHaveLength(5);
    for (const issueKey of keys)
      expect((await run(host, [1], { settings: { issueKey } })).writes).toEqual([]);
  });

  it.each([
    ['without its label', {}],
    ['without its label if the creator filter misses apps', { creatorFilter: 'missesApps' as const }],
  ])('is found %s', async (_, options) => {
    const host = await start(options);
    await run(host, [1]);
    people().removeLabel(1, LABEL);
    people().tick(1, lineOf(1));
    const again = await run(host, [1, 2]);
    expect(again).toMatchObject({ number: 1, previous: new Set([1]), kept: new Map([[1, TODAY + 90]]) });
    expect([ours().length, issue().labels]).toEqual([1, []]);
  });

  it('is found if GraphQL names the app without its suffix', async () => {
    const host: IssueHost = { ...(await start()), viewer: async () => 'github-actions' };
    await run(host, [1]);
    people().removeLabel(1, LABEL);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(ours()).toHaveLength(1);
  });

  it.each(['pages', 'cursor'] as const)('is found behind many others, by %s', async (pagination) => {
    const host = await start({ pagination });
    const addOthers = () => {
      for (let at = 0; at < 110; at += 1) people().openIssue('ann', { title: '', body: '', labels: [LABEL] });
    };
    addOthers();
    await run(host, [1]);
    addOthers();
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 111 });
    people().removeLabel(111, LABEL);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 111 });
  });

  it('is found under a title and a text of people, and these stay', async () => {
    const host = await start();
    await run(host, [1]);
    people().editTitle(1, 'Rooms to tidy up', 'ann');
    edit((body) => `Note of Ann\n\n${body}\n\nBye`);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated', number: 1 });
    expect(issue().title).toBe('Rooms to tidy up');
    expect(issue().body).toMatch(/^Note of Ann\n\n<!-- .*-->\n\nBye$/s);
  });

  it('is opened again as a new issue after somebody deleted it', async () => {
    const host = await start();
    await run(host, [1]);
    people().deleteIssue(1);
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2, previous: null });
  });

  it('belongs to a person if the token does', async () => {
    const ann: Token = { ...DEFAULT_TOKEN, token: 'ghp_ann', login: 'Ann', type: 'User' };
    const host = await start({ tokens: [ann] });
    await run(host, [1]);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });

  it('the text of another key, quoted or pasted by people, takes over nothing', async () => {
    const host = await start();
    const keyed = (ids: number[], issueKey: string) => run(host, ids, { settings: { issueKey } });
    await keyed([1], 'a');
    await keyed([1], 'b');
    const [, key = ''] = (issue(2).body ?? '').split('\n');
    edit((body) => `${body}\n\nSee the other one: ${key}`);
    edit((body) => `Note of Ben\n\n${body}`, 'ben', 2);
    expect(await keyed([1], 'b')).toMatchObject({ number: 2, writes: [] });
    edit((body) => `${issue(2).body}\n\n${body}`);
    expect(await keyed([1], 'b')).toMatchObject({ number: 2, writes: [] });
    expect(await keyed([1, 3], 'a')).toMatchObject({ action: 'updated', number: 1 });
    expect(open()).toEqual([1, 2]);
    expect(issue(2).body).toContain('Note of Ben');
  });

  it.each([
    ['', 'open'],
    [' \n', 'closed'],
  ] as const)(
    'an issue erased to %j while it is %s is used by no key: both open their own',
    async (text, state) => {
      const host = await start();
      await run(host, [1, 2]);
      edit(() => text);
      if (state === 'closed') people().closeIssue(1, 'ann');
      const other = await run(host, [3], { settings: { issueKey: 'other' } });
      expect(other).toMatchObject({ action: 'created', number: 2 });
      const ran = await run(host, [1, 2]);
      expect(ran).toMatchObject({ action: 'created', number: 3, previous: null });
      expect(ran.warnings).toEqual([expect.stringMatching(/text of #1 was erased.*not used again/)]);
      expect([issue(1).body?.trim(), [...boxesIn(issue(3).body ?? '').keys()]]).toEqual(['', [1, 2]]);
      expect(await run(host, [1, 2])).toMatchObject({ number: 3, warnings: [], writes: [] });
    },
  );

  it('with words of people instead of the list is not our issue any more', async () => {
    const host = await start();
    await run(host, [1]);
    edit(() => 'my words');
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2 });
    expect(issue(1).body).toBe('my words');
  });

  it.each([
    ['empty', ''],
    ['a page of HTML', '<!DOCTYPE html><title>Sign in</title>'],
    ['an object', '{"message":"hello"}'],
    ['null', 'null'],
    ['a list of nothing', '[null]'],
  ])('a list that is %s opens no second issue', async (_, body) => {
    const host = await start();
    await run(host, [1]);
    const kind = { status: 200, body };
    tracking.github().faults.add({ match: { method: 'GET', path: /\/issues$/ }, kind, times: 99 });
    await expect(run(host, [1])).rejects.toMatchObject({ name: 'GitHubError' });
    expect(ours()).toHaveLength(1);
  });

  it('a list that is cut on its way opens no second issue', async () => {
    const host = await start();
    await run(host, [1]);
    tracking.github().faults.add({ match: { method: 'GET', path: /\/issues$/ }, kind: 'cut', times: 2 });
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });
});

describe('several of one key', () => {
  /** What runs leave behind that raced and did not see each other. */
  const raced = () =>
    tracking.startWith([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);

  it('the oldest open one stays, the others point to it, and what people wrote in them stays', async () => {
    const host = await raced();
    edit((body) => `Note of Ann\n\n${body}\n\nBye`, 'ann', 2);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(open()).toEqual([1]);
    for (const number of [2, 3]) {
      expect(issue(number).comments.map(({ body }) => body)).toEqual([expect.stringContaining('#1')]);
      expect(issue(number).body).not.toContain(keyMarker(KEY));
    }
    expect(issue(2).body).toMatch(/^Note of Ann\n\nThis issue was opened by .* #1\.\n\nBye$/);
    expect((await run(host, [1, 2])).writes).toEqual([]);
  });

  it('an open one goes before an older closed one', async () => {
    const host = await raced();
    people().closeIssue(1, 'ann');
    people().closeIssue(3, 'ann');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', number: 2 });
  });

  it('if all are closed, no new one is opened', async () => {
    const host = await raced();
    for (const number of [1, 2, 3]) people().closeIssue(number, 'ann');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
    expect(await run(host, [1, 2, 3])).toMatchObject({ action: 'reopened' });
    expect(open()).toHaveLength(1);
  });

  it.each([1, 2])(
    'a tick is in the one that stays before the other is closed; issue %i fails',
    async (fails) => {
      const host = await raced();
      people().tick(2, lineOf(2));
      const path = new RegExp(`/issues/${fails}$`);
      tracking.github().faults.add({ match: { method: 'PATCH', path }, kind: 'html', times: 99 });
      await expect(run(host, [1, 2])).rejects.toThrow(/could not edit issue/);
      expect(open()).toEqual([1, 2, 3]);
      tracking.github().faults.clear();
      await run(host, [1, 2]);
      // The run that was stopped has commented already.
      expect([issue(2).comments.length, open()]).toEqual([1, [1]]);
      expect([...(await run(host, [1, 2])).kept.keys()]).toEqual([2]);
    },
  );

  it('two runs at once leave one, and a third has nothing to do', async () => {
    const host = await start();
    const both = await Promise.all([run(host, [1, 2]), run(host, [1, 2])]);
    expect(open()).toHaveLength(1);
    expect(both.map(({ number }) => number)).toContain(open()[0]);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it('a run that began before the issue was opened opens no second one that stays', async () => {
    const host = await start();
    const ran = await run(host, [1], { during: () => run(host, [1]) });
    expect([ran.number, open()]).toEqual([1, [1]]);
  });
});

describe('opening', () => {
  it('makes labels that are missing, and assigns; afterwards both are left to people', async () => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', assignable: ['ann'] }],
    });
    const settings = { labels: [LABEL, 'tidy & clean/1'], assignees: ['ann', 'nobody'] };
    const ran = await run(host, [1], { settings });
    expect(issue()).toMatchObject({ labels: settings.labels, assignees: ['ann'] });
    expect(ran.warnings).toEqual([expect.stringContaining('nobody')]);
    people().removeLabel(1, 'tidy & clean/1');
    people().addLabel(1, 'mine');
    tracking.github().repository().setAssignees(issue(), [], { login: 'ann', type: 'User' });
    await run(host, [1, 2], { settings });
    expect(issue()).toMatchObject({ labels: [LABEL, 'mine'], assignees: [] });
  });

  it('goes on if another run made the label', async () => {
    const host = await start();
    const { repository } = tracking.github();
    tracking.before('POST', /\/labels$/, () => repository().addLabel('Abandoned-Rooms'));
    expect(await run(host, [1])).toMatchObject({ action: 'created', warnings: [] });
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });

  it.each([
    ['a label that GitHub drops', { createsLabels: false }, {}],
    ['a token that may not label', {}, { push: false }],
  ])('goes on if the label may not be made, and finds it again: %s', async (_, seed, token) => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', ...seed }],
      tokens: [{ ...DEFAULT_TOKEN, ...token }],
    });
    const kind = { status: 403, body: { message: 'Resource not accessible by integration' } };
    tracking.github().faults.add({ match: { method: 'POST', path: /\/labels$/ }, kind });
    const ran = await run(host, [1]);
    expect(ran.warnings).toEqual([expect.stringContaining('issue-labels')]);
    expect(issue().labels).toEqual([]);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });

  it.each([
    ['an answer that is lost', { kind: 'reset', afterEffect: true }],
    ['a 502 after it was opened', { kind: 'html', afterEffect: true }],
    ['connections that are lost before', { kind: 'reset', times: 2 }],
  ] as const)('opens one issue: %s', async (_, fault) => {
    const host = await start();
    tracking.github().faults.add({ match: { method: 'POST', path: /\/issues$/ }, ...fault });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 1 });
    expect(ours()).toHaveLength(1);
  });
});
