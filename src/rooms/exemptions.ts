import { foldName, seenText, undecorated } from '../shared/text.ts';
import { createNameList, namesOf } from './accounts.ts';
import { MS_PER_DAY, parseDay } from './days.ts';
import { compileGlob } from './glob.ts';
import type { Policy } from './policy.ts';
import type { Room, RoomId } from './room.ts';

/** Why a room is exempt. `detail` comes from the portal or the inputs: it is untrusted, and left out if redacted. */
export interface ExemptReason {
  /** A tick in the issue, a tag `keep-until:`, or an input. */
  readonly by: 'tick' | 'keep-until' | 'exempt-tags' | 'exempt-rooms' | 'exempt-owners';
  readonly detail: string;
}

/**
 * Entries of one input that matched nothing. Those of `exempt-tags` only if none of them matched: it says what a tag
 * will mean, and is no typo if no room has that tag yet.
 */
export interface UnmatchedEntries {
  readonly input: 'exempt-tags' | 'exempt-rooms' | 'exempt-owners' | 'ignore-activity-by';
  readonly entries: readonly string[];
}

/** The exemptions of a policy, compiled for all rooms. */
export interface Exemptions {
  /** @returns why the room is exempt at `now`; null if it is not */
  reasonFor(room: Room, now: Date): ExemptReason | null;
  /** The entries that match none of the rooms asked for so far; inputs without such entries are left out. */
  unmatched(): readonly UnmatchedEntries[];
}

/**
 * The tag `keep-until:YYYY-MM-DD`, whatever stands between its letters, before and behind it: phones and people write
 * other dashes, colons and quotes. In NFKC, wide characters are narrow ones.
 */
const KEEP_UNTIL = /^[^\p{L}\p{N}]*keep[^\p{L}\p{N}]*(?:un)?till?(?!\p{L})[^\p{L}\p{N}]*(.*)$/iu;
const DATE = /^(\d{4})(?:(\d\d)(\d\d)|[^\p{L}\p{N}]+(\d{1,2})[^\p{L}\p{N}]+(\d{1,2}))(?!.*[\p{L}\p{N}])/u;

/**
 * Compiles the exemptions of a policy.
 *
 * Tags, titles and owners are compared in any case. A pattern of `exempt-rooms` is an id, a whole title, or a glob
 * over the whole title. A title is also compared as it is, since it can hold characters with a meaning in globs:
 * `Plan [2024]`.
 *
 * @param ticked rooms that somebody ticked in the tracking issue, and the date through which they are kept
 */
export function compileExemptions(
  policy: Pick<Policy, 'exemptTags' | 'exemptRooms' | 'exemptOwners'>,
  ticked: ReadonlyMap<RoomId, string> = new Map(),
): Exemptions {
  const tags = createNameList(policy.exemptTags);
  const rooms = createPatternList(policy.exemptRooms);
  const owners = createNameList(policy.exemptOwners);
  const allTags = tags.unmatched().length;
  const lists = [
    ['exempt-tags', tags],
    ['exempt-rooms', rooms],
    ['exempt-owners', owners],
  ] as const;
  return {
    reasonFor(room, now) {
      const { id, owner } = room;
      // All lists are asked: an entry that matches only rooms with another reason is not a typo. The first reason is
      // the one that is reported.
      const reasons: readonly (readonly [ExemptReason['by'], string | undefined])[] = [
        ['tick', ticked.get(id)],
        ['keep-until', room.tags.find((tag) => now.getTime() <= (keptUntilMs(tag) ?? Number.NaN))],
        ['exempt-tags', tags.find(room.tags)],
        ['exempt-rooms', rooms.find(room)],
        ['exempt-owners', owners.find(namesOf(owner))],
      ];
      for (const [by, detail] of reasons) if (detail !== undefined) return { by, detail };
      return null;
    },
    unmatched() {
      return lists
        .map(([input, list]) => ({ input, entries: list.unmatched() }))
        .filter(({ input, entries }) => {
          return entries.length > 0 && (input !== 'exempt-tags' || entries.length === allTags);
        });
    },
  };
}

/** The patterns of `exempt-rooms`. It remembers which of them matched a room. */
function createPatternList(patterns: readonly string[]) {
  const globs = patterns.map((pattern) => ({
    pattern,
    name: foldName(pattern),
    matches: compileGlob(pattern),
  }));
  const unmatched = new Set(patterns);
  return {
    /** The pattern of a room: its id, or else the first one that matches its title. */
    find({ id, title }: Room): string | undefined {
      if (globs.length === 0) return undefined;
      const isId = (pattern: string) => seenText(pattern) === seenText(String(id));
      const titleName = foldName(title);
      // Without a bullet or quotes too, which a list takes off its entries.
      const titles = new Set([title, undecorated(seenText(title))]);
      const matched = globs
        .filter(({ pattern, name, matches }) => {
          return isId(pattern) || name === titleName || titles.values().some(matches);
        })
        .map(({ pattern }) => pattern);
      for (const pattern of matched) unmatched.delete(pattern);
      return matched.find(isId) ?? matched[0];
    },
    unmatched: () => [...unmatched],
  };
}

/**
 * The last moment at which a tag `keep-until:YYYY-MM-DD` keeps its room: the end of that day in UTC. A date that begins
 * with its year is taken with any separator, since it cannot be mistaken for another one.
 *
 * @returns milliseconds since 1970; null for another kind of tag; NaN if the date cannot be read
 */
export function keptUntilMs(tag: string): number | null {
  const date = KEEP_UNTIL.exec(seenText(tag).normalize('NFKC'))?.[1];
  if (date === undefined) return null;
  const [, year, ...rest] = DATE.exec(date) ?? [];
  const [month = '', dayOfMonth = ''] = rest.filter((part) => part !== undefined);
  const day = parseDay(`${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`);
  return day === null ? Number.NaN : (day + 1) * MS_PER_DAY - 1;
}
