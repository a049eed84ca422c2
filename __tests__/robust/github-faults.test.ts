import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/github/faults.ts';
import { DEFAULT_TOKEN, type GitHubOptions } from '../../sandbox/github/index.ts';
import { type Portal, startPortal } from '../../sandbox/portal/index.ts';
import { makeBody } from '../support/github-make.ts';
import { ago, lineOf, setSceneHere, type TrackedRun } from '../support/github-run.ts';
import { useShortWaits } from '../support/short-waits.ts';

/**
 * Trouble with GitHub at each request of a whole run: the report is out, one line says what to do, and there is never a
 * second issue. A request that is never answered is left out, since it takes half a minute.
 */

useShortWaits();

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal({
    rooms: [1, 2, 3].map((id) => ({
      id,
      title: `Room ${id}`,
      roomType: 2,
      created: ago(401),
      updated: ago(400 - id),
    })),
  });
});

afterAll(() => portal.close());

type When = 'opening' | 'updating' | 'closing';
type Request = Readonly<Required<Pick<NonNullable<Fault['match']>, 'method' | 'path'>>> & {
  readonly nth?: number;
};

/** A run that opens the issue, or finds it with one room less, or with rooms that are none any more. */
async function scene(when: When, options: GitHubOptions = {}) {
  const seeds: GitHubOptions = {
    repositories: [
      {
        fullName: 'acme/rooms',
        visibility: 'private',
        labels: when === 'opening' ? [] : ['abandoned-rooms'],
      },
    ],
    ...options,
  };
  const { github, run } = await setSceneHere(seeds);
  if (when !== 'opening') {
    const body = makeBody([1, 2], { issueKey: 'k', report: { portal: `${portal.url}/` } });
    github.people.openIssue(DEFAULT_TOKEN.login, { title: 'Rooms', body, labels: ['abandoned-rooms'] });
  }
  const inputs = {
    'docspace-url': portal.url,
    'docspace-api-key': portal.apiKey,
    'issue-key': 'k',
    ...(when === 'closing' ? { 'inactive-days': '5000' } : {}),
  };
  return {
    github,
    run: (more: Readonly<Record<string, string>> = {}) => run({ ...inputs, ...more }),
    ours: () => github.repository().issues.filter(({ author }) => author.login === DEFAULT_TOKEN.login),
    openOnes: () => github.repository().issues.filter(({ state }) => state === 'open'),
  };
}

const REQUESTS: Readonly<Record<When, Readonly<Record<string, Request>>>> = {
  opening: {
    'who am I': { method: 'POST', path: /^\/graphql$/ },
    'list by label': { method: 'GET', path: /\/issues$/ },
    'list by author': { method: 'GET', path: /\/issues$/, nth: 2 },
    'open the issue': { method: 'POST', path: /\/issues$/ },
    'look through all': { method: 'GET', path: /\/issues$/, nth: 3 },
    'look for a race': { method: 'GET', path: /\/issues$/, nth: 5 },
  },
  updating: {
    'who am I': { method: 'POST', path: /^\/graphql$/ },
    'list by label': { method: 'GET', path: /\/issues$/ },
    'read again': { method: 'GET', path: /\/issues\/1$/ },
    'read comments': { method: 'GET', path: /\/comments$/ },
    comment: { method: 'POST', path: /\/comments$/ },
    edit: { method: 'PATCH', path: /\/issues\/1$/ },
  },
  closing: {
    comment: { method: 'POST', path: /\/comments$/ },
    close: { method: 'PATCH', path: /\/issues\/1$/ },
  },
};

/** The whole report is out, whatever became of the issue. */
function expectReport(ran: TrackedRun, when: When): void {
  expect([...ran.reportFiles].sort()).toEqual([
    'abandoned-rooms.csv',
    'abandoned-rooms.json',
    'abandoned-rooms.md',
  ]);
  expect(ran.outputs).toMatchObject({
    'scanned-count': '3',
    'abandoned-count': when === 'closing' ? '0' : '3',
  });
  expect(ran.outputs['report-json']).toMatch(/abandoned-rooms\.json$/);
  expect(ran.summary).toContain('## Abandoned DocSpace rooms');
  expect(ran.stdout).toContain('--- Abandoned rooms report ---');
}

const answer = (status: number, message: string): Fault['kind'] => ({
  status,
  body: { message, status: String(status) },
});
const FOR_EVER = 10_000;

const FATAL: readonly (readonly [string, Omit<Fault, 'match'>, RegExp])[] = [
  ['401', { kind: answer(401, 'Bad credentials') }, /^401: .*Check github-token\.$/],
  [
    '403',
    { kind: answer(403, 'Resource not accessible by integration') },
    /^403: .*"issues: write" under "permissions:"/,
  ],
  ['404', { kind: answer(404, 'Not Found') }, /^404: .*check issue-repository.*acme\/rooms\.$/],
  [
    '410',
    { kind: answer(410, 'Issues has been disabled in this repository.') },
    /^410: .*Settings > General > Features\.$/,
  ],
  ['422', { kind: answer(422, 'Validation Failed') }, /^422: .*validation failed\. Check issue-title/],
  ['500 for ever', { kind: answer(500, 'Server Error') }, /^500: .*githubstatus\.com/],
  ['a page of HTML for ever', { kind: 'html' }, /^502: .*githubstatus\.com/],
  [
    'resets for ever',
    { kind: 'reset' },
    /\. No connection to 127\.0\.0\.1:\d+: the connection was closed .*GitHub and the proxies/,
  ],
  ['a spent rate limit', { kind: 'primaryRateLimit' }, /^403: .*Too many requests with this token/],
];

const PASSING: readonly (readonly [string, Omit<Fault, 'match'>])[] = [
  ['500 once', { kind: answer(500, 'Server Error') }],
  ['a page of HTML once', { kind: 'html' }],
  ['a reset once', { kind: 'reset' }],
  ['a reset after it was done', { kind: 'reset', afterEffect: true }],
  ['an answer that is cut', { kind: 'cut', afterEffect: true }],
  ['a secondary rate limit', { kind: 'secondaryRateLimit', waitSeconds: 1 }],
];

for (const when of ['opening', 'updating', 'closing'] as const) {
  describe.each(Object.entries(REQUESTS[when]))(`${when}, %s`, (name, { nth, ...match }) => {
    // The same call was made before in the run, or is another test's: a few kinds of trouble are enough.
    const isBrief =
      when === 'closing' || ['list by author', 'look for a race', 'read comments'].includes(name);
    const fatal = FATAL.filter(([kind]) => !isBrief || /^(403|500)/.test(kind));
    const passing = PASSING.filter(([kind]) => !isBrief || /^(500|a reset after)/.test(kind));

    it.each(fatal)('%s', async (_, fault, says) => {
      const { github, run, ours, openOnes } = await scene(when);
      github.faults.add({ ...fault, match: { ...match, nth: nth ?? 1 }, times: FOR_EVER });
      const ran = await run();
      expectReport(ran, when);
      expect(ran.exitCode).toBe(1);
      expect(ran.errors).toHaveLength(1);
      expect(ran.errors[0]).toMatch(says);
      expect(ours().length).toBeLessThanOrEqual(1);
      expect(openOnes().length).toBeLessThanOrEqual(1);
    });

    it.each(passing)('%s', async (_, fault) => {
      const { github, run, ours } = await scene(when);
      github.faults.add({ ...fault, match: { ...match, nth: nth ?? 1 } });
      const ran = await run();
      expectReport(ran, when);
      expect(ran).toMatchObject({ exitCode: 0, errors: [] });
      const done = { opening: 'created', updating: 'updated', closing: 'closed' }[when];
      expect(ran.outputs).toMatchObject({ 'issue-action': done, 'issue-number': '1' });
      expect(ours()).toHaveLength(1);
      expect(ours()[0]).toMatchObject({ state: when === 'closing' ? 'closed' : 'open' });
      expect(ours()[0]?.comments).toHaveLength(when === 'opening' ? 0 : 1);
      if (when === 'updating') expect(ours()[0]?.body).toContain(lineOf(3));
    });
  });
}

describe('labels and assignees', () => {
  const calls = [
    ['read the label', { method: 'GET', path: /\/labels\// }],
    ['make the label', { method: 'POST', path: /\/labels$/ }],
    ['ask who may be assigned', { method: 'GET', path: /\/assignees\// }],
  ] as const;
  const seed = {
    repositories: [{ fullName: 'acme/rooms', visibility: 'private', assignable: ['ann'] }],
  } as const;

  it.each(calls)('trouble that passes is waited for: %s', async (_, match) => {
    for (const kind of ['html', 'reset'] as const) {
      const { github, run, ours } = await scene('opening', seed);
      github.faults.add({ kind, match, afterEffect: true });
      expect(await run({ 'issue-assignees': 'ann' })).toMatchObject({
        exitCode: 0,
        errors: [],
        warnings: [],
      });
      expect(ours()).toHaveLength(1);
      expect(ours()[0]).toMatchObject({ labels: ['abandoned-rooms'], assignees: ['ann'] });
    }
  });

  it.each(calls)('trouble that stays is one line: %s', async (what, match) => {
    const { github, run, ours } = await scene('opening', seed);
    github.faults.add({ kind: 'html', match, times: FOR_EVER });
    const ran = await run({ 'issue-assignees': 'ann' });
    expectReport(ran, 'opening');
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toEqual([expect.stringContaining(`502: GitHub could not ${what} in acme/rooms.`)]);
    expect(ours()).toEqual([]);
  });
});

it('an issue that was opened although no answer came is found by the next run', async () => {
  const { github, run, ours } = await scene('opening');
  github.faults.add({ kind: 'reset', match: { path: /\/issues$/, method: 'POST' }, afterEffect: true });
  github.faults.add({
    kind: answer(502, 'Bad Gateway'),
    match: { path: /\/issues$/, method: 'GET', nth: 5 },
    times: FOR_EVER,
  });
  expect((await run()).exitCode).toBe(1);
  github.faults.clear();
  expect(await run()).toMatchObject({ exitCode: 0, writes: [] });
  expect(ours()).toHaveLength(1);
});

describe('what the last run found cannot be read', () => {
  it('max-new-abandoned says why it does not fail, and the step fails for GitHub', async () => {
    const { github, run } = await scene('updating');
    github.faults.add({ kind: 'html', match: { path: /\/issues$/ }, times: FOR_EVER });
    const ran = await run({ 'max-new-abandoned': '0' });
    expectReport(ran, 'updating');
    expect(ran.outputs).toMatchObject({ 'new-count': '0', 'limit-exceeded': 'false' });
    expect(ran.stdout).toContain(
      'because the tracking issue could not be read, and max-new-abandoned does not fail this run.',
    );
    expect(ran.errors).toEqual([expect.stringMatching(/^502: /)]);
  });

  it('a refusal by GraphQL is not reported as a network error', async () => {
    const { github, run, ours } = await scene('updating');
    const errors = [
      { type: 'FORBIDDEN', path: ['viewer'], message: 'Resource not accessible by integration' },
    ];
    github.faults.add({
      kind: { status: 200, body: { data: null, errors } },
      match: { path: /graphql/ },
      times: FOR_EVER,
    });
    const ran = await run();
    expectReport(ran, 'updating');
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toHaveLength(1);
    expect(ran.errors[0]).not.toMatch(/no answer|network/);
    expect(ours()).toHaveLength(1);
  });
});
