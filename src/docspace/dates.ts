// Seven fractional digits and an offset, as .NET writes them; other versions may leave parts out.
const ISO_8601 = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** As HTTP writes dates, and .NET in its format "R". */
const RFC_1123 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} (\d{4}) \d{2}:\d{2}:\d{2} GMT$/;

/** The content of a date member: a date, no date (never set), or something that cannot be read as one. */
export type PortalDate = Date | 'none' | 'unreadable';

/**
 * Reads a date as portals write it, such as `2026-03-02T15:21:16.0000000+03:00` or `Mon, 02 Mar 2026 12:21:16 GMT`.
 *
 * Year 0001 means that the date was never set: it is no date, whatever the offset makes of it. A date without an
 * offset is taken as UTC, so that the result does not depend on the runner's time zone. Other notations are unreadable:
 * Date.parse would guess ("room 5" becomes a day in May 2001).
 */
export function readPortalDate(value: unknown): PortalDate {
  if (value === null || value === undefined) return 'none';
  if (typeof value !== 'string') return 'unreadable';
  const trimmed = value.trim();
  if (trimmed === '') return 'none';
  const rfc1123 = RFC_1123.exec(trimmed);
  const iso8601 = ISO_8601.exec(trimmed);
  if (rfc1123 === null && iso8601 === null) return 'unreadable';
  // Date.parse alone would take it for 2001, or for year 0 by its offset.
  if (rfc1123?.[1] === '0001' || trimmed.startsWith('0001-')) return 'none';
  const isLocal = iso8601 !== null && trimmed.length > 10 && iso8601[1] === undefined;
  const at = new Date(isLocal ? `${trimmed}Z` : trimmed);
  if (Number.isNaN(at.getTime())) return 'unreadable';
  // Date.parse goes over a wrong day of the week, and takes February 31 for a day in March.
  if (rfc1123 !== null && at.toUTCString() !== trimmed) return 'unreadable';
  return at.getUTCFullYear() <= 1 ? 'none' : at;
}

/**
 * The same, if it does not matter why there is no date.
 *
 * @returns null if there is no usable date
 */
export function parsePortalDate(value: unknown): Date | null {
  const date = readPortalDate(value);
  return date instanceof Date ? date : null;
}
