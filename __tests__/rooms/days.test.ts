import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseDay } from '../../src/rooms/days.ts';
import fc from '../support/fast-check.ts';

describe('days', () => {
  it('begin at midnight in UTC', () => {
    expect(dayOf(new Date('1970-01-01T00:00:00.000Z'))).toBe(0);
    expect(dayOf(new Date('1970-01-01T23:59:59.999Z'))).toBe(0);
    expect(dayOf(new Date('1970-01-02T00:00:00.000Z'))).toBe(1);
    expect(dayOf(new Date('1969-12-31T23:59:59.999Z'))).toBe(-1);
    // Still 30 June in UTC.
    expect(formatDay(dayOf(new Date('2026-07-01T01:30:00+02:00')))).toBe('2026-06-30');
  });

  it.each([
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', null],
    ['2026-02-31', null],
    ['2026-04-31', null],
    ['2026-13-01', null],
    ['2026-00-10', null],
    ['2026-01-00', null],
    ['2026-1-1', null],
    ['26-01-01', null],
    ['2026-01-01T00:00:00Z', null],
    [' 2026-01-01', null],
    ['2026-01-01\n', null],
    ['+02026-01-01', null],
    ['٢٠٢٦-٠١-٠١', null],
    ['', null],
  ])('reads %j as %j', (text, read) => {
    const day = parseDay(text);
    expect(day === null ? null : formatDay(day)).toBe(read);
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (day) => {
        expect(parseDay(formatDay(day))).toBe(day);
      }),
    );
  });
});
