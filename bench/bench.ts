// Prints a table of what a run costs. `--only TEXT` measures the rows whose name holds the text, `--long` adds the rows
// that take minutes, `--before PATH` measures another built action (its dist/index.js) in turn with this one.
import { cpus } from 'node:os';
import { stderr } from 'node:process';
import { parseArgs } from 'node:util';
import { REAL_LOAD } from '../sandbox/portal/index.ts';
import {
  type Cost,
  costOfDefaults,
  costOfScript,
  interleaved,
  startBenchGitHub,
  startBenchPortal,
} from './measure.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    long: { type: 'boolean', default: false },
    before: { type: 'string' },
  },
});

/** One row: the built action with default inputs, the threshold aside, and a GitHub on loopback. */
interface Row {
  readonly name: string;
  /** Options of the sandbox portal. */
  readonly portal: readonly string[];
  readonly runs: number;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment of the example's algorithm, if it is measured as well. */
  readonly example?: Readonly<Record<string, string>>;
  /** The time that no client could beat, without the start of a process. */
  readonly limitMs?: number;
  readonly isLong?: true;
}

/** All rooms that the sandbox calls old are older than this, all others are younger. */
const THRESHOLD = { 'inactive-days': '30', 'upcoming-days': '0' };
const CONCURRENCY = 4;

/** Pages and histories, with as many requests at once as `concurrency` allows; the first page goes alone. */
const limitOf = (rooms: number, checked: number, requestMs: number) =>
  (1 + Math.ceil((rooms / 100 - 1) / CONCURRENCY) + Math.ceil(checked / CONCURRENCY)) * requestMs;
/** Room types of the sandbox portal, of which each has as many rooms. */
const TYPES = 6;
/** The least work of a real portal: large lists are listed by type, between two pages of all rooms. */
function workOf(rooms: number, checked: number): number {
  const { pageMs, perRoomMs, logMs, workers } = REAL_LOAD;
  const pagesOf = (count: number, matched: number) => count * (pageMs + perRoomMs * matched);
  const pages = rooms / 100;
  const list = rooms > 1000 ? pagesOf(pages, rooms / TYPES) + pagesOf(2, rooms) : pagesOf(pages, rooms);
  return (list + checked * logMs) / workers;
}

const portalOf = (rooms: number, old: number, ...more: string[]) => [
  '--rooms',
  String(rooms),
  '--old',
  String(old),
  ...more,
];

const COLD_START = 'Cold start, 20 rooms, `inactive-days: 10`';
const ROWS: readonly Row[] = [
  { name: COLD_START, portal: ['--rooms', '20'], runs: 21, example: {} },
  {
    name: '10,000 rooms, 300 of them inactive, 50 ms a request',
    portal: portalOf(10_000, 300, '--latency', '50'),
    runs: 5,
    inputs: THRESHOLD,
    example: { PAGED: '1', INACTIVITY_DAYS: '30' },
    limitMs: limitOf(10_000, 300, 50),
  },
  { name: '1,000 rooms, 300 inactive', portal: portalOf(1000, 300), runs: 5, inputs: THRESHOLD },
  { name: '10,000 rooms, 3,000 inactive', portal: portalOf(10_000, 3000), runs: 3, inputs: THRESHOLD },
  { name: '100,000 rooms, 300 inactive', portal: portalOf(100_000, 300), runs: 3, inputs: THRESHOLD },
  { name: '100,000 rooms, 30,000 inactive', portal: portalOf(100_000, 30_000), runs: 1, inputs: THRESHOLD },
  {
    name: '1,000 rooms, 703 inactive, times of a real portal',
    portal: portalOf(1000, 703, '--real-load'),
    runs: 1,
    inputs: THRESHOLD,
    limitMs: workOf(1000, 703),
  },
  {
    name: '10,000 rooms, 7,000 inactive, times of a real portal',
    portal: portalOf(10_000, 7000, '--real-load'),
    runs: 1,
    inputs: THRESHOLD,
    limitMs: workOf(10_000, 7000),
    isLong: true,
  },
  {
    name: '10,000 rooms, 300 inactive, times of a real portal',
    portal: portalOf(10_000, 300, '--real-load'),
    runs: 1,
    inputs: THRESHOLD,
    limitMs: workOf(10_000, 300),
    isLong: true,
  },
  {
    name: '20,000 rooms, all inactive, 1,500 requests a minute',
    portal: portalOf(20_000, 20_000, '--rate-limit'),
    runs: 1,
    inputs: { ...THRESHOLD, concurrency: '16' },
    isLong: true,
  },
];

const ms = ({ ms: time }: Cost) => `${Math.round(time).toLocaleString('en')} ms`;
const mb = ({ peakMb }: Cost) => (peakMb === null ? '' : `${Math.round(peakMb)} MB`);
const ratio = (one: Cost, otherMs: number) => `${(one.ms / otherMs).toFixed(2)} x`;

let startMs = 0;

async function measure(row: Row): Promise<string[]> {
  stderr.write(`${row.name} …\n`);
  const portal = await startBenchPortal(...row.portal);
  const github = await startBenchGitHub();
  const { example, inputs = {}, runs } = row;
  const env = { DOCSPACE_API_HOST: portal.url, DOCSPACE_API_KEY: portal.apiKey, ...example };
  // An older build may refuse the empty inputs of today.
  const before = row.name === COLD_START ? undefined : options.before;
  try {
    const cost = await interleaved(runs, {
      action: () => costOfDefaults(portal, github, inputs),
      ...(before === undefined ? {} : { before: () => costOfDefaults(portal, github, inputs, before) }),
      ...(example === undefined ? {} : { example: () => costOfScript('./example.mjs', env) }),
    });
    const { requests } = await portal.stats();
    if (row.name === COLD_START) startMs = cost.action.ms;
    const limit = row.limitMs === undefined ? null : row.limitMs + startMs;
    const others = 1 + (before === undefined ? 0 : 1);
    return [
      row.name,
      String(runs),
      ms(cost.action),
      mb(cost.action),
      example === undefined ? String(Math.round(requests / runs / others)) : '',
      cost.before === undefined ? '' : `${ms(cost.before)}, ${mb(cost.before)}`,
      cost.example === undefined ? '' : `${ms(cost.example)} (${ratio(cost.action, cost.example.ms)})`,
      limit === null ? '' : `${Math.round(limit).toLocaleString('en')} ms (${ratio(cost.action, limit)})`,
    ];
  } finally {
    portal.stop();
    github.stop();
  }
}

async function bytesOfPage(): Promise<string> {
  const portal = await startBenchPortal('--rooms', '1000');
  const headers = { authorization: `Bearer ${portal.apiKey}`, 'accept-encoding': 'gzip' };
  await (await fetch(`${portal.url}/api/2.0/files/rooms?count=100`, { headers })).arrayBuffer();
  const { bytesSent, bytesDecoded } = await portal.stats();
  portal.stop();
  return `A page of 100 rooms: ${bytesSent.toLocaleString('en')} bytes with gzip, ${bytesDecoded.toLocaleString('en')} without.`;
}

const [cpu] = cpus();
console.log(`Machine: ${cpus().length} cores (${cpu?.model.trim()}), Node ${process.version}.\n`);
console.log('| portal | runs | time | peak memory | requests | before | example | limit |');
console.log('|---|--:|--:|--:|--:|--:|--:|--:|');
for (const row of ROWS) {
  if (!row.name.includes(options.only) || (row.isLong && !options.long)) continue;
  console.log(`| ${(await measure(row)).join(' | ')} |`);
}
console.log(`\n${await bytesOfPage()}`);
