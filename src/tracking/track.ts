import type { TrackingSettings } from '../config/settings.ts';
import type { IssueHost } from '../github/client.ts';
import { isNothingJudged } from '../report/figures.ts';
import { type IssueOutcome, NO_ISSUE } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import { formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import type { Log } from '../runtime.ts';

/** The tracking issue during one run: read before the scan, written after it. */
export interface Tracking {
  /** The rooms that were abandoned at the last run; null where that is not known. */
  readonly previous: ReadonlySet<RoomId> | null;
  /** Ticked rooms, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Why `previous` is not known; empty where it is. */
  readonly unknownBecause: string;
  /** @throws also what went wrong when the issue was read: the report is out by then */
  write(report: Report): Promise<IssueOutcome>;
}

/** No tracking issue is asked for. */
export const NO_TRACKING: Tracking = {
  previous: null,
  ticked: new Map(),
  unknownBecause: '',
  write: async () => NO_ISSUE,
};

/**
 * Reads the tracking issue. Trouble with GitHub does not keep the portal from being scanned and reported: it is
 * thrown when the issue would be written.
 *
 * @param scrub strikes the portal's key out of what is written to GitHub
 */
export async function startTracking(
  settings: TrackingSettings,
  now: Date,
  log: Log,
  scrub: (text: string) => string,
): Promise<Tracking> {
  try {
    // Loaded only here: most of the start-up is loading, and not everybody wants an issue.
    const [{ connect }, { issueHost }, { readTracker, writeTracker }] = await Promise.all([
      import('../github/connect.ts'),
      import('../github/client.ts'),
      import('./tracker.ts'),
    ]);
    const host = scrubbed(issueHost(connect(settings.token), settings.repository), scrub);
    const tracker = { host, settings, viewer: await host.viewer(), log };
    const reading = await readTracker(tracker, now);
    return {
      previous: reading.previous,
      ticked: new Map([...reading.kept].map(([id, until]) => [id, formatDay(until)])),
      unknownBecause: reading.previous === null ? reading.unknownBecause : '',
      async write(report) {
        if (!isNothingJudged(report)) return writeTracker(tracker, reading, report, now);
        log.info('No room could be judged, so the tracking issue is left as it is.');
        return NO_ISSUE;
      },
    };
  } catch (error) {
    return {
      ...NO_TRACKING,
      unknownBecause: 'the tracking issue could not be read',
      write: async () => {
        throw error;
      },
    };
  }
}

/** Neither written nor read: a person may have pasted the key into the issue, and it is compared with what is written. */
function scrubbed(host: IssueHost, scrub: (text: string) => string): IssueHost {
  const clean = <T extends { readonly body: string }>(one: T): T => ({ ...one, body: scrub(one.body) });
  return {
    ...host,
    async *issues(filter) {
      for await (const issue of host.issues(filter)) yield clean(issue);
    },
    issue: async (number) => clean(await host.issue(number)),
    create: async (issue) => clean(await host.create(clean(issue))),
    update: async (number, change) => clean(await host.update(number, clean(change))),
    comment: (number, body) => host.comment(number, scrub(body)),
  };
}
