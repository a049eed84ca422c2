import type { HostIssue, IssueChange, IssueHost } from '../github/client.ts';
import { insistOn } from '../github/retry.ts';
import { hasOtherKey, hasSameLines, normalizeLines, ownBlock, readBoxes } from '../issue/markers.ts';
import { type Plan, planIssue } from '../issue/plan.ts';
import { decodeState, type TrackedState } from '../issue/state.ts';
import { type Boxes, keptRooms } from '../issue/ticks.ts';
import type { Tracked, Tracker } from '../issue/types.ts';
import type { Report } from '../report/schema.ts';
import { type Day, dayOf } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { ActionError } from '../shared/errors.ts';
import { commentOnce } from './comment.ts';
import { chooseIssue, findAnywhere, findIssues } from './find.ts';
import { openIssue, retire } from './open.ts';

/** What the issue says before a scan. */
export interface Reading {
  readonly issue: HostIssue | null;
  /** Open issues of the same key, made by runs that raced. */
  readonly duplicates: readonly HostIssue[];
  /** The boxes of `issue`. */
  readonly boxes: Boxes;
  /** The rooms that were abandoned at the last run; null where that is not known. */
  readonly previous: ReadonlySet<RoomId> | null;
  /** Why `previous` is not known. */
  readonly unknownBecause: string;
  /** Rooms that are kept, and through which day. */
  readonly kept: ReadonlyMap<RoomId, Day>;
}

/**
 * Finds the issue and reads what it remembers. Ours is an issue that the token's own account opened and whose body
 * holds the marker of the key: neither a title nor a stranger's marker makes one.
 */
export async function readTracker(tracker: Tracker, now: Date): Promise<Reading> {
  const { issueKey, keepDays } = tracker.settings;
  const ours = await findIssues(tracker);
  const issue = chooseIssue(ours);
  const duplicates = ours.filter((one) => one.isOpen && one !== issue && !hasOtherKey(one.body, issueKey));
  const body = normalizeLines(issue?.body ?? '');
  const state = issue === null ? null : decodeState(ownBlock(body, issueKey), issueKey);
  const boxes = readBoxes(body, issueKey);
  // A tick in an issue that is about to be closed as a duplicate counts as well.
  const ticked = duplicates
    .flatMap((one) => [...readBoxes(normalizeLines(one.body), issueKey)])
    .filter(([, box]) => box.isTicked);
  return {
    issue,
    duplicates,
    boxes,
    previous: state?.abandoned == null ? null : new Set(state.abandoned.keys()),
    unknownBecause: whyUnknown(issue, state),
    kept: keptRooms(state, new Map([...boxes, ...ticked]), dayOf(now), keepDays),
  };
}

function whyUnknown(issue: HostIssue | null, state: TrackedState | null): string {
  if (issue === null) return 'there is no tracking issue yet';
  if (state === null) return 'the hidden state of the issue was damaged or edited';
  return 'there are too many rooms for the issue to remember';
}

/**
 * Brings the issue to what the report says: opened, edited, closed, reopened, or left alone.
 *
 * @throws GitHubError
 */
export async function writeTracker(
  tracker: Tracker,
  reading: Reading,
  report: Report,
  now: Date,
): Promise<Tracked> {
  const { settings } = tracker;
  const plan = (current: HostIssue | null): Plan =>
    planIssue({
      report,
      current,
      boxesAtStart: reading.boxes,
      kept: reading.kept,
      issueKey: settings.issueKey,
      keepDays: settings.keepDays,
      commentsOnNew: settings.commentsOnNew,
      today: dayOf(now),
    });
  const isWanted = reading.issue === null && plan(null).action === 'created';
  const issue = isWanted ? await findAnywhere(tracker) : reading.issue;
  if (settings.isDryRun) return tellPlan(tracker, reading, issue, plan(issue));
  if (issue === null) return openIssue(tracker, plan(null));
  const tracked = await editIssue(tracker, issue.number, plan);
  // Only now: their ticks stand in the issue that stays.
  for (const duplicate of reading.duplicates) await retire(tracker, duplicate, issue);
  return tracked;
}

/** Says what a run that is not dry would do. */
function tellPlan(
  { log }: Tracker,
  { duplicates }: Reading,
  issue: HostIssue | null,
  { action, comment }: Plan,
): Tracked {
  const done = action === 'none' ? 'left alone' : action;
  const commented = comment === null ? '' : ', with a comment';
  log.info(`Dry run: the tracking issue ${describe(issue)} would be ${done}${commented}.`);
  for (const { number } of duplicates) log.info(`Dry run: issue #${number} would be closed as a duplicate.`);
  return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}

function describe(issue: HostIssue | null): string {
  return issue === null ? '(none yet)' : `#${issue.number}`;
}

/**
 * Edits the issue. It is read again right before each try to write it, since people tick boxes, write, and close it at
 * any time; a comment takes seconds, so that it comes before that.
 */
async function editIssue(
  tracker: Tracker,
  number: number,
  plan: (current: HostIssue) => Plan,
): Promise<Tracked> {
  const { host } = tracker;
  const before = await host.issue(number);
  const { action, body, isOpen, comment } = plan(before);
  const tracked = { action, number, url: before.url };
  if (body === null) return tracked;
  if (comment !== null) await commentOnce(tracker, number, comment);
  const change = isOpen === before.isOpen ? {} : { isOpen };
  await insistOn(host, async () => {
    await host.untilWritable();
    // What a person did to its state in between stands.
    const current = { ...(await host.issue(number)), isOpen: before.isOpen };
    const fresh = plan(current);
    if (fresh.body !== null) await update(host, number, { body: fresh.body, ...change });
  });
  return tracked;
}

async function update(host: IssueHost, number: number, change: IssueChange): Promise<void> {
  const updated = await host.update(number, change);
  // GitHub has been seen to answer an edit that it does not take with success and the old body.
  if (!hasSameLines(updated.body, change.body)) {
    throw new ActionError(
      `GitHub did not take the new text of issue #${number}. Run the workflow again; if it stays so, please report this.`,
    );
  }
}
