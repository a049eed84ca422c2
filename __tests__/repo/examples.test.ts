import { platform } from 'node:process';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, it } from 'vitest';
import { bash, exampleFiles, jobsOf, read, root, stepsOf, workflowFiles } from '../support/workflows.ts';

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

/** How the step of the action ended. A failed scan sets no outputs: each of them is null in expressions. */
interface Ending {
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly isCancelled?: boolean;
}

const outputs = (scanned: string, abandoned: string) => ({
  'scanned-count': scanned,
  'abandoned-count': abandoned,
  'report-json': '/runner/temp/abandoned-rooms/abandoned-rooms.json',
});
const ENDINGS = {
  'abandoned rooms': { outcome: 'success', outputs: outputs('9', '2') },
  'no abandoned room': { outcome: 'success', outputs: outputs('9', '0') },
  'limit exceeded': { outcome: 'failure', outputs: outputs('9', '2') },
  'failed scan': { outcome: 'failure', outputs: {} },
  'nothing visible': { outcome: 'success', outputs: outputs('0', '0') },
  'an earlier step failed': { outcome: 'skipped', outputs: {} },
  cancelled: { outcome: 'failure', outputs: {}, isCancelled: true },
} satisfies Record<string, Ending>;

function dictionary(members: Readonly<Record<string, data.ExpressionData>>): data.Dictionary {
  return new data.Dictionary(...Object.entries(members).map(([key, value]) => ({ key, value })));
}

/** Whether a step with this condition runs, by GitHub's own evaluator. */
function runs(condition: string, stepId: string, { outcome, outputs: texts, isCancelled }: Ending): boolean {
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
  const expression = new Parser(tokens, ['steps'], functions).parse();
  const values = Object.entries(texts).map(([key, value]) => [key, new data.StringData(value)] as const);
  const step = dictionary({
    outcome: new data.StringData(outcome),
    outputs: dictionary(Object.fromEntries(values)),
  });
  const context = dictionary({ steps: dictionary({ [stepId]: step }) });
  const byName = new Map(functions.map((definition) => [definition.name, definition]));
  const result = new Evaluator(expression, context, byName).evaluate();
  return result instanceof data.BooleanData ? result.value : result.coerceString() !== '';
}

describe('the condition of a step after the action', () => {
  const conditions = exampleFiles.flatMap((path) => {
    const steps = stepsOf(path);
    const id = steps.find(({ id: given }) => given !== undefined)?.id ?? '';
    return steps.flatMap((step) =>
      step.if === undefined ? [] : [{ path, id, condition: step.if, name: step.name ?? step.uses ?? '' }],
    );
  });
  /** The endings after which each step runs. */
  const EXPECTED: Readonly<Record<string, readonly (keyof typeof ENDINGS)[]>> = {
    'examples/chat-message.yml': ['abandoned rooms', 'limit exceeded', 'failed scan', 'nothing visible'],
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

  it.each(conditions)('$path, $name', ({ path, id, condition }) => {
    const after = Object.entries(ENDINGS).filter(([, ending]) => runs(condition, id, ending));
    expect(after.map(([name]) => name)).toEqual(EXPECTED[path]);
  });

  it('takes a missing output for zero', () => {
    const condition = "!cancelled() && steps.rooms.outputs.abandoned-count != '0'";
    expect(runs(condition, 'rooms', ENDINGS['failed scan'])).toBe(false);
    expect(runs(condition, 'rooms', ENDINGS['abandoned rooms'])).toBe(true);
  });

  it('is only asked after success unless it says otherwise', () => {
    const condition = "steps.rooms.outputs.abandoned-count != '0'";
    expect(runs(condition, 'rooms', ENDINGS['limit exceeded'])).toBe(false);
    expect(runs(condition, 'rooms', ENDINGS['abandoned rooms'])).toBe(true);
  });
});

describe.skipIf(platform === 'win32')('the message of the example for a chat', () => {
  const script = stepsOf('examples/chat-message.yml').find(({ run }) => run !== undefined)?.run;

  it.each([
    ['a failed scan', '', '', '', 'The scan of the DocSpace rooms failed: RUN'],
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
});
