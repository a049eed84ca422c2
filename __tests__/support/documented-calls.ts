/**
 * The calls and parameters that the documentation of DocSpace has, written down independently of `calls.ts`. Requests
 * of any other form may harm a portal: `fields` kills the process of 3.7.1 to 3.8.0, `sortBy` changes how the account of
 * the key sees its rooms.
 */

interface DocumentedCall {
  readonly method: 'GET' | 'PUT';
  /** Below `/api/2.0`. */
  readonly path: RegExp;
  /** The parameters, and the form of their values. */
  readonly query: Readonly<Record<string, RegExp>>;
  /** Parameters that may be there more than once. */
  readonly repeated?: readonly string[];
}

const COUNT = /^([1-9]\d?|100)$/;
const INDEX = /^(0|[1-9]\d*)$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const ID = '[^/]+';
const PAGE = { count: COUNT, startIndex: INDEX };

const DOCUMENTED_CALLS: readonly DocumentedCall[] = [
  {
    method: 'GET',
    path: /^\/files\/rooms$/,
    query: { ...PAGE, searchArea: /^[0-7]$/, type: /^[125689]$/ },
    repeated: ['type'],
  },
  { method: 'GET', path: new RegExp(`^/files/rooms/${ID}$`), query: {} },
  { method: 'GET', path: new RegExp(`^/files/folder/${ID}/log$`), query: { ...PAGE, fromDate: DATE } },
  { method: 'GET', path: /^\/files\/fileops$/, query: { id: /^[\w-]+$/ } },
  { method: 'GET', path: /^\/keys\/@self$/, query: {} },
  { method: 'GET', path: new RegExp(`^/files/(?!rooms$|folder$|fileops$)${ID}$`), query: PAGE },
  { method: 'GET', path: /^\/people\/@self$/, query: {} },
  { method: 'GET', path: /^\/people\/status\/terminated$/, query: PAGE },
  { method: 'GET', path: /^\/people\/filter$/, query: PAGE },
];

/** A request as a server sees it. */
export interface SeenRequest {
  readonly method: string;
  /** With `/api/2.0`, and with what is in front of it. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Complaints about requests that are not documented, one line each; empty if all are. */
export function undocumentedRequests(requests: readonly SeenRequest[]): string[] {
  return [...new Set(requests.flatMap(complaintsAbout))];
}

function complaintsAbout({ method, path, query }: SeenRequest): string[] {
  const below = path.replace(/^.*?\/api\/2\.0(?=\/)/, '');
  const call = DOCUMENTED_CALLS.find((known) => known.method === method && known.path.test(below));
  if (call === undefined) return [`${method} ${path} is no documented call`];
  return [...new Set(query.keys())].flatMap((name) => {
    const form = call.query[name];
    if (form === undefined) return [`${method} ${path} has no parameter ${name}`];
    const values = query.getAll(name);
    if (values.length > 1 && !call.repeated?.includes(name))
      return [`${method} ${path} has ${name} more than once`];
    return values
      .filter((value) => !form.test(value))
      .map((value) => `${method} ${path} does not take ${name}=${value}`);
  });
}
