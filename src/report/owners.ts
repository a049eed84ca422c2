import type { Report, RoomEntry } from './schema.ts';

/** The abandoned rooms of one owner, as they stand in the file by owner. */
export interface OwnerEntry {
  /** Display name, or the id if there is no name; null if the portal names nobody. */
  readonly name: string | null;
  readonly email: string | null;
  /** Whether the account is disabled or deleted, as far as that is known. */
  readonly isDisabled: boolean;
  /** Why nobody can be asked; null if the owner can. */
  readonly note: string | null;
  readonly rooms: readonly Pick<RoomEntry, (typeof ROOM_MEMBERS)[number]>[];
}

const ROOM_MEMBERS = [
  'id',
  'title',
  'url',
  'lastActivity',
  'daysInactive',
  'usedSpace',
  'risks',
  'new',
] as const;

/** Groups abandoned rooms by owner: most rooms first, owners with as many in the order of their first rooms. */
export function ownersOf(abandoned: readonly RoomEntry[]): readonly OwnerEntry[] {
  // Two owners can share a name, but not an id.
  const groups = Map.groupBy(abandoned, ({ ownerId, owner }) =>
    JSON.stringify([ownerId, ownerId === null ? owner : null]),
  );
  return [...groups.values()].map(toOwner).sort((a, b) => b.rooms.length - a.rooms.length);
}

/** The member `contacts` of a report. */
export function countOwners(abandoned: readonly RoomEntry[]): NonNullable<Report['contacts']> {
  const owners = ownersOf(abandoned);
  return { owners: owners.length, reachable: owners.filter(({ note }) => note === null).length };
}

function toOwner(rooms: readonly RoomEntry[]): OwnerEntry {
  const { owner: name = null, ownerEmail: email = null, risks = [] } = rooms[0] ?? {};
  const isDisabled = risks.includes('owner gone');
  return {
    name,
    email,
    isDisabled,
    note: noteOf(name, email, isDisabled),
    rooms: rooms.map(
      (room) =>
        Object.fromEntries(
          ROOM_MEMBERS.map((member) => [member, room[member]]),
        ) as OwnerEntry['rooms'][number],
    ),
  };
}

function noteOf(name: string | null, email: string | null, isDisabled: boolean): string | null {
  if (isDisabled) return email === null ? 'account disabled or deleted' : 'account disabled';
  if (name === null) return 'no owner';
  return email === null ? 'no address known' : null;
}
