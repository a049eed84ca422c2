import { type Day, formatDay, parseDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';

/**
 * The boxes that people tick, each on its line: how a line is written, and how a tick is recognized. People, browsers and
 * bots change the list mark, indent and quote lines, wrap them, and remove hidden comments, so a line is read by what is
 * left of it.
 */

/** What a box is for: to keep its room, or to have it archived at the next run. */
export type BoxKind = 'keep' | 'archive';

/** The room that a line is about. */
interface ListedRoom {
  readonly kind: BoxKind;
  readonly id: RoomId;
  /** Through which day the room is kept, if the line says so. */
  readonly until: Day | null;
}

/** A line with a box that belongs to a room. */
export interface BoxLine extends ListedRoom {
  readonly isTicked: boolean;
}

export interface ReadLines {
  readonly boxes: readonly BoxLine[];
  /** Ticked lines that cannot be matched to a room. */
  readonly unreadable: readonly string[];
}

/** The word in the hidden marker of a line, for each kind of box. */
const KIND_BY_WORD: Readonly<Record<string, BoxKind>> = { room: 'keep', archive: 'archive' };

export const QUOTE = /^(?:\s|>)+/;
/** Before a box, the space may be missing, and some editors write a longer dash. */
export const LIST_MARK = /^(?:(?:[-*+•]|\d{1,9}[.)])\s+|[-*+•–—]\s*(?=\\?\[\s*[xX]?\s*\\?\](?:\s|$)))/;
/** `[ ]` or `[x]`, or the sign that a copied page shows; not the text of a link. Some editors escape brackets. */
const BOX = /^(?:(?:\\?\[|［)\s*([^\]］\s\\]*)\s*(?:\\?\]|］)(?=\s|$)|([☐☑✅✔]))/u;
const TICK = /^[xX☑✅✔✓]$/u;
/** A tick that does not stand at the beginning, such as in a table, or in HTML. */
const TICK_WITHIN = /\\?\[\s*[xX]\s*\\?\](?!\()|<input\b[^>]{0,200}\bchecked\b/;
/** An item ends before a heading, a row of a table, or a border of the list. */
const NO_CONTINUATION = /^(?:#|\||<!--\s*abandoned-rooms-|<sub>)/;
const MARKER = /<!--\s*(room|archive)\s+(\S{1,2000}?)(?:\s+until\s+(\S{1,20}))?\s*-->/g;
/** Any line with the marker of the box that approves many rooms, however it was edited: see `bulk.ts`. */
export const BULK_MARKER = /<!--\s*archive-all/;
const LINK = /\/rooms\/shared\/([^/\s)]{1,2000})\/filter/g;
const VISIBLE_UNTIL = /\)\s+\S{1,3}\s+kept until (\d{4}-\d{2}-\d{2})/;
/** A line as this project writes it, without its marker: a box, the link of the room, and a dash. */
const OWN_SHAPE = /^\\?\[[^\]]*\\?\]\s+\[.*\]\([^\s)]*\/rooms\/shared\/[^\s)]*\)\s+[—–-]/;

/** Reads the boxes out of a text. */
export function readLines(text: string): ReadLines {
  const boxes: BoxLine[] = [];
  const unreadable: string[] = [];
  /** The room whose line was read last. */
  let above: RoomId | null = null;
  for (const { text: item } of itemsOf(text)) {
    const read = readItem(item);
    if (read === 'unreadable' || (read !== null && isMisplaced(read, above))) unreadable.push(item);
    else if (read !== null) boxes.push(read);
    const room = roomOf(item);
    if (room?.kind !== 'archive') above = room?.id ?? null;
  }
  return { boxes, unreadable };
}

/**
 * A box that archives a room does not name it: people see which room it belongs to by the line above. If somebody moved it
 * below another room, a tick would archive a room that nobody meant.
 */
function isMisplaced({ kind, id, isTicked }: BoxLine, above: RoomId | null): boolean {
  return kind === 'archive' && isTicked && id !== above;
}

/** The rooms that a text lists, with or without boxes. */
export function roomsOf(text: string): readonly ListedRoom[] {
  return itemsOf(text).flatMap(({ text: item }) => roomOf(item) ?? []);
}

/** Only the boxes on lines that this project wrote: people may have moved them into their own text. */
export function readOwnLines(text: string): readonly BoxLine[] {
  const own = itemsOf(text).filter(({ text: item }) => isOwn(item));
  return readLines(own.map(({ text: item }) => item).join('\n')).boxes;
}

/** A text without the lines of rooms that this project wrote. */
export function withoutOwnLines(text: string): string {
  const lines = text.split('\n');
  const own = itemsOf(text).filter(({ text: item }) => isOwn(item));
  const cut = new Set(own.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));
  return cut.size === 0 ? text : lines.filter((_, at) => !cut.has(at)).join('\n');
}

interface Item {
  /** On one line, without quotes. */
  readonly text: string;
  /** Its lines in the whole text; `to` is not one of them. */
  readonly from: number;
  readonly to: number;
}

/** Items with a list mark or a box, each with the lines that it is wrapped over. */
function itemsOf(text: string): readonly Item[] {
  const items: Item[] = [];
  let isOpen = false;
  text.split('\n').forEach((raw, at) => {
    const line = raw.replace(QUOTE, '').trimEnd();
    const last = items.at(-1);
    if (LIST_MARK.test(line) || BOX.test(line) || TICK_WITHIN.test(line)) {
      items.push({ text: line, from: at, to: at + 1 });
      isOpen = true;
    } else if (line === '' || NO_CONTINUATION.test(line)) {
      isOpen = false;
    } else if (isOpen && last !== undefined) {
      items[items.length - 1] = { ...last, text: `${last.text} ${line}`, to: at + 1 };
    }
  });
  return items;
}

function readItem(item: string): BoxLine | 'unreadable' | null {
  const content = item.replace(LIST_MARK, '');
  const box = BOX.exec(content);
  if (box === null) return TICK_WITHIN.test(content) ? 'unreadable' : null;
  const mark = box[1] ?? box[2] ?? '';
  const isOpen = mark === '' || mark === '☐';
  // Two lines that became one, for example.
  if (isOpen && TICK_WITHIN.test(content.slice(box[0].length))) return 'unreadable';
  const room = roomOf(content);
  if (room === null) return isOpen ? null : 'unreadable';
  if (isOpen || TICK.test(mark)) return { ...room, isTicked: !isOpen };
  return 'unreadable';
}

/** The room that an item is about: by its hidden marker, or by its link. Null if there is none, or more than one. */
function roomOf(content: string): ListedRoom | null {
  const marked = [...content.matchAll(MARKER)].flatMap(([, word = '', hidden = '', until = '']) => {
    const id = decodeId(hidden);
    const kind = KIND_BY_WORD[word];
    return id === null || kind === undefined ? [] : [{ kind, id, until: parseDay(until) }];
  });
  const linked = new Set([...content.matchAll(LINK)].map(([, part = '']) => part));
  if (linked.size > 1) return null;
  const [first] = marked;
  if (first !== undefined) {
    return marked.every(({ id, kind }) => id === first.id && kind === first.kind) ? first : null;
  }
  const [part] = linked;
  const id = part === undefined ? null : idInLink(part);
  const until = parseDay(VISIBLE_UNTIL.exec(content)?.[1] ?? '');
  return id === null ? null : { kind: 'keep', id, until };
}

function isOwn(item: string): boolean {
  const content = item.replace(LIST_MARK, '');
  if (!BOX.test(content)) return false;
  return content.search(MARKER) >= 0 || OWN_SHAPE.test(content) || BULK_MARKER.test(content);
}

/**
 * The line of a room in the list.
 *
 * @param isTicked null: it has no box
 * @param text the link of the room, as Markdown
 * @param facts as Markdown
 */
export function roomLine(id: RoomId, isTicked: boolean | null, text: string, facts: string): string {
  const line = `${text} — ${facts}`;
  return isTicked === null ? `- ${line}` : `- ${box(isTicked)} ${line} ${itemMarker(id, null)}`;
}

/** The line of a room that is kept through a day. */
export function keptLine(id: RoomId, isTicked: boolean, text: string, until: Day): string {
  const day = formatDay(until);
  return `- ${box(isTicked)} ${text} — kept until ${day} ${itemMarker(id, day)}`;
}

/** The line with the box by which people approve that a room is archived. */
export function archiveLine(id: RoomId, isTicked: boolean): string {
  const marker = `<!-- archive ${encodeHidden(JSON.stringify(id))} -->`;
  return `  - ${box(isTicked)} archive at the next run ${marker}`;
}

function box(isTicked: boolean): string {
  return isTicked ? '[x]' : '[ ]';
}

/** The end of a room's line, by which its box is found again. */
export function itemMarker(id: RoomId, until: string | null): string {
  return `<!-- room ${encodeHidden(JSON.stringify(id))}${until === null ? '' : ` until ${until}`} -->`;
}

function decodeId(hidden: string): RoomId | null {
  try {
    const id: unknown = JSON.parse(decodeURIComponent(hidden));
    return typeof id === 'string' || Number.isSafeInteger(id) ? (id as RoomId) : null;
  } catch {
    return null;
  }
}

/** The address of a room does not tell a number from a text of digits; portals use numbers. */
function idInLink(part: string): RoomId | null {
  try {
    const id = decodeURIComponent(part);
    return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
  } catch {
    return null;
  }
}

/** Text within an HTML comment: no spaces, and no hyphens that could end it. */
export function encodeHidden(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}
