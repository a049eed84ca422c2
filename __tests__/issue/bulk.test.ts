import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeState } from '../../src/issue/state.ts';
import { allApproved, readTicks } from '../../src/issue/ticks.ts';
import { reasonText } from '../../src/report/archiving.ts';
import type { ArchiveEntry, Report } from '../../src/report/schema.ts';
import type { NotArchivedReason } from '../../src/rooms/archive-plan.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { type Current, type Decided, KEY, makeReport, planFor, tickRoom } from '../support/github-make.ts';

/** The box by which people approve that many rooms are archived. */

const SEVEN: readonly RoomId[] = [1, 2, 3, 5, 6, 7, 'drive-4'];
const settings = { maxArchive: 3 };
const STATE = /<!-- abandoned-rooms-state .*-->/;
const BOX = /^- \[[ x]\] archive .* <!-- archive-all .* -->$/m;

const stateOf = (body: string): string => STATE.exec(body)?.[0] ?? '';
const boxIn = (body: string): string => BOX.exec(body)?.[0] ?? '(no box)';
const approvedIn = (body: string) => [...allApproved(readTicks(body, KEY))];
const tick = (body: string) => body.replace('- [ ] archive all', '- [x] archive all');
const tickOne = (body: string) =>
  body.replace('[ ] archive at the next run <!-- archive 2', '[x] archive at the next run <!-- archive 2');
const current = (body: string): Current => ({ isOpen: true, body });

/** The body that a run leaves behind. */
function bodyAfter(
  ids: readonly RoomId[],
  before: string | null = null,
  report: Partial<Report> = {},
  options: Parameters<typeof planFor>[2] = {},
): string {
  const planned: Decided = planFor(
    makeReport(ids, new Map(), report),
    before === null ? null : current(before),
    { settings, ...options },
  );
  return planned.body ?? before ?? '';
}

const opened = bodyAfter(SEVEN);
const box = boxIn(opened);

type Result = readonly [RoomId, ArchiveEntry['result'], NotArchivedReason?];
const results = (entries: readonly Result[]): Partial<Report> => ({
  archiving: entries.map(([id, result, reason]): ArchiveEntry => {
    const text = reason === undefined ? null : reasonText(reason);
    return { id, result, title: null, owner: null, url: '', reason: text };
  }),
});

describe('the box for many rooms', () => {
  it('is above the list, open, and a tick approves every room', () => {
    expect(box).toMatch(/^- \[ \] archive all 7 rooms listed here, 3 at each run <!--/);
    expect(opened).toContain(`\n\n${box}\n\n### Abandoned (7)\n`);
    expect(approvedIn(opened)).toEqual([]);
    expect(approvedIn(tick(opened))).toEqual(SEVEN);
    const { unreadable, approved } = readTicks(tick(opened), KEY);
    expect([unreadable, approved.size]).toEqual([[], 0]);
  });

  it('is offered for more than five rooms, and where rooms may be archived', () => {
    expect(boxIn(bodyAfter(SEVEN.slice(0, 5)))).toBe('(no box)');
    expect(boxIn(bodyAfter(SEVEN.slice(0, 6)))).toContain('all 6 rooms');
    expect(boxIn(bodyAfter(SEVEN, null, {}, { settings: { maxArchive: null } }))).toBe('(no box)');
  });

  it('stands for the rooms that can be archived', () => {
    const abandoned = makeReport(SEVEN).abandoned.map((room) => ({ ...room, archivable: room.id !== 2 }));
    const body = bodyAfter([], null, { abandoned });
    expect(boxIn(body)).toContain('archive all 6 rooms listed here that can be archived, 3 at each run');
    expect(approvedIn(tick(body))).toEqual(SEVEN.filter((id) => id !== 2));
  });

  it('counts the rooms that the state remembers if the list is cut, and says so', () => {
    const ids = Array.from({ length: 2000 }, (_, at) => at);
    const body = bodyAfter(ids);
    expect(body).toMatch(/Showing \d+ of 2000/);
    expect(boxIn(body)).toContain('archive all 2000 rooms of the list, also those that are not shown, 3 at');
    expect(approvedIn(tick(body))).toEqual(ids);
    const next = bodyAfter(ids, tick(body));
    expect(boxIn(next)).toContain(
      '2000 rooms that were listed when this box was ticked, also those that are not',
    );
    expect(approvedIn(next)).toEqual(ids);
    expect(body.length).toBeLessThanOrEqual(65_000);
  });

  it('is not there if the state has no space for its rooms', () => {
    const ids = Array.from(
      { length: 12_000 },
      (_, at) => `sbox-${(at * 2_654_435_761) % 4_294_967_296}-${at}`,
    );
    expect(boxIn(bodyAfter(ids))).toBe('(no box)');
  });

  it('is read in text of any line ends, with a capital X', () => {
    const body = tick(opened).replace('- [x] archive all', '- [X] archive all').replaceAll('\n', '\r\n');
    expect(approvedIn(body.replaceAll('\r\n', '\n'))).toEqual(SEVEN);
  });

  it('is read below a note with a block of code', () => {
    expect(approvedIn(`\`\`\`yaml\na: 1\n\`\`\`\n\n${tick(opened)}`)).toEqual(SEVEN);
  });

  it('leaves out rooms whose lines somebody took out of the list, at later runs as well', () => {
    const without = tick(opened).replace(/.*<!-- room 2 -->\n.*\n/, '');
    const others = SEVEN.filter((id) => id !== 2);
    expect([approvedIn(without), approvedIn(bodyAfter(SEVEN, without))]).toEqual([others, others]);
    expect(approvedIn(tick(opened).replace(/.*<!-- (room|archive) .*/g, ''))).toEqual([]);
  });

  it('leaves out rooms that are to be kept', () => {
    expect(approvedIn(tickRoom(tick(opened), 2))).toEqual(SEVEN.filter((id) => id !== 2));
  });

  const ticked = tick(box);
  const other = boxIn(bodyAfter([11, 12, 13, 14, 15, 16]));
  it.each<[string, (body: string) => string]>([
    ['the number was edited', (body) => body.replace('all 7 rooms', 'all 6 rooms')],
    ['a word was added', (body) => body.replace('at each run <', 'at each run, but not room 2 <')],
    ['its marker was removed', (body) => body.replace(/ <!-- archive-all .*?-->/, '')],
    ['its marker was edited', (body) => body.replace('archive-all ', 'archive-all  ')],
    ['it is indented', (body) => body.replace(ticked, `  ${ticked}`)],
    ['it is quoted', (body) => body.replace(ticked, `> ${ticked}`)],
    ['it is struck out', (body) => body.replace(ticked, `~~${ticked}~~`)],
    ['it is wrapped', (body) => body.replace('listed here,', 'listed here,\n  ')],
    ['it has another list mark', (body) => body.replace(ticked, ticked.replace('-', '*'))],
    ['its tick is another sign', (body) => body.replace('- [x] archive', '- [y] archive')],
    ['it was moved above the list', (body) => `${ticked}\n\n${body.replace(ticked, '')}`],
    ['it was moved below the list', (body) => `${body.replace(ticked, '')}\n\n${ticked}\n`],
    [
      'it was moved below the heading',
      (body) => body.replace(ticked, '').replace('(7)\n', `(7)\n\n${ticked}\n`),
    ],
    ['a heading was put above it', (body) => body.replace(ticked, `### Old rooms\n\n${ticked}`)],
    [
      'a heading of two lines was put above it',
      (body) => body.replace(ticked, `Old rooms\n===\n\n${ticked}`),
    ],
    ['it is in a block of code', (body) => body.replace(ticked, `\`\`\`\n${ticked}\n\`\`\``)],
    ['the list is in a block of code', (body) => `~~~ text\n\`\`\`\n${body}\n~~~`],
    ...['<!--', '<pre>', '<SCRIPT src="x">', '<style>', '<textarea>', '<?', '<!X', '<![CDATA['].map(
      (begin): [string, (body: string) => string] => [
        `it is behind ${begin}`,
        (body) => body.replace(ticked, `${begin}\n${ticked}`),
      ],
    ),
    ['it is commented out', (body) => body.replace(ticked, `<!--\n${ticked}\n-->`)],
    [
      'a ticked line, which may keep one of its rooms, cannot be read',
      (body) => tickRoom(body, 2).replace('[x] [Room 2]', '[y] [Room 2]'),
    ],
    ['it was copied', (body) => body.replace(ticked, `${ticked}\n${ticked}`)],
    ['it was copied, and the copy is open', (body) => `${body}\n\n${box}`],
    ['it is ticked in a copy of the list', (body) => `${opened}\n\nFor the record:\n\n${body}`],
    ['it is of another list', (body) => body.replace(ticked, tick(other))],
    ['the state was damaged', (body) => body.replace(/(state v1 .)./, '$1!')],
    ['the state is of another list', (body) => body.replace(STATE, stateOf(bodyAfter([1, 2, 3, 5, 6, 7])))],
    ['all hidden comments were stripped', (body) => body.replace(/<!--.*?-->/g, '')],
    ['the list belongs to another key', (body) => body.replace('key portal.example', 'key other')],
  ])('approves nothing if %s; it is offered again, and nothing of it is left', (_, change) => {
    const body = change(tick(opened));
    expect(approvedIn(body)).toEqual([]);
    const written = bodyAfter([...SEVEN, 8], body);
    if (!written.includes('key other')) {
      expect(written.match(/archive-all/g)).toHaveLength(1);
      expect(boxIn(written)).toMatch(/^- \[ \] archive all 8 rooms/);
    }
    expect(approvedIn(written)).toEqual([]);
  });

  it('is named as a line that cannot be read if it is ticked and counts for nothing', () => {
    for (const body of [`${ticked}\n\n${opened.replace(box, '')}`, tick(opened).replace('all 7', 'all 9')]) {
      expect(readTicks(body, KEY).unreadable).toEqual([expect.stringContaining('- [x] archive all')]);
    }
  });
});

describe('over several runs', () => {
  const others = SEVEN.slice(3);
  const first = bodyAfter(
    others,
    tick(opened),
    results([
      [1, 'archived'],
      [2, 'archived'],
      [3, 'archived'],
      [5, 'waiting'],
    ]),
  );

  it('it stays ticked for the rooms that follow, and approves no room that appears later', () => {
    expect(boxIn(first)).toMatch(
      /^- \[x\] archive 4 rooms that were listed when this box was ticked, 3 at each run </,
    );
    expect(approvedIn(first)).toEqual(others);
    const later = bodyAfter([...others, 8, 9], first);
    expect(boxIn(later)).toContain('- [x] archive 4 rooms that were');
    expect(approvedIn(later)).toEqual(others);
    expect(decodeState(later, KEY)?.abandoned?.size).toBe(6);
    // Nothing is written twice.
    expect(planFor(makeReport([...others, 8, 9]), current(later), { settings }).action).toBe('unchanged');
  });

  it('a room that was in use in between is not approved when it comes back', () => {
    const without = bodyAfter(others.slice(1), first);
    expect(approvedIn(bodyAfter(others, without))).toEqual(others.slice(1));
  });

  it('a room that a run refused has to be approved again, one that it could not try has not', () => {
    const [one = 0, two = 0, three = 0, four = 0] = others;
    const report = results([
      [one, 'not archived'],
      [two, 'not known'],
      [three, 'waiting'],
      [four, 'planned'],
    ]);
    expect(approvedIn(bodyAfter(others, first, report))).toEqual([two, three, four]);
  });

  it('a room that could not be checked stays approved', () => {
    const unknown = [{ ...makeReport([others[0] ?? 0]).abandoned[0], reason: 'storage not reachable' }];
    const body = bodyAfter(
      others.slice(1),
      first,
      {
        unknown: unknown as Report['unknown'],
        ...results([[others[0] ?? 0, 'not archived', 'last activity not known']]),
      },
      { knownAtStart: new Set(others) },
    );
    expect(approvedIn(body)).toEqual(others);
  });

  it.each<[NotArchivedReason, boolean]>([
    ['not for this key', true],
    ['clock not checked', true],
    ['not for this account', true],
    ['not checked against its history', true],
    ['in use', false],
    ['exempt', false],
    ['not ticked any more', false],
  ])('rooms that are not archived for the reason "%s" stay approved: %s', (reason, isKept) => {
    const refused = results(others.map((id) => [id, 'not archived', reason]));
    const abandoned = makeReport(others).abandoned.map((room) => ({ ...room, archivable: false }));
    const body = bodyAfter([], first, { abandoned, ...refused });
    expect(approvedIn(body)).toEqual(isKept ? others : []);
    expect(boxIn(body)).toMatch(isKept ? /^- \[x\] archive 4 rooms/ : /no box/);
  });

  it('a set that outgrows the hidden state is named in a warning, and approves nothing', () => {
    // Ids that hardly get shorter when they are packed.
    const hash = (at: number) => createHash('sha256').update(`${at}`).digest('base64url');
    const ids = Array.from({ length: 700 }, (_, at) => hash(at));
    const ticked = bodyAfter(ids.slice(0, 350), tick(bodyAfter(ids.slice(0, 10))));
    expect(approvedIn(ticked)).toHaveLength(10);
    const { body, warnings } = planFor(makeReport(ids), current(ticked), { settings });
    expect(warnings).toEqual([
      expect.stringMatching(/no space to remember the 10 rooms that its box for many rooms approves/),
    ]);
    expect([approvedIn(body ?? ''), boxIn(body ?? '')]).toEqual([[], '(no box)']);
    expect(decodeState(body ?? '', KEY)?.abandoned?.size).toBe(700);
  });

  it.each([
    [0, []],
    [9000, [expect.stringMatching(/no space to show \d+ rooms approved by a box of its own/)]],
  ])(
    'single boxes for which a text of %i characters above the list leaves no space are named',
    (length, warnings) => {
      const ids = Array.from({ length: 500 }, (_, at) => at + 1);
      const ticked = bodyAfter(ids).replaceAll('[ ] archive at', '[x] archive at');
      const text = `${'x'.repeat(length)}\n\n${ticked}`;
      expect(planFor(makeReport([...ids, 501]), current(text), { settings }).warnings).toEqual(warnings);
    },
  );

  it('it is open again when none is left: all that are listed then are offered', () => {
    const later = [11, 12, 13, 14, 15, 16];
    const body = bodyAfter([...later, ...others], first);
    const done = bodyAfter(later, body, results(others.map((id) => [id, 'archived'])));
    expect(boxIn(done)).toMatch(/^- \[ \] archive all 6 rooms listed here/);
    const refused = bodyAfter([...later, ...others], body, results(others.map((id) => [id, 'not archived'])));
    expect(boxIn(refused)).toMatch(/^- \[ \] archive all 10 rooms listed here/);
  });

  it('a tick that is taken off approves nothing, and all that are listed are offered again', () => {
    const off = first.replace('- [x] archive 4', '- [ ] archive 4');
    expect(approvedIn(off)).toEqual([]);
    expect(boxIn(bodyAfter([...others, 8, 9], off))).toMatch(/^- \[ \] archive all 6 rooms listed here/);
  });

  it('a tick while the run writes approves the rooms that the list held then', () => {
    const body = bodyAfter([...SEVEN, 8], tick(opened));
    expect(approvedIn(body)).toEqual(SEVEN);
    expect(boxIn(body)).toContain('- [x] archive 7 rooms that were listed');
  });

  it.each([
    ['a person', false, false, []],
    ['a bot', true, true, SEVEN],
    ['a person with the account of the token', true, false, []],
  ])(
    'an issue that was closed by %s and is opened again',
    (_, isClosedByAutomation, isClosedByBot, approved) => {
      const closed = { isOpen: false, isClosedByAutomation, isClosedByBot, body: tick(opened) };
      const { body, isOpen } = planFor(makeReport([...SEVEN, 8]), closed, { settings });
      expect([isOpen, approvedIn(body ?? '')]).toEqual([true, approved]);
    },
  );

  it('an issue that a person closed loses its approvals at the next run, and stays closed', () => {
    for (const body of [tick(opened), tickOne(opened)]) {
      const closed = { isOpen: false, isClosedByAutomation: false, isClosedByBot: false, body };
      const first = planFor(makeReport(SEVEN), closed, { settings });
      expect([first.action, first.isOpen, approvedIn(first.body ?? body)]).toEqual(['updated', false, []]);
      const second = planFor(makeReport(SEVEN), { ...closed, body: first.body ?? '' }, { settings });
      expect(second.action).toBe('unchanged');
    }
  });

  it('a run with max-archive: 0 keeps the number of the others, and writes nothing for it', () => {
    const none = { settings: { maxArchive: 0 } };
    expect(planFor(makeReport(SEVEN), current(opened), none).action).toBe('unchanged');
    expect(boxIn(bodyAfter(SEVEN, null, {}, none))).toMatch(/archive all 7 rooms listed here <!--/);
    expect(approvedIn(bodyAfter(SEVEN, tick(opened), {}, none))).toEqual(SEVEN);
  });

  it('a run on another portal of the same key approves none of its rooms, neither together nor one by one', () => {
    const body = tickOne(tick(opened));
    const elsewhere = bodyAfter(SEVEN, body, { portal: 'https://other.example/' });
    expect([approvedIn(bodyAfter(SEVEN, body)), approvedIn(elsewhere)].map(({ length }) => length)).toEqual([
      7, 0,
    ]);
  });

  it('a run with keep-days: 0 does not approve a room that was to be kept', () => {
    const none = { settings: { ...settings, keepDays: 0 } };
    const body = bodyAfter(SEVEN, tickRoom(tick(opened), 3), {}, none);
    expect(approvedIn(body)).toEqual(SEVEN.filter((id) => id !== 3));
  });

  it('a run with archive: never takes it away', () => {
    expect(boxIn(bodyAfter(SEVEN, tick(opened), {}, { settings: { maxArchive: null } }))).toBe('(no box)');
  });
});
