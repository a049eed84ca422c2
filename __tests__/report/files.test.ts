import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { buildReport } from '../../src/report/build.ts';
import { REPORT_FILES, renderCsv } from '../../src/report/files.ts';
import type { Report } from '../../src/report/schema.ts';
import { renderMarkdownReport } from '../../src/report/text/summary.ts';
import type { Activity } from '../../src/rooms/activity.ts';
import type { Room } from '../../src/rooms/room.ts';
import { visible } from '../../src/shared/text.ts';
import {
  daysAgo,
  makeActivity,
  makeFindings,
  makePolicy,
  makeReport,
  makeRoom,
} from '../support/factories.ts';

const old = (room: Partial<Room> = {}, days = 100) => makeRoom({ lastUpdated: daysAgo(days), ...room });
const HOSTILE = [...new Set([...HOSTILE_TITLES, ...HOSTILE_NAMES])];
const HEADER =
  'status,id,title,url,type,owner,daysInactive,lastActivity,lastUpdated,evidence,usedSpace,tags,risks,new,reason';

/** Every record must have every column, and line ends must be those of RFC 4180. */
function readCsv(report: Report): Record<string, string>[] {
  return parse(renderCsv(report), { columns: true, record_delimiter: '\r\n' });
}

const rooms = [
  old({ id: 1, title: 'Plan', tags: ['a', 'b'], usedBytes: 0 }, 400),
  makeRoom({ id: 2, title: 'Upcoming', lastUpdated: daysAgo(8), usedBytes: null }),
  makeRoom({ id: 'drive-3', title: 'No date', lastUpdated: null, owner: null, type: null }),
  old({ id: 4, title: 'Kept', tags: ['Keep'] }),
  makeRoom({ id: 5, title: 'Active' }),
  old({ id: 6, isArchived: true }),
];

describe('the report files', () => {
  it('have these names and outputs', () => {
    expect(REPORT_FILES.map(({ name, output }) => [name, output])).toEqual([
      ['abandoned-rooms.json', 'report-json'],
      ['abandoned-rooms.csv', 'report-csv'],
      ['abandoned-rooms.md', 'report-markdown'],
      ['abandoned-rooms-by-owner.json', 'report-owners'],
    ]);
  });

  it('are rendered each in its own format', () => {
    const report = makeReport(rooms);
    const [json, csv, markdown] = REPORT_FILES.map(({ render }) => render(report));
    expect(JSON.parse(json ?? '')).toEqual(report);
    expect(csv).toBe(renderCsv(report));
    expect(markdown).toBe(renderMarkdownReport(report));
  });
});

/** A report whose texts are well-formed, as JSON holds them. */
function wellFormed(report: Report): unknown {
  return JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}

describe('JSON', () => {
  const render = (report: Report) => REPORT_FILES[0]?.render(report) ?? '';

  it.each([
    ['full', false],
    ['redacted', true],
  ])('gives back the report: %s', (_, redacted) => {
    for (const policy of [
      {},
      { exemptTags: ['keep'], maxAbandoned: 0 },
      { unknownActivity: 'ignore' } as const,
    ]) {
      const report = makeReport(
        [...rooms, ...HOSTILE.map((title, at) => old({ id: 100 + at, title, tags: [title] }))],
        policy,
        redacted,
      );
      expect(JSON.parse(render(report))).toEqual(wellFormed(report));
    }
  });

  it('ends with a line end, and hides no character', () => {
    const text = render(makeReport(HOSTILE.map((title, id) => old({ id, title }))));
    expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n[\s\S]*\n\}\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });
});

describe('CSV', () => {
  it('of no rooms is its header', () => {
    expect(renderCsv(makeReport([]))).toBe(`${HEADER}\r\n`);
  });

  it('lists each room once, by status', () => {
    const listed = readCsv(makeReport(rooms, { exemptTags: ['keep'] }));
    expect(listed.map(({ status, id }) => [status, id])).toEqual([
      ['abandoned', '1'],
      ['abandoned', 'drive-3'],
      ['upcoming', '2'],
      ['exempt', '4'],
    ]);
    const ignoring = readCsv(makeReport(rooms, { exemptTags: ['keep'], unknownActivity: 'ignore' }));
    expect(ignoring.map(({ status, id }) => [status, id])).toEqual([
      ['abandoned', '1'],
      ['unknown', 'drive-3'],
      ['upcoming', '2'],
      ['exempt', '4'],
    ]);
  });

  it('writes all members of a room, and empty cells for the missing ones', () => {
    const [first, second, , exempt] = readCsv(makeReport(rooms, { exemptTags: ['keep'] }));
    expect(first).toEqual({
      status: 'abandoned',
      id: '1',
      title: 'Plan',
      url: 'https://portal.example/rooms/shared/1/filter?folder=1',
      type: 'collaboration',
      owner: 'Ada Lovelace',
      daysInactive: '400',
      lastActivity: daysAgo(400).toISOString(),
      lastUpdated: daysAgo(400).toISOString(),
      evidence: 'updated',
      usedSpace: '0',
      tags: 'a, b',
      risks: '',
      new: 'false',
      reason: '',
    });
    expect(second).toMatchObject({
      type: '',
      owner: '',
      daysInactive: '',
      lastActivity: '',
      evidence: 'none',
      usedSpace: '1000',
      tags: '',
    });
    expect(exempt).toMatchObject({ reason: 'exempt-tags "Keep"' });
  });

  it('has two more columns if rooms were checked against their history', () => {
    expect(renderCsv(makeReport([], { activitySource: 'history' }))).toBe(
      `${HEADER},lastActivityWhat,lastActivityBy\r\n`,
    );
    const activities: Partial<Activity>[] = [
      { evidence: 'history', what: 'members invited', by: { id: 'ben', name: 'Ben\u202e' } },
      { evidence: 'contents', what: 'file changed', by: null },
      { evidence: 'history', what: null, by: { id: 'x', name: '=1+1' } },
    ];
    const judged = activities.map((activity, at) => ({
      room: old({ id: at }),
      verdict: {
        kind: 'abandoned' as const,
        daysInactive: 50 - at,
        activity: makeActivity(daysAgo(50), activity),
      },
    }));
    const told = (redacted: boolean) => {
      const policy = makePolicy({ activitySource: 'history' });
      const report = buildReport(makeFindings({ judged, policy, redacted }));
      return readCsv(report).map(({ evidence, lastActivityWhat, lastActivityBy }) => [
        evidence,
        lastActivityWhat,
        lastActivityBy,
      ]);
    };
    expect(told(false)).toEqual([
      ['history', 'members invited', 'Ben⟨U+202E⟩'],
      ['contents', 'file changed', ''],
      ['history', '', "'=1+1"],
    ]);
    expect(told(true)).toEqual([
      ['history', 'members invited', ''],
      ['contents', 'file changed', ''],
      ['history', '', ''],
    ]);
  });

  it('redacted holds neither titles nor owners nor tags', () => {
    const csv = renderCsv(makeReport(rooms, { exemptTags: ['keep'] }, true));
    expect(csv).not.toMatch(/Plan|Upcoming|No date|Kept|Ada|Keep/);
    expect(csv).toContain('\r\nexempt,4,,https://portal.example/');
  });

  it('ends each line with CRLF, and has no other line ends', () => {
    const csv = renderCsv(makeReport(HOSTILE.map((title, id) => old({ id, title, tags: [title] }))));
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(HOSTILE.length + 2);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each(HOSTILE)('holds %j whole, in its own cell', (text) => {
    const report = makeReport(
      [
        old({ id: `x${text}`, title: text, owner: { id: 'x', name: text || null }, tags: [text, text] }),
        old({ id: 9, title: 'Plan', tags: ['keep', text], owner: { id: text, name: null } }, 300),
      ],
      { exemptTags: text === '' ? [] : ['keep'] },
    );
    const row = readCsv(report).find(({ id }) => id !== '9');
    const shown = visible(text);
    const safe = (cell: string) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell);
    expect(row).toMatchObject({
      id: visible(`x${text}`),
      title: safe(shown),
      owner: safe(text === '' ? 'x' : shown),
      tags: safe(`${shown}, ${shown}`),
    });
  });

  it.each([
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A',
    '=1,"=2"',
    '"=1"',
  ])('has no cell that a spreadsheet would run with %j', (text) => {
    const report = makeReport(
      [
        old({ id: text, title: text, owner: { id: text, name: text }, tags: [text] }),
        old({ id: 2, title: text, tags: ['keep'] }),
      ],
      { exemptRooms: [], exemptTags: ['keep'] },
    );
    for (const row of readCsv(report)) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }
  });

  it('makes hidden characters in an unknown type visible', () => {
    const [row] = readCsv(makeReport([old({ type: 'type-\u001b[31m\u202e' })]));
    expect(row?.['type']).toBe('type-␛[31m⟨U+202E⟩');
  });
});
