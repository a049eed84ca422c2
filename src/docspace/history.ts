import { z } from 'zod';
import type { Account, Activity, Room } from '../rooms/room.ts';
import { logText } from '../text.ts';
import { account, toAccount } from './accounts.ts';
import { describeAction } from './actions.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import type { Terms } from './terms.ts';
import { isObject, malformed, parse } from './validate.ts';

/** One thing that happened in a room. */
interface LogEntry {
  readonly at: Date;
  readonly by: Account | null;
  readonly what: string;
}

const PAGE_SIZE = 100;
/** A log is read to the threshold at the most; one that never ends is no log. */
const MAX_PAGES = 1000;

const entry = z.object({
  action: z.object({ key: z.string().nullish() }).nullish(),
  initiator: account,
  date: z.string().nullish(),
});

/**
 * The last activity of a room by its log (`GET /api/2.0/files/folder/{id}/log`, newest first) and the listing, the
 * newer of both. Where accounts are ignored, the log is read on until somebody else is found, back to the threshold
 * and no further; the making of the room counts whoever made it, since nothing can be abandoned before it is there.
 *
 * @throws PortalError where the log cannot be had
 */
export async function historyOf(
  portal: Portal,
  room: Room,
  terms: Terms,
  onAnswer: () => void,
): Promise<Activity> {
  const found = await newestEntry(portal, room, terms);
  onAnswer();
  const listed = terms.isIgnored(room.updatedBy) ? room.created : room.lastUpdated;
  if (found !== null && (listed === null || found.at >= listed)) {
    return { at: found.at, evidence: 'history', what: found.what, by: found.by, doubt: null };
  }
  const by = terms.isIgnored(room.updatedBy) ? null : room.updatedBy;
  return { at: listed, evidence: listed === null ? 'none' : 'history', what: null, by, doubt: null };
}

async function newestEntry(portal: Portal, room: Room, terms: Terms): Promise<LogEntry | null> {
  const count = terms.ignoresSomebody ? PAGE_SIZE : 1;
  let seen = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const entries = await fetchPage(portal, room, count, seen);
    // A portal may give fewer at once than it is asked for.
    seen += entries.length;
    const counted = entries.find(({ by }) => !terms.isIgnored(by));
    if (counted !== undefined) return counted;
    const last = entries.at(-1);
    if (last === undefined || last.at <= terms.threshold || !terms.ignoresSomebody) return null;
  }
  throw malformed(nameOf(room), 'response', 'a list that ends', []);
}

function nameOf(room: Room): string {
  return `the history of room ${logText(String(room.id))}`;
}

async function fetchPage(
  portal: Portal,
  room: Room,
  count: number,
  startIndex: number,
): Promise<readonly LogEntry[]> {
  const what = nameOf(room);
  const json = await portal.get(
    `files/folder/${encodeURIComponent(String(room.id).toWellFormed())}/log`,
    new URLSearchParams({ count: String(count), startIndex: String(startIndex) }),
    { what, scope: 'files:read', ofRoom: 'history' },
  );
  const response = isObject(json) ? json['response'] : undefined;
  return parse(z.array(entry), response, 'response', what).map((wire, index) => {
    const at = parsePortalDate(wire.date);
    if (at === null) throw malformed(what, `response[${index}].date`, 'a date', wire.date);
    return {
      at,
      by: toAccount(wire.initiator, portal.scrub),
      what: describeAction(wire.action?.key ?? null),
    };
  });
}
