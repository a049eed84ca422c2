import { describe, expect, it } from 'vitest';
import { InputFault, parseList } from '../../src/config/input-types.ts';
import fc from '../support/fast-check.ts';

/** Ways in which people write a list, each of which can mean one thing only. */
const FORMS: Readonly<Record<string, (entries: readonly string[]) => string>> = {
  lines: (entries) => entries.join('\n'),
  'a literal block': (entries) => `${entries.join('\r\n')}\r\n`,
  'lines with commas': (entries) => `${entries.join(',\n')}\n`,
  'lines with semicolons': (entries) => entries.join(';\n'),
  'a folded block with a comma at its end': (entries) => `${entries.join(', ')},\n`,
  commas: (entries) => entries.join(', '),
  bullets: (entries) => entries.map((entry) => `  - ${entry}`).join('\n'),
  'bullets of a word processor': (entries) => entries.map((entry) => `• ${entry}`).join('\n'),
  'bullets and quotes': (entries) => entries.map((entry) => `- "${entry}"`).join('\n'),
  'typographic quotes': (entries) => entries.map((entry) => `“${entry}”`).join(','),
  'single quotes': (entries) => entries.map((entry) => `'${entry}'`).join(', '),
  JSON: (entries) => JSON.stringify(entries),
  'JSON of several lines': (entries) => JSON.stringify(entries, null, 2),
  'an array of YAML': (entries) => `[ ${entries.join(' , ')} ]`,
  comments: (entries) => `# who stays\n${entries.join('\n')}\n# end`,
};

const REFUSED = 'refused';

/** The entries of a text, or that it is refused with what the input takes. */
function orRefused(text: string): readonly string[] | typeof REFUSED {
  try {
    return parseList(text);
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    expect(error.message).toMatch(/^got .*; takes one entry on each line, or /);
    return REFUSED;
  }
}

describe('parseList', () => {
  // What no form needs quotes for.
  const entry = fc
    .stringMatching(/^[a-z0-9*?äж会][a-z0-9*?.:=#() äж会-]{0,10}[a-z0-9*?.)äж会]$/u)
    .filter((text) => !/^\*\s|^\d+[.)]\s|\s#\s|^[*?]+$/.test(text));
  const lists = fc.array(entry, { minLength: 2, maxLength: 5 });

  // Whatever a person or a word processor puts before an entry: no letter, digit, quote or bracket, no wildcard.
  const isMark = /^(?![*?#="'`]|\p{Emoji})[\p{Pc}\p{Pd}\p{Po}\p{S}]$/u;
  const mark = fc.oneof(
    fc.constantFrom('-', '+', '·', '◦', '→', '■', '−', '>', '▪\ufe0f', '✔', '✔\ufe0f', '- [ ]', '- [x]'),
    fc.stringMatching(/^[!-~\u2010-\u27bf]$/).filter((sign) => isMark.test(sign)),
  );

  it('takes any sign with white space behind it as a bullet, and refuses several in one line', () => {
    fc.assert(
      fc.property(mark, lists, (sign, entries) => {
        const text = entries.map((one) => `${sign} ${one}`).join('\n');
        expect(orRefused(text)).toEqual(entries);
        expect(orRefused(`${sign} keep ${sign} template\n`)).toBe(REFUSED);
      }),
    );
  });

  it.each(['* ', '1. ', '1) ', '12. ', '-', '•', '–', '+', '→'])(
    'refuses lines that begin with %j',
    (before) => {
      expect(orRefused(`${before}keep\n${before}template`)).toBe(REFUSED);
      expect(orRefused(`"${before}keep"\n"${before}template"`)).toEqual([
        `${before}keep`,
        `${before}template`,
      ]);
    },
  );

  it.each([';', '；', '，', '、', '،', '؛', '|', '\t', '\\n', ' # ', '\u0085', '\u2028'])(
    'refuses the separator %j in one line and in several, and takes it in quotes',
    (sign) => {
      for (const text of [`keep${sign}template`, `a\nkeep${sign}template`, `- keep${sign}template\nb\n`]) {
        expect(orRefused(text)).toBe(REFUSED);
      }
      expect(orRefused(`a\n"keep${sign}template"`)).toEqual(['a', `keep${sign}template`]);
    },
  );

  it.each(Object.entries(FORMS))('reads %s', (_, write) => {
    fc.assert(
      fc.property(lists, (entries) => {
        expect(parseList(write(entries))).toEqual(entries);
      }),
    );
  });

  it.each<[string, string[]]>([
    ['- keep-a', ['keep-a']],
    ['"Lovelace, Ada", Ben', ['Lovelace, Ada', 'Ben']],
    ['["Lovelace, Ada", 4711]', ['Lovelace, Ada', '4711']],
    ['"R&D; 2024"', ['R&D; 2024']],
    ['"a" and "b"', ['"a" and "b"']],
    ['[a-z]*, [0-9]', ['[a-z]*', '[0-9]']],
    ["['keep']", ['keep']],
    ['"[keep]"', ['[keep]']],
    ['1. Quarter\nPlan', ['1. Quarter', 'Plan']],
    ['🚀 *\n📦 *', ['🚀 *', '📦 *']],
    ['🗑\ufe0f *\n⚠ keep', ['🗑\ufe0f *', '⚠ keep']],
    ['- *', ['*']],
    ['"★ *"', ['★ *']],
    ['["★ *", "- a", " b "]', ['★ *', '- a', 'b']],
    ['["★ *", a]', ['★ *', 'a']],
    ['"# Hash title"\n# comment', ['# Hash title']],
    ['Plan [2024]', ['Plan [2024]']],
    ['"* (old)"', ['* (old)']],
    ["'tis, it's", ["'tis", "it's"]],
    ['5" pipes', ['5" pipes']],
    ['- "- a"\n-', ['- a']],
    ['one\ntwo\r\nthree\rfour', ['one', 'two', 'three', 'four']],
    ['Lovelace, Ada\nlegal, hold', ['Lovelace, Ada', 'legal, hold']],
    ['Lovelace\n', ['Lovelace']],
    ['[]', []],
    [' - \n""\n,', []],
  ])('%j is %j', (text, entries) => {
    expect(parseList(text)).toEqual(entries);
  });

  it.each([
    'keep; template',
    '* (old)',
    '★ *',
    'keep\n& **',
    '[keep]',
    '{"tags": ["keep"]}',
    'a, b; c',
    'keep, template\n',
    '"keep, template',
    '["keep"',
    '[1, {}]',
  ])('refuses %j, which can mean several things', (text) => {
    expect(orRefused(text)).toBe(REFUSED);
  });
});
