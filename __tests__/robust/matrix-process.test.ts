import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/portal/index.ts';
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
import {
  ISSUE_KEY,
  inParallel,
  makeWorld,
  openTrackingIssue,
  tell,
  writesTo,
} from '../support/robust-run.ts';
import { sampled } from '../support/scale.ts';

/** Some of the portal's faults, each with a process of its own. */

describe('the built action', () => {
  /** Each fault has 18 cases: a step without a common factor reaches all places and all times. */
  const CASES = casesOf(FAULTS, ['once', 'three times', 'for ever']).filter((_, index) => index % 11 === 0);
  const SAMPLE = sampled(CASES, 5);

  it('exits with 0 and the right report, or with 1, one line, and nothing written', async () => {
    const made = async (fault: Fault | null) => {
      const world = await makeWorld({ keys: KEYS, rooms: faultRooms() });
      openTrackingIssue(world.github, makeBody([1, 2], { issueKey: ISSUE_KEY }));
      const { body } = world.github.repository().issue(1);
      if (fault !== null) world.portal.faults.add(fault);
      const ran = await world.run({ env: { RUNNER_DEBUG: '1' } });
      return { world, ran, body };
    };
    const clean = await made(null);
    expect(clean.ran.exitCode, clean.ran.stdout).toBe(0);
    const right = JSON.parse(await clean.world.readReport('abandoned-rooms.json')) as ReportFile;
    await clean.world.close();

    const ends = new Map<number | null, number>();
    const complaints = await inParallel(SAMPLE, 3, async ({ name, fault }) => {
      const { world, ran, body } = await made(fault);
      const found: string[] = [];
      ends.set(ran.exitCode, (ends.get(ran.exitCode) ?? 0) + 1);
      if (ran.exitCode === 0) {
        const report = JSON.parse(await world.readReport('abandoned-rooms.json')) as ReportFile;
        found.push(...complaintsAbout(report, right));
        if (ran.errors.length > 0) found.push(`errors: ${ran.errors.join()}`);
        if (ran.outputs['abandoned-count'] !== String(report.abandoned.length)) found.push('another count');
      } else {
        if (ran.exitCode !== 1) found.push(`exit ${ran.exitCode}`);
        if (ran.errors.length !== 1) found.push(`errors: ${JSON.stringify(ran.errors)}`);
        if (Object.keys(ran.outputs).length > 0) found.push('outputs of a failed scan');
        if ((await world.reportFiles()).length > 0) found.push('report files of a failed scan');
        if (writesTo(world.github).length > 0) found.push('written to GitHub');
        if (world.github.repository().issue(1).body !== body) found.push('the issue was touched');
        if (!ran.summary.includes('**The scan failed')) found.push('the summary does not mention it');
        if (/Total abandoned|No rooms found/.test(ran.stdout)) found.push('a claim of a failed scan');
      }
      if (!isMet(fault, world.portal)) found.push('the fault never hit');
      if (ran.stderr !== '') found.push(`stderr: ${ran.stderr}`);
      found.push(...(await leaksOf(ran, world.directory, KEY)));
      await world.close();
      return found.map((complaint) => `${name}: ${complaint}`);
    });
    tell(`Portal faults as a process: ${SAMPLE.length} cases, exits ${JSON.stringify([...ends])}`);
    expect(complaints).toEqual([]);
    expect([...ends.keys()].sort()).toEqual([0, 1]);
  });
});
