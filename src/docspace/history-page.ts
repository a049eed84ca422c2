import { z } from 'zod';
import type { Account } from '../rooms/accounts.ts';
import type { Room } from '../rooms/room.ts';
import { readAccount } from './accounts.ts';
import { historyCall } from './calls.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import type { Page } from './paging.ts';
import { isObject, parse, textOf } from './validate.ts';

const event = z.object({
  id: z.unknown().optional(),
  action: z
    .object({ key: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  initiator: z.unknown().optional(),
  date: z.string().nullish().catch(null),
  data: z.unknown().optional(),
});
type WireEvent = z.infer<typeof event>;
/** Stands for an event that cannot be read. It has a place in the history, and nothing else is known of it. */
const UNREADABLE: WireEvent = {};
const entry = event.extend({ related: z.array(event.catch(UNREADABLE)).nullish().catch(null) });
const list = z.array(entry);

/** One event in the history of a room. */
export interface HistoryEvent {
  /** Tells it from the others. */
  readonly key: string;
  /** Null if the portal sent no usable date. */
  readonly at: Date | null;
  readonly by: Account | null;
  /** Such as `FileUploaded`; empty if the portal sent none. Text from the portal: never shown. */
  readonly action: string;
  /** Who was invited without any rights, by id: DocSpace 3.6.1 writes a new owner so. */
  readonly invitedWithoutRights: string | null;
}
export type DatedEvent = HistoryEvent & { readonly at: Date };

export interface HistoryPage extends Page {
  readonly events: readonly HistoryEvent[];
  /** Whether the portal holds more events in this part of the history than it shows. */
  readonly hidesEvents: boolean;
}

/**
 * Fetches one page. The portal pages single events first and groups them afterwards: an entry holds further events in
 * `related`, each with an author and a date of its own.
 */
export async function fetchHistoryPage(
  portal: Portal,
  room: Room,
  query: Parameters<typeof historyCall>[1],
): Promise<HistoryPage> {
  const call = historyCall(room.id, query);
  const json = await portal.get(call);
  const { response, total } = isObject(json) ? (json as { response?: unknown; total?: unknown }) : {};
  const entries = parse(list, response, 'response', call.what);
  const places = new Map<string, number>();
  const events = entries.flatMap(({ related, ...first }) =>
    [first, ...(related ?? [])].map((one) => toEvent(one, places)),
  );
  const known = Number.isInteger(total) ? Number(total) : null;
  // The portal leaves out events that it cannot interpret: an empty page before the end of the list is passed over.
  const isPassedOver = events.length === 0 && known !== null && query.startIndex + query.count < known;
  const hidesEvents = known !== null && events.length < Math.min(query.count, known - query.startIndex);
  return { events, total: known, hidesEvents, size: isPassedOver ? query.count : events.length };
}

/** @param places counts the events without an id that are equal in all that is known of them */
function toEvent(
  { id, date, initiator, action: wireAction, data }: WireEvent,
  places: Map<string, number>,
): HistoryEvent {
  const by = readAccount(initiator);
  const action = wireAction?.key ?? '';
  const hasId = typeof id === 'number' || typeof id === 'string';
  return {
    key: hasId ? `${typeof id} ${id}` : keyWithoutId(JSON.stringify([action, by, date, data]), places),
    at: parsePortalDate(date),
    by,
    action,
    invitedWithoutRights: invitedWithoutRights(action, data),
  };
}

/** Before 3.6.0, events have no id. Equal ones, such as uploads in one second, are told apart by their place. */
function keyWithoutId(content: string, places: Map<string, number>): string {
  const place = (places.get(content) ?? 0) + 1;
  places.set(content, place);
  return `${content} ${place}`;
}

function invitedWithoutRights(action: string, data: unknown): string | null {
  if (action !== 'RoomCreateUser' || !isObject(data) || data['access'] !== '') return null;
  return isObject(data['user']) ? textOf(data['user']['id']) : null;
}

export function isDated(one: HistoryEvent): one is DatedEvent {
  return one.at !== null;
}

/** The date of the oldest event; null if none has a date. */
export function oldestOf(events: readonly HistoryEvent[]): Date | null {
  return events.reduce<Date | null>(
    (oldest, { at }) => (at !== null && (oldest === null || at < oldest) ? at : oldest),
    null,
  );
}
