import { describe, expect, it } from 'vitest';
import { parseCleanJson } from '../../../src/docspace/http/clean-json.ts';
import { scrubber } from '../../../src/shared/secret.ts';
import fc from '../../support/fast-check.ts';
import { leaksIn } from '../../support/leaks.ts';

const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
const scrub = scrubber(KEY);
const parse = (text: string) => parseCleanJson(text, scrub);
/** Every character as an escape of JSON. */
const escaped = (text: string) =>
  Array.from({ length: text.length }, (_, at) => {
    return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');

describe('the strings of an answer', () => {
  it.each([
    ['as it is', KEY],
    ['with escaped slashes', KEY.replaceAll('/', '\\/')],
    ['as .NET escapes it', KEY.replace('+', '\\u002B').replace('&', '\\u0026')],
    ['with all its characters escaped', escaped(KEY)],
    ['percent-encoded', encodeURIComponent(KEY)],
    ['percent-encoded, with escapes', escaped(encodeURIComponent(KEY))],
    ['in base64', Buffer.from(`Bearer ${KEY}`).toString('base64')],
  ])('do not hold the key: %s', (_, written) => {
    const json = parse(`{"response":{"folders":[{"id":1,"title":"a ${written} b","tags":["${written}"]}]}}`);
    expect(leaksIn(JSON.stringify(json), KEY)).toEqual([]);
    expect(JSON.stringify(json)).toContain('***');
  });

  it.each([
    ['a lone high surrogate', '"a\\ud83d b"', 'a\ufffd b'],
    ['a lone low surrogate', '"\\uDE00"', '\ufffd'],
    ['surrogates in the wrong order', '"\\ude00\\ud83d"', '\ufffd\ufffd'],
    ['a pair', '"\\ud83d\\ude00"', '😀'],
    ['an escaped backslash before the letters of an escape', '"\\\\ud83d"', '\\ud83d'],
  ])('are well-formed: %s', (_, text, value) => {
    expect(parse(text)).toBe(value);
    expect(parse(`["\\ud800",${text}]`)).toEqual(['\ufffd', value]);
  });

  it('all other values stay as they are', () => {
    const text = '{"a":[1,-0.5,true,null,{"__proto__":{"b":"c"}}],"d":"\\ud800"}';
    expect(JSON.stringify(parse(text))).toBe('{"a":[1,-0.5,true,null,{"__proto__":{"b":"c"}}],"d":"\ufffd"}');
  });

  it.each(['', '{', '{"a":"\\ud800"', `{"a":"${KEY}"`, '"\\u12"'])('%j is no JSON', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('an answer without the key reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(parse(text)).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
    );
  });

  it('any text with the key in it, escaped in any way, comes out without', () => {
    const part = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(part, part, fc.array(fc.boolean(), { minLength: KEY.length }), (before, after, how) => {
        const written = Array.from(KEY, (character, at) => (how[at] ? escaped(character) : character)).join(
          '',
        );
        const text = `[${JSON.stringify(before).slice(0, -1)}${written}${JSON.stringify(after).slice(1)}]`;
        const [value] = parse(text) as [string];
        expect(value).not.toContain(KEY);
        expect(value.isWellFormed()).toBe(true);
      }),
    );
  });
});
