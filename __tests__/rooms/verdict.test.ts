import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { listedActivity } from '../../src/rooms/activity.ts';
import { compileExemptions } from '../../src/rooms/exemptions.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import type { Room } from '../../src/rooms/room.ts';
import type { JudgedRoom, Verdict } from '../../src/rooms/verdict.ts';
import { daysBetween, isCleared, judge, looksInactive } from '../../src/rooms/verdict.ts';
import {
  DAY_MS,
  daysAgo,
  makeActivity,
  makeFindings,
  makePolicy,
  makeRoom,
  NOW,
} from '../support/factories.ts';
import fc from '../support/fast-check.ts';

function verdictOf(room: Partial<Room>, policy: Partial<Policy> = {}): Verdict {
  const full = makePolicy(policy);
  const made = makeRoom(room);
  return judge(made, listedActivity(made), full, compileExemptions(full), NOW);
}

describe('daysBetween', () => {
  it.each([
    [0, 0],
    [1, 0],
    [DAY_MS - 1, 0],
    [DAY_MS, 1],
    [DAY_MS + 1, 1],
    [10 * DAY_MS - 1, 9],
    [10 * DAY_MS, 10],
    [-1, 0],
    [-400 * DAY_MS, 0],
  ])('%i ms are %i days', (ms, days) => {
    expect(daysBetween(new Date(NOW.getTime() - ms), NOW)).toBe(days);
  });

  it('counts 24 hours, not calendar days or hours of a clock that is changed', () => {
    expect(daysBetween(new Date('2026-03-28T23:59:00Z'), new Date('2026-03-29T00:01:00Z'))).toBe(0);
    expect(daysBetween(new Date('2026-03-28T12:00:00+01:00'), new Date('2026-03-29T12:00:00+02:00'))).toBe(0);
  });
});

describe('listedActivity', () => {
  it('names its evidence', () => {
    const nothing = { what: null, by: null, uncertainBecause: null };
    expect(listedActivity(makeRoom({ lastUpdated: NOW }))).toEqual({
      at: NOW,
      evidence: 'updated',
      ...nothing,
    });
    expect(listedActivity(makeRoom({ lastUpdated: null }))).toEqual({
      at: null,
      evidence: 'none',
      ...nothing,
    });
  });

  it('names the author of the last change if the portal sends it', () => {
    const updatedBy = { id: 'ben', name: 'Ben' };
    expect(listedActivity(makeRoom({ updatedBy })).by).toEqual(updatedBy);
  });
});

describe('judge', () => {
  it.each([
    [0, 10, 3, 'active'],
    [6, 10, 3, 'active'],
    [7, 10, 3, 'upcoming'],
    [9, 10, 3, 'upcoming'],
    [10, 10, 3, 'abandoned'],
    [11, 10, 3, 'abandoned'],
    [9, 10, 0, 'active'],
    [10, 10, 0, 'abandoned'],
    [0, 1, 0, 'active'],
    [1, 1, 0, 'abandoned'],
    [0, 10, 10, 'upcoming'],
    [0, 10, 9, 'active'],
    [0, 10, 36500, 'upcoming'],
    [36499, 36500, 1, 'upcoming'],
    [36500, 36500, 1, 'abandoned'],
    [-5, 10, 3, 'active'],
  ])('after %i days, of %i, upcoming %i: %s', (days, inactiveDays, upcomingDays, kind) => {
    expect(verdictOf({ lastUpdated: daysAgo(days) }, { inactiveDays, upcomingDays })).toEqual({
      kind,
      daysInactive: Math.max(0, days),
      activity: makeActivity(daysAgo(days)),
    });
  });

  it('turns at the very millisecond', () => {
    const exactly = new Date(NOW.getTime() - 10 * DAY_MS);
    expect(verdictOf({ lastUpdated: exactly }).kind).toBe('abandoned');
    expect(verdictOf({ lastUpdated: new Date(exactly.getTime() + 1) }).kind).toBe('upcoming');
  });

  it.each([
    ['abandoned', { kind: 'abandoned' }],
    ['ignore', { kind: 'unknown', because: 'no date' }],
  ] as const)('without a date, unknown-activity %s: %j', (unknownActivity, verdict) => {
    expect(verdictOf({ lastUpdated: null }, { unknownActivity })).toEqual({
      ...verdict,
      daysInactive: null,
      activity: makeActivity(null),
    });
  });

  describe('if only a period without activity is known', () => {
    const verdict = (since: number, policy: Partial<Policy> = {}) => {
      const full = makePolicy(policy);
      const activity = makeActivity(null, { evidence: 'history', noneSince: daysAgo(since) });
      return judge(makeRoom(), activity, full, compileExemptions(full), NOW);
    };

    it.each([
      { since: 10, kind: 'abandoned' },
      { since: 400, kind: 'abandoned' },
    ])('$since days ago: $kind, for at least that many days', ({ since, kind }) => {
      for (const unknownActivity of ['abandoned', 'ignore'] as const) {
        expect(verdict(since, { unknownActivity })).toMatchObject({
          kind,
          daysInactive: since,
          activity: { at: null },
        });
      }
    });

    it('reports the room as abandoned only by a threshold within that period', () => {
      const judged = [{ room: makeRoom(), verdict: verdict(75) }];
      const { whatIf, ages } = buildReport(makeFindings({ judged }));
      expect(whatIf.map(({ abandoned }) => abandoned)).toEqual([1, 1, 0, 0, 0]);
      expect(ages.map(({ rooms }) => rooms)).toEqual([0, 0, 1, 0, 0, 0]);
    });

    it('uses a date if there is one', () => {
      const activity = makeActivity(daysAgo(20), { noneSince: daysAgo(12) });
      const policy = makePolicy();
      expect(judge(makeRoom(), activity, policy, compileExemptions(policy), NOW)).toMatchObject({
        daysInactive: 20,
      });
    });
  });

  describe('with an activity that is in doubt', () => {
    const DOUBTS = [
      'date not readable',
      'storage not reachable',
      'too large to check',
      'changed while it was checked',
      'files without a date',
    ] as const;
    const cases = DOUBTS.flatMap((uncertainBecause) => [
      { uncertainBecause, days: 10, kind: 'unknown' },
      { uncertainBecause, days: 400, kind: 'unknown' },
      { uncertainBecause, days: null, kind: 'unknown' },
      { uncertainBecause, days: 9, kind: 'upcoming' },
      { uncertainBecause, days: 0, kind: 'active' },
    ]);

    it.each(cases)(
      '$uncertainBecause, last seen $days days ago: $kind, and never counted',
      ({ uncertainBecause, days, kind }) => {
        const policy = makePolicy({ unknownActivity: 'abandoned' });
        const activity = makeActivity(days === null ? null : daysAgo(days), { uncertainBecause });
        expect(judge(makeRoom(), activity, policy, compileExemptions(policy), NOW)).toEqual({
          kind,
          daysInactive: days,
          activity,
          ...(kind === 'unknown' ? { because: uncertainBecause } : {}),
        });
      },
    );

    it('is exempt all the same', () => {
      const policy = makePolicy({ exemptTags: ['keep'] });
      const activity = makeActivity(daysAgo(400), { uncertainBecause: 'storage not reachable' });
      const room = makeRoom({ tags: ['keep'] });
      expect(judge(room, activity, policy, compileExemptions(policy), NOW).kind).toBe('exempt');
    });
  });

  it.each<[Partial<Room>, Partial<Policy>, string]>([
    [{ isRoom: false }, {}, 'not a room'],
    [{ isArchived: true }, {}, 'archived'],
    [{ type: 'custom' }, { roomTypes: ['public'] }, 'other type'],
    [{ type: 'type-3' }, { roomTypes: ['public'] }, 'other type'],
    [{ isRoom: false, isArchived: true }, {}, 'not a room'],
    [{ isArchived: true, tags: ['keep'] }, { exemptTags: ['keep'] }, 'archived'],
    [{ isRoom: false, lastUpdated: null }, {}, 'not a room'],
  ])('skips %j under %j: %s', (room, policy, reason) => {
    expect(verdictOf({ lastUpdated: daysAgo(999), ...room }, policy)).toEqual({ kind: 'skipped', reason });
  });

  it.each<[Partial<Room>, Partial<Policy>]>([
    [{ type: 'public' }, { roomTypes: ['public', 'custom'] }],
    [{ type: null }, { roomTypes: ['public'] }],
    [{ type: 'type-3' }, {}],
    [{ id: 0 }, {}],
    [{ id: 'drive-15' }, {}],
  ])('does not skip %j under %j', (room, policy) => {
    expect(verdictOf({ lastUpdated: daysAgo(999), ...room }, policy).kind).toBe('abandoned');
  });

  it.each([
    [daysAgo(999), 999],
    [daysAgo(0), 0],
    [null, null],
  ])('exempts before all else a room last updated at %s', (lastUpdated, daysInactive) => {
    expect(verdictOf({ lastUpdated, tags: ['Keep'] }, { exemptTags: ['keep'] })).toMatchObject({
      kind: 'exempt',
      reason: { by: 'exempt-tags', detail: 'Keep' },
      daysInactive,
    });
  });
});

const TYPES = ['form-filling', 'collaboration', 'custom', 'public', 'virtual-data', 'ai-agent'] as const;
const tags = fc.array(
  fc.constantFrom(
    'keep',
    'KEEP',
    'other',
    'keep-until:2026-06-01',
    'keep-until:2026-05-31',
    'keep-until:soon',
  ),
  { maxLength: 3 },
);
const rooms = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.constantFrom('drive-1', 'drive-2', '7')),
    title: fc.constantFrom('Plan', 'Template a', 'Budget'),
    type: fc.constantFrom(...TYPES, 'type-3' as const, null),
    isRoom: fc.constantFrom(true, true, true, true, false),
    isArchived: fc.constantFrom(false, false, false, false, true),
    owner: fc.constantFrom(null, { id: 'ada', name: 'Ada' }, { id: null, name: null }),
    lastUpdated: fc.option(fc.integer({ min: -5, max: 400 }).map(daysAgo)),
    tags,
    usedBytes: fc.option(fc.nat()),
  }),
  { maxLength: 40, selector: ({ id }) => id },
);
const policies: fc.Arbitrary<Policy> = fc.record({
  activitySource: fc.constant('updated' as const),
  ignoreActivityBy: fc.constant([]),
  maxNewAbandoned: fc.constant(null),
  maxRisky: fc.constant(null),
  sort: fc.constant('inactivity' as const),
  inactiveDays: fc.integer({ min: 1, max: 400 }),
  unknownActivity: fc.constantFrom('abandoned' as const, 'ignore' as const),
  roomTypes: fc.oneof(fc.constant([]), fc.subarray([...TYPES])),
  exemptTags: fc.subarray(['keep']),
  exemptRooms: fc.subarray(['Template *', '7', 'drive-2']),
  exemptOwners: fc.subarray(['ADA']),
  upcomingDays: fc.integer({ min: 0, max: 400 }),
  maxAbandoned: fc.option(fc.integer({ min: 0, max: 20 })),
});

describe('for any rooms and any policy', () => {
  const KINDS = ['active', 'upcoming', 'abandoned', 'unknown', 'exempt', 'skipped'];

  it('each room ends as exactly one kind, and the counts add up', () => {
    const kindsSeen = new Set<string>();
    fc.assert(
      fc.property(rooms, policies, fc.boolean(), (list, policy, redacted) => {
        const exemptions = compileExemptions(policy);
        const judged = list.map((some) => {
          const room = makeRoom(some);
          return { room, verdict: judge(room, listedActivity(room), policy, exemptions, NOW) };
        });
        for (const { verdict } of judged) {
          expect(KINDS).toContain(verdict.kind);
          kindsSeen.add(verdict.kind);
        }
        const report = buildReport(makeFindings({ judged, policy, redacted }));
        const { counts } = report;
        const kinds = (kind: string) => judged.filter(({ verdict }) => verdict.kind === kind).length;

        expect(counts.scanned).toBe(list.length);
        const { active, upcoming, abandoned, unknown, exempt, skipped } = counts;
        expect(active + upcoming + abandoned + unknown + exempt + skipped).toBe(counts.scanned);
        for (const kind of ['active', 'upcoming', 'abandoned', 'unknown', 'exempt', 'skipped'] as const) {
          expect(counts[kind]).toBe(kinds(kind));
        }
        expect(report.abandoned).toHaveLength(counts.abandoned);
        expect(report.upcoming).toHaveLength(counts.upcoming);
        expect(report.unknown).toHaveLength(counts.unknown);
        expect(report.exempt).toHaveLength(counts.exempt);
        expect(Object.values(report.skippedBy).reduce((sum, count) => sum + count, 0)).toBe(counts.skipped);
        const dated = judged.filter(
          ({ verdict }) => verdict.kind !== 'skipped' && verdict.daysInactive !== null,
        );
        expect(report.ages.reduce((sum, bucket) => sum + bucket.rooms, 0)).toBe(dated.length);
        expect(report.limitExceeded).toBe(
          policy.maxAbandoned !== null && counts.abandoned > policy.maxAbandoned,
        );
      }),
    );
    expect([...kindsSeen].toSorted()).toEqual(KINDS.toSorted());
  });

  it('counts for another threshold are those of a scan with it', () => {
    fc.assert(
      fc.property(rooms, policies, (list, policy) => {
        const report = (changed: Policy) => {
          const exemptions = compileExemptions(changed);
          const judged = list.map((some) => {
            const room = makeRoom(some);
            return { room, verdict: judge(room, listedActivity(room), changed, exemptions, NOW) };
          });
          return buildReport(makeFindings({ judged, policy: changed }));
        };
        expect(report(policy).whatIf).toEqual(
          [30, 60, 90, 180, 365].map((days) => ({
            days,
            abandoned: report({ ...policy, inactiveDays: days }).counts.abandoned,
          })),
        );
      }),
    );
  });
});

describe('the rooms that are looked up', () => {
  const bot = { id: 'bot', name: 'Backup' };
  const judged = (kind: Verdict['kind'], evidence: string, updatedBy: object | null = null): JudgedRoom => ({
    room: makeRoom({ updatedBy: updatedBy as Room['updatedBy'] }),
    verdict: { kind, activity: { ...makeActivity(NOW), evidence } } as unknown as Verdict,
  });

  it.each<[Verdict['kind'], boolean, boolean, boolean]>([
    // Looks inactive; also if only an ignored account used it; and is cleared if it has this verdict by its history.
    ['active', false, true, true],
    ['upcoming', false, true, true],
    ['abandoned', true, true, false],
    ['unknown', true, true, false],
    ['exempt', false, false, false],
    ['skipped', false, false, false],
  ])('of the verdict %s', (kind, inactive, ofIgnored, cleared) => {
    const isIgnored = accountList(['backup']);
    expect(looksInactive(judged(kind, 'updated', { id: 'a', name: 'Ann' }), isIgnored)).toBe(inactive);
    expect(looksInactive(judged(kind, 'updated', bot), isIgnored)).toBe(ofIgnored);
    expect(isCleared(judged(kind, 'history'))).toBe(cleared);
    expect(isCleared(judged(kind, 'updated'))).toBe(false);
  });

  it.each([
    ['ai-agent', 'history', 'unknown'],
    ['ai-agent', 'updated', 'abandoned'],
    ['custom', 'history', 'abandoned'],
    [null, 'history', 'abandoned'],
  ] as const)(
    'of the type %s with the activity source %s are %s if they look inactive',
    (type, activitySource, kind) => {
      const verdict = verdictOf({ type, lastUpdated: daysAgo(99) }, { activitySource });
      expect(verdict.kind).toBe(kind);
      if (verdict.kind === 'unknown') expect(verdict.because).toBe('chats leave no trace');
    },
  );
});
