import type { KeyAccount, OwnerContacts } from '../rooms/accounts.ts';
import {
  compareRuns,
  type Delta,
  type LastRun,
  type RoomFate,
  statusOfRooms,
} from '../rooms/compare-runs.ts';
import type { UnmatchedEntries } from '../rooms/exemptions.ts';
import { exceededLimits } from '../rooms/limits.ts';
import { roomUrl } from '../rooms/link.ts';
import { type Policy, toReportPolicy } from '../rooms/policy.ts';
import { type DisabledAccounts, NONE_KNOWN, untoldRisks } from '../rooms/risks.ts';
import { compareIds, type RoomId } from '../rooms/room.ts';
import { type RoomsInUse, tally } from '../rooms/rooms-in-use.ts';
import type { JudgedRoom, Verdict } from '../rooms/verdict.ts';
import { type EntryOptions, nameOf, toEntry, toExemptEntry, toUnknownEntry } from './entries.ts';
import { abandonedAt, ageBuckets, countSkipped, isSpaceReported, space, WHAT_IF_DAYS } from './figures.ts';
import { coverageNote, roomsNotSeen, unmatchedEntries, unreadableKeepUntil } from './notes.ts';
import { countOwners } from './owners.ts';
import type { EvidenceCheck, MissingEntry, Report, RoomEntry, TrendEntry } from './schema.ts';
import { describeDelta } from './text/sentences.ts';
import { withTrend } from './trend.ts';

/** Everything that a report is built from. */
export interface ReportInput {
  /** Every entry of the list of rooms that has an id and is not in use, in any order. */
  readonly judged: readonly JudgedRoom[];
  readonly inUse: RoomsInUse;
  /** How many entries of the list have no id. */
  readonly withoutId: number;
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
  /** Entries of the inputs that matched nothing. */
  readonly unmatched: readonly UnmatchedEntries[];
}

/**
 * Collects verdicts into a report. Each list is ordered: longest inactive first, rooms without a date last, ties by id;
 * with `sort: risk`, rooms with a risk come first.
 * The exact moment decides, not whole days, whose number depends on the hour of the run: the order of a list stays the
 * same until a room changes. Unknown rooms are ordered by the date in the listing.
 */
export function buildReport(input: ReportInput): Report {
  const { judged, inUse, withoutId, policy, portal, now, redacted, lastRun } = input;
  const { delta, isNew, missing } = changesSince(lastRun, judged, inUse, input.missing, portal);
  const disabled = input.disabled ?? NONE_KNOWN;
  const used = tally(inUse);
  const contacts = redacted ? null : input.contacts;
  const emails = contacts?.emails ?? new Map();
  const { mayArchive } = input;
  const options: EntryOptions = { portal, redacted, isNew, disabled, emails, mayArchive };
  const entry = (room: JudgedRoom) => toEntry(room, options);
  const of = (kind: Exclude<Verdict['kind'], 'active'>) =>
    judged.filter(({ verdict }) => verdict.kind === kind);
  const unknown = of('unknown');
  const ordered = <T extends RoomEntry>(entries: readonly T[]) => inOrder(entries, policy);
  const abandoned = ordered(sorted(of('abandoned')).map(entry));
  const upcoming = of('upcoming');
  const exempt = of('exempt');
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
    new: delta?.new ?? 0,
    recovered: delta?.recovered ?? 0,
    gone: delta?.gone ?? 0,
    notVisible: delta?.notVisible ?? 0,
  };
  const report: Report = {
    schemaVersion: 1,
    generatedAt: now.toISOString(),
    portal,
    redacted,
    policy: toReportPolicy(policy, redacted),
    counts,
    skippedBy: countSkipped(judged, withoutId),
    ...space(abandoned, isSpaceReported(judged, used)),
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
    ages: ageBuckets(judged, used),
    whatIf: WHAT_IF_DAYS.map((days) => ({ days, abandoned: abandonedAt(days, judged, used) })),
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
    unknown: ordered(
      sorted(unknown, ({ room }) => room.lastUpdated).map((room) => toUnknownEntry(room, options)),
    ),
    upcoming: ordered(sorted(upcoming).map(entry)),
    exempt: ordered(sorted(exempt).map((room) => toExemptEntry(room, options))),
    missing,
  };
  return withTrend(report, input.pastTrend);
}

function sorted(
  judged: readonly JudgedRoom[],
  momentOf: (room: JudgedRoom) => Date | null = lastActivityOf,
): JudgedRoom[] {
  const msOf = (room: JudgedRoom) => momentOf(room)?.getTime() ?? Number.POSITIVE_INFINITY;
  return judged.toSorted((a, b) => {
    const [one, other] = [msOf(a), msOf(b)];
    return one === other ? compareIds(a.room.id, b.room.id) : one < other ? -1 : 1;
  });
}

/** With `sort: risk`, rooms with more risks come first; otherwise the order stays. */
function inOrder<T extends RoomEntry>(entries: readonly T[], { sort }: Policy): readonly T[] {
  return sort === 'risk' ? entries.toSorted((a, b) => b.risks.length - a.risks.length) : entries;
}

function toKeyAccount(keyAccount: KeyAccount | null, redacted: boolean): Report['keyAccount'] {
  if (keyAccount === null) return null;
  const { account, seesAllRooms } = keyAccount;
  return { name: redacted ? null : nameOf(account), seesAllRooms };
}

function lastActivityOf({ verdict }: JudgedRoom): Date | null {
  return verdict.kind === 'skipped' ? null : verdict.activity.at;
}

/** What changed since the last run, for the report. */
interface Changes {
  /** Null if the last run is not known. */
  readonly delta: Report['delta'];
  readonly isNew: (id: RoomId) => boolean;
  /** Rooms of the last run that are not in the list, and that may still be there. */
  readonly missing: readonly MissingEntry[];
}

/**
 * Compares the rooms with the last run.
 *
 * @param missing what became of the rooms of the last run that are missing from the list
 * @param portal address of the portal
 */
function changesSince(
  lastRun: LastRun,
  judged: readonly JudgedRoom[],
  inUse: RoomsInUse,
  missing: ReadonlyMap<RoomId, RoomFate>,
  portal: string,
): Changes {
  if (lastRun.kind !== 'known') return { delta: null, isNew: () => false, missing: [] };
  const delta = compareRuns(lastRun.since, statusOfRooms(lastRun.since, judged, inUse, missing));
  return {
    delta: {
      new: delta.new.size,
      recovered: delta.recovered,
      gone: delta.gone,
      notVisible: delta.notVisible.size,
    },
    isNew: (id) => delta.new.has(id),
    missing: missingEntries(delta, missing, portal),
  };
}

function missingEntries(
  { notVisible, notKnown }: Delta,
  missing: ReadonlyMap<RoomId, RoomFate>,
  portal: string,
): MissingEntry[] {
  const entry = (status: MissingEntry['status']) => (id: RoomId) => ({
    id,
    url: roomUrl(portal, id),
    status,
  });
  return [
    ...[...notVisible].map(entry('not visible')),
    // Rooms of the list that could not be checked are among the unknown rooms.
    ...[...notKnown].filter((id) => missing.has(id)).map(entry('not known')),
  ];
}
