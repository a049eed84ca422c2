import pMap, { pMapSkip } from 'p-map';
import type { Room, RoomType } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { roomsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { findListingProblem, type ListedPage, laterStarts, PAGE_SIZE, uniqueRooms } from './listing-proof.ts';
import { readRoomPage, roomTypeNumber } from './schema.ts';

/** Where rooms move while they are listed, the listing is repeated this often at most. */
const MAX_REPEATS = 3;
/** A million rooms: an answer that never ends is no listing. */
const MAX_PAGES = 10_000;

export interface ListingOptions {
  /** Empty: all types. */
  readonly roomTypes: readonly RoomType[];
  readonly concurrency: number;
  /** Told after each page, with the rooms seen so far and how many there are (null where the portal does not tell). */
  readonly onPage: (seen: number, total: number | null) => void;
  /** Told before the listing is repeated: one line with what was seen. */
  readonly onRepeat: (line: string) => void;
}

/**
 * Lists every room in the portal's active area, **proven complete**: as many different rooms as the total that every
 * page reported, on pages that join. Pages are no snapshot (a room that changes moves to the top and shifts the others),
 * so that a listing which does not add up is repeated.
 *
 * Where the portal tells no total, two listings in a row must bring the same rooms.
 *
 * @throws PortalError where a request fails, an answer is malformed, or the listing does not add up in the end
 */
export async function listRooms(portal: Portal, options: ListingOptions): Promise<readonly Room[]> {
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
    const keys = new Set(rooms.map(keyOf));
    if (previous !== null && keys.symmetricDifference(previous).size === 0) return rooms;
    problem =
      previous === null
        ? 'The portal does not tell how many rooms there are: a second listing has to agree with the first.'
        : `Two listings in a row differ: ${previous.size} rooms, then ${keys.size}.`;
    previous = keys;
  }
  throw new PortalError(
    `The list of rooms could not be proven complete in ${MAX_REPEATS + 1} listings, so nothing is said about any room. ${problem} Rooms change while they are listed; run the workflow at a quieter time.`,
  );
}

interface Listed {
  readonly rooms: readonly Room[];
  /** What does not add up; null where the listing is complete. */
  readonly problem: string | null;
}

async function listByTotal(
  portal: Portal,
  first: ListedPage,
  total: number,
  options: ListingOptions,
): Promise<Listed> {
  if (total > MAX_PAGES * PAGE_SIZE) {
    throw new PortalError(
      `The portal reports ${total} rooms, more than this action can list. Check docspace-url.`,
    );
  }
  let seen = first.rooms.length;
  let isOver = false;
  const later = await pMap(
    laterStarts(seen, total),
    async (start, index) => {
      // A total that is far from the truth must not cost a request for each hundred rooms that are not there.
      if (isOver) return pMapSkip;
      const page = await fetchPage(portal, start, index + 2, options);
      isOver ||= page.rooms.length === 0;
      seen += page.rooms.length;
      // Some rooms stand on two pages.
      options.onPage(Math.min(seen, total), total);
      return page;
    },
    { concurrency: options.concurrency },
  );
  const pages = [first, ...later];
  return { rooms: uniqueRooms(pages), problem: findListingProblem(pages, total) };
}

/** Where no total is told: one page after the other, until one brings no room that was not seen before. */
async function listUntilNothingNew(
  portal: Portal,
  first: ListedPage,
  options: ListingOptions,
): Promise<readonly Room[]> {
  const pages = [first];
  let rooms = uniqueRooms(pages);
  // Entries without an id do not count as new: a portal that ignores startIndex would bring them for ever.
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
        `The portal does not page its list of rooms: where the rooms after the first ${known} are asked for, it gives a full page of the same ones, so more rooms cannot be ruled out. Update the portal, or check docspace-url.`,
      );
    }
    options.onPage(rooms.length, page.total);
  }
  return rooms;
}

/** @param place of the page in the listing, from 1 on */
async function fetchPage(
  portal: Portal,
  start: number,
  place: number,
  { roomTypes }: ListingOptions,
): Promise<ListedPage> {
  const call = roomsCall(
    { count: PAGE_SIZE, startIndex: start, types: roomTypes.map(roomTypeNumber) },
    place,
  );
  const json = await portal.get(call);
  return { ...readRoomPage(json, call.what), start };
}

function keyOf(room: Room): string {
  return `${typeof room.id} ${room.id}`;
}
