import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUT_NAMES } from '../../src/config/check-inputs.ts';
import { helpText, readOptions } from '../../src/config/options.ts';
import { InputError } from '../../src/shared/errors.ts';

const SECRETS = ['docspace-api-key', 'github-token'];
const OPTIONS = INPUT_NAMES.filter((name) => !SECRETS.includes(name));

function faults(...args: string[]): readonly string[] {
  try {
    readOptions(args);
  } catch (error) {
    return error instanceof InputError ? error.faults : [String(error)];
  }
  return [];
}

describe('options', () => {
  it.each(OPTIONS)('--%s sets the input', (name) => {
    for (const args of [[`--${name}`, 'true'], [`--${name}=true`]]) {
      expect(readOptions(args)).toEqual({ [name]: 'true' });
    }
    expect(readOptions([`--${name}=`])).toEqual({ [name]: '' });
  });

  it.each<[string[], Record<string, string>]>([
    [[], {}],
    [
      ['--inactive-days', '90', '--exempt-tags', 'keep,template'],
      { 'inactive-days': '90', 'exempt-tags': 'keep,template' },
    ],
    [
      ['--dry-run', '--tracking-issue', 'false', '--sort=risk'],
      { 'dry-run': 'true', 'tracking-issue': 'false', sort: 'risk' },
    ],
    [
      ['--exempt-rooms', '- a', '--exempt-tags', '-sort', '--sort=--x'],
      { 'exempt-rooms': '- a', 'exempt-tags': '-sort', sort: '--x' },
    ],
    // One dash, or what a word processor makes of two.
    [
      ['-inactive-days', '90', '—sort=risk', '--dry-run', '-tracking-issue', '—redact', 'never'],
      { 'inactive-days': '90', sort: 'risk', 'dry-run': 'true', 'tracking-issue': 'true', redact: 'never' },
    ],
  ])('%j', (args, texts) => {
    expect(readOptions(args)).toEqual(texts);
  });

  it.each([
    ['inactive-dayz', 'inactive-days'],
    ['inactivedays', 'inactive-days'],
    ['exempt-tag', 'exempt-tags'],
    ['url', 'docspace-url'],
    ['max-abandonned', 'max-abandoned'],
  ])('--%s does not exist, the nearest is --%s', (name, nearest) => {
    expect(faults(`--${name}`, '5')).toEqual([
      `--${name}: got an option that does not exist; takes --${nearest}, or one that --help lists`,
    ]);
  });

  it.each(['ordering', 'x', 'no'])('--%s does not exist, and nothing is near', (name) => {
    expect(faults(`--${name}`, '5')).toEqual([
      `--${name}: got an option that does not exist; takes one that --help lists`,
    ]);
  });

  it.each([...SECRETS, 'api-key', 'docspace-api-kye', 'token'])(
    '--%s is a secret: it stays in the environment, and is not shown',
    (name) => {
      for (const args of [
        [`--${name}=sk-0123456789`],
        [`--${name}`, 'sk-0123456789'],
        [`-${name}`, 'sk-01234'],
      ]) {
        const [fault, ...others] = faults(...args);
        expect(fault).toMatch(/^--[a-z-]+: got a secret, .* set the variable [A-Z_]+ instead$/);
        expect([others, fault?.includes('sk-')]).toEqual([[], false]);
      }
    },
  );

  it.each(OPTIONS)('--%s is refused if it is given twice', (name) => {
    expect(faults(`--${name}=1`, `--${name}`, 'true')).toEqual([
      `--${name}: got it twice; takes one value, and a list has commas between its entries`,
    ]);
  });

  it('are refused together: without a value, without a name, unknown', () => {
    expect(faults('--sort', 'risk', 'stray')).toEqual(['argument 3: got no option; takes --name value']);
    expect(faults('docspace-api-key', 'sk-0123456789').join()).not.toContain('sk-');
    expect(faults('--sort', '--redact', '--dry-run', 'stray', '--no', '5')).toHaveLength(3);
    expect(faults('--inactive-days')).toEqual([
      '--inactive-days: got nothing; takes a value, or --inactive-days= for the default',
    ]);
  });
});

describe('--help', () => {
  it.each([[['--help']], [['--sort', 'risk', '-h', '--nonsense']]])('is asked for by %j', (args) => {
    expect(readOptions(args)).toBeNull();
  });

  it('lists each option with its default and its words in action.yml', () => {
    const { inputs } = parse(readFileSync('action.yml', 'utf8')) as {
      inputs: Record<string, { default?: string; description: string }>;
    };
    const words = helpText().replace(/\s+/g, ' ');
    for (const name of OPTIONS) {
      const { default: preset, description } = inputs[name] ?? { description: 'nothing' };
      const shown = preset === undefined ? '' : ` (default: ${preset})`;
      expect(words).toContain(`--${name} <value>${shown} ${description.trim()}`);
    }
    for (const name of SECRETS) expect(words).not.toContain(`--${name}`);
  });
});
