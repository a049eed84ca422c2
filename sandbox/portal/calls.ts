import { empty, json, ok, refuse } from './answers.ts';
import { fileJson, folderJson, logJson, roomJson } from './render.ts';
import { maySee, type StoredOrder } from './shelf.ts';
import type { RoomStore } from './store.ts';
import type { Answer, ApiKey, Room } from './types.ts';
import { ROOM_TYPES } from './types.ts';

/** The shape in which the listing is written. All but `envelope` stand for other versions. */
export type Shape = 'envelope' | 'bareArray' | 'responseArray' | 'rooms' | 'items';

/** What the calls answer from. */
export interface Desk {
  readonly rooms: RoomStore;
  readonly now: () => Date;
  readonly offsetMinutes: number;
  readonly shape: Shape;
  readonly history: boolean;
  /** Per account id, the order that its last `sortBy` has left behind. */
  readonly storedOrders: Map<string, StoredOrder>;
}

/** One call: who asks for what. `id` is the decoded `{id}` of the path. */
export interface Call {
  key: ApiKey;
  query: URLSearchParams;
  id: string;
  body: string;
}

const MAX_COUNT = 100;

function whole(value: string | null, fallback: number, least: number, most: number): number | undefined {
  if (value === null) return fallback;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function paging(query: URLSearchParams): { count: number; startIndex: number } | undefined {
  const count = whole(query.get('count'), MAX_COUNT, 1, MAX_COUNT);
  const startIndex = whole(query.get('startIndex'), 0, 0, 999_999_999);
  return count === undefined || startIndex === undefined ? undefined : { count, startIndex };
}

const onPage = <T>(list: readonly T[], page: { count: number; startIndex: number }): T[] =>
  list.slice(page.startIndex, page.startIndex + page.count);

/** The 1-based page that a listing's query asks for. Pages may begin a little early, so that they overlap. */
export function pageOf(query: URLSearchParams): number {
  const { count, startIndex } = paging(query) ?? { count: MAX_COUNT, startIndex: 0 };
  return Math.ceil(startIndex / count) + 1;
}

/** `GET /api/2.0/files/rooms` */
export function listRooms(desk: Desk, { key, query }: Call): Answer {
  const page = paging(query);
  const searchArea = whole(query.get('searchArea'), 0, 0, 7);
  const types = query.getAll('type').map(Number);
  const wrongType = types.some((type) => !(ROOM_TYPES as readonly number[]).includes(type));
  if (page === undefined || searchArea === undefined || wrongType) return refuse(400);
  const sortBy = query.get('sortBy');
  const sortOrder = query.get('sortOrder');
  if (sortBy !== null || sortOrder !== null) {
    const stored = { sortBy: sortBy ?? 'DateAndTime', sortOrder: sortOrder ?? 'descending' };
    desk.storedOrders.set(key.account.id, stored);
  }
  const order = desk.storedOrders.get(key.account.id);
  const found = desk.rooms.list(key, { searchArea, types, order });
  return kept(found, `${page.startIndex} ${page.count}`, () => roomPage(desk, found, page));
}

/**
 * Pages of a list that were written before. The store makes a new list whenever something changes, so that the same
 * list has the same pages: what is measured against this portal is the client, not how quickly JSON is written here.
 */
const writtenPages = new WeakMap<readonly Room[], Map<string, Answer>>();

function kept(list: readonly Room[], page: string, write: () => Answer): Answer {
  const pages = writtenPages.get(list) ?? new Map<string, Answer>();
  writtenPages.set(list, pages);
  const answer = pages.get(page) ?? write();
  pages.set(page, answer);
  return answer;
}

function roomPage(desk: Desk, found: readonly Room[], page: { count: number; startIndex: number }): Answer {
  const rooms = onPage(found, page).map((room) => roomJson(room, desk.offsetMinutes));
  const total = found.length;
  if (desk.shape === 'bareArray') return json(200, rooms);
  if (desk.shape === 'responseArray') return ok(rooms, { count: rooms.length, total });
  const paged = { startIndex: page.startIndex, count: rooms.length, total, new: 0 };
  if (desk.shape !== 'envelope') return ok({ [desk.shape]: rooms, ...paged });
  const current = { id: 2, title: 'Rooms', rootFolderType: 14 };
  return ok({ files: [], folders: rooms, current, pathParts: [], ...paged });
}

/** `GET /api/2.0/files/{id}`: folders first, then files, each newest first, and paged as one list. */
export function listContents(desk: Desk, { key, query, id }: Call): Answer {
  const page = paging(query);
  if (page === undefined) return refuse(400);
  const place = desk.rooms.locate(id);
  if (place === undefined) return refuse(404);
  const { room } = place;
  if (!maySee(key, room) || room.storage === 'unauthorized') return refuse(403);
  if (room.storage === 'disconnected') return refuse(500);
  const holder = place.folder ?? room;
  const newest = (a: { updated: Date }, b: { updated: Date }): number => +b.updated - +a.updated;
  const { offsetMinutes } = desk;
  const entries = [
    ...[...holder.folders].sort(newest).map((folder) => ({ folder, file: undefined })),
    ...[...holder.files].sort(newest).map((file) => ({ file, folder: undefined })),
  ];
  const shown = onPage(entries, page);
  return ok({
    files: shown.flatMap(({ file }) => (file ? [fileJson(file, holder.id, offsetMinutes)] : [])),
    folders: shown.flatMap(({ folder }) => (folder ? [folderJson(folder, holder.id, offsetMinutes)] : [])),
    current: { id: holder.id, title: holder.title, rootFolderType: room.rootFolderType },
    pathParts: [{ id: room.id, title: room.title }],
    startIndex: page.startIndex,
    count: shown.length,
    total: entries.length,
    new: 0,
  });
}

/** `GET /api/2.0/files/folder/{id}/log`: for rooms with a number as id; an old portal has no such call. */
export function listHistory(desk: Desk, { key, query, id }: Call): Answer {
  if (!desk.history || !/^\d+$/.test(id)) return empty(404);
  const page = paging(query);
  const from = Date.parse(query.get('fromDate') ?? '0001-01-01T00:00:00Z');
  const to = Date.parse(query.get('toDate') ?? '9999-12-31T00:00:00Z');
  if (page === undefined || Number.isNaN(from) || Number.isNaN(to)) return refuse(400);
  const room = desk.rooms.get(Number(id));
  if (room === undefined) return refuse(404);
  if (!maySee(key, room)) return refuse(403);
  const entries = room.log
    .filter(({ date }) => +date >= from && +date <= to)
    .sort((a, b) => +b.date - +a.date || b.id - a.id);
  const shown = onPage(entries, page).map((entry) => logJson(entry, desk.offsetMinutes));
  return ok(shown, { count: shown.length, total: entries.length });
}

/** `GET /api/2.0/people/@self` */
export function self(_desk: Desk, { key }: Call): Answer {
  const { id, displayName } = key.account;
  return ok({ id, displayName, isAdmin: key.sees === 'all', isVisitor: false });
}

/** A room that a writing call names, or the refusal. */
function writable(desk: Desk, { key, id }: Call): Room | Answer {
  const place = desk.rooms.locate(id);
  if (place === undefined || place.folder !== undefined) return refuse(404);
  return maySee(key, place.room) ? place.room : refuse(403);
}

/** `PUT /api/2.0/files/rooms/{id}/archive` and `…/unarchive`: answers the operation, which is done at once. */
export function moveRoom(verb: 'archive' | 'unarchive') {
  return (desk: Desk, call: Call): Answer => {
    const room = writable(desk, call);
    if (!('rootFolderType' in room)) return room;
    desk.rooms[verb](room.id, call.key.account, desk.now());
    return ok({ id: `operation-${verb}-${room.id}`, operation: 0, progress: 0, finished: false });
  };
}

/** `PUT /api/2.0/files/rooms/{id}/tags` with `{ "names": [] }` */
export function addTags(desk: Desk, call: Call): Answer {
  const room = writable(desk, call);
  if (!('rootFolderType' in room)) return room;
  let names: unknown;
  try {
    names = (JSON.parse(call.body) as { names?: unknown } | null)?.names;
  } catch {
    return refuse(400);
  }
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return refuse(400);
  for (const tag of names) desk.rooms.addTag(room.id, call.key.account, desk.now(), { tag });
  return ok(roomJson(room, desk.offsetMinutes));
}
