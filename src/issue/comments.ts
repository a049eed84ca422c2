import { describeActivity } from '../report/entries.ts';
import type { ArchiveEntry, Report, RoomEntry } from '../report/schema.ts';
import { markdownText, roomList } from '../report/text/markdown.ts';
import type { RoomId } from '../rooms/room.ts';
import { foldName, plural } from '../shared/text.ts';
import { encodeState, hashSet, type IssueState, shortHash } from './state.ts';

/** The texts of comments on the issue. */

/** A comment, and the part of it that tells it from every other one. */
export interface MarkedComment {
  readonly text: string;
  readonly marker: string;
}

/** A comment that is to be made before an edit. */
export type DueComment =
  | { readonly kind: 'new'; readonly marker: string; readonly rooms: ReadonlySet<RoomId> }
  | { readonly kind: 'closed' | 'unreadable'; readonly marker: string; readonly text: string };

/** The most rooms, and the most people, that a comment names. */
const MAX_NAMED = 20;
/** Characters for the names of rooms, of the 65,536 that GitHub takes. */
const NAMES_LIMIT = 60_000;

/** Characters for the text of lines that could not be read. */
const TEXT_LIMIT = 64_000;

/**
 * The hidden marker by which a comment is found again, also by the next run if this one is stopped before its edit.
 *
 * @param before what the issue remembered before, or the day if that is lost: it makes the marker unique
 */
function commentMarker(kind: string, before: IssueState | string, rooms: Iterable<RoomId>): string {
  const was = typeof before === 'string' ? before : encodeState(before, '');
  return `<!-- abandoned-rooms-comment ${shortHash(`${kind}\n${was}\n${hashSet(rooms)}`)} -->`;
}

/** Names newly abandoned rooms. @param before as for `commentMarker` */
export function newRoomsComment(rooms: ReadonlySet<RoomId>, before: IssueState | string): DueComment {
  return { kind: 'new', marker: commentMarker('new', before, rooms), rooms };
}

/** Says why the issue is closed. @param before as for `commentMarker` */
export function closedComment(before: IssueState | string): DueComment {
  const text =
    'No room is abandoned any more, so this issue is closed. It is opened again if a room becomes abandoned.';
  const marker = commentMarker('closed', before, []);
  return { kind: 'closed', marker, text: `${text}\n${marker}` };
}

/** @param logins of owners, to be mentioned */
export function renderComment(due: DueComment, report: Report, logins: readonly string[]): MarkedComment {
  if (due.kind !== 'new') return due;
  const { rooms, marker } = due;
  const added = report.abandoned.filter(({ id }) => rooms.has(id));
  const title = `**${plural(added.length, 'room')} became abandoned since the last run:**`;
  const owners = logins.length === 0 ? [] : ['', `Owners: ${logins.map((login) => `@${login}`).join(' ')}`];
  const list = roomList(added, NAMES_LIMIT, undefined, MAX_NAMED);
  return { marker, text: [title, '', ...list, ...owners, '', marker].join('\n') };
}

/** The owners that a comment mentions. */
export interface Mentions {
  /** Each once, at most 20. */
  readonly logins: readonly string[];
  /** Display names that more than one owner has: only an id tells who is meant, so nobody is mentioned. */
  readonly ambiguous: readonly string[];
}

const NOBODY: Mentions = { logins: [], ambiguous: [] };

/**
 * The logins of the owners of newly abandoned rooms. A redacted report holds no owners.
 *
 * @param ownerLogins by display name or id, in any case
 */
export function mentionedOwners(
  due: DueComment,
  report: Report,
  ownerLogins: ReadonlyMap<string, string>,
): Mentions {
  if (due.kind !== 'new' || ownerLogins.size === 0 || report.redacted) return NOBODY;
  const byName = new Map([...ownerLogins].map(([name, login]) => [foldName(name), login]));
  const idsByName = idsOfOwners(report);
  const logins = new Map<string, string>();
  const ambiguous = new Map<string, string>();
  for (const { owner, ownerId } of report.abandoned.filter(({ id }) => due.rooms.has(id))) {
    const name = foldName(owner ?? '');
    const byId = byName.get(foldName(ownerId ?? ''));
    const login = byId ?? byName.get(name);
    if (login === undefined) continue;
    if (byId === undefined && idsByName.get(name)?.size !== 1) {
      ambiguous.set(name, ambiguous.get(name) ?? owner ?? '');
    } else {
      logins.set(foldName(login), logins.get(foldName(login)) ?? login);
    }
  }
  return { logins: [...logins.values()].slice(0, MAX_NAMED), ambiguous: [...ambiguous.values()] };
}

/** The ids of all owners in a report, by display name. */
function idsOfOwners(report: Report): ReadonlyMap<string, ReadonlySet<string | null>> {
  const ids = new Map<string, Set<string | null>>();
  for (const { owner, ownerId } of [
    report.abandoned,
    report.exempt,
    report.upcoming,
    report.unknown,
  ].flat()) {
    if (owner === null) continue;
    const name = foldName(owner);
    ids.set(name, (ids.get(name) ?? new Set()).add(ownerId));
  }
  return ids;
}

/**
 * Names the rooms that a run has archived, and how to restore them.
 *
 * @param following how many follow; empty if none does
 * @param run tells this run from every other one
 */
export function archivedComment(rooms: readonly RoomEntry[], following: string, run: string): MarkedComment {
  const [were, them] = rooms.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return archiveComment(commentMarker('archived', run, idsOf(rooms)), [
    `**${plural(rooms.length, 'room')} ${were} moved to the archive**, as approved in this issue:`,
    '',
    ...roomList(rooms, NAMES_LIMIT, archivedFacts),
    '',
    `Nothing was deleted: files, members and links stay. ${howToRestore(them)}`,
    ...(following === '' ? [] : ['', following]),
  ]);
}

/**
 * Names approved rooms that a run has found in the archive: an earlier run was stopped before its comment, or somebody
 * archived them in the portal.
 *
 * @param day of the run
 */
export function archivedBeforeComment(rooms: readonly ArchiveEntry[], day: string): MarkedComment {
  const [are, them] = rooms.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return archiveComment(commentMarker('archived before', day, idsOf(rooms)), [
    `**${plural(rooms.length, 'room')} that ${are} approved in this issue ${are} in the archive already:**`,
    '',
    ...roomList(rooms, NAMES_LIMIT, ({ owner }) => (owner === null ? '' : ` — owner ${markdownText(owner)}`)),
    '',
    howToRestore(them),
  ]);
}

function archiveComment(marker: string, lines: readonly string[]): MarkedComment {
  return { marker, text: [...lines, '', marker].join('\n') };
}

function idsOf(rooms: readonly { readonly id: RoomId }[]): readonly RoomId[] {
  return rooms.map(({ id }) => id);
}

function howToRestore(them: string): string {
  return `To restore ${them}, open **Archive** in the portal and choose **Restore** in the menu of the room.`;
}

function archivedFacts(room: RoomEntry): string {
  const owner = room.owner === null ? '' : `owner ${markdownText(room.owner)} · `;
  const activity = markdownText(describeActivity(room) ?? 'not known');
  return ` — ${owner}last activity ${activity} · evidence: ${room.evidence}`;
}

/** Keeps ticked lines that the next edit would lose. Within a code block, nothing of them is a mention or a link. */
export function unreadableComment(lines: readonly string[]): Extract<DueComment, MarkedComment> {
  const marker = commentMarker('unreadable', lines.join('\n'), []);
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  const text = [
    `${ticked(lines.length)} in the list could not be read, so no room is kept or archived because of ${lines.length === 1 ? 'it' : 'them'}. The list is replaced; this is the text:`,
    '',
    `${fence}text`,
    // A line can be as long as the issue, if a bot removed its line ends.
    lines.join('\n').slice(0, TEXT_LIMIT),
    fence,
    '',
    'To keep a room, tick its own line in the list.',
    marker,
  ];
  return { kind: 'unreadable', marker, text: text.join('\n') };
}

/** `1 ticked line`, `2 ticked lines`. */
export function ticked(count: number): string {
  return plural(count, 'ticked line');
}
