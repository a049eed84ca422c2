import { expect, it } from 'vitest';
import { type Account, accountList } from '../../src/rooms/accounts.ts';

const ENTRIES = ['Backup Job', 'b-1', '4711', ' Build Bot ', 'Zoe\u0308'];

it.each<[string, Account | null, boolean]>([
  ['nobody', null, false],
  ['somebody without an id and a name', { id: null, name: null }, false],
  ['somebody else', { id: 'x', name: 'Ben' }, false],
  ['an id', { id: '4711', name: null }, true],
  ['an id in another case, with another name', { id: 'B-1', name: 'Ben' }, true],
  ['a name without an id', { id: null, name: 'Build Bot' }, true],
  ['a name in another case, with another id', { id: 'x', name: 'backup JOB' }, true],
  ['a name whose accent is encoded differently', { id: '1', name: 'ZO\u00cb' }, true],
  ['a part of a name', { id: '1', name: 'Bot' }, false],
  ['a part of an id', { id: '471', name: null }, false],
])('a list of accounts: %s', (_, account, isListed) => {
  expect(accountList(ENTRIES)(account)).toBe(isListed);
  expect(accountList([])(account)).toBe(false);
});

it('a list of accounts knows which entries matched none', () => {
  const isListed = accountList(ENTRIES);
  expect(isListed.unmatched()).toEqual(ENTRIES);
  isListed({ id: 'b-1', name: 'Backup Job' });
  isListed({ id: 'other', name: 'Other' });
  isListed(null);
  expect(isListed.unmatched()).toEqual(ENTRIES.slice(2));
});
