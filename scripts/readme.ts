// Writes the tables of inputs and outputs in README.md from action.yml, between their markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** README.md with the tables of action.yml. Throws if a marker is missing. */
export function withTables(readme: string, actionYaml: string): string {
  const { inputs, outputs } = parse(actionYaml) as ActionMetadata;
  const inputRows = Object.entries(inputs).map(([name, { description, default: preset }]) => [
    `\`${name}\``,
    preset === undefined ? '' : `\`${preset}\``,
    description,
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]);
  return between(
    between(readme, 'inputs', table(['Input', 'Default', 'Meaning'], inputRows)),
    'outputs',
    table(['Output', 'Meaning'], outputRows),
  );
}

function between(text: string, name: string, inner: string): string {
  const [start, end] = [`<!-- ${name}: from action.yml -->`, `<!-- /${name} -->`];
  const [before, rest, extra] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined || extra !== undefined) {
    throw new Error(`README.md needs "${start}" once, and "${end}" after it`);
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
  const path = join(root, 'README.md');
  writeFileSync(path, withTables(readFileSync(path, 'utf8'), readFileSync(join(root, 'action.yml'), 'utf8')));
}
