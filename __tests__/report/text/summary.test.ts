import { describe, expect, it } from 'vitest';
import { HOSTILE_TITLES } from '../../../sandbox/portal/index.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { Report } from '../../../src/report/schema.ts';
import {
  renderFailureSummary,
  renderMarkdownReport,
  renderSummary,
} from '../../../src/report/text/summary.ts';
import { listedActivity } from '../../../src/rooms/activity.ts';
import type { LastRun } from '../../../src/rooms/compare-runs.ts';
import { compileExemptions } from '../../../src/rooms/exemptions.ts';
import type { Policy } from '../../../src/rooms/policy.ts';
import type { Room } from '../../../src/rooms/room.ts';
import { judge } from '../../../src/rooms/verdict.ts';
import { InputError } from '../../../src/shared/errors.ts';
import {
  daysAgo,
  makeFindings,
  makeLastRun,
  makePolicy,
  makeReport,
  makeRoom,
  NOW,
} from '../../support/factories.ts';

const MIB = 1024 * 1024;
const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
const old = (room: Partial<Room> = {}, days = 100) => makeRoom({ lastUpdated: daysAgo(days), ...room });
const many = (count: number, room: Partial<Room> = {}) =>
  Array.from({ length: count }, (_, id) => old({ id, ...room }));
const undated = (id: number) => makeRoom({ id, lastUpdated: null, usedBytes: 5 });
const headline = (report: Report) => renderSummary(report).split('\n\n')[1];
/** Rows with a link to a room, in all tables. */
const rowsIn = (markdown: string) => markdown.match(/^\| \[.*\|$/gm) ?? [];

describe('the headline', () => {
  it.each<[string, Room[], Partial<Policy>, string]>([
    [
      'nothing, no limit',
      [makeRoom(), makeRoom({ id: 2 })],
      {},
      '**✅ None of 2 rooms is abandoned.** A room is abandoned after 10 days without activity. No limit is set.',
    ],
    [
      'nothing, of one room',
      [makeRoom()],
      { maxAbandoned: 1 },
      '**✅ The only room is not abandoned.** A room is abandoned after 10 days without activity. The limit of 1 abandoned room holds.',
    ],
    [
      'one',
      [old({ usedBytes: 2_500_000 }), makeRoom({ id: 2 })],
      { inactiveDays: 1 },
      '**⚠️ 1 of 2 rooms is abandoned**: no activity for 1 day or longer. It uses **2.5 MB**. No limit is set.',
    ],
    [
      'one of one',
      [old()],
      { maxAbandoned: 0 },
      '**❌ The only room is abandoned**: no activity for 10 days or longer. It uses **1 kB**. **Limit exceeded:** 1 abandoned room is more than max-abandoned allows &#40;0&#41;.',
    ],
    [
      'more than the limit',
      many(4),
      { maxAbandoned: 3, inactiveDays: 90 },
      '**❌ 4 of 4 rooms are abandoned**: no activity for 90 days or longer. They use **4 kB**. **Limit exceeded:** 4 abandoned rooms are more than max-abandoned allows &#40;3&#41;.',
    ],
    [
      'space not told',
      many(2, { usedBytes: null }),
      {},
      '**⚠️ 2 of 2 rooms are abandoned**: no activity for 10 days or longer. The portal does not report how much space they use. No limit is set.',
    ],
    [
      'space of one not told',
      [old({ usedBytes: null }), makeRoom({ id: 2 })],
      {},
      '**⚠️ 1 of 2 rooms is abandoned**: no activity for 10 days or longer. The portal does not report how much space it uses. No limit is set.',
    ],
    [
      'space told of some',
      [old({ usedBytes: 5 }), old({ id: 2, usedBytes: null })],
      {},
      '**⚠️ 2 of 2 rooms are abandoned**: no activity for 10 days or longer. They use at least **5 B**. No limit is set.',
    ],
    [
      'one without a date among them',
      [old({ usedBytes: 5 }), undated(2)],
      {},
      '**⚠️ 2 of 2 rooms are abandoned**: no activity for 10 days or longer, or no activity date. They use **10 B**. No limit is set.',
    ],
    [
      'one, without a date',
      [makeRoom(), undated(2)],
      {},
      '**⚠️ 1 of 2 rooms is abandoned**: no activity date. It uses **5 B**. No limit is set.',
    ],
    [
      'unknown ones ignored',
      [makeRoom(), undated(2), undated(3)],
      { unknownActivity: 'ignore' },
      '**⚠️ None of 3 rooms is known to be abandoned.** A room is abandoned after 10 days without activity. The last activity of **2** rooms is not known. No limit is set.',
    ],
    [
      'an unknown one ignored',
      [undated(2)],
      { unknownActivity: 'ignore' },
      '**⚠️ The only room is not known to be abandoned.** A room is abandoned after 10 days without activity. The last activity of **1** room is not known. No limit is set.',
    ],
    [
      'an unknown one ignored beside one that is abandoned',
      [old(), undated(2)],
      { unknownActivity: 'ignore' },
      '**⚠️ 1 of 2 rooms is abandoned**: no activity for 10 days or longer. It uses **1 kB**. The last activity of **1** more is not known. No limit is set.',
    ],
  ])('%s', (_, rooms, policy, expected) => {
    expect(headline(makeReport(rooms, policy))).toBe(expected);
  });

  const known = makeLastRun([0]);
  const first: LastRun = { kind: 'unknown', because: 'it is the first run' };
  it.each([
    [
      known,
      { maxNewAbandoned: 1 },
      'Since the last run: 1 new, 0 recovered. The limit of 1 newly abandoned room holds.',
    ],
    [
      known,
      { maxAbandoned: 5, maxNewAbandoned: 2 },
      'Since the last run: 1 new, 0 recovered. The limits of 5 abandoned rooms and 2 newly abandoned rooms hold.',
    ],
    [
      first,
      { maxNewAbandoned: 0 },
      'The changes since the last run are not known, because it is the first run, and max-new-abandoned does not fail this run.',
    ],
    [
      first,
      { maxAbandoned: 5, maxNewAbandoned: 0 },
      'The changes since the last run are not known, because it is the first run, and max-new-abandoned does not fail this run. The limit of 5 abandoned rooms holds.',
    ],
  ])('says that a limit holds only if a limit is set: %j, %j', (lastRun, limits, end) => {
    const report = makeReport(many(2), limits, false, { lastRun });
    expect(headline(report)?.split('They use **2 kB**. ')[1]).toBe(end);
    // The fact decides, whatever words it is told in.
    const retold = headline({ ...report, sinceLastRun: 'Since: told otherwise.' });
    expect(retold?.includes('newly')).toBe(lastRun === known);
  });

  it.each([
    [0, 0, 0, 'No room had to be checked against its history.'],
    [1, 1, 0, '1 room looked inactive; nothing showed that it is in use.'],
    [1, 1, 1, '1 room looked inactive; it turned out to be in use.'],
    [1, 0, 0, '1 room looked inactive; it could not be checked.'],
    [31, 31, 0, '31 rooms looked inactive; none of them turned out to be in use.'],
    [31, 31, 12, '31 rooms looked inactive; 12 of them turned out to be in use.'],
    [
      31,
      20,
      12,
      '31 rooms looked inactive; 20 of them could be checked, of which 12 turned out to be in use.',
    ],
    [31, 0, 0, '31 rooms looked inactive; none of them could be checked.'],
  ])('of %i inactive rooms, %i checked and %i cleared ones says "%s"', (inactive, checked, cleared, says) => {
    const report = { ...makeReport([makeRoom()]), evidenceCheck: { inactive, checked, cleared } };
    expect(headline(report)).toContain(` without activity. ${says} No limit is set.`);
  });

  it('of no rooms is a warning and nothing else', () => {
    for (const render of [renderSummary, renderMarkdownReport]) {
      const summary = render(makeReport([], { maxAbandoned: 0 }));
      expect(summary).toMatch(
        /^## Abandoned DocSpace rooms\n\n\*\*⚠️ No room is visible to this API key\..*does not mean that no room is abandoned.*\*\*\n$/,
      );
      expect(summary).not.toContain('✅');
    }
  });

  it.each([
    ['not a room', { isRoom: false }, '⚠️'],
    ['archived', { isArchived: true }, '✅'],
  ] as const)('tells of entries that were skipped: %s', (reason, room, mark) => {
    const active = { id: 77, lastUpdated: NOW };
    const one = headline(makeReport([makeRoom(active), makeRoom({ id: 78, ...room })]));
    expect(one).toContain(`**${mark} The only room is not`);
    expect(one).toContain(`1 entry of the list was skipped (${reason}: 1).`);
    const two = headline(makeReport([makeRoom(active), ...many(2, room)]));
    expect(two).toContain(`2 entries of the list were skipped (${reason}: 2).`);
  });

  it('tells of entries without an id, which may be abandoned rooms', () => {
    const one = headline(makeReport([makeRoom({ id: 77, lastUpdated: NOW })], {}, false, { withoutId: 1 }));
    expect(one).toContain('**⚠️ The only room is not');
    expect(one).toContain('1 entry of the list was skipped (no id: 1).');
  });

  it('shows no green tick if every entry was skipped', () => {
    const notRooms = makeReport(many(5, { isRoom: false }));
    for (const report of [notRooms, makeReport([], {}, false, { withoutId: 5 })]) {
      expect(headline(report)).not.toContain('✅');
      expect(headline(report)).toContain('⚠️');
    }
  });
});

describe('the summary', () => {
  const rooms = [
    makeRoom({ id: 1, title: 'Active' }),
    makeRoom({ id: 2, title: 'Upcoming', lastUpdated: daysAgo(8) }),
    old({ id: 3, title: 'Old | plan', type: null, owner: null, usedBytes: null }, 412),
    makeRoom({ id: 'drive-4', title: 'No date', lastUpdated: null, usedBytes: 1_500_000 }),
    old({ id: 5, title: 'Kept', tags: ['Keep'] }),
    old({ id: 6, tags: ['keep-until:soon'], title: 'Late' }, 20),
  ];

  it('is this text', () => {
    expect(
      renderSummary(makeReport(rooms, { exemptTags: ['keep'], maxAbandoned: 2 })),
    ).toMatchInlineSnapshot(`
      "## Abandoned DocSpace rooms

      **❌ 3 of 6 rooms are abandoned**: no activity for 10 days or longer, or no activity date. They use at least **1.5 MB**. **Limit exceeded:** 3 abandoned rooms are more than max-abandoned allows &#40;2&#41;.

      > ⚠️ A tag that begins with keep-until has no date of the form YYYY-MM-DD, so it keeps nothing: room 6.

      | Room | Type | Owner | Last activity | Days | Space |
      |---|---|---|---|---:|---:|
      | [Old &#124; plan](https://portal.example/rooms/shared/3/filter?folder=3) |  |  | 2025-04-15 | 412 |  |
      | [Late](https://portal.example/rooms/shared/6/filter?folder=6) | collaboration | Ada Lovelace | 2026-05-12 | 20 | 1 kB |
      | [No date](https://portal.example/rooms/shared/drive-4/filter?folder=drive-4) | collaboration | Ada Lovelace | no activity date |  | 1.5 MB |

      ### Rooms by days since their last activity

      \`\`\`mermaid
      xychart-beta
          x-axis "Days" ["0-29", "30-59", "60-89", "90-179", "180-364", "365+"]
          y-axis "Rooms" 0 --> 3
          bar [3, 0, 0, 1, 0, 1]
      \`\`\`

      ### With another threshold

      | Days | 30 | 60 | 90 | 180 | 365 |
      |---|---:|---:|---:|---:|---:|
      | Abandoned rooms | 2 | 2 | 2 | 2 | 2 |

      <details><summary>Upcoming rooms (1)</summary>

      Without activity, this room will be abandoned within 3 days.

      | Room | Type | Owner | Last activity | Days | Space |
      |---|---|---|---|---:|---:|
      | [Upcoming](https://portal.example/rooms/shared/2/filter?folder=2) | collaboration | Ada Lovelace | 2026-05-24 | 8 | 1 kB |

      </details>

      <details><summary>Exempt rooms (1)</summary>

      | Room | Type | Owner | Last activity | Days | Space | Reason |
      |---|---|---|---|---:|---:|---|
      | [Kept](https://portal.example/rooms/shared/5/filter?folder=5) | collaboration | Ada Lovelace | 2026-02-21 | 100 | 1 kB | exempt-tags &#34;Keep&#34; |

      </details>

      Scanned https:​//portal.example/ on 2026-06-01 12:00 UTC. Only the date of the last change in the list of rooms was used.
      "
    `);
  });

  it('shows neither date nor days of a room in doubt', () => {
    const room = makeRoom({ id: 'drive-7', title: 'Cut off', lastUpdated: daysAgo(300), isThirdParty: true });
    const activity = { ...listedActivity(room), uncertainBecause: 'storage not reachable' } as const;
    const policy = makePolicy({ activitySource: 'history' });
    const verdict = judge(room, activity, policy, compileExemptions(policy), NOW);
    const evidenceCheck = { inactive: 1, checked: 1, cleared: 0 };
    const report = buildReport(makeFindings({ judged: [{ room, verdict }], policy, evidenceCheck }));
    for (const text of [renderSummary(report), renderMarkdownReport(report)]) {
      expect(rowsIn(text)).toEqual([
        '| [Cut off](https://portal.example/rooms/shared/drive-7/filter?folder=drive-7) | collaboration | Ada Lovelace | unknown |  | 1 kB | updated | storage not reachable |',
      ]);
    }
  });

  it('redacted names rooms by their id, and has neither owners nor details of a reason', () => {
    const summary = renderSummary(makeReport(rooms, { exemptTags: ['keep'], maxAbandoned: 2 }, true));
    expect(summary).not.toMatch(/Old|No date|Late|Upcoming\]|Kept|Ada|Owner|Keep"/);
    expect(rowsIn(summary)).toEqual([
      '| [Room 3](https://portal.example/rooms/shared/3/filter?folder=3) |  | 2025-04-15 | 412 |  |',
      '| [Room 6](https://portal.example/rooms/shared/6/filter?folder=6) | collaboration | 2026-05-12 | 20 | 1 kB |',
      '| [Room drive-4](https://portal.example/rooms/shared/drive-4/filter?folder=drive-4) | collaboration | no activity date |  | 1.5 MB |',
      '| [Room 2](https://portal.example/rooms/shared/2/filter?folder=2) | collaboration | 2026-05-24 | 8 | 1 kB |',
      '| [Room 5](https://portal.example/rooms/shared/5/filter?folder=5) | collaboration | 2026-02-21 | 100 | 1 kB | exempt-tags |',
    ]);
    expect(summary).toMatch(/ was used\. Titles, owners and tags are left out \(`redact`\)\.\n$/);
  });

  it.each([
    [1, 1, 'Without activity, this room will be abandoned within 1 day.'],
    [2, 3, 'Without activity, these rooms will be abandoned within 3 days.'],
  ])('explains the list of %i upcoming rooms, %i days ahead', (count, upcomingDays, says) => {
    const upcoming = Array.from({ length: count }, (_, id) => makeRoom({ id, lastUpdated: daysAgo(9) }));
    expect(renderSummary(makeReport(upcoming, { upcomingDays }))).toContain(`\n\n${says}\n\n`);
  });

  it('shows 30 rows of the main table and folds the others away', () => {
    const summary = renderSummary(makeReport(many(31)));
    const [open, folded] = summary.split('<details><summary>The other abandoned rooms</summary>');
    expect(rowsIn(open ?? '')).toHaveLength(30);
    expect(rowsIn(folded ?? '')).toHaveLength(1);
    expect(renderSummary(makeReport(many(30)))).not.toContain('<details>');
    expect(summary).not.toContain('Showing');
  });

  it.each([
    [1000, 1000],
    [1001, 1000],
  ])('shows a limited number of rooms, and says so: %i rooms, %i shown', (count, shown) => {
    const summary = renderSummary(makeReport(many(count)));
    expect(rowsIn(summary)).toHaveLength(shown);
    const note = `Showing ${shown} of ${count}. The full list is in the report files`;
    expect(summary.includes(note)).toBe(shown < count);
  });

  it('counts the rows that it shows of the other lists too', () => {
    const report = makeReport(
      Array.from({ length: 1500 }, (_, id) => makeRoom({ id, lastUpdated: daysAgo(8) })),
    );
    const summary = renderSummary(report);
    expect(summary).toContain('<summary>Upcoming rooms (1500)</summary>');
    expect(summary).toContain('Showing 1000 of 1500.');
    expect(rowsIn(summary)).toHaveLength(1000);
  });

  it.each(HOSTILE_TITLES)('has as many lines and tables with the title %j as without', (title) => {
    const shape = (text: string) => {
      const lines = renderSummary(
        makeReport(
          [
            old({ title: text, owner: { id: 'x', name: text }, tags: ['keep', text] }),
            old({ id: 2, title: text, owner: { id: 'x', name: text } }),
          ],
          { exemptTags: [text], unknownActivity: 'ignore' },
        ),
      ).split('\n');
      // In each line, what makes cells, links and HTML.
      return lines.map((line) => line.match(/[|<>`]|\]\(/g)?.join('') ?? '');
    };
    expect(shape(title)).toEqual(shape('Plan'));
  });
});

describe('the budget', () => {
  const EMOJI = '👩\u200d🚀'.repeat(34);
  const titles: [string, string][] = [
    ['170 emoji', '🚀'.repeat(170)],
    ['170 characters of joined emoji', EMOJI],
    ['170 escaped characters', '*'.repeat(170)],
    ['170 characters that are made visible', '\u202e'.repeat(170)],
  ];

  it.each(titles)(
    '3000 rooms with titles of %s stay under 1 MiB, and it says how many are shown',
    (_, title) => {
      const report = makeReport(many(3000, { title, owner: { id: 'x', name: title } }), {
        maxAbandoned: 5,
      });
      const summary = renderSummary(report);
      expect(bytesOf(summary)).toBeLessThan(MIB);
      const rows = rowsIn(summary).length;
      expect(rows).toBeGreaterThan(100);
      expect(summary).toContain(`Showing ${rows} of 3000. The full list is in the report files`);
      expect(summary).toContain('**❌ 3000 of 3000 rooms are abandoned**');
      expect(summary).toContain('### With another threshold');
      expect(summary).toMatch(/^Scanned /m);
      expect(summary.match(/<details>/g)?.length).toBe(summary.match(/<\/details>/g)?.length);
    },
  );

  it.each([0, 300_000, 900_000, MIB - 64 * 1024, MIB])(
    'counts %i bytes that an earlier part of the step has written',
    (used) => {
      const report = makeReport(many(2000, { title: '*'.repeat(170) }));
      const summary = renderSummary(report, used);
      // The parts that are not rows need less than 64 KiB.
      expect(bytesOf(summary)).toBeLessThan(Math.max(MIB - used, 64 * 1024));
      expect(rowsIn(summary).length > 0).toBe(used < MIB - 64 * 1024);
      expect(summary).toContain('2000 of 2000 rooms are abandoned');
    },
  );

  it('all lists together stay under 1 MiB', () => {
    const title = '🚀'.repeat(170);
    const owner = { id: 'x', name: title };
    const each = (from: number, room: Partial<Room>) =>
      Array.from({ length: 2000 }, (_, at) => makeRoom({ id: from + at, title, owner, ...room }));
    const report = makeReport(
      [
        ...each(0, { lastUpdated: daysAgo(100) }),
        ...each(10_000, { lastUpdated: daysAgo(8) }),
        ...each(20_000, { lastUpdated: null }),
        ...each(30_000, { tags: [`keep-until:2027-01-01`, title] }),
      ],
      { exemptTags: ['keep'], unknownActivity: 'ignore' },
    );
    const summary = renderSummary(report);
    expect(bytesOf(summary)).toBeLessThan(MIB);
    for (const note of summary.match(/Showing \d+ of \d+/g) ?? []) expect(note).toMatch(/of 2000$/);
    expect(summary.match(/Showing \d+ of 2000/g)).toHaveLength(4);
  });

  it('one row that fits in no summary leaves it whole, and under 1 MiB', () => {
    const rooms = [old({ id: 1, title: 'x'.repeat(2 * MIB) }, 200), ...many(3)];
    const summary = renderSummary(makeReport(rooms));
    expect(bytesOf(summary)).toBeLessThan(MIB);
    expect(summary).toMatch(/Showing \d of 4\./);
  });

  it('an id of any length in a note leaves it under 1 MiB', () => {
    const summary = renderSummary(makeReport([old({ id: 'x'.repeat(2 * MIB), tags: ['keep-until:soon'] })]));
    expect(bytesOf(summary)).toBeLessThan(MIB);
  });

  it('does not hold for the report file: every room is there', () => {
    const markdown = renderMarkdownReport(makeReport(many(2000, { title: '*'.repeat(170) })));
    expect(bytesOf(markdown)).toBeGreaterThan(MIB);
    expect(rowsIn(markdown)).toHaveLength(2000);
    expect(markdown).not.toContain('Showing');
  });
});

describe('the summary of a failure', () => {
  it('says that there are no results', () => {
    expect(renderFailureSummary('401 from the portal: the API key is wrong. See https://a.example.')).toBe(
      '## Abandoned DocSpace rooms\n\n**The scan failed. There are no results.**\n\n> 401 from the portal: the API key is wrong. See https:\u200b//a.example.\n',
    );
  });

  it('lists the faults of inputs', () => {
    const { message } = new InputError(['redact: got "<b>"; takes auto', 'concurrency: got "@team"']);
    expect(renderFailureSummary(message).split('\n').slice(4)).toEqual([
      '> 2 inputs cannot be used:',
      '> - redact: got &#34;&#60;b&#62;&#34;; takes auto',
      '> - concurrency: got &#34;&#64;\u200bteam&#34;',
      '',
    ]);
  });
});
