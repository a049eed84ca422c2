import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type ActionRun, inputsFor, run } from '../support/action.ts';
import { leaksOf } from '../support/leaks.ts';
import { expectSuccess, smallPortal } from '../support/small-portal.ts';

/** Whether titles are left out, by the visibility of the repository. */

describe('redact: auto', () => {
  async function gitHub(visibility: 'public' | 'private' | 'internal' = 'private'): Promise<GitHubSandbox> {
    const server = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility }] });
    onTestFinished(() => server.close());
    return server;
  }

  async function titlesShown(
    env: Record<string, string>,
    token = 'ghs_sandbox',
  ): Promise<{ shown: boolean; result: ActionRun }> {
    const portal = await smallPortal();
    const inputs = { ...inputsFor(portal), redact: 'auto', 'github-token': token };
    const result = await run({ inputs, env: { ...env, RUNNER_DEBUG: '1' } });
    expectSuccess(result);
    const leaks = await leaksOf(result, result.directory, 'Old marketing');
    const report = JSON.parse(await readFile(result.outputs['report-json'] ?? '', 'utf8'));
    expect(report.redacted).toBe(leaks.length === 0);
    expect(await leaksOf(result, result.directory, 'ghs_sandbox')).toEqual([]);
    return { shown: leaks.length > 0, result };
  }

  it.each([
    ['public', false],
    ['private', true],
    ['internal', true],
  ] as const)('in a repository that is %s', async (visibility, expected) => {
    const server = await gitHub(visibility);
    const { shown, result } = await titlesShown({ GITHUB_API_URL: server.url });
    expect(shown).toBe(expected);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /repos/acme/rooms']);
    expect(result.log.includes('acme/rooms is public: titles')).toBe(!expected);
  });

  it('without a token nothing is asked, and nothing is shown', async () => {
    const server = await gitHub('private');
    const { shown, result } = await titlesShown({ GITHUB_API_URL: server.url }, '');
    expect(shown).toBe(false);
    expect(result.log).toContain('Whether acme/rooms is public is not known');
    expect(server.requests).toEqual([]);
  });

  it('with a token that GitHub refuses', async () => {
    const server = await gitHub('private');
    const { shown, result } = await titlesShown({ GITHUB_API_URL: server.url }, 'ghs_wrong');
    expect(shown).toBe(false);
    expect(result.stdout).toMatch(/^::debug::Visibility of the repository: .*Bad credentials/m);
  });

  it('if GitHub cannot be reached', async () => {
    const server = await gitHub('private');
    await server.close();
    const { shown } = await titlesShown({ GITHUB_API_URL: server.url });
    expect(shown).toBe(false);
  });

  it.each(['reset', 'cut', 'html', 'secondaryRateLimit'] as const)(
    'if GitHub answers with %s',
    async (kind) => {
      const server = await gitHub('private');
      server.faults.add({ kind, times: 100 });
      const { shown } = await titlesShown({ GITHUB_API_URL: server.url });
      expect(shown).toBe(false);
    },
  );

  it('if GitHub answers with a web page', async () => {
    const server = await gitHub('private');
    server.faults.add({
      kind: { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      times: 9,
    });
    const { shown } = await titlesShown({ GITHUB_API_URL: server.url });
    expect(shown).toBe(false);
  });

  it('continues the scan if GitHub never answers', async () => {
    const server = await gitHub('private');
    server.faults.add({ kind: 'hang', times: 100 });
    const { shown } = await titlesShown({ GITHUB_API_URL: server.url });
    expect(shown).toBe(false);
  });

  it('does not ask GitHub with redact: always or never', async () => {
    const server = await gitHub('private');
    const portal = await smallPortal();
    for (const redact of ['always', 'never']) {
      const inputs = { ...inputsFor(portal), redact, 'github-token': 'ghs_sandbox' };
      expectSuccess(await run({ inputs, env: { GITHUB_API_URL: server.url } }));
    }
    expect(server.requests).toEqual([]);
  });
});
