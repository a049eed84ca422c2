import { readAction } from '../../sandbox/runner.ts';
import { INPUT_NAMES, type InputName } from '../../src/inputs.ts';
import type { Outside } from '../../src/outside.ts';

/** One thing that a run did to the world, in the order in which it did it. */
export type Deed =
  | { readonly kind: 'mask'; readonly text: string }
  | { readonly kind: 'debug' | 'info' | 'warning' | 'group'; readonly text: string }
  | { readonly kind: 'end of group' }
  | { readonly kind: 'output'; readonly name: string; readonly text: string }
  | { readonly kind: 'summary'; readonly text: string }
  | { readonly kind: 'file' | 'removed'; readonly path: string; readonly text?: string };

export interface FakeOutside extends Outside {
  readonly deeds: Deed[];
  /** Text of all deeds of a kind. */
  texts(kind: Deed['kind']): string[];
  output(name: string): string | undefined;
}

export interface FakeOptions {
  readonly inputs?: Partial<Record<InputName, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isDebug?: boolean;
  readonly now?: () => Date;
}

/** The texts of all inputs, as a runner hands them over: the defaults of action.yml where nothing else is given. */
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

/** An outside that only keeps what was done to it. */
export async function fakeOutside(options: FakeOptions = {}): Promise<FakeOutside> {
  const deeds: Deed[] = [];
  const say = (kind: 'debug' | 'info' | 'warning' | 'group') => (text: string) => {
    deeds.push({ kind, text });
  };
  return {
    deeds,
    inputs: await inputTexts(options.inputs ?? {}),
    env: options.env ?? {},
    now: options.now ?? (() => new Date()),
    log: {
      isDebug: options.isDebug ?? false,
      debug: say('debug'),
      info: say('info'),
      warning: say('warning'),
      startGroup: say('group'),
      endGroup: () => {
        deeds.push({ kind: 'end of group' });
      },
    },
    maskSecret: (text) => {
      deeds.push({ kind: 'mask', text });
    },
    setOutput: (name, text) => {
      deeds.push({ kind: 'output', name, text });
    },
    writeSummary: async (text) => {
      deeds.push({ kind: 'summary', text });
    },
    prepareDirectory: async () => undefined,
    writeFile: async (path, pieces) => {
      deeds.push({ kind: 'file', path, text: [...pieces].join('') });
    },
    removeFile: async (path) => {
      deeds.push({ kind: 'removed', path });
    },
    texts: (kind) => deeds.flatMap((deed) => (deed.kind === kind && 'text' in deed ? [deed.text ?? ''] : [])),
    output: (name) => {
      const deed = deeds.find((one) => one.kind === 'output' && one.name === name);
      return deed !== undefined && 'text' in deed ? deed.text : undefined;
    },
  };
}
