// Writes src/config/defaults.ts from action.yml, so that the defaults are written by hand in one place only.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
}

/** The text of src/config/defaults.ts. An expression such as `${{ github.token }}` has no value outside of a workflow. */
export function renderDefaults(actionYaml: string): string {
  const { inputs } = parse(actionYaml) as ActionMetadata;
  const members = Object.entries(inputs).map(([name, { default: value = '' }]) => {
    const text = value.startsWith('${{') ? '' : value;
    return `  ${/^\w+$/.test(name) ? name : quoted(name)}: ${quoted(text)},\n`;
  });
  return [
    '// Generated from action.yml by "npm run build". Do not edit.\n\n',
    '/** The default of each input; empty if it has none. */\n',
    `export const DEFAULTS = {\n${members.join('')}} as const;\n`,
  ].join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** Writes the file. */
export function writeDefaults(): void {
  const actionYaml = readFileSync(new URL('../action.yml', import.meta.url), 'utf8');
  writeFileSync(new URL('../src/config/defaults.ts', import.meta.url), renderDefaults(actionYaml));
}

if (import.meta.main) writeDefaults();
