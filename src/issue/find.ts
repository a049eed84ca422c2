import type { HostAccount, HostIssue, IssueHost } from '../github/client.ts';
import { hasKey } from './markers.ts';

/** Finding the tracking issue: by label and marker, among the issues of the token's own account. */

/** What an issue is found by. */
export interface IssueKey {
  readonly issueKey: string;
  /** The first one is looked for. */
  readonly labels: readonly string[];
}

/** All issues of the key, by the label or else among our own. */
export async function findIssues(
  host: IssueHost,
  key: IssueKey,
  viewer: string,
): Promise<readonly HostIssue[]> {
  const isOurs = (issue: HostIssue) => isBy(issue, viewer) && hasKey(issue.body, key.issueKey);
  const [label] = key.labels;
  const labelled = label === undefined ? [] : await collect(host.issues({ label }), isOurs);
  if (labelled.length > 0) return labelled;
  // Somebody may have taken the label off. Only our own issues are listed, so that this stays a page or two.
  return collect(host.issues({ creator: viewer }), isOurs);
}

/**
 * The last look before an issue is opened: through all issues, since the filter by creator has been seen to find
 * nothing for apps.
 */
export async function findUnlabelled(
  host: IssueHost,
  key: IssueKey,
  viewer: string,
): Promise<HostIssue | null> {
  return chooseIssue(
    await collect(host.issues({}), (issue) => isBy(issue, viewer) && hasKey(issue.body, key.issueKey)),
  );
}

/**
 * The login is compared in full: an account with the name of an app, but without its suffix, is somebody else. For
 * servers on which GraphQL leaves the suffix out, the REST API's own word that the author is an app is needed.
 */
export function isBy({ author }: { readonly author: HostAccount }, viewer: string): boolean {
  const written = author.login.toLowerCase();
  const login = viewer.toLowerCase();
  return written === login || (author.isBot && written === `${login}[bot]`);
}

/** The items that are wanted, of a list that comes in pages. */
export async function collect<T>(items: AsyncIterable<T>, isWanted: (item: T) => boolean): Promise<T[]> {
  const wanted: T[] = [];
  for await (const item of items) if (isWanted(item)) wanted.push(item);
  return wanted;
}

/** The oldest open one; where all are closed, the one that was closed last. */
export function chooseIssue(ours: readonly HostIssue[]): HostIssue | null {
  const open = ours.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
  const closed = ours
    .filter(({ isOpen }) => !isOpen)
    .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? '') || a.number - b.number);
  return open[0] ?? closed[0] ?? null;
}
