import { env } from 'node:process';

/** The one switch for breadth: whether tests run everything that they could (`npm run test:all`, or `FULL=1`). */
export const isFull = env['FULL'] === '1';

/** A twentieth is a quick look; fewer than this show nothing. */
const LEAST = 20;

/**
 * How much of something to run: numbers of runs and of seeds.
 *
 * @param full the number in a full run
 * @param least the smallest number that shows anything
 */
export function scaled(full: number, least = LEAST): number {
  return isFull ? full : Math.min(full, Math.max(least, Math.ceil(full / 20)));
}

/** Some of the cases, in a full run all of them: every eighth, so that `step` must not divide the cases of one kind. */
export function sampled<T>(cases: readonly T[], step = 8): readonly T[] {
  return isFull ? cases : cases.filter((_, index) => index % step === 0);
}
