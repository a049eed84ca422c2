import { isUncertain } from '../report/figures.ts';
import type { Report } from '../report/schema.ts';
import { roomLink } from '../report/text/markdown.ts';
import { compareRuns, type Delta } from '../rooms/compare-runs.ts';
import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { ActionError } from '../shared/errors.ts';
import { renderBody } from './body.ts';
import {
  AROUND_LIMIT,
  type Around,
  hasSameLines,
  normalizeLines,
  ownBlock,
  readBoxes,
  textAround,
} from './markers.ts';
import { decodeState, encodeState, hashSet, shortHash, type TrackedState } from './state.ts';
import type { Boxes } from './ticks.ts';

/** A comment, and a part of it that tells it from every other one. */
export interface MarkedComment {
  readonly text: string;
  readonly marker: string;
}

/** What a run did with the issue. */
export type IssueAction = 'created' | 'updated' | 'unchanged' | 'closed' | 'reopened' | 'none';

/** The issue as it is right before it is written. */
export interface CurrentIssue {
  readonly isOpen: boolean;
  readonly body: string;
}

/** What to do with the issue. */
export interface Plan {
  readonly action: IssueAction;
  /** To be written; null: the issue is left alone. */
  readonly body: string | null;
  /** To be set together with the body. */
  readonly isOpen: boolean;
  /** To be made, once. */
  readonly comment: MarkedComment | null;
}

export interface PlanOptions {
  readonly report: Report;
  /** Null where there is no issue yet. */
  readonly current: CurrentIssue | null;
  /** The boxes as they were when the run began: what differs from them now was changed in between. */
  readonly boxesAtStart: Boxes;
  /** Rooms that are kept at this run, and through which day: also those that the report does not show. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  readonly issueKey: string;
  readonly keepDays: number;
  readonly commentsOnNew: boolean;
  readonly today: Day;
}

/** A comment names so many rooms; the others are a number. */
const NAMED_IN_COMMENT = 20;
/** Of GitHub's 65,536, for the names in a comment. */
const COMMENT_NAMES_LIMIT = 60_000;

/**
 * Decides what to do with the tracking issue. Pure.
 *
 * @throws ActionError where people left no room for a list
 */
export function planIssue(options: PlanOptions): Plan {
  const { report, current } = options;
  if (current === null) {
    if (report.abandoned.length === 0) return { action: 'none', body: null, isOpen: false, comment: null };
    const body = render(options, nextState(options, null), new Map());
    return { action: 'created', body, isOpen: true, comment: null };
  }
  const body = normalizeLines(current.body);
  const state = decodeState(ownBlock(body, options.issueKey), options.issueKey);
  const boxes = readBoxes(body, options.issueKey);
  const next = nextState(options, state);
  const listed = next.abandoned?.size ?? 0;
  const isOpen = decideOpen(current.isOpen, listed, state?.setHash ?? hashListed(boxes), next);
  // A person closed it while these very rooms were listed: it stays as it is.
  const isLeftAlone = !isOpen && listed > 0;

  const changedBoxes = boxChanges(options.boxesAtStart, boxes);
  const same = render(options, next, changedBoxes);
  if (isOpen === current.isOpen && (isLeftAlone || hasSameLines(same, body))) {
    return { action: 'unchanged', body: null, isOpen, comment: null };
  }
  const action = isOpen === current.isOpen ? 'updated' : isOpen ? 'reopened' : 'closed';
  return {
    action,
    body: render(options, { ...next, generation: next.generation + 1 }, changedBoxes),
    isOpen,
    comment: decideComment(options, action, state),
  };
}

/**
 * Whether the issue should be open. A person's hand is respected in both directions, until the set of abandoned rooms
 * changes.
 *
 * @param setHash of the rooms that were abandoned when it was last written
 */
function decideOpen(isOpen: boolean, listed: number, setHash: string | null, next: TrackedState): boolean {
  if (listed > 0) return isOpen || setHash !== next.setHash;
  return isOpen && setHash === hashSet([]);
}

/** What the list itself tells where the state is lost: its abandoned rooms; null where it shows no boxes. */
function hashListed(boxes: Boxes): string | null {
  const listed = [...boxes].filter(([, { until }]) => until === null).map(([id]) => id);
  return listed.length === 0 ? null : hashSet(listed);
}

/** Rooms that were looked into, and of which nothing is known all the same. */
function inDoubt(report: Report): readonly RoomId[] {
  return report.unknown.filter(isUncertain).map(({ id }) => id);
}

/** What changed against the state; null where it does not tell. */
function deltaTo(state: TrackedState | null, report: Report): Delta | null {
  if (state === null || state.abandoned === null) return null;
  const abandoned = new Set(report.abandoned.map(({ id }) => id));
  return compareRuns(new Set(state.abandoned.keys()), abandoned, new Set(inDoubt(report)));
}

/** The state to be remembered; with the generation of the one before. */
function nextState(options: PlanOptions, state: TrackedState | null): TrackedState {
  const { report, today } = options;
  // A room that was abandoned and cannot be looked into now has not recovered.
  const unsettled = inDoubt(report).filter((id) => state?.abandoned?.has(id) === true);
  const ids = new Set([...report.abandoned.map(({ id }) => id), ...unsettled]);
  const setHash = hashSet(ids);
  return {
    generation: state?.generation ?? 0,
    abandoned: new Map([...ids].map((id) => [id, state?.abandoned?.get(id) ?? today])),
    setHash,
    // The marks stay until the set changes again: taking them off for their own sake would be an edit.
    marked: state?.setHash === setHash ? state.marked : (deltaTo(state, report)?.new ?? new Set()),
    kept: options.kept,
  };
}

function render(
  options: PlanOptions,
  state: TrackedState,
  changedBoxes: ReadonlyMap<RoomId, boolean>,
): string {
  const { report, current, issueKey, keepDays } = options;
  return renderBody({
    issueKey,
    portal: report.portal,
    inactiveDays: report.policy.inactiveDays,
    keepDays,
    abandoned: report.abandoned,
    kept: report.exempt.flatMap((room) => {
      const until = state.kept.get(room.id);
      return until === undefined ? [] : [{ room, until }];
    }),
    reclaimableBytes: report.reclaimableBytes,
    isSpaceAtLeast: report.spaceUnknown > 0,
    showsEvidence: report.evidenceCheck !== null,
    notes: report.notes,
    inDoubt: (state.abandoned?.size ?? 0) - report.abandoned.length,
    state,
    changedBoxes,
    around: current === null ? { before: '', after: '' } : keptText(current, issueKey),
  });
}

function keptText({ body }: CurrentIssue, issueKey: string): Around {
  const around = textAround(normalizeLines(body), issueKey);
  if (around.before.length + around.after.length <= AROUND_LIMIT) return around;
  throw new ActionError(
    `The tracking issue has no room for the list: people wrote more than ${AROUND_LIMIT} characters around it. Shorten their text.`,
  );
}

/** Boxes that were ticked or unticked while the run was under way, and how they are now. */
function boxChanges(atStart: Boxes, now: Boxes): ReadonlyMap<RoomId, boolean> {
  const changes = new Map<RoomId, boolean>();
  for (const [id, { isTicked }] of now) {
    if ((atStart.get(id)?.isTicked ?? false) !== isTicked) changes.set(id, isTicked);
  }
  return changes;
}

function decideComment(
  { report, commentsOnNew, issueKey, today }: PlanOptions,
  action: IssueAction,
  state: TrackedState | null,
): Plan['comment'] {
  // What the issue remembered before tells this comment from every other one. Where that is lost, the day does.
  const before = state === null ? String(today) : encodeState(state, issueKey);
  if (action === 'closed') {
    const marker = commentMarker(action, before, []);
    const text = 'No room is abandoned any more, so this is closed. It is opened again if one is.';
    return { marker, text: `${text}\n${marker}` };
  }
  const added = deltaTo(state, report)?.new ?? new Set<RoomId>();
  if (!commentsOnNew || added.size === 0) return null;
  const marker = commentMarker(action, before, added);
  const rooms = report.abandoned.filter(({ id }) => added.has(id));
  const named = namesThatFit(rooms.slice(0, NAMED_IN_COMMENT).map((room) => `- ${roomLink(room)}`));
  const more = rooms.length > named.length ? [`- and ${rooms.length - named.length} more`] : [];
  const title = rooms.length === 1 ? '1 room became abandoned' : `${rooms.length} rooms became abandoned`;
  return { marker, text: [`**${title} since the last run:**`, '', ...named, ...more, '', marker].join('\n') };
}

function commentMarker(action: IssueAction, before: string, added: Iterable<RoomId>): string {
  return `<!-- abandoned-rooms-comment ${shortHash(`${action}\n${before}\n${hashSet(added)}`)} -->`;
}

function namesThatFit(lines: readonly string[]): string[] {
  let left = COMMENT_NAMES_LIMIT;
  const fitting: string[] = [];
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    fitting.push(line);
  }
  return fitting;
}
