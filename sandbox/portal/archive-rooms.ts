import { accessDenied, noPermission, notFound, ok } from './answers.ts';
import type { Call, Handler, PortalData } from './call.ts';
import { NO_RIGHT, type Operation } from './operations.ts';
import type { Json, View } from './people-json.ts';
import { mayArchive, maySee } from './rights.ts';
import { roomJson, rootJson } from './room-json.ts';
import { ACTIVE, type Answer, ARCHIVE } from './types.ts';
import type { VersionFacts } from './versions.ts';

/** `PUT /api/2.0/files/rooms/{id}/archive` and `…/unarchive`: answers the operation, which has just begun. */
export function moveRoom(verb: 'archive' | 'unarchive'): Handler {
  const target = verb === 'archive' ? ARCHIVE : ACTIVE;
  return (data, { key, id, link, outcome }) => {
    const place = data.rooms.locate(id);
    if (place === undefined || place.folder !== undefined) return notFound();
    const { room } = place;
    const { facts, operations } = data;
    const isAllowed = mayArchive(key, room);
    if (!isAllowed && facts.refusesArchiving) return maySee(key, room) ? accessDenied() : noPermission();
    const work = (): boolean => {
      if (room.rootFolderType === target || data.rooms.get(room.id) === undefined) return false;
      data.rooms[verb](room.id, key.account, data.now());
      return true;
    };
    const about = { accountId: key.account.id, roomId: room.id, target };
    const own = operations.start(about, work, isAllowed ? outcome : NO_RIGHT);
    const begun = facts.answersOperation === 'first' ? (operations.first(key.account.id) ?? own) : own;
    return ok(link, progressJson({ ...begun, isFinished: false, processed: 0, error: '' }, [], facts));
  };
}

function progressJson(operation: Operation, folders: Json[], { hasOperationStatus }: VersionFacts): Json {
  const { id, isFinished, error, processed } = operation;
  return {
    id,
    Operation: 0,
    progress: isFinished ? 100 : 0,
    error,
    processed: String(processed),
    finished: isFinished,
    ...(isFinished ? { folders } : {}),
    status: hasOperationStatus ? (isFinished ? 2 : 1) : undefined,
  };
}

/** `GET /api/2.0/files/fileops`: the account's own operations, or the one with this `id`. */
export function listOperations(data: PortalData, { key, link, query, view }: Call): Answer {
  const id = data.facts.findsOperations ? query.get('id') : null;
  const operations = data.operations.list(key.account.id, id);
  // `count` around them stays 1, however many there are.
  return ok(
    link,
    operations.map((operation) => progressJson(operation, foldersOf(operation, data, view), data.facts)),
  );
}

/** The folders that a finished operation names: the target, and the room if it was moved. */
function foldersOf(operation: Operation, { rooms }: PortalData, view: View): Json[] {
  const room = rooms.get(operation.roomId);
  const moved = operation.processed > 0 && room !== undefined ? [roomJson(room, view, 'alone')] : [];
  return [rootJson(operation.target, view), ...moved];
}
