import { afterAll, describe, expect, it } from 'vitest';
import type { Issue, RequestRecord } from '../../sandbox/github/index.ts';
import { DAY_MS, type RoomSeed } from '../../sandbox/portal/index.ts';
import { decodeState, encodeState } from '../../src/issue/state.ts';
import { makeBody } from '../support/github-make.ts';
import {
  ISSUE_KEY,
  inParallel,
  makeWorld,
  openTrackingIssue,
  tell,
  trackedInputs,
  type World,
  writesTo,
} from '../support/robust-run.ts';
import { runHere } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/**
 * The built action is ended from outside between any two of its requests, and while it writes its files. The next run
 * leaves everything as a run without a disturbance would.
 */

useShortWaits();

/** Read once: the log and the list of a room have to tell the same moment. */
const BEGAN = Date.now();
const ago = (days: number) => new Date(BEGAN - days * DAY_MS);

const REPORTS = ['abandoned-rooms.csv', 'abandoned-rooms.json', 'abandoned-rooms.md'];
const SIGNALS = ['SIGTERM', 'SIGKILL'] as const;
/** Whether the request that comes in when the run is ended still takes effect, or never arrived. */
const FATES = ['arrives', 'is lost'] as const;

type Signal = (typeof SIGNALS)[number];

/** They take turns: the action handles neither, so that both end it at once. */
const signalOf = (at: number): Signal => SIGNALS[at % 2] ?? 'SIGKILL';
type Fate = (typeof FATES)[number];

interface Scene {
  /** Rooms. Those with an even id are in use by their history. */
  readonly rooms: readonly number[];
  /** Those of each tracking issue that is there already. */
  readonly listed: readonly (readonly number[])[];
  /** The comments that each issue has at the end, if nothing goes wrong. */
  readonly comments: readonly number[];
  readonly inputs?: Readonly<Record<string, string>>;
}

const SCENES: Readonly<Record<string, Scene>> = {
  'opens the issue': { rooms: [1, 2, 3], listed: [], comments: [0] },
  'updates it with a comment': { rooms: [1, 2, 3, 5], listed: [[1]], comments: [1] },
  'closes it': { rooms: [2, 4], listed: [[1, 3]], comments: [1] },
  'closes a duplicate': { rooms: [1, 3], listed: [[1], [1, 3]], comments: [1, 1] },
};

function roomOf(id: number): RoomSeed {
  const created = ago(400 + id);
  const upload = { verb: 'upload' as const, at: ago(300 + id) };
  const invite = { verb: 'invite' as const, at: ago(id) };
  const log = id % 2 === 0 ? [upload, invite] : [upload];
  return { id, title: `Room ${id}`, roomType: 2, created, updated: ago(300 + id), log };
}

async function worldOf({ rooms, listed, inputs }: Scene): Promise<World> {
  const world = await makeWorld({ rooms: rooms.map(roomOf) }, inputs);
  const listing = { issueKey: ISSUE_KEY, report: { portal: `${world.portal.url}/` } };
  for (const ids of listed) openTrackingIssue(world.github, makeBody(ids, listing));
  return world;
}

/** The body with a hidden state that does not depend on the address of the portal. */
function withoutPortal(body: string): string {
  const state = decodeState(body, ISSUE_KEY);
  const block = state === null ? '$&' : encodeState({ ...state, trendOf: '' }, ISSUE_KEY);
  return body.replace(/<!-- abandoned-rooms-state .*-->/, block);
}

/** What is left of an issue for those who read it; the address of the portal is another one in every world. */
function standing({ portal, github }: World) {
  const { host } = new URL(portal.url);
  const clean = (text: string) =>
    text.replaceAll(host, 'portal').replaceAll(host.replace(':', '&#58;'), 'portal');
  return github.repository().issues.map((issue: Issue) => ({
    state: issue.state,
    body: clean(withoutPortal(issue.body ?? '')),
    comments: issue.comments.map(({ body }) => body.replaceAll(host, 'portal')).sort(),
  }));
}

/** Who is asked, and what, so that a case has a name. */
function describeRequest(request: Pick<RequestRecord, 'method' | 'path'>): string {
  return `${request.method} ${request.path}`;
}

interface Undisturbed {
  readonly issues: ReturnType<typeof standing>;
  /** Every request of the run, to both. */
  readonly requests: readonly string[];
  readonly counts: Readonly<Record<string, string>>;
}

const COUNTS = ['scanned-count', 'abandoned-count', 'new-count', 'exempt-count', 'unknown-count'];

/** Has every request of both sandboxes pass by `look` before it is answered. */
function watch({ portal, github }: World, look: (request: string, isGitHub: boolean) => void): void {
  portal.onRequest((request) => look(describeRequest(request), false));
  github.onRequest((request) => look(describeRequest(request), true));
}

async function undisturbed(scene: Scene): Promise<Undisturbed> {
  const world = await worldOf(scene);
  try {
    const requests: string[] = [];
    watch(world, (request) => requests.push(request));
    const ran = await world.run();
    expect(ran.exitCode, ran.stdout).toBe(0);
    const all = [...requests];
    const issues = standing(world);
    expect(issues.map(({ comments }) => comments.length)).toEqual(scene.comments);
    world.github.requests.length = 0;
    expect((await world.run()).exitCode).toBe(0);
    expect(writesTo(world.github), 'a second run has nothing to do').toEqual([]);
    expect(standing(world)).toEqual(issues);
    return { issues, requests: all, counts: pick(ran.outputs) };
  } finally {
    await world.close();
  }
}

const pick = (outputs: Readonly<Record<string, string>>) =>
  Object.fromEntries(COUNTS.map((name) => [name, outputs[name] ?? '(none)']));

/** What an ended run must not leave: a report file that is not whole. */
async function brokenReports(world: World): Promise<string[]> {
  const broken: string[] = [];
  for (const name of await world.reportFiles()) {
    if (name.endsWith('.partial')) continue;
    const text = await world.readReport(name);
    const isWhole = name.endsWith('.json')
      ? isJson(text)
      : name.endsWith('.csv')
        ? text.endsWith('\r\n')
        : text.includes('Scanned ');
    if (!isWhole) broken.push(`${name} is not whole`);
  }
  return broken;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NO_ISSUE: ReturnType<typeof standing>[number] = { state: 'closed', body: '', comments: [] };

/** Complaints about what the next run leaves behind, which needs no process of its own. */
async function afterNextRun(world: World, { inputs }: Scene, wanted: Undisturbed): Promise<string[]> {
  const { portal, github } = world;
  const { error, runtime } = await runHere(
    { ...trackedInputs(portal, github), ...inputs },
    undefined,
    github.url,
  );
  const complaints = error === null ? [] : [`the next run failed: ${error.message}`];
  const counts = Object.fromEntries(COUNTS.map((name) => [name, runtime.output(name) ?? '(none)']));
  // The issue may be up to date already: then nothing is new any more.
  for (const name of COUNTS.filter((name) => name !== 'new-count')) {
    if (counts[name] !== wanted.counts[name]) complaints.push(`${name} is ${counts[name]}`);
  }
  const issues = standing(world);
  const commented = issues.flatMap(({ comments }) => comments);
  if (new Set(commented).size !== commented.length) complaints.push('a comment was made twice');
  const open = issues.filter(({ state }) => state === 'open').length;
  const wantedOpen = wanted.issues.filter(({ state }) => state === 'open').length;
  if (open !== wantedOpen) complaints.push(`${open} open issue(s) instead of ${wantedOpen}`);
  issues.forEach((issue, index) => {
    const { state, body, comments } = wanted.issues[index] ?? NO_ISSUE;
    if (issue.state !== state || issue.body !== body) {
      complaints.push(`issue ${index + 1} is ${issue.state}: ${issue.body}\n  instead of ${state}: ${body}`);
    }
    // The word of farewell to a duplicate is a courtesy: its body says the same, and it is not ours any more.
    const isDuplicate = !body.includes('abandoned-rooms-key');
    const isRight = isDuplicate
      ? comments.length >= issue.comments.length && issue.comments.every((one) => comments.includes(one))
      : issue.comments.join('\n\n') === comments.join('\n\n');
    if (!isRight) complaints.push(`issue ${index + 1} has the comments ${JSON.stringify(issue.comments)}`);
  });
  if (issues.length !== wanted.issues.length) complaints.push(`there are ${issues.length} issues`);
  return complaints;
}

interface Case {
  readonly at: number;
  readonly signal: Signal;
  readonly fate: Fate;
}

async function endAtRequest(
  scene: Scene,
  wanted: Undisturbed,
  { at, signal, fate }: Case,
): Promise<string[]> {
  const world = await worldOf(scene);
  let end: (signal: Signal) => void = () => undefined;
  let seen = 0;
  watch(world, (_, isGitHub) => {
    seen += 1;
    if (seen !== at) return;
    end(signal);
    if (isGitHub && fate === 'is lost') world.github.faults.add({ kind: 'reset' });
  });
  try {
    const ended = await world.run({
      onStart: (given) => {
        end = given;
      },
    });
    const where = `${signal} at request ${at} (${wanted.requests[at - 1]}), which ${fate}`;
    if (ended.exitCode !== null) return [`${where}: the run was not ended, exit ${ended.exitCode}`];
    const count = ended.outputs['abandoned-count'] ?? '(none)';
    if (count !== 'unknown' && (at === 1 || count !== wanted.counts['abandoned-count'])) {
      return [`${where}: abandoned-count is ${count}`];
    }
    world.github.faults.clear();
    const complaints = [...(await brokenReports(world)), ...(await afterNextRun(world, scene, wanted))];
    return complaints.map((complaint) => `${where}: ${complaint}`);
  } finally {
    await world.close();
  }
}

let cases = 0;
afterAll(() => tell(`Runs ended from outside: ${cases}`));

describe.each(Object.entries(SCENES))('a run that %s', (_, scene) => {
  it('is ended at any of its requests, and the next run makes it good', async () => {
    const wanted = await undisturbed(scene);
    expect(wanted.issues.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1);
    const all = wanted.requests.flatMap((request, index): Case[] =>
      FATES.filter((fate) => fate === 'arrives' || /^(POST|PATCH) \/repos/.test(request)).map((fate) => ({
        at: index + 1,
        signal: signalOf(index),
        fate,
      })),
    );
    cases += all.length;
    expect(await inParallel(all, 3, (one) => endAtRequest(scene, wanted, one))).toEqual([]);
  }, 240_000);
});

describe('a run that is ended while it writes its files', () => {
  const PRELOAD = new URL('./end-at-file.mjs', import.meta.url).href;
  const moments = [1, 2, 3].flatMap((file) =>
    ['writing', 'naming'].map((when, at) => ({ signal: signalOf(file + at), file: String(file), when })),
  );
  const scene = SCENES['updates it with a comment'] as Scene;

  async function endAtFile({ signal, file, when }: (typeof moments)[number]): Promise<World> {
    const world = await worldOf(scene);
    const ended = await world.run({
      preloads: [PRELOAD],
      env: { END_AT: file, END_WHEN: when, END_SIGNAL: signal },
    });
    // Windows has no signals: a process that ends itself so has the exit code of a failure. A failure speaks.
    expect(ended.exitCode).toBe(process.platform === 'win32' ? 1 : null);
    expect(ended.errors, 'the run did not fail by itself').toEqual([]);
    expect(ended.stderr).toBe('');
    expect(await world.reportFiles(), 'the moment is the one that is meant').toContainEqual(
      expect.stringMatching(/\.partial$/),
    );
    expect(writesTo(world.github), 'the issue comes after the report').toEqual([]);
    return world;
  }

  it('leaves whole files only, and the next run clears what is half-written', async () => {
    const wanted = await undisturbed(scene);
    cases += moments.length;
    const complaints = await inParallel(moments, 3, async (moment) => {
      const world = await endAtFile(moment);
      try {
        const found = await brokenReports(world);
        expect((await world.run()).exitCode).toBe(0);
        expect(await world.reportFiles()).toEqual(REPORTS);
        expect(standing(world)).toEqual(wanted.issues);
        found.push(...(await brokenReports(world)));
        return found.map((complaint) => `${JSON.stringify(moment)}: ${complaint}`);
      } finally {
        await world.close();
      }
    });
    expect(complaints).toEqual([]);
  }, 120_000);

  it.each(SIGNALS)('leaves nothing half-written after a next run that fails either: %s', async (signal) => {
    cases += 1;
    const world = await endAtFile({ signal, file: '2', when: 'writing' });
    try {
      world.portal.faults.add({ kind: { status: 401 }, times: Number.POSITIVE_INFINITY });
      const failed = await world.run();
      expect(failed.exitCode).toBe(1);
      expect(await world.reportFiles()).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
