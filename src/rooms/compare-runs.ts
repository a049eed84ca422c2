import type { Day } from './days.ts';
import type { Findings, RoomFate } from './findings.ts';
import type { RoomId } from './room.ts';
import { lastActiveOn } from './rooms-in-use.ts';
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
type RoomStatus = 'abandoned' | 'in use' | 'gone' | 'not visible' | 'not known' | 'set aside';

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

/** What changed since the last run. */
export interface Changes {
  /**
   * How many rooms are new; of those that were abandoned at the last run, how many are in use again, deleted or
   * archived, and not visible any more.
   */
  readonly delta: Readonly<Record<'new' | 'recovered' | 'gone' | 'notVisible', number>>;
  /** Abandoned now, but not at the last run. */
  readonly newRooms: ReadonlySet<RoomId>;
  /** Rooms that were abandoned at the last run, and that the key's account does not see any more. */
  readonly notVisible: readonly RoomId[];
  /** Rooms that were abandoned at the last run, and that could not be checked at this one. */
  readonly notKnown: readonly RoomId[];
}

/**
 * Compares the findings of this run with the last run.
 *
 * @param previous the rooms that were abandoned at the last run, and the day since which each of them is known to be
 */
export function compareRuns(
  previous: ReadonlyMap<RoomId, Day>,
  { judged, inUse, missing }: Pick<Findings, 'judged' | 'inUse' | 'missing'>,
): Changes {
  const statuses = new Map<RoomId, RoomStatus>(
    judged.map(({ room, verdict }) => [room.id, statusAfter(verdict, previous.get(room.id))]),
  );
  const statusOf = (id: RoomId, since: Day): RoomStatus => {
    const room = inUse.get(id);
    const other =
      room === undefined
        ? STATUS_BY_FATE[missing.get(id) ?? 'unknown']
        : statusInUse(room.lastActiveOn, since);
    return statuses.get(id) ?? other;
  };
  const before = (status: RoomStatus) =>
    [...previous].filter(([id, since]) => statusOf(id, since) === status).map(([id]) => id);
  const isNew = ([id, status]: readonly [RoomId, RoomStatus]) => status === 'abandoned' && !previous.has(id);
  const newRooms = new Set([...statuses].filter(isNew).map(([id]) => id));
  const notVisible = before('not visible');
  return {
    delta: {
      new: newRooms.size,
      recovered: before('in use').length,
      gone: before('gone').length,
      notVisible: notVisible.length,
    },
    newRooms,
    notVisible,
    notKnown: before('not known'),
  };
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
 * Only activity brings a room back into use. Without any since the day on which it was first known to be abandoned, it
 * is the policy that has changed.
 */
function statusInUse(lastActive: Day | null, since: Day | undefined): RoomStatus {
  if (lastActive === null) return 'not known';
  return since === undefined || lastActive >= since ? 'in use' : 'set aside';
}
