import { describeRisks, RISK_RULES } from '../rooms/risks.ts';
import type { RoomId } from '../rooms/room.ts';
import { logText } from '../shared/text.ts';
import { isNothingJudged } from './figures.ts';
import type { Report, RoomEntry, UnknownEntry } from './schema.ts';
import { describeCheck, noRoomsVisible } from './text/sentences.ts';

/** One entry of the job log. Only a group has several lines. */
export type LogEntry =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'group'; readonly title: string; readonly lines: Iterable<string> };

/**
 * A report as entries of the job log, in the words of the example, since people search for them: only the line of an
 * abandoned room begins with `• Room`. A generator, since there can be many.
 */
export function* logReport(report: Report): Generator<LogEntry> {
  const { counts, policy, abandoned } = report;
  if (counts.scanned === 0) {
    yield line('No rooms found.');
    yield warning(noRoomsVisible(report));
    for (const note of report.notes) yield warning(logText(note));
    return;
  }
  if (report.evidenceCheck !== null) yield line(describeCheck(report.evidenceCheck));
  yield line('--- Abandoned rooms report ---');
  for (const room of abandoned) yield line(`• ${withAge(room)}`);
  yield line(
    abandoned.length === 0
      ? `No rooms found with inactivity >= ${policy.inactiveDays} days.`
      : `Total abandoned rooms: ${abandoned.length}`,
  );
  const risks = describeRisks(abandoned);
  if (risks !== '') yield line(risks);
  yield* group('Upcoming rooms', report.upcoming, withAge);
  yield* group('Rooms whose last activity is not known', report.unknown, withReason);
  yield* group('Exempt rooms', report.exempt, (room) => `${roomName(room)}: ${logText(room.reason)}`);
  yield line(countsLine(report));
  if (report.sinceLastRun !== null) yield line(report.sinceLastRun);
  for (const risk of report.untoldRisks) yield line(`${RISK_RULES[risk].untold.join(': ')}.`);
  if (isNothingJudged(report)) yield warning(noRoomsVisible(report));
  for (const note of report.notes) yield warning(logText(note));
}

function line(text: string): LogEntry {
  return { kind: 'line', text };
}

function warning(text: string): LogEntry {
  return { kind: 'warning', text };
}

function countsLine({ counts, skippedBy }: Report): string {
  const skipped = Object.entries(skippedBy).map(([reason, count]) => `${reason}: ${count}`);
  const parts = [
    `${counts.active} active`,
    `${counts.upcoming} upcoming`,
    `${counts.abandoned} abandoned`,
    `${counts.unknown} unknown`,
    `${counts.exempt} exempt`,
    `${counts.skipped} skipped${skipped.length > 0 ? ` (${skipped.join(', ')})` : ''}`,
  ];
  return `Scanned ${counts.scanned} room(s): ${parts.join(', ')}.`;
}

function* group<T>(title: string, rooms: readonly T[], toLine: (room: T) => string): Generator<LogEntry> {
  if (rooms.length > 0) {
    yield { kind: 'group', title: `${title} (${rooms.length})`, lines: rooms.values().map(toLine) };
  }
}

function withReason(room: UnknownEntry): string {
  return `${roomName(room)} — ${room.reason === 'no date' ? 'no activity date' : room.reason}`;
}

function withAge(room: RoomEntry): string {
  return `${roomName(room)} — ${ageOf(room)}`;
}

function ageOf({ daysInactive, lastActivity, lastActivityWhat }: RoomEntry): string {
  if (daysInactive === null) return 'no activity date';
  if (lastActivity === null)
    return `inactive for at least ${daysInactive} day(s), last activity: ${lastActivityWhat}`;
  return `inactive for ${daysInactive} day(s), last updated: ${lastActivity}`;
}

/** A room that people approved for the archive, named for the log. */
export function entryName({ archiving, redacted }: Report, id: RoomId): string {
  const title = archiving?.find((entry) => entry.id === id)?.title ?? null;
  // Rooms that are in use or gone have no title in the report.
  return title === null && !redacted ? `Room (ID: ${logText(String(id))})` : roomName({ id, title });
}

function roomName(room: Pick<RoomEntry, 'id' | 'title'>): string {
  return `Room "${room.title === null ? 'title left out' : logText(room.title)}" (ID: ${logText(String(room.id))})`;
}
