import { stringify } from 'csv-stringify/sync';
import { jsonText, visible } from '../shared/text.ts';
import { archivedRooms } from './archiving.ts';
import { csvColumns } from './columns.ts';
import { ownersOf } from './owners.ts';
import type { Report } from './schema.ts';
import { renderMarkdownReport } from './text/summary.ts';

/** A file of the report directory. */
export interface ReportFile {
  readonly name: string;
  /** The output that holds its path. */
  readonly output: 'report-json' | 'report-csv' | 'report-markdown' | 'report-owners';
  /** Default: always. */
  readonly isWritten?: (report: Report) => boolean;
  /** In pieces, since a report can be long. No piece ends within a room. */
  readonly render: (report: Report) => Iterable<string>;
}

export const REPORT_FILES: readonly ReportFile[] = [
  { name: 'abandoned-rooms.json', output: 'report-json', render: renderJson },
  { name: 'abandoned-rooms.csv', output: 'report-csv', render: renderCsv },
  { name: 'abandoned-rooms.md', output: 'report-markdown', render: renderMarkdownReport },
  {
    name: 'abandoned-rooms-by-owner.json',
    output: 'report-owners',
    isWritten: ({ contacts }) => contacts !== null,
    render: renderOwners,
  },
];

const CSV_BATCH = 500;

/** Every listed room once, by status: abandoned (or archived by this run), unknown, upcoming, exempt. RFC 4180, with a header line. */
export function* renderCsv(report: Report): Generator<string> {
  const columns = csvColumns(report);
  const write = (rows: readonly object[], header: boolean) =>
    stringify([...rows], {
      columns: columns.map((key) => ({ key })),
      header,
      record_delimiter: 'windows',
      // Spreadsheets run a cell that begins like a formula.
      escape_formulas: true,
      cast: { boolean: String },
    });
  yield write([], true);
  let batch: object[] = [];
  for (const row of csvRows(report)) {
    batch.push(row);
    if (batch.length < CSV_BATCH) continue;
    yield write(batch, false);
    batch = [];
  }
  if (batch.length > 0) yield write(batch, false);
}

function* csvRows(report: Report): Generator<object> {
  const archived = new Set(archivedRooms(report).map(({ id }) => id));
  for (const room of report.abandoned) {
    yield csvRow({ ...room, status: archived.has(room.id) ? 'archived' : 'abandoned' });
  }
  for (const room of report.unknown) {
    const reason = report.evidenceCheck === null ? '' : room.reason;
    yield csvRow({ ...room, status: 'unknown', reason });
  }
  for (const room of report.upcoming) yield csvRow({ ...room, status: 'upcoming' });
  for (const room of report.exempt) yield csvRow({ ...room, status: 'exempt' });
}

/** The abandoned rooms by owner, with a line for each owner. */
function renderOwners(report: Report): Generator<string> {
  const { schemaVersion, generatedAt, portal, policy } = report;
  const { inactiveDays } = policy;
  return renderJson({ schemaVersion, generatedAt, portal, inactiveDays, owners: ownersOf(report.abandoned) });
}

/** An object as it is, with a line for each item of its lists. */
function* renderJson(report: object): Generator<string> {
  let separator = '{';
  for (const [member, value] of Object.entries(report)) {
    yield `${separator}\n  ${JSON.stringify(member)}: `;
    separator = ',';
    if (Array.isArray(value) && value.length > 0) yield* jsonLines(value);
    else yield jsonText(value);
  }
  yield '\n}\n';
}

function* jsonLines(items: readonly unknown[]): Generator<string> {
  let separator = '[';
  for (const item of items) {
    yield `${separator}\n    ${jsonText(item)}`;
    separator = ',';
  }
  yield '\n  ]';
}

function csvRow(row: object): object {
  const cells = Object.entries(row).map(([name, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? value.join(', ') : value;
    return [name, typeof text === 'string' ? cellText(text) : text];
  });
  return Object.fromEntries(cells);
}

/** Some spreadsheets split cells at semicolons whatever the file's separator is: no formula may begin there either. */
function cellText(text: string): string {
  return visible(text).replace(/(;[\s"']*)(?=[=+\-@])/g, "$1'");
}
