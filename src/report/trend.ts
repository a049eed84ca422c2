import prettyBytes from 'pretty-bytes';
import { isPassing } from '../rooms/activity.ts';
import { type Day, dayOf, parseDay } from '../rooms/days.ts';
import { plural } from '../shared/text.ts';
import { countUnjudged, isNothingJudged } from './figures.ts';
import type { Report, TrendEntry } from './schema.ts';
import { chart } from './text/markdown.ts';

/** Whether it gets better: the numbers of past runs. An entry counts until the next one: days without are no gap. */

const MAX_ENTRIES = 104;
const DAYS_OF_EACH_DAY = 28;
const DAYS_COMPARED = 90;
const MONTHS_SHOWN = 12;

/** Whether a run may be compared with others: nothing was out of reach. What no run can judge does not count. */
function isComparable(report: Report): boolean {
  const { unknown, missing, skippedBy } = report;
  const isReached = !unknown.some(({ reason }) => isPassing(reason));
  return isReached && missing.length + countUnjudged(skippedBy) === 0 && !isNothingJudged(report);
}

/**
 * The report with the numbers of past runs and its own.
 *
 * @param past null: nothing remembers past runs
 */
export function withTrend(report: Report, past: readonly TrendEntry[] | null): Report {
  const { generatedAt, counts, reclaimableBytes } = report;
  const today = { day: generatedAt.slice(0, 10), abandoned: counts.abandoned, bytes: reclaimableBytes };
  return { ...report, trend: past === null || !isComparable(report) ? past : withToday(past, today) };
}

/**
 * The entries of past runs and that of today, oldest first: one for a day, one for a week if it is older than four
 * weeks, at most 104. The last entry of a day or week is kept. Entries from the future are left out.
 */
export function withToday(past: readonly TrendEntry[], today: TrendEntry): readonly TrendEntry[] {
  const now = dayNumber(today);
  const latest = new Map<string, TrendEntry>();
  for (const entry of past.toSorted((a, b) => dayNumber(a) - dayNumber(b))) {
    const day = dayNumber(entry);
    // Weeks begin on Mondays; day 0 was a Thursday.
    const week = Math.floor((day + 3) / 7);
    if (day < now) latest.set(now - day > DAYS_OF_EACH_DAY ? `week ${week}` : `day ${day}`, entry);
  }
  return [...latest.values(), today].slice(-MAX_ENTRIES);
}

/**
 * How this run compares with three months ago, or with the first entry if that is later: one sentence; empty if there
 * is nothing to compare with. Space that abandoned rooms do not use any more may be in use, so it is not called free.
 */
export function describeTrend({ trend, generatedAt }: Pick<Report, 'trend' | 'generatedAt'>): string {
  const today = trend?.at(-1);
  if (trend === null || today === undefined || !generatedAt.startsWith(today.day)) return '';
  const then = lastAt(trend, dayNumber(today) - DAYS_COMPARED) ?? trend[0];
  if (then === undefined || then === today) return '';
  const space = then.bytes === null || today.bytes === null ? 0 : today.bytes - then.bytes;
  const bytes = space === 0 ? '' : `; ${prettyBytes(Math.abs(space))} ${space < 0 ? 'less' : 'more'}`;
  return `${difference(today.abandoned - then.abandoned)} ${then.day}${bytes}.`;
}

function difference(rooms: number): string {
  if (rooms === 0) return 'As many abandoned rooms as on';
  return `${plural(Math.abs(rooms), `${rooms < 0 ? 'fewer' : 'more'} abandoned room`)} than on`;
}

/** A section with a line of the last twelve months, each by its last entry; empty with less than two. */
export function trendChart({ trend, generatedAt }: Pick<Report, 'trend' | 'generatedAt'>): string {
  const months = monthsUntil(generatedAt).flatMap(({ month, lastDay }) => {
    const entry = lastAt(trend ?? [], lastDay);
    return entry === undefined ? [] : [{ month, abandoned: entry.abandoned }];
  });
  if (months.length < 2) return '';
  const labels = months.map(({ month }) => month);
  const values = months.map(({ abandoned }) => abandoned);
  const line = chart('line', { title: 'Month', labels }, { title: 'Abandoned rooms', values });
  return `### Abandoned rooms of the last 12 months\n\n${line}`;
}

/** The names of the months that end with the one of a date, oldest first. Longer labels would overlap. */
function monthsUntil(date: string): readonly { readonly month: string; readonly lastDay: Day }[] {
  const [year = 0, month = 0] = date.slice(0, 7).split('-').map(Number);
  return Array.from({ length: MONTHS_SHOWN }, (_, index) => {
    // The day before the first one of the next month.
    const last = new Date(Date.UTC(year, month - (MONTHS_SHOWN - 1 - index), 0));
    const name = last.toLocaleDateString('en', { month: 'short', timeZone: 'UTC' });
    return { month: name, lastDay: dayOf(last) };
  });
}

/** The last entry up to a day. */
function lastAt(trend: readonly TrendEntry[], day: Day): TrendEntry | undefined {
  return trend.findLast((entry) => dayNumber(entry) <= day);
}

function dayNumber({ day }: TrendEntry): Day {
  return parseDay(day) ?? Number.NaN;
}
