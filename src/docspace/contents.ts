import { z } from 'zod';
import {
  type Activity,
  type ActivityRules,
  countedListing,
  markUncertain,
  type UncertaintyReason,
} from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { PortalError } from '../shared/errors.ts';
import { readAccount } from './accounts.ts';
import { contentsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import { eachPage, PAGE_SIZE, type Page } from './paging.ts';
import { isObject, malformed, parse } from './validate.ts';

/** For one room, over all its folders. */
const MAX_REQUESTS = 50;

const entry = z.object({
  id: z.union([z.int(), z.string().min(1)]),
  updated: z.unknown().optional(),
  updatedBy: z.unknown().optional(),
});
type Entry = z.infer<typeof entry>;
const page = z.object({
  files: z.array(entry).nullish(),
  folders: z.array(entry).nullish(),
  total: z.int().min(0),
});

interface ContentsPage extends Page {
  readonly files: readonly Entry[];
  readonly folders: readonly Entry[];
  readonly total: number;
}

/** The content of one folder. */
interface Folder {
  readonly files: readonly Entry[];
  readonly folders: readonly Entry[];
  /** Not null: not all of it was seen. */
  readonly uncertainBecause: UncertaintyReason | null;
}

/**
 * Reads the last activity of a room on third-party storage: the newest date among its files and folders. Folders are
 * read breadth-first until something is newer than the threshold. If not everything was seen, the result is uncertain.
 *
 * @throws PortalError if the storage cannot be read; with status 404 if the room itself is not found
 */
export async function readContents(portal: Portal, room: Room, rules: ActivityRules): Promise<Activity> {
  const listed = countedListing(room, rules);
  const folders = new Set([String(room.id)]);
  const budget = { requests: MAX_REQUESTS };
  let newest: Activity = listed.at === null ? listed : { ...listed, evidence: 'contents' };
  let hasUndatedFile = false;
  // A Set also visits the folders that are added during the loop.
  for (const id of folders) {
    const folder = await readFolder(portal, room, id, rules, budget).catch((error: unknown) => {
      if (isOfFolder(error, id, room)) return CHANGED;
      throw error;
    });
    newest = newestOf(newest, [...folder.folders, ...folder.files], rules);
    if (newest.at !== null && newest.at > rules.threshold) return newest;
    if (folder.uncertainBecause !== null) return markUncertain(newest, folder.uncertainBecause);
    hasUndatedFile ||= folder.files.some((file) => isUndated(file, rules));
    for (const one of folder.folders) folders.add(String(one.id));
  }
  return hasUndatedFile ? markUncertain(newest, 'files without a date') : newest;
}

/** A folder that is gone says nothing about the room. */
function isOfFolder(error: unknown, id: string, room: Room): boolean {
  return error instanceof PortalError && error.status === 404 && id !== String(room.id);
}

const CHANGED: Folder = { files: [], folders: [], uncertainBecause: 'changed while it was checked' };

/** Reads one folder to its end, or until something in it is newer than the threshold. */
async function readFolder(
  portal: Portal,
  room: Room,
  id: string,
  rules: ActivityRules,
  budget: { requests: number },
): Promise<Folder> {
  // By id: pages overlap if something is deleted meanwhile. A file and a folder may have the same number.
  const files = new Map<Entry['id'], Entry>();
  const folders = new Map<Entry['id'], Entry>();
  let total: number | null = null;
  const seen = (uncertainBecause: UncertaintyReason | null): Folder => ({
    files: [...files.values()],
    folders: [...folders.values()],
    uncertainBecause,
  });
  const pages = eachPage((start) => fetchPage(portal, room, id, start), budget.requests);
  for await (const contents of pages) {
    budget.requests -= 1;
    for (const one of contents.files) files.set(one.id, one);
    for (const one of contents.folders) folders.set(one.id, one);
    if ([...contents.files, ...contents.folders].some((one) => isRecent(one, rules))) return seen(null);
    if (total !== null && contents.total !== total) return seen('changed while it was checked');
    total = contents.total;
  }
  if (total === null) return seen('too large to check');
  if (files.size + folders.size === total) return seen(null);
  return seen(budget.requests === 0 ? 'too large to check' : 'changed while it was checked');
}

function isRecent(one: Entry, { isIgnored, threshold }: ActivityRules): boolean {
  const at = parsePortalDate(one.updated);
  return at !== null && at > threshold && !isIgnored(readAccount(one.updatedBy));
}

/** Of folders without a date, their contents tell. */
function isUndated(file: Entry, { isIgnored }: ActivityRules): boolean {
  return parsePortalDate(file.updated) === null && !isIgnored(readAccount(file.updatedBy));
}

/** The newest one of an activity and of files and folders that count. */
function newestOf(before: Activity, entries: readonly Entry[], { isIgnored }: ActivityRules): Activity {
  let newest = before;
  for (const one of entries) {
    const at = parsePortalDate(one.updated);
    const by = readAccount(one.updatedBy);
    if (at === null || isIgnored(by) || (newest.at !== null && at <= newest.at)) continue;
    newest = { at, evidence: 'contents', what: 'stored files changed', by, uncertainBecause: null };
  }
  return newest;
}

async function fetchPage(
  portal: Portal,
  room: Room,
  folder: string,
  startIndex: number,
): Promise<ContentsPage> {
  const call = contentsCall(room.id, folder, { count: PAGE_SIZE, startIndex });
  const json = await portal.get(call);
  const response = isObject(json) ? json['response'] : undefined;
  if (!isObject(response)) throw malformed(call.what, 'response', 'an object', response);
  const wire = parse(page, response, 'response', call.what);
  const [files, folders] = [wire.files ?? [], wire.folders ?? []];
  return { files, folders, total: wire.total, size: files.length + folders.length };
}
