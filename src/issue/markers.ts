import type { RoomId } from '../rooms/room.ts';
import { parseDay } from './days.ts';
import type { Box, Boxes } from './keep.ts';

/** What is hidden in an issue's body, and how it is read again: the key, the borders of the list, the boxes. */

/**
 * The most characters of an issue's body. GitHub refuses more than 65,536; how it counts is not documented, and
 * UTF-16 units, as JavaScript counts, are never fewer than characters.
 */
export const BODY_LIMIT = 65_000;
/** Room for what is neither a room, nor state, nor a person's text. */
export const HEADINGS = 3000;
/** What people wrote around the list. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

const KEY_START = '<!-- abandoned-rooms-key ';
export const BEGIN = '<!-- abandoned-rooms-begin -->';
export const END = '<!-- abandoned-rooms-end -->';
const ITEM = /^- \[([ xX])\] .* <!-- room (\S+?)(?: until (\d{4}-\d{2}-\d{2}))? -->$/;

/** The hidden marker by which an issue is known as the one of this key. */
export function keyMarker(issueKey: string): string {
  return `${KEY_START}${encodeHidden(issueKey)} -->`;
}

/** Whether a body belongs to the issue of this key. */
export function hasKey(body: string, issueKey: string): boolean {
  return body.includes(keyMarker(issueKey));
}

/** Browsers send CRLF line ends; what is compared and read has LF alone. */
export function normalizeLines(body: string): string {
  return body.replaceAll('\r\n', '\n');
}

/** The part of a body that this action wrote: what people write around it is not read. */
export function ownBlock(body: string): string {
  const begin = body.indexOf(BEGIN);
  if (begin < 0) return '';
  const end = body.indexOf(END, begin);
  return end < 0 ? body.slice(begin) : body.slice(begin, end);
}

/**
 * What stands before and after the block of this action, where people may write. A second copy of the block is cut
 * out of it. Where the list begins without its border, its key does. Text that leaves no room for a list is not kept.
 */
export function textAround(body: string): Around {
  const begin = [BEGIN, KEY_START].map((border) => body.indexOf(border)).find((at) => at >= 0) ?? 0;
  const end = body.indexOf(END, begin);
  const around = {
    before: body.slice(0, begin),
    after: end < 0 ? '' : withoutBlocks(body.slice(end + END.length)),
  };
  const length = around.before.length + around.after.length;
  return length > BODY_LIMIT - 2 * HEADINGS ? { before: '', after: '' } : around;
}

function withoutBlocks(text: string): string {
  return text
    .replace(/<!-- abandoned-rooms-begin -->[\s\S]*?<!-- abandoned-rooms-end -->/g, '')
    .replace(/<!-- abandoned-rooms-[^>]*-->/g, '');
}

/** Reads the boxes of all rooms out of a body. */
export function readBoxes(body: string): Boxes {
  const boxes = new Map<RoomId, Box>();
  for (const line of ownBlock(body).split('\n')) {
    const [, tick, hiddenId, until] = ITEM.exec(line.trimEnd()) ?? [];
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
