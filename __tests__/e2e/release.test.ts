// Runs the scripts of the release workflow, as GitHub runs them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { beforeEach, describe, expect, it } from 'vitest';
import { bash, root, scriptOf } from '../support/workflows.ts';

const path = '.github/workflows/release.yml';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

// On Windows `bash` may be one without a file system to share.
describe.skipIf(platform === 'win32')('checking the version', () => {
  const inFolder = (script: string, variables = {}) => bash(script, folder, { HOME: folder, ...variables });
  const check = (version: string, ref = 'refs/heads/main') =>
    inFolder(scriptOf(path, 'check', 'version'), { VERSION: version, GITHUB_REF: ref });
  beforeEach(() => {
    const tags = 'v1 v1.1.0 v1.2.3 v2 v2.9.0 v2.10.0 v9 vX.Y.Z v3-draft';
    const commit = 'git -c user.name=x -c user.email=x@example.com commit -q --allow-empty -m x';
    expect(inFolder(`git init -q && ${commit} && for tag in ${tags}; do git tag $tag; done`).output).toBe('');
  });

  it.each(['v2.10.1', 'v2.11.0', 'v10.0.0'])('takes %s', (version) => {
    expect(check(version)).toEqual({ status: 0, output: '' });
  });

  it('takes the first version there is', () => {
    inFolder('git tag --delete v1.1.0 v1.2.3 v2.9.0 v2.10.0');
    expect(check('v0.1.0')).toEqual({ status: 0, output: '' });
  });

  const malformed = ['1.2.4', 'v1.2', 'v01.2.3', 'v1.2.3-rc.1', 'v3.0.0\nv3.0.1', '$(touch pwned)', ''];
  it.each(malformed)('refuses %j', (version) => {
    expect(check(version)).toEqual({ status: 1, output: '::error::The version must look like v1.2.3.\n' });
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  // Those of an older major too: its tag would get the code of main, which is that of the newest.
  it.each(['v2.10.0', 'v2.9.1', 'v1.99.0'])('refuses %s, which is not newer than v2.10.0', (version) => {
    expect(check(version)).toEqual({ status: 1, output: `::error::${version} is not newer than v2.10.0.\n` });
  });

  it('refuses another branch', () => {
    expect(check('v3.0.0', 'refs/heads/feature').output).toContain('not from refs/heads/feature');
  });
});

describe.skipIf(platform === 'win32')('publishing', () => {
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
  const publish = (state: Partial<GitHub>, variables = {}) => {
    const file = join(folder, 'state.json');
    writeFileSync(file, JSON.stringify({ tags: {}, releases: {}, ...state }));
    writeFileSync(join(folder, 'notes.md'), NOTES);
    const gh = join(root, '__tests__', 'support', 'gh.mjs');
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\nexec "${execPath}" "${gh}" "$@"\n`, { mode: 0o755 });
    let result = { status: 0 as number | null, output: '' };
    for (const id of ['tag', 'release', 'major']) {
      if (result.status !== 0) break;
      result = bash(scriptOf(path, 'publish', id), folder, {
        PATH: `${folder}:${env['PATH']}`,
        GH_STATE: file,
        GH_TOKEN: 'token',
        GITHUB_REPOSITORY: 'acme/rooms',
        GITHUB_SHA: NEW,
        RUNNER_TEMP: folder,
        VERSION: 'v1.2.3',
        ...variables,
      });
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
    const output = `::error::The tag v1.2.3 is there already. It points to ${OLD}, and not to ${NEW}.\n`;
    expect(publish(before)).toEqual({ status: 1, output, state: before });
  });

  it.each([
    ['v1.2.3', 'Make it by hand, then re-run this job: git push origin', { tags: {}, releases: {} }],
    ['v1', 'Move it by hand: git push --force origin', { ...released, tags: { 'v1.2.3': NEW } }],
  ])('says what to do by hand if GitHub refuses the tag %s', (tag, advice, after) => {
    const { status, output, state } = publish({}, { GH_REFUSED_TAG: tag });
    expect({ status, state }).toEqual({ status: 1, state: after });
    expect(output).toMatch(/^::error::GitHub refused to /m);
    expect(output).toContain(`${advice} ${NEW}:refs/tags/${tag}\n`);
  });
});

describe.skipIf(platform === 'win32')('taking the notes', () => {
  const notes = (version: string, changelog: string) => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    const variables = { VERSION: version, RUNNER_TEMP: folder };
    const { status, output } = bash(scriptOf(path, 'check', 'notes'), folder, variables);
    return { status, output: output.trim() };
  };
  const changelog =
    '# Changelog\n## [Unreleased]\n## [1.10.0] - 2026-02-01\n### Added\n- Ten\n## [1.1.0] - 2026-01-01\n- One\n[1.1.0]: https://example.com';

  it.each([
    ['v1.10.0', '### Added\n- Ten'],
    ['v1.1.0', '- One'],
  ])('finds the section of %s alone', (version, output) => {
    expect(notes(version, changelog)).toEqual({ status: 0, output });
  });

  it('puts each entry on one line, since GitHub shows line ends as breaks', () => {
    const entries =
      '\nA text\nof two lines.\n\n### Added\n\n- One\n  and more\n  - a part\n    of it\n- Two\n';
    const joined = 'A text of two lines.\n\n### Added\n\n- One and more\n  - a part of it\n- Two';
    expect(notes('v1.1.0', `## [1.1.0]\n${entries}`)).toEqual({ status: 0, output: joined });
  });

  it.each([
    ['v1.1', changelog],
    ['v11.1.0', changelog],
    ['v1.1.0', '## [1.1.0]\n\n## [1.0.0]\n- Zero'],
  ])('refuses %s without a section, or with an empty one', (version, text) => {
    const { status, output } = notes(version, text);
    expect(status).toBe(1);
    expect(output).toContain('::error::CHANGELOG.md has no section');
  });
});
