import type { DateSeed } from './room-seeds.ts';

/** The date that the portal writes if none was ever set, .NET's DateTime.MinValue. */
export const NEVER = new Date('0001-01-01T00:00:00Z');

/** Milliseconds in a day. */
export const DAY_MS = 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');

/** A date as the portal writes it: seven fractional digits and the portal's offset, or `Z`. */
export function portalDate(date: Date, offsetMinutes: number): string {
  // The portal does not move the minimum into its zone: that would be a date before the year 1.
  if (date.getTime() === NEVER.getTime()) return '0001-01-01T00:00:00.0000000Z';
  const local = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offsetMinutes);
  const zone =
    offsetMinutes === 0
      ? 'Z'
      : `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return `${local}0000${zone}`;
}

/** A seed's date: `undefined` is the fallback, null stays null, `'never'` is {@link NEVER}. */
export function seedDate(seed: DateSeed | undefined, fallback: Date): Date | null {
  if (seed === undefined) return fallback;
  if (seed === null) return null;
  if (seed === 'never') return NEVER;
  const date = new Date(seed);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a date: ${String(seed)}`);
  return date;
}

/** `updated`, lifted to `created` if it is older: the portal never writes `updated` before `created`. */
export function notBefore(updated: Date, created: Date | null): Date {
  if (created === null || updated.getTime() === NEVER.getTime()) return updated;
  return updated < created ? created : updated;
}
