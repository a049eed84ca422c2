/** The longest page that a portal gives. */
export const PAGE_SIZE = 100;

/** A part of a list. */
export interface Page {
  /** How many places of the list this page covers. */
  readonly size: number;
  /** How many places the whole list has; null if the portal does not say. */
  readonly total: number | null;
}

/**
 * Asks for one page after the other, until the list ends. The caller leaves the loop as soon as it knows enough.
 *
 * @param fetchPage asks for the page that begins at `startIndex`
 * @param maxPages a safety limit, in case a portal ignores paging
 */
export async function* eachPage<P extends Page>(
  fetchPage: (startIndex: number) => Promise<P>,
  maxPages: number,
): AsyncGenerator<P, void> {
  let start = 0;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await fetchPage(start);
    yield page;
    start += page.size;
    if (page.size === 0 || (page.total !== null && start >= page.total)) return;
  }
}
