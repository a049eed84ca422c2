import type { ArchivePlan, NotArchivedReason } from '../rooms/archive-plan.ts';
import { type RoomId, roomUrl } from '../rooms/room.ts';
import { nameOf } from './entries.ts';
import { space } from './figures.ts';
import type { ArchiveEntry, Report, RoomEntry } from './schema.ts';

/** The part of the report about rooms that people approved for the archive. */

const REASON_TEXTS: Readonly<Record<NotArchivedReason, string>> = {
  kept: 'The box that keeps it is ticked as well, which counts more.',
  'not listed at the last run': 'The last run did not list it as abandoned.',
  'not in the list of rooms': 'The portal does not list it any more.',
  'in the archive': 'It is in the archive already.',
  'in use': 'It is in use.',
  exempt: 'It is exempt.',
  'last activity not known': 'Its last activity is not known.',
  'not checked against its history': 'Its history could not be checked.',
  'not for this account':
    'The account of the API key may not archive it: its owner and administrators of the portal may. It stays approved.',
  'not for this key': 'The API key lacks the scope "rooms:write". It stays approved.',
  'clock not checked':
    'No answer of the portal tells the time, so the clock of the runner cannot be checked. It stays approved.',
  skipped: 'It is no active room any more.',
  'more than max-archive': 'It waits for the next run, since max-archive is reached.',
  'not ticked any more': 'Its box is not ticked any more, or the box that keeps it is ticked.',
};

/** What the report calls a room that is not archived for such a reason, if that is not "not archived". */
const RESULTS: Partial<Readonly<Record<NotArchivedReason, ArchiveEntry['result']>>> = {
  'in the archive': 'archived before',
  'more than max-archive': 'waiting',
};

/** Why a room is not archived, in a sentence. */
export function reasonText(reason: NotArchivedReason): string {
  return REASON_TEXTS[reason];
}

/** How the archiving of a planned room ended. */
export type Outcome = Pick<ArchiveEntry, 'result' | 'reason'>;

/** Of every planned room before the first request, and in a dry run. */
export const PLANNED: Outcome = { result: 'planned', reason: null };
/** Of every planned room if the step fails before the first request that changes the portal. */
export const NOT_TRIED: Outcome = {
  result: 'waiting',
  reason: 'It was not tried, since the step failed before.',
};

/**
 * A report with what becomes of the rooms that people approved.
 *
 * @param plan null: nobody may approve anything, and the report stays as it is
 * @param outcomeOf how the archiving of a planned room ended
 */
export function withArchiving(
  report: Report,
  plan: ArchivePlan | null,
  outcomeOf: (id: RoomId) => Outcome,
): Report {
  if (plan === null) return report;
  const { abandoned, unknown, upcoming, exempt } = report;
  const listed = new Map([...abandoned, ...unknown, ...upcoming, ...exempt].map((room) => [room.id, room]));
  const entry = (id: RoomId, outcome: Outcome): ArchiveEntry => {
    // The list does not hold a room that was in the archive before the scan.
    const found = report.redacted ? undefined : plan.archived.get(id);
    return {
      id,
      title: listed.get(id)?.title ?? found?.title ?? null,
      owner: listed.get(id)?.owner ?? nameOf(found?.owner ?? null),
      url: roomUrl(report.portal, id),
      ...outcome,
    };
  };
  return {
    ...report,
    archiving: [
      ...plan.rooms.map(({ room: { id } }) => entry(id, outcomeOf(id))),
      ...[...plan.refused].map(([id, reason]) =>
        entry(id, { result: RESULTS[reason] ?? 'not archived', reason: reasonText(reason) }),
      ),
    ],
  };
}

/** The approved rooms whose archiving ended in one way. */
export function withResult({ archiving }: Report, result: ArchiveEntry['result']): readonly ArchiveEntry[] {
  return (archiving ?? []).filter((entry) => entry.result === result);
}

/** The rooms that the run has archived, as they were listed. */
export function archivedRooms(report: Report): readonly RoomEntry[] {
  const ids = new Set(withResult(report, 'archived').map(({ id }) => id));
  return report.abandoned.filter(({ id }) => ids.has(id));
}

/** How many approved rooms are archived, and how many follow; empty if none follows. */
export function describeFollowing(report: Report): string {
  const count = (result: ArchiveEntry['result']) => withResult(report, result).length;
  const [waiting, planned] = [count('waiting'), count('planned')];
  if (waiting === 0) return '';
  const all = report.archiving?.length;
  const done = planned > 0 ? `${planned} of ${all} to be` : `${count('archived')} of ${all}`;
  return `Approved rooms: ${done} archived, ${waiting} ${waiting === 1 ? 'follows' : 'follow'}.`;
}

/** A report without the rooms that are in the archive now, for the tracking issue. */
export function withoutArchived(report: Report): Report {
  const archived = new Set(
    [...archivedRooms(report), ...withResult(report, 'archived before')].map(({ id }) => id),
  );
  if (archived.size === 0) return report;
  const abandoned = report.abandoned.filter(({ id }) => !archived.has(id));
  return {
    ...report,
    abandoned,
    counts: { ...report.counts, abandoned: abandoned.length },
    ...space(abandoned, false),
  };
}
