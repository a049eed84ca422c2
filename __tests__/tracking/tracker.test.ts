import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import type { TrackingSettings } from '../../src/config/settings.ts';
import type { IssueOutcome } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/schema.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { Log } from '../../src/runtime.ts';
import type { IssueTracker } from '../../src/tracking/tracker.ts';
import { makeLastRun } from '../support/factories.ts';
import { makeEntry, makeReport, NOW } from '../support/github-make.ts';
import { complaintsAbout } from '../support/github-openapi.ts';
import { useShortWaits } from '../support/short-waits.ts';
import { SETTINGS } from '../support/tracking.ts';

/** The tracking issue as a run sees it: read before the scan, written after it. */

const SECRET = 'sk-0123456789abcdef';
let github: GitHubSandbox;

useShortWaits();

beforeEach(async () => {
  github = await startGitHub();
});

afterEach(async () => {
  await github.close();
  expect(complaintsAbout(github.requests)).toEqual([]);
});

const said: string[] = [];
const say = (line: string): void => {
  said.push(line);
};
const log: Log = {
  isDebug: false,
  debug: say,
  info: say,
  warning: say,
  startGroup: say,
  endGroup: () => undefined,
};

async function begin(settings: Partial<TrackingSettings> = {}): Promise<IssueTracker> {
  const { openTracker } = await import('../../src/tracking/tracker.ts');
  const here = { token: github.token, apiUrl: github.url, repository: 'acme/rooms' };
  const all: TrackingSettings = { ...SETTINGS, ...here, ...settings };
  return openTracker(all, NOW, { log, env: {} }, SECRET, new AbortController().signal);
}

async function write(tracker: IssueTracker, report: Report): Promise<IssueOutcome> {
  if (tracker.kind !== 'ready') throw new Error(`the tracker is ${tracker.kind}`);
  return tracker.write(report);
}

it('reads the numbers of past runs of the same portal and policy', async () => {
  const trend = [{ day: '2026-05-01', abandoned: 2, bytes: null }];
  const report = makeReport([1, 2], new Map(), { trend, generatedAt: NOW.toISOString() });
  await write(await begin({ trendOf: 'ab12' }), report);
  const written = (await begin({ trendOf: 'ab12' })).trend;
  expect(written).toHaveLength(1);
  expect((await begin({ trendOf: 'cd34' })).trend).toEqual([]);
});

it('reads the rooms of the last run, and through which day rooms are kept', async () => {
  const first = await begin();
  expect(first.lastRun).toEqual({ kind: 'unknown', because: 'there is no tracking issue yet' });
  expect(await write(first, makeReport([1, 2]))).toMatchObject({ action: 'created', number: 1 });
  github.people.tick(1, '<!-- room 2 ');
  const second = await begin();
  expect(second.lastRun).toEqual(makeLastRun([1, 2], dayOf(NOW)));
  expect(second.ticked).toEqual(new Map([[2, '2026-08-30']]));
});

it('takes no room of the last run from the list of another portal with the same issue-key', async () => {
  const shared = { issueKey: 'rooms' };
  const there = { ...shared, portal: 'https://other.example/' };
  const report = (ids: readonly number[]) => makeReport(ids, new Map(), { portal: there.portal });
  await write(await begin(shared), makeReport([1, 2]));
  const other = await begin(there);
  const because = 'the list in the issue is of another portal, or of another address';
  expect(other.lastRun).toEqual({ kind: 'unknown', because });
  expect(await write(other, report([2, 3]))).toMatchObject({ action: 'updated', number: 1 });
  expect((await begin(there)).lastRun).toEqual(makeLastRun([2, 3], dayOf(NOW)));
  expect(await write(await begin(shared), makeReport([]))).toMatchObject({ action: 'closed' });
  expect((await begin(shared)).lastRun).toEqual(makeLastRun([], dayOf(NOW)));
});

it('leaves the issue as it is if no room is visible', async () => {
  await write(await begin(), makeReport([1]));
  const from = github.requests.length;
  const tracker = await begin();
  const report = makeReport([]);
  const blind = { ...report, counts: { ...report.counts, scanned: 0 } };
  expect(await write(tracker, blind)).toEqual({ action: 'none', number: null, url: null });
  expect(github.requests.slice(from).some(({ method }) => method === 'PATCH')).toBe(false);
  expect(said).toContain('No room could be judged, so the tracking issue is left as it is.');
});

it('lets the scan go on if the issue cannot be read, and hands the error over', async () => {
  const tracker = await begin({ token: 'wrong' });
  expect(tracker.lastRun).toEqual({ kind: 'unknown', because: 'the tracking issue could not be read' });
  expect(tracker.ticked.size).toBe(0);
  expect(tracker).toMatchObject({
    kind: 'failed',
    error: { message: expect.stringMatching(/^401: .*github-token/) },
  });
});

it('neither sends nor reads the key, in a new issue, an edit and a comment', async () => {
  const room = makeEntry({ id: 1, owner: 'x', type: SECRET, url: `https://portal.example/${SECRET}` });
  await write(await begin(), makeReport([room]));
  github.people.editBody(
    1,
    (body) => `The key is ${SECRET}\n\n${body.replace('### Abandoned', `- [x] ${SECRET}\n\n### Abandoned`)}`,
    'ann',
  );
  const outcome = await write(await begin(), makeReport([room, makeEntry({ id: 2, url: `/${SECRET}` })]));
  expect(outcome.action).toBe('updated');
  const { body, comments } = github.repository().issue(1);
  expect([body?.startsWith('The key is ***\n'), comments.length]).toEqual([true, 2]);
  expect(said.join()).toContain('"- [x] ***"');
  expect(said.join()).not.toContain(SECRET);
  expect(JSON.stringify(github.requests.map((request) => request.body))).not.toContain(SECRET);
});
