import type { Report } from '../report/schema.ts';
import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { ActionError } from '../shared/errors.ts';
import { normalizeLines, plural } from '../shared/text.ts';
import { renderBody } from './body.ts';
import { ownBlock, USER_TEXT_LIMIT, type UserText, userText } from './markers.ts';
import { decodeState, type IssueState } from './state.ts';
import { readTicks } from './ticks.ts';

/** The body that a plan writes: the report in the text of people, without losing a tick. */

export interface BodyOptions {
  readonly report: Report;
  /** Null if there is no issue yet. */
  readonly current: { readonly body: string } | null;
  readonly kept: ReadonlyMap<RoomId, Day>;
  readonly issueKey: string;
  /** 0: rooms have no boxes. */
  readonly keepDays: number;
  readonly hasArchiveBoxes: boolean;
  readonly today: Day;
}

/** Renders the body. A tick that the new list does not show is remembered in the state. */
export function renderPlanned(
  options: BodyOptions,
  state: IssueState,
  changed: ReadonlyMap<RoomId, boolean>,
): string {
  const body = renderWith(options, state, changed);
  const ticked = [...changed].filter(([, isTicked]) => isTicked).map(([id]) => id);
  if (ticked.length === 0 || options.keepDays === 0) return body;
  const { boxes } = readTicks(body, options.issueKey);
  const hidden = ticked.filter((id) => boxes.get(id)?.isTicked !== true);
  if (hidden.length === 0) return body;
  const until = options.today + options.keepDays;
  const kept = new Map([...state.kept, ...hidden.map((id) => [id, until] as const)]);
  return renderWith(options, { ...state, kept }, changed);
}

function renderWith(
  { report, current, issueKey, keepDays, hasArchiveBoxes }: BodyOptions,
  state: IssueState,
  changed: ReadonlyMap<RoomId, boolean>,
): string {
  return renderBody({
    issueKey,
    portal: report.portal,
    inactiveDays: report.policy.inactiveDays,
    keepDays,
    hasArchiveBoxes,
    approved: current === null ? new Set() : readTicks(normalizeLines(current.body), issueKey).approved,
    abandoned: report.abandoned,
    kept: report.exempt.flatMap((room) => {
      const until = state.kept.get(room.id);
      return until === undefined ? [] : [{ room, until }];
    }),
    reclaimableBytes: report.reclaimableBytes,
    isSpaceAtLeast: report.spaceUnknown > 0,
    showsEvidence: report.evidenceCheck !== null,
    notes: report.notes,
    uncheckedCount: (state.abandoned?.size ?? 0) - report.abandoned.length,
    state,
    changedBoxes: changed,
    userText: current === null ? { before: '', after: '' } : keptText(current, issueKey),
  });
}

function keptText({ body }: { readonly body: string }, issueKey: string): UserText {
  const text = userText(normalizeLines(body), issueKey);
  if (text.before.length + text.after.length <= USER_TEXT_LIMIT) return text;
  throw new ActionError(
    `The tracking issue has no space for the list: people wrote more than ${USER_TEXT_LIMIT} characters above and below it. Shorten their text.`,
  );
}

/** So many rooms are kept that neither the list nor the state has space for all of them. */
export function warnOfLostTicks({ kept, issueKey }: BodyOptions, body: string): readonly string[] {
  const remembered = decodeState(ownBlock(body, issueKey), issueKey)?.kept;
  if (remembered !== undefined) return [];
  const { boxes } = readTicks(body, issueKey);
  const lost = [...kept.keys()].filter((id) => boxes.get(id)?.isTicked !== true).length;
  if (lost === 0) return [];
  return [
    `The tracking issue has no space to remember ${plural(lost, 'ticked room')}: they are listed again at the next run. Use exempt-rooms or a tag for them.`,
  ];
}
