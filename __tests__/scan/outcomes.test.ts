import { describe, expect, it } from 'vitest';
import type { ActivityRules } from '../../src/docspace/activity-rules.ts';
import { activityAfter, mayLackScope, notesOn, type Outcome } from '../../src/docspace/outcomes.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { daysAgo, makeActivity, makeRoom } from '../support/factories.ts';

/** What is made of the outcomes, as tables. */

const TERMS: ActivityRules = {
  isIgnored: accountList(['bot']),
  ignoresSomebody: false,
  threshold: daysAgo(10),
};
const heard: Outcome = { kind: 'heard', activity: makeActivity(daysAgo(50), { evidence: 'history' }) };
const failed = (...statuses: (number | null)[]): Outcome[] =>
  statuses.map((status) => ({ kind: 'failed', status }));
const left: Outcome = { kind: 'not asked' };
const missing: Outcome = { kind: 'missing' };

const NOTHING = { history: false, files: false };
const FILES = { history: false, files: true };
const HISTORY = { history: true, files: true };

const SCOPE = 'the API key lacks the scope "files:read", or its account may not open these rooms';
const ACCOUNT = "the API key's account may not open these rooms";
const TOO_OLD = 'the portal has no such call: its version is too old';
const FAULT = 'the portal answers the call with a fault';
const none = (why: string) =>
  `The history of rooms cannot be read, because ${why}. The listing's own date decided (evidence: updated), which most activity does not move: rooms may be called abandoned that are alive.`;
const some = (count: number) =>
  `${count} room(s) did not answer with their history (evidence: updated): the listing's own date decided, which most activity does not move.`;
const STORED =
  'No room on third-party storage can be looked into: the API key lacks the scope "files:read", or the storages have lost their authorization. These rooms are shown as unknown.';

describe('notes', () => {
  it.each([
    { what: 'nobody was asked', own: [], stored: [], reached: NOTHING, notes: [] },
    { what: 'all answered', own: [heard, heard], stored: [heard], reached: HISTORY, notes: [] },
    { what: 'all are gone', own: [missing, missing], stored: [missing], reached: NOTHING, notes: [] },
    { what: 'one failed', own: [heard, ...failed(403)], stored: [], reached: HISTORY, notes: [some(1)] },
    {
      what: 'some failed, in many ways',
      own: [heard, missing, ...failed(403, 404, 500, null)],
      stored: failed(403),
      reached: HISTORY,
      notes: [some(4)],
    },
    {
      what: 'all failed after their first page',
      own: failed(403, 403),
      stored: [],
      reached: HISTORY,
      notes: [some(2)],
    },
    { what: 'all were refused', own: failed(403, 403), stored: [], reached: NOTHING, notes: [none(SCOPE)] },
    {
      what: 'all were refused, third-party storage too',
      own: [...failed(403), left],
      stored: failed(403),
      reached: NOTHING,
      notes: [none(SCOPE)],
    },
    {
      what: 'all were refused, and third-party storage was read',
      own: failed(403),
      stored: [heard],
      reached: FILES,
      notes: [none(ACCOUNT)],
    },
    { what: 'none was found', own: failed(404, 404), stored: [], reached: FILES, notes: [none(TOO_OLD)] },
    {
      what: 'no such call, in other words',
      own: failed(404, 405, 410, 501),
      stored: [],
      reached: NOTHING,
      notes: [none(TOO_OLD)],
    },
    { what: 'faults', own: [...failed(500), left], stored: [], reached: NOTHING, notes: [none(FAULT)] },
    { what: 'nonsense', own: failed(null), stored: [], reached: NOTHING, notes: [none(FAULT)] },
    {
      what: 'a refusal beside a fault, which a key without the scope would not have met',
      own: failed(403, 500),
      stored: [],
      reached: NOTHING,
      notes: [none(FAULT)],
    },
    {
      what: 'one that was not found beside one that was refused',
      own: failed(404, 403),
      stored: [],
      reached: FILES,
      notes: [none(FAULT)],
    },
    {
      what: 'storages refused, nothing else',
      own: [],
      stored: failed(403, 403),
      reached: NOTHING,
      notes: [STORED],
    },
    {
      what: 'storages refused, and the only other room is gone',
      own: [missing],
      stored: failed(403),
      reached: NOTHING,
      notes: [STORED],
    },
    {
      what: 'storages refused beside one that was read',
      own: [],
      stored: [heard, ...failed(403)],
      reached: FILES,
      notes: [],
    },
    { what: 'storages with faults', own: [], stored: failed(403, 500), reached: NOTHING, notes: [] },
  ])('$what', ({ own, stored, reached, notes }) => {
    expect(notesOn(own, stored, reached, TERMS)).toEqual(notes);
  });

  it.each([NOTHING, HISTORY])('say what becomes of ignored accounts where the listing decides', (reached) => {
    const [note = ''] = notesOn(failed(500), [], reached, { ...TERMS, ignoresSomebody: true });
    expect(note).toMatch(
      /\. What the accounts in ignore-activity-by did then counts like the activity of all others, so that abandoned rooms may be missed\.$/,
    );
    expect(notesOn([heard], failed(500), HISTORY, { ...TERMS, ignoresSomebody: true })).toEqual([]);
  });
});

describe('mayLackScope', () => {
  it.each([
    { failures: [], reached: NOTHING, may: true },
    { failures: [403, 403], reached: NOTHING, may: true },
    { failures: [403, 500], reached: NOTHING, may: false },
    { failures: [404], reached: NOTHING, may: false },
    { failures: [null], reached: NOTHING, may: false },
    { failures: [403], reached: FILES, may: false },
  ])('$failures, $reached: $may', ({ failures, reached, may }) => {
    expect(mayLackScope(failures, reached)).toBe(may);
  });
});

describe('the activity that a room is left with', () => {
  const own = makeRoom({ lastUpdated: daysAgo(100), updatedBy: { id: 'ann', name: 'Ann' } });
  const stored = makeRoom({ ...own, id: 'drive-1', isThirdParty: true, created: daysAgo(300) });
  const bot = { id: 'bot', name: null };

  it('is what was heard', () => {
    expect(heard.kind === 'heard' && activityAfter(heard, own, TERMS)).toBe(
      heard.kind === 'heard' && heard.activity,
    );
  });

  it.each([own, stored])('is none for one that is gone', (room) => {
    expect(activityAfter(missing, room, TERMS)).toBeNull();
  });

  it.each([...failed(500), left])('is that of the listing for one that has a history: %j', (outcome) => {
    expect(activityAfter(outcome, own, TERMS)).toMatchObject({
      at: daysAgo(100),
      evidence: 'updated',
      uncertainBecause: null,
    });
    // The listing knows of the bot alone: that acquits, and never accuses.
    const botted = { ...own, updatedBy: bot };
    expect(activityAfter(outcome, botted, TERMS)).toMatchObject({ at: daysAgo(100), by: bot });
  });

  it.each([...failed(500), left])('is in doubt on third-party storage: %j', (outcome) => {
    const uncertainBecause = 'storage not reachable';
    expect(activityAfter(outcome, stored, TERMS)).toMatchObject({ at: daysAgo(100), uncertainBecause });
    expect(activityAfter(outcome, { ...stored, updatedBy: bot }, TERMS)).toMatchObject({
      at: daysAgo(300),
      by: null,
      uncertainBecause,
    });
    expect(activityAfter(outcome, { ...stored, updatedBy: bot, created: null }, TERMS)).toMatchObject({
      at: null,
      evidence: 'none',
      uncertainBecause,
    });
  });
});
