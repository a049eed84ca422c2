import { describe, expect, it } from 'vitest';
import { createRoomReader, readRoomAnswer, roomTypeNumber } from '../../src/docspace/schema.ts';
import { ROOM_TYPES, type Room } from '../../src/rooms/room.ts';
import { PortalError } from '../../src/shared/errors.ts';
import fc from '../support/fast-check.ts';

const PAGE = 'page 3 of the rooms';
const ROOM = { id: 7, title: 'Plan', roomType: 2, updated: '2026-05-01T00:00:00.0000000Z' };
const SECRET = 'TITLE-OF-A-CUSTOMER';

function read(json: unknown) {
  return createRoomReader()(json, PAGE);
}

function readOne(room: object): Room {
  const { rooms } = read({ response: { folders: [room], total: 1 } });
  expect(rooms).toHaveLength(1);
  return rooms[0] as Room;
}

function messageOf(json: unknown): string {
  try {
    read(json);
  } catch (error) {
    expect(error).toBeInstanceOf(PortalError);
    return (error as PortalError).message;
  }
  throw new Error('it was taken');
}

const DELETED = '4a515a15-d4d6-4b8e-828e-e0586f18f3a3';

describe('the shapes of an answer', () => {
  it.each<[string, unknown, number | null]>([
    [
      'the envelope',
      { response: { files: [], folders: [ROOM], total: 1, count: 1 }, count: 1, status: 0 },
      1,
    ],
    ['rooms in response', { response: { rooms: [ROOM], total: 4 } }, 4],
    ['items in response', { response: { items: [ROOM], total: 4 } }, 4],
    ['response as an array', { response: [ROOM] }, null],
    ['response as an array, with a total beside it', { response: [ROOM], total: 9 }, 9],
    ['a bare array', [ROOM], null],
    ['rooms without a response', { rooms: [ROOM], total: 2 }, 2],
    ['folders without a response', { folders: [ROOM] }, null],
    ['items without a response', { items: [ROOM] }, null],
    ['a response of null', { response: null, folders: [ROOM], total: 3 }, 3],
    ['rooms of null before folders', { response: { rooms: null, folders: [ROOM], total: 1 } }, 1],
    ['rooms that are no list before folders', { response: { rooms: {}, folders: [ROOM], total: 1 } }, 1],
    ['rooms before folders and items', { response: { items: [], folders: [], rooms: [ROOM] } }, null],
    ['folders before items', { response: { items: [], folders: [ROOM] } }, null],
    ['a total of null', { response: { folders: [ROOM], total: null } }, null],
    [
      'unknown members',
      { response: { folders: [{ ...ROOM, moods: [1] }], total: 1, extra: {} }, links: [] },
      1,
    ],
  ])('%s', (_, json, total) => {
    const page = read(json);
    expect(page.rooms.map((room) => [room?.id, room?.title])).toEqual([[7, 'Plan']]);
    expect(page.total).toBe(total);
  });

  it.each<[string, unknown, number | null]>([
    ['an empty list', { response: { folders: [], total: 0 } }, 0],
    ['no list, and a total of 0', { response: { total: 0, count: 0 } }, 0],
    ['a list of null, and a total of 0', { response: { folders: null, total: 0 } }, 0],
    ['an empty array', [], null],
  ])('%s holds no rooms', (_, json, total) => {
    expect(read(json)).toEqual({ rooms: [], total });
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'the answer should be a list or an object, but is of the type null'],
    ['a text', SECRET, 'the answer should be a list or an object, but is of the type string'],
    ['a number', 5, 'the answer should be a list or an object, but is of the type number'],
    ['true', true, 'the answer should be a list or an object, but is of the type boolean'],
    ['an empty object', {}, 'folders should be a list, but is missing'],
    ['an empty response', { response: {} }, 'response.folders should be a list, but is missing'],
    [
      'a response that is a text',
      { response: SECRET },
      'response should be a list or an object, but is of the type string',
    ],
    [
      'a response that is 0',
      { response: 0 },
      'response should be a list or an object, but is of the type number',
    ],
    [
      'no list, and a total of 3',
      { response: { total: 3 } },
      'response.folders should be a list, but is missing',
    ],
    [
      'folders that are an object',
      { response: { folders: { a: SECRET } } },
      'response.folders should be a list, but is of the type object',
    ],
    [
      'folders that are an object, and a total of 0',
      { response: { folders: {}, total: 0 } },
      'response.folders should be a list',
    ],
    ['items that are a text', { items: SECRET }, 'items should be a list, but is of the type string'],
    [
      'an error with status 200',
      { error: { message: SECRET }, status: 1, statusCode: 403 },
      'folders should be a list, but is missing',
    ],
    [
      'a total that is a text',
      { response: { folders: [], total: '12' } },
      'response.total should be of the type number, but is of the type string',
    ],
    [
      'a negative total',
      { response: { folders: [], total: -1 } },
      'response.total should be within its range',
    ],
    ['half a total', { response: { folders: [], total: 1.5 } }, 'response.total should be of the type int'],
    ['a wrong total beside an array', { response: [], total: {} }, 'total should be of the type number'],
  ])('%s is an error, never an empty list', (_, json, says) => {
    const message = messageOf(json);
    expect(message).toContain(`The answer for ${PAGE} is not what a DocSpace portal sends: ${says}`);
    expect(message).not.toContain(SECRET);
    expect(message).not.toContain('\n');
    expect(message).toContain('Check docspace-url');
  });

  it.each<[object | unknown, string]>([
    [null, '[1]'],
    [SECRET, '[1]'],
    [[], '[1]'],
    [{ ...ROOM, id: '' }, '[1].id'],
    [{ ...ROOM, id: 1.5 }, '[1].id'],
    [{ ...ROOM, id: { SECRET } }, '[1].id'],
    [{ ...ROOM, id: true }, '[1].id'],
    [{ ...ROOM, id: 2 ** 53 }, '[1].id'],
    [{ ...ROOM, roomType: {} }, '[1].roomType'],
    [{ ...ROOM, roomType: 2.5 }, '[1].roomType'],
  ])('a room %j is an error that names %s', (room, member) => {
    for (const [json, list] of [
      [{ response: { folders: [ROOM, room], total: 2 } }, 'response.folders'],
      [{ rooms: [ROOM, room] }, 'rooms'],
      [{ response: [ROOM, room] }, 'response'],
      [[ROOM, room], ''],
    ] as const) {
      const message = messageOf(json);
      expect(message).toContain(`${PAGE} is not what a DocSpace portal sends: ${list}${member} should be `);
      expect(message).not.toContain(SECRET);
    }
  });

  it('never lets a value into a message, and never anything but a PortalError out', () => {
    const members = [
      'id',
      'title',
      'roomType',
      'rootFolderType',
      'createdBy',
      'updatedBy',
      'providerItem',
      'tags',
      'usedSpace',
      'updated',
      'created',
    ];
    const values = fc.oneof(
      fc.constantFrom(SECRET, -1, 1.5, true, null),
      fc.array(fc.constant(SECRET)),
      fc.object({ maxDepth: 1, values: [fc.constant(SECRET)] }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...members), values, (member, value) => {
        try {
          read({ response: { folders: [{ ...ROOM, [member]: value }], total: 1 } });
        } catch (error) {
          expect(error).toBeInstanceOf(PortalError);
          expect((error as Error).message).not.toContain(SECRET);
        }
      }),
    );
  });
});

describe('a member that cannot be read', () => {
  it.each<[object, Partial<Room>]>([
    [{ title: 5 }, { title: 'Room' }],
    [{ title: [SECRET] }, { title: 'Room' }],
    [{ rootFolderType: SECRET }, { isArchived: false }],
    [{ createdBy: SECRET }, { owner: null }],
    [{ createdBy: { id: 5 } }, { owner: null }],
    [{ createdBy: { id: 'ann', displayName: {} } }, { owner: { id: 'ann', name: null } }],
    [{ updatedBy: [] }, { updatedBy: null }],
    [{ tags: SECRET }, { tags: [] }],
    [{ tags: ['a', 5, { SECRET }] }, { tags: ['a'] }],
    [{ usedSpace: -4096 }, { usedBytes: null }],
    [{ usedSpace: 1.5 }, { usedBytes: null }],
    [{ usedSpace: 1e308 }, { usedBytes: null }],
    [{ usedSpace: SECRET }, { usedBytes: null }],
    [{ sharedExternal: 'yes' }, { isOpenToPublic: null }],
    [{ sharedForUser: 1 }, { isShared: null }],
    [{ lifetime: 5 }, { hasLifetime: false }],
    [{ security: { Move: true } }, { mayArchive: true }],
    [{ security: { Move: false } }, { mayArchive: false }],
    [{ security: { Move: 'yes' } }, { mayArchive: null }],
    [{ security: null }, { mayArchive: null }],
    [{ roomType: 1, access: 7 }, { showsOwnFormsOnly: true }],
    [{ roomType: '1', access: 7 }, { showsOwnFormsOnly: true }],
    [{ roomType: 1, access: 0 }, { showsOwnFormsOnly: false }],
    [{ roomType: 2, access: 7 }, { showsOwnFormsOnly: false }],
    [{ updated: 1772461276 }, { lastUpdated: null, hasUnreadableDate: true }],
    [{ updated: undefined, modifiedOn: [SECRET] }, { hasUnreadableDate: true }],
    [{ created: {} }, { created: null, lastUpdated: new Date(ROOM.updated) }],
  ])('%j costs that room alone', (members, expected) => {
    const { rooms } = read({ response: { folders: [ROOM, { ...ROOM, id: 8, ...members }], total: 2 } });
    expect(rooms[0]).toEqual(readOne(ROOM));
    expect(rooms[1]).toMatchObject({ id: 8, ...expected });
  });
});

describe('names', () => {
  const owner = (displayName: string) => readOne({ ...ROOM, createdBy: { id: 'x', displayName } }).owner;

  it.each([
    ['J&#252;rgen O&#39;Brien-M&#252;ller', "Jürgen O'Brien-Müller"],
    ['Backup &amp; Sync', 'Backup & Sync'],
    ['&lt;b&gt; &quot;x&quot;', '<b> "x"'],
    ['Ann', 'Ann'],
    // Once only: the person calls herself so.
    ['R&amp;amp;D', 'R&amp;D'],
    ['a &copy; b &unknown; c & d', 'a &copy; b &unknown; c & d'],
  ])('%s is %s', (displayName, name) => {
    expect(owner(displayName)).toEqual({ id: 'x', name });
  });

  it('a deleted account has no name', () => {
    const id = DELETED;
    for (const displayName of ['profile removed', 'Profil gel&#246;scht', undefined]) {
      const room = readOne({ ...ROOM, createdBy: { id, displayName } });
      expect(room.owner).toEqual({ id, name: null, isDeleted: true });
    }
    expect(owner('profile removed')).toEqual({ id: 'x', name: 'profile removed' });
  });

  it('titles and tags are sent as they are', () => {
    expect(readOne({ ...ROOM, title: 'R&amp;D', tags: ['a&#252;b'] })).toMatchObject({
      title: 'R&amp;D',
      tags: ['a&#252;b'],
    });
  });

  it('the owner is in ownedBy if createdBy is missing', () => {
    const by = (id: string) => ({ id, displayName: id });
    expect(readOne({ ...ROOM, ownedBy: by('ann') }).owner?.id).toBe('ann');
    expect(readOne({ ...ROOM, createdBy: by('ben'), ownedBy: by('ann') }).owner?.id).toBe('ben');
  });
});

describe('a room', () => {
  it('is read with all its members', () => {
    expect(
      readOne({
        id: 4711,
        title: 'Old marketing',
        roomType: 5,
        createdBy: { id: 'ada', displayName: 'Ada', avatar: '/x.png' },
        updatedBy: { id: 'ben', displayName: 'Ben' },
        updated: '2026-03-02T15:21:16.0000000+03:00',
        created: '2020-01-01T00:00:00.0000000Z',
        rootFolderType: 14,
        tags: ['Keep', ''],
        usedSpace: 0,
        sharedExternal: true,
        sharedForUser: false,
        lifetime: { deletePermanently: false, period: 0, value: 10 },
      }),
    ).toEqual({
      id: 4711,
      title: 'Old marketing',
      type: 'custom',
      isRoom: true,
      isArchived: false,
      owner: { id: 'ada', name: 'Ada' },
      updatedBy: { id: 'ben', name: 'Ben' },
      created: new Date('2020-01-01T00:00:00Z'),
      isThirdParty: false,
      lastUpdated: new Date('2026-03-02T12:21:16Z'),
      hasUnreadableDate: false,
      tags: ['Keep', ''],
      usedBytes: 0,
      isOpenToPublic: true,
      isShared: false,
      mayArchive: null,
      hasLifetime: true,
      showsOwnFormsOnly: false,
    });
  });

  it.each([{ id: undefined }, { id: null }])('does not exist without an id: %j', (id) => {
    expect(read([ROOM, { ...ROOM, ...id }]).rooms).toEqual([readOne(ROOM), null]);
    expect(() => readRoomAnswer({ response: { ...ROOM, ...id } }, 'room 7')).toThrow('response.id should be');
  });

  it('is read with nothing told', () => {
    const nothing = {
      id: 7,
      title: 'Room',
      type: null,
      isRoom: false,
      isArchived: false,
      owner: null,
      updatedBy: null,
      created: null,
      isThirdParty: false,
      lastUpdated: null,
      hasUnreadableDate: false,
      tags: [],
      usedBytes: null,
      isOpenToPublic: null,
      isShared: null,
      mayArchive: null,
      hasLifetime: false,
      showsOwnFormsOnly: false,
    };
    expect(readOne({ id: 7 })).toEqual(nothing);
    const nulls = [
      'title',
      'roomType',
      'inRoom',
      'rootFolderType',
      'isArchived',
      'roomStatus',
      'status',
      'createdBy',
      'updatedBy',
      'providerItem',
      'tags',
      'usedSpace',
      'sharedExternal',
      'sharedForUser',
      'lifetime',
      'updated',
      'created',
    ];
    expect(readOne({ id: 7, ...Object.fromEntries(nulls.map((member) => [member, null])) })).toEqual(nothing);
    expect(readOne({ id: 7, title: '' }).title).toBe('Room');
  });

  it.each([
    [
      { id: 'ada', displayName: 'Ada' },
      { id: 'ada', name: 'Ada' },
    ],
    [
      { id: 'ada', displayName: '' },
      { id: 'ada', name: null },
    ],
    [{ id: 'ada' }, { id: 'ada', name: null }],
    [
      { id: '', displayName: 'Ada' },
      { id: null, name: 'Ada' },
    ],
    [{ displayName: 'Ada' }, { id: null, name: 'Ada' }],
    [{ id: '', displayName: '' }, null],
    [{ id: null, displayName: null }, null],
    [{}, null],
    [null, null],
  ])('knows the account %j as %j', (wire, known) => {
    expect(readOne({ ...ROOM, createdBy: wire }).owner).toEqual(known);
    expect(readOne({ ...ROOM, updatedBy: wire }).updatedBy).toEqual(known);
  });

  it.each([
    [4711, undefined, false],
    [4711, false, false],
    [4711, true, true],
    [4711, 'true', false],
    ['drive-15', undefined, true],
    ['drive-15', true, true],
    ['4711', false, true],
  ])('with the id %j and providerItem %j is on third-party storage: %j', (id, providerItem, isThirdParty) => {
    expect(readOne({ ...ROOM, id, providerItem }).isThirdParty).toBe(isThirdParty);
  });

  it.each([
    [{ created: '2020-01-01T00:00:00Z' }, '2020-01-01T00:00:00.000Z'],
    [{ createdOn: '2020-01-02T00:00:00Z' }, '2020-01-02T00:00:00.000Z'],
    [{ created: 'never', createOn: '2020-01-03T00:00:00Z' }, '2020-01-03T00:00:00.000Z'],
    [{ created: '0001-01-01T00:00:00.0000000Z' }, undefined],
    [{ updated: '2020-01-01T00:00:00Z' }, undefined],
  ])('with %j was created at %j', (members, iso) => {
    expect(readOne({ id: 1, roomType: 2, ...members }).created?.toISOString()).toBe(iso);
  });

  it.each([0, 4711, -3, 'drive-15', '4711'])('keeps the id %j', (id) => {
    expect(readOne({ ...ROOM, id }).id).toBe(id);
  });

  it.each([
    [1, 'form-filling', true],
    [2, 'collaboration', true],
    [5, 'custom', true],
    [6, 'public', true],
    [8, 'virtual-data', true],
    [9, 'ai-agent', true],
    [3, 'type-3', true],
    ['2', 'collaboration', true],
    ['Lounge', 'type-Lounge', true],
    [0, null, false],
    ['', null, false],
    [null, null, false],
    ['constructor', 'type-constructor', true],
    ['__proto__', 'type-__proto__', true],
    ['toString', 'type-toString', true],
  ])('of the roomType %j has the type %j', (roomType, type, isRoom) => {
    const room = readOne({ ...ROOM, roomType });
    expect(room.type).toBe(type);
    const known = ROOM_TYPES.find((one) => one === type);
    if (known !== undefined) expect(roomTypeNumber(known)).toBe(String(roomType));
    expect(room.isRoom).toBe(isRoom);
  });

  it.each([
    [{ inRoom: true }, true],
    [{ inRoom: 1 }, true],
    [{ inRoom: 'false' }, true],
    [{ inRoom: false }, false],
    [{ inRoom: 0 }, false],
    [{ inRoom: '' }, false],
    [{}, false],
  ])('without a roomType is one by %j: %j', (members, isRoom) => {
    expect(readOne({ id: 1, ...members }).isRoom).toBe(isRoom);
  });

  it.each([
    [{ isArchived: true }, true],
    [{ isArchived: 'true' }, false],
    [{ isArchived: 1 }, false],
    [{ isArchived: false }, false],
    [{ roomStatus: 'archived' }, true],
    [{ roomStatus: 'ARCHIVED' }, true],
    [{ roomStatus: 'Archived ' }, false],
    [{ roomStatus: 'active' }, false],
    [{ roomStatus: 5 }, false],
    [{ status: 'Archived' }, true],
    [{ roomStatus: '', status: 'archived' }, true],
    [{ roomStatus: 0, status: 'archived' }, true],
    [{ roomStatus: null, status: 'archived' }, true],
    [{ roomStatus: 'active', status: 'archived' }, false],
    [{ rootFolderType: 20 }, true],
    [{ rootFolderType: 14 }, false],
    [{ rootFolderType: 30 }, false],
    [{ isArchived: false, rootFolderType: 20 }, true],
  ])('with %j is archived: %j', (members, isArchived) => {
    expect(readOne({ ...ROOM, ...members }).isArchived).toBe(isArchived);
  });

  const DATES = [
    'updated',
    'modified',
    'modifiedOn',
    'lastModified',
    'lastUpdate',
    'updatedOn',
    'created',
    'createdOn',
    'createOn',
  ];
  it.each(DATES.map((member, at) => [member, at] as const))('takes %s before those after it', (_, at) => {
    const dates = Object.fromEntries(DATES.map((member, day) => [member, `2026-01-0${day + 1}T00:00:00Z`]));
    for (const unusable of [
      undefined,
      null,
      '',
      'soon',
      '0001-01-01T00:00:00.0000000Z',
      '0001-01-01T00:00:00+03:00',
    ]) {
      const earlier = Object.fromEntries(DATES.slice(0, at).map((member) => [member, unusable]));
      const room = readOne({ id: 1, ...dates, ...earlier });
      expect(room.lastUpdated?.toISOString()).toBe(`2026-01-0${at + 1}T00:00:00.000Z`);
      expect(room.hasUnreadableDate).toBe(unusable === 'soon' && at > 0);
    }
  });

  it.each<[string, object, string | null, boolean]>([
    ['no date at all', {}, null, false],
    ['a date in the form of HTTP', { updated: 'Fri, 01 May 2026 00:00:00 GMT' }, '2026-05-01', false],
    [
      'a date before one that nobody can read',
      { updated: '2026-05-01', created: 'soon' },
      '2026-05-01',
      false,
    ],
    [
      'one that nobody can read before a date',
      { updated: 'soon', created: '2026-01-01' },
      '2026-01-01',
      true,
    ],
    [
      'one that nobody can read among those that were never set',
      { updated: '', modified: '1.5.' },
      null,
      true,
    ],
    [
      'one that was never set before a date',
      { updated: '0001-01-01T00:00:00Z', created: '2026-01-01' },
      '2026-01-01',
      false,
    ],
    [
      'one that nobody can read between two dates',
      { updated: '2026-05-01', modified: 'soon', created: '2026-01-01' },
      '2026-05-01',
      false,
    ],
    ['nothing but one that nobody can read', { updated: '01.05.2026 10:00' }, null, true],
    [
      'an offset of hours alone',
      { updated: '2026-05-01T00:00:00+03', created: '2026-01-01' },
      '2026-01-01',
      true,
    ],
  ])('with %s', (_, dates, day, isInDoubt) => {
    const room = readOne({ id: 1, roomType: 2, ...dates });
    expect(room.lastUpdated?.toISOString().slice(0, 10) ?? null).toBe(day);
    expect(room.hasUnreadableDate).toBe(isInDoubt);
  });
});

describe('lists and accounts', () => {
  it.each(['rooms', 'folders', 'items'])('names %s if it is not a list', (member) => {
    expect(messageOf({ [member]: 5 })).toContain(`: ${member} should be a list`);
    expect(messageOf({ response: { [member]: 5 } })).toContain(`: response.${member} should be a list`);
  });

  it('shares one object for equal accounts', () => {
    const ada = { id: 'ada', displayName: 'Ada' };
    const { rooms } = read([
      { id: 1, createdBy: { ...ada }, updatedBy: { ...ada } },
      { id: 2, createdBy: { ...ada }, updatedBy: { id: 'ada', displayName: 'Countess' } },
    ]);
    expect(rooms[0]?.owner).toEqual({ id: 'ada', name: 'Ada' });
    expect(rooms[0]?.updatedBy).toBe(rooms[0]?.owner);
    expect(rooms[1]?.owner).toBe(rooms[0]?.owner);
    expect(rooms[1]?.updatedBy).toEqual({ id: 'ada', name: 'Countess' });
  });
});
