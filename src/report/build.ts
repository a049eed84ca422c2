import type { KeyAccount, OwnerContacts } from '../rooms/accounts.ts';
import { type Changes, compareRuns, type LastRun } from '../rooms/compare-runs.ts';
import type { Findings } from '../rooms/findings.ts';
import { exceededLimits } from '../rooms/limits.ts';
import { type Policy, toReportPolicy } from '../rooms/policy.ts';
import { type DisabledAccounts, NONE_KNOWN, untoldRisks } from '../rooms/risks.ts';
import { compareIds, type RoomId, roomUrl } from '../rooms/room.ts';
import type { JudgedRoom, Verdict } from '../rooms/verdict.ts';
import { type EntryOptions, nameOf, toEntry, toExemptEntry, toUnknownEntry } from './entries.ts';
import { abandonedAt, ageBuckets, countSkipped, isSpaceReported, space, WHAT_IF_DAYS } from './figures.ts';
import { coverageNote, describeDelta, roomsNotSeen, unmatchedEntries, unreadableKeepUntil } from './notes.ts';
import { countOwners } from './owners.ts';
import type { MissingEntry, Report, RoomEntry, TrendEntry } from './schema.ts';
import { withTrend } from './trend.ts';

/** Everything that a report is built from. */
export interface ReportInput extends Omit<Findings, 'archived'> {
  readonly policy: Policy;
  /** Address of the portal. */
  readonly portal: string;
  readonly now: Date;
  /** Leave out every title, owner and tag: a room is then named by its id and its link. */
  readonly redacted: boolean;
  readonly lastRun: LastRun;
  /** The disabled accounts; null if no abandoned room has an owner to ask about. */
  readonly disabled: DisabledAccounts | null;
  /** The addresses of owners; null if they were not asked for. */
  readonly contacts: OwnerContacts | null;
  /** The account of the API key; null if it is not known. */
  readonly keyAccount: KeyAccount | null;
  /** The numbers of past runs; null if nothing remembers them. */
  readonly pastTrend: readonly TrendEntry[] | null;
  /** Whether the API key may archive rooms; null if that is not known. */
  readonly mayArchive: boolean | null;
  /** When the API key ends; null if it has no end, or if that is not known. */
  readonly keyExpiresAt: Date | null;
}

/**
 * Collects verdicts into a report. Each list is ordered: longest inactive first, rooms without a date last, ties by id;
 * with `sort: risk`, rooms with a risk come first.
 * The exact moment decides, not whole days, whose number depends on the hour of the run: the order of a list stays the
 * same until a room changes. Unknown rooms are ordered by the date in the listing.
 */
export function buildReport(input: ReportInput): Report {
  const { judged, inUse, withoutId, policy, portal, now, redacted, lastRun, mayArchive } = input;
  const changes = lastRun.kind === 'known' ? compareRuns(lastRun.since, input) : null;
  const delta = changes?.delta ?? null;
  const missing = changes === null ? [] : missingEntries(changes, input);
  const isNew = (id: RoomId) => changes?.newRooms.has(id) === true;
  const disabled = input.disabled ?? NONE_KNOWN;
  const contacts = redacted ? null : input.contacts;
  const emails = contacts?.emails ?? new Map();
  const options: EntryOptions = { portal, redacted, isNew, disabled, emails, mayArchive };
  const of = (kind: Exclude<Verdict['kind'], 'active'>) =>
    judged.filter(({ verdict }) => verdict.kind === kind);
  const abandoned = inOrder(of('abandoned'), (room) => toEntry(room, options), policy);
  const unknown = inOrder(of('unknown'), (room) => toUnknownEntry(room, options), policy);
  const upcoming = inOrder(of('upcoming'), (room) => toEntry(room, options), policy);
  const exempt = inOrder(of('exempt'), (room) => toExemptEntry(room, options), policy);
  const keyAccount = toKeyAccount(input.keyAccount, redacted);
  const counts = {
    scanned: judged.length + inUse.size + withoutId,
    active: inUse.size,
    upcoming: upcoming.length,
    abandoned: abandoned.length,
    unknown: unknown.length,
    exempt: exempt.length,
    skipped: of('skipped').length + withoutId,
    risky: abandoned.filter(({ risks }) => risks.length > 0).length,
    ...(delta ?? { new: 0, recovered: 0, gone: 0, notVisible: 0 }),
  };
  const report: Report = {
    schemaVersion: 1,
    generatedAt: now.toISOString(),
    portal,
    redacted,
    policy: toReportPolicy(policy, redacted),
    counts,
    skippedBy: countSkipped(judged, withoutId),
    ...space(abandoned, isSpaceReported(judged, inUse)),
    oldestDays: abandoned.reduce((oldest, { daysInactive }) => Math.max(oldest, daysInactive ?? 0), 0),
    limitExceeded: exceededLimits(counts, policy).length > 0,
    evidenceCheck: input.evidenceCheck,
    delta,
    sinceLastRun: describeDelta(delta, lastRun, policy),
    untoldRisks: untoldRisks(
      of('abandoned').map(({ room }) => room),
      input.disabled,
    ),
    ownersChecked: input.disabled === null ? null : input.disabled.isComplete,
    contacts: contacts && countOwners(abandoned),
    keyAccount,
    keyExpires: input.keyExpiresAt?.toISOString().slice(0, 10) ?? null,
    archiving: null,
    trend: null,
    ages: ageBuckets(judged, inUse),
    whatIf: WHAT_IF_DAYS.map((days) => ({ days, abandoned: abandonedAt(days, judged, inUse) })),
    notes: [
      ...coverageNote(keyAccount),
      ...input.notes,
      ...(contacts?.problem == null
        ? []
        : [`owner-contacts: not all addresses of owners are known. ${contacts.problem}`]),
      ...roomsNotSeen(missing),
      ...unreadableKeepUntil(judged, inUse),
      ...unmatchedEntries(input.unmatched, redacted),
    ],
    abandoned,
    unknown,
    upcoming,
    exempt,
    missing,
  };
  return withTrend(report, input.pastTrend);
}

/** The entries of rooms in the order of the report. */
function inOrder<T extends RoomEntry>(
  judged: readonly JudgedRoom[],
  entryOf: (room: JudgedRoom) => T,
  { sort }: Policy,
): readonly T[] {
  const sorted = judged.toSorted((a, b) => {
    const [one, other] = [orderMs(a), orderMs(b)];
    return one === other ? compareIds(a.room.id, b.room.id) : one < other ? -1 : 1;
  });
  const entries = sorted.map(entryOf);
  return sort === 'risk' ? entries.toSorted((a, b) => b.risks.length - a.risks.length) : entries;
}

/** The moment by which a room is ordered. The last activity of an unknown room is not known. */
function orderMs({ room, verdict }: JudgedRoom): number {
  const at =
    verdict.kind === 'skipped' || verdict.kind === 'unknown' ? room.lastUpdated : verdict.activity.at;
  return at?.getTime() ?? Number.POSITIVE_INFINITY;
}

function toKeyAccount(keyAccount: KeyAccount | null, redacted: boolean): Report['keyAccount'] {
  if (keyAccount === null) return null;
  const { account, seesAllRooms } = keyAccount;
  return { name: redacted ? null : nameOf(account), seesAllRooms };
}

/** Rooms of the last run that are not in the list, and that may still be there. */
function missingEntries({ notVisible, notKnown }: Changes, input: ReportInput): readonly MissingEntry[] {
  const entry = (status: MissingEntry['status']) => (id: RoomId) => ({
    id,
    url: roomUrl(input.portal, id),
    status,
  });
  return [
    ...notVisible.map(entry('not visible')),
    // Rooms of the list that could not be checked are among the unknown rooms.
    ...notKnown.filter((id) => input.missing.has(id)).map(entry('not known')),
  ];
}
