import type { Room, RoomId } from '../rooms/room.ts';
import type { RoomPage } from './schema.ts';

/** The most that a portal gives at once. */
export const PAGE_SIZE = 100;

/** A page of the list, and where in the list it begins. */
export interface ListedPage extends RoomPage {
  readonly start: number;
}

/**
 * Where the pages after the first one begin. Never more of them than `total` needs, but one where the total could be no
 * more than the length of the first page.
 *
 * As far as the last page has places to spare, a page begins with the room that the one before it ends with: a room that
 * keeps its place among the others cannot slip through between two such pages, whatever is deleted and made meanwhile.
 *
 * @param firstLength entries of the first page
 * @param total that the first page told
 */
export function laterStarts(firstLength: number, total: number): readonly number[] {
  if (firstLength === total && total >= PAGE_SIZE) return [total];
  // What does not add up already is not asked for to its end.
  if (firstLength >= total || firstLength < PAGE_SIZE) return [];
  const pageCount = Math.ceil(total / PAGE_SIZE);
  const spare = pageCount * PAGE_SIZE - total;
  return Array.from({ length: pageCount - 1 }, (_, index) => {
    const place = index + 1;
    return place * PAGE_SIZE - Math.min(place, spare);
  });
}

/**
 * Why the pages are no proof of a complete list: one sentence, or null where they are one. A list is proven by as many
 * different rooms as the total that every page told, on pages that join.
 *
 * @param pages in their order, the first one at 0
 */
export function findListingProblem(pages: readonly ListedPage[], total: number): string | null {
  const totals = [...new Set(pages.map((page) => page.total))];
  if (totals.length > 1) return `The pages report different totals (${totals.map(String).join(', ')}).`;
  if (pages.some(({ start, rooms }) => start >= total && start > 0 && rooms.length > 0)) {
    return `The portal reports ${total} rooms, and lists more after them.`;
  }
  const parted = pages.findIndex((page, index) => !joins(pages[index - 1], page));
  if (parted !== -1) {
    return `Page ${parted + 1} of the rooms does not begin with the room that page ${parted} ends with.`;
  }
  const found = uniqueRooms(pages).length;
  if (found !== total) {
    return `The portal reports ${total} rooms, and its pages hold ${found} different ones.`;
  }
  return problemOfNameless(pages, total);
}

/** Whether a page begins with the room that the one before it ends with, where it should. */
function joins(before: ListedPage | undefined, page: ListedPage): boolean {
  const [first] = page.rooms;
  if (before === undefined || first === undefined) return true;
  const place = page.start - before.start;
  return place >= PAGE_SIZE || before.rooms[place]?.id === first.id;
}

/** One that is met twice could stand in for a room that was missed, unless every place of the list was looked at. */
function problemOfNameless(pages: readonly ListedPage[], total: number): string | null {
  if (pages.every(({ rooms }) => rooms.every(({ id }) => id !== null))) return null;
  const wrong = pages.findIndex(({ start, rooms }) => rooms.length !== Math.min(PAGE_SIZE, total - start));
  const page = pages[wrong];
  if (page === undefined) return null;
  return `Entries without an id cannot be told apart, and page ${wrong + 1} of the rooms holds ${page.rooms.length} entries instead of ${Math.min(PAGE_SIZE, total - page.start)}.`;
}

/**
 * Each room once, in the order of the pages. Entries without an id cannot be told apart: each counts, but those that
 * stand on the page before as well.
 */
export function uniqueRooms(pages: readonly ListedPage[]): readonly Room[] {
  const identified = new Map<RoomId, Room>();
  const others: Room[] = [];
  pages.forEach((page, index) => {
    const before = pages[index - 1];
    const again = before === undefined ? 0 : before.start + before.rooms.length - page.start;
    page.rooms.forEach((room, at) => {
      if (room.id !== null) identified.set(room.id, room);
      else if (at >= again) others.push(room);
    });
  });
  return [...identified.values(), ...others];
}
