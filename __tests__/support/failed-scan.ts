import { expect } from 'vitest';
import { OUTPUTS_OF_FAILED_SCAN } from '../../src/report/outputs.ts';
import type { ActionRun } from './action.ts';
import { leaksOf } from './leaks.ts';
import { GOOD_ADVICE, KEY, NAMES_A_PAGE } from './portal-with-rooms.ts';

/** Expects a scan that failed: it reports nothing, its one line helps, and the key is not shown. */
export async function expectFailedScan(result: ActionRun, says: RegExp): Promise<void> {
  const seen = `${result.stdout}\n${result.stderr}`;
  expect(result.exitCode, seen).toBe(1);
  expect(result.errors, seen).toHaveLength(1);
  const [error = ''] = result.errors;
  expect(error).toMatch(says);
  expect(error, 'one line').not.toContain('\n');
  expect(error, 'no fault of the action itself').not.toContain('fault in the action itself');
  expect(error, 'says what to do').toMatch(GOOD_ADVICE);
  expect(error).toMatch(NAMES_A_PAGE);
  expect(result.outputs).toEqual(OUTPUTS_OF_FAILED_SCAN);
  expect(result.reportFiles).toEqual([]);
  expect(result.summary).toContain('**The scan failed. There are no results.**');
  expect(result.summary).not.toMatch(/ of \d+ rooms|the only room|✅|limit/i);
  expect(result.stdout).not.toMatch(/Total abandoned|No rooms found|--- Abandoned rooms report/);
  expect(result.stderr).toBe('');
  expect(await leaksOf(result, result.directory, KEY)).toEqual([]);
}
