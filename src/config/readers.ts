import { visible } from '../shared/text.ts';

/** Readers for the text of one input: functions that return its value, or refuse it and say what they take. */

/** Ends the reading of an input, with what it got and what it takes. */
export type Refuse = (got: string, takes: string) => never;

/** Reads the text of one input. */
export interface Reader<T> {
  /** Whether the text says nothing, so that the input has its default. */
  readonly isEmpty: (text: string) => boolean;
  /** @throws Refusal */
  readonly read: (text: string) => T;
}

/** An input cannot be used. The message says what it got and what it takes, without its name. */
export class Refusal extends Error {
  override name = 'Refusal';
}

function refuse(got: string, takes: string): never {
  throw new Refusal(`${got}; takes ${takes}`);
}

/** A reader for one value, without the spaces around it. */
export function input<T>(read: (value: string, refuse: Refuse) => T): Reader<T> {
  return { isEmpty: (text) => text.trim() === '', read: (text) => read(text.trim(), refuse) };
}

/** A reader for a list. One without any entry, such as a comment alone, is empty. */
export function listInput<T>(read: (entries: string[], refuse: Refuse) => T): Reader<T> {
  return { isEmpty: (text) => list(text).length === 0, read: (text) => read(list(text), refuse) };
}

/** One of a few words, in any case. */
export function choice<const T extends readonly string[]>(values: T): Reader<T[number]> {
  return input((value) => {
    const chosen = values.find((candidate) => candidate === value.toLowerCase());
    return chosen ?? refuse(`got ${quote(value)}`, oneOf(values));
  });
}

/** `a or b`; `a, b or c`. */
function oneOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): Reader<number> {
  return input((value) => parseWhole(value, min, max, ''));
}

/** A whole number within bounds; null if it is left empty. */
export function optionalNumber(min: number, max: number): Reader<number | null> {
  return input((value) => (value === '' ? null : parseWhole(value, min, max, ', or nothing')));
}

/** Digits only: Number() would also take "1e3", "0x10" and " ". */
function parseWhole(value: string, min: number, max: number, orElse: string): number {
  const number = /^(0|[1-9]\d{0,9})$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  return refuse(`got ${quote(value)}`, `a whole number from ${min} to ${max}${orElse}`);
}

/**
 * The entries of a list. A text with line ends is separated by lines alone, so that an entry can hold a comma
 * (`Lovelace, Ada`); a text without line ends is separated by commas. Lines that begin with `# ` are comments.
 */
export function list(text: string): string[] {
  const entries = /[\r\n]/.test(text)
    ? text.split(/[\r\n]+/).filter((line) => !/^\s*#(?:\s|$)/.test(line))
    : text.split(',');
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** The value of an input for a message: short, in quotes, with invisible characters made visible. */
export function quote(value: string): string {
  if (value === '') return 'nothing';
  return `"${visible(value.length > 60 ? `${value.slice(0, 60)}…` : value)}"`;
}
