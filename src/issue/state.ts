import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { TrackingSettings } from '../config/settings.ts';
import { isUncertain } from '../report/figures.ts';
import type { Report, TrendEntry } from '../report/schema.ts';
import { type Day, formatDay, parseDay } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';

/** What the tracking issue remembers from one run to the next. */
export interface IssueState {
  /** Grows with every edit, so that the markers of two comments differ. */
  readonly generation: number;
  /** The rooms that were abandoned at the last run, and since which day they are known to be; null if they did not fit. */
  readonly abandoned: ReadonlyMap<RoomId, Day> | null;
  /** Identifies the set of abandoned rooms, also if the rooms themselves did not fit. */
  readonly setHash: string;
  /** Those of them that carry the mark "new". */
  readonly marked: ReadonlySet<RoomId>;
  /** Rooms that somebody ticked, and through which day they are kept. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  /** Those of the abandoned rooms that the box for many rooms approves if it is ticked; empty: there is no such box. */
  readonly bulk: ReadonlySet<RoomId>;
  /** The numbers of past runs, oldest first. */
  readonly trend: readonly TrendEntry[];
  /** The portal and the policy of these runs, see `TrackingSettings`. */
  readonly trendOf: string;
}

/** Up to 9999-12-31, the last date that can be written as YYYY-MM-DD. */
const day = z.int().min(0).max(2_932_896);
/** As many as `report/trend.ts` keeps. */
const MAX_TREND = 104;
const roomId = z.union([z.int(), z.string().min(1)]);
const payload = z.object({
  generation: z.int().min(0),
  setHash: z.string(),
  /** Whether the abandoned rooms are known. */
  isComplete: z.boolean(),
  /**
   * Ids that are numbers, ascending, each as the distance to the one before, and their days. Plain ids would take 30,000
   * characters instead of 18,000 for 5,000 rooms: space that the list of rooms needs.
   */
  distances: z.array(z.int()),
  days: z.array(day),
  /** Ids that are texts. */
  named: z.array(z.tuple([z.string().min(1), day])),
  marked: z.array(roomId),
  kept: z.array(z.tuple([roomId, day])),
  /** Abandoned rooms that are not in `bulk`, which are few; null: `bulk` is empty. Older versions have none. */
  notInBulk: z.array(roomId).nullable().default(null),
  /** Day, abandoned rooms, bytes. Older versions have none. */
  trend: z
    .array(z.tuple([day, z.int().min(0), z.int().min(0).nullable()]))
    .max(MAX_TREND)
    .default([]),
  trendOf: z.string().default(''),
});

/** The hidden block of a state in a body. */
export const STATE_BLOCK = /<!-- abandoned-rooms-state v1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) -->/g;
/** Bounds what a block unpacks to that somebody else made. */
const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;

/**
 * The hidden block of a state: an HTML comment with a version and a checksum.
 *
 * @param issueKey part of the checksum, so that a block copied from another issue is not taken for this one's
 */
export function encodeState(state: IssueState, issueKey: string): string {
  const abandoned = [...(state.abandoned ?? [])];
  const numbers = abandoned.filter(isNumbered).sort(([a], [b]) => a - b);
  const packed = deflateRawSync(
    JSON.stringify({
      generation: state.generation,
      setHash: state.setHash,
      isComplete: state.abandoned !== null,
      distances: numbers.map(([id], at) => id - (numbers[at - 1]?.[0] ?? 0)),
      days: numbers.map(([, since]) => since),
      named: abandoned.filter(isNamed),
      marked: [...state.marked],
      kept: [...state.kept],
      notInBulk:
        state.bulk.size === 0
          ? null
          : [...(state.abandoned?.keys() ?? [])].filter((id) => !state.bulk.has(id)),
      trend: state.trend.map((entry) => [parseDay(entry.day) ?? 0, entry.abandoned, entry.bytes]),
      trendOf: state.trendOf,
    } satisfies z.input<typeof payload>),
    { level: 9 },
  ).toString('base64');
  return `<!-- abandoned-rooms-state v1 ${checksum(packed, issueKey)} ${packed} -->`;
}

/**
 * Reads the state out of an issue's body.
 *
 * @returns null if there is none, or if it is damaged, edited, or of another version
 */
export function decodeState(body: string, issueKey: string): IssueState | null {
  const blocks = [...body.matchAll(STATE_BLOCK)];
  const [, sum = '', packed = ''] = blocks[0] ?? [];
  if (blocks.length !== 1 || checksum(packed, issueKey) !== sum) return null;
  try {
    const json: unknown = JSON.parse(
      inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8'),
    );
    const read = payload.parse(json);
    if (read.distances.length !== read.days.length) return null;
    const abandoned = new Map<RoomId, Day>();
    let id = 0;
    read.distances.forEach((distance, at) => {
      id += distance;
      abandoned.set(id, read.days[at] ?? 0);
    });
    for (const [text, since] of read.named) abandoned.set(text, since);
    return {
      generation: read.generation,
      setHash: read.setHash,
      abandoned: read.isComplete ? abandoned : null,
      marked: new Set(read.marked),
      kept: new Map(read.kept),
      bulk: read.notInBulk === null ? new Set() : bulkOf(abandoned, read.notInBulk),
      trend: read.trend.map(([at, rooms, bytes]) => ({ day: formatDay(at), abandoned: rooms, bytes })),
      trendOf: read.trendOf,
    };
  } catch {
    // The checksum is right, but this is not a state: somebody forged it.
    return null;
  }
}

function bulkOf(abandoned: ReadonlyMap<RoomId, Day>, except: readonly RoomId[]): ReadonlySet<RoomId> {
  const others = new Set(except);
  return new Set([...abandoned.keys()].filter((id) => !others.has(id)));
}

/** Identifies a set of rooms, in any order. */
export function hashSet(ids: Iterable<RoomId>): string {
  return shortHash(
    [...ids]
      .map((id) => JSON.stringify(id))
      .sort()
      .join('\n'),
  );
}

/** Sixteen hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function isNumbered(entry: readonly [RoomId, Day]): entry is [number, Day] {
  return typeof entry[0] === 'number';
}

function isNamed(entry: readonly [RoomId, Day]): entry is [string, Day] {
  return typeof entry[0] === 'string';
}

function checksum(packed: string, issueKey: string): string {
  return shortHash(`${issueKey}\n${packed}`);
}

export interface NextStateOptions {
  readonly report: Report;
  /** The rooms that the issue remembered as abandoned when the run began; null if that is not known. */
  readonly knownAtStart: ReadonlySet<RoomId> | null;
  /** Rooms that are kept at this run, and through which day: also those that the report does not show. */
  readonly kept: ReadonlyMap<RoomId, Day>;
  readonly today: Day;
  readonly settings: Pick<TrackingSettings, 'trendOf'>;
}

/**
 * The state to be remembered, with the generation of the one before, and without the box for many rooms.
 *
 * @param before null if it is lost, or if there is no issue yet
 * @param shown the abandoned rooms that the list itself shows. They count if the state is lost or does not hold the rooms:
 *   a room that is only missing from the report may be out of sight, and the next run looks it up.
 */
export function nextState(
  options: NextStateOptions,
  before: IssueState | null,
  shown: ReadonlySet<RoomId>,
): IssueState {
  const { report, today, kept } = options;
  const ids = new Set([
    ...report.abandoned.map(({ id }) => id),
    ...stillRemembered(options, [...(before?.abandoned?.keys() ?? shown)]),
  ]);
  const setHash = hashSet(ids);
  return {
    generation: before?.generation ?? 0,
    abandoned: new Map([...ids].map((id) => [id, before?.abandoned?.get(id) ?? today])),
    setHash,
    // The marks stay until the set changes again: to remove them alone would be an edit of its own.
    marked: before?.setHash === setHash ? before.marked : newRooms(report, before),
    kept,
    bulk: new Set(),
    trend: report.trend ?? [],
    trendOf: options.settings.trendOf,
  };
}

/** Rooms that are abandoned now and were not before; none if the state before is not known. */
export function newRooms(report: Report, before: IssueState | null): ReadonlySet<RoomId> {
  const known = before?.abandoned ?? null;
  if (known === null) return new Set();
  return new Set(report.abandoned.flatMap(({ id }) => (known.has(id) ? [] : [id])));
}

/** Rooms that were abandoned, are not in the report as such, and have not left the list either. */
function stillRemembered(
  { report, knownAtStart }: NextStateOptions,
  remembered: readonly RoomId[],
): readonly RoomId[] {
  const notChecked = new Set([
    ...report.unknown.filter(isUncertain).map(({ id }) => id),
    ...report.missing.map(({ id }) => id),
  ]);
  const judged = new Set([...report.unknown, ...report.upcoming, ...report.exempt].map(({ id }) => id));
  return remembered.filter((id) => {
    // The run did not know the room when it began, so it did not look up whether the room is gone.
    const isNotLookedUp = knownAtStart?.has(id) !== true && !judged.has(id);
    return notChecked.has(id) || isNotLookedUp;
  });
}
