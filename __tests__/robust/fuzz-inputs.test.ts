import { expect, it } from 'vitest';
import { INPUT_NAMES, type InputName } from '../../src/config/check-inputs.ts';
import { readSettings, withEnvironment } from '../../src/config/settings.ts';
import { maskingRuntime } from '../../src/runtime.ts';
import { InputError } from '../../src/shared/errors.ts';
import { fakeRuntime, inputTexts } from '../support/fake-runtime.ts';
import fc, { character } from '../support/fast-check.ts';
import { leaksIn } from '../support/leaks.ts';
import { scaled } from '../support/scale.ts';

/** Whatever the inputs and the environment are. */

const apiKey = fc
  .string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 12,
    maxLength: 40,
  })
  .map((text) => `sk-${text}`);
const texts = fc.oneof(
  fc.string({ unit: character, maxLength: 40 }),
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
  const runtime = await fakeRuntime();
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
        const keyed = Object.fromEntries(holders.map((name) => [name, `${given[name] ?? ''}${key}`]));
        const raw: Record<InputName, string> = {
          ...presets,
          ...given,
          ...keyed,
          'docspace-api-key': isInEnv ? '' : key,
        };
        try {
          const all = isInEnv ? { ...env, DOCSPACE_API_KEY: key } : env;
          const { inputs } = maskingRuntime({ ...runtime, inputs: withEnvironment(raw, all) }, key);
          const settings = readSettings(inputs, all);
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
          expect(settings.portalUrl.username + settings.portalUrl.password + settings.portalUrl.search).toBe(
            '',
          );
          if (settings.portalUrl.protocol === 'http:' && raw['allow-insecure-http'].toLowerCase() !== 'true')
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
    { seed: 20_260_601, numRuns: scaled(6000) },
  );
  expect(accepted, 'enough of them are accepted').toBeGreaterThan(scaled(150, 7));
});
