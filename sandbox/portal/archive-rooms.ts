import { empty, notFound, ok } from './answers.ts';
import type { Call, Handler, PortalData } from './call.ts';
import type { Operation } from './operations.ts';
import type { Json, View } from './people-json.ts';
import { mayArchive } from './rights.ts';
import { roomJson, rootJson } from './room-json.ts';
import { ACTIVE, type Answer, ARCHIVE } from './types.ts';

/** `PUT /api/2.0/files/rooms/{id}/archive` and `…/unarchive`: answers the operation, which has just begun. */
export function moveRoom(verb: 'archive' | 'unarchive'): Handler {
  const target = verb === 'archive' ? ARCHIVE : ACTIVE;
  return (data, { key, id, link, outcome }) => {
    const place = data.rooms.locate(id);
    if (place === undefined || place.folder !== undefined) return notFound();
    const { room } = place;
    if (!mayArchive(key, room)) return empty(403);
    const work = (): boolean => {
      if (room.rootFolderType === target || data.rooms.get(room.id) === undefined) return false;
      data.rooms[verb](room.id, key.account, data.now());
      return true;
    };
    const about = { accountId: key.account.id, roomId: room.id, target };
    const begun = data.operations.start(about, work, outcome);
    return ok(link, progressJson({ ...begun, isFinished: false, processed: 0, error: '' }, []));
  };
}

function progressJson(operation: Operation, folders: Json[]): Json {
  const { id, isFinished, error, processed } = operation;
  return {
    id,
    Operation: 0,
    progress: isFinished ? 100 : 0,
    error,
    processed: String(processed),
    finished: isFinished,
    ...(isFinished ? { folders } : {}),
    status: isFinished ? 2 : 1,
  };
}

/** `GET /api/2.0/files/fileops`: the account's own operations. */
export function listOperations(data: PortalData, { key, link, view }: Call): Answer {
  const operations = data.operations.list(key.account.id);
  return ok(
    link,
    operations.map((operation) => progressJson(operation, foldersOf(operation, data, view))),
    { count: operations.length },
  );
}

/** What a finished operation names: where it moved to, and the room if it was moved. */
function foldersOf(operation: Operation, { rooms }: PortalData, view: View): Json[] {
  const room = rooms.get(operation.roomId);
  const moved = operation.processed > 0 && room !== undefined ? [roomJson(room, view, 'alone')] : [];
  return [rootJson(operation.target, view), ...moved];
}
