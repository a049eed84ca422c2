import { plural, utf8Bytes } from '../../shared/text.ts';
import { isNothingJudged } from '../figures.ts';
import { ownersTable } from '../owners.ts';
import type { Report } from '../schema.ts';
import { trendChart } from '../trend.ts';
import { renderArchiving } from './archiving.ts';
import { chart, markdownText, tableHead, tableRow } from './markdown.ts';
import { headline } from './sentences.ts';
import { abandonedTable, type Budget, foldedTable } from './tables.ts';

/**
 * GitHub drops a job summary over 1 MiB as a whole (GitHub Docs, "Workflow commands", job summaries). Each step has its
 * own. 64 KiB are left for the parts that are not rows, and for the section about the archive.
 */
const SUMMARY_BYTES = 1024 * 1024 - 64 * 1024;
const SUMMARY_BYTES_WITH_ARCHIVE = 1024 * 1024 - 16 * 1024;
/** The summary is a page to read, not a data file. */
const SUMMARY_ROWS = 1000;

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
