import type { Day } from './days.ts';
import type { RoomId } from './room.ts';
import { lastActiveOn, type RoomsInUse } from './rooms-in-use.ts';
import type { JudgedRoom } from './verdict.ts';

/** The rooms that were abandoned at the last run, as far as they are known. */
export type LastRun =
  /** No tracking issue was asked for, so nothing remembers the last run. */
  | { readonly kind: 'not tracked' }
  /** `because` completes the sentence "not known, because …". */
  | { readonly kind: 'unknown'; readonly because: string }
  | {
      readonly kind: 'known';
      /** The day since which each of them is known to be abandoned. */
      readonly since: ReadonlyMap<RoomId, Day>;
    };

/**
 * The present state of a room that was abandoned at the last run:
 *
 * - `in use`: it has recovered
 * - `gone`: it was deleted or archived
 * - `not visible`: the key's account does not see it any more
 * - `not known`: it could not be checked
 * - `set aside`: it does not count as abandoned any more, because of a tick, an exemption or the policy
 */
export type RoomStatus = 'abandoned' | 'in use' | 'gone' | 'not visible' | 'not known' | 'set aside';

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

const STATUS_BY_FATE: Readonly<Record<RoomFate, RoomStatus>> = {
  // It is in use for all that is known, but nobody has looked at its last activity.
  active: 'not known',
  'other type': 'set aside',
  archived: 'gone',
  deleted: 'gone',
  'not visible': 'not visible',
  unknown: 'not known',
};

/** Whether a room of the last run looks active now. */
export function seemsToBeBack({ room, verdict }: JudgedRoom, lastRun: LastRun): boolean {
  const isInUse = verdict.kind === 'active' || verdict.kind === 'upcoming';
  return isInUse && lastRun.kind === 'known' && lastRun.since.has(room.id);
}

/** The rooms of the last run that are missing from the list of this run. */
export function missingRooms(lastRun: LastRun, isListed: (id: RoomId) => boolean): readonly RoomId[] {
  return lastRun.kind === 'known' ? [...lastRun.since.keys()].filter((id) => !isListed(id)) : [];
}

/**
 * The status of every room that is not in use, of every room of the last run that is in use, and of every room that was
 * looked up since it is missing from the list.
 */
export function statusOfRooms(
  previous: ReadonlyMap<RoomId, Day>,
  judged: readonly JudgedRoom[],
  inUse: RoomsInUse,
  missing: ReadonlyMap<RoomId, RoomFate>,
): ReadonlyMap<RoomId, RoomStatus> {
  return new Map([
    ...[...missing].map(([id, fate]) => [id, STATUS_BY_FATE[fate]] as const),
    ...[...previous].flatMap(([id, since]) => {
      const room = inUse.get(id);
      return room === undefined ? [] : [[id, statusInUse(room.lastActiveOn, since)] as const];
    }),
    ...judged.map(({ room, verdict }) => [room.id, statusAfter(verdict, previous.get(room.id))] as const),
  ]);
}

function statusAfter(verdict: JudgedRoom['verdict'], since: Day | undefined): RoomStatus {
  switch (verdict.kind) {
    case 'abandoned':
      return 'abandoned';
    case 'active':
    case 'upcoming':
      return statusInUse(lastActiveOn(verdict.activity), since);
    case 'exempt':
      return 'set aside';
    case 'unknown':
      // Without any date, the policy decides that the room is not abandoned.
      return verdict.because === 'no date' ? 'set aside' : 'not known';
    case 'skipped':
      return verdict.reason === 'archived' || verdict.reason === 'deleted meanwhile' ? 'gone' : 'set aside';
  }
}

/**
 * Only activity brings a room back into use. Without any since the day on which it was first known to be abandoned, it is
 * the policy that has changed.
 */
function statusInUse(lastActive: Day | null, since: Day | undefined): RoomStatus {
  if (lastActive === null) return 'not known';
  return since === undefined || lastActive >= since ? 'in use' : 'set aside';
}

/** What changed since the last run. */
export interface Delta {
  /** Abandoned now, but not at the last run. */
  readonly new: ReadonlySet<RoomId>;
  /** How many rooms were abandoned at the last run and are in use again. */
  readonly recovered: number;
  /** How many rooms were abandoned at the last run and are deleted or archived now. */
  readonly gone: number;
  /** Rooms that were abandoned at the last run, and that the key's account does not see any more. */
  readonly notVisible: ReadonlySet<RoomId>;
  /** Rooms that were abandoned at the last run, and that could not be checked at this one. */
  readonly notKnown: ReadonlySet<RoomId>;
}

/**
 * Compares two runs.
 *
 * @param previous the rooms that were abandoned at the last run
 * @param now the status of each room, of those that are missing from the list as well. A room without a status is
 *   `not known`.
 */
export function compareRuns(
  previous: Pick<ReadonlySet<RoomId>, 'has' | 'keys'>,
  now: ReadonlyMap<RoomId, RoomStatus>,
): Delta {
  const before = (status: RoomStatus) =>
    new Set([...previous.keys()].filter((id) => (now.get(id) ?? 'not known') === status));
  return {
    new: new Set(
      [...now].flatMap(([id, status]) => (status === 'abandoned' && !previous.has(id) ? [id] : [])),
    ),
    recovered: before('in use').size,
    gone: before('gone').size,
    notVisible: before('not visible'),
    notKnown: before('not known'),
  };
}
