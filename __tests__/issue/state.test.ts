import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState, hashSet, type IssueState } from '../../src/issue/state.ts';
import { formatDay } from '../../src/rooms/days.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import fc, { character } from '../support/fast-check.ts';
import { KEY, makeState, TODAY } from '../support/github-make.ts';
import { scaled } from '../support/scale.ts';

const state = makeState({
  generation: 7,
  abandoned: new Map<RoomId, number>([
    [4711, TODAY - 3],
    [12, TODAY],
    ['drive-15', TODAY - 40],
  ]),
  marked: new Set<RoomId>([12, 'drive-15']),
  kept: new Map<RoomId, number>([
    [99, TODAY + 90],
    ['box-1', TODAY],
  ]),
  bulk: new Set<RoomId>([12, 'drive-15']),
  trend: [
    { day: '2026-05-25', abandoned: 4, bytes: 12_000 },
    { day: '2026-06-01', abandoned: 3, bytes: null },
  ],
  trendOf: 'ab12',
});
const block = encodeState(state, KEY);
const packedOf = (text: string): string => / ([A-Za-z0-9+/=]+) -->$/.exec(text)?.[1] ?? '';

/** A block with the right checksum around anything: somebody read the source. */
function forged(json: unknown, key = KEY): string {
  const packed = deflateRawSync(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64');
  const sum = createHash('sha256').update(`${key}\n${packed}`).digest('hex').slice(0, 16);
  return `<!-- abandoned-rooms-state v1 ${sum} ${packed} -->`;
}
const good = {
  generation: 1,
  setHash: hashSet([5]),
  isComplete: true,
  distances: [5],
  days: [TODAY],
  named: [],
  marked: [],
  kept: [],
};

describe('the hidden state', () => {
  it('comes back as it was written', () => {
    expect(decodeState(block, KEY)).toEqual(state);
    expect(decodeState(`a\n${block}\nb`, KEY)).toEqual(state);
  });

  it('is found in a body that a browser sent', () => {
    expect(decodeState(`a\r\n${block}\r\nb`, KEY)).toEqual(state);
  });

  it('is one line of an HTML comment that nothing within can end', () => {
    expect(block).toMatch(/^<!-- abandoned-rooms-state v1 [0-9a-f]{16} [A-Za-z0-9+/=]+ -->$/);
  });

  it('says whether the abandoned rooms are known', () => {
    const unknown = { ...state, abandoned: null, marked: new Set<RoomId>(), bulk: new Set<RoomId>() };
    expect(decodeState(encodeState(unknown, KEY), KEY)).toEqual(unknown);
    const none = makeState();
    expect(decodeState(encodeState(none, KEY), KEY)).toEqual(none);
  });

  it.each([
    ['an empty body', ''],
    ['a body without it', 'Nothing here'],
    ['another version', block.replace(' v1 ', ' v2 ')],
    ['no version', block.replace(' v1 ', ' ')],
    ['a changed checksum', block.replace(/v1 ./, (text) => (text.endsWith('0') ? 'v1 1' : 'v1 0'))],
    ['a changed character', block.replace(packedOf(block), `A${packedOf(block).slice(1)}`)],
    ['a block cut in the middle', `${block.slice(0, block.length / 2)} -->`],
    ['a block without an end', block.slice(0, -4)],
    ['a block broken over two lines', block.replace(/(.{60})/, '$1\n')],
    ['upper case', block.toUpperCase()],
    ['two blocks', `${block}\n${encodeState(makeState({ generation: 99 }), KEY)}`],
    ['the block of another key', encodeState(state, 'other.example')],
  ])('is not known from %s', (_, body) => {
    expect(decodeState(body, KEY)).toBeNull();
  });

  it.each([
    ['text that is not JSON', 'no json'],
    ['an empty text', ''],
    ['null', null],
    ['a list', []],
    ['members left out', {}],
    ['a generation below zero', { ...good, generation: -1 }],
    ['a generation with a fraction', { ...good, generation: 1.5 }],
    ['more ids than days', { ...good, distances: [5, 6] }],
    ['more days than ids', { ...good, days: [TODAY, TODAY] }],
    ['an id that is an object', { ...good, marked: [{}] }],
    ['an empty id', { ...good, named: [['', TODAY]] }],
    ['a day that is a text', { ...good, kept: [[1, '2026-01-01']] }],
    ['a trend of days that are none', { ...good, trend: [[-1, 1, 1]] }],
    ['a trend of rooms that are none', { ...good, trend: [[TODAY, -1, null]] }],
    ['a trend of texts', { ...good, trend: [[TODAY, 1, '@acme/all']] }],
    ['a trend that is too long', { ...good, trend: Array.from({ length: 105 }, () => [TODAY, 1, 1]) }],
    ['a box for rooms that are none', { ...good, notInBulk: [null] }],
    ['a day past all dates', { ...good, kept: [[1, 1e300]] }],
    ['__proto__', JSON.stringify({ ...good, generation: 'x' }).replace('"g"', '"__proto__"')],
  ])('is not known from %s, forged with a checksum', (_, json) => {
    expect(decodeState(forged(json), KEY)).toBeNull();
  });

  it.each([
    ['somebody else wrote', good],
    ['an older version wrote, with a comment that it announced', { ...good, comment: { kind: 'new' } }],
  ])('is read if %s', (_, json) => {
    expect(decodeState(forged(json), KEY)).toEqual(
      makeState({ generation: 1, abandoned: new Map([[5, TODAY]]) }),
    );
  });

  it('refuses days that are not dates, so that formatting them cannot fail', () => {
    for (const day of [9e15, -9e15, 1e9, 4e8]) {
      const read = decodeState(forged({ ...good, kept: [[1, day]] }), KEY);
      for (const until of read?.kept.values() ?? []) expect(() => formatDay(until)).not.toThrow();
    }
  });

  it('does not unpack a bomb', () => {
    // Good in all but its size: without a bound it would be read.
    const bomb = forged(`${JSON.stringify(good)}${' '.repeat(64 * 1024 * 1024)}`);
    expect(bomb.length).toBeLessThan(65_536 * 2);
    expect(decodeState(bomb, KEY)).toBeNull();
  });

  it('is small for 5,000 rooms that became abandoned over time', () => {
    const many = makeState({
      abandoned: new Map(
        Array.from({ length: 5000 }, (_, at) => [100_000 + at * 37 + (at % 5), TODAY - (at % 300)]),
      ),
    });
    const text = encodeState(many, KEY);
    expect(text.length).toBeLessThan(40_000);
    expect(decodeState(text, KEY)).toEqual(many);
  });

  it('comes back whatever the ids and days are', () => {
    const id = fc.oneof(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.string({ unit: character, minLength: 1 }),
      fc.constantFrom(
        'drive-15 --> x',
        '\ud83d',
        '\udc00x',
        '__proto__',
        'constructor',
        '"',
        '-->',
        ' ',
        '0',
      ),
    );
    const day = fc.integer({ min: 0, max: 60_000 });
    const ids = fc
      .array(fc.tuple(id, day), { maxLength: 40 })
      .map((entries) => new Map<RoomId, number>(entries));
    fc.assert(
      fc.property(fc.nat(), fc.option(ids), ids, fc.string(), (generation, abandoned, kept, key) => {
        const written: IssueState = {
          generation,
          abandoned,
          setHash: hashSet(abandoned?.keys() ?? []),
          marked: new Set([...(abandoned ?? new Map()).keys()].filter((_, at) => at % 2 === 0)),
          kept,
          bulk: new Set([...(abandoned ?? new Map()).keys()].filter((_, at) => at % 3 > 0)),
          trend: [],
          trendOf: '',
        };
        const text = encodeState(written, key);
        expect(decodeState(text, key)).toEqual(written);
        expect(decodeState(text, `${key}x`)).toBeNull();
        expect(encodeState(written, key)).toBe(text);
        expect(text.slice(4, -3)).not.toContain('--');
      }),
      { numRuns: scaled(300) },
    );
  });
});
