import { expect, it, onTestFinished } from 'vitest';
import { startPortal, VERSIONS } from '../../sandbox/portal/index.ts';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { type LookupOptions, lookUpRooms, MAX_LOOKUPS } from '../../src/docspace/room-lookup.ts';
import type { RoomFate } from '../../src/rooms/findings.ts';
import type { RoomId, RoomType } from '../../src/rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../../src/shared/errors.ts';
import { connect } from '../support/clients.ts';

type Answer = object | number | 'malformed' | 'portal down' | 'fault';

const ACTIVE = { id: 1, rootFolderType: 14, roomType: 2 };
const ARCHIVED = { id: 1, rootFolderType: 20, roomType: 2 };
const CONTROL = 99;

/** A portal that answers for each room as told, and with 404 for all others. */
function portalWith(
  answers: ReadonlyMap<RoomId, Answer>,
  histories: ReadonlyMap<RoomId, number> = new Map(),
): Portal & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    url: new URL('https://portal.example/'),
    asked,
    async get({ path }: PortalCall) {
      const log = /^files\/folder\/(.*)\/log$/.exec(path)?.[1];
      const id = log ?? decodeURIComponent(path.replace('files/rooms/', ''));
      asked.push(log === undefined ? id : `log ${id}`);
      if (log !== undefined) {
        const status = histories.get(Number(id)) ?? 500;
        if (status === 200) return { response: [] };
        throw new PortalError('no', { status, forbidden: status === 403 ? 'account' : null });
      }
      const answer = answers.get(id) ?? answers.get(Number(id)) ?? 404;
      if (answer === 'malformed') throw new MalformedAnswerError('cut');
      if (answer === 'fault') throw new PortalError('no', { status: 403, isRoomSpecific: true });
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
  more: Partial<LookupOptions> = {},
) =>
  lookUpRooms(portal, ids, {
    roomTypes,
    concurrency: 1,
    control,
    mayReadHistory: false,
    seesAllRooms: async () => null,
    ...more,
  });

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
  expect((await lookUp(portal, [1])).fates).toEqual(new Map([[1, fate]]));
});

it('tells a room of a type that the list was not asked for', async () => {
  const portal = portalWith(
    new Map<RoomId, Answer>([
      [1, ACTIVE],
      ['sbox-1', { ...ACTIVE, roomType: 5 }],
    ]),
  );
  expect((await lookUp(portal, [1, 'sbox-1'], ['collaboration'])).fates).toEqual(
    new Map<RoomId, RoomFate>([
      [1, 'active'],
      ['sbox-1', 'other type'],
    ]),
  );
});

it('does not believe a 404 of a portal that answers 404 for a listed room too', async () => {
  const portal = portalWith(new Map());
  expect([...(await lookUp(portal, [1, 2])).fates.values()]).toEqual(['unknown', 'unknown']);
  expect(portal.asked).toEqual(['1', '2', '99']);
});

it('does not believe a 404 if no room is listed at all', async () => {
  expect([...(await lookUp(portalWith(new Map()), [1], [], null)).fates.values()]).toEqual(['unknown']);
});

it('asks for no listed room if another answer proves that the call works', async () => {
  const portal = portalWith(new Map<RoomId, Answer>([[1, ARCHIVED]]));
  expect([...(await lookUp(portal, [1, 2])).fates.values()]).toEqual(['archived', 'deleted']);
  expect(portal.asked).toEqual(['1', '2']);
});

it('asks no more after the portal itself has failed', async () => {
  const portal = portalWith(new Map<RoomId, Answer>([[1, 'portal down']]));
  expect([...(await lookUp(portal, [1, 2, 3])).fates.values()]).toEqual(['unknown', 'unknown', 'unknown']);
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
    const { fates } = await lookUp(portal, ids);
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
  expect((await lookUp(portal, [])).fates.size).toBe(0);
  expect(portal.asked).toEqual([]);
});

/** A room that is refused: by the refusal, its history, and whether the account sees every room. */
it.each<[string, Answer, number, number, boolean | null, RoomFate]>([
  // Up to DocSpace 3.6.1, a deleted room is a 403 that the client takes for a fault of the portal.
  ['deleted, by its history', 'fault', 404, 200, null, 'deleted'],
  ['invisible, by its history', 'fault', 403, 200, null, 'not visible'],
  ['invisible, by its history, to all', 403, 403, 200, true, 'not visible'],
  ['refused, with a history', 'fault', 200, 200, null, 'unknown'],
  ['of a portal without histories', 'fault', 404, 404, null, 'unknown'],
  ['invisible, without a history', 403, 0, 200, null, 'not visible'],
  ['refused, without a history', 'fault', 0, 200, null, 'unknown'],
  ['refused, without a history, to one who does not see all', 'fault', 0, 200, false, 'unknown'],
  ['refused, without a history, to one who sees all', 'fault', 0, 200, true, 'deleted'],
])('a room that is %s', async (_, refusal, history, ofControl, seesAll, fate) => {
  const answers = new Map<RoomId, Answer>([
    [1, refusal],
    [CONTROL, ACTIVE],
  ]);
  const portal = portalWith(
    answers,
    new Map([
      [1, history],
      [CONTROL, ofControl],
    ]),
  );
  const more = { mayReadHistory: history === 0 ? false : null, seesAllRooms: async () => seesAll };
  expect((await lookUp(portal, [1], [], CONTROL, more)).fates.get(1)).toBe(fate);
});

it('hands on rooms in the archive as they were read', async () => {
  const portal = portalWith(new Map<RoomId, Answer>([[1, { ...ARCHIVED, title: 'Plan' }]]));
  const { archived } = await lookUp(portal, [1, 2]);
  expect([...archived.values()].map(({ id, title }) => [id, title])).toEqual([[1, 'Plan']]);
});

it.each(VERSIONS)('tells deleted rooms from invisible ones of DocSpace %s', async (version) => {
  const account = { id: 'ada', displayName: 'Ada' };
  const sandbox = await startPortal({
    version,
    keys: [{ key: 'sk-0123456789abcdef', scopes: ['rooms:read', 'files:read'], account, sees: [CONTROL] }],
    rooms: [CONTROL, 1, 2, 3, 4].map((id) => ({ id, created: new Date(0), updated: new Date(0) })),
  });
  onTestFinished(() => sandbox.close());
  for (const id of [1, 2]) sandbox.rooms.remove(id);
  const { fates } = await lookUp(connect(sandbox), [1, 2, 3], [], CONTROL, { mayReadHistory: true });
  // By 3.1, an error of the history comes as a 200 that is cut.
  const gone = version === '3.1' ? 'unknown' : 'deleted';
  expect([...fates.values()]).toEqual([gone, gone, 'not visible']);
});
