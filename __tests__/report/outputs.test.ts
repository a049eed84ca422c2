import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { REPORT_FILES } from '../../src/report/files.ts';
import { archiveOutputsOf, fitJson, issueOutputsOf, outputsOf } from '../../src/report/outputs.ts';
import type { Room } from '../../src/rooms/room.ts';
import { daysAgo, makeReport, makeRoom } from '../support/factories.ts';
import fc, { character } from '../support/fast-check.ts';

const LIMIT = 100_000;
const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
const old = (room: Partial<Room> = {}, days = 100) => makeRoom({ lastUpdated: daysAgo(days), ...room });

const declared = Object.keys(
  z
    .object({ outputs: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'))).outputs,
).toSorted();

describe('outputs', () => {
  it.each([
    ['no rooms', makeReport([])],
    ['an active room', makeReport([makeRoom()])],
    ['an abandoned room', makeReport([old()])],
    ['a redacted report', makeReport([old()], { maxAbandoned: 0 }, true)],
  ])('with %s are those of action.yml, all of them texts', (_, report) => {
    const nothing = issueOutputsOf({ action: 'none', number: null, url: null });
    const outputs = { ...outputsOf(report), ...archiveOutputsOf(report), ...nothing };
    expect(Object.keys(outputsOf(report)).filter((name) => name in nothing)).toEqual([]);
    const paths = REPORT_FILES.map(({ output }) => output);
    expect([...Object.keys(outputs), ...paths].toSorted()).toEqual(declared);
    for (const value of Object.values(outputs)) expect(value).toBeTypeOf('string');
  });

  it('of no rooms are these', () => {
    expect(outputsOf(makeReport([]))).toEqual({
      'scanned-count': '0',
      'abandoned-count': '0',
      'new-count': '0',
      'recovered-count': '0',
      'exempt-count': '0',
      'unknown-count': '0',
      'upcoming-count': '0',
      'risky-count': '0',
      'reclaimable-bytes': '',
      'oldest-days': '0',
      'limit-exceeded': 'false',
      'abandoned-rooms': '[]',
      'abandoned-rooms-truncated': 'false',
      'key-expires': '',
    });
  });

  it('about the tracking issue are these', () => {
    expect(issueOutputsOf({ action: 'none', number: null, url: null })).toEqual({
      'issue-number': '',
      'issue-url': '',
      'issue-action': 'none',
    });
    const url = 'https://github.com/acme/rooms/issues/7';
    expect(issueOutputsOf({ action: 'updated', number: 7, url })).toEqual({
      'issue-number': '7',
      'issue-url': url,
      'issue-action': 'updated',
    });
  });

  it('of some rooms are these', () => {
    const report = makeReport(
      [
        old({ id: 1, usedBytes: 5 }, 99),
        old({ id: 2, usedBytes: null }, 400),
        makeRoom({ id: 3, lastUpdated: null, usedBytes: 7 }),
        makeRoom({ id: 4, lastUpdated: daysAgo(8) }),
        makeRoom({ id: 5, lastUpdated: daysAgo(9) }),
        old({ id: 6, tags: ['keep'] }),
        makeRoom({ id: 7 }),
        old({ id: 8, isArchived: true }),
      ],
      { exemptTags: ['keep'], maxAbandoned: 2 },
    );
    const outputs = outputsOf(report);
    expect(outputs).toMatchObject({
      'scanned-count': '8',
      'abandoned-count': '3',
      'exempt-count': '1',
      'unknown-count': '0',
      'upcoming-count': '2',
      'reclaimable-bytes': '12',
      'oldest-days': '400',
      'limit-exceeded': 'true',
      'abandoned-rooms-truncated': 'false',
    });
    expect(JSON.parse(outputs['abandoned-rooms'] ?? '')).toEqual(report.abandoned);
  });

  it('tell nought bytes apart from not told', () => {
    expect(outputsOf(makeReport([old({ usedBytes: 0 })]))['reclaimable-bytes']).toBe('0');
    expect(outputsOf(makeReport([old({ usedBytes: null })]))['reclaimable-bytes']).toBe('');
  });

  it.each([
    ['letters', 'M'.repeat(170)],
    ['emoji', '🚀'.repeat(85)],
    ['hidden characters', '\u202e'.repeat(170)],
  ])('cut abandoned-rooms at whole rooms to 100,000 bytes: titles of %s', (_, title) => {
    const report = makeReport(Array.from({ length: 400 }, (_, id) => old({ id, title })));
    const outputs = outputsOf(report);
    const json = outputs['abandoned-rooms'] ?? '';
    const rooms: unknown[] = JSON.parse(json);
    expect(outputs['abandoned-rooms-truncated']).toBe('true');
    expect(bytesOf(json)).toBeLessThanOrEqual(LIMIT);
    expect(rooms).toEqual(report.abandoned.slice(0, rooms.length));
    // Not one room fewer than would fit.
    const next = bytesOf(JSON.stringify(report.abandoned[rooms.length])) + 170 * 5 + 1;
    expect(bytesOf(json) + next).toBeGreaterThan(LIMIT);
    expect(outputs['abandoned-count']).toBe('400');
  });
});

describe('fitJson', () => {
  it.each([
    [[], 2, '[]', false],
    [[], 0, '[]', false],
    [['a'], 5, '["a"]', false],
    [['a'], 4, '[]', true],
    [['a', 'b'], 9, '["a","b"]', false],
    [['a', 'b'], 8, '["a"]', true],
    [['é'], 6, '["é"]', false],
    [['é'], 5, '[]', true],
    [['aaaaaaaaaa', 'b'], 8, '[]', true],
  ])('%j in %i bytes is %s', (items, bytes, json, isTruncated) => {
    expect(fitJson(items, bytes)).toEqual({ json, isTruncated });
  });

  it('fits, is JSON, is a beginning of the list, and as long as can be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: character, maxLength: 8 })),
        fc.integer({ min: 2, max: 120 }),
        (items, bytes) => {
          const { json, isTruncated } = fitJson(items, bytes);
          const kept: unknown[] = JSON.parse(json);
          expect(bytesOf(json)).toBeLessThanOrEqual(bytes);
          expect(kept).toEqual(items.slice(0, kept.length));
          expect(isTruncated).toBe(kept.length < items.length);
          if (isTruncated) {
            const oneMore = fitJson(items.slice(0, kept.length + 1), Number.POSITIVE_INFINITY).json;
            expect(bytesOf(oneMore)).toBeGreaterThan(bytes);
          }
        },
      ),
    );
  });
});
