import type { RoomId } from '../../sandbox/portal/index.ts';
import { ago, type Scene, type TrackedRun } from './github-run.ts';

/** What tests of archiving do in a scene, and ask of it. */

export const ANN = { id: 'aaaaaaaa-0000-4000-8000-000000000001', displayName: 'Ann Lee' };
export const APPROVED = { archive: 'approved' };

/** Adds rooms whose history shows that nobody used them, the first one longest. */
export function addUnusedRooms({ portal: { rooms } }: Scene, ids: readonly RoomId[]): void {
  for (const [at, id] of ids.entries()) {
    rooms.createRoom(id, ANN, ago(500), { title: `Room ${String(id)}`, roomType: 2 });
    rooms.upload(id, ANN, ago(400 - at));
  }
}

/** The begin of the marker of a room's box for the archive. */
export const archiveBox = (id: RoomId): string => `<!-- archive ${id} `;

/** The requests that change the portal. */
export const puts = ({ portal }: Scene): string[] =>
  portal.requests.flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));

export const isArchived = ({ portal }: Scene, id: RoomId): boolean =>
  portal.rooms.need(id).rootFolderType === 20;

/** Ticks the box on the line that holds a text. */
export const tick = ({ github }: Scene, line: string) => github.people.tick(1, line);

/** The rooms that a run says it archived. */
export const archivedIds = ({ outputs }: TrackedRun): RoomId[] =>
  (JSON.parse(outputs['archived-rooms'] ?? '') as { id: RoomId }[]).map(({ id }) => id);
