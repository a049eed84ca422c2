import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/rooms/accounts.ts';
import { accountList } from '../../src/rooms/accounts.ts';

describe('a list of accounts', () => {
  const entries = ['Backup Job', 'b-1', 'Ünal'];

  it.each([
    [{ id: null, name: 'backup JOB' }, true],
    [{ id: 'B-1', name: 'Ben' }, true],
    [{ id: 'x', name: 'U\u0308NAL' }, true],
    [{ id: 'x', name: 'Ben' }, false],
    [{ id: null, name: null }, false],
    [null, false],
  ])('holds %j: %s', (account, isListed) => {
    expect(accountList(entries)(account)).toBe(isListed);
    expect(accountList([])(account)).toBe(false);
  });

  it('lists the entries that matched no account', () => {
    const isListed = accountList(entries);
    expect(isListed.unmatched()).toEqual(entries);
    isListed({ id: 'b-1', name: 'Backup Job' });
    isListed({ id: 'other', name: 'Other' });
    isListed(null);
    expect(isListed.unmatched()).toEqual(['Ünal']);
  });
});

describe('accountList: ids and names', () => {
  const isListed = accountList(['4711', ' Build Bot ', 'Zoe\u0308']);
  it.each<[string, Account | null, boolean]>([
    ['nobody', null, false],
    ['somebody without an id and a name', { id: null, name: null }, false],
    ['an id', { id: '4711', name: null }, true],
    ['an id with another name', { id: '4711', name: 'Ann' }, true],
    ['a name', { id: null, name: 'Build Bot' }, true],
    ['a name with another id', { id: '1', name: 'Build Bot' }, true],
    ['a name in another case', { id: '1', name: 'build BOT' }, true],
    ['a name whose accent is encoded differently', { id: '1', name: 'Zo\u00eb' }, true],
    ['a part of a name', { id: '1', name: 'Bot' }, false],
    ['a part of an id', { id: '471', name: null }, false],
    ['somebody else', { id: '1', name: 'Ann' }, false],
  ])('%s', (_, account, listed) => {
    expect(isListed(account)).toBe(listed);
  });

  it('an empty list holds no account', () => {
    expect(accountList([])({ id: '', name: '' })).toBe(false);
  });
});
