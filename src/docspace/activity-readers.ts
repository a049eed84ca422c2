import { type Activity, type ActivityRules, type SourceName, sourceOf } from '../rooms/activity.ts';
import type { Room } from '../rooms/room.ts';
import { MalformedAnswerError, PortalError } from '../shared/errors.ts';
import type { Portal } from './client.ts';
import { readContents } from './contents.ts';
import { readHistory } from './history.ts';
import type { Lookup } from './lookup-notes.ts';

/** For each source of `rooms/activity.ts`, the function that reads it. */
const READERS: Readonly<
  Record<SourceName, (portal: Portal, room: Room, rules: ActivityRules) => Promise<Activity | null>>
> = { history: readHistory, contents: readContents };

/**
 * Reads the last activity of a room from its source.
 *
 * @returns null if the source is no evidence, see `readHistory`
 * @throws PortalError if the source cannot be read
 */
export async function readActivity(
  portal: Portal,
  room: Room,
  rules: ActivityRules,
): Promise<Activity | null> {
  return READERS[sourceOf(room).name](portal, room, rules);
}

/**
 * The same as the result of a look-up.
 *
 * @throws PortalError if the failure does not concern this room alone
 */
export async function lookUpActivity(portal: Portal, room: Room, rules: ActivityRules): Promise<Lookup> {
  try {
    const activity = await readActivity(portal, room, rules);
    return activity === null ? { kind: 'no evidence' } : { kind: 'answered', activity };
  } catch (error) {
    if (!isOfRoom(error)) throw error;
    return error.status === 404 ? { kind: 'not found' } : { kind: 'failed', forbidden: error.forbidden };
  }
}

function isOfRoom(error: unknown): error is PortalError {
  return error instanceof MalformedAnswerError || (error instanceof PortalError && error.isRoomSpecific);
}
