import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../src/docspace/http/limiter.ts';

/** Lets everything that can go on without a task or a pause ending go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A limiter whose tasks and pauses end when the test says so. */
function setUp(most: number) {
  const pauses: { ms: number; end: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((end) => pauses.push({ ms, end }));
  const limiter = createLimiter(most, sleep);
  const running: { id: number; succeed: () => void; fail: (error: Error) => void }[] = [];
  const started: number[] = [];
  let mostAtOnce = 0;
  const add = (id: number) =>
    limiter.run(
      () =>
        new Promise<number>((resolve, reject) => {
          const done = () =>
            running.splice(
              running.findIndex((task) => task.id === id),
              1,
            );
          started.push(id);
          running.push({
            id,
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

  it('passes on what a task throws, and gives its place to the next', async () => {
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

  it('starts nothing during a pause, and half as much after it', async () => {
    const { limiter, pauses, running, add } = setUp(8);
    limiter.slowDown(5000);
    expect(pauses.map(({ ms }) => ms)).toEqual([5000]);
    for (let id = 0; id < 10; id += 1) void add(id);
    await settle();
    expect(running).toHaveLength(0);
    pauses[0]?.end();
    await settle();
    expect(limiter.limit).toBe(4);
    expect(running).toHaveLength(4);
  });

  it('takes requests that fail together for one sign, and waits for the longest pause', async () => {
    const { limiter, pauses, running, add } = setUp(8);
    limiter.slowDown(1000);
    limiter.slowDown(9000);
    limiter.slowDown(2000);
    expect(limiter.limit).toBe(4);
    void add(1);
    pauses[0]?.end();
    pauses[2]?.end();
    await settle();
    expect(running).toHaveLength(0);
    pauses[1]?.end();
    await settle();
    expect(running).toHaveLength(1);
  });

  it('never goes below one', async () => {
    const { limiter, pauses, running, add } = setUp(5);
    for (const limit of [2, 1, 1, 1]) {
      limiter.slowDown(1);
      expect(limiter.limit).toBe(limit);
      pauses.at(-1)?.end();
      await settle();
    }
    void add(1);
    void add(2);
    await settle();
    expect(running).toHaveLength(1);
  });

  it('grows back one by one as tasks succeed, and no further than it was', async () => {
    const { limiter, pauses, running, add } = setUp(4);
    limiter.slowDown(1);
    pauses[0]?.end();
    await settle();
    for (let id = 0; id < 40; id += 1) void add(id).catch(() => undefined);
    await settle();
    const limits = [limiter.limit];
    for (let done = 0; done < 12; done += 1) {
      limiter.speedUp();
      running[0]?.succeed();
      await settle();
      limits.push(limiter.limit);
      expect(running).toHaveLength(limiter.limit);
    }
    expect(limits).toEqual([2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it('does not grow by tasks that end without being told a success', async () => {
    const { limiter, pauses, running, add } = setUp(4);
    limiter.slowDown(1);
    pauses[0]?.end();
    await settle();
    for (let id = 0; id < 20; id += 1) add(id).catch(() => undefined);
    await settle();
    for (let done = 0; done < 10; done += 1) {
      if (done % 2 === 0) running[0]?.fail(new Error('broken'));
      else running[0]?.succeed();
      await settle();
    }
    expect(limiter.limit).toBe(2);
  });

  it('begins to count successes anew when it is slowed down', async () => {
    const { limiter, pauses } = setUp(8);
    for (let success = 0; success < 100; success += 1) limiter.speedUp();
    limiter.slowDown(1);
    pauses[0]?.end();
    await settle();
    for (let success = 0; success < 3; success += 1) limiter.speedUp();
    expect(limiter.limit).toBe(4);
    limiter.speedUp();
    expect(limiter.limit).toBe(5);
  });

  it('lets what runs finish during a pause', async () => {
    const { limiter, pauses, running, add } = setUp(2);
    const first = add(1);
    void add(2);
    const third = add(3);
    await settle();
    limiter.slowDown(1000);
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

  it('whatever happens, never runs more than it may, and forgets no task', async () => {
    const steps = fc.array(fc.constantFrom('add', 'succeed', 'fail', 'slow', 'wake', 'grow'), {
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
          else if (step === 'slow') limiter.slowDown(1);
          else if (step === 'grow') limiter.speedUp();
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
