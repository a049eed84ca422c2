import { expect, it } from 'vitest';
import type { HostIssue, IssueHost } from '../../src/github/client.ts';
import { BEGIN, keyMarker } from '../../src/issue/block.ts';
import { USER_TEXT_LIMIT } from '../../src/issue/body.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { readIssue } from '../../src/tracking/read-issue.ts';
import fc, { character } from '../support/fast-check.ts';
import {
  asBrowserSends,
  boxesIn,
  KEY,
  makeBody,
  makeReport,
  makeState,
  NOW,
  planFor,
  tickRoom,
} from '../support/github-make.ts';
import { isFull, scaled } from '../support/scale.ts';
import { SETTINGS } from '../support/tracking.ts';

/** Whatever stands in the issue. */

const TODAY = dayOf(NOW);
const KEEP_DAYS = 90;

const realBodies = [
  makeBody([]),
  makeBody([1, 2, 'drive-15']),
  tickRoom(makeBody([1, 2, 3]), 2),
  makeBody([3], {
    state: makeState({
      abandoned: new Map([[3, TODAY - 5]]),
      kept: new Map([
        [1, TODAY + 10],
        [2, TODAY + 5000],
      ]),
      generation: 7,
    }),
  }),
  makeBody([1], { keepDays: 0 }),
  `Rules\n\n${makeBody([1, 2])}\n\nThanks`,
  makeBody([1]) + makeBody([2]),
];

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 60 }),
    by: fc.oneof(
      fc.string({ unit: character, maxLength: 20 }),
      fc.constantFrom(
        '<!-- abandoned-rooms-begin -->',
        '<!-- abandoned-rooms-end -->',
        keyMarker(KEY),
        keyMarker('other'),
        '\r\n',
        '\r',
        '\n- [x] [Room 9](x) — y <!-- room 9 until 9999-12-31 -->\n',
        '\n- [X] z <!-- room %22drive%2D15%22 -->\n',
        '\n- [x] z <!-- room 1 until 2026-02-31 -->\n',
        '\n- [x] z <!-- room %E0%A4%A -->\n',
        '\n- [x] z <!-- room 1e999 -->\n',
        '<!-- abandoned-rooms-state v1 0123456789abcdef AAAA -->',
        '[x]',
        '[ ]',
        '$&',
        '<!--',
        '-->',
      ),
    ),
  }),
  { maxLength: 4 },
);
const edited = (body: string, changes: readonly { at: number; length: number; by: string }[]) =>
  changes.reduce((text, { at, length, by }) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + by + text.slice(from + length);
  }, body);

const bodies = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.string({ unit: character, maxLength: 300 }).map((text) => text + keyMarker(KEY)),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...realBodies),
        edits,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.boolean(),
      )
      .map(([body, changes, cutAt, isBrowser]) => {
        const whole = edited(body, changes);
        const cut = cutAt === null ? whole : whole.slice(0, Math.floor(cutAt * whole.length));
        return isBrowser ? asBrowserSends(cut) : cut;
      }),
  },
  {
    // A date that somebody wrote beside a tick, however far away.
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...realBodies),
        fc.constantFrom('1', '2', '9', '%22drive%2D15%22'),
        fc.date({ min: NOW, max: new Date('9999-12-31'), noInvalidDate: true }),
      )
      .map(([body, id, date]) => {
        const item = `- [x] x <!-- room ${id} until ${date.toISOString().slice(0, 10)} -->`;
        return body.replace(BEGIN, () => `${BEGIN}\n${item}`);
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...realBodies), fc.integer({ min: 55_000, max: 66_000 }))
      .map(([body, length]) => body + 'x'.repeat(Math.max(0, length - body.length))),
  },
);

const VIEWER = 'github-actions[bot]';

/** A host with one issue, which says `body`. Whatever writes is not there: reading writes nothing. */
function hostWith(body: string, isOpen: boolean): IssueHost {
  const url = 'https://github.com/acme/rooms/issues/1';
  const author = { login: VIEWER, isBot: true };
  const closedAt = isOpen ? null : '2026-05-01T00:00:00Z';
  const state = { isOpen, stateReason: null, isPullRequest: false, closedBy: null, closedAt };
  const issue: HostIssue = { number: 1, url, body, author, ...state };
  const reads: Partial<IssueHost> = {
    viewer: async () => VIEWER,
    async *issues() {
      yield issue;
    },
    issue: async () => issue,
  };
  return reads as IssueHost;
}

/** One run by the plan alone: what the issue says then, and what was kept. */
async function runOn(body: string, isOpen: boolean, ids: readonly RoomId[], keepDays: number) {
  const log = { info: () => undefined, warning: () => undefined };
  const host = hostWith(body, isOpen);
  const context = { host, settings: { ...SETTINGS, keepDays }, viewer: VIEWER, now: NOW, log };
  const reading = await readIssue(context);
  const kept = new Map([...reading.kept].filter(([id]) => ids.includes(id)));
  const report = makeReport(
    ids.filter((id) => !kept.has(id)),
    kept,
  );
  const plan = planFor(report, reading.issue, {
    boxesAtStart: reading.boxes,
    knownAtStart: reading.lastRun.kind === 'known' ? new Set(reading.lastRun.since.keys()) : null,
    kept: reading.kept,
    settings: { keepDays },
  });
  return { reading, plan };
}

it('is read and written over without an error, and the second run has nothing to do', async () => {
  const actions: Record<string, number> = {};
  let keptOnes = 0;
  let crowded = 0;
  await fc.assert(
    fc.asyncProperty(
      bodies,
      fc.boolean(),
      fc.subarray<RoomId>([1, 2, 3, 9, 'drive-15']),
      fc.constantFrom(0, 1, KEEP_DAYS, 36_500),
      async (body, isOpen, ids, keepDays) => {
        const ran = await runOn(body, isOpen, ids, keepDays).catch((error: unknown) => {
          // The one thing that ends a run: people's text leaves no room, and is not thrown away.
          expect(String(error)).toContain('no space for the list');
          expect(body.length).toBeGreaterThan(USER_TEXT_LIMIT);
          crowded += 1;
        });
        if (ran === undefined) return;
        const { reading, plan } = ran;
        actions[plan.action] = (actions[plan.action] ?? 0) + 1;
        for (const [, until] of reading.kept) {
          expect(until).toBeGreaterThanOrEqual(TODAY);
          expect(until).toBeLessThanOrEqual(TODAY + keepDays);
          keptOnes += 1;
        }
        if (keepDays === 0) expect(reading.kept.size).toBe(0);
        if (plan.body === null) return;
        expect(plan.body.length).toBeLessThanOrEqual(65_536);
        expect(plan.body).toContain(keyMarker(KEY));
        const kept = [...reading.kept.keys()];
        for (const id of ids.filter((id) => !kept.includes(id))) {
          if (keepDays > 0) expect(boxesIn(plan.body, KEY).has(id), `room ${id} is listed`).toBe(true);
        }
        for (const again of [plan.body, asBrowserSends(plan.body)]) {
          let next = await runOn(again, plan.isOpen, ids, keepDays);
          // Rooms that only the list showed are on record for one run, until they are looked up.
          if (next.plan.body !== null) next = await runOn(next.plan.body, next.plan.isOpen, ids, keepDays);
          expect(next.plan).toMatchObject({ action: 'unchanged', body: null, comment: null });
          expect(next.reading.kept).toEqual(reading.kept);
        }
      },
    ),
    { seed: 20_260_601, numRuns: scaled(3000) },
  );
  // Only a full run is long enough to meet every kind of text.
  if (!isFull) return;
  expect(keptOnes).toBeGreaterThan(100);
  expect(crowded).toBeGreaterThan(10);
  expect(crowded).toBeLessThan(1000);
  const kinds = ['closed', 'created', 'none', 'reopened', 'unchanged', 'updated'];
  expect(Object.keys(actions).toSorted()).toEqual(kinds);
});
