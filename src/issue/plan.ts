import type { TrackingSettings } from '../config/settings.ts';
import type { IssueAction } from '../report/outputs.ts';
import { formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { ActionError } from '../shared/errors.ts';
import { hasSameLines, normalizeLines, plural } from '../shared/text.ts';
import { isListOf, isListOfOther, ownBlock, userText } from './block.ts';
import { renderBody, USER_TEXT_LIMIT } from './body.ts';
import { nextBulk } from './bulk.ts';
import { closedComment, type DueComment, newRoomsComment, unreadableComment } from './comments.ts';
import {
  decodeState,
  hashSet,
  type IssueState,
  type NextStateOptions,
  newRooms,
  nextState,
} from './state.ts';
import { allApproved, type Boxes, changedBoxes, readTicks, type Ticks } from './ticks.ts';

/** The issue right before it is written. */
export interface CurrentIssue {
  readonly isOpen: boolean;
  readonly body: string;
  /** It was closed by something that does not know that rooms are listed, see `isClosedByAutomation`. */
  readonly isClosedByAutomation: boolean;
  /** It was closed by a bot or a workflow, and not by a person, whose account the token may belong to. */
  readonly isClosedByBot: boolean;
}

/** What to do with the issue. */
export interface Plan {
  readonly action: IssueAction;
  /** To be written; null: the issue is left alone. A state that is left out stays as it is. */
  readonly change: { readonly body: string; readonly isOpen?: boolean } | null;
  /** To be made before the change. */
  readonly comments: readonly DueComment[];
  /** Ticked lines that cannot be matched to a room. The change removes them. */
  readonly unreadable: readonly string[];
  /** Things that somebody should know, one line each. */
  readonly warnings: readonly string[];
  /** One sentence for the log and the summary; empty if there is nothing to say. */
  readonly note: string;
}

export interface PlanOptions extends NextStateOptions {
  /** Null if there is no issue yet. */
  readonly current: CurrentIssue | null;
  /** The boxes as they were when the run began. A box that differs now was changed in between. */
  readonly boxesAtStart: Boxes;
  readonly settings: Pick<
    TrackingSettings,
    'issueKey' | 'keepDays' | 'maxArchive' | 'commentsOnNew' | 'trendOf'
  >;
}

const NOTHING = { comments: [], unreadable: [], warnings: [], note: '' } as const;

/**
 * Decides what to do with the tracking issue. Pure.
 *
 * @throws ActionError if the text of people leaves no space for a list
 */
export function planIssue(options: PlanOptions): Plan {
  const { report, current } = options;
  const { issueKey } = options.settings;
  const body = normalizeLines(current?.body ?? '');
  const ticks = readTicks(body, issueKey);
  // The ids in the list of another portal are those of other rooms: nothing is taken from there.
  const isOfOther = isListOfOther(report.portal, body, issueKey);
  const state = isOfOther ? null : decodeState(ownBlock(body, issueKey), issueKey);
  const shown = isOfOther ? new Set<RoomId>() : ticks.listed;
  const next = nextState(options, state, shown);
  if (current === null) {
    if (report.abandoned.length === 0) return { ...NOTHING, action: 'none', change: null };
    const text = draftOf(options, ticks, next).body;
    return { ...NOTHING, action: 'created', change: { body: text, isOpen: true } };
  }
  const { unreadable } = ticks;
  const listed = next.abandoned?.size ?? 0;
  const setHash = state?.setHash ?? hashShown(shown);
  const isOpen = decideOpen(current, listed, setHash, next);
  const kept = { ...NOTHING, unreadable, note: noteOn(current, isOpen, listed, setHash) };
  const isUnchanged = () => hasSameLines(draftOf(options, ticks, withPast(next, state)).body, body);
  // A person who closes the issue takes the approvals back, also if somebody else opens it again later.
  const isLeftAlone = !isOpen && listed > 0 && allApproved(ticks).size === 0;
  if (isOpen === current.isOpen && (isLeftAlone || isUnchanged())) {
    return { ...kept, action: 'unchanged', change: null };
  }
  const action = actionOf(current.isOpen, isOpen);
  const draft = draftOf(options, ticks, { ...next, generation: next.generation + 1 });
  return {
    ...kept,
    action,
    change: { body: draft.body, ...(isOpen === current.isOpen ? {} : { isOpen }) },
    comments: [
      ...(unreadable.length === 0 ? [] : [unreadableComment(unreadable)]),
      ...commentOn(options, action, state),
    ],
    warnings: warnOfLostTicks(options, draft),
  };
}

function actionOf(wasOpen: boolean, isOpen: boolean): IssueAction {
  if (isOpen === wasOpen) return 'updated';
  return isOpen ? 'reopened' : 'closed';
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

/** A state with the numbers of past runs as they are remembered: they are no reason to write. */
function withPast(next: IssueState, before: IssueState | null): IssueState {
  return { ...next, trend: before?.trend ?? [], trendOf: before?.trendOf ?? '' };
}

function commentOn(
  { report, settings, today }: PlanOptions,
  action: IssueAction,
  state: IssueState | null,
): readonly DueComment[] {
  // What the issue remembered before makes the marker unique. If that is lost, the day does.
  const before = state ?? formatDay(today);
  if (action === 'closed') return [closedComment(before)];
  const added = newRooms(report, state);
  return settings.commentsOnNew && added.size > 0 ? [newRoomsComment(added, before)] : [];
}

/** A body to be written. */
interface Draft {
  readonly body: string;
  /** The rooms of the box for many rooms, if that stays ticked; the body may have no space for them. */
  readonly bulk: ReadonlySet<RoomId>;
  /** Rooms whose own boxes stay ticked; the body may have no space for their lines. */
  readonly approved: ReadonlySet<RoomId>;
}

/** Renders the body. A tick that the new list does not show is remembered in the state. */
function draftOf(options: PlanOptions, ticks: Ticks, next: IssueState): Draft {
  const { report, settings, today, current, boxesAtStart } = options;
  const { issueKey, keepDays, maxArchive } = settings;
  const before = normalizeLines(current?.body ?? '');
  const changed = changedBoxes(boxesAtStart, ticks.boxes);
  // A person who closes the issue takes the approvals back.
  const isApproved =
    maxArchive !== null &&
    (current?.isOpen === true || (current?.isClosedByAutomation === true && current.isClosedByBot)) &&
    isListOf(report.portal, before, issueKey);
  const remembered = new Set(next.abandoned?.keys());
  const { rooms, isTicked } =
    maxArchive === null
      ? { rooms: new Set<RoomId>(), isTicked: false }
      : nextBulk(report, isApproved ? ticks.bulk.approved : new Set(), remembered);
  const approved = isApproved ? ticks.approved : new Set<RoomId>();
  const textAround = textOfPeople(before, issueKey);
  const render = (kept: IssueState['kept']) => ({
    bulk: isTicked ? rooms : new Set<RoomId>(),
    approved,
    body: renderBody({
      report,
      settings,
      state: { ...next, kept, bulk: rooms },
      approved,
      isBulkTicked: isTicked,
      // A run that archives nothing, such as one before a review, keeps the number of the others.
      perRun: maxArchive || (ticks.bulk.perRun ?? 0),
      changedBoxes: changed,
      userText: textAround,
    }),
  });
  const draft = render(next.kept);
  const ticked = [...changed].filter(([, isNow]) => isNow).map(([id]) => id);
  if (ticked.length === 0 || keepDays === 0) return draft;
  const { boxes } = readTicks(draft.body, issueKey);
  const hidden = ticked.filter((id) => boxes.get(id)?.isTicked !== true);
  if (hidden.length === 0) return draft;
  return render(new Map([...next.kept, ...hidden.map((id) => [id, today + keepDays] as const)]));
}

function textOfPeople(body: string, issueKey: string): ReturnType<typeof userText> {
  const text = userText(body, issueKey);
  if (text.before.length + text.after.length <= USER_TEXT_LIMIT) return text;
  throw new ActionError(
    `The tracking issue has no space for the list: people wrote more than ${USER_TEXT_LIMIT} characters above and below it. Shorten their text.`,
  );
}

/** What neither the list nor the state has space for. */
function warnOfLostTicks(
  { kept, report, settings: { issueKey } }: PlanOptions,
  { body, bulk, approved }: Draft,
): readonly string[] {
  const state = decodeState(ownBlock(body, issueKey), issueKey);
  const ticks = readTicks(body, issueKey);
  const warnings: string[] = [];
  if (bulk.size > (state?.bulk.size ?? 0)) {
    warnings.push(
      `The tracking issue has no space to remember the ${plural(bulk.size, 'room')} that its box for many rooms approves, so none of them is archived. Tick their own boxes instead, or shorten the text above and below the list.`,
    );
  }
  const shown = allApproved(ticks);
  const cut = report.abandoned.filter(({ id }) => approved.has(id) && !shown.has(id)).length;
  if (cut > 0) {
    warnings.push(
      `The tracking issue has no space to show ${plural(cut, 'room')} approved by a box of its own, so ${cut === 1 ? 'this tick is' : 'these ticks are'} lost. Tick again once the list shows the room, or shorten the text above and below the list.`,
    );
  }
  const lost = [...kept.keys()].filter((id) => ticks.boxes.get(id)?.isTicked !== true).length;
  if (state === null && lost > 0) {
    warnings.push(
      `The tracking issue has no space to remember ${plural(lost, 'ticked room')}: they are listed again at the next run. Use exempt-rooms or a tag for them.`,
    );
  }
  return warnings;
}
