import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { renderInputs } from '../../scripts/generated-inputs.ts';
import { INPUT_NAMES, type InputName } from '../../src/config/check-inputs.ts';
import { readSettings, type Settings, withEnvironment } from '../../src/config/settings.ts';
import { maskingRuntime } from '../../src/runtime.ts';
import { InputError } from '../../src/shared/errors.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';

const actionYaml = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');
const actionFile = z
  .object({ inputs: z.record(z.string(), z.looseObject({ default: z.string().optional() })) })
  .parse(parse(actionYaml));

const KEY = `sk-${'0123456789abcdef'.repeat(4)}`;
type Raw = Record<InputName, string>;

/** The texts of a run to which nothing but address and key is given. */
function raw(changes: Partial<Raw> = {}): Raw {
  const empty = Object.fromEntries(INPUT_NAMES.map((name) => [name, ''])) as Raw;
  return {
    ...empty,
    'docspace-url': 'https://portal.example',
    'docspace-api-key': KEY,
    ...changes,
  };
}

function read(changes: Partial<Raw> = {}, env: Record<string, string | undefined> = {}): Settings {
  return readSettings(withEnvironment(raw(changes), env), env);
}

function faults(changes: Partial<Raw>, env: Record<string, string | undefined> = {}): readonly string[] {
  try {
    read(changes, env);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).faults;
  }
  return [];
}

describe('action.yml', () => {
  it('has the inputs that are read, and no others', () => {
    expect(Object.keys(actionFile.inputs).toSorted()).toEqual([...INPUT_NAMES].toSorted());
  });

  it('is what src/config/inputs.generated.ts was generated from ("npm run build")', () => {
    const generated = readFileSync(new URL('../../src/config/inputs.generated.ts', import.meta.url), 'utf8');
    expect(renderInputs(actionYaml)).toBe(generated.replaceAll('\r\n', '\n'));
  });

  it('writes defaults as texts, and leaves expressions out', () => {
    const yaml = [
      `inputs: { a-b: { default: it's, description: x }, c: { default: '\${{ github.token }}' }, d: {} }`,
      'outputs: {}',
    ].join('\n');
    expect(renderInputs(yaml)).toContain(
      '  "a-b": {"default":"it\'s","description":"x"},\n  "c": {"default":""},\n  "d": {"default":""},\n',
    );
  });

  it.each(['', ' ', '\n'])('has defaults for an input that is %j', (text) => {
    const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, text])) as Raw;
    const given = { ...texts, 'docspace-url': 'https://portal.example', 'docspace-api-key': KEY };
    expect(readSettings(given, { RUNNER_TEMP: '/runner' })).toEqual({
      portalUrl: new URL('https://portal.example/'),
      apiKey: KEY,
      concurrency: 4,
      requestTimeoutMs: 30_000,
      policy: {
        inactiveDays: 10,
        activitySource: 'history',
        ignoreActivityBy: [],
        unknownActivity: 'abandoned',
        roomTypes: [],
        exemptTags: ['keep'],
        exemptRooms: [],
        exemptOwners: [],
        upcomingDays: 1,
        maxAbandoned: null,
        maxNewAbandoned: null,
        maxRisky: null,
        sort: 'inactivity',
      },
      redact: 'auto',
      hasOwnerContacts: false,
      reportDirectory: resolve('/runner/abandoned-rooms'),
      githubToken: null,
      githubApiUrl: 'https://api.github.com',
      tracking: null,
    });
  });
});

describe('numbers', () => {
  const NUMBERS = [
    ['inactive-days', 1, 36500, (s: Settings) => s.policy.inactiveDays],
    ['upcoming-days', 0, 36500, (s: Settings) => s.policy.upcomingDays],
    ['max-abandoned', 0, 1_000_000_000, (s: Settings) => s.policy.maxAbandoned],
    ['max-risky', 0, 1_000_000_000, (s: Settings) => s.policy.maxRisky],
    ['concurrency', 1, 16, (s: Settings) => s.concurrency],
    ['request-timeout', 1, 600, (s: Settings) => s.requestTimeoutMs / 1000],
  ] as const;

  it.each(NUMBERS)('%s accepts %i, %i and the numbers between them', (name, min, max, get) => {
    for (const value of [min, min + 1, max - 1, max]) {
      expect(get(read({ [name]: String(value) }))).toBe(value);
    }
  });

  it.each(NUMBERS)('%s refuses one less than %i and one more than %i', (name, min, max) => {
    for (const value of [min - 1, max + 1]) {
      expect(faults({ [name]: String(value) })).toEqual([
        expect.stringContaining(`${name}: got "${value}"; takes a whole number from ${min} to ${max}`),
      ]);
    }
  });

  const REFUSED = [
    'ten',
    '1.5',
    '1.0',
    '1,5',
    '-1',
    '-0',
    '+1',
    '1e3',
    '1E1',
    '0x10',
    '0b1',
    '0o7',
    '99999999999',
    '1_0',
    '010',
    '00',
    '1 0',
    'NaN',
    'Infinity',
    'null',
    'true',
    '٣',
    '５',
    '5d',
    '"5"',
  ];
  it.each(REFUSED)('a number is not %j', (value) => {
    const found = faults({ concurrency: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^concurrency: got ".*"; takes a whole number from 1 to 16$/);
    expect(found[0]).not.toContain('\n');
  });

  it.each(NUMBERS)('%s takes a number with spaces around it', (name, _min, _max, get) => {
    for (const text of [' 5', '5 ', '5\n', '\t5\r\n']) expect(get(read({ [name]: text }))).toBe(5);
  });

  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [90, 9],
    [140, 14],
    [141, 14],
    [365, 14],
    [36500, 14],
  ])('upcoming-days for inactive-days %i is %i unless it is given', (inactiveDays, upcomingDays) => {
    const days = { 'inactive-days': String(inactiveDays) };
    expect(read(days).policy.upcomingDays).toBe(upcomingDays);
    expect(read({ ...days, 'upcoming-days': '0' }).policy.upcomingDays).toBe(0);
    expect(read({ ...days, 'upcoming-days': '30' }).policy.upcomingDays).toBe(30);
  });

  it('max-abandoned: nothing never fails, 0 is a limit', () => {
    expect(read({ 'max-abandoned': '' }).policy.maxAbandoned).toBeNull();
    expect(read({ 'max-abandoned': '0' }).policy.maxAbandoned).toBe(0);
    expect(faults({ 'max-abandoned': 'none' })).toEqual([
      'max-abandoned: got "none"; takes a whole number from 0 to 1000000000, or nothing',
    ]);
  });
});

describe('choices', () => {
  const CHOICES = [
    ['unknown-activity', ['abandoned', 'ignore'], (s: Settings) => s.policy.unknownActivity],
    ['redact', ['auto', 'always', 'never'], (s: Settings) => s.redact],
  ] as const;

  it.each(CHOICES)('%s takes each of %j in any case', (name, values, get) => {
    for (const value of values) {
      expect(get(read({ [name]: value }))).toBe(value);
      expect(get(read({ [name]: value.toUpperCase() }))).toBe(value);
    }
  });

  const takes = (values: readonly string[]) => values.join(', ').replace(/, (?=\w+$)/, ' or ');
  const WRONG = ['yes', 'abandone', 'auto,never', 'constructor', '0'];
  const all = [...CHOICES, ['allow-insecure-http', ['true', 'false']] as const];
  it.each(all.flatMap(([name, values]) => WRONG.map((value) => [name, value, takes(values)] as const)))(
    '%s refuses %j',
    (name, value, words) => {
      expect(faults({ [name]: value })).toEqual([`${name}: got "${value}"; takes ${words}`]);
    },
  );
});

describe('lists', () => {
  const LISTS = [
    ['exempt-tags', (s: Settings) => s.policy.exemptTags],
    ['exempt-rooms', (s: Settings) => s.policy.exemptRooms],
    ['exempt-owners', (s: Settings) => s.policy.exemptOwners],
  ] as const;
  it.each(LISTS)('%s: has the entries of its text', (name, get) => {
    for (const [text, entries] of [
      [' Old Plan , Template * ', ['Old Plan', 'Template *']],
      // A block of YAML ("|") with one line ends with a line end.
      ['# the board\n"Lovelace, Ada"\n', ['Lovelace, Ada']],
      ['# people, who left\n  # more\n#\nAda\r\n#1 team', ['Ada', '#1 team']],
      ['# one, two', ['# one', 'two']],
    ] as const) {
      expect(get(read({ [name]: text }))).toEqual(entries);
    }
  });

  it.each([',', ' , ,', '\n# nothing\n', '# keep\n'])('%j has no entry, so it is the default', (text) => {
    const lists = { 'exempt-tags': text, 'exempt-rooms': text, 'exempt-owners': text, 'issue-labels': text };
    const tracked = { 'tracking-issue': 'true', 'github-token': 'x', 'issue-repository': 'acme/rooms' };
    const { policy, tracking } = read({ ...lists, ...tracked });
    expect(policy).toMatchObject({ exemptTags: ['keep'], exemptRooms: [], exemptOwners: [] });
    expect(tracking?.labels).toEqual(['abandoned-rooms']);
  });

  it.each([
    ['', []],
    ['custom', ['custom']],
    ['Custom, PUBLIC, virtual-data', ['custom', 'public', 'virtual-data']],
    ['Custom\n# not now: public\nvirtual-data\n', ['custom', 'virtual-data']],
    ['custom,custom,CUSTOM', ['custom']],
    [
      'form-filling,collaboration,custom,public,virtual-data,ai-agent',
      ['form-filling', 'collaboration', 'custom', 'public', 'virtual-data', 'ai-agent'],
    ],
  ])('room-types: %j is %j', (text, types) => {
    expect(read({ 'room-types': text }).policy.roomTypes).toEqual(types);
  });

  it.each(['none', 'None', ' NONE\n'])('exempt-tags: %j turns off the default', (text) => {
    expect(read({ 'exempt-tags': text }).policy.exemptTags).toEqual([]);
    expect(read({ 'exempt-tags': `${text.trim()}, other` }).policy.exemptTags).toEqual([
      text.trim(),
      'other',
    ]);
  });

  it.each(['none', 'None\n'])('issue-labels: %j is refused: the issue is found by its label', (text) => {
    expect(faults({ 'issue-labels': text })).toEqual([
      'issue-labels: got no label; takes at least one label: the issue is found again by it',
    ]);
  });

  it.each([
    ['customs', '"customs"'],
    ['custom, 5, editing', '"5", "editing"'],
    ['constructor', '"constructor"'],
    ['custom public', '"custom public"'],
  ])('room-types refuses %j and names the unknown type', (text, got) => {
    expect(faults({ 'room-types': text })).toEqual([
      `room-types: got ${got}; takes any of form-filling, collaboration, custom, public, virtual-data, ai-agent`,
    ]);
  });

  it.each([
    ['a pattern that is too long to be compiled', 'x'.repeat(70_000)],
    ['a range that runs backwards', '[z-a]*'],
  ])('exempt-rooms refuses %s, which would silently keep nothing or end the run', (_, pattern) => {
    expect(faults({ 'exempt-rooms': pattern })).toEqual([expect.stringMatching(/^exempt-rooms: got "/)]);
  });
});

describe('docspace-url', () => {
  it.each([
    ['https://portal.example', 'https://portal.example/'],
    ['https://portal.example/', 'https://portal.example/'],
    ['https://portal.example///', 'https://portal.example/'],
    ['https://portal.example:8443', 'https://portal.example:8443/'],
    ['https://portal.example:443', 'https://portal.example/'],
    ['HTTPS://Portal.Example', 'https://portal.example/'],
    ['https://portal.example/docs', 'https://portal.example/docs'],
    ['https://portal.example/docs/', 'https://portal.example/docs'],
    ['https://bücher.example', 'https://xn--bcher-kva.example/'],
    ['https://[2001:db8::1]/', 'https://[2001:db8::1]/'],
  ])('takes %j', (text, href) => {
    expect(read({ 'docspace-url': text }).portalUrl.href).toBe(href);
  });

  it.each([
    ['', 'got nothing'],
    ['portal.example', 'not an address'],
    ['not an address', 'not an address'],
    ['https://', 'not an address'],
    ['ftp://portal.example', 'begins with neither https:// nor http://'],
    ['javascript:alert(1)', 'begins with neither https:// nor http://'],
    ['file:///etc/passwd', 'begins with neither https:// nor http://'],
    ['https://user@portal.example', 'name or password'],
    ['https://user:pass@portal.example', 'name or password'],
    ['https://:pass@portal.example', 'name or password'],
    ['https://portal.example/?a=1', '"?" or "#"'],
    ['https://portal.example/#rooms', '"?" or "#"'],
  ])('refuses %j: %s', (text, got) => {
    const found = faults({ 'docspace-url': text });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^docspace-url: got .*; takes \S/);
    expect(found[0]).toContain(got);
  });

  it.each(['https://portal.example/?', 'https://portal.example/docs?', 'https://portal.example/#'])(
    'never lets the "?" or "#" at the end of %j stand before the path of a request',
    (text) => {
      // The address is put together as text: behind a "?" all of it would be a query.
      const found = faults({ 'docspace-url': text });
      const href = found.length > 0 ? '' : read({ 'docspace-url': text }).portalUrl.href;
      expect(href).not.toMatch(/[?#]/);
    },
  );

  it('shows neither password nor address of a refused one', () => {
    const [fault] = faults({ 'docspace-url': 'https://ann:hunter2-secret@portal.example' });
    expect(fault).not.toMatch(/hunter2|ann/);
  });
});

describe('http://', () => {
  const LOOPBACK = [
    'http://localhost',
    'http://LOCALHOST:8080/docs',
    'http://127.0.0.1:3000',
    'http://127.255.255.254',
    'http://127.1',
    'http://[::1]:8080',
  ];
  const BEYOND = [
    'http://portal.example',
    'http://localhost.portal.example',
    'http://127.0.0.1.portal.example',
    'http://portal.example/127.0.0.1',
    'http://128.0.0.1',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://[::2]',
    'http://[2001:db8::1]',
    'http://notlocalhost',
  ];

  it.each(LOOPBACK)('is taken for %s', (url) => {
    expect(read({ 'docspace-url': url }).portalUrl.protocol).toBe('http:');
  });

  it.each(BEYOND)('is refused for %s, with the way out', (url) => {
    const found = faults({ 'docspace-url': url });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^docspace-url: got an http:\/\/ address.*allow-insecure-http/);
  });

  it.each(BEYOND)('is taken for %s with allow-insecure-http', (url) => {
    for (const value of ['true', 'True', 'TRUE']) {
      const { portalUrl } = read({ 'docspace-url': url, 'allow-insecure-http': value });
      expect(portalUrl.href).toBe(new URL(url).href);
    }
  });

  it('is refused from the environment too', () => {
    expect(faults({ 'docspace-url': '' }, { DOCSPACE_API_HOST: 'http://portal.example' })).toHaveLength(1);
  });

  it('is refused together with another fault of the same run', () => {
    const found = faults({ 'docspace-url': 'http://portal.example', 'inactive-days': 'ten' });
    expect(found.map((fault) => fault.split(':')[0])).toEqual(['inactive-days', 'docspace-url']);
  });

  it('is refused if allow-insecure-http is neither true nor false', () => {
    const found = faults({ 'docspace-url': 'http://portal.example', 'allow-insecure-http': 'yes' });
    expect(found.map((fault) => fault.split(':')[0])).toEqual(['allow-insecure-http', 'docspace-url']);
  });
});

describe('the environment', () => {
  const env = { DOCSPACE_API_HOST: ' https://env.example ', DOCSPACE_API_KEY: ' env-key-123\n' };

  it('stands in for address and key, without the spaces around them', () => {
    const settings = read({ 'docspace-url': '', 'docspace-api-key': '' }, env);
    expect([settings.portalUrl.href, settings.apiKey]).toEqual(['https://env.example/', 'env-key-123']);
  });

  it('is second to the inputs', () => {
    const settings = read({}, env);
    expect([settings.portalUrl.host, settings.apiKey]).toEqual(['portal.example', KEY]);
  });

  it('are missing without it, and the faults name their sources', () => {
    expect(faults({ 'docspace-url': '', 'docspace-api-key': '' })).toEqual([
      'docspace-url: got nothing; takes the address of the portal (or set DOCSPACE_API_HOST)',
      'docspace-api-key: got nothing; takes the API key, from a secret (or set DOCSPACE_API_KEY)',
    ]);
  });

  it.each([
    [{ RUNNER_TEMP: '/runner/temp' }, '', resolve('/runner/temp/abandoned-rooms')],
    [{ RUNNER_TEMP: '' }, '', join(tmpdir(), 'abandoned-rooms')],
    [{}, '', join(tmpdir(), 'abandoned-rooms')],
    [{ RUNNER_TEMP: '/runner/temp' }, 'out/report', resolve('out/report')],
    [{ RUNNER_TEMP: '/runner/temp' }, resolve('/elsewhere'), resolve('/elsewhere')],
  ])('%j with report-directory %j is %s', (variables, directory, path) => {
    const { reportDirectory } = read({ 'report-directory': directory }, variables);
    expect(reportDirectory).toBe(resolve(path));
    expect(isAbsolute(reportDirectory)).toBe(true);
  });

  it('report-directory refuses a NUL', () => {
    expect(faults({ 'report-directory': 'a\0b' })).toEqual([
      'report-directory: got a NUL character; takes a path',
    ]);
  });

  it.each([
    ['https://portal.example', '', 'portal.example'],
    ['https://portal.example:8443/', '', 'portal.example:8443'],
    ['https://portal.example/docs/', '', 'portal.example/docs'],
    ['https://portal.example/docs', 'mine', 'mine'],
  ])('the issue of %s with issue-key %j has the key %s', (url, key, issueKey) => {
    const tracked = { 'tracking-issue': 'true', 'github-token': 'ghs_1', 'issue-key': key };
    const { tracking } = read({ ...tracked, 'docspace-url': url }, { GITHUB_REPOSITORY: 'acme/rooms' });
    expect(tracking?.issueKey).toBe(issueKey);
  });

  it('github-token is null if there is none', () => {
    expect(read({ 'github-token': '' }).githubToken).toBeNull();
    expect(read({ 'github-token': 'ghs_1' }, { GITHUB_TOKEN: 'ghs_2' }).githubToken).toBe('ghs_1');
    expect(read({ 'github-token': ' ' }, { GITHUB_TOKEN: 'ghs_2' }).githubToken).toBe('ghs_2');
  });
});

const TRACKED = { 'tracking-issue': 'true', 'github-token': 'ghs_1', 'issue-repository': 'acme/rooms' };

describe('faults', () => {
  const ALL_WRONG: Partial<Raw> = {
    'docspace-url': 'nowhere',
    'docspace-api-key': 'two words',
    'allow-insecure-http': 'perhaps',
    'inactive-days': 'ten',
    'unknown-activity': 'unknown',
    'room-types': 'lounge',
    'upcoming-days': '-1',
    'max-abandoned': '1.5',
    redact: 'yes',
    'report-directory': '\0',
    concurrency: '17',
    'request-timeout': '0',
  };

  it('are all reported together, each with its input, its value and the accepted values', () => {
    const found = faults(ALL_WRONG);
    expect(found.map((fault) => fault.split(':')[0]).toSorted()).toEqual(Object.keys(ALL_WRONG).toSorted());
    for (const fault of found) expect(fault).toMatch(/^[a-z-]+: got .+; takes \S.+$/);
  });

  it.each<[string, Partial<Raw>]>([
    ['github-token', { 'tracking-issue': 'true', 'issue-repository': 'acme/rooms' }],
    ['issue-repository', { 'tracking-issue': 'true', 'github-token': 'x' }],
    ['ignore-activity-by', { 'activity-source': 'updated', 'ignore-activity-by': 'Ann' }],
    ['max-new-abandoned', { 'max-new-abandoned': '1' }],
    ['archive', { archive: 'approved' }],
    ['archive', { ...TRACKED, archive: 'approved', 'activity-source': 'updated' }],
  ])('of two inputs together name %s, beside the faults of others', (name, changes) => {
    expect(faults(changes).map((fault) => fault.split(':')[0])).toEqual([name]);
    expect(faults({ ...changes, sort: 'size' }).map((fault) => fault.split(':')[0])).toEqual(['sort', name]);
  });

  it('make one message with one line each', () => {
    const found = faults(ALL_WRONG);
    expect(new InputError(found).message.split('\n')).toEqual([
      `${found.length} inputs cannot be used:`,
      ...found.map((fault) => `- ${fault}`),
    ]);
    expect(new InputError(['redact: x']).message).toBe('One input cannot be used:\n- redact: x');
  });

  it.each(['line\nbreak', '\u001b[31mred', 'a\u202eb', '\r\n::error::forged'])(
    'show %j without what a terminal or runner acts on',
    (value) => {
      for (const name of ['inactive-days', 'redact', 'concurrency'] as const) {
        const [fault] = faults({ [name]: value });
        expect(fault).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
    },
  );

  it('show at most 60 characters of a value', () => {
    const [fault] = faults({ redact: 'x'.repeat(500) });
    expect(fault).toContain(`"${'x'.repeat(60)}…"`);
  });
});

describe('the API key', () => {
  it.each([
    ['with space', 'got spaces, '],
    ['line\nend', 'got spaces, '],
    ['tab\tkey', 'got spaces, '],
    ['schlüssel', 'got spaces, '],
    ['sk-\u200b1', 'got spaces, '],
    ['NUL\0', 'got spaces, '],
    ['"sk-0123456789"', 'got quotes around it;'],
    ["'sk-0123456789'", 'got quotes around it;'],
    ['`sk-0123456789`', 'got quotes around it;'],
    ['"sk-0123456789', 'got quotes around it;'],
    ["sk-0123456789'", 'got quotes around it;'],
    ['“sk-0123456789”', 'got quotes around it;'],
    ['"Bearer sk-0123456789"', 'got quotes around it;'],
    ['Authorization: Bearer sk-0123456789', 'got "Bearer" in front of it;'],
    ['Bearer sk-0123456789', 'got "Bearer" in front of it;'],
    ['bearer\tsk-0123456789', 'got "Bearer" in front of it;'],
  ])('is refused as %j, and never shown', (key, got) => {
    for (const [changes, env] of [
      [{ 'docspace-api-key': key }, {}],
      [{ 'docspace-api-key': '' }, { DOCSPACE_API_KEY: key }],
    ]) {
      const found = faults(changes as Partial<Raw>, env as Record<string, string>);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^docspace-api-key: .*; takes the API key alone$/);
      expect(found[0]).toContain(got);
      expect(found[0]).not.toContain(key);
    }
  });

  it('is taken without the spaces and line ends around it', () => {
    expect(read({ 'docspace-api-key': ` ${KEY}\n` }).apiKey).toBe(KEY);
  });

  it('is taken with every character that a header can hold', () => {
    const key = String.fromCharCode(...Array.from({ length: 0x7e - 0x20 }, (_, at) => at + 0x21));
    expect(read({ 'docspace-api-key': key }).apiKey).toBe(key);
  });

  const OTHERS = INPUT_NAMES.filter((name) => name !== 'docspace-api-key');
  it.each(OTHERS)('does not show when it was put into %s as well', async (name) => {
    const inputs = raw({ [name]: KEY, 'max-abandoned': 'wrong' });
    const { inputs: masked } = maskingRuntime(await fakeRuntime({ inputs }), KEY);
    const shown = faults(masked).join('\n');
    expect(shown).toContain('max-abandoned: ');
    // Not a part of it either: a message shows the beginning of a long text.
    expect(shown).not.toContain(KEY.slice(0, 12));
  });

  it('does not appear if it has a colon and was put into docspace-url', () => {
    const message = faults({ 'docspace-url': 'sk-0123456789abcdef:fedcba', 'docspace-api-key': '' }).join();
    expect(message).toContain('docspace-url: got ');
    expect(message).not.toContain('sk-0123456789abcdef');
  });
});

describe('owner-logins', () => {
  const loginsOf = (text: string) => {
    const { tracking } = read({ ...TRACKED, 'owner-logins': text });
    return [...(tracking?.ownerLogins ?? [])];
  };

  it.each([
    ['', []],
    ['Ada Lovelace = ada', [['Ada Lovelace', 'ada']]],
    [
      'Ada Lovelace=@ada\n# the others\nLovelace, Ben = ben_corp',
      [
        ['Ada Lovelace', 'ada'],
        ['Lovelace, Ben', 'ben_corp'],
      ],
    ],
    ['a = b = carol', [['a = b', 'carol']]],
    ['4c65a238-ca50-4374-b904-0d51d4c1822b = ada', [['4c65a238-ca50-4374-b904-0d51d4c1822b', 'ada']]],
  ])('%j', (text, logins) => {
    expect(loginsOf(text)).toEqual(logins);
  });

  it.each(['Ada Lovelace', '= ada', 'Ada =', 'Ada = not a login', 'Ada = @org/team', 'Ada = <b>'])(
    'refuses %j',
    (text) => {
      expect(faults({ ...TRACKED, 'owner-logins': text })).toEqual([
        `owner-logins: got "${text}"; takes lines of the form "name or id = login"`,
      ]);
    },
  );

  it('refuses two lines for one owner', () => {
    expect(faults({ ...TRACKED, 'owner-logins': 'Ada = ada\nBen = ben\nADA = other' })).toEqual([
      'owner-logins: got two lines for "ada"; takes one line for each owner',
    ]);
  });
});

describe('numbers of past runs', () => {
  const of = (changes: Partial<Raw> = {}) =>
    read({ 'tracking-issue': 'true', 'github-token': 'token', 'issue-repository': 'acme/rooms', ...changes })
      .tracking?.trendOf;

  it.each<[Partial<Raw>, boolean]>([
    [{ 'inactive-days': '403' }, false],
    [{ 'exempt-tags': 'hold' }, false],
    [{ 'room-types': 'public' }, false],
    [{ 'docspace-url': 'https://other.example' }, false],
    [{ 'max-abandoned': '3', sort: 'risk', 'upcoming-days': '5', 'issue-key': 'k' }, true],
  ])('with %j are compared with those without: %s', (changes, isSame) => {
    expect(of()).toMatch(/^[0-9a-f]{4}$/);
    expect(of(changes) === of()).toBe(isSame);
  });
});
