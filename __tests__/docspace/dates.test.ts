import { describe, expect, it } from 'vitest';
import { portalDate } from '../../sandbox/portal/dates.ts';
import { parsePortalDate, readPortalDate } from '../../src/docspace/dates.ts';
import fc from '../support/fast-check.ts';

describe('parsePortalDate', () => {
  it.each([
    ['2026-03-02T15:21:16.0000000+03:00', '2026-03-02T12:21:16.000Z'],
    ['2026-03-02T15:21:16.0000000-05:30', '2026-03-02T20:51:16.000Z'],
    ['2026-03-02T00:30:00.0000000+03:00', '2026-03-01T21:30:00.000Z'],
    ['2026-03-02T15:21:16.0000000Z', '2026-03-02T15:21:16.000Z'],
    ['2026-03-02T15:21:16.1239999Z', '2026-03-02T15:21:16.123Z'],
    ['2026-03-02T15:21:16Z', '2026-03-02T15:21:16.000Z'],
    ['2026-03-02T15:21:16+0300', '2026-03-02T12:21:16.000Z'],
    ['2026-03-02T15:21Z', '2026-03-02T15:21:00.000Z'],
    ['2026-03-02t15:21:16z', '2026-03-02T15:21:16.000Z'],
    [' 2026-03-02T15:21:16Z\n', '2026-03-02T15:21:16.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
    ['Mon, 02 Mar 2026 10:00:00 GMT', '2026-03-02T10:00:00.000Z'],
    ['Tue, 24 Nov 2026 03:56:37 GMT', '2026-11-24T03:56:37.000Z'],
    ['Tue, 29 Feb 2028 00:00:00 GMT', '2028-02-29T00:00:00.000Z'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', '9999-12-31T23:59:59.000Z'],
    ['2026-03-02 15:21:16.5', '2026-03-02T15:21:16.500Z'],
    ['0002-01-01T03:00:00+03:00', '0002-01-01T00:00:00.000Z'],
  ])('reads %j as %s', (text, iso) => {
    expect(parsePortalDate(text)?.toISOString()).toBe(iso);
    expect(readPortalDate(text)).toEqual(new Date(iso));
  });

  it.each([
    '0001-01-01T00:00:00.0000000Z',
    '0001-01-01T00:00:00.0000000+03:00',
    '0001-01-01T00:00:00.0000000-05:00',
    '0001-01-01T00:00:00',
    '0001-01-01',
    '0001-12-31T23:59:59Z',
    '0001-12-31T23:00:00.0000000-05:00',
    '0000-01-01T00:00:00Z',
    '0002-01-01T00:00:00+03:00',
    'Mon, 01 Jan 0001 00:00:00 GMT',
    null,
    undefined,
    '',
    '   ',
  ])('takes %j for one that was never set', (text) => {
    expect(parsePortalDate(text)).toBeNull();
    expect(readPortalDate(text)).toBe('none');
  });

  it.each([
    'room 5',
    'never',
    '1772461276',
    '2026',
    '2026-03',
    '2026-13-01T00:00:00Z',
    '2026-03-32T00:00:00Z',
    '2026-03-02T25:00:00Z',
    '2026-03-02T10:60:00Z',
    '2026-03-02T10:00:00+25:00',
    '02.03.2026',
    '03/02/2026 10:00',
    'Tue, 02 Mar 2026 10:00:00 GMT',
    'Tue, 31 Feb 2026 10:00:00 GMT',
    'Mon, 02 Mar 2026 24:00:00 GMT',
    'Mon, 02 Mar 2026 10:60:00 GMT',
    'Mon, 2 Mar 2026 10:00:00 GMT',
    'Mon, 02 Mar 26 10:00:00 GMT',
    'Mon, 02 Mrz 2026 10:00:00 GMT',
    'mon, 02 mar 2026 10:00:00 gmt',
    'Mon, 02 Mar 2026 10:00:00',
    'Mon, 02 Mar 2026 10:00:00 +0000',
    'Mon, 02 Mar 2026 10:00:00 GMT+0300',
    'Monday, 02-Mar-26 10:00:00 GMT',
    'x Mon, 02 Mar 2026 10:00:00 GMT',
    '2026-03-02T15:21:16+03',
    '2026-03-02T10:00:00Z and more',
    'x2026-03-02T10:00:00Z',
    'Mon 2026-03-02',
    '2026-03-02 (Mon)',
    '12026-03-02T10:00:00Z',
    '٢٠٢٦-03-02T10:00:00Z',
  ])('cannot read %j', (text) => {
    expect(parsePortalDate(text)).toBeNull();
    expect(readPortalDate(text)).toBe('unreadable');
  });

  // The zone is read anew whenever TZ is set.
  it.each(['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'])(
    'takes a date without an offset as UTC on a runner in %s',
    (zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        expect(parsePortalDate('2026-03-02T15:21:16')?.toISOString()).toBe('2026-03-02T15:21:16.000Z');
        expect(parsePortalDate('2026-03-02 15:21')?.toISOString()).toBe('2026-03-02T15:21:00.000Z');
        expect(parsePortalDate('2026-03-02')?.toISOString()).toBe('2026-03-02T00:00:00.000Z');
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    },
  );

  it('reads every date that a portal writes, with any offset', () => {
    const dates = fc.date({
      min: new Date('0002-01-03T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.integer({ min: -840, max: 840 }), (date, offset) => {
        expect(parsePortalDate(portalDate(date, offset))).toEqual(date);
      }),
    );
  });

  it('gives back every date that HTTP writes, to the second', () => {
    const dates = fc.date({
      min: new Date('0100-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const second = new Date(Math.floor(date.getTime() / 1000) * 1000);
        expect(parsePortalDate(date.toUTCString())).toEqual(second);
      }),
    );
  });
});
