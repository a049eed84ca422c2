import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { inputsFor, portalFor, run } from '../support/action.ts';

/** The job `self-test` of CI checks the outputs with jq, which is stricter than `JSON.parse`. */

const ci = parse(readFileSync(new URL('../../.github/workflows/ci.yml', import.meta.url), 'utf8')) as {
  jobs: Record<string, { steps: { name?: string; run?: string }[] }>;
};
const check = ci.jobs['self-test']?.steps.find(({ name }) => name === 'Check the outputs')?.run ?? '';
const isAvailable = (tool: string) => spawnSync(tool, ['--version']).status === 0;

async function runOverHostileTitles() {
  const long = new Date(Date.now() - 400 * 86_400_000);
  const portal = await portalFor({
    rooms: HOSTILE_TITLES.map((title, index) => ({
      title,
      updated: long,
      tags: [title],
      createdBy: { id: `o${index}`, displayName: HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '' },
    })),
  });
  const result = await run({ inputs: { ...inputsFor(portal), redact: 'never' } });
  expect(result.exitCode, result.stdout).toBe(0);
  return result.outputs;
}

describe('a report with hostile titles', () => {
  let outputs: Awaited<ReturnType<typeof runOverHostileTitles>>;
  beforeAll(async () => {
    outputs = await runOverHostileTitles();
  });

  it('holds no half of a surrogate pair, which jq up to 1.7 refuses', async () => {
    for (const json of [
      await readFile(outputs['report-json'] ?? '', 'utf8'),
      outputs['abandoned-rooms'] ?? '',
    ]) {
      const texts: string[] = [];
      JSON.parse(json, (key, value) => {
        texts.push(key, typeof value === 'string' ? value : '');
        return value;
      });
      expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
      expect(texts.length).toBeGreaterThan(HOSTILE_TITLES.length);
    }
  });

  it.runIf(isAvailable('bash') && isAvailable('jq'))('passes the check of CI', async () => {
    const env = {
      PATH: process.env['PATH'],
      SCANNED: outputs['scanned-count'],
      ABANDONED: outputs['abandoned-count'],
      EXCEEDED: outputs['limit-exceeded'],
      REPORT_JSON: outputs['report-json'],
      REPORT_CSV: outputs['report-csv'],
      REPORT_MARKDOWN: outputs['report-markdown'],
    };
    const bash = (script: string) => {
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], {
        env,
        encoding: 'utf8',
      });
      return { status, output: stdout + stderr };
    };
    expect(check).toContain('jq -e');
    expect(bash(check)).toEqual({ status: 0, output: '' });
    // The check itself would see it.
    expect(bash(`REPORT_JSON=/dev/null\n${check}`).status).toBe(1);
  });
});
