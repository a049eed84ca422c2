import { afterEach, expect, test } from 'vitest';
import {
  DEFAULT_TOKEN,
  type GitHubOptions,
  type GitHubSandbox,
  startGitHub,
} from '../../sandbox/github/index.ts';

let open: GitHubSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.map((github) => github.close()));
  open = [];
});

async function start(options: GitHubOptions = {}): Promise<GitHubSandbox> {
  const github = await startGitHub({ now: () => new Date('2026-03-01T08:00:00.500Z'), ...options });
  open.push(github);
  return github;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Answer = { status: number; headers: Headers; body: any };

async function call(
  github: GitHubSandbox,
  method: string,
  path: string,
  body?: unknown,
  token: string | null = github.token,
): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : `${github.url}${path}`, {
    method,
    redirect: 'manual',
    headers: token === null ? {} : { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

const ROOMS = '/repos/acme/rooms';
const ISSUES = `${ROOMS}/issues`;
const numbers = (answer: Answer): number[] => answer.body.map((issue: { number: number }) => issue.number);
const next = (answer: Answer): string | undefined =>
  /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];

test('a workflow token sees its repository, and not who it is by REST', async () => {
  const github = await start();
  const repository = await call(github, 'GET', ROOMS);
  expect(repository.body).toMatchObject({
    full_name: 'acme/rooms',
    visibility: 'private',
    private: true,
    has_issues: true,
    permissions: { push: true },
  });
  const user = await call(github, 'GET', '/user');
  expect([user.status, user.body.message]).toEqual([403, 'Resource not accessible by integration']);
});

test.each([
  ['{ viewer { login } }', { viewer: { login: 'github-actions[bot]' } }],
  ['query Me{viewer{login __typename}}', { viewer: { login: 'github-actions[bot]', __typename: 'User' } }],
])('graphql: %s', async (query, data) => {
  const github = await start();
  const answer = await call(github, 'POST', github.graphqlUrl, { query });
  expect([answer.status, answer.body]).toEqual([200, { data }]);
});

test('an issue is created, with labels that did not exist, and read back as sent', async () => {
  const github = await start({
    repositories: [{ fullName: 'acme/rooms', visibility: 'private', assignable: ['Ann'], labels: ['Old'] }],
  });
  const created = await call(github, 'POST', ISSUES, {
    title: 'Rooms',
    body: 'a\nb\r\nc',
    labels: ['old', 'new'],
    assignees: ['ann'],
  });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(`${github.url}${ISSUES}/1`);
  const read = await call(github, 'GET', `${ISSUES}/1`);
  expect(read.body).toMatchObject({
    number: 1,
    body: 'a\nb\r\nc',
    state: 'open',
    closed_by: null,
    created_at: '2026-03-01T08:00:00Z',
    user: { login: 'github-actions[bot]', type: 'Bot', id: 41898282 },
    labels: [{ name: 'Old' }, { name: 'new' }],
    assignees: [{ login: 'Ann' }],
  });
  expect((await call(github, 'GET', `${ROOMS}/labels/NEW`)).body.name).toBe('new');
});

test('lists follow Link from page to page, newest first', async () => {
  const github = await start();
  for (let index = 0; index < 250; index += 1) github.people.openIssue('ann', { title: `#${index}` });
  const seen: number[] = [];
  let url: string | undefined = `${github.url}${ISSUES}?per_page=500`;
  while (url !== undefined) {
    const page: Answer = await call(github, 'GET', url);
    seen.push(...numbers(page));
    url = next(page);
  }
  expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
  expect(github.requests.map(({ query }) => query['page'])).toEqual([undefined, '2', '3']);
  const first = await call(github, 'GET', ISSUES);
  expect(first.body).toHaveLength(30);
  expect(first.headers.get('link')).toBe(
    `<${github.url}/repositories/1001/issues?page=2>; rel="next", <${github.url}/repositories/1001/issues?page=9>; rel="last"`,
  );
  const last = await call(github, 'GET', `${ISSUES}?page=9`);
  expect(numbers(last)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(next(last)).toBeUndefined();
});

test('lists by cursor: no last page, and a page number alone is refused', async () => {
  const github = await start({ pagination: 'cursor' });
  for (let index = 0; index < 5; index += 1) github.people.openIssue('ann', { title: `#${index}` });
  const first = await call(github, 'GET', `${ISSUES}?per_page=2&direction=asc`);
  expect(first.headers.get('link')).not.toContain('rel="last"');
  const second = await call(github, 'GET', next(first) ?? '');
  const third = await call(github, 'GET', next(second) ?? '');
  expect([first, second, third].map(numbers)).toEqual([[1, 2], [3, 4], [5]]);
  expect(next(third)).toBeUndefined();
  const guessed = await call(github, 'GET', `${ISSUES}?per_page=2&page=2`);
  expect([guessed.status, guessed.body.message]).toEqual([422, expect.stringContaining('cursor')]);
});

test('lists: filters, pull requests, order', async () => {
  let now = Date.parse('2026-03-01T00:00:00Z');
  const github = await start({
    now: () => {
      now += 60_000;
      return new Date(now);
    },
  });
  const { people } = github;
  people.openIssue('ann', { title: 'one', labels: ['rooms'] });
  people.openIssue('bob', { title: 'two', labels: ['rooms', 'keep'] });
  people.openPullRequest('ann', { title: 'three', labels: ['rooms'] });
  people.closeIssue(2, 'bob');
  await call(github, 'POST', ISSUES, { title: 'four' });
  const list = async (search: string): Promise<number[]> =>
    numbers(await call(github, 'GET', `${ISSUES}?${search}`));
  expect(await list('')).toEqual([4, 3, 1]);
  expect(await list('state=all')).toEqual([4, 3, 2, 1]);
  expect(await list('state=closed')).toEqual([2]);
  expect(await list('labels=ROOMS')).toEqual([3, 1]);
  expect(await list('labels=rooms,keep&state=all')).toEqual([2]);
  expect(await list('labels=other')).toEqual([]);
  expect(await list('creator=ann')).toEqual([3, 1]);
  expect(await list('creator=github-actions%5Bbot%5D')).toEqual([4]);
  people.comment(1, 'bob', 'hm');
  expect(await list('sort=updated')).toEqual([1, 4, 3]);
  expect(await list('sort=created&direction=asc')).toEqual([1, 3, 4]);
  const all = await call(github, 'GET', `${ISSUES}?state=all`);
  expect(all.body.filter((issue: object) => 'pull_request' in issue)).toHaveLength(1);
  expect((await call(github, 'GET', `${ISSUES}?state=new`)).body.errors[0]).toMatchObject({ field: 'state' });
});

test.each([
  ['title empty', { title: ' ' }, { resource: 'Issue', code: 'missing_field', field: 'title' }],
  [
    'title too long',
    { title: '🏠'.repeat(257) },
    { field: 'title', message: expect.stringContaining('256') },
  ],
  ['body too long', { title: 'x', body: 'é'.repeat(65_537) }, { field: 'body', code: 'custom' }],
  ['label too long', { title: 'x', labels: ['l'.repeat(51)] }, { resource: 'Label', code: 'invalid' }],
  ['assignee', { title: 'x', assignees: ['zoe'] }, { value: 'zoe', field: 'assignees', code: 'invalid' }],
])('creating is refused: %s', async (_, body, error) => {
  const github = await start();
  const answer = await call(github, 'POST', ISSUES, body);
  expect([answer.status, answer.body.status]).toEqual([422, '422']);
  expect(answer.body.documentation_url).toMatch(/^https:/);
  expect(answer.body.errors[0]).toMatchObject(error);
  expect(github.repository().issues).toEqual([]);
});

test('limits are in characters: as many emoji as letters fit', async () => {
  const github = await start();
  const body = '🏠'.repeat(65_536);
  expect((await call(github, 'POST', ISSUES, { title: '🏠'.repeat(256), body })).status).toBe(201);
  expect((await call(github, 'PATCH', `${ISSUES}/1`, { body: `${body}!` })).body.errors).toEqual([
    expect.objectContaining({ message: 'body is too long (maximum is 65536 characters)' }),
  ]);
  expect(
    (await call(github, 'POST', `${ISSUES}/1/comments`, { body: `${body}!` })).body.errors[0],
  ).toMatchObject({
    resource: 'IssueComment',
    field: 'data',
  });
  expect(github.repository().issue(1).body).toBe(body);
});

test('two things GitHub does in places: labels not created, apps not found by creator', async () => {
  const github = await start({
    creatorFilter: 'missesApps',
    repositories: [
      { fullName: 'acme/rooms', visibility: 'private', createsLabels: false, labels: ['known'] },
    ],
  });
  const created = await call(github, 'POST', ISSUES, { title: 'x', labels: ['known', 'unknown'] });
  expect(created.body.labels).toMatchObject([{ name: 'known' }]);
  expect(created.body.labels).toHaveLength(1);
  expect(numbers(await call(github, 'GET', `${ISSUES}?creator=github-actions%5Bbot%5D`))).toEqual([]);
  expect(numbers(await call(github, 'GET', `${ISSUES}?labels=known`))).toEqual([1]);
});

test.each<[token: string | null, method: 'GET' | 'POST', repository: 'rooms' | 'open', status: number]>([
  ['write', 'POST', 'rooms', 201],
  ['read', 'GET', 'rooms', 200],
  ['read', 'POST', 'rooms', 403],
  ['none', 'GET', 'rooms', 403],
  ['none', 'GET', 'open', 200],
  ['elsewhere', 'GET', 'rooms', 404],
  ['elsewhere', 'POST', 'open', 403],
  ['wrong', 'GET', 'open', 401],
  [null, 'GET', 'open', 200],
  [null, 'POST', 'open', 401],
  [null, 'GET', 'rooms', 404],
])('a token %s may %s issues of the repository %s: %i', async (token, method, repository, status) => {
  const may = (name: string, issues: 'none' | 'read' | 'write', repositories: 'all' | string[] = 'all') => {
    return { ...DEFAULT_TOKEN, token: name, permissions: { issues }, repositories };
  };
  const tokens = [...(['write', 'read', 'none'] as const).map((right) => may(right, right))];
  const github = await start({
    tokens: [...tokens, may('elsewhere', 'write', ['acme/other'])],
    repositories: [
      { fullName: 'acme/rooms', visibility: 'private' },
      { fullName: 'acme/open', visibility: 'public' },
    ],
  });
  const body = method === 'POST' ? { title: 'x' } : undefined;
  const answer = await call(github, method, `/repos/acme/${repository}/issues`, body, token);
  expect(answer.status).toBe(status);
  if (token === 'read' && method === 'POST')
    expect(answer.headers.get('x-accepted-github-permissions')).toBe('issues=write');
});

test('issues disabled, deleted, repository renamed, bad JSON, search', async () => {
  const github = await start({
    repositories: [{ fullName: 'acme/rooms', visibility: 'private', formerNames: ['acme/spaces'] }],
  });
  await call(github, 'POST', ISSUES, { title: 'x' });
  const moved = await call(github, 'GET', '/repos/acme/spaces/issues?state=all');
  expect([moved.status, moved.headers.get('location')]).toEqual([
    301,
    `${github.url}/repositories/1001/issues?state=all`,
  ]);
  expect(numbers(await call(github, 'GET', moved.headers.get('location') ?? ''))).toEqual([1]);
  expect((await call(github, 'POST', '/repos/acme/spaces/issues', { title: 'x' })).status).toBe(307);
  expect((await call(github, 'POST', ISSUES, '{')).body.message).toBe('Problems parsing JSON');
  github.people.deleteIssue(1);
  expect((await call(github, 'GET', `${ISSUES}/1`)).status).toBe(410);
  expect((await call(github, 'GET', `${ISSUES}/2`)).status).toBe(404);
  github.people.disableIssues();
  const disabled = await call(github, 'POST', ISSUES, { title: 'x' });
  expect([disabled.status, disabled.body.message]).toEqual([
    410,
    'Issues has been disabled in this repository.',
  ]);
});

test('state can change between a read and a write, and every request is on record', async () => {
  const github = await start();
  await call(github, 'POST', ISSUES, { title: 'x', body: '- [ ] one' });
  const stop = github.onRequest(({ method }) => {
    if (method === 'PATCH') github.people.closeIssue(1, 'ann');
  });
  const patched = await call(github, 'PATCH', `${ISSUES}/1?a=b`, { title: 'y' });
  expect(patched.body).toMatchObject({ title: 'y', state: 'closed', closed_by: { login: 'ann' } });
  stop();
  expect(github.requests[1]).toMatchObject({
    method: 'PATCH',
    path: `${ISSUES}/1`,
    query: { a: 'b' },
    body: { title: 'y' },
    status: 200,
  });
});

test.each(['reset', 'cut'] as const)(
  'faults: %s breaks the connection, before or after the effect',
  async (kind) => {
    const github = await start();
    github.faults.add({ kind });
    github.faults.add({ kind, afterEffect: true });
    await expect(call(github, 'POST', ISSUES, { title: 'lost' })).rejects.toThrow();
    expect(github.repository().issues).toHaveLength(0);
    await expect(call(github, 'POST', ISSUES, { title: 'kept' })).rejects.toThrow();
    expect(github.repository().issue(1).title).toBe('kept');
    expect(github.requests.map(({ status }) => status)).toEqual([null, null]);
  },
);
