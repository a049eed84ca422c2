import type { LogEntry, Room } from './types.ts';

/** How a portal's history differs from a good one. */
export interface HistorySettings {
  /** Events before this date were deleted from the audit log. */
  readonly clearedBefore?: Date;
}

/** One entry of an answer: the newest event, and the others that the portal put into it. */
export interface HistoryGroup {
  first: LogEntry;
  related: LogEntry[];
}

/** Events of one kind, account, minute and folder become one entry. */
const GROUPED: ReadonlySet<string> = new Set([
  ...['FileUploaded', 'FileMoved', 'FileCopied', 'FileDeleted', 'FileMovedToTrash', 'FileConverted'],
  ...['FolderMoved', 'FolderCopied', 'FolderDeleted', 'FolderMovedToTrash', 'RoomCreateUser'],
]);
/** Changes of the index of one folder become one entry, whenever and by whichever account. */
const GROUPED_BY_FOLDER: ReadonlySet<string> = new Set(['FileIndexChanged', 'FolderIndexChanged']);
const MINUTE_MS = 60_000;

/** The events that the portal knows of a room between two dates, newest first. */
export function knownEvents(
  room: Room,
  { clearedBefore }: HistorySettings,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): LogEntry[] {
  const firstMs = Math.max(fromMs, clearedBefore?.getTime() ?? fromMs);
  const isKnown = ({ date }: LogEntry) => date.getTime() >= firstMs && date.getTime() <= toMs;
  return room.log.filter(isKnown).sort((a, b) => +b.date - +a.date || b.id - a.id);
}

function groupKey({ action, initiator, date, data }: LogEntry): string | undefined {
  const key = action?.key;
  const folder = data?.['parentId'] ?? data?.['toFolderId'];
  if (GROUPED_BY_FOLDER.has(key)) return JSON.stringify(['index', folder]);
  if (!GROUPED.has(key)) return undefined;
  return JSON.stringify([key, initiator?.id, Math.floor(date.getTime() / MINUTE_MS), folder]);
}

/** Groups the events of one page, in the order of the newest event of each group. */
export function groupEvents(events: readonly LogEntry[]): HistoryGroup[] {
  const groups: HistoryGroup[] = [];
  const byKey = new Map<string, HistoryGroup>();
  for (const event of events) {
    const key = groupKey(event);
    const known = key === undefined ? undefined : byKey.get(key);
    if (known !== undefined) {
      known.related.push(event);
      continue;
    }
    const group = { first: event, related: [] };
    groups.push(group);
    if (key !== undefined) byKey.set(key, group);
  }
  return groups;
}
