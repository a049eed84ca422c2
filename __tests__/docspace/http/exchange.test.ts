import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/docspace/http/exchange.ts';
import { scrubber } from '../../../src/shared/secret.ts';
import { status } from '../../support/failures.ts';
import fc, { character } from '../../support/fast-check.ts';
import { leaksIn } from '../../support/leaks.ts';

const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
const scrub = scrubber(KEY);
const SECRET = 'TITLE-OF-A-CUSTOMER';

function answer(body: string, code = 200, headers = {}) {
  const { portalTime: _, ...read } = readAnswer({ status: code, headers, body: Buffer.from(body) }, scrub);
  return read;
}

function parse(text: string): unknown {
  const read = answer(text);
  return 'json' in read ? read.json : read.failure;
}
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

  it('an answer without the key reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(parse(text)).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
    );
  });

  it('any text with the key in it, escaped in any way, comes out without', () => {
    const part = fc.string({ unit: character });
    fc.assert(
      fc.property(
        part,
        part,
        fc.array(fc.boolean(), { minLength: KEY.length, maxLength: KEY.length }),
        (before, after, how) => {
          const written = Array.from(KEY, (character, at) => (how[at] ? escaped(character) : character)).join(
            '',
          );
          const text = `[${JSON.stringify(before).slice(0, -1)}${written}${JSON.stringify(after).slice(1)}]`;
          const [value] = parse(text) as [string];
          expect(value).not.toContain(KEY);
          expect(value.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

describe('an answer', () => {
  it('does not take a fault of the action for an answer that is no JSON', () => {
    const read = () =>
      readAnswer({ status: 200, headers: {}, body: Buffer.from('[]') }, () => {
        throw new TypeError('a fault');
      });
    expect(read).toThrow(TypeError);
  });

  it.each([
    ['{"response":{"folders":[]}}', { response: { folders: [] } }],
    [' \r\n[1]\n', [1]],
    ['\ufeff{"a":1}', { a: 1 }],
    ['null', null],
    ['"text"', 'text'],
  ])('reads %j', (body, json) => {
    expect(answer(body)).toEqual({ json });
  });

  it.each([
    ['', 'empty'],
    [' \r\n\t', 'empty'],
    ['\ufeff', 'empty'],
    ['<!DOCTYPE html><html></html>', 'html'],
    ['\n  <html>', 'html'],
    ['<?xml version="1.0"?>', 'html'],
    ['{"response":{"folders":[{"id":1,"ti', 'not JSON'],
    ['[1,2', 'not JSON'],
    ['Bad gateway', 'not JSON'],
    ['{"a":1}{"b":2}', 'not JSON'],
    ["{'a':1}", 'not JSON'],
    ['NaN', 'not JSON'],
    ['{"a":"\\ud800"', 'not JSON'],
    [`{"a":"${KEY}"`, 'not JSON'],
    ['"\\u12"', 'not JSON'],
  ])('of %j finds that it is %s', (body, kind) => {
    expect(answer(body)).toEqual({ failure: { kind } });
  });

  it('keeps Retry-After and Location', () => {
    expect(answer('', 429, { 'retry-after': '7' })).toEqual({
      failure: status(429, { retryAfter: '7' }),
    });
    expect(answer('', 302, { location: '/x' })).toEqual({
      failure: status(302, { location: '/x', answeredBy: 'outside' }),
    });
  });

  it('does not keep the key in the place of a redirect', () => {
    const { failure } = answer('', 302, { location: `https://x.example/?${KEY}` }) as { failure: object };
    expect(failure).toMatchObject({ location: 'https://x.example/?***' });
  });

  it('keeps nothing of a body that it cannot read', () => {
    for (const body of [`{"title":"${SECRET}"`, `<title>${SECRET}</title>`]) {
      for (const code of [200, 403, 500]) expect(JSON.stringify(answer(body, code))).not.toContain(SECRET);
    }
  });
});
