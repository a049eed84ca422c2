import { isObject } from '../validate.ts';

/** How DocSpace begins the list of rooms (recorded from 3.7.2). In JSON, no string can hold these characters unescaped. */
const LIST_BEGIN = '"folders":[';

const codeOf = (character: string) => character.charCodeAt(0);
const QUOTE = codeOf('"');
const BACKSLASH = codeOf('\\');
const COLON = codeOf(':');
const COMMA = codeOf(',');
const OBJECT_BEGIN = codeOf('{');
const OBJECT_END = codeOf('}');
const ARRAY_BEGIN = codeOf('[');
const ARRAY_END = codeOf(']');

/** How the entries of a list are read. */
export interface EntryReader {
  /** The names of all members that are read, of an entry and of the objects in it. */
  readonly members: ReadonlySet<string>;
  /** Called with each entry, without its other members. The result takes the entry's place. */
  readonly readEntry: (entry: unknown) => unknown;
}

/**
 * Parses a long list entry by entry, without the members that nobody reads, so that little is in memory at a time. If it
 * is parsed as a whole, a page of 100 rooms takes 2 MB, and V8 puts the objects of a text that long where it seldom
 * collects garbage.
 *
 * @param body `{"response":{…,"folders":[{…},{…}],…}}` in UTF-8, without spaces between its parts
 * @param parse of the text of one entry, and of what is around the list; throws SyntaxError if it is no JSON
 * @returns the parsed answer; null if it is written in another way, so that it has to be parsed as a whole
 */
export function parseListJson(
  body: Buffer,
  parse: (text: string) => unknown,
  { members, readEntry }: EntryReader,
): unknown {
  const marker = body.indexOf(LIST_BEGIN);
  if (marker === -1) return null;
  const begin = marker + LIST_BEGIN.length;
  const isRead = keyMatcher(body, members);
  const entries: unknown[] = [];
  for (let at = begin; body[at] === OBJECT_BEGIN; at += 1) {
    const entry = pickMembers(body, at, isRead);
    if (entry === null) return null;
    entries.push(readEntry(parse(entry.text)));
    at = entry.end;
    if (body[at] === ARRAY_END) {
      const rest = parse(body.toString('utf8', 0, begin) + body.toString('utf8', at));
      return withEntries(rest, entries);
    }
    if (body[at] !== COMMA) return null;
  }
  return null;
}

/** Whether the bytes between two places are the name of a member that is read. */
type KeyMatcher = (begin: number, end: number) => boolean;

function keyMatcher(body: Buffer, names: ReadonlySet<string>): KeyMatcher {
  // Most other names are told by their length and first letter: a text for each of them would be slow.
  const hashOf = (length: number, letter: number) => length * 256 + letter;
  const likely = new Set(Array.from(names, (name) => hashOf(name.length, name.charCodeAt(0))));
  return (begin, end) =>
    likely.has(hashOf(end - begin, body[begin] ?? 0)) && names.has(body.toString('latin1', begin, end));
}

/** A part of the body without the members that nobody reads, and the place behind the part. */
interface Picked {
  readonly text: string;
  readonly end: number;
}

/** Picks the members that are read of the object at `begin`; null if it is empty or written in another way. */
function pickMembers(body: Buffer, begin: number, isRead: KeyMatcher): Picked | null {
  const members: string[] = [];
  let at = begin;
  do {
    const keyAt = at + 1;
    const colon = endOfValue(body, keyAt);
    if (body[keyAt] !== QUOTE || body[colon] !== COLON) return null;
    if (isRead(keyAt + 1, colon - 1)) {
      const member = pickMember(body, keyAt, colon + 1, isRead);
      members.push(member.text);
      at = member.end;
    } else {
      at = endOfValue(body, colon + 1);
    }
  } while (body[at] === COMMA);
  return body[at] === OBJECT_END ? { text: `{${members.join()}}`, end: at + 1 } : null;
}

function pickMember(body: Buffer, keyAt: number, valueAt: number, isRead: KeyMatcher): Picked {
  const inner = body[valueAt] === OBJECT_BEGIN ? pickMembers(body, valueAt, isRead) : null;
  if (inner !== null) return { text: body.toString('utf8', keyAt, valueAt) + inner.text, end: inner.end };
  const end = endOfValue(body, valueAt);
  return { text: body.toString('utf8', keyAt, end), end };
}

/** The place behind the value at `begin`. */
function endOfValue(body: Buffer, begin: number): number {
  switch (body[begin]) {
    case QUOTE:
      return endOfString(body, begin);
    case OBJECT_BEGIN:
    case ARRAY_BEGIN:
      return endOfBrackets(body, begin);
    default:
      return endOfWord(body, begin);
  }
}

function endOfString(body: Buffer, begin: number): number {
  let at = begin + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function endOfBrackets(body: Buffer, begin: number): number {
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

/** Of a number, true, false or null. */
function endOfWord(body: Buffer, begin: number): number {
  let at = begin;
  while (at < body.length && body[at] !== COMMA && body[at] !== OBJECT_END && body[at] !== ARRAY_END) at += 1;
  return at;
}

/** Puts the entries into the place from which they were taken; null if that is another place. */
function withEntries(rest: unknown, entries: readonly unknown[]): unknown {
  if (!isObject(rest) || !isObject(rest['response'])) return null;
  const { folders } = rest['response'];
  if (!Array.isArray(folders) || folders.length > 0) return null;
  return { ...rest, response: { ...rest['response'], folders: entries } };
}
