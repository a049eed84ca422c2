import { z } from 'zod';
import { ROOM_TYPES, type Room, type RoomType } from '../rooms/room.ts';
import { deduplicator, readAccount } from './accounts.ts';
import { readPortalDate } from './dates.ts';
import { isObject, malformed, parse, textOf } from './validate.ts';

/**
 * The list of rooms as portals send it, validated and translated into this project's own terms. Facts:
 * `GET /api/2.0/files/rooms` of the DocSpace API reference, answers recorded from DocSpace 3.7.2, and the shapes that
 * ONLYOFFICE's example script reads for other versions.
 */

/** One page of the list of rooms. */
export interface RoomPage {
  /** The entries by their places on the page; null for an entry without an id, which is no room. */
  readonly rooms: readonly (Room | null)[];
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
/** `access` of an account that may only fill in forms. */
const FILLS_FORMS = 7;
/** `rootFolderType` of an archived room. */
const ARCHIVE_ROOT = 20;

/**
 * What makes an entry a room is strict. Every other member of an unknown shape is taken as not known, since one odd
 * room must not end the scan. Those are read without zod, which would make several objects for each of them.
 */
const id = z.union([z.int(), z.string().min(1)]);
const identity = z.object({ id, roomType: z.union([z.int(), z.string()]).nullish() });
const listedIdentity = identity.extend({ id: id.nullish() });

const total = z.int().min(0).nullish();

/**
 * Returns a function that reads the pages of one list of rooms. Equal accounts are one object in all of them.
 *
 * The function takes the answer of the portal and the name of the page for an error. It throws a MalformedAnswerError
 * that names the page and the member that cannot be read; never its value.
 */
export function createRoomReader(): (json: unknown, what: string) => RoomPage {
  const same = deduplicator();
  return (json, what) => {
    const { entries, path, total } = locate(json, what);
    const rooms = entries.map((entry, index) => {
      const { id, roomType } = parse(listedIdentity, entry, `${path}[${index}]`, what);
      return id === null || id === undefined ? null : toRoom(entry, { id, roomType }, same);
    });
    return { rooms, total };
  };
}

/**
 * Reads the answer for one room.
 *
 * @param what names the room in an error
 * @throws MalformedAnswerError that names the member that cannot be read; never its value
 */
export function readRoomAnswer(json: unknown, what: string): Room {
  const response = isObject(json) ? json['response'] : undefined;
  return toRoom(response, parse(identity, response, 'response', what), (account) => account);
}

interface Located {
  readonly entries: readonly unknown[];
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
    const entries = inner[member];
    if (Array.isArray(entries)) return { entries, path: here(member), total: innerTotal };
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

function toRoom(
  entry: unknown,
  { id, roomType }: z.infer<typeof identity>,
  same: ReturnType<typeof deduplicator>,
): Room {
  const wire = isObject(entry) ? entry : {};
  const lastUpdated = firstDate(wire, DATE_MEMBERS);
  return {
    id,
    title: textOf(wire['title']) || 'Room',
    type: roomType ? (TYPE_BY_NUMBER.get(String(roomType)) ?? `type-${roomType}`) : null,
    isRoom: Boolean(roomType) || Boolean(wire['inRoom']),
    isArchived:
      wire['isArchived'] === true ||
      saysArchived(wire['roomStatus'] || wire['status']) ||
      wire['rootFolderType'] === ARCHIVE_ROOT,
    owner: same(readAccount(wire['createdBy']) ?? readAccount(wire['ownedBy'])),
    updatedBy: same(readAccount(wire['updatedBy'])),
    created: firstDate(wire, CREATED_MEMBERS).at,
    isThirdParty: typeof id === 'string' || wire['providerItem'] === true,
    lastUpdated: lastUpdated.at,
    hasUnreadableDate: lastUpdated.isInDoubt,
    tags: textsIn(wire['tags']),
    usedBytes: bytesOf(wire['usedSpace']),
    isOpenToPublic: flagOf(wire['sharedExternal']),
    isShared: flagOf(wire['sharedForUser']),
    mayArchive: isObject(wire['security']) ? flagOf(wire['security']['Move']) : null,
    hasLifetime: isObject(wire['lifetime']),
    showsOwnFormsOnly: String(roomType) === TYPE_NUMBERS['form-filling'] && wire['access'] === FILLS_FORMS,
  };
}

function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The portal leaves it out for rooms that the key's account may not edit, and its counter can be negative. */
function bytesOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function textsIn(values: unknown): readonly string[] {
  if (!Array.isArray(values) || values.length === 0) return NO_TAGS;
  return values.filter((value) => typeof value === 'string');
}

interface FirstDate {
  readonly at: Date | null;
  /** Whether a member before it cannot be read: that one may be a later date. */
  readonly isInDoubt: boolean;
}

/** The first member that is a date. */
function firstDate(wire: Record<string, unknown>, members: readonly string[]): FirstDate {
  let isInDoubt = false;
  for (const member of members) {
    const date = readPortalDate(wire[member]);
    if (date instanceof Date) return { at: date, isInDoubt };
    isInDoubt ||= date === 'unreadable';
  }
  return { at: null, isInDoubt };
}

function saysArchived(status: unknown): boolean {
  return typeof status === 'string' && status.toLowerCase() === 'archived';
}
