// Compares the documentation with the code.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { partOf, readSources, withImports, withTables } from '../../scripts/readme.ts';
import { roomsCall } from '../../src/docspace/calls.ts';
import { explain } from '../../src/docspace/http/explain.ts';
import { RETRY_LIMITS } from '../../src/docspace/http/retry.ts';
import { explainGitHub } from '../../src/github/failure.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { EVIDENCE, UNKNOWN_REASONS } from '../../src/rooms/activity.ts';
import { outside, refused, status } from '../support/failures.ts';
import { read, root } from '../support/workflows.ts';

/** The text on one line, so that a sentence is found however it is wrapped. */
const readFlat = (path: string): string => read(path).replace(/\s+/g, ' ');
const readme = read('README.md');
const action = parse(read('action.yml')) as { inputs: object; runs: { using: string } };
const { scripts, repository, bugs, homepage } = JSON.parse(read('package.json')) as {
  scripts: object;
  repository: { url: string };
  bugs: { url: string };
  homepage: string;
};
const sources = readSources(root);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Whether a phrase is in a text; "…" in the phrase stands for any text. */
function holds(text: string, phrase: string): boolean {
  let at = 0;
  return phrase.split('…').every((part) => {
    const found = text.indexOf(part.trim(), at);
    at = found + part.trim().length;
    return found >= 0;
  });
}

describe('README.md', () => {
  it('has at most 200 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it('has the inputs and outputs of action.yml (node scripts/readme.ts writes them)', () => {
    expect(withTables(readme, read('action.yml'))).toBe(readme);
  });

  it('has one line for the demo and one for the tests', () => {
    expect(readme).toMatch(/^npm ci && npm run demo /m);
    expect(readme).toMatch(/^npm ci && npm test /m);
  });

  it('links every example', () => {
    const linked = new Set([...readme.matchAll(/\]\(examples\/([\w-]+\.yml)\)/g)].map(([, file]) => file));
    expect([...linked].sort()).toEqual(readdirSync(join(root, 'examples')).sort());
  });

  it('links every page of docs/', () => {
    const missing = pages.filter((page) => page.startsWith('docs/') && !readme.includes(`](${page}`));
    expect(missing).toEqual([]);
  });

  it('names the repository that package.json names', () => {
    const name = /uses: ([\w-]+\/[\w-]+)@v1/.exec(readme)?.[1];
    expect(repository.url).toBe(`git+https://github.com/${name}.git`);
    expect(bugs.url).toBe(`https://github.com/${name}/issues`);
    expect(homepage).toBe(`https://github.com/${name}#readme`);
  });
});

describe('.node-version', () => {
  it('is the Node.js that action.yml runs on', () => {
    expect(`node${read('.node-version').trim()}`).toBe(action.runs.using);
  });
});

describe('messages in the documentation', () => {
  /** The first cells of the tables of messages, with the heading above each of them. */
  const rows = ['README.md', 'docs/troubleshooting.md'].flatMap((page) => {
    let heading = '';
    return read(page)
      .split('\n')
      .flatMap((line) => {
        heading = /^#+ (.+)/.exec(line)?.[1] ?? heading;
        const [, statuses, phrase] = /^\| ((?:\d{3}[:,] ?)*)`([^`]+)`/.exec(line) ?? [];
        return phrase === undefined ? [] : [{ page, heading, statuses, phrase }];
      });
  });
  const messages = rows.filter(({ page, heading }) => page !== 'README.md' || heading === 'Troubleshooting');

  it('are found', () => {
    expect(messages.length).toBeGreaterThan(30);
  });

  it.each(messages.map(({ page, phrase }) => [phrase, page]))('"%s" (%s) is in the code', (phrase) => {
    expect([...sources.values()].some((source) => holds(source, phrase))).toBe(true);
  });

  const portalMessages = (code: number): string[] => {
    const meanings = ['scope', 'unclear', 'account', 'fault', 'address', 'suspended'] as const;
    const failures = [status(code), outside(code), ...meanings.map((meaning) => refused(meaning))];
    const call = roomsCall({ count: 100, startIndex: 0, types: [] }, 1);
    return failures.map((failure) => {
      const { happened, advice } = explain(failure, call, new URL('https://portal.example'), 30_000);
      return `${happened} ${advice}`;
    });
  };
  const gitHubMessages = (code: number): string[] =>
    ['Refused', 'Resource not accessible by integration', 'conversation is locked'].map((message) => {
      const error = Object.assign(new Error(message), { status: code, response: { headers: {}, data: {} } });
      return explainGitHub(error, 'edit issue #5', 'acme/rooms').message;
    });
  const withStatus = messages
    .filter(({ statuses }) => statuses !== '')
    .map(({ heading, statuses = '', phrase }) => [Number(statuses.slice(0, 3)), phrase, heading] as const);

  it.each(withStatus)('%i explains itself with "%s" (%s)', (code, phrase, heading) => {
    const said = heading === 'GitHub' ? gitHubMessages(code) : portalMessages(code);
    expect(said.filter((message) => message.startsWith(String(code)) && holds(message, phrase))).not.toEqual(
      [],
    );
  });
});

describe('numbers in the documentation', () => {
  const inFolder = (folder: string) =>
    [...sources]
      .filter(([file]) => file.startsWith(folder))
      .map(([, text]) => text)
      .join('\n');
  /** The value of a constant, wherever it is below a folder or in a file of `src/`. */
  const constant = (place: string, name: string): number => {
    const [, value = ''] = new RegExp(`\\b${name}(?:: | = )([\\d_]+)[;,]`).exec(inFolder(place)) ?? [];
    return Number(value.replaceAll('_', ''));
  };
  const [, overhead = ''] = /BODY_LIMIT - 2 \* (\w+)/.exec(inFolder('issue/')) ?? [];
  const textOfPeople = constant('issue/', 'BODY_LIMIT') - 2 * constant('issue/', overhead);

  it.each([
    [
      'docs/requests-and-limits.md',
      'fetched again, at most {} times',
      constant('docspace/list-rooms.ts', 'MAX_REPEATS'),
    ],
    [
      'docs/requests-and-limits.md',
      'of a folder, at most {}, until',
      constant('docspace/contents.ts', 'MAX_REQUESTS'),
    ],
    [
      'docs/requests-and-limits.md',
      '{} rooms are asked; the others',
      constant('docspace/last-activity.ts', 'SAMPLE_SIZE'),
    ],
    ['docs/requests-and-limits.md', 'one for each {} rooms', constant('docspace/paging.ts', 'PAGE_SIZE')],
    ['docs/evidence.md', '{} requests were not enough', constant('docspace/contents.ts', 'MAX_REQUESTS')],
    ['docs/report-format.md', 'at whole rooms to {} bytes', constant('report/outputs.ts', 'ROOMS_BYTES')],
    [
      'docs/configuration.md',
      'at most {} days',
      constant('config/policy-inputs.ts', 'MAX_DEFAULT_UPCOMING_DAYS'),
    ],
    ['docs/tracking-issue.md', 'up to {} characters', textOfPeople],
  ])('%s says "%s" (%i)', (page, phrase, value) => {
    expect(value).toBeGreaterThan(0);
    expect(readFlat(page)).toContain(phrase.replace('{}', value.toLocaleString('en-US')));
  });

  it('the retries are those of the code', () => {
    const text = readFlat('docs/requests-and-limits.md');
    const { attempts, rateLimitedAttempts, waitMs, roomAttempts, roomTimeoutAttempts, totalMs } =
      RETRY_LIMITS;
    expect(text).toContain(
      `at most ${attempts} attempts in all, or ${rateLimitedAttempts} if the portal answers 429, and at most ${waitMs / 60_000} minutes of waiting. If the failure concerns a single room, ${roomAttempts} attempts are made, and ${roomTimeoutAttempts} for a storage that does not answer in time. No request waits beyond ${totalMs / 60_000} minutes`,
    );
    const [first, second] = RETRY_LIMITS.crashWaitsMs.map((ms) => ms / 1000);
    expect(text).toContain(`tried only twice more, after ${first} and after ${second} seconds.`);
    expect(text).toContain(
      `with 502 gets ${RETRY_LIMITS.crashWaitsMs.length + 1} requests. If it begins to do so later in the run, it gets at most ${attempts} for each request that was under way, and ${roomAttempts} for the contents`,
    );
  });
});

describe('words in the documentation', () => {
  it.each([...UNKNOWN_REASONS, ...EVIDENCE])('docs/evidence.md explains "%s"', (word) => {
    expect(read('docs/evidence.md')).toContain(`\n| \`${word}\` | `);
  });

  it('docs/report-format.md shows a room as the schema describes it', () => {
    const json = /<!-- room -->\s*```json\n([\s\S]*?)```/.exec(read('docs/report-format.md'))?.[1] ?? '';
    const { error } = reportSchema.shape.abandoned.safeParse([JSON.parse(json)]);
    expect(error).toBeUndefined();
  });

  it('has the scores of generated portals and of the recorded rooms', () => {
    const table = read('docs/evidence.md')
      .split('<!-- ground-truth -->')[1]
      ?.split('<!-- /ground-truth -->')[0];
    const rows = (table ?? '').split('\n').filter((line) => line.includes('`activity-source: history`'));
    expect(rows.map((line) => line.split('|').slice(-3, -1).map(Number))).toEqual([
      [0, 0],
      [0, 0],
      // A changed quota and a comment on a file version leave no trace.
      [2, 0],
    ]);
  });
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('uses inputs that action.yml has', () => {
    const workflows = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
      .map(([, yaml]) => parse(yaml ?? ''))
      .filter((yaml) => 'jobs' in yaml);
    const used = workflows.flatMap(({ jobs }) =>
      Object.values<{ steps: { with?: object }[] }>(jobs).flatMap(({ steps }) =>
        steps.flatMap((step) => Object.keys(step.with ?? {})),
      ),
    );
    const commands = [...text.matchAll(/dist\/index\.js (--.*)/g)].map(([, options = '']) => options);
    const options = commands.flatMap((line) =>
      [...line.matchAll(/--([\w-]+)/g)].map(([, name = '']) => name),
    );
    expect([...used, ...options].filter((name) => !(name in action.inputs))).toEqual([]);
    if (page === 'README.md' || page === 'docs/tracking-issue.md') expect(used).toContain('docspace-api-key');
    if (page === 'docs/running-elsewhere.md') expect(options).not.toEqual([]);
  });

  it('names commands that exist', () => {
    const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const files = [...text.matchAll(/\bnode ([\w/-]+\.(?:ts|js|mjs))/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has links and pictures that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
      .map(([, link, picture]) => link ?? picture ?? '')
      .filter((target) => !target.startsWith('https://'));
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

/** GitHub's anchors of headings: lower case, words joined by hyphens, without punctuation. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the picture in CONTRIBUTING.md', () => {
  const contributing = read('CONTRIBUTING.md');

  it('has the imports of src (node scripts/readme.ts writes them)', () => {
    expect(withImports(contributing, sources)).toBe(contributing);
  });

  it('describes every part of src', () => {
    const described = [...contributing.matchAll(/^ {4}\w+\["([^"<]+)<br>[^"]+"\]$/gm)].map(
      ([, name]) => name,
    );
    const parts = new Set([...sources.keys()].map(partOf));
    expect(described.toSorted()).toEqual([...parts].filter((part) => part !== 'shared/').sort());
  });
});
