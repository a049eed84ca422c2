import { archivedBefore, archivedRooms, describeFollowing } from '../archiving.ts';
import { columnsOf } from '../columns.ts';
import type { ArchiveEntry, Report } from '../schema.ts';
import { markdownText, roomList, tableHead, tableRow } from './markdown.ts';

/** The section of the summary and of the Markdown report about rooms that people approved for the archive. */
export function renderArchiving(report: Report): string {
  const entries = report.archiving ?? [];
  const archived = archivedTable(report);
  const parts = [
    archived === '' ? '' : `${archived}\n\n${RESTORE}`,
    list(
      'To be archived',
      entries.filter(({ result }) => result === 'planned'),
    ),
    list(
      'Approved, and not archived',
      entries.filter(({ result }) => result === 'not archived'),
    ),
    describeFollowing(report),
    list(
      'Approved, and waiting for the next run',
      entries.filter(({ result }) => result === 'waiting'),
      MAX_WAITING,
    ),
    list('Approved, and archived before this run', archivedBefore(report)),
    list(
      'Approved, and not known whether archived',
      entries.filter(({ result }) => result === 'not known'),
    ),
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
  return [tableHead(columns), ...rooms.map((room) => tableRow(columns.map(({ cell }) => cell(room))))].join(
    '\n',
  );
}

/** The most waiting rooms that are named: a report file has them all. */
const MAX_WAITING = 20;
/** Characters of one list. */
const LIST_CHARS = 50_000;

function list(title: string, entries: readonly ArchiveEntry[], maxRooms = entries.length): string {
  if (entries.length === 0) return '';
  const reason = (entry: ArchiveEntry) => (entry.reason === null ? '' : `: ${markdownText(entry.reason)}`);
  const lines = roomList(entries, LIST_CHARS, reason, maxRooms);
  return [`${title} (${entries.length}):`, '', ...lines].join('\n');
}
