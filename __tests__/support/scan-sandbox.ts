import type { Portal as Sandbox } from '../../sandbox/portal/index.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { buildReport, type ReportInput } from '../../src/report/build.ts';
import type { Report, RoomEntry, UnknownEntry } from '../../src/report/schema.ts';
import type { Day } from '../../src/rooms/days.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { type ScanOptions, scan } from '../../src/scan.ts';
import { connect } from './clients.ts';
import { DAY_MS, makeLastRun, makePolicy, NOW } from './factories.ts';

/** Scans in this process, of a sandbox portal or of a fake one. */

export { DAY_MS, NOW };
/** Rooms are inactive from this many days on. */
export const INACTIVE_DAYS = 10;

export function ago(days: number, ms = 0): Date {
  return new Date(NOW.getTime() - days * DAY_MS - ms);
}

export const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
export const BEN = { id: 'bbbbbbbb-0000-4000-8000-000000000002', displayName: 'Ben Ode' };
export const BOT = { id: 'b0b0b0b0-0000-4000-8000-000000000003', displayName: 'Backup Job' };

const POLICY = makePolicy({
  inactiveDays: INACTIVE_DAYS,
  activitySource: 'history',
  exemptTags: ['keep'],
});

export interface ScanRun {
  readonly report: Report;
  /** The progress lines of the log. */
  readonly progress: readonly string[];
  /** `room 4711: abandoned`, rooms in use last. */
  readonly verdicts: readonly string[];
}

interface ScanSettings {
  readonly concurrency?: number;
  readonly mayReadHistory?: boolean;
  readonly redacted?: boolean;
  /** The rooms that were abandoned at the last run. */
  readonly previous?: readonly RoomId[];
  /** The day since which they are known to be. */
  readonly since?: Day;
  readonly now?: Date;
}

/** Scans a portal and builds the report, as a run does. */
export async function scanReport(
  options: Pick<ScanOptions, 'portal' | 'policy' | 'concurrency' | 'now'> & Partial<ScanOptions>,
  input: Partial<Pick<ReportInput, 'redacted' | 'lastRun'>> = {},
): Promise<Report> {
  const { portal, policy, now } = options;
  const quiet = { isDebug: false, debug: () => undefined, info: () => undefined };
  const lastRun = input.lastRun ?? { kind: 'not tracked' };
  const findings = await scan({
    clock: () => now,
    seesAllRooms: async () => null,
    mayReadHistory: null,
    lastRun,
    ticked: new Map(),
    log: quiet,
    ...options,
  });
  return buildReport({
    ...findings,
    policy,
    portal: portal.url.href,
    now,
    redacted: false,
    disabled: null,
    contacts: null,
    keyAccount: null,
    pastTrend: null,
    keyExpiresAt: null,
    mayArchive: true,
    ...input,
    lastRun,
  });
}

/** Scans any portal. */
export async function scanPortal(
  portal: Portal,
  policy: Partial<Policy> = {},
  { concurrency = 8, redacted = false, mayReadHistory, previous, since = 0, now = NOW }: ScanSettings = {},
): Promise<ScanRun> {
  const progress: string[] = [];
  const verdicts: string[] = [];
  const report = await scanReport(
    {
      portal,
      policy: { ...POLICY, ...policy },
      concurrency,
      seesAllRooms: async () => null,
      mayReadHistory: mayReadHistory ?? null,
      now,
      log: {
        isDebug: true,
        debug: (line) => verdicts.push(line),
        info: (line) => progress.push(line),
      },
    },
    {
      redacted,
      lastRun: previous === undefined ? { kind: 'not tracked' } : makeLastRun(previous, since),
    },
  );
  return { report, progress, verdicts };
}

/** Scans a sandbox portal over HTTP, without waits between attempts. */
export async function scanSandbox(
  sandbox: Pick<Sandbox, 'url' | 'apiKey'>,
  policy: Partial<Policy> = {},
  options: ScanSettings & { readonly timeoutMs?: number } = {},
): Promise<ScanRun> {
  const stop = new AbortController();
  const { concurrency = 8, timeoutMs = 60_000 } = options;
  const sleep = () => new Promise<void>((resolve) => setImmediate(resolve));
  const portal = connect(sandbox, { concurrency, timeoutMs, sleep, signal: stop.signal });
  try {
    return await scanPortal(portal, policy, options);
  } finally {
    stop.abort();
  }
}

export interface Asked {
  readonly listing: number;
  readonly history: number;
  readonly contents: number;
}

/** How many requests of each kind the portal got. */
export function asked({ requests }: Pick<Sandbox, 'requests'>): Asked {
  // What the key may do, and who its account and the owners are, is asked as well, and is not part of the scan.
  const paths = requests.map(({ path }) => path).filter((path) => !/\/(people|keys)\//.test(path));
  const count = (pattern: RegExp) => paths.filter((path) => pattern.test(path)).length;
  const counts = {
    listing: count(/\/files\/rooms$/),
    history: count(/\/files\/folder\/[^/]+\/log$/),
    contents: count(/\/files\/(?!rooms$)[^/]+$/),
  };
  if (counts.listing + counts.history + counts.contents !== paths.length) {
    throw new Error('the portal got another request');
  }
  return counts;
}

/** The entry of a room in a report, and the lists that hold it. */
export function entryOf(
  { report }: ScanRun,
  id: RoomId,
): { lists: string[]; room: RoomEntry & Partial<UnknownEntry> } {
  const lists = (['abandoned', 'unknown', 'upcoming', 'exempt'] as const).filter((name) =>
    report[name].some((room) => room.id === id),
  );
  const room = lists
    .map((name) => report[name].find((one) => one.id === id))
    .findLast((one) => one !== undefined);
  if (room === undefined) throw new Error(`the report does not list the room ${String(id)}`);
  return { lists, room };
}
