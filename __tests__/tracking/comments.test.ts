import { describe, expect, it } from 'vitest';
import type { IssueHost } from '../../src/github/client.ts';
import { makeEntry } from '../support/github-make.ts';
import { lineOf } from '../support/github-run.ts';
import { hostOf, useTracking } from '../support/tracking.ts';

/** What the comments say, and that each is made once. */

const tracking = useTracking();
const { run, start, issue, open, edit, before, comments } = tracking;
const faults = () => tracking.github().faults;
const COMMENT = { method: 'POST', path: /\/comments$/ };
const EDIT = { method: 'PATCH', path: /\/issues\/1$/ };
const news = () => comments().filter((body) => body.includes('became abandoned'));

async function listing(...ids: number[]): Promise<IssueHost> {
  const host = await start();
  await run(host, ids);
  return host;
}

describe('a comment', () => {
  it.each(['reset', 'html', 'cut'] as const)('is made once if the answer is lost: %s', async (kind) => {
    const host = await listing(1);
    // Behind many others, it is found all the same.
    for (let at = 0; at < 110; at += 1) tracking.github().people.comment(1, 'ann', `${at}`);
    faults().add({ match: COMMENT, kind, afterEffect: true });
    await run(host, [1, 2]);
    await run(host, [1, 2]);
    expect(comments()).toHaveLength(1);
  });

  it('of a stranger, with our marker, hides nothing', async () => {
    const host = await listing(1);
    before('GET', /\/comments$/, () => undefined);
    faults().add({ match: EDIT, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/^502/);
    faults().clear();
    const [made = ''] = comments();
    issue().comments.length = 0;
    tracking.github().people.comment(1, 'mallory', made);
    await run(host, [1, 2]);
    expect(comments()).toEqual([made]);
  });

  it('is made again after the state was damaged', async () => {
    const host = await listing(1);
    await run(host, [1, 2]);
    await run(host, [1, 2, 3]);
    expect(comments()).toHaveLength(2);
    edit((body) => body.replace(/(state v1 .)./, '$1!'));
    await run(host, [1, 2, 3]);
    await run(host, [1, 2, 3, 4]);
    await run(host, []);
    expect(comments()).toHaveLength(4);
  });

  it('is not made with issue-comment: never, but for the close', async () => {
    const host = await listing(1);
    const settings = { commentsOnNew: false };
    await run(host, [1, 2], { settings });
    expect(comments()).toEqual([]);
    expect(await run(host, [], { settings })).toMatchObject({ action: 'closed' });
    expect(comments()).toHaveLength(1);
  });

  it('in a locked conversation is a warning, and the issue is kept true', async () => {
    const host = await listing(1);
    tracking.github().people.lock(1);
    const ran = await run(host, [1, 2]);
    expect(ran).toMatchObject({ action: 'updated', number: 1 });
    expect(ran.warnings).toEqual([expect.stringMatching(/^403: .*Its conversation is locked/)]);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', warnings: [] });
    expect(await run(host, [])).toMatchObject({ action: 'closed' });
    expect(issue()).toMatchObject({ state: 'closed', comments: [] });
  });
});

describe('two writers', () => {
  it.each([
    ['reads the issue again', 'GET', /\/issues\/1$/],
    ['looks for its comment', 'GET', /\/comments$/],
    ['writes the list', 'PATCH', /\/issues\/1$/],
  ] as const)('a whole run while another one %s: one comment, no tick lost', async (_, method, path) => {
    const host = await listing(1, 2);
    const other = hostOf(tracking.github());
    before(method, path, async () => {
      await run(other, [1, 2, 3]);
      tracking.github().people.tick(1, lineOf(2));
    });
    await run(host, [1, 2, 3]);
    const next = await run(host, [1, 2, 3]);
    expect([news().length, open()]).toEqual([1, [1]]);
    // Only a tick between the last read and its write, which GitHub offers no way to notice, can be lost.
    if (method !== 'PATCH') expect([...next.kept.keys()]).toEqual([2]);
  });

  it('both have looked, and then both write: the list is right, and the comment is made once or twice', async () => {
    const host = await listing(1);
    const other = hostOf(tracking.github());
    let waiting: Promise<unknown> = Promise.resolve();
    before('POST', COMMENT.path, async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      before('POST', COMMENT.path, resolve);
      waiting = run(other, [1, 2]);
      await promise;
    });
    await run(host, [1, 2]);
    await waiting;
    expect(news().length).toBeLessThanOrEqual(2);
    expect((await run(host, [1, 2])).writes).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  it.each([
    ['before its comment', COMMENT, 0],
    ['after its comment', EDIT, 1],
  ])('%s: the next one comments once', async (_, match, made) => {
    const host = await listing(1);
    faults().add({ match, kind: 'html', times: 99 });
    await expect(run(host, [1, 2])).rejects.toThrow(/^502/);
    expect(news()).toHaveLength(made);
    faults().clear();
    await run(host, [1, 2]);
    expect(news()).toHaveLength(1);
    expect(await run(host, [1, 2])).toMatchObject({ action: 'unchanged', writes: [] });
    // A person may delete it: it does not come back.
    issue().comments.length = 0;
    await run(host, [1, 2]);
    expect(comments()).toEqual([]);
  });

  it.each([
    ['rooms that are not abandoned any more', [1, 2], [1], 0],
    ['a close, and a room is abandoned again', [], [2], 1],
  ])('before its comment on %s: no comment says what is not true', async (_, stopped, last, made) => {
    const host = await listing(1);
    faults().add({ match: COMMENT, kind: 'html', times: 99 });
    await expect(run(host, stopped)).rejects.toThrow(/^502/);
    faults().clear();
    await run(host, last);
    expect(comments().join('\n')).not.toMatch(/No room is abandoned|0 rooms/);
    expect([comments().length, issue().state]).toEqual([made, 'open']);
    expect((await run(host, last)).writes).toEqual([]);
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

  /** Room 1 is listed; a run finds these rooms as well. */
  async function comment(
    rooms: readonly ReturnType<typeof room>[],
    { logins = ownerLogins, redacted = false, isRefused = false } = {},
  ) {
    const host = await start({
      accounts: ['ada-gh', 'ben-gh', ...(logins === ownerLogins ? [] : logins.values())],
    });
    const settings = { ownerLogins: logins };
    await run(host, [1], { settings });
    const kind = { status: 403, body: { message: 'no' } };
    if (isRefused) faults().add({ match: { path: /\/users\// }, kind, times: 9 });
    const { warnings } = await run(host, [], {
      settings,
      report: { abandoned: [room(1, null), ...rooms], redacted },
    });
    return { text: comments().at(-1) ?? '', warnings };
  }

  it('are mentioned once each, by name or id', async () => {
    const { text } = await comment([
      room(2, 'ADA\u00a0 Love\u200blace '),
      room(3, 'Ben', 'id-of-ben'),
      room(4, 'Same'),
      room(5, 'Nobody'),
      room(6, null),
    ]);
    expect(text).toContain('\n\nOwners: @ada-gh @ben-gh\n');
    expect(text.match(/@/g)).toHaveLength(2);
  });

  it('whose login does not exist are a warning', async () => {
    const { text, warnings } = await comment([room(2, 'Typo'), room(3, 'Ada Lovelace')]);
    expect(warnings).toEqual(['GitHub has no account of this login: no-such-login. Check owner-logins.']);
    expect(text).toContain('Owners: @ada-gh\n');
  });

  it('are mentioned if GitHub refuses to say whether they exist', async () => {
    const { text } = await comment([room(2, 'Ada Lovelace')], { isRefused: true });
    expect(text).toContain('Owners: @ada-gh\n');
  });

  it('with the same display name are mentioned by id alone', async () => {
    const { text, warnings } = await comment([
      room(2, 'Ada Lovelace', 'id-of-ada'),
      room(3, 'ADA LOVELACE', 'id-of-another'),
      room(4, 'Ada Lovelace', 'id-of-ben'),
    ]);
    expect(text).toContain('Owners: @ben-gh\n');
    expect(warnings).toEqual([
      'Several owners have the display name "Ada Lovelace", so nobody is mentioned by that name. Use their ids in owner-logins.',
    ]);
  });

  it('are not mentioned in a redacted run', async () => {
    const { text } = await comment([room(2, 'Ada Lovelace')], { redacted: true });
    expect(text).toContain('became abandoned');
    expect(text).not.toContain('@');
  });

  it('are at most 20, and titles and names add none', async () => {
    const logins = new Map(Array.from({ length: 30 }, (_, at) => [`Owner ${at}`, `login-${at}`]));
    const rooms = Array.from({ length: 30 }, (_, at) => ({
      ...room(at + 2, at === 0 ? '@owner' : `Owner ${at}`),
      title: '@team @everyone\n@ann',
    }));
    const { text } = await comment(rooms, { logins });
    expect(text.match(/@(?=[\w-])/g)).toHaveLength(20);
  });
});
