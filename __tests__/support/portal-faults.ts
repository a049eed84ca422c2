import {
  DAY_MS,
  type Fault,
  type FaultKind,
  type Portal,
  type RoomSeed,
} from '../../sandbox/portal/index.ts';

/** Every fault of the sandbox portal at every kind of request of a run, and the comparison of the reports. */

/** A key with characters that URLs and HTML encode. */
export const KEY = 'sk-Q7+vTz/9wXy=Lm4&RkP0hJc2';
export const KEYS = [
  { key: KEY, scopes: ['*'], account: { id: 'admin', displayName: 'Admin' }, sees: 'all' as const },
];
/** The time at which all runs judge. */
export const NOW = new Date();
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

export const ROOM_COUNT = 230;
/** Rooms on the portal's own storage that look inactive; the history of those with an even id is recent. */
export const OWN_SUSPECTS = 8;

/** Rooms on three pages. */
export function faultRooms(): RoomSeed[] {
  const own = Array.from({ length: ROOM_COUNT }, (_, index): RoomSeed => {
    const id = index + 1;
    const updated = id <= OWN_SUSPECTS ? ago(100 + id) : ago(id % 20);
    const upload = { verb: 'upload' as const, at: updated };
    const log = id % 2 === 0 ? [upload, { verb: 'invite' as const, at: ago(2) }] : [upload];
    return { id, title: `Plan ${id}`, roomType: 2, created: ago(900), updated, log };
  });
  const stored = (id: string, days: number): RoomSeed =>
    ({
      id,
      title: `Store ${id}`,
      roomType: 5,
      created: ago(900),
      updated: ago(700),
      providerItem: true,
      providerKey: 'GoogleDrive',
      files: [{ title: 'file', updated: ago(days) }],
    }) as RoomSeed;
  return [...own, stored('drive-1', 500), stored('drive-2', 3), stored('drive-3', 90)];
}

const elsewhere = `https://elsewhere.invalid/${encodeURIComponent(KEY)}`;
export const FAULTS: Readonly<Record<string, FaultKind>> = {
  400: { status: 400 },
  401: { status: 401 },
  '401 without a body': { status: 401, body: 'empty' },
  402: { status: 402 },
  '403 of the account': { status: 403 },
  '403 without a body': { status: 403, body: 'empty' },
  '403 as a page': { status: 403, body: 'html' },
  404: { status: 404 },
  '404 as a page': { status: 404, body: 'html' },
  429: { status: 429 },
  '429 without a time': { status: 429, headers: {} },
  500: { status: 500 },
  502: { status: 502, body: 'html' },
  503: { status: 503, body: 'html', headers: { 'Retry-After': '2' } },
  504: { status: 504, body: 'html' },
  301: { status: 301, location: elsewhere },
  302: { status: 302, location: '/login' },
  html200: 'html200',
  empty200: 'empty200',
  cut: 'cut',
  truncatedJson: 'truncatedJson',
  notJson: 'notJson',
  reset: 'reset',
  'damaged gzip': { bytes: 'not gzip', headers: { 'Content-Encoding': 'gzip' } },
  'an encoding that was not asked for': { bytes: '[]', headers: { 'Content-Encoding': 'zstd' } },
  'a lone surrogate': { bytes: '["\\ud800"]' },
};
/** Each attempt takes a second, so they are tested at fewer places. */
export const SLOW_FAULTS: Readonly<Record<string, FaultKind>> = {
  hang: 'hang',
  slowBody: { slowBody: 300, chunkBytes: 16 },
};

export const LOG = /\/files\/folder\/\d+\/log$/;
const PLACES: Readonly<Record<string, NonNullable<Fault['match']>>> = {
  'the first page': { page: 1 },
  'a page in the middle': { page: 2 },
  'the last page': { page: 3 },
  'the first history': { path: LOG, nth: 1 },
  'the last history': { path: LOG, nth: OWN_SUSPECTS },
  'the contents': { path: /\/files\/drive-/ },
};
export const ONCE = ['once', 1] as const;
const TIMES = [ONCE, ['three times', 3], ['for ever', Number.POSITIVE_INFINITY]] as const;

export interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
}

/**
 * Each fault at each place in a run. How often it hits differs from place to place, so that each fault and each place has
 * all of `times`.
 */
export const casesOf = (
  faults: Readonly<Record<string, FaultKind>>,
  times: readonly (typeof TIMES)[number][] = TIMES,
): FaultCase[] =>
  Object.entries(faults).flatMap(([fault, kind], nth) =>
    Object.entries(PLACES).map(([place, match], at) => {
      const [often, count] = times[(nth + at) % times.length] ?? ONCE;
      return { name: `${fault} at ${place}, ${often}`, fault: { kind, match, times: count } };
    }),
  );

interface Entry {
  readonly id: number | string;
  readonly evidence: string;
  readonly daysInactive: number | null;
  readonly reason?: string;
}

export interface ReportFile {
  readonly counts: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly abandoned: readonly Entry[];
  readonly unknown: readonly Entry[];
  readonly upcoming: readonly Entry[];
}

const isOwn = ({ id }: Entry) => typeof id === 'number';

/** Compares the report of a run with a fault with the report of a run without. */
export function complaintsAbout(report: ReportFile, right: ReportFile): string[] {
  const complaints: string[] = [];
  const say = (isRight: boolean, what: string) => {
    if (!isRight) complaints.push(`${what}: ${JSON.stringify(report.counts)}`);
  };
  const { counts } = report;
  say(counts['scanned'] === right.counts['scanned'], 'not every room was scanned');
  const sum = (['active', 'upcoming', 'abandoned', 'unknown', 'exempt', 'skipped'] as const)
    .map((name) => counts[name] ?? Number.NaN)
    .reduce((all, one) => all + one, 0);
  say(sum === counts['scanned'], 'the counts do not add up');
  for (const room of right.abandoned) {
    const same = report.abandoned.find(({ id }) => id === room.id);
    const unknown = report.unknown.find(({ id }) => id === room.id);
    if (same !== undefined) {
      const isRight =
        same.daysInactive === room.daysInactive && ['updated', room.evidence].includes(same.evidence);
      say(isRight, `room ${room.id} is reported otherwise`);
    } else if (unknown !== undefined) {
      const isRight = isOwn(room) ? unknown.reason === 'history not readable' : unknown.reason !== 'no date';
      say(isRight, `room ${room.id} is unknown without a reason`);
    } else say(false, `room ${room.id} is cleared`);
  }
  const known = new Set(right.abandoned.map(({ id }) => id));
  const wrong = report.abandoned.filter(({ id }) => !known.has(id));
  say(
    wrong.every((room) => isOwn(room) && room.evidence === 'updated'),
    'reported as abandoned without evidence',
  );
  const listedOnly = report.abandoned.filter(({ evidence }) => evidence === 'updated');
  say(listedOnly.length === 0 || report.notes.length > 0, 'there is no warning about the evidence');
  return complaints;
}

/** Whether a run sent the request that the fault is meant for. */
export function isMet({ match: { path = /^/, page, nth = 1 } = {} }: Fault, { requests }: Portal): boolean {
  const fitting = requests.filter((one) => path.test(one.path) && (page === undefined || page === one.page));
  return fitting.length >= nth;
}
