import type { HostIssue } from '../github/client.ts';
import { hasKey, hasOtherKey } from '../issue/block.ts';
import { isBy } from './bots.ts';
import type { IssueContext } from './context.ts';

/**
 * Finding the tracking issue among the issues of the token's own account: by the hidden marker of the key, or by the
 * visible last line of its list.
 */

type Seeker = Pick<IssueContext, 'host' | 'settings' | 'viewer'>;

export interface FoundIssues {
  /** All issues of the key. */
  readonly ours: readonly HostIssue[];
  /** Issues with our label whose text somebody has erased. They may have been of another key, so they are not used. */
  readonly erased: readonly HostIssue[];
}

/** The most issues that are searched before each scan if the filters find nothing. */
const MAX_SEARCHED = 1000;

/** All issues of the key, by the label, or else among our own. */
export async function findIssues(seeker: Seeker): Promise<FoundIssues> {
  const { host, settings, viewer } = seeker;
  const [label] = settings.labels;
  const labelled = label === undefined ? [] : await collectBy(viewer, host.issues({ label }));
  const erased = labelled.filter(({ body }) => body.trim() === '');
  const ours = issuesOfKey(labelled, settings.issueKey);
  if (ours.length > 0) return { ours, erased };
  // Somebody may have removed the label. Only our own issues are listed: a page or two.
  const own = await collectBy(viewer, host.issues({ creator: viewer }));
  if (own.length > 0) return { ours: issuesOfKey(own, settings.issueKey), erased };
  // The filter by creator has been seen to find nothing for apps.
  const some = await collectBy(viewer, takeFirst(host.issues({}), MAX_SEARCHED));
  return { ours: issuesOfKey(some, settings.issueKey), erased };
}

/** The last search before an issue is opened: through all issues. */
export async function findAnywhere(seeker: Seeker): Promise<HostIssue | null> {
  const own = await collectBy(seeker.viewer, seeker.host.issues({}));
  return chooseIssue(issuesOfKey(own, seeker.settings.issueKey));
}

function issuesOfKey(issues: readonly HostIssue[], issueKey: string): readonly HostIssue[] {
  const ours = issues.filter(({ body }) => hasKey(body, issueKey));
  // An issue of another key, into which somebody pasted our text, is not a duplicate.
  const sole = ours.filter(({ body }) => !hasOtherKey(body, issueKey));
  return sole.length > 0 ? sole : ours;
}

async function collectBy(viewer: string, issues: AsyncIterable<HostIssue>): Promise<readonly HostIssue[]> {
  const own: HostIssue[] = [];
  for await (const issue of issues) if (isBy(issue, viewer)) own.push(issue);
  return own;
}

async function* takeFirst<T>(items: AsyncIterable<T>, count: number): AsyncIterable<T> {
  let left = count;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

/** The oldest open one; if all are closed, the one that was closed last. */
export function chooseIssue(issues: readonly HostIssue[]): HostIssue | null {
  const open = issues.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
  const closed = issues
    .filter(({ isOpen }) => !isOpen)
    .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? '') || a.number - b.number);
  return open[0] ?? closed[0] ?? null;
}
