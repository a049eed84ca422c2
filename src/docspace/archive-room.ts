import { z } from 'zod';
import type { Activity, ActivityRules } from '../rooms/activity.ts';
import type { Room, RoomId } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import { readActivity } from './activity-readers.ts';
import { whyKeyFails } from './api-key.ts';
import type { ArchiveAnswer, ArchiveClient } from './archive-client.ts';
import { fileOperationsCall } from './calls.ts';
import type { Portal } from './client.ts';
import { readRoom } from './room-lookup.ts';
import { parse } from './validate.ts';

/** How the archiving of one room ended. `because`: one sentence, without text from the portal. */
export type ArchiveResult =
  | { readonly kind: 'archived' }
  /** Somebody else has archived it since the scan. */
  | { readonly kind: 'archived before'; readonly because: string }
  /** The portal was not asked to archive it. */
  | { readonly kind: 'changed'; readonly because: string }
  /** `stop`: no more rooms should be archived in this run, since the portal is in trouble. */
  | { readonly kind: 'failed'; readonly because: string; readonly stop: boolean }
  /** The portal was asked to archive it, and does not say whether it did. This run should archive no more rooms. */
  | { readonly kind: 'not known'; readonly because: string };

export interface ArchiveOptions {
  readonly portal: Portal;
  readonly client: ArchiveClient;
  readonly rules: ActivityRules;
  /** Decides by the room and its activity as they are now whether it may still be archived. */
  readonly isStillAbandoned: (room: Room, activity: Activity) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Waits between two looks at an operation: most end within half a second. 60 s in all. */
const WAITS_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000] as const;

/**
 * Archives one room and makes sure that it is archived. The room and its history are read right before the request,
 * which is sent once. The operation is followed to its end, and the room is read again: only a room that is in the
 * archive then counts as archived. If the portal does not answer the request, the room is read until it is archived, or
 * until the wait is over.
 *
 * Never throws for an answer of the portal.
 */
export async function archiveRoom(listed: Room, options: ArchiveOptions): Promise<ArchiveResult> {
  const { portal, client } = options;
  const { id } = listed;
  try {
    const changed = await lookAgain(listed, options);
    if (changed !== null) return changed;
  } catch (error) {
    return notChecked(error, portal);
  }
  const answer = await client.archive(id);
  if (answer.kind === 'refused') {
    return { kind: 'failed', because: answer.because, stop: !answer.isAboutRoom };
  }
  try {
    const end = await follow(id, answer, options);
    const { isArchived } = await readRoom(portal, id);
    if (!isArchived) return notArchived(end, answer);
    return end === 'nothing to do'
      ? { kind: 'archived before', because: AT_THE_SAME_TIME }
      : { kind: 'archived' };
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    const because = (await whyKeyFailed(error, portal)) ?? error.message;
    return { kind: 'not known', because: `The portal was asked to archive it. ${because}` };
  }
}

/** @returns the result of a room that must not be archived; null if it is as the scan found it */
async function lookAgain(
  listed: Room,
  { portal, rules, isStillAbandoned }: ArchiveOptions,
): Promise<ArchiveResult | null> {
  const now = await readRoom(portal, listed.id);
  if (now.isArchived) return { kind: 'archived before', because: 'It is in the archive already.' };
  // For a room on third-party storage, this call gives another date than the list.
  const room = listed.isThirdParty ? { ...now, lastUpdated: listed.lastUpdated } : now;
  const activity = await readActivity(portal, room, rules);
  if (activity === null) return { kind: 'changed', because: 'Its history is no evidence any more.' };
  if (isStillAbandoned(room, activity)) return null;
  return { kind: 'changed', because: 'Something has changed in it since the scan.' };
}

const AT_THE_SAME_TIME = 'Another run, or somebody in the portal, archived it at the same time.';

/** `nothing to do`: it has ended, and the room was archived before it began. */
type End = 'ended' | 'nothing to do' | 'failed' | 'not ended';

/** Waits for the end of an operation: by the list of operations, or by the room itself if that list tells nothing. */
async function follow(id: RoomId, answer: ArchiveAnswer, { portal, sleep }: ArchiveOptions): Promise<End> {
  let operation = answer.kind === 'started' ? answer.operation : null;
  for (const ms of WAITS_MS) {
    await sleep(ms);
    const state: End | 'not readable' =
      operation === null ? 'not readable' : await readOperation(portal, operation);
    if (state === 'not ended') continue;
    if (state !== 'not readable') return state;
    // From now on, the room itself tells.
    operation = null;
    if ((await readRoom(portal, id)).isArchived) return 'ended';
  }
  return 'not ended';
}

const operations = z.object({
  response: z.array(
    z.object({
      id: z.string(),
      finished: z.boolean().nullish(),
      // Text from the portal: it is never shown.
      error: z.string().nullish(),
      /** How many rooms it has moved. */
      processed: z.union([z.string(), z.number()]).nullish(),
    }),
  ),
});

/**
 * Reads how far an operation is. A finished one is listed only once: if it is missing, that answer may have been lost.
 */
async function readOperation(portal: Portal, operation: string): Promise<End | 'not readable'> {
  const call = fileOperationsCall(operation);
  try {
    const { response } = parse(operations, await portal.get(call), '', call.what);
    const found = response.find(({ id }) => id === operation);
    if (found === undefined) return 'not readable';
    if (found.finished !== true) return 'not ended';
    if (found.error) return 'failed';
    return String(found.processed) === '0' ? 'nothing to do' : 'ended';
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return 'not readable';
  }
}

function notArchived(end: End, answer: ArchiveAnswer): ArchiveResult {
  if (answer.kind === 'not known') {
    return { kind: 'failed', because: `${answer.because} The room is not in the archive.`, stop: true };
  }
  switch (end) {
    case 'failed':
      return failed('The portal reports an error for the operation, and the room is not in the archive.');
    case 'ended':
    case 'nothing to do':
      return failed('The portal reports that it is done, but the room is not in the archive.');
    case 'not ended':
      return failed(
        'The portal has not ended the operation in time, and the room is not in the archive yet.',
        true,
      );
  }
}

function failed(because: string, stop = false): ArchiveResult {
  return { kind: 'failed', because, stop };
}

/** Stops the others as well, unless the error concerns this room alone. */
async function notChecked(error: unknown, portal: Portal): Promise<ArchiveResult> {
  if (!(error instanceof PortalError)) throw error;
  const dead = await whyKeyFailed(error, portal);
  const isAboutRoom = dead === null && (error.isRoomSpecific || error instanceof MalformedAnswerError);
  return failed(`It could not be checked again. ${dead ?? error.message}`, !isAboutRoom);
}

/** A key that is disabled in the middle of a run looks like a missing right: `keys/@self` tells. */
async function whyKeyFailed({ status }: PortalError, portal: Portal): Promise<string | null> {
  return status === 403 ? whyKeyFails(portal) : null;
}
