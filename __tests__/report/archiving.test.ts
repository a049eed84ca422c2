import { describe, expect, it } from 'vitest';
import {
  archivedBefore,
  archivedRooms,
  type Outcome,
  withoutArchived,
  withoutTries,
  withPlan,
  withResults,
} from '../../src/report/archiving.ts';
import { renderCsv } from '../../src/report/files.ts';
import { archiveOutputsOf } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { renderArchiving } from '../../src/report/text/archiving.ts';
import { renderMarkdownReport, renderSummary } from '../../src/report/text/summary.ts';
import type { Refusal } from '../../src/rooms/archive-plan.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';

const old = (id: RoomId, title: string, usedBytes = 1000) =>
  makeRoom({ id, title, usedBytes, lastUpdated: daysAgo(100) });
const found = (redacted = false) => makeReport([old(1, 'Fair @team'), old(2, 'Plan', 500)], {}, redacted);

/** Rooms 1 and 2 are planned, room 9 is refused. */
function planned(report: Report): Report {
  const judged = [1, 2].map((id) => ({
    room: old(id, ''),
    verdict: { kind: 'skipped', reason: 'archived' } as const,
  }));
  return withPlan(report, {
    rooms: judged,
    refused: new Map<RoomId, Refusal>([[9, 'not listed at the last run']]),
  });
}
const archived = (report = found()) =>
  withResults(
    planned(report),
    new Map<RoomId, Outcome>([
      [1, { result: 'archived', reason: null }],
      [2, { result: 'not archived', reason: 'It did not answer.' }],
    ]),
  );

describe('the part of a report about the archive', () => {
  it('has the plan before the first write, and the results after it', () => {
    expect(planned(found()).archiving?.map(({ id, title, result }) => [id, title, result])).toEqual([
      [1, 'Fair @team', 'planned'],
      [2, 'Plan', 'planned'],
      [9, null, 'not archived'],
    ]);
    expect(archived().archiving?.map(({ id, result, reason }) => [id, result, reason])).toEqual([
      [1, 'archived', null],
      [2, 'not archived', 'It did not answer.'],
      [9, 'not archived', 'The last run did not list it as abandoned.'],
    ]);
    expect(() => reportSchema.parse(archived())).not.toThrow();
    expect(found().archiving).toBeNull();
  });

  it('is in the outputs, the CSV, the Markdown report and a section of the summary', () => {
    expect(archiveOutputsOf(found())).toEqual({ 'archived-count': '0', 'archived-rooms': '[]' });
    expect(JSON.parse(archiveOutputsOf(archived())['archived-rooms'] ?? '')).toEqual(
      archivedRooms(archived()),
    );
    expect([...renderCsv(archived())].join('')).toMatch(/^archived,1,[\s\S]*^abandoned,2,/m);
    const section = renderArchiving(archived());
    expect(section).toMatch(/\| Archived room \| Owner \| Last activity \| Evidence \|/);
    expect(section).toMatch(
      /Approved, and not archived \(2\):\n\n- \[Plan\].*: It did not answer\.\n- \[Room 9\]/,
    );
    expect(section).not.toContain('@team');
    expect([...renderMarkdownReport(archived())].join('')).toContain(section);
    expect(renderSummary(archived())).not.toContain('### Archive');
    expect(renderArchiving(found())).toBe('');
    expect(renderArchiving(planned(found()))).toContain('To be archived (2):');
  });

  it('says of no room that it will be archived if the step failed before', () => {
    const report = withoutTries(planned(found()));
    expect(report.archiving?.map(({ id, result }) => [id, result])).toEqual([
      [1, 'not archived'],
      [2, 'not archived'],
      [9, 'not archived'],
    ]);
    expect(renderArchiving(report)).toMatch(/\[Plan\].*: It was not tried, since the step failed before\./);
    expect(withoutTries(found()).archiving).toBeNull();
  });

  it('names approved rooms that are in the archive already', () => {
    const refused = new Map<RoomId, Refusal>([[9, 'in the archive']]);
    const report = withPlan(found(), { rooms: [], refused });
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect([archivedRooms(report), archivedBefore(report).map(({ id }) => id)]).toEqual([[], [9]]);
    expect(renderArchiving(report)).toMatch(/archived before this run \(1\):\n\n- \[Room 9\]/);
  });

  it('names rooms whose result is not known', () => {
    const outcome: Outcome = { result: 'not known', reason: 'No answer.' };
    const report = withResults(planned(found()), new Map([[1, outcome]]));
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(archivedRooms(report)).toEqual([]);
    expect(renderArchiving(report)).toMatch(/not known whether archived \(1\):\n\n- \[Fair .*: No answer\./);
  });

  it('names nobody in a redacted report', () => {
    const report = archived(found(true));
    const text = JSON.stringify([report, renderArchiving(report), archiveOutputsOf(report)]);
    expect(text).not.toMatch(/Fair|Plan|Lovelace/);
    expect(renderArchiving(report)).toContain('[Room 1]');
  });

  it('is taken out of the list for the tracking issue', () => {
    const rest = withoutArchived(archived());
    expect(rest.abandoned.map(({ id }) => id)).toEqual([2]);
    expect([rest.counts.abandoned, rest.reclaimableBytes]).toEqual([1, 500]);
    expect(withoutArchived(found()).abandoned).toHaveLength(2);
    const before: Outcome = { result: 'archived before', reason: 'Somebody did it.' };
    const others = withoutArchived(withResults(planned(found()), new Map([[1, before]])));
    expect(others.abandoned.map(({ id }) => id)).toEqual([2]);
  });
});
