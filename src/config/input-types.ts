import { undecorated, unquoted, visible, withoutBullet } from '../shared/text.ts';

/** The types of inputs: what each takes, and how its text becomes a value. */

/** An input cannot be used. The message says what it got and what it takes, without its name. */
export class InputFault extends Error {
  override name = 'InputFault';
}

/** Refuses the text of an input: says what it got and what it takes. */
export type Refuse = (got: string, takes: string) => never;

/** @throws InputFault */
export function refuse(got: string, takes: string): never {
  throw new InputFault(`${got}; takes ${takes}`);
}

/** The value of an input for a message: short, in quotes, with invisible characters made visible. */
export function quote(value: string): string {
  if (value === '') return 'nothing';
  return `"${visible(value.length > 60 ? `${value.slice(0, 60)}…` : value)}"`;
}

/** The check of one input. */
export interface InputCheck<T> {
  /**
   * Whether the text says nothing, so that the input has its default.
   *
   * @throws InputFault
   */
  readonly isEmpty: (text: string) => boolean;
  /** @throws InputFault */
  readonly read: (text: string) => T;
}

/** One value, without the spaces around it. */
export function oneValue<T>(read: (value: string, refuse: Refuse) => T): InputCheck<T> {
  return { isEmpty: (text) => text.trim() === '', read: (text) => read(text.trim(), refuse) };
}

/** A list. One without any entry, such as a comment alone, is empty. */
export function listOf<T>(read: (entries: string[], refuse: Refuse) => T): InputCheck<T> {
  return { isEmpty: (text) => parseList(text).length === 0, read: (text) => read(parseList(text), refuse) };
}

/** `a or b`; `a, b or c`. */
const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** One of a few words, in any case. */
export function choice<const T extends string>(words: readonly T[]): InputCheck<T> {
  return oneValue((value) => {
    const chosen = words.find((candidate) => candidate === value.toLowerCase());
    return chosen ?? refuse(`got ${quote(value)}`, EITHER.format(words));
  });
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): InputCheck<number> {
  return oneValue((value) => parseWhole(value, min, max, ''));
}

/** A whole number within bounds; null if it is left empty. */
export function optionalNumber(min: number, max: number): InputCheck<number | null> {
  return oneValue((value) => (value === '' ? null : parseWhole(value, min, max, ', or nothing')));
}

/** Digits only: Number() would also take "1e3", "0x10" and " ". */
function parseWhole(value: string, min: number, max: number, orElse: string): number {
  const number = /^(0|[1-9]\d{0,9})$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  return refuse(`got ${quote(value)}`, `a whole number from ${min} to ${max}${orElse}`);
}

/** Words of a list, each once. */
export function wordsOf<T extends string>(words: readonly T[]): InputCheck<readonly T[]> {
  return listOf((entries) => {
    const wrong = entries.filter((entry) => !words.includes(entry.toLowerCase() as T));
    if (wrong.length > 0) return refuse(`got ${wrong.map(quote).join(', ')}`, `any of ${words.join(', ')}`);
    return [...new Set(entries.map((entry) => entry.toLowerCase() as T))];
  });
}

/** Whether an entry is the word that turns a list off. */
export function isNone(entry: string | undefined): boolean {
  return entry?.toLowerCase() === 'none';
}

/** One rule for all lists: what is certainly meant is taken, what can be meant in two ways is refused. */

const TAKES =
  'one entry on each line, or entries separated by commas; quotes around an entry that is meant as it stands';

/** What an entry without quotes can mean in two ways. */
const DOUBTS: readonly (readonly [RegExp, string])[] = [
  [/[;；，、،؛|\t\v\f\u0085\u2028\u2029]|\\n/u, 'in which a separator may be meant'],
  [/\s#\s/, 'in which a comment may be meant'],
  [/^\*\s/, 'in which the star may be a bullet, for which "-" is taken, or any text'],
  [/^["“„][^"“”]*$/, 'in which a quote is not closed'],
];
/** A glob that any title matches, and the sign of an unusual bullet: `★ *` must not exempt all rooms. */
const ANYTHING = /^[*?\s]*\*[*?\s]*$/;
const OTHER_SIGN = /^\s*[^\s*?\-•‣▪–—]/u;
/** Several entries with bullets or numbers in one line, as a block `>` of YAML makes it. */
const ENTRIES_IN_LINE = /^\s*(?:([^\p{L}\p{N}\s"'])\ufe0f?\s.*\s\1\ufe0f?|1[.)]\s.*\s2[.)])\s/su;
/** What may be a bullet or a number of a list, or part of an entry. */
const MARK = /^\s*(?:\d+[.)]\s|[+\p{Pd}\u2212•‣▪◦·■→](?!\ufe0f|\s|$))/u;

/**
 * The entries of a list, without bullets, quotes around them, and separators behind them.
 *
 * A text of several lines has one entry on each, so that an entry can hold a comma (`Lovelace, Ada`). Lines that begin
 * with `# ` are comments. A text of one line is separated by commas outside of quotes. An array of JSON is taken as
 * well. A bullet is any sign with white space behind it, see `withoutBullet`.
 *
 * @throws InputFault
 */
export function parseList(text: string): string[] {
  if (/^\s*[[{]/.test(text)) {
    const entries = readArray(text);
    if (entries !== null) return entries;
  }
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const entries = lines.filter((line) => !(/[\r\n]/.test(text) && /^\s*#(?:\s|$)/.test(line)));
  const [only] = entries;
  if (only === undefined) return [];
  if (lines.length > 1) {
    if (entries.length > 1 && entries.every((line) => MARK.test(line))) {
      return refuse(`got ${quote(only)} and other lines that begin in this way, which may be bullets`, TAKES);
    }
    return readEntries(entries);
  }
  const parts = splitLine(only);
  // A block of YAML ends with a line end: "|" with one entry that holds a comma, or ">" with several entries.
  if (parts.length > 1 && /[\r\n]/.test(text) && !only.trimEnd().endsWith(',')) {
    return refuse(`got ${quote(only)} and a line end, which is one entry or several`, TAKES);
  }
  return parts;
}

/** Splits at commas that are not within an entry in quotes. */
function splitLine(line: string): string[] {
  const parts = line.match(/(?:(?<=^|,)\s*(?:"[^"]*"|'[^']*'|“[^”]*”)\s*(?=,|$)|[^,])+/g) ?? [];
  for (const part of parts) {
    const entry = withoutBullet(part);
    if (unquoted(entry) === entry && ENTRIES_IN_LINE.test(part)) {
      return refuse(`got ${quote(part.trim())}, which may be several entries`, TAKES);
    }
  }
  return readEntries(parts);
}

/** The entries that some texts are, one each. @throws InputFault */
function readEntries(texts: readonly string[]): string[] {
  for (const text of texts) {
    const entry = withoutBullet(text);
    const doubt = DOUBTS.find(([sign]) => sign.test(entry));
    if (doubt !== undefined && unquoted(entry) === entry) refuse(`got ${quote(entry)}, ${doubt[1]}`, TAKES);
    if (ANYTHING.test(entry) && OTHER_SIGN.test(text)) {
      refuse(`got ${quote(text.trim())}, in which a bullet may be meant, for which "-" is taken`, TAKES);
    }
  }
  return texts.map(undecorated).filter((entry) => entry !== '');
}

/** An array of JSON, or of YAML without quotes. Null for another text: globs begin with a bracket too. */
function readArray(text: string): string[] | null {
  try {
    const array: unknown = JSON.parse(text);
    if (Array.isArray(array) && array.every((item) => typeof item === 'string' || typeof item === 'number')) {
      return array.map((item) => String(item).trim()).filter((entry) => entry !== '');
    }
  } catch {
    const inner = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1]?.trim();
    if (inner === undefined && !/^\s*\[\s*"/.test(text)) return null;
    // One entry without quotes may be a glob or a title.
    if (inner !== undefined && (inner.includes(',') || unquoted(inner) !== inner)) {
      return splitLine(inner.replace(/[\r\n]+/g, ' '));
    }
  }
  return refuse(`got ${quote(text.trim())}, which is no array of texts in JSON`, TAKES);
}
