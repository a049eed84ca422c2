import type { Account } from './accounts.ts';

export const EVIDENCE = ['updated', 'history', 'contents', 'none'] as const;
/** The source of a date of last activity: the list, the room's history, its files and folders, or none (no date). */
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

/** The last activity of a room. */
export interface Activity {
  readonly at: Date | null;
  /**
   * Only if `at` is null: nothing that counts happened since this moment. The activity before it is not known, so the
   * room has been inactive for at least the days since then.
   */
  readonly noneSince?: Date;
  readonly evidence: Evidence;
  /** The event in a few words, such as `members invited`; null if it is not known. */
  readonly what: string | null;
  /** Who did it. */
  readonly by: Account | null;
  /** Not null: the room may be in use, whatever `at` says. */
  readonly uncertainBecause: UncertaintyReason | null;
}
