import { randomUUID } from 'node:crypto';
import { isObject } from '../validate.ts';

/** How DocSpace begins the list of rooms (recorded from 3.7.2). */
const LIST_BEGIN = '"folders":[';
/** Stands for the entries in the text around them. A portal cannot know it. */
const PLACE = randomUUID();

/** Called with each entry of a list. Its result takes the entry's place. */
export type ReadEntry = (entry: unknown) => unknown;

const codeOf = (character: string) => character.charCodeAt(0);
const QUOTE = codeOf('"');
const BACKSLASH = codeOf('\\');
const COMMA = codeOf(',');
const OBJECT_BEGIN = codeOf('{');
const OBJECT_END = codeOf('}');
const ARRAY_BEGIN = codeOf('[');
const ARRAY_END = codeOf(']');

/**
 * Parses a long list entry by entry, so that memory holds one entry with all its members at a time. If it is parsed as a
 * whole, a page of 100 rooms takes 2 MB, and V8 puts the objects of a text that long where it seldom collects garbage.
 *
 * @param body `{"response":{…,"folders":[{…},{…}],…}}` in UTF-8, without spaces between its parts
 * @param parse of each entry, and of the text around them; throws SyntaxError if it is no JSON
 * @returns the parsed answer; null if it is no JSON or written in another way: then it has to be parsed as a whole
 */
export function parseListJson(body: Buffer, parse: (text: string) => unknown, readEntry: ReadEntry): unknown {
  try {
    return parseInParts(body, parse, readEntry);
  } catch (error) {
    // JSON.parse throws RangeError for what is nested too deeply.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function parseInParts(...[body, parse, readEntry]: Parameters<typeof parseListJson>): unknown {
  const marker = body.indexOf(LIST_BEGIN);
  if (marker === -1) return null;
  const begin = marker + LIST_BEGIN.length;
  const entries: unknown[] = [];
  for (let at = begin; body[at] === OBJECT_BEGIN; at += 1) {
    const end = endOfObject(body, at);
    entries.push(readEntry(parse(body.toString('utf8', at, end))));
    at = end;
    if (body[at] === ARRAY_END) {
      const around = `${body.toString('utf8', 0, begin)}"${PLACE}"${body.toString('utf8', at)}`;
      return withEntries(parse(around), entries);
    }
    if (body[at] !== COMMA) return null;
  }
  return null;
}

/** The place behind the object at `begin`. */
function endOfObject(body: Buffer, begin: number): number {
  let depth = 0;
  for (let at = begin; at < body.length; ) {
    const byte = body[at];
    if (byte === OBJECT_BEGIN || byte === ARRAY_BEGIN) depth += 1;
    else if (byte === OBJECT_END || byte === ARRAY_END) depth -= 1;
    at = byte === QUOTE ? endOfString(body, at) : at + 1;
    if (depth === 0) return at;
  }
  return body.length;
}

/** The place behind the string at `begin`. */
function endOfString(body: Buffer, begin: number): number {
  let at = begin + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Puts the entries into their place; null if they were taken from another list. */
function withEntries(around: unknown, entries: readonly unknown[]): unknown {
  if (!isObject(around) || !isObject(around['response'])) return null;
  const { folders } = around['response'];
  if (!Array.isArray(folders) || folders[0] !== PLACE) return null;
  return { ...around, response: { ...around['response'], folders: entries } };
}
