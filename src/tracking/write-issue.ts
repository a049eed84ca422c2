import type { HostIssue } from '../github/client.ts';
import { GitHubError } from '../github/failure.ts';
import { hasKey, userText } from '../issue/block.ts';
import { type DueComment, unreadableComment } from '../issue/comments.ts';
import { type Plan, planIssue } from '../issue/plan.ts';
import { changedBoxes, readTicks } from '../issue/ticks.ts';
import type { IssueOutcome } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import { dayOf } from '../rooms/days.ts';
import { normalizeLines } from '../shared/text.ts';
import { isClosedByAutomation } from './bots.ts';
import { commentOnce, makeComment, warnOfUnreadable } from './comments.ts';
import type { IssueContext } from './context.ts';
import { chooseIssue, findAnywhere, findIssues } from './find.ts';
import type { Duplicate, IssueSnapshot } from './read-issue.ts';

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

/** Opens the issue with its labels and assignees. If another run was as quick, the older issue stays. */
async function openIssue(context: IssueContext, { action, change }: Plan): Promise<IssueOutcome> {
  const { host, settings } = context;
  if (change === null) return { action, number: null, url: null };
  await createLabels(context);
  const assignees = await assignable(context);
  const issue = { title: settings.title, body: change.body, labels: settings.labels, assignees };
  const created = await host.create(issue, async () => chooseIssue((await findIssues(context)).ours));
  // Only the run with the younger issue acts, so that one of the two stays.
  const { ours } = await findIssues(context);
  const older = chooseIssue(ours.filter(({ isOpen, number }) => isOpen && number < created.number));
  if (older === null) return { action, number: created.number, url: created.url };
  await retire(context, { issue: created, boxes: new Map() }, older);
  return { action: 'unchanged', number: older.number, url: older.url };
}

/**
 * Closes an issue in favour of another one, and removes its list, so that it is never found again. The text of people
 * stays.
 */
async function retire(context: IssueContext, duplicate: Duplicate, kept: HostIssue): Promise<void> {
  const { host, settings, log } = context;
  const { number } = duplicate.issue;
  const text = `Closed in favour of #${kept.number}.`;
  await commentOnce(context, number, { text, marker: text });
  const { unreadable } = readTicks(normalizeLines(duplicate.issue.body), settings.issueKey);
  if (unreadable.length > 0) await commentOnce(context, number, unreadableComment(unreadable));
  const { decision } = await host.edit(number, (current) => {
    const body = normalizeLines(current.body);
    // It is retired, although no good answer came.
    if (!current.isOpen && !hasKey(body, settings.issueKey)) return { change: null, changed: new Map() };
    const { before, after } = userText(body, settings.issueKey);
    const pointer = `This issue was opened by a run at the same time as another one. The tracking issue is #${kept.number}.`;
    const changed = changedBoxes(duplicate.boxes, readTicks(body, settings.issueKey).boxes);
    return { change: { body: `${before}${pointer}${after}`, isOpen: false }, changed };
  });
  if (decision.changed.size > 0) {
    log.warning(
      `Boxes in issue #${number} were changed while it was closed as a duplicate. Change them in issue #${kept.number} instead.`,
    );
  }
}

async function createLabels({ host, settings, log }: IssueContext): Promise<void> {
  for (const label of settings.labels) {
    try {
      if (!(await host.hasLabel(label))) await host.createLabel(label);
    } catch (error) {
      // It was made meanwhile, or may not be made: opening the issue makes it, or reports what is wrong.
      if (!(error instanceof GitHubError) || error.isAmbiguous) throw error;
      if (error.status !== 422) log.warning(`A label of issue-labels could not be made. ${error.message}`);
    }
  }
}

async function assignable({ host, settings, log }: IssueContext): Promise<string[]> {
  const logins: string[] = [];
  for (const login of settings.assignees) {
    if (await host.mayBeAssigned(login)) logins.push(login);
    else
      log.warning(
        `An account of issue-assignees may not be assigned to issues of this repository, and is left out: ${login}.`,
      );
  }
  return logins;
}
