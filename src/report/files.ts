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
  readonly render: (report: Report) => string;
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

/**
 * Every listed room once, by status: abandoned (or archived by this run), unknown, upcoming, exempt. RFC 4180, with a
 * header line.
 */
export function renderCsv(report: Report): string {
  const { abandoned, unknown, upcoming, exempt, evidenceCheck } = report;
  const archived = new Set(archivedRooms(report).map(({ id }) => id));
  const rows = [
    ...abandoned.map((room) => ({ ...room, status: archived.has(room.id) ? 'archived' : 'abandoned' })),
    // If the list alone decides, the only reason is "no date".
    ...unknown.map((room) => ({
      ...room,
      status: 'unknown',
      reason: evidenceCheck === null ? '' : room.reason,
    })),
    ...upcoming.map((room) => ({ ...room, status: 'upcoming' })),
    ...exempt.map((room) => ({ ...room, status: 'exempt' })),
  ];
  return stringify(rows.map(csvRow), {
    columns: csvColumns(report).map((key) => ({ key })),
    header: true,
    record_delimiter: 'windows',
    // Spreadsheets run a cell that begins like a formula.
    escape_formulas: true,
    cast: { boolean: String },
  });
}

/** The abandoned rooms by owner, with a line for each owner. */
function renderOwners(report: Report): string {
  const { schemaVersion, generatedAt, portal, policy } = report;
  const { inactiveDays } = policy;
  return renderJson({ schemaVersion, generatedAt, portal, inactiveDays, owners: ownersOf(report.abandoned) });
}

/** An object as it is, with a line for each item of its lists. */
function renderJson(report: object): string {
  const members = Object.entries(report).map(([member, value]) => {
    const isLong = Array.isArray(value) && value.length > 0;
    const text = isLong
      ? `[\n${value.map((item) => `    ${jsonText(item)}`).join(',\n')}\n  ]`
      : jsonText(value);
    return `  ${JSON.stringify(member)}: ${text}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
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
