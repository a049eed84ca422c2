import { describe, expect, it } from 'vitest';
import type { EventSeed, LoggedVerb, PortalOptions } from '../../sandbox/portal/index.ts';
import { ANN, ago, BEN, type Json, NOW, read, start } from './portal-client.ts';

interface Event extends Json {
  action: { key: string };
  initiator: { id: string };
  date: string;
}
interface Log {
  response: (Event & { related: Event[] })[];
  count: number;
  total: number;
}

function event(verb: LoggedVerb, at: Date, by = ANN, more: Partial<EventSeed> = {}): EventSeed {
  return { verb, at, by, data: { parentId: 1 }, ...more } as EventSeed;
}

async function portalWith(log: EventSeed[], options: PortalOptions = {}) {
  const portal = await start({ rooms: [{ id: 1, log }], ...options });
  const ask = (query = '') => read<Log>(portal, `/files/folder/1/log${query}`);
  return { ask, groups: async (query = '') => sizes(await ask(query)) };
}

const sizes = ({ response }: Log) => response.map(({ related }) => 1 + related.length);

describe('grouping', () => {
  const minute = ago(3);
  const other = { data: { parentId: 2 } };
  it.each<[what: string, events: EventSeed[], groups: number[]]>([
    ['one kind, account, minute and folder', [event('upload', minute), event('upload', minute)], [2]],
    ['another account', [event('upload', minute), event('upload', minute, BEN)], [1, 1]],
    ['another minute', [event('upload', minute), event('upload', ago(3, 60_000))], [1, 1]],
    ['another folder', [event('upload', minute), event('upload', minute, ANN, other)], [1, 1]],
    ['another kind', [event('upload', minute), event('deleteFile', minute)], [1, 1]],
    ['invitations', [event('invite', minute), event('invite', minute)], [2]],
    ['tags, which are not grouped', [event('addTag', minute), event('addTag', minute)], [1, 1]],
    ['an index, by anybody at any time', [event('reorder', minute), event('reorder', ago(40), BEN)], [2]],
    ['an index of another folder', [event('reorder', minute), event('reorder', minute, BEN, other)], [1, 1]],
  ])('%s', async (_, events, groups) => {
    expect(await (await portalWith(events)).groups()).toEqual(groups);
  });

  it('comes after paging: startIndex, count and total are of single events', async () => {
    const uploads = Array.from({ length: 300 }, (_, index) => event('upload', ago(3, index)));
    const { ask } = await portalWith([event('createRoom', ago(90)), ...uploads]);
    const first = await ask();
    expect([sizes(first), first.count, first.total]).toEqual([[100], 100, 301]);
    const last = await ask('?startIndex=300');
    expect([sizes(last), last.count, last.total]).toEqual([[1], 1, 301]);
    const across = await ask('?startIndex=250&count=100');
    expect([sizes(across), across.count]).toEqual([[50, 1], 51]);
    expect(across.response[0]?.related[0]).not.toHaveProperty('related');
  });

  it('lists every author: events in `related` have an account and a date of their own', async () => {
    const { ask } = await portalWith([event('reorder', ago(1)), event('reorder', ago(9), BEN)]);
    const [entry] = (await ask()).response;
    expect(entry?.related).toMatchObject([{ initiator: BEN, date: '2026-05-23T12:00:00.0000000Z' }]);
  });
});

describe('missing events', () => {
  const log = [event('createRoom', ago(90)), event('upload', ago(20)), event('invite', ago(2))];

  it('an audit log that was cleared begins at a date', async () => {
    const { ask } = await portalWith(log, { history: { clearedBefore: ago(10) } });
    expect(await ask()).toMatchObject({ response: [{ action: { key: 'RoomCreateUser' } }], total: 1 });
  });

  it('fromDate and toDate limit the total', async () => {
    const { ask } = await portalWith(log);
    expect(await ask(`?fromDate=${ago(20).toISOString()}`)).toMatchObject({ count: 2, total: 2 });
    expect(await ask(`?toDate=${ago(20).toISOString()}`)).toMatchObject({ count: 2, total: 2 });
    expect(await ask(`?fromDate=${NOW.toISOString()}`)).toMatchObject({ response: [], count: 0, total: 0 });
  });
});
