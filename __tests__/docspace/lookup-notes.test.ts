import { describe, expect, it } from 'vitest';
import { type Lookup, lacksScope, notesOn } from '../../src/docspace/lookup-notes.ts';
import { SOURCES } from '../../src/rooms/activity.ts';
import { daysAgo, makeActivity } from '../support/factories.ts';

const answered: Lookup = { kind: 'answered', activity: makeActivity(daysAgo(50), { evidence: 'history' }) };
const failed = (...statuses: (number | null)[]): Lookup[] =>
  statuses.map((status) => ({ kind: 'failed', forbidden: status === 403 ? 'scope' : null }));
const noRight: Lookup = { kind: 'failed', forbidden: 'account' };
const fault403: Lookup = { kind: 'failed', forbidden: null };
const notAsked: Lookup = { kind: 'not asked' };
const deleted: Lookup = { kind: 'deleted' };
const noEvidence = (count: number): Lookup[] =>
  Array.from({ length: count }, () => ({ kind: 'no evidence' }));

/** The look-ups of each source, in the order of the table. */
const lookupsOf = (...all: readonly (readonly Lookup[])[]) =>
  SOURCES.map((source, at) => ({ source, lookups: all[at] ?? [] }));

const EVERYBODY_COUNTS = { ignoresSomebody: false };
const SCOPE = 'the API key lacks the scope "files:read", or its account lacks the role for it';
const decided = (why: string) =>
  `The history of rooms cannot be read: ${why}. The date in the list decided (evidence: updated). Most activity does not change that date, so rooms in use may be called abandoned.`;
const some = (count: number) =>
  `The history of ${count} rooms cannot be read. Nothing shows whether they are abandoned, so they are not called so (unknown: history not readable).`;
const none = (count: number) =>
  some(count).replace('read.', 'read: each request for it is answered with an error.');
const STORED = `The contents of rooms cannot be read: ${SCOPE}. These rooms are listed as unknown.`;
const without = (rooms: string) =>
  `${rooms} a history that holds nothing, or nothing but the creation of a room that was changed later, so the date in the list decided if there is one (evidence: updated).`;
const SERVICE =
  " This is so for most rooms that were checked: the portal's service that writes the history does not run, or its audit log was cleared. Most activity does not change the date in the list, so rooms in use may be called abandoned.";

describe('notesOn', () => {
  it.each<{
    what: string;
    own: readonly Lookup[];
    stored?: readonly Lookup[];
    mayRead?: boolean;
    notes: readonly string[];
  }>([
    { what: 'nobody was asked', own: [], notes: [] },
    { what: 'all answered', own: [answered, answered], stored: [answered], notes: [] },
    { what: 'all are gone', own: [deleted, deleted], stored: [deleted], notes: [] },
    {
      what: 'one failed',
      own: [answered, ...failed(403)],
      notes: [
        'The history of 1 room cannot be read. Nothing shows whether it is abandoned, so it is not called so (unknown: history not readable).',
      ],
    },
    {
      what: 'some failed, in many ways',
      own: [answered, deleted, ...failed(403, 404, 500, null)],
      stored: failed(403),
      notes: [some(4)],
    },
    {
      what: 'a history without evidence is an answer',
      own: [...noEvidence(1), ...failed(403, 403)],
      notes: [some(2), without('1 room has')],
    },
    { what: 'all were refused', own: failed(403, 403), notes: [decided(SCOPE)] },
    {
      what: 'all were refused, in both sources',
      own: [...failed(403), notAsked],
      stored: failed(403),
      notes: [decided(SCOPE)],
    },
    {
      what: 'all were refused, and third-party storage was read',
      own: failed(403, 403),
      stored: [answered],
      notes: [none(2)],
    },
    {
      what: 'all were refused, though the key has the scope',
      own: failed(403, 403),
      mayRead: true,
      notes: [none(2)],
    },
    {
      what: 'nothing was asked, since the key lacks the scope',
      own: [notAsked],
      stored: [notAsked],
      mayRead: false,
      notes: [decided(SCOPE)],
    },
    { what: 'only storages were not asked', own: [], stored: [notAsked], mayRead: false, notes: [STORED] },
    { what: 'the account may open none of them', own: [noRight, noRight], notes: [none(2)] },
    { what: 'some for each reason', own: [noRight, ...failed(403)], notes: [none(2)] },
    { what: 'faults with status 403', own: [fault403, fault403], notes: [none(2)] },
    { what: 'all were not found', own: failed(404, 405, 410, 501), notes: [none(4)] },
    { what: 'faults', own: [...failed(500), notAsked], notes: [none(2)] },
    { what: 'nonsense', own: failed(null, null), notes: [none(2)] },
    { what: 'a refusal beside a fault', own: failed(403, 500), notes: [none(2)] },
    { what: 'one that was not found beside one that was refused', own: failed(404, 403), notes: [none(2)] },
    { what: 'storages refused, nothing else', own: [], stored: failed(403, 403), notes: [STORED] },
    {
      what: 'storages refused, and the only other room is gone',
      own: [deleted],
      stored: failed(403),
      notes: [STORED],
    },
    {
      what: 'storages refused beside one that was read',
      own: [],
      stored: [answered, ...failed(403)],
      notes: [],
    },
    { what: 'storages with faults', own: [], stored: failed(403, 500), notes: [] },
  ])('$what', ({ own, stored = [], mayRead = null, notes }) => {
    expect(notesOn(lookupsOf(own, stored), mayRead, EVERYBODY_COUNTS)).toEqual(notes);
  });

  it('says that ignored accounts count if the list decides, and only then', () => {
    const ignoring = { ignoresSomebody: true };
    for (const own of [failed(403, 403), noEvidence(1), noEvidence(9)]) {
      expect(notesOn(lookupsOf(own), null, ignoring)).toEqual([
        expect.stringMatching(
          / For these rooms, the activity of the accounts in ignore-activity-by counts, so abandoned rooms may be missed\.$/,
        ),
      ]);
    }
    expect(notesOn(lookupsOf([answered, ...failed(500, 500)]), null, ignoring)).toEqual([some(2)]);
    expect(notesOn(lookupsOf([answered], failed(500)), null, ignoring)).toEqual([]);
  });

  it.each([
    { own: noEvidence(1), note: without('1 room has') },
    { own: noEvidence(4), note: without('4 rooms have') },
    { own: noEvidence(5), note: without('5 rooms have') + SERVICE },
    { own: [...noEvidence(5), ...Array(4).fill(answered)], note: without('5 rooms have') + SERVICE },
    { own: [...noEvidence(5), ...Array(5).fill(answered)], note: without('5 rooms have') },
  ])('explains the cause if most histories are empty: $own.length rooms', ({ own, note }) => {
    expect(notesOn(lookupsOf(own), null, EVERYBODY_COUNTS)).toEqual([note]);
  });
});

it('no scope is missing as soon as one room was answered', () => {
  for (const others of [failed(403, 403), failed(404, 404), [notAsked], noEvidence(2)]) {
    for (const mayRead of [true, null]) {
      const all = lookupsOf([answered, ...others], others);
      for (const one of all) expect(lacksScope(one, all, mayRead)).toBe(false);
    }
  }
});
