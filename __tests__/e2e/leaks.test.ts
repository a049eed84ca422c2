import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { startGitHub } from '../../sandbox/github/index.ts';
import { DAY_MS, HOSTILE_NAMES, HOSTILE_TITLES, type RoomSeed } from '../../sandbox/portal/index.ts';
import { type ActionRun, inputsFor, portalFor, run } from '../support/action.ts';
import { answersWith, ECHOED_KEYS, echoingPortal, inPercent } from '../support/echoing-portal.ts';
import { commandLines, formsOf, leaksIn, leaksOf } from '../support/leaks.ts';

const debug = { RUNNER_DEBUG: '1' };
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

/** Every line that a run of the action may write for the runner. */
const OWN_COMMANDS = [
  /^::add-mask::sk[^\n]+$/,
  /^::group::Scanning https?:\/\/[^\s]+$/,
  /^::group::(Upcoming rooms|Rooms whose last activity is not known|Exempt rooms) \(\d+\)$/,
  /^::endgroup::$/,
  /^::debug::room [^:\s]+: (active|upcoming|abandoned|unknown|exempt|skipped)$/,
  /^::debug::Visibility of the repository: [^:]*$/,
  /^::debug::No GITHUB_STEP_SUMMARY: there is no job summary\.$/,
  /^::warning::A tag that begins with keep-until has no date /,
  /^::warning::\d+ rooms have a history that holds nothing, /,
  /^::warning::Some entries of the inputs match no room and no account that this scan saw: /,
];

function expectOwnCommandsOnly(result: ActionRun): void {
  const forged = commandLines(result.stdout).filter((line) => !OWN_COMMANDS.some((own) => own.test(line)));
  expect(forged).toEqual([]);
}

async function gitHub(visibility: 'public' | 'private' | 'internal'): Promise<string> {
  const server = await startGitHub({ repositories: [{ fullName: 'acme/rooms', visibility }] });
  onTestFinished(() => server.close());
  return server.url;
}

describe('the search for leaks finds them', () => {
  it.each(Object.values(ECHOED_KEYS))('%s', (key) => {
    for (const form of formsOf(key)) expect(leaksIn(`before ${form} after`, key)).toContain(form);
    expect(leaksIn(`${key.slice(0, 9)}\u200b${key.slice(9)}`, key)).toContain(key);
    expect(
      leaksIn(
        key.replace(/[^a-z]/g, (c) => `&#${c.charCodeAt(0)};`),
        key,
      ),
    ).toContain(key);
    for (const before of ['', 'x', 'xy', 'Bearer ']) {
      for (const alphabet of ['base64', 'base64url'] as const) {
        expect(leaksIn(Buffer.from(`${before}${key}, and more`).toString(alphabet), key)).toHaveLength(1);
      }
    }
    expect(leaksIn(inPercent(key), key)).toContain(key);
    expect(leaksIn('nothing', key)).toEqual([]);
  });
});

describe('the API key, if the portal sends it back', () => {
  for (const [name, key] of Object.entries(ECHOED_KEYS)) {
    // By an id from which the key is struck, a portal finds no room.
    it.each([
      ['updated', 10],
      ['history', 8],
    ])(`in titles, owners, tags and ids (${name}, %s)`, async (source, abandoned) => {
      const portal = await echoingPortal(key);
      const inputs = { ...inputsFor(portal), 'activity-source': source, redact: 'never' };
      const result = await run({ inputs, env: debug });
      expect(result.exitCode, result.stdout + result.stderr).toBe(0);
      expect(result.outputs['abandoned-count']).toBe(String(abandoned));
      expect(result.outputs['scanned-count']).toBe('12');
      expect(result.log).toContain('Room "***" (ID: ');
      expect(await leaksOf(result, result.directory, key)).toEqual([]);
      expect(JSON.parse(result.outputs['abandoned-rooms'] ?? '')).toHaveLength(abandoned);
      for (const { path, query } of portal.requests) expect(`${path}?${query}`).not.toContain(key);
    });

    it(`in ids, with redacted titles (${name})`, async () => {
      const portal = await echoingPortal(key);
      const result = await run({ inputs: { ...inputsFor(portal), redact: 'always' }, env: debug });
      expect(result.exitCode, result.stdout + result.stderr).toBe(0);
      expect(await leaksOf(result, result.directory, key)).toEqual([]);
    });

    it(`without files for outputs and summary (${name})`, async () => {
      const portal = await echoingPortal(key);
      const env = { ...debug, GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined };
      const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' }, env });
      expect(result.exitCode, result.stdout + result.stderr).toBe(0);
      expect(await leaksOf(result, result.directory, key)).toEqual([]);
    });

    it.each(['a list with a wrong member', 'a redirect to a host named like it'])(
      `in %s (${name})`,
      async (answer) => {
        const portal = await echoingPortal(key);
        const kind = answersWith(key)[answer];
        if (kind === undefined) throw new Error(`there is no answer ${answer}`);
        portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
        const result = await run({ inputs: inputsFor(portal), env: debug });
        expect(result.exitCode).toBe(1);
        expect(result.errors).toHaveLength(1);
        expect(await leaksOf(result, result.directory, key)).toEqual([]);
      },
    );
  }

  it('in the address itself, in the wrong input', async () => {
    const key = ECHOED_KEYS.capitals;
    for (const url of [key, `https://${key}@portal.invalid`, `https://portal.invalid/?key=${key}`]) {
      const result = await run({ inputs: { 'docspace-url': url, 'docspace-api-key': key }, env: debug });
      expect(result.exitCode).toBe(1);
      expect(await leaksOf(result, result.directory, key)).toEqual([]);
    }
  });

  it('given by the environment', async () => {
    const portal = await echoingPortal(ECHOED_KEYS.plain);
    const result = await run({
      inputs: { redact: 'always' },
      env: { ...debug, DOCSPACE_API_HOST: `${portal.url}/`, DOCSPACE_API_KEY: ` ${ECHOED_KEYS.plain}\n` },
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.stdout.startsWith(`::add-mask::${ECHOED_KEYS.plain}\n`)).toBe(true);
    expect(await leaksOf(result, result.directory, ECHOED_KEYS.plain)).toEqual([]);
  });
});

const MARK = 'zq7x';

/** Rooms of every verdict; each text that has to be left out holds the mark. */
function markedRooms(): RoomSeed[] {
  return HOSTILE_TITLES.map((title, index) => {
    const name = HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '';
    const tags = [
      `${MARK}${title}`,
      ...(index % 7 === 1 ? ['keep'] : []),
      ...(index % 7 === 2 ? [`keep-until:${MARK}`] : []),
    ];
    return {
      title: `${title}${MARK}`,
      createdBy: { id: `${MARK}-${index}`, displayName: `${name}${MARK}` },
      tags,
      ...(index % 5 === 3
        ? { updated: null, created: null }
        : { updated: ago(index % 4 === 0 ? 1 : index + 11) }),
    };
  });
}

describe('redacted titles, owners and tags', () => {
  const modes: [string, () => Promise<{ inputs: Record<string, string>; env?: Record<string, string> }>][] = [
    ['always', async () => ({ inputs: { redact: 'always' } })],
    ['auto without a token', async () => ({ inputs: { redact: 'auto' } })],
    [
      'auto in a public repository',
      async () => ({
        inputs: { redact: 'auto', 'github-token': 'ghs_sandbox' },
        env: { GITHUB_API_URL: await gitHub('public') },
      }),
    ],
  ];
  const exemptions = {
    'exempt-rooms': `*evil*${MARK}, *script*`,
    'exempt-owners': `Eve | Mallory${MARK}`,
    'exempt-tags': `keep, ${MARK}@team`,
    'unknown-activity': 'ignore',
    'upcoming-days': '14',
  };

  it.each(modes)('%s', async (_, options) => {
    const { inputs, env } = await options();
    const portal = await portalFor({ rooms: markedRooms() });
    const result = await run({
      inputs: { ...inputsFor(portal), ...exemptions, ...inputs },
      env: { ...debug, ...env },
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.outputs['scanned-count']).toBe(String(HOSTILE_TITLES.length));
    expect(Number(result.outputs['exempt-count'])).toBeGreaterThan(5);
    expect(Number(result.outputs['unknown-count'])).toBeGreaterThan(5);
    expect(Number(result.outputs['upcoming-count'])).toBeGreaterThan(5);
    expect(await leaksOf(result, result.directory, MARK)).toEqual([]);
    expectOwnCommandsOnly(result);
    expect(result.log).toContain('Room "title left out" (ID: 10');
  });

  it('never: they are shown, so that the search above means something', async () => {
    const portal = await portalFor({ rooms: markedRooms() });
    const result = await run({
      inputs: { ...inputsFor(portal), ...exemptions, redact: 'never' },
      env: debug,
    });
    const places = (await leaksOf(result, result.directory, MARK)).map((leak) => leak.replace(/.*[/\\]/, ''));
    for (const place of [
      'stdout',
      'summary',
      'outputs',
      'abandoned-rooms.json',
      'abandoned-rooms.csv',
      'abandoned-rooms.md',
    ]) {
      expect(places.map((leak) => leak.split(':')[0])).toContain(place);
    }
  });

  it.each<Record<string, unknown>>([{ id: [MARK] }, { roomType: { name: MARK } }])(
    'fails with the name of a member that has a wrong shape, not with its value: %j',
    async (member) => {
      const portal = await portalFor({ rooms: [{ raw: member }] });
      const result = await run({ inputs: inputsFor(portal), env: debug });
      expect(result.exitCode).toBe(1);
      expect(result.errors).toEqual([
        expect.stringContaining(`response.folders[0].${Object.keys(member)[0]}`),
      ]);
      expect(await leaksOf(result, result.directory, MARK)).toEqual([]);
    },
  );

  it('passes over other members that have a wrong shape', async () => {
    const wrong: Record<string, unknown>[] = [
      { title: { text: MARK } },
      { tags: MARK },
      { tags: [{ name: MARK }] },
      { createdBy: MARK },
      { createdBy: { displayName: [MARK] } },
      { usedSpace: MARK },
      { updated: [MARK] },
    ];
    const portal = await portalFor({ rooms: wrong.map((raw) => ({ raw, updated: ago(90) })) });
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' }, env: debug });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.outputs).toMatchObject({
      'scanned-count': '7',
      'abandoned-count': '6',
      'unknown-count': '1',
    });
    expect(await leaksOf(result, result.directory, MARK)).toEqual([]);
  });
});

describe('workflow commands in titles, names, tags and ids', () => {
  const names = [...HOSTILE_NAMES, '\n::error::owner', '##[error]owner'];
  const rooms: RoomSeed[] = [
    ...HOSTILE_TITLES,
    '\r::error::x',
    '\u0085::error::x',
    ' ::warning::x',
    '\u2028##[error]x',
  ].map((title, index) => ({
    title,
    createdBy: { id: `o${index}`, displayName: names[index % names.length] ?? '' },
    tags: [
      title,
      ...(index % 9 === 4 ? ['keep-until:\n::error::x'] : []),
      ...(index % 9 === 5 ? ['keep'] : []),
    ],
    ...(index % 5 === 3
      ? { updated: null, created: null }
      : { updated: ago(index % 4 === 0 ? 1 : index + 11) }),
  }));
  const hostileIds: RoomSeed[] = [
    'x\n::error::id',
    '##[error]id',
    '::error::id',
    '\r\n::set-output name=a::b',
  ].map((id, index) => ({ id, title: 'by id', updated: ago(100 + index), tags: ['keep-until:soon'] }));

  it.each(['never', 'always'])('are text, with redact: %s', async (redact) => {
    const portal = await portalFor({ rooms: [...rooms, ...hostileIds] });
    const result = await run({
      inputs: { ...inputsFor(portal), redact, 'exempt-rooms': '*nothing*' },
      env: debug,
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.outputs['scanned-count']).toBe(String(rooms.length + hostileIds.length));
    const forged = commandLines(result.stdout).filter((line) => !OWN_COMMANDS.some((own) => own.test(line)));
    // An id is untrusted too; in the debug line of a room it stands as text.
    expect(forged.filter((line) => !/^::debug::room .*: abandoned$/.test(line))).toEqual([]);
    expect(result.stdout.match(/.{0,30}##\[/g)).toBeNull();
    expect(result.stdout).not.toMatch(/[\u001b\u0007\u0085\u2028\u2029\u202e]/);
  });

  it('are text if the outputs are printed because there is no file', async () => {
    const portal = await portalFor({ rooms: [...rooms, ...hostileIds] });
    const env = { ...debug, GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined };
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' }, env });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.stdout).toContain('output scanned-count: ');
    expect(result.stdout.match(/.{0,30}##\[/g)).toBeNull();
    expect(result.stdout).not.toContain('::set-output name=scanned');
  });

  it('cannot add an output of their own', async () => {
    const portal = await portalFor({ rooms: [...rooms, ...hostileIds] });
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' } });
    const { outputs } = parse(readFileSync('action.yml', 'utf8')) as { outputs: object };
    expect(Object.keys(result.outputs).toSorted()).toEqual(Object.keys(outputs).toSorted());
    expect(result.outputs['abandoned-rooms']).not.toContain('\n');
  });
});
