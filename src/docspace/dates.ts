// Seven fractional digits and an offset, as .NET writes them; other versions may leave parts out.
const ISO_8601 = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads a date as portals write it, such as `2026-03-02T15:21:16.0000000+03:00`.
 *
 * Year 0001 means that the date was never set: it is no date, whatever the offset makes of it. A date without an
 * offset is taken as UTC, so that the answer does not depend on the runner's time zone. Other notations, which
 * Date.parse guesses at ("room 5" is a day in May 2001), are no dates.
 *
 * @returns null where there is no usable date
 */
export function parsePortalDate(text: string | null | undefined): Date | null {
  const trimmed = text?.trim() ?? '';
  const match = ISO_8601.exec(trimmed);
  if (match === null) return null;
  if (trimmed.startsWith('0001-')) return null;
  const hasTime = trimmed.length > 10;
  const at = new Date(hasTime && match[1] === undefined ? `${trimmed}Z` : trimmed);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() <= 1) return null;
  return at;
}
