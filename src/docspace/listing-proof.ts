import type { RoomId } from '../rooms/room.ts';
import { PAGE_SIZE } from './paging.ts';

/** A page of the list of rooms, and where in the list it begins. */
export interface ListedPage {
  readonly start: number;
  /** How many rooms the portal reports; null if this shape of answer has no total. */
  readonly total: number | null;
  /** The id of the room in each place of the page; null for an entry without one. */
  readonly ids: readonly (RoomId | null)[];
}

/**
 * Where the pages after the first one begin: never more pages than `total` needs. If the total may be no more than the
 * length of the first page, one further page is requested.
 *
 * If the last page has places to spare, each page begins with the room that ends the page before it. Between two such
 * pages, no room is missed that keeps its place among the others, whatever is deleted and created meanwhile:
 *
 *     total 250: pages begin at 0, 99, 198
 *     total 300: no place to spare, pages begin at 0, 100, 200
 *
 * @param firstLength entries of the first page
 * @param total reported by the first page
 */
export function laterStarts(firstLength: number, total: number): readonly number[] {
  if (firstLength === total && total >= PAGE_SIZE) return [total];
  // This listing does not add up already: the other pages are not requested.
  if (firstLength >= total || firstLength < PAGE_SIZE) return [];
  const pageCount = Math.ceil(total / PAGE_SIZE);
  const spare = pageCount * PAGE_SIZE - total;
  return Array.from({ length: pageCount - 1 }, (_, index) => {
    const place = index + 1;
    return place * PAGE_SIZE - Math.min(place, spare);
  });
}

/**
 * Tells in one sentence why the pages do not prove a complete list; null if they do. They prove it if they hold as many
 * different rooms as the total that every page reports, and if they join.
 *
 * @param pages in their order, the first one at 0
 * @param found how many different rooms they hold
 */
export function findListingProblem(
  pages: readonly ListedPage[],
  found: number,
  total: number,
): string | null {
  const totals = [...new Set(pages.map((page) => page.total))];
  if (totals.length > 1) return `The pages report different totals (${totals.map(String).join(', ')}).`;
  if (pages.some(({ start, ids }) => start >= total && start > 0 && ids.length > 0)) {
    return `The portal reports ${total} rooms, and lists more after them.`;
  }
  const parted = pages.findIndex((page, index) => !joins(pages[index - 1], page));
  if (parted !== -1) {
    return `Page ${parted + 1} of the rooms does not begin with the room that page ${parted} ends with.`;
  }
  if (found !== total) {
    return `The portal reports ${total} rooms, and its pages hold ${found} different ones.`;
  }
  return findNamelessProblem(pages, total);
}

/** Whether a page begins with the room that ends the page before it, if the two overlap. */
function joins(before: ListedPage | undefined, page: ListedPage): boolean {
  const [first] = page.ids;
  if (before === undefined || first === undefined) return true;
  const place = page.start - before.start;
  return place >= PAGE_SIZE || before.ids[place] === first;
}

/** An entry without an id that is seen twice could hide a missed room, unless every place of the list was read. */
function findNamelessProblem(pages: readonly ListedPage[], total: number): string | null {
  if (pages.every(({ ids }) => !ids.includes(null))) return null;
  const wrong = pages.findIndex(({ start, ids }) => ids.length !== Math.min(PAGE_SIZE, total - start));
  const page = pages[wrong];
  if (page === undefined) return null;
  return `Entries without an id cannot be told apart, and page ${wrong + 1} of the rooms holds ${page.ids.length} entries instead of ${Math.min(PAGE_SIZE, total - page.start)}.`;
}

/**
 * How many entries without an id a page adds. They cannot be told apart: each counts, except those in places that the
 * page before has covered.
 */
export function addedWithoutId({ start, ids }: ListedPage, before: ListedPage | undefined): number {
  const again = before === undefined ? 0 : before.start + before.ids.length - start;
  return ids.filter((id, at) => id === null && at >= again).length;
}

/** @param pages in their order */
export function countWithoutId(pages: readonly ListedPage[]): number {
  return pages.reduce((sum, page, index) => sum + addedWithoutId(page, pages[index - 1]), 0);
}
