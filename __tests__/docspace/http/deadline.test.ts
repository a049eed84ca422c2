import timers from 'node:timers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDeadlines } from '../../../src/docspace/http/deadline.ts';

/** What each timer calls at its end, and after how many milliseconds. */
const started: { readonly end: () => void; readonly ms: number | undefined }[] = [];
const cleared = vi.fn();
beforeEach(() => {
  started.length = 0;
  cleared.mockReset();
  vi.spyOn(timers, 'setTimeout').mockImplementation(((end: () => void, ms: number) => {
    return started.push({ end, ms });
  }) as unknown as typeof timers.setTimeout);
  vi.spyOn(timers, 'clearTimeout').mockImplementation(cleared);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('ends a request after its time', () => {
  const deadline = createDeadlines(new AbortController().signal)(1000);
  expect(started.map(({ ms }) => ms)).toEqual([1000]);
  expect([deadline.signal.aborted, deadline.isOver()]).toEqual([false, false]);
  started[0]?.end();
  expect([deadline.signal.aborted, deadline.isOver()]).toEqual([true, true]);
});

it('ends all requests with the run, and their time is not over', () => {
  const stop = new AbortController();
  const start = createDeadlines(stop.signal);
  const [first, ended, last] = [start(1000), start(1000), start(1000)];
  ended.clear();
  stop.abort(new Error('stopped'));
  for (const { signal, isOver } of [first, last]) {
    expect([signal.aborted, signal.reason, isOver()]).toEqual([true, new Error('stopped'), false]);
  }
  expect(ended.signal.aborted).toBe(false);
});

it('ends a request at once if the run has already stopped', () => {
  const { signal } = createDeadlines(AbortSignal.abort(new Error('stopped')))(1000);
  expect([signal.aborted, signal.reason]).toEqual([true, new Error('stopped')]);
});

it('ends the others with the run, even if one of them has said twice that it has ended', () => {
  const stop = new AbortController();
  const start = createDeadlines(stop.signal);
  const [first, last] = [start(1000), start(1000)];
  first.clear();
  first.clear();
  stop.abort();
  expect([first.signal.aborted, last.signal.aborted]).toEqual([false, true]);
});

it('leaves no timer behind of a request that has ended', () => {
  const start = createDeadlines(new AbortController().signal);
  const [first] = [start(1000), start(1000)];
  first.clear();
  expect(cleared.mock.calls).toEqual([[1]]);
});
