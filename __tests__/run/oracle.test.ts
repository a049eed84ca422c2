import { describe, expect, it } from 'vitest';
import { DAY_MS, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor } from '../support/action.ts';
import { collect, type ExampleRoom, lineOf, printed, roomsIn } from '../support/example.ts';
import { runHere } from '../support/run-here.ts';
import { scaled } from '../support/scale.ts';

/** The rules of the example and nothing beside them. */
const AS_THE_EXAMPLE = {
  'activity-source': 'updated',
  'inactive-days': '10',
  redact: 'never',
  'exempt-tags': 'none',
  'upcoming-days': '0',
};

async function body(portal: Portal): Promise<unknown> {
  const headers = { accept: 'application/json', authorization: `Bearer ${portal.apiKey}` };
  const answer = await fetch(`${portal.url}/api/2.0/files/rooms`, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** What the action prints of rooms, without the rest of its log. */
async function actionLines(portal: Portal): Promise<string[]> {
  const { runtime, error } = await runHere({ ...inputsFor(portal), ...AS_THE_EXAMPLE });
  expect(error).toBeNull();
  const lines = runtime.texts('info').flatMap((text) => text.split('\n'));
  return lines.filter((line) => /^(• |Total abandoned rooms: |No rooms found|--- )/.test(line));
}

/** A difference by design: year 0001 is no date, where the example prints some 700,000 days. */
function withoutYearOne(rooms: Record<string, unknown>[]): Record<string, unknown>[] {
  return rooms.map((room) => {
    const members = Object.entries(room).filter(([, value]) => !String(value).startsWith('0001-01-01'));
    return Object.fromEntries(members);
  });
}

/** A difference by design: control and other invisible characters are made visible, and `##[` is taken apart. */
function shown(title: string): string {
  return title
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character, at: number) => {
      const code = character.codePointAt(0) ?? 0;
      const isJoined =
        code === 0x200d && /\p{Extended_Pictographic}$/u.test(title.slice(Math.max(0, at - 2), at));
      if (isJoined && /^\p{Extended_Pictographic}/u.test(title.slice(at + 1))) return character;
      if (code < 0x20) return String.fromCodePoint(0x2400 + code);
      if (code === 0x7f) return '\u2421';
      return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
    })
    .replaceAll('##[', '# #[');
}

/** A difference by design: an id that is text stays text, where the example prints NaN. */
/** A difference by design: a room without a date says so, where the example invents 11 days. */
function line(room: ExampleRoom): string {
  const asExample = lineOf({ ...room, title: shown(room.title) });
  const named =
    typeof room.wireId === 'string' ? asExample.replace('(ID: NaN)', `(ID: ${room.wireId})`) : asExample;
  return room.lastUpdate === null
    ? named.replace(/ — inactive for 11 day\(s\)$/, ' — no activity date')
    : named;
}

/**
 * A difference by design: with equal days, the longer inactive comes first, then by id; rooms without a date have no days
 * and come last.
 */
function order(a: ExampleRoom, b: ExampleRoom): number {
  const at = (room: ExampleRoom) =>
    room.lastUpdate === null ? Number.MAX_VALUE : Date.parse(room.lastUpdate);
  if (at(a) !== at(b)) return at(a) - at(b);
  const [one, other] = [a.wireId, b.wireId];
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
  return String(one) < String(other) ? -1 : 1;
}

function expectedLines(answer: unknown, now: Date): string[] {
  const rooms = collect(withoutYearOne(roomsIn(answer)), now);
  if (rooms.length === 0) return printed(answer, now);
  return [
    '--- Abandoned rooms report ---',
    ...rooms.toSorted(order).map(line),
    `Total abandoned rooms: ${rooms.length}`,
  ];
}

/** The tag `keep-until:` exempts always; the example knows no tags. Nothing else is changed in the rooms made up. */
function dropKeepTags(portal: Portal): void {
  for (const { id, tags } of portal.rooms.all()) {
    portal.rooms.update(id, { tags: tags.filter((tag) => !tag.startsWith('keep-until:')) });
  }
}

const shapes = ['envelope', 'bareArray', 'responseArray', 'rooms', 'items'] as const;

describe('the same room lines as the example', () => {
  const seeds = Array.from({ length: scaled(25, 4) }, (_, index) => index + 1);
  it.each(seeds)('portal %i', async (seed) => {
    const portal = await portalFor({
      seed,
      roomCount: (seed * 37) % 101,
      shape: shapes[seed % shapes.length] ?? 'envelope',
      offsetMinutes: [180, 0, -570, 345][seed % 4] ?? 0,
    });
    dropKeepTags(portal);
    const expected = expectedLines(await body(portal), new Date());
    expect(await actionLines(portal)).toEqual(expected);
    // A portal that brings nothing to compare would show nothing.
    if (portal.rooms.size > 20) expect(expected.length).toBeGreaterThan(5);
  });

  it('word for word if none of the differences applies', async () => {
    const portal = await portalFor({ seed: 7, roomCount: 100, oldCount: 60 });
    for (const { id } of portal.rooms.all()) portal.rooms.update(id, { title: `Plain ${id}` });
    const answer = await body(portal);
    const days = collect(roomsIn(answer), new Date()).map((room) => room.days);
    const actual = await actionLines(portal);
    expect(actual.toSorted()).toEqual(printed(answer, new Date()).toSorted());
    expect(actual.length).toBeGreaterThan(62);
    const ages = actual.slice(1, -1).map((text) => Number(/inactive for (\d+)/.exec(text)?.[1]));
    expect(ages).toEqual(days.toSorted((a, b) => b - a));
  });

  it('members of other versions: archived by name, dates by other names, no room at all', async () => {
    const now = Date.now();
    const at = (days: number) => new Date(now - days * DAY_MS - 60_000).toISOString();
    const nothing = { updated: undefined, created: undefined };
    const raws: Record<string, unknown>[] = [
      { isArchived: true },
      { isArchived: 'true' },
      { roomStatus: 'Archived' },
      { status: 'ARCHIVED' },
      { roomStatus: 'active', status: 'archived' },
      { roomStatus: '', status: 'archived' },
      { roomType: 0, inRoom: false },
      { roomType: undefined, inRoom: true },
      { roomType: 0, inRoom: 1 },
      { ...nothing, modified: at(30) },
      { ...nothing, modifiedOn: at(31) },
      { ...nothing, lastModified: at(32) },
      { ...nothing, lastUpdate: at(33), createOn: at(99) },
      { ...nothing, updatedOn: at(34) },
      { ...nothing, createdOn: at(35) },
      { ...nothing, createOn: at(36) },
      { ...nothing, updated: '', created: at(38) },
      { ...nothing, updated: null, created: at(39) },
      { updated: at(-40) },
      { id: null },
      { id: undefined },
      { title: '' },
      { title: undefined },
      { updated: at(10) },
      { updated: new Date(now - 10 * DAY_MS + 120_000).toISOString() },
    ];
    const rooms: RoomSeed[] = raws.map((raw, index) => ({ id: index + 1, updated: at(50 + index), raw }));
    const portal = await portalFor({ rooms });
    const expected = expectedLines(await body(portal), new Date());
    expect(expected).toHaveLength(2 + 16);
    expect(await actionLines(portal)).toEqual(expected);
  });

  it('a difference by design: a date that cannot be read does not fall back to an older one', async () => {
    const created = new Date(Date.now() - 37 * DAY_MS).toISOString();
    const portal = await portalFor({
      rooms: ['never', '24.11.2026 10:00', '2026-11-24T03:56:37+03'].map((updated, index) => ({
        id: index + 1,
        raw: { updated, created },
      })),
    });
    const answer = await body(portal);
    expect(printed(answer, new Date()).at(-1)).toBe('Total abandoned rooms: 3');
    expect(await actionLines(portal)).toEqual([
      '--- Abandoned rooms report ---',
      'No rooms found with inactivity >= 10 days.',
    ]);
  });

  it('nothing abandoned, and nothing there', async () => {
    const active = await portalFor({ rooms: [{ updated: new Date() }] });
    const empty = await portalFor();
    for (const portal of [active, empty]) {
      expect(await actionLines(portal)).toEqual(printed(await body(portal), new Date()));
    }
  });
});
