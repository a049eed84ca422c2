import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { renderSchema } from '../../scripts/schema.ts';
import { REPORT_FILES } from '../../src/report/files.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { EVIDENCE, UNKNOWN_REASONS } from '../../src/rooms/activity.ts';
import { SKIP_REASONS } from '../../src/rooms/verdict.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';

const published = readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8');
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
// The package is CommonJS: its function is a member of what is imported.
const addFormats = formats as unknown as typeof formats.default;
addFormats(ajv);
const validate = ajv.compile(JSON.parse(published));

const ROOMS = [
  makeRoom({ id: 1, lastUpdated: daysAgo(400), created: daysAgo(800) }),
  makeRoom({ id: 'drive-2', lastUpdated: null, isThirdParty: true }),
  makeRoom({ id: 3, lastUpdated: daysAgo(8) }),
  makeRoom({ id: 4, tags: ['keep'], owner: null, usedBytes: null, type: 'type-99' }),
  makeRoom({ id: 5, isArchived: true }),
  ...HOSTILE_TITLES.map((title, at) => makeRoom({ id: 100 + at, title, lastUpdated: daysAgo(50 + at) })),
];

/** The report file, as it is written and read back. */
function written(redacted: boolean): unknown {
  const file = REPORT_FILES.find(({ output }) => output === 'report-json');
  return JSON.parse(file?.render(makeReport(ROOMS, { exemptTags: ['keep'] }, redacted)) ?? '');
}

describe('the JSON Schema of the report file', () => {
  it('is built from the sources: run "npm run schema" if it is not', () => {
    expect(published).toBe(renderSchema());
  });

  it('has every kind of verdict', () => {
    const { properties } = JSON.parse(published);
    expect(properties.skippedBy.propertyNames.enum).toEqual([...SKIP_REASONS]);
    expect(properties.unknown.items.properties.reason.enum).toEqual([...UNKNOWN_REASONS]);
    expect(properties.abandoned.items.properties.evidence.enum).toEqual([...EVIDENCE]);
  });

  it.each([true, false])('holds for the report file, redacted: %s', (redacted) => {
    const report = written(redacted);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(reportSchema.safeParse(report).error).toBeUndefined();
  });

  it.each([
    ['another version', { schemaVersion: 2 }],
    ['a member that nobody knows', { extra: 1 }],
    ['a date that is none', { generatedAt: 'yesterday' }],
    ['a list left out', { abandoned: undefined }],
    ['a room without its evidence', { abandoned: [{ id: 1 }] }],
  ])('refuses %s', (_, change) => {
    const report = { ...(written(false) as object), ...change };
    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
  });
});
