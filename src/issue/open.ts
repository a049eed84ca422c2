import type { HostIssue, IssueHost } from '../github/client.ts';
import { GitHubError } from '../github/failures.ts';
import { chooseIssue, findIssues } from './find.ts';
import type { Plan } from './plan.ts';
import { AMBIGUOUS_TRIES, type Tracked, type TrackerSettings, type Warn } from './terms.ts';

/** Opening the tracking issue, once. */

/** Opens the issue, with its labels and assignees; where another run was as quick, the older one stays. */
export async function openIssue(
  host: IssueHost,
  settings: TrackerSettings,
  viewer: string,
  { action, body }: Plan,
  log: { warning: Warn },
): Promise<Tracked> {
  if (body === null) return { action, number: null, url: null };
  await makeLabels(host, settings.labels, log.warning);
  const assignees = await assignable(host, settings.assignees, log.warning);
  const issue = { title: settings.title, body, labels: settings.labels, assignees };
  const created = await createOnce(host, settings, viewer, issue);
  // Another run may have been as quick: the older issue stays. Only the younger one's run acts, so that it is done once.
  const older = (await findIssues(host, settings, viewer)).filter(
    (issue) => issue.isOpen && issue.number < created.number,
  );
  const first = chooseIssue(older);
  if (first === null) return { action, number: created.number, url: created.url };
  await retire(host, created, first);
  return { action: 'unchanged', number: first.number, url: first.url };
}

/** Opens the issue. Where the answer is lost, it is looked for before it is opened again. */
async function createOnce(
  host: IssueHost,
  settings: TrackerSettings,
  viewer: string,
  issue: Parameters<IssueHost['create']>[0],
): Promise<HostIssue> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await host.create(issue);
    } catch (error) {
      if (!(error instanceof GitHubError) || !error.isAmbiguous || tries === AMBIGUOUS_TRIES) throw error;
      const found = chooseIssue(await findIssues(host, settings, viewer));
      if (found !== null) return found;
    }
  }
}

/** Closes an issue in favour of another one, and takes the marker out of it, so that it is never found again. */
export async function retire(host: IssueHost, duplicate: HostIssue, kept: HostIssue): Promise<void> {
  await host.update(duplicate.number, {
    body: `This was opened by a run that raced with another one. The tracking issue is #${kept.number}.`,
    isOpen: false,
  });
  await host.comment(duplicate.number, `Closed in favour of #${kept.number}.`);
}

async function makeLabels(host: IssueHost, labels: readonly string[], warn: Warn): Promise<void> {
  for (const label of labels) {
    try {
      if (!(await host.hasLabel(label))) await host.createLabel(label);
    } catch (error) {
      // Made in the meantime, or not to be made: opening the issue makes it, or says what is wrong.
      if (!(error instanceof GitHubError) || error.isAmbiguous) throw error;
      if (error.status !== 422) warn(`A label of issue-labels could not be made. ${error.message}`);
    }
  }
}

async function assignable(host: IssueHost, logins: readonly string[], warn: Warn): Promise<string[]> {
  const may: string[] = [];
  for (const login of logins) {
    if (await host.mayBeAssigned(login)) may.push(login);
    else
      warn(
        `An account of issue-assignees may not be assigned to issues of this repository, and is left out: ${login}.`,
      );
  }
  return may;
}
