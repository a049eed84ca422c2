import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  HOSTILE_NAMES,
  type LogEntry,
  type LoggedVerb,
  type RoomSeed,
} from '../../sandbox/portal/index.ts';
import { renderCsv } from '../../src/report/files.ts';
import { renderSummary } from '../../src/report/text/summary.ts';
import { ANN, ago, asked, BEN, entryOf, NOW, scanSandbox } from '../support/scan-sandbox.ts';
import { sandboxWith } from '../support/start-sandbox.ts';

/** A room's log as a witness, where everybody's activity counts. */

/** A room that the listing calls inactive for 100 days, by Ben. */
function quiet(id: number, log: RoomSeed['log'] = []): RoomSeed {
  return { id, created: ago(300), updated: ago(100), createdBy: ANN, updatedBy: BEN, log };
}

const QUIET_VERBS = (Object.keys(ACTIONS) as LoggedVerb[]).filter((verb) => !ACTIONS[verb].moves);

describe('an event in the history clears the room', () => {
  it.each(QUIET_VERBS)('%s', async (verb) => {
    const portal = await sandboxWith({ rooms: [quiet(1), quiet(2)] });
    for (const id of [1, 2]) portal.rooms[verb as 'invite'](id, ANN, ago(id === 1 ? 8 : 11));
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual(['room 1: upcoming', 'room 2: abandoned']);
    expect(entryOf(seen, 1).room).toMatchObject({
      evidence: 'history',
      daysInactive: 8,
      lastActivity: ago(8).toISOString(),
      lastUpdated: ago(100).toISOString(),
      lastActivityBy: 'Ann Lee',
    });
    expect(entryOf(seen, 2).room).toMatchObject({
      evidence: 'history',
      daysInactive: 11,
      lastActivity: ago(11).toISOString(),
    });
    expect(seen.report.evidenceCheck).toEqual({ inactive: 2, checked: 2, cleared: 1 });
  });

  it.each([
    { what: 'a millisecond before the threshold', at: ago(10, -1), verdict: 'upcoming', days: 9 },
    { what: 'at the threshold', at: ago(10), verdict: 'abandoned', days: 10 },
    { what: 'a millisecond after the threshold', at: ago(10, 1), verdict: 'abandoned', days: 10 },
  ])('$what: $verdict', async ({ at, verdict, days }) => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at, by: ANN }])] });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual([`room 1: ${verdict}`]);
    expect(entryOf(seen, 1).room).toMatchObject({ daysInactive: days, evidence: 'history' });
  });

  it('to active, not to upcoming alone, and an active room is in no list', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'addTag', at: ago(1), by: ANN }])] });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts).toEqual(['room 1: active']);
    expect(seen.report.counts).toMatchObject({ scanned: 1, active: 1, abandoned: 0, unknown: 0 });
    expect(seen.report.evidenceCheck).toEqual({ inactive: 1, checked: 1, cleared: 1 });
  });

  it.each([
    {
      what: 'the log, where it is newer',
      at: ago(20),
      last: {
        lastActivity: ago(20).toISOString(),
        lastActivityWhat: 'members invited',
        lastActivityBy: 'Ann Lee',
      },
    },
    {
      what: 'the listing, where that is newer',
      at: ago(150),
      last: { lastActivity: ago(100).toISOString(), lastActivityWhat: null, lastActivityBy: 'Ben Ode' },
    },
  ])('the newer one of both is the last activity: $what', async ({ at, last }) => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at, by: ANN }])] });
    expect(entryOf(await scanSandbox(portal), 1).room).toMatchObject({ evidence: 'history', ...last });
  });

  it('an empty history is no evidence: the list decides', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1)] });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 1)).toMatchObject({
      lists: ['abandoned'],
      room: { evidence: 'updated', daysInactive: 100, lastActivityWhat: null },
    });
    expect(asked(portal).history).toBe(1);
    expect(seen.report.notes).toEqual([expect.stringMatching(/^1 room has a history that holds nothing/)]);
  });

  it('a room without dates in the listing has those of its log', async () => {
    const undated = { created: null, updated: null };
    const portal = await sandboxWith({
      rooms: [
        { ...quiet(1, [{ verb: 'fillForm', at: ago(2), by: ANN }]), ...undated },
        { ...quiet(2, [{ verb: 'fillForm', at: ago(30), by: ANN }]), ...undated },
        { ...quiet(3), ...undated },
        { ...quiet(4, [{ verb: 'fillForm', at: ago(30), by: ANN }]), created: 'never', updated: 'never' },
      ],
    });
    const seen = await scanSandbox(portal);
    expect(seen.verdicts.toSorted()).toEqual([
      'room 1: active',
      'room 2: abandoned',
      'room 3: abandoned',
      'room 4: abandoned',
    ]);
    expect(entryOf(seen, 2).room).toMatchObject({ evidence: 'history', daysInactive: 30, lastUpdated: null });
    expect(entryOf(seen, 3).room).toMatchObject({ evidence: 'none', lastActivity: null });
  });
});

it('reads two entries if every account counts', async () => {
  const log = Array.from({ length: 300 }, (_, at) => ({
    verb: 'invite' as const,
    at: ago(40 + at),
    by: ANN,
  }));
  const portal = await sandboxWith({ rooms: [quiet(1, log)] });
  expect((await scanSandbox(portal)).progress).toContain('1 room looks inactive; checking its history');
  const request = portal.requests.find(({ path }) => path.endsWith('/log'));
  expect(request?.path).toBe('/api/2.0/files/folder/1/log');
  expect(request?.query.get('count')).toBe('2');
  expect(request?.query.get('startIndex')).toBe('0');
  expect(asked(portal)).toEqual({ listing: 1, history: 1, contents: 0 });
});

describe('a log that is no log decides nothing: the room is unknown', () => {
  const entry = { id: 1, action: { id: 5, key: 'RoomCreateUser' }, initiator: { id: 'x', displayName: 'X' } };
  it.each([
    ['no response', {}],
    ['a null', { response: null }],
    ['a bare list', [{ ...entry, date: '2026-05-31T00:00:00Z' }]],
    ['an object', { response: { items: [] } }],
    ['a text', { response: 'nothing' }],
    ['an entry without a date', { response: [entry] }],
    ['an entry with a null date', { response: [{ ...entry, date: null }] }],
    ['a date of the year 1', { response: [{ ...entry, date: '0001-01-01T00:00:00.0000000Z' }] }],
    ['a date that is a number', { response: [{ ...entry, date: 1_780_000_000 }] }],
    ['a date that is words', { response: [{ ...entry, date: 'room 5' }] }],
    ['an entry that is a text', { response: ['RoomCreateUser'] }],
  ])('%s', async (_, json) => {
    const log = [{ verb: 'invite' as const, at: ago(100), by: ANN }];
    const portal = await sandboxWith({ rooms: [1, 2, 3, 4, 5].map((id) => quiet(id, log)) });
    portal.faults.add({
      match: { path: /folder\/5\/log$/ },
      times: Number.POSITIVE_INFINITY,
      kind: { json },
    });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 5)).toMatchObject({ lists: ['unknown'], room: { reason: 'history not readable' } });
    for (const id of [1, 2, 3, 4]) expect(entryOf(seen, id).room.evidence).toBe('history');
    expect(seen.report.notes).toEqual([expect.stringMatching(/^The history of 1 room cannot be read\. /)]);
  });
});

describe('authors and kinds of activity', () => {
  const known: LogEntry = {
    id: 1,
    action: { id: 1, key: 'RoomCreateUser' },
    initiator: ANN,
    date: ago(20),
    data: {},
    related: [],
  };
  const entryWith = (patch: object) => ({ ...known, ...patch }) as LogEntry;
  it.each([
    { what: 'nobody named', patch: { initiator: undefined }, by: null, did: 'members invited' },
    { what: 'an id alone', patch: { initiator: { id: 'x-1' } }, by: 'x-1', did: 'members invited' },
    { what: 'no action', patch: { action: undefined }, by: 'Ann Lee', did: 'other activity' },
    { what: 'an action without a key', patch: { action: { id: 5 } }, by: 'Ann Lee', did: 'other activity' },
    {
      what: 'an action that nobody knows, with a name that must not be shown',
      patch: { action: { id: 5, key: 'Secret project::error::' } },
      by: 'Ann Lee',
      did: 'other activity',
    },
  ])('$what', async ({ patch, by, did }) => {
    const portal = await sandboxWith({ rooms: [quiet(1)] });
    portal.rooms.update(1, { log: [entryWith(patch)] });
    expect(entryOf(await scanSandbox(portal), 1).room).toMatchObject({
      lastActivityBy: by,
      lastActivityWhat: did,
      lastActivity: ago(20).toISOString(),
    });
  });

  it('redaction hides authors, not kinds of activity', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at: ago(20), by: ANN }])] });
    const seen = await scanSandbox(portal, {}, { redacted: true });
    expect(entryOf(seen, 1).room).toMatchObject({
      lastActivityBy: null,
      lastActivityWhat: 'members invited',
    });
    expect(JSON.stringify(seen.report)).not.toContain('Ann Lee');
  });

  it('a key that comes back as a name is struck out', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1)] });
    portal.rooms.update(1, {
      log: [entryWith({ initiator: { id: portal.apiKey, displayName: portal.apiKey } })],
    });
    const seen = await scanSandbox(portal);
    expect(entryOf(seen, 1).room.lastActivityBy).not.toBeNull();
    expect(JSON.stringify(seen.report)).not.toContain(portal.apiKey);
  });

  it.each(HOSTILE_NAMES.filter((name) => name.trim() !== ''))(
    'hostile name %j breaks neither table',
    async (displayName) => {
      const portal = await sandboxWith({ rooms: [quiet(1)] });
      portal.rooms.update(1, { log: [entryWith({ initiator: { id: 'x', displayName } })] });
      const { report } = await scanSandbox(portal);
      expect(report.abandoned[0]?.lastActivityBy).toBe(displayName);
      const lines = renderSummary(report).split('\n');
      const row = lines.find((line) => line.includes('members invited by')) ?? '';
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
      expect(row).not.toMatch(/[<>@#`*_](?!\u200b)[a-z]/i);
      const rows: Record<string, string>[] = parseCsv(renderCsv(report), { columns: true });
      expect(rows).toHaveLength(1);
      expect(rows[0]?.['lastActivityBy']).toMatch(/^[^=+\-@\t\r]/);
    },
  );

  it('a date to come is activity of today', async () => {
    const portal = await sandboxWith({ rooms: [quiet(1, [{ verb: 'invite', at: ago(-3), by: ANN }])] });
    expect((await scanSandbox(portal)).verdicts).toEqual(['room 1: active']);
    expect(NOW.getTime()).toBeLessThan(ago(-3).getTime());
  });
});
