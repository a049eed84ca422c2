import { linesThatFit, visible } from '../../shared/text.ts';
import type { RoomEntry } from '../schema.ts';

/**
 * Writes untrusted text into GitHub Flavored Markdown. After rendering, GitHub turns mentions, references such as `#1`
 * and `GH-1`, emoji codes and bare addresses into links, even if they were escaped in the Markdown. A zero-width space
 * keeps them apart.
 */

const ZERO_WIDTH_SPACE = '\u200b';

/** Characters with a meaning in Markdown, HTML, a table or GitHub's mathematics. They are written as entities. */
const MEANINGFUL = /[&<>"'|\\`*_{}[\]()~#!$^=+@]/g;

/** Texts that GitHub turns into a link or a picture. They are split after the first group. */
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

/** Characters that begin a list, a rule or a block of code if they begin a line or a list item. */
const LEADING = /^(?: +|[-]+|\d+[.])/;

/**
 * Untrusted text as plain text within a line of Markdown: a cell, a list item, the text of a link. Readers see the text
 * itself, with invisible characters made visible.
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

/** A link with untrusted text. The address was made by this project, with encoded ids. */
export function markdownLink(text: string, url: string): string {
  // A link without any text would be invisible.
  const seen = text.trim() === '' ? text.replace(/\s/gu, '␠') : text;
  return link(markdownText(seen), url);
}

/** A link to a room, named by its id if the report is redacted. */
export function roomLink({ id, title, url }: Pick<RoomEntry, 'id' | 'title' | 'url'>): string {
  // A number is not text from the portal. It stays as it is, so that people can search for it.
  if (title === null && typeof id === 'number') return link(`Room ${id}`, url);
  return markdownLink(title ?? `Room ${id}`, url);
}

/**
 * A list of rooms, one on each line; the last line counts those that do not fit.
 *
 * @param maxChars of all lines together
 * @param facts about a room, as Markdown, behind its link
 */
export function roomList<R extends Pick<RoomEntry, 'id' | 'title' | 'url'>>(
  rooms: readonly R[],
  maxChars: number,
  facts: (room: R) => string = () => '',
  maxRooms = rooms.length,
): readonly string[] {
  const lines = rooms
    .values()
    .take(maxRooms)
    .map((room) => `- ${roomLink(room)}${facts(room)}`);
  const shown = linesThatFit(lines, maxChars);
  return shown.length === rooms.length ? shown : [...shown, `- and ${rooms.length - shown.length} more`];
}

/**
 * A link. Renderers encode the brackets of a Markdown link, so one to a host that is an IPv6 address, such as
 * `http://[::1]`, is written in HTML.
 */
function link(markdown: string, url: string): string {
  const [origin = ''] = /^https?:\/\/[^/]*/.exec(url) ?? [];
  const path = linkAddress(url.slice(origin.length));
  return origin.includes('[')
    ? `<a href="${origin}${path}">${markdown}</a>`
    : `[${markdown}](${origin}${path})`;
}

function linkAddress(url: string): string {
  return url
    .replace(
      /[()<>\s|\\^`{}"[\]]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replaceAll('&', '&amp;');
}

/** A row of a table. The cells are Markdown. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The two lines above the rows of a table. Numbers are aligned to the right. */
export function tableHead(
  columns: readonly { readonly title: string; readonly isNumber?: boolean }[],
): string {
  return [
    tableRow(columns.map(({ title }) => title)),
    `|${columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---')).join('|')}|`,
  ].join('\n');
}

/** The first colour of Mermaid's own theme is too pale for a line. This one is seen on light and on dark pages. */
const LINE_COLOR = '%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#1f6feb"}}}}%%';

/** A chart, which GitHub draws. */
export function chart(
  kind: 'bar' | 'line',
  x: { readonly title: string; readonly labels: readonly string[] },
  y: { readonly title: string; readonly values: readonly number[] },
): string {
  return [
    '```mermaid',
    ...(kind === 'line' ? [LINE_COLOR] : []),
    'xychart-beta',
    `    x-axis "${x.title}" [${x.labels.map((label) => `"${label}"`).join(', ')}]`,
    `    y-axis "${y.title}" 0 --> ${Math.max(1, ...y.values)}`,
    `    ${kind} [${y.values.join(', ')}]`,
    '```',
  ].join('\n');
}
