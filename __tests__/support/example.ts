/**
 * "Find abandoned rooms by inactivity period", the example that this project grew from, written afresh from its
 * description. What it prints is what the action is compared with.
 */

const INACTIVITY_DAYS = 10;
const DAY_MS = 24 * 60 * 60 * 1000;
const LISTS = ['rooms', 'folders', 'items'];
const DATES = [
  'updated',
  'modified',
  'modifiedOn',
  'lastModified',
  'lastUpdate',
  'updatedOn',
  'created',
  'createdOn',
  'createOn',
];

type Json = Record<string, unknown>;

/** A room that the example would print; `wireId` and `hasDate` are for whoever compares. */
export interface ExampleRoom {
  readonly id: number;
  readonly wireId: unknown;
  readonly title: string;
  readonly days: number;
  readonly lastUpdate: string | null;
}

/** Step 3: the rooms in a body, whatever its shape. */
export function roomsIn(body: unknown): Json[] {
  const raw = (body as Json | null)?.['response'] ?? body;
  if (Array.isArray(raw)) return raw as Json[];
  if (typeof raw !== 'object' || raw === null) return [];
  const list = LISTS.map((name) => (raw as Json)[name]).find(Array.isArray);
  return (list ?? []) as Json[];
}

function isArchived(room: Json): boolean {
  if (room['isArchived'] === true) return true;
  const status = room['roomStatus'] || room['status'];
  return typeof status === 'string' && status.toLowerCase() === 'archived';
}

function lastUpdateOf(room: Json): Date | null {
  for (const name of DATES) {
    const value = room[name];
    if (!value) continue;
    const date = new Date(value as string);
    if (!Number.isNaN(date.getTime())) return date;
  }
  return null;
}

/** Step 5: the rooms that count as abandoned, in the portal's order. */
export function collect(rooms: readonly Json[], now: Date): ExampleRoom[] {
  const collected: ExampleRoom[] = [];
  for (const room of rooms) {
    if (!room['roomType'] && !room['inRoom']) continue;
    if (isArchived(room)) continue;
    const at = lastUpdateOf(room);
    const days = at === null ? INACTIVITY_DAYS + 1 : Math.floor((now.getTime() - at.getTime()) / DAY_MS);
    const wireId = room['id'];
    if (days < INACTIVITY_DAYS || wireId === null || wireId === undefined) continue;
    collected.push({
      id: Number(wireId),
      wireId,
      title: (room['title'] as string) || 'Room',
      days,
      lastUpdate: at?.toISOString() ?? null,
    });
  }
  return collected;
}

/** Step 6: the line of one room. */
export function lineOf({ title, id, days, lastUpdate }: ExampleRoom): string {
  const date = lastUpdate === null ? '' : `, last updated: ${lastUpdate}`;
  return `• Room "${title}" (ID: ${id}) — inactive for ${days} day(s)${date}`;
}

/** Step 6: what the example prints of a body, word for word. */
export function printed(body: unknown, now: Date): string[] {
  const rooms = roomsIn(body);
  if (rooms.length === 0) return ['No rooms found.'];
  const collected = collect(rooms, now);
  if (collected.length === 0) {
    return ['--- Abandoned rooms report ---', `No rooms found with inactivity >= ${INACTIVITY_DAYS} days.`];
  }
  const mostFirst = collected.toSorted((a, b) => b.days - a.days);
  return [
    '--- Abandoned rooms report ---',
    ...mostFirst.map(lineOf),
    `Total abandoned rooms: ${collected.length}`,
  ];
}
