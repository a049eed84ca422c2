import { describe, expect, it, onTestFinished } from 'vitest';
import { type PortalOptions, type Portal as Sandbox, startPortal } from '../../sandbox/portal/index.ts';
import { readDisabledAccounts, readKeyAccount, readOwners } from '../../src/docspace/accounts.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { connect } from '../support/clients.ts';

/** The account of the key and the disabled accounts, asked over HTTP. */

const ADA = { id: 'ada', displayName: "Ada O'Brien" };

async function start(
  options: PortalOptions,
  timeoutMs = 60_000,
): Promise<{ sandbox: Sandbox; portal: Portal }> {
  const sandbox = await startPortal(options);
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    return sandbox.close();
  });
  return { sandbox, portal: connect(sandbox, { timeoutMs, signal: stop.signal }) };
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
    const { portal, sandbox } = await start(keyWith([]), kind === 'hang' ? 200 : undefined);
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

describe('the owners of abandoned rooms', () => {
  const staff = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `id-${at}`,
      // The portal lists accounts by name; the one of the key comes first.
      displayName: `B${String(at).padStart(5, '0')}`,
      email: `b${at}@example.com`,
      ...(at % 2 === 1 ? { status: 'disabled' as const } : {}),
    }));
  const wanted = (...numbers: number[]) => new Set(numbers.map((at) => `id-${at}`));

  it.each([
    [wanted(0, 50), 1],
    [wanted(98), 1],
    [wanted(99), 2],
    [wanted(150, 3), 2],
    [wanted(3, 999), 5],
  ])('%j are found with %i request(s) among 250 accounts', async (ids, requests) => {
    const { portal, sandbox } = await start({ ...keyWith(['accounts:read']), people: staff(249) });
    const { disabled, contacts } = await readOwners(portal, ids);
    const found = [...ids].filter((id) => id !== 'id-999');
    const isWhole = found.length === ids.size;
    expect(sandbox.requests.map(({ path }) => path.split('/2.0/')[1])).toEqual([
      ...Array(isWhole ? requests : 3).fill('people/filter'),
      ...(isWhole ? [] : Array(2).fill('people/status/terminated')),
    ]);
    expect(contacts).toEqual({
      emails: new Map(found.map((id) => [id, `b${id.slice(3)}@example.com`])),
      problem: isWhole ? null : expect.stringMatching(/tells nothing about 1 owner/),
    });
    expect(found.filter((id) => disabled.ids.has(id))).toEqual(
      found.filter((id) => Number(id.slice(3)) % 2 === 1),
    );
    expect(disabled.isComplete).toBe(true);
  });

  it.each([
    ['', null],
    ['nobody', null],
    ['a@b@c', null],
    ['a b@example.com', null],
    ['ada@example.com\r\nBcc: eve@example.com', null],
    ['<ada@example.com>', null],
    ['ada@example.com?cc=eve@example.com', null],
    [`${'a'.repeat(250)}@b.example`, null],
    ['a..b@example.com', null],
    ['.a@example.com', null],
    ['a.@example.com', null],
    ['a.b@mail.example.com', 'a.b@mail.example.com'],
    ["o'brien+x@mail.example.com", "o'brien+x@mail.example.com"],
    ['ada@intranet', 'ada@intranet'],
  ])('with the address %j', async (email, expected) => {
    const { portal } = await start({
      ...keyWith(['accounts:read']),
      people: [{ id: 'x', displayName: 'X', email }],
    });
    const { contacts } = await readOwners(portal, new Set(['x']));
    expect(contacts.emails.get('x') ?? null).toBe(expected);
  });

  it.each([
    ['without the scope', keyWith(['rooms:read']), /the API key lacks the scope "accounts:read"/],
    ['for a plain user', keyWith(['accounts:read'], 'user'), /^403 /],
  ])('are not known %s, and the error says why', async (_, options, problem) => {
    const { portal } = await start({ ...options, people: staff(5) });
    const { disabled, contacts } = await readOwners(portal, wanted(1));
    expect(disabled).toEqual({ ids: new Set(), isComplete: false });
    expect(contacts).toEqual({ emails: new Map(), problem: expect.stringMatching(problem) });
  });

  /** A portal of so many accounts, one of them disabled. After the first page, some are removed and some are added. */
  const portalOf = (
    count: number,
    disabled: number,
    { removed = 0, added = 0, status = 2 as unknown } = {},
  ) => {
    const asked: string[] = [];
    const get = async ({ kind, query }: { kind: string; query: URLSearchParams }) => {
      asked.push(kind);
      if (kind === 'terminated') return { response: [{ id: `id-${disabled}` }], total: 1 };
      const [shift, total] = asked.length === 1 ? [0, count] : [removed, count - removed + added];
      const start = Number(query.get('startIndex'));
      const response = Array.from({ length: Math.max(0, Math.min(100, total - start)) }, (_, index) => {
        const at = start + index + shift;
        return { id: at < count ? `id-${at}` : `new-${at}`, status: at === disabled ? status : 1 };
      });
      return { response, total };
    };
    return { asked, ids: wanted(disabled), portal: { get } as unknown as Portal };
  };

  it.each([
    [
      'one leaves and one comes meanwhile',
      portalOf(250, 100, { removed: 1, added: 1 }),
      /nothing about 1 owner/,
    ],
    ['one leaves', portalOf(250, 100, { removed: 1 }), /^Accounts were removed while they were listed\./],
    ['there are more than 20,000', portalOf(20_001, 20_000), /^The portal has more than 20000 accounts/],
    ['its state is no number', portalOf(251, 100, { status: 'Terminated' }), null],
  ])(
    'are looked for among the disabled accounts as well if %s',
    async (_, { portal, asked, ids }, problem) => {
      const { disabled, contacts } = await readOwners(portal, ids);
      expect(disabled).toEqual({ ids, isComplete: true });
      expect(contacts.problem).toEqual(problem && expect.stringMatching(problem));
      expect(asked.filter((kind) => kind === 'terminated')).toHaveLength(1);
      expect(asked.length).toBeLessThanOrEqual(201);
    },
  );

  it('are found although accounts come or go', async () => {
    for (const change of [{ removed: 1 }, { added: 1 }]) {
      const { asked, portal } = portalOf(250, 249, change);
      const { disabled, contacts } = await readOwners(portal, wanted(0, 249));
      expect([disabled, contacts.problem]).toEqual([{ ids: wanted(249), isComplete: true }, null]);
      expect(asked).toEqual(['accounts', 'accounts', 'accounts']);
    }
  });

  it.each<[string, readonly (readonly [from: number, count: number, total: number])[]]>([
    ['ignores paging', Array(3).fill([0, 100, 250])],
    [
      'removes one account and adds another',
      [
        [0, 100, 250],
        [101, 100, 249],
        [201, 50, 250],
      ],
    ],
  ])('and the disabled accounts are not complete if the portal %s', async (_, pages) => {
    const portalOfPages = () => {
      const left = [...pages];
      const get = async () => {
        const [from = 0, count = 0, total = 0] = left.shift() ?? [];
        return { response: Array.from({ length: count }, (_, at) => ({ id: `id-${from + at}` })), total };
      };
      return { get } as unknown as Portal;
    };
    expect((await readDisabledAccounts(portalOfPages())).isComplete).toBe(false);
    const { contacts } = await readOwners(portalOfPages(), wanted(9999));
    expect(contacts.problem).toMatch(/^Accounts were removed while they were listed/);
  });
});
