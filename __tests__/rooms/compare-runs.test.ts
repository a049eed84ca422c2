import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/rooms/compare-runs.ts';
import type { RoomId } from '../../src/rooms/room.ts';

const set = (...ids: RoomId[]) => new Set<RoomId>(ids);

describe('changes since the last run', () => {
  it.each([
    { name: 'nothing', before: [1, 2], now: [1, 2], kept: [], fresh: [], recovered: 0 },
    { name: 'nothing at all', before: [], now: [], kept: [], fresh: [], recovered: 0 },
    { name: 'one came', before: [1], now: [1, 2], kept: [], fresh: [2], recovered: 0 },
    { name: 'one went', before: [1, 2], now: [1], kept: [], fresh: [], recovered: 1 },
    { name: 'one for another', before: [1], now: [2], kept: [], fresh: [2], recovered: 1 },
    {
      name: 'one was ticked: kept, not recovered',
      before: [1, 2],
      now: [1],
      kept: [2],
      fresh: [],
      recovered: 0,
    },
    { name: 'a kept one came back', before: [1], now: [1, 2], kept: [], fresh: [2], recovered: 0 },
    { name: 'a number is no text', before: [1], now: ['1'], kept: [], fresh: ['1'], recovered: 1 },
    { name: 'kept, and never abandoned', before: [1], now: [1], kept: [9], fresh: [], recovered: 0 },
  ] as {
    name: string;
    before: RoomId[];
    now: RoomId[];
    kept: RoomId[];
    fresh: RoomId[];
    recovered: number;
  }[])('$name', ({ before, now, kept, fresh, recovered }) => {
    expect(compareRuns(set(...before), set(...now), set(...kept))).toEqual({
      new: set(...fresh),
      recovered,
    });
  });
});
