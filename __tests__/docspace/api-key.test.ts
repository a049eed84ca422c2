import { describe, expect, it } from 'vitest';
import { describeKey, readApiKey, whyKeyFails } from '../../src/docspace/api-key.ts';
import type { PortalCall, Scope } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { MalformedAnswerError, PortalError } from '../../src/shared/errors.ts';
import fc from '../support/fast-check.ts';

const NOW = new Date('2026-11-29T12:00:00Z');
const SCOPES: readonly Scope[] = [
  'rooms:read',
  'rooms:write',
  'files:read',
  'accounts.self:read',
  'accounts:read',
];

/** As recorded from DocSpace 3.7.2. */
const ANSWER = {
  id: 'a33d894d-b013-4a99-8bfa-79da4ac0d195',
  name: 'two',
  key: 'sk-***wxyz',
  keyPostfix: 'wxyz',
  permissions: ['rooms:read', 'files:read'],
  lastUsed: '2026-11-29T11:23:14.0000000Z',
  createBy: { id: 'ada', displayName: 'Ada O&#39;Brien', isAnonim: false },
  isActive: true,
};

function portalThat(answers: unknown): Portal {
  return {
    url: new URL('https://portal.example'),
    get: async ({ path }: PortalCall) => {
      expect(path).toBe('keys/@self');
      if (answers instanceof Error) throw answers;
      return answers;
    },
  };
}
const keyWith = (members: object) => readApiKey(portalThat({ response: { ...ANSWER, ...members } }));
const rightsOf = async (permissions: readonly string[]) => {
  const { may } = await keyWith({ permissions });
  return SCOPES.map((scope) => may(scope));
};

describe('what the key may do', () => {
  it.each([
    [[], [true, true, true, true, true]],
    [['*'], [true, true, true, true, true]],
    [['*:read'], [true, false, true, true, true]],
    [['*:write'], [null, true, null, null, null]],
    [
      ['rooms:read', 'files:read'],
      [true, false, true, false, false],
    ],
    // `rooms:write` alone lists rooms since 3.2, and not in 3.1.
    [
      ['rooms:write', 'accounts:read'],
      [null, true, false, false, true],
    ],
    [['accounts.self:read'], [false, false, false, true, false]],
    // Nobody knows what a new scope allows.
    [
      ['rooms:read', 'portal:manage'],
      [true, null, null, null, null],
    ],
  ])('with the scopes %j', async (permissions, rights) => {
    expect(await rightsOf(permissions)).toEqual(rights);
  });

  it('is certain of each scope that the portal names, whatever else it names', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SCOPES),
        fc.array(fc.oneof(fc.constantFrom(...SCOPES), fc.string())),
        async (scope, others) => {
          expect((await keyWith({ permissions: [...others, scope] })).may(scope)).toBe(true);
        },
      ),
    );
  });
});

describe('the end and the account of the key', () => {
  it.each([
    ['2026-12-19T11:23:14.0000000Z', new Date('2026-12-19T11:23:14Z')],
    [undefined, null],
    [null, null],
    ['0001-01-01T00:00:00.0000000Z', null],
    ['soon', null],
    [5, null],
  ])('%j', async (expiresAt, expected) => {
    expect((await keyWith({ expiresAt })).expiresAt).toEqual(expected);
  });

  it('names the account, and keeps nothing of the key', async () => {
    const key = await keyWith({});
    expect(key.account).toEqual({ id: 'ada', name: "Ada O'Brien" });
    expect(Object.keys(key).toSorted()).toEqual(['account', 'expiresAt', 'may']);
    expect(JSON.stringify(key)).not.toContain('wxyz');
  });
});

describe('a portal that does not tell', () => {
  it.each([
    new PortalError('404', { status: 404, isRoomSpecific: true }),
    new MalformedAnswerError('cut'),
    { response: [] },
    { response: { ...ANSWER, permissions: 'all' } },
    'text',
  ])('leaves everything open: %s', async (answers) => {
    const { may, ...others } = await readApiKey(portalThat(answers));
    expect(SCOPES.map((scope) => may(scope))).toEqual([null, null, null, null, null]);
    expect(others).toEqual({ expiresAt: null, account: null });
    expect(await whyKeyFails(portalThat(answers))).toBeNull();
  });

  it('ends the run if it answers no call, and names a key that is not valid', async () => {
    const down = new PortalError('503 from the portal', { status: 503 });
    await expect(readApiKey(portalThat(down))).rejects.toBe(down);
    expect(await whyKeyFails(portalThat(down))).toBeNull();
    expect(await whyKeyFails(portalThat(new PortalError('The key is dead.', { status: 401 })))).toBe(
      'The key is dead.',
    );
    const bug = new TypeError('a fault in the action');
    await expect(whyKeyFails(portalThat(bug))).rejects.toBe(bug);
  });
});

describe('what the log and the report say of the key', () => {
  const ALL = { history: true, archive: true };
  const about = async (members: object, wishes = ALL) => {
    const { notes, lines } = describeKey(await keyWith(members), wishes, NOW);
    const first = (text: string) => /"([\w.]+:\w+)"/.exec(text)?.[1] ?? text;
    return [notes.map(first), lines.map(first)];
  };

  it.each([
    [['*'], [[], []]],
    [['rooms:read'], [['rooms:write'], ['files:read', 'accounts.self:read', 'accounts:read']]],
    [['*:read'], [['rooms:write'], []]],
    [['*:write'], [[], []]],
  ])('%j', async (permissions, expected) => {
    expect(await about({ permissions })).toEqual(expected);
  });

  it('is an error if the key cannot list rooms', async () => {
    await expect(about({ permissions: ['files:read'] })).rejects.toThrow(/^The API key lacks .*"rooms:read"/);
  });

  it('names no scope that the run does not need', async () => {
    const wishes = { history: false, archive: false };
    expect(await about({ permissions: ['rooms:read'] }, wishes)).toEqual([
      [],
      ['accounts.self:read', 'accounts:read'],
    ]);
  });

  it.each([
    ['2026-11-29T12:00:01Z', ['2026-11-29']],
    ['2026-12-29T12:00:00Z', ['2026-12-29']],
    ['2026-12-29T12:00:01Z', []],
  ])('warns of the end at %s if it comes within 30 days', async (expiresAt, days) => {
    const { notes } = describeKey(await keyWith({ permissions: [], expiresAt }), ALL, NOW);
    expect(notes.map((note) => /ends on (\S+)\./.exec(note)?.[1])).toEqual(days);
  });
});
