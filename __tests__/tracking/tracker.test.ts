import { afterEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_TOKEN,
  type GitHubOptions,
  type GitHubSandbox,
  type RequestRecord,
  startGitHub,
  type Token,
} from '../../sandbox/github/index.ts';
import { keyMarker } from '../../src/issue/markers.ts';
import { decodeState } from '../../src/issue/state.ts';
import type { IssueOutcome } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import type { IssueContext } from '../../src/tracking/context.ts';
import type { IssueHost } from '../../src/tracking/host.ts';
import { readIssue, writeIssue } from '../../src/tracking/tracker.ts';
import {
  boxesIn,
  KEY,
  makeBody,
  makeEntry,
  makeReport,
  NOW,
  TODAY,
  tickRoom,
} from '../support/github-make.ts';
import { complaintsAbout } from '../support/github-openapi.ts';
import { useShortPauses } from '../support/short-pauses.ts';

/** The tracker with the real client, against a GitHub on loopback; Octokit's pauses take no time. */

let github: GitHubSandbox;

useShortPauses();

afterEach(async () => {
  const { requests } = github;
  await github.close();
  const known = requests.filter(({ path }) => !path.startsWith('/outside'));
  expect(complaintsAbout(known)).toEqual([]);
});

type Settings = IssueContext['settings'];

const settings: Settings = {
  issueKey: KEY,
  title: 'Abandoned DocSpace rooms',
  labels: ['abandoned-rooms'],
  assignees: [],
  commentsOnNew: true,
  keepDays: 90,
  isDryRun: false,
  ownerLogins: new Map(),
  hasArchiveBoxes: false,
};

async function start(options: GitHubOptions = {}): Promise<IssueHost> {
  github = await startGitHub(options);
  return hostFor();
}

async function hostFor(token = github.token, repository = github.repository().fullName): Promise<IssueHost> {
  const { connect } = await import('../../src/github/connect.ts');
  const { issueHost } = await import('../../src/github/client.ts');
  return issueHost(connect(token, github.url), repository);
}

interface Ran extends IssueOutcome {
  readonly info: string[];
  readonly warnings: string[];
  readonly previous: ReadonlySet<RoomId> | null;
  readonly kept: ReadonlyMap<RoomId, number>;
  /** What was written to GitHub. */
  readonly writes: RequestRecord[];
}

/** One run: what is ticked is kept, the other rooms are abandoned. */
async function run(
  host: IssueHost,
  ids: readonly RoomId[],
  changed: Partial<Settings> = {},
  during: () => void | Promise<void> = () => undefined,
  more: Partial<Report> = {},
): Promise<Ran> {
  const all = { ...settings, ...changed };
  const from = github.requests.length;
  const info: string[] = [];
  const warnings: string[] = [];
  const log = { info: (line: string) => info.push(line), warning: (line: string) => warnings.push(line) };
  runs += 1;
  const context = { host, settings: all, viewer: await host.viewer(), runId: `run ${runs}`, log };
  const snapshot = await readIssue(context, NOW);
  await during();
  const abandoned = ids.filter((id) => !snapshot.kept.has(id));
  const kept = new Map([...snapshot.kept].filter(([id]) => ids.includes(id)));
  const report: Report = makeReport(abandoned, kept, more);
  const outcome = await writeIssue(context, snapshot, report, NOW);
  const writes = github.requests.slice(from).filter(isWrite);
  const { lastRun } = snapshot;
  const previous = lastRun.kind === 'known' ? lastRun.ids : null;
  return { ...outcome, info, warnings, previous, kept: snapshot.kept, writes };
}

let runs = 0;
/** An issue as the API sends it. */
async function rendered(host: IssueHost, number: number): Promise<object> {
  const { url, body } = await host.issue(number);
  return { number, html_url: url, state: 'open', body, user: { login: DEFAULT_TOKEN.login, type: 'Bot' } };
}

const isWrite = ({ method, path }: RequestRecord): boolean => method !== 'GET' && path !== '/graphql';
const issue = (number: number) => github.repository().issue(number);
const openIssues = () =>
  github.repository().issues.filter(({ state, isPullRequest }) => state === 'open' && !isPullRequest);
const ours = () => github.repository().issues.filter(({ author }) => author.login === DEFAULT_TOKEN.login);
const line = (id: RoomId) => `<!-- room ${encodeURIComponent(JSON.stringify(id)).replaceAll('-', '%2D')}`;

describe('found', () => {
  it('opens one, and finds it again with its state', async () => {
    const host = await start();
    expect(await run(host, [1, 'drive-15'])).toMatchObject({ action: 'created', number: 1, previous: null });
    expect(issue(1)).toMatchObject({ title: settings.title, labels: ['abandoned-rooms'], state: 'open' });
    const again = await run(host, [1, 'drive-15']);
    expect(again).toMatchObject({ action: 'unchanged', number: 1, writes: [] });
    expect(again.previous).toEqual(new Set([1, 'drive-15']));
  });

  it('opens none if no room is abandoned', async () => {
    const host = await start();
    expect(await run(host, [])).toMatchObject({ action: 'none', number: null, url: null, writes: [] });
  });

  it.each([
    ['a stranger', 'mallory'],
    ['an account with the name of the app, but no suffix', 'github-actions'],
    ['another app', 'dependabot[bot]'],
  ])('takes no issue of %s for ours', async (_, login) => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'public', labels: ['abandoned-rooms'] }],
    });
    const body = makeBody([1]);
    github.people.openIssue(login, { title: settings.title, body, labels: ['abandoned-rooms'] });
    const before = structuredClone(issue(1));
    const ran = await run(host, [1]);
    expect(ran).toMatchObject({ action: 'created', number: 2, previous: null });
    expect(structuredClone(issue(1))).toEqual(before);
  });

  it('takes no pull request for ours', async () => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: ['abandoned-rooms'] }],
    });
    github.people.openPullRequest(DEFAULT_TOKEN.login, {
      title: 'x',
      body: makeBody([1]),
      labels: ['abandoned-rooms'],
    });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2 });
  });

  it('takes no issue of another key, nor one that has the label alone', async () => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: ['abandoned-rooms'] }],
    });
    const labels = ['abandoned-rooms'];
    github.people.openIssue(DEFAULT_TOKEN.login, {
      title: 'x',
      body: makeBody([1], { issueKey: 'other' }),
      labels,
    });
    github.people.openIssue(DEFAULT_TOKEN.login, { title: settings.title, body: 'nothing', labels });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 3 });
    expect(await run(host, [1], { issueKey: 'other' })).toMatchObject({ number: 1, previous: new Set([1]) });
  });

  it('keeps one issue for each key', async () => {
    const host = await start();
    for (const issueKey of ['a', 'a b', 'A', 'x --> y', '-->']) await run(host, [1], { issueKey });
    expect(openIssues()).toHaveLength(5);
    for (const issueKey of ['a', 'a b', 'A', 'x --> y', '-->'])
      expect((await run(host, [1], { issueKey })).writes).toEqual([]);
  });

  it('is found without its label, and after the label was deleted', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.removeLabel(1, 'abandoned-rooms');
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1, writes: [] });
    github.people.deleteLabel('abandoned-rooms');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated', number: 1 });
    expect(issue(1).labels).toEqual([]);
  });

  it('is found without its label if the creator filter misses apps', async () => {
    const host = await start({ creatorFilter: 'missesApps' });
    await run(host, [1]);
    github.people.removeLabel(1, 'abandoned-rooms');
    github.people.tick(1, line(1));
    const again = await run(host, [1, 2]);
    expect(again).toMatchObject({ number: 1, previous: new Set([1]), kept: new Map([[1, TODAY + 90]]) });
    expect(ours()).toHaveLength(1);
  });

  it('is found without the marker of its key', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, (body) => body.replace(keyMarker(KEY), ''), 'ann');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated', number: 1, previous: new Set([1]) });
    expect(issue(1).body).toContain(keyMarker(KEY));
    expect(ours()).toHaveLength(1);
  });

  it('is found without its label if GraphQL names the app without the suffix', async () => {
    const real = await start();
    const host: IssueHost = { ...real, viewer: async () => 'github-actions' };
    await run(host, [1]);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
    github.people.removeLabel(1, 'abandoned-rooms');
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(ours()).toHaveLength(1);
  });

  it.each(['pages', 'cursor'] as const)('is found behind many others, by %s', async (pagination) => {
    const host = await start({ pagination });
    const labels = ['abandoned-rooms'];
    for (let at = 0; at < 130; at += 1) github.people.openIssue('ann', { title: `${at}`, body: 'x', labels });
    await run(host, [1]);
    for (let at = 0; at < 130; at += 1) github.people.openIssue('ann', { title: `${at}`, body: 'x', labels });
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 131 });
    github.people.removeLabel(131, 'abandoned-rooms');
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 131 });
  });

  it('is found under a title and a text of people, and these stay', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editTitle(1, 'Rooms to tidy up', 'ann');
    github.people.editBody(1, (body) => `Note of Ann\n\n${body}\n\nBye`, 'ann');
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated', number: 1 });
    expect(issue(1).title).toBe('Rooms to tidy up');
    expect(issue(1).body).toMatch(/^Note of Ann\n\n<!-- .*-->\n\nBye$/s);
  });

  it('is opened again as a new issue after somebody deleted it', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.deleteIssue(1);
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2, previous: null });
  });

  it('belongs to a person if the token does', async () => {
    const ann: Token = {
      token: 'ghp_ann',
      login: 'Ann',
      type: 'User',
      permissions: { issues: 'write' },
      repositories: 'all',
    };
    const host = await start({ tokens: [ann] });
    await run(host, [1]);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });
});

describe('several of one key', () => {
  /** What two runs leave behind that raced and did not see each other. */
  async function raced(): Promise<IssueHost> {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: ['abandoned-rooms'] }],
    });
    for (const _ of [1, 2, 3]) {
      github.people.openIssue(DEFAULT_TOKEN.login, {
        title: 'Rooms',
        body: makeBody([1, 2]),
        labels: ['abandoned-rooms'],
      });
    }
    return host;
  }

  it('the oldest open one stays, the others point to it', async () => {
    const host = await raced();
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', number: 1 });
    expect(openIssues().map(({ number }) => number)).toEqual([1]);
    for (const number of [2, 3]) {
      expect(issue(number).comments.map(({ body }) => body)).toEqual([expect.stringContaining('#1')]);
      expect(issue(number).body).not.toContain(keyMarker(KEY));
    }
    expect((await run(host, [1, 2])).writes).toEqual([]);
  });

  it('an open one goes before an older closed one', async () => {
    const host = await raced();
    github.people.closeIssue(1, 'ann');
    github.people.closeIssue(3, 'ann');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', number: 2 });
  });

  it('if all are closed, no new one is opened', async () => {
    const host = await raced();
    for (const number of [1, 2, 3]) github.people.closeIssue(number, 'ann');
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
    expect(await run(host, [1, 2, 3])).toMatchObject({ action: 'reopened' });
    expect(openIssues()).toHaveLength(1);
  });

  it('what people wrote in one that is closed stays there', async () => {
    const host = await raced();
    github.people.editBody(2, (body) => `Note of Ann\n\n${body}\n\nBye`, 'ann');
    await run(host, [1, 2]);
    expect(issue(2).body).toMatch(/^Note of Ann\n\nThis issue was opened by .* #1\.\n\nBye$/);
  });

  it('none is closed before its ticks stand in the one that stays', async () => {
    const host = await raced();
    github.people.tick(2, line(2));
    github.faults.add({ match: { method: 'PATCH', path: /issues\/1$/ }, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/could not edit issue #1/);
    expect(openIssues().map(({ number }) => number)).toEqual([1, 2, 3]);
    github.faults.clear();
    await run(host, [1, 2]);
    const next = await run(host, [1, 2]);
    expect([...next.kept.keys()]).toEqual([2]);
  });

  it('a run that was stopped between comment and close comments once', async () => {
    const host = await raced();
    github.faults.add({ match: { method: 'PATCH', path: /issues\/2$/ }, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/could not edit issue #2/);
    github.faults.clear();
    await run(host, [1, 2]);
    expect(issue(2).comments).toHaveLength(1);
    expect(openIssues().map(({ number }) => number)).toEqual([1]);
  });

  it('a tick in one that is closed as a duplicate counts', async () => {
    const host = await raced();
    github.people.tick(2, line(2));
    const ran = await run(host, [1, 2]);
    expect([...ran.kept.keys()]).toEqual([2]);
    const next = await run(host, [1, 2]);
    expect([...next.kept.keys()]).toEqual([2]);
  });

  it('two runs at once leave one, and so does a third', async () => {
    const host = await start();
    const both = await Promise.all([run(host, [1, 2]), run(host, [1, 2])]);
    expect(openIssues()).toHaveLength(1);
    expect(both.map(({ number }) => number)).toContain(openIssues()[0]?.number);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it('a run that began before the issue was opened opens no second one that stays', async () => {
    const host = await start();
    const ran = await run(host, [1], {}, async () => {
      await run(host, [1]);
    });
    expect(ran.number).toBe(1);
    expect(openIssues().map(({ number }) => number)).toEqual([1]);
  });
});

describe('an answer that is lost', () => {
  it('after the issue was opened makes no second one', async () => {
    const host = await start();
    github.faults.add({ match: { method: 'POST', path: /\/issues$/ }, kind: 'reset', afterEffect: true });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 1 });
    expect(ours()).toHaveLength(1);
  });

  it('after the issue was opened with a 502 makes no second one', async () => {
    const host = await start();
    github.faults.add({ match: { method: 'POST', path: /\/issues$/ }, kind: 'html', afterEffect: true });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 1 });
    expect(ours()).toHaveLength(1);
  });

  it('before the issue was opened: it is opened', async () => {
    const host = await start();
    github.faults.add({ match: { method: 'POST', path: /\/issues$/ }, kind: 'reset', times: 2 });
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 1 });
    expect(ours()).toHaveLength(1);
  });

  it.each(['reset', 'html', 'cut'] as const)('after a comment makes no second one: %s', async (kind) => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'POST', path: /\/comments$/ }, kind, afterEffect: true });
    await run(host, [1, 2]);
    expect(issue(1).comments).toHaveLength(1);
    await run(host, [1, 2]);
    expect(issue(1).comments).toHaveLength(1);
  });

  it.each(['reset', 'html', 'cut'] as const)('after an edit: %s', async (kind) => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'PATCH' }, kind, afterEffect: true });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated' });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it('for good, after a comment: the next run does not comment again', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'PATCH' }, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/^502: GitHub could not edit issue #1 in acme\/rooms\./);
    github.faults.clear();
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated' });
    expect(issue(1).comments).toHaveLength(1);
  });

  it('a list that comes back empty by mistake opens no second issue', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({
      match: { method: 'GET', path: /\/issues$/ },
      kind: { status: 200, body: '' },
      times: 99,
    });
    await run(host, [1]).catch(() => undefined);
    expect(ours()).toHaveLength(1);
  });

  it('a list that is cut on its way opens no second issue', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'GET', path: /\/issues$/ }, kind: 'cut', times: 2 });
    await run(host, [1]).catch(() => undefined);
    expect(ours()).toHaveLength(1);
  });

  it.each([
    ['a page of HTML', '<!DOCTYPE html><title>Sign in</title>'],
    ['an object', '{"message":"hello"}'],
    ['null', 'null'],
    ['a list of nothing', '[null]'],
  ])('a list that is %s is GitHub’s trouble, not ours, and opens no second issue', async (_, body) => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({
      match: { method: 'GET', path: /\/issues$/ },
      kind: { status: 200, body },
      times: 99,
    });
    await expect(run(host, [1])).rejects.toMatchObject({ name: 'GitHubError' });
    expect(ours()).toHaveLength(1);
  });

  it.each([
    ['a page of HTML', '<!DOCTYPE html><title>Sign in</title>'],
    ['an object', '{"message":"hello"}'],
    ['nothing', ''],
  ])('an issue that is read again as %s is not written', async (_, body) => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, (text) => `Note of Ann\n${text}`, 'ann');
    github.faults.add({
      match: { method: 'GET', path: /\/issues\/1$/ },
      kind: { status: 200, body },
      times: 99,
    });
    await expect(run(host, [1, 2])).rejects.toMatchObject({ name: 'GitHubError' });
    expect(issue(1).body).toContain('Note of Ann');
  });
});

describe('between reading and writing', () => {
  it('a tick during the scan is not lost', async () => {
    const host = await start();
    await run(host, [1, 2]);
    await run(host, [1, 2, 3], {}, () => github.people.tick(1, line(2)));
    expect(boxesIn(issue(1).body ?? '', KEY).get(2)?.isTicked).toBe(true);
    const next = await run(host, [1, 2, 3]);
    expect([...next.kept.keys()]).toEqual([2]);
  });

  it('a tick while the comment is made is not lost', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const stop = github.onRequest(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/comments')) return;
      stop();
      github.people.tick(1, line(2));
    });
    await run(host, [1, 2, 3]);
    const next = await run(host, [1, 2, 3]);
    expect([...next.kept.keys()]).toEqual([2]);
  });

  it.each([
    ['a fault', { status: 502, body: { message: 'Bad Gateway' } }],
    ['a lost answer', 'reset'],
    ['a rate limit', 'secondaryRateLimit'],
  ] as const)('a tick between two tries to write is not lost: %s', async (_, kind) => {
    const host = await start();
    await run(host, [1, 2]);
    github.faults.add({ match: { method: 'PATCH' }, kind, times: 2 });
    let edits = 0;
    const stop = github.onRequest(({ method }) => {
      if (method !== 'PATCH') return;
      edits += 1;
      // It stands in the issue before the answer to the first try is out.
      if (edits === 1) github.people.tick(1, line(2));
    });
    expect(await run(host, [1, 2, 3])).toMatchObject({ action: 'updated' });
    stop();
    // Two failed, one took effect, and the last one confirms the comment.
    expect(edits).toBe(4);
    const next = await run(host, [1, 2, 3]);
    expect([...next.kept.keys()]).toEqual([2]);
  });

  it('nothing is sent between the last read and the edit', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.tick(1, line(1));
    const from = github.requests.length;
    await run(host, [1, 2]);
    const sent = github.requests
      .slice(from)
      .map(({ method, path }) => `${method} ${path.split('/rooms/')[1]}`);
    const edits = sent.flatMap((request, at) => (request === 'PATCH issues/1' ? [sent[at - 1]] : []));
    // One for the list, and one after the comment.
    expect(edits).toEqual(['GET issues/1', 'GET issues/1']);
  });

  it('gives up on a rate limit that lasts', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'PATCH' }, kind: 'primaryRateLimit', waitSeconds: 3600, times: 9 });
    await expect(run(host, [1, 2])).rejects.toThrow(/Too many requests with this token/);
    expect(github.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('a note that somebody writes while the comment is made is not lost', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const stop = github.onRequest(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/comments')) return;
      stop();
      github.people.editBody(1, (body) => `Note of Ann\n${body}`, 'ann');
    });
    await run(host, [1, 2, 3]);
    expect(issue(1).body).toContain('Note of Ann');
  });

  it('a close while the comment is made is respected', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const stop = github.onRequest(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/comments')) return;
      stop();
      github.people.closeIssue(1, 'ann');
    });
    await run(host, [1, 2, 3]);
    expect(issue(1).state).toBe('closed');
  });

  it('a tick that was taken off is not put back', async () => {
    const host = await start();
    await run(host, [1, 2]);
    github.people.tick(1, line(2));
    await run(host, [1, 2]);
    await run(host, [1, 2, 3], {}, () => github.people.untick(1, line(2)));
    const next = await run(host, [1, 2, 3]);
    expect(next.kept.size).toBe(0);
  });

  it('a close during the scan is respected', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const ran = await run(host, [1, 2], {}, () => github.people.closeIssue(1, 'ann'));
    expect(ran).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it('an issue that was deleted during the scan does not blame a setting', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const failed = run(host, [1, 2, 3], {}, () => github.people.deleteIssue(1));
    await expect(failed).rejects.toThrow(/issue #1/);
    await expect(failed).rejects.not.toThrow(/Issues are turned off/);
  });
});

describe('comments', () => {
  it('a stranger’s comment with our next marker hides nothing', async () => {
    const host = await start();
    await run(host, [1]);
    for (const at of [1, 2, 3]) github.people.comment(1, 'mallory', `<!-- abandoned-rooms-comment ${at} -->`);
    await run(host, [1, 2]);
    expect(issue(1).comments.filter(({ author }) => author.type === 'Bot')).toHaveLength(1);
  });

  it('comments again after the state was damaged', async () => {
    const host = await start();
    await run(host, [1]);
    await run(host, [1, 2]);
    await run(host, [1, 2, 3]);
    expect(issue(1).comments).toHaveLength(2);
    github.people.editBody(1, (body) => body.replace(/(state v1 .)./, '$1!'), 'ann');
    await run(host, [1, 2, 3]);
    await run(host, [1, 2, 3, 4]);
    expect(issue(1).comments).toHaveLength(3);
    await run(host, []);
    expect(issue(1).comments).toHaveLength(4);
  });

  it('are found behind many others', async () => {
    const host = await start();
    await run(host, [1]);
    for (let at = 0; at < 230; at += 1) github.people.comment(1, 'ann', `${at}`);
    github.faults.add({ match: { method: 'POST', path: /\/comments$/ }, kind: 'reset', afterEffect: true });
    await run(host, [1, 2]);
    expect(issue(1).comments.filter(({ author }) => author.type === 'Bot')).toHaveLength(1);
  });

  it('are not made with issue-comment: never, but for the close', async () => {
    const host = await start();
    await run(host, [1], { commentsOnNew: false });
    await run(host, [1, 2], { commentsOnNew: false });
    expect(issue(1).comments).toEqual([]);
    expect(await run(host, [], { commentsOnNew: false })).toMatchObject({ action: 'closed' });
    expect(issue(1).comments).toHaveLength(1);
  });
});

describe('a conversation that people have locked', () => {
  it('gets no comment, but is kept true all the same', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.lock(1);
    const ran = await run(host, [1, 2]);
    expect(ran).toMatchObject({ action: 'updated', number: 1 });
    expect(ran.warnings).toEqual([expect.stringMatching(/^403: .*Its conversation is locked/)]);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', warnings: [] });
    expect(await run(host, [])).toMatchObject({ action: 'closed' });
    expect(issue(1)).toMatchObject({ state: 'closed', comments: [] });
  });
});

describe('the text of another key’s issue', () => {
  it('quoted or pasted by people, takes over nothing', async () => {
    const host = await start();
    await run(host, [1], { issueKey: 'a' });
    await run(host, [1], { issueKey: 'b' });
    const [, key = ''] = (issue(2).body ?? '').split('\n');
    github.people.editBody(1, (body) => `${body}\n\nSee the other one: ${key}`, 'ann');
    github.people.editBody(2, (body) => `Note of Ben\n\n${body}`, 'ben');
    expect(await run(host, [1], { issueKey: 'b' })).toMatchObject({ number: 2, writes: [] });
    github.people.editBody(1, (body) => `${issue(2).body}\n\n${body}`, 'ann');
    expect(await run(host, [1], { issueKey: 'b' })).toMatchObject({ number: 2, writes: [] });
    expect(await run(host, [1, 3], { issueKey: 'a' })).toMatchObject({ action: 'updated', number: 1 });
    expect(openIssues().map(({ number }) => number)).toEqual([1, 2]);
    expect(issue(2).body).toContain('Note of Ben');
  });
});

describe('opening', () => {
  it('makes labels that are missing, and assigns', async () => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', assignable: ['ann'] }],
    });
    const ran = await run(host, [1], {
      labels: ['abandoned-rooms', 'tidy & clean/1'],
      assignees: ['ann', 'nobody'],
    });
    expect(issue(1)).toMatchObject({ labels: ['abandoned-rooms', 'tidy & clean/1'], assignees: ['ann'] });
    expect(ran.warnings).toEqual([expect.stringContaining('nobody')]);
  });

  it('leaves labels and assignees of people alone afterwards', async () => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', assignable: ['ann'] }],
    });
    await run(host, [1], { assignees: ['ann'] });
    github.people.addLabel(1, 'mine');
    github.repository().setAssignees(issue(1), [], { login: 'ann', type: 'User' });
    await run(host, [1, 2], { assignees: ['ann'], labels: ['abandoned-rooms', 'more'] });
    expect(issue(1)).toMatchObject({ labels: ['abandoned-rooms', 'mine'], assignees: [] });
  });

  it('goes on if a label may not be made', async () => {
    const host = await start();
    github.faults.add({
      match: { method: 'POST', path: /\/labels$/ },
      kind: { status: 403, body: { message: 'Resource not accessible by integration' } },
    });
    const ran = await run(host, [1]);
    expect(ran).toMatchObject({ action: 'created', number: 1 });
    expect(ran.warnings).toEqual([expect.stringContaining('issue-labels')]);
  });

  it('goes on if another run made the label', async () => {
    const host = await start();
    const stop = github.onRequest(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/labels')) return;
      stop();
      github.repository().addLabel('Abandoned-Rooms');
    });
    expect(await run(host, [1])).toMatchObject({ action: 'created', warnings: [] });
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });

  it.each([
    ['a label that GitHub drops', { createsLabels: false }, {}],
    ['a token that may not label', {}, { push: false }],
  ])('finds it again without the label: %s', async (_, seed, token) => {
    const host = await start({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', ...seed }],
      tokens: [{ ...DEFAULT_TOKEN, ...token }],
    });
    github.faults.add({
      match: { method: 'POST', path: /\/labels$/ },
      kind: { status: 403, body: { message: 'no' } },
    });
    await run(host, [1]);
    expect(issue(1).labels).toEqual([]);
    expect(await run(host, [1])).toMatchObject({ action: 'unchanged', number: 1 });
  });
});

describe('a dry run', () => {
  it('writes nothing, and says what it would', async () => {
    const host = await start();
    const first = await run(host, [1], { isDryRun: true });
    expect(first).toMatchObject({ action: 'none', number: null, writes: [] });
    expect(first.info).toEqual([expect.stringMatching(/none yet.* would be created/)]);
    await run(host, [1, 2]);
    github.people.openIssue(DEFAULT_TOKEN.login, {
      title: 'x',
      body: makeBody([1]),
      labels: ['abandoned-rooms'],
    });
    const says: [RoomId[], RegExp][] = [
      [[1, 2], /#1 would be unchanged/],
      [[1, 2, 3], /#1 would be updated, with a comment/],
      [[], /#1 would be closed, with a comment/],
    ];
    for (const [ids, pattern] of says) {
      const ran = await run(host, ids, { isDryRun: true });
      expect(ran).toMatchObject({ action: 'none', number: 1, writes: [] });
      expect(ran.info).toEqual([
        expect.stringMatching(pattern),
        expect.stringMatching(/#2 would be closed as a duplicate/),
      ]);
    }
  });

  it('says that an issue would be left alone', async () => {
    const host = await start();
    expect((await run(host, [], { isDryRun: true })).info).toEqual([
      expect.stringContaining('would be left alone'),
    ]);
  });
});

describe('what is too much', () => {
  it('an edit that GitHub ignores is an error, not a success', async () => {
    const host = await start();
    await run(host, [1]);
    const old = { status: 200, body: await rendered(host, 1) };
    github.faults.add({ match: { method: 'PATCH' }, kind: old, times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/did not take the new text of issue #1/);
  });

  it.each(['refused', 'ignored'] as const)(
    '12,000 rooms fit, whether too long an edit is %s',
    async (oversizedEdit) => {
      const host = await start({ oversizedEdit });
      const ids = Array.from(
        { length: 12_000 },
        (_, at) => `sbox-${at}-${(at * 2_654_435_761) % 4_294_967_296}`,
      );
      await run(host, [ids[0] ?? 1]);
      expect(await run(host, ids)).toMatchObject({ action: 'updated' });
      const again = await run(host, ids);
      expect(again).toMatchObject({ action: 'unchanged', previous: null, writes: [] });
    },
  );
});

describe('a state that people touched', () => {
  it('is not known, and mended by the run', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, (body) => body.replace(/<!-- abandoned-rooms-state .*-->\n/, ''), 'ann');
    const ran = await run(host, [1, 2]);
    expect(ran.previous).toBeNull();
    expect(issue(1).comments).toEqual([]);
    expect(decodeState(issue(1).body ?? '', KEY)?.abandoned?.size).toBe(2);
  });

  it('does not lose what is kept', async () => {
    const host = await start();
    await run(host, [1, 2]);
    github.people.tick(1, line(2));
    await run(host, [1, 2]);
    github.people.editBody(1, (body) => body.replace(/<!-- abandoned-rooms-state .*-->\n/, ''), 'ann');
    expect([...(await run(host, [1, 2])).kept.keys()]).toEqual([2]);
  });

  it('with words of people instead of the list is not our issue any more', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, () => 'my words', 'ann');
    expect(await run(host, [1])).toMatchObject({ action: 'created', number: 2 });
    expect(issue(1).body).toBe('my words');
  });

  it('of another repository’s issue, copied, is its own', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const copied = tickRoom(makeBody([1, 2], { issueKey: 'other' }), 1);
    github.people.editBody(1, () => copied.replace(keyMarker('other'), keyMarker(KEY)), 'ann');
    const ran = await run(host, [1, 2]);
    expect(ran.previous).toBeNull();
    expect([...ran.kept.keys()]).toEqual([1]);
  });
});

describe('a close', () => {
  const listed = [1, 2];

  it.each([
    ['by a person', 'ann', 'completed', 'closed'],
    ['by a person, as not planned', 'ann', 'not_planned', 'closed'],
    ['by another bot, as completed', 'renovate[bot]', 'completed', 'closed'],
    ['by a workflow', 'github-actions[bot]', 'completed', 'open'],
    ['by actions/stale', 'github-actions[bot]', 'not_planned', 'open'],
    ['by a bot, as not planned', 'probot-stale[bot]', 'not_planned', 'open'],
  ] as const)('%s', async (_, login, reason, state) => {
    const host = await start();
    await run(host, listed);
    github.people.closeIssue(1, login, reason);
    const ran = await run(host, listed);
    expect(issue(1).state).toBe(state);
    expect(ran).toMatchObject({ action: state === 'open' ? 'reopened' : 'unchanged', number: 1 });
    expect(ran.note).toBe(
      state === 'open'
        ? 'A workflow, a bot or the account of the token closed the tracking issue while 2 rooms are listed, so it is open again.'
        : 'The tracking issue is closed while 2 rooms are listed: it stays closed until the list changes.',
    );
    // Once for each close.
    expect((await run(host, listed)).action).toBe('unchanged');
    github.people.reopenIssue(1, 'ann');
    github.people.closeIssue(1, login, reason);
    await run(host, listed);
    expect(issue(1).state).toBe(state);
  });

  it('by an app, if the server does not say that it is one', async () => {
    const host = await start();
    await run(host, listed);
    github.people.closeIssue(1, 'stale[bot]', 'not_planned');
    issue(1).closedBy = { login: 'stale[bot]', type: 'User' };
    expect(await run(host, listed)).toMatchObject({ action: 'reopened' });
  });

  it('by the account of the token', async () => {
    const app: Token = { ...DEFAULT_TOKEN, token: 'ghs_app', login: 'rooms-app[bot]' };
    const host = await start({ tokens: [app] });
    await run(host, listed);
    github.people.closeIssue(1, app.login);
    expect(await run(host, listed)).toMatchObject({ action: 'reopened' });
  });

  it('by this action, since no room is abandoned, stays', async () => {
    const host = await start();
    await run(host, listed);
    await run(host, []);
    const again = await run(host, []);
    expect(again).toMatchObject({ action: 'unchanged', writes: [] });
    expect(again.note).toBeUndefined();
    expect(issue(1).state).toBe('closed');
  });

  it('by a bot while the run is under way is undone at once', async () => {
    const host = await start();
    await run(host, listed);
    await run(host, listed, {}, () => github.people.closeIssue(1, 'probot-stale[bot]', 'not_planned'));
    expect(issue(1).state).toBe('open');
  });

  it('by a bot is undone in a dry run in words only', async () => {
    const host = await start();
    await run(host, listed);
    github.people.closeIssue(1, 'github-actions[bot]', 'not_planned');
    const ran = await run(host, listed, { isDryRun: true });
    expect(ran.info).toEqual([expect.stringContaining('#1 would be reopened')]);
    expect(ran.writes).toEqual([]);
  });
});

describe('a text that people or bots changed', () => {
  it.each([
    ['', 'open'],
    [' \n', 'open'],
    ['', 'closed'],
  ] as const)('erased to %j while it is %s: the same issue is used again', async (text, state) => {
    const host = await start();
    await run(host, [1, 2]);
    github.people.editBody(1, () => text, 'ann');
    if (state === 'closed') github.people.closeIssue(1, 'ann');
    const ran = await run(host, [1, 2]);
    expect(ran).toMatchObject({ number: 1, previous: null });
    expect(ran.warnings).toEqual([expect.stringMatching(/text of issue #1 was erased.* are lost/)]);
    expect([...boxesIn(issue(1).body ?? '').keys()]).toEqual([1, 2]);
    expect(ours()).toHaveLength(1);
    expect(openIssues()).toHaveLength(1);
  });

  it('without hidden comments: found, mended, and the tick counts', async () => {
    const host = await start();
    await run(host, [1, 2]);
    github.people.tick(1, line(2));
    github.people.editBody(1, (body) => `Note\n\n${body.replace(/<!--.*?-->/g, '')}`, 'format-bot[bot]');
    const ran = await run(host, [1, 2]);
    expect(ran).toMatchObject({ action: 'updated', number: 1, previous: null });
    expect([...ran.kept.keys()]).toEqual([2]);
    expect(issue(1).body).toMatch(/^Note\n/);
    expect(issue(1).body).toContain(keyMarker(KEY));
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', previous: new Set([1]) });
    expect(ours()).toHaveLength(1);
  });

  it('a ticked line that cannot be read is named, and kept in a comment before it is lost', async () => {
    const host = await start();
    await run(host, [1, 2]);
    const edit = (body: string) => body.replace(/- \[ \] .*<!-- room 2 -->/, '- [x] #12 `code` @ann');
    github.people.editBody(1, edit, 'github');
    const ran = await run(host, [1, 2]);
    expect(ran.warnings).toEqual([expect.stringMatching(/1 ticked line .*#1.*"- \[x\] #12 `code` @ann"/)]);
    expect(issue(1).comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('```text\n- [x] #12 `code` @ann\n```'),
    ]);
    expect(ran.writes.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', warnings: [], writes: [] });
  });

  it('an unreadable line in a locked conversation: the warnings do not promise a comment', async () => {
    const host = await start();
    await run(host, [1, 2]);
    github.people.editBody(1, (body) => body.replace(/^- .*<!-- room 2 -->$/m, '- [x] #12'), 'ann');
    github.people.lock(1);
    const ran = await run(host, [1, 2]);
    expect(ran.warnings).toEqual([
      expect.stringContaining('Its conversation is locked'),
      expect.stringContaining('or in the edit history of the issue if its conversation is locked'),
    ]);
    expect(issue(1).comments).toEqual([]);
  });

  it('the text of an unreadable line is not in the log of a redacted run', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(
      1,
      (body) => body.replace('### Abandoned', '- [x] Zanzibar\n\n### Abandoned'),
      'ann',
    );
    const ran = await run(host, [1], {}, undefined, { redacted: true });
    expect(ran.warnings).toEqual([expect.not.stringContaining('Zanzibar')]);
    expect(issue(1).comments).toHaveLength(1);
  });

  it('an unreadable line is named in a dry run too, and nothing is written', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, (body) => body.replace('### Abandoned', '- [x] #12\n\n### Abandoned'), 'ann');
    const ran = await run(host, [1], { isDryRun: true });
    expect(ran.warnings).toEqual([expect.stringContaining('#12')]);
    expect(ran.writes).toEqual([]);
  });

  it('an unreadable line stays in place while a person keeps the issue closed', async () => {
    const host = await start();
    await run(host, [1]);
    github.people.editBody(1, (body) => body.replace('### Abandoned', '- [x] #12\n\n### Abandoned'), 'ann');
    github.people.closeIssue(1, 'ann');
    const ran = await run(host, [1]);
    expect(ran.warnings).toHaveLength(1);
    expect(ran.writes).toEqual([]);
    expect(issue(1).body).toContain('- [x] #12');
  });

  it('a tick during the run on a line that the new list does not show is remembered', async () => {
    const host = await start();
    await run(host, [1, 2]);
    await run(host, [1], {}, () => github.people.tick(1, line(2)));
    expect([...(await run(host, [1, 2])).kept.keys()]).toEqual([2]);
  });

  it('too many ticks to remember are a warning', async () => {
    const host = await start();
    await run(host, [1]);
    const ids = Array.from({ length: 4000 }, (_, at) => `sbox-${at}-${(at * 2_654_435_761) % 4_294_967_296}`);
    const lines = ids.map(
      (id) => `- [x] a <!-- room ${encodeURIComponent(JSON.stringify(id)).replaceAll('-', '%2D')} -->`,
    );
    const edit = (body: string) =>
      body.replace('### Abandoned', `${lines.slice(0, 1000).join('\n')}\n\n### Abandoned`);
    github.people.editBody(1, edit, 'ann');
    const note = 'n'.repeat(55_000);
    github.people.editBody(1, (body) => `${note}\n\n${body}`, 'ann');
    const ran = await run(host, [1, ...ids]);
    expect(ran.kept.size).toBe(1000);
    expect(ran.warnings).toEqual([expect.stringMatching(/no space to remember \d+ ticked rooms/)]);
  });
});

describe('two writers', () => {
  const comments = () => issue(1).comments.filter(({ author }) => author.type === 'Bot');
  const news = () => comments().filter(({ body }) => body.includes('became abandoned'));

  /** Runs the work once, right before GitHub answers the first request that matches. */
  function before(method: string, path: RegExp, work: () => unknown, nth = 1): void {
    let seen = 0;
    const stop = github.onRequest(async (request) => {
      if (request.method !== method || !path.test(request.path)) return;
      seen += 1;
      if (seen !== nth) return;
      stop();
      await work();
    });
  }

  it.each([
    ['reads the issue again', 'GET', /\/issues\/1$/, 1],
    ['writes the list', 'PATCH', /\/issues\/1$/, 1],
    ['looks whose comment it is', 'GET', /\/issues\/1$/, 2],
    ['looks for its comment', 'GET', /\/comments$/, 1],
    ['confirms its comment', 'PATCH', /\/issues\/1$/, 2],
  ] as const)('a whole run while another one %s: one comment, no tick lost', async (_, method, path, nth) => {
    const host = await start();
    const other = await hostFor();
    await run(host, [1, 2]);
    before(
      method,
      path,
      async () => {
        await run(other, [1, 2, 3]);
        github.people.tick(1, line(2));
      },
      nth,
    );
    await run(host, [1, 2, 3]);
    expect(news()).toHaveLength(1);
    const next = await run(host, [1, 2, 3]);
    expect(news()).toHaveLength(1);
    expect(openIssues()).toHaveLength(1);
    // Only a tick between the last read and its write, which GitHub offers no way to notice, can be lost.
    if (method !== 'PATCH') expect([...next.kept.keys()]).toEqual([2]);
  });

  it('both write at the same moment: the run whose text stays makes the comment', async () => {
    const host = await start();
    const other = await hostFor();
    await run(host, [1]);
    let waiting: Promise<unknown> = Promise.resolve();
    // The other run has read before this one writes, and writes after it.
    before('PATCH', /\/issues\/1$/, async () => {
      let arrived: () => void = () => undefined;
      const read = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      before('PATCH', /\/issues\/1$/, arrived);
      waiting = run(other, [1, 2]);
      await read;
    });
    await Promise.all([run(host, [1, 2]), waiting]);
    await waiting;
    expect(news()).toHaveLength(1);
    expect((await run(host, [1, 2])).writes).toEqual([]);
  });

  it('the rooms of a comment that another run has announced and not made are in this one', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'POST', path: /\/comments$/ }, kind: 'html', times: 99 });
    const stopped = run(await hostFor(), [1, 2]).catch(() => undefined);
    await stopped;
    github.faults.clear();
    await run(host, [1, 2, 3]);
    const text = comments()
      .map(({ body }) => body)
      .join('\n');
    expect(text).toContain('Room 2');
    expect(text).toContain('Room 3');
  });

  it.each([
    ['rooms that are not abandoned any more', [1], [1, 2], [1]],
    ['a close, and a room is abandoned again', [1], [], [2]],
  ])(
    'a run that is stopped before its comment on %s: no comment says what is not true',
    async (_, ...runs) => {
      const host = await start();
      const [first, stopped, last] = runs;
      await run(host, first);
      github.faults.add({ match: { method: 'POST', path: /\/comments$/ }, kind: 'html', times: 99 });
      await expect(run(host, stopped)).rejects.toThrow(/^502/);
      github.faults.clear();
      await run(host, last);
      const texts = comments().map(({ body }) => body);
      expect(texts.join('\n')).not.toMatch(/No room is abandoned|0 rooms/);
      expect(texts).toHaveLength(last.includes(2) ? 1 : 0);
      expect(issue(1).state).toBe('open');
      expect((await run(host, last)).writes).toEqual([]);
    },
  );

  it('a run that is stopped before its comment on a close that a person undid: no comment', async () => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ match: { method: 'POST', path: /\/comments$/ }, kind: 'html', times: 99 });
    await expect(run(host, [])).rejects.toThrow(/^502/);
    github.faults.clear();
    github.people.reopenIssue(1, 'ann');
    await run(host, []);
    expect(comments()).toEqual([]);
    expect((await run(host, [])).writes).toEqual([]);
  });

  it.each([
    ['before its comment', { match: { method: 'POST', path: /\/comments$/ }, kind: 'html' }],
    ['after its comment', { match: { method: 'PATCH', nth: 2 }, kind: 'html' }],
  ] as const)('a run that is stopped %s: the next one comments once', async (_, fault) => {
    const host = await start();
    await run(host, [1]);
    github.faults.add({ ...fault, times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/^502/);
    github.faults.clear();
    await run(host, [1, 2]);
    expect(news()).toHaveLength(1);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
    // A person may delete it: it does not come back.
    issue(1).comments.length = 0;
    await run(host, [1, 2]);
    expect(comments()).toEqual([]);
  });
});

describe('requests that a lasting 502 costs', () => {
  it.each([
    ['a read', { method: 'GET', path: /\/issues$/ }],
    ['an edit', { method: 'PATCH', path: /\/issues\/1$/ }],
    ['a comment', { method: 'POST', path: /\/comments$/ }],
  ])('%s: four', async (_, match) => {
    const host = await start();
    await run(host, [1]);
    const from = github.requests.length;
    github.faults.add({ match, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/^502/);
    const sent = github.requests.slice(from);
    expect(sent.filter(({ method, path }) => method === match.method && match.path.test(path))).toHaveLength(
      4,
    );
  });
});

describe('owners of newly abandoned rooms', () => {
  const ownerLogins = new Map([
    ['ada lovelace', 'ada-gh'],
    ['id-of-ben', 'ben-gh'],
    ['Typo', 'no-such-login'],
    ['Same', 'ADA-gh'],
  ]);
  const room = (id: number, owner: string | null, ownerId: string | null = null) =>
    makeEntry({ id, owner, ownerId });
  const comment = () => issue(1).comments.at(-1)?.body ?? '';
  const withRooms = (rooms: ReturnType<typeof room>[], more: Partial<Report> = {}) => ({
    abandoned: rooms,
    ...more,
  });

  it('are mentioned once each, by name or id', async () => {
    const host = await start({ accounts: ['ada-gh', 'ben-gh'] });
    const rooms = [
      room(1, 'Ada Lovelace'),
      room(2, 'Ada Lovelace'),
      room(3, 'Ben', 'id-of-ben'),
      room(4, 'Same'),
      room(5, 'Nobody'),
      room(6, null),
    ];
    await run(host, [1], { ownerLogins });
    await run(host, [1], { ownerLogins }, undefined, withRooms(rooms));
    expect(comment()).toContain('\n\nOwners: @ada-gh @ben-gh\n');
    expect(comment().match(/@/g)).toHaveLength(2);
  });

  it('whose login does not exist are a warning', async () => {
    const host = await start({ accounts: ['ada-gh'] });
    await run(host, [1], { ownerLogins });
    const rooms = [room(1, null), room(2, 'Typo'), room(3, 'Ada Lovelace')];
    const ran = await run(host, [1], { ownerLogins }, undefined, withRooms(rooms));
    expect(ran.warnings).toEqual(['GitHub has no account of this login: no-such-login. Check owner-logins.']);
    expect(comment()).toContain('Owners: @ada-gh\n');
  });

  it('are mentioned if GitHub refuses to say whether they exist', async () => {
    const host = await start({ accounts: ['ada-gh'] });
    await run(host, [1], { ownerLogins });
    github.faults.add({
      match: { path: /\/users\// },
      kind: { status: 403, body: { message: 'no' } },
      times: 9,
    });
    await run(host, [1], { ownerLogins }, undefined, withRooms([room(1, null), room(2, 'Ada Lovelace')]));
    expect(comment()).toContain('Owners: @ada-gh\n');
  });

  it('with the same display name are mentioned by id alone', async () => {
    const host = await start({ accounts: ['ada-gh', 'ben-gh'] });
    await run(host, [1], { ownerLogins });
    const rooms = [
      room(2, 'Ada Lovelace', 'id-of-ada'),
      room(3, 'ADA LOVELACE', 'id-of-another'),
      room(4, 'Ada Lovelace', 'id-of-ben'),
    ];
    const ran = await run(host, [1], { ownerLogins }, undefined, withRooms(rooms));
    expect(comment()).toContain('Owners: @ben-gh\n');
    expect(ran.warnings).toEqual([
      'Several owners have the display name "Ada Lovelace", so nobody is mentioned by that name. Use their ids in owner-logins.',
    ]);
  });

  it('are not mentioned in a redacted run', async () => {
    const host = await start({ accounts: ['ada-gh'] });
    await run(host, [1], { ownerLogins });
    const rooms = [room(1, null), room(2, 'Ada Lovelace')];
    await run(host, [1], { ownerLogins }, undefined, withRooms(rooms, { redacted: true }));
    expect(comment()).not.toContain('@');
  });

  it('are at most 20, and titles and names add none', async () => {
    const many = new Map(Array.from({ length: 30 }, (_, at) => [`Owner ${at}`, `login-${at}`]));
    const host = await start({ accounts: [...many.values()] });
    await run(host, [1], { ownerLogins: many });
    const rooms = Array.from({ length: 30 }, (_, at) => ({
      ...room(at + 1, at === 0 ? '@owner' : `Owner ${at}`),
      title: '@team @everyone\n@ann',
    }));
    await run(host, [1], { ownerLogins: many }, undefined, withRooms(rooms));
    expect(comment().match(/@(?=[\w-])/g)).toHaveLength(20);
  });
});
