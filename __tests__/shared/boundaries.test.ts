import { describe, expect, it } from 'vitest';
import { scrubber } from '../../src/shared/secret.ts';
import { foldName, visible } from '../../src/shared/text.ts';

describe('visible', () => {
  it.each([
    ['a joiner before a whole emoji', '\u200d👨\u200d👩\u200d👧', '⟨U+200D⟩👨\u200d👩\u200d👧'],
    [
      'the flag of a region alone',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    ],
    ['a flag that is cut', '🏴\u{e0067}\u{e0062}', '🏴⟨U+E0067⟩⟨U+E0062⟩'],
    ['a space, next to a control', 'a \u001f', 'a ␟'],
  ])('shows %s as it should be seen', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('a name as it is compared', () => {
  it.each([
    ['Ada Lovelace', 'ada lovelace'],
    ['  ADA\t', 'ada'],
    ['A  B', 'a  b'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['', ''],
  ])('%j is %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });
});

describe('a secret in base64', () => {
  // Its base64 has a plus and a slash, so that the form for addresses is another one, and ends with padding.
  const SECRET = '>>>???>>>?';
  const base64 = Buffer.from(SECRET).toString('base64');

  it('has what the tests need', () => {
    expect(base64).toBe('Pj4+Pz8/Pj4+Pw==');
  });

  it.each([
    ['with its padding', base64],
    ['without its padding', base64.replaceAll('=', '')],
    ['for addresses', Buffer.from(SECRET).toString('base64url')],
  ])('is struck out whole, %s', (_, form) => {
    expect(scrubber(SECRET)(`before ${form} after`)).toBe('before *** after');
  });

  it('is struck out as far as it is known where something follows', () => {
    const longer = Buffer.from(`${SECRET}and more`).toString('base64');
    expect(scrubber(SECRET)(longer)).toBe(`***${longer.slice(13)}`);
  });
});
