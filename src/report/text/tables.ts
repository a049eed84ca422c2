import { linesThatFit, utf8Bytes } from '../../shared/text.ts';
import { type Column, columnsOf } from '../columns.ts';
import type { Report, RoomEntry } from '../schema.ts';
import { tableHead, tableRow } from './markdown.ts';

/** Tables of rooms in Markdown. */

/** Rows of the main table that are open. The others are folded away, to keep the chart in sight. */
const OPEN_ROWS = 30;

/** The bytes left for one text, shared by its tables, and the most rows of each table. */
export interface Budget {
  bytes: number;
  readonly rows: number;
}

/** The abandoned rooms: the first of them open, the others folded away. Empty if there are none. */
export function abandonedTable(report: Report, budget: Budget): string {
  if (report.abandoned.length === 0) return '';
  const columns = columnsOf(report);
  const head = tableHead(columns);
  const rows = rowsThatFit(report.abandoned, rowOf(columns), budget);
  const open = [head, ...rows.slice(0, OPEN_ROWS)].join('\n');
  const others = [head, ...rows.slice(OPEN_ROWS)].join('\n');
  const folded =
    rows.length <= OPEN_ROWS
      ? ''
      : `\n\n<details><summary>The other abandoned rooms</summary>\n\n${others}\n\n</details>`;
  return `${open}${folded}${cutNote(rows.length, report.abandoned.length)}`;
}

/** A table that is folded away until somebody clicks on its title. */
export interface FoldedTable {
  readonly title: string;
  /** A line above the table. */
  readonly note?: string;
  readonly rooms: readonly RoomEntry[];
  readonly hasReasons?: boolean;
}

/** Empty if there are no rooms. */
export function foldedTable(
  { title, note, rooms, hasReasons = false }: FoldedTable,
  report: Report,
  budget: Budget,
): string {
  if (rooms.length === 0) return '';
  const columns = columnsOf(report, hasReasons);
  const rows = rowsThatFit(rooms, rowOf(columns), budget);
  const parts = [
    `<details><summary>${title} (${rooms.length})</summary>`,
    ...(note === undefined ? [] : [note]),
    `${[tableHead(columns), ...rows].join('\n')}${cutNote(rows.length, rooms.length)}`,
    '</details>',
  ];
  return parts.join('\n\n');
}

/** The rows of as many items as the budget allows, which is reduced by their bytes. */
export function rowsThatFit<T>(
  items: readonly T[],
  toRow: (item: T) => string,
  budget: Budget,
  most = budget.rows,
): readonly string[] {
  const rows = items.slice(0, most).map(toRow);
  const shown = linesThatFit(rows, budget.bytes, utf8Bytes);
  const bytes = shown.reduce((sum, row) => sum + utf8Bytes(row) + 1, 0);
  // After a row that does not fit there is none, in no table: otherwise people would look for those in the middle.
  budget.bytes = shown.length < rows.length ? 0 : budget.bytes - bytes;
  return shown;
}

function rowOf(columns: readonly Column[]): (room: RoomEntry) => string {
  return (room) => tableRow(columns.map(({ cell }) => cell(room)));
}

/** Says how many rows are shown; empty if all are. */
export function cutNote(shown: number, of: number): string {
  if (shown === of) return '';
  return `\n\nShowing ${shown} of ${of}. The full list is in the report files (outputs \`report-json\`, \`report-csv\`, \`report-markdown\`).`;
}
