import { foldName } from '../shared/text.ts';
import { MS_PER_DAY, parseDay } from './days.ts';
import { compileGlob } from './glob.ts';
import type { Policy } from './policy.ts';
import type { Room, RoomId } from './room.ts';

/** Why a room is left alone. `detail` comes from the portal or the inputs: untrusted, and redacted at times. */
export interface ExemptReason {
  readonly by: 'tick' | 'keep-until' | 'tag' | 'room' | 'owner';
  readonly detail: string;
}

/** The exemptions of a policy, ready to be asked about one room after the other. */
export interface Exemptions {
  /** @returns why the room is exempt at `now`, or null where it is not */
  reasonFor(room: Room, now: Date): ExemptReason | null;
}

const KEEP_UNTIL = /^keep-until:\s*(.*)$/i;

/**
 * Compiles the exemptions of a policy once for all rooms.
 *
 * Tags, titles and owners are compared in any case. A pattern of `exempt-rooms` is an id, or a glob over the
 * whole title, in which `*` goes over every character, `/` too, since a title is no path.
 *
 * @param ticked rooms that somebody ticked in the tracking issue, and the date through which they are kept
 */
export function compileExemptions(
  policy: Pick<Policy, 'exemptTags' | 'exemptRooms' | 'exemptOwners'>,
  ticked: ReadonlyMap<RoomId, string> = new Map(),
): Exemptions {
  const tags = new Set(policy.exemptTags.map(foldName));
  const owners = new Set(policy.exemptOwners.map(foldName));
  const ids = new Set(policy.exemptRooms);
  const globs = policy.exemptRooms.map((pattern) => ({ pattern, matches: compileGlob(pattern) }));

  return {
    reasonFor(room, now) {
      const until = room.id === null ? undefined : ticked.get(room.id);
      if (until !== undefined) return { by: 'tick', detail: until };
      const kept = room.tags.find((tag) => isKept(tag, now));
      if (kept !== undefined) return { by: 'keep-until', detail: kept };
      const tag = room.tags.find((candidate) => tags.has(foldName(candidate)));
      if (tag !== undefined) return { by: 'tag', detail: tag };
      if (ids.has(String(room.id))) return { by: 'room', detail: String(room.id) };
      const glob = globs.find(({ matches }) => matches(room.title));
      if (glob !== undefined) return { by: 'room', detail: glob.pattern };
      if (owners.size === 0) return null;
      const owner = [room.owner?.id, room.owner?.name].find(
        (name) => name !== null && name !== undefined && owners.has(foldName(name)),
      );
      if (owner !== undefined && owner !== null) return { by: 'owner', detail: owner };
      return null;
    },
  };
}

/**
 * The last moment a tag `keep-until:YYYY-MM-DD` keeps its room: the end of that day in UTC.
 *
 * @returns milliseconds since 1970; null where the tag is of another kind; NaN where its date is none
 */
export function keptUntilMs(tag: string): number | null {
  const date = KEEP_UNTIL.exec(tag.trim())?.[1];
  if (date === undefined) return null;
  const day = parseDay(date);
  return day === null ? Number.NaN : (day + 1) * MS_PER_DAY - 1;
}

function isKept(tag: string, now: Date): boolean {
  const untilMs = keptUntilMs(tag);
  return untilMs !== null && now.getTime() <= untilMs;
}
