import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TOKEN, type Token } from '../../sandbox/github/index.ts';
import type { IssueHost } from '../../src/github/client.ts';
import { keyMarker } from '../../src/issue/block.ts';
import { decodeState } from '../../src/issue/state.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { boxesIn, KEY, makeBody, tickRoom } from '../support/github-make.ts';
import { lineOf } from '../support/github-run.ts';
import { LABEL, useTracking } from '../support/tracking.ts';

/** What is written to the issue, and what people and bots do meanwhile. */

const tracking = useTracking();
const { run, start, issue, edit, before } = tracking;
const people = () => tracking.github().people;
const faults = () => tracking.github().faults;
const PATCH = { method: 'PATCH', path: /\/issues\/1$/ };

/** A GitHub with an issue that lists these rooms, as a run has left it. */
async function listing(...ids: RoomId[]): Promise<IssueHost> {
  const host = await start();
  await run(host, ids);
  return host;
}

/** Rooms that a run with the rooms 1 to 3 finds kept. */
const keptNow = async (host: IssueHost) => [...(await run(host, [1, 2, 3])).kept.keys()];

describe('an answer that is lost', () => {
  it.each(['reset', 'html', 'cut'] as const)('after an edit: %s', async (kind) => {
    const host = await listing(1);
    faults().add({ match: PATCH, kind, afterEffect: true });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'updated' });
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it.each([
    ['a page of HTML', '<!DOCTYPE html><title>Sign in</title>'],
    ['an object', '{"message":"hello"}'],
    ['nothing', ''],
  ])('an issue that is read again as %s is not written', async (_, body) => {
    const host = await listing(1);
    edit((text) => `Note of Ann\n${text}`);
    faults().add({ match: { ...PATCH, method: 'GET' }, kind: { status: 200, body }, times: 99 });
    await expect(run(host, [1, 2])).rejects.toMatchObject({ name: 'GitHubError' });
    expect(issue().body).toContain('Note of Ann');
  });

  it('an edit that GitHub ignores is an error, not a success', async () => {
    const host = await listing(1);
    const { url, body } = await host.issue(1);
    const user = { login: DEFAULT_TOKEN.login, type: 'Bot' };
    const old = { status: 200, body: { number: 1, html_url: url, state: 'open', body, user } };
    faults().add({ match: PATCH, kind: old, times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/did not take the new text of issue #1/);
  });

  it('after a duplicate was closed: its text names the other issue once', async () => {
    const host = await tracking.startWith([[1], [1]]);
    faults().add({ match: { method: 'PATCH', path: /\/issues\/2$/ }, kind: 'reset', afterEffect: true });
    await run(host, [1]);
    const { state, body } = issue(2);
    expect([state, body?.match(/The tracking issue is #1/g)?.length]).toEqual(['closed', 1]);
  });

  it('gives up on a rate limit that lasts', async () => {
    const host = await listing(1);
    faults().add({ match: PATCH, kind: 'primaryRateLimit', waitSeconds: 3600, times: 9 });
    await expect(run(host, [1, 2])).rejects.toThrow(/Too many requests with this token/);
  });
});

describe('between reading and writing', () => {
  it('nothing is sent between the last read and the edit', async () => {
    const host = await listing(1);
    const { requests } = tracking.github();
    const from = requests.length;
    await run(host, [1, 2]);
    const sent = requests.slice(from).map(({ method, path }) => `${method} ${path.split('/rooms/')[1]}`);
    expect(sent[sent.indexOf('PATCH issues/1') - 1]).toBe('GET issues/1');
  });

  it.each([
    ['while the portal is scanned', 'GET', /\/issues$/],
    ['while the comment is made', 'POST', /\/comments$/],
  ])('a tick and a note are not lost: %s', async (_, method, path) => {
    const host = await listing(1, 2);
    before(method, path, () => {
      people().tick(1, lineOf(2));
      edit((body) => `Note of Ann\n${body}`);
    });
    await run(host, [1, 2, 3]);
    expect(issue().body).toContain('Note of Ann');
    expect(await keptNow(host)).toEqual([2]);
  });

  it.each([
    ['a fault', { status: 502, body: { message: 'Bad Gateway' } }],
    ['a lost answer', 'reset'],
    ['a rate limit', 'secondaryRateLimit'],
  ] as const)('a tick between two tries to write is not lost: %s', async (_, kind) => {
    const host = await listing(1, 2);
    faults().add({ match: PATCH, kind, times: 2 });
    // It is in the issue before the answer to the first try is out.
    before('PATCH', PATCH.path, () => people().tick(1, lineOf(2)));
    expect(await run(host, [1, 2, 3])).toMatchObject({ action: 'updated' });
    expect(await keptNow(host)).toEqual([2]);
  });

  it('a line that cannot be read, made between two tries to write, is kept in a comment', async () => {
    const host = await listing(1, 2);
    faults().add({ match: PATCH, kind: 'html' });
    before('PATCH', PATCH.path, () => edit((body) => body.replace('### Aband', '- [x] #12\n\n### Aband')));
    expect(await run(host, [1])).toMatchObject({ action: 'updated' });
    expect(tracking.comments()).toEqual([expect.stringContaining('#12')]);
    expect([...boxesIn(issue().body ?? '').keys()]).toEqual([1]);
  });

  it('a tick that was taken off is not put back', async () => {
    const host = await listing(1, 2);
    people().tick(1, lineOf(2));
    await run(host, [1, 2]);
    await run(host, [1, 2, 3], { during: () => people().untick(1, lineOf(2)) });
    expect(await keptNow(host)).toEqual([]);
  });

  it('a tick on a line that the new list does not show is remembered', async () => {
    const host = await listing(1, 2);
    await run(host, [1], { during: () => people().tick(1, lineOf(2)) });
    expect(await keptNow(host)).toEqual([2]);
  });

  it('a close is respected', async () => {
    const host = await listing(1, 2);
    const ran = await run(host, [1, 2], { during: () => people().closeIssue(1, 'ann') });
    expect(ran).toMatchObject({ action: 'unchanged', writes: [] });
  });

  it('an issue that was deleted does not blame a setting', async () => {
    const host = await listing(1, 2);
    const failed = run(host, [1, 2, 3], { during: () => people().deleteIssue(1) });
    await expect(failed).rejects.toThrow(/issue #1(?!.*Issues are turned off)/);
  });
});

describe('a close', () => {
  it.each([
    ['by a person', 'ann', 'completed', 'closed'],
    ['by a person, as not planned', 'ann', 'not_planned', 'closed'],
    ['by another bot, as completed', 'renovate[bot]', 'completed', 'closed'],
    ['by a workflow', 'github-actions[bot]', 'completed', 'open'],
    ['by actions/stale', 'github-actions[bot]', 'not_planned', 'open'],
    ['by a bot, as not planned', 'probot-stale[bot]', 'not_planned', 'open'],
  ] as const)('%s', async (_, login, reason, state) => {
    const host = await listing(1, 2);
    people().closeIssue(1, login, reason);
    const ran = await run(host, [1, 2]);
    expect(issue().state).toBe(state);
    expect(ran).toMatchObject({ action: state === 'open' ? 'reopened' : 'unchanged', number: 1 });
    expect(ran.note).toBe(
      state === 'open'
        ? 'A workflow, a bot or the account of the token closed the tracking issue while 2 rooms are listed, so it is open again.'
        : 'The tracking issue is closed while 2 rooms are listed: it stays closed until the list changes.',
    );
    expect((await run(host, [1, 2])).action).toBe('unchanged');
  });

  it('by an app, if the server does not say that it is one', async () => {
    const host = await listing(1, 2);
    people().closeIssue(1, 'stale[bot]', 'not_planned');
    issue().closedBy = { login: 'stale[bot]', type: 'User' };
    expect(await run(host, [1, 2])).toMatchObject({ action: 'reopened' });
  });

  it('by the account of the token', async () => {
    const app: Token = { ...DEFAULT_TOKEN, token: 'ghs_app', login: 'rooms-app[bot]' };
    const host = await start({ tokens: [app] });
    await run(host, [1]);
    people().closeIssue(1, app.login);
    expect(await run(host, [1])).toMatchObject({ action: 'reopened' });
  });

  it('by this action, since no room is abandoned, stays', async () => {
    const host = await listing(1, 2);
    await run(host, []);
    expect(await run(host, [])).toMatchObject({ action: 'unchanged', writes: [] });
    expect(issue().state).toBe('closed');
  });

  it('by a bot while the run is under way is undone at once', async () => {
    const host = await listing(1, 2);
    const during = () => people().closeIssue(1, 'probot-stale[bot]', 'not_planned');
    await run(host, [1, 2], { during });
    expect(issue().state).toBe('open');
  });
});

describe('a dry run', () => {
  it('writes nothing, and says what it would', async () => {
    const settings = { isDryRun: true };
    const host = await start();
    const first = await run(host, [1], { settings });
    expect(first).toMatchObject({ action: 'none', number: null, writes: [] });
    expect(first.info).toEqual([expect.stringMatching(/none yet.* would be created/)]);
    expect((await run(host, [], { settings })).info).toEqual([
      expect.stringContaining('would be left alone'),
    ]);
    await run(host, [1, 2]);
    people().openIssue(DEFAULT_TOKEN.login, { title: 'x', body: makeBody([1]), labels: [LABEL] });
    const says: [RoomId[], RegExp][] = [
      [[1, 2], /#1 would be unchanged/],
      [[1, 2, 3], /#1 would be updated, with a comment/],
      [[], /#1 would be closed, with a comment/],
    ];
    for (const [ids, pattern] of says) {
      const ran = await run(host, ids, { settings });
      expect(ran).toMatchObject({ action: 'none', number: 1, writes: [] });
      expect(ran.info).toEqual([
        expect.stringMatching(pattern),
        expect.stringMatching(/#2 would be closed as a duplicate/),
      ]);
    }
  });

  it('tells who closed the issue, and names lines that cannot be read', async () => {
    const host = await listing(1);
    people().closeIssue(1, 'github-actions[bot]', 'not_planned');
    edit((body) => body.replace('### Abandoned', '- [x] #12\n\n### Abandoned'));
    const ran = await run(host, [1], { settings: { isDryRun: true } });
    expect(ran.info).toEqual([expect.stringContaining('#1 would be reopened')]);
    expect(ran.warnings).toEqual([expect.stringContaining('#12')]);
    expect(ran.writes).toEqual([]);
  });
});

describe('what is too much', () => {
  /** Ids that hardly get shorter when they are packed. */
  const named = (count: number) =>
    Array.from({ length: count }, (_, at) => createHash('sha256').update(`${at}`).digest('base64url'));

  it.each(['refused', 'ignored'] as const)('2,000 rooms fit, if too long an edit is %s', async (how) => {
    const host = await start({ oversizedEdit: how });
    const ids = named(2000);
    await run(host, ids.slice(0, 1));
    expect(await run(host, ids)).toMatchObject({ action: 'updated' });
    expect(await run(host, ids)).toMatchObject({ action: 'unchanged', previous: null, writes: [] });
  });

  it('more ticks than can be remembered are a warning', async () => {
    const host = await listing(1);
    const ids = named(1500);
    const lines = ids.slice(0, 800).map((id) => `- [x] a ${lineOf(id)} -->`);
    edit((body) => body.replace('### Abandoned', `${lines.join('\n')}\n\n### Abandoned`));
    edit((body) => `${'n'.repeat(55_000)}\n\n${body}`);
    const ran = await run(host, [1, ...ids]);
    expect(ran.kept.size).toBe(800);
    expect(ran.warnings).toEqual([expect.stringMatching(/no space to remember \d+ ticked rooms/)]);
  });
});

describe('a text that people or bots changed', () => {
  const withoutState = (body: string) => body.replace(/<!-- abandoned-rooms-state .*-->\n/, '');
  const UNREADABLE = (body: string) => body.replace('### Abandoned', '- [x] Zanzibar\n\n### Abandoned');

  it('without its state: it is mended, without a comment, and does not lose what is kept', async () => {
    const host = await listing(1, 2);
    people().tick(1, lineOf(2));
    await run(host, [1, 2]);
    edit(withoutState);
    const ran = await run(host, [1, 2, 3]);
    expect([ran.previous, [...ran.kept.keys()], issue().comments]).toEqual([null, [2], []]);
    expect(decodeState(issue().body ?? '', KEY)?.abandoned?.size).toBe(2);
  });

  it('with the list of another repository’s issue: its state is not ours', async () => {
    const host = await listing(1, 2);
    const copied = tickRoom(makeBody([1, 2], { issueKey: 'other' }), 1);
    edit(() => copied.replace(keyMarker('other'), keyMarker(KEY)));
    const ran = await run(host, [1, 2]);
    expect([ran.previous, [...ran.kept.keys()]]).toEqual([null, [1]]);
  });

  it('a ticked line that cannot be read is named, and kept in a comment before it is lost', async () => {
    const host = await listing(1, 2);
    edit((body) => body.replace(/- \[ \] .*<!-- room 2 -->/, '- [x] #12 `code` @ann'));
    const ran = await run(host, [1, 2]);
    expect(ran.warnings).toEqual([expect.stringMatching(/1 ticked line .*#1.*"- \[x\] #12 `code` @ann"/)]);
    expect(tracking.comments()).toEqual([expect.stringContaining('```text\n- [x] #12 `code` @ann\n```')]);
    expect(ran.writes.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', warnings: [], writes: [] });
  });

  it('a line that cannot be read, in a locked conversation: no comment is promised', async () => {
    const host = await listing(1, 2);
    edit(UNREADABLE);
    people().lock(1);
    expect((await run(host, [1, 2])).warnings).toEqual([
      expect.stringContaining('Its conversation is locked'),
      expect.stringContaining('or in the edit history of the issue if its conversation is locked'),
    ]);
    expect(issue().comments).toEqual([]);
  });

  it('a line that cannot be read is not in the log of a redacted run', async () => {
    const host = await listing(1);
    edit(UNREADABLE);
    const ran = await run(host, [1], { report: { redacted: true } });
    expect(ran.warnings).toEqual([expect.not.stringContaining('Zanzibar')]);
    expect(issue().comments).toHaveLength(1);
  });

  it('a line that cannot be read stays in place while a person keeps the issue closed', async () => {
    const host = await listing(1);
    edit(UNREADABLE);
    people().closeIssue(1, 'ann');
    const ran = await run(host, [1]);
    expect(ran).toMatchObject({ warnings: [expect.any(String)], writes: [] });
    expect(issue().body).toContain('- [x] Zanzibar');
  });
});
