import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Day } from '../rooms/days.ts';
import type { RoomId } from '../rooms/room.ts';

/** What the tracking issue remembers from one run to the next. */
export interface TrackedState {
  /** Grows with every edit: it tells one comment from the next, so that none is made twice. */
  readonly generation: number;
  /** The rooms that were abandoned at the last run, and since when they are known to be; null where they did not fit. */
  readonly abandoned: ReadonlyMap<RoomId, Day> | null;
  /** Tells one set of abandoned rooms from another, also where the rooms themselves did not fit. */
  readonly setHash: string;
  /** Those of them that carry the mark "new". */
  readonly marked: ReadonlySet<RoomId>;
  /** Rooms that somebody ticked, and through which day they are kept. */
  readonly kept: ReadonlyMap<RoomId, Day>;
}

/** Up to 9999-12-31: what is later is no date that can be written. */
const day = z.int().min(0).max(2_932_896);
const roomId = z.union([z.int(), z.string().min(1)]);
const payload = z.object({
  g: z.int().min(0),
  h: z.string(),
  /** Whether the abandoned rooms are known. */
  a: z.boolean(),
  /** Ids that are numbers, ascending, each as the distance to the one before; and their days. */
  i: z.array(z.int()),
  d: z.array(day),
  /** Ids that are texts. */
  t: z.array(z.tuple([z.string().min(1), day])),
  n: z.array(roomId),
  k: z.array(z.tuple([roomId, day])),
});

/** A state as it stands in a body. */
export const STATE_BLOCK = /<!-- abandoned-rooms-state v1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) -->/g;
/** Of a block that somebody made, not this action: what it unpacks to is bounded. */
const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;

/**
 * The hidden block of a state: an HTML comment with a version and a checksum.
 *
 * @param issueKey part of the checksum, so that a block copied from another issue is not taken for this one's
 */
export function encodeState(state: TrackedState, issueKey: string): string {
  const abandoned = [...(state.abandoned ?? [])];
  const numbers = abandoned.filter(isNumbered).sort(([a], [b]) => a - b);
  const packed = deflateRawSync(
    JSON.stringify({
      g: state.generation,
      h: state.setHash,
      a: state.abandoned !== null,
      i: numbers.map(([id], at) => id - (numbers[at - 1]?.[0] ?? 0)),
      d: numbers.map(([, since]) => since),
      t: abandoned.filter(isNamed),
      n: [...state.marked],
      k: [...state.kept],
    } satisfies z.input<typeof payload>),
    { level: 9 },
  ).toString('base64');
  return `<!-- abandoned-rooms-state v1 ${checksum(packed, issueKey)} ${packed} -->`;
}

/**
 * Reads the state out of an issue's body.
 *
 * @returns null where there is none, or it is damaged, edited, or of another version: then nothing is known
 */
export function decodeState(body: string, issueKey: string): TrackedState | null {
  const blocks = [...body.matchAll(STATE_BLOCK)];
  const [, sum = '', packed = ''] = blocks[0] ?? [];
  if (blocks.length !== 1 || checksum(packed, issueKey) !== sum) return null;
  try {
    const json: unknown = JSON.parse(
      inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8'),
    );
    const { g, h, a, i, d, t, n, k } = payload.parse(json);
    if (i.length !== d.length) return null;
    const abandoned = new Map<RoomId, Day>();
    let id = 0;
    i.forEach((distance, at) => {
      id += distance;
      abandoned.set(id, d[at] ?? 0);
    });
    for (const [text, since] of t) abandoned.set(text, since);
    return {
      generation: g,
      setHash: h,
      abandoned: a ? abandoned : null,
      marked: new Set(n),
      kept: new Map(k),
    };
  } catch {
    // Made to pass the checksum, and still no state: somebody tried.
    return null;
  }
}

/** The same for the same set of rooms, in whatever order. */
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
