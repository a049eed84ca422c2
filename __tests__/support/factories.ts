import { buildReport, type ReportInput } from '../../src/report/build.ts';
import type { Report } from '../../src/report/schema.ts';
import { type Activity, listedActivity } from '../../src/rooms/activity.ts';
import type { LastRun } from '../../src/rooms/compare-runs.ts';
import { type Day, dayOf } from '../../src/rooms/days.ts';
import { compileExemptions } from '../../src/rooms/exemptions.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import type { Room, RoomId } from '../../src/rooms/room.ts';
import { type InUse, inUseReducer } from '../../src/rooms/rooms-in-use.ts';
import { type JudgedRoom, judge } from '../../src/rooms/verdict.ts';

/** The moment at which tests judge rooms. */
export const NOW = new Date('2026-06-01T12:00:00Z');
export const DAY_MS = 86_400_000;

export function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * DAY_MS);
}

/** An active room whose members are all known; a test overrides members. */
export function makeRoom(room: Partial<Room> = {}): Room {
  const id = room.id === undefined ? 1 : room.id;
  return {
    id,
    title: 'Budget',
    type: 'collaboration',
    isRoom: true,
    isArchived: false,
    owner: { id: 'ada', name: 'Ada Lovelace' },
    updatedBy: null,
    created: null,
    showsOwnFormsOnly: false,
    isThirdParty: false,
    lastUpdated: daysAgo(0),
    hasUnreadableDate: false,
    tags: [],
    usedBytes: 1000,
    isOpenToPublic: false,
    isShared: false,
    mayArchive: true,
    hasLifetime: false,
    ...room,
  };
}

/** Inactive from 10 days on, upcoming from 7, no exemptions, no limit; a test overrides members. */
export function makePolicy(policy: Partial<Policy> = {}): Policy {
  return {
    inactiveDays: 10,
    activitySource: 'updated',
    ignoreActivityBy: [],
    unknownActivity: 'abandoned',
    roomTypes: [],
    exemptTags: [],
    exemptRooms: [],
    exemptOwners: [],
    upcomingDays: 3,
    maxAbandoned: null,
    maxNewAbandoned: null,
    maxRisky: null,
    sort: 'inactivity',
    ...policy,
  };
}

/** The activity of a room that was last updated at `at`, by the list; a test overrides members. */
export function makeActivity(at: Date | null, activity: Partial<Activity> = {}): Activity {
  return {
    at,
    evidence: at === null ? 'none' : 'updated',
    what: null,
    by: null,
    uncertainBecause: null,
    ...activity,
  };
}

/** A last run that knew these rooms to be abandoned since a day. */
export function makeLastRun(ids: Iterable<RoomId>, since: Day = 0): LastRun & { kind: 'known' } {
  return { kind: 'known', since: new Map([...ids].map((id) => [id, since])) };
}

/** What is kept of a room in use. */
export const IN_USE: InUse = {
  daysInactive: 0,
  lastActiveOn: dayOf(NOW),
  isSpaceKnown: true,
  hasUnreadableKeepUntil: false,
};

/**
 * Findings of a scan of no rooms, without a last run; a test overrides members. Of `judged`, rooms that are active are
 * reduced to what a scan keeps of them.
 */
export function makeFindings(findings: Partial<ReportInput> = {}): ReportInput {
  const policy = findings.policy ?? makePolicy();
  const reduce = inUseReducer();
  const inUse = new Map<RoomId, InUse>();
  const judged: JudgedRoom[] = [];
  for (const entry of findings.judged ?? []) {
    const reduced = reduce(entry);
    if (reduced === null) judged.push(entry);
    else inUse.set(entry.room.id, reduced);
  }
  return {
    inUse,
    withoutId: 0,
    evidenceCheck: policy.activitySource === 'updated' ? null : { inactive: 0, checked: 0, cleared: 0 },
    policy,
    portal: 'https://portal.example/',
    now: NOW,
    redacted: false,
    lastRun: { kind: 'not tracked' },
    missing: new Map(),
    notes: [],
    unmatched: [],
    disabled: null,
    contacts: null,
    keyAccount: null,
    pastTrend: null,
    keyExpiresAt: null,
    mayArchive: true,
    ...findings,
    judged,
  };
}

/** The report of these rooms, each judged by the list alone. */
export function makeReport(
  rooms: readonly Room[],
  policy: Partial<Policy> = {},
  redacted = false,
  findings: Partial<ReportInput> = {},
): Report {
  const full = makePolicy(policy);
  const exemptions = compileExemptions(full);
  const judged = rooms.map((room) => ({
    room,
    verdict: judge(room, listedActivity(room), full, exemptions, NOW),
  }));
  return buildReport(makeFindings({ judged, policy: full, redacted, ...findings }));
}
