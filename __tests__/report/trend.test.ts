import { describe, expect, it } from 'vitest';
import type { TrendEntry } from '../../src/report/schema.ts';
import { describeTrend, trendChart, withToday, withTrend } from '../../src/report/trend.ts';
import type { UnknownReason } from '../../src/rooms/activity.ts';
import { dayOf, formatDay, parseDay } from '../../src/rooms/days.ts';
import { makeLastRun, makeReport, makeRoom, NOW } from '../support/factories.ts';
import fc from '../support/fast-check.ts';
import { makeEntry } from '../support/github-make.ts';

const TODAY = dayOf(new Date('2026-11-29T00:00:00Z'));
/** An entry of some days ago. */
const ago = (days: number, abandoned = days, bytes: number | null = abandoned * 1000): TrendEntry => ({
  day: formatDay(TODAY - days),
  abandoned,
  bytes,
});
const reportWith = (trend: readonly TrendEntry[] | null) => ({
  trend,
  generatedAt: '2026-11-29T08:00:00.000Z',
});
const agesOf = (entries: readonly TrendEntry[]) => entries.map(({ day }) => TODAY - (parseDay(day) ?? 0));

describe('withToday', () => {
  it('keeps the last entry of a day, and of a week if it is older than four weeks', () => {
    const everyDay = Array.from({ length: 50 }, (_, at) => ago(50 - at));
    const ages = agesOf(withToday(everyDay, ago(0)));
    // 29 days ago was a Saturday, 35 days ago a Sunday.
    expect(ages).toEqual([49, 42, 35, ...Array.from({ length: 30 }, (_, at) => 29 - at)]);
    expect(withToday([ago(0, 7), ago(3, 1), ago(3, 2)], ago(0, 9))).toEqual([ago(3, 2), ago(0, 9)]);
  });

  it('holds at most 104 entries, the newest ones, whatever the past says', () => {
    const entry = fc.record({ days: fc.integer({ min: -40, max: 4000 }), rooms: fc.nat(99) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (past) => {
        const trend = withToday(
          past.map(({ days, rooms }) => ago(days, rooms)),
          ago(0, 5),
        );
        const ages = agesOf(trend);
        expect(ages.length).toBeLessThanOrEqual(104);
        expect(ages).toEqual([...new Set(ages)].toSorted((a, b) => b - a));
        expect(trend.at(-1)).toEqual(ago(0, 5));
        // A second run of the day changes nothing else.
        expect(withToday(trend, ago(0, 5))).toEqual(trend);
      }),
    );
  });

  it('does not grow over three years of daily runs, and still reaches a year back', () => {
    let trend: readonly TrendEntry[] = [];
    for (let day = 0; day < 1100; day += 1) trend = withToday(trend, ago(1100 - day, 1));
    expect(trend.length).toBe(104);
    expect(agesOf(trend)[0]).toBeGreaterThan(500);
  });
});

describe('describeTrend', () => {
  it.each<[string, readonly TrendEntry[], string]>([
    ['no run', [], ''],
    ['one run', [ago(0)], ''],
    ['less', [ago(89, 20, 40e9), ago(0, 8, 6e9)], '12 fewer abandoned rooms than on 2026-09-01; 34 GB less.'],
    ['more', [ago(1, 1, 0), ago(0, 2, 5e6)], '1 more abandoned room than on 2026-11-28; 5 MB more.'],
    ['as many', [ago(1, 2, 5), ago(0, 2, 5)], 'As many abandoned rooms as on 2026-11-28.'],
    ['space not told', [ago(1, 3, null), ago(0, 2, 5)], '1 fewer abandoned room than on 2026-11-28.'],
    [
      'the last entry before three months ago',
      [ago(300, 50, 0), ago(120, 9, 0), ago(60, 1, 0), ago(0, 8, 0)],
      '1 fewer abandoned room than on 2026-08-01.',
    ],
  ])('%s', (_, trend, sentence) => {
    expect(describeTrend(reportWith(trend))).toBe(sentence);
  });

  it('says nothing without a tracking issue, or if this run cannot be compared', () => {
    expect([null, [ago(9), ago(1)]].map((trend) => describeTrend(reportWith(trend)))).toEqual(['', '']);
  });
});

describe('trendChart', () => {
  const lineOf = (trend: readonly TrendEntry[]) => /line (.*)/.exec(trendChart(reportWith(trend)))?.[1] ?? '';

  it('has the last entry of each of twelve months; a month without one has that before', () => {
    expect(lineOf([ago(365, 3), ago(364, 4), ago(150, 7), ago(60, 2), ago(40, 6), ago(0, 5)])).toBe(
      '[4, 4, 4, 4, 4, 4, 4, 7, 7, 2, 6, 5]',
    );
    expect(trendChart(reportWith([ago(40, 6), ago(0, 0)])).split('\n')).toEqual([
      '### Abandoned rooms of the last 12 months',
      '',
      '```mermaid',
      expect.stringContaining('plotColorPalette'),
      'xychart-beta',
      '    x-axis "Month" ["Oct", "Nov"]',
      '    y-axis "Abandoned rooms" 0 --> 6',
      '    line [6, 0]',
      '```',
    ]);
  });

  it('is left out within the first month', () => {
    expect([null, [], [ago(20), ago(0)]].map((trend) => trendChart(reportWith(trend)))).toEqual(['', '', '']);
  });
});

describe('withTrend', () => {
  const old = makeRoom({ id: 1, lastUpdated: new Date(0), usedBytes: 5 });
  const missing = (fate: 'active' | 'deleted') => ({
    lastRun: makeLastRun([2]),
    missing: new Map([[2, fate] as const]),
  });
  const notKnown = (reason: UnknownReason) => ({
    ...makeReport([old]),
    unknown: [{ ...makeEntry(), reason }],
  });
  const past = [ago(4000)];

  it.each([
    ['every room was judged', makeReport([old]), true],
    ['an entry of the list had no type', makeReport([old, { ...old, id: 2, isRoom: false }]), false],
    ['a history was not readable', notKnown('history not readable'), false],
    ['a room is always too large', notKnown('too large to check'), true],
    ['chats leave no trace', makeReport([old, { ...old, id: 2, type: 'ai-agent' }]), true],
    ['no room was', makeReport([{ ...old, isArchived: true }]), false],
    ['a room of the last run could not be looked up', makeReport([old], {}, false, missing('active')), false],
    ['one is deleted', makeReport([old], {}, false, missing('deleted')), true],
    ['a room has no date', makeReport([{ ...old, lastUpdated: null }], { unknownActivity: 'ignore' }), true],
  ])('adds the run: %s', (_, report, isAdded) => {
    const today = {
      day: NOW.toISOString().slice(0, 10),
      abandoned: report.counts.abandoned,
      bytes: report.reclaimableBytes,
    };
    expect(withTrend(report, past).trend).toEqual(isAdded ? [...past, today] : past);
    expect(withTrend(report, null).trend).toBeNull();
  });
});
