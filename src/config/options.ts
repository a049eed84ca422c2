import { parseArgs } from 'node:util';
import { InputError } from '../shared/errors.ts';
import { INPUT_NAMES, type InputName, type InputTexts } from './check-inputs.ts';
import { INPUTS } from './inputs.generated.ts';
import { VARIABLES } from './settings.ts';

/** The options of a run at a terminal: they are named like the inputs. */

/** Other people on the machine can see the options of a command, and the shell remembers them. */
const SECRETS = ['docspace-api-key', 'github-token'] as const;
const NAMES = INPUT_NAMES.filter((name) => !SECRETS.some((secret) => secret === name));
/** They may stand without a value, which is then `true`. */
const SWITCHES = NAMES.filter((name) => INPUTS[name].default === 'false').map((name) => `--${name}`);

/**
 * The texts of the inputs that are given as options; null if the help is asked for.
 *
 * @param args the arguments of the command
 * @throws InputError that names every faulty option
 */
export function readOptions(args: readonly string[]): Partial<InputTexts> | null {
  const dashed = args.map(withTwoDashes);
  const { tokens } = parseArgs({
    args: dashed.map((arg, at) =>
      SWITCHES.includes(arg) && !/^(true|false)$/i.test(dashed[at + 1] ?? '') ? `${arg}=true` : arg,
    ),
    options: Object.fromEntries(INPUT_NAMES.map((name) => [name, { type: 'string' }])),
    strict: false,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === 'option' && ['help', 'h'].includes(token.name))) return null;
  const texts: Partial<Record<InputName, string>> = {};
  const faults = tokens
    // The value of an option that does not exist stands alone.
    .filter(({ kind }, at) => kind === 'positional' && !isWithoutValue(tokens[at - 1]))
    // Not shown: it may be a secret.
    .map(({ index }) => `argument ${index + 1}: got no option; takes --name value`);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = NAMES.find((candidate) => candidate === token.name);
    if (name === undefined) faults.push(unknownOption(token.name));
    else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))
      faults.push(`--${name}: got nothing; takes a value, or --${name}= for the default`);
    else if (texts[name] !== undefined)
      faults.push(`--${name}: got it twice; takes one value, and a list has commas between its entries`);
    else texts[name] = token.value;
  }
  if (faults.length > 0) throw new InputError(faults);
  return texts;
}

function isWithoutValue(token: { readonly kind: string; readonly value?: string | undefined } | undefined) {
  return token?.kind === 'option' && token.value === undefined;
}

/** One dash, or what a word processor makes of two, before a name. The value of an option before it stays as it is. */
function withTwoDashes(arg: string, at: number, args: readonly string[]): string {
  const before = args[at - 1] ?? '';
  const isValue = NAMES.some((name) => before === `--${name}`) && !SWITCHES.includes(before);
  return isValue ? arg : arg.replace(/^\p{Pd}(?=\p{L}{2})/u, '--');
}

function unknownOption(name: string): string {
  const nearest = nearestTo(name);
  const secret = SECRETS.find((candidate) => candidate === nearest);
  if (secret !== undefined) {
    return `--${name.slice(0, 60)}: got a secret, which others could see in the list of processes; set the variable ${VARIABLES[secret]} instead`;
  }
  const meant = nearest === undefined ? '' : `--${nearest}, or `;
  return `--${name.slice(0, 60)}: got an option that does not exist; takes ${meant}one that --help lists`;
}

/** The input that is certainly meant by a name: it holds the name, or differs in two letters at most. */
function nearestTo(name: string): InputName | undefined {
  if (name.length < 3) return undefined;
  const farness = (other: string) => (other.includes(name) ? 0 : distance(name, other));
  const [nearest] = INPUT_NAMES.toSorted((a, b) => farness(a) - farness(b));
  return nearest !== undefined && farness(nearest) <= 2 ? nearest : undefined;
}

/** How many letters have to be added, left out or changed (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [at, other] of [...to].entries()) {
      const changed = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** What `--help` prints. */
export function helpText(): string {
  const options = NAMES.map((name) => {
    const { default: preset, description } = INPUTS[name];
    return `  --${name} <value>${preset === '' ? '' : ` (default: ${preset})`}\n${description.replace(/(.{1,90})(?:\s+|$)/g, '      $1\n').trimEnd()}`;
  });
  return [
    'Usage: npx node dist/index.js [--<option> <value>]…',
    'Finds the rooms of an ONLYOFFICE DocSpace portal that nobody uses any more.',
    'Secrets are read from variables: DOCSPACE_API_KEY and, for a tracking issue, GITHUB_TOKEN.',
    ...options,
    '',
  ].join('\n\n');
}
