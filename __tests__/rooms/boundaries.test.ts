import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/rooms/accounts.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { keptUntilMs } from '../../src/rooms/exemptions.ts';
import { compileGlob } from '../../src/rooms/glob.ts';

describe('a list of accounts', () => {
  const isListed = accountList(['4711', ' Build Bot ', 'Zoe\u0308']);
  it.each<[string, Account | null, boolean]>([
    ['nobody', null, false],
    ['somebody without an id and a name', { id: null, name: null }, false],
    ['an id', { id: '4711', name: null }, true],
    ['an id, beside another name', { id: '4711', name: 'Ann' }, true],
    ['a name', { id: null, name: 'Build Bot' }, true],
    ['a name, beside another id', { id: '1', name: 'Build Bot' }, true],
    ['a name in another case', { id: '1', name: 'build BOT' }, true],
    ['a name with its accent written otherwise', { id: '1', name: 'Zo\u00eb' }, true],
    ['a part of a name', { id: '1', name: 'Bot' }, false],
    ['a part of an id', { id: '471', name: null }, false],
    ['somebody else', { id: '1', name: 'Ann' }, false],
  ])('%s', (_, account, listed) => {
    expect(isListed(account)).toBe(listed);
  });

  it('has nobody on it where it is empty', () => {
    expect(accountList([])({ id: '', name: '' })).toBe(false);
  });
});

describe('a glob', () => {
  it.each([
    ['[az]', 'a', true],
    ['[az]', 'w', false],
    ['[!az]', 'w', true],
    ['[!az]', 'a', false],
    // A title of spaces alone is one space, and not nothing.
    ['?', '   ', true],
    [' ', '  ', true],
    ['', ' ', false],
    ['', '', true],
    ['a**c', 'abc', true],
    ['a**c', 'ac', true],
    ['*b*b*', 'abab', true],
    ['*b*b*', 'ab', false],
  ])('%j over %j: %s', (pattern, title, matches) => {
    expect(compileGlob(pattern)(title)).toBe(matches);
  });

  it('says the same of a title each time', () => {
    const matches = compileGlob('*b*c*');
    expect(['abc', 'abc', 'bc', 'acb', 'abc'].map(matches)).toEqual([true, true, true, false, true]);
  });
});

describe('the date of a tag', () => {
  it.each(['+012026-01', '-002026-01', '2026-1-1', '12026-01-01', '2026-01-01x', '2026-01-01T00:00', ''])(
    'is none where it is %j',
    (date) => {
      expect(keptUntilMs(`keep-until:${date}`)).toBeNaN();
    },
  );

  it('is none where another line follows', () => {
    expect(keptUntilMs('keep-until:2026-12-31\nof the next year')).toBeNull();
  });
});
