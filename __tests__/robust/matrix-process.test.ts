import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/portal/index.ts';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import { atEnd } from '../support/at-end.ts';
import { makeBody } from '../support/github-make.ts';
import { leaksOf } from '../support/leaks.ts';
import {
  casesOf,
  complaintsAbout,
  FAULTS,
  faultRooms,
  isMet,
  KEY,
  KEYS,
  type ReportFile,
} from '../support/portal-faults.ts';
import { ISSUE_KEY, makeWorld, openTrackingIssue, type World, writesTo } from '../support/robust-run.ts';
import { sampled } from '../support/scale.ts';

/** Some of the portal's faults, each with a process of its own. */

/** Each fault has six cases: a step without a common factor reaches all places and all times. */
const CASES = casesOf(FAULTS).filter((_, index) => index % 7 === 0);
const SAMPLE = sampled(CASES, 5);

async function runWith(fault: Fault | null) {
  const world = await makeWorld({ keys: KEYS, rooms: faultRooms() });
  atEnd(() => world.close());
  const report = { portal: `${world.portal.url}/` };
  openTrackingIssue(world.github, makeBody([1, 2], { issueKey: ISSUE_KEY, report }));
  const { body } = world.github.repository().issue(1);
  if (fault !== null) world.portal.faults.add(fault);
  const ran = await world.run({ env: { RUNNER_DEBUG: '1' } });
  return { world, ran, body };
}

const readReport = async (world: World): Promise<ReportFile> =>
  JSON.parse(await world.readReport('abandoned-rooms.json'));

describe.concurrent('the built action', () => {
  const exits = new Set<number | null>();
  let right: ReportFile;
  beforeAll(async () => {
    const { world, ran } = await runWith(null);
    expect(ran.exitCode, ran.stdout).toBe(0);
    right = await readReport(world);
  });
  afterAll(() => expect(exits).toEqual(new Set([0, 1])));

  it.each(SAMPLE)('$name: the right report, or one line and nothing written', async ({ fault }) => {
    const { world, ran, body } = await runWith(fault);
    exits.add(ran.exitCode);
    if (ran.exitCode === 0) {
      const report = await readReport(world);
      expect(complaintsAbout(report, right)).toEqual([]);
      expect(ran.errors).toEqual([]);
      expect(ran.outputs['abandoned-count']).toBe(String(report.abandoned.length));
    } else {
      expect(ran.exitCode).toBe(1);
      expect(ran.errors).toHaveLength(1);
      expect(ran.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
      expect(ran.reportFiles).toEqual([]);
      expect(writesTo(world.github)).toEqual([]);
      expect(world.github.repository().issue(1).body).toBe(body);
      expect(ran.summary).toContain('**The scan failed');
      expect(ran.stdout).not.toMatch(/Total abandoned|No rooms found/);
    }
    expect(isMet(fault, world.portal), 'the portal met the fault').toBe(true);
    expect(ran.stderr).toBe('');
    expect(await leaksOf(ran, world.directory, KEY)).toEqual([]);
  });
});
