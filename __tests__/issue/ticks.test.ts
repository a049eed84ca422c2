import { describe, expect, it } from 'vitest';
import { userText } from '../../src/issue/block.ts';
import type { Box } from '../../src/issue/ticks.ts';
import { keptRooms, readTicks } from '../../src/issue/ticks.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { normalizeLines } from '../../src/shared/text.ts';
import {
  asBrowserSends,
  boxesIn,
  KEY,
  makeBody,
  makeEntry,
  makeState,
  TODAY,
  tickRoom,
} from '../support/github-make.ts';

const ticked = (until: number | null = null): Box => ({ isTicked: true, until });
const open = (until: number | null = null): Box => ({ isTicked: false, until });

type Entries<T> = readonly (readonly [RoomId, T])[];

describe('which rooms are kept', () => {
  // What it is, the rooms kept at the last run (null: the state is not known), the boxes, the rooms kept now, keep-days.
  it.each<[string, Entries<number> | null, Entries<Box>, Entries<number>, number?]>([
    ['nothing', [], [], []],
    ['an open box', [], [[1, open()]], []],
    ['a new tick', [], [[1, ticked()]], [[1, TODAY + 90]]],
    ['a new tick without state', null, [[1, ticked()]], [[1, TODAY + 90]]],
    ['an old tick stays to its day', [[1, TODAY + 5]], [[1, ticked(TODAY + 5)]], [[1, TODAY + 5]]],
    ['the last day counts', [[1, TODAY]], [[1, ticked(TODAY)]], [[1, TODAY]]],
    ['the day after does not', [[1, TODAY - 1]], [[1, ticked(TODAY - 1)]], []],
    ['the day after, without state', null, [[1, ticked(TODAY - 1)]], []],
    ['a tick that went off', [[1, TODAY + 5]], [[1, open(TODAY + 5)]], []],
    ['a box that was cut', [[1, TODAY + 5]], [], [[1, TODAY + 5]]],
    ['a cut box whose time is over', [[1, TODAY - 1]], [], []],
    ['the state is lost, the day is in the body', null, [[1, ticked(TODAY + 5)]], [[1, TODAY + 5]]],
    ['a day that somebody wrote into the body', null, [[1, ticked(TODAY + 99_999)]], [[1, TODAY + 90]]],
    ['a far day in a forged state', [[1, TODAY + 99_999]], [[1, ticked(TODAY + 99_999)]], [[1, TODAY + 90]]],
    ['a far day in a forged state, of a room without a box', [[1, TODAY + 99_999]], [], [[1, TODAY + 90]]],
    ['a day in the body against the state', [[1, TODAY + 5]], [[1, ticked(TODAY + 50)]], [[1, TODAY + 5]]],
    [
      'ids of both kinds',
      [['1', TODAY + 2]],
      [
        [1, ticked()],
        ['1', ticked()],
      ],
      [
        ['1', TODAY + 2],
        [1, TODAY + 90],
      ],
    ],
    [
      'keep-days 0',
      [[1, TODAY + 5]],
      [
        [1, ticked()],
        [2, ticked()],
      ],
      [],
      0,
    ],
    ['keep-days 1', [], [[1, ticked()]], [[1, TODAY + 1]], 1],
  ])('%s', (_, before, boxes, kept, keepDays = 90) => {
    const state = before === null ? null : makeState({ kept: new Map(before) });
    expect(keptRooms(state, new Map(boxes), TODAY, keepDays)).toEqual(new Map(kept));
  });
});

describe('where ticks are read', () => {
  const body = makeBody([1, 2]);
  const line = body.split('\n').find((text) => text.includes('<!-- room 2 -->')) ?? '';
  const tickedLine = line.replace('[ ]', '[x]');
  const tickedIn = (text: string) =>
    [...boxesIn(text)].flatMap(([id, { isTicked }]) => (isTicked ? [id] : []));

  it.each([
    ['in the list', tickRoom(body, 2)],
    ['above the list', `${tickedLine}\n\n${body.replace(`${line}\n`, '')}`],
    ['below the list', `${body.replace(`${line}\n`, '')}\n\n${tickedLine}`],
    ['on a second line of the room', body.replace(line, `${line}\n${tickedLine}`)],
    ['on the first line of the room', body.replace(line, `${tickedLine}\n${line}`)],
    ['in a second copy of the list', `${body}\n\nFor the record:\n\n${tickRoom(body, 2)}`],
    ['in a list without hidden comments', tickRoom(body, 2).replace(/<!--.*?-->/g, '')],
    ['in a list that lost its first border', tickRoom(body, 2).replace('<!-- abandoned-rooms-begin -->', '')],
    ['in a list that lost its last border', tickRoom(body, 2).replace('<!-- abandoned-rooms-end -->', '')],
  ])('%s', (_, text) => {
    expect(tickedIn(text)).toEqual([2]);
    expect(tickedIn(normalizeLines(asBrowserSends(text)))).toEqual([2]);
  });

  it('not in the list of another key', () => {
    const other = tickRoom(makeBody([1, 2], { issueKey: 'other' }), 2);
    expect(tickedIn(`${other}\n\n${body}`)).toEqual([]);
  });

  it('unreadable ticks are named for the list alone', () => {
    expect(readTicks(body.replace(line, '- [x] #12'), KEY).unreadable).toEqual(['- [x] #12']);
    expect(readTicks(`- [x] #12\n\n${body}`, KEY).unreadable).toEqual([]);
  });

  it('text of people stays if all hidden comments are gone, and the list is not left behind', () => {
    const kept = [{ room: makeEntry({ id: 3 }), until: TODAY + 5 }];
    const whole = makeBody([1, 2], { kept, userText: { before: 'above\n\n', after: '\n\nbelow' } });
    const bare = whole.replace(/<!--.*?-->/g, '');
    const text = userText(bare, KEY);
    expect([text.before.trim(), text.after.trim()]).toEqual(['above', 'below']);
    expect(boxesIn(bare).get(3)).toEqual({ isTicked: true, until: TODAY + 5 });
    expect(boxesIn(bare, 'other').size).toBe(3);
  });
});
