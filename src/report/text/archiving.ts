import { archivedBefore, archivedRooms } from '../archiving.ts';
import { describeActivity } from '../entries.ts';
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

function archivedTable(report: Report): string {
  const rooms = archivedRooms(report);
  if (rooms.length === 0) return '';
  const owner = report.redacted ? [] : [{ title: 'Owner' }];
  const columns = [{ title: 'Archived room' }, ...owner, { title: 'Last activity' }, { title: 'Evidence' }];
  const rows = rooms.map((room) =>
    tableRow([
      roomLink(room),
      ...(report.redacted ? [] : [markdownText(room.owner ?? '')]),
      markdownText(describeActivity(room) ?? 'not known'),
      room.evidence,
    ]),
  );
  return [tableHead(columns), ...rows].join('\n');
}

function list(title: string, entries: readonly ArchiveEntry[]): string {
  if (entries.length === 0) return '';
  const lines = entries.map((entry) => {
    const reason = entry.reason === null ? '' : `: ${markdownText(entry.reason)}`;
    return `- ${roomLink(entry)}${reason}`;
  });
  return [`${title} (${entries.length}):`, '', ...lines].join('\n');
}
