import { z } from 'zod';
import type { Activity, Doubt, Room } from '../rooms/room.ts';
import { logText } from '../text.ts';
import { account, toAccount } from './accounts.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import type { Terms } from './history.ts';
import { isObject, malformed, parse } from './validate.ts';

const PAGE_SIZE = 100;
/** For one room. */
const MAX_REQUESTS = 50;

const file = z.object({ updated: z.string().nullish(), updatedBy: account });
const folder = file.extend({ id: z.union([z.int(), z.string().min(1)]) });
const page = z.object({
  files: z.array(file).nullish(),
  folders: z.array(folder).nullish(),
  total: z.int().min(0),
});

/** A saving, as in the listing of rooms. */
const FIELDS = [
  'total',
  ...['id', 'updated', 'updatedBy'].flatMap((name) => [`files.${name}`, `folders.${name}`]),
];

/**
 * The last activity of a room on third-party storage: the newest date among what is stored in it
 * (`GET /api/2.0/files/{id}`), walked breadth-first until something is newer than the threshold. A room whose tree was
 * not seen as a whole is in doubt, and so is one that changed while it was walked.
 *
 * @throws PortalError where the storage cannot be read
 */
export async function contentsOf(portal: Portal, room: Room, terms: Terms): Promise<Activity> {
  const isIgnored = terms.isIgnored(room.updatedBy);
  const listed = isIgnored ? room.created : room.lastUpdated;
  let newest: Activity = {
    at: listed,
    evidence: listed === null ? 'none' : 'contents',
    what: null,
    by: isIgnored ? null : room.updatedBy,
    doubt: null,
  };
  const folders: (number | string)[] = [room.id ?? ''];
  const known = new Set(folders.map(String));
  let requests = 0;
  for (let at = 0; at < folders.length; at += 1) {
    for (let start = 0, total: number | null = null; total === null || start < total; ) {
      if (requests >= MAX_REQUESTS) return inDoubt(newest, 'too large to check');
      requests += 1;
      const contents = await fetchContents(portal, room, folders[at] ?? '', start);
      const entries = [...contents.folders, ...contents.files];
      newest = entries.reduce((last, entry) => newer(last, entry, terms, portal), newest);
      if (newest.at !== null && newest.at > terms.threshold) return newest;
      // What is not there any more, or not given, is not seen.
      if ((total !== null && contents.total !== total) || (entries.length === 0 && start < contents.total)) {
        return inDoubt(newest, 'changed while it was checked');
      }
      start += entries.length;
      total = contents.total;
      for (const { id } of contents.folders) {
        if (!known.has(String(id))) folders.push(id);
        known.add(String(id));
      }
    }
  }
  return newest;
}

/** An activity that may not be the last one: the room may be alive. */
export function inDoubt(activity: Activity, doubt: Doubt): Activity {
  return { ...activity, doubt };
}

interface Contents {
  readonly files: readonly z.infer<typeof file>[];
  readonly folders: readonly z.infer<typeof folder>[];
  readonly total: number;
}

function newer(last: Activity, entry: z.infer<typeof file>, terms: Terms, { scrub }: Portal): Activity {
  const at = parsePortalDate(entry.updated);
  const by = toAccount(entry.updatedBy, scrub);
  if (at === null || terms.isIgnored(by) || (last.at !== null && at <= last.at)) return last;
  return { at, evidence: 'contents', what: 'stored files changed', by, doubt: null };
}

async function fetchContents(
  portal: Portal,
  room: Room,
  folderId: number | string,
  startIndex: number,
): Promise<Contents> {
  const what = `the contents of room ${logText(String(room.id))}`;
  const json = await portal.get(
    `files/${encodeURIComponent(String(folderId).toWellFormed())}`,
    new URLSearchParams({
      count: String(PAGE_SIZE),
      startIndex: String(startIndex),
      fields: FIELDS.join(','),
    }),
    { what, scope: 'files:read', ofRoom: 'contents' },
  );
  const response = isObject(json) ? json['response'] : undefined;
  if (!isObject(response)) throw malformed(what, 'response', 'an object', response);
  const { files, folders, total } = parse(page, response, 'response', what);
  return { files: files ?? [], folders: folders ?? [], total };
}
