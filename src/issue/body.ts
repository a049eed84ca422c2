import prettyBytes from 'pretty-bytes';
import { factsOf } from '../report/columns.ts';
import type { RoomEntry } from '../report/schema.ts';
import { markdownText, roomLink } from '../report/text/markdown.ts';
import { type Day, formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { linesThatFit, plural } from '../shared/text.ts';
import { archiveLine, itemMarker } from './lines.ts';
import { BEGIN, BODY_LIMIT, END, footer, keyMarker, OVERHEAD_CHARS, type UserText } from './markers.ts';
import { encodeState, type IssueState } from './state.ts';

/** A larger state would leave too little space for rooms. */
const STATE_LIMIT = 40_000;
/** Characters for the headings of the sections and the notes on what was cut. */
const SECTION_CHARS = 600;

/** Everything that an issue's body shows or remembers. */
export interface BodyContent {
  readonly issueKey: string;
  /** Address of the portal. */
  readonly portal: string;
  readonly inactiveDays: number;
  /** 0: rooms have no boxes. */
  readonly keepDays: number;
  readonly abandoned: readonly RoomEntry[];
  readonly kept: readonly { readonly room: RoomEntry; readonly until: Day }[];
  readonly reclaimableBytes: number | null;
  /** Whether the sizes of some rooms are not known. */
  readonly isSpaceAtLeast: boolean;
  /** Whether each room names the evidence for its date. */
  readonly showsEvidence: boolean;
  /** Things that somebody should look at, one line each. */
  readonly notes: readonly string[];
  /** How many rooms were abandoned and could not be checked at this run. */
  readonly uncheckedCount: number;
  readonly state: IssueState;
  /** Whether each abandoned room has a second box, by which people approve that it is archived. */
  readonly hasArchiveBoxes: boolean;
  /** Rooms that people have approved for the archive: their boxes stay ticked. */
  readonly approved: ReadonlySet<RoomId>;
  /** Boxes that somebody changed during the run: they stay as they are now. */
  readonly changedBoxes: ReadonlyMap<RoomId, boolean>;
  /** What people wrote above and below the list, see `userText`. */
  readonly userText: UserText;
}

/**
 * Writes a body. The same content gives the same text, so that nothing is written if nothing changed; for that reason it
 * shows dates, not ages. A body that would be too long is cut at whole rooms; the state shrinks first to the kept rooms,
 * then to nothing.
 */
export function renderBody(whole: BodyContent): string {
  const { state, block: stateBlock } = fittingState(whole);
  // Nothing is shown that the state does not remember: the next run could not show it again.
  const content = { ...whole, state };
  const { abandoned, kept, userText, keepDays, issueKey, portal } = content;
  const notes = content.notes.map((note) => `\n> ⚠️ ${markdownText(note)}`);
  const head = [BEGIN, keyMarker(issueKey), '', headline(content), ...notes];
  const foot = ['', footer(markdownText(portal), issueKey), ...(stateBlock === '' ? [] : [stateBlock]), END];
  const fixed = lengthOf([userText.before, ...head, ...foot, userText.after]);
  const budget = BODY_LIMIT - fixed - SECTION_CHARS;
  const abandonedLines = abandoned.map((room) => abandonedLine(room, content));
  const keptLines = kept.map(({ room, until }) => keptLine(room, until, content));
  // Abandoned rooms take the space first, but a quarter is for kept rooms: otherwise nobody could remove their ticks.
  const shownKept = linesThatFit(keptLines, Math.max(budget / 4, budget - lengthOf(abandonedLines)));
  const shownAbandoned = linesThatFit(abandonedLines, budget - lengthOf(shownKept));
  const sections = [
    ...section('Abandoned', shownAbandoned, abandoned.length),
    ...(keepDays === 0 ? [] : section('Kept', shownKept, kept.length)),
  ];
  return `${userText.before}${[...head, ...sections, ...foot].join('\n')}${userText.after}`;
}

/** Characters of lines, with their line ends. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function headline({
  abandoned,
  uncheckedCount,
  inactiveDays,
  isSpaceAtLeast,
  keepDays,
  reclaimableBytes,
  hasArchiveBoxes,
}: BodyContent): string {
  if (abandoned.length === 0) {
    return uncheckedCount === 0
      ? '**No room is abandoned.**'
      : `**No room is known to be abandoned**, but ${plural(uncheckedCount, 'room')} that ${uncheckedCount === 1 ? 'was' : 'were'} abandoned cannot be checked at the moment.`;
  }
  const isOne = abandoned.length === 1;
  const rooms = isOne ? '1 room has' : `${abandoned.length} rooms have`;
  const space =
    reclaimableBytes === null
      ? ''
      : `, and ${isOne ? 'uses' : 'use'} ${isSpaceAtLeast ? 'at least ' : ''}${prettyBytes(reclaimableBytes)}`;
  const tick =
    keepDays === 0
      ? ''
      : ` Tick a room to keep it for ${keepDays} days: it is exempt from the next run on, and is listed again after that.`;
  const archive = hasArchiveBoxes
    ? ' Tick the box below a room to have it moved to the archive of the portal, from which it can be restored.'
    : '';
  return `**${rooms} had no activity for ${inactiveDays} days or longer**${space}.${tick}${archive}`;
}

function section(title: string, lines: readonly string[], of: number): string[] {
  if (of === 0) return [];
  const cut =
    lines.length === of
      ? []
      : [
          '',
          `Showing ${lines.length} of ${of}. The full list is in the summary and the report files of the workflow run.`,
        ];
  return ['', `### ${title} (${of})`, '', ...lines, ...cut];
}

function abandonedLine(
  room: RoomEntry,
  { keepDays, state, changedBoxes, showsEvidence, hasArchiveBoxes, approved }: BodyContent,
): string {
  const facts = factsOf(room, { evidence: showsEvidence });
  const all = state.marked.has(room.id) ? [...facts, '**new**'] : facts;
  const text = `${roomLink(room)} — ${all.join(' · ')}`;
  const line =
    keepDays === 0
      ? `- ${text}`
      : `- ${box(changedBoxes.get(room.id) ?? false)} ${text} ${itemMarker(room.id, null)}`;
  return hasArchiveBoxes ? `${line}\n${archiveLine(room.id, approved.has(room.id))}` : line;
}

function keptLine(room: RoomEntry, until: Day, { changedBoxes }: BodyContent): string {
  const day = formatDay(until);
  return `- ${box(changedBoxes.get(room.id) ?? true)} ${roomLink(room)} — kept until ${day} ${itemMarker(room.id, day)}`;
}

function box(isTicked: boolean): string {
  return isTicked ? '[x]' : '[ ]';
}

/** The whole state, or only the kept rooms, or nothing: the first that fits beside the text of people. */
function fittingState({ state, issueKey, userText }: BodyContent): { state: IssueState; block: string } {
  const space = BODY_LIMIT - userText.before.length - userText.after.length - OVERHEAD_CHARS;
  const limit = Math.min(STATE_LIMIT, space);
  const keptAlone = { ...state, abandoned: null, marked: new Set<RoomId>() };
  const fitting = [state, keptAlone]
    .map((candidate) => ({ state: candidate, block: encodeState(candidate, issueKey) }))
    .find(({ block }) => block.length <= limit);
  return fitting ?? { state: keptAlone, block: '' };
}
