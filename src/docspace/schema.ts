import { z } from 'zod';
import type { UncertaintyReason } from '../rooms/activity.ts';
import { ROOM_TYPES, type Room, type RoomType } from '../rooms/room.ts';
import { account, deduplicator, toAccount } from './accounts.ts';
import { readPortalDate } from './dates.ts';
import { isObject, malformed, parse } from './validate.ts';

/**
 * The list of rooms as portals send it, validated and translated into this project's own terms. Facts:
 * `GET /api/2.0/files/rooms` of the DocSpace API reference, answers recorded from DocSpace 3.7.2, and the shapes that
 * ONLYOFFICE's example script reads for other versions.
 */

/** One page of the list of rooms. */
export interface RoomPage {
  readonly rooms: readonly Room[];
  /** How many rooms matched, before paging; null if this shape of answer holds no total. */
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

/** The number of a room type in the portal's API. */
export function roomTypeNumber(type: RoomType): string {
  return TYPE_NUMBERS[type];
}

const CREATED_MEMBERS = ['created', 'createdOn', 'createOn'] as const;
/** In this order; the first usable date is the date of the room. */
const DATE_MEMBERS = [
  'updated',
  'modified',
  'modifiedOn',
  'lastModified',
  'lastUpdate',
  'updatedOn',
  ...CREATED_MEMBERS,
] as const;

/** Shared by all rooms without tags, which are most. */
const NO_TAGS: readonly string[] = [];
/** `rootFolderType` of an archived room. */
export const ARCHIVE_ROOT = 20;

/**
 * Only the identity, the type and the dates of a room are strict: every other member of an unknown shape is taken as
 * not known, since one odd room must not end the scan.
 */
const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
/** A date of another type than text is kept: it makes the room's last activity unknown. */
const date = z.unknown().optional();
const room = z.object({
  id: z.union([z.int(), z.string().min(1)]).nullish(),
  title: text,
  roomType: z.union([z.int(), z.string()]).nullish(),
  inRoom: z.unknown().optional(),
  rootFolderType: z.unknown().optional(),
  isArchived: z.unknown().optional(),
  roomStatus: z.unknown().optional(),
  status: z.unknown().optional(),
  createdBy: account,
  ownedBy: account,
  updatedBy: account,
  providerItem: z.unknown().optional(),
  tags: z.array(z.unknown()).nullish().catch(null),
  // The portal leaves it out for rooms that the key's account may not edit, and its counter can be negative.
  usedSpace: z.int().min(0).nullish().catch(null),
  sharedExternal: flag,
  sharedForUser: flag,
  lifetime: z.unknown().optional(),
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
 * @param json the answer of the portal
 * @param what names the page in an error
 * @throws MalformedAnswerError that names the page and the member that cannot be read; never its value
 */
export function readRoomPage(json: unknown, what: string): RoomPage {
  const { entries, path, total: wireTotal } = locate(json, what);
  const same = deduplicator();
  const rooms = parse(z.array(room), entries, path, what).map((entry) => toRoom(entry, same));
  return { rooms, total: wireTotal };
}

/**
 * Reads the answer for one room.
 *
 * @param what names the room in an error
 * @throws MalformedAnswerError that names the member that cannot be read; never its value
 */
export function readRoomAnswer(json: unknown, what: string): Room {
  const response = isObject(json) ? json['response'] : undefined;
  return toRoom(parse(room, response, 'response', what), deduplicator());
}

interface Located {
  readonly entries: unknown;
  readonly path: string;
  readonly total: number | null;
}

/** Finds the list: an array, or an object that holds one. */
function locate(json: unknown, what: string): Located {
  const body = isObject(json) ? json : {};
  const inner = body['response'] ?? json;
  const prefix = inner === json ? '' : 'response';
  if (Array.isArray(inner)) {
    return { entries: inner, path: prefix, total: inner === json ? null : readTotal(body, 'total', what) };
  }
  if (!isObject(inner)) throw malformed(what, prefix || 'the answer', 'a list or an object', inner);
  const here = (member: string) => (prefix === '' ? member : `${prefix}.${member}`);
  // Some answers have the total outside of `response`.
  const innerTotal = readTotal(inner, here('total'), what) ?? readTotal(body, 'total', what);
  for (const member of ['rooms', 'folders', 'items']) {
    if (Array.isArray(inner[member]))
      return { entries: inner[member], path: here(member), total: innerTotal };
  }
  const present = ['rooms', 'folders', 'items'].find((member) => (inner[member] ?? null) !== null);
  if (present !== undefined) throw malformed(what, here(present), 'a list', inner[present]);
  // Null members are left out of the JSON. If the total is 0, no list is missing.
  if (innerTotal === 0) return { entries: [], path: here('folders'), total: 0 };
  throw malformed(what, here('folders'), 'a list', undefined);
}

function readTotal(holder: Record<string, unknown>, path: string, what: string): number | null {
  return parse(total, holder['total'], path, what) ?? null;
}

function toRoom(wire: WireRoom, same: ReturnType<typeof deduplicator>): Room {
  const lastUpdated = firstDate(wire, DATE_MEMBERS);
  const id = wire.id ?? null;
  return {
    id,
    title: wire.title || 'Room',
    type: wire.roomType ? (TYPE_BY_NUMBER.get(String(wire.roomType)) ?? `type-${wire.roomType}`) : null,
    isRoom: Boolean(wire.roomType) || Boolean(wire.inRoom),
    isArchived:
      wire.isArchived === true ||
      saysArchived(wire.roomStatus || wire.status) ||
      wire.rootFolderType === ARCHIVE_ROOT,
    owner: same(toAccount(wire.createdBy) ?? toAccount(wire.ownedBy)),
    updatedBy: same(toAccount(wire.updatedBy)),
    created: firstDate(wire, CREATED_MEMBERS).at,
    isThirdParty: typeof id === 'string' || wire.providerItem === true,
    lastUpdated: lastUpdated.at,
    uncertainBecause: lastUpdated.uncertainBecause,
    tags: textsIn(wire.tags),
    usedBytes: wire.usedSpace ?? null,
    isOpenToPublic: wire.sharedExternal ?? null,
    isShared: wire.sharedForUser ?? null,
    hasLifetime: isObject(wire.lifetime),
  };
}

function textsIn(values: readonly unknown[] | null | undefined): readonly string[] {
  if (values === null || values === undefined || values.length === 0) return NO_TAGS;
  return values.filter((value) => typeof value === 'string');
}

interface FirstDate {
  readonly at: Date | null;
  readonly uncertainBecause: UncertaintyReason | null;
}

/** The first member that is a date. Uncertain if one before it cannot be read: that one may be a later date. */
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
