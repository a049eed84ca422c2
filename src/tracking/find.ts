import type { HostAccount, HostIssue } from '../github/client.ts';
import { hasKey, hasOtherKey } from '../issue/markers.ts';
import type { Tracker } from '../issue/types.ts';

/** Finding the tracking issue: by label and marker, among the issues of the token's own account. */

/** Who looks for what, and where. */
type Seeker = Pick<Tracker, 'host' | 'settings' | 'viewer'>;

/** So many issues are looked through, where the filters find nothing, before each scan. */
const MOST_LOOKED_THROUGH = 1000;

/** All issues of the key, by the label or else among our own. */
export async function findIssues(seeker: Seeker): Promise<readonly HostIssue[]> {
  const { host, settings, viewer } = seeker;
  const [label] = settings.labels;
  const labelled = label === undefined ? [] : await collectOurs(seeker, host.issues({ label }));
  if (labelled.length > 0) return labelled;
  // Somebody may have taken the label off. Only our own issues are listed, so that this stays a page or two.
  let byCreator = 0;
  const ours = await collectOurs(
    seeker,
    counted(host.issues({ creator: viewer }), () => {
      byCreator += 1;
    }),
  );
  if (byCreator > 0) return ours;
  // The filter by creator has been seen to find nothing for apps.
  return collectOurs(seeker, take(host.issues({}), MOST_LOOKED_THROUGH));
}

/** The last look before an issue is opened: through all issues. */
export async function findAnywhere(seeker: Seeker): Promise<HostIssue | null> {
  return chooseIssue(await collectOurs(seeker, seeker.host.issues({})));
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

async function collectOurs(
  { settings: { issueKey }, viewer }: Seeker,
  issues: AsyncIterable<HostIssue>,
): Promise<readonly HostIssue[]> {
  const ours = await collect(issues, (issue) => isBy(issue, viewer) && hasKey(issue.body, issueKey));
  // The text of another key's issue, pasted into this one, makes it nobody's duplicate.
  const sole = ours.filter(({ body }) => !hasOtherKey(body, issueKey));
  return sole.length > 0 ? sole : ours;
}

/** The items that are wanted, of a list that comes in pages. */
export async function collect<T>(items: AsyncIterable<T>, isWanted: (item: T) => boolean): Promise<T[]> {
  const wanted: T[] = [];
  for await (const item of items) if (isWanted(item)) wanted.push(item);
  return wanted;
}

async function* counted<T>(items: AsyncIterable<T>, onItem: () => void): AsyncIterable<T> {
  for await (const item of items) {
    onItem();
    yield item;
  }
}

async function* take<T>(items: AsyncIterable<T>, most: number): AsyncIterable<T> {
  let left = most;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

/** The oldest open one; where all are closed, the one that was closed last. */
export function chooseIssue(ours: readonly HostIssue[]): HostIssue | null {
  const open = ours.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
  const closed = ours
    .filter(({ isOpen }) => !isOpen)
    .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? '') || a.number - b.number);
  return open[0] ?? closed[0] ?? null;
}
