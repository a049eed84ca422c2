import { DAY_MS, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { portalFor } from './action.ts';

/** A portal for tests of faults. */

/** A key with capital letters and characters that URLs and HTML encode. */
export const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
const account = { id: 'admin', displayName: 'Admin' };
export const KEYS = [{ key: KEY, scopes: ['*'], account, sees: 'all' as const }];

/** Rooms that were last changed 1, 2, 3, … days ago. */
export function agingRooms(count: number): RoomSeed[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `Plan ${index + 1}`,
    updated: new Date(Date.now() - (index + 1) * DAY_MS),
  }));
}

export const portalWithRooms = (count = 3): Promise<Portal> =>
  portalFor({ rooms: agingRooms(count), keys: KEYS });

/** The message of a failed scan: one line that says what to do, and names the page. */
export const GOOD_ADVICE =
  /Check |Lower |Renew |Make a new one|set docspace-url|point NODE_EXTRA|please report/;
/** The first question of a run is what the key may do. */
export const NAMES_A_PAGE = /page \d+ of the rooms|the rights of the API key/;
