import { jsonText, linesThatFit, utf8Bytes } from '../shared/text.ts';
import { archivedRooms } from './archiving.ts';
import type { Report, RoomEntry } from './schema.ts';

/**
 * Steps read an output as an environment variable. On Linux, one variable with its name holds 131,072 bytes at most
 * (MAX_ARG_STRLEN in execve(2)); beyond that, the next step dies with "Argument list too long".
 */
const ROOMS_BYTES = 100_000;

/** What a run did with the tracking issue. */
export type IssueAction = 'created' | 'updated' | 'unchanged' | 'closed' | 'reopened' | 'none';

/** What became of the tracking issue. Without one, number and url are null. */
export interface IssueOutcome {
  readonly action: IssueAction;
  readonly number: number | null;
  readonly url: string | null;
  /** One sentence about the issue for the log and the summary. */
  readonly note?: string;
}

/** Nothing was done with the tracking issue, or there is none. */
export const NO_ISSUE: IssueOutcome = { action: 'none', number: null, url: null };

/** The outputs about the tracking issue, by their names in action.yml. */
export function issueOutputsOf({ action, number, url }: IssueOutcome): Readonly<Record<string, string>> {
  return {
    'issue-number': number === null ? '' : String(number),
    'issue-url': url ?? '',
    'issue-action': action,
  };
}

/** The outputs that count rooms, by their names in action.yml, and the members of the report's counts. */
const COUNTS = {
  'scanned-count': 'scanned',
  'abandoned-count': 'abandoned',
  'new-count': 'new',
  'recovered-count': 'recovered',
  'exempt-count': 'exempt',
  'unknown-count': 'unknown',
  'upcoming-count': 'upcoming',
  'risky-count': 'risky',
} as const satisfies Readonly<Record<string, keyof Report['counts']>>;

/**
 * The outputs about the rooms, by their names in action.yml. Each of them is always set. The paths of the report files
 * are outputs too, see `REPORT_FILES`.
 */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const rooms = fitJson(report.abandoned.map(withoutAddress), ROOMS_BYTES);
  return {
    ...Object.fromEntries(
      Object.entries(COUNTS).map(([output, member]) => [output, String(report.counts[member])]),
    ),
    'reclaimable-bytes': report.reclaimableBytes === null ? '' : String(report.reclaimableBytes),
    'oldest-days': String(report.oldestDays),
    'limit-exceeded': String(report.limitExceeded),
    'abandoned-rooms': rooms.json,
    'abandoned-rooms-truncated': String(rooms.isTruncated),
    'key-expires': report.keyExpires ?? '',
  };
}

/**
 * The outputs of a run whose scan failed, or that was stopped before its end. Expressions take a missing output for 0,
 * so that `abandoned-count == '0'` would be true; with a word, it is false, and so is every other comparison with a
 * number.
 */
export const OUTPUTS_OF_FAILED_SCAN: Readonly<Record<string, string>> = Object.fromEntries(
  [...Object.keys(COUNTS), 'archived-count'].map((output) => [output, 'unknown']),
);

/** The outputs about the rooms that this run has archived, by their names in action.yml. */
export function archiveOutputsOf(report: Report): Readonly<Record<string, string>> {
  const archived = archivedRooms(report);
  const rooms = fitJson(archived.map(withoutAddress), ROOMS_BYTES);
  return {
    'archived-count': String(archived.length),
    'archived-rooms': rooms.json,
    'archived-rooms-truncated': String(rooms.isTruncated),
  };
}

/** A mail address stands in no output: the next step may log it. */
function withoutAddress(room: RoomEntry): RoomEntry {
  return { ...room, ownerEmail: null };
}

/**
 * A JSON array of as many whole items as fit.
 *
 * @param maxBytes in UTF-8, the brackets among them
 */
export function fitJson(items: readonly unknown[], maxBytes: number): { json: string; isTruncated: boolean } {
  // With a comma behind each item but the last one, and two brackets.
  const shown = linesThatFit(items.map(jsonText), maxBytes - 1, utf8Bytes);
  return { json: `[${shown.join(',')}]`, isTruncated: shown.length < items.length };
}
