import { gzipSync } from 'node:zlib';
import { invalid, json, ok } from './answers.ts';
import { type Call, isRefusal, onPage, type Paging, type PortalData, readPaging } from './call.ts';
import { ROOTS, roomJson, rootJson } from './room-json.ts';
import { SEARCH_AREAS } from './room-query.ts';
import {
  ACTIVE,
  AI_ROOM,
  type Answer,
  type ApiKey,
  ARCHIVE,
  ROOM_TYPES,
  type Room,
  TEMPLATES,
} from './types.ts';

/** `rootFolderType` of the folder that an area's list is the content of. */
const AREA_ROOTS: Readonly<Record<number, number>> = { 1: ARCHIVE, 4: TEMPLATES };
const AGENTS_AREA = 7;

/** `GET /api/2.0/files/rooms` */
export function listRooms(data: PortalData, call: Call): Answer {
  const { key, query, link } = call;
  const { facts } = data;
  const page = readPaging(call, facts.listCount);
  if (isRefusal(page)) return page;
  const area = query.get('searchArea') ?? '0';
  const isKnown = /^\d+$/.test(area) && SEARCH_AREAS.includes(Number(area));
  if (!isKnown || (Number(area) === AGENTS_AREA && !facts.hasAgents)) {
    return invalid(link, 'searchArea', `The value '${area}' is invalid.`);
  }
  const known = ROOM_TYPES.filter((type) => type !== AI_ROOM || facts.hasAgents).map(String);
  const wrongType = query.getAll('type').find((type) => !known.includes(type));
  if (wrongType !== undefined) return invalid(link, 'type', `The value '${wrongType}' is invalid.`);
  const found = findRooms(data, key, query);
  return keptPage(found, link.href, () => roomPage(data, call, found, page, Number(area)));
}

/** The rooms that a query for the list matches, in their order. */
export function findRooms(data: PortalData, key: ApiKey, query: URLSearchParams): readonly Room[] {
  const searchArea = Number(query.get('searchArea') ?? '0');
  const types = query.getAll('type').map(Number);
  return data.rooms.list(key, { searchArea, types, order: data.storedOrders.get(key.account.id) });
}

/**
 * Pages of a list that were written before. The store makes a new list if something changes, so that the same list
 * has the same pages: benchmarks measure the client, not how quickly JSON is written here. Kept compressed, since
 * 100,000 rooms are some 300 MB of JSON.
 */
const keptPages = new WeakMap<readonly Room[], Map<string, Answer>>();

function keptPage(list: readonly Room[], name: string, write: () => Answer): Answer {
  const pages = keptPages.get(list) ?? new Map<string, Answer>();
  keptPages.set(list, pages);
  const known = pages.get(name);
  if (known !== undefined) return known;
  const answer = write();
  const kept = { ...answer, body: gzipSync(answer.body, { level: 1 }), isGzipped: true };
  pages.set(name, kept);
  return kept;
}

function roomPage(
  { shape }: PortalData,
  { link, view }: Call,
  found: readonly Room[],
  page: Paging,
  searchArea: number,
): Answer {
  const rooms = onPage(found, page).map((room) => roomJson(room, view, 'list'));
  const total = found.length;
  if (shape === 'bareArray') return json(200, rooms);
  if (shape === 'responseArray') return ok(link, rooms, { count: rooms.length, total });
  const paged = { startIndex: page.startIndex, count: rooms.length, total, new: 0 };
  if (shape !== 'envelope') return ok(link, { [shape]: rooms, ...paged });
  const root = AREA_ROOTS[searchArea] ?? ACTIVE;
  const pathParts = [{ ...ROOTS[root], folderType: root }];
  return ok(link, { files: [], folders: rooms, current: rootJson(root, view), pathParts, ...paged });
}
