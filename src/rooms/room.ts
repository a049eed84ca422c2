/** A room as read from a portal. */

import type { Account } from './accounts.ts';
import type { UncertaintyReason } from './activity.ts';

export const ROOM_TYPES = [
  'form-filling',
  'collaboration',
  'custom',
  'public',
  'virtual-data',
  'ai-agent',
] as const;
/** What a room is for, by the names that the input `room-types` takes. */
export type RoomType = (typeof ROOM_TYPES)[number];

/** A number, or a string where the room lives on third-party storage. */
export type RoomId = number | string;

/** A room as the portal told it, or a folder in the list of rooms that turns out to be none. */
export interface Room {
  /** Null where the portal sent none. */
  readonly id: RoomId | null;
  /** Untrusted text, written by room administrators. */
  readonly title: string;
  /** A known type, `type-<n>` for one that this project does not know, null where the portal sent none. */
  readonly type: RoomType | `type-${string}` | null;
  readonly isRoom: boolean;
  readonly isArchived: boolean;
  readonly owner: Account | null;
  /** Who made the last change that `lastUpdated` speaks of; null where the portal does not tell. */
  readonly updatedBy: Account | null;
  /** Null where the listing holds no usable date. */
  readonly created: Date | null;
  /** On third-party storage, of which the portal keeps no history, and whose date is that of the connection. */
  readonly isThirdParty: boolean;
  /** What the listing says of the last change; null where it holds no usable date. */
  readonly lastUpdated: Date | null;
  /** Not null: there may be a later change than `lastUpdated`, in a date that cannot be read. */
  readonly uncertainBecause: UncertaintyReason | null;
  /** Untrusted text. */
  readonly tags: readonly string[];
  /** Null if the portal does not say. */
  readonly usedBytes: number | null;
  /** Whether outsiders can open the room by a live link; null if the portal does not say. */
  readonly isOpenToPublic: boolean | null;
  /** Whether anybody except the owner has access; null if the portal does not say. */
  readonly isShared: boolean | null;
  /** Whether the portal deletes old files in this room by itself, in the name of the room's maker. */
  readonly hasLifetime: boolean;
}
