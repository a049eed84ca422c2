import type { Portal } from './docspace/client.ts';
import { type Examination, examine } from './docspace/last-activity.ts';
import { listRooms } from './docspace/list-rooms.ts';
import { lookUpMissing } from './docspace/room-lookup.ts';
import { buildReport } from './report/build.ts';
import type { Report } from './report/schema.ts';
import { type Account, type AccountMatcher, accountList } from './rooms/accounts.ts';
import type { Activity } from './rooms/activity.ts';
import type { LastRun } from './rooms/compare-runs.ts';
import { MS_PER_DAY } from './rooms/days.ts';
import { compileExemptions, type UnmatchedEntries } from './rooms/exemptions.ts';
import type { Policy } from './rooms/policy.ts';
import type { Room, RoomId } from './rooms/room.ts';
import type { JudgedRoom } from './rooms/verdict.ts';
import { judge, listedActivity } from './rooms/verdict.ts';

export interface ScanOptions {
  readonly portal: Portal;
  readonly policy: Policy;
  readonly concurrency: number;
  /** The moment by which all rooms are judged. */
  readonly now: Date;
  /** Whether titles, owners and tags stay out of the report. */
  readonly redacted: boolean | Promise<boolean>;
  readonly lastRun: LastRun;
  /** Rooms that somebody ticked in the tracking issue, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Told how the scan goes on: one line each. */
  readonly onProgress: (line: string) => void;
  /** Told what becomes of each room: one line each, without text from the portal. */
  readonly onVerdict: (line: string) => void;
}

/** A page of 100 rooms is a blink; from so many rooms on, a scan is long enough to say how it goes on. */
const PROGRESS_EVERY_ROOMS = 1000;
const PROGRESS_EVERY_SUSPECTS = 100;

/**
 * The whole of a scan: every room of the portal is listed, judged and collected into a report.
 *
 * @throws PortalError where not every room could be seen: there is no report of a part
 */
export async function scan(options: ScanOptions): Promise<Report> {
  const { portal, policy, now, redacted, lastRun, ticked, onVerdict } = options;
  const rooms = await list(options);
  const exemptions = compileExemptions(policy, ticked);
  const judgeBy = (room: Room, activity: Activity | null): JudgedRoom => ({
    room,
    verdict:
      activity === null
        ? { kind: 'skipped', reason: 'deleted meanwhile' }
        : judge(room, activity, policy, exemptions, now),
  });
  const listed = rooms.map((room) => judgeBy(room, listedActivity(room)));
  const isIgnored = accountList(policy.ignoreActivityBy);
  const { activities, notes } = await examineSuspects(listed, isIgnored, options);
  const judged = listed.map((one) => {
    const activity = activities.get(one.room);
    return activity === undefined ? one : judgeBy(one.room, activity);
  });
  for (const { room, verdict } of judged) onVerdict(`room ${room.id}: ${verdict.kind}`);
  return buildReport({
    judged,
    checked: activities,
    policy,
    portal: portal.url.href,
    now,
    redacted: await redacted,
    lastRun,
    missing: await lookUpMissing(portal, {
      ...options,
      listed: listedIds(rooms),
      roomTypes: policy.roomTypes,
    }),
    notes,
    unmatched: [...exemptions.unmatched(), ...unmatchedAccounts(rooms, isIgnored)],
  });
}

/** The ids of all entries of the list, whatever their verdict. */
function listedIds(rooms: readonly Room[]): ReadonlySet<RoomId> {
  return new Set(rooms.flatMap(({ id }) => (id === null ? [] : [id])));
}

/** The entries of ignore-activity-by that match no owner, no last author and nobody in a history that was read. */
function unmatchedAccounts(rooms: readonly Room[], isIgnored: AccountMatcher): readonly UnmatchedEntries[] {
  for (const { owner, updatedBy } of rooms) {
    isIgnored(owner);
    isIgnored(updatedBy);
  }
  const entries = isIgnored.unmatched();
  return entries.length === 0 ? [] : [{ input: 'ignore-activity-by', entries }];
}

function list({ portal, policy, concurrency, onProgress }: ScanOptions): Promise<readonly Room[]> {
  return listRooms(portal, {
    roomTypes: policy.roomTypes,
    concurrency,
    onPage: progress(onProgress),
    onRepeat: onProgress,
  });
}

/** Looks into the rooms that the listing alone would call inactive; the others cost no request. */
async function examineSuspects(
  listed: readonly JudgedRoom[],
  isIgnored: AccountMatcher,
  options: ScanOptions,
): Promise<Examination> {
  const { portal, policy, concurrency, now, onProgress } = options;
  if (policy.activitySource === 'updated') return { activities: new Map(), notes: [] };
  const suspects = listed.filter((one) => isSuspect(one, isIgnored)).map(({ room }) => room);
  if (suspects.length === 0) return { activities: new Map(), notes: [] };
  onProgress(
    suspects.length === 1
      ? '1 room looks inactive; checking its history'
      : `${suspects.length} rooms look inactive; checking their history`,
  );
  return examine(portal, suspects, {
    rules: {
      isIgnored,
      ignoresSomebody: policy.ignoreActivityBy.length > 0,
      threshold: new Date(now.getTime() - policy.inactiveDays * MS_PER_DAY),
    },
    concurrency,
    listIds: async () => new Set((await list(options)).flatMap(({ id }) => (id === null ? [] : [id]))),
    onProgress: (done) => {
      if (done % PROGRESS_EVERY_SUSPECTS === 0 || done === suspects.length) {
        onProgress(`${done} of ${suspects.length} checked`);
      }
    },
  });
}

/** What the listing accuses, and what only an account acquits whose activity does not count. */
function isSuspect({ room, verdict }: JudgedRoom, isIgnored: (account: Account | null) => boolean): boolean {
  if (verdict.kind === 'skipped' || verdict.kind === 'exempt') return false;
  return verdict.kind === 'abandoned' || verdict.kind === 'unknown' || isIgnored(room.updatedBy);
}

/** Passes on every thousandth room, so that a long scan is seen to go on and its log stays short. */
function progress(onProgress: (line: string) => void): (seen: number, total: number | null) => void {
  let told = 0;
  return (seen, total) => {
    if (seen < told + PROGRESS_EVERY_ROOMS && seen !== total) return;
    told = seen;
    onProgress(total === null ? `${seen} rooms so far` : `${seen} of ${total} rooms`);
  };
}
