import pMap, { pMapSkip } from 'p-map';
import { ROOM_TYPES, type Room, type RoomId, type RoomType } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { roomsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { isRefusal } from './http/failure.ts';
import {
  addedWithoutId,
  countWithoutId,
  findListingProblem,
  type ListedPage,
  laterStarts,
} from './listing-proof.ts';
import { PAGE_SIZE } from './paging.ts';
import { createRoomReader, roomTypeNumber } from './schema.ts';

/** If rooms move during the listing, it is repeated at most this often. */
const MAX_REPEATS = 3;
/** A million rooms: safety limit, in case a portal ignores paging. */
const MAX_PAGES = 10_000;

/**
 * If there are more rooms, each type is listed for itself: for each page, the portal loads and sorts all rooms that the
 * query matches. With 10,000 rooms, a page of all takes it 1.0 to 1.3 s, one of 2,000 rooms of a type half a second
 * (measured on DocSpace 3.7.2).
 */
const MOST_AT_ONCE = 1000;

export interface ListingOptions<T> {
  /** Empty: all types. */
  readonly roomTypes: readonly RoomType[];
  readonly concurrency: number;
  /** Called for each room as soon as it is read, perhaps more than once. Of the room, only the result is kept. */
  readonly keep: (room: Room) => T;
  /** Called after each page, with the number of rooms so far and the total (null if the portal sends none). */
  readonly onPage: (seen: number, total: number | null) => void;
  /** Called before the listing is repeated, with the reason in one line. */
  readonly onRepeat: (line: string) => void;
}

/** What was kept of all rooms, each once. */
export interface RoomList<T> {
  /** In the order in which the pages came. */
  readonly byId: Map<RoomId, T>;
  /** How many entries have no id. */
  readonly withoutId: number;
}

/**
 * Lists every room in the portal's active area, **proven complete**: as many different rooms as the total that every
 * page reports, on pages that join. Pages are not a snapshot (a room that changes moves to the top and shifts the
 * others), so a listing that does not add up is repeated. If the portal sends no total, two listings in a row must
 * agree. More than 1,000 rooms are listed type by type.
 *
 * @throws PortalError if a request fails, an answer cannot be read, or the listing does not add up in the end
 */
export async function listRooms<T>(portal: Portal, options: ListingOptions<T>): Promise<RoomList<T>> {
  let previous: RoomList<unknown> | null = null;
  let problem = '';
  for (let listing = 0; listing <= MAX_REPEATS; listing += 1) {
    if (listing > 0) options.onRepeat(`${problem} Listing again (${listing} of ${MAX_REPEATS}).`);
    const byId = new Map<RoomId, T>();
    const fetchPage = pageFetcher(portal, byId, options);
    const first = await fetchPage(0, 1);
    const byType = listing === 0 ? await listByType(portal, first, options) : null;
    if (byType !== null) return byType;
    const { total } = first;
    options.onPage(first.ids.length, total);
    const pages =
      total === null
        ? await listUntilNothingNew(fetchPage, byId, first, options)
        : await listByTotal(fetchPage, first, total, options);
    const list = { byId, withoutId: countWithoutId(pages) };
    const found =
      total === null ? differenceOf(previous, list) : findListingProblem(pages, countRooms(list), total);
    if (found === null) return list;
    problem = found;
    if (total === null) previous = list;
  }
  throw new PortalError(
    `The list of rooms could not be proven complete in ${MAX_REPEATS + 1} listings, so there are no results. ${problem} Rooms change during the listing; run the workflow at a quieter time.`,
  );
}

/**
 * Lists each type for itself. Each list is proven complete, and together they must hold as many rooms as the portal
 * reports for all types, before and after.
 *
 * @param first page of all types together
 * @returns null if that is not so, as with a type that nobody knows, and if there are few rooms or only one type
 */
async function listByType<T>(
  portal: Portal,
  { total, ids }: ListedPage,
  options: ListingOptions<T>,
): Promise<RoomList<T> | null> {
  const types = options.roomTypes.length > 0 ? options.roomTypes : ROOM_TYPES;
  const isLarge = total !== null && total > MOST_AT_ONCE && total <= MAX_PAGES * PAGE_SIZE;
  if (!isLarge || ids.length < PAGE_SIZE || types.length === 1) return null;
  const totals = await pMap(types, (type) => totalOf(portal, [type]), options);
  if (sum(totals) !== total) return null;
  const seen = types.map(() => 0);
  const lists = await pMap(
    types.filter((_, at) => totals[at] !== 0),
    (type, at) => {
      const onPage = (count: number) => {
        seen[at] = count;
        options.onPage(sum(seen), total);
      };
      return listRooms(portal, { ...options, roomTypes: [type], onPage });
    },
    options,
  );
  const all: RoomList<T> = {
    byId: new Map(lists.flatMap(({ byId }) => [...byId])),
    withoutId: sum(lists.map(({ withoutId }) => withoutId)),
  };
  return countRooms(all) === (await totalOf(portal, options.roomTypes)) ? all : null;
}

/** How many rooms of some types there are; none if it is refused: DocSpace before 3.6 answers 400 to AI agents. */
async function totalOf(portal: Portal, roomTypes: readonly RoomType[]): Promise<number> {
  const call = roomsCall({ count: 1, startIndex: 0, types: roomTypes.map(roomTypeNumber) }, 1);
  try {
    return createRoomReader()(await portal.get(call), call.what).total ?? Number.NaN;
  } catch (error) {
    if (error instanceof PortalError && error.status !== null && isRefusal(error.status)) return 0;
    throw error;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function countRooms({ byId, withoutId }: RoomList<unknown>): number {
  return byId.size + withoutId;
}

/** Why two listings in a row prove nothing; null if they agree. */
function differenceOf(one: RoomList<unknown> | null, other: RoomList<unknown>): string | null {
  if (one === null) {
    return 'The portal does not say how many rooms there are: a second listing has to agree with the first.';
  }
  const isSame = countRooms(one) === countRooms(other) && one.byId.keys().every((id) => other.byId.has(id));
  return isSame && one.withoutId === other.withoutId
    ? null
    : `Two listings in a row differ: ${countRooms(one)} rooms, then ${countRooms(other)}.`;
}

interface FetchedPage extends ListedPage {
  /** Whether it holds a room that no page before has held. Entries without an id never count as new. */
  readonly hasNew: boolean;
}

/** @param place of the page in the listing, from 1 on */
type PageFetcher = (start: number, place: number) => Promise<FetchedPage>;

async function listByTotal(
  fetchPage: PageFetcher,
  first: ListedPage,
  total: number,
  options: Pick<ListingOptions<unknown>, 'concurrency' | 'onPage'>,
): Promise<readonly ListedPage[]> {
  if (total > MAX_PAGES * PAGE_SIZE) {
    throw new PortalError(
      `The portal reports ${total} rooms, more than this action can list. Check docspace-url.`,
    );
  }
  let seen = first.ids.length;
  let isOver = false;
  const later = await pMap(
    laterStarts(seen, total),
    async (start, index) => {
      // If the total is far too high or the portal ignores paging, not every page up to the total is requested.
      if (isOver) return pMapSkip;
      const page = await fetchPage(start, index + 2);
      isOver ||= !page.hasNew && !page.ids.includes(null);
      seen += page.ids.length;
      // Pages overlap. The page after the last room is empty.
      if (page.ids.length > 0) options.onPage(Math.min(seen, total), total);
      return page;
    },
    { concurrency: options.concurrency },
  );
  return [first, ...later];
}

/** Without a total: one page after the other, until one has no new room. */
async function listUntilNothingNew(
  fetchPage: PageFetcher,
  byId: ReadonlyMap<RoomId, unknown>,
  first: FetchedPage,
  options: Pick<ListingOptions<unknown>, 'onPage'>,
): Promise<readonly ListedPage[]> {
  const pages = [first];
  let withoutId = addedWithoutId(first, undefined);
  // A portal that ignores startIndex would send entries without an id for ever.
  for (let page = first; page.hasNew; ) {
    if (pages.length >= MAX_PAGES)
      throw new PortalError('The list of rooms does not end. Check docspace-url.');
    const before = page;
    const known = byId.size;
    page = await fetchPage(known + withoutId, pages.length + 1);
    pages.push(page);
    if (page.ids.length >= PAGE_SIZE && !page.hasNew) {
      throw new PortalError(
        `The portal ignores paging: asked for the rooms after the first ${known}, it returned a full page of the same ones, so the list may be incomplete. Update the portal, or check docspace-url.`,
      );
    }
    withoutId += addedWithoutId(page, before);
    options.onPage(byId.size + withoutId, page.total);
  }
  return pages;
}

/** @param byId takes what is kept of each room with an id: if a room is on two pages, of the one that came last */
function pageFetcher<T>(
  portal: Portal,
  byId: Map<RoomId, T>,
  { roomTypes, keep }: ListingOptions<T>,
): PageFetcher {
  const readPage = createRoomReader();
  return async (start, place) => {
    const query = { count: PAGE_SIZE, startIndex: start, types: roomTypes.map(roomTypeNumber) };
    const call = roomsCall(query, place);
    const { rooms, total } = readPage(await portal.get(call), call.what);
    const known = byId.size;
    for (const room of rooms) if (room !== null) byId.set(room.id, keep(room));
    return { start, total, ids: rooms.map((room) => room?.id ?? null), hasNew: byId.size > known };
  };
}
