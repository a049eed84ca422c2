import { expect, it } from 'vitest';
import { logReport } from '../../src/report/log.ts';
import { logText } from '../../src/shared/text.ts';
import { collect, lineOf, roomsIn } from '../support/example.ts';
import { RECORDED_AT, replay, scoreRecorded, world } from '../support/recorded-world.ts';

/** What the portal tells nobody: a comment on a file version, and a changed quota. */
const TRACELESS = ['comment2d', 'quota2d'];

const namesOf = (rooms: readonly { id: number | string }[]) =>
  rooms.map(({ id }) => world.what[String(id)] ?? `room ${id}`).toSorted();
const truly = (...verdicts: string[]) =>
  Object.entries(world.what)
    .filter(([id]) => verdicts.includes(world.truth[id] ?? ''))
    .map(([, name]) => name);

it('with histories, the abandoned rooms are those of the truth and the two without a trace', async () => {
  const { report } = await replay('history');
  expect(namesOf(report.abandoned)).toEqual([...truly('abandoned'), ...TRACELESS].toSorted());
  expect(new Set(report.abandoned.map(({ evidence }) => evidence))).toEqual(new Set(['history']));
  expect(report.unknown.map(({ id, reason }) => [world.what[String(id)], reason])).toEqual([
    ['ai_old', 'chats leave no trace'],
  ]);
  expect(namesOf(report.exempt)).toEqual(['keep_tag_old']);
  expect(report.notes).toEqual([]);
  expect(report.counts.scanned).toBe(33);
});

it('with the list alone, the lines are those of the example', async () => {
  const { report, body } = await replay('updated');
  const lines = [...logReport(report)].flatMap((entry) =>
    entry.kind === 'line' && entry.text.startsWith('•') ? [entry.text] : [],
  );
  // The example knows no exemptions.
  const kept = new Set(truly('exempt'));
  const expected = collect(roomsIn(body), RECORDED_AT).filter(
    ({ id }) => !kept.has(world.what[String(id)] ?? ''),
  );
  // The action makes characters visible that a terminal would act upon.
  expect(lines.toSorted()).toEqual(expected.map((room) => logText(lineOf(room))).toSorted());
  const accused = namesOf(report.abandoned).filter((name) => truly('alive').includes(name));
  expect(accused.length).toBeGreaterThan(TRACELESS.length);
  expect(truly('abandoned').filter((name) => !namesOf(report.abandoned).includes(name))).toEqual([]);
});

it('is scored like the generated portals', async () => {
  expect(await scoreRecorded()).toMatchObject({
    rooms: 33,
    unknowable: 2,
    example: { accused: 11, missed: 0 },
    updated: { accused: 11, missed: 0 },
    history: { accused: TRACELESS.length, missed: 0 },
  });
});
