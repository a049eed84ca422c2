import { describe, expect, it } from 'vitest';
import {
  archivedRooms,
  NOT_TRIED,
  type Outcome,
  PLANNED,
  withArchiving,
  withoutArchived,
  withResult,
} from '../../src/report/archiving.ts';
import { renderCsv } from '../../src/report/files.ts';
import { archiveOutputsOf } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportSchema } from '../../src/report/schema.ts';
import {
  renderArchivingSummary,
  renderMarkdownReport,
  renderSummary,
} from '../../src/report/text/summary.ts';
import type { ArchivePlan } from '../../src/rooms/archive-plan.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';

const renderArchiving = (report: Report) => renderArchivingSummary(report, 0);
const old = (id: RoomId, title: string, usedBytes = 1000) =>
  makeRoom({ id, title, usedBytes, lastUpdated: daysAgo(100) });
const evidenceCheck = { inactive: 1, checked: 2, cleared: 0 };
const found = (redacted = false) =>
  makeReport([old(1, 'Fair @team'), old(2, 'Plan', 500)], {}, redacted, { evidenceCheck });

/** Rooms 1 and 2 are planned, room 9 is refused. */
const PLAN: ArchivePlan = {
  rooms: [1, 2].map((id) => ({
    room: old(id, ''),
    verdict: { kind: 'skipped', reason: 'archived' } as const,
  })),
  archived: new Map(),
  refused: new Map([[9, 'not listed at the last run']]),
};
const planned = (report: Report) => withArchiving(report, PLAN, () => PLANNED);
const withOutcome = (outcome: Outcome) =>
  withArchiving(found(), PLAN, (id) => (id === 1 ? outcome : PLANNED));
const archived = (report = found()) =>
  withArchiving(report, PLAN, (id) =>
    id === 1
      ? { result: 'archived', reason: null }
      : { result: 'not archived', reason: 'It did not answer.' },
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

  it('says if the output cannot hold all archived rooms', () => {
    const many = Array.from({ length: 100 }, (_, id) => old(id, '会议室'.repeat(200)));
    const rooms = many.map((room) => ({ room, verdict: { kind: 'skipped', reason: 'archived' } as const }));
    const done = () => ({ result: 'archived', reason: null }) as const;
    const outputs = archiveOutputsOf(
      withArchiving(makeReport(many), { rooms, archived: new Map(), refused: new Map() }, done),
    );
    expect(outputs).toMatchObject({ 'archived-count': '100', 'archived-rooms-truncated': 'true' });
    expect(JSON.parse(outputs['archived-rooms'] ?? '').length).toBeLessThan(100);
  });

  it('fits into a summary that is almost full, and says how many rooms it shows', () => {
    const many = Array.from({ length: 1200 }, (_, id) => old(id, '会议室'.repeat(150)));
    const rooms = many
      .slice(0, 600)
      .map((room) => ({ room, verdict: { kind: 'skipped', reason: 'archived' } as const }));
    const plan: ArchivePlan = { rooms, archived: new Map(), refused: new Map() };
    const report = withArchiving(makeReport(many), plan, (id) => ({
      result: Number(id) < 300 ? 'archived' : 'not archived',
      reason: '理由'.repeat(50),
    }));
    const summary = renderSummary(report);
    const section = renderArchivingSummary(report, Buffer.byteLength(summary));
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000);
    expect(Buffer.byteLength(summary + section)).toBeLessThan(1024 * 1024 - 8000);
    expect(section).toMatch(/Showing [1-9]\d? of 300\.[\s\S]*and not archived \(300\):\n\n- and 300 more/);
  });

  it('is in the outputs, the CSV, the Markdown report and a section of the summary', () => {
    expect(archiveOutputsOf(found())).toEqual({
      'archived-count': '0',
      'archived-rooms': '[]',
      'archived-rooms-truncated': 'false',
    });
    expect(JSON.parse(archiveOutputsOf(archived())['archived-rooms'] ?? '')).toEqual(
      archivedRooms(archived()),
    );
    expect(renderCsv(archived())).toMatch(/^archived,1,[\s\S]*^abandoned,2,/m);
    const section = renderArchiving(archived());
    expect(section).toMatch(/\| Archived room \| Owner \| Last activity \| Evidence \|/);
    expect(section).toMatch(
      /Approved, and not archived \(2\):\n\n- \[Plan\].*: It did not answer\.\n- \[Room 9\]/,
    );
    expect(section).not.toContain('@team');
    expect(renderMarkdownReport(archived())).toContain(section);
    expect(renderSummary(archived())).not.toContain('### Archive');
    expect(renderArchiving(found())).toBe('');
    expect(renderArchiving(planned(found()))).toContain('To be archived (2):');
  });

  it('says of no room that it will be archived if the step failed before', () => {
    const report = withArchiving(found(), PLAN, () => NOT_TRIED);
    expect(report.archiving?.map(({ id, result }) => [id, result])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
      [9, 'not archived'],
    ]);
    expect(renderArchiving(report)).toMatch(/\[Plan\].*: It was not tried, since the step failed before\./);
    expect(withArchiving(found(), null, () => NOT_TRIED).archiving).toBeNull();
  });

  it('names approved rooms that are in the archive already', () => {
    const plan: ArchivePlan = {
      rooms: [],
      archived: new Map([[9, old(9, 'Ninth')]]),
      refused: new Map([[9, 'in the archive']]),
    };
    const report = withArchiving(found(), plan, () => PLANNED);
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect([archivedRooms(report), withResult(report, 'archived before').map(({ id }) => id)]).toEqual([
      [],
      [9],
    ]);
    expect(renderArchiving(report)).toMatch(/archived before this run \(1\):\n\n- \[Ninth\]/);
    expect(withResult(report, 'archived before')).toMatchObject([{ title: 'Ninth', owner: 'Ada Lovelace' }]);
    const redacted = withArchiving(found(true), plan, () => PLANNED);
    expect(withResult(redacted, 'archived before')).toMatchObject([{ title: null, owner: null }]);
  });

  it('names rooms whose result is not known', () => {
    const report = withOutcome({ result: 'not known', reason: 'No answer.' });
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
    const others = withoutArchived(withOutcome({ result: 'archived before', reason: 'Somebody did it.' }));
    expect(others.abandoned.map(({ id }) => id)).toEqual([2]);
  });
});
