import { expect, it } from 'vitest';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { lookUpRooms, MAX_LOOKUPS } from '../../src/docspace/room-lookup.ts';
import type { RoomFate } from '../../src/rooms/compare-runs.ts';
import type { RoomId, RoomType } from '../../src/rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../../src/shared/errors.ts';

type Answer = object | number | 'malformed' | 'portal down';

const ACTIVE = { id: 1, rootFolderType: 14, roomType: 2 };
const ARCHIVED = { id: 1, rootFolderType: 20, roomType: 2 };
const CONTROL = 99;

/** A portal that answers for each room as told, and with 404 for all others. */
function portalWith(answers: ReadonlyMap<RoomId, Answer>): Portal & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    url: new URL('https://portal.example/'),
    asked,
    async get({ path }: PortalCall) {
      const id = decodeURIComponent(path.replace('files/rooms/', ''));
      asked.push(id);
      const answer = answers.get(id) ?? answers.get(Number(id)) ?? 404;
      if (answer === 'malformed') throw new MalformedAnswerError('cut');
      if (answer === 'portal down') throw new PortalError('502', { status: 502 });
      if (typeof answer === 'number') {
        const forbidden = answer === 403 ? 'account' : null;
        throw new PortalError('no', { status: answer, forbidden, isRoomSpecific: true });
      }
      return { response: answer };
    },
  };
}

const lookUp = (
  portal: Portal,
  ids: readonly RoomId[],
  roomTypes: RoomType[] = [],
  control: RoomId | null = CONTROL,
) => lookUpRooms(portal, ids, { roomTypes, concurrency: 1, control });

it.each([
  ['an active room', ACTIVE, 'active'],
  ['an archived room', ARCHIVED, 'archived'],
  ['a deleted room', 404, 'deleted'],
  ['a room that the account does not see', 403, 'not visible'],
  ['a fault in the portal', 500, 'unknown'],
  ['an answer that is cut', 'malformed', 'unknown'],
  ['a portal that is down', 'portal down', 'unknown'],
  ['an answer of another shape', { id: 1, roomType: {} }, 'unknown'],
] as [string, Answer, RoomFate][])('%s', async (_, answer, fate) => {
  const portal = portalWith(
    new Map<RoomId, Answer>([
      [1, answer],
      [CONTROL, ACTIVE],
    ]),
  );
  expect(await lookUp(portal, [1])).toEqual(new Map([[1, fate]]));
});

it('tells a room of a type that the list was not asked for', async () => {
  const portal = portalWith(
    new Map<RoomId, Answer>([
      [1, ACTIVE],
      ['sbox-1', { ...ACTIVE, roomType: 5 }],
    ]),
  );
  expect(await lookUp(portal, [1, 'sbox-1'], ['collaboration'])).toEqual(
    new Map<RoomId, RoomFate>([
      [1, 'active'],
      ['sbox-1', 'other type'],
    ]),
  );
});

it('does not believe a 404 of a portal that answers 404 for a listed room too', async () => {
  const portal = portalWith(new Map());
  expect([...(await lookUp(portal, [1, 2])).values()]).toEqual(['unknown', 'unknown']);
  expect(portal.asked).toEqual(['1', '2', '99']);
});

it('does not believe a 404 if no room is listed at all', async () => {
  expect([...(await lookUp(portalWith(new Map()), [1], [], null)).values()]).toEqual(['unknown']);
});

it('asks for no listed room if another answer proves that the call works', async () => {
  const portal = portalWith(new Map<RoomId, Answer>([[1, ARCHIVED]]));
  expect([...(await lookUp(portal, [1, 2])).values()]).toEqual(['archived', 'deleted']);
  expect(portal.asked).toEqual(['1', '2']);
});

it('asks no more after the portal itself has failed', async () => {
  const portal = portalWith(new Map<RoomId, Answer>([[1, 'portal down']]));
  expect([...(await lookUp(portal, [1, 2, 3])).values()]).toEqual(['unknown', 'unknown', 'unknown']);
  expect(portal.asked).toEqual(['1']);
});

it.each([
  ['refused', 403, 403, 'not visible'],
  ['deleted', 404, 404, 'deleted'],
  ['deleted or archived', 404, ARCHIVED, 'deleted'],
  ['deleted or refused', 404, 403, 'unknown'],
] as [string, Answer, Answer, RoomFate][])(
  'of 120 rooms it asks for 50, and takes the rest for %s',
  async (_, even, odd, rest) => {
    const ids = Array.from({ length: 120 }, (_, at) => at + 1000);
    const answers = new Map<RoomId, Answer>(ids.map((id) => [id, id % 2 === 0 ? even : odd]));
    const portal = portalWith(answers.set(CONTROL, ACTIVE));
    const fates = await lookUp(portal, ids);
    const asked = portal.asked.filter((id) => id !== '99').map(Number);
    expect(asked).toHaveLength(MAX_LOOKUPS);
    // Spread over the whole list.
    for (const from of [1000, 1030, 1060, 1090]) {
      expect(asked.filter((id) => id >= from && id < from + 30).length).toBeGreaterThan(10);
    }
    const others = ids.filter((id) => !asked.includes(id));
    expect(new Set(others.map((id) => fates.get(id)))).toEqual(new Set([rest]));
    expect(fates.size).toBe(120);
  },
);

it('asks for nothing if no room is missing', async () => {
  const portal = portalWith(new Map());
  expect((await lookUp(portal, [])).size).toBe(0);
  expect(portal.asked).toEqual([]);
});
