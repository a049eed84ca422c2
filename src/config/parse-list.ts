import { undecorated, unquoted, withoutBullet } from '../shared/text.ts';
import { quote, refuse } from './input-fault.ts';

/** One rule for all lists: what is certainly meant is taken, what can be meant in two ways is refused. */

const TAKES = 'one entry on each line, or entries separated by commas; quotes around an entry that holds one';

/**
 * The entries of a list, without bullets, quotes around them, and separators behind them.
 *
 * A text of several lines has one entry on each, so that an entry can hold a comma (`Lovelace, Ada`). Lines that begin
 * with `# ` are comments. A text of one line is separated by commas outside of quotes. An array of JSON is taken as well.
 *
 * @throws InputFault
 */
export function parseList(text: string): string[] {
  if (/^\s*\[/.test(text)) {
    const entries = readArray(text);
    if (entries !== null) return withoutEmpty(entries);
  }
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const entries = lines.filter((line) => !(/[\r\n]/.test(text) && /^\s*#(?:\s|$)/.test(line)));
  const [only] = entries;
  if (only === undefined || lines.length > 1) return withoutEmpty(entries);
  const parts = splitLine(only);
  // A block of YAML ends with a line end: "|" with one entry that holds a comma, or ">" with several entries.
  if (parts.length > 1 && /[\r\n]/.test(text) && !only.trimEnd().endsWith(',')) {
    return refuse(`got ${quote(only)} and a line end, which is one entry or several`, TAKES);
  }
  return parts;
}

function withoutEmpty(entries: readonly string[]): string[] {
  return entries.map(undecorated).filter((entry) => entry !== '');
}

/** Splits at commas that are not within an entry in quotes. */
function splitLine(line: string): string[] {
  const parts = line.match(/(?:(?<=^|,)\s*(?:"[^"]*"|'[^']*'|“[^”]*”)\s*(?=,|$)|[^,])+/g) ?? [];
  for (const part of parts) {
    const entry = withoutBullet(part);
    if (unquoted(entry) !== entry) continue;
    if (/[;；，]/.test(entry)) refuse(`got ${quote(entry)}, in which a separator may be meant`, TAKES);
    if (/^["“„][^"“”]*$/.test(entry)) refuse(`got ${quote(entry)}, in which a quote is not closed`, TAKES);
  }
  return withoutEmpty(parts);
}

/** An array of JSON, or of YAML without quotes. Null for another text: globs begin with a bracket too. */
function readArray(text: string): string[] | null {
  try {
    const array: unknown = JSON.parse(text);
    if (Array.isArray(array) && array.every((item) => typeof item === 'string' || typeof item === 'number')) {
      return array.map(String);
    }
  } catch {
    const inner = /^\s*\[([^[\]]*,[^[\]]*)\]\s*$/.exec(text)?.[1];
    if (inner !== undefined) return splitLine(inner.replace(/[\r\n]+/g, ' '));
    if (!/^\s*\[\s*"/.test(text)) return null;
  }
  return refuse(`got ${quote(text.trim())}, which is no array of texts in JSON`, TAKES);
}
