import { type Column, columnsOf } from '../columns.ts';
import type { Report, RoomEntry } from '../schema.ts';
import { type Budget, tableHead, tableRow, takeRows } from './markdown.ts';

/** Tables of rooms in Markdown. They can be long, so they are generated in pieces. */

/** Rows of the main table that are open. The others are folded away, to keep the chart in sight. */
const OPEN_ROWS = 30;

/** The abandoned rooms: the first of them open, the others folded away. */
export function* abandonedTable(report: Report, budget: Budget): Generator<string> {
  const total = report.abandoned.length;
  if (total === 0) return;
  const columns = columnsOf(report);
  const head = tableHead(columns);
  const rows = rowsOf(report.abandoned, columns);
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
export interface FoldedTable {
  readonly title: string;
  /** A line above the table. */
  readonly note?: string;
  readonly rooms: readonly RoomEntry[];
  readonly hasReasons?: boolean;
}

export function* foldedTable(
  { title, note, rooms, hasReasons = false }: FoldedTable,
  report: Report,
  budget: Budget,
): Generator<string> {
  if (rooms.length === 0) return;
  const columns = columnsOf(report, hasReasons);
  yield `<details><summary>${title} (${rooms.length})</summary>\n\n`;
  if (note !== undefined) yield `${note}\n\n`;
  yield tableHead(columns);
  const shown = yield* takeRows(rowsOf(rooms, columns), budget, budget.rows);
  yield `${cutNote(shown, rooms.length)}\n\n</details>`;
}

function* rowsOf(rooms: readonly RoomEntry[], columns: readonly Column[]): Generator<string> {
  for (const room of rooms) yield tableRow(columns.map(({ cell }) => cell(room)));
}

function cutNote(shown: number, of: number): string {
  if (shown === of) return '';
  return `\n\nShowing ${shown} of ${of}. The full list is in the report files (outputs \`report-json\`, \`report-csv\`, \`report-markdown\`).`;
}
