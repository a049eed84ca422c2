import prettyBytes from 'pretty-bytes';
import { describeActivity } from '../report/entries.ts';
import type { RoomEntry } from '../report/schema.ts';
import { markdownText, roomLink } from '../report/text/markdown.ts';
import { type Day, formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { type Around, BEGIN, BODY_LIMIT, END, HEADINGS, itemMarker, keyMarker } from './markers.ts';
import { encodeState, type TrackedState } from './state.ts';

/** A larger state would leave too little for people. */
const STATE_LIMIT = 40_000;

/** What an issue's body says. */
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
  /** Whether rooms were looked into: then each says what its date rests on. */
  readonly showsEvidence: boolean;
  /** What somebody should know about the evidence, one line each. */
  readonly notes: readonly string[];
  /** Rooms that were abandoned, and of which nothing is known now. */
  readonly inDoubt: number;
  readonly state: TrackedState;
  /** Boxes that somebody changed while the run was under way: they stay as they are now. */
  readonly changedBoxes: ReadonlyMap<RoomId, boolean>;
  /** What people wrote around the block of this action, see `textAround`. */
  readonly around: Around;
}

/**
 * Writes a body: the same content gives the same text, so that nothing is written when nothing changed. Dates, not
 * ages. Cut at whole rooms where it would be too long; the state shrinks first to what is kept, then to nothing.
 */
export function renderBody(whole: BodyContent): string {
  const { state, block: stateBlock } = fittingState(whole);
  // What the state does not remember is not shown either: the next run could not show it again.
  const content = { ...whole, state };
  const { abandoned, kept, around, keepDays, issueKey, portal } = content;
  const notes = content.notes.map((note) => `\n> ⚠️ ${markdownText(note)}`);
  const head = [BEGIN, keyMarker(issueKey), '', headline(content), ...notes];
  const foot = [
    '',
    `<sub>Kept up to date by the abandoned-rooms action for ${markdownText(portal)}. Text above and below this list stays; the list itself is written anew.</sub>`,
    ...(stateBlock === '' ? [] : [stateBlock]),
    END,
  ];
  const fixed = lengthOf([around.before, ...head, ...foot, around.after]);
  // Room for the headings and the notes on what was cut.
  let left = BODY_LIMIT - fixed - 600;
  const take = (lines: readonly string[], most: number): string[] => {
    const taken: string[] = [];
    let budget = most;
    for (const line of lines) {
      if (line.length + 1 > budget) break;
      budget -= line.length + 1;
      left -= line.length + 1;
      taken.push(line);
    }
    return taken;
  };
  const abandonedItems = abandoned.map((room) => abandonedItem(room, content));
  const keptItems = kept.map(({ room, until }) => keptItem(room, until, content));
  // What is abandoned goes first; a quarter is for what is kept, or can be unticked nowhere.
  const keptBudget = Math.max(left / 4, left - lengthOf(abandonedItems));
  const keptLines = take(keptItems, keptBudget);
  const abandonedLines = take(abandonedItems, left);
  const sections = [
    ...section('Abandoned', abandonedLines, abandoned.length),
    ...(keepDays === 0 ? [] : section('Kept', keptLines, kept.length)),
  ];
  return `${around.before}${[...head, ...sections, ...foot].join('\n')}${around.after}`;
}

/** Characters of lines, each with its end. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function headline({
  abandoned,
  inDoubt,
  inactiveDays,
  isSpaceAtLeast,
  keepDays,
  reclaimableBytes,
}: BodyContent): string {
  if (abandoned.length === 0) {
    return inDoubt === 0
      ? '**No room is abandoned.**'
      : `**No room is known to be abandoned**, but ${inDoubt} that ${inDoubt === 1 ? 'was' : 'were'} cannot be looked into at present.`;
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
  return `**${rooms} had no activity for ${inactiveDays} days or longer**${space}.${tick}`;
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

function abandonedItem(
  room: RoomEntry,
  { keepDays, state, changedBoxes, showsEvidence }: BodyContent,
): string {
  const facts = [
    room.type === null ? null : markdownText(room.type),
    room.owner === null ? null : markdownText(room.owner),
    activityFact(room),
    room.usedSpace === null ? null : prettyBytes(room.usedSpace),
    showsEvidence ? `evidence: ${room.evidence}` : null,
    state.marked.has(room.id) ? '**new**' : null,
  ];
  const text = `${roomLink(room)} — ${facts.filter((fact) => fact !== null).join(' · ')}`;
  if (keepDays === 0) return `- ${text}`;
  return `- ${box(changedBoxes.get(room.id) ?? false)} ${text} ${itemMarker(room.id, null)}`;
}

function activityFact(room: RoomEntry): string {
  const activity = describeActivity(room);
  if (activity === null) return 'no activity date';
  return `last activity${room.lastActivity === null ? ':' : ''} ${markdownText(activity)}`;
}

function keptItem(room: RoomEntry, until: Day, { changedBoxes }: BodyContent): string {
  const day = formatDay(until);
  return `- ${box(changedBoxes.get(room.id) ?? true)} ${roomLink(room)} — kept until ${day} ${itemMarker(room.id, day)}`;
}

function box(isTicked: boolean): string {
  return isTicked ? '[x]' : '[ ]';
}

/** The whole state, or what is kept alone, or nothing, whichever fits beside what people wrote. */
function fittingState({ state, issueKey, around }: BodyContent): { state: TrackedState; block: string } {
  const limit = Math.min(STATE_LIMIT, BODY_LIMIT - around.before.length - around.after.length - HEADINGS);
  const keptAlone = { ...state, abandoned: null, marked: new Set<RoomId>() };
  const fitting = [state, keptAlone]
    .map((one) => ({ state: one, block: encodeState(one, issueKey) }))
    .find(({ block }) => block.length <= limit);
  return fitting ?? { state: keptAlone, block: '' };
}
