import type { RoomId } from '../rooms/room.ts';
import { logText } from '../shared/text.ts';

/**
 * Every call that this action makes, with the query parameters that it may send: documented ones alone. An undocumented
 * parameter (`fields`) made the process of real portals (3.7.1 and 3.7.2) die, and `sortBy` is stored for the account
 * of the key. A new call or parameter is added here and nowhere else.
 */

/** What a call asks for. One kind has one scope and one meaning of each failure. */
export type CallKind = 'rooms' | 'room' | 'history' | 'contents';

/** The scope of the API key that a call needs. */
export type Scope = 'rooms:read' | 'files:read';

/** One request to the portal. Made by the functions of this file only. */
export interface PortalCall {
  readonly kind: CallKind;
  /** Below `/api/2.0/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly scope: Scope;
  /** Names the answer in messages, such as `page 3 of the rooms`. */
  readonly what: string;
}

/** The part of a list that is asked for. `count`: 1 to 100. */
export interface PageQuery {
  readonly count: number;
  readonly startIndex: number;
}

/** `GET files/rooms`. `searchArea` 0 is the active area; `type` is repeated. */
export function roomsCall(
  query: PageQuery & { readonly types: readonly string[] },
  page: number,
): PortalCall {
  const parameters = pageParameters(query);
  parameters.set('searchArea', '0');
  for (const type of query.types) parameters.append('type', type);
  return {
    kind: 'rooms',
    path: 'files/rooms',
    query: parameters,
    scope: 'rooms:read',
    what: `page ${page} of the rooms`,
  };
}

/** `GET files/rooms/{id}`. */
export function roomCall(id: RoomId): PortalCall {
  return {
    kind: 'room',
    path: `files/rooms/${pathPart(id)}`,
    query: new URLSearchParams(),
    scope: 'rooms:read',
    what: `room ${logText(String(id))}`,
  };
}

/** `GET files/folder/{id}/log`, newest first. `fromDate`: events since then alone. */
export function historyCall(id: RoomId, query: PageQuery & { readonly fromDate?: Date }): PortalCall {
  const parameters = pageParameters(query);
  if (query.fromDate !== undefined) parameters.set('fromDate', query.fromDate.toISOString());
  return {
    kind: 'history',
    path: `files/folder/${pathPart(id)}/log`,
    query: parameters,
    scope: 'files:read',
    what: `the history of room ${logText(String(id))}`,
  };
}

/**
 * `GET files/{id}`: the files and folders in a folder.
 *
 * @param room whose contents are read, named in messages
 */
export function contentsCall(room: RoomId, folder: string, query: PageQuery): PortalCall {
  return {
    kind: 'contents',
    path: `files/${pathPart(folder)}`,
    query: pageParameters(query),
    scope: 'files:read',
    what: `the contents of room ${logText(String(room))}`,
  };
}

function pageParameters({ count, startIndex }: PageQuery): URLSearchParams {
  return new URLSearchParams({ count: String(count), startIndex: String(startIndex) });
}

/** `encodeURIComponent` throws on a lone surrogate. */
function pathPart(id: RoomId): string {
  return encodeURIComponent(String(id).toWellFormed());
}
