import { plural, utf8Bytes } from '../../shared/text.ts';
import { isNothingJudged } from '../figures.ts';
import type { Report } from '../schema.ts';
import { trendChart } from '../trend.ts';
import { renderArchiving } from './archiving.ts';
import { headline } from './headline.ts';
import { type Budget, markdownText, tableHead, tableRow } from './markdown.ts';
import { ownersTable } from './owners-table.ts';
import { abandonedTable, foldedTable } from './tables.ts';

/**
 * GitHub drops a job summary over 1 MiB as a whole (GitHub Docs, "Workflow commands", job summaries). Each step has its
 * own. 64 KiB are left for the parts that are not rows.
 */
const SUMMARY_BYTES = 1024 * 1024 - 64 * 1024;
/** The summary is a page to read, not a data file. */
const SUMMARY_ROWS = 1000;

/**
 * The job summary: cut at whole rows, with a line that says so.
 *
 * @param usedBytes what this step has already written to its summary
 */
export function renderSummary(report: Report, usedBytes = 0): string {
  const bytes = Math.max(0, SUMMARY_BYTES - usedBytes);
  return [...renderMarkdown(report, { bytes, rows: SUMMARY_ROWS })].join('');
}

/** The whole report as Markdown, for the report file: in pieces, since it can be long. */
export function* renderMarkdownReport(report: Report): Generator<string> {
  yield* renderMarkdown(report, { bytes: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY });
  yield renderArchiving(report);
}

/** The summary of a run whose scan failed. */
export function renderFailureSummary(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => `> ${line.startsWith('- ') ? `- ${markdownText(line.slice(2))}` : markdownText(line)}`);
  return `## Abandoned DocSpace rooms\n\n**The scan failed. There are no results.**\n\n${lines.join('\n')}\n`;
}

function* renderMarkdown(report: Report, budget: Budget): Generator<string> {
  const top = [
    `## Abandoned DocSpace rooms`,
    headline(report),
    ...report.notes.map((note) => `> ⚠️ ${markdownText(note)}`),
  ].join('\n\n');
  yield top;
  if (!isNothingJudged(report)) {
    const bottom = footer(report);
    budget.bytes -= utf8Bytes(top) + utf8Bytes(bottom);
    for (const section of sections(report, budget)) yield* apart(section);
    yield `\n\n${bottom}`;
  }
  yield '\n';
}

/** The sections in the order of the page. They use up the budget in the same order. */
function* sections(report: Report, budget: Budget): Generator<Iterable<string>> {
  const rooms = report.upcoming.length === 1 ? 'this room' : 'these rooms';
  const note = `Without activity, ${rooms} will be abandoned within ${plural(report.policy.upcomingDays, 'day')}.`;
  yield abandonedTable(report, budget);
  yield ownersTable(report, budget);
  yield [ageChart(report)];
  yield [whatIfTable(report)];
  const chart = trendChart(report);
  if (chart !== '') yield [`### Abandoned rooms of the last 12 months\n\n${chart}`];
  yield foldedTable({ title: 'Upcoming rooms', note, rooms: report.upcoming }, report, budget);
  yield foldedTable(
    {
      title: 'Rooms whose last activity is not known',
      rooms: report.unknown,
      // If the listing alone decides, the only reason is "no date".
      hasReasons: report.evidenceCheck !== null,
    },
    report,
    budget,
  );
  yield foldedTable({ title: 'Exempt rooms', rooms: report.exempt, hasReasons: true }, report, budget);
}

/** A section with an empty line above it; nothing for an empty one. */
function* apart(section: Iterable<string>): Generator<string> {
  let isFirst = true;
  for (const piece of section) {
    yield isFirst ? `\n\n${piece}` : piece;
    isFirst = false;
  }
}

function ageChart({ ages }: Report): string {
  const labels = ages.map(({ fromDays }, index) => {
    const next = ages[index + 1];
    return next === undefined ? `"${fromDays}+"` : `"${fromDays}-${next.fromDays - 1}"`;
  });
  const most = Math.max(1, ...ages.map(({ rooms }) => rooms));
  return [
    '### Rooms by days since their last activity',
    [
      '```mermaid',
      'xychart-beta',
      `    x-axis "Days" [${labels.join(', ')}]`,
      `    y-axis "Rooms" 0 --> ${most}`,
      `    bar [${ages.map(({ rooms }) => rooms).join(', ')}]`,
      '```',
    ].join('\n'),
  ].join('\n\n');
}

function whatIfTable({ whatIf }: Report): string {
  return [
    '### With another threshold',
    [
      tableHead([{ title: 'Days' }, ...whatIf.map(({ days }) => ({ title: String(days), isNumber: true }))]),
      tableRow(['Abandoned rooms', ...whatIf.map(({ abandoned }) => String(abandoned))]),
    ].join('\n'),
  ].join('\n\n');
}

function footer(report: Report): string {
  const redacted = report.redacted ? ' Titles, owners and tags are left out (`redact`).' : '';
  const portal = markdownText(report.portal);
  const listedOnly =
    report.evidenceCheck === null ? ' Only the date of the last change in the list of rooms was used.' : '';
  return `Scanned ${portal} on ${report.generatedAt.slice(0, 16).replace('T', ' ')} UTC.${listedOnly}${redacted}`;
}
