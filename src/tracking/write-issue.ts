import type { DueComment } from '../issue/comments.ts';
import { type Plan, planIssue } from '../issue/plan.ts';
import type { IssueOutcome } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import { dayOf } from '../rooms/days.ts';
import { isClosedByAutomation } from './bots.ts';
import { makeComment, warnOfUnreadable } from './comments.ts';
import { findAnywhere } from './find.ts';
import type { HostIssue, IssueContext } from './host.ts';
import { openIssue, retire } from './open.ts';
import type { IssueSnapshot } from './read-issue.ts';

/** Decides about the issue. */
type Planner = (current: HostIssue | null) => Plan;

/**
 * Brings the issue to what the report says: opens, edits, closes or reopens it, or leaves it alone.
 *
 * @throws GitHubError
 */
export async function writeIssue(
  context: IssueContext,
  snapshot: IssueSnapshot,
  report: Report,
): Promise<IssueOutcome> {
  const plan = plannerOf(context, snapshot, report);
  const isWanted = snapshot.issue === null && plan(null).action === 'created';
  const issue = isWanted ? await findAnywhere(context) : snapshot.issue;
  if (context.settings.isDryRun) return describePlan(context, snapshot, report, issue, plan);
  if (issue === null) return openIssue(context, plan(null));
  const outcome = await editIssue(context, report, issue, plan);
  // Only now: their ticks are in the issue that stays.
  for (const duplicate of snapshot.duplicates) await retire(context, duplicate, issue);
  return outcome;
}

function plannerOf(
  { settings, viewer, now }: IssueContext,
  { boxes, kept, lastRun }: IssueSnapshot,
  report: Report,
): Planner {
  return (current) =>
    planIssue({
      report,
      current:
        current === null
          ? null
          : {
              ...current,
              isClosedByAutomation: isClosedByAutomation(current, viewer),
              isClosedByBot: current.closedBy?.isBot === true,
            },
      boxesAtStart: boxes,
      knownAtStart: lastRun.kind === 'known' ? new Set(lastRun.since.keys()) : null,
      kept,
      settings,
      today: dayOf(now),
    });
}

/** Logs the plan of a dry run. */
async function describePlan(
  context: IssueContext,
  { duplicates }: IssueSnapshot,
  report: Report,
  found: HostIssue | null,
  plan: Planner,
): Promise<IssueOutcome> {
  const { host, log } = context;
  // A list of issues does not tell who closed them.
  const issue = found === null ? null : await host.issue(found.number);
  const { action, comments, unreadable } = plan(issue);
  const name = issue === null ? '(none yet)' : `#${issue.number}`;
  const done = action === 'none' ? 'left alone' : action;
  const commented = comments.length === 0 ? '' : ', with a comment';
  log.info(`Dry run: the tracking issue ${name} would be ${done}${commented}.`);
  for (const duplicate of duplicates) {
    log.info(`Dry run: issue #${duplicate.issue.number} would be closed as a duplicate.`);
  }
  if (issue !== null) warnOfUnreadable(context, issue.number, unreadable, report.redacted);
  return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}

async function editIssue(
  context: IssueContext,
  report: Report,
  { number, url }: HostIssue,
  plan: Planner,
): Promise<IssueOutcome> {
  const done = await editAfterComments(context, report, number, plan);
  warnOfUnreadable(context, number, done.unreadable, report.redacted);
  for (const warning of done.warnings) context.log.warning(warning);
  return { action: done.action, number, url, ...(done.note === '' ? {} : { note: done.note }) };
}

/**
 * Edits the issue as soon as every comment that belongs to the edit is made. The other way round, a run that is stopped in
 * between would leave an issue that does not tell any more what there was to comment on.
 */
async function editAfterComments(
  context: IssueContext,
  report: Report,
  number: number,
  plan: Planner,
): Promise<Plan> {
  const made = new Set<string>();
  for (;;) {
    // Of the last look: if a write fails, the host looks and decides again.
    let due: readonly DueComment[] = [];
    const { decision } = await context.host.edit(number, (current) => {
      const planned = plan(current);
      due = planned.comments.filter(({ marker }) => !made.has(marker));
      return { planned, change: due.length > 0 ? null : planned.change };
    });
    if (due.length === 0) return decision.planned;
    for (const comment of due) {
      await makeComment(context, number, comment, report);
      made.add(comment.marker);
    }
  }
}
