import { z } from 'zod';
import type { Activity, UncertaintyReason } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { account, toAccount } from './accounts.ts';
import { type ActivityRules, countedListing, markUncertain } from './activity-rules.ts';
import { contentsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import { isObject, malformed, parse } from './validate.ts';

const PAGE_SIZE = 100;
/** For one room, whatever they are for. */
const MAX_REQUESTS = 50;

const entry = z.object({
  id: z.union([z.int(), z.string().min(1)]),
  updated: z.string().nullish(),
  updatedBy: account,
});
type Entry = z.infer<typeof entry>;
const page = z.object({
  files: z.array(entry).nullish(),
  folders: z.array(entry).nullish(),
  total: z.int().min(0),
});

/** A room as far as it was walked. */
interface Walk {
  readonly portal: Portal;
  readonly room: Room;
  readonly rules: ActivityRules;
  readonly onAnswer: () => void;
  /** In the order in which they are read; grows meanwhile. */
  readonly folders: Set<string>;
  newest: Activity;
  /** Whether there is a file that counts and has no date: it may be the newest. */
  hasUndatedFile: boolean;
  requests: number;
}

/**
 * The last activity of a room on third-party storage: the newest date among what is stored in it
 * (`GET /api/2.0/files/{id}`), walked breadth-first until something is newer than the threshold. A room whose tree was
 * not seen as a whole is in doubt, and so is one that changed while it was walked.
 *
 * @param onAnswer told as soon as the room itself has answered
 * @returns null where the room is not found
 * @throws PortalError where the storage cannot be read
 */
export async function contentsOf(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
  onAnswer: () => void,
): Promise<Activity | null> {
  const walk: Walk = {
    portal,
    room,
    rules,
    onAnswer,
    folders: new Set([String(room.id)]),
    newest: { ...countedListing(room, rules), evidence: 'contents' },
    hasUndatedFile: false,
    requests: 0,
  };
  // Those that are found meanwhile are read as well.
  for (const folderId of walk.folders) {
    const end = await readFolder(walk, folderId);
    if (end === 'gone') return null;
    if (end === 'alive') return walk.newest;
    if (end !== 'read') return concluded(walk, end);
  }
  return concluded(walk, walk.hasUndatedFile ? 'files without a date' : null);
}

function concluded({ newest }: Walk, uncertainBecause: UncertaintyReason | null): Activity {
  const known: Activity = newest.at === null ? { ...newest, evidence: 'none', by: null } : newest;
  return uncertainBecause === null ? known : markUncertain(known, uncertainBecause);
}

/** Reads one folder to its end, or to where nothing more has to be known. */
async function readFolder(
  walk: Walk,
  folderId: string,
): Promise<'read' | 'alive' | 'gone' | UncertaintyReason> {
  // A file and a folder may have the same number.
  const files = new Set<Entry['id']>();
  const folders = new Set<Entry['id']>();
  for (let start = 0, total: number | null = null; total === null || start < total; ) {
    if (walk.requests >= MAX_REQUESTS) return 'too large to check';
    const contents = await fetchContents(walk, folderId, start);
    if (contents === null) return (await isRoomGone(walk)) ? 'gone' : 'changed while it was checked';
    for (const { id } of contents.files) files.add(id);
    for (const { id } of contents.folders) folders.add(id);
    const count = contents.files.length + contents.folders.length;
    take(walk, contents);
    if (walk.newest.at !== null && walk.newest.at > walk.rules.threshold) return 'alive';
    // What is not there any more, or not given, is not seen.
    if ((total !== null && contents.total !== total) || (count === 0 && start < contents.total)) {
      return 'changed while it was checked';
    }
    start += count;
    total = contents.total;
    // Where pages overlap, as when something is deleted and something else comes, there is a gap elsewhere.
    if (start >= total && files.size + folders.size !== total) return 'changed while it was checked';
  }
  return 'read';
}

/** Looks at the dates on a page, and notes its folders. */
function take(walk: Walk, { files, folders }: Contents): void {
  const { rules, portal } = walk;
  for (const one of [...folders, ...files]) {
    const at = parsePortalDate(one.updated);
    const by = toAccount(one.updatedBy, portal.scrub);
    if (rules.isIgnored(by)) continue;
    // Of folders without a date, the contents tell.
    if (at === null) walk.hasUndatedFile ||= files.includes(one);
    else if (walk.newest.at === null || at > walk.newest.at) {
      walk.newest = { at, evidence: 'contents', what: 'stored files changed', by, uncertainBecause: null };
    }
  }
  for (const { id } of folders) walk.folders.add(String(id));
}

interface Contents {
  readonly files: readonly Entry[];
  readonly folders: readonly Entry[];
  readonly total: number;
}

/** One page of a folder; null where there is no such folder. */
async function fetchContents(walk: Walk, folderId: string, startIndex: number): Promise<Contents | null> {
  const { portal, room } = walk;
  const call = contentsCall(room.id ?? '', folderId, { count: PAGE_SIZE, startIndex });
  const { what } = call;
  walk.requests += 1;
  let json: unknown;
  try {
    json = await portal.get(call);
  } catch (error) {
    if (error instanceof PortalError && error.status === 404) return null;
    throw error;
  }
  const response = isObject(json) ? json['response'] : undefined;
  if (!isObject(response)) throw malformed(what, 'response', 'an object', response);
  const { files, folders, total } = parse(page, response, 'response', what);
  walk.onAnswer();
  return { files: files ?? [], folders: folders ?? [], total };
}

/** Whether it is the room that is not there any more, and not a folder in it; without a request left, nobody knows. */
async function isRoomGone(walk: Walk): Promise<boolean> {
  if (walk.requests >= MAX_REQUESTS) return false;
  walk.requests += 1;
  return isGone(walk.portal, walk.room, walk.onAnswer);
}

/**
 * Whether the portal does not find a room; one that answers with another failure is there.
 *
 * @param onAnswer told where the room answers
 * @throws PortalError where the portal itself is in trouble
 */
export async function isGone(portal: Portal, room: Room, onAnswer: () => void): Promise<boolean> {
  try {
    const id = String(room.id);
    await portal.get(contentsCall(id, id, { count: 1, startIndex: 0 }));
  } catch (error) {
    if (!(error instanceof PortalError) || !error.isRoomSpecific) throw error;
    return error.status === 404;
  }
  onAnswer();
  return false;
}
