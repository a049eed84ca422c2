import { describe, expect, it } from 'vitest';
import { createTrials } from '../../../src/docspace/http/trial.ts';
import { forbidden, status } from '../../support/failures.ts';

const CRASH = status(502);

/** Which of several requests of one kind may be sent now. */
function begin(trial: ReturnType<ReturnType<typeof createTrials>>, count: number): number[] {
  const begun: number[] = [];
  for (let id = 1; id <= count; id += 1) void trial.begin().then(() => begun.push(id));
  return begun;
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a kind of call on trial', () => {
  it('sends its first request alone, and all others after its success', async () => {
    const trial = createTrials()('rooms');
    const begun = begin(trial, 4);
    await settle();
    expect(begun).toEqual([1]);
    trial.succeed();
    await settle();
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it('holds back no other kind', async () => {
    const trialOf = createTrials();
    const begun = [begin(trialOf('rooms'), 1), begin(trialOf('history'), 1), begin(trialOf('rooms'), 1)];
    await settle();
    expect(begun).toEqual([[1], [1], []]);
  });

  it.each([
    ['a 404', status(404)],
    ['a 500', status(500)],
    ['a 503', status(503)],
    ['a 403', forbidden('scope')],
    ['a timeout', { kind: 'timeout' } as const],
  ])('sends the others after %s: the portal has survived', async (_, failure) => {
    const trial = createTrials()('history');
    const begun = begin(trial, 3);
    await settle();
    trial.fail(failure);
    await settle();
    expect([begun, trial.crashes, trial.verdict]).toEqual([[1, 2, 3], 0, null]);
  });

  it('keeps the others waiting until the first has ended, and lets them fail after three crashes', async () => {
    const trial = createTrials()('history');
    const begun = begin(trial, 3);
    for (const crashes of [1, 2]) {
      trial.fail(CRASH);
      await settle();
      expect([begun, trial.crashes, trial.verdict]).toEqual([[1], crashes, null]);
    }
    trial.fail(CRASH);
    await settle();
    expect([begun, trial.crashes, trial.verdict]).toEqual([[1], 3, CRASH]);
    for (const others of [
      [1, 2],
      [1, 2, 3],
    ]) {
      trial.end();
      await settle();
      expect(begun).toEqual(others);
    }
  });

  it('passes the turn on if the first request ends early, and still counts its crashes', async () => {
    const trial = createTrials()('self');
    const begun = begin(trial, 3);
    trial.fail(CRASH);
    trial.end();
    await settle();
    expect(begun).toEqual([1, 2]);
    trial.fail(CRASH);
    trial.end();
    await settle();
    expect([begun, trial.crashes]).toEqual([[1, 2, 3], 2]);
    trial.fail(CRASH);
    expect(trial.verdict).toBe(CRASH);
  });

  it('begins again with one request after all have ended', async () => {
    const trial = createTrials()('rooms');
    const first = begin(trial, 1);
    await settle();
    trial.end();
    const later = begin(trial, 2);
    await settle();
    expect([first, later]).toEqual([[1], [1]]);
  });

  it('is over with the first success: later crashes do not count', async () => {
    const trial = createTrials()('rooms');
    const begun = begin(trial, 5);
    trial.fail(CRASH);
    trial.succeed();
    for (let crash = 0; crash < 5; crash += 1) trial.fail(CRASH);
    await settle();
    expect([begun, trial.crashes, trial.verdict]).toEqual([[1, 2, 3, 4, 5], 0, null]);
  });
});
