// Writes the JSON Schema of the report file, made of the zod schema, to schema/. With --check, compares it only.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { reportSchema } from '../src/report/report.ts';

const FILE = fileURLToPath(new URL('../schema/report.schema.json', import.meta.url));

/** The text of schema/report.schema.json. */
export function renderSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'output' });
  const { $schema, ...rest } = schema;
  const title = 'Report of the abandoned-rooms action';
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

if (import.meta.main) {
  if (!argv.includes('--check')) {
    writeFileSync(FILE, renderSchema());
  } else if (readFileSync(FILE, 'utf8') !== renderSchema()) {
    console.error('schema/report.schema.json is not what src/report/report.ts makes. Run "npm run schema".');
    exit(1);
  }
}
