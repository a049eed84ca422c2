import { keptUntilMs } from '../rooms/exemptions.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';

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
