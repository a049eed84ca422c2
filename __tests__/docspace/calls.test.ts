import { describe, expect, it } from 'vitest';
import {
  accountsCall,
  contentsCall,
  fileOperationsCall,
  historyCall,
  keyCall,
  type PortalCall,
  roomCall,
  roomsCall,
  selfCall,
  terminatedCall,
} from '../../src/docspace/calls.ts';
import { MalformedAnswerError } from '../../src/shared/errors.ts';
import { undocumentedRequests } from '../support/documented-calls.ts';
import fc from '../support/fast-check.ts';

const PAGE = { count: 100, startIndex: 200 };
const seen = ({ path, query }: PortalCall, method = 'GET') => ({ method, path: `/api/2.0/${path}`, query });

const CALLS: readonly (readonly [call: PortalCall, address: string, scope: string | null])[] = [
  [
    roomsCall({ ...PAGE, types: ['2', '5'] }, 3),
    'files/rooms?count=100&startIndex=200&searchArea=0&type=2&type=5',
    'rooms:read',
  ],
  [roomsCall({ ...PAGE, types: [] }, 3), 'files/rooms?count=100&startIndex=200&searchArea=0', 'rooms:read'],
  [roomCall(7), 'files/rooms/7?', 'rooms:read'],
  [roomCall('sbox-1/..'), 'files/rooms/sbox-1%2F..?', 'rooms:read'],
  [historyCall(7, PAGE), 'files/folder/7/log?count=100&startIndex=200', 'files:read'],
  [
    historyCall(7, { ...PAGE, fromDate: new Date('2026-05-02T10:00:00.5Z') }),
    'files/folder/7/log?count=100&startIndex=200&fromDate=2026-05-02T10%3A00%3A00.500Z',
    'files:read',
  ],
  [
    contentsCall('drive-1', 'drive-1-a b', PAGE),
    'files/drive-1-a%20b?count=100&startIndex=200',
    'files:read',
  ],
  [selfCall(), 'people/@self?', 'accounts.self:read'],
  [terminatedCall(PAGE), 'people/status/terminated?count=100&startIndex=200', 'accounts:read'],
  [accountsCall(PAGE), 'people/filter?count=100&startIndex=200', 'accounts:read'],
  [fileOperationsCall('a-1'), 'files/fileops?id=a-1', 'files:read'],
  [keyCall(), 'keys/@self?', null],
];

describe('each call', () => {
  it.each(CALLS)('%# has its address and scope, and is documented', (call, address, scope) => {
    expect(`${call.path}?${call.query}`).toBe(address);
    expect(call.scope).toBe(scope);
    expect(undocumentedRequests([seen(call)])).toEqual([]);
    expect(call.what).toMatch(/^(the|page|room) /);
  });

  it('is documented, with any ids', () => {
    const id = fc.oneof(fc.nat(), fc.string({ minLength: 3 }));
    const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') });
    const page = fc.record({ count: fc.integer({ min: 1, max: 100 }), startIndex: fc.nat() });
    fc.assert(
      fc.property(id, page, dates, (room, query, fromDate) => {
        const calls = [
          roomCall(room),
          historyCall(room, { ...query, fromDate }),
          contentsCall(room, String(room), query),
        ];
        expect(undocumentedRequests(calls.map((call) => seen(call)))).toEqual([]);
      }),
    );
  });

  it.each(['..', '.', '', 'rooms', 'folder', 'fileops'])(
    'does not take %j for an id: the address would be another call',
    (id) => {
      for (const make of [() => roomCall(id), () => historyCall(id, PAGE), () => contentsCall(1, id, PAGE)]) {
        expect(make).toThrow(MalformedAnswerError);
      }
    },
  );

  it('names an id in messages without control characters', () => {
    expect(roomCall('a\u001b[31m\u202eb').what).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('the table of documented calls', () => {
  const request = (address: string, method = 'GET') => {
    const [path = '', query] = address.split('?');
    return { method, path, query: new URLSearchParams(query) };
  };

  it.each([
    ['/api/2.0/files/rooms?fields=folders.id', 'has no parameter fields'],
    ['/api/2.0/files/rooms?sortBy=title', 'has no parameter sortBy'],
    ['/api/2.0/files/rooms?count=101', 'does not take count=101'],
    ['/api/2.0/files/rooms?count=0', 'does not take count=0'],
    ['/api/2.0/files/rooms?type=3', 'does not take type=3'],
    ['/api/2.0/files/rooms?count=1&count=2', 'has count more than once'],
    ['/api/2.0/files/folder/7/log?fromDate=yesterday', 'does not take fromDate=yesterday'],
    ['/api/2.0/files/7?fromDate=2026-01-01T00:00:00Z', 'has no parameter fromDate'],
    ['/api/2.0/people/@self?fields=id', 'has no parameter fields'],
    ['/api/2.0/people', 'is no documented call'],
    ['/api/2.0/files/7/log', 'is no documented call'],
    ['/api/2.0/files/folder', 'is no documented call'],
  ])('complains of %s', (address, complaint) => {
    expect(undocumentedRequests([request(address)])).toEqual([expect.stringContaining(complaint)]);
  });

  it('complains of another method, and only once', () => {
    const put = request('/portal/api/2.0/files/rooms/1', 'PUT');
    expect(undocumentedRequests([put, put, request('/portal/api/2.0/files/rooms/1')])).toEqual([
      'PUT /portal/api/2.0/files/rooms/1 is no documented call',
    ]);
  });
});
