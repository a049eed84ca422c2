/** A number and what it counts: `1 room`, `2 rooms`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/**
 * Text from outside, made harmless for a reader of plain text. What a format adds (Markdown, CSV, workflow
 * commands) is escaped where that format is written.
 */

// C0 and C1 controls, invisible format characters (bidi, zero-width, tags, soft hyphen), line and paragraph
// separators, fillers that look like nothing, and halves of surrogate pairs.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{3164}\u{ffa0}]/gv;
// Where such a character is part of something that is seen: within an emoji, and as a joiner between letters of
// scripts that are written with it.
const LETTERS =
  '[[\\p{scx=Arab}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]&&[\\p{L}\\p{M}]]';
// The lookahead spares letters the search through the table of all emoji: a sequence begins with an emoji character
// (UTS #51).
const SEEN = `(?=\\p{Emoji})\\p{RGI_Emoji}|(?<=${LETTERS})[\\u200c\\u200d](?=${LETTERS})`;
/** Joiners, and the tags that flags of regions are made of. */
const PART_OF_SEEN = /\u200c|\u200d|[\u{e0020}-\u{e007f}]/u;

let seenOrHidden: RegExp | undefined;

/** Compiled when it is needed first: the table of all emoji takes longer to compile than most of a start-up. */
function seenOrHiddenPattern(): RegExp {
  seenOrHidden ??= new RegExp(`${SEEN}|(${HIDDEN.source})`, 'gv');
  return seenOrHidden;
}

/**
 * Makes characters visible that a reader would not see and a terminal would act upon: escape sequences, line ends,
 * bidi overrides, zero-width characters. Controls become their pictures (`␛`), others their number (`⟨U+202E⟩`).
 */
export function visible(text: string): string {
  // The search for emoji is the slow part, and few texts hold what could be part of one.
  if (text.search(PART_OF_SEEN) < 0) return text.replace(HIDDEN, picture);
  return text.replace(seenOrHiddenPattern(), (match, hidden?: string) =>
    hidden === undefined ? match : picture(hidden),
  );
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/**
 * Text for one line of the job log. Beside invisible characters, `##[` is taken apart: the runner acts on such a
 * command wherever it stands in a line (actions/runner, `ActionCommand.TryParse`), on `::` only at its beginning.
 */
export function logText(text: string): string {
  return visible(text).replaceAll('##[', '# #[');
}

/** In JSON: an escaped backslash, or half of a surrogate pair, which `JSON.stringify` escapes. */
const BACKSLASH_OR_LONE_SURROGATE = /\\(?:\\|u(d[89a-f][0-9a-f]{2}))/g;

/**
 * JSON in which every character that a reader would not see is escaped. Half of a surrogate pair becomes U+FFFD, since
 * jq refuses the whole document otherwise.
 */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value).replace(BACKSLASH_OR_LONE_SURROGATE, (match, lone?: string) =>
    lone === undefined ? match : '\ufffd',
  );
  return json.replace(HIDDEN, (character) => {
    return Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }).join('');
  });
}

// White space, and how `visible` shows it.
const SPACE = /(?:[\s--\ufeff]|[\u2409-\u240d\u2420]|\u27e8U\+202[89]\u27e9)+/gv;
// What nobody sees, how it is shown (U+FFFD for half of a character), the selectors by which a sign is a picture or text,
// and the apostrophe that CSV has before what spreadsheets take for a formula.
const UNSEEN = new RegExp(
  `${HIDDEN.source}|[\\u2400-\\u2421\\ufffd\\ufe0e\\ufe0f]|\\u27e8U\\+[0-9A-F]{4,6}\\u27e9|'+(?=[=+\\-@＝＋－＠])`,
  'gv',
);

/**
 * A text as people see it, for comparing: without characters that nobody sees, with white space folded, however accents
 * are written. The same for a text as it is, and as it is copied from the log, the summary, the issue or a file.
 */
export function seenText(text: string): string {
  const seen = text.replace(SPACE, ' ').replace(UNSEEN, '').replace(/ {2,}/g, ' ');
  return seen.replaceAll('# #[', '##[').trim().normalize('NFC');
}

// A sign that no entry begins with: neither a letter, a digit, a quote or a bracket, nor a wildcard or a picture, nor
// what inputs have a use for (`# comment`, `name = login`). Some bullets are pictures on a phone. Behind it, there may
// be a box to tick.
const BULLET =
  /^(?:(?:[▪▫✔☑➡▶]\ufe0f?|[^\p{L}\p{N}\p{M}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Emoji}\s*?#="'`])(?:\s+\[[ xX]?\])?\s+|[-•‣▪–—]$)/u;

/** An entry of a list without its bullet and the white space behind that, and without separators at its end. */
export function withoutBullet(entry: string): string {
  return entry
    .trim()
    .replace(BULLET, '')
    .replace(/[\s,;]+$/, '');
}

const QUOTED =
  /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|“([^“”]*)”|„([^„“”]*)[“”]|‘([^‘’]*)’|‚([^‚‘’]*)[‘’]|«([^«»]*)»|»([^«»]*)«)$/u;

/** A text without quotes around it as a whole. */
export function unquoted(text: string): string {
  const [, ...inner] = QUOTED.exec(text) ?? [];
  return inner.find((part) => part !== undefined)?.trim() ?? text;
}

/** An entry of a list as it is meant, without what people put around it. */
export function undecorated(entry: string): string {
  return unquoted(withoutBullet(entry));
}

/** A name as it is compared: as people see it, in any case, without what people put around the entries of a list. */
export function foldName(text: string): string {
  // Until nothing changes: an entry of a list lost its own bullet and quotes before, and a name keeps them.
  let name = text;
  let before: string;
  do {
    before = name;
    name = undecorated(seenText(before));
  } while (name !== before);
  // Some small letters are one with others only as capitals (ß and SS, ς and Σ), and some capitals only as small ones
  // (ẞ and ß). The small form of İ keeps its dot apart.
  return name.toLowerCase().toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').normalize('NFC');
}

/** Bytes that a text takes in UTF-8. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * The first lines that, each with a line end, fit into a number of characters.
 *
 * @param lines can be made one by one: those behind the first that does not fit are not asked for
 * @param sizeOf counts something else, such as bytes
 */
export function linesThatFit(
  lines: Iterable<string>,
  max: number,
  sizeOf: (line: string) => number = ({ length }) => length,
): readonly string[] {
  const fitting: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += sizeOf(line) + 1;
    if (used > max) break;
    fitting.push(line);
  }
  return fitting;
}

/** Browsers send CRLF line ends; text is compared and read with LF alone. */
export function normalizeLines(body: string): string {
  return body.replaceAll('\r\n', '\n');
}

/** Whether two bodies differ only in line ends and in spaces at the very end, which browsers change. */
export function hasSameLines(one: string, other: string): boolean {
  return normalizeLines(one).trimEnd() === normalizeLines(other).trimEnd();
}
