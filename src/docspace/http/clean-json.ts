/** An escape in a string of JSON that stands for a character. */
const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\/]))/gi;

/**
 * Parses JSON of the portal. Its strings are made safe once, here: they do not hold the API key, and are well-formed
 * (lone surrogates become U+FFFD). Names of members stay as they are. The strings are looked at one by one only if the
 * text as a whole holds such a string, so that an ordinary answer costs no more than a search.
 *
 * @param scrub strikes the API key out of a text
 * @throws SyntaxError if it is no JSON; RangeError if a text with such strings is nested too deeply
 */
export function parseCleanJson(text: string, scrub: (text: string) => string): unknown {
  const plain = text.includes('\\') ? text.replace(ESCAPE, characterOf) : text;
  if (plain.isWellFormed() && scrub(plain) === plain) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? scrub(value.toWellFormed()) : value,
  );
}

function characterOf(_: string, hex: string | undefined, character: string): string {
  return hex === undefined ? character : String.fromCharCode(Number.parseInt(hex, 16));
}
