import type { BodyContent } from '../../src/issue/body.ts';
import { renderBody } from '../../src/issue/body.ts';
import type { MarkedComment } from '../../src/issue/comments.ts';
import { renderComment } from '../../src/issue/comments.ts';
import { type CurrentIssue, type Plan, type PlanOptions, planIssue } from '../../src/issue/plan.ts';
import { decodeState, hashSet, type IssueState } from '../../src/issue/state.ts';
import { type Boxes, readTicks } from '../../src/issue/ticks.ts';
import type { ExemptEntry, Report, RoomEntry } from '../../src/report/schema.ts';
import { type Day, dayOf, formatDay, parseDay } from '../../src/rooms/days.ts';
import type { RoomId } from '../../src/rooms/room.ts';
import { normalizeLines } from '../../src/shared/text.ts';

/** Plain data for the tests of the tracking issue: what a scan hands over, and what an issue holds. */

export const KEY = 'portal.example';
export const NOW = new Date('2026-06-01T12:00:00Z');
export const TODAY: Day = dayOf(NOW);

export function makeEntry(entry: Partial<RoomEntry> = {}): RoomEntry {
  const id = entry.id ?? 1;
  const path = encodeURIComponent(String(id).toWellFormed());
  return {
    id,
    title: `Room ${String(id)}`,
    url: `https://portal.example/rooms/shared/${path}/filter?folder=${path}`,
    type: 'collaboration',
    owner: 'Ada Lovelace',
    ownerId: 'ada',
    ownerEmail: null,
    daysInactive: 400,
    lastActivity: '2025-04-27T00:00:00.000Z',
    lastUpdated: '2025-04-27T00:00:00.000Z',
    evidence: 'updated',
    lastActivityWhat: null,
    lastActivityBy: null,
    usedSpace: 1_000_000,
    tags: [],
    risks: [],
    archivable: true,
    new: false,
    ...entry,
  };
}

export function makeState(state: Partial<IssueState> = {}): IssueState {
  const abandoned = state.abandoned === undefined ? new Map() : state.abandoned;
  return {
    generation: 0,
    abandoned,
    setHash: hashSet(abandoned?.keys() ?? []),
    marked: new Set(),
    kept: new Map(),
    bulk: new Set(),
    trend: [],
    trendOf: '',
    ...state,
  };
}

/** What a body shows, as tests describe it. */
export interface Listing extends Omit<BodyContent, 'report' | 'settings'> {
  readonly issueKey: string;
  readonly keepDays: number;
  readonly maxArchive: number | null;
  readonly abandoned: readonly RoomEntry[];
  readonly kept: readonly { readonly room: RoomEntry; readonly until: Day }[];
  readonly report: Partial<Report>;
}

/** What a body says about these rooms, all of them abandoned since today unless the state says otherwise. */
export function makeContent(listing: Partial<Listing> = {}): BodyContent {
  const { issueKey = KEY, keepDays = 90, maxArchive = null, abandoned = [], kept = [] } = listing;
  const exempt = kept.map(({ room }): ExemptEntry => ({ ...room, reason: 'ticked', keptUntil: null }));
  return {
    report: makeReport(abandoned, new Map(), { exempt, ...listing.report }),
    settings: { issueKey, keepDays, maxArchive },
    approved: listing.approved ?? new Set(),
    state:
      listing.state ??
      makeState({
        abandoned: new Map(abandoned.map(({ id }) => [id, TODAY])),
        kept: new Map(kept.map(({ room, until }) => [room.id, until])),
      }),
    isBulkTicked: listing.isBulkTicked ?? false,
    perRun: listing.perRun ?? maxArchive ?? 0,
    changedBoxes: listing.changedBoxes ?? new Map(),
    userText: listing.userText ?? { before: '', after: '' },
  };
}

/** The body of an issue that lists these rooms. */
export function makeBody(ids: readonly RoomId[], listing: Partial<Listing> = {}): string {
  return renderBody(makeContent({ abandoned: ids.map((id) => makeEntry({ id })), ...listing }));
}

/** What a scan found: these rooms abandoned, those kept by a tick. */
export function makeReport(
  abandoned: readonly (RoomId | RoomEntry)[],
  kept: ReadonlyMap<RoomId, Day> = new Map(),
  report: Partial<Report> = {},
): Report {
  const entries = abandoned.map((one) => (typeof one === 'object' ? one : makeEntry({ id: one })));
  const exempt: ExemptEntry[] = [...kept].map(([id, until]) => ({
    ...makeEntry({ id }),
    reason: `ticked in the issue, kept until ${formatDay(until)}`,
    keptUntil: formatDay(until),
  }));
  return {
    schemaVersion: 1,
    generatedAt: NOW.toISOString(),
    portal: 'https://portal.example/',
    redacted: false,
    policy: {
      inactiveDays: 10,
      activitySource: 'history',
      ignoreActivityBy: [],
      unknownActivity: 'abandoned',
      roomTypes: [],
      exemptTags: [],
      exemptRooms: [],
      exemptOwners: [],
      upcomingDays: 0,
      maxAbandoned: null,
      maxNewAbandoned: null,
      maxRisky: null,
      sort: 'inactivity',
    },
    counts: {
      scanned: entries.length + exempt.length + 1,
      active: 1,
      upcoming: 0,
      abandoned: entries.length,
      unknown: 0,
      exempt: exempt.length,
      skipped: 0,
      risky: 0,
      new: 0,
      recovered: 0,
      gone: 0,
      notVisible: 0,
    },
    skippedBy: {},
    reclaimableBytes: null,
    spaceUnknown: 0,
    ownersChecked: null,
    untoldRisks: [],
    contacts: null,
    keyAccount: null,
    keyExpires: null,
    archiving: null,
    trend: null,
    oldestDays: entries[0]?.daysInactive ?? 0,
    limitExceeded: false,
    evidenceCheck: null,
    delta: null,
    sinceLastRun: null,
    ages: [],
    whatIf: [],
    notes: [],
    abandoned: entries,
    unknown: [],
    upcoming: [],
    exempt,
    missing: [],
    ...report,
  };
}

/** Rooms that a report shows as kept by a tick, and through which day. */
export function keptIn({ exempt }: Report): ReadonlyMap<RoomId, Day> {
  return new Map(
    exempt.flatMap(({ id, keptUntil }): [RoomId, Day][] => {
      const day = keptUntil === null ? null : parseDay(keptUntil);
      return day === null ? [] : [[id, day]];
    }),
  );
}

/** A text as a browser sends it back after any edit. */
export function asBrowserSends(body: string): string {
  return body.replaceAll('\n', '\r\n');
}

/** The boxes that a body shows. */
export function boxesIn(body: string, issueKey = KEY): Boxes {
  return readTicks(body, issueKey).boxes;
}

/** Ticks the box of one room. */
export function tickRoom(body: string, id: RoomId): string {
  return setBox(body, id, 'x');
}

/** Takes the tick of one room off. */
export function untickRoom(body: string, id: RoomId): string {
  return setBox(body, id, ' ');
}

function setBox(body: string, id: RoomId, mark: string): string {
  const hidden = `<!-- room ${encodeURIComponent(JSON.stringify(id)).replaceAll('-', '%2D')}`;
  const lines = body.split('\n');
  const at = lines.findIndex((line) => line.includes(`${hidden} `));
  if (at < 0) throw new Error(`the body has no box for the room ${String(id)}`);
  lines[at] = (lines[at] ?? '').replace(/^- \[.\]/, `- [${mark}]`);
  return lines.join('\n');
}

/** An issue as a test describes it: not closed by a bot, unless it says so. */
export type Current = Omit<CurrentIssue, 'isClosedByAutomation' | 'isClosedByBot'> & Partial<CurrentIssue>;

/** A plan, with the body and the state that it leads to, and the text of its comment. */
export interface Decided extends Omit<Plan, 'comments'> {
  /** Null: the issue is left alone. */
  readonly body: string | null;
  readonly isOpen: boolean;
  readonly comment: MarkedComment | null;
}

type PlanSettings = PlanOptions['settings'];

/** Plans a run: its report, the issue, and what differs from a usual run. */
export function planFor(
  report: Report,
  current: Current | null,
  {
    settings,
    ...options
  }: Partial<Omit<PlanOptions, 'settings'>> & { settings?: Partial<PlanSettings> } = {},
): Decided {
  const body = normalizeLines(current?.body ?? '');
  const { comments, ...planned } = planIssue({
    report,
    current: current === null ? null : { isClosedByAutomation: false, isClosedByBot: false, ...current },
    boxesAtStart: boxesIn(body),
    knownAtStart: new Set(decodeState(body, KEY)?.abandoned?.keys()),
    kept: keptIn(report),
    settings: {
      issueKey: KEY,
      keepDays: 90,
      maxArchive: null,
      commentsOnNew: true,
      trendOf: '',
      ...settings,
    },
    today: TODAY,
    ...options,
  });
  const [comment] = comments.filter(({ kind }) => kind !== 'unreadable');
  return {
    ...planned,
    body: planned.change?.body ?? null,
    isOpen: planned.change?.isOpen ?? current?.isOpen ?? false,
    comment: comment === undefined ? null : renderComment(comment, report, []),
  };
}
