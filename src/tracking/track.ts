import { randomUUID } from 'node:crypto';
import type { TrackingSettings } from '../config/settings.ts';
import { apiUrl } from '../github/api-url.ts';
import type { IssueHost } from '../github/host.ts';
import { withoutArchived } from '../report/archiving.ts';
import { isNothingJudged } from '../report/figures.ts';
import { type IssueOutcome, NO_ISSUE } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import type { LastRun } from '../rooms/compare-runs.ts';
import { formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import type { Log } from '../runtime.ts';
import { ActionError } from '../shared/errors.ts';

interface Remembered {
  readonly lastRun: LastRun;
  /** Ticked rooms, and the date through which they are kept. */
  readonly ticked: ReadonlyMap<RoomId, string>;
  /** Rooms that people have approved for the archive. */
  readonly approved: ReadonlySet<RoomId>;
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
};

/**
 * Reads the tracking issue.
 *
 * @param scrub removes the portal's key from a text
 */
export async function openTracker(
  settings: TrackingSettings,
  now: Date,
  log: Log,
  scrub: (text: string) => string,
): Promise<IssueTracker> {
  try {
    const baseUrl = apiUrl();
    // Checked first: the toolkit fails when it is loaded with such an address.
    if (baseUrl === null) {
      throw new ActionError(
        'GITHUB_API_URL is not an address, so the tracking issue cannot be read. Set it to an address such as https://github.example.com/api/v3.',
      );
    }
    // Loaded only here: most of the start-up is loading, and not every run has an issue.
    const [{ connect }, { issueHost }, { commentOnArchived, readApproved }, { readIssue, writeIssue }] =
      await Promise.all([
        import('../github/connect.ts'),
        import('../github/client.ts'),
        import('./approvals.ts'),
        import('./tracker.ts'),
      ]);
    const host = scrubbedHost(issueHost(connect(settings.token, baseUrl), settings.repository), scrub);
    const context = { host, settings, viewer: await host.viewer(), runId: randomUUID(), log };
    const snapshot = await readIssue(context, now);
    return {
      kind: 'ready',
      lastRun: snapshot.lastRun,
      ticked: new Map([...snapshot.kept].map(([id, until]) => [id, formatDay(until)])),
      approved: snapshot.approved,
      approvedNow: () => readApproved(context, snapshot),
      async write(report) {
        if (isNothingJudged(report)) {
          log.info('No room could be judged, so the tracking issue is left as it is.');
          return NO_ISSUE;
        }
        await commentOnArchived(context, snapshot, report, now);
        return writeIssue(context, snapshot, withoutArchived(report), now);
      },
    };
  } catch (error) {
    const lastRun = { kind: 'unknown', because: 'the tracking issue could not be read' } as const;
    return { kind: 'failed', error, lastRun, ticked: new Map(), approved: new Set() };
  }
}

/**
 * The key is neither written nor read: a person may have pasted it into the issue, whose text is compared with the text
 * to be written. Every method is named: a new one must not pass the key on unnoticed.
 */
function scrubbedHost(host: IssueHost, scrub: (text: string) => string): IssueHost {
  const clean = <T extends { readonly body: string }>(holder: T): T => ({
    ...holder,
    body: scrub(holder.body),
  });
  return {
    viewer: () => host.viewer(),
    async *issues(filter) {
      for await (const issue of host.issues(filter)) yield clean(issue);
    },
    issue: async (number) => clean(await host.issue(number)),
    create: async (issue, findMade) => clean(await host.create(clean(issue), findMade)),
    async edit(number, decide) {
      const { decision, issue } = await host.edit(number, (current) => {
        const decided = decide(clean(current));
        return { decided, change: decided.change === null ? null : clean(decided.change) };
      });
      return { decision: decision.decided, issue: clean(issue) };
    },
    comment: (number, body, isMade) => host.comment(number, scrub(body), (comment) => isMade(clean(comment))),
    hasLabel: (name) => host.hasLabel(name),
    createLabel: (name) => host.createLabel(name),
    mayBeAssigned: (login) => host.mayBeAssigned(login),
    hasAccount: (login) => host.hasAccount(login),
    untilWritable: () => host.untilWritable(),
    pause: (ms) => host.pause(ms),
  };
}
