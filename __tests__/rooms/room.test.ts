import { expect, it } from 'vitest';
import { compareIds, type RoomId, roomUrl } from '../../src/rooms/room.ts';

it.each([
  ['https://portal.example/', 7, 'https://portal.example/rooms/shared/7/filter?folder=7'],
  ['https://portal.example/docs', 7, 'https://portal.example/docs/rooms/shared/7/filter?folder=7'],
  ['http://[::1]:8080', 7, 'http://[::1]:8080/rooms/shared/7/filter?folder=7'],
  [
    'https://portal.example/',
    'drive-15',
    'https://portal.example/rooms/shared/drive-15/filter?folder=drive-15',
  ],
  [
    'https://portal.example/',
    'a/b?c#d e&f',
    'https://portal.example/rooms/shared/a%2Fb%3Fc%23d%20e%26f/filter?folder=a%2Fb%3Fc%23d%20e%26f',
  ],
  ['https://portal.example/', '../x', 'https://portal.example/rooms/shared/..%2Fx/filter?folder=..%2Fx'],
  [
    'https://portal.example/',
    '日\ud83d',
    'https://portal.example/rooms/shared/%E6%97%A5%EF%BF%BD/filter?folder=%E6%97%A5%EF%BF%BD',
  ],
])('of %s with the id %j has its page', (portal, id, url) => {
  expect(roomUrl(portal, id)).toBe(url);
});

it('ids are ordered: numbers by size, then texts by code unit', () => {
  const ordered: readonly RoomId[] = [-1, 0, 2, 10, '', '10', '2', 'B', 'a', 'ä'];
  for (const [at, a] of ordered.entries()) {
    for (const [other, b] of ordered.entries())
      expect(Math.sign(compareIds(a, b))).toBe(Math.sign(at - other));
  }
});
