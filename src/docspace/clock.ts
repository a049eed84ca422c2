import { ActionError } from '../shared/errors.ts';

/** Time zones and slow answers make no such difference. */
const WARN_MS = 60 * 60_000;
/** Rooms are judged by days. */
const FAIL_MS = 24 * 60 * 60_000;

/**
 * Finds out how far the clock of this machine is ahead of that of the portal. Of all answers, the one with the smallest
 * difference counts: a cache or a proxy may put an old date into some of them, but a clock that is wrong makes all of
 * them differ.
 */
export class ClockDifference {
  /** In milliseconds; null if no answer tells. */
  ms: number | null = null;

  /** @param portalTime the time of the portal at an answer; null if it is not known */
  learn(portalTime: Date | null, now: Date): void {
    if (portalTime === null) return;
    const ms = now.getTime() - portalTime.getTime();
    if (this.ms === null || Math.abs(ms) < Math.abs(this.ms)) this.ms = ms;
  }
}

/**
 * Compares the clock of the runner, by which rooms are judged, with that of the portal.
 *
 * @param differenceMs how far the runner is ahead; null if that is not known
 * @param now by the clock of the runner
 * @returns a warning if they differ by more than an hour, or if that is not known; empty otherwise
 * @throws ActionError if they differ by more than a day: verdicts would be wrong
 */
export function compareClocks(differenceMs: number | null, now: Date): readonly string[] {
  if (differenceMs === null) {
    return [
      'No answer of the portal tells the time, so the clock of the runner, by which rooms are judged, cannot be checked. Nothing is archived. Let proxies pass on the header "Date".',
    ];
  }
  const byMs = Math.abs(differenceMs);
  if (byMs <= WARN_MS) return [];
  const portalTime = new Date(now.getTime() - differenceMs);
  const times = `the runner says ${now.toISOString()}, and the portal ${portalTime.toISOString()}`;
  if (byMs > FAIL_MS) {
    throw new ActionError(
      `The clocks differ by more than a day: ${times}. Rooms would be judged wrongly. Correct the clock that is wrong, then run the workflow again.`,
    );
  }
  return [
    `The clocks differ by more than an hour: ${times}. Rooms are judged by the clock of the runner. Correct the clock that is wrong.`,
  ];
}
