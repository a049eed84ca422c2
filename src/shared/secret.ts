/** Shorter secrets would strike out ordinary words. */
const SHORTEST = 8;

/**
 * A function that strikes a secret out of a text: as it is, in JSON, with any of its characters percent-encoded, and in
 * base64, wherever in it the secret begins.
 */
export function scrubber(secret: string): (text: string) => string {
  if (secret.length < SHORTEST) return (text) => text;
  const bytes = Buffer.from(secret, 'utf8');
  const patterns = new Set([
    percentPattern(secret),
    RegExp.escape(JSON.stringify(secret).slice(1, -1)),
    // Whole, with what fills up the last group; and what is left of it with something before and after it.
    base64Pattern(bytes.toString('base64')),
    base64Pattern(bytes.toString('base64').replace(/=+$/, '')),
    ...[0, 1, 2].map((offset) => base64Pattern(base64Within(bytes, offset))),
  ]);
  // In any case: the host of an address is in small letters.
  const anyForm = new RegExp([...patterns].join('|'), 'gi');
  return (text) => text.replace(anyForm, '***');
}

/** Each character as it is, or percent-encoded, though it would not have to be (RFC 3986, 2.1). */
function percentPattern(secret: string): string {
  return Array.from(secret, (character) => {
    const codes = [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
    return `(?:${RegExp.escape(character)}|${codes.join('')})`;
  }).join('');
}

/** Both alphabets of base64 (RFC 4648, 4 and 5), and what an address makes of them. */
function base64Pattern(encoded: string): string {
  return encoded.replaceAll('+', '(?:[+-]|%2b)').replaceAll('/', '(?:[/_]|%2f)').replaceAll('=', '(?:=|%3d)');
}

/**
 * The characters of base64 that are made of the secret alone, where it begins at so many bytes in a group of three: those
 * at its ends hold bits of what stands beside it.
 */
function base64Within(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const isWhole = (offset + bytes.length) % 3 === 0;
  return encoded.slice(offset === 0 ? 0 : offset + 1, isWhole ? undefined : -1);
}
