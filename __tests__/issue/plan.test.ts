import { describe, expect, it } from 'vitest';
import { HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { renderBody } from '../../src/issue/body.ts';
import type { Plan } from '../../src/issue/plan.ts';
import { decodeState, encodeState, hashSet } from '../../src/issue/state.ts';
import { keptRooms } from '../../src/issue/ticks.ts';
import type { Report } from '../../src/report/schema.ts';
import type { UnknownReason } from '../../src/rooms/activity.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import {
  asBrowserSends,
  boxesIn,
  type Current,
  type Decided,
  KEY,
  makeContent,
  makeEntry,
  makeReport,
  makeState,
  planFor,
  TODAY,
  tickRoom,
  untickRoom,
} from '../support/github-make.ts';
import { elements, LINKED_TEXT, renderPage, textOf } from '../support/github-page.ts';

const plan = planFor;

/** The body that runs leave behind which found these sets of rooms, one after the other. */
function bodyAfter(...sets: readonly (readonly RoomId[])[]): string {
  let current: Current | null = null;
  for (const ids of sets) {
    const { body, isOpen }: Decided = plan(makeReport(ids), current);
    if (body !== null) current = { isOpen, body };
  }
  if (current === null) throw new Error('no run wrote a body');
  return current.body;
}

const withoutState = (body: string): string => body.replace(/(state v1 .)./, '$1!');

/** As if there were too many rooms for it to hold. */
const tooLong = makeState({ abandoned: null, setHash: hashSet([1, 2]) });

describe('what to do with the issue', () => {
  // The issue, its state, the rooms before and now, what is done, the comment; the rooms that are remembered, if not those of now.
  it.each<
    [
      'none' | 'open' | 'closed',
      'known' | 'damaged',
      RoomId[],
      RoomId[],
      Plan['action'],
      (RegExp | null)?,
      RoomId[]?,
    ]
  >([
    ['none', 'known', [], [], 'none'],
    ['none', 'known', [], [1], 'created'],
    ['open', 'known', [1, 2], [1, 2], 'unchanged'],
    ['open', 'known', [1], [1, 2], 'updated', /1 room became/],
    ['open', 'known', [1], [2, 3], 'updated', /2 rooms became/],
    ['open', 'known', [1, 2], [1], 'updated'],
    ['open', 'known', [1, 2], [], 'closed', /No room is abandoned any more/],
    ['open', 'damaged', [1, 2], [1, 2], 'updated'],
    ['open', 'damaged', [1, 2], [1, 2, 3], 'updated'],
    // It is not known whether the rooms are in use or out of sight: the next run looks them up.
    ['open', 'damaged', [1, 2], [], 'updated', null, [1, 2]],
    // Closed by a person while rooms were listed: respected until the set changes.
    ['closed', 'known', [1, 2], [1, 2], 'unchanged'],
    ['closed', 'known', [1, 2], [1, 3], 'reopened', /1 room became/],
    ['closed', 'known', [1, 2], [1, 2, 3], 'reopened', /1 room became/],
    ['closed', 'known', [1, 2], [1], 'reopened'],
    // A number and a text are two rooms.
    ['closed', 'known', [1], ['1'], 'reopened', /1 room became/],
    // It stays closed; its text says that there are none.
    ['closed', 'known', [1, 2], [], 'updated'],
    ['closed', 'damaged', [1], [1], 'unchanged'],
    ['closed', 'damaged', [1, 2], [1], 'unchanged'],
    ['closed', 'damaged', [1], [1, 2], 'reopened'],
    ['closed', 'damaged', [1], [], 'unchanged'],
  ])(
    '%s, state %s: %j, then %j: %s',
    (issue, state, before, now, action, comment = null, remembers = now) => {
      const written = before.length === 0 ? '' : bodyAfter(before);
      const body = state === 'damaged' ? withoutState(written) : written;
      const current = issue === 'none' ? null : { isOpen: issue === 'open', body };
      const decided = plan(makeReport(now), current);
      expect(decided.action).toBe(action);
      expect(decided.body === null).toBe(action === 'unchanged' || action === 'none');
      if (decided.body !== null) {
        expect(decided.isOpen).toBe(remembers.length > 0);
        expect([...(decodeState(decided.body, KEY)?.abandoned?.keys() ?? [])].sort()).toEqual(
          [...remembers].sort(),
        );
      }
      if (comment === null) expect(decided.comment).toBeNull();
      else expect(decided.comment?.text).toMatch(comment);
    },
  );

  it('a lost state closes nothing in its first run, and the issue in the next one if the rooms are gone', () => {
    const body = withoutState(bodyAfter([1, 2]));
    const first = plan(makeReport([]), { isOpen: true, body });
    expect(first).toMatchObject({ action: 'updated', isOpen: true, comment: null });
    expect(first.body).toContain(
      '**No room is known to be abandoned**, but 2 rooms that were abandoned cannot',
    );
    const second = plan(makeReport([]), { isOpen: true, body: first.body ?? '' });
    expect(second).toMatchObject({ action: 'closed', isOpen: false });
  });

  it.each([
    ['lost', withoutState],
    [
      'too long',
      (body: string) => body.replace(/<!-- abandoned-rooms-state.*-->/, encodeState(tooLong, KEY)),
    ],
  ])('without boxes, and with a state that is %s, the rooms of the list still count', (_, change) => {
    const rooms = [1, 2].map((id) => makeEntry({ id }));
    const body = change(renderBody(makeContent({ abandoned: rooms, keepDays: 0 })));
    const first = plan(
      makeReport([]),
      { isOpen: true, body },
      { settings: { keepDays: 0 }, knownAtStart: null },
    );
    expect(first).toMatchObject({ action: 'updated', isOpen: true, comment: null });
    expect([...(decodeState(first.body ?? '', KEY)?.abandoned?.keys() ?? [])]).toEqual([1, 2]);
  });

  it('closed by the action, and abandoned again: reopened, with a comment', () => {
    const body = bodyAfter([1], []);
    expect(plan(makeReport([]), { isOpen: false, body })).toMatchObject({ action: 'unchanged', body: null });
    const again = plan(makeReport([1]), { isOpen: false, isClosedByAutomation: true, body });
    // No room was listed when it was closed, so there is nothing to say about that.
    expect(again).toMatchObject({ action: 'reopened', isOpen: true, note: '' });
    expect(again.comment?.text).toContain('1 room became abandoned since the last run');
  });

  it('reopened by a person while no room is abandoned: respected', () => {
    const body = bodyAfter([1], []);
    expect(plan(makeReport([]), { isOpen: true, body })).toMatchObject({ action: 'unchanged', body: null });
  });

  it('closed by a person: other changes of the text do not open it', () => {
    const body = bodyAfter([1]);
    const report = makeReport([
      makeEntry({ id: 1, title: 'Renamed', lastActivity: '2025-01-01T00:00:00.000Z' }),
    ]);
    expect(plan(report, { isOpen: true, body }).action).toBe('updated');
    expect(plan(report, { isOpen: false, body }).action).toBe('unchanged');
  });

  it('closed by a person while there are too many rooms to remember: respected', () => {
    const ids = Array.from(
      { length: 12_000 },
      (_, at) => `sbox-${(at * 2_654_435_761) % 4_294_967_296}-${at}-${(at * 40_503) % 65_521}`,
    );
    const body = bodyAfter(ids);
    expect(decodeState(body, KEY)?.abandoned).toBeNull();
    expect(plan(makeReport(ids), { isOpen: true, body }).action).toBe('unchanged');
    expect(plan(makeReport(ids), { isOpen: false, body }).action).toBe('unchanged');
  });
});

describe('nothing is written twice', () => {
  it('the day after, and in another order', () => {
    const body = bodyAfter([1, 2, 'x']);
    const next = { today: TODAY + 1 };
    expect(plan(makeReport([1, 2, 'x']), { isOpen: true, body }, next).action).toBe('unchanged');
  });

  it('after a browser sent it', () => {
    const body = asBrowserSends(bodyAfter([1, 2]));
    expect(plan(makeReport([1, 2]), { isOpen: true, body }).action).toBe('unchanged');
  });

  it('while the marks "new" are still there', () => {
    const body = bodyAfter([1], [1, 2]);
    expect(body).toContain('**new** <!-- room 2 -->');
    expect(plan(makeReport([1, 2]), { isOpen: true, body }, { today: TODAY + 9 }).action).toBe('unchanged');
    expect(bodyAfter([1], [1, 2], [1, 2, 3])).not.toContain('**new** <!-- room 2 -->');
    expect(bodyAfter([1], [1, 2], [2])).not.toContain('**new**');
  });

  it('settles after one run if the state was damaged', () => {
    const body = withoutState(bodyAfter([1, 2]));
    const mended = plan(makeReport([1, 2]), { isOpen: true, body }).body ?? '';
    expect(plan(makeReport([1, 2]), { isOpen: true, body: mended }, { today: TODAY + 1 }).action).toBe(
      'unchanged',
    );
  });

  it('settles after one run if somebody pasted the list a second time', () => {
    const body = bodyAfter([1, 2]);
    const first = plan(makeReport([1, 2]), { isOpen: true, body: `${body}\n\nThe same again:\n\n${body}` });
    const second = plan(makeReport([1, 2]), { isOpen: true, body: first.body ?? '' }, { today: TODAY + 1 });
    expect(second.action).toBe('unchanged');
  });

  it('settles after one run if a border of the list was removed', () => {
    const body = bodyAfter([1, 2]).replace('<!-- abandoned-rooms-end -->', 'my own words');
    const first = plan(makeReport([1, 2]), { isOpen: true, body });
    expect(first.action).toBe('updated');
    expect(plan(makeReport([1, 2]), { isOpen: true, body: first.body ?? '' }).action).toBe('unchanged');
  });

  it('the generation grows with every edit', () => {
    const generation = (body: string) => decodeState(body, KEY)?.generation;
    expect(generation(bodyAfter([1]))).toBe(0);
    expect(generation(bodyAfter([1], [1]))).toBe(0);
    expect(generation(bodyAfter([1], [1, 2], [1, 2], [2]))).toBe(2);
  });
});

describe('ticks', () => {
  const kept = new Map<RoomId, number>([[2, TODAY + 90]]);

  it('made before the run are kept, and shown', () => {
    const body = tickRoom(bodyAfter([1, 2]), 2);
    const decided = plan(makeReport([1], kept), { isOpen: true, body });
    expect(decided.action).toBe('updated');
    expect(decided.comment).toBeNull();
    expect(decided.body).toContain('### Kept (1)');
    expect(decided.body).toContain('kept until 2026-08-30 <!-- room 2 until 2026-08-30 -->');
    const again = plan(
      makeReport([1], kept),
      { isOpen: true, body: decided.body ?? '' },
      { today: TODAY + 1 },
    );
    expect(again.action).toBe('unchanged');
  });

  it('of the last room close the issue, and the way back is open', () => {
    const body = tickRoom(bodyAfter([2]), 2);
    const closed = plan(makeReport([], kept), { isOpen: true, body });
    expect(closed).toMatchObject({ action: 'closed', isOpen: false });
    expect(boxesIn(closed.body ?? '', KEY).get(2)).toEqual({ isTicked: true, until: TODAY + 90 });
    const back = plan(makeReport([2]), { isOpen: false, body: untickRoom(closed.body ?? '', 2) });
    expect(back).toMatchObject({ action: 'reopened', isOpen: true });
    expect(boxesIn(back.body ?? '', KEY).get(2)?.isTicked).toBe(false);
  });

  it('made while the run was under way are not lost', () => {
    const body = bodyAfter([1, 2, 3]);
    const boxesAtStart = boxesIn(body, KEY);
    const decided = plan(
      makeReport([1, 2, 3, 4]),
      { isOpen: true, body: asBrowserSends(tickRoom(body, 2)) },
      { boxesAtStart },
    );
    expect(
      [...boxesIn(decided.body ?? '', KEY)].filter(([, { isTicked }]) => isTicked).map(([id]) => id),
    ).toEqual([2]);
    const next = keptRooms(
      decodeState(decided.body ?? '', KEY),
      boxesIn(decided.body ?? '', KEY),
      TODAY + 1,
      90,
    );
    expect(next).toEqual(new Map([[2, TODAY + 91]]));
  });

  it('made while a run was under way that has nothing else to write are left as they are', () => {
    const body = bodyAfter([1, 2]);
    const current = { isOpen: true, body: tickRoom(body, 2) };
    expect(plan(makeReport([1, 2]), current, { boxesAtStart: boxesIn(body, KEY) }).action).toBe('unchanged');
  });

  it('taken off while the run was under way are not put back', () => {
    const body =
      plan(makeReport([1], kept), { isOpen: true, body: tickRoom(bodyAfter([1, 2]), 2) }).body ?? '';
    const decided = plan(
      makeReport([1, 5], kept),
      { isOpen: true, body: untickRoom(body, 2) },
      { boxesAtStart: boxesIn(body, KEY) },
    );
    const written = decided.body ?? '';
    expect(boxesIn(written, KEY).get(2)).toEqual({ isTicked: false, until: TODAY + 90 });
    expect(keptRooms(decodeState(written, KEY), boxesIn(written, KEY), TODAY + 1, 90).has(2)).toBe(false);
  });

  it('of rooms that are out of sight at this run are remembered', () => {
    const body = tickRoom(bodyAfter([1, 2]), 2);
    const away = plan(makeReport([1]), { isOpen: true, body }, { kept: new Map([[2, TODAY + 90]]) });
    expect(boxesIn(away.body ?? '', KEY).has(2)).toBe(false);
    const state = decodeState(away.body ?? '', KEY);
    expect(keptRooms(state, boxesIn(away.body ?? '', KEY), TODAY + 7, 90)).toEqual(
      new Map([[2, TODAY + 90]]),
    );
  });

  it('of rooms that are not there any more vanish', () => {
    const body = tickRoom(bodyAfter([1, 2]), 2);
    const decided = plan(makeReport([1]), { isOpen: true, body });
    expect(boxesIn(decided.body ?? '', KEY).has(2)).toBe(false);
  });
});

describe('the numbers of past runs', () => {
  const entry = (day: string, abandoned: number, bytes: number | null = null) => ({ day, abandoned, bytes });
  const trend = [entry('2026-04-01', 5, 9_000_000), entry('2026-06-01', 2, 2_000_000)];
  const body = plan(makeReport([1, 2], new Map(), { trend }), null).body ?? '';

  it('are remembered, and told in a sentence', () => {
    expect(decodeState(body, KEY)?.trend).toEqual(trend);
    expect(body).toContain('\n\n3 fewer abandoned rooms than on 2026-04-01; 7 MB less.\n\n### Abandoned (2)');
  });

  it('are written with another change only, not because a day has passed', () => {
    const next = { trend: [...trend, entry('2026-09-20', 2)] };
    const report = makeReport([1, 2], new Map(), next);
    expect(plan(report, { isOpen: true, body }, { today: TODAY + 111 }).action).toBe('unchanged');
    const changed = plan(makeReport([1, 3], new Map(), next), { isOpen: true, body });
    expect(decodeState(changed.body ?? '', KEY)?.trend).toEqual(next.trend);
    expect(changed.body).toContain('\n\nAs many abandoned rooms as on 2026-06-01.\n');
  });

  it('are not told if they do not belong to this list: not every room could be judged', () => {
    const decided = plan(makeReport([1], new Map(), { trend }), { isOpen: true, body });
    expect(decodeState(decided.body ?? '', KEY)?.trend).toEqual(trend);
    expect(decided.body).not.toContain('than on');
    expect(
      plan(makeReport([1], new Map(), { trend }), { isOpen: true, body: decided.body ?? '' }).action,
    ).toBe('unchanged');
  });
});

describe('what the issue says of the report', () => {
  const current = { isOpen: true, body: bodyAfter([1]) };
  const bodyOf = (report: Partial<Report>) => plan(makeReport([1, 2], new Map(), report), current).body ?? '';

  it('space that is known in part, or as a whole', () => {
    expect(bodyOf({ reclaimableBytes: 2000, spaceUnknown: 1 })).toContain('use at least 2 kB.');
    expect(bodyOf({ reclaimableBytes: 2000, spaceUnknown: 0 })).toContain('use 2 kB.');
  });

  it('evidence, if rooms were checked', () => {
    expect(bodyOf({ evidenceCheck: { inactive: 2, checked: 2, cleared: 0 } })).toContain('evidence: updated');
    expect(bodyOf({ evidenceCheck: null })).not.toContain('evidence');
  });

  it('rooms in doubt that were listed before, and no others', () => {
    const unknown = [3, 1].map((id) => ({ ...makeEntry({ id }), reason: 'too large to check' as const }));
    const { body } = plan(makeReport([], new Map(), { unknown }), current);
    expect(body).toContain('but 1 room that was abandoned cannot be checked at the moment');
    expect([...(decodeState(body ?? '', KEY)?.abandoned?.keys() ?? [])]).toEqual([1]);
  });

  it('a kept room that the report does not hold is not shown', () => {
    const kept = new Map([[9, TODAY + 3]]);
    const { body } = plan(makeReport([1, 2], new Map([[4, TODAY + 3]])), current, {
      kept: new Map([...kept, [4, TODAY + 3]]),
    });
    expect([...boxesIn(body ?? '', KEY).keys()]).toEqual([1, 2, 4]);
  });

  it('nothing above or below the list if nobody wrote there', () => {
    const { body } = plan(makeReport([1]), null);
    expect(body).toMatch(/^<!-- abandoned-rooms-begin -->\n.*\n<!-- abandoned-rooms-end -->$/s);
  });
});

describe('a room whose last activity is not known now', () => {
  const unknown = (reason: UnknownReason) =>
    makeReport([1], new Map(), { unknown: [{ ...makeEntry({ id: 2 }), reason }] });

  it('has not recovered if it could not be checked', () => {
    const decided = plan(unknown('storage not reachable'), { isOpen: true, body: bodyAfter([1, 2]) });
    const state = decodeState(decided.body ?? '', KEY);
    expect([...(state?.abandoned?.keys() ?? [])]).toEqual([1, 2]);
  });

  it('is not abandoned any more without a date if unknown-activity ignores it', () => {
    const decided = plan(unknown('no date'), { isOpen: true, body: bodyAfter([1, 2]) });
    const state = decodeState(decided.body ?? '', KEY);
    expect([...(state?.abandoned?.keys() ?? [])]).toEqual([1]);
    const alone = makeReport([], new Map(), { unknown: [{ ...makeEntry({ id: 2 }), reason: 'no date' }] });
    expect(plan(alone, { isOpen: true, body: bodyAfter([2]) }).action).toBe('closed');
  });
});

describe('text of people', () => {
  it('that leaves no room for a list is not thrown away', () => {
    const body = `${'n'.repeat(59_001)}\n${bodyAfter([1])}`;
    expect(() => plan(makeReport([1, 2]), { isOpen: true, body })).toThrow(/no space for the list/);
    const fits = `${'n'.repeat(58_000)}\n${bodyAfter([1])}`;
    const { body: written } = plan(makeReport([1, 2]), { isOpen: true, body: fits });
    expect(written?.startsWith('n'.repeat(58_000))).toBe(true);
    expect(boxesIn(written ?? '', KEY).size).toBeGreaterThan(0);
  });
});

describe('the comment', () => {
  const ids = (count: number, from = 100) => Array.from({ length: count }, (_, at) => from + at);
  const commentFor = (
    now: readonly RoomId[],
    options: Parameters<typeof plan>[2] = {},
    report: Partial<Report> = {},
  ) => plan(makeReport(now, new Map(), report), { isOpen: true, body: bodyAfter([1]) }, options).comment;

  it.each([
    [1, 1, null],
    [20, 20, null],
    [21, 20, 'and 1 more'],
    [500, 20, 'and 480 more'],
  ])('of %i new rooms names %i', (count, named, more) => {
    const text = commentFor([1, ...ids(count)])?.text ?? '';
    const page = renderPage(text);
    expect(elements(page, 'a')).toHaveLength(named);
    expect(elements(page, 'li')).toHaveLength(more === null ? named : named + 1);
    if (more !== null) expect(textOf(page)).toContain(more);
    expect(elements(page, 'strong').map(textOf)).toEqual([
      count === 1
        ? '1 room became abandoned since the last run:'
        : `${count} rooms became abandoned since the last run:`,
    ]);
  });

  it('is not made on the first run, with issue-comment: never, or if the last run is not known', () => {
    expect(plan(makeReport([1]), null).comment).toBeNull();
    expect(commentFor([1, 2], { settings: { commentsOnNew: false } })).toBeNull();
    expect(plan(makeReport([1, 2]), { isOpen: true, body: withoutState(bodyAfter([1])) }).comment).toBeNull();
  });

  it('carries a marker that tells it from the next one, and is in its text', () => {
    const first = plan(makeReport([1, 2]), { isOpen: true, body: bodyAfter([1]) });
    const second = plan(makeReport([1, 2, 3]), { isOpen: true, body: first.body ?? '' });
    expect(first.comment?.text).toContain(first.comment?.marker);
    expect(second.comment?.marker).not.toBe(first.comment?.marker);
  });

  it('has a marker of its own after the state was lost', () => {
    const first = plan(makeReport([1, 2]), { isOpen: true, body: bodyAfter([1]) });
    const second = plan(makeReport([1, 2, 3]), { isOpen: true, body: first.body ?? '' });
    const mended = plan(makeReport([1, 2, 3]), { isOpen: true, body: withoutState(second.body ?? '') });
    const third = plan(makeReport([1, 2, 3, 4]), { isOpen: true, body: mended.body ?? '' });
    expect([first.comment?.marker, second.comment?.marker]).not.toContain(third.comment?.marker);
  });

  it('links nothing but the rooms, whatever they are called', () => {
    const titled = HOSTILE_TITLES.slice(0, 20).map((title, at) => makeEntry({ id: 100 + at, title }));
    const others = HOSTILE_TITLES.slice(20).map((title, at) => makeEntry({ id: 200 + at, title }));
    for (const rooms of [titled, ...others.map((room) => [room])]) {
      const text = plan(makeReport(rooms), { isOpen: true, body: bodyAfter([1]) }).comment?.text ?? '';
      const page = renderPage(text);
      expect(elements(page, 'a').map(({ properties }) => properties['href'])).toEqual(
        rooms.map(({ url }) => url),
      );
      expect(elements(page, 'li')).toHaveLength(rooms.length);
      expect(elements(page).map(({ tagName }) => tagName)).not.toContain('img');
      expect(textOf(page)).not.toMatch(LINKED_TEXT);
    }
  });

  it('has no titles if the report is redacted', () => {
    const rooms = [makeEntry({ id: 7, title: null, owner: null, tags: null })];
    const text = plan(makeReport(rooms, new Map(), { redacted: true }), {
      isOpen: true,
      body: bodyAfter([1]),
    }).comment?.text;
    expect(text).toContain('[Room 7](https://portal.example/rooms/shared/7/');
  });

  it('stays within what GitHub takes', () => {
    for (const title of [
      '🏚️'.repeat(170),
      '@'.repeat(170),
      '\u202e'.repeat(170),
      '👨‍👩‍👧‍👦'.repeat(170),
      'M'.repeat(4000),
    ]) {
      const rooms = ids(20).map((id) => makeEntry({ id, title }));
      const text = plan(makeReport(rooms), { isOpen: true, body: bodyAfter([1]) }).comment?.text ?? '';
      expect(text.length).toBeLessThanOrEqual(65_536);
    }
  });
});
