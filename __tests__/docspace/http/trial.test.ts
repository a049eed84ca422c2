import { describe, expect, it } from 'vitest';
import { createTrials, type Trial, type Turn } from '../../../src/docspace/http/trial.ts';
import { forbidden, status } from '../../support/failures.ts';

const CRASH = status(502);
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Several requests of one kind, and which of them may be sent now. */
function join(trial: Trial, count: number): { turns: Turn[]; begun: number[] } {
  const begun: number[] = [];
  const turns = Array.from({ length: count }, () => trial.join());
  for (const [at, turn] of turns.entries()) void turn.wait().then(() => begun.push(at + 1));
  return { turns, begun };
}

/** The turn of a request, counted from 1 on. */
function turnOf({ turns }: { turns: readonly Turn[] }, number: number): Turn {
  const turn = turns[number - 1];
  if (turn === undefined) throw new Error(`there is no request ${number}`);
  return turn;
}

describe('a kind of call on trial', () => {
  it('sends its first request alone, and all others after its success', async () => {
    const joined = join(createTrials()('rooms'), 4);
    await settle();
    expect(joined.begun).toEqual([1]);
    turnOf(joined, 1).succeed();
    await settle();
    expect(joined.begun).toEqual([1, 2, 3, 4]);
  });

  it('holds back no other kind', async () => {
    const trialOf = createTrials();
    const begun = (['rooms', 'history', 'rooms'] as const).map((kind) => join(trialOf(kind), 1).begun);
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
    const joined = join(trial, 3);
    await settle();
    turnOf(joined, 1).fail(failure);
    await settle();
    expect([joined.begun, trial.crashes, trial.verdict]).toEqual([[1, 2, 3], 0, null]);
  });

  it('keeps the others waiting until the first has ended, and lets them fail after three crashes', async () => {
    const trial = createTrials()('history');
    const joined = join(trial, 3);
    const first = turnOf(joined, 1);
    for (const crashes of [1, 2]) {
      first.fail(CRASH);
      await settle();
      expect([joined.begun, trial.crashes, trial.verdict]).toEqual([[1], crashes, null]);
      expect([first.begin(), turnOf(joined, 2).begin()]).toEqual([true, false]);
    }
    first.fail(CRASH);
    await settle();
    expect([joined.begun, trial.crashes, trial.verdict, first.begin()]).toEqual([[1], 3, CRASH, false]);
    for (const [ended, others] of [
      [1, [1, 2]],
      [2, [1, 2, 3]],
    ] as const) {
      turnOf(joined, ended).end();
      await settle();
      expect(joined.begun).toEqual(others);
    }
  });

  it('passes the turn on if the first request ends early, and still counts its crashes', async () => {
    const trial = createTrials()('self');
    const joined = join(trial, 3);
    for (const number of [1, 2]) {
      turnOf(joined, number).fail(CRASH);
      turnOf(joined, number).end();
      await settle();
    }
    expect([joined.begun, trial.crashes]).toEqual([[1, 2, 3], 2]);
    turnOf(joined, 3).fail(CRASH);
    expect(trial.verdict).toBe(CRASH);
  });

  it('begins again with one request after all have ended', async () => {
    const trial = createTrials()('rooms');
    const first = join(trial, 1);
    await settle();
    turnOf(first, 1).end();
    const later = join(trial, 2);
    await settle();
    expect([first.begun, later.begun]).toEqual([[1], [1]]);
  });

  it('is over with the first success: later crashes do not count', async () => {
    const trial = createTrials()('rooms');
    const joined = join(trial, 5);
    turnOf(joined, 1).fail(CRASH);
    turnOf(joined, 1).succeed();
    for (const turn of joined.turns) turn.fail(CRASH);
    await settle();
    expect([joined.begun, trial.crashes, trial.verdict]).toEqual([[1, 2, 3, 4, 5], 0, null]);
    expect(joined.turns.every((turn) => turn.begin())).toBe(true);
  });
});

describe('a crash after the portal has survived a failure', () => {
  /** Three requests under way, and a fourth one that has not begun. */
  async function afterCrash() {
    const trial = createTrials()('history');
    const joined = join(trial, 3);
    turnOf(joined, 1).fail(status(404));
    await settle();
    for (const turn of joined.turns) turn.fail(CRASH);
    return { trial, joined, later: join(trial, 1) };
  }

  it('counts once for all requests that were under way, and one of them goes alone', async () => {
    const { trial, joined, later } = await afterCrash();
    await settle();
    expect([trial.crashes, later.begun]).toEqual([1, []]);
    expect(joined.turns.map((turn) => turn.begin())).toEqual([true, false, false]);
  });

  it('is over for all if the one survives', async () => {
    const { joined, later } = await afterCrash();
    turnOf(joined, 1).succeed();
    await settle();
    expect(later.begun).toEqual([1]);
    expect(joined.turns.map((turn) => turn.begin())).toEqual([true, true, true]);
  });

  it('keeps its turn if another one ends', async () => {
    const { joined, later } = await afterCrash();
    turnOf(joined, 2).end();
    await settle();
    expect(later.begun).toEqual([]);
    turnOf(joined, 1).end();
    await settle();
    expect(later.begun).toEqual([1]);
  });
});
