import { describe, expect, it } from 'vitest';
import {
  addedWithoutId,
  countWithoutId,
  findListingProblem,
  type ListedPage,
  laterStarts,
} from '../../src/docspace/listing-proof.ts';
import { PAGE_SIZE } from '../../src/docspace/paging.ts';
import fc from '../support/fast-check.ts';
import { scaled } from '../support/scale.ts';

type Id = number | null;

function page(start: number, ids: readonly Id[], total: number | null): ListedPage {
  return { start, total, ids };
}

/** The different rooms of some pages, and then the entries without an id. */
function uniqueRooms(pages: readonly ListedPage[]): Id[] {
  const ids = new Set(pages.flatMap((one) => one.ids).filter((id) => id !== null));
  return [...(ids as Set<number>), ...Array<null>(countWithoutId(pages)).fill(null)];
}

function problemOf(pages: readonly ListedPage[], total: number): string | null {
  return findListingProblem(pages, uniqueRooms(pages).length, total);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The pages of a list as a portal gives them, each of them of another moment. */
function pagesOf(lists: readonly (readonly Id[])[], total: number): ListedPage[] {
  const starts = [0, ...laterStarts(Math.min(total, PAGE_SIZE), total)];
  return starts.map((start, index) => {
    const list = lists[Math.min(index, lists.length - 1)] ?? [];
    return page(start, list.slice(start, start + PAGE_SIZE), list.length);
  });
}

describe('the start of each page', () => {
  it.each([
    [0, 0, []],
    [1, 1, []],
    [99, 99, []],
    [100, 101, [99]],
    [100, 150, [99]],
    [100, 199, [99]],
    // Nothing to spare.
    [100, 200, [100]],
    [100, 300, [100, 200]],
    // One place to spare, two places where pages meet.
    [100, 299, [99, 199]],
    [100, 298, [99, 198]],
    [100, 201, [99, 198]],
  ])('with %i entries on the first, of %i in all', (firstLength, total, starts) => {
    expect(laterStarts(firstLength, total)).toEqual(starts);
  });

  it.each([
    ['as many as the total, and a full page: perhaps the total is that of the page', 100, 100, [100]],
    ['all of them at once', 250, 250, [250]],
    ['fewer than there should be', 3, 100_000, []],
    ['fewer than there should be on one page', 3, 5, []],
    ['none of some', 0, 5, []],
    ['more than there should be', 5, 3, []],
    ['more than there should be, on a full page', 100, 99, []],
  ])('with %s', (_, firstLength, total, starts) => {
    expect(laterStarts(firstLength, total)).toEqual(starts);
  });

  it.each([
    [1243, 13],
    [9901, 100],
    [10_000, 100],
    [100_000, 1000],
  ])('of %i rooms they are %i', (total, pages) => {
    expect(1 + laterStarts(100, total).length).toBe(pages);
  });

  it('for every total: no page too many, every place on one, and as many joints as are free', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: 30_000 }), (total) => {
        const starts = [0, ...laterStarts(PAGE_SIZE, total)];
        const pageCount = Math.ceil(total / PAGE_SIZE);
        expect(starts).toHaveLength(pageCount);
        const steps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
        expect(steps.every((step) => step === PAGE_SIZE || step === PAGE_SIZE - 1)).toBe(true);
        expect((starts.at(-1) ?? 0) + PAGE_SIZE).toBeGreaterThanOrEqual(total);
        const joints = steps.filter((step) => step === PAGE_SIZE - 1).length;
        expect(joints).toBe(Math.min(pageCount - 1, pageCount * PAGE_SIZE - total));
      }),
    );
  });
});

describe('pages', () => {
  it.each([0, 1, 99, 100, 101, 199, 200, 201, 298, 299, 300, 1243])('of %i rooms are a proof', (count) => {
    const pages = pagesOf([range(1, count)], count);
    expect(problemOf(pages, count)).toBeNull();
    expect(uniqueRooms(pages)).toEqual(range(1, count));
  });

  it.each<[string, ListedPage[], number, string]>([
    [
      'other totals',
      [page(0, range(1, 100), 150), page(99, range(100, 150), 151)],
      150,
      'The pages report different totals (150, 151).',
    ],
    [
      'no total on one of them',
      [page(0, range(1, 100), 150), page(99, range(100, 150), null)],
      150,
      'The pages report different totals (150, null).',
    ],
    [
      'fewer rooms than the total',
      [page(0, range(1, 3), 100_000)],
      100_000,
      'The portal reports 100000 rooms, and its pages hold 3 different ones.',
    ],
    [
      'rooms, and a total of none',
      [page(0, range(1, 3), 0)],
      0,
      'The portal reports 0 rooms, and its pages hold 3 different ones.',
    ],
    [
      'a room twice',
      [page(0, range(1, 100), 200), page(100, [100, ...range(101, 199)], 200)],
      200,
      'The portal reports 200 rooms, and its pages hold 199 different ones.',
    ],
    [
      'more rooms after a full first page that was said to be all',
      [page(0, range(1, 100), 100), page(100, range(101, 150), 100)],
      100,
      'The portal reports 100 rooms, and lists more after them.',
    ],
    [
      'the same page again after a full first page that was said to be all',
      [page(0, range(1, 100), 100), page(100, range(1, 100), 100)],
      100,
      'The portal reports 100 rooms, and lists more after them.',
    ],
    [
      'a room between two pages that was not seen, and another one in its place',
      [page(0, range(1, 100), 150), page(99, [...range(101, 150), 900], 150)],
      150,
      'Page 2 of the rooms does not begin with the room that page 1 ends with.',
    ],
    [
      'as many rooms as the total, and two pages that do not join',
      [
        page(0, range(1, 100), 250),
        page(99, range(100, 198), 250),
        page(198, [199, 900, ...range(200, 249)], 250),
      ],
      250,
      'Page 3 of the rooms does not begin with the room that page 2 ends with.',
    ],
    [
      'a page in the middle that holds nothing',
      [page(0, range(1, 100), 250), page(99, [], 250)],
      250,
      'The portal reports 250 rooms, and its pages hold 100 different ones.',
    ],
  ])('with %s are none', (_, pages, total, problem) => {
    expect(problemOf(pages, total)).toBe(problem);
  });

  it('without a place to spare are taken for a proof: there is nothing to compare', () => {
    const before = range(1, 200);
    const after = [...range(2, 200), 900];
    expect(problemOf(pagesOf([before, after], 200), 200)).toBeNull();
  });

  it('are no proof if a room was deleted and another created meanwhile, so that one was missed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((pageCount) =>
          fc.record({
            total: fc.integer({
              min: pageCount * PAGE_SIZE + 1,
              max: (pageCount + 1) * PAGE_SIZE - pageCount,
            }),
            gone: fc.nat(),
            made: fc.nat(),
            moment: fc.integer({ min: 1, max: pageCount }),
          }),
        ),
        ({ total, gone, made, moment }) => {
          const list: Id[] = range(1, total);
          const changed = list.toSpliced(gone % total, 1);
          changed.splice(made % total, 0, 90_000);
          const pages = pagesOf([...Array(moment).fill(list), changed], total);
          const seen = new Set(uniqueRooms(pages));
          const isComplete = changed.every((id) => seen.has(id) || id === 90_000);
          // What was there all the time is seen, or the pages are no proof.
          expect(isComplete || problemOf(pages, total) !== null).toBe(true);
        },
      ),
      { numRuns: scaled(2000) },
    );
  });
});

describe('entries without an id', () => {
  it.each([
    [1, 60],
    [60, 60],
    [100, 60],
    [60, 200],
    [1, 1],
  ])('%i rooms, and then %i of them, are a proof', (named, nameless) => {
    const total = named + nameless;
    const pages = pagesOf([[...range(1, named), ...Array<null>(nameless).fill(null)]], total);
    expect(problemOf(pages, total)).toBeNull();
    expect(uniqueRooms(pages)).toHaveLength(total);
  });

  it('one that is seen twice does not stand in for a room that was not seen', () => {
    const pages = [page(0, [null, ...range(1, 99)], 101), page(99, [99, null], 101)];
    expect(problemOf(pages, 101)).toBeNull();
    const short = [page(0, [null, ...range(1, 99)], 101), page(99, [null], 101)];
    expect(problemOf(short, 101)).not.toBeNull();
  });

  it('are counted, except those that the page before has covered', () => {
    const first = page(0, [...range(1, 98), null, null], 101);
    const second = page(99, [null, null], 101);
    expect(countWithoutId([first, second])).toBe(3);
    expect(addedWithoutId(second, first)).toBe(1);
    expect(addedWithoutId(first, undefined)).toBe(2);
  });

  it('are no reason to count the places if there are none', () => {
    const pages = [page(0, range(1, 100), 101), page(99, [100, 101, 100], 101)];
    expect(problemOf(pages, 101)).toBeNull();
    const last = [page(0, [...range(1, 99), null], 150), page(99, [null, ...range(101, 150)], 150)];
    expect(problemOf(last, 150)).toBeNull();
    const short = [page(0, [...range(1, 99), null], 150), page(99, [null, ...range(101, 149)], 150)];
    expect(findListingProblem(short, 150, 150)).toBe(
      'Entries without an id cannot be told apart, and page 2 of the rooms holds 50 entries instead of 51.',
    );
  });

  it('are no proof on pages that are shorter or longer than they should be', () => {
    const pages = [page(0, [...range(1, 99), null], 200), page(100, [...range(101, 199), null, null], 200)];
    expect(problemOf([pages[0] as ListedPage, page(100, range(101, 200), 200)], 200)).toBeNull();
    // 99 + 99 rooms and two of the three entries: one of them may be one that was seen.
    expect(problemOf([page(0, range(1, 99), 200), pages[1] as ListedPage], 200)).toBe(
      'Entries without an id cannot be told apart, and page 1 of the rooms holds 99 entries instead of 100.',
    );
  });
});
