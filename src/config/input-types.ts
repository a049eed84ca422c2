import { quote, type Refuse, refuse } from './input-fault.ts';
import { parseList } from './parse-list.ts';

/** The types of inputs: what each takes, and how its text becomes a value. */

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

/** One of a few words, in any case. */
export function choice<const T extends string>(words: readonly T[]): InputCheck<T> {
  return oneValue((value) => {
    const chosen = words.find((candidate) => candidate === value.toLowerCase());
    return chosen ?? refuse(`got ${quote(value)}`, oneOf(words));
  });
}

/** `a or b`; `a, b or c`. */
function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
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
