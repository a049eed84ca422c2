import { describe, expect, it } from 'vitest';
import { createLimiter, type Slot } from '../../../src/docspace/http/limiter.ts';
import fc from '../../support/fast-check.ts';

/** Runs everything that waits neither for a task nor for a pause. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A limiter whose tasks and pauses end when the test says so. */
function setUp(most: number) {
  const pauses: { ms: number; end: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((end) => pauses.push({ ms, end }));
  const limiter = createLimiter(most, sleep);
  const running: { id: number; slot: Slot; succeed: () => void; fail: (error: Error) => void }[] = [];
  const started: number[] = [];
  let mostAtOnce = 0;
  const add = (id: number) =>
    limiter.run(
      (slot) =>
        new Promise<number>((resolve, reject) => {
          const done = () =>
            running.splice(
              running.findIndex((task) => task.id === id),
              1,
            );
          started.push(id);
          running.push({
            id,
            slot,
            succeed: () => {
              done();
              resolve(id);
            },
            fail: (error) => {
              done();
              reject(error);
            },
          });
          mostAtOnce = Math.max(mostAtOnce, running.length);
        }),
    );
  return { limiter, pauses, running, started, add, mostAtOnce: () => mostAtOnce };
}

describe('a limiter', () => {
  it.each([1, 3, 8])('lets %i tasks run at once, in the order in which they came', async (most) => {
    const { limiter, running, started, add } = setUp(most);
    const results = Promise.all(Array.from({ length: 20 }, (_, id) => add(id)));
    await settle();
    expect(limiter.limit).toBe(most);
    for (let done = 0; done < 20; done += 1) {
      expect(running).toHaveLength(Math.min(most, 20 - done));
      running[0]?.succeed();
      await settle();
    }
    expect(await results).toEqual(Array.from({ length: 20 }, (_, id) => id));
    expect(started).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('throws the error of a task, and starts the next task', async () => {
    const { running, started, add } = setUp(1);
    const first = add(1);
    const second = add(2);
    await settle();
    running[0]?.fail(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await settle();
    expect(started).toEqual([1, 2]);
    running[0]?.succeed();
    expect(await second).toBe(2);
  });

  it('starts nothing during a pause', async () => {
    const { pauses, running, add } = setUp(2);
    void add(1);
    await settle();
    running[0]?.slot.pause(5000);
    expect(pauses.map(({ ms }) => ms)).toEqual([5000]);
    void add(2);
    await settle();
    expect(running.map(({ id }) => id)).toEqual([1]);
    pauses[0]?.end();
    await settle();
    expect(running.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('waits for the longest of several pauses', async () => {
    const { pauses, running, add } = setUp(8);
    void add(1);
    await settle();
    for (const ms of [1000, 9000, 2000]) running[0]?.slot.pause(ms);
    void add(2);
    pauses[0]?.end();
    pauses[2]?.end();
    await settle();
    expect(running).toHaveLength(1);
    pauses[1]?.end();
    await settle();
    expect(running).toHaveLength(2);
  });

  it('takes tasks that ran together and fail together for one sign', async () => {
    const { limiter, running, add } = setUp(8);
    for (let id = 0; id < 8; id += 1) void add(id);
    await settle();
    for (const { slot } of running) slot.slowDown();
    expect(limiter.limit).toBe(4);
    for (let id = 8; id < 16; id += 1) void add(id);
    for (let done = 0; done < 8; done += 1) running[0]?.succeed();
    await settle();
    expect(running).toHaveLength(4);
    for (const { slot } of running) slot.slowDown();
    expect(limiter.limit).toBe(2);
  });

  it('never goes below one', async () => {
    const { limiter, running, add } = setUp(5);
    for (const limit of [2, 1, 1, 1]) {
      void add(limit);
      await settle();
      running[0]?.slot.slowDown();
      expect(limiter.limit).toBe(limit);
      running[0]?.succeed();
      await settle();
    }
    void add(1);
    void add(2);
    await settle();
    expect(running).toHaveLength(1);
  });

  /** Runs tasks one after the other, each of which reports a success. */
  async function succeed(set: ReturnType<typeof setUp>, times: number): Promise<void> {
    for (let done = 0; done < times; done += 1) {
      void set.add(100 + done);
      await settle();
      set.running[0]?.slot.speedUp();
      set.running[0]?.succeed();
      await settle();
    }
  }

  it('grows back slowly, by one after four times the limit of successes, up to the upper bound', async () => {
    const set = setUp(4);
    void set.add(0);
    await settle();
    set.running[0]?.slot.slowDown();
    set.running[0]?.succeed();
    await settle();
    const limits: number[] = [];
    for (const successes of [7, 1, 11, 1, 50]) {
      await succeed(set, successes);
      limits.push(set.limiter.limit);
    }
    expect(limits).toEqual([2, 3, 3, 4, 4]);
  });

  it('does not grow by tasks that report no success', async () => {
    const { limiter, running, add } = setUp(4);
    void add(0);
    await settle();
    running[0]?.slot.slowDown();
    running[0]?.succeed();
    for (let id = 1; id <= 40; id += 1) add(id).catch(() => undefined);
    await settle();
    for (let done = 0; done < 40; done += 1) {
      if (done % 2 === 0) running[0]?.fail(new Error('broken'));
      else running[0]?.succeed();
      await settle();
    }
    expect(limiter.limit).toBe(2);
  });

  it('starts to count successes again when it is slowed down', async () => {
    const set = setUp(8);
    await succeed(set, 100);
    void set.add(0);
    await settle();
    set.running[0]?.slot.slowDown();
    set.running[0]?.succeed();
    await settle();
    await succeed(set, 15);
    expect(set.limiter.limit).toBe(4);
    await succeed(set, 1);
    expect(set.limiter.limit).toBe(5);
  });

  it('lets running tasks finish during a pause', async () => {
    const { pauses, running, add } = setUp(2);
    const first = add(1);
    void add(2);
    const third = add(3);
    await settle();
    running[0]?.slot.slowDown();
    running[0]?.slot.pause(1000);
    running[0]?.succeed();
    expect(await first).toBe(1);
    await settle();
    expect(running.map(({ id }) => id)).toEqual([2]);
    pauses[0]?.end();
    await settle();
    // Half of two is one, and one still runs.
    expect(running.map(({ id }) => id)).toEqual([2]);
    running[0]?.succeed();
    await settle();
    running[0]?.succeed();
    expect(await third).toBe(3);
  });

  it('never runs more tasks than allowed, and runs every task', async () => {
    const steps = fc.array(fc.constantFrom('add', 'succeed', 'fail', 'slow', 'pause', 'wake', 'grow'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), steps, async (most, list) => {
        const { limiter, pauses, running, started, add, mostAtOnce } = setUp(most);
        let added = 0;
        for (const step of list) {
          if (step === 'add') {
            add(added).catch(() => undefined);
            added += 1;
          } else if (step === 'succeed') running[0]?.succeed();
          else if (step === 'fail') running[0]?.fail(new Error('broken'));
          else if (step === 'slow') running[0]?.slot.slowDown();
          else if (step === 'pause') running[0]?.slot.pause(1);
          else if (step === 'grow') running[0]?.slot.speedUp();
          else pauses.shift()?.end();
          await settle();
          expect(limiter.limit).toBeGreaterThanOrEqual(1);
          expect(limiter.limit).toBeLessThanOrEqual(most);
        }
        for (const { end } of pauses) end();
        for (let left = 0; left <= added; left += 1) {
          await settle();
          running[0]?.succeed();
        }
        expect(mostAtOnce()).toBeLessThanOrEqual(most);
        expect(started).toEqual(Array.from({ length: added }, (_, id) => id));
      }),
      { numRuns: 50 },
    );
  });
});
