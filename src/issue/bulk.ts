import { reasonText } from '../report/archiving.ts';
import type { Report } from '../report/schema.ts';
import type { RoomId } from '../rooms/room.ts';
import { plural } from '../shared/text.ts';
import { ownBlock } from './block.ts';
import { BULK_MARKER } from './boxes.ts';
import { withoutHiddenLines } from './hidden-lines.ts';
import { decodeState, hashSet, shortHash } from './state.ts';

/**
 * The box by which people approve that many rooms are archived: above the list, in the block of this action. It counts
 * only if it is whole, in its place and there once: in doubt nothing is archived.
 */

/** The fewest rooms for which the box is offered. */
const MIN_ROOMS = 6;

/** Reasons that say nothing of the room itself: another run, or another key, may archive it. */
const OF_THIS_RUN: ReadonlySet<string | null> = new Set(
  (
    [
      'last activity not known',
      'not checked against its history',
      'not for this account',
      'not for this key',
      'clock not checked',
    ] as const
  ).map(reasonText),
);

const LINE = /^- \[([ xX])\] (.+) <!-- archive-all ([0-9a-f]{16}) -->$/;
const NOT_SHOWN = ', also those that are not shown';
const PER_RUN = /, (\d+) at each run$/;
/** A heading of any form, also by a line below its text. */
const HEADING = /^\s*(?:#|<h\d|=+[ \t]*$|-+[ \t]*$)/m;

export interface BulkBox {
  /** The rooms that a tick approves: the state remembers them. */
  readonly rooms: ReadonlySet<RoomId>;
  /** How many rooms one run archives; 0: not said. */
  readonly perRun: number;
  /** It was ticked before, and its rooms are those of that time. */
  readonly isTicked: boolean;
  /** How many rooms are listed as abandoned. */
  readonly listed: number;
  /** Whether the list shows all of them. */
  readonly areShown: boolean;
}

/** The line of the box. Its marker seals the text together with the rooms. */
export function bulkLine({ rooms, perRun, isTicked, listed, areShown }: BulkBox): string {
  const can = rooms.size < listed ? ' that can be archived' : '';
  const which = isTicked
    ? `${plural(rooms.size, 'room')} that ${rooms.size === 1 ? 'was' : 'were'} listed when this box was ticked`
    : `all ${rooms.size} rooms ${areShown ? 'listed here' : 'of the list'}${can}`;
  const text = `archive ${which}${areShown ? '' : NOT_SHOWN}${perRun === 0 ? '' : `, ${perRun} at each run`}`;
  return `- [${isTicked ? 'x' : ' '}] ${text} <!-- archive-all ${seal(text, rooms)} -->`;
}

export interface ReadBulk {
  /** The rooms that the ticked box approves; none in doubt. */
  readonly approved: ReadonlySet<RoomId>;
  /** Whether the list showed all of them when it was written, as far as the box says. */
  readonly areShown: boolean;
  /** How many rooms one run archives, as the box says; 0: it says nothing; null: there is no whole box. */
  readonly perRun: number | null;
  /** The body without the box, if it is whole. */
  readonly rest: string;
}

/** Reads the box out of a body. */
export function readBulk(body: string, issueKey: string): ReadBulk {
  const none = { approved: new Set<RoomId>(), areShown: true, perRun: null, rest: body };
  const [line, ...others] = body.split('\n').filter((one) => BULK_MARKER.test(one));
  if (line === undefined || others.length > 0) return none;
  const [above = ''] = ownBlock(withoutHiddenLines(body), issueKey).split(HEADING);
  const [, mark, text = '', sealed] = LINE.exec(line) ?? [];
  const rooms = decodeState(ownBlock(body, issueKey), issueKey)?.bulk ?? none.approved;
  if (!above.split('\n').includes(line) || seal(text, rooms) !== sealed) return none;
  return {
    approved: mark === ' ' ? none.approved : rooms,
    areShown: !text.includes(NOT_SHOWN),
    perRun: Number(PER_RUN.exec(text)?.[1] ?? 0),
    rest: body.replace(line, ''),
  };
}

/**
 * The rooms of the box that is written: those that were approved before and follow, or else all listed ones that can be archived.
 *
 * @param approved when the issue is written
 * @param remembered the rooms that the state remembers as abandoned
 */
export function nextBulk(
  { abandoned, archiving }: Report,
  approved: ReadonlySet<RoomId>,
  remembered: ReadonlySet<RoomId>,
): Pick<BulkBox, 'rooms' | 'isTicked'> {
  // What this run would not archive, or failed to archive, has to be approved again.
  const refused = new Set(
    (archiving ?? []).flatMap(({ id, result, reason }) =>
      result === 'not archived' && !OF_THIS_RUN.has(reason) ? [id] : [],
    ),
  );
  const following = [...approved].filter((id) => remembered.has(id) && !refused.has(id));
  if (following.length > 0) return { rooms: new Set(following), isTicked: true };
  const offered = abandoned.filter(({ archivable }) => archivable).map(({ id }) => id);
  return { rooms: new Set(offered.length < MIN_ROOMS ? [] : offered), isTicked: false };
}

function seal(text: string, rooms: Iterable<RoomId>): string {
  return shortHash(`${text}\n${hashSet(rooms)}`);
}
