import { describe, expect, it } from 'vitest';
import { DAY_MS, HOSTILE_NAMES, HOSTILE_TITLES, type RoomSeed } from '../../sandbox/portal/index.ts';
import { readAction } from '../../sandbox/runner.ts';
import { inputsFor, portalFor, run } from '../support/action.ts';
import { answersWith, ECHOED_KEYS, echoingPortal, inPercent } from '../support/echoing-portal.ts';
import { commandLines, formsOf, leaksIn, leaksOf } from '../support/leaks.ts';

/** What the built action leaves behind: no key, and no command for the runner that it does not write itself. */

const debug = { RUNNER_DEBUG: '1' };
const withoutFiles = { ...debug, GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined };
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

it.each(Object.values(ECHOED_KEYS))('the search for leaks finds %s', (key) => {
  for (const form of formsOf(key)) expect(leaksIn(`before ${form} after`, key)).toContain(form);
  const written = [
    `${key.slice(0, 9)}\u200b${key.slice(9)}`,
    key.replace(/[^a-z]/g, (c) => `&#${c.charCodeAt(0)};`),
    inPercent(key),
    ...['', 'x', 'xy', 'Bearer '].flatMap((before) =>
      (['base64', 'base64url'] as const).map((alphabet) =>
        Buffer.from(`${before}${key}, and more`).toString(alphabet),
      ),
    ),
  ];
  expect(written.filter((text) => leaksIn(text, key).length === 0)).toEqual([]);
  expect(leaksIn('nothing', key)).toEqual([]);
});

describe('the API key', () => {
  const key = ECHOED_KEYS.special;

  it.each([
    ['outputs and summary in files', debug],
    ['outputs in the log', withoutFiles],
  ])('is struck out if the portal sends it back: %s', async (_, env) => {
    const portal = await echoingPortal(key);
    const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' }, env });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.log).toContain('Room "***" (ID: ');
    expect(await leaksOf(result, result.directory, key)).toEqual([]);
  });

  it.each(['a list with a wrong member', 'a redirect to a host named like it'])(
    'is not written in an error: %s',
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

  it('is not written from the address, the wrong input for it', async () => {
    for (const url of [key, `https://${ECHOED_KEYS.capitals}@portal.invalid`]) {
      const inputs = { 'docspace-url': url, 'docspace-api-key': ECHOED_KEYS.capitals };
      const result = await run({ inputs, env: debug });
      expect(result.exitCode).toBe(1);
      expect(await leaksOf(result, result.directory, ECHOED_KEYS.capitals)).toEqual([]);
    }
  });

  it('is masked first if the environment has it', async () => {
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

describe('workflow commands in titles, names, tags and ids', () => {
  /** Every line that a run of the action may write for the runner; an id in the debug line of a room is text. */
  const OWN_COMMANDS = [
    /^::add-mask::sk[^\n]+$/,
    /^::group::Scanning https?:\/\/[^\s]+$/,
    /^::group::(Upcoming rooms|Rooms whose last activity is not known|Exempt rooms) \(\d+\)$/,
    /^::endgroup::$/,
    /^::debug::room .*: (active|upcoming|abandoned|unknown|exempt|skipped)$/,
    /^::debug::Visibility of the repository: [^:]*$/,
    /^::debug::No GITHUB_STEP_SUMMARY: there is no job summary\.$/,
    /^::warning::A tag that begins with keep-until has no date /,
    /^::warning::\d+ rooms have a history that holds nothing, /,
    /^::warning::Some entries of the inputs match no room and no account that this scan saw: /,
  ];
  const titles = [
    ...HOSTILE_TITLES,
    ...['\r::error::x', '\u0085::error::x', ' ::warning::x', '\u2028##[error]x'],
  ];
  const names = [...HOSTILE_NAMES, '\n::error::owner', '##[error]owner'];
  const ids = ['x\n::error::id', '##[error]id', '::error::id', '\r\n::set-output name=a::b'];
  const rooms: RoomSeed[] = [
    ...titles.map((title, index) => ({
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
    })),
    ...ids.map((id, index) => ({
      id,
      title: 'by id',
      updated: ago(100 + index),
      tags: ['keep-until:soon'],
    })),
  ];

  it.each([
    ['never', debug],
    ['always', debug],
    ['never', withoutFiles],
  ])('are text, with redact: %s and %j', async (redact, env) => {
    const portal = await portalFor({ rooms });
    const inputs = { ...inputsFor(portal), redact, 'exempt-rooms': '*nothing*' };
    const { exitCode, stdout, stderr, outputs } = await run({ inputs, env });
    expect(exitCode, stdout + stderr).toBe(0);
    const forged = commandLines(stdout).filter((line) => !OWN_COMMANDS.some((own) => own.test(line)));
    expect(forged).toEqual([]);
    expect(stdout).not.toMatch(/[\u001b\u0007\u0085\u2028\u2029\u202e]/);
    if (env === withoutFiles) {
      expect(stdout).toContain(`output scanned-count: ${rooms.length}`);
      return;
    }
    // None of them adds an output of its own.
    const known = Object.keys((await readAction()).outputs);
    expect(Object.keys(outputs).toSorted()).toEqual(known.toSorted());
    expect(outputs['scanned-count']).toBe(String(rooms.length));
    expect(outputs['abandoned-rooms']).not.toContain('\n');
  });
});
