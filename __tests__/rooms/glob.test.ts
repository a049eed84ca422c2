import { describe, expect, it } from 'vitest';
import { HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { compileGlob, isGlob } from '../../src/rooms/glob.ts';
import fc, { character } from '../support/fast-check.ts';
import { scaled } from '../support/scale.ts';

/** A pattern that means the text itself. */
const literally = (text: string) => text.replace(/[\\*?[\]]/g, '\\$&');

describe('a glob', () => {
  it.each([
    // Whole titles, in any case.
    ['Plan', 'Plan', true],
    ['plan', 'PLAN', true],
    ['ÜBER *', 'über uns', true],
    ['ПЛАН', 'план', true],
    ['Plan', 'Plan B', false],
    ['Plan', 'A Plan', false],
    ['', 'Plan', false],
    // Stars go over everything.
    ['Template *', 'Template x', true],
    ['Template *', 'template with / slash / twice', true],
    ['Template *', 'Templates x', false],
    ['*', 'anything', true],
    ['*', ' ', true],
    ['*', '', true],
    ['*old*', 'Very old plan', true],
    ['*old', 'Very old plan', false],
    ['a*', 'a', true],
    ['a*', 'a\nb', true],
    ['a*', 'a\u2028b\u2029c', true],
    ['*b*b*', 'ab', false],
    // One character, whatever it is.
    ['Plan ?', 'Plan B', true],
    ['Plan ?', 'Plan 10', false],
    ['Plan ?', 'Plan 😀', true],
    ['Plan ?', 'Plan e\u0301', true],
    ['Plan?', 'Plan', false],
    ['?*', '', false],
    // One of some.
    ['Plan [AB]', 'plan b', true],
    ['Plan [AB]', 'Plan C', false],
    ['Plan [AB]', 'Plan [AB]', false],
    ['Plan [0-9][0-9]', 'Plan 42', true],
    ['Plan [0-9][0-9]', 'Plan 4x', false],
    ['Plan [!A]', 'Plan B', true],
    ['Plan [!A]', 'Plan A', false],
    ['Plan [!A]', 'Plan !', true],
    ['Plan [!0-9]', 'Plan 7', false],
    ['Plan [A!]', 'Plan !', true],
    ['[az]', 'w', false],
    ['[!az]', 'w', true],
    ['[😀x]', '😀', true],
    ['[e\u0301]', '\u00e9', true],
    ['[*]', '*', true],
    ['[*]', 'x', false],
    ['[?]', '?', true],
    ['[?]', 'x', false],
    ['[^a]', '^', true],
    ['[^a]', 'b', false],
    ['[R&D]', 'r', true],
    ['[R&D]', '&', true],
    ['[a&&b]', 'b', true],
    ['[[]', '[', true],
    ['[a|b]', '|', true],
    ['[.]', 'x', false],
    ['[\\d]', '7', false],
    ['[-a]', '-', true],
    ['[a-]', '-', true],
    // A set that is none is text.
    ['[', '[', true],
    ['[a', '[A', true],
    ['a]', 'A]', true],
    ['[]', '[]', true],
    ['x[]y', 'xy', false],
    // What is no pattern is text.
    ['!keep', 'other', false],
    ['!keep', '!keep', true],
    ['!*', 'other', false],
    ['#1', '#1', true],
    ['a.b', 'axb', false],
    ['C++', 'C++', true],
    ['C++', 'c++', true],
    ['c++ *', 'C++ course', true],
    ['$x ^y', '$X ^Y', true],
    ['a|b', 'A|B', true],
    ['{a,b}', '{a,b}', true],
    ['./x', './X', true],
    ['Budget (old)', 'budget (OLD)', true],
    ['Budget (*)', 'Budget (2024)', true],
    ['*(old)', 'Budget (old)', true],
    ['*(old)', '', false],
    ['Budget ?(old)', 'Budget (old)', false],
    // Taken as it is.
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['\\?', '?', true],
    ['\\?', 'x', false],
    ['\\[AB\\]', '[ab]', true],
    ['\\[AB\\]', 'a', false],
    ['\\[AB]', '[ab]', true],
    ['\\\\', '\\', true],
    ['\\\\*', '\\x', true],
    ['\\a', 'a', true],
    ['\\d', '7', false],
    ['\\😀', '😀', true],
    ['a\\', 'a\\', true],
    // Written otherwise, the same to a reader.
    ['Caf\u00e9 *', 'cafe\u0301 plan', true],
    ['*cafe\u0301', 'Caf\u00e9', true],
    ['two  spaces', 'two  spaces', true],
    ['two spaces', 'two  spaces', true],
    ['two spaces', 'two\u00a0spaces', true],
    ['two spaces', 'twospaces', false],
    [' ', '  ', true],
    ['?', '   ', false],
    ['Plan', ' Plan\n', true],
    [' Plan ', 'Plan', true],
    ['first second', 'first\nsecond', true],
  ])('%j on the title %j: %j', (pattern, title, matches) => {
    expect(compileGlob(pattern)(title)).toBe(matches);
  });

  it.each(['[z-a]', 'Plan [9-0]*'])('%j is none, and says so', (pattern) => {
    expect(() => compileGlob(pattern)).toThrow(SyntaxError);
  });

  it('of a set with a sign that is none of a pattern is a glob', () => {
    // Every printable sign of ASCII that stands for nothing in a set.
    const signs = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)).filter(
      (sign) => !'!-]'.includes(sign),
    );
    for (const sign of signs) {
      const matches = compileGlob(`[\u00df${sign}]`);
      expect(matches(sign), sign).toBe(true);
      expect(matches('\u00a7'), sign).toBe(false);
    }
  });

  it('does not remember the title before', () => {
    const matches = compileGlob('*b*c*');
    expect(['abc', 'abc', 'bc', 'acb', 'abc'].map(matches)).toEqual([true, true, true, false, true]);
  });

  it.each(HOSTILE_TITLES)(
    'takes the title %j itself where it is escaped, and any title with a star',
    (title) => {
      expect(compileGlob(literally(title))(title)).toBe(true);
      expect(compileGlob(literally(title))(`${title}x`)).toBe(false);
      expect(compileGlob('*')(title)).toBe(true);
      expect(compileGlob(`${literally(title)}*`)(`${title}x`)).toBe(true);
    },
  );

  it.each(HOSTILE_TITLES.filter((title) => !/[\\*?[]/.test(title)))(
    'takes the title %j itself as it is',
    (title) => {
      expect(compileGlob(title)(title)).toBe(true);
    },
  );

  it('that is escaped is the text, and no other', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    // Control pictures stand for what nobody sees.
    const seen = (title: string) => title.normalize('NFC').replace(/[\u2400-\u2421]/g, '');
    const reader = (title: string) => seen(title).replace(/\s+/g, ' ').trim().toLowerCase();
    fc.assert(
      fc.property(text, text, (one, other) => {
        const matches = compileGlob(literally(one));
        expect(matches(one)).toBe(true);
        if (reader(one) !== reader(other) && reader(one).toUpperCase() !== reader(other).toUpperCase()) {
          expect(matches(other)).toBe(false);
        }
      }),
    );
  });

  it('of stars and question marks matches the same as a simple matcher', () => {
    const says = (pattern: string, title: string): boolean => {
      if (pattern === '') return title === '';
      const [first, rest] = [pattern[0], pattern.slice(1)];
      if (first === '*') return says(rest, title) || (title !== '' && says(pattern, title.slice(1)));
      return title !== '' && (first === '?' || first === title[0]) && says(rest, title.slice(1));
    };
    const of = (signs: string, maxLength: number) =>
      fc.array(fc.constantFrom(...signs), { maxLength }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(of('**?ab/.', 7), of('ab/.', 9), (pattern, title) => {
        expect(compileGlob(pattern)(title)).toBe(says(pattern, title));
      }),
      { numRuns: scaled(3000) },
    );
  });

  it('never throws over a title', () => {
    const globs = ['*a*b', '[', '(', '{', '(a', 'a)', '{a', '[[:alpha:]', '\\', '+(a', '?(', '@('].map(
      compileGlob,
    );
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 170 }), (title) => {
        for (const matches of globs) expect(matches(title)).toBeTypeOf('boolean');
      }),
    );
  });

  it.each([
    ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(400)],
    ['*a*b', 'a'.repeat(4000)],
    ['*?*?*?*?b', 'a'.repeat(170)],
  ])('%j comes to an end over a title that it nearly matches', (pattern, title) => {
    const matches = compileGlob(pattern);
    expect(matches(title)).toBe(false);
  });
});

describe('isGlob', () => {
  it.each([
    ['Plan*', true],
    ['[a-z]', true],
    ['[z-a]', false],
    ['a'.repeat(200), true],
    ['a'.repeat(201), false],
  ])('%j: %j', (pattern, expected) => {
    expect(isGlob(pattern)).toBe(expected);
  });
});
