import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import {
  DAY_MS,
  type Fault,
  type FaultKind,
  type Portal,
  type RoomSeed,
  startPortal,
} from '../../sandbox/portal/index.ts';
import { run } from '../../src/run.ts';
import { ActionError, causes } from '../../src/shared/errors.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { useGitHubFront } from '../support/github-front.ts';
import { makeBody } from '../support/github-make.ts';
import { leaksIn, leaksOf } from '../support/leaks.ts';
import {
  ISSUE_KEY,
  inParallel,
  LABEL,
  makeWorld,
  openTrackingIssue,
  tell,
  trackedInputs,
  writesTo,
} from '../support/robust-run.ts';

/**
 * Every fault of the sandbox portal at every kind of request of a run: either the report is right, or there is no report
 * and GitHub is not asked to change anything.
 */

// Waits between two attempts take no time. Shorter waits stay: a slow body is one of the faults.
vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof import('node:timers/promises')>();
  const setTimeout = (ms?: number, value?: unknown, options?: object) =>
    real.setTimeout((ms ?? 0) >= 400 ? 1 : ms, value, options);
  return { ...real, setTimeout, default: { ...real, setTimeout } };
});

const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
const keys = [
  { key: KEY, scopes: ['*'], account: { id: 'admin', displayName: 'Admin' }, sees: 'all' as const },
];
/** All runs judge by the same time. */
const NOW = new Date();
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

const ROOM_COUNT = 430;
/** Rooms on the portal's own storage that look inactive; the history of those with an even id is recent. */
const OWN_SUSPECTS = 8;

function rooms(): RoomSeed[] {
  const own = Array.from({ length: ROOM_COUNT }, (_, index): RoomSeed => {
    const id = index + 1;
    const updated = id <= OWN_SUSPECTS ? ago(100 + id) : ago(id % 20);
    const upload = { verb: 'upload' as const, at: updated };
    const log = id % 2 === 0 ? [upload, { verb: 'invite' as const, at: ago(2) }] : [upload];
    return { id, title: `Plan ${id}`, roomType: 2, created: ago(900), updated, log };
  });
  const stored = (id: string, days: number): RoomSeed =>
    ({
      id,
      title: `Store ${id}`,
      roomType: 5,
      created: ago(900),
      updated: ago(700),
      providerItem: true,
      providerKey: 'GoogleDrive',
      files: [{ title: 'file', updated: ago(days) }],
    }) as RoomSeed;
  return [...own, stored('drive-1', 500), stored('drive-2', 3), stored('drive-3', 90)];
}

const elsewhere = `https://elsewhere.invalid/${encodeURIComponent(KEY)}`;
const FAULTS: Readonly<Record<string, FaultKind>> = {
  400: { status: 400 },
  401: { status: 401 },
  '401 without a body': { status: 401, body: 'empty' },
  402: { status: 402 },
  '403 of the account': { status: 403 },
  '403 without a body': { status: 403, body: 'empty' },
  '403 as a page': { status: 403, body: 'html' },
  404: { status: 404 },
  '404 as a page': { status: 404, body: 'html' },
  429: { status: 429 },
  '429 without a time': { status: 429, headers: {} },
  500: { status: 500 },
  502: { status: 502, body: 'html' },
  503: { status: 503, body: 'html', headers: { 'Retry-After': '2' } },
  504: { status: 504, body: 'html' },
  301: { status: 301, location: elsewhere },
  302: { status: 302, location: '/login' },
  html200: 'html200',
  empty200: 'empty200',
  cut: 'cut',
  truncatedJson: 'truncatedJson',
  notJson: 'notJson',
  reset: 'reset',
  'damaged gzip': { bytes: 'not gzip', headers: { 'Content-Encoding': 'gzip' } },
  'an encoding that was not asked for': { bytes: '[]', headers: { 'Content-Encoding': 'zstd' } },
  'a lone surrogate': { bytes: '["\\ud800"]' },
};
/** They take a second for each attempt, so they are tried at fewer places. */
const SLOW_FAULTS: Readonly<Record<string, FaultKind>> = {
  hang: 'hang',
  slowBody: { slowBody: 300, chunkBytes: 16 },
};

const LOG = /\/files\/folder\/\d+\/log$/;
const PLACES: Readonly<Record<string, NonNullable<Fault['match']>>> = {
  'the first page': { page: 1 },
  'a page in the middle': { page: 3 },
  'the last page': { page: 5 },
  'the first history': { path: LOG, nth: 1 },
  'the last history': { path: LOG, nth: OWN_SUSPECTS },
  'the contents': { path: /\/files\/drive-/ },
};
const TIMES = { once: 1, 'three times': 3, 'for ever': Number.POSITIVE_INFINITY } as const;

interface Case {
  readonly name: string;
  readonly fault: Fault;
}

const casesOf = (
  faults: Readonly<Record<string, FaultKind>>,
  times: readonly (keyof typeof TIMES)[],
): Case[] =>
  Object.entries(faults).flatMap(([fault, kind]) =>
    Object.entries(PLACES).flatMap(([place, match]) =>
      times.map((often) => ({
        name: `${fault} at ${place}, ${often}`,
        fault: { kind, match, times: TIMES[often] },
      })),
    ),
  );

interface Entry {
  readonly id: number | string;
  readonly evidence: string;
  readonly daysInactive: number | null;
  readonly reason?: string;
}

interface ReportFile {
  readonly counts: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly abandoned: readonly Entry[];
  readonly unknown: readonly Entry[];
  readonly upcoming: readonly Entry[];
}

const isOwn = ({ id }: Entry) => typeof id === 'number';

/** Compares the report of a run with a fault with the report of a run without. */
function complaintsAbout(report: ReportFile, right: ReportFile): string[] {
  const complaints: string[] = [];
  const say = (isRight: boolean, what: string) => {
    if (!isRight)
      complaints.push(`${what}: ${JSON.stringify(report.counts)} ${JSON.stringify(report.unknown)}`);
  };
  const { counts } = report;
  say(counts['scanned'] === right.counts['scanned'], 'not every room was scanned');
  const sum = (['active', 'upcoming', 'abandoned', 'unknown', 'exempt', 'skipped'] as const)
    .map((name) => counts[name] ?? Number.NaN)
    .reduce((all, one) => all + one, 0);
  say(sum === counts['scanned'], 'the counts do not add up');
  for (const room of right.abandoned) {
    const same = report.abandoned.find(({ id }) => id === room.id);
    const inDoubt = report.unknown.find(({ id }) => id === room.id);
    if (same !== undefined) {
      const isRight =
        same.daysInactive === room.daysInactive && ['updated', room.evidence].includes(same.evidence);
      say(isRight, `room ${room.id} is reported otherwise`);
    } else if (inDoubt !== undefined) {
      say(!isOwn(room) && inDoubt.reason !== 'no date', `room ${room.id} is in doubt without a reason`);
    } else say(false, `room ${room.id} is acquitted`);
  }
  const known = new Set(right.abandoned.map(({ id }) => id));
  const accused = report.abandoned.filter(({ id }) => !known.has(id));
  say(
    accused.every((room) => isOwn(room) && room.evidence === 'updated'),
    'accused on evidence that there is not',
  );
  const listedOnly = report.abandoned.filter(({ evidence }) => evidence === 'updated');
  say(listedOnly.length === 0 || report.notes.length > 0, 'nobody is told what the evidence is');
  return complaints;
}

/** Whether a run sent the request that the fault is meant for. */
function isMet({ match: { path = /^/, page, nth = 1 } = {} }: Fault, { requests }: Portal): boolean {
  const fitting = requests.filter((one) => path.test(one.path) && (page === undefined || page === one.page));
  return fitting.length >= nth;
}

describe('in one process', () => {
  let github: GitHubSandbox;
  let portal: Portal;
  let body: string;
  useGitHubFront(() => github.url);

  beforeAll(async () => {
    portal = await startPortal({ keys, rooms: rooms(), now: () => NOW });
    github = await startGitHub({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: [LABEL] }],
    });
    body = makeBody([1, 2], { issueKey: ISSUE_KEY });
    openTrackingIssue(github, body);
  });
  afterAll(async () => {
    await Promise.all([portal.close(), github.close()]);
  });

  /** One run, with all its effects. */
  async function attempt(fault: Fault | null, timeout = '30') {
    portal.reset();
    github.requests.length = 0;
    const issue = github.repository().issue(1);
    Object.assign(issue, { body, state: 'open' });
    issue.comments.length = 0;
    if (fault !== null) portal.faults.add(fault);
    const runtime = await fakeRuntime({
      inputs: { ...trackedInputs(portal, github), 'request-timeout': timeout },
      env: { GITHUB_REPOSITORY: 'acme/rooms' },
      isDebug: true,
      now: () => NOW,
    });
    const error: unknown = await run(runtime).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const json = runtime.effects.find((effect) => effect.kind === 'file' && effect.path.endsWith('.json'));
    const file = json !== undefined && 'text' in json ? (JSON.parse(json.text ?? '') as ReportFile) : null;
    return { runtime, error, report: file, issue };
  }

  async function reference(): Promise<{ report: ReportFile; body: string | null }> {
    const { error, report, issue } = await attempt(null);
    expect(error).toBeNull();
    if (report === null) throw new Error('a run without a fault has a report');
    return { report, body: issue.body };
  }

  async function complaintsOf(
    { name, fault }: Case,
    right: Awaited<ReturnType<typeof reference>>,
    timeout?: string,
  ) {
    const { runtime, error, report, issue } = await attempt(fault, timeout);
    const complaints: string[] = [];
    const written = [
      ...runtime.effects.filter(({ kind }) => kind !== 'mask').map((effect) => JSON.stringify(effect)),
      ...github.requests.map((request) => JSON.stringify([request.path, request.query, request.body])),
      ...causes(error),
    ].join('\n');
    if (leaksIn(written, KEY).length > 0) complaints.push('the key is written');
    if (error === null) {
      if (report === null) complaints.push('success without a report');
      else complaints.push(...complaintsAbout(report, right.report));
      if (issue.state !== 'open') complaints.push('the issue is closed');
      if (JSON.stringify(report) === JSON.stringify(right.report) && issue.body !== right.body)
        complaints.push('the issue is not as it should be');
    } else {
      if (!(error instanceof ActionError)) complaints.push(`thrown: ${String(error)}`);
      else if (!/^.{20,}$/.test(error.message)) complaints.push(`not one line: ${error.message}`);
      const kinds = new Set(runtime.effects.map(({ kind }) => kind));
      if (kinds.has('file') || kinds.has('output')) complaints.push('a failed scan has a report');
      if (!runtime.texts('summary').join().includes('**The scan failed'))
        complaints.push('the summary does not say that the scan failed');
      if (writesTo(github).length > 0) complaints.push(`written: ${writesTo(github).join()}`);
      if (issue.body !== body || issue.state !== 'open') complaints.push('the issue was touched');
    }
    if (!isMet(fault, portal)) complaints.push('the fault never hit');
    return { succeeded: error === null, complaints: complaints.map((complaint) => `${name}: ${complaint}`) };
  }

  const QUICK = casesOf(FAULTS, ['once', 'three times', 'for ever']);
  const SLOW = casesOf(SLOW_FAULTS, ['once']).filter(({ name }) =>
    /first page|last page|first history|contents/.test(name),
  );

  it('without a fault, the report is the one that all others are compared with', async () => {
    const { report } = await reference();
    expect(report.abandoned.map(({ id }) => id)).toEqual(['drive-1', 7, 5, 3, 1, 'drive-3']);
    expect(report.counts).toMatchObject({ scanned: ROOM_COUNT + 3, abandoned: 6, unknown: 0, skipped: 0 });
    expect(
      new Set(portal.requests.filter(({ page }) => page !== undefined).map(({ page }) => page)).size,
    ).toBe(5);
    expect(portal.requests.filter(({ path }) => LOG.test(path))).toHaveLength(OWN_SUSPECTS);
  });

  it('a fault that passes or lasts, at any request: the right report or none', async () => {
    const right = await reference();
    const complaints: string[] = [];
    const ends = { succeeded: 0, failed: 0 };
    for (const one of QUICK) {
      const { succeeded, complaints: found } = await complaintsOf(one, right);
      ends[succeeded ? 'succeeded' : 'failed'] += 1;
      complaints.push(...found);
    }
    tell(
      `Portal faults in one process: ${QUICK.length} cases, ${ends.succeeded} with a report and ${ends.failed} without`,
    );
    expect(complaints).toEqual([]);
    expect(ends.succeeded).toBeGreaterThan(100);
    expect(ends.failed).toBeGreaterThan(100);
  }, 200_000);

  it('a request that takes too long is sent again', async () => {
    const right = await reference();
    const complaints: string[] = [];
    for (const one of SLOW) {
      const { succeeded, complaints: found } = await complaintsOf(one, right, '1');
      if (!succeeded) complaints.push(`${one.name}: failed`);
      complaints.push(...found);
    }
    tell(`Slow portal in one process: ${SLOW.length} cases`);
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe('as a process', () => {
  const ALL = casesOf(FAULTS, ['once', 'three times', 'for ever']);
  /** Each fault has 18 cases: a step without a common factor reaches all places and all times. */
  const SAMPLE = ALL.filter((_, index) => index % 11 === 0);

  it('exits with 0 and the right report, or with 1, one line, and nothing written', async () => {
    const made = async (fault: Fault | null) => {
      const world = await makeWorld({ keys, rooms: rooms() });
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
        if (!ran.summary.includes('**The scan failed')) found.push('no word of it in the summary');
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
  }, 120_000);
});
