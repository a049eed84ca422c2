import { refusal } from './errors.ts';
import type { Reply } from './types.ts';

const whole = (text: string | undefined, otherwise: number): number => {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
};

/**
 * One page of a list and its `Link` header (docs: "Using pagination in the REST API"): 30 entries unless
 * `per_page` says otherwise, never more than 100; an out-of-range number is put right in silence. A list that
 * fits on one page has no header. The links name the repository by id, so they are to be followed, not built.
 *
 * In cursor mode, as with long lists of issues, there is no `last`, and a `page` without `after` is refused
 * (google/go-github issue 3565, which quotes the message).
 *
 * @param link the list's address
 */
export function paginate(
  entries: readonly unknown[],
  query: Readonly<Record<string, string>>,
  link: string,
  mode: 'pages' | 'cursor' = 'pages',
): Reply {
  const size = Math.min(whole(query['per_page'], 30), 100);
  const page = whole(query['page'], 1);
  const after = query['after'];
  if (mode === 'cursor' && page > 1 && after === undefined) {
    throw refusal(
      422,
      'Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)',
    );
  }
  const cursor = mode === 'cursor' && after !== undefined;
  const start = cursor ? whole(Buffer.from(after, 'base64url').toString(), 0) : (page - 1) * size;
  const last = Math.max(1, Math.ceil(entries.length / size));

  const to = (number: number, relation: string, extra: Record<string, string> = {}): string => {
    const { after: _, ...kept } = query;
    const search = new URLSearchParams({ ...kept, ...extra, page: String(number) });
    return `<${link}?${search}>; rel="${relation}"`;
  };
  const links: string[] = [];
  const next = start + size;
  if (mode === 'cursor') {
    if (next < entries.length) {
      links.push(to(page + 1, 'next', { after: Buffer.from(String(next)).toString('base64url') }));
    }
  } else {
    if (page > 1) links.push(to(Math.min(page - 1, last), 'prev'));
    if (page < last) links.push(to(page + 1, 'next'), to(last, 'last'));
    if (page > 1) links.push(to(1, 'first'));
  }
  return {
    status: 200,
    body: entries.slice(start, next),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
