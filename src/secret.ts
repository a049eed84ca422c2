/** Shorter secrets would strike out ordinary words. */
const SHORTEST = 8;

/**
 * A function that strikes a secret out of a text: as it is, URL-encoded, and in base64 where it begins at a whole
 * group of three bytes.
 */
export function scrubber(secret: string): (text: string) => string {
  if (secret.length < SHORTEST) return (text) => text;
  const bytes = Buffer.from(secret, 'utf8');
  const forms = new Set([
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
    // The end of it differs where something follows in the same group of three.
    bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ]);
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  // In any case: the host of an address is in small letters.
  const anyForm = new RegExp(longestFirst.map((form) => RegExp.escape(form)).join('|'), 'gi');
  return (text) => text.replace(anyForm, '***');
}
