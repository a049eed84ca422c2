import { keptUntilMs } from '../rooms/exemptions.ts';
import type { JudgedRoom } from '../rooms/verdict.ts';

/** In a note, so many rooms are named. */
const NAMED = 5;

/** A note on tags that are meant to keep a room, and do not; none where there is no such tag. */
export function unreadableKeepUntil(judged: readonly JudgedRoom[]): string[] {
  const ids = judged
    .filter(({ room, verdict }) => {
      return verdict.kind !== 'skipped' && room.tags.some((tag) => Number.isNaN(keptUntilMs(tag) ?? 0));
    })
    .map(({ room }) => shortened(String(room.id)));
  if (ids.length === 0) return [];
  const named = ids.slice(0, NAMED).join(', ');
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return [
    `A tag that begins with keep-until: has no date in the form YYYY-MM-DD, so that it keeps nothing: room ${named}${more}.`,
  ];
}

function shortened(id: string): string {
  return id.length > 60 ? `${id.slice(0, 60)}…` : id;
}
