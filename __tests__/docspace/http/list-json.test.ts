import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseListJson } from '../../../src/docspace/http/list-json.ts';
import { scaled } from '../../support/scale.ts';

const readEntry = (entry: unknown) => ({ read: entry });
const parse = (text: string) => parseListJson(Buffer.from(text), JSON.parse, readEntry);
const answer = (folders: string) => `{"response":{"files":[],"folders":${folders},"total":2},"status":0}`;

describe('a list that is read entry by entry', () => {
  it('holds the results in place of the entries, and all that is around the list', () => {
    expect(parse(answer('[{"id":1},{"id":"x","title":"Plan"}]'))).toEqual({
      response: {
        files: [],
        folders: [{ read: { id: 1 } }, { read: { id: 'x', title: 'Plan' } }],
        total: 2,
      },
      status: 0,
    });
  });

  it.each([
    '{}',
    '{"tags":["a","b,c","}]",{"other":[1]}],"id":1}',
    '{"title":"a \\"quoted\\" } ] , \\\\","id":1}',
    '{"title":"\\u041f ü 😀","id": 1}',
    '{"\\u0069d":5}',
    '{"folders":[{"id":2}],"id":1}',
  ])('reads %s as JSON.parse does', (entry) => {
    expect(parse(answer(`[${entry},{"id":9}]`))).toMatchObject({
      response: { folders: [{ read: JSON.parse(entry) }, { read: { id: 9 } }] },
    });
  });

  it('is read as JSON.parse reads it, whatever it holds', () => {
    const name = fc.oneof(fc.constantFrom('id', 'folders', 'a"b', '\\', 'ü'), fc.string());
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(name, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const entry = fc.dictionary(name, value, { maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), value, (entries, after) => {
        const text = JSON.stringify({ response: { folders: entries, after }, links: after });
        const whole = JSON.parse(text) as { response: { folders: object[] } };
        const folders = whole.response.folders.map((read) => ({ read }));
        expect(parse(text)).toEqual({ ...whole, response: { ...whole.response, folders } });
      }),
    );
  });

  it('is taken only if all of it is JSON', () => {
    const text = answer('[{"id":1,"logo":{"a":["}"]},"by":{"name":"ü\\\\"}},{"id":2,"new":true}]');
    const insert = fc.constantFrom('', ' ', ',', '"', '{', '}', '[', ']', ':', '\\', '0', 'a');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(4), insert, (at, removed, inserted) => {
        const damaged = text.slice(0, at) + inserted + text.slice(at + removed);
        const result = parse(damaged);
        if (result === null) return;
        const whole = JSON.parse(damaged) as { response: { folders: object[] } };
        const folders = whole.response.folders.map((read) => ({ read }));
        expect(result).toEqual({ ...whole, response: { ...whole.response, folders } });
      }),
      { numRuns: scaled(2000) },
    );
  });
});

describe('is left to be parsed as a whole:', () => {
  it.each([
    ['nothing', ''],
    ['a page', '<html>"folders":[{</html>'],
    ['another shape', '[{"id":1}]'],
    ['an empty list', answer('[]')],
    ['a list that is none', answer('{"id":1}')],
    ['entries that are no objects', answer('[1,2]')],
    ['an object and something else', answer('[{"id":1},2]')],
    ['a comma at the end', answer('[{"id":1},]')],
    ['no comma', answer('[{"id":1}{"id":2}]')],
    ['something else than a comma', answer('[{"id":1};{"id":2}]')],
    ['spaces before the list', answer(' [{"id":1}]')],
    ['spaces in the list', answer('[ {"id":1}]')],
    ['spaces between entries', answer('[{"id":1}, {"id":2}]')],
    ['a list in another place', '{"folders":[{"id":1}],"response":{}}'],
    ['a second list of this name', '{"response":{"folders":[{"id":1}],"folders":[{"id":2}]}}'],
    ['a list further in', '{"response":{"current":{"folders":[{"id":1}]},"folders":[]}}'],
    ['a name that ends like it', '{"response":{"my\\"folders":[{"id":1}],"folders":[]}}'],
    ['a damaged entry', answer('[{"id":1,"type":2 "new":true}]')],
    ['a mark in front of it', `\ufeff${answer('[{"id":1}]')}`],
    ['an entry that seems to end in a string', answer('[{"id": 1, "title": "a}]"} ]')],
  ])('%s', (_, text) => {
    expect(parse(text)).toBeNull();
  });

  it('whatever is cut off', () => {
    const bytes = Buffer.from(answer('[{"id":1,"logo":{"a":["}"]},"by":{"name":"ü\\\\"}},{"id":2}]'));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(parseListJson(bytes.subarray(0, length), JSON.parse, readEntry)).toBeNull();
    }
  });
});

it.each([
  [SyntaxError, null],
  [RangeError, null],
  [TypeError, TypeError],
])('a %o of the parser ends with %o', (thrown, result) => {
  const failing = () => {
    throw new thrown('x');
  };
  const read = () => parseListJson(Buffer.from(answer('[{"id":1}]')), failing, readEntry);
  if (result === null) expect(read()).toBeNull();
  else expect(read).toThrow(result);
});

it('what the reader throws is thrown', () => {
  const failing = () => {
    throw new TypeError('a fault of the reader');
  };
  expect(() => parseListJson(Buffer.from(answer('[{"id":1}]')), JSON.parse, failing)).toThrow(TypeError);
});
