import { platform } from 'node:process';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, it } from 'vitest';
import {
  bash,
  exampleFiles,
  jobsOf,
  read,
  root,
  scriptOf,
  stepsOf,
  workflowFiles,
} from '../support/workflows.ts';

/** The examples, read by GitHub's own parser and evaluator of workflows. */

describe('every workflow and example', () => {
  it.each([...exampleFiles, ...workflowFiles])('%s is one for GitHub', (name) => {
    const { context } = parseWorkflow({ name, content: read(name) }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  it.each(exampleFiles)('%s names the jobs of a matrix', (path) => {
    const unnamed = jobsOf(path).filter(([, { name, strategy }]) => strategy !== undefined && !name);
    expect(unnamed).toEqual([]);
  });
});

/** How the step of the action ended. */
interface Ending {
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly isCancelled?: boolean;
}

const counts = (scanned: string, abandoned: string) => ({
  'scanned-count': scanned,
  'abandoned-count': abandoned,
});
const outputs = (scanned: string, abandoned: string) => ({
  ...counts(scanned, abandoned),
  'report-json': '/runner/temp/abandoned-rooms/abandoned-rooms.json',
  'report-owners': '/runner/temp/abandoned-rooms/abandoned-rooms-by-owner.json',
});
const ENDINGS = {
  'abandoned rooms': { outcome: 'success', outputs: outputs('9', '2') },
  'no abandoned room': { outcome: 'success', outputs: outputs('9', '0') },
  'limit exceeded': { outcome: 'failure', outputs: outputs('9', '2') },
  'failed scan': { outcome: 'failure', outputs: counts('unknown', 'unknown') },
  // Killed before it set any: each of them is null in expressions.
  'no outputs': { outcome: 'failure', outputs: {} },
  'nothing visible': { outcome: 'success', outputs: outputs('0', '0') },
  'an earlier step failed': { outcome: 'skipped', outputs: {} },
  cancelled: { outcome: 'failure', outputs: {}, isCancelled: true },
} satisfies Record<string, Ending>;
type Name = keyof typeof ENDINGS;

function dictionary(members: Readonly<Record<string, data.ExpressionData>>): data.Dictionary {
  return new data.Dictionary(...Object.entries(members).map(([key, value]) => ({ key, value })));
}

/** Whether a step or job with this condition runs, by GitHub's own evaluator. */
function runs(condition: string, { outcome, outputs: texts, isCancelled }: Ending): boolean {
  const text = condition.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  const status = (name: string, value: boolean) => ({
    name,
    description: '',
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  const functions = [
    status('success', outcome === 'success'),
    status('failure', outcome !== 'success' && isCancelled !== true),
    status('cancelled', isCancelled === true),
    status('always', true),
  ];
  // Without such a function, GitHub adds success().
  const isOnSuccess = !/\b(?:success|failure|cancelled|always)\(\)/.test(text);
  const { tokens } = new Lexer(isOnSuccess ? `success() && (${text})` : text).lex();
  const expression = new Parser(tokens, ['steps', 'needs', 'github'], functions).parse();
  const strings = (values: Readonly<Record<string, string>>) =>
    dictionary(
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, new data.StringData(value)])),
    );
  const step = dictionary({ outcome: new data.StringData(outcome), outputs: strings(texts) });
  // An output of a job that is empty is dropped.
  const count = texts['abandoned-count'];
  const scan = dictionary({ outputs: strings(count === undefined ? {} : { count }) });
  const context = dictionary({
    steps: dictionary({ rooms: step }),
    needs: dictionary({ scan }),
    github: strings({ event_name: 'schedule' }),
  });
  const byName = new Map(functions.map((definition) => [definition.name, definition]));
  const result = new Evaluator(expression, context, byName).evaluate();
  return result instanceof data.BooleanData ? result.value : result.coerceString() !== '';
}

const endingsOf = (condition: string): string[] =>
  Object.entries(ENDINGS).flatMap(([name, ending]) => (runs(condition, ending) ? [name] : []));

describe('the condition of a step or job', () => {
  const conditions = exampleFiles.flatMap((path) =>
    [...jobsOf(path).map(([, job]) => job), ...stepsOf(path)].flatMap((one) =>
      one.if === undefined || one.if.startsWith('github.event_name') ? [] : [{ path, condition: one.if }],
    ),
  );
  /** The endings after which each of them runs. */
  const EXPECTED: Readonly<Record<string, readonly Name[]>> = {
    'examples/chat-message.yml': [
      'abandoned rooms',
      'limit exceeded',
      'failed scan',
      'no outputs',
      'nothing visible',
    ],
    'examples/each-room.yml': ['abandoned rooms'],
    'examples/mail-owners.yml': ['abandoned rooms', 'no abandoned room', 'nothing visible'],
    'examples/report-artifact.yml': [
      'abandoned rooms',
      'no abandoned room',
      'limit exceeded',
      'nothing visible',
    ],
  };

  it('is known for each example that has one', () => {
    expect(conditions.map(({ path }) => path).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  it.each(conditions)('of $path', ({ path, condition }) => {
    expect(endingsOf(condition)).toEqual(EXPECTED[path]);
  });

  it.each(["== '0'", '== 0', '> 5', '< 5'])(
    'that asks for a count %s is false after a failed scan',
    (question) => {
      const condition = `!cancelled() && steps.rooms.outputs.abandoned-count ${question}`;
      expect(endingsOf(condition)).not.toContain('failed scan');
    },
  );
});

describe.skipIf(platform === 'win32')('the message of the example for a chat', () => {
  const script = stepsOf('examples/chat-message.yml').find(({ run }) => run !== undefined)?.run;

  it.each([
    ['no outputs', '', '', '', 'The scan of the DocSpace rooms failed: RUN'],
    ['a failed scan', 'unknown', 'unknown', '', 'The scan of the DocSpace rooms failed: RUN'],
    ['no room', '0', '0', '0', 'No DocSpace room is visible to the API key: RUN'],
    [
      'rooms without a date',
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
    expect(bash(tools + script, root, variables)).toEqual({ status: 0, output: text });
  });

  it('is refused without the secret, by its name', () => {
    const { status, output } = bash(script ?? '', root, { WEBHOOK: '', ABANDONED: '2' });
    expect(status).toBe(1);
    expect(output).toMatch(/^::error::There is no secret CHAT_WEBHOOK_URL\./);
  });
});

it.skipIf(platform === 'win32' || bash('command -v jq', root, {}).status !== 0)(
  'the example with a job for each room takes as many as a matrix can',
  () => {
    const script = scriptOf('examples/each-room.yml', 'scan', 'matrix');
    const roomsOf = (count: number): unknown[] => {
      const rooms = JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, title: '"\n$(x)' })));
      const shown = `GITHUB_OUTPUT=$(mktemp)\n${script}\ncat "$GITHUB_OUTPUT"; rm "$GITHUB_OUTPUT"`;
      const { output } = bash(shown, root, { ROOMS: rooms });
      return JSON.parse(/^rooms=(.*)\n$/.exec(output)?.[1] ?? '');
    };
    expect(roomsOf(257)).toHaveLength(256);
    expect(roomsOf(1)).toEqual([{ id: 0, title: '"\n$(x)' }]);
    expect(roomsOf(0)).toEqual([]);
  },
);
