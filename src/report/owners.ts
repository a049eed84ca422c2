import { linesThatFit, plural, visible } from '../shared/text.ts';
import type { Report, RoomEntry } from './schema.ts';
import { markdownLink, markdownText, tableHead, tableRow } from './text/markdown.ts';
import { type Budget, rowsThatFit } from './text/tables.ts';

/** The owners of abandoned rooms: for the file by owner, and for the table with mails to them. */

/** The longest address that Windows hands from a browser to a mail program has 2,083 characters. */
const MAILTO_CHARS = 1900;
const TITLE_CHARS = 80;
/** A link holds the rooms of its owner, so its row is some ten times as long as that of a room. */
const ROWS_OF_ROOMS = 10;

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

/** The owners of abandoned rooms. A click on a name writes a mail that asks about the rooms. */
export function ownersTable(report: Report, budget: Budget): string {
  const { contacts, abandoned } = report;
  if (contacts === null || contacts.owners === 0) return '';
  const owners = ownersOf(abandoned);
  const toRow = (owner: OwnerEntry) => {
    const name = owner.name ?? 'nobody';
    const cell = owner.note === null ? markdownLink(name, mailtoUrl(owner, report)) : markdownText(name);
    return tableRow([cell, String(owner.rooms.length), owner.note ?? '']);
  };
  const head = tableHead([{ title: 'Owner' }, { title: 'Rooms', isNumber: true }, { title: 'Note' }]);
  const rows = rowsThatFit(owners, toRow, budget, budget.rows / ROWS_OF_ROOMS);
  const cut =
    rows.length === owners.length
      ? ''
      : `\n\nShowing ${rows.length} of ${owners.length}. All owners are in the report file (output \`report-owners\`).`;
  return `### Owners to ask\n\n${[head, ...rows].join('\n')}${cut}`;
}

/** A link that begins a mail to an owner: with a subject, and as many of the rooms as fit. */
export function mailtoUrl({ name, email, rooms }: OwnerEntry, { portal, policy }: Report): string {
  const subject = `${plural(rooms.length, 'room')} of yours on ${new URL(portal).host}: still needed?`;
  const show = rooms.length === 1 ? 'this room of yours shows' : 'these rooms of yours show';
  const undated = rooms.every(({ lastActivity }) => lastActivity !== null) ? '' : ', or no date of any';
  const reason = `${show} no activity on ${portal} for ${plural(policy.inactiveDays, 'day')} or longer${undated}`;
  const closing =
    '\nPlease archive or delete what nobody needs any more, and answer if a room has to stay.\n';
  const startWith = (greeting: string) =>
    `mailto:${addressPart(email ?? '')}?subject=${encoded(subject)}&body=${encoded(`${greeting},\n\n${reason}:\n\n`)}`;
  const items = rooms.map(({ title, url, lastActivity }) =>
    encoded(`- ${line(title ?? '')}, last activity ${lastActivity?.slice(0, 10) ?? 'not known'}: ${url}\n`),
  );
  const end = (left: number) =>
    encoded(`${left === 0 ? '' : `- and ${plural(left, 'more room')}\n`}${closing}`);
  const most = MAILTO_CHARS - end(rooms.length).length;
  const named = startWith(`Hello ${line(name ?? '')}`);
  const start = named.length <= most ? named : startWith('Hello');
  const left = most - start.length;
  // They have no line ends, which linesThatFit counts.
  const shown = linesThatFit(items, left, ({ length }) => length - 1);
  return `${start}${shown.join('')}${end(rooms.length - shown.length)}`;
}

/** Untrusted text within a line of a mail. */
function line(text: string): string {
  const characters = [...visible(text)];
  return characters.length > TITLE_CHARS
    ? `${characters.slice(0, TITLE_CHARS).join('')}…`
    : characters.join('');
}

/** RFC 6068: everything but letters, digits and a few signs is percent-encoded, a line end as CRLF. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed().replaceAll('\n', '\r\n')).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function addressPart(email: string): string {
  return email.split('@').map(encoded).join('@');
}
