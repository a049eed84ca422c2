import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { logReport } from '../../src/report/log.ts';
import type { Report } from '../../src/report/schema.ts';
import type { Room } from '../../src/rooms/room.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';

const old = (room: Partial<Room> = {}, days = 412) => makeRoom({ lastUpdated: daysAgo(days), ...room });

/** The log as it is read, with a mark in front of warnings and groups. */
function printed(report: Report): string[] {
  return [...logReport(report)].flatMap((entry) => {
    if (entry.kind === 'line') return [entry.text];
    if (entry.kind === 'warning') return [`warning: ${entry.text}`];
    return [`group: ${entry.title}`, ...Array.from(entry.lines, (line) => `  ${line}`)];
  });
}

const NOTHING_VISIBLE =
  'visible to this API key. A key sees the rooms that its account sees: create it with the account of a portal administrator, or invite the account to the rooms. This does not mean that no room is abandoned.';

describe('the log', () => {
  it('keeps the words of the example', () => {
    const room = old({ id: 4711, title: 'Old marketing', lastUpdated: new Date('2025-10-07T09:12:00.000Z') });
    expect(printed(makeReport([room])).slice(0, 3)).toEqual([
      '--- Abandoned rooms report ---',
      '• Room "Old marketing" (ID: 4711) — inactive for 237 day(s), last updated: 2025-10-07T09:12:00.000Z',
      'Total abandoned rooms: 1',
    ]);
  });

  it('keeps them if no room is abandoned', () => {
    expect(printed(makeReport([makeRoom()], { upcomingDays: 0 }))).toEqual([
      '--- Abandoned rooms report ---',
      'No rooms found with inactivity >= 10 days.',
      'Scanned 1 room(s): 1 active, 0 upcoming, 0 abandoned, 0 unknown, 0 exempt, 0 skipped.',
    ]);
    expect(printed(makeReport([makeRoom()], { inactiveDays: 90 }))).toContain(
      'No rooms found with inactivity >= 90 days.',
    );
  });

  it('keeps them if there are no rooms, and warns', () => {
    expect(printed(makeReport([]))).toEqual(['No rooms found.', `warning: No room is ${NOTHING_VISIBLE}`]);
    expect(printed(makeReport([], { roomTypes: ['public'] }))[1]).toBe(
      `warning: No room of the types in room-types is ${NOTHING_VISIBLE}`,
    );
  });

  it('warns if every entry of the list was skipped', () => {
    const skipped = [old({ isRoom: false }), old({ isRoom: false, title: 'x' })];
    for (const report of [makeReport(skipped), makeReport([], {}, false, { withoutId: 2 })]) {
      const lines = printed(report);
      expect(lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
    }
  });

  const everyKind = [
    makeRoom({ id: 1, title: 'active' }),
    makeRoom({ id: 2, title: 'upcoming', lastUpdated: daysAgo(8) }),
    old({ id: 3, title: 'abandoned' }, 20),
    makeRoom({ id: 4, title: 'unknown', lastUpdated: null }),
    old({ id: 5, title: 'exempt', tags: ['Keep'] }),
    old({ id: 6, isArchived: true }),
  ];

  it('lists every kind of room', () => {
    expect(printed(makeReport(everyKind, { exemptTags: ['keep'] }, false, { withoutId: 2 }))).toEqual([
      '--- Abandoned rooms report ---',
      '• Room "abandoned" (ID: 3) — inactive for 20 day(s), last updated: 2026-05-12T12:00:00.000Z',
      '• Room "unknown" (ID: 4) — no activity date',
      'Total abandoned rooms: 2',
      'group: Upcoming rooms (1)',
      '  Room "upcoming" (ID: 2) — inactive for 8 day(s), last updated: 2026-05-24T12:00:00.000Z',
      'group: Exempt rooms (1)',
      '  Room "exempt" (ID: 5): exempt-tags "Keep"',
      'Scanned 8 room(s): 1 active, 1 upcoming, 2 abandoned, 0 unknown, 1 exempt, 3 skipped (archived: 1, no id: 2).',
    ]);
  });

  it('with unknown-activity ignore shows an unknown room, and does not count it', () => {
    const lines = printed(makeReport(everyKind, { unknownActivity: 'ignore' }));
    expect(lines).toContain('Total abandoned rooms: 2');
    expect(lines).toContain('  Room "unknown" (ID: 4) — no activity date');
    expect(lines.filter((line) => line.includes('• Room'))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/, 2 abandoned, 1 unknown, 0 exempt, /);
  });

  it('explains if every room was deleted during the scan', () => {
    const report = { ...makeReport([old({ isArchived: true }), old({ isRoom: false })]) };
    const lines = printed({ ...report, skippedBy: { archived: 1, 'deleted meanwhile': 1 } });
    expect(lines.at(-1)).toBe(
      'warning: All 2 entries of the list of rooms were skipped, 1 of them because they were deleted during the scan, so there are no results. Run the workflow again.',
    );
  });

  it('redacted names rooms by their id alone', () => {
    const text = printed(makeReport(everyKind, { exemptTags: ['keep'] }, true)).join('\n');
    expect(text).toContain('• Room "title left out" (ID: 3) — inactive for 20 day(s)');
    expect(text).toContain('  Room "title left out" (ID: 5): exempt-tags\n');
    expect(text).not.toMatch(/"(?:active|upcoming|abandoned|unknown|exempt|Keep)"/);
  });

  it('writes notes as warnings', () => {
    const lines = printed(makeReport([old({ id: 5, tags: ['keep-until:soon'] })]));
    expect(lines.at(-1)).toMatch(/^warning: A tag that begins with keep-until .*: room 5\.$/);
  });
});

describe('text from the portal', () => {
  const HOSTILE = [...new Set([...HOSTILE_TITLES, ...HOSTILE_NAMES])];

  it.each(HOSTILE)('stays in the middle of one line, and is no command: %j', (text) => {
    const rooms = [
      old({ id: 1, title: text, owner: { id: text, name: text }, tags: [text, `keep-until:${text}`] }),
      old({ id: `x${text}`, title: text }),
      makeRoom({ id: 2, title: text, lastUpdated: null }),
      makeRoom({ id: 3, title: text, lastUpdated: daysAgo(8) }),
      old({ id: 4, title: text, tags: ['keep', text] }),
      old({ id: 5, title: 'x', owner: { id: 'x', name: text } }),
    ];
    const report = makeReport(rooms, {
      exemptTags: ['keep'],
      exemptOwners: [text],
      unknownActivity: 'ignore',
    });
    const lines = logReport(report).flatMap((entry) =>
      entry.kind === 'group' ? [entry.title, ...entry.lines] : [entry.text],
    );
    for (const line of lines) {
      expect(line).toMatch(
        /^(?:--- |• Room "|Room "|Total |Scanned |[A-Z][a-z]+ rooms \(|Rooms whose |No rooms |A tag )/,
      );
      expect(line.replaceAll('\u200d', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(line).not.toContain('##[');
      expect(line.trimStart()).not.toMatch(/^::/);
    }
  });
});
