import { readFileSync } from 'node:fs';
import { loadWorld, startPortal } from '../../sandbox/portal/index.ts';
import type { RecordedWorld } from '../../sandbox/portal/world.ts';
import { collect, roomsIn } from './example.ts';
import { type ScanRun, scanSandbox } from './scan-sandbox.ts';
import type { Score } from './simulation.ts';

/**
 * 33 rooms of a real DocSpace 3.7.2 portal with their histories, replayed at the moment of the recording and held
 * against what a person says about each of them.
 */
interface World extends RecordedWorld {
  /** By room id: what happened in it. */
  readonly what: Readonly<Record<string, string>>;
  readonly truth: Readonly<Record<string, 'abandoned' | 'alive' | 'exempt' | 'unknown'>>;
}

export const world: World = JSON.parse(
  readFileSync(new URL('../fixtures/recorded/world/world.json', import.meta.url), 'utf8'),
);
export const RECORDED_AT = new Date(world.now);

/** Scans the recorded rooms. `body` is the list as the example reads it. */
export async function replay(activitySource: 'history' | 'updated'): Promise<ScanRun & { body: unknown }> {
  const sandbox = await startPortal(loadWorld(world));
  try {
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    const body = await (await fetch(`${sandbox.url}/api/2.0/files/rooms`, { headers })).json();
    return { ...(await scanSandbox(sandbox, { activitySource }, { now: RECORDED_AT })), body };
  } finally {
    await sandbox.close();
  }
}

/** How often the example and the action are wrong about the recorded rooms. Exempt and unknown rooms are left out. */
export async function scoreRecorded(): Promise<Score> {
  const history = await replay('history');
  const updated = await replay('updated');
  const judged = Object.entries(world.truth).filter(
    ([, truth]) => truth === 'alive' || truth === 'abandoned',
  );
  const errorsOf = (named: ReadonlySet<string>) => ({
    accused: judged.filter(([id, truth]) => truth === 'alive' && named.has(id)).length,
    missed: judged.filter(([id, truth]) => truth === 'abandoned' && !named.has(id)).length,
  });
  const namedBy = ({ report }: ScanRun) => new Set(report.abandoned.map(({ id }) => String(id)));
  const byExample = collect(roomsIn(history.body), RECORDED_AT).map(({ wireId }) => String(wireId));
  return {
    rooms: Object.keys(world.truth).length,
    unknowable: Object.keys(world.truth).length - judged.length,
    abandoned: judged.filter(([, truth]) => truth === 'abandoned').length,
    example: errorsOf(new Set(byExample)),
    updated: errorsOf(namedBy(updated)),
    history: errorsOf(namedBy(history)),
    misdated: 0,
    presumed: 0,
    wrong: [],
  };
}
