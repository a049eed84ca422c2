import { INPUTS } from './config/inputs.generated.ts';
import type { Portal } from './docspace/client.ts';
import { findLastActivities, type LastActivities } from './docspace/last-activity.ts';
import { type ListingOptions, listRooms } from './docspace/list-rooms.ts';
import { lookUpRooms } from './docspace/room-lookup.ts';
import { type AccountMatcher, accountList } from './rooms/accounts.ts';
import { type Activity, activityRules, listedActivity } from './rooms/activity.ts';
import { type LastRun, missingRooms, seemsToBeBack } from './rooms/compare-runs.ts';
import { compileExemptions, type UnmatchedEntries } from './rooms/exemptions.ts';
import type { EvidenceCheck, Findings } from './rooms/findings.ts';
import type { Policy } from './rooms/policy.ts';
import type { Room, RoomId } from './rooms/room.ts';
import { type InUse, inUseReducer, type RoomsInUse } from './rooms/rooms-in-use.ts';
import { isCleared, type JudgedRoom, judge, looksInactive } from './rooms/verdict.ts';
import type { Log } from './runtime.ts';
import { logText, plural } from './shared/text.ts';

const DELETED = { kind: 'skipped', reason: 'deleted meanwhile' } as const;
/** A longer scan says every ten seconds how far it is. */
const INTERVAL_MS = 10_000;

export interface ScanOptions {
  readonly portal: Portal;
  readonly policy: Policy;
  /** The most requests at once. */
  readonly concurrency: number;
  /** The moment by which all rooms are judged. */
  readonly now: Date;
  /** The current time, for the progress. */
  readonly clock: () => Date;
  readonly lastRun: LastRun;
  /** Whether the key may read histories and contents; null if that is not known. */
  readonly mayReadHistory: boolean | null;
  /** Whether the account of the key sees every room; null if it is not known. */
  readonly seesAllRooms: () => Promise<boolean | null>;
  /** Rooms that somebody ticked in the tracking issue, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  readonly log: Pick<Log, 'isDebug' | 'debug' | 'info'>;
}

/**
 * Scans a portal: lists every room, judges it page by page, and checks those that look inactive against their history
 * or contents. Of a room in use only its id is kept, and an object that it shares with others, so that memory grows
 * with the rooms that are reported.
 *
 * The history is read after the list is complete, not during it: the list is proven complete only by its last page, and
 * a list that is not proven is read again.
 *
 * @throws PortalError if not every room could be seen: there is no report of a part
 */
export async function scan(options: ScanOptions): Promise<Findings> {
  const { portal, policy, now, lastRun, ticked, log } = options;
  const exemptions = compileExemptions(policy, ticked);
  const isIgnored = accountList(policy.ignoreActivityBy);
  const judgeBy = (room: Room, activity: Activity): JudgedRoom => ({
    room,
    verdict: judge(room, activity, policy, exemptions, now),
  });
  const reduce = inUseReducer();
  const judgeListed = (room: Room): JudgedRoom | InUse => {
    // Whoever is on the list is remembered as found.
    isIgnored(room.owner);
    isIgnored(room.updatedBy);
    const judged = judgeBy(room, listedActivity(room));
    const isKept = looksInactive(judged, isIgnored) || seemsToBeBack(judged, lastRun);
    return isKept ? judged : (reduce(judged) ?? judged);
  };

  const listing = listingOptions(options, 'rooms listed');
  const { byId, withoutId } = await listRooms(portal, { ...listing, keep: judgeListed });
  const { judged: others } = parted(byId);
  const inactive = others.filter((entry) => looksInactive(entry, isIgnored)).map(({ room }) => room);
  const back = others.filter((entry) => seemsToBeBack(entry, lastRun)).map(({ room }) => room);
  const { activities, answered, notes } = await checkHistories(inactive, back, isIgnored, options);
  const checked = others.map((entry) => {
    const activity = activities.get(entry.room);
    if (activity === undefined) return entry;
    return activity === null ? { room: entry.room, verdict: DELETED } : judgeBy(entry.room, activity);
  });
  for (const entry of checked) byId.set(entry.room.id, reduce(entry) ?? entry);
  const { judged, inUse } = parted(byId);
  if (log.isDebug) {
    for (const { room, verdict } of judged) log.debug(logText(`room ${room.id}: ${verdict.kind}`));
    for (const id of inUse.keys()) log.debug(logText(`room ${id}: active`));
  }
  const missing = missingRooms(lastRun, (id) => byId.has(id));
  if (missing.length > 0) {
    log.info(`Looking up ${plural(missing.length, 'room')} of the last run that the list does not hold`);
  }
  const ids = [...inUse.keys().take(10), ...judged.map(({ room }) => room.id)];
  const { fates, archived } = await lookUpRooms(portal, missing, {
    ...options,
    roomTypes: policy.roomTypes,
    // Rooms with a text as their id have no history.
    control: ids.find((id) => typeof id === 'number') ?? ids[0] ?? null,
  });
  return {
    judged,
    inUse,
    withoutId,
    evidenceCheck: policy.activitySource === 'updated' ? null : evidenceCheck(inactive, answered, checked),
    missing: fates,
    archived,
    notes,
    unmatched: [
      // Whoever leaves the default as it is need not have such a tag.
      ...exemptions
        .unmatched()
        .filter(({ input, entries }) => input !== 'exempt-tags' || entries.join() !== INPUTS[input].default),
      ...unmatchedAccounts(isIgnored),
    ],
  };
}

/** Parts the rooms that are in use from the others. */
function parted(byId: ReadonlyMap<RoomId, JudgedRoom | InUse>): {
  readonly judged: readonly JudgedRoom[];
  readonly inUse: RoomsInUse;
} {
  const judged: JudgedRoom[] = [];
  const inUse = new Map<RoomId, InUse>();
  for (const [id, entry] of byId) {
    if ('room' in entry) judged.push(entry);
    else inUse.set(id, entry);
  }
  return { judged, inUse };
}

function listingOptions(
  { policy, concurrency, log, clock }: ScanOptions,
  label: string,
): Omit<ListingOptions<never>, 'keep'> {
  const progress = createProgress(log, label, clock);
  return {
    roomTypes: policy.roomTypes,
    concurrency,
    onPage: progress,
    onRepeat: log.info,
  };
}

/**
 * Looks up the last activity of the rooms that look inactive by the list; the others cost no request.
 *
 * @param back rooms of the last run that look active again: that is claimed on evidence as well
 */
async function checkHistories(
  inactive: readonly Room[],
  back: readonly Room[],
  isIgnored: AccountMatcher,
  options: ScanOptions,
): Promise<LastActivities> {
  const { portal, policy, concurrency, now, clock, log } = options;
  const rooms = policy.activitySource === 'updated' ? [] : [...new Set([...inactive, ...back])];
  if (rooms.length === 0) return { activities: new Map(), answered: new Set(), notes: [] };
  const say = (count: number, one: string, many: string) => {
    if (count === 1) log.info(`1 room ${one}; checking its history`);
    if (count > 1) log.info(`${count.toLocaleString('en-US')} rooms ${many}; checking their history`);
  };
  say(inactive.length, 'looks inactive', 'look inactive');
  say(back.length, 'of the last run looks active again', 'of the last run look active again');
  const progress = createProgress(log, 'rooms checked', clock);
  return findLastActivities(portal, rooms, {
    rules: activityRules(policy, isIgnored, now),
    concurrency,
    mayRead: options.mayReadHistory,
    listIds: async () => {
      const { byId } = await listRooms(portal, {
        ...listingOptions(options, 'rooms listed again'),
        keep: () => null,
      });
      return new Set(byId.keys());
    },
    onProgress: (done) => progress(done, rooms.length),
  });
}

function evidenceCheck(
  inactive: readonly Room[],
  answered: ReadonlySet<Room>,
  checked: readonly JudgedRoom[],
): EvidenceCheck {
  const asked = new Set(inactive).intersection(answered);
  return {
    inactive: inactive.length,
    checked: asked.size,
    cleared: checked.filter((entry) => asked.has(entry.room) && isCleared(entry)).length,
  };
}

/** The entries of ignore-activity-by that match no owner, no last author, and nobody in a history that was read. */
function unmatchedAccounts(isIgnored: AccountMatcher): readonly UnmatchedEntries[] {
  const entries = isIgnored.unmatched();
  return entries.length === 0 ? [] : [{ input: 'ignore-activity-by', entries }];
}

/** Reports how far a long task is. `total` is null if it is not known. */
type Progress = (done: number, total: number | null) => void;

/**
 * Writes a line at most every ten seconds, and one at the end. It says how long the task will still take as soon as
 * that can be estimated.
 *
 * @param label stands behind the numbers, such as `rooms checked`
 */
export function createProgress(log: Pick<Log, 'info'>, label: string, clock: () => Date): Progress {
  const startedMs = clock().getTime();
  let lastMs = startedMs;
  return (done, total) => {
    const nowMs = clock().getTime();
    if (done !== total && nowMs - lastMs < INTERVAL_MS) return;
    lastMs = nowMs;
    log.info(`${describe(done, total)} ${label}${remaining(done, total, nowMs - startedMs)}`);
  };
}

function describe(done: number, total: number | null): string {
  return total === null
    ? done.toLocaleString('en-US')
    : `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
}

function remaining(done: number, total: number | null, elapsedMs: number): string {
  if (total === null || done === 0 || done >= total || elapsedMs < INTERVAL_MS) return '';
  const seconds = ((elapsedMs / done) * (total - done)) / 1000;
  if (seconds < 10) return ', a few seconds left';
  if (seconds < 90) return `, about ${Math.round(seconds / 10) * 10} seconds left`;
  return `, about ${Math.round(seconds / 60)} minutes left`;
}
