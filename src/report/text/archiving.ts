import { utf8Bytes } from '../../shared/text.ts';
import { archivedRooms, describeFollowing, withResult } from '../archiving.ts';
import { columnsOf } from '../columns.ts';
import type { ArchiveEntry, Report } from '../schema.ts';
import { markdownText, roomList, tableHead, tableRow } from './markdown.ts';
import { type Budget, cutNote, rowsThatFit } from './tables.ts';

/** The most waiting rooms that are named: a report file has them all. */
const MAX_WAITING = 20;
/** Characters of one list. */
const LIST_CHARS = 50_000;

/** The section of the summary and of the Markdown report about rooms that people approved for the archive. */
export function renderArchiving(report: Report, budget: Budget): string {
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
