import type { RoomId } from './room.ts';

/** The rooms that were abandoned at the last run, as far as they are known. */
export type LastRun =
  /** No tracking issue was asked for, so nothing remembers the last run. */
  | { readonly kind: 'not tracked' }
  /** `because` completes the sentence "not known, because …". */
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'known'; readonly ids: ReadonlySet<RoomId> };

/** What changed since the last run. */
export interface Delta {
  /** Abandoned now, but not at the last run. */
  readonly new: ReadonlySet<RoomId>;
  /** How many rooms were abandoned at the last run and have recovered. */
  readonly recovered: number;
}

/**
 * Compares two runs.
 *
 * @param previous the rooms that were abandoned at the last run
 * @param abandoned the rooms that are abandoned now
 * @param notRecovered rooms that are not abandoned now, but have not recovered either: kept by a tick, or uncertain
 */
export function compareRuns(
  previous: ReadonlySet<RoomId>,
  abandoned: ReadonlySet<RoomId>,
  notRecovered: ReadonlySet<RoomId>,
): Delta {
  const recovered = [...previous].filter((id) => !abandoned.has(id) && !notRecovered.has(id));
  return { new: new Set([...abandoned].filter((id) => !previous.has(id))), recovered: recovered.length };
}
