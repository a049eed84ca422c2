import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TITLES } from '../../sandbox/portal/index.ts';
import { compileExemptions, keptUntilMs } from '../../src/rooms/exemptions.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import type { Room } from '../../src/rooms/room.ts';
import { seenText } from '../../src/shared/text.ts';
import { makePolicy, makeRoom, NOW } from '../support/factories.ts';
import fc from '../support/fast-check.ts';

function reason(room: Partial<Room>, policy: Partial<Policy>, now = NOW) {
  return compileExemptions(makePolicy(policy)).reasonFor(makeRoom(room), now);
}

describe('keep-until', () => {
  it.each([
    ['keep-until:2026-06-01', '2026-06-01T23:59:59.999Z'],
    ['KEEP-UNTIL:2026-06-01', '2026-06-01T23:59:59.999Z'],
    [' Keep-Until:  2026-06-01 ', '2026-06-01T23:59:59.999Z'],
    ['keep-until:2028-02-29', '2028-02-29T23:59:59.999Z'],
    ['keep-until:9999-12-31', '9999-12-31T23:59:59.999Z'],
    ['keep-until=2026-06-01', '2026-06-01T23:59:59.999Z'],
    ['keep-until：２０２６-06-01', '2026-06-01T23:59:59.999Z'],
    ['keep\u2011until\u00a02026–06–01', '2026-06-01T23:59:59.999Z'],
    ['keep_until_2026_06_01', '2026-06-01T23:59:59.999Z'],
    ['keep until: 2026/6/1', '2026-06-01T23:59:59.999Z'],
    ['keep-until-2026.06.01', '2026-06-01T23:59:59.999Z'],
    ['KeepUntil:20260601', '2026-06-01T23:59:59.999Z'],
    ['keep-until:\u200b2026-06-\u00ad01', '2026-06-01T23:59:59.999Z'],
  ])('%j keeps until %s', (tag, iso) => {
    expect(keptUntilMs(tag)).toBe(Date.parse(iso));
  });

  it.each(['', '#', '"', '“', '@', '📌 '])(
    'is taken with any sign between its parts, behind %j',
    (before) => {
      const sign = fc
        .stringMatching(/^[^\p{L}\p{N}]{1,2}$/u)
        .filter((text) => seenText(`x${text}x`).length > 2);
      const word = fc.constantFrom('until', 'till', 'til', 'untill', 'UNTIL');
      fc.assert(
        fc.property(sign, sign, word, (one, other, until) => {
          fc.pre(/^[^\p{L}\p{N}]*$/u.test(`${one}${other}`.normalize('NFKC')));
          const end = Date.parse('2027-01-31T23:59:59.999Z');
          for (const between of [one, '']) {
            const start = `${before}keep${between}${until}`;
            for (const tag of [
              `${start}${other}2027${one}01${one}31`,
              `${start}${between}20270131${other}`,
              `${start}2027${other}1${other}31`,
            ]) {
              expect(keptUntilMs(tag), tag).toBe(end);
            }
            expect(keptUntilMs(`${start}${other}soon`)).toBeNaN();
          }
        }),
      );
    },
  );

  it.each([
    'keep-until:',
    'keep-until: ',
    'keep-until',
    'keep until the audit',
    'keep-until:1/6/2026',
    'keep-until:soon',
    'keep-until:2026-02-29',
    'keep-until:2026-02-31',
    'keep-until:2026-13-01',
    'keep-until:2026-00-10',
    'keep-until:2026-06-00',
    'keep-until:01.06.2026',
    'keep-until:2026-06-01T00:00:00Z',
    'keep-until:2026-06-01 x',
    'keep-until:+002026-06-01',
    'keep-until:2026x06-01',
    'keep-until:2026-06x01',
    'keep-until:+012026-01',
    'keep-until:12026-01-01',
    'keep-until:2026-12-31\nof the next year',
  ])('%j has no date', (tag) => {
    expect(keptUntilMs(tag)).toBeNaN();
    expect(reason({ tags: [tag] }, {})).toBeNull();
  });

  it.each(['keep', 'until:2026-06-01', 'xkeep-until:2026-06-01', 'keep-untilled:2026-06-01', ''])(
    '%j is another tag',
    (tag) => {
      expect(keptUntilMs(tag)).toBeNull();
      expect(reason({ tags: [tag] }, {})).toBeNull();
    },
  );

  it.each([
    ['2026-05-31T23:59:59.999Z', true],
    ['2026-06-01T00:00:00.000Z', true],
    ['2026-06-01T23:59:59.999Z', true],
    ['2026-06-02T00:00:00.000Z', false],
    ['2026-06-02T00:00:00.000+03:00', true],
    ['2026-06-01T23:00:00.000-05:00', false],
  ])('through 1 June in UTC: at %s %j', (now, isKept) => {
    const tag = 'keep-until:2026-06-01';
    const found = reason({ tags: ['a', tag] }, { exemptTags: [] }, new Date(now));
    expect(found).toEqual(isKept ? { by: 'keep-until', detail: tag } : null);
  });

  it('holds while any of several tags does', () => {
    const tags = ['keep-until:2020-01-01', 'keep-until:soon', 'keep-until:2027-01-01'];
    expect(reason({ tags }, {})).toEqual({ by: 'keep-until', detail: 'keep-until:2027-01-01' });
    expect(reason({ tags: tags.slice(0, 2) }, {})).toBeNull();
  });

  it('that is over leaves the other exemptions as they are', () => {
    const tags = ['keep-until:2020-01-01', 'keep'];
    expect(reason({ tags }, { exemptTags: ['keep'] })).toEqual({ by: 'exempt-tags', detail: 'keep' });
  });
});

describe('exempt-tags', () => {
  it.each([
    ['keep', 'keep', true],
    ['keep', 'KEEP', true],
    ['KEEP', 'keep', true],
    ['keep', ' Keep ', true],
    ['ÜBUNG', 'übung', true],
    ['Caf\u00e9', 'cafe\u0301', true],
    ['keep', 'keeper', false],
    ['keep', 'do not keep', false],
    ['keep*', 'keeper', false],
    ['*', 'anything', false],
  ])('%j on a tag %j: %j', (entry, tag, isExempt) => {
    expect(reason({ tags: ['x', tag] }, { exemptTags: [entry] })).toEqual(
      isExempt ? { by: 'exempt-tags', detail: tag } : null,
    );
  });

  it('that are none exempt nothing', () => {
    expect(reason({ tags: ['keep'] }, { exemptTags: [] })).toBeNull();
  });
});

describe('exempt-rooms, ids', () => {
  it.each<[string, number | string, boolean]>([
    ['4711', 4711, true],
    ['4711', '4711', true],
    ['drive-15', 'drive-15', true],
    ['471', 4711, false],
    ['47110', 4711, false],
    ['04711', 4711, false],
    ['DRIVE-15', 'drive-15', false],
    ['a/b', 'a/b', true],
  ])('%j on the id %j: %j', (entry, id, isExempt) => {
    expect(reason({ id, title: 'Plan' }, { exemptRooms: ['x', entry] })).toEqual(
      isExempt ? { by: 'exempt-rooms', detail: entry } : null,
    );
  });
});

describe('exempt-rooms, globs', () => {
  it.each([
    ['Template *', 'template with / slash', true],
    // A title with characters that have a meaning in globs.
    ['plan [2024]', 'Plan [2024]', true],
    ['Plan [2024]', 'Plan 2', true],
    ['Plan [2024]', 'Plan 2024', false],
    ['C:\\new', 'C:\\new', true],
    ['Caf\u00e9 *', 'cafe\u0301 plan', true],
  ])('%j on the title %j: %j', (pattern, title, isExempt) => {
    expect(reason({ title }, { exemptRooms: [pattern] })).toEqual(
      isExempt ? { by: 'exempt-rooms', detail: pattern } : null,
    );
  });

  it('do not stop a room that the first does not match from matching the second', () => {
    expect(reason({ title: 'Plan B' }, { exemptRooms: ['x*', '!y', 'Plan *'] })).toEqual({
      by: 'exempt-rooms',
      detail: 'Plan *',
    });
  });

  it.each(HOSTILE_TITLES)('take the title %j itself, and any title with a star', (title) => {
    // As it would stand in the input, whose entries are lines without spaces around them.
    const pattern = title
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[\\*?[]/g, '\\$&');
    if (pattern !== '') {
      expect(reason({ title }, { exemptRooms: [pattern] })).toEqual({ by: 'exempt-rooms', detail: pattern });
    }
    expect(reason({ title }, { exemptRooms: ['*'] })).toEqual({ by: 'exempt-rooms', detail: '*' });
  });

  it('are refused if one is not a glob', () => {
    expect(() => compileExemptions(makePolicy({ exemptRooms: ['Plan', '[z-a]'] }))).toThrow(SyntaxError);
  });
});

describe('ticked rooms', () => {
  const ticked = new Map<number | string, string>([
    [7, '2026-08-01'],
    ['drive-7', '2026-08-02'],
  ]);
  const tickedReason = (room: Partial<Room>, policy: Partial<Policy> = {}) =>
    compileExemptions(makePolicy(policy), ticked).reasonFor(makeRoom(room), NOW);

  it('are exempt through their date, before all other reasons', () => {
    expect(tickedReason({ id: 7 })).toEqual({ by: 'tick', detail: '2026-08-01' });
    expect(tickedReason({ id: 'drive-7' })).toEqual({ by: 'tick', detail: '2026-08-02' });
    const room = { id: 7, tags: ['keep', 'keep-until:2027-01-01'] };
    expect(tickedReason(room, { exemptTags: ['keep'], exemptRooms: ['7'] })?.by).toBe('tick');
  });

  it.each([8, '7', 'drive-8'])('are no other room, such as %j', (id) => {
    expect(tickedReason({ id })).toBeNull();
  });
});

describe('exempt-owners', () => {
  it.each<[string, Room['owner'], string | null]>([
    ['ada', { id: 'ada', name: 'Ada Lovelace' }, 'ada'],
    ['ADA', { id: 'ada', name: 'Ada Lovelace' }, 'ada'],
    ['ada lovelace', { id: '66faa6e4', name: 'Ada Lovelace' }, 'Ada Lovelace'],
    ['Jürgen', { id: null, name: 'JÜRGEN' }, 'JÜRGEN'],
    ['A deleted account', { id: '4a515a15', name: null, isDeleted: true }, 'a deleted account'],
    ['4a515a15', { id: '4a515a15', name: null, isDeleted: true }, '4a515a15'],
    ['Ju\u0308rgen', { id: null, name: 'J\u00fcrgen' }, 'J\u00fcrgen'],
    ['Ada', { id: '66faa6e4', name: 'Ada Lovelace' }, null],
    ['Ada *', { id: '66faa6e4', name: 'Ada Lovelace' }, null],
    ['null', { id: null, name: null }, null],
    ['undefined', null, null],
  ])('%j on %j: %j', (entry, owner, detail) => {
    expect(reason({ owner }, { exemptOwners: [entry] })).toEqual(
      detail === null ? null : { by: 'exempt-owners', detail },
    );
  });

  it.each(HOSTILE_NAMES.filter((name) => name !== ''))('take the name %j', (name) => {
    expect(reason({ owner: { id: 'x', name } }, { exemptOwners: [name] })?.by).toBe('exempt-owners');
  });
});

describe('several reasons', () => {
  it('the reason that is set on the room comes first', () => {
    const room = { id: 4711, title: 'Plan', tags: ['keep', 'keep-until:2027-01-01'] };
    const all = { exemptTags: ['keep'], exemptRooms: ['4711', 'plan'], exemptOwners: ['ada'] };
    expect(reason(room, all)?.by).toBe('keep-until');
    expect(reason({ ...room, tags: ['keep'] }, all)?.by).toBe('exempt-tags');
    expect(reason({ ...room, tags: [] }, all)).toEqual({ by: 'exempt-rooms', detail: '4711' });
    expect(reason({ ...room, id: 1, tags: [] }, all)).toEqual({ by: 'exempt-rooms', detail: 'plan' });
    expect(reason({ ...room, id: 1, title: 'x', tags: [] }, all)?.by).toBe('exempt-owners');
  });

  it('none exempts nothing', () => {
    expect(reason({ tags: ['keep'], title: 'keep' }, {})).toBeNull();
  });
});

describe('entries that match nothing', () => {
  const policy = {
    exemptTags: ['Keep', 'archived'],
    exemptRooms: ['4711', 'Template *', 'Plan?'],
    exemptOwners: ['ADA', 'Eve'],
  };
  const unmatchedAfter = (...rooms: Partial<Room>[]) => {
    const exemptions = compileExemptions(policy);
    for (const room of rooms) exemptions.reasonFor(makeRoom({ owner: null, ...room }), NOW);
    return exemptions.unmatched();
  };

  it('are all entries before any room was seen', () => {
    expect(unmatchedAfter()).toEqual([
      { input: 'exempt-tags', entries: ['Keep', 'archived'] },
      { input: 'exempt-rooms', entries: ['4711', 'Template *', 'Plan?'] },
      { input: 'exempt-owners', entries: ['ADA', 'Eve'] },
    ]);
  });

  it.each<[Partial<Room>, string[]]>([
    [{ tags: ['keep'] }, ['4711', 'Template *', 'Plan?', 'ADA', 'Eve']],
    [{ id: 4711 }, ['Keep', 'archived', 'Template *', 'Plan?', 'ADA', 'Eve']],
    [{ id: 4711, title: 'Template 1' }, ['Keep', 'archived', 'Plan?', 'ADA', 'Eve']],
    [{ owner: { id: 'ada', name: 'eve' } }, ['Keep', 'archived', '4711', 'Template *', 'Plan?']],
    // An entry is no typo because another one exempts its rooms first.
    [
      { id: 4711, title: 'template x', tags: ['keep-until:2999-01-01', 'KEEP', 'Archived'] },
      ['Plan?', 'ADA', 'Eve'],
    ],
  ])('after the room %j are %j', (room, entries) => {
    expect(unmatchedAfter(room).flatMap((input) => input.entries)).toEqual(entries);
  });

  it('are none, and name no input, once each has matched', () => {
    expect(
      unmatchedAfter(
        { id: 4711, tags: ['keep', 'archived'], owner: { id: 'ada', name: null } },
        { title: 'Template', owner: { id: null, name: 'EVE' } },
        { title: 'Template 2' },
        { title: 'Plan9' },
      ),
    ).toEqual([]);
  });
});
