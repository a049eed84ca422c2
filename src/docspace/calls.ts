import type { RoomId } from '../rooms/room.ts';
import { MalformedAnswerError } from '../shared/errors.ts';
import { logText } from '../shared/text.ts';

/**
 * Every call that this action makes, with the query parameters that it may send: documented ones only. The undocumented
 * parameter `fields` kills the process of DocSpace 3.7.1 to 3.8.0 (3.6.1 survives it), and the portal stores `sortBy` for
 * the account of the key. New calls and parameters are added here and nowhere else.
 */

/** Attempts for information that the run can do without. */
const OPTIONAL_ATTEMPTS = 2;

/** One kind of call has one scope and one meaning of each failure. */
export type CallKind =
  | 'key'
  | 'rooms'
  | 'room'
  | 'history'
  | 'contents'
  | 'self'
  | 'terminated'
  | 'accounts'
  | 'operations';

/** The scope of the API key that a call needs. */
export type Scope = 'rooms:read' | 'rooms:write' | 'files:read' | 'accounts.self:read' | 'accounts:read';

/** One request to the portal. Made by the functions of this file only. */
export interface PortalCall {
  readonly kind: CallKind;
  /** Below `/api/2.0/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Null: every key may send it. */
  readonly scope: Scope | null;
  /** Names the answer in messages, such as `page 3 of the rooms`. */
  readonly what: string;
  /** The most attempts, for information that the run can do without. By default, `retry.ts` decides alone. */
  readonly maxAttempts?: number;
}

/** The part of a list to read. `count`: 1 to 100. */
export interface PageQuery {
  readonly count: number;
  readonly startIndex: number;
}

/** `GET keys/@self`: what the key may do, and when it ends. Since DocSpace 3.1, by its source code. */
export function keyCall(): PortalCall {
  return {
    kind: 'key',
    path: 'keys/@self',
    query: new URLSearchParams(),
    scope: null,
    what: 'the rights of the API key',
  };
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

/** `GET files/folder/{id}/log`, newest first. `fromDate`: only events since then. */
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

/** `GET people/@self`: the account of the key. A 403 with `forbidden: 'scope'` is common: the scope is a rare one. */
export function selfCall(): PortalCall {
  return {
    kind: 'self',
    path: 'people/@self',
    query: new URLSearchParams(),
    scope: 'accounts.self:read',
    what: 'the account of the API key',
    maxAttempts: OPTIONAL_ATTEMPTS,
  };
}

/** `GET people/status/terminated`: the disabled accounts. */
export function terminatedCall(query: PageQuery): PortalCall {
  return {
    kind: 'terminated',
    path: 'people/status/terminated',
    query: pageParameters(query),
    scope: 'accounts:read',
    what: 'the disabled accounts',
    maxAttempts: OPTIONAL_ATTEMPTS,
  };
}

/** `GET people/filter`: all accounts but the deleted ones, with their addresses. */
export function accountsCall(query: PageQuery): PortalCall {
  return {
    kind: 'accounts',
    path: 'people/filter',
    query: pageParameters(query),
    scope: 'accounts:read',
    what: 'the accounts',
    maxAttempts: OPTIONAL_ATTEMPTS,
  };
}

/**
 * `GET files/fileops`: one operation of the account of the key, since DocSpace 3.2.1. Without an id, and in older versions
 * with one, all of them, which takes those that have ended out of the account's own browser.
 */
export function fileOperationsCall(id: string): PortalCall {
  return {
    kind: 'operations',
    path: 'files/fileops',
    query: new URLSearchParams({ id }),
    scope: 'files:read',
    what: 'the operations under way',
  };
}

/**
 * A call that changes the portal. It is no {@link PortalCall}: the client that reads cannot send it, see
 * `archive-client.ts`.
 */
export interface WriteCall {
  /** Below `/api/2.0/`. */
  readonly path: string;
  /** JSON. */
  readonly body: string;
  readonly scope: 'rooms:write';
  readonly what: string;
}

/** `PUT files/rooms/{id}/archive`: moves a room to the archive, from which it can be restored. Deletes nothing. */
export function archiveCall(id: RoomId): WriteCall {
  return {
    path: `files/rooms/${pathPart(id)}/archive`,
    // As the portal's own web client sends it: no files are deleted afterwards.
    body: JSON.stringify({ deleteAfter: false }),
    scope: 'rooms:write',
    what: `the archiving of room ${logText(String(id))}`,
  };
}

function pageParameters({ count, startIndex }: PageQuery): URLSearchParams {
  return new URLSearchParams({ count: String(count), startIndex: String(startIndex) });
}

/** As a part of a path, these are no ids: the address would be that of another call. */
const NO_IDS: ReadonlySet<string> = new Set(['', '.', '..', 'rooms', 'folder', 'fileops']);

/**
 * An id of the portal as a part of a path.
 *
 * @throws MalformedAnswerError if it would make the address of another call
 */
function pathPart(id: RoomId): string {
  const text = String(id);
  if (NO_IDS.has(text)) {
    throw new MalformedAnswerError(
      'The portal sent a room or folder with an id that no room has. Check docspace-url; if it is right, please report this with the version of the portal.',
    );
  }
  // encodeURIComponent throws on a lone surrogate.
  return encodeURIComponent(text.toWellFormed());
}
