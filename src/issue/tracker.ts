import { ActionError } from '../errors.ts';
import type { HostIssue, IssueChange, IssueHost } from '../github/client.ts';
import { GitHubError } from '../github/failures.ts';
import type { Report } from '../report/report.ts';
import type { RoomId } from '../rooms/room.ts';
import { type Day, dayOf } from './days.ts';
import { chooseIssue, collect, findIssues, findUnlabelled, isBy } from './find.ts';
import { type Boxes, keptRooms } from './keep.ts';
import { hasSameLines, normalizeLines, ownBlock, readBoxes } from './markers.ts';
import { openIssue, retire } from './open.ts';
import { type Plan, planIssue } from './plan.ts';
import { decodeState, type TrackedState } from './state.ts';
import { AMBIGUOUS_TRIES, type Tracked, type TrackerSettings, type Warn } from './terms.ts';

/** What the issue says before a scan. */
export interface Reading {
  /** Login of the token's own account. */
  readonly viewer: string;
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
export async function readTracker(host: IssueHost, settings: TrackerSettings, now: Date): Promise<Reading> {
  const viewer = await host.viewer();
  const ours = await findIssues(host, settings, viewer);
  const issue = chooseIssue(ours);
  const duplicates = ours.filter((one) => one.isOpen && one !== issue);
  const block = ownBlock(normalizeLines(issue?.body ?? ''));
  const state = issue === null ? null : decodeState(block, settings.issueKey);
  const boxes = readBoxes(block);
  // A tick in an issue that is about to be closed as a duplicate counts as well.
  const ticked = duplicates
    .flatMap((one) => [...readBoxes(normalizeLines(one.body))])
    .filter(([, box]) => box.isTicked);
  return {
    viewer,
    issue,
    duplicates,
    boxes,
    previous: state?.abandoned == null ? null : new Set(state.abandoned.keys()),
    unknownBecause: whyUnknown(issue, state),
    kept: keptRooms(state, new Map([...boxes, ...ticked]), dayOf(now), settings.keepDays),
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
 * @param log told what is done, or would be done in a dry run
 * @throws GitHubError
 */
export async function writeTracker(
  host: IssueHost,
  settings: TrackerSettings,
  reading: Reading,
  report: Report,
  now: Date,
  log: { info: Warn; warning: Warn },
): Promise<Tracked> {
  const plan = (current: HostIssue | null): Plan =>
    planIssue({
      report,
      current,
      boxesAtStart: reading.boxes,
      issueKey: settings.issueKey,
      keepDays: settings.keepDays,
      commentsOnNew: settings.commentsOnNew,
      today: dayOf(now),
    });
  const { viewer } = reading;
  const isWanted = reading.issue === null && plan(null).action === 'created';
  const issue = isWanted ? await findUnlabelled(host, settings, viewer) : reading.issue;
  if (settings.isDryRun) {
    const { action } = plan(issue);
    log.info(
      `Dry run: the tracking issue ${describe(issue)} would be ${action === 'none' ? 'left alone' : action}.`,
    );
    for (const { number } of reading.duplicates)
      log.info(`Dry run: issue #${number} would be closed as a duplicate.`);
    return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
  }
  if (issue === null) return openIssue(host, settings, viewer, plan(null), log);
  for (const duplicate of reading.duplicates) await retire(host, duplicate, issue);
  return editIssue(host, viewer, issue.number, plan);
}

/**
 * Edits the issue. It is read again right before it is written, since people tick boxes, write, and close it at any
 * time; a comment takes seconds, so that it comes before that.
 */
async function editIssue(
  host: IssueHost,
  viewer: string,
  number: number,
  plan: (current: HostIssue) => Plan,
): Promise<Tracked> {
  const before = await host.issue(number);
  const first = plan(before);
  const { action, isOpen } = first;
  if (first.body !== null) {
    if (first.comment !== null) await commentOnce(host, viewer, number, first.comment);
    const current = first.comment === null ? before : await host.issue(number);
    // What a person did to its state in between stands.
    const { body } = plan({ ...current, isOpen: before.isOpen });
    const change = isOpen === before.isOpen ? {} : { isOpen };
    if (body !== null) await update(host, number, { body, ...change });
  }
  return { action, number, url: before.url };
}

function describe(issue: HostIssue | null): string {
  return issue === null ? '(none yet)' : `#${issue.number}`;
}

/** Comments, unless a run that was stopped half-way, or whose answer was lost, did so already. */
async function commentOnce(
  host: IssueHost,
  viewer: string,
  number: number,
  { text, marker }: NonNullable<Plan['comment']>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const made = await collect(
      host.comments(number),
      (one) => isBy(one, viewer) && one.body.includes(marker),
    );
    if (made.length > 0) return;
    try {
      return await host.comment(number, text);
    } catch (error) {
      if (!(error instanceof GitHubError) || !error.isAmbiguous || tries === AMBIGUOUS_TRIES) throw error;
    }
  }
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
