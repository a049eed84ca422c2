import prettyBytes from 'pretty-bytes';
import { describeActivity } from '../entries.ts';
import type { Report, RoomEntry } from '../schema.ts';
import { type Budget, markdownText, roomLink, tableHead, tableRow, takeRows } from './markdown.ts';

/** Tables of rooms in Markdown. They can be long, so they are generated in pieces. */

/** Rows of the main table that are open. The others are folded away, to keep the chart in sight. */
const OPEN_ROWS = 30;

/** The abandoned rooms: the first of them open, the others folded away. */
export function* abandonedTable(report: Report, budget: Budget): Generator<string> {
  const total = report.abandoned.length;
  if (total === 0) return;
  const head = tableHead(columns(report));
  const rows = rowsOf(report.abandoned, report);
  yield head;
  let shown = yield* takeRows(rows, budget, Math.min(OPEN_ROWS, budget.rows));
  if (shown === OPEN_ROWS && total > shown) {
    yield `\n\n<details><summary>The other abandoned rooms</summary>\n\n${head}`;
    shown += yield* takeRows(rows, budget, budget.rows - shown);
    yield '\n\n</details>';
  }
  yield cutNote(shown, total);
}

/** A table that is folded away until somebody clicks on its title. */
export interface FoldedTable<T extends RoomEntry> {
  readonly title: string;
  /** A line above the table. */
  readonly note?: string;
  readonly rooms: readonly T[];
  /** For a column with reasons. */
  readonly reasonOf?: ((room: T) => string) | undefined;
}

export function* foldedTable<T extends RoomEntry>(
  { title, note, rooms, reasonOf }: FoldedTable<T>,
  report: Report,
  budget: Budget,
): Generator<string> {
  if (rooms.length === 0) return;
  const reason = reasonOf === undefined ? [] : [{ title: 'Reason' }];
  yield `<details><summary>${title} (${rooms.length})</summary>\n\n`;
  if (note !== undefined) yield `${note}\n\n`;
  yield tableHead([...columns(report), ...reason]);
  const shown = yield* takeRows(rowsOf(rooms, report, reasonOf), budget, budget.rows);
  yield `${cutNote(shown, rooms.length)}\n\n</details>`;
}

function columns(report: Report) {
  return [
    { title: 'Room' },
    { title: 'Type' },
    ...(report.redacted ? [] : [{ title: 'Owner' }]),
    { title: 'Last activity' },
    { title: 'Days', isNumber: true },
    { title: 'Space', isNumber: true },
    ...(report.counts.risky > 0 ? [{ title: 'Risks' }] : []),
    ...(report.evidenceCheck === null ? [] : [{ title: 'Evidence' }]),
  ];
}

function* rowsOf<T extends RoomEntry>(
  rooms: readonly T[],
  report: Report,
  reasonOf?: (room: T) => string,
): Generator<string> {
  for (const room of rooms) {
    const reason = reasonOf === undefined ? [] : [markdownText(reasonOf(room))];
    yield tableRow([...cells(room, report), ...reason]);
  }
}

function cells(room: RoomEntry, report: Report): string[] {
  return [
    roomLink(room),
    room.type === null ? '' : markdownText(room.type),
    ...(report.redacted ? [] : [markdownText(room.owner ?? '')]),
    markdownText(describeActivity(room) ?? noActivityText(room)),
    room.daysInactive === null ? '' : String(room.daysInactive),
    room.usedSpace === null ? '' : prettyBytes(room.usedSpace),
    ...(report.counts.risky > 0 ? [room.risks.join(', ')] : []),
    ...(report.evidenceCheck === null ? [] : [room.evidence]),
  ];
}

/** An abandoned room has no reason; an unknown one without any date has the reason "no date". */
function noActivityText(room: RoomEntry & { readonly reason?: string }): string {
  return room.reason === undefined || room.reason === 'no date' ? 'no activity date' : 'unknown';
}

function cutNote(shown: number, of: number): string {
  if (shown === of) return '';
  return `\n\nShowing ${shown} of ${of}. The full list is in the report files (outputs \`report-json\`, \`report-csv\`, \`report-markdown\`).`;
}
