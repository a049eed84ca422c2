// What the documentation says of the code, compared with the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { withTables } from '../../scripts/readme.ts';
import { roomsCall } from '../../src/docspace/calls.ts';
import { explain, type Failure } from '../../src/docspace/http/failure.ts';
import { MOST_WAITING_MS } from '../../src/docspace/http/patience.ts';
import { RETRY_LIMITS } from '../../src/docspace/http/retry.ts';
import { explainGitHub } from '../../src/github/failure.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const action = parse(read('action.yml')) as { inputs: object; outputs: object };
const sourceFiles = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));

/** Whether a phrase is in a text; "…" in the phrase stands for any text. */
function holds(text: string, phrase: string): boolean {
  let at = 0;
  return phrase.split('…').every((part) => {
    const found = text.indexOf(part.trim(), at);
    at = found + part.trim().length;
    return found >= 0;
  });
}

/** An error of Octokit for an answer of GitHub. */
function answerOf(status: number, message = 'Refused'): object {
  return Object.assign(new Error(message), { status, response: { headers: {}, data: {} } });
}

describe('the tables of inputs and outputs', () => {
  it('are what action.yml says (node scripts/readme.ts writes them)', () => {
    expect(withTables(readme, read('action.yml'))).toBe(readme);
  });

  it('are written between their markers only', () => {
    const frame = (inputs: string, outputs: string) =>
      `a\n<!-- inputs: from action.yml -->\n${inputs}<!-- /inputs -->\nb\n<!-- outputs: from action.yml -->\n${outputs}<!-- /outputs -->\nc`;
    const yaml =
      'inputs: { x: { description: a | b, default: "1" }, y: { description: c } }\noutputs: { z: { description: d } }';
    const inputs =
      '| Input | Default | Meaning |\n| --- | --- | --- |\n| `x` | `1` | a \\| b |\n| `y` |  | c |\n';
    const outputs = '| Output | Meaning |\n| --- | --- |\n| `z` | d |\n';
    expect(withTables(frame('', 'old\n'), yaml)).toBe(frame(inputs, outputs));
    expect(() => withTables(frame('', '').replace('<!-- /inputs -->', ''), yaml)).toThrow(/README\.md needs/);
    expect(() => withTables(frame('', '').repeat(2), yaml)).toThrow(/README\.md needs/);
  });
});

describe('the messages under "Troubleshooting"', () => {
  const section = readme.split('<!-- messages -->')[1]?.split('<!-- /messages -->')[0] ?? '';
  const phrases = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .flatMap((line) =>
      [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, phrase]) => phrase ?? ''),
    );
  const sources = sourceFiles.map((file) => read(`src/${file}`));

  it('are there', () => {
    expect(phrases.length).toBeGreaterThan(40);
    expect(new Set(phrases).size).toBe(phrases.length);
  });

  it.each(phrases)('%s is what the code says', (phrase) => {
    const found = sources.some((source) => holds(source, phrase));
    expect(found).toBe(true);
  });

  const status = (code: number, location: string | null = null): Failure => ({
    kind: 'status',
    status: code,
    retryAfter: null,
    location,
  });
  const codes =
    'ENOTFOUND EAI_AGAIN ECONNREFUSED EHOSTUNREACH ENETUNREACH ETIMEDOUT ECONNRESET EPIPE ECONNABORTED EPROTO HPE_INVALID_CONSTANT CERT_HAS_EXPIRED ERR_TLS_CERT_ALTNAME_INVALID SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE EOTHER';
  const failures: Failure[] = [
    ...[400, 401, 402, 403, 404, 407, 418, 429, 500, 502, 503, 504].map((code) => status(code)),
    status(302, '/login'),
    status(301, 'https://elsewhere.example/'),
    ...(['timeout', 'cut', 'too large', 'html', 'empty', 'not JSON'] as const).map((kind) => ({ kind })),
    ...codes.split(' ').map((code): Failure => ({ kind: 'network', code })),
    ...[403, 407, 503, 'ECONNREFUSED', 'unknown'].map((why): Failure => ({ kind: 'proxy', why })),
  ];

  it.each(failures.map((failure) => [JSON.stringify(failure), failure] as const))(
    'explain %s',
    (_, failure) => {
      const portal = new URL('https://portal.example');
      const message = explain(
        failure,
        roomsCall({ count: 100, startIndex: 0, types: [] }, 1),
        portal,
        30_000,
      );
      const explained = phrases.filter((phrase) => holds(message, phrase));
      expect(explained).toHaveLength(1);
    },
  );

  const githubFailures: (readonly [string, object, string])[] = [
    ...[401, 403, 404, 410, 418, 422, 429, 500, 502].map(
      (code) => [`GitHub's ${code}`, answerOf(code), 'open the tracking issue'] as const,
    ),
    [
      'a missing permission',
      answerOf(403, 'Resource not accessible by integration'),
      'open the tracking issue',
    ],
    ['an archived repository', answerOf(403, 'Repository was archived'), 'edit issue #5'],
    ['an issue that was deleted', answerOf(410, 'This issue was deleted'), 'edit issue #5'],
    ['a spent rate limit', answerOf(403, 'API rate limit exceeded'), 'edit issue #5'],
    ['no answer', new Error('connect ECONNREFUSED'), 'edit issue #5'],
    ['an answer that is none', new z.ZodError([]), 'edit issue #5'],
  ];

  it.each(githubFailures)('explain %s', (_, error, what) => {
    const { message } = explainGitHub(error, what, 'acme/rooms');
    expect(phrases.filter((phrase) => holds(message, phrase))).toHaveLength(1);
  });

  it('name the limits of retries that the code has', () => {
    expect(readme.replace(/\s+/g, ' ')).toContain(
      `up to ${RETRY_LIMITS.tries} tries in all, or ${RETRY_LIMITS.rateLimitedTries} when the portal says 429, and at most ${RETRY_LIMITS.waitMs / 60_000} minutes of waiting. Where the failure speaks of one room alone, ${RETRY_LIMITS.roomTries} tries are enough, and ${RETRY_LIMITS.roomTimeoutTries} for a storage that does not answer in time.`,
    );
    expect(readme.replace(/\s+/g, ' ')).toContain(
      `All requests of a run together wait for at most ${MOST_WAITING_MS / 60_000} minutes`,
    );
  });
});

describe('the workflow to copy', () => {
  const workflows = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => parse(yaml ?? ''));

  it('uses inputs that action.yml has', () => {
    const used = workflows.flatMap(({ jobs }) =>
      Object.values<{ steps: { with?: object }[] }>(jobs).flatMap(({ steps }) =>
        steps.flatMap((step) => Object.keys(step.with ?? {})),
      ),
    );
    expect(used).toContain('docspace-api-key');
    expect(used.filter((name) => !(name in action.inputs))).toEqual([]);
  });

  it('names inputs of action.yml for a run on your own machine', () => {
    const given = [...readme.matchAll(/\bINPUT_([A-Z-]+)=/g)].map(([, name]) => name?.toLowerCase() ?? '');
    expect(given).not.toEqual([]);
    expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
  });
});

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])('the links of %s', (file) => {
  const text = read(file);
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !target.startsWith('https://'));

  it('lead somewhere', () => {
    // GitHub's anchors: lower case, words joined by hyphens, without punctuation.
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading]) =>
        `#${heading
          ?.toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-')}`,
    );
    const broken = targets.filter((target) =>
      target.startsWith('#') ? !anchors.includes(target) : !existsSync(join(root, target)),
    );
    expect(broken).toEqual([]);
  });
});

describe('the picture in CONTRIBUTING.md', () => {
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(read('CONTRIBUTING.md'))?.[1] ?? '';
  const names = new Map([...diagram.matchAll(/(\w+)\["([^"<]+)/g)].map(([, id, name]) => [id, name]));
  const drawn = [...diagram.matchAll(/^\s*(\w+) --> (.+)$/gm)].flatMap(([, from = '', to = '']) =>
    to.split(' & ').map((target) => `${names.get(from)} -> ${names.get(target.trim())}`),
  );

  // What everything may use is left out of the picture.
  const EVERYWHERE = ['shared/'];
  const partOf = (file: string) => (file.includes('/') ? `${file.split('/')[0]}/` : file);

  it('has the imports of src', () => {
    const imports = sourceFiles.flatMap((file) =>
      [...read(`src/${file}`).matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)].map(([, target = '']) => {
        const path = join(dirname(file), target).replaceAll('\\', '/');
        return [partOf(file), partOf(path)] as const;
      }),
    );
    const edges = imports.filter(
      ([from, to]) => from !== to && ![from, to].some((end) => EVERYWHERE.includes(end)),
    );
    expect(drawn.toSorted()).toEqual([...new Set(edges.map(([from, to]) => `${from} -> ${to}`))].sort());
  });
});

describe('the table of scores', () => {
  it('has no false accusation and no missed room for the default', () => {
    const table = readme.split('<!-- ground-truth -->')[1]?.split('<!-- /ground-truth -->')[0] ?? '';
    const rows = table.split('\n').filter((line) => line.includes('`activity-source: history`'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((line) => !line.endsWith('| 0 | 0 |'))).toEqual([]);
  });
});

describe('the examples', () => {
  it('are all named, and those that are named are there', () => {
    const named = new Set([...readme.matchAll(/\]\(examples\/([\w-]+\.yml)\)/g)].map(([, file]) => file));
    expect([...named].sort()).toEqual(readdirSync(join(root, 'examples')).sort());
  });
});
