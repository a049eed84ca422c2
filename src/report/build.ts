import type { LastRun, RoomFate } from '../rooms/compare-runs.ts';
import type { UnmatchedEntries } from '../rooms/exemptions.ts';
import { isInUse, type JudgedEntry } from '../rooms/judged-entry.ts';
import { exceededLimits } from '../rooms/limits.ts';
import type { Policy } from '../rooms/policy.ts';
import type { RoomId } from '../rooms/room.ts';
import type { JudgedRoom, Verdict } from '../rooms/verdict.ts';
import { changesSince } from './changes.ts';
import { type EntryOptions, toEntry, toExemptEntry, toUnknownEntry } from './entries.ts';
import { abandonedAt, ageBuckets, countSkipped, space, WHAT_IF_DAYS } from './figures.ts';
import { roomsNotSeen, unmatchedEntries, unreadableKeepUntil } from './notes.ts';
import type { EvidenceCheck, Report } from './schema.ts';
import { describeDelta } from './text/sentences.ts';

/** Everything that a report is built from. */
export interface ReportInput {
  /** Every entry of the list of rooms. */
  readonly judged: readonly JudgedEntry[];
  /** The check of rooms that looked inactive against their history or contents; null if the list alone decided. */
  readonly evidenceCheck: EvidenceCheck | null;
  readonly policy: Policy;
  /** Address of the portal. */
  readonly portal: string;
  readonly now: Date;
  /** Leave out every title, owner and tag: a room is then named by its id and its link. */
  readonly redacted: boolean;
  readonly lastRun: LastRun;
  /** What became of the rooms that were abandoned at the last run and are missing from the list. */
  readonly missing: ReadonlyMap<RoomId, RoomFate>;
  /** Things that somebody should look at, one line each, without text from the portal. */
  readonly notes: readonly string[];
  /** Entries of the inputs that matched nothing. */
  readonly unmatched: readonly UnmatchedEntries[];
}

/**
 * Collects verdicts into a report. Each list is ordered: longest inactive first, rooms without a date last, ties by id.
 * The exact moment decides, not whole days, whose number depends on the hour of the run: the order of a list stays the
 * same until a room changes. Unknown rooms are ordered by the date in the listing.
 */
export function buildReport(input: ReportInput): Report {
  const { judged, policy, portal, now, redacted, lastRun } = input;
  const { delta, isNew, missing } = changesSince(lastRun, judged, input.missing, portal);
  const options: EntryOptions = { portal, redacted, isNew };
  const entry = (room: JudgedRoom) => toEntry(room, options);
  const of = (kind: Exclude<Verdict['kind'], 'active'>) =>
    judged.filter((entry): entry is JudgedRoom => !isInUse(entry) && entry.verdict.kind === kind);
  const unknown = of('unknown');
  const abandoned = sorted(of('abandoned')).map(entry);
  const exempt = of('exempt');
  const counts = {
    scanned: judged.length,
    active: judged.filter(({ verdict }) => verdict.kind === 'active').length,
    upcoming: of('upcoming').length,
    abandoned: abandoned.length,
    unknown: unknown.length,
    exempt: exempt.length,
    skipped: of('skipped').length,
    new: delta?.new ?? 0,
    recovered: delta?.recovered ?? 0,
    gone: delta?.gone ?? 0,
    notVisible: delta?.notVisible ?? 0,
  };
  return {
    schemaVersion: 1,
    generatedAt: now.toISOString(),
    portal,
    redacted,
    policy: toReportPolicy(policy, redacted),
    counts,
    skippedBy: countSkipped(judged),
    ...space(abandoned, judged),
    oldestDays: abandoned[0]?.daysInactive ?? 0,
    limitExceeded: exceededLimits(counts, policy).length > 0,
    evidenceCheck: input.evidenceCheck,
    delta,
    sinceLastRun: describeDelta(delta, lastRun, policy),
    ages: ageBuckets(judged),
    whatIf: WHAT_IF_DAYS.map((days) => ({ days, abandoned: abandonedAt(days, judged) })),
    notes: [
      ...input.notes,
      ...roomsNotSeen(missing),
      ...unreadableKeepUntil(judged),
      ...unmatchedEntries(input.unmatched, redacted),
    ],
    abandoned,
    unknown: sorted(unknown, ({ room }) => room.lastUpdated).map((room) => toUnknownEntry(room, options)),
    upcoming: sorted(of('upcoming')).map(entry),
    exempt: sorted(exempt).map((room) => toExemptEntry(room, options)),
    missing,
  };
}

/** Member by member: a new member of the policy is left out if it can hold names and the report is redacted. */
function toReportPolicy(policy: Policy, redacted: boolean): Report['policy'] {
  const unlessRedacted = (names: readonly string[]) => (redacted ? null : names);
  return {
    inactiveDays: policy.inactiveDays,
    activitySource: policy.activitySource,
    ignoreActivityBy: unlessRedacted(policy.ignoreActivityBy),
    unknownActivity: policy.unknownActivity,
    roomTypes: policy.roomTypes,
    exemptTags: unlessRedacted(policy.exemptTags),
    exemptRooms: unlessRedacted(policy.exemptRooms),
    exemptOwners: unlessRedacted(policy.exemptOwners),
    upcomingDays: policy.upcomingDays,
    maxAbandoned: policy.maxAbandoned,
    maxNewAbandoned: policy.maxNewAbandoned,
  } satisfies Record<keyof Policy, unknown>;
}

function sorted(
  judged: readonly JudgedRoom[],
  momentOf: (room: JudgedRoom) => Date | null = lastActivityOf,
): JudgedRoom[] {
  const msOf = (room: JudgedRoom) => momentOf(room)?.getTime() ?? Number.POSITIVE_INFINITY;
  return judged.toSorted((a, b) => {
    const [one, other] = [msOf(a), msOf(b)];
    return one === other ? compareIds(a.room.id ?? '', b.room.id ?? '') : one < other ? -1 : 1;
  });
}

function lastActivityOf({ verdict }: JudgedRoom): Date | null {
  return verdict.kind === 'skipped' ? null : verdict.activity.at;
}

/** Numbers by size, before texts; texts by code unit, so that the order does not depend on a locale. */
function compareIds(a: RoomId, b: RoomId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
