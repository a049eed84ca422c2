import { stringify } from 'csv-stringify/sync';
import { jsonText, visible } from '../shared/text.ts';
import { archivedRooms } from './archiving.ts';
import type { Report, RoomEntry } from './schema.ts';
import { renderMarkdownReport } from './text/summary.ts';

/** A file of the report directory. */
export interface ReportFile {
  readonly name: string;
  /** The output that holds its path. */
  readonly output: 'report-json' | 'report-csv' | 'report-markdown';
  /** In pieces, since a report can be long. No piece ends within a room. */
  readonly render: (report: Report) => Iterable<string>;
}

export const REPORT_FILES: readonly ReportFile[] = [
  { name: 'abandoned-rooms.json', output: 'report-json', render: renderJson },
  { name: 'abandoned-rooms.csv', output: 'report-csv', render: renderCsv },
  { name: 'abandoned-rooms.md', output: 'report-markdown', render: renderMarkdownReport },
];

const CSV_BATCH = 500;

const CSV_COLUMNS = [
  'status',
  'id',
  'title',
  'url',
  'type',
  'owner',
  'daysInactive',
  'lastActivity',
  'lastUpdated',
  'evidence',
  'usedSpace',
  'tags',
  'risks',
  'new',
  'reason',
] as const;
/** Only if rooms were checked against their history. */
const EVIDENCE_COLUMNS = ['lastActivityWhat', 'lastActivityBy'] as const;

/** Every listed room once, by status: abandoned (or archived by this run), unknown, upcoming, exempt. RFC 4180, with a header line. */
export function* renderCsv(report: Report): Generator<string> {
  const columns = [...CSV_COLUMNS, ...(report.evidenceCheck === null ? [] : EVIDENCE_COLUMNS)];
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
  for (const room of report.abandoned) yield csvRow(archived.has(room.id) ? 'archived' : 'abandoned', room);
  for (const room of report.unknown) {
    yield { ...csvRow('unknown', room), reason: report.evidenceCheck === null ? '' : room.reason };
  }
  for (const room of report.upcoming) yield csvRow('upcoming', room);
  for (const room of report.exempt) yield { ...csvRow('exempt', room), reason: cellText(room.reason) };
}

/** The report as it is, with a line for each room. */
function* renderJson(report: Report): Generator<string> {
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

function csvRow(status: string, room: RoomEntry) {
  return {
    ...room,
    status,
    id: typeof room.id === 'string' ? cellText(room.id) : room.id,
    title: cellText(room.title ?? ''),
    type: cellText(room.type ?? ''),
    owner: cellText(room.owner ?? ''),
    lastActivityBy: cellText(room.lastActivityBy ?? ''),
    risks: room.risks.join(', '),
    tags: cellText((room.tags ?? []).join(', ')),
  };
}

/** Some spreadsheets split cells at semicolons whatever the file's separator is: no formula may begin there either. */
function cellText(text: string): string {
  return visible(text).replace(/(;[\s"']*)(?=[=+\-@])/g, "$1'");
}
