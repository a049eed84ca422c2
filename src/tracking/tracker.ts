import { type DueComment, pendingComment } from '../issue/comment-text.ts';
import { hasOtherKey, ownBlock } from '../issue/markers.ts';
import { type Plan, planIssue } from '../issue/plan.ts';
import { decodeState, type IssueState } from '../issue/state.ts';
import { type Boxes, keptRooms, readTicks } from '../issue/ticks.ts';
import type { IssueOutcome } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import type { LastRun } from '../rooms/compare-runs.ts';
import { type Day, dayOf } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { normalizeLines } from '../shared/text.ts';
import { makeAnnounced, makePending, saveUnreadable, warnOfUnreadable } from './comment.ts';
import type { IssueContext } from './context.ts';
import { chooseIssue, findAnywhere, findIssues, isClosedByAutomation } from './find.ts';
import type { HostIssue } from './host.ts';
import { type Duplicate, openIssue, retire } from './open.ts';

/** The issue before a scan. */
export interface IssueSnapshot {
  readonly issue: HostIssue | null;
  /** Open issues of the same key, made by runs at the same time. */
  readonly duplicates: readonly Duplicate[];
  /** The boxes of `issue`. */
  readonly boxes: Boxes;
  readonly lastRun: Exclude<LastRun, { kind: 'not tracked' }>;
  /** A comment that an earlier run has announced and perhaps not made. */
  readonly pending: DueComment | null;
  /** Rooms that are kept, and through which day. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  /** Rooms that people have approved for the archive. */
  readonly approved: ReadonlySet<RoomId>;
}

/**
 * Finds the issue and reads what it remembers. Our issue was opened by the token's own account, and its body names the
 * key: a title, or a marker in an issue of somebody else, does not count.
 */
export async function readIssue(context: IssueContext, now: Date): Promise<IssueSnapshot> {
  const { settings, log } = context;
  const { issueKey, keepDays } = settings;
  const { ours, erased } = await findIssues(context);
  const issue = chooseIssue(ours.length > 0 ? ours : erased);
  const isErased = issue !== null && issue.body.trim() === '';
  if (isErased) {
    log.warning(
      `The text of issue #${issue.number} was erased. Its ticks and what it remembered of the last run are lost; the list is written again.`,
    );
  }
  const duplicates = ours
    .filter((other) => other.isOpen && other !== issue && !hasOtherKey(other.body, issueKey))
    .map((other) => ({ issue: other, boxes: readTicks(normalizeLines(other.body), issueKey).boxes }));
  const body = normalizeLines(issue?.body ?? '');
  const state = issue === null ? null : decodeState(ownBlock(body, issueKey), issueKey);
  const { boxes, approved } = readTicks(body, issueKey);
  // A tick in an issue that is about to be closed as a duplicate counts as well.
  const ticked = duplicates
    .flatMap((duplicate) => [...duplicate.boxes])
    .filter(([, { isTicked }]) => isTicked);
  return {
    issue,
    duplicates,
    boxes,
    lastRun:
      state?.abandoned == null
        ? { kind: 'unknown', because: whyUnknown(issue, isErased, state) }
        : { kind: 'known', ids: new Set(state.abandoned.keys()) },
    pending: pendingComment(state),
    // Whoever closes the issue takes the approval back.
    approved: issue?.isOpen === true ? approved : new Set(),
    kept: keptRooms(state, new Map([...boxes, ...ticked]), dayOf(now), keepDays),
  };
}

function whyUnknown(issue: HostIssue | null, isErased: boolean, state: IssueState | null): string {
  if (issue === null) return 'there is no tracking issue yet';
  if (isErased) return 'the text of the tracking issue was erased';
  if (state === null) return 'the hidden state of the issue was damaged or edited';
  return 'there are too many rooms for the issue to remember';
}

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
  now: Date,
): Promise<IssueOutcome> {
  const plan = plannerOf(context, snapshot, report, now);
  const isWanted = snapshot.issue === null && plan(null).action === 'created';
  const issue = isWanted ? await findAnywhere(context) : snapshot.issue;
  if (context.settings.isDryRun) return describePlan(context, snapshot, report, issue, plan);
  if (issue === null) return openIssue(context, plan(null));
  const outcome = await editIssue(context, snapshot, report, issue, plan);
  // Only now: their ticks are in the issue that stays.
  for (const duplicate of snapshot.duplicates) await retire(context, duplicate, issue);
  return outcome;
}

function plannerOf(
  { settings, viewer, runId }: IssueContext,
  { boxes, kept, lastRun }: IssueSnapshot,
  report: Report,
  now: Date,
): Planner {
  return (current) =>
    planIssue({
      report,
      current:
        current === null ? null : { ...current, isClosedByAutomation: isClosedByAutomation(current, viewer) },
      boxesAtStart: boxes,
      knownAtStart: lastRun.kind === 'known' ? lastRun.ids : null,
      kept,
      issueKey: settings.issueKey,
      keepDays: settings.keepDays,
      hasArchiveBoxes: settings.hasArchiveBoxes,
      commentsOnNew: settings.commentsOnNew,
      today: dayOf(now),
      runId,
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
  const { action, comment, unreadable } = plan(issue);
  const name = issue === null ? '(none yet)' : `#${issue.number}`;
  const done = action === 'none' ? 'left alone' : action;
  const commented = comment === null ? '' : ', with a comment';
  log.info(`Dry run: the tracking issue ${name} would be ${done}${commented}.`);
  for (const duplicate of duplicates) {
    log.info(`Dry run: issue #${duplicate.issue.number} would be closed as a duplicate.`);
  }
  if (issue !== null) warnOfUnreadable(context, issue.number, unreadable, report.redacted);
  return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}

async function editIssue(
  context: IssueContext,
  { pending }: IssueSnapshot,
  report: Report,
  { number, url }: HostIssue,
  plan: Planner,
): Promise<IssueOutcome> {
  if (pending !== null) await makePending(context, number, pending, report);
  const done = await editSavingLines(context, number, plan);
  warnOfUnreadable(context, number, done.unreadable, report.redacted);
  for (const warning of done.warnings) context.log.warning(warning);
  // After the edit: if two runs have the same comment to make, the text of the issue says which of them makes it.
  if (done.comment !== null) await makeAnnounced(context, number, done.comment, report);
  return { action: done.action, number, url, ...(done.note === '' ? {} : { note: done.note }) };
}

/** Edits the issue. Before it loses ticked lines that could not be read, their text is kept in a comment. */
async function editSavingLines(
  context: IssueContext,
  number: number,
  plan: (current: HostIssue) => Plan,
): Promise<Plan> {
  const saved = new Set<string>();
  for (;;) {
    const { decision } = await context.host.edit(number, (current) => {
      const planned = plan(current);
      const unsaved = planned.change === null ? [] : planned.unreadable.filter((line) => !saved.has(line));
      return { planned, unsaved, change: unsaved.length > 0 ? null : planned.change };
    });
    if (decision.unsaved.length === 0) return decision.planned;
    await saveUnreadable(context, number, decision.unsaved);
    for (const line of decision.unsaved) saved.add(line);
  }
}
