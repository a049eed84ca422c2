import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseListJson } from '../../../src/docspace/http/list-json.ts';

const MEMBERS = new Set(['id', 'title', 'tags', 'createdBy', 'displayName']);
const reader = { members: MEMBERS, readEntry: (entry: unknown) => ({ read: entry }) };
const parse = (text: string) => parseListJson(Buffer.from(text), JSON.parse, reader);
const answer = (folders: string) => `{"response":{"files":[],"folders":${folders},"total":2},"status":0}`;

/** The same object with nothing but the members that are read. */
function picked(entry: object): object {
  const members = Object.entries(entry).filter(([name]) => MEMBERS.has(name));
  return Object.fromEntries(
    members.map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? picked(value as object) : value,
    ]),
  );
}

describe('a list that is read entry by entry', () => {
  it('holds the results in place of the entries, and all that is around the list', () => {
    expect(parse(answer('[{"id":1,"logo":{"id":2}},{"id":"x","title":"Plan"}]'))).toEqual({
      response: {
        files: [],
        folders: [{ read: { id: 1 } }, { read: { id: 'x', title: 'Plan' } }],
        total: 2,
      },
      status: 0,
    });
  });

  it.each([
    ['{"id":1,"createdBy":{"id":"a","avatar":"/x.png","displayName":"Ann"}}'],
    ['{"security":{"id":9,"Read":true},"id":1}'],
    ['{"id":-1.5e3,"title":null,"new":true}'],
    ['{"tags":["a","b,c","}]",{"other":1}],"id":1}'],
    ['{"createdBy":{},"id":1}'],
    ['{"createdBy":{"avatar":1},"id":1}'],
    ['{"title":"a \\"quoted\\" } ] , \\\\","id":1}'],
    ['{"\\"id":1,"titles":2,"tag":3,"Id":4,"id":5}'],
    ['{"title":"\\u041f ü 😀","id":1}'],
  ])('picks the members that are read of %s', (entry) => {
    expect(parse(answer(`[${entry}]`))).toMatchObject({
      response: { folders: [{ read: picked(JSON.parse(entry)) }] },
    });
  });

  it('is read as JSON.parse reads it, whatever it holds', () => {
    const name = fc.oneof(fc.constantFrom(...MEMBERS, 'logo', 'security', 'a"b', '\\', 'ü'), fc.string());
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
    const entry = fc.dictionary(name, value, { minKeys: 1, maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), value, (entries, around) => {
        const json = { response: { before: around, folders: entries, after: around }, links: around };
        const text = JSON.stringify(json);
        const whole = JSON.parse(text) as typeof json;
        const folders = whole.response.folders.map((one) => ({ read: picked(one) }));
        expect(parse(text)).toEqual({ ...whole, response: { ...whole.response, folders } });
      }),
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
    ['an empty entry', answer('[{}]')],
    ['a comma at the end', answer('[{"id":1},]')],
    ['no comma', answer('[{"id":1}{"id":2}]')],
    ['spaces before the list', answer(' [{"id":1}]')],
    ['spaces in the list', answer('[ {"id":1}]')],
    ['spaces between entries', answer('[{"id":1}, {"id":2}]')],
    ['spaces in an entry', answer('[{ "id": 1 }]')],
    ['a list in another place', '{"folders":[{"id":1}],"response":{}}'],
    ['a second list of this name', '{"response":{"folders":[{"id":1}],"folders":[{"id":2}]}}'],
    ['a name that ends like it', '{"response":{"my\\"folders":[{"id":1}],"folders":5}}'],
  ])('%s', (_, text) => {
    expect(parse(text)).toBeNull();
  });

  it('whatever is cut off, unless the parser refuses it', () => {
    const text = answer('[{"id":1,"logo":{"a":["}"]},"createdBy":{"displayName":"ü\\\\"}},{"id":2}]');
    const bytes = Buffer.from(text);
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      const read = () => parseListJson(cut, JSON.parse, reader);
      let result: unknown = null;
      try {
        result = read();
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
      expect(result).toBeNull();
    }
  });
});

it('what the reader throws is thrown', () => {
  const readEntry = () => {
    throw new TypeError('a fault of the reader');
  };
  const body = Buffer.from(answer('[{"id":1}]'));
  expect(() => parseListJson(body, JSON.parse, { members: MEMBERS, readEntry })).toThrow(TypeError);
});
