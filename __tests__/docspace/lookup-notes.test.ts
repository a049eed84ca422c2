import { describe, expect, it } from 'vitest';
import { isDenied, type Lookup, notesOn } from '../../src/docspace/lookup-notes.ts';
import { daysAgo, makeActivity } from '../support/factories.ts';

const answered: Lookup = { kind: 'answered', activity: makeActivity(daysAgo(50), { evidence: 'history' }) };
const failed = (...statuses: (number | null)[]): Lookup[] =>
  statuses.map((status) => ({ kind: 'failed', status, forbidden: status === 403 ? 'scope' : null }));
const noRight: Lookup = { kind: 'failed', status: 403, forbidden: 'account' };
const fault403: Lookup = { kind: 'failed', status: 403, forbidden: null };
const notAsked: Lookup = { kind: 'not asked' };
const deleted: Lookup = { kind: 'deleted' };
const noEvidence = (count: number): Lookup[] =>
  Array.from({ length: count }, () => ({ kind: 'no evidence' }));

const EVERYBODY_COUNTS = { ignoresSomebody: false };
const SCOPE = 'the API key lacks the scope "files:read", or its account lacks the role for it';
const ACCOUNT = "the API key's account may not open these rooms";
const TOO_OLD = 'the portal does not have this call, so its version is too old';
const FAULT = 'the portal answers the call with an error';
const none = (why: string) =>
  `The history of rooms cannot be read: ${why}. The date in the list decided (evidence: updated). Most activity does not change that date, so rooms in use may be called abandoned.`;
const some = (rooms: string) =>
  `The history of ${rooms} cannot be read, so the date in the list decided (evidence: updated). Most activity does not change that date.`;
const STORED =
  'No room on third-party storage can be checked: the API key lacks the scope "files:read", or its account lacks the role for it. These rooms are listed as unknown.';
const without = (rooms: string) =>
  `${rooms} a history that holds nothing, or nothing but the creation of a room that was changed later, so the date in the list decided if there is one (evidence: updated).`;
const SERVICE =
  " This is so for most rooms that were checked: the portal's service that writes the history does not run, or its audit log was cleared. Most activity does not change the date in the list, so rooms in use may be called abandoned.";

describe('notesOn', () => {
  it.each([
    { what: 'nobody was asked', own: [], stored: [], notes: [] },
    { what: 'all answered', own: [answered, answered], stored: [answered], notes: [] },
    { what: 'all are gone', own: [deleted, deleted], stored: [deleted], notes: [] },
    { what: 'one failed', own: [answered, ...failed(403)], stored: [], notes: [some('1 room')] },
    {
      what: 'some failed, in many ways',
      own: [answered, deleted, ...failed(403, 404, 500, null)],
      stored: failed(403),
      notes: [some('4 rooms')],
    },
    { what: 'all were refused', own: failed(403, 403), stored: [], notes: [none(SCOPE)] },
    {
      what: 'all were refused, third-party storage too',
      own: [...failed(403), notAsked],
      stored: failed(403),
      notes: [none(SCOPE)],
    },
    {
      what: 'all were refused, and third-party storage was read',
      own: failed(403),
      stored: [answered],
      notes: [none(ACCOUNT)],
    },
    {
      what: 'the account may open none of them',
      own: [noRight, noRight],
      stored: [],
      notes: [none(ACCOUNT)],
    },
    { what: 'some for each reason', own: [noRight, ...failed(403)], stored: [], notes: [none(ACCOUNT)] },
    { what: 'a fault with status 403', own: [fault403], stored: [], notes: [none(FAULT)] },
    { what: 'none was found', own: failed(404, 404), stored: [], notes: [none(TOO_OLD)] },
    {
      what: 'no such call, in other words',
      own: failed(404, 405, 410, 501),
      stored: [],
      notes: [none(TOO_OLD)],
    },
    { what: 'faults', own: [...failed(500), notAsked], stored: [], notes: [none(FAULT)] },
    { what: 'nonsense', own: failed(null), stored: [], notes: [none(FAULT)] },
    {
      what: 'a refusal beside a fault, which a key without the scope would not have met',
      own: failed(403, 500),
      stored: [],
      notes: [none(FAULT)],
    },
    {
      what: 'one that was not found beside one that was refused',
      own: failed(404, 403),
      stored: [],
      notes: [none(FAULT)],
    },
    {
      what: 'storages refused, nothing else',
      own: [],
      stored: failed(403, 403),
      notes: [STORED],
    },
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
  ])('$what', ({ own, stored, notes }) => {
    expect(notesOn(own, stored, EVERYBODY_COUNTS)).toEqual(notes);
  });

  it('says that ignored accounts count if the list decides', () => {
    const ignoring = { ignoresSomebody: true };
    for (const own of [failed(500), [answered, ...failed(500)], noEvidence(1), noEvidence(9)]) {
      expect(notesOn(own, [], ignoring)).toEqual([
        expect.stringMatching(
          / For these rooms, the activity of the accounts in ignore-activity-by counts, so abandoned rooms may be missed\.$/,
        ),
      ]);
    }
    expect(notesOn([answered], failed(500), ignoring)).toEqual([]);
  });

  it.each([
    { own: noEvidence(1), note: without('1 room has') },
    { own: noEvidence(4), note: without('4 rooms have') },
    { own: noEvidence(5), note: without('5 rooms have') + SERVICE },
    { own: [...noEvidence(5), ...Array(4).fill(answered)], note: without('5 rooms have') + SERVICE },
    { own: [...noEvidence(5), ...Array(5).fill(answered)], note: without('5 rooms have') },
  ])('explains the cause if most histories are empty: $own.length rooms', ({ own, note }) => {
    expect(notesOn(own, [], EVERYBODY_COUNTS)).toEqual([note]);
  });

  it('has one note for each cause', () => {
    expect(notesOn([...noEvidence(1), ...failed(500)], [], EVERYBODY_COUNTS)).toEqual([
      some('1 room'),
      without('1 room has'),
    ]);
  });
});

describe('isDenied', () => {
  it.each([
    { lookups: failed(403, 403), atLeast: 2, is: true },
    { lookups: [...failed(403, 403), notAsked, deleted], atLeast: 2, is: true },
    { lookups: failed(403), atLeast: 2, is: false },
    { lookups: failed(403, 500), atLeast: 2, is: false },
    { lookups: [noRight, noRight], atLeast: 2, is: false },
    { lookups: [fault403, fault403], atLeast: 2, is: false },
    { lookups: [answered, ...failed(403, 403)], atLeast: 2, is: false },
    { lookups: [], atLeast: 1, is: false },
  ])('$lookups, at least $atLeast: $is', ({ lookups, atLeast, is }) => {
    expect(isDenied(lookups, atLeast)).toBe(is);
  });
});
