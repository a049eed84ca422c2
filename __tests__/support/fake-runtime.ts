import { readAction } from '../../sandbox/runner.ts';
import { INPUT_NAMES, type InputName } from '../../src/config/check-inputs.ts';
import type { Runtime } from '../../src/runtime.ts';

/** One thing that a run wrote, in order. */
export type Effect =
  | { readonly kind: 'mask'; readonly text: string }
  | { readonly kind: 'debug' | 'info' | 'warning' | 'group'; readonly text: string }
  | { readonly kind: 'end of group' }
  | { readonly kind: 'output'; readonly name: string; readonly text: string }
  | { readonly kind: 'summary'; readonly text: string }
  | { readonly kind: 'file' | 'removed'; readonly path: string; readonly text?: string };

export interface FakeRuntime extends Runtime {
  readonly effects: Effect[];
  /** Text of all effects of a kind. */
  texts(kind: Effect['kind']): string[];
  output(name: string): string | undefined;
  /** The text of a written file, by the end of its path. */
  file(name: string): string | undefined;
}

export interface FakeOptions {
  readonly inputs?: Partial<Record<InputName, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isDebug?: boolean;
  readonly now?: () => Date;
  /** The bytes that an earlier part of the step has written to the summary. */
  readonly summaryBytes?: number;
}

/** The texts of all inputs, as a runner passes them: the defaults of action.yml if nothing else is given. */
export async function inputTexts(
  given: Partial<Record<InputName, string>>,
): Promise<Record<InputName, string>> {
  const { inputs } = await readAction();
  return Object.fromEntries(
    INPUT_NAMES.map((name) => {
      const preset = inputs[name]?.default ?? '';
      return [name, given[name] ?? (preset.startsWith('${{') ? '' : preset)];
    }),
  ) as Record<InputName, string>;
}

/** A runtime that only records what a run writes. */
export async function fakeRuntime(options: FakeOptions = {}): Promise<FakeRuntime> {
  const effects: Effect[] = [];
  const say = (kind: 'debug' | 'info' | 'warning' | 'group') => (text: string) => {
    effects.push({ kind, text });
  };
  return {
    effects,
    inputs: await inputTexts(options.inputs ?? {}),
    env: { GITHUB_OUTPUT: 'output', ...options.env },
    now: options.now ?? (() => new Date()),
    log: {
      isDebug: options.isDebug ?? false,
      debug: say('debug'),
      info: say('info'),
      warning: say('warning'),
      startGroup: say('group'),
      endGroup: () => {
        effects.push({ kind: 'end of group' });
      },
    },
    maskSecret: (text) => {
      effects.push({ kind: 'mask', text });
    },
    setOutput: (name, text) => {
      effects.push({ kind: 'output', name, text });
    },
    summaryBytes: async () => options.summaryBytes ?? 0,
    writeSummary: async (text) => {
      effects.push({ kind: 'summary', text });
    },
    prepareDirectory: async () => undefined,
    writeFile: async (path, text) => {
      effects.push({ kind: 'file', path, text });
    },
    removeFile: async (path) => {
      effects.push({ kind: 'removed', path });
    },
    texts: (kind) =>
      effects.flatMap((effect) => (effect.kind === kind && 'text' in effect ? [effect.text ?? ''] : [])),
    output: (name) => {
      const effect = effects.findLast((one) => one.kind === 'output' && one.name === name);
      return effect !== undefined && 'text' in effect ? effect.text : undefined;
    },
    file: (name) => {
      const effect = effects.find((one) => one.kind === 'file' && one.path.endsWith(name));
      return effect !== undefined && 'text' in effect ? effect.text : undefined;
    },
  };
}
