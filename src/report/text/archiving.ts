import { archivedBefore, archivedRooms } from '../archiving.ts';
import { columnsOf } from '../columns.ts';
import type { ArchiveEntry, Report } from '../schema.ts';
import { markdownText, roomLink, tableHead, tableRow } from './markdown.ts';

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

function list(title: string, entries: readonly ArchiveEntry[]): string {
  if (entries.length === 0) return '';
  const lines = entries.map((entry) => {
    const reason = entry.reason === null ? '' : `: ${markdownText(entry.reason)}`;
    return `- ${roomLink(entry)}${reason}`;
  });
  return [`${title} (${entries.length}):`, '', ...lines].join('\n');
}
