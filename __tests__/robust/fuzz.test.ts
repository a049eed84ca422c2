import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { DAY_MS, portalDate, startPortal } from '../../sandbox/portal/index.ts';
import { INPUT_NAMES, type InputName } from '../../src/config/check-inputs.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { PortalCall } from '../../src/docspace/calls.ts';
import type { Portal } from '../../src/docspace/client.ts';
import { BEGIN, keyMarker, USER_TEXT_LIMIT } from '../../src/issue/markers.ts';
import type { Report } from '../../src/report/schema.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { run } from '../../src/run.ts';
import { ActionError, causes, InputError, PortalError } from '../../src/shared/errors.ts';
import type { HostIssue, IssueHost } from '../../src/tracking/host.ts';
import { readIssue } from '../../src/tracking/tracker.ts';
import { makePolicy } from '../support/factories.ts';
import { fakeRuntime, inputTexts } from '../support/fake-runtime.ts';
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
import { leaksIn } from '../support/leaks.ts';
import { tell } from '../support/robust-run.ts';
import { scaled } from '../support/scale.ts';
import { scanReport } from '../support/scan-sandbox.ts';

/** Whatever the portal answers, whatever the inputs are, and whatever stands in the issue. */

vi.mock('node:timers/promises', () => import('../support/short-waits.ts'));

const SEED = 20_260_601;
const runs: Record<string, number> = {};
const counted = (what: string) => {
  runs[what] = (runs[what] ?? 0) + 1;
};
afterAll(() => tell(`Fuzz runs: ${JSON.stringify(runs)}`));

const OLD = portalDate(new Date(NOW.getTime() - 400 * DAY_MS), 180);
const RECENT = portalDate(new Date(NOW.getTime() - 2 * DAY_MS), 180);
const account = { id: 'u1', displayName: 'Ann' };

const goodRoom = (id: RoomId) => ({
  id,
  title: `Room ${id}`,
  roomType: 2,
  created: OLD,
  updated: OLD,
  createdBy: account,
  updatedBy: account,
  rootFolderType: 14,
  tags: [],
  ...(typeof id === 'string' ? { providerItem: true, providerKey: 'Box' } : {}),
});
const IDS: readonly RoomId[] = [1, 2, 3, 4, 'drive-5'];
const goodListing = () => ({
  response: { files: [], folders: IDS.map(goodRoom), startIndex: 0, count: 5, total: 5, new: 0 },
  count: 1,
  status: 0,
  statusCode: 200,
});
const goodHistory = (date: string) => ({
  response: [
    { id: 1, action: { id: 5, key: 'FileUploaded' }, initiator: account, date, data: {}, related: [] },
  ],
  count: 1,
  total: 1,
  status: 0,
  statusCode: 200,
});
const goodContents = (updated: string) => ({
  response: {
    files: [{ id: 9, title: 'f', updated, updatedBy: account }],
    folders: [{ id: 'drive-5-1', title: 'd', updated: OLD, updatedBy: account }],
    total: 2,
  },
  count: 1,
  status: 0,
  statusCode: 200,
});

/** What stands in for a member: of any type, and what is close to right. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    0,
    1,
    4,
    5,
    6,
    99,
    101,
    -1,
    1.5,
    2 ** 53,
    1e300,
    '',
    '5',
    [],
    {},
    true,
    false,
  ),
  fc.constantFrom<unknown>(
    '0001-01-01T00:00:00.0000000Z',
    '2026-13-45T99:99:99Z',
    'yesterday',
    'archived',
    '__proto__',
  ),
);

interface Mutation {
  readonly at: readonly number[];
  readonly how: 'remove' | 'replace' | 'wrap in a list' | 'wrap in an object' | 'double' | 'as text';
  readonly by: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('remove', 'replace', 'wrap in a list', 'wrap in an object', 'double', 'as text'),
  by: anything,
});

/** A copy with something in it made otherwise. */
function mutated(value: unknown, { at, how, by }: Mutation): unknown {
  const [step = 0, ...rest] = at;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = keys[step % keys.length] ?? '';
  const member: unknown = Reflect.get(copy, key);
  if (rest.length > 0 && typeof member === 'object' && member !== null) {
    Reflect.set(copy, key, mutated(member, { at: rest, how, by }));
    return copy;
  }
  if (how === 'remove') {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete copy[key];
  } else if (how === 'double' && Array.isArray(copy)) copy.push(member);
  else
    Reflect.set(
      copy,
      key,
      {
        replace: by,
        'wrap in a list': [member],
        'wrap in an object': { [String(key)]: member },
        'as text': String(member),
        double: [member, member],
        remove: null,
      }[how],
    );
  return copy;
}

const mutationsOf = (...good: unknown[]) =>
  fc
    .tuple(fc.constantFrom(...good), fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([one, changes]) => changes.reduce(mutated, one));

/** A listing as any version of the portal could send it, and then changed. */
const listings = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 6,
    arbitrary: mutationsOf(
      goodListing(),
      goodListing(),
      IDS.map(goodRoom),
      { response: IDS.map(goodRoom), total: 5 },
      { rooms: IDS.map(goodRoom) },
      { response: { items: IDS.map(goodRoom) } },
    ),
  },
);
const histories = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 4, arbitrary: mutationsOf(goodHistory(OLD), goodHistory(RECENT)) },
);
const contents = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 4, arbitrary: mutationsOf(goodContents(OLD), goodContents(RECENT)) },
);

interface Answers {
  readonly listing?: unknown;
  readonly history?: unknown;
  readonly contents?: unknown;
}

/** More requests than the most that the listing of five rooms and a walk through one of them could take. */
const MOST_REQUESTS = 6000;

/** A portal that answers every request of a kind with the same JSON, and how often it was asked. */
function portalWith({ listing, history, contents }: Answers): Portal & { requests: number } {
  const portal = {
    url: new URL('https://portal.example'),
    requests: 0,
    async get({ path }: PortalCall): Promise<unknown> {
      portal.requests += 1;
      if (portal.requests > MOST_REQUESTS) throw new Error('a run that does not end');
      if (path === 'files/rooms') return listing;
      return path.startsWith('files/folder/') ? history : contents;
    },
  };
  return portal;
}

async function scanWith(
  answers: Answers,
  activitySource: 'history' | 'updated',
): Promise<Report | ActionError> {
  const portal = portalWith({
    listing: goodListing(),
    history: goodHistory(OLD),
    contents: goodContents(OLD),
    ...answers,
  });
  try {
    return await scanReport({
      portal,
      policy: makePolicy({ activitySource }),
      concurrency: 4,
      now: NOW,
    });
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    expect(error.message.length).toBeGreaterThan(20);
    return error;
  }
}

function expectSums({ counts, abandoned, unknown, upcoming, exempt }: Report): void {
  const { active, skipped, scanned } = counts;
  expect(active + counts.upcoming + counts.abandoned + counts.unknown + counts.exempt + skipped).toBe(
    scanned,
  );
  expect([abandoned.length, unknown.length, upcoming.length, exempt.length]).toEqual([
    counts.abandoned,
    counts.unknown,
    counts.upcoming,
    counts.exempt,
  ]);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries that an answer holds wherever portals put them, and the total beside them. */
function entriesOf(json: unknown): { entries: unknown[]; total: unknown } {
  const inner = isObject(json) && (json['response'] ?? null) !== null ? json['response'] : json;
  if (Array.isArray(inner)) return { entries: inner, total: isObject(json) ? json['total'] : undefined };
  if (!isObject(inner)) return { entries: [], total: undefined };
  const list = ['rooms', 'folders', 'items'].map((name) => inner[name]).find((value) => Array.isArray(value));
  return { entries: (list ?? []) as unknown[], total: inner['total'] };
}

/** Whether nothing in an answer is a date of this year or later. */
const isAllOld = (json: unknown) =>
  !/20(2[6-9]|[3-9]\d)-|2[1-9]\d\d-|[3-9]\d{3}-/.test(JSON.stringify(json) ?? '');

/** Whether a member of a room is a date that cannot be read: neither one of ours, nor one that was never set. */
const isOddDate = (value: unknown) =>
  typeof value === 'string'
    ? value.trim() !== '' && ![OLD, RECENT].includes(value) && !value.startsWith('0001-')
    : value !== null && value !== undefined;

describe('any JSON from the portal', () => {
  it('as the listing: an error with a message, or every entry of it in the report', async () => {
    let reported = 0;
    let uncheckedCount = 0;
    await fc.assert(
      fc.asyncProperty(listings, async (listing) => {
        counted('listing');
        const report = await scanWith({ listing }, 'updated');
        if (report instanceof ActionError) return;
        reported += 1;
        expectSums(report);
        const { entries, total } = entriesOf(listing);
        const ids = entries.map((entry) => (isObject(entry) ? (entry['id'] ?? null) : null));
        const named = new Set(ids.filter((id) => id !== null)).size;
        const nameless = ids.filter((id) => id === null).length;
        // This portal ignores startIndex: where it tells no total, what has no name is met again on every page.
        if (nameless > 0 && (total ?? null) === null)
          expect(report.counts.scanned).toBeGreaterThanOrEqual(named + nameless);
        else expect(report.counts.scanned).toBe(named + nameless);
        if ((total ?? null) !== null) expect(report.counts.scanned).toBe(total);
        const accused = new Set(report.abandoned.map(({ id }) => id));
        const doubted = new Set(
          report.unknown.filter(({ reason }) => reason === 'date not readable').map(({ id }) => id),
        );
        for (const entry of entries) {
          if (!isObject(entry) || (entry['id'] ?? null) === null || !isAllOld(entry)) continue;
          const isRoom = Boolean(entry['roomType']) || Boolean(entry['inRoom']);
          const isElsewhere =
            entry['rootFolderType'] === 20 ||
            /archived/i.test(JSON.stringify(entry)) ||
            entry['isArchived'] === true;
          const isKept = JSON.stringify(entry['tags'] ?? []).includes('keep');
          if (!isRoom || isElsewhere || isKept) continue;
          const hasOddDate = [entry['updated'], entry['created']].some(isOddDate);
          if (hasOddDate && doubted.has(entry['id'] as RoomId)) uncheckedCount += 1;
          else expect(accused, 'an old room').toContain(entry['id']);
          if (named === ids.length && isOddDate(entry['updated'])) {
            expect(accused, 'a room with a date that cannot be read').not.toContain(entry['id']);
          }
        }
      }),
      { seed: SEED, numRuns: scaled(4000) },
    );
    expect(reported, 'enough of them are reported').toBeGreaterThan(scaled(400, 20));
    expect(uncheckedCount, 'some of them have a date that cannot be read').toBeGreaterThan(0);
  });

  it('as the history: no room is cleared by an answer that holds nothing new', async () => {
    const seen = { abandoned: 0, cleared: 0, unknown: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        counted('history');
        const report = await scanWith({ history }, 'history');
        if (report instanceof ActionError) return;
        expectSums(report);
        expect(report.counts.scanned).toBe(IDS.length);
        expect(report.counts.skipped).toBe(0);
        const abandoned = report.abandoned.map(({ id }) => id);
        const unknown = report.unknown.map(({ id }) => id);
        if (isAllOld(history)) expect([...unknown, ...abandoned]).toEqual(IDS);
        else seen.cleared += IDS.length - abandoned.length - unknown.length;
        seen.abandoned += abandoned.length;
        seen.unknown += unknown.length;
        if (unknown.length > 0) {
          expect(new Set(report.unknown.map(({ reason }) => reason))).toEqual(
            new Set(['history not readable']),
          );
          expect(history, 'the portal holds more events than it sends').toMatchObject({
            total: expect.any(Number),
          });
        }
        if (report.abandoned.some(({ evidence }) => evidence === 'updated')) {
          expect(report.notes.join(), 'a warning').toMatch(
            /The history of rooms cannot be read|rooms have a history that holds nothing/,
          );
        }
      }),
      { seed: SEED, numRuns: scaled(2500) },
    );
    expect(seen.abandoned).toBeGreaterThan(scaled(1000, 50));
    expect(seen.cleared).toBeGreaterThan(scaled(1000, 50));
    expect(seen.unknown).toBeGreaterThan(0);
  });

  it('as the contents: no room is cleared by an answer that holds nothing new', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(contents, async (answer) => {
        counted('contents');
        const report = await scanWith({ contents: answer }, 'history');
        if (report instanceof ActionError) return;
        expectSums(report);
        expect(report.counts.scanned).toBe(IDS.length);
        const isAccused = report.abandoned.some(({ id }) => id === 'drive-5');
        const isInDoubt = report.unknown.some(({ id }) => id === 'drive-5');
        if (isAllOld(answer)) expect(isAccused || isInDoubt).toBe(true);
        kinds.add(isAccused ? 'accused' : isInDoubt ? 'in doubt' : 'acquitted');
      }),
      { seed: SEED, numRuns: scaled(2500) },
    );
    expect([...kinds].sort()).toEqual(['accused', 'acquitted', 'in doubt']);
  });

  it('through the whole action: one line or a report, and a bounded number of requests', async () => {
    const now = new Date();
    const old = new Date(now.getTime() - 400 * DAY_MS);
    const portal = await startPortal({
      rooms: IDS.map((id) => ({ id, title: `Room ${id}`, roomType: 2, created: old, updated: old })),
    });
    const places = { listing: /\/files\/rooms$/, history: /\/log$/, contents: /\/files\/drive/ };
    const any = { listing: listings, history: histories, contents };
    try {
      await fc.assert(
        fc.asyncProperty(
          fc
            .constantFrom('listing' as const, 'history' as const, 'contents' as const)
            .chain((place) => fc.tuple(fc.constant(place), any[place])),
          async ([place, json]) => {
            counted('run');
            portal.reset();
            portal.faults.add({
              match: { path: places[place] },
              kind: { json },
              times: Number.POSITIVE_INFINITY,
            });
            const runtime = await fakeRuntime({
              inputs: { 'docspace-url': portal.url, 'docspace-api-key': portal.apiKey, redact: 'never' },
              now: () => now,
            });
            const error: unknown = await run(runtime).then(
              () => null,
              (thrown: unknown) => thrown,
            );
            expect(portal.requests.length).toBeLessThan(200);
            const files = runtime.effects.filter(({ kind }) => kind === 'file');
            if (error === null) expect(files).toHaveLength(3);
            else {
              expect(error).toBeInstanceOf(ActionError);
              expect((error as Error).message).toMatch(/^.{20,}$/);
              expect(files).toEqual([]);
            }
            const unmasked = runtime.effects.filter(({ kind }) => kind !== 'mask');
            expect(JSON.stringify(unmasked) + causes(error).join()).not.toContain(portal.apiKey);
          },
        ),
        { seed: SEED, numRuns: scaled(300) },
      );
    } finally {
      await portal.close();
    }
  });

  it('together with refusals: no other error, and no room is cleared', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(null, 403, 404, 500), { minLength: 1, maxLength: 12 }),
        async (statuses) => {
          counted('refusals');
          const portal = portalWith({
            listing: goodListing(),
            history: goodHistory(OLD),
            contents: goodContents(OLD),
          });
          let asked = 0;
          const refusing: Portal = {
            ...portal,
            async get(call) {
              const status = call.path === 'files/rooms' ? null : statuses[asked++ % statuses.length];
              if (status !== null && status !== undefined) {
                throw new PortalError('refused', { status, isRoomSpecific: true });
              }
              return portal.get(call);
            },
          };
          const report = await scanReport({
            portal: refusing,
            policy: makePolicy({ activitySource: 'history' }),
            concurrency: 3,
            now: NOW,
          });
          expectSums(report);
          const gone = report.skippedBy['deleted meanwhile'] ?? 0;
          expect(report.counts.active + report.counts.upcoming).toBe(0);
          expect(report.abandoned.length + report.unknown.length + gone).toBe(IDS.length);
          // A room is only gone where the portal said so twice.
          if (!statuses.includes(404)) expect(gone).toBe(0);
        },
      ),
      { seed: SEED, numRuns: scaled(1500) },
    );
  });
});

describe('any environment for the inputs', () => {
  const apiKey = fc
    .string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 12,
      maxLength: 40,
    })
    .map((text) => `sk-${text}`);
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'true',
      'TRUE',
      'false',
      '0',
      '1',
      '7',
      '36500',
      '36501',
      '-1',
      '1e3',
      '0x10',
      ' 5',
      '٣',
      '99999999999',
      '',
    ),
    fc.constantFrom(
      'http://portal.example',
      'https://u:p@portal.example',
      'https://portal.example/a?b#c',
      'ftp://x',
      'localhost',
    ),
    fc.constantFrom(
      'acme/rooms',
      'a/b/c',
      '*',
      '[',
      '{a,b',
      '**',
      '(((((',
      '!(',
      'public, custom',
      'history',
      'updated',
      'always',
    ),
    fc.string({ minLength: 190, maxLength: 300 }),
  );

  it('gives settings within their range, or an error that names the inputs and never the key', async () => {
    const presets = await inputTexts({ 'docspace-url': 'https://portal.example', 'github-token': 'ghs_x' });
    let accepted = 0;
    fc.assert(
      fc.property(
        apiKey,
        fc.dictionary(fc.constantFrom(...INPUT_NAMES), texts, { maxKeys: 4 }),
        fc.array(fc.constantFrom(...INPUT_NAMES), { maxLength: 2 }),
        fc.dictionary(
          fc.constantFrom('DOCSPACE_API_HOST', 'DOCSPACE_API_KEY', 'GITHUB_REPOSITORY', 'RUNNER_TEMP'),
          texts.filter((text) => !text.includes('\0')),
        ),
        fc.boolean(),
        (key, given, holders, env, isInEnv) => {
          counted('inputs');
          const keyed = Object.fromEntries(holders.map((name) => [name, `${given[name] ?? ''}${key}`]));
          const raw: Record<InputName, string> = {
            ...presets,
            ...given,
            ...keyed,
            'docspace-api-key': isInEnv ? '' : key,
          };
          try {
            const settings = readSettings(raw, isInEnv ? { ...env, DOCSPACE_API_KEY: key } : env);
            accepted += 1;
            expect(settings.apiKey).toBe(key);
            const within = (value: number, min: number, max: number) => {
              expect(Number.isInteger(value) && value >= min && value <= max, String(value)).toBe(true);
            };
            within(settings.concurrency, 1, 50);
            within(settings.requestTimeoutMs, 1000, 600_000);
            within(settings.policy.inactiveDays, 1, 36_500);
            within(settings.policy.upcomingDays, 0, 36_500);
            for (const most of [settings.policy.maxAbandoned, settings.policy.maxNewAbandoned])
              if (most !== null) within(most, 0, 1e9);
            expect(['history', 'updated']).toContain(settings.policy.activitySource);
            expect(['abandoned', 'ignore']).toContain(settings.policy.unknownActivity);
            expect(['auto', 'always', 'never']).toContain(settings.redact);
            expect(settings.portalUrl.protocol).toMatch(/^https?:$/);
            expect(
              settings.portalUrl.username + settings.portalUrl.password + settings.portalUrl.search,
            ).toBe('');
            if (
              settings.portalUrl.protocol === 'http:' &&
              raw['allow-insecure-http'].toLowerCase() !== 'true'
            )
              expect(settings.portalUrl.hostname).toMatch(/^(localhost|127\.|\[::1\])/);
            if (settings.tracking !== null) {
              within(settings.tracking.keepDays, 0, 36_500);
              expect(settings.tracking.repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
              expect(settings.tracking.token).not.toBe('');
            }
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
            expect(leaksIn(error.message, key)).toEqual([]);
            expect(error.faults.length).toBeGreaterThan(0);
            for (const fault of error.faults) expect(INPUT_NAMES).toContain(fault.split(':')[0]);
          }
        },
      ),
      { seed: SEED, numRuns: scaled(6000) },
    );
    expect(accepted, 'enough of them are accepted').toBeGreaterThan(scaled(150, 7));
  });
});

describe('any text in the issue', () => {
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
        fc.string({ unit: 'binary', maxLength: 20 }),
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
      arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text + keyMarker(KEY)),
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

  /** A host with one issue, which says `body`. */
  function hostWith(body: string, isOpen: boolean): IssueHost {
    const issue: HostIssue = {
      number: 1,
      url: 'https://github.com/acme/rooms/issues/1',
      isOpen,
      stateReason: null,
      body,
      isLocked: false,
      closedBy: null,
      closedAt: isOpen ? null : '2026-05-01T00:00:00Z',
      author: { login: VIEWER, isBot: true },
    };
    const refuse = () => Promise.reject(new Error('reading writes nothing'));
    return {
      viewer: async () => VIEWER,
      async *issues() {
        yield issue;
      },
      issue: async () => issue,
      create: refuse,
      edit: refuse,
      comment: refuse,
      hasLabel: async () => true,
      createLabel: refuse,
      mayBeAssigned: async () => true,
      hasAccount: async () => true,
      untilWritable: refuse,
      pause: refuse,
    };
  }

  const VIEWER = 'github-actions[bot]';
  const settings = {
    issueKey: KEY,
    labels: ['abandoned-rooms'],
    title: 'Rooms',
    assignees: [],
    commentsOnNew: true,
    isDryRun: false,
    ownerLogins: new Map(),
    hasArchiveBoxes: false,
  };

  /** One run by the plan alone: what the issue says then, and what was kept. */
  async function runOn(body: string, isOpen: boolean, ids: readonly RoomId[], keepDays: number) {
    const log = { info: () => undefined, warning: () => undefined };
    const host = hostWith(body, isOpen);
    const context = { host, settings: { ...settings, keepDays }, viewer: VIEWER, runId: 'run', log };
    const reading = await readIssue(context, NOW);
    const kept = new Map([...reading.kept].filter(([id]) => ids.includes(id)));
    const report = makeReport(
      ids.filter((id) => !kept.has(id)),
      kept,
    );
    const plan = planFor(report, reading.issue, {
      boxesAtStart: reading.boxes,
      knownAtStart: reading.lastRun.kind === 'known' ? reading.lastRun.ids : null,
      kept: reading.kept,
      keepDays,
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
          counted('issue body');
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
      { seed: SEED, numRuns: scaled(3000, 600) },
    );
    expect(keptOnes).toBeGreaterThan(scaled(100, 0));
    expect(crowded).toBeGreaterThan(scaled(10, 0) - 1);
    expect(crowded).toBeLessThan(1000);
    // An empty text with our label is our issue, so that few texts are nobody's.
    for (const action of ['created', 'updated', 'unchanged', 'closed', 'reopened', 'none'])
      expect(actions[action] ?? 0, action).toBeGreaterThan(
        action === 'none' ? scaled(1, 0) - 1 : scaled(10, 0) - 1,
      );
  });
});
