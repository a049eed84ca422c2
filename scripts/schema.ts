// Writes the JSON Schema of the report file, made of the zod schema, to schema/.
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { reportSchema } from '../src/report/schema.ts';

/** The text of schema/report.schema.json. */
export function renderSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'output' });
  const { $schema, ...rest } = schema;
  const title = 'Report of the abandoned-rooms action';
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(new URL('../schema/report.schema.json', import.meta.url), renderSchema());
}
