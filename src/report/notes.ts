import { keptUntilMs } from '../rooms/exemptions.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';
import { plural } from '../shared/text.ts';
import type { MissingEntry } from './schema.ts';

/** The most rooms that a note names. */
const MAX_NAMED = 5;

/** A note on tags keep-until: whose date cannot be read, so that they keep nothing; empty if there are none. */
export function unreadableKeepUntil(judged: readonly JudgedRoom[]): string[] {
  const ids = judged
    .filter(({ room, verdict }) => {
      return verdict.kind !== 'skipped' && room.tags.some((tag) => Number.isNaN(keptUntilMs(tag) ?? 0));
    })
    .map(({ room }) => shortened(String(room.id)));
  if (ids.length === 0) return [];
  const named = ids.slice(0, MAX_NAMED).join(', ');
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  return [
    `A tag that begins with keep-until: has no date of the form YYYY-MM-DD, so it keeps nothing: room ${named}${more}.`,
  ];
}

function shortened(id: string): string {
  return id.length > 60 ? `${id.slice(0, 60)}…` : id;
}

/** Notes on rooms of the last run that are neither in the list nor known to be gone. */
export function roomsNotSeen(missing: readonly MissingEntry[]): string[] {
  const count = (status: MissingEntry['status']) => missing.filter((room) => room.status === status).length;
  const notVisible = count('not visible');
  const notKnown = count('not known');
  const notes: string[] = [];
  if (notVisible > 0) {
    notes.push(
      `${plural(notVisible, 'room')} of the last run ${are(notVisible)} not visible to the API key any more. Did its account lose its rights? Until the account sees the ${notVisible === 1 ? 'room' : 'rooms'} again, nothing is known about ${notVisible === 1 ? 'it' : 'them'}.`,
    );
  }
  if (notKnown > 0) {
    notes.push(
      `${plural(notKnown, 'room')} of the last run ${are(notKnown)} missing from the list, and it is not known why. The next run looks again.`,
    );
  }
  return notes;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
