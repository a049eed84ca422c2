import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/report/files.ts';
import { logReport } from '../../src/report/log.ts';
import { describeCoverage } from '../../src/report/notes.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { headline } from '../../src/report/text/sentences.ts';
import { renderSummary } from '../../src/report/text/summary.ts';
import { describeRisks } from '../../src/rooms/risks.ts';
import type { Room } from '../../src/rooms/room.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';

/** Risks of rooms and the account of the key, as far as a report shows them. */

const ADA = { id: 'ada', name: 'Ada Lovelace' };
const BEN = { id: 'ben', name: '<b>Ben</b> @team' };
const old = (id: number, days: number, room: Partial<Room> = {}) =>
  makeRoom({ id, lastUpdated: daysAgo(days), owner: ADA, ...room });
const LINKED = { isOpenToPublic: true } as const;
const disabled = { ids: new Set(['ben']), isComplete: true };

describe('risks', () => {
  const rooms = [
    old(1, 400),
    old(2, 300, LINKED),
    old(3, 200, { ...LINKED, owner: BEN }),
    old(4, 100, { owner: BEN }),
  ];

  it('are in each list, in the CSV and in the summary', () => {
    const report = makeReport(rooms, {}, false, { disabled });
    expect(report.abandoned.map(({ risks }) => risks)).toEqual([
      [],
      ['public link'],
      ['public link', 'owner gone'],
      ['owner gone'],
    ]);
    expect([report.counts.risky, outputsOf(report)['risky-count'], report.ownersChecked]).toEqual([
      3,
      '3',
      true,
    ]);
    expect(renderCsv(report)).toContain('"public link, owner gone"');
    expect(renderSummary(report)).toMatch(/\| Space \| Risks \|/);
    expect(renderSummary(report)).toMatch(/\| link for outsiders, owner gone \|/);
    expect(renderSummary(makeReport([old(1, 400)]))).not.toContain('Risks');
  });

  it('are told in the headline and the log', () => {
    const report = makeReport(rooms, {}, false, { disabled });
    const sentence =
      '2 of them have a link for outsiders, which may have expired. 2 of them belong to accounts that are disabled or deleted.';
    expect(headline(report)).toContain(sentence);
    expect([...logReport(report)]).toContainEqual({ kind: 'line', text: sentence });
  });

  it.each<[readonly Room[], string]>([
    [[old(1, 90)], ''],
    [[old(1, 90, LINKED)], 'It has a link for outsiders, which may have expired.'],
    [[old(1, 90, { owner: BEN })], 'The account of its owner is disabled or deleted.'],
    [
      [old(1, 90, { owner: BEN }), old(2, 90)],
      '1 of them belongs to an account that is disabled or deleted.',
    ],
    [[makeRoom({ id: 1, ...LINKED })], ''],
  ])('%#: %j', (some, sentence) => {
    expect(describeRisks(makeReport(some, {}, false, { disabled }).abandoned)).toBe(sentence);
  });

  it('come first with sort: risk, and the oldest days stay the oldest', () => {
    const report = makeReport(rooms, { sort: 'risk' }, false, { disabled });
    expect(report.abandoned.map(({ id }) => id)).toEqual([3, 2, 4, 1]);
    expect(report.oldestDays).toBe(400);
    expect(makeReport(rooms, {}, false, { disabled }).abandoned.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('exceed max-risky', () => {
    const findings = { disabled };
    expect(headline(makeReport(rooms, { maxRisky: 2 }, false, findings))).toContain(
      'more than max-risky allows',
    );
    expect(makeReport(rooms, { maxRisky: 2 }, false, findings).limitExceeded).toBe(true);
    const held = makeReport(rooms, { maxRisky: 3, maxAbandoned: 9 }, false, findings);
    expect(held.limitExceeded).toBe(false);
    expect(headline(held)).toContain('The limits of 9 abandoned rooms and 3 rooms with a risk hold.');
  });

  it('are not all known without the disabled accounts, which a limit of risks says', () => {
    const findings = { disabled: { ids: new Set<string>(), isComplete: false } };
    const sentence = 'not known, so max-risky may count too few rooms.';
    expect(headline(makeReport(rooms, { maxRisky: 3 }, false, findings))).toContain(sentence);
    expect(headline(makeReport(rooms, {}, false, findings))).not.toContain(sentence);
    expect(headline(makeReport(rooms, { maxRisky: 3 }, false, { disabled }))).not.toContain(sentence);
  });

  it('are not all known if the portal tells no links, which the log and a limit say', () => {
    const untold = rooms.map((room) => ({ ...room, isOpenToPublic: null }));
    const report = makeReport(untold, { maxRisky: 3 }, false, { disabled });
    expect([report.untoldRisks, report.counts.risky]).toEqual([['public link'], 2]);
    const what = 'Whether these rooms have links for outsiders is not known';
    expect(headline(report)).toContain(`${what}, so max-risky may count too few rooms.`);
    expect([...logReport(report)]).toContainEqual({
      kind: 'line',
      text: `${what}: this portal does not tell.`,
    });
    expect(makeReport(rooms, {}, false, { disabled }).untoldRisks).toEqual([]);
    expect(makeReport([], {}, false, { disabled }).untoldRisks).toEqual([]);
  });

  it('are no names: they stay in a redacted report', () => {
    const report = makeReport(rooms, {}, true, { disabled });
    expect(report.abandoned[2]?.risks).toEqual(['public link', 'owner gone']);
    expect(JSON.stringify(report)).not.toMatch(/Ben|Lovelace/);
  });

  it('without the scope are told in one line of the log, and no warning', () => {
    const report = makeReport(rooms, {}, false, { disabled: { ids: new Set(), isComplete: false } });
    expect(report.ownersChecked).toBe(false);
    expect(report.notes).toEqual([]);
    expect([...logReport(report)]).toContainEqual({
      kind: 'line',
      text: expect.stringContaining('accounts:read'),
    });
  });
});

describe('the account of the key', () => {
  const seen = (seesAllRooms: boolean, redacted = false) =>
    makeReport([old(1, 90)], {}, redacted, { keyAccount: { account: BEN, seesAllRooms } });

  it('is named if it sees every room', () => {
    expect(describeCoverage(seen(true))).toBe('The API key acts for <b>Ben</b> @team, and sees every room.');
    expect(seen(true).notes).toEqual([]);
  });

  it('is a warning if it may not see every room', () => {
    expect(describeCoverage(seen(false))).toBe('');
    expect(seen(false).notes).toEqual([
      expect.stringMatching(/^The report covers only rooms that <b>Ben<\/b> @team can see\. /),
    ]);
    const summary = renderSummary(seen(false));
    expect(summary).toContain('The report covers only rooms that');
    expect(summary).not.toMatch(/<b>|@team/);
  });

  it('is not named in a redacted report', () => {
    const report = seen(false, true);
    expect(report.notes[0]).toMatch(
      /^The report covers only rooms that the account of the API key can see\./,
    );
    expect(describeCoverage(seen(true, true))).toMatch(/^The API key acts for an administrator or the owner/);
    expect(JSON.stringify([report, seen(true, true)])).not.toContain('Ben');
  });

  it('is not known without the scope: the log says how to make it certain', () => {
    expect(describeCoverage(makeReport([]))).toMatch(/accounts\.self:read/);
    expect(makeReport([old(1, 90)]).notes).toEqual([]);
  });
});
