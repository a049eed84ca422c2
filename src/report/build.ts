import { compareRuns, type Delta } from '../rooms/compare-runs.ts';
import { exceededLimits } from '../rooms/limits.ts';
import type { Policy } from '../rooms/policy.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import type { JudgedRoom, Verdict } from '../rooms/verdict.ts';
import { type Listing, toEntry, toExemptEntry, toUnknownEntry } from './entries.ts';
import {
  abandonedAt,
  ageBuckets,
  countSkipped,
  countsAsAbandoned,
  isUncertain,
  space,
  WHAT_IF_DAYS,
} from './figures.ts';
import { unreadableKeepUntil } from './notes.ts';
import type { EvidenceCheck, Report } from './schema.ts';
import { describeDelta } from './text/sentences.ts';

/** What a report is made of. */
export interface Findings {
  readonly judged: readonly JudgedRoom[];
  /** The rooms that were looked into. */
  readonly suspects: { has(room: Room): boolean; readonly size: number };
  readonly policy: Policy;
  /** Address of the portal. */
  readonly portal: string;
  readonly now: Date;
  /** Leave out every title, owner and tag: what is left names a room by its id and its link. */
  readonly redacted: boolean;
  readonly lastRun: LastRun;
  /** Things that somebody should look at, one line each, without text from the portal. */
  readonly notes: readonly string[];
}

/** What is known of the run before this one. */
export interface LastRun {
  /** The rooms that were abandoned then; null where that is not known. */
  readonly previous: ReadonlySet<RoomId> | null;
  /** Why that is not known; empty where it is, and where nobody asked. */
  readonly unknownBecause: string;
}

/**
 * Collects verdicts into a report. Lists are ordered: longest inactive first, without a date last, ties by id. By the
 * moment, not by whole days, whose number depends on the hour of the run: the order of a list is the same until a room
 * changes. Of unknown rooms, the only moment is that of the listing.
 */
export function buildReport(findings: Findings): Report {
  const { judged, policy, portal, now, redacted, lastRun, notes } = findings;
  const changes = compareWithLastRun(findings);
  const delta = changes === null ? null : { new: changes.new.size, recovered: changes.recovered };
  const listing: Listing = { portal, redacted, isNew: (id) => changes?.new.has(id) ?? false };
  const entry = (one: JudgedRoom) => toEntry(one, listing);
  const of = (kind: Verdict['kind']) => judged.filter(({ verdict }) => verdict.kind === kind);
  const unknown = of('unknown');
  const abandoned = sorted(judged.filter(({ verdict }) => countsAsAbandoned(verdict))).map(entry);
  const exempt = of('exempt');
  const counts = {
    scanned: judged.length,
    active: of('active').length,
    upcoming: of('upcoming').length,
    abandoned: abandoned.length,
    unknown: unknown.length,
    unknownAsAbandoned: unknown.filter(({ verdict }) => countsAsAbandoned(verdict)).length,
    exempt: exempt.length,
    skipped: of('skipped').length,
    new: delta?.new ?? 0,
    recovered: delta?.recovered ?? 0,
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
    evidenceCheck: checkOf(findings),
    delta,
    sinceLastRun: describeDelta(delta, lastRun.unknownBecause, policy),
    ages: ageBuckets(judged),
    whatIf: WHAT_IF_DAYS.map((days) => ({ days, abandoned: abandonedAt(days, judged) })),
    notes: [...notes, ...unreadableKeepUntil(judged)],
    abandoned,
    unknown: sorted(unknown, ({ room }) => room.lastUpdated).map((one) => toUnknownEntry(one, listing)),
    upcoming: sorted(of('upcoming')).map(entry),
    exempt: sorted(exempt).map((one) => toExemptEntry(one, listing)),
  };
}

/** Member by member: whoever adds one to the policy decides here whether it holds names. */
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

function checkOf({ judged, suspects, policy }: Findings): EvidenceCheck | null {
  if (policy.activitySource === 'updated') return null;
  const acquitted = judged.filter(
    ({ room, verdict }) =>
      suspects.has(room) &&
      (verdict.kind === 'active' || verdict.kind === 'upcoming') &&
      // The listing's own word is what made the room a suspect.
      verdict.activity.evidence !== 'updated',
  );
  return { suspects: suspects.size, acquitted: acquitted.length };
}

function compareWithLastRun({ judged, lastRun: { previous } }: Findings): Delta | null {
  if (previous === null) return null;
  const ids = (of: (verdict: Verdict) => boolean) =>
    new Set(judged.flatMap(({ room, verdict }) => (room.id !== null && of(verdict) ? [room.id] : [])));
  const unsettled = ids((verdict) => {
    if (verdict.kind === 'exempt') return verdict.reason.by === 'tick';
    return verdict.kind === 'unknown' && isUncertain({ reason: verdict.because });
  });
  return compareRuns(previous, ids(countsAsAbandoned), unsettled);
}

function sorted(
  judged: readonly JudgedRoom[],
  momentOf: (one: JudgedRoom) => Date | null = lastActivityOf,
): JudgedRoom[] {
  const msOf = (one: JudgedRoom) => momentOf(one)?.getTime() ?? Number.POSITIVE_INFINITY;
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
