import { archivedRooms, describeFollowing, withResult } from '../archiving.ts';
import { columnsOf } from '../columns.ts';
import type { ArchiveEntry, Report } from '../schema.ts';
import { markdownText, roomList, tableHead, tableRow } from './markdown.ts';

/** The most waiting rooms that are named: a report file has them all. */
const MAX_WAITING = 20;
/** Characters of one list. */
const LIST_CHARS = 50_000;

/** The section of the summary and of the Markdown report about rooms that people approved for the archive. */
export function renderArchiving(report: Report): string {
  const parts = [
    archivedTable(report),
    list(report, 'planned', 'To be archived'),
    list(report, 'not archived', 'Approved, and not archived'),
    describeFollowing(report),
    list(report, 'waiting', 'Approved, and waiting for the next run', MAX_WAITING),
    list(report, 'archived before', 'Approved, and archived before this run'),
    list(report, 'not known', 'Approved, and not known whether archived'),
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

function archivedTable(report: Report): string {
  const rooms = archivedRooms(report);
  if (rooms.length === 0) return '';
  const columns = columnsOf(report).flatMap((column) => {
    const title = ARCHIVED_COLUMNS[column.title];
    return title === undefined ? [] : [{ ...column, title }];
  });
  const rows = rooms.map((room) => tableRow(columns.map(({ cell }) => cell(room))));
  return `${[tableHead(columns), ...rows].join('\n')}\n\n${RESTORE}`;
}

/** The rooms of one result, and why; empty if there are none. */
function list(report: Report, result: ArchiveEntry['result'], title: string, maxRooms?: number): string {
  const entries = withResult(report, result);
  if (entries.length === 0) return '';
  const reason = (entry: ArchiveEntry) => (entry.reason === null ? '' : `: ${markdownText(entry.reason)}`);
  const lines = roomList(entries, LIST_CHARS, reason, maxRooms);
  return [`${title} (${entries.length}):`, '', ...lines].join('\n');
}
