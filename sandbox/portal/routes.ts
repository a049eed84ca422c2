import type { KeyCheck, Scope } from './access.ts';
import { listOperations, moveRoom } from './archive-rooms.ts';
import type { Handler } from './call.ts';
import { listRooms } from './list-rooms.ts';
import { listAccounts, listDisabled, readKey, readSelf } from './read-people.ts';
import { listContents, listHistory, readRoom } from './read-room.ts';

/** A call of the portal. */
export interface Route extends KeyCheck {
  readonly method: 'GET' | 'PUT';
  readonly path: RegExp;
  /** The documented query parameters, all that a client may send. */
  readonly query: readonly string[];
  readonly answer: Handler;
}

const PAGING = ['count', 'startIndex'];

function get(path: RegExp, scope: Scope | null, query: readonly string[], answer: Handler): Route {
  return { method: 'GET', path, scopes: scope === null ? [] : [scope], isOpen: false, query, answer };
}

/** A call that outsiders may send, for rooms with a link. */
function open(...call: Parameters<typeof get>): Route {
  return { ...get(...call), isOpen: true };
}

function put(path: RegExp, answer: Handler): Route {
  return { method: 'PUT', path, scopes: ['rooms:write', 'rooms:read'], isOpen: false, query: [], answer };
}

/** The documented calls. In order: `files/{id}` would match `files/rooms` and `files/fileops` as well. */
const ROUTES: readonly Route[] = [
  get(/^\/people\/@self$/, 'accounts.self:read', [], readSelf),
  get(/^\/people\/status\/terminated$/, 'accounts:read', PAGING, listDisabled),
  get(/^\/people\/filter$/, 'accounts:read', PAGING, listAccounts),
  get(/^\/keys\/@self$/, null, [], readKey),
  get(/^\/files\/rooms$/, 'rooms:read', [...PAGING, 'searchArea', 'type'], listRooms),
  open(/^\/files\/fileops$/, 'files:read', ['id'], listOperations),
  open(/^\/files\/rooms\/([^/]+)$/, 'rooms:read', [], readRoom),
  put(/^\/files\/rooms\/([^/]+)\/archive$/, moveRoom('archive')),
  put(/^\/files\/rooms\/([^/]+)\/unarchive$/, moveRoom('unarchive')),
  get(/^\/files\/folder\/([^/]+)\/log$/, 'files:read', [...PAGING, 'fromDate', 'toDate'], listHistory),
  open(/^\/files\/([^/]+)$/, 'files:read', PAGING, listContents),
];

/** Whether a path (after `/api/2.0`) is the listing of rooms. */
export const isListing = (path: string): boolean => path === '/files/rooms';

/** The route for a path after `/api/2.0`, and its decoded `{id}`; undefined if the portal has none. */
export function findRoute(path: string): { route: Route; id: string } | undefined {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found === null) continue;
    try {
      return { route, id: decodeURIComponent(found[1] ?? '') };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/**
 * Why a request is not one of the documented calls with documented parameters; undefined if it is.
 *
 * @param path after `/api/2.0`
 */
export function whyUndocumented(
  method: string,
  path: string,
  query: URLSearchParams,
  body: string,
): string | undefined {
  const route = findRoute(path)?.route;
  if (route === undefined || route.method !== method) return 'no documented call';
  const unknown = [...query.keys()].find((name) => !route.query.includes(name));
  if (unknown !== undefined) return `no documented parameter "${unknown}"`;
  const repeated = route.query.find((name) => name !== 'type' && query.getAll(name).length > 1);
  if (repeated !== undefined) return `"${repeated}" is sent more than once`;
  if (body.replaceAll(/\s/g, '') !== (method === 'PUT' ? '{"deleteAfter":false}' : '')) {
    return 'no documented body';
  }
  return undefined;
}
