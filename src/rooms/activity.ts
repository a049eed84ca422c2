import type { Account } from './accounts.ts';

export const EVIDENCE = ['updated', 'history', 'contents', 'none'] as const;
/**
 * What a date of last activity rests on: the listing alone, the room's log, what is stored in it, or nothing, where
 * there is no date.
 */
export type Evidence = (typeof EVIDENCE)[number];

const UNCERTAINTY_REASONS = [
  'date not readable',
  'storage not reachable',
  'too large to check',
  'changed while it was checked',
  'files without a date',
  'history not readable',
  'chats leave no trace',
] as const;
/** Why a room may be in use, although its last known activity is old. */
export type UncertaintyReason = (typeof UNCERTAINTY_REASONS)[number];

export const UNKNOWN_REASONS = ['no date', ...UNCERTAINTY_REASONS] as const;
/** Why the last activity of a room is not known. */
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** The last sign of life of a room. */
export interface Activity {
  readonly at: Date | null;
  /**
   * Only where `at` is null: nothing that counts happened from this moment on. What was before it is not known, so that
   * it gives the fewest days that the room has been inactive.
   */
  readonly noneSince?: Date;
  readonly evidence: Evidence;
  /** What happened, in a few words, such as `members invited`; null where that is not known. */
  readonly what: string | null;
  /** Who did it. */
  readonly by: Account | null;
  /** Not null: the room may be alive, whatever `at` says. */
  readonly uncertainBecause: UncertaintyReason | null;
}
