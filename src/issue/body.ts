import type { TrackingSettings } from '../config/settings.ts';
import { factsOf } from '../report/columns.ts';
import type { Report, RoomEntry } from '../report/schema.ts';
import { markdownText, roomLink } from '../report/text/markdown.ts';
import { describeTrend } from '../report/trend.ts';
import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { linesThatFit } from '../shared/text.ts';
import { BEGIN, END, footer, headline, keyMarker, section, type UserText } from './block.ts';
import { archiveLine, keptLine, roomLine } from './boxes.ts';
import { bulkLine } from './bulk.ts';
import { encodeState, type IssueState } from './state.ts';

/**
 * The most characters of an issue's body. GitHub refuses more than 65,536. How it counts is not documented; UTF-16
 * units, as JavaScript counts, are never fewer than characters.
 */
export const BODY_LIMIT = 65_000;
/** Characters for everything that is neither a room, nor state, nor a person's text. */
const OVERHEAD_CHARS = 3000;
/** The most characters that people may write above and below the list. */
export const USER_TEXT_LIMIT = BODY_LIMIT - 2 * OVERHEAD_CHARS;
/** A larger state would leave too little space for rooms. */
const STATE_LIMIT = 40_000;
/** Characters for the headings of the sections and the notes on what was cut. */
const SECTION_CHARS = 600;

/** The settings that decide what a list looks like. */
export type ListSettings = Pick<TrackingSettings, 'issueKey' | 'keepDays' | 'maxArchive'>;

/** Everything that an issue's body shows or remembers. */
export interface BodyContent {
  readonly report: Report;
  readonly settings: ListSettings;
  readonly state: IssueState;
  /** Rooms that people have approved for the archive: their boxes stay ticked. */
  readonly approved: ReadonlySet<RoomId>;
  /** Whether the rooms of the box for many rooms were approved before; otherwise it offers them. */
  readonly isBulkTicked: boolean;
  /** How many rooms that box says that one run archives. */
  readonly perRun: number;
  /** Boxes that somebody changed during the run: they stay as they are now. */
  readonly changedBoxes: ReadonlyMap<RoomId, boolean>;
  /** What people wrote above and below the list, see `userText`. */
  readonly userText: UserText;
}

/**
 * Writes a body. The same content gives the same text, so that nothing is written if nothing changed; for that reason it
 * shows dates, not ages. A body that would be too long is cut at whole rooms; the state loses first the box for many
 * rooms, then the abandoned rooms, then all.
 */
export function renderBody(whole: BodyContent): string {
  const { state, block: stateBlock } = fittingState(whole);
  // Nothing is shown that the state does not remember: the next run could not show it again.
  const content = { ...whole, state };
  const { report, settings, userText } = content;
  const uncheckedCount = (whole.state.abandoned?.size ?? 0) - report.abandoned.length;
  const trend = trendSentence(content);
  const notes = report.notes.map((note) => `\n> ⚠️ ${markdownText(note)}`);
  const head = [
    BEGIN,
    keyMarker(settings.issueKey),
    '',
    headline({ report, settings, uncheckedCount }),
    ...(trend === '' ? [] : ['', trend]),
    ...notes,
  ];
  const last = footer(report.portal, settings.issueKey);
  const foot = ['', last, ...(stateBlock === '' ? [] : [stateBlock]), END];
  const bulk = (shown: number) => (state.bulk.size === 0 ? [] : ['', bulkBox(content, shown)]);
  const fixed = lengthOf([userText.before, ...head, ...bulk(0), ...foot, userText.after]);
  const budget = BODY_LIMIT - fixed - SECTION_CHARS;
  const { abandoned } = report;
  const kept = keptRooms(whole);
  // Lines are made up to the first that does not fit: there can be thousands more.
  const abandonedLines = linesThatFit(
    abandoned.values().map((room) => abandonedLine(room, content)),
    budget,
  );
  const keptLines = kept
    .values()
    .map(({ room, until }) =>
      keptLine(room.id, content.changedBoxes.get(room.id) ?? true, roomLink(room), until),
    );
  // Abandoned rooms take the space first, but a quarter is for kept rooms: otherwise nobody could remove their ticks.
  const left = abandonedLines.length < abandoned.length ? 0 : budget - lengthOf(abandonedLines);
  const shownKept = linesThatFit(keptLines, Math.max(budget / 4, left));
  const shownAbandoned = linesThatFit(abandonedLines, budget - lengthOf(shownKept));
  const sections = [
    ...section('Abandoned', shownAbandoned, abandoned.length),
    ...(settings.keepDays === 0 ? [] : section('Kept', shownKept, kept.length)),
  ];
  return `${userText.before}${[...head, ...bulk(shownAbandoned.length), ...sections, ...foot].join('\n')}${userText.after}`;
}

/** As of the last entry, not of today: nothing is written only because a day has passed. */
function trendSentence({ report, state: { trend } }: BodyContent): string {
  const last = trend.at(-1);
  if (last?.abandoned !== report.abandoned.length) return '';
  return describeTrend({ trend, generatedAt: last.day });
}

/** Characters of lines, with their line ends. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** The kept rooms that the report still holds. */
function keptRooms({ report, state }: BodyContent): readonly { room: RoomEntry; until: Day }[] {
  return report.exempt.flatMap((room) => {
    const until = state.kept.get(room.id);
    return until === undefined ? [] : [{ room, until }];
  });
}

/** @param shown how many of the abandoned rooms the list shows */
function bulkBox({ report, state, perRun, isBulkTicked }: BodyContent, shown: number): string {
  const { abandoned } = report;
  const seen = new Set(abandoned.slice(0, shown).map(({ id }) => id));
  const areShown = state.bulk.isSubsetOf(seen);
  return bulkLine({ rooms: state.bulk, perRun, isTicked: isBulkTicked, listed: abandoned.length, areShown });
}

function abandonedLine(
  room: RoomEntry,
  { report, settings, state, changedBoxes, approved }: BodyContent,
): string {
  const facts = factsOf(room, { evidence: report.evidenceCheck !== null });
  const all = state.marked.has(room.id) ? [...facts, '**new**'] : facts;
  const isTicked = settings.keepDays === 0 ? null : (changedBoxes.get(room.id) ?? false);
  const line = roomLine(room.id, isTicked, roomLink(room), all.join(' · '));
  // A tick stays if this run, such as one with a key of lesser rights, could not have archived the room.
  const isApproved = approved.has(room.id);
  return settings.maxArchive !== null && (room.archivable || isApproved)
    ? `${line}\n${archiveLine(room.id, isApproved)}`
    : line;
}

/** The state with as much as fits beside the text of people: the box for many rooms goes first, all of it last. */
function fittingState({ state, settings, userText }: BodyContent): { state: IssueState; block: string } {
  const space = BODY_LIMIT - userText.before.length - userText.after.length - OVERHEAD_CHARS;
  const limit = Math.min(STATE_LIMIT, space);
  const withoutBulk = { ...state, bulk: new Set<RoomId>() };
  const keptAlone = { ...withoutBulk, abandoned: null, marked: new Set<RoomId>() };
  const fitting = [state, withoutBulk, keptAlone]
    .map((candidate) => ({ state: candidate, block: encodeState(candidate, settings.issueKey) }))
    .find(({ block }) => block.length <= limit);
  return fitting ?? { state: keptAlone, block: '' };
}
