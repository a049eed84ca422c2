import { GitHubError } from '../github/failure.ts';
import { userText } from '../issue/block.ts';
import { unreadableComment } from '../issue/comments.ts';
import type { Plan } from '../issue/plan.ts';
import { changedBoxes, readTicks } from '../issue/ticks.ts';
import type { IssueOutcome } from '../report/outputs.ts';
import { normalizeLines } from '../shared/text.ts';
import { commentOnce } from './comments.ts';
import { chooseIssue, findIssues } from './find.ts';
import type { HostIssue, IssueContext } from './host.ts';
import type { Duplicate } from './read-issue.ts';

/** Opening the tracking issue, once. */

/** Opens the issue with its labels and assignees. If another run was as quick, the older issue stays. */
export async function openIssue(context: IssueContext, { action, change }: Plan): Promise<IssueOutcome> {
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
export async function retire(context: IssueContext, duplicate: Duplicate, kept: HostIssue): Promise<void> {
  const { host, settings, log } = context;
  const { number } = duplicate.issue;
  const text = `Closed in favour of #${kept.number}.`;
  await commentOnce(context, number, { text, marker: text });
  const { unreadable } = readTicks(normalizeLines(duplicate.issue.body), settings.issueKey);
  if (unreadable.length > 0) await commentOnce(context, number, unreadableComment(unreadable));
  const { decision } = await host.edit(number, (current) => {
    const body = normalizeLines(current.body);
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
