import { DEFAULTS } from '../config/defaults.ts';
import type { UnmatchedEntries } from '../rooms/exemptions.ts';
import { isUnreadableKeepUntil, type JudgedEntry } from '../rooms/judged-entry.ts';
import { plural } from '../shared/text.ts';

/** The most rooms that a note names. */
const MAX_NAMED = 5;

/** A note on tags keep-until: whose date cannot be read, so that they keep nothing; empty if there are none. */
export function unreadableKeepUntil(judged: readonly JudgedEntry[]): string[] {
  const ids = judged
    .filter(({ room, verdict }) => {
      return verdict.kind !== 'skipped' && room.tags.some(isUnreadableKeepUntil);
    })
    .map(({ room }) => shortened(String(room.id)));
  if (ids.length === 0) return [];
  return [
    `A tag that begins with keep-until: has no date of the form YYYY-MM-DD, so it keeps nothing: room ${some(ids)}.`,
  ];
}

/**
 * One note on all entries of the inputs that matched nothing, since they may be typos; empty if there are none. The tag
 * that is exempt by default is not mentioned: most portals do not use it. If redacted, entries are counted but not
 * named, since they can be names and titles.
 */
export function unmatchedEntries(unmatched: readonly UnmatchedEntries[], redacted: boolean): string[] {
  const inputs = unmatched
    .map(({ input, entries }) => ({ input, entries: entries.filter((entry) => entry !== DEFAULTS[input]) }))
    .filter(({ entries }) => entries.length > 0)
    .map(({ input, entries }) => {
      const named = some(entries.map((entry) => `"${shortened(entry)}"`));
      return `${input} (${redacted ? plural(entries.length, 'entry', 'entries') : named})`;
    });
  if (inputs.length === 0) return [];
  return [
    `Some entries of the inputs match no room and no account that this scan saw: ${inputs.join('; ')}. Check their spelling.`,
  ];
}

/** The first items of a list, and how many more there are. */
function some(items: readonly string[]): string {
  const more = items.length > MAX_NAMED ? ` and ${items.length - MAX_NAMED} more` : '';
  return `${items.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
