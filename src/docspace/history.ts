import { type Activity, type ActivityRules, countedListing, markUncertain } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { historyCall } from './calls.ts';
import type { Portal } from './client.ts';
import {
  countingEvents,
  describeEvent,
  isEvidence,
  listingBeside,
  mayBeAutomatic,
} from './history-events.ts';
import { type DatedEvent, fetchHistoryPage, type HistoryEvent, isDated, oldestOf } from './history-page.ts';
import { eachPage, PAGE_SIZE } from './paging.ts';
import { malformed } from './validate.ts';

/** Safety limit, in case a portal ignores paging: 100,000 events since the threshold. */
const MAX_PAGES = 1000;
/** Pages in a row that hold no event, although the total lies beyond them. More of them are not asked for. */
const MAX_EMPTY_PAGES = 3;
/** Stands in place of a date. It does not name the ignored events: their dates would change the text every day. */
const NONE_THAT_COUNTS = 'none that counts';

/**
 * Reads the last activity of a room from its history and the list, the newer of both.
 *
 * One request decides about a room whose newest event counts. If accounts are ignored, if the portal itself deletes old
 * files in the room, or if the newest event is no use of the room, the events since the threshold are read until one of
 * them counts; if none does, the newest 100 events before the threshold tell what happened then.
 *
 * The account of the key may see only its own forms in a room: such a history shows that the room is in use, never that
 * it is not.
 *
 * @returns null if the history is no evidence: it holds no event, or only the creation of a room that was changed later
 * @throws PortalError if the history cannot be read
 */
export async function readHistory(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
): Promise<Activity | null> {
  const activity = await readWhole(portal, room, rules);
  if (!room.showsOwnFormsOnly) return activity;
  return markUncertain(activity ?? countedListing(room, rules), 'history not readable');
}

async function readWhole(portal: Portal, room: Room, rules: ActivityRules): Promise<Activity | null> {
  if (!rules.ignoresSomebody && !room.hasLifetime) {
    // Two: DocSpace 3.6.1 writes a new owner as two invitations.
    const page = await fetchHistoryPage(portal, room, { count: 2, startIndex: 0 });
    const isEmpty = page.total !== null && page.total <= 0 && page.events.length === 0;
    const isDecided = !page.hidesEvents && countingEvents(page.events, room, rules).some(isDated);
    if (isDecided || isEmpty) return conclude(page.events, isEmpty, room, rules);
  }
  const recent = await readSinceThreshold(portal, room, rules);
  if ('evidence' in recent) return recent;
  const page = await fetchHistoryPage(portal, room, { count: PAGE_SIZE, startIndex: recent.length });
  const events = [...recent, ...page.events];
  return conclude(events, page.total !== null && events.length >= page.total, room, rules);
}

/**
 * Looks for an event since the threshold that counts.
 *
 * @returns the activity, or all events since the threshold if none of them counts
 */
async function readSinceThreshold(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
): Promise<Activity | readonly HistoryEvent[]> {
  // The portal holds events that it does not show. Something happened, and nobody knows who did it.
  const unreadable = markUncertain(countedListing(room, rules), 'history not readable');
  const { known, add } = collector();
  let total: number | null = null;
  const pages = eachPage(
    (startIndex) =>
      fetchHistoryPage(portal, room, { count: PAGE_SIZE, startIndex, fromDate: rules.threshold }),
    MAX_PAGES,
  );
  for await (const page of pages) {
    const newest = newestThatCounts(page.events, room, rules);
    if (newest !== null && newest.at > rules.threshold) {
      return newestOf(newest, listingBeside(page.events, room, rules), rules);
    }
    if (!add(page.events)) return unreadable;
    // A portal that ignores fromDate sends older events as well. It does not say how old the hidden ones are.
    if (page.events.some(({ at }) => at !== null && at < rules.threshold)) {
      return page.hidesEvents ? unreadable : [];
    }
    total = page.total;
  }
  return total !== null && total > known.size ? unreadable : [...known.values()];
}

/** Collects the events of pages, each one once. `add` returns whether it makes sense to read on. */
function collector(): { known: Map<string, HistoryEvent>; add(events: readonly HistoryEvent[]): boolean } {
  const known = new Map<string, HistoryEvent>();
  let emptyPages = 0;
  const add = (events: readonly HistoryEvent[]): boolean => {
    emptyPages = events.length === 0 ? emptyPages + 1 : 0;
    if (events.length === 0) return emptyPages <= MAX_EMPTY_PAGES;
    const knownBefore = known.size;
    for (const one of events) known.set(one.key, one);
    // A portal that ignores startIndex sends the same page again and again.
    return known.size > knownBefore;
  };
  return { known, add };
}

/** Decides by the newest events of a history and by the list. */
function conclude(
  events: readonly HistoryEvent[],
  isWhole: boolean,
  room: Room,
  rules: ActivityRules,
): Activity | null {
  const newest = newestThatCounts(events, room, rules);
  const listed = listingBeside(events, room, rules);
  // A recent event needs no proof that the history is complete.
  if (newest !== null && newest.at > rules.threshold) return newestOf(newest, listed, rules);
  if (!isEvidence(events, room)) return null;
  const sure = (activity: Activity) =>
    mayBeAutomatic(events, room, rules) ? markUncertain(activity, 'deletions may be automatic') : activity;
  if (newest !== null) return sure(newestOf(newest, listed, rules));
  const oldest = oldestOf(events);
  const backTo = oldest === null || oldest > rules.threshold ? rules.threshold : oldest;
  if (listed.at !== null && (isWhole || listed.at >= backTo)) return sure({ ...listed, evidence: 'history' });
  return sure({
    at: null,
    noneSince: backTo,
    evidence: 'history',
    what: NONE_THAT_COUNTS,
    by: null,
    uncertainBecause: listed.uncertainBecause,
  });
}

/**
 * The newer one of an event and the list. A date of the list that cannot be read may be newer than both: only an event
 * since the threshold settles that.
 */
function newestOf({ at, action, by }: DatedEvent, listed: Activity, { threshold }: ActivityRules): Activity {
  const uncertainBecause = at > threshold ? null : listed.uncertainBecause;
  return listed.at !== null && listed.at > at
    ? { ...listed, evidence: 'history', uncertainBecause }
    : { at, evidence: 'history', what: describeEvent(action), by, uncertainBecause };
}

/**
 * Returns the newest event that counts; null if there is none.
 *
 * @throws MalformedAnswerError if an event without a date may be the newest one, and no other one decides
 */
function newestThatCounts(
  events: readonly HistoryEvent[],
  room: Room,
  rules: ActivityRules,
): DatedEvent | null {
  const counting = countingEvents(events, room, rules);
  const newest = counting
    .filter(isDated)
    .reduce<DatedEvent | null>((newer, one) => (newer === null || one.at > newer.at ? one : newer), null);
  // Events come newest first, so behind one with a date, one without a date is older.
  const isNewestDated = counting[0] === undefined || isDated(counting[0]);
  if (isNewestDated || (newest !== null && newest.at > rules.threshold)) return newest;
  throw malformed(nameOf(room), 'response[].date', 'a date', null);
}

function nameOf({ id }: Room): string {
  return historyCall(id, { count: 1, startIndex: 0 }).what;
}
