import type { RoomId } from '../rooms/room.ts';
import { MalformedAnswerError } from '../shared/errors.ts';
import { logText } from '../shared/text.ts';

/**
 * Every call that this action makes, with the query parameters that it may send: documented ones only. The undocumented
 * parameter `fields` kills the process of DocSpace 3.7.1 to 3.8.0 (3.6.1 survives it), and the portal stores `sortBy`
 * for the account of the key. New calls and parameters are added here and nowhere else.
 */

/** The scope of the API key that a call needs. */
export type Scope = 'rooms:read' | 'rooms:write' | 'files:read' | 'accounts.self:read' | 'accounts:read';

/** The kinds of call. One kind has one scope (null: every key may send it), and one meaning of each failure. */
const SCOPES = {
  key: null,
  rooms: 'rooms:read',
  room: 'rooms:read',
  history: 'files:read',
  contents: 'files:read',
  self: 'accounts.self:read',
  terminated: 'accounts:read',
  accounts: 'accounts:read',
  operations: 'files:read',
} as const satisfies Readonly<Record<string, Scope | null>>;
export type CallKind = keyof typeof SCOPES;

/** One request to the portal. Made by the functions of this file only. */
export interface PortalCall {
  readonly kind: CallKind;
  /** Below `/api/2.0/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly scope: Scope | null;
  /** Names the answer in messages, such as `page 3 of the rooms`. */
  readonly what: string;
}

/** The part of a list to read. `count`: 1 to 100. */
export interface PageQuery {
  readonly count: number;
  readonly startIndex: number;
}

/** `GET keys/@self`: what the key may do, and when it ends. Since DocSpace 3.1, by its source code. */
export function keyCall(): PortalCall {
  return readCall('key', 'keys/@self', 'the rights of the API key');
}

/** `GET files/rooms`. `searchArea` 0 is the active area; `type` is repeated. */
export function roomsCall(
  query: PageQuery & { readonly types: readonly string[] },
  page: number,
): PortalCall {
  const parameters = pageParameters(query);
  parameters.set('searchArea', '0');
  for (const type of query.types) parameters.append('type', type);
  return readCall('rooms', 'files/rooms', `page ${page} of the rooms`, parameters);
}

/** `GET files/rooms/{id}`. */
export function roomCall(id: RoomId): PortalCall {
  return readCall('room', `files/rooms/${pathPart(id)}`, nameOf(id));
}

/** `GET files/folder/{id}/log`, newest first. `fromDate`: only events since then. */
export function historyCall(id: RoomId, query: PageQuery & { readonly fromDate?: Date }): PortalCall {
  const parameters = pageParameters(query);
  if (query.fromDate !== undefined) parameters.set('fromDate', query.fromDate.toISOString());
  const path = `files/folder/${pathPart(id)}/log`;
  return readCall('history', path, `the history of ${nameOf(id)}`, parameters);
}

/**
 * `GET files/{id}`: the files and folders in a folder.
 *
 * @param room whose contents are read, named in messages
 */
export function contentsCall(room: RoomId, folder: string, query: PageQuery): PortalCall {
  const what = `the contents of ${nameOf(room)}`;
  return readCall('contents', `files/${pathPart(folder)}`, what, pageParameters(query));
}

/** `GET people/@self`: the account of the key. A 403 with `forbidden: 'scope'` is common: the scope is a rare one. */
export function selfCall(): PortalCall {
  return readCall('self', 'people/@self', 'the account of the API key');
}

/** `GET people/status/terminated`: the disabled accounts. */
export function terminatedCall(query: PageQuery): PortalCall {
  return readCall('terminated', 'people/status/terminated', 'the disabled accounts', pageParameters(query));
}

/** `GET people/filter`: all accounts but the deleted ones, with their addresses. */
export function accountsCall(query: PageQuery): PortalCall {
  return readCall('accounts', 'people/filter', 'the accounts', pageParameters(query));
}

/**
 * `GET files/fileops`: one operation of the account of the key, since DocSpace 3.2.1. Without an id, and in older
 * versions with one, all of them, which takes those that have ended out of the account's own browser.
 */
export function fileOperationsCall(id: string): PortalCall {
  const query = new URLSearchParams({ id });
  return readCall('operations', 'files/fileops', 'the operations under way', query);
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
    what: `the archiving of ${nameOf(id)}`,
  };
}

function readCall(
  kind: CallKind,
  path: string,
  what: string,
  query: URLSearchParams = new URLSearchParams(),
): PortalCall {
  return { kind, path, query, scope: SCOPES[kind], what };
}

function nameOf(room: RoomId): string {
  return `room ${logText(String(room))}`;
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
