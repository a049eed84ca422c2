import type { HostIssue, IssueHost } from '../github/client.ts';
import { GitHubError } from '../github/failure.ts';
import { insistOn } from '../github/retry.ts';
import { normalizeLines, textAround } from '../issue/markers.ts';
import type { Plan } from '../issue/plan.ts';
import type { Tracked, Tracker } from '../issue/types.ts';
import { commentOnce } from './comment.ts';
import { chooseIssue, findIssues } from './find.ts';

/** Opening the tracking issue, once. */

/** Opens the issue, with its labels and assignees; where another run was as quick, the older one stays. */
export async function openIssue(tracker: Tracker, { action, body }: Plan): Promise<Tracked> {
  const { settings } = tracker;
  if (body === null) return { action, number: null, url: null };
  await makeLabels(tracker);
  const assignees = await assignable(tracker);
  const created = await createOnce(tracker, {
    title: settings.title,
    body,
    labels: settings.labels,
    assignees,
  });
  // Another run may have been as quick: the older issue stays. Only the younger one's run acts, so that it is done once.
  const older = (await findIssues(tracker)).filter((issue) => issue.isOpen && issue.number < created.number);
  const first = chooseIssue(older);
  if (first === null) return { action, number: created.number, url: created.url };
  await retire(tracker, created, first);
  return { action: 'unchanged', number: first.number, url: first.url };
}

/** Opens the issue. Where the answer is lost, it is looked for before it is opened again. */
async function createOnce(tracker: Tracker, issue: Parameters<IssueHost['create']>[0]): Promise<HostIssue> {
  let isFirst = true;
  return insistOn(tracker.host, async () => {
    const found = isFirst ? null : chooseIssue(await findIssues(tracker));
    isFirst = false;
    return found ?? tracker.host.create(issue);
  });
}

/**
 * Closes an issue in favour of another one, and takes the list out of it, so that it is never found again. What people
 * wrote around the list stays.
 */
export async function retire(tracker: Tracker, duplicate: HostIssue, kept: HostIssue): Promise<void> {
  const { host, settings } = tracker;
  const text = `Closed in favour of #${kept.number}.`;
  await commentOnce(tracker, duplicate.number, { text, marker: text });
  await insistOn(host, async () => {
    await host.untilWritable();
    const { body } = await host.issue(duplicate.number);
    const { before, after } = textAround(normalizeLines(body), settings.issueKey);
    const pointer = `This was opened by a run that raced with another one. The tracking issue is #${kept.number}.`;
    await host.update(duplicate.number, { body: `${before}${pointer}${after}`, isOpen: false });
  });
}

async function makeLabels({ host, settings, log }: Tracker): Promise<void> {
  for (const label of settings.labels) {
    try {
      if (!(await host.hasLabel(label))) await host.createLabel(label);
    } catch (error) {
      // Made in the meantime, or not to be made: opening the issue makes it, or says what is wrong.
      if (!(error instanceof GitHubError) || error.isAmbiguous) throw error;
      if (error.status !== 422) log.warning(`A label of issue-labels could not be made. ${error.message}`);
    }
  }
}

async function assignable({ host, settings, log }: Tracker): Promise<string[]> {
  const may: string[] = [];
  for (const login of settings.assignees) {
    if (await host.mayBeAssigned(login)) may.push(login);
    else
      log.warning(
        `An account of issue-assignees may not be assigned to issues of this repository, and is left out: ${login}.`,
      );
  }
  return may;
}
