import {
  addTags,
  type Call,
  type Desk,
  listContents,
  listHistory,
  listRooms,
  moveRoom,
  self,
} from './calls.ts';
import type { Answer } from './types.ts';

/** A call of the portal: its method, the scopes of which a key needs one, and what answers it. */
export interface Route {
  method: 'GET' | 'PUT';
  scopes: readonly string[];
  answer(desk: Desk, call: Call): Answer;
}

const READ_ROOMS = ['rooms:read', 'rooms:write'];
const WRITE_ROOMS = ['rooms:write'];
const READ_FILES = ['files:read'];

/** In order: `{id}` of the last one would match the ones before it as well. */
const ROUTES: readonly (Route & { path: RegExp })[] = [
  { path: /^\/people\/@self$/, method: 'GET', scopes: ['accounts.self:read'], answer: self },
  { path: /^\/files\/rooms$/, method: 'GET', scopes: READ_ROOMS, answer: listRooms },
  {
    path: /^\/files\/rooms\/([^/]+)\/archive$/,
    method: 'PUT',
    scopes: WRITE_ROOMS,
    answer: moveRoom('archive'),
  },
  {
    path: /^\/files\/rooms\/([^/]+)\/unarchive$/,
    method: 'PUT',
    scopes: WRITE_ROOMS,
    answer: moveRoom('unarchive'),
  },
  { path: /^\/files\/rooms\/([^/]+)\/tags$/, method: 'PUT', scopes: WRITE_ROOMS, answer: addTags },
  { path: /^\/files\/folder\/([^/]+)\/log$/, method: 'GET', scopes: READ_FILES, answer: listHistory },
  { path: /^\/files\/([^/]+)$/, method: 'GET', scopes: READ_FILES, answer: listContents },
];

/** Whether a path (after `/api/2.0`) is the listing of rooms. */
export const isListing = (path: string): boolean => path === '/files/rooms';

/** The route for a path after `/api/2.0`, and its decoded `{id}`; undefined where the portal has none. */
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
