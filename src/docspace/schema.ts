import { z } from 'zod';
import type { UncertaintyReason } from '../rooms/activity.ts';
import { ROOM_TYPES, type Room, type RoomType } from '../rooms/room.ts';
import { account, deduplicator, toAccount } from './accounts.ts';
import { readPortalDate } from './dates.ts';
import { isObject, malformed, parse } from './validate.ts';

/**
 * What portals send, validated and turned into this project's own words. Facts: `GET /api/2.0/files/rooms` of the
 * DocSpace API reference, and the shapes of other versions.
 */

/** What every text of an answer goes through, before any format escapes it. */
export interface Cleaner {
  readonly scrub: (text: string) => string;
}

interface Reader extends Cleaner {
  readonly same: ReturnType<typeof deduplicator>;
}

/** One page of the list of rooms. */
export interface RoomPage {
  readonly rooms: readonly Room[];
  /** How many rooms matched, before paging; null where this shape of answer does not tell. */
  readonly total: number | null;
}

const TYPE_NUMBERS: Readonly<Record<RoomType, string>> = {
  'form-filling': '1',
  collaboration: '2',
  custom: '5',
  public: '6',
  'virtual-data': '8',
  'ai-agent': '9',
};
const TYPE_BY_NUMBER: ReadonlyMap<string, RoomType> = new Map(
  ROOM_TYPES.map((type) => [TYPE_NUMBERS[type], type]),
);

/** The number under which the portal knows a type of room. */
export function roomTypeNumber(type: RoomType): string {
  return TYPE_NUMBERS[type];
}

const CREATED_MEMBERS = ['created', 'createdOn', 'createOn'] as const;
/** In the order in which they are looked at; the first one that is a usable date is the date of the room. */
const DATE_MEMBERS = [
  'updated',
  'modified',
  'modifiedOn',
  'lastModified',
  'lastUpdate',
  'updatedOn',
  ...CREATED_MEMBERS,
] as const;

/** One for all rooms without tags, which are most. */
const NO_TAGS: readonly string[] = [];
/** `rootFolderType` of an archived room. */
export const ARCHIVE_ROOT = 20;

const date = z.string().nullish();
const room = z.object({
  id: z.union([z.int(), z.string().min(1)]).nullish(),
  title: z.string().nullish(),
  roomType: z.union([z.int(), z.string()]).nullish(),
  inRoom: z.unknown().optional(),
  rootFolderType: z.number().nullish(),
  isArchived: z.unknown().optional(),
  roomStatus: z.unknown().optional(),
  status: z.unknown().optional(),
  createdBy: account,
  updatedBy: account,
  providerItem: z.unknown().optional(),
  tags: z.array(z.string()).nullish(),
  usedSpace: z.int().min(0).nullish(),
  updated: date,
  modified: date,
  modifiedOn: date,
  lastModified: date,
  lastUpdate: date,
  updatedOn: date,
  created: date,
  createdOn: date,
  createOn: date,
} satisfies Record<(typeof DATE_MEMBERS)[number], typeof date> & Record<string, z.ZodType>);
type WireRoom = z.infer<typeof room>;

const total = z.int().min(0).nullish();

/**
 * Reads one page of the list of rooms.
 *
 * @param json what the portal answered
 * @param cleaner what every text goes through
 * @param what names the page in an error
 * @throws PortalError that names the page and the member that is not as it should be; never its value
 */
export function readRoomPage(json: unknown, cleaner: Cleaner, what: string): RoomPage {
  const { entries, path, total: wireTotal } = locate(json, what);
  const reader = { ...cleaner, same: deduplicator() };
  const rooms = parse(z.array(room), entries, path, what).map((entry) => toRoom(entry, reader));
  return { rooms, total: wireTotal };
}

interface Located {
  readonly entries: unknown;
  readonly path: string;
  readonly total: number | null;
}

/** Finds the list in the shapes that portals answer with: an array, or an object that holds one. */
function locate(json: unknown, what: string): Located {
  const body = isObject(json) ? json : {};
  const inner = body['response'] ?? json;
  const prefix = inner === json ? '' : 'response';
  if (Array.isArray(inner)) {
    return { entries: inner, path: prefix, total: inner === json ? null : readTotal(body, 'total', what) };
  }
  if (!isObject(inner)) throw malformed(what, prefix || 'the answer', 'a list or an object', inner);
  const here = (member: string) => (prefix === '' ? member : `${prefix}.${member}`);
  // Some answers tell the total around the list only.
  const innerTotal = readTotal(inner, here('total'), what) ?? readTotal(body, 'total', what);
  for (const member of ['rooms', 'folders', 'items']) {
    if (Array.isArray(inner[member]))
      return { entries: inner[member], path: here(member), total: innerTotal };
  }
  const present = ['rooms', 'folders', 'items'].find((member) => (inner[member] ?? null) !== null);
  if (present !== undefined) throw malformed(what, here(present), 'a list', inner[present]);
  // Null members are left out of the JSON; with the portal's own word that nothing matched, nothing is missing.
  if (innerTotal === 0) return { entries: [], path: here('folders'), total: 0 };
  throw malformed(what, here('folders'), 'a list', undefined);
}

function readTotal(holder: Record<string, unknown>, path: string, what: string): number | null {
  return parse(total, holder['total'], path, what) ?? null;
}

function toRoom(wire: WireRoom, { scrub, same }: Reader): Room {
  const lastUpdated = firstDate(wire, DATE_MEMBERS);
  const id = typeof wire.id === 'string' ? scrub(wire.id) : (wire.id ?? null);
  return {
    id,
    title: scrub(wire.title || 'Room'),
    type: wire.roomType
      ? (TYPE_BY_NUMBER.get(String(wire.roomType)) ?? `type-${scrub(String(wire.roomType))}`)
      : null,
    isRoom: Boolean(wire.roomType) || Boolean(wire.inRoom),
    isArchived:
      wire.isArchived === true ||
      saysArchived(wire.roomStatus || wire.status) ||
      wire.rootFolderType === ARCHIVE_ROOT,
    owner: same(toAccount(wire.createdBy, scrub)),
    updatedBy: same(toAccount(wire.updatedBy, scrub)),
    created: firstDate(wire, CREATED_MEMBERS).at,
    isThirdParty: typeof id === 'string' || wire.providerItem === true,
    lastUpdated: lastUpdated.at,
    uncertainBecause: lastUpdated.uncertainBecause,
    tags:
      wire.tags === null || wire.tags === undefined || wire.tags.length === 0
        ? NO_TAGS
        : wire.tags.map(scrub),
    usedBytes: wire.usedSpace ?? null,
  };
}

interface FirstDate {
  readonly at: Date | null;
  readonly uncertainBecause: UncertaintyReason | null;
}

/** The first member that is a date; in doubt where one before it holds something else, which may be a later date. */
function firstDate(wire: WireRoom, members: readonly (typeof DATE_MEMBERS)[number][]): FirstDate {
  let uncertainBecause: UncertaintyReason | null = null;
  for (const member of members) {
    const date = readPortalDate(wire[member]);
    if (date instanceof Date) return { at: date, uncertainBecause };
    if (date === 'unreadable') uncertainBecause = 'date not readable';
  }
  return { at: null, uncertainBecause };
}

function saysArchived(status: unknown): boolean {
  return typeof status === 'string' && status.toLowerCase() === 'archived';
}
