import type { ArchivePlan, Refusal } from '../rooms/archive-plan.ts';
import { roomUrl } from '../rooms/link.ts';
import type { RoomId } from '../rooms/room.ts';
import { space } from './figures.ts';
import type { ArchiveEntry, Report, RoomEntry } from './schema.ts';

/** The part of the report about rooms that people approved for the archive. */

const REFUSAL_TEXTS: Readonly<Record<Refusal, string>> = {
  kept: 'The box that keeps it is ticked as well, which counts more.',
  'not listed at the last run': 'The last run did not list it as abandoned.',
  'not in the list of rooms': 'The portal does not list it any more.',
  'in the archive': 'It is in the archive already.',
  'in use': 'It is in use.',
  exempt: 'It is exempt.',
  'last activity not known': 'Its last activity is not known.',
  'not checked against its history': 'Its history could not be checked.',
  skipped: 'It is no active room any more.',
  'more than max-archive': 'It waits for the next run, since max-archive is reached.',
  'not ticked any more': 'Its box is not ticked any more, or the box that keeps it is ticked.',
};

/** Why a room is not archived, in a sentence. */
export function refusalText(refusal: Refusal): string {
  return REFUSAL_TEXTS[refusal];
}

/** A report with what a run is about to archive, and what it will not archive although somebody approved it. */
export function withPlan(report: Report, { rooms, refused }: ArchivePlan): Report {
  const ids = rooms.flatMap(({ room: { id } }) => (id === null ? [] : [id]));
  const titles = titlesIn(report);
  const entry = (id: RoomId, result: ArchiveEntry['result'], reason: string | null): ArchiveEntry => ({
    id,
    title: titles.get(id) ?? null,
    url: roomUrl(report.portal, id),
    result,
    reason,
  });
  return {
    ...report,
    archiving: [
      ...ids.map((id) => entry(id, 'planned', null)),
      ...[...refused].map(([id, refusal]) =>
        entry(id, refusal === 'in the archive' ? 'archived before' : 'not archived', refusalText(refusal)),
      ),
    ],
  };
}

function titlesIn({ abandoned, unknown, upcoming, exempt }: Report): ReadonlyMap<RoomId, string | null> {
  return new Map([...abandoned, ...unknown, ...upcoming, ...exempt].map(({ id, title }) => [id, title]));
}

/** How the archiving of a planned room ended. */
export type Outcome = Pick<ArchiveEntry, 'result' | 'reason'>;

/** A report with the results of rooms that were planned. */
export function withResults(report: Report, outcomes: ReadonlyMap<RoomId, Outcome>): Report {
  return mapArchiving(report, (entry) => ({ ...entry, ...outcomes.get(entry.id) }));
}

/** A report of a step that failed before the first write to the portal: nothing that was planned is done. */
export function withoutTries(report: Report): Report {
  const reason = 'It was not tried, since the step failed before.';
  return mapArchiving(report, (entry) =>
    entry.result === 'planned' ? { ...entry, result: 'not archived', reason } : entry,
  );
}

function mapArchiving(report: Report, change: (entry: ArchiveEntry) => ArchiveEntry): Report {
  return { ...report, archiving: report.archiving?.map(change) ?? null };
}

/** The rooms that the run has archived, as they were listed. */
export function archivedRooms({ archiving, abandoned }: Report): readonly RoomEntry[] {
  const ids = new Set((archiving ?? []).filter(({ result }) => result === 'archived').map(({ id }) => id));
  return abandoned.filter(({ id }) => ids.has(id));
}

/** Approved rooms that the run has found in the archive. The titles of those that the scan did not see are not known. */
export function archivedBefore({ archiving }: Report): readonly ArchiveEntry[] {
  return (archiving ?? []).filter(({ result }) => result === 'archived before');
}

/** A report without the rooms that are in the archive now, for the tracking issue. */
export function withoutArchived(report: Report): Report {
  const archived = new Set([...archivedRooms(report), ...archivedBefore(report)].map(({ id }) => id));
  if (archived.size === 0) return report;
  const abandoned = report.abandoned.filter(({ id }) => !archived.has(id));
  return {
    ...report,
    abandoned,
    counts: { ...report.counts, abandoned: abandoned.length },
    ...space(abandoned, false),
  };
}
