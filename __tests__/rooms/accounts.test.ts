import { describe, expect, it } from 'vitest';
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

  it('tells which entries matched no account', () => {
    const isListed = accountList(entries);
    expect(isListed.unmatched()).toEqual(entries);
    isListed({ id: 'b-1', name: 'Backup Job' });
    isListed({ id: 'other', name: 'Other' });
    isListed(null);
    expect(isListed.unmatched()).toEqual(['Ünal']);
  });
});
