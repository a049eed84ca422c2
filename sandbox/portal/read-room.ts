import { accessDenied, empty, invalid, noPermission, notFound, ok, serverFault } from './answers.ts';
import { type Call, isRefusal, onPage, type PortalData, readPaging } from './call.ts';
import { fileJson, folderJson, historyJson } from './entry-json.ts';
import { groupEvents, knownEvents } from './history.ts';
import { maySee } from './rights.ts';
import { ROOTS, roomJson } from './room-json.ts';
import type { Answer } from './types.ts';

/** `GET /api/2.0/files/rooms/{id}` */
export function readRoom(data: PortalData, { key, id, link, view }: Call): Answer {
  const place = data.rooms.locate(id);
  if (place === undefined || place.folder !== undefined) return notFound(data.facts.unknownRoom);
  return maySee(key, place.room) ? ok(link, roomJson(place.room, view, 'alone')) : noPermission();
}

/** `GET /api/2.0/files/{id}`: folders first, then files, each newest first, and paged as one list. */
export function listContents(data: PortalData, call: Call): Answer {
  const { key, id, link, view } = call;
  const page = readPaging(call);
  if (isRefusal(page)) return page;
  const place = data.rooms.locate(id);
  if (place === undefined) return notFound();
  const { room, folder } = place;
  if (!maySee(key, room)) return noPermission();
  if (room.storage === 'unauthorized') return accessDenied();
  if (room.storage === 'disconnected') return serverFault(500);
  const holder = folder ?? room;
  const newest = (a: { updated: Date }, b: { updated: Date }): number => +b.updated - +a.updated;
  const entries = [
    ...[...holder.folders].sort(newest).map((inner) => ({ folder: inner, file: undefined })),
    ...[...holder.files].sort(newest).map((file) => ({ file, folder: undefined })),
  ];
  const shown = onPage(entries, page);
  const root = { ...ROOTS[room.rootFolderType], folderType: room.rootFolderType };
  const top = { id: room.id, title: room.title, roomType: room.roomType, folderType: 19 };
  return ok(link, {
    files: shown.flatMap(({ file }) => (file ? [fileJson(file, holder.id, room, view)] : [])),
    folders: shown.flatMap((one) => (one.folder ? [folderJson(one.folder, holder.id, room, view)] : [])),
    current: {
      ...(folder ? folderJson(folder, room.id, room, view) : roomJson(room, view, 'alone')),
      parentRoomType: 19,
    },
    pathParts: [root, top],
    startIndex: page.startIndex,
    count: shown.length,
    total: entries.length,
    new: 0,
  });
}

/**
 * `GET /api/2.0/files/folder/{id}/log`: for rooms with a number as id; a portal without `history` has no such call. `startIndex`,
 * `count` and `total` count single events: the portal takes a page of them first and groups them afterwards.
 */
export function listHistory(data: PortalData, call: Call): Answer {
  const { key, query, id, link, view } = call;
  if (data.history === null || !/^\d+$/.test(id)) return empty(404);
  const page = readPaging(call);
  if (isRefusal(page)) return page;
  const fromMs = Date.parse(query.get('fromDate') ?? '0001-01-01T00:00:00Z');
  const toMs = Date.parse(query.get('toDate') ?? '9999-12-31T00:00:00Z');
  if (Number.isNaN(fromMs)) return wrongDate(call, 'fromDate', 'FromDate');
  if (Number.isNaN(toMs)) return wrongDate(call, 'toDate', 'ToDate');
  const room = data.rooms.get(Number(id));
  const broken = data.facts.cutsErrors ? { status: 200, isCut: true } : {};
  if (room === undefined) return { ...notFound(), ...broken };
  if (!maySee(key, room)) return { ...accessDenied(), ...broken };
  const events = knownEvents(room, data.history, { fromMs, toMs });
  const shown = onPage(events, page);
  const groups = groupEvents(shown);
  const entries = groups.map((group) => historyJson(group, view));
  return ok(link, entries, { count: shown.length, total: events.length });
}

function wrongDate({ query, link }: Call, name: string, member: string): Answer {
  return invalid(link, name, `The value '${query.get(name)}' is not valid for ${member}.`);
}
