import type { TrackingSettings } from '../config/settings.ts';
import { withoutArchived } from '../report/archiving.ts';
import { isNothingJudged } from '../report/figures.ts';
import { type IssueOutcome, NO_ISSUE } from '../report/outputs.ts';
import type { Report, TrendEntry } from '../report/schema.ts';
import { withTrend } from '../report/trend.ts';
import type { LastRun } from '../rooms/compare-runs.ts';
import { formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import type { Runtime } from '../runtime.ts';
import { ActionError } from '../shared/errors.ts';
import { commentOnArchived } from './comments.ts';
import type { IssueContext } from './context.ts';
import { readApproved, readIssue } from './read-issue.ts';
import { writeIssue } from './write-issue.ts';

interface Remembered {
  readonly lastRun: LastRun;
  /** Ticked rooms, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Rooms that people have approved for the archive. */
  readonly approved: ReadonlySet<RoomId>;
  /** The numbers of past runs; null if they are not known. */
  readonly trend: readonly TrendEntry[] | null;
}

/** The tracking issue during one run: read before the scan, written after it. */
export type IssueTracker = Remembered &
  (
    | { readonly kind: 'off' }
    /** The issue could not be read. The portal is scanned and reported all the same; then the run fails with `error`. */
    | { readonly kind: 'failed'; readonly error: unknown }
    | {
        readonly kind: 'ready';
        /** Reads the approved rooms once more: people may have changed their minds during the scan. */
        readonly approvedNow: () => Promise<ReadonlySet<RoomId>>;
        readonly write: (report: Report) => Promise<IssueOutcome>;
      }
  );

/** No tracking issue was asked for. */
export const NO_TRACKER: IssueTracker = {
  kind: 'off',
  lastRun: { kind: 'not tracked' },
  ticked: new Map(),
  approved: new Set(),
  trend: null,
};

/**
 * Reads the tracking issue.
 *
 * @param apiKey is kept out of what is sent to GitHub and read from it
 * @param signal ends all requests
 */
export async function openTracker(
  settings: TrackingSettings,
  now: Date,
  { log, env }: Pick<Runtime, 'log' | 'env'>,
  apiKey: string,
  signal: AbortSignal,
): Promise<IssueTracker> {
  try {
    // Checked first: the toolkit fails when it is loaded with such an address.
    if (settings.apiUrl === null) {
      throw new ActionError(
        'GITHUB_API_URL is not an address, so the tracking issue cannot be read. Set it to an address such as https://github.example.com/api/v3.',
      );
    }
    // Loaded only here: most of the start-up is loading, and not every run has an issue.
    const { connect } = await import('../github/connect.ts');
    const { issueHost } = await import('../github/client.ts');
    const octokit = connect(settings.token, settings.apiUrl, env, signal);
    const host = issueHost(octokit, settings.repository, apiKey);
    return await readTracker({ host, settings, viewer: await host.viewer(), now, log });
  } catch (error) {
    const lastRun = { kind: 'unknown', because: 'the tracking issue could not be read' } as const;
    return { kind: 'failed', error, lastRun, ticked: new Map(), approved: new Set(), trend: null };
  }
}

/** @throws GitHubError if the issue cannot be read */
async function readTracker(context: IssueContext): Promise<IssueTracker> {
  const snapshot = await readIssue(context);
  return {
    kind: 'ready',
    lastRun: snapshot.lastRun,
    ticked: new Map([...snapshot.kept].map(([id, until]) => [id, formatDay(until)])),
    approved: snapshot.approved,
    trend: snapshot.trend,
    approvedNow: () => readApproved(context, snapshot),
    async write(report) {
      if (isNothingJudged(report)) {
        context.log.info('No room could be judged, so the tracking issue is left as it is.');
        return NO_ISSUE;
      }
      await commentOnArchived(context, snapshot, report);
      return writeIssue(context, snapshot, withTrend(withoutArchived(report), snapshot.trend));
    },
  };
}
