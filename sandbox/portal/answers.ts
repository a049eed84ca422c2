import type { Answer } from './types.ts';

/** A stack trace as a portal shows it; a reader must keep it out of what people see. */
export const STACK =
  '   at ASC.Files.Core.FolderDao.GetFolderAsync(Int32 folderId) in /src/ASC.Files/Core/FolderDao.cs:line 112\n' +
  '   at ASC.Files.Api.VirtualRoomsController.GetRoomsFolder() in /src/ASC.Files/Api/RoomsController.cs:line 401';

/** The request as the portal repeats it in an answer. */
export interface Link {
  href: string;
  action: string;
}

/**
 * Which body a refusal has. `right`: the account may not; `fault`: a fault of the portal itself; `address`: the list of
 * addresses does not allow the client's.
 */
export type RefusalBody = 'json' | 'html' | 'empty' | 'problem' | 'right' | 'fault' | 'address' | 'gateway';

/** On every answer of the application; what a proxy in front of it answers has none. */
const BY_PORTAL = { 'Server-Timing': 'aspnetcore-request-time;dur=1ms' };

/** A JSON answer. */
export function json(status: number, value: unknown): Answer {
  return {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'api-supported-versions': '2.0',
      ...BY_PORTAL,
    },
    body: JSON.stringify(value),
  };
}

/** The envelope of every good answer. `outer` holds `count` and `total`. */
export function ok(link: Link, response: unknown, outer: Record<string, unknown> = { count: 1 }): Answer {
  return json(200, { response, ...outer, links: [link], status: 0, statusCode: 200 });
}

function error(status: number, message: string, type: string, hresult: number): Answer {
  return json(status, { error: { message, type, stack: STACK, hresult }, status: 1, statusCode: status });
}

/** For a room or folder that does not exist; the 403 says so in its message alone. */
export const notFound = (status: 403 | 404 = 404): Answer =>
  status === 404
    ? error(404, 'The required folder was not found', 'ASC.Common.Web.ItemNotFoundException', -2146233088)
    : error(403, 'The required folder was not found', 'System.InvalidOperationException', -2146233079);

/** 403 of what the account may not do, and of a room's log that it may not read. */
export const accessDenied = (): Answer =>
  error(403, 'Access denied', 'System.Security.SecurityException', -2146233078);

/** 403 of a room or folder that the account may not read. */
export const noPermission = (): Answer =>
  error(
    403,
    "You don't have enough permission to view the folder content",
    'System.InvalidOperationException',
    -2146233079,
  );

/** A fault of the portal itself, which may come with a 403, too. */
export const serverFault = (status: number): Answer =>
  error(status, 'The storage could not be reached', 'System.InvalidOperationException', -2146233079);

/** 400 of the service below the API. */
export const outOfRange = (value: string): Answer =>
  error(
    400,
    `from ('${value}') must be greater than or equal to '0'. (Parameter 'from')\nActual value was ${value}.`,
    'System.ArgumentOutOfRangeException',
    -2146233086,
  );

/** A refusal by the web framework. */
export function problem(status: number, response?: object): Answer {
  const titles: Record<number, string> = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' };
  const plain = {
    type: `https://tools.ietf.org/html/rfc9110#section-15.5.${status - 399}`,
    title: titles[status] ?? 'Error',
    status,
    traceId: '00-trace',
  };
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', ...BY_PORTAL },
    body: JSON.stringify(response ?? plain),
  };
}

/** 400 of a parameter that the web framework refuses. */
export function invalid(link: Link, parameter: string, message: string): Answer {
  const response = {
    type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
    title: 'One or more validation errors occurred.',
    status: 400,
    errors: { [parameter]: [message] },
    traceId: '00-trace',
  };
  return problem(400, { response, count: 1, links: [link], status: 1, statusCode: 400 });
}

/** An HTML page, as from a proxy or a login form. */
export function html(status: number, heading: string): Answer {
  const body = `<!DOCTYPE html><html><head><title>${heading}</title></head><body><h1>${heading}</h1></body></html>`;
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

/** No body at all. */
export function empty(status: number): Answer {
  // Requests over the limit are refused before the application sees them.
  return { status, headers: status === 429 ? {} : { ...BY_PORTAL }, body: '' };
}

function usualBody(status: number): RefusalBody {
  if (status < 400 || status === 401 || status === 429) return 'empty';
  if (status === 400) return 'problem';
  if (status === 403) return 'right';
  if (status >= 502 && status <= 504) return 'html';
  return status === 500 ? 'fault' : 'json';
}

/** An answer with this status, by default with the body that a portal or its proxy mostly gives with it. */
export function typical(status: number, body: RefusalBody = usualBody(status)): Answer {
  const messages: Record<number, string> = { 402: 'Payment required' };
  if (body === 'empty') return empty(status);
  if (body === 'html') return html(status, `${status} Bad Gateway`);
  if (body === 'fault') return serverFault(status);
  if (body === 'right') return { ...accessDenied(), status };
  if (body === 'address') return json(status, 'Your IP address is not allowed');
  if (body === 'gateway') {
    return { status, headers: { 'Content-Type': 'application/json' }, body: '{"message":"Forbidden"}' };
  }
  const link = { href: '/', action: 'GET' };
  if (body === 'problem')
    return status === 400
      ? invalid(link, 'count', 'The field Count must be between 1 and 100.')
      : problem(status);
  if (status === 404) return notFound();
  return error(status, messages[status] ?? 'Error', 'System.Exception', 0);
}
