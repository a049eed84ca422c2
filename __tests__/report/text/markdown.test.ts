import type { Element, Root } from 'hast';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../../sandbox/portal/index.ts';
import {
  markdownLink,
  markdownText,
  roomLink,
  tableHead,
  tableRow,
} from '../../../src/report/text/markdown.ts';
import fc, { character } from '../../support/fast-check.ts';
import { commentsOf, elements, renderPage as render, textOf } from '../../support/github-page.ts';
import { scaled } from '../../support/scale.ts';

/** Texts beside the sandbox's own: what GitHub or a list makes something of. */
const MORE_TEXTS = [
  'www.evil.example and WWW.EVIL.EXAMPLE',
  '_www.evil.example_',
  '(www.evil.example)',
  '*www.evil.example*',
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE/x',
  '_https://evil.example_',
  'ftp://evil.example/file',
  'ann@evil.example',
  'mailto:ann@evil.example xmpp:ann@evil.example/x',
  '<https://evil.example> <ann@evil.example>',
  ':smile: :+1: :-1: :tada::tada: a:octocat:b',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  'a5c3785 and A5C3785ED8',
  'octo/repo@deadbeefdeadbeef',
  'deadbeef...cafebabe1',
  'gh-12 Gh-3 (GH-4)',
  'octo/repo#12 octo#3 #4',
  '@ann @a-b @org/team-x (@bob) ,@eve',
  '- item',
  '-\titem',
  '1. item',
  '1) item',
  '---',
  '- - -',
  '***',
  '===',
  '    indented code',
  '     deeper *code*',
  '~~~',
  '~~gone~~ ~one~',
  '> quote',
  '[!NOTE] alert',
  '[^1] and [^1]: note',
  '![x][y] [x][] [x]',
  '<details open><summary>x</summary>',
  '<!-- x -->',
  '<?php ?> <![CDATA[x]]> <!DOCTYPE x>',
  '&copy; &#64;ann &#x40;ann &amp;copy;',
  '\\*x\\* \\| \\\\',
  '$a$ $$b$$ $`c`$',
  '| a | b |',
  '|---|',
  'x | --- | y',
  'trailing backslash \\',
  'two  spaces',
  'a⟨U+200B⟩b',
];
const TEXTS = [...new Set([...HOSTILE_TITLES, ...HOSTILE_NAMES, ...MORE_TEXTS])];

const ZERO_WIDTH_SPACE = '\u200b';
const URL_OF_ROOM = 'https://portal.example/rooms/shared/1/filter?folder=1';

const names = (node: Root) => elements(node).map(({ tagName }) => tagName);

/** What is shown, back as it was before invisible characters were made visible. */
function undo(shown: string): string {
  return shown
    .replaceAll(ZERO_WIDTH_SPACE, '')
    .replace(/[\u2400-\u241f]/g, (picture) => String.fromCharCode(picture.charCodeAt(0) - 0x2400))
    .replaceAll('\u2421', '\u007f')
    .replace(/⟨U\+([0-9A-F]{4,6})⟩/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

const wellFormed = (text: string) => (text === 'a⟨U+200B⟩b' ? 'a\u200bb' : text.toWellFormed());
/** Cells and items have no spaces at their ends. */
const expected = (text: string) => wellFormed(text).replace(/^ +| +$/g, '');
const shown = (node: Element) => undo(textOf(node)).replace(/^ +| +$/g, '');

/** What GitHub looks for in the text of a rendered page, after all escapes are resolved. */
const LINKED_BY_GITHUB: readonly [string, RegExp][] = [
  ['mention', /@[\p{L}\p{N}]/u],
  ['issue', /#\d/],
  ['issue by GH-', /(?<![a-z0-9])GH-\d/i],
  ['emoji', /:[a-z0-9_+-]+:/i],
  ['address', /[a-z]:\/\//i],
  ['www', /(?<![a-z0-9])www\.[^\s]/i],
  ['e-mail', /[\w.+-]@[\w-]+\.\w/],
  ['mailto', /(?<![a-z0-9])(?:mailto|xmpp):\w/i],
  ['commit', /(?<![\p{L}\p{N}_])[0-9a-f]{7,40}(?![\p{L}\p{N}_])/iu],
];

function expectNothingLinked(text: string): void {
  const found = LINKED_BY_GITHUB.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  expect(found).toEqual([]);
}

const table = (...cells: string[]) =>
  [tableHead([{ title: 'A' }, { title: 'B' }, { title: 'C', isNumber: true }]), tableRow(cells)].join('\n');
const TABLE = ['table', 'thead', 'tr', 'th', 'th', 'th', 'tbody', 'tr', 'td', 'td', 'td'];

const cellsOf = (root: Root) => elements(root, 'td');

describe('markdownText', () => {
  /** Expects the text as it is, without anything that GitHub makes a link of. */
  function expectPlain(node: Element | undefined, text: string): void {
    expect(node && shown(node)).toBe(expected(text));
    expectNothingLinked(node ? textOf(node) : '');
  }

  it.each(TEXTS)('is plain text in a cell, a list item and a sentence: %j', (text) => {
    const markdown = markdownText(text);
    const inTable = render(table('before', markdown, '7'));
    expect(names(inTable)).toEqual(TABLE);
    const [before, cell, after] = cellsOf(inTable);
    expect([before, after].map((one) => one && textOf(one))).toEqual(['before', '7']);
    expectPlain(cell, text);

    const atEnds = render(table(markdown, 'x', markdown));
    expect(names(atEnds)).toEqual(TABLE);
    const [first, , last] = cellsOf(atEnds);
    expectPlain(first, text);
    expectPlain(last, text);

    const inList = render(`- ${markdown}\n- after`);
    expect(names(inList)).toEqual(['ul', 'li', 'li']);
    const [item, next] = elements(inList, 'li');
    expect(next && textOf(next)).toBe('after');
    expectPlain(item, text);

    const inSentence = render(`> Room ${markdown} is kept.`);
    expect(names(inSentence)).toEqual(['blockquote', 'p']);
    expect(undo(textOf(inSentence)).trim()).toBe(`Room ${wellFormed(text)} is kept.`);
    expect([inTable, atEnds, inList, inSentence].flatMap(commentsOf)).toEqual([]);
  });

  it('keeps any mixture of dangerous pieces in its cell, as text that GitHub links nothing in', () => {
    const pieces = fc.constantFrom(
      ...'|\\`*_{}[]()<>#!~$^=+-@:/.&;"\' \t\n'.split(''),
      'www.',
      'http://',
      'a',
      'GH-',
      '1',
      'deadbeef',
      'ann@evil.example',
      '&#64;',
      '<b>',
      '-->',
      '<!--',
      '\u200b',
      ':x:',
      '[ ]',
      '://',
      'mailto:',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const root = render(table('before', markdownText(text), '7'));
        expect(names(root)).toEqual(TABLE);
        expectPlain(cellsOf(root)[1], text);
      }),
      { numRuns: scaled(300) },
    );
  });

  it('turns any text into one line of printable characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 80 }), (text) => {
        const markdown = markdownText(text);
        expect(markdown.replaceAll(/[\u200b\u200d]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(markdown.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    'Budget 2026',
    'Q1: plan, draft',
    'Ünïcödé — 日本語',
    '12:30 to 13:45',
    'a/b',
    '50 %',
    'C# and F',
    'a - b',
  ])('leaves %j readable, without a zero-width space', (text) => {
    expect(textOf(render(markdownText(text)))).toBe(text);
  });
});

describe('roomLink', () => {
  it.each([
    [{ id: 1_234_567_890, title: null }, 'Room 1234567890'],
    [{ id: 'drive-1 @team', title: null }, 'Room drive-1 @\u200bteam'],
    [{ id: 7, title: 'Plan #1' }, 'Plan #\u200b1'],
  ])('names a room: %j', (room, text) => {
    const [link] = elements(render(roomLink({ ...room, url: URL_OF_ROOM })), 'a');
    expect(link === undefined ? '' : textOf(link)).toBe(text);
  });
});

describe('markdownLink', () => {
  it.each(TEXTS)('is one link with one plain text: %j', (text) => {
    const root = render(table(markdownLink(text, URL_OF_ROOM), 'x', '7'));
    expect(names(root)).toEqual([...TABLE.slice(0, 9), 'a', ...TABLE.slice(9)]);
    const [link] = elements(root, 'a');
    expect(link?.properties).toEqual({ href: URL_OF_ROOM });
    // A link of blanks could not be seen.
    const plain = text.trim() === '' ? text.replace(/\s/g, '␠') : wellFormed(text);
    expect(link && undo(textOf(link))).toBe(plain);
    expectNothingLinked(link ? textOf(link) : '');
  });

  it.each([' ', '\u00a0', '   ', '\u3000\u2003'])('can be seen and clicked with the text %j', (text) => {
    const [link] = elements(render(markdownLink(text, URL_OF_ROOM)), 'a');
    expect(link && textOf(link).trim()).toMatch(/\S/);
  });

  it.each([
    ['https://portal.example/a(b)c', 'https://portal.example/a%28b%29c'],
    ['https://portal.example/a)b', 'https://portal.example/a%29b'],
    ['https://portal.example/a b', 'https://portal.example/a%20b'],
    ['https://portal.example/a<b>', 'https://portal.example/a%3cb%3e'],
    ['https://portal.example/a_b*c~d', 'https://portal.example/a_b*c~d'],
    ['https://portal.example/filter?folder=drive-15', 'https://portal.example/filter?folder=drive-15'],
  ])('goes to %j', (url, href) => {
    const [link, ...others] = elements(render(table(markdownLink('x', url), 'x', '7')), 'a');
    expect(others).toEqual([]);
    expect(link?.properties['href']).toBe(href);
  });

  it('to an IPv6 address is written in HTML, since renderers encode brackets', () => {
    expect(markdownLink('a"<b>', 'http://[::1]:8080/a"b?c&d')).toBe(
      '<a href="http://[::1]:8080/a%22b?c&amp;d">a&#34;&#60;b&#62;</a>',
    );
  });

  // An address that docspace-url takes: URL encodes none of these in a path.
  it.each(['https://portal.example/a|b', 'https://portal.example/a&copy;b', 'https://portal.example/a[b]'])(
    'stays in its cell with a path such as that of %s',
    (address) => {
      const url = new URL(address).href;
      const root = render(table(markdownLink('x', url), 'y', '7'));
      expect(cellsOf(root).map(textOf)).toEqual(['x', 'y', '7']);
      const [link] = elements(root, 'a');
      expect(decodeURI(String(link?.properties['href'])).replace('%7C', '|')).toBe(decodeURI(url));
    },
  );
});

describe('tables', () => {
  it('align numbers to the right', () => {
    const root = render(table('a', 'b', '7'));
    expect(elements(root, 'th').map(({ properties }) => properties)).toEqual([{}, {}, { align: 'right' }]);
  });

  it('are written as GitHub reads them', () => {
    expect(table('a', 'b', '7')).toBe('| A | B | C |\n|---|---|---:|\n| a | b | 7 |');
  });
});
