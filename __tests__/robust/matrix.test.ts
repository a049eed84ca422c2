import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type Fault, type Portal, startPortal } from '../../sandbox/portal/index.ts';
import { run } from '../../src/run.ts';
import { ActionError, causes } from '../../src/shared/errors.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { makeBody } from '../support/github-make.ts';
import { leaksIn } from '../support/leaks.ts';
import {
  casesOf,
  complaintsAbout,
  FAULTS,
  type FaultCase,
  faultRooms,
  isMet,
  KEY,
  KEYS,
  LOG,
  NOW,
  ONCE,
  OWN_SUSPECTS,
  type ReportFile,
  ROOM_COUNT,
  SLOW_FAULTS,
} from '../support/portal-faults.ts';
import { ISSUE_KEY, LABEL, openTrackingIssue, trackedInputs, writesTo } from '../support/robust-run.ts';
import { sampled } from '../support/scale.ts';
import { useShortWaits } from '../support/short-waits.ts';

/**
 * Every fault of the sandbox portal at every kind of request of a run: either the report is right, or there is no report
 * and GitHub is not asked to change anything.
 */

describe('a run in this process', () => {
  let github: GitHubSandbox;
  let portal: Portal;
  let body: string;
  useShortWaits();

  beforeAll(async () => {
    portal = await startPortal({ keys: KEYS, rooms: faultRooms(), now: () => NOW });
    github = await startGitHub({
      repositories: [{ fullName: 'acme/rooms', visibility: 'private', labels: [LABEL] }],
    });
    body = makeBody([1, 2], { issueKey: ISSUE_KEY, report: { portal: `${portal.url}/` } });
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
      env: { GITHUB_REPOSITORY: 'acme/rooms', GITHUB_API_URL: github.url },
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
    { name, fault }: FaultCase,
    wanted: Awaited<ReturnType<typeof reference>>,
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
      else complaints.push(...complaintsAbout(report, wanted.report));
      if (issue.state !== 'open') complaints.push('the issue is closed');
      if (JSON.stringify(report) === JSON.stringify(wanted.report) && issue.body !== wanted.body)
        complaints.push('the issue is not as it should be');
    } else {
      if (!(error instanceof ActionError)) complaints.push(`thrown: ${String(error)}`);
      else if (!/^.{20,}$/.test(error.message)) complaints.push(`not one line: ${error.message}`);
      const kinds = new Set(runtime.effects.map(({ kind }) => kind));
      if (kinds.has('file')) complaints.push('a failed scan has a report');
      if (runtime.output('abandoned-count') !== 'unknown') complaints.push('the outputs are a result');
      if (!runtime.texts('summary').join().includes('**The scan failed'))
        complaints.push('the summary does not say that the scan failed');
      if (writesTo(github).length > 0) complaints.push(`written: ${writesTo(github).join()}`);
      if (issue.body !== body || issue.state !== 'open') complaints.push('the issue was touched');
    }
    if (!isMet(fault, portal)) complaints.push('the fault never hit');
    return { succeeded: error === null, complaints: complaints.map((complaint) => `${name}: ${complaint}`) };
  }

  const RAN = { succeeded: 0, failed: 0 };
  const QUICK = sampled(casesOf(FAULTS), 7);
  const SLOW = sampled(
    casesOf(SLOW_FAULTS, [ONCE]).filter(({ name }) =>
      /first page|last page|first history|contents/.test(name),
    ),
    3,
  );
  let right: Awaited<ReturnType<typeof reference>>;
  beforeAll(async () => {
    right = await reference();
  });

  it('without a fault, the report is right', async () => {
    const { report } = await reference();
    expect(report.abandoned.map(({ id }) => id)).toEqual(['drive-1', 7, 5, 3, 1, 'drive-3']);
    expect(report.counts).toMatchObject({ scanned: ROOM_COUNT + 3, abandoned: 6, unknown: 0, skipped: 0 });
    expect(
      new Set(portal.requests.filter(({ page }) => page !== undefined).map(({ page }) => page)).size,
    ).toBe(3);
    expect(portal.requests.filter(({ path }) => LOG.test(path))).toHaveLength(OWN_SUSPECTS);
  });

  it.each(QUICK)('$name: the right report or none', async (one) => {
    const { succeeded, complaints } = await complaintsOf(one, right);
    RAN[succeeded ? 'succeeded' : 'failed'] += 1;
    expect(complaints).toEqual([]);
  });

  it('the cases above end in both ways', () => {
    expect(RAN.succeeded + RAN.failed).toBe(QUICK.length);
    expect(RAN.succeeded).toBeGreaterThan(QUICK.length / 5);
    expect(RAN.failed).toBeGreaterThan(QUICK.length / 5);
  });

  it.each(SLOW)('$name: the request is sent again', async (one) => {
    const { succeeded, complaints } = await complaintsOf(one, right, '1');
    expect(complaints).toEqual([]);
    expect(succeeded).toBe(true);
  });
});
