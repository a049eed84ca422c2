import { utf8Bytes, visible } from '../../shared/text.ts';
import type { RoomEntry } from '../schema.ts';

/**
 * Writing untrusted text into GitHub Flavored Markdown. What GitHub does to a rendered page is as dangerous as the
 * Markdown itself: mentions, references such as `#1` and `GH-1`, emoji codes and bare addresses are found in the
 * text after all escapes are resolved. They are parted by a zero-width space.
 */

const ZERO_WIDTH_SPACE = '\u200b';

/** What has a meaning in Markdown, HTML, a table or GitHub's mathematics, as an entity: never part of a structure. */
const MEANINGFUL = /[&<>"'|\\`*_{}[\]()~#!$^=+@]/g;

/** What GitHub turns into a link or a picture, wherever it finds it in text: parted behind the first group. */
const LINKED: readonly RegExp[] = [
  /(@)(?=[\p{L}\p{N}_-])/gu,
  /(#)(?=\d)/g,
  /(GH-)(?=\d)/gi,
  /(:)(?=\/\/|[\w+-]+:)/g,
  /(www)(?=\.)/gi,
  /((?:mailto|xmpp):)(?=\S)/gi,
  // Seven hexadecimal digits are a commit.
  /([0-9a-f]{6})(?=[0-9a-f])/gi,
];

/** What begins a list, a line or a block of code where it begins a line or a list item. */
const LEADING = /^(?: +|[-]+|\d+[.])/;

/**
 * Untrusted text as plain text within a line of Markdown: a cell, a list item, the text of a link. Shown, it is the
 * text itself, with invisible characters made visible.
 */
export function markdownText(text: string): string {
  const parted = LINKED.reduce(
    (rest, pattern) => rest.replace(pattern, `$1${ZERO_WIDTH_SPACE}`),
    visible(text.toWellFormed()),
  );
  return parted.replace(MEANINGFUL, entity).replace(LEADING, (leading) => leading.replace(/[ .-]/g, entity));
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** A link with untrusted text. The address is one that this project made, with its ids encoded. */
export function markdownLink(text: string, url: string): string {
  // A link without a text could not be seen.
  const seen = text.trim() === '' ? text.replace(/\s/gu, '␠') : text;
  return `[${markdownText(seen)}](${linkAddress(url)})`;
}

/** A link to a room, named by its id where the report is redacted. */
export function roomLink({ id, title, url }: Pick<RoomEntry, 'id' | 'title' | 'url'>): string {
  // A number is no text of the portal: it stays as it is, so that it can be searched for.
  if (title === null && typeof id === 'number') return `[Room ${id}](${linkAddress(url)})`;
  return markdownLink(title ?? `Room ${id}`, url);
}

function linkAddress(url: string): string {
  return url
    .replace(
      /[()<>\s|\\^`{}"[\]]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replaceAll('&', '&amp;');
}

/** A row of a table; the cells are Markdown already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The two lines above the rows of a table. Columns of numbers are aligned to the right. */
export function tableHead(
  columns: readonly { readonly title: string; readonly isNumber?: boolean }[],
): string {
  return [
    tableRow(columns.map(({ title }) => title)),
    `|${columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---')).join('|')}|`,
  ].join('\n');
}

/** What is left to write, shared by the parts of one text: bytes, and lines of each part. */
export interface Budget {
  bytes: number;
  readonly rows: number;
}

/**
 * Takes as many whole rows as the budget allows, and takes their bytes off it.
 *
 * @param most rows
 * @returns the rows, each with a line end in front of it, and in the end how many they were
 */
export function* takeRows(rows: Iterator<string>, budget: Budget, most: number): Generator<string, number> {
  let count = 0;
  while (count < most) {
    const { value: row, done } = rows.next();
    if (done === true) break;
    const bytes = utf8Bytes(row) + 1;
    if (bytes > budget.bytes) {
      // Nothing after it either: a table with a row missing in the middle would not be what it says.
      budget.bytes = 0;
      break;
    }
    budget.bytes -= bytes;
    count += 1;
    yield `\n${row}`;
  }
  return count;
}
