/** Days in UTC, as whole numbers since 1970-01-01: easy to add to and to compare, and short to remember. */
export type Day = number;

export const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** The day on which a moment lies. */
export function dayOf(at: Date): Day {
  return Math.floor(at.getTime() / MS_PER_DAY);
}

/** `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Reads `YYYY-MM-DD`; null if it is not a date. */
export function parseDay(text: string): Day | null {
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) return null;
  const day = Math.floor(ms / MS_PER_DAY);
  // Date.parse takes other forms as well, and 31 February for a day in March.
  return formatDay(day) === text ? day : null;
}
