import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  DAY_MS,
  type Portal,
  type PortalOptions,
  type RoomSeed,
  startPortal,
} from '../sandbox/portal/index.ts';
import { readAction } from '../sandbox/runner.ts';
import type { InputName } from '../src/config/check-inputs.ts';
import { compareClocks } from '../src/docspace/clock.ts';
import { OUTPUTS_OF_FAILED_SCAN } from '../src/report/outputs.ts';
import { run } from '../src/run.ts';
import { ActionError, type InputError, PortalError } from '../src/shared/errors.ts';
import { type FakeOptions, type FakeRuntime, fakeRuntime } from './support/fake-runtime.ts';
import nock, { useNock } from './support/nock.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const ROOMS: RoomSeed[] = [
  {
    id: 1,
    title: 'Old plan',
    updated: ago(40),
    tags: ['alpha'],
    createdBy: { id: 'a', displayName: 'Ann Owner' },
  },
  { id: 2, title: 'Older plan', updated: ago(50) },
  { id: 3, title: 'New plan', updated: ago(0) },
];
const DIRECTORY = resolve('/reports');

async function start(options: PortalOptions = { rooms: ROOMS }): Promise<Portal> {
  const portal = await startPortal({ now: () => NOW, ...options });
  onTestFinished(() => portal.close());
  return portal;
}

interface Ran {
  readonly runtime: FakeRuntime;
  readonly error: unknown;
}

async function runAgainst(
  portal: Portal,
  inputs: Partial<Record<InputName, string>> = {},
  options: FakeOptions = {},
): Promise<Ran> {
  const runtime = await fakeRuntime({
    now: () => NOW,
    ...options,
    inputs: {
      'docspace-url': portal.url,
      'docspace-api-key': portal.apiKey,
      'report-directory': DIRECTORY,
      redact: 'never',
      'upcoming-days': '0',
      ...inputs,
    },
  });
  const error = await run(runtime).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { runtime, error };
}

describe('the order of a run', () => {
  it('masks, takes old reports away, scans, and then writes log, files, outputs and summary', async () => {
    const portal = await start();
    const { runtime, error } = await runAgainst(portal);
    expect(error).toBeNull();
    const kinds = runtime.effects.map((effect) => {
      if (effect.kind === 'file' || effect.kind === 'removed')
        return `${effect.kind} ${basename(effect.path)}`;
      return effect.kind;
    });
    expect(kinds.filter((kind, at) => kind !== kinds[at - 1])).toEqual([
      'mask',
      // Those of a failed scan, in case that this one is stopped.
      'output',
      'removed abandoned-rooms.json',
      'removed abandoned-rooms.csv',
      'removed abandoned-rooms.md',
      'removed abandoned-rooms-by-owner.json',
      'group',
      'info',
      'end of group',
      'info',
      'file abandoned-rooms.json',
      'file abandoned-rooms.csv',
      'file abandoned-rooms.md',
      'output',
      'summary',
      // What became of the tracking issue, here none.
      'output',
    ]);
    expect(runtime.texts('mask')).toEqual([portal.apiKey]);
  });

  it('sets every output of action.yml, each once after it was unknown', async () => {
    const { runtime } = await runAgainst(await start());
    const outputs = runtime.effects.filter((effect) => effect.kind === 'output');
    const names = outputs.flatMap(({ name, text }) => (text === 'unknown' ? [] : [name]));
    expect(names.toSorted()).toEqual(Object.keys((await readAction()).outputs).toSorted());
    expect(runtime.output('scanned-count')).toBe('3');
    expect(runtime.output('abandoned-count')).toBe('2');
    expect(runtime.output('oldest-days')).toBe('50');
    const written = runtime.effects.flatMap((effect) => (effect.kind === 'file' ? [effect.path] : []));
    expect(written[1]).toBe(join(DIRECTORY, 'abandoned-rooms.csv'));
    expect(['report-json', 'report-csv', 'report-markdown'].map((name) => runtime.output(name))).toEqual(
      written,
    );
  });

  it('of a portal below a path stays below it, with every request and link', async () => {
    const portal = await start({ rooms: ROOMS, basePath: '/office/docs' });
    const { runtime, error } = await runAgainst(portal);
    expect(error).toBeNull();
    expect(portal.requests.length).toBeGreaterThan(2);
    for (const { path } of portal.requests) expect(path).toMatch(/^\/office\/docs\/api\/2\.0\//);
    const link = `"url":"${portal.url}/rooms/shared/1/filter?folder=1"`;
    expect(runtime.output('abandoned-rooms')).toContain(link);
  });

  it('judges by the clock that was handed in', async () => {
    const now = () => ago(-100);
    const { runtime } = await runAgainst(await start({ rooms: ROOMS, now }), {}, { now });
    expect(runtime.output('oldest-days')).toBe('150');
    expect(runtime.output('abandoned-count')).toBe('3');
  });
});

describe('a clock of the runner that is wrong', () => {
  const runAhead = async (days: number) => {
    const now = () => ago(-days);
    return { now: now().toISOString(), ...(await runAgainst(await start(), {}, { now })) };
  };

  it.each([0.9 / 24, -0.9 / 24])('by %d days is not mentioned', async (days) => {
    const { runtime, error } = await runAhead(days);
    expect(error).toBeNull();
    expect(runtime.texts('warning').join()).not.toContain('clock');
  });

  it.each([1.1 / 24, -0.9])('by %d days is a warning that has both times', async (days) => {
    const { runtime, error, now } = await runAhead(days);
    expect(error).toBeNull();
    const says = `The clocks differ by more than an hour: the runner says ${now}, and the portal ${NOW.toISOString()}.`;
    expect(runtime.texts('warning').filter((line) => line.includes(says))).toHaveLength(1);
  });

  it.each([1.1, -1.1])('by %d days fails the run, and nothing is reported', async (days) => {
    const { runtime, error, now } = await runAhead(days);
    expect((error as Error).message).toContain(
      `The clocks differ by more than a day: the runner says ${now}, and the portal ${NOW.toISOString()}.`,
    );
    expect(runtime.effects.filter(({ kind }) => kind === 'file')).toEqual([]);
    expect(runtime.output('abandoned-count')).toBe('unknown');
  });
});

it('a clock that cannot be compared is a warning', () => {
  expect(compareClocks(null, NOW)).toEqual([expect.stringMatching(/tells the time.*Nothing is archived/)]);
  expect(compareClocks(0, NOW)).toEqual([]);
});

describe('a disk that is full', () => {
  it('keeps neither outputs nor summary nor the limit from being told', async () => {
    const portal = await start();
    const runtime = await fakeRuntime({
      now: () => NOW,
      inputs: {
        'docspace-url': portal.url,
        'docspace-api-key': portal.apiKey,
        redact: 'never',
        'report-directory': DIRECTORY,
        'max-abandoned': '0',
      },
    });
    const full = Object.assign(new Error('no space left'), { syscall: 'write', code: 'ENOSPC' });
    let files = 0;
    const failing = {
      ...runtime,
      writeFile: async (path: string, text: string) => {
        files += 1;
        if (files > 1) throw full;
        await runtime.writeFile(path, text);
      },
    };
    await expect(run(failing)).rejects.toThrow(
      /more than max-abandoned allows \(0\)\. The report files cannot be written to .*: the disk is full \(ENOSPC\)\. Free space /,
    );
    expect(runtime.output('abandoned-count')).toBe('2');
    expect(runtime.output('report-json')).toBe(join(DIRECTORY, 'abandoned-rooms.json'));
    expect(runtime.output('report-csv')).toBe('');
    expect(runtime.output('issue-action')).toBe('none');
    expect(runtime.texts('summary')).toEqual([expect.stringContaining('**Limit exceeded:**')]);
  });
});

describe('problems after the scan', () => {
  const failingOutputs = async (message: (name: string) => string) => {
    const portal = await start();
    const runtime = await fakeRuntime({
      now: () => NOW,
      inputs: { 'docspace-url': portal.url, 'docspace-api-key': portal.apiKey, 'max-abandoned': '1' },
    });
    return run({
      ...runtime,
      setOutput: (name: string) => {
        throw new ActionError(message(name));
      },
    }).catch((error: unknown) => (error as Error).message);
  };
  const LIMIT = '2 abandoned rooms are more than max-abandoned allows (1).';

  it('with the same message are said once', async () => {
    expect(await failingOutputs(() => 'The disk is full.')).toBe(`${LIMIT} The disk is full.`);
  });

  it('with different messages are all said', async () => {
    expect(await failingOutputs((name) => `No ${name}.`)).toBe(
      `${LIMIT} No issue-number. No scanned-count. No archived-count.`,
    );
  });
});

describe('a run that fails', () => {
  it('claims nothing: counts that are no numbers, no files, a summary that says so', async () => {
    const portal = await start();
    portal.faults.add({ kind: { status: 402 }, times: 9 });
    const { runtime, error } = await runAgainst(portal);
    expect(error).toBeInstanceOf(PortalError);
    expect(runtime.effects.filter(({ kind }) => kind === 'file')).toEqual([]);
    const outputs = runtime.effects.flatMap((one) => (one.kind === 'output' ? [[one.name, one.text]] : []));
    expect(Object.fromEntries(outputs)).toEqual(OUTPUTS_OF_FAILED_SCAN);
    expect(runtime.effects.filter(({ kind }) => kind === 'removed')).toHaveLength(4);
    expect(runtime.texts('summary')).toEqual([
      expect.stringMatching(/\*\*The scan failed\. There are no results\.\*\*[\s\S]*plan has run out/),
    ]);
    // A group that is left open would swallow the rest of the job's log.
    expect(runtime.effects.filter(({ kind }) => kind === 'group')).toHaveLength(1);
    expect(runtime.effects.filter(({ kind }) => kind === 'end of group')).toHaveLength(1);
  });

  it.each(['', 'sk-0123'])('a key that is %j masks nothing, and loses no output', async (key) => {
    const { runtime, error } = await runAgainst(await start(), {
      'docspace-api-key': key,
      concurrency: '17',
    });
    expect((error as InputError).faults).toHaveLength(2);
    expect(runtime.texts('mask')).toEqual([]);
    expect(runtime.output('abandoned-count')).toBe('unknown');
  });

  it('a fault of the action itself is passed on as it is', async () => {
    const broken = new RangeError('broken');
    const portal = await start();
    const runtime = await fakeRuntime({
      now: () => NOW,
      inputs: { 'docspace-url': portal.url, 'docspace-api-key': portal.apiKey, redact: 'never' },
    });
    const failing = {
      ...runtime,
      setOutput: () => {
        throw broken;
      },
    };
    await expect(run(failing)).rejects.toBe(broken);
  });
});

it('warns if there is no room at all, and still writes everything', async () => {
  const { runtime, error } = await runAgainst(await start({}), { 'max-abandoned': '0' });
  expect(error).toBeNull();
  expect(runtime.texts('info')).toContain('No rooms found.');
  expect(runtime.texts('warning')).toEqual([expect.stringMatching(/^No room is visible to this API key\./)]);
  expect(runtime.output('scanned-count')).toBe('0');
  expect(runtime.effects.filter(({ kind }) => kind === 'file')).toHaveLength(3);
  expect(runtime.texts('summary').join()).toContain('⚠️');
});

describe('redaction', () => {
  useNock();
  const all = (runtime: FakeRuntime) => JSON.stringify(runtime.effects);
  const answering = (status: number, data: object) =>
    nock('https://api.github.com').get('/repos/acme/rooms').reply(status, data);
  const inRepository = { env: { GITHUB_REPOSITORY: 'acme/rooms' }, isDebug: true };

  const auto = { redact: 'auto', 'github-token': 'ghs_1' };
  const { env } = inRepository;

  it.each<
    [
      string,
      Partial<Record<InputName, string>>,
      Readonly<Record<string, string>>,
      string,
      boolean,
      boolean,
      RegExp,
    ]
  >([
    ['public', auto, env, 'public', true, false, /^acme\/rooms is public: titles/],
    ['private', auto, env, 'private', true, true, /^$/],
    ['internal', auto, env, 'internal', true, true, /^$/],
    ['not known', auto, env, '', true, false, /^Whether acme\/rooms is public is not known/],
    [
      'not known without a token',
      { redact: 'auto' },
      env,
      'private',
      false,
      false,
      /there is no github-token/,
    ],
    ['not asked for outside of a workflow', auto, {}, 'public', false, true, /^$/],
    [
      'not known without a name',
      auto,
      { GITHUB_ACTIONS: 'true' },
      'private',
      false,
      false,
      /^Whether this repository is public is not known/,
    ],
    ['not asked for: always', { ...auto, redact: 'always' }, env, 'private', false, false, /^$/],
    ['not asked for: never', { ...auto, redact: 'never' }, env, 'public', false, true, /^$/],
  ])('in a repository whose visibility is %s', async (_, inputs, env, visibility, isAsked, shows, says) => {
    const scope = answering(visibility === '' ? 403 : 200, { visibility });
    const { runtime, error } = await runAgainst(await start(), inputs, { env, isDebug: true });
    expect(error).toBeNull();
    expect(scope.isDone()).toBe(isAsked);
    for (const text of ['Old plan', 'Ann Owner', 'alpha']) expect(all(runtime).includes(text)).toBe(shows);
    const told = runtime.texts('info').filter((line) => line.includes('redact'));
    expect(told.join('\n')).toMatch(says);
  });

  it('auto asks while the portal is listed', async () => {
    const portal = await start();
    // Answers once the portal was asked: a run that waits for it first would never know.
    const github = createServer((_, response) => {
      const answer = () => {
        if (portal.requests.length === 0) setTimeout(answer, 5);
        else response.end(JSON.stringify({ visibility: 'private' }));
      };
      answer();
    });
    await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void github.close());
    const url = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
    const { runtime } = await runAgainst(
      portal,
      { redact: 'auto', 'github-token': 'ghs_1' },
      { ...inRepository, env: { ...inRepository.env, GITHUB_API_URL: url } },
    );
    expect(all(runtime)).toContain('Old plan');
  });
});

it('the debug log names every room and its verdict, only at debug level', async () => {
  const portal = await start();
  const { runtime } = await runAgainst(portal, {}, { isDebug: true });
  expect(runtime.texts('debug')).toEqual(['room 1: abandoned', 'room 2: abandoned', 'room 3: active']);
  const quiet = await runAgainst(portal);
  expect(quiet.runtime.texts('debug')).toEqual([]);
});

describe('the key', () => {
  const KEY = 'sk-0123456789abcdef0123456789abcdef01234567';

  it.each(['never', 'always'])(
    'is written nowhere, whatever a portal puts into its answers (redact: %s)',
    async (redact) => {
      const account = { id: KEY, displayName: `${KEY} and ${encodeURIComponent(KEY)}` };
      const base64 = Buffer.from(KEY).toString('base64');
      const portal = await start({
        keys: [{ key: KEY, scopes: ['*'], account, sees: 'all' }],
        rooms: [
          { id: `drive-${KEY}`, title: KEY, updated: ago(40), createdBy: account, tags: [KEY, base64] },
          { title: base64, updated: ago(41), tags: ['keep', KEY] },
          { title: `keep ${KEY}`, updated: null, created: null, tags: [`keep-until:${KEY}`] },
        ],
      });
      const { runtime, error } = await runAgainst(portal, { redact }, { isDebug: true });
      expect(error).toBeNull();
      const written = JSON.stringify(runtime.effects.filter(({ kind }) => kind !== 'mask')).replace(
        /\p{Cf}/gu,
        '',
      );
      expect(written).not.toContain(KEY);
      expect(written).not.toContain(base64);
      expect(written).toContain('***');
    },
  );
});
