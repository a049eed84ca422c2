import { z } from 'zod';
import { visible } from '../shared/text.ts';

/**
 * Readers for the text of one input: each makes a schema whose message says what it got and what it takes.
 */

/** Ends the reading of an input with what it got and what it takes. */
export type Refuse = (got: string, takes: string) => never;

/** A schema for the text of one input. `read` returns its value, or calls `refuse`. */
export function input<T>(read: (value: string, refuse: Refuse) => T) {
  return z.string().transform((value, context): T => {
    try {
      return read(value, (got, takes) => {
        throw new Refusal(`${got}; takes ${takes}`);
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

class Refusal extends Error {}

/** One of a few words, in any case. */
export function choice<const T extends readonly string[]>(values: T) {
  return input((value, refuse): T[number] => {
    const chosen = values.find((candidate) => candidate === value.toLowerCase());
    return chosen ?? refuse(`got ${quote(value)}`, values.join(' or '));
  });
}

/** A number that may be left out: then there is no limit. */
export function limit() {
  return input((value, refuse) =>
    value === '' ? null : parseWhole(value, 0, 1_000_000_000, ', or nothing', refuse),
  );
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number) {
  return input((value, refuse) => parseWhole(value, min, max, '', refuse));
}

/** Digits only: Number() would also take "1e3", "0x10" and " ". */
function parseWhole(value: string, min: number, max: number, orElse: string, refuse: Refuse): number {
  const number = /^(0|[1-9]\d{0,9})$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  return refuse(`got ${quote(value)}`, `a whole number from ${min} to ${max}${orElse}`);
}

/** Entries of a list, separated by commas or lines. */
export function list(value: string): string[] {
  return value
    .split(/[,\r\n]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** What an input got, to be shown: short, in quotes, with invisible characters made visible. */
export function quote(value: string): string {
  if (value === '') return 'nothing';
  return `"${visible(value.length > 60 ? `${value.slice(0, 60)}…` : value)}"`;
}
