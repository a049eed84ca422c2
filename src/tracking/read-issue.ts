import type { HostIssue } from '../github/client.ts';
import { hasOtherKey, isListOf, isListOfOther, ownBlock } from '../issue/block.ts';
import { decodeState, type IssueState } from '../issue/state.ts';
import { allApproved, type Boxes, keptRooms, readTicks, type Ticks } from '../issue/ticks.ts';
import type { TrendEntry } from '../report/schema.ts';
import type { LastRun } from '../rooms/compare-runs.ts';
import { type Day, dayOf } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { normalizeLines } from '../shared/text.ts';
import type { IssueContext } from './context.ts';
import { chooseIssue, findIssues } from './find.ts';

/** An issue that another one replaces, and its boxes as they were read. */
export interface Duplicate {
  readonly issue: HostIssue;
  readonly boxes: Boxes;
}

/** The issue before a scan. */
export interface IssueSnapshot {
  readonly issue: HostIssue | null;
  /** Open issues of the same key, made by runs at the same time. */
  readonly duplicates: readonly Duplicate[];
  /** The boxes of `issue`. */
  readonly boxes: Boxes;
  readonly lastRun: Exclude<LastRun, { kind: 'not tracked' }>;
  /** Rooms that are kept, and through which day. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  /** Rooms that people have approved for the archive. */
  readonly approved: ReadonlySet<RoomId>;
  /** The numbers of past runs of this portal and policy. */
  readonly trend: readonly TrendEntry[];
}

/**
 * Finds the issue and reads what it remembers. Our issue was opened by the token's own account, and its body names the
 * key: a title, or a marker in an issue of somebody else, does not count.
 */
export async function readIssue(context: IssueContext): Promise<IssueSnapshot> {
  const { settings, now, log } = context;
  const { issueKey, keepDays } = settings;
  const { ours, erased } = await findIssues(context);
  const issue = chooseIssue(ours);
  if (issue === null && erased.length > 0) {
    const names = erased.map(({ number }) => `#${number}`).join(', ');
    log.warning(
      `The text of ${names} was erased, so nobody knows which portal it belonged to. It is not used again. Close it and remove its label.`,
    );
  }
  const duplicates = ours
    .filter((other) => other.isOpen && other !== issue && !hasOtherKey(other.body, issueKey))
    .map((other) => ({ issue: other, boxes: readTicks(normalizeLines(other.body), issueKey).boxes }));
  const body = normalizeLines(issue?.body ?? '');
  const state = issue === null ? null : decodeState(ownBlock(body, issueKey), issueKey);
  const ticks = readTicks(body, issueKey);
  const { boxes } = ticks;
  // A tick in an issue that is about to be closed as a duplicate counts as well.
  const ticked = duplicates
    .flatMap((duplicate) => [...duplicate.boxes])
    .filter(([, { isTicked }]) => isTicked);
  return {
    issue,
    duplicates,
    boxes,
    lastRun: lastRunOf(issue, state, isListOfOther(settings.portal, body, issueKey)),
    approved: issue === null ? new Set() : approvedIn(context, issue, ticks),
    trend: state?.trendOf === settings.trendOf ? state.trend : [],
    kept: keptRooms(state, new Map([...boxes, ...ticked]), dayOf(now), keepDays),
  };
}

/** @param isOfOther whether the list is of another portal, whose ids are those of other rooms */
function lastRunOf(
  issue: HostIssue | null,
  state: IssueState | null,
  isOfOther: boolean,
): IssueSnapshot['lastRun'] {
  const unknown = (because: string) => ({ kind: 'unknown', because }) as const;
  if (issue === null) return unknown('there is no tracking issue yet');
  if (isOfOther) return unknown('the list in the issue is of another portal, or of another address');
  if (state === null) return unknown('the hidden state of the issue was damaged or edited');
  if (state.abandoned === null) return unknown('there are too many rooms for the issue to remember');
  return { kind: 'known', since: state.abandoned };
}

/** Whoever closes the issue takes the approval back, and the rooms of another portal approve nothing on this one. */
function approvedIn({ settings, log }: IssueContext, issue: HostIssue, ticks: Ticks): ReadonlySet<RoomId> {
  const approved = issue.isOpen ? allApproved(ticks) : new Set<RoomId>();
  if (approved.size === 0 || isListOf(settings.portal, normalizeLines(issue.body), settings.issueKey)) {
    return approved;
  }
  log.warning(
    `The list in issue #${issue.number} does not say that it is of this portal, so no room is archived because of its ticks. Tick them again once the list is written.`,
  );
  return new Set();
}

/** Reads once more which rooms people have approved for the archive. A room that is to be kept is not approved. */
export async function readApproved(
  context: IssueContext,
  { issue }: IssueSnapshot,
): Promise<ReadonlySet<RoomId>> {
  if (issue === null) return new Set();
  const now = await context.host.issue(issue.number);
  const ticks = readTicks(normalizeLines(now.body), context.settings.issueKey);
  const approved = approvedIn(context, now, ticks);
  return new Set([...approved].filter((id) => ticks.boxes.get(id)?.isTicked !== true));
}
