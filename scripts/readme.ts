// Writes the generated parts of the documentation, between their markers: the tables of inputs and outputs in README.md
// from action.yml, and the arrows of the picture in CONTRIBUTING.md from the imports in src/.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** Everything may import this folder, so the picture leaves it out. */
const IMPORTED_EVERYWHERE = 'shared/';

/** README.md with the tables of action.yml. Throws if a marker is missing. */
export function withTables(readme: string, actionYaml: string): string {
  const { inputs, outputs } = parse(actionYaml) as ActionMetadata;
  const inputRows = Object.entries(inputs).map(([name, { description, default: preset }]) => [
    `\`${name}\``,
    preset === undefined ? '' : `\`${preset}\``,
    description,
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]);
  const withInputs = replaceBetween(
    readme,
    '<!-- inputs: from action.yml -->',
    '<!-- /inputs -->',
    table(['Input', 'Default', 'Meaning'], inputRows),
  );
  return replaceBetween(
    withInputs,
    '<!-- outputs: from action.yml -->',
    '<!-- /outputs -->',
    table(['Output', 'Meaning'], outputRows),
  );
}

/**
 * CONTRIBUTING.md with the arrows of its picture. Throws if a marker is missing.
 *
 * @param sources the files of `src/` by their paths in it, with `/`
 */
export function withImports(contributing: string, sources: ReadonlyMap<string, string>): string {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of importsOf(sources)) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const arrows = [...targets]
    .map(([from, to]) => `    ${idOf(from)} --> ${[...to].map(idOf).sort().join(' & ')}`)
    .sort();
  return replaceBetween(contributing, '    %% imports: from src/', '    %% /imports', arrows.join('\n'));
}

/** Pairs of parts of `src/`, of which the first imports the second. A part is a folder, such as `rooms/`, or a file. */
function importsOf(sources: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const pairs = [...sources].flatMap(([file, text]) =>
    [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(
      ([, target = '']) => [partOf(file), partOf(join(dirname(file), target).replaceAll('\\', '/'))] as const,
    ),
  );
  return pairs.filter(([from, to]) => from !== to && ![from, to].includes(IMPORTED_EVERYWHERE));
}

/** The files of `src/` by their paths in it. */
export function readSources(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'));
  return new Map(files.map((file) => [file, readFileSync(join(root, 'src', file), 'utf8')]));
}

/** The part of `src/` that a file belongs to. */
export function partOf(file: string): string {
  return file.includes('/') ? `${file.split('/')[0]}/` : file;
}

function idOf(part: string): string {
  return part.replace(/\/$|\.ts$/, '').replaceAll('-', '_');
}

function replaceBetween(text: string, start: string, end: string, inner: string): string {
  const [before, rest, extra] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined || extra !== undefined) {
    throw new Error(`The text needs "${start}" once, and "${end}" after it`);
  }
  return `${before}${start}\n${inner}\n${end}${after}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const rewrite = (name: string, change: (text: string) => string) =>
    writeFileSync(join(root, name), change(readFileSync(join(root, name), 'utf8')));
  rewrite('README.md', (text) => withTables(text, readFileSync(join(root, 'action.yml'), 'utf8')));
  rewrite('CONTRIBUTING.md', (text) => withImports(text, readSources(root)));
}
