import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyDirectory } from '../support/action.ts';
import { selfSigned } from '../support/certificate.ts';
import { setScene } from '../support/github-run.ts';
import { startProxy } from '../support/proxy.ts';

/** The tracking issue and the network, with the built action. `robust/tracking.test.ts` has the life of an issue. */

describe('the address of GitHub', () => {
  it('Enterprise Server, with its base path', async () => {
    const { github, run, openIssues, addRoom } = await setScene({ basePath: '/api/v3' });
    expect(github.url).toMatch(/\/api\/v3$/);
    addRoom(1);
    expect((await run()).outputs['issue-action']).toBe('created');
    addRoom(2);
    expect((await run()).outputs['issue-action']).toBe('updated');
    expect(openIssues()).toHaveLength(1);
    expect(github.requests.map(({ path }) => path).filter((path) => path.startsWith('/outside'))).toEqual([]);
  });

  it.each([
    ['a proxy', {}, ''],
    ['a proxy with a password', { credentials: 'ann:p@ss' }, 'ann:p%40ss@'],
  ])('behind %s', async (_, options, login) => {
    const { github, run, openIssues, addRoom } = await setScene();
    addRoom(1, 'Zanzibar');
    const { port } = new URL(github.url);
    const proxy = await startProxy({ targetPort: Number(port), ...options });
    const env = {
      GITHUB_API_URL: `http://github.invalid:${port}`,
      GITHUB_GRAPHQL_URL: `http://github.invalid:${port}/graphql`,
      http_proxy: proxy.url.replace('://', `://${login}`),
    };
    const ran = await run({ redact: 'auto' }, env);
    expect(ran).toMatchObject({ exitCode: 0, errors: [], outputs: { 'issue-action': 'created' } });
    expect(openIssues()).toHaveLength(1);
    expect(proxy.requests[0]).toBe(`CONNECT github.invalid:${port}`);
    // That the repository is private was asked through the proxy too.
    expect(ran.stdout).toContain('Zanzibar');
  });

  it('behind a proxy that lets nothing through: the report is out, and one line says so', async () => {
    const { github, run, addRoom } = await setScene();
    addRoom(1);
    const { port } = new URL(github.url);
    const proxy = await startProxy({ targetPort: Number(port), refuse: 403 });
    const ran = await run({}, { GITHUB_API_URL: `http://github.invalid:${port}`, http_proxy: proxy.url });
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toEqual([
      expect.stringMatching(/the proxy does not let it through \(403\)\. Check http_proxy/),
    ]);
    expect(ran.reportFiles).toHaveLength(3);
    expect(ran.outputs).toMatchObject({ 'abandoned-count': '1', 'issue-action': 'none', 'issue-number': '' });
    expect(ran.summary).toContain('The only room is abandoned');
  });
});

it('a GitHub that nobody vouches for gets no token, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  const { run, addRoom } = await setScene();
  addRoom(1);
  const asked: (string | undefined)[] = [];
  const server = createServer(await selfSigned(await emptyDirectory()), (request, response) => {
    asked.push(request.headers.authorization);
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ran = await run({ redact: 'auto' }, { GITHUB_API_URL: url, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect(asked).toEqual([]);
  expect(ran.errors).toEqual([
    expect.stringMatching(/\(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .* NODE_EXTRA_CA_CERTS/),
  ]);
  expect(ran.outputs).toMatchObject({ 'abandoned-count': '1', 'issue-action': 'none' });
});

it('holds 5,000 rooms', async () => {
  const { run, issue, addRoom } = await setScene();
  // Not by their histories: 5,000 requests at each run would show nothing of the issue.
  const inputs = { 'activity-source': 'updated' };
  for (let id = 1; id <= 5000; id += 1) addRoom(id, '👨‍👩‍👧‍👦'.repeat(15) + id, 40 + (id % 300));
  const first = await run(inputs);
  expect(first.outputs).toMatchObject({ 'issue-action': 'created', 'abandoned-count': '5000' });
  expect(issue().body?.length).toBeLessThanOrEqual(65_536);
  expect(issue().body).toMatch(/Showing \d+ of 5000\./);
  addRoom(6000);
  expect((await run(inputs)).outputs).toMatchObject({ 'issue-action': 'updated', 'new-count': '1' });
});
