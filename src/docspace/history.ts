import { z } from 'zod';
import type { Account } from '../rooms/accounts.ts';
import type { Activity } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { account, toAccount } from './accounts.ts';
import { type ActivityRules, countedListing } from './activity-rules.ts';
import { historyCall } from './calls.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import { describeAction } from './event-labels.ts';
import { isObject, malformed, parse } from './validate.ts';

const PAGE_SIZE = 100;
/** A log is read to the threshold at the most; one that never ends is no log. */
const MAX_PAGES = 1000;
/** A log that changes while it is read may be quiet the next time. */
const MAX_READINGS = 2;
/** Instead of a date. Without the dates of ignored entries, it stays the same from day to day. */
const NONE_THAT_COUNTS = 'none that counts';

const entry = z.object({
  id: z.unknown().optional(),
  action: z.object({ key: z.string().nullish() }).nullish(),
  initiator: account,
  date: z.string().nullish(),
});

/** One thing that happened in a room. */
interface LogEntry {
  /** Tells it from the others. */
  readonly key: string;
  /** Null where the portal sent no usable date. */
  readonly at: Date | null;
  readonly by: Account | null;
  readonly what: string;
}

interface LogPage {
  readonly entries: readonly LogEntry[];
  /** How many entries the whole log has; null where the portal does not tell. */
  readonly total: number | null;
}

type DatedEntry = LogEntry & { readonly at: Date };

/** What a log told. */
interface Reading {
  /** The newest entry that counts; null where none was found. */
  readonly newest: DatedEntry | null;
  /** How far back it was read; null where no entry has a date. */
  readonly backTo: Date | null;
  /** Whether it was read to its end. */
  readonly isWhole: boolean;
}

/**
 * The last activity of a room by its log (`GET /api/2.0/files/folder/{id}/log`, newest first) and the listing, the
 * newer of both. Where accounts are ignored, the log is read on until somebody else is found, back to the threshold
 * and no further: then it is known that nothing that counts happened since, and not what was the last.
 *
 * @param onAnswer told as soon as the first page is read
 * @throws PortalError where the log cannot be had
 */
export async function historyOf(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
  onAnswer: () => void,
): Promise<Activity> {
  const { newest, backTo, isWhole } = await readLog(portal, room, rules, onAnswer);
  const listed = countedListing(room, rules);
  if (newest !== null && (listed.at === null || newest.at >= listed.at)) {
    return { at: newest.at, evidence: 'history', what: newest.what, by: newest.by, uncertainBecause: null };
  }
  const isLastKnown =
    newest !== null || isWhole || (listed.at !== null && backTo !== null && listed.at >= backTo);
  if (listed.at !== null && isLastKnown) {
    // Where the log tells of somebody, a date that cannot be read hides nothing.
    return {
      ...listed,
      evidence: 'history',
      uncertainBecause: newest === null ? listed.uncertainBecause : null,
    };
  }
  if (backTo === null || backTo > rules.threshold) return listed;
  return {
    at: null,
    noneSince: backTo,
    evidence: 'history',
    what: NONE_THAT_COUNTS,
    by: null,
    uncertainBecause: null,
  };
}

async function readLog(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
  onAnswer: () => void,
): Promise<Reading> {
  for (let reading = 0; reading < MAX_READINGS; reading += 1) {
    const read = await readPages(portal, room, rules, onAnswer);
    if (read !== null) return read;
  }
  throw malformed(
    historyCall(room.id ?? '', { count: 1, startIndex: 0 }).what,
    'response',
    'the same while it is read',
    [],
  );
}

/** Reads page by page, as far as the terms ask for; null where the pages do not fit together. */
async function readPages(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
  onAnswer: () => void,
): Promise<Reading | null> {
  const count = rules.ignoresSomebody ? PAGE_SIZE : 1;
  const keys = new Set<string>();
  const dates: Date[] = [];
  let newest: DatedEntry | null = null;
  let total: number | null = null;
  for (let start = 0, pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await fetchPage(portal, room, count, start);
    newest = newestThatCounts(newest, page, room, rules);
    onAnswer();
    const pageDates = page.entries.flatMap(({ at }) => (at === null ? [] : [at]));
    dates.push(...pageDates);
    const whole = { newest, backTo: oldestOf(dates), isWhole: true };
    if (!rules.ignoresSomebody) return whole;
    if (isOutOfStep(page, keys, total)) return null;
    if (page.entries.length === 0) return whole;
    for (const { key } of page.entries) keys.add(key);
    ({ total } = page);
    const part = { newest, backTo: oldestOf(pageDates), isWhole: false };
    if (newest !== null && newest.at > rules.threshold) return part;
    if (page.entries.length < count && total !== null && keys.size >= total) return whole;
    const isEnough = newest !== null || (part.backTo !== null && part.backTo <= rules.threshold);
    // Only where the newest comes first, what follows is older than what was read.
    if (isEnough && isNewestFirst(pageDates)) return part;
    // A portal may give fewer at once than it is asked for.
    start += page.entries.length;
  }
  throw malformed(
    historyCall(room.id ?? '', { count: 1, startIndex: 0 }).what,
    'response',
    'a list that ends',
    [],
  );
}

/**
 * Whether a page does not go on where the one before ended. What is taken out of a log moves the rest up, so that an
 * entry may slip past; a portal that ignores startIndex gives the same page for ever.
 */
function isOutOfStep(page: LogPage, known: ReadonlySet<string>, totalBefore: number | null): boolean {
  if (totalBefore !== null && page.total !== null && page.total < totalBefore) return true;
  return page.entries.length > 0 && page.entries.every(({ key }) => known.has(key));
}

/**
 * The newest entry that counts, of those before and of a page.
 *
 * @throws MalformedAnswerError where one without a date may be the newest
 */
function newestThatCounts(
  before: DatedEntry | null,
  { entries }: LogPage,
  room: Room,
  { isIgnored }: ActivityRules,
): DatedEntry | null {
  let newest = before;
  for (const [index, one] of entries.entries()) {
    if (isIgnored(one.by)) continue;
    if (isDated(one)) newest = newest === null || one.at > newest.at ? one : newest;
    // Behind one that has a date, it is older.
    else if (newest === null)
      throw malformed(
        historyCall(room.id ?? '', { count: 1, startIndex: 0 }).what,
        `response[${index}].date`,
        'a date',
        null,
      );
  }
  return newest;
}

function isDated(one: LogEntry): one is DatedEntry {
  return one.at !== null;
}

function oldestOf(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((oldest, at) => (oldest === null || at < oldest ? at : oldest), null);
}

function isNewestFirst(dates: readonly Date[]): boolean {
  return dates.every((at, index) => index === 0 || at <= (dates[index - 1] ?? at));
}

async function fetchPage(portal: Portal, room: Room, count: number, startIndex: number): Promise<LogPage> {
  const call = historyCall(room.id ?? '', { count, startIndex });
  const { what } = call;
  const json = await portal.get(call);
  const { response, total } = isObject(json) ? (json as { response?: unknown; total?: unknown }) : {};
  const entries = parse(z.array(entry), response, 'response', what).map((wire) => ({
    key: keyOf(wire),
    at: parsePortalDate(wire.date),
    by: toAccount(wire.initiator, portal.scrub),
    what: describeAction(wire.action?.key ?? null),
  }));
  return { entries, total: Number.isInteger(total) ? Number(total) : null };
}

/** Its id; without one, all that is told of it. */
function keyOf({ id, ...rest }: z.infer<typeof entry>): string {
  return typeof id === 'number' || typeof id === 'string' ? `${typeof id} ${id}` : JSON.stringify(rest);
}
