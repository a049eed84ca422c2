import type { UnmatchedEntries } from './exemptions.ts';
import type { Room, RoomId } from './room.ts';
import type { RoomsInUse } from './rooms-in-use.ts';
import type { JudgedRoom } from './verdict.ts';

/** What became of a room that is missing from the list of rooms. */
export type RoomFate =
  | 'active'
  /** Active, but of a type that the list was not asked for. */
  | 'other type'
  | 'archived'
  | 'deleted'
  /** The portal refuses to show it to the key's account. */
  | 'not visible'
  /** The portal did not answer, or the room was not looked up. */
  | 'unknown';

/** How many rooms looked inactive and were checked against their history or contents. */
export interface EvidenceCheck {
  readonly inactive: number;
  readonly checked: number;
  /** Checked rooms that turned out to be in use. */
  readonly cleared: number;
}

/** What a scan found. */
export interface Findings {
  /** Every entry of the list of rooms that has an id and is not in use, in any order. */
  readonly judged: readonly JudgedRoom[];
  readonly inUse: RoomsInUse;
  /** How many entries of the list have no id. They are skipped. */
  readonly withoutId: number;
  /** Null if the list alone decided. */
  readonly evidenceCheck: EvidenceCheck | null;
  /** What became of the rooms that were abandoned at the last run and are missing from the list. */
  readonly missing: ReadonlyMap<RoomId, RoomFate>;
  /** Those of them that are in the archive. */
  readonly archived: ReadonlyMap<RoomId, Room>;
  /** Things that somebody should look at, one line each, without text from the portal. */
  readonly notes: readonly string[];
  /** Entries of the inputs that matched nothing. */
  readonly unmatched: readonly UnmatchedEntries[];
}
