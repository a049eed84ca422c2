import pMap, { pMapSkip } from 'p-map';
import type { Room, RoomType } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { roomsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { findListingProblem, type ListedPage, laterStarts, uniqueRooms } from './listing-proof.ts';
import { PAGE_SIZE } from './paging.ts';
import { readRoomPage, roomTypeNumber } from './schema.ts';

/** If rooms move during the listing, it is repeated at most this often. */
const MAX_REPEATS = 3;
/** A million rooms: safety limit, in case a portal ignores paging. */
const MAX_PAGES = 10_000;

export interface ListingOptions<T> {
  /** Empty: all types. */
  readonly roomTypes: readonly RoomType[];
  readonly concurrency: number;
  /** Called for each room as soon as its page is read. Of the room, only the result is kept. */
  readonly keep: (room: Room) => T;
  /** Called after each page, with the number of rooms so far and the total (null if the portal sends none). */
  readonly onPage: (seen: number, total: number | null) => void;
  /** Called before the listing is repeated, with the reason in one line. */
  readonly onRepeat: (line: string) => void;
}

/**
 * Lists every room in the portal's active area, **proven complete**: as many different rooms as the total that every
 * page reports, on pages that join. Pages are not a snapshot (a room that changes moves to the top and shifts the others),
 * so a listing that does not add up is repeated. If the portal sends no total, two listings in a row must agree.
 *
 * @returns what `keep` returned for each room, once a room
 * @throws PortalError if a request fails, an answer cannot be read, or the listing does not add up in the end
 */
export async function listRooms<T>(portal: Portal, options: ListingOptions<T>): Promise<readonly T[]> {
  let previous: ReadonlySet<string> | null = null;
  let problem = '';
  for (let listing = 0; listing <= MAX_REPEATS; listing += 1) {
    if (listing > 0) options.onRepeat(`${problem} Listing again (${listing} of ${MAX_REPEATS}).`);
    const first = await fetchPage(portal, 0, 1, options);
    options.onPage(first.rooms.length, first.total);
    if (first.total !== null) {
      const listed = await listByTotal(portal, first, first.total, options);
      if (listed.problem === null) return listed.rooms;
      problem = listed.problem;
      continue;
    }
    const rooms = await listUntilNothingNew(portal, first, options);
    const keys = new Set(rooms.map(({ id }) => `${typeof id} ${id}`));
    if (previous !== null && keys.symmetricDifference(previous).size === 0) {
      return rooms.map(({ kept }) => kept);
    }
    problem =
      previous === null
        ? 'The portal does not say how many rooms there are: a second listing has to agree with the first.'
        : `Two listings in a row differ: ${previous.size} rooms, then ${keys.size}.`;
    previous = keys;
  }
  throw new PortalError(
    `The list of rooms could not be proven complete in ${MAX_REPEATS + 1} listings, so there are no results. ${problem} Rooms change during the listing; run the workflow at a quieter time.`,
  );
}

interface Listed<T> {
  readonly rooms: readonly T[];
  /** Why the listing does not add up; null if it is complete. */
  readonly problem: string | null;
}

async function listByTotal<T>(
  portal: Portal,
  first: ListedPage<T>,
  total: number,
  options: ListingOptions<T>,
): Promise<Listed<T>> {
  if (total > MAX_PAGES * PAGE_SIZE) {
    throw new PortalError(
      `The portal reports ${total} rooms, more than this action can list. Check docspace-url.`,
    );
  }
  let seen = first.rooms.length;
  let isOver = false;
  const known = new Set(first.rooms.map(({ id }) => id));
  const later = await pMap(
    laterStarts(seen, total),
    async (start, index) => {
      // If the total is far too high or the portal ignores paging, not every page up to the total is requested.
      if (isOver) return pMapSkip;
      const page = await fetchPage(portal, start, index + 2, options);
      isOver ||= page.rooms.every(({ id }) => id !== null && known.has(id));
      for (const { id } of page.rooms) known.add(id);
      seen += page.rooms.length;
      // Pages overlap.
      options.onPage(Math.min(seen, total), total);
      return page;
    },
    { concurrency: options.concurrency },
  );
  const pages = [first, ...later];
  return { rooms: uniqueRooms(pages).map(({ kept }) => kept), problem: findListingProblem(pages, total) };
}

/** Without a total: one page after the other, until one has no new room. */
async function listUntilNothingNew<T>(
  portal: Portal,
  first: ListedPage<T>,
  options: ListingOptions<T>,
): Promise<ListedPage<T>['rooms']> {
  const pages = [first];
  let rooms = uniqueRooms(pages);
  // Entries without an id never count as new: a portal that ignores startIndex would send them for ever.
  const identified = () => rooms.filter((room) => room.id !== null).length;
  for (let known = 0; identified() > known; ) {
    known = identified();
    if (pages.length >= MAX_PAGES)
      throw new PortalError('The list of rooms does not end. Check docspace-url.');
    const page = await fetchPage(portal, rooms.length, pages.length + 1, options);
    pages.push(page);
    rooms = uniqueRooms(pages);
    if (page.rooms.length >= PAGE_SIZE && identified() === known) {
      throw new PortalError(
        `The portal ignores paging: asked for the rooms after the first ${known}, it returned a full page of the same ones, so the list may be incomplete. Update the portal, or check docspace-url.`,
      );
    }
    options.onPage(rooms.length, page.total);
  }
  return rooms;
}

/** @param place of the page in the listing, from 1 on */
async function fetchPage<T>(
  portal: Portal,
  start: number,
  place: number,
  { roomTypes, keep }: ListingOptions<T>,
): Promise<ListedPage<T>> {
  const query = { count: PAGE_SIZE, startIndex: start, types: roomTypes.map(roomTypeNumber) };
  const call = roomsCall(query, place);
  const { rooms, total } = readRoomPage(await portal.get(call), call.what);
  return { start, total, rooms: rooms.map((room) => ({ id: room.id, kept: keep(room) })) };
}
