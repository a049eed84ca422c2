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

describe('parseList', () => {
  // What no form needs quotes for.
  const entry = fc.stringMatching(/^[a-z0-9*?äж会][a-z0-9*?.:=#() äж会-]{0,10}[a-z0-9*?.)äж会]$/u);
  const lists = fc.array(entry, { minLength: 2, maxLength: 5 });

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
    ['[abc]', ['[abc]']],
    ['Plan [2024]', ['Plan [2024]']],
    ['* (old)', ['* (old)']],
    ["'tis, it's", ["'tis", "it's"]],
    ['5" pipes', ['5" pipes']],
    ['- "- a"\n-', ['- a']],
    ['one\ntwo\r\nthree\rfour', ['one', 'two', 'three', 'four']],
    ['Lovelace, Ada\nlegal, hold', ['Lovelace, Ada', 'legal, hold']],
    ['Lovelace\n', ['Lovelace']],
    ['a;b c\nd', ['a;b c', 'd']],
    ['[]', []],
    [' - \n""\n,', []],
  ])('%j is %j', (text, entries) => {
    expect(parseList(text)).toEqual(entries);
  });

  it.each([
    'keep; template',
    'keep;template',
    'keep，template',
    'a, b; c',
    'keep, template\n',
    '"keep, template',
    '["keep"',
    '[1, {}]',
  ])('refuses %j, which can mean several things', (text) => {
    expect(() => parseList(text)).toThrow(InputFault);
    expect(() => parseList(text)).toThrow(/^got .*; takes one entry on each line, or /);
  });
});
