import type { IssueAction } from '../report/outputs.ts';
import type { Report } from '../report/schema.ts';
import { formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { hasSameLines, normalizeLines, plural } from '../shared/text.ts';
import { commentMarker, type DueComment } from './comment-text.ts';
import { ownBlock } from './markers.ts';
import { type NextStateOptions, newRooms, nextState } from './next-state.ts';
import { renderPlanned, warnOfLostTicks } from './planned-body.ts';
import { decodeState, hashSet, type IssueState } from './state.ts';
import { type Boxes, changedBoxes, readTicks } from './ticks.ts';

/** The issue right before it is written. */
export interface CurrentIssue {
  readonly isOpen: boolean;
  readonly body: string;
  /** It was closed by something that does not know that rooms are listed, see `isClosedByAutomation`. */
  readonly isClosedByAutomation: boolean;
}

/** What to do with the issue. */
export interface Plan {
  readonly action: IssueAction;
  /** To be written; null: the issue is left alone. A state that is left out stays as it is. */
  readonly change: { readonly body: string; readonly isOpen?: boolean } | null;
  /** To be made after the change. */
  readonly comment: DueComment | null;
  /** Ticked lines that cannot be matched to a room. The change removes them. */
  readonly unreadable: readonly string[];
  /** Things that somebody should know, one line each. */
  readonly warnings: readonly string[];
  /** One sentence for the log and the summary; empty if there is nothing to say. */
  readonly note: string;
}

export interface PlanOptions extends NextStateOptions {
  readonly report: Report;
  /** Null if there is no issue yet. */
  readonly current: CurrentIssue | null;
  /** The boxes as they were when the run began. A box that differs now was changed in between. */
  readonly boxesAtStart: Boxes;
  readonly issueKey: string;
  /** 0: rooms have no boxes. */
  readonly keepDays: number;
  readonly hasArchiveBoxes: boolean;
  readonly commentsOnNew: boolean;
  /** Tells this run from every other one. */
  readonly runId: string;
}

const NOTHING = { comment: null, unreadable: [], warnings: [], note: '' } as const;

/**
 * Decides what to do with the tracking issue. Pure.
 *
 * @throws ActionError if the text of people leaves no space for a list
 */
export function planIssue(options: PlanOptions): Plan {
  const { report, current, issueKey } = options;
  if (current === null) {
    if (report.abandoned.length === 0) return { ...NOTHING, action: 'none', change: null };
    const body = renderPlanned(options, nextState(options, null, new Set()), new Map());
    return { ...NOTHING, action: 'created', change: { body, isOpen: true } };
  }
  const body = normalizeLines(current.body);
  const state = decodeState(ownBlock(body, issueKey), issueKey);
  const { boxes, unreadable, listed: shown } = readTicks(body, issueKey);
  const changed = changedBoxes(options.boxesAtStart, boxes);
  const next = nextState(options, state, shown);
  const listed = next.abandoned?.size ?? 0;
  const setHash = state?.setHash ?? hashShown(shown);
  const isOpen = decideOpen(current, listed, setHash, next);
  const kept = { ...NOTHING, unreadable, note: noteOn(current, isOpen, listed, setHash) };
  const isLeftAlone = !isOpen && listed > 0;
  if (
    isOpen === current.isOpen &&
    (isLeftAlone || hasSameLines(renderPlanned(options, next, changed), body))
  ) {
    return { ...kept, action: 'unchanged', change: null };
  }
  const action = isOpen === current.isOpen ? 'updated' : isOpen ? 'reopened' : 'closed';
  const comment = decideComment(options, action, state);
  const written = renderPlanned(options, announce(next, comment, options.runId), changed);
  return {
    ...kept,
    action,
    change: { body: written, ...(isOpen === current.isOpen ? {} : { isOpen }) },
    comment,
    warnings: warnOfLostTicks(options, written),
  };
}

/**
 * Whether the issue should be open. A person's decision counts in both directions until the set of abandoned rooms
 * changes; a workflow or bot does not decide that listed rooms are done.
 *
 * @param setHash of the rooms that were abandoned when the issue was last written
 */
function decideOpen(
  { isOpen, isClosedByAutomation }: CurrentIssue,
  listed: number,
  setHash: string | null,
  next: IssueState,
): boolean {
  if (listed > 0) return isOpen || isClosedByAutomation || setHash !== next.setHash;
  return isOpen && setHash === hashSet([]);
}

/** @param setHash as for `decideOpen`: this action itself closes the issue if no room is abandoned */
function noteOn(current: CurrentIssue, isOpen: boolean, listed: number, setHash: string | null): string {
  const wasListed = setHash !== null && setHash !== hashSet([]);
  if (current.isOpen || listed === 0 || !wasListed) return '';
  const rooms = `${plural(listed, 'room')} ${listed === 1 ? 'is' : 'are'} listed`;
  if (!isOpen) return `The tracking issue is closed while ${rooms}: it stays closed until the list changes.`;
  return current.isClosedByAutomation
    ? `A workflow, a bot or the account of the token closed the tracking issue while ${rooms}, so it is open again.`
    : '';
}

/** Stands in for a state that is lost; null if the list shows no rooms. */
function hashShown(shown: ReadonlySet<RoomId>): string | null {
  return shown.size === 0 ? null : hashSet(shown);
}

/** The state that an edit writes. A pending comment of another run stays, unless this run has a comment of its own. */
function announce(state: IssueState, comment: DueComment | null, runId: string): IssueState {
  const pending = comment === null ? state.comment : { kind: comment.kind, marker: comment.marker, runId };
  const marked = comment?.kind === 'new' ? comment.rooms : state.marked;
  return { ...state, generation: state.generation + 1, comment: pending, marked };
}

function decideComment(
  { report, commentsOnNew, today }: PlanOptions,
  action: IssueAction,
  state: IssueState | null,
): DueComment | null {
  // What the issue remembered before makes the marker unique. If that is lost, the day does.
  const before = state ?? formatDay(today);
  if (action === 'closed') {
    return { kind: 'closed', marker: commentMarker('closed', before, []), rooms: new Set() };
  }
  const added = newRooms(report, state);
  if (!commentsOnNew || added.size === 0) return null;
  // This comment replaces one that another run has announced and not made: it names those rooms as well.
  const replaced = state?.comment?.kind === 'new' ? state.marked : [];
  const rooms = new Set<RoomId>([...added, ...replaced]);
  return { kind: 'new', marker: commentMarker('new', before, added), rooms };
}
