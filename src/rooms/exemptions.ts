import { foldName, seenText, undecorated } from '../shared/text.ts';
import { createNameList } from './accounts.ts';
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
 * Entries of one input that matched nothing. Tags are left out: `exempt-tags` says what a tag will mean, and is no typo if
 * no room has that tag yet.
 */
export interface UnmatchedEntries {
  readonly input: 'exempt-rooms' | 'exempt-owners' | 'ignore-activity-by';
  readonly entries: readonly string[];
}

/** The exemptions of a policy, compiled for all rooms. */
export interface Exemptions {
  /** @returns why the room is exempt at `now`; null if it is not */
  reasonFor(room: Room, now: Date): ExemptReason | null;
  /** The entries that match none of the rooms asked for so far; inputs without such entries are left out. */
  unmatched(): readonly UnmatchedEntries[];
}

type ExemptionRule = (room: Room, now: Date) => ExemptReason | null;
/** A rule with entries in an input. It looks at all of them, so that it knows which ones matched. */
interface EntriesRule {
  readonly input: UnmatchedEntries['input'];
  readonly reasonFor: ExemptionRule;
  unmatched(): readonly string[];
}

/** The tag `keep-until:YYYY-MM-DD`, and what phones and people make of it. In NFKC, wide characters are narrow ones. */
const KEEP_UNTIL = /^keep[\s_\p{Pd}]*until(?![\p{L}\p{N}])[\s_\p{Pd}:=]*(.*)$/iu;
const DATE = /^(\d{4})(?:(\d\d)(\d\d)|[\s_\p{Pd}./](\d{1,2})[\s_\p{Pd}./](\d{1,2}))\.?$/u;

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
  const withEntries = [roomRule(policy.exemptRooms), ownerRule(policy.exemptOwners)];
  // The first reason is the one that is reported.
  const rules = [
    tickRule(ticked),
    keepUntilRule,
    tagRule(policy.exemptTags),
    ...withEntries.map(({ reasonFor }) => reasonFor),
  ];
  return {
    reasonFor(room, now) {
      // All rules are asked: an entry that matches only rooms with another reason is not a typo.
      const reasons = rules.map((rule) => rule(room, now));
      return reasons.find((reason) => reason !== null) ?? null;
    },
    unmatched() {
      return withEntries
        .map(({ input, unmatched }) => ({ input, entries: unmatched() }))
        .filter(({ entries }) => entries.length > 0);
    },
  };
}

function tickRule(ticked: ReadonlyMap<RoomId, string>): ExemptionRule {
  return ({ id }) => {
    const until = ticked.get(id);
    return until === undefined ? null : { by: 'tick', detail: until };
  };
}

function keepUntilRule({ tags }: Room, now: Date): ExemptReason | null {
  const tag = tags.find((candidate) => now.getTime() <= (keptUntilMs(candidate) ?? Number.NaN));
  return tag === undefined ? null : { by: 'keep-until', detail: tag };
}

function tagRule(entries: readonly string[]): ExemptionRule {
  const names = createNameList(entries);
  return ({ tags }) => {
    const tag = tags.find((candidate) => names.has(candidate));
    return tag === undefined ? null : { by: 'exempt-tags', detail: tag };
  };
}

function roomRule(patterns: readonly string[]): EntriesRule {
  const globs = patterns.map((pattern) => ({
    pattern,
    name: foldName(pattern),
    matches: compileGlob(pattern),
  }));
  const unmatched = new Set(patterns);
  return {
    input: 'exempt-rooms',
    reasonFor({ id, title }) {
      if (globs.length === 0) return null;
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
      const detail = matched.find(isId) ?? matched[0];
      return detail === undefined ? null : { by: 'exempt-rooms', detail };
    },
    unmatched: () => [...unmatched],
  };
}

function ownerRule(entries: readonly string[]): EntriesRule {
  const names = createNameList(entries);
  return {
    input: 'exempt-owners',
    reasonFor({ owner }) {
      const [name] = [owner?.id, owner?.name].filter((text) => typeof text === 'string' && names.has(text));
      return typeof name === 'string' ? { by: 'exempt-owners', detail: name } : null;
    },
    unmatched: names.unmatched,
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
