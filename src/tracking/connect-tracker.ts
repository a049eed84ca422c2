import { randomUUID } from 'node:crypto';
import type { TrackingSettings } from '../config/settings.ts';
import { issueHost } from '../github/client.ts';
import { connect } from '../github/connect.ts';
import { withoutArchived } from '../report/archiving.ts';
import { isNothingJudged } from '../report/figures.ts';
import { type IssueOutcome, NO_ISSUE } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import { formatDay } from '../rooms/days.ts';
import type { Log } from '../runtime.ts';
import { scrubber } from '../shared/secret.ts';
import { commentOnArchived, readApproved } from './approvals.ts';
import type { IssueHost } from './host.ts';
import { readIssue, writeIssue } from './tracker.ts';

interface Connection {
  readonly settings: TrackingSettings;
  /** The address of GitHub's REST API. */
  readonly baseUrl: string;
  readonly now: Date;
  readonly log: Log;
  readonly apiKey: string;
}

/**
 * Connects to GitHub and reads the tracking issue.
 *
 * @throws GitHubError if the issue cannot be read
 */
export async function connectTracker({ settings, baseUrl, now, log, apiKey }: Connection) {
  const host = scrubbedHost(
    issueHost(connect(settings.token, baseUrl), settings.repository),
    scrubber(apiKey),
  );
  const context = { host, settings, viewer: await host.viewer(), runId: randomUUID(), log };
  const snapshot = await readIssue(context, now);
  return {
    kind: 'ready' as const,
    lastRun: snapshot.lastRun,
    ticked: new Map([...snapshot.kept].map(([id, until]) => [id, formatDay(until)])),
    approved: snapshot.approved,
    approvedNow: () => readApproved(context, snapshot),
    async write(report: Report): Promise<IssueOutcome> {
      if (isNothingJudged(report)) {
        log.info('No room could be judged, so the tracking issue is left as it is.');
        return NO_ISSUE;
      }
      await commentOnArchived(context, snapshot, report, now);
      return writeIssue(context, snapshot, withoutArchived(report), now);
    },
  };
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
