import { describe, expect, it } from 'vitest';
import { itemMarker, readLines, readOwnLines, withoutOwnLines } from '../../src/issue/boxes.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { TODAY } from '../support/github-make.ts';

const URL_5 = 'https://portal.example/rooms/shared/5/filter?folder=5';
const LINE = `[Tender](${URL_5}) — collaboration · Ada Lovelace · last activity 2025-04-27`;
const MARKER = '<!-- room 5 -->';

/** `5 ticked`, or what else is read from a text. */
function read(text: string): string[] {
  const { boxes, unreadable } = readLines(text);
  return [
    ...boxes.map(({ id, isTicked }) => `${JSON.stringify(id)} ${isTicked ? 'ticked' : 'open'}`),
    ...unreadable.map(() => 'unreadable'),
  ];
}

describe('a line that people, browsers or bots changed', () => {
  it.each([
    ['as it is written', `- [x] ${LINE} ${MARKER}`],
    ['a capital X', `- [X] ${LINE} ${MARKER}`],
    ['another list mark: *', `* [x] ${LINE} ${MARKER}`],
    ['another list mark: +', `+ [x] ${LINE} ${MARKER}`],
    ['a number', `1. [x] ${LINE} ${MARKER}`],
    ['a number with a bracket', `12) [x] ${LINE} ${MARKER}`],
    ['no list mark', `[x] ${LINE} ${MARKER}`],
    ['indented', `    - [x] ${LINE} ${MARKER}`],
    ['indented by a tab', `\t- [x] ${LINE} ${MARKER}`],
    ['quoted', `> - [x] ${LINE} ${MARKER}`],
    ['quoted twice', `> > - [x] ${LINE} ${MARKER}`],
    ['more spaces', `-    [x]    ${LINE}    ${MARKER}   `],
    ['spaces in the box', `- [ x ] ${LINE} ${MARKER}`],
    ['escaped brackets', `- \\[x\\] ${LINE} ${MARKER}`],
    ['wide brackets', `- ［x］ ${LINE} ${MARKER}`],
    ['no space after the list mark', `-[x] ${LINE} ${MARKER}`],
    ['a dash that an editor made of the list mark', `– [x] ${LINE} ${MARKER}`],
    ['the sign of a copied page', `- ☑ ${LINE} ${MARKER}`],
    ['a check mark as a sign', `- [✓] ${LINE} ${MARKER}`],
    ['wrapped', `- [x] [Tender](${URL_5})\n  — collaboration · Ada Lovelace\n  · last activity ${MARKER}`],
    ['wrapped without indentation', `- [x] [Tender](${URL_5})\n— collaboration\n${MARKER}`],
    ['wrapped after the box', `- [x]\n  ${LINE} ${MARKER}`],
    ['wrapped within the marker', `- [x] ${LINE} <!-- room\n5 -->`],
    ['wrapped within a quote', `> - [x] [Tender](${URL_5})\n> — collaboration\n> ${MARKER}`],
    ['without its marker', `- [x] ${LINE}`],
    ['without its marker, the facts cut off', `- [x] [Tender](${URL_5})`],
    ['without its marker, wrapped', `- [x] [Tender](${URL_5})\n  — collaboration`],
    ['with a note', `- [x] ${LINE} ${MARKER} needed for the audit`],
    ['with a note in front', `- [x] needed! ${LINE} ${MARKER}`],
    ['the title changed', `- [x] Tender of last year ${MARKER}`],
    ['a line end of Windows', `- [x] ${LINE} ${MARKER}\r`],
    ['no spaces in the marker', `- [x] ${LINE} <!--room 5-->`],
    ['a date that is none', `- [x] ${LINE} <!-- room 5 until tomorrow -->`],
    ['a broken marker beside the link', `- [x] ${LINE} <!-- room five -->`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(['5 ticked']);
    expect(read(`\n### Abandoned (2)\n\n- [ ] [Other](x) <!-- room 6 -->\n${text}\n\nEnd`)).toEqual([
      '6 open',
      '5 ticked',
    ]);
  });

  it.each([
    ['an open box', `- [ ] ${LINE} ${MARKER}`],
    ['an open box without a space', `- [] ${LINE} ${MARKER}`],
    ['an open box as a sign', `- ☐ ${LINE} ${MARKER}`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(['5 open']);
  });

  it.each([
    ['a sub-issue', '- [x] #12'],
    ['a sub-issue by its address', '- [x] https://github.com/acme/rooms/issues/12'],
    ['nothing but the box', '- [x]'],
    ['a word', '- [x] Tender'],
    ['another sign', `- [y] ${LINE} ${MARKER}`],
    ['a word in the box', `- [keep] ${LINE} ${MARKER}`],
    ['an id that is none', '- [x] a <!-- room five -->'],
    ['no id', '- [x] a <!-- room -->'],
    ['null', '- [x] a <!-- room null -->'],
    ['an object', '- [x] a <!-- room {} -->'],
    ['a fraction', '- [x] a <!-- room 1.5 -->'],
    ['a number that is too large', '- [x] a <!-- room 1e300 -->'],
    ['a broken encoding', '- [x] a <!-- room %ZZ -->'],
    ['two rooms on one line', '- [x] a <!-- room 9 --> - [ ] b <!-- room 5 -->'],
    ['two links on one line', `- [x] [a](${URL_5}) [b](${URL_5.replaceAll('5', '6')})`],
    [
      'two links on one line, with a marker',
      `- [x] [a](${URL_5}) [b](${URL_5.replaceAll('5', '6')}) ${MARKER}`,
    ],
    ['an open line and a ticked one that became one', `- [ ] a <!-- room 9 --> - [x] ${LINE} ${MARKER}`],
    ['a second, ticked box', `- [ ] [x] ${LINE} ${MARKER}`],
    ['a box that is struck out', `- ~~[x]~~ ${LINE} ${MARKER}`],
    ['a line that is struck out', `~~- [x] ${LINE} ${MARKER}~~`],
    ['an invisible character in front', `\u200b- [x] ${LINE} ${MARKER}`],
    ['HTML', `<li><input type="checkbox" checked> ${LINE} ${MARKER}</li>`],
    ['a row of a table', `| [x] | ${LINE} |`],
  ])('a tick that cannot be read: %s', (_, text) => {
    expect(read(text)).toEqual(['unreadable']);
    expect(read(`- [ ] [Other](x) <!-- room 8 -->\n${text}`)).toEqual(['8 open', 'unreadable']);
  });

  it.each([
    ['a link without a box', `- ${LINE} ${MARKER}`],
    ['an open box of people', '- [ ] ask Ann'],
    ['a heading', '### Abandoned (3)'],
    ['text', 'Tick a room to keep it'],
    ['a marker alone', MARKER],
  ])('no box: %s', (_, text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('the id of a room', () => {
  const ids: readonly RoomId[] = [5, '5', 'drive-15', 'a/b c', '-->', '"x"', '\u202e', 'ä🏚️'];

  it.each(ids)('%j comes back from its marker', (id) => {
    expect(readLines(`- [x] a ${itemMarker(id, null)}`).boxes).toEqual([
      { kind: 'keep', id, isTicked: true, until: null },
    ]);
  });

  it.each(ids.filter((id) => id !== '5'))('%j comes back from its link', (id) => {
    const url = `https://portal.example/rooms/shared/${encodeURIComponent(id)}/filter`;
    expect(read(`- [x] [a](${url})`)).toEqual([`${JSON.stringify(id)} ticked`]);
  });

  it('in the marker counts more than the one in the link', () => {
    expect(read(`- [x] ${LINE} <!-- room 7 -->`)).toEqual(['7 ticked']);
  });
});

describe('the day through which a room is kept', () => {
  it.each([
    ['in the marker', `- [x] [a](${URL_5}) — kept until 2026-08-30 ${itemMarker(5, '2026-08-30')}`],
    ['in the text, if the marker is gone', `- [x] [a](${URL_5}) — kept until 2026-08-30`],
  ])('%s', (_, text) => {
    expect(readLines(text).boxes).toEqual([{ kind: 'keep', id: 5, isTicked: true, until: TODAY + 90 }]);
  });

  it('is not read from a title', () => {
    const text = `- [x] [kept until 2026-08-30](${URL_5}) — collaboration`;
    expect(readLines(text).boxes[0]?.until).toBeNull();
  });
});

describe('lines in the text of people', () => {
  const own = [`- [x] ${LINE} ${MARKER}`, `  * [x] ${LINE}`, `> [x] mine ${MARKER}`];
  const others = [
    '- [x] ask Ann',
    `- [x] ask Ann about [Tender](${URL_5})`,
    `- [x] [Tender](${URL_5}) is done`,
  ];

  it.each(own)('%j was moved there out of the list', (line) => {
    expect(readOwnLines(`Note\n\n${line}`).map(({ id }) => id)).toEqual([5]);
    expect(withoutOwnLines(`Note\n\n${line}\n\nBye`)).toBe('Note\n\n\nBye');
  });

  it.each(others)('%j is a line of people', (line) => {
    expect(readOwnLines(line)).toEqual([]);
    expect(withoutOwnLines(`a\n${line}\nb`)).toBe(`a\n${line}\nb`);
  });

  it('are removed with the lines that they are wrapped over', () => {
    const text = `Note\n- [x] [Tender](${URL_5})\n  — collaboration\n  ${MARKER}\n\nBye`;
    expect(withoutOwnLines(text)).toBe('Note\n\nBye');
  });
});

it.each([
  `- [x] ${' <!-- room x'.repeat(5000)}`,
  `- [x] ${'<!-- room '.repeat(5000)}`,
  `- [x] ${'](/rooms/shared/'.repeat(5000)}`,
  `${'> '.repeat(20_000)}- [x] a`,
  `- [${' '.repeat(50_000)}`,
  `- [x]\n${'a\n'.repeat(20_000)}`,
])('a line that was made to be slow is read', (text) => {
  expect(readLines(text).boxes).toEqual([]);
});
