import { parseDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';
import { decodeState, STATE_BLOCK } from './state.ts';
import type { Box, Boxes } from './ticks.ts';

/** What is hidden in an issue's body, and how it is read again: the key, the borders of the list, the boxes. */

/**
 * The most characters of an issue's body. GitHub refuses more than 65,536; how it counts is not documented, and
 * UTF-16 units, as JavaScript counts, are never fewer than characters.
 */
export const BODY_LIMIT = 65_000;
/** Room for what is neither a room, nor state, nor a person's text. */
export const HEADINGS = 3000;
/** The most characters that people may write around the list. */
export const AROUND_LIMIT = BODY_LIMIT - 2 * HEADINGS;

/** What people wrote around the list. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

const KEY_START = '<!-- abandoned-rooms-key ';
export const BEGIN = '<!-- abandoned-rooms-begin -->';
export const END = '<!-- abandoned-rooms-end -->';
/** Where a block of any key begins. */
const HEAD = new RegExp(`${BEGIN}\n${KEY_START}(\\S+) -->`, 'g');
// Behind the marker of its room, a line may have a person's note.
const ITEM = /^- \[([ xX])\] .* <!-- room (\S+?)(?: until (\d{4}-\d{2}-\d{2}))? -->/;

/** The hidden marker by which an issue is known as the one of this key. */
export function keyMarker(issueKey: string): string {
  return `${KEY_START}${encodeHidden(issueKey)} -->`;
}

/** Whether a body belongs to the issue of this key. */
export function hasKey(body: string, issueKey: string): boolean {
  return blockOf(normalizeLines(body), issueKey) !== null;
}

/** Whether a body also holds the block of another key, as after somebody pasted one issue's text into another. */
export function hasOtherKey(body: string, issueKey: string): boolean {
  const own = encodeHidden(issueKey);
  return normalizeLines(body)
    .matchAll(HEAD)
    .some(([, key]) => key !== own);
}

/** Browsers send CRLF line ends; what is compared and read has LF alone. */
export function normalizeLines(body: string): string {
  return body.replaceAll('\r\n', '\n');
}

/** The part of a body that this action wrote: what people write around it is not read. */
export function ownBlock(body: string, issueKey: string): string {
  const block = blockOf(body, issueKey);
  return block === null ? '' : body.slice(block.begin, block.end);
}

/**
 * What stands before and after the block of this action, where people may write. Copies of a block are cut out of it.
 * Where there is no block any more, all of it is people's text.
 */
export function textAround(body: string, issueKey: string): Around {
  const block = blockOf(body, issueKey);
  if (block === null) {
    const text = withoutBlocks(body).trimEnd();
    return { before: text === '' ? '' : `${text}\n\n`, after: '' };
  }
  return { before: withoutBlocks(body.slice(0, block.begin)), after: withoutBlocks(body.slice(block.end)) };
}

/**
 * Where the block of a key lies. People may have deleted one of its borders: then the key, or a state whose checksum
 * holds the key, tells where it begins, and the state, which is its last line, where it ends.
 */
function blockOf(body: string, issueKey: string): { begin: number; end: number } | null {
  const begin = beginOf(body, issueKey);
  if (begin < 0) return null;
  const end = body.indexOf(END, begin);
  if (end >= 0) return { begin, end: end + END.length };
  const [state] = body.slice(begin).matchAll(STATE_BLOCK);
  return { begin, end: state === undefined ? body.length : begin + state.index + state[0].length };
}

function beginOf(body: string, issueKey: string): number {
  const head = body.indexOf(`${BEGIN}\n${keyMarker(issueKey)}`);
  if (head >= 0) return head;
  const begin = body.indexOf(BEGIN);
  // A marker that somebody quotes beside a whole block says nothing.
  if (begin < 0) return body.indexOf(keyMarker(issueKey));
  if (body.includes(KEY_START)) return -1;
  return decodeState(body.slice(begin), issueKey) === null ? -1 : begin;
}

function withoutBlocks(text: string): string {
  return text
    .replace(/<!-- abandoned-rooms-begin -->[\s\S]*?<!-- abandoned-rooms-end -->/g, '')
    .replace(/<!-- abandoned-rooms-[^>]*-->/g, '');
}

/** Reads the boxes of all rooms out of a body. */
export function readBoxes(body: string, issueKey: string): Boxes {
  const boxes = new Map<RoomId, Box>();
  for (const line of ownBlock(body, issueKey).split('\n')) {
    const [, tick, hiddenId, until] = ITEM.exec(line) ?? [];
    const id = hiddenId === undefined ? null : decodeId(hiddenId);
    if (id === null || boxes.has(id)) continue;
    boxes.set(id, { isTicked: tick !== ' ', until: until === undefined ? null : parseDay(until) });
  }
  return boxes;
}

/** Whether two bodies are the same but for line ends and spaces at the very end, which browsers change. */
export function hasSameLines(one: string, other: string): boolean {
  return normalizeLines(one).trimEnd() === normalizeLines(other).trimEnd();
}

/** The end of a room's item, by which its box is found again. */
export function itemMarker(id: RoomId, until: string | null): string {
  return `<!-- room ${encodeId(id)}${until === null ? '' : ` until ${until}`} -->`;
}

function encodeId(id: RoomId): string {
  return encodeHidden(JSON.stringify(id));
}

function decodeId(hidden: string): RoomId | null {
  try {
    const id: unknown = JSON.parse(decodeURIComponent(hidden));
    return typeof id === 'string' || Number.isSafeInteger(id) ? (id as RoomId) : null;
  } catch {
    return null;
  }
}

/** Text within an HTML comment: no spaces, no hyphens that could end it. */
function encodeHidden(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}
