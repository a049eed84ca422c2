import type { Answer } from './types.ts';

const REASONS: Record<number, string> = {
  400: 'Value does not fall within the expected range',
  401: 'Unauthorized',
  402: 'Payment required',
  403: 'Access denied',
  404: 'The record could not be found',
  405: 'Method not allowed',
  429: 'Too many requests',
  500: 'The storage could not be reached',
};

/** A stack trace as a portal shows it; a reader must keep it out of what people see. */
export const STACK =
  '   at ASC.Files.Core.FolderDao.GetFolderAsync(Int32 folderId) in /src/ASC.Files/Core/FolderDao.cs:line 112\n' +
  '   at ASC.Files.Api.VirtualRoomsController.GetRoomsFolder() in /src/ASC.Files/Api/RoomsController.cs:line 401';

/** A JSON answer. */
export function json(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** The envelope that every good answer comes in. `outer` holds `count` and `total`. */
export function ok(response: unknown, outer: Record<string, unknown> = { count: 1 }): Answer {
  return json(200, { response, ...outer, links: [], status: 0, statusCode: 200 });
}

/** A refusal in the portal's JSON, with `type` and `stack` on a 500. */
export function refuse(status: number, message = REASONS[status] ?? 'Error'): Answer {
  const inside = status === 500 ? { type: 'System.InvalidOperationException', stack: STACK } : {};
  return json(status, { error: { message, hresult: 0, ...inside }, status: 1, statusCode: status });
}

/** An HTML page, as from a proxy or a login form. */
export function html(status: number, heading: string): Answer {
  const body = `<!DOCTYPE html><html><head><title>${heading}</title></head><body><h1>${heading}</h1></body></html>`;
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

/** No body at all. */
export function empty(status: number): Answer {
  return { status, headers: {}, body: '' };
}

/** A default answer for a status, in the body that a portal or its proxy mostly gives with it. */
export function typical(status: number, body?: 'json' | 'html' | 'empty'): Answer {
  const proxy = status === 502 || status === 503 || status === 504;
  const kind = body ?? (status < 400 ? 'empty' : proxy ? 'html' : 'json');
  if (kind === 'empty') return empty(status);
  return kind === 'html' ? html(status, `${status} ${REASONS[status] ?? 'Bad Gateway'}`) : refuse(status);
}
