import { archivedBeforeComment, archivedComment } from '../issue/comment-text.ts';
import { readTicks } from '../issue/ticks.ts';
import { archivedBefore, archivedRooms } from '../report/archiving.ts';
import type { Report } from '../report/schema.ts';
import { dayOf, formatDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { normalizeLines } from '../shared/text.ts';
import { commentOnce } from './comment.ts';
import type { IssueContext } from './context.ts';
import type { IssueSnapshot } from './tracker.ts';

/** The issue as the place in which people approve that rooms are archived, and read what was archived. */

/** Reads once more which rooms people have approved for the archive. A room that is to be kept is not approved. */
export async function readApproved(
  { host, settings }: IssueContext,
  { issue }: IssueSnapshot,
): Promise<ReadonlySet<RoomId>> {
  if (issue === null) return new Set();
  const { isOpen, body } = await host.issue(issue.number);
  const { approved, boxes } = readTicks(normalizeLines(body), settings.issueKey);
  return new Set(isOpen ? [...approved].filter((id) => boxes.get(id)?.isTicked !== true) : []);
}

/** Comments on the rooms that this run has archived, or has found in the archive. */
export async function commentOnArchived(
  context: IssueContext,
  { issue }: IssueSnapshot,
  report: Report,
  now: Date,
): Promise<void> {
  if (issue === null || context.settings.isDryRun) return;
  const rooms = archivedRooms(report);
  if (rooms.length > 0) await commentOnce(context, issue.number, archivedComment(rooms, context.runId));
  const before = archivedBefore(report);
  if (before.length === 0) return;
  await commentOnce(context, issue.number, archivedBeforeComment(before, formatDay(dayOf(now))));
}
