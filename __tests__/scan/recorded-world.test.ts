import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadWorld, startPortal } from '../../sandbox/portal/index.ts';
import type { RecordedWorld } from '../../sandbox/portal/world.ts';
import { logReport } from '../../src/report/log.ts';
import { logText } from '../../src/shared/text.ts';
import { collect, lineOf, roomsIn } from '../support/example.ts';
import { type ScanRun, scanSandbox } from '../support/scan-sandbox.ts';

/**
 * 33 rooms of a real DocSpace 3.7.2 portal with their histories, replayed at the moment of the recording and held
 * against what a person says about each of them.
 */
interface World extends RecordedWorld {
  /** By room id: what happened in it. */
  readonly what: Readonly<Record<string, string>>;
  readonly truth: Readonly<Record<string, 'abandoned' | 'alive' | 'exempt' | 'unknown'>>;
}

const world: World = JSON.parse(
  readFileSync(new URL('../fixtures/recorded/world/world.json', import.meta.url), 'utf8'),
);
const NOW = new Date(world.now);

/** What the portal tells nobody: a comment on a file version, and a changed quota. */
const TRACELESS = ['comment2d', 'quota2d'];

async function replay(activitySource: 'history' | 'updated'): Promise<ScanRun & { body: unknown }> {
  const sandbox = await startPortal(loadWorld(world));
  try {
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    const body = await (await fetch(`${sandbox.url}/api/2.0/files/rooms`, { headers })).json();
    return { ...(await scanSandbox(sandbox, { activitySource }, { now: NOW })), body };
  } finally {
    await sandbox.close();
  }
}

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
  console.log(
    `recorded rooms: 33, falsely accused by history: ${TRACELESS.length} (${TRACELESS.join(', ')}), missed: 0`,
  );
});

it('with the list alone, the lines are those of the example', async () => {
  const { report, body } = await replay('updated');
  const lines = [...logReport(report)].flatMap((entry) =>
    entry.kind === 'line' && entry.text.startsWith('•') ? [entry.text] : [],
  );
  // The example knows no exemptions.
  const kept = new Set(truly('exempt'));
  const expected = collect(roomsIn(body), NOW).filter(({ id }) => !kept.has(world.what[String(id)] ?? ''));
  // The action makes characters visible that a terminal would act upon.
  expect(lines.toSorted()).toEqual(expected.map((room) => logText(lineOf(room))).toSorted());
  const accused = namesOf(report.abandoned).filter((name) => truly('alive').includes(name));
  console.log(`recorded rooms: 33, falsely accused by the list: ${accused.length}, missed: 0`);
  expect(accused.length).toBeGreaterThan(TRACELESS.length);
  expect(truly('abandoned').filter((name) => !namesOf(report.abandoned).includes(name))).toEqual([]);
});
