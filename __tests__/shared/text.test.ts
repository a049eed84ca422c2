import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { foldName, jsonText, linesThatFit, logText, utf8Bytes, visible } from '../../src/shared/text.ts';
import fc, { character } from '../support/fast-check.ts';
import { isFull } from '../support/scale.ts';

const ESC = '\u001b';
const anyText = fc.string({ unit: character, maxLength: 60 });

describe('visible', () => {
  it.each([
    ['plain words', 'plain words'],
    ['', ''],
    ['日本語 — مرحبا Ünïcödé Zalgo\u0301', '日本語 — مرحبا Ünïcödé Zalgo\u0301'],
    [`${ESC}[31mred`, '␛[31mred'],
    ['NUL\u0000', 'NUL␀'],
    ['a\tb', 'a␉b'],
    ['a\nb', 'a␊b'],
    ['a\r\nb', 'a␍␊b'],
    ['\u001f', '␟'],
    ['\u007f', '␡'],
    ['\u0080\u009b31m\u009f', '⟨U+0080⟩⟨U+009B⟩31m⟨U+009F⟩'],
    ['invoice \u202efdp.exe', 'invoice ⟨U+202E⟩fdp.exe'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    [
      '\u200b\u200c\u200e\u200f\ufeff\u00ad\u2060',
      '⟨U+200B⟩⟨U+200C⟩⟨U+200E⟩⟨U+200F⟩⟨U+FEFF⟩⟨U+00AD⟩⟨U+2060⟩',
    ],
    ['\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    [
      '\u3164\u115f\u1160\uffa0\u034f\u17b4\u17b5',
      '⟨U+3164⟩⟨U+115F⟩⟨U+1160⟩⟨U+FFA0⟩⟨U+034F⟩⟨U+17B4⟩⟨U+17B5⟩',
    ],
    ['lone \ud83d', 'lone ⟨U+D83D⟩'],
    ['\udc00 low', '⟨U+DC00⟩ low'],
    ['whole 😀', 'whole 😀'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('shows a joiner between emoji that Unicode does not join', () => {
    expect(visible('👍🏽\u200d👍')).toBe('👍🏽⟨U+200D⟩👍');
  });

  it.each(['👨\u200d👩\u200d👧\u200d👦', '🧑🏽\u200d🚀', '❤\ufe0f\u200d🔥', '🏳\ufe0f\u200d🌈'])(
    'leaves the emoji %s whole',
    (emoji) => {
      expect(visible(emoji)).toBe(emoji);
    },
  );

  it.each([
    ['a\u200db', 'a⟨U+200D⟩b'],
    ['😀\u200d', '😀⟨U+200D⟩'],
    ['\u200d😀', '⟨U+200D⟩😀'],
    ['😀\u200da', '😀⟨U+200D⟩a'],
    ['😀\u200d\u200d😀', '😀⟨U+200D⟩⟨U+200D⟩😀'],
  ])('shows a joiner that joins nothing: %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves no control or format character in any text, joiners of emoji aside', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text).replaceAll('\u200d', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('changes nothing a second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});

describe('logText', () => {
  it.each([
    ['##[error]forged', '# #[error]forged'],
    ['a ##[group]b ##[endgroup]', 'a # #[group]b # #[endgroup]'],
    ['###[error]x', '## #[error]x'],
    ['#\n#[error]', '#␊#[error]'],
    ['#[not a command', '#[not a command'],
    ['one\n::error::two', 'one␊::error::two'],
    ['%0A::error::x', '%0A::error::x'],
  ])('writes %j as %j', (text, shown) => {
    expect(logText(text)).toBe(shown);
  });

  it.each([...HOSTILE_TITLES, ...HOSTILE_NAMES])('makes one harmless line of %j', (title) => {
    const line = logText(title);
    expect(line).not.toMatch(/[\r\n\u001b\u0085\u2028\u2029]/);
    expect(line).not.toContain('##[');
  });

  it('never leaves a command in any text made of its parts', () => {
    const parts = fc.array(fc.constantFrom('#', '[', '##[', '\n', '\u200b', 'error]', ' '), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(parts, (pieces) => {
        expect(logText(pieces.join(''))).not.toContain('##[');
      }),
    );
  });
});

describe('jsonText', () => {
  it.each([...HOSTILE_TITLES, '\u0085', '\u{e0041}', '👨\u200d👩'])(
    'gives %j back as well-formed text, and hides nothing',
    (title) => {
      const json = jsonText({ [title]: [title] });
      const text = title.toWellFormed();
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    },
  );

  it('is one line', () => {
    expect(jsonText({ a: ['x\ny'] })).toBe('{"a":["x\\ny"]}');
  });

  it('escapes with the code units of the character', () => {
    expect(jsonText('\u202e\u{e0041}')).toBe('"\\u202e\\udb40\\udc41"');
  });

  it.each([
    ['\ud83d', '\ufffd'],
    ['\udc00\ud83d', '\ufffd\ufffd'],
    ['\\\ud83d', '\\\ufffd'],
    // A backslash and letters that only look like an escape.
    ['\\ud83d', '\\ud83d'],
    ['\\\\ud83d', '\\\\ud83d'],
    ['🚀', '🚀'],
  ])('writes %j as %j', (text, expected) => {
    expect(JSON.parse(jsonText(text))).toBe(expected);
  });

  it('gives any text back as well-formed text', () => {
    const units = fc.constantFrom('\\', 'u', 'd83d', '\ud83d', '\udc00', '"', 'x');
    const texts = fc.oneof(
      anyText,
      fc.array(units).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(JSON.parse(jsonText(text))).toBe(text.toWellFormed());
      }),
    );
  });
});

describe('foldName', () => {
  it.each([
    ['Backup Job', 'BACKUP job'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'Straße'],
    ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
    ['Σίσυφος', 'σίσυφοσ'],
    ['İsmail', 'i̇smail'],
    ['İSMAİL', 'ismail'],
    ['Ilker', 'ılker'],
    ['oﬃce', 'OFFICE'],
    ['Ǆemal', 'ǆEMAL'],
    ['Ångström', 'A\u030angstro\u0308m'],
    ['\u212bngström', 'ångström'],
    ['ΐ', 'Ϊ́'],
    ['ᾳ', 'ΑΙ'],
    ['Ա', 'ա'],
    ['Ꭰ', 'ꭰ'],
    ['𐐀', '𐐨'],
    ['🗑\ufe0f old', '🗑 old'],
  ])('takes %j and %j for one name', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it.each([
    ['Ann', 'Anne'],
    ['é', 'e'],
    ['ss', 's'],
    ['o', 'ö'],
    ['🗑\ufe0f old', 'old'],
    ['⚠ old', 'old'],
  ])('does not take %j for %j', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('folds every character like its upper and lower case, in any surroundings', () => {
    const others: string[] = [];
    for (let code = 0; code <= 0x1ffff; code += 1) {
      const character = String.fromCodePoint(code);
      const hasCases = character.toUpperCase() !== character.toLowerCase();
      if (!isFull && !hasCases && code % 16 !== 0) continue;
      for (const text of [character, `x${character}`, `Α${character}`]) {
        const folded = foldName(text);
        const forms = [text.toUpperCase(), text.toLowerCase(), folded];
        if (!forms.every((form) => foldName(form) === folded)) others.push(text);
      }
    }
    expect(others).toEqual([]);
  });
});

describe('linesThatFit', () => {
  it.each([
    [100, 3],
    [12, 3],
    [11, 2],
    [4, 1],
    [3, 0],
    [-5, 0],
    [Number.POSITIVE_INFINITY, 3],
  ])('takes of three lines of 4 bytes, for %d bytes, %i', (bytes, count) => {
    const lines = ['aaa', 'äa', 'ccc'];
    expect(linesThatFit(lines, bytes, utf8Bytes)).toEqual(lines.slice(0, count));
  });

  it('leaves out lines at the end only', () => {
    expect(linesThatFit(['a', 'x'.repeat(50), 'b'], 20)).toEqual(['a']);
  });
});

describe('utf8Bytes', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['é', 2],
    ['日', 3],
    ['😀', 4],
  ])('of %j is %i', (text, bytes) => {
    expect(utf8Bytes(text)).toBe(bytes);
  });
});

describe('visible: emoji and controls', () => {
  it.each([
    ['a joiner before a whole emoji', '\u200d👨\u200d👩\u200d👧', '⟨U+200D⟩👨\u200d👩\u200d👧'],
    [
      'the flag of a region alone',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    ],
    ['a flag that is cut', '🏴\u{e0067}\u{e0062}', '🏴⟨U+E0067⟩⟨U+E0062⟩'],
    ['a space, next to a control', 'a \u001f', 'a ␟'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('foldName: single names', () => {
  it.each([
    ['Ada Lovelace', 'ada lovelace'],
    ['  ADA\t', 'ada'],
    ['A \u00a0 B', 'a b'],
    ['- “Ann\u200b Lee”;', 'ann lee'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['', ''],
  ])('folds %j to %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });
});
