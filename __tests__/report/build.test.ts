import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { describeActivity } from '../../src/report/entries.ts';
import { headline } from '../../src/report/text/sentences.ts';
import { type Activity, listedActivity } from '../../src/rooms/activity.ts';
import type { LastRun } from '../../src/rooms/compare-runs.ts';
import { compileExemptions } from '../../src/rooms/exemptions.ts';
import type { RoomFate } from '../../src/rooms/findings.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import type { Room, RoomId } from '../../src/rooms/room.ts';
import { type JudgedRoom, judge, type Verdict } from '../../src/rooms/verdict.ts';
import {
  daysAgo,
  makeActivity,
  makeFindings,
  makeLastRun,
  makePolicy,
  makeReport,
  makeRoom,
  NOW,
} from '../support/factories.ts';

const old = (room: Partial<Room>, days = 100) => makeRoom({ lastUpdated: daysAgo(days), ...room });
const ids = (rooms: readonly { id: number | string }[]) => rooms.map(({ id }) => id);

describe('a report', () => {
  it('of no rooms is all noughts', () => {
    const report = makeReport([]);
    expect(report).toMatchObject({
      schemaVersion: 1,
      generatedAt: '2026-06-01T12:00:00.000Z',
      portal: 'https://portal.example/',
      redacted: false,
      skippedBy: {},
      reclaimableBytes: null,
      spaceUnknown: 0,
      oldestDays: 0,
      limitExceeded: false,
      evidenceCheck: null,
      delta: null,
      sinceLastRun: null,
      notes: [],
      abandoned: [],
      unknown: [],
      upcoming: [],
      exempt: [],
    });
    expect(new Set(Object.values(report.counts))).toEqual(new Set([0]));
  });

  it('has all known members of a room', () => {
    const room = old({ id: 4711, title: 'Old', type: 'custom', tags: ['a'], usedBytes: 5 });
    expect(makeReport([room]).abandoned).toEqual([
      {
        id: 4711,
        title: 'Old',
        url: 'https://portal.example/rooms/shared/4711/filter?folder=4711',
        type: 'custom',
        owner: 'Ada Lovelace',
        ownerId: 'ada',
        ownerEmail: null,
        daysInactive: 100,
        lastActivity: daysAgo(100).toISOString(),
        lastUpdated: daysAgo(100).toISOString(),
        evidence: 'updated',
        lastActivityWhat: null,
        lastActivityBy: null,
        usedSpace: 5,
        tags: ['a'],
        risks: [],
        archivable: false,
        new: false,
      },
    ]);
  });

  it('has the last activity and the date of the list', () => {
    const room = makeRoom({ lastUpdated: daysAgo(400) });
    const verdict: Verdict = {
      kind: 'abandoned',
      daysInactive: 50,
      activity: makeActivity(daysAgo(50)),
    };
    const report = buildReport(makeFindings({ judged: [{ room, verdict }] }));
    expect(report.abandoned[0]).toMatchObject({
      daysInactive: 50,
      lastActivity: daysAgo(50).toISOString(),
      lastUpdated: daysAgo(400).toISOString(),
    });
  });

  it.each<[Room['owner'], string | null]>([
    [{ id: 'ada', name: 'Ada' }, 'Ada'],
    [{ id: 'ada', name: null }, 'ada'],
    [{ id: null, name: 'Ada' }, 'Ada'],
    [{ id: null, name: null }, null],
    [null, null],
  ])('names the owner %j as %j', (owner, name) => {
    expect(makeReport([old({ owner })]).abandoned[0]?.owner).toBe(name);
  });

  it('makes no entry of a skipped room', () => {
    expect(
      makeReport(
        [old({ isArchived: true }), old({ isRoom: false }), old({ id: 5, isRoom: false })],
        {},
        false,
        { withoutId: 2 },
      ),
    ).toMatchObject({
      counts: { scanned: 5, skipped: 5, abandoned: 0 },
      skippedBy: { archived: 1, 'not a room': 2, 'no id': 2 },
      abandoned: [],
      exempt: [],
    });
  });
});

describe('the last activity', () => {
  const seen = (activity: Partial<Activity>, redacted = false) => {
    const verdict: Verdict = {
      kind: 'abandoned',
      daysInactive: 50,
      activity: makeActivity(daysAgo(50), activity),
    };
    const room = makeRoom({ updatedBy: { id: 'cleo', name: 'Cleo' } });
    return buildReport(makeFindings({ judged: [{ room, verdict }], redacted })).abandoned[0];
  };
  const ben = { id: 'ben', name: 'Ben' };

  it.each<[Partial<Activity>, object, string]>([
    [
      { evidence: 'history', what: 'members invited', by: ben },
      { evidence: 'history', lastActivityWhat: 'members invited', lastActivityBy: 'Ben' },
      '2026-04-12, members invited by Ben',
    ],
    [
      { evidence: 'history', what: 'file changed', by: { id: 'ben', name: null } },
      { lastActivityWhat: 'file changed', lastActivityBy: 'ben' },
      '2026-04-12, file changed by ben',
    ],
    [
      { evidence: 'contents', what: 'file changed', by: null },
      { evidence: 'contents', lastActivityWhat: 'file changed', lastActivityBy: null },
      '2026-04-12, file changed',
    ],
    [{}, { evidence: 'updated', lastActivityWhat: null, lastActivityBy: null }, '2026-04-12'],
  ])('describes %j as %j', (activity, told, words) => {
    const entry = seen(activity);
    expect(entry).toMatchObject(told);
    expect(entry && describeActivity(entry)).toBe(words);
  });

  it('is described without a name if redacted', () => {
    const entry = seen({ evidence: 'history', what: 'members invited', by: ben }, true);
    expect(entry).toMatchObject({ lastActivityWhat: 'members invited', lastActivityBy: null });
    expect(entry && describeActivity(entry)).toBe('2026-04-12, members invited');
    expect(JSON.stringify(entry)).not.toMatch(/Ben|ben|Cleo|cleo/);
  });

  it('has no description if nothing is known', () => {
    const [entry] = makeReport([makeRoom({ lastUpdated: null })]).abandoned;
    expect(entry && describeActivity(entry)).toBeNull();
  });
});

describe('rooms that were checked', () => {
  it.each([null, { inactive: 4, checked: 3, cleared: 2 }])('are counted by the scan: %j', (evidenceCheck) => {
    expect(makeReport([], {}, false, { evidenceCheck }).evidenceCheck).toEqual(evidenceCheck);
  });

  /** Of its contents only some were seen; the newest of them are the older, the greater its id is. */
  const doubtful = (id: number, listedDaysAgo: number | null): JudgedRoom => ({
    room: makeRoom({ id, lastUpdated: listedDaysAgo === null ? null : daysAgo(listedDaysAgo) }),
    verdict: {
      kind: 'unknown',
      because: 'too large to check',
      daysInactive: 90 + id,
      activity: makeActivity(daysAgo(90 + id), {
        evidence: 'contents',
        what: 'stored files changed',
        by: { id: 'ben', name: 'Ben' },
        uncertainBecause: 'too large to check',
      }),
    },
  });

  it('names the doubt as the reason why nothing is known', () => {
    const report = buildReport(makeFindings({ judged: [doubtful(1, 300)] }));
    expect(report.unknown[0]?.reason).toBe('too large to check');
    expect(report.abandoned).toEqual([]);
    const undated = makeReport([makeRoom({ lastUpdated: null })], { unknownActivity: 'ignore' });
    expect(undated.unknown[0]?.reason).toBe('no date');
  });

  it('takes no date that was found for the last activity of a room in doubt', () => {
    const report = buildReport(makeFindings({ judged: [doubtful(1, 300)] }));
    expect(report.unknown[0]).toMatchObject({
      daysInactive: null,
      lastActivity: null,
      lastActivityWhat: null,
      lastActivityBy: null,
      lastUpdated: daysAgo(300).toISOString(),
      evidence: 'contents',
    });
    expect(report.unknown[0] && describeActivity(report.unknown[0])).toBeNull();
  });

  it('orders rooms in doubt by the date of the listing, then by id', () => {
    const judged = [doubtful(4, null), doubtful(3, 200), doubtful(2, 300), doubtful(1, 200)];
    expect(ids(buildReport(makeFindings({ judged })).unknown)).toEqual([2, 1, 3, 4]);
  });
});

describe('the last run', () => {
  const rooms = [old({ id: 1 }), old({ id: 2 }), makeRoom({ id: 3 }), old({ id: 4, tags: ['keep'] })];
  const after = (previous: readonly number[], policy: Partial<Policy> = {}) =>
    makeReport(rooms, { exemptTags: ['keep'], ...policy }, false, {
      lastRun: makeLastRun(previous),
    });

  it('lists new rooms and recovered rooms', () => {
    const report = after([2, 3, 4, 99]);
    expect(report.counts).toMatchObject({ abandoned: 2, new: 1, recovered: 1 });
    expect(report.abandoned.map(({ id, new: isNew }) => [id, isNew])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(report.delta).toEqual({ new: 1, recovered: 1, gone: 0, notVisible: 0 });
    expect(report.sinceLastRun).toBe('Since the last run: 1 new, 1 recovered.');
  });

  it('tells what became of rooms that are missing from the list', () => {
    const missing = new Map<RoomId, RoomFate>([
      [11, 'deleted'],
      [12, 'archived'],
      ['drive-13', 'not visible'],
      [14, 'unknown'],
      [15, 'other type'],
      [16, 'active'],
    ]);
    const lastRun = makeLastRun([...missing.keys(), 1]);
    const verdict: Verdict = { kind: 'active', daysInactive: 0, activity: makeActivity(NOW) };
    const report = buildReport(
      makeFindings({ judged: [{ room: old({ id: 1 }), verdict }], lastRun, missing }),
    );
    expect(report.delta).toEqual({ new: 0, recovered: 1, gone: 2, notVisible: 1 });
    expect(report.counts).toMatchObject({ recovered: 1, gone: 2, notVisible: 1 });
    expect(report.sinceLastRun).toBe(
      'Since the last run: 0 new, 1 recovered, 2 deleted or archived, 1 not visible any more.',
    );
    expect(report.missing.map(({ id, status }) => [id, status])).toEqual([
      ['drive-13', 'not visible'],
      [14, 'not known'],
      [16, 'not known'],
    ]);
    expect(report.notes).toEqual([
      '1 room of the last run is not visible to the API key any more. Did its account lose its rights? Until the account sees the room again, nothing is known about it.',
      '2 rooms of the last run are missing from the list, and it is not known why. The next run looks again.',
    ]);
    expect(headline(report)).not.toContain('✅');
  });

  it.each([
    [0, true],
    [1, false],
    [null, false],
  ])('one new room exceeds max-new-abandoned %j: %j', (maxNewAbandoned, exceeded) => {
    expect(after([2], { maxNewAbandoned }).limitExceeded).toBe(exceeded);
  });

  it.each([
    [null, null, null],
    [null, 0, null],
    [
      'it is the first run',
      null,
      'The changes since the last run are not known, because it is the first run.',
    ],
    [
      'it is the first run',
      0,
      'The changes since the last run are not known, because it is the first run, and max-new-abandoned does not fail this run.',
    ],
  ])('that is not known because "%s", max-new-abandoned %j', (because, maxNewAbandoned, says) => {
    const lastRun: LastRun = because === null ? { kind: 'not tracked' } : { kind: 'unknown', because };
    const report = makeReport(rooms, { maxNewAbandoned }, false, { lastRun });
    expect(report.delta).toBeNull();
    expect(report.sinceLastRun).toBe(says);
    expect(report.counts).toMatchObject({ new: 0, recovered: 0 });
    expect(report.limitExceeded).toBe(false);
    expect(report.abandoned.some((room) => room.new)).toBe(false);
  });
});

describe('the order', () => {
  it('is longest inactive first, then by id: numbers by size, before texts', () => {
    const rooms = [
      old({ id: 10 }, 50),
      old({ id: 9 }, 50),
      old({ id: 'sbox-4' }, 50),
      old({ id: 'drive-15' }, 50),
      old({ id: 'Zeta' }, 50),
      old({ id: '5' }, 50),
      old({ id: 100 }, 400),
      old({ id: 'drive-2' }, 51),
      old({ id: 1, lastUpdated: null }),
      old({ id: 'a', lastUpdated: null }),
    ];
    const order = [100, 'drive-2', 9, 10, '5', 'Zeta', 'drive-15', 'sbox-4', 1, 'a'];
    expect(ids(makeReport(rooms).abandoned)).toEqual(order);
    expect(ids(makeReport(rooms.toReversed()).abandoned)).toEqual(order);
  });

  it('is that of the moments, so that the hour of the run does not change it', () => {
    const hour = 60 * 60 * 1000;
    const atHours = (id: number, hours: number, room: Partial<Room> = {}) =>
      makeRoom({ id, lastUpdated: new Date(NOW.getTime() - hours * hour), ...room });
    const rooms = [
      ...[1, 2, 3, 4].map((id) => atHours(id, 20 * 24 + 5 * id)),
      ...[5, 6, 7].map((id) => atHours(id, 8 * 24 + 5 * (id - 4))),
      ...[8, 9].map((id) => atHours(id, 30 * 24 + 5 * (id - 7), { tags: ['keep'] })),
    ];
    const policy = makePolicy({ exemptTags: ['keep'] });
    const lists = (now: Date) => {
      const judged = rooms.map((room) => ({
        room,
        verdict: judge(room, listedActivity(room), policy, compileExemptions(policy), now),
      }));
      const { abandoned, upcoming, exempt } = buildReport(makeFindings({ judged, policy, now }));
      return [abandoned, upcoming, exempt].map(ids);
    };
    for (let later = 0; later < 24; later += 1) {
      expect(lists(new Date(NOW.getTime() + later * hour))).toEqual([
        [4, 3, 2, 1],
        [7, 6, 5],
        [9, 8],
      ]);
    }
  });

  it('is the same in every list, redacted or not', () => {
    const rooms = [7, 3, 5].flatMap((id) => [
      makeRoom({ id, lastUpdated: daysAgo(8) }),
      makeRoom({ id: id + 10, lastUpdated: null }),
      makeRoom({ id: id + 20, tags: ['keep'], lastUpdated: daysAgo(id) }),
      makeRoom({ id: id + 30, lastUpdated: daysAgo(20) }),
    ]);
    for (const redacted of [false, true]) {
      const report = makeReport(rooms, { exemptTags: ['keep'], unknownActivity: 'ignore' }, redacted);
      expect(ids(report.upcoming)).toEqual([3, 5, 7]);
      expect(ids(report.unknown)).toEqual([13, 15, 17]);
      expect(ids(report.exempt)).toEqual([27, 25, 23]);
      expect(ids(report.abandoned)).toEqual([33, 35, 37]);
    }
  });
});

describe('rooms without any date', () => {
  const rooms = [makeRoom({ id: 2, lastUpdated: null }), old({ id: 1 }), makeRoom({ id: 3 })];

  it.each([
    ['abandoned', [1, 2], []],
    ['ignore', [1], [2]],
  ] as const)('are in exactly one list with unknown-activity %s', (unknownActivity, abandoned, unknown) => {
    const report = makeReport(rooms, { unknownActivity });
    expect(ids(report.abandoned)).toEqual(abandoned);
    expect(ids(report.unknown)).toEqual(unknown);
    expect(report.counts).toMatchObject({
      scanned: 3,
      active: 1,
      abandoned: abandoned.length,
      unknown: unknown.length,
    });
    expect([...report.abandoned, ...report.unknown].find(({ id }) => id === 2)).toMatchObject({
      daysInactive: null,
      lastActivity: null,
      lastUpdated: null,
      evidence: 'none',
    });
  });

  it('alone are 0 days old', () => {
    expect(makeReport([makeRoom({ lastUpdated: null })]).oldestDays).toBe(0);
  });
});

describe('space', () => {
  it.each<[string, (number | null)[], number | null, number]>([
    ['all told', [1, 2, 3], 6, 0],
    ['some told', [1, null, 3], 4, 1],
    ['none told', [null, null], null, 2],
    ['nought told', [0], 0, 0],
  ])('%s: %j is %j, %i unknown', (_, bytes, sum, unknown) => {
    const report = makeReport(bytes.map((usedBytes, id) => old({ id, usedBytes })));
    expect(report.reclaimableBytes).toBe(sum);
    expect(report.spaceUnknown).toBe(unknown);
  });

  it('is that of abandoned rooms alone', () => {
    const rooms = [
      old({ id: 1, usedBytes: 5 }),
      makeRoom({ id: 2, usedBytes: 7 }),
      old({ id: 3, usedBytes: 11, tags: ['keep'] }),
    ];
    expect(makeReport(rooms, { exemptTags: ['keep'] }).reclaimableBytes).toBe(5);
  });

  it('is 0 if no room is abandoned, and not known if the portal sends no sizes', () => {
    expect(makeReport([makeRoom({ usedBytes: 7 })]).reclaimableBytes).toBe(0);
    expect(makeReport([makeRoom({ usedBytes: null })]).reclaimableBytes).toBeNull();
  });
});

it.each([
  [3, false],
  [2, true],
])('three abandoned rooms, at most %j: the limit is exceeded %j', (maxAbandoned, exceeded) => {
  const rooms = [1, 2, 3].map((id) => old({ id }));
  expect(makeReport([...rooms, makeRoom({ id: 99 })], { maxAbandoned }).limitExceeded).toBe(exceeded);
});

describe('ages and other thresholds', () => {
  const DAYS = [0, 29, 30, 59, 60, 89, 90, 179, 180, 364, 365, 4000];
  const rooms = DAYS.map((days, id) => old({ id }, days));

  it('ages are counted from the first day of a bucket to the last', () => {
    expect(makeReport(rooms).ages).toEqual(
      [0, 30, 60, 90, 180, 365].map((fromDays) => ({ fromDays, rooms: 2 })),
    );
  });

  it('ages count exempt rooms, but none that is skipped or has no date', () => {
    const more = [
      old({ id: 50, tags: ['keep'] }, 70),
      old({ id: 51, isArchived: true }, 70),
      old({ id: 52, lastUpdated: null }),
    ];
    expect(
      makeReport([...rooms, ...more], { exemptTags: ['keep'] }).ages.map((bucket) => bucket.rooms),
    ).toEqual([2, 2, 3, 2, 2, 2]);
  });
});

describe('exempt rooms', () => {
  const policy: Partial<Policy> = {
    exemptTags: ['keep'],
    exemptRooms: ['7', 'Plan *'],
    exemptOwners: ['eve'],
  };
  const rooms = [
    old({ id: 1, tags: ['keep-until:2027-01-01'] }),
    old({ id: 2, tags: ['Keep'] }),
    old({ id: 7 }),
    old({ id: 8, title: 'Plan B' }),
    old({ id: 9, owner: { id: 'x', name: 'Eve' } }),
  ];

  it('say why', () => {
    expect(makeReport(rooms, policy).exempt.map(({ id, reason }) => [id, reason])).toEqual([
      [1, 'kept by a tag "keep-until:2027-01-01"'],
      [2, 'exempt-tags "Keep"'],
      [7, 'exempt-rooms "7"'],
      [8, 'exempt-rooms "Plan *"'],
      [9, 'exempt-owners "Eve"'],
    ]);
  });

  it('have no names if redacted', () => {
    expect(makeReport(rooms, policy, true).exempt.map(({ reason }) => reason)).toEqual([
      'kept by a tag',
      'exempt-tags',
      'exempt-rooms',
      'exempt-rooms',
      'exempt-owners',
    ]);
  });
});

describe('notes', () => {
  it('of the scan come first', () => {
    const rooms = [old({ id: 5, tags: ['keep-until:soon'] })];
    expect(makeReport(rooms, {}, false, { notes: ['one', 'two'] }).notes).toEqual([
      'one',
      'two',
      expect.stringMatching(/^A tag that begins with keep-until/),
    ]);
  });

  it('name rooms whose keep-until cannot be read', () => {
    const rooms = [
      old({ id: 5, tags: ['keep-until:soon'] }),
      old({ id: 'drive-1', tags: ['x', 'keep-until:2026-02-31'] }),
      old({ id: 6, tags: ['keep-until:2027-01-01'] }),
    ];
    expect(makeReport(rooms).notes).toEqual([
      'A tag that begins with keep-until has no date of the form YYYY-MM-DD, so it keeps nothing: room 5, drive-1.',
    ]);
  });

  it('name them in an order that does not depend on that of the list', () => {
    const tags = ['keep-until:soon'];
    const rooms = [old({ id: 'drive-1', tags }), old({ id: 12, tags }), old({ id: 3, tags })];
    const inUse = [7, 'b'].map((id) => makeRoom({ id, tags }));
    for (const list of [[...rooms, ...inUse], [...inUse, ...rooms].toReversed()]) {
      expect(makeReport(list).notes[0]).toMatch(/: room 3, 7, 12, b, drive-1\.$/);
    }
  });

  it('name five of them at most', () => {
    const rooms = (count: number) =>
      Array.from({ length: count }, (_, id) => old({ id, tags: ['keep-until:'] }));
    expect(makeReport(rooms(5)).notes[0]).toMatch(/: room 0, 1, 2, 3, 4\.$/);
    expect(makeReport(rooms(7)).notes[0]).toMatch(/: room 0, 1, 2, 3, 4 and 2 more\.$/);
  });

  it('say nothing of rooms that are skipped, or of tags of another kind', () => {
    expect(
      makeReport([
        old({ isArchived: true, tags: ['keep-until:soon'] }),
        old({ id: 2, tags: ['keep', 'until:soon'] }),
      ]).notes,
    ).toEqual([]);
  });

  it('stay short with an id of any length', () => {
    const [note] = makeReport([old({ id: 'x'.repeat(100_000), tags: ['keep-until:soon'] })]).notes;
    expect(note?.length).toBeLessThan(10_000);
  });
});

describe('the note on entries that match nothing', () => {
  const unmatched = [
    { input: 'exempt-rooms', entries: ['1', '2', '3', '4', '5', '6'] },
    { input: 'ignore-activity-by', entries: ['x'.repeat(61)] },
  ] as const;

  it.each([
    [false, `exempt-rooms ("1", "2", "3", "4", "5" and 1 more); ignore-activity-by ("${'x'.repeat(60)}…")`],
    [true, 'exempt-rooms (6 entries); ignore-activity-by (1 entry)'],
  ])('redacted %s: %s', (redacted, entries) => {
    expect(buildReport(makeFindings({ redacted, unmatched })).notes).toEqual([
      `Some entries of the inputs match no room and no account that this scan saw: ${entries}. Check their spelling.`,
    ]);
  });

  it('is well-formed text if it cuts an entry in the middle of a character', () => {
    const entries = [`${'x'.repeat(59)}🚀`];
    const [note = ''] = buildReport(makeFindings({ unmatched: [{ input: 'exempt-rooms', entries }] })).notes;
    expect(note.isWellFormed()).toBe(true);
  });
});

describe('redaction', () => {
  const WORDS = ['SECRET-TITLE', 'SECRET-OWNER', 'SECRET-OWNER-ID', 'SECRET-TAG', 'secret-pattern'];
  const secret = (room: Partial<Room>): Room =>
    makeRoom({
      title: 'SECRET-TITLE x',
      owner: { id: 'SECRET-OWNER-ID', name: 'SECRET-OWNER' },
      tags: ['SECRET-TAG'],
      ...room,
    });
  const rooms = [
    secret({ id: 1 }),
    secret({ id: 2, lastUpdated: daysAgo(8) }),
    secret({ id: 3, lastUpdated: daysAgo(80) }),
    secret({ id: 4, lastUpdated: null }),
    secret({ id: 5, isArchived: true }),
    secret({ id: 6, tags: ['SECRET-TAG', 'keep-until:SECRET-TAG'] }),
    secret({ id: 7, tags: ['keep-until:2027-01-01', 'SECRET-TAG'] }),
    secret({ id: 8, owner: { id: 'SECRET-OWNER-ID', name: null } }),
  ];
  const policies: Partial<Policy>[] = [
    {},
    { exemptTags: ['secret-tag'] },
    { exemptRooms: ['SECRET-TITLE *', 'secret-pattern'] },
    { exemptOwners: ['SECRET-OWNER', 'SECRET-OWNER-ID'] },
    { unknownActivity: 'ignore', maxAbandoned: 0 },
  ];

  it.each(policies)('leaves no title, owner, tag or list of the policy anywhere: %j', (policy) => {
    const json = JSON.stringify(makeReport(rooms, policy, true));
    for (const word of WORDS) expect(json.toLowerCase()).not.toContain(word.toLowerCase());
    // The same rooms do hold them, and the check would see it.
    expect(JSON.stringify(makeReport(rooms, policy, false))).toContain('SECRET-TITLE');
  });

  it('leaves everything else as it is', () => {
    const full = makeReport(rooms);
    const redacted = makeReport(rooms, {}, true);
    const strip = ({
      title: _,
      owner: __,
      ownerId: ____,
      tags: ___,
      ...rest
    }: (typeof full.abandoned)[number]) => rest;
    expect(redacted).toMatchObject({
      redacted: true,
      counts: full.counts,
      ages: full.ages,
      whatIf: full.whatIf,
      notes: full.notes,
    });
    expect(redacted.abandoned.map(strip)).toEqual(full.abandoned.map(strip));
    expect(redacted.policy).toEqual({
      ...full.policy,
      exemptTags: null,
      exemptRooms: null,
      exemptOwners: null,
      ignoreActivityBy: null,
    });
    expect(redacted.abandoned[0]).toMatchObject({ title: null, owner: null, ownerId: null, tags: null });
  });

  it.each([true, false])(
    'holds no member of the policy that nobody decided about: redacted %s',
    (redacted) => {
      const policy: Policy = Object.assign(makePolicy(), { exemptTeams: ['SECRET-TEAM'] });
      const report = buildReport(makeFindings({ policy, redacted }));
      expect(Object.keys(report.policy)).toEqual(Object.keys(makePolicy()));
      expect(JSON.stringify(report)).not.toContain('SECRET-TEAM');
    },
  );

  it('leaves out a type that the portal made up: it is text of its own', () => {
    const report = makeReport([old({ type: 'type-SECRET-TITLE' })], {}, true);
    expect(JSON.stringify(report)).not.toContain('SECRET-TITLE');
  });
});
