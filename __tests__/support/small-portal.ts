import { expect } from 'vitest';
import { DAY_MS, type Portal, type PortalOptions, type RoomSeed } from '../../sandbox/portal/index.ts';
import { type ActionRun, portalFor } from './action.ts';

/** A small portal with a room of every verdict, for end-to-end tests. */

const ANN = { id: 'ann', displayName: 'Ann' };
const BEN = { id: 'ben', displayName: 'Ben | Co' };

/** A date so many days ago, and an hour. */
export const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS - 3_600_000);

const ROOMS: RoomSeed[] = [
  { id: 1, title: 'Old marketing', updated: ago(412), createdBy: ANN, usedSpace: 5_000_000, tags: ['q1'] },
  { id: 2, title: 'Tender "North"', updated: ago(10), createdBy: BEN, usedSpace: 1_500, roomType: 5 },
  { id: 'drive-3', title: 'On a drive', updated: ago(97), createdBy: BEN, roomType: 6 },
  { id: 4, title: 'Undated', updated: null, created: null, createdBy: ANN, roomType: 8 },
  { id: 5, title: 'Nearly', updated: ago(9), createdBy: ANN, roomType: 1 },
  { id: 6, title: 'Busy', updated: ago(0), createdBy: ANN, usedSpace: 7, roomType: 9 },
  { id: 7, title: 'Template', updated: ago(200), createdBy: ANN, tags: ['Keep'] },
  { id: 8, title: 'Kept for a while', updated: ago(201), createdBy: BEN, tags: ['keep-until:2999-12-31'] },
  { id: 9, title: 'Archived elsewhere', updated: ago(300), raw: { isArchived: true } },
  { id: 10, title: 'In the archive', updated: ago(300), rootFolderType: 20 },
];

export const smallPortal = (options: PortalOptions = {}): Promise<Portal> =>
  portalFor({ rooms: ROOMS, ...options });

/** Expects a run without any error. */
export function expectSuccess(result: ActionRun): void {
  expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  expect(result.errors).toEqual([]);
  expect(result.stderr).toBe('');
}
