import { describe, expect, it, onTestFinished } from 'vitest';
import { type PortalOptions, type Portal as Sandbox, startPortal } from '../../sandbox/portal/index.ts';
import { readDisabledAccounts, readKeyAccount } from '../../src/docspace/accounts.ts';
import { createPortal, type Portal } from '../../src/docspace/client.ts';

/** The account of the key and the disabled accounts, asked over HTTP. */

const ADA = { id: 'ada', displayName: "Ada O'Brien" };

async function start(options: PortalOptions): Promise<{ sandbox: Sandbox; portal: Portal }> {
  const sandbox = await startPortal(options);
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    return sandbox.close();
  });
  const portal = createPortal({
    url: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    concurrency: 4,
    timeoutMs: 200,
    now: () => new Date(),
    signal: stop.signal,
    env: process.env,
    onRetry: () => undefined,
    sleep: async () => undefined,
  });
  return { sandbox, portal };
}

const keyWith = (scopes: readonly string[], role: 'owner' | 'admin' | 'roomAdmin' | 'user' = 'owner') => ({
  keys: [{ key: 'sk-0123456789abcdef', scopes, account: { ...ADA, role } }],
});
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `gone-${at}`,
    displayName: `Gone ${at}`,
    status: 'disabled' as const,
  }));

describe('the account of the key', () => {
  it.each([
    ['owner', true],
    ['admin', true],
    ['roomAdmin', false],
    ['user', false],
  ] as const)('is the %s, who sees every room: %s', async (role, seesAllRooms) => {
    const { portal } = await start(keyWith(['accounts.self:read'], role));
    expect(await readKeyAccount(portal)).toEqual({
      account: { id: 'ada', name: "Ada O'Brien" },
      seesAllRooms,
    });
  });

  it('is not known without the scope, after one request', async () => {
    const { portal, sandbox } = await start(keyWith(['rooms:read', 'files:read', 'accounts:read']));
    expect(await readKeyAccount(portal)).toBeNull();
    expect(sandbox.requests).toHaveLength(1);
  });

  it.each([
    { status: 500 },
    'html200',
    'reset',
    'hang',
    { json: { response: 5 } },
    { json: { response: { id: 'ada', displayName: 'Ada' } } },
  ] as const)('is not known if the portal answers %j', async (kind) => {
    const { portal, sandbox } = await start(keyWith([]));
    sandbox.faults.add({ times: Number.POSITIVE_INFINITY, kind });
    expect(await readKeyAccount(portal)).toBeNull();
    expect(sandbox.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('the disabled accounts', () => {
  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
  ])('%i of them take %i request(s)', async (count, requests) => {
    const { portal, sandbox } = await start({ ...keyWith(['accounts:read']), people: people(count) });
    const { ids, isComplete } = await readDisabledAccounts(portal);
    expect([ids.size, isComplete]).toEqual([count, true]);
    expect(sandbox.requests).toHaveLength(requests);
  });

  it('are not known without the scope', async () => {
    const { portal } = await start({ ...keyWith(['rooms:read', 'accounts.self:read']), people: people(1) });
    expect(await readDisabledAccounts(portal)).toEqual({ ids: new Set(), isComplete: false });
  });

  it('are known in part if the portal fails at the second page', async () => {
    const { portal, sandbox } = await start({ ...keyWith([]), people: people(150) });
    sandbox.faults.add({ match: { nth: 2 }, times: Number.POSITIVE_INFINITY, kind: { status: 500 } });
    const { ids, isComplete } = await readDisabledAccounts(portal);
    expect([ids.size, isComplete]).toEqual([100, false]);
  });
});
