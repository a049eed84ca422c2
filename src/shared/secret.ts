/** A shorter secret could be an ordinary word: striking it out would garble the log and the outputs. */
export const SHORTEST_SECRET = 8;

/**
 * Makes a function that replaces a secret in a text by `***`. It finds the secret as it is, escaped for JSON, with any
 * of its characters percent-encoded or HTML-encoded, and in base64 at any offset. HTML-encoded, since names are decoded
 * after the answer of the portal was scrubbed.
 */
export function scrubber(secret: string): (text: string) => string {
  if (secret.length < SHORTEST_SECRET) return (text) => text;
  const bytes = Buffer.from(secret, 'utf8');
  const forms = new Set([
    encodedPattern(secret),
    RegExp.escape(JSON.stringify(secret).slice(1, -1)),
    // On its own, with and without padding; and inside other base64 text, where its first and last one may differ.
    base64Pattern(bytes.toString('base64')),
    base64Pattern(bytes.toString('base64').replace(/=+$/, '')),
    ...[0, 1, 2].map((offset) => base64Pattern(base64Within(bytes, offset))),
  ]);
  // Regardless of case: an address has its host in lower case. One after the other: a search for all of them at once
  // takes five times as long.
  const patterns = [...forms].map((form) => new RegExp(form, 'gi'));
  return (text) => patterns.reduce((clean, pattern) => clean.replace(pattern, '***'), text);
}

const NAMED_REFERENCES: Readonly<Partial<Record<string, string>>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/**
 * Each character as it is, percent-encoded (RFC 3986, 2.1), or as a character reference of HTML, even if that is not
 * necessary.
 */
function encodedPattern(secret: string): string {
  return Array.from(secret, (character) => {
    const bytes = [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
    const code = character.codePointAt(0) ?? 0;
    const named = NAMED_REFERENCES[character];
    const references = [`#0*${code}`, `#x0*${code.toString(16)}`, ...(named === undefined ? [] : [named])];
    return `(?:${RegExp.escape(character)}|${bytes.join('')}|&(?:${references.join('|')});)`;
  }).join('');
}

/** Both alphabets of base64 (RFC 4648, 4 and 5), also percent-encoded. */
function base64Pattern(encoded: string): string {
  return encoded.replaceAll('+', '(?:[+-]|%2b)').replaceAll('/', '(?:[/_]|%2f)').replaceAll('=', '(?:=|%3d)');
}

/**
 * The base64 characters that depend on the secret alone if it starts at this offset in a group of three bytes. The
 * characters at its ends also hold bits of the bytes next to it.
 */
function base64Within(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const isWhole = (offset + bytes.length) % 3 === 0;
  return encoded.slice(offset === 0 ? 0 : offset + 1, isWhole ? undefined : -1);
}
