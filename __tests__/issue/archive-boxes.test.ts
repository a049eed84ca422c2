import { describe, expect, it } from 'vitest';
import { archivedComment } from '../../src/issue/comments.ts';
import { readTicks } from '../../src/issue/ticks.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { KEY, makeBody, makeEntry, makeReport, planFor, tickRoom } from '../support/github-make.ts';

/** The second box of a room, by which people approve that it is archived. */

const boxed = (ids: readonly RoomId[], approved: readonly RoomId[] = []) =>
  makeBody(ids, { maxArchive: 25, approved: new Set(approved) });
const approvedIn = (body: string) => [...readTicks(body, KEY).approved];
const LINE_2 = '  - [ ] archive at the next run <!-- archive 2 -->';
const TICKED_2 = LINE_2.replace('[ ]', '[x]');
/** The box of room 2, ticked, is below room 1. */
const misplaced = (body: string) =>
  body.replace(`${LINE_2}\n`, '').replace(LINE_2.replace('2 -->', '1 -->'), TICKED_2);

describe('the box "archive at the next run"', () => {
  it('stands below each room, and is read again', () => {
    const body = boxed([1, 2, 'drive-1'], [2]);
    expect(body).toContain('<!-- room 1 -->\n  - [ ] archive at the next run <!-- archive 1 -->\n- [ ] ');
    expect(approvedIn(body)).toEqual([2]);
    expect(readTicks(body, KEY).boxes.get(2)?.isTicked).toBe(false);
    expect(readTicks(body, KEY).unreadable).toEqual([]);
    expect(body).toMatch(/Tick the box below a room to have it moved to the archive/);
  });

  it('does not stand below a room that nobody can have archived', () => {
    const boxesOf = (...archivable: boolean[]) =>
      makeBody([], {
        maxArchive: 25,
        abandoned: archivable.map((one, at) => makeEntry({ id: at, archivable: one })),
      });
    expect(boxesOf(true, false)).toMatch(/<!-- archive 0 -->(?![\s\S]*<!-- archive 1)/);
    expect(boxesOf(false)).not.toMatch(/archive/);
  });

  it('is not there by default', () => {
    expect(makeBody([1])).not.toMatch(/archive/);
  });

  it.each<[string, string, readonly RoomId[]]>([
    ['ticked', boxed([1, 2]).replace(LINE_2, TICKED_2), [2]],
    [
      'with a capital X and another list mark',
      boxed([1, 2]).replace(LINE_2, TICKED_2.replace('- [x]', '* [X]')),
      [2],
    ],
    ['with CRLF line ends', boxed([1, 2]).replace(LINE_2, TICKED_2).replaceAll('\n', '\r\n'), [2]],
    [
      'without its marker: nobody knows which room it means',
      boxed([2]).replace(LINE_2, '  - [x] archive at the next run'),
      [],
    ],
    ['below another room', misplaced(boxed([1, 2])), []],
    ['below a line without a room', boxed([1, 2]).replace(LINE_2, `- a note\n${TICKED_2}`), []],
    ['moved out of the list', `${TICKED_2}\n\n${boxed([1, 2])}`, []],
    ['there twice, and ticked once', boxed([1, 2]).replace(LINE_2, `${LINE_2}\n${TICKED_2}`), []],
    ['there twice, and ticked twice', boxed([1, 2]).replace(LINE_2, `${TICKED_2}\n${TICKED_2}`), [2]],
    ['ticked in a copy of the list alone', `${boxed([1, 2], [1, 2])}\n\n${boxed([1, 2], [1])}`, [1]],
    ['ticked in the list, and not in a copy', `${boxed([1, 2], [1])}\n\n${boxed([1, 2], [1, 2])}`, [1]],
    ['with the markers of two rooms', boxed([2]).replace(LINE_2, `${TICKED_2} <!-- archive 3 -->`), []],
    ['with the markers of both kinds', boxed([2]).replace(LINE_2, `${TICKED_2} <!-- room 2 -->`), []],
    ['the other box of the room', tickRoom(boxed([1, 2]), 2), []],
  ])('%s', (_, body, approved) => {
    expect(approvedIn(body.replaceAll('\r\n', '\n'))).toEqual(approved);
  });

  it.each([
    ['in a block of code', (item: string) => `\`\`\`\n${item}\n\`\`\``],
    ['in a block of code that does not end', (item: string) => `~~~ text\n${item}`],
    ['in a quoted block of code', (item: string) => `> \`\`\`\n${item.replace(/^/gm, '> ')}\n> \`\`\``],
    ['behind a fence that ends no block', (item: string) => `\`\`\`\`\n\`\`\`\n- \`\`\`\`\n${item}`],
    ['in a comment', (item: string) => `<!--\n${item.replaceAll(/<!--|-->/g, '')}\n-->`],
    ['in a comment that begins behind other text', (item: string) => `Old: <!-- a --> <!--\n${item}`],
    ['on the line that ends a comment', (item: string) => `<!--\n--> ${item.replace('\n', '\n<!--\n--> ')}`],
    ['in raw HTML', (item: string) => `<pre>\n${item}\n</pre>`],
  ])('counts for nothing %s, and a box that keeps a room still does', (_, hide) => {
    const list = boxed([1, 2], [1, 2]);
    const item = /^- \[ \] .*<!-- room 2 -->\n.*$/m.exec(list)?.[0] ?? '';
    expect(approvedIn(list.replace(item, hide(item)))).not.toContain(2);
    // A tick to keep the room is read, or named as one that cannot be.
    const { boxes, unreadable } = readTicks(list.replace(item, hide(item.replace('- [ ]', '- [x]'))), KEY);
    expect(boxes.get(2)?.isTicked ?? unreadable.length > 0).toBe(true);
  });

  it('is named as a line that does not count if nobody sees it', () => {
    const { approved, unreadable } = readTicks(`\`\`\`\n${boxed([1, 2], [2])}`, KEY);
    expect([approved.size, unreadable]).toEqual([0, [TICKED_2.trim()]]);
    expect(readTicks(boxed([1, 2], [2]), KEY).unreadable).toEqual([]);
  });

  it('counts below blocks of code, comments and HTML that have ended', () => {
    const above = '> ```\n> a\n> ```\n- ~~~\n  b\n  ~~~~\n<!-- c\n--><pre>\n<!--</PRE>\n`<!-- d -->`\n\n';
    expect(approvedIn(above + boxed([1, 2], [2]))).toEqual([2]);
  });

  it('is below its room if the rooms have no box to keep them', () => {
    const body = makeBody([1, 2], { maxArchive: 25, approved: new Set([2]), keepDays: 0 });
    expect(approvedIn(body)).toEqual([2]);
  });

  it('is reported as a line that cannot be read if it is ticked below another room', () => {
    const { unreadable } = readTicks(misplaced(boxed([1, 2])), KEY);
    expect(unreadable).toEqual([TICKED_2.trim()]);
  });

  it('is no box of an issue with another key', () => {
    expect([...readTicks(boxed([1], [1]), 'another.example').approved]).toEqual([]);
  });

  it('keeps its tick as long as the room is listed', () => {
    const options = { settings: { maxArchive: 25 } };
    const current = { isOpen: true, body: boxed([1, 2], [1, 2]) };
    const { body } = planFor(makeReport([1, 3]), current, options);
    expect(approvedIn(body ?? '')).toEqual([1]);
    expect(body).toContain('  - [ ] archive at the next run <!-- archive 3 -->');
    expect(planFor(makeReport([1, 2]), { ...current, body: body ?? '' }, options).body).not.toContain(
      'x] archive at the next run <!-- archive 2',
    );
  });
});

it('keeps its tick if this run cannot archive the room, and is offered for no other one then', () => {
  const abandoned = [1, 2].map((id) => makeEntry({ id, archivable: false }));
  const current = { isOpen: true, body: boxed([1, 2], [2]) };
  const report = makeReport(abandoned, new Map(), {});
  const { body, action } = planFor(report, current, { settings: { maxArchive: 25 } });
  expect([action, approvedIn(body ?? ''), body?.match(/archive at the next/g)]).toEqual([
    'updated',
    [2],
    ['archive at the next'],
  ]);
});

describe('the comment on archived rooms', () => {
  it('names each room, its owner, and what it rested on, and how to restore it', () => {
    const room = makeEntry({ id: 5, title: 'Closes #1 @team', owner: '<b>Eve</b>', evidence: 'history' });
    const { text, marker } = archivedComment([room], '', 'run 1');
    expect(text).toMatch(/^\*\*1 room was moved to the archive\*\*, as approved in this issue:\n\n- \[/);
    expect(text).toMatch(/owner &#60;b&#62;Eve.* · last activity 2025.* · evidence: history\n/);
    expect(text).toContain('choose **Restore**');
    expect(text).not.toMatch(/@team|<b>| #1/);
    expect(text.endsWith(marker)).toBe(true);
  });

  it('has another marker for another run, and for other rooms', () => {
    const markers = [
      archivedComment([makeEntry({ id: 1 })], '', 'run 1'),
      archivedComment([makeEntry({ id: 1 })], '', 'run 2'),
      archivedComment([makeEntry({ id: 2 })], '', 'run 1'),
    ].map(({ marker }) => marker);
    expect(new Set(markers).size).toBe(3);
  });

  it('names no owner if the report is redacted', () => {
    const room = makeEntry({ id: 5, title: null, owner: null });
    expect(archivedComment([room], '', 'run 1').text).toMatch(/- \[Room 5\]\(.*\) — last activity/);
  });
});
