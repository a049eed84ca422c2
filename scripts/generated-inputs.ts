// Writes src/config/inputs.generated.ts from action.yml, so that inputs are described by hand in one place only.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>;
}

/** The text of src/config/inputs.generated.ts. An expression such as `${{ github.token }}` has no value outside of a workflow. */
export function renderInputs(actionYaml: string): string {
  const { inputs } = parse(actionYaml) as ActionMetadata;
  const members = Object.entries(inputs).map(([name, { default: value = '', description }]) => {
    const text = value.startsWith('${{') ? '' : value;
    const member = { default: text, description };
    return `  ${JSON.stringify(name)}: ${JSON.stringify(member)},\n`;
  });
  return [
    '// Generated from action.yml by "npm run build". Do not edit.\n\n',
    '/** The default of each input, empty if it has none, and what it means, in Markdown. */\n',
    `export const INPUTS = {\n${members.join('')}};\n`,
  ].join('');
}

/** Writes the file. */
export function writeInputs(): void {
  const actionYaml = readFileSync(new URL('../action.yml', import.meta.url), 'utf8');
  writeFileSync(new URL('../src/config/inputs.generated.ts', import.meta.url), renderInputs(actionYaml));
}

if (import.meta.main) writeInputs();
