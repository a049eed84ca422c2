import { expect, it } from 'vitest';
import type { PortalCall } from '../../src/docspace/calls.ts';
import { readHistory } from '../../src/docspace/history.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { MalformedAnswerError } from '../../src/shared/errors.ts';
import { daysAgo, makeRoom } from '../support/factories.ts';
import fc from '../support/fast-check.ts';
import { scaled } from '../support/scale.ts';

/** Any history on a portal of any kind: no room is accused by its history if somebody was active in it. */

const THRESHOLD = daysAgo(10);
const OWNER = 'owner';
const BOT = 'bot';

const days = fc.oneof(
  fc.double({ min: 0, max: 9.99, noNaN: true }),
  { weight: 4, arbitrary: fc.double({ min: 10.01, max: 60, noNaN: true }) },
  fc.constantFrom(10, 9.999_999, 10.000_001),
);
/** Events of one kind by one person, one after the other. */
const group = fc.record({
  days,
  by: fc.constantFrom('ann', BOT, OWNER),
  key: fc.constantFrom('FileUploaded', 'FileMovedToTrash', 'RoomCreateUser'),
  size: fc.constantFrom(1, 1, 1, 40, 120),
  isHidden: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
  isUndated: fc.integer({ min: 0, max: 20 }).map((number) => number === 0),
});
const portal = fc.record({
  ignoresFromDate: fc.boolean(),
  ignoresStartIndex: fc.boolean(),
  groups: fc.boolean(),
  // Without a total, nothing tells of hidden events.
  mode: fc.constantFrom('no total', 'hides events', 'shows all'),
});
const rules = fc.record({
  ignoresBot: fc.boolean(),
  hasLifetime: fc.boolean(),
  hasUnreadableDate: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
});

interface Event {
  readonly id: number;
  readonly at: Date;
  readonly by: string;
  readonly key: string;
  readonly isHidden: boolean;
  readonly isUndated: boolean;
}
type PortalKind = typeof portal extends fc.Arbitrary<infer T> ? T : never;

function eventsOf(groups: readonly (typeof group extends fc.Arbitrary<infer T> ? T : never)[]): Event[] {
  const events = groups.flatMap(({ size, days: age, ...one }) =>
    Array.from({ length: size }, (_, place) => ({ ...one, at: daysAgo(age + place * 1e-6) })),
  );
  const made = { at: daysAgo(300), by: 'ann', key: 'RoomCreated', isHidden: false, isUndated: false };
  return [...events, made]
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())
    .map((one, place) => ({ ...one, id: place + 1 }));
}

function answer(events: readonly Event[], kind: PortalKind, { query }: PortalCall): unknown {
  const fromDate = kind.ignoresFromDate ? null : query.get('fromDate');
  const since = events.filter(({ at }) => fromDate === null || at >= new Date(fromDate));
  const start = kind.ignoresStartIndex ? 0 : Number(query.get('startIndex'));
  const entries: { action: { key: string }; related: unknown[] }[] = [];
  for (const { id, key, by, at, isHidden, isUndated } of since.slice(
    start,
    start + Number(query.get('count')),
  )) {
    if (isHidden && kind.mode === 'hides events') continue;
    const date = isUndated ? null : at.toISOString();
    const wire = { id, action: { key }, initiator: { id: by, displayName: by }, date, related: [] };
    const last = entries.at(-1);
    if (kind.groups && last?.action.key === key) last.related.push(wire);
    else entries.push(wire);
  }
  return { response: entries, ...(kind.mode === 'no total' ? {} : { total: since.length }) };
}

it('accuses nobody who was active, and clears nobody who was not', async () => {
  const seen = { accused: 0, cleared: 0, uncertain: 0, refused: 0, noEvidence: 0 };
  const check = async (
    groups: Parameters<typeof eventsOf>[0],
    kind: PortalKind,
    { ignoresBot, hasLifetime, hasUnreadableDate }: typeof rules extends fc.Arbitrary<infer T> ? T : never,
  ) => {
    const events = eventsOf(groups);
    const counts = ({ by, key }: Event) =>
      !(ignoresBot && by === BOT) && !(hasLifetime && by === OWNER && key === 'FileMovedToTrash');
    const isInUse = events.some((one) => one.at > THRESHOLD && counts(one));
    const room = makeRoom({
      created: daysAgo(300),
      lastUpdated: daysAgo(100),
      owner: { id: OWNER, name: OWNER },
      hasLifetime,
      hasUnreadableDate,
    });
    let requests = 0;
    const get = async (call: PortalCall) => {
      requests += 1;
      return answer(events, kind, call);
    };
    const activity = await readHistory({ url: new URL('https://portal.example'), get }, room, {
      isIgnored: accountList(ignoresBot ? [BOT] : []),
      ignoresSomebody: ignoresBot,
      threshold: THRESHOLD,
    }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(MalformedAnswerError);
      return 'refused' as const;
    });
    expect(requests).toBeLessThan(20);
    if (activity === 'refused') seen.refused += 1;
    else if (activity === null) seen.noEvidence += 1;
    else if (activity.uncertainBecause !== null) seen.uncertain += 1;
    else {
      const since = activity.at ?? activity.noneSince ?? daysAgo(0);
      expect(since > THRESHOLD).toBe(isInUse);
      // What moved the date that cannot be read may be recent, and in no history.
      expect(isInUse || !hasUnreadableDate).toBe(true);
      seen[isInUse ? 'cleared' : 'accused'] += 1;
    }
  };
  const property = fc.asyncProperty(fc.array(group, { maxLength: 6 }), portal, rules, check);
  await fc.assert(property, { numRuns: scaled(2000), seed: 4711 });
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(scaled(5, 0));
});
