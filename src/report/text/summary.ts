import { plural, utf8Bytes } from '../../shared/text.ts';
import { archivedRooms, describeFollowing, withResult } from '../archiving.ts';
import { columnsOf } from '../columns.ts';
import { isNothingJudged } from '../figures.ts';
import { ownersTable } from '../owners.ts';
import type { ArchiveEntry, Report } from '../schema.ts';
import { trendChart } from '../trend.ts';
import { chart, markdownText, roomList, tableHead, tableRow } from './markdown.ts';
import { headline } from './sentences.ts';
import { abandonedTable, type Budget, cutNote, foldedTable, rowsThatFit } from './tables.ts';

/**
 * GitHub drops a job summary over 1 MiB as a whole (GitHub Docs, "Workflow commands", job summaries). Each step has its
 * own. 64 KiB are left for the parts that are not rows, and for the section about the archive.
 */
const SUMMARY_BYTES = 1024 * 1024 - 64 * 1024;
const SUMMARY_BYTES_WITH_ARCHIVE = 1024 * 1024 - 16 * 1024;
/** The summary is a page to read, not a data file. */
const SUMMARY_ROWS = 1000;
/** The most waiting rooms that are named: a report file has them all. */
const MAX_WAITING = 20;
/** Characters of one list of the section about the archive. */
const LIST_CHARS = 50_000;

/**
 * The job summary: cut at whole rows, with a line that says so.
 *
 * @param usedBytes what this step has already written to its summary
 */
export function renderSummary(report: Report, usedBytes = 0): string {
  const bytes = Math.max(0, SUMMARY_BYTES - usedBytes);
  return renderMarkdown(report, { bytes, rows: SUMMARY_ROWS });
}

/** The section about the archive, which is written to the job summary later. @param usedBytes as for `renderSummary` */
export function renderArchivingSummary(report: Report, usedBytes: number): string {
  const bytes = Math.max(0, SUMMARY_BYTES_WITH_ARCHIVE - usedBytes);
  return renderArchiving(report, { bytes, rows: SUMMARY_ROWS });
}

/** The whole report as Markdown, for the report file. */
export function renderMarkdownReport(report: Report): string {
  const whole = { bytes: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };
  return `${renderMarkdown(report, whole)}${renderArchiving(report, whole)}`;
}

/** The summary of a run whose scan failed. */
export function renderFailureSummary(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => `> ${line.startsWith('- ') ? `- ${markdownText(line.slice(2))}` : markdownText(line)}`);
  return `## Abandoned DocSpace rooms\n\n**The scan failed. There are no results.**\n\n${lines.join('\n')}\n`;
}

function renderMarkdown(report: Report, budget: Budget): string {
  const top = [
    `## Abandoned DocSpace rooms`,
    headline(report),
    ...report.notes.map((note) => `> ⚠️ ${markdownText(note)}`),
  ].join('\n\n');
  if (isNothingJudged(report)) return `${top}\n`;
  const bottom = footer(report);
  budget.bytes -= utf8Bytes(top) + utf8Bytes(bottom);
  const parts = [top, ...sections(report, budget), bottom].filter((part) => part !== '');
  return `${parts.join('\n\n')}\n`;
}

/** The sections in the order of the page. They use up the budget in the same order. */
function sections(report: Report, budget: Budget): readonly string[] {
  const rooms = report.upcoming.length === 1 ? 'this room' : 'these rooms';
  const note = `Without activity, ${rooms} will be abandoned within ${plural(report.policy.upcomingDays, 'day')}.`;
  return [
    abandonedTable(report, budget),
    ownersTable(report, budget),
    ageChart(report),
    whatIfTable(report),
    trendChart(report),
    foldedTable({ title: 'Upcoming rooms', note, rooms: report.upcoming }, report, budget),
    foldedTable(
      {
        title: 'Rooms whose last activity is not known',
        rooms: report.unknown,
        // If the listing alone decides, the only reason is "no date".
        hasReasons: report.evidenceCheck !== null,
      },
      report,
      budget,
    ),
    foldedTable({ title: 'Exempt rooms', rooms: report.exempt, hasReasons: true }, report, budget),
  ];
}

function ageChart({ ages }: Report): string {
  const labels = ages.map(({ fromDays }, index) => {
    const next = ages[index + 1];
    return next === undefined ? `${fromDays}+` : `${fromDays}-${next.fromDays - 1}`;
  });
  const values = ages.map(({ rooms }) => rooms);
  const bars = chart('bar', { title: 'Days', labels }, { title: 'Rooms', values });
  return `### Rooms by days since their last activity\n\n${bars}`;
}

function whatIfTable({ whatIf }: Report): string {
  const head = tableHead([
    { title: 'Days' },
    ...whatIf.map(({ days }) => ({ title: String(days), isNumber: true })),
  ]);
  const row = tableRow(['Abandoned rooms', ...whatIf.map(({ abandoned }) => String(abandoned))]);
  return `### With another threshold\n\n${head}\n${row}`;
}

function footer(report: Report): string {
  const redacted = report.redacted ? ' Titles, owners and tags are left out (`redact`).' : '';
  const portal = markdownText(report.portal);
  const listedOnly =
    report.evidenceCheck === null ? ' Only the date of the last change in the list of rooms was used.' : '';
  return `Scanned ${portal} on ${report.generatedAt.slice(0, 16).replace('T', ' ')} UTC.${listedOnly}${redacted}`;
}

/** The section of the summary and of the Markdown report about rooms that people approved for the archive. */
function renderArchiving(report: Report, budget: Budget): string {
  const list = (...of: ListOf) => renderList(report, budget, ...of);
  const parts = [
    archivedTable(report, budget),
    list('planned', 'To be archived'),
    list('not archived', 'Approved, and not archived'),
    describeFollowing(report),
    list('waiting', 'Approved, and waiting for the next run', MAX_WAITING),
    list('archived before', 'Approved, and archived before this run'),
    list('not known', 'Approved, and not known whether archived'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `\n### Archive\n\n${parts.join('\n\n')}\n`;
}

const RESTORE =
  'Nothing was deleted: files, members and links stay. To restore a room, open **Archive** in the portal and choose **Restore** in the menu of the room.';

/** The columns of the table of archived rooms, and how it calls them. */
const ARCHIVED_COLUMNS: Readonly<Record<string, string>> = {
  Room: 'Archived room',
  Owner: 'Owner',
  'Last activity': 'Last activity',
  Evidence: 'Evidence',
};

function archivedTable(report: Report, budget: Budget): string {
  const rooms = archivedRooms(report);
  if (rooms.length === 0) return '';
  const columns = columnsOf(report).flatMap((column) => {
    const title = ARCHIVED_COLUMNS[column.title];
    return title === undefined ? [] : [{ ...column, title }];
  });
  const rows = rowsThatFit(rooms, (room) => tableRow(columns.map(({ cell }) => cell(room))), budget);
  return `${[tableHead(columns), ...rows].join('\n')}${cutNote(rows.length, rooms.length)}\n\n${RESTORE}`;
}

type ListOf = readonly [result: ArchiveEntry['result'], title: string, maxRooms?: number];

/** The rooms of one result, and why; empty if there are none. */
function renderList(report: Report, budget: Budget, ...[result, title, maxRooms]: ListOf): string {
  const entries = withResult(report, result);
  if (entries.length === 0) return '';
  const reason = (entry: ArchiveEntry) => (entry.reason === null ? '' : `: ${markdownText(entry.reason)}`);
  // No character takes more than three bytes.
  const lines = roomList(entries, Math.min(LIST_CHARS, budget.bytes / 3), reason, maxRooms);
  budget.bytes -= utf8Bytes(lines.join('\n'));
  return [`${title} (${entries.length}):`, '', ...lines].join('\n');
}
