// Prints one table: what a run costs, and against what. "--politeness" adds the cloud's limits, which takes minutes.
import { argv, stderr } from 'node:process';
import {
  type Cost,
  costOfAction,
  costOfDefaults,
  costOfScript,
  interleaved,
  startBenchGitHub,
  startBenchPortal,
} from './measure.ts';

/** The sandbox's old rooms are older than that, the others younger: only the old ones are reported. */
const THRESHOLD = { 'inactive-days': '30', 'upcoming-days': '0' };

const rows: string[][] = [];
const row = (what: string, value: string, against = '', ratio = '') =>
  rows.push([what, value, against, ratio]);
const ms = ({ ms: time }: Cost) => `${Math.round(time)} ms`;
const mb = ({ peakMb }: Cost) => (peakMb === null ? '' : `, ${Math.round(peakMb)} MB`);
const times = (one: number, other: number) => `${(one / other).toFixed(2)} x`;
const say = (line: string) => stderr.write(`${line}\n`);

async function coldStart(): Promise<Cost> {
  say('cold start …');
  const portal = await startBenchPortal('--rooms', '20');
  const github = await startBenchGitHub();
  const env = { DOCSPACE_API_HOST: portal.url, DOCSPACE_API_KEY: portal.apiKey };
  const cost = await interleaved(21, {
    empty: () => costOfScript('./empty.mjs'),
    example: () => costOfScript('./example.mjs', env),
    defaults: () => costOfDefaults(portal, github),
    listing: () => costOfAction(portal),
  });
  portal.stop();
  github.stop();
  row(
    'Cold start, 20 rooms, all defaults',
    ms(cost.defaults),
    `example ${ms(cost.example)}, empty script ${ms(cost.empty)}`,
    times(cost.defaults.ms, cost.example.ms),
  );
  row(
    'Cold start, 20 rooms, by the listing alone, without GitHub',
    ms(cost.listing),
    `example ${ms(cost.example)}`,
    times(cost.listing.ms, cost.example.ms),
  );
  return cost.listing;
}

async function longListing(start: Cost): Promise<void> {
  say('long listing …');
  const portal = await startBenchPortal('--rooms', '10000', '--old', '300', '--latency', '50');
  const env = {
    DOCSPACE_API_HOST: portal.url,
    DOCSPACE_API_KEY: portal.apiKey,
    PAGED: '1',
    INACTIVITY_DAYS: THRESHOLD['inactive-days'],
  };
  const cost = await interleaved(5, {
    example: () => costOfScript('./example.mjs', env),
    action: () => costOfAction(portal, THRESHOLD),
  });
  portal.stop();
  const limitMs = (1 + Math.ceil(99 / 4)) * 50 + start.ms;
  row(
    '10,000 rooms, 300 abandoned, 50 ms a request',
    ms(cost.action),
    `example, paged: ${ms(cost.example)}`,
    `${(cost.example.ms / cost.action.ms).toFixed(1)} x faster`,
  );
  row('', '', `the limit: ${Math.round(limitMs)} ms`, times(cost.action.ms, limitMs));
}

async function growth(): Promise<void> {
  let before: Cost | null = null;
  for (const rooms of [1000, 10_000, 100_000]) {
    say(`growth, ${rooms} rooms …`);
    const portal = await startBenchPortal('--rooms', String(rooms), '--old', String(rooms * 0.3));
    const { action } = await interleaved(3, {
      action: () => costOfAction(portal, THRESHOLD),
    });
    portal.stop();
    row(
      `${rooms.toLocaleString('en')} rooms, 30 % abandoned`,
      `${ms(action)}${mb(action)}`,
      before === null ? '' : `a tenth: ${ms(before)}`,
      before === null ? '' : times(action.ms, before.ms),
    );
    before = action;
  }
}

async function history(): Promise<void> {
  for (const suspects of [300, 3000]) {
    say(`history, ${suspects} suspects …`);
    const portal = await startBenchPortal('--rooms', '10000', '--old', String(suspects), '--latency', '5');
    const inputs = { ...THRESHOLD, 'activity-source': 'history' };
    const { action } = await interleaved(3, { action: () => costOfAction(portal, inputs) });
    const { requests } = await portal.stats();
    portal.stop();
    row(
      `10,000 rooms, ${suspects} suspects, 5 ms a request`,
      `${ms(action)}${mb(action)}`,
      `${Math.round(requests / 3)} requests`,
    );
  }
}

async function bytes(): Promise<void> {
  say('bytes …');
  const portal = await startBenchPortal('--rooms', '1000');
  const headers = { authorization: `Bearer ${portal.apiKey}`, 'accept-encoding': 'gzip' };
  await (await fetch(`${portal.url}/api/2.0/files/rooms?count=100`, { headers })).arrayBuffer();
  const { bytesSent, bytesDecoded } = await portal.stats();
  portal.stop();
  row(
    'A page of 100 rooms',
    `${bytesSent.toLocaleString('en')} bytes with gzip`,
    `without: ${bytesDecoded.toLocaleString('en')} bytes`,
    times(bytesSent, bytesDecoded),
  );
}

async function politeness(): Promise<void> {
  say('politeness, 20,000 suspects under the limits of the cloud …');
  const portal = await startBenchPortal('--rooms', '20000', '--old', '20000', '--rate-limit');
  const inputs = { ...THRESHOLD, 'activity-source': 'history', concurrency: '16' };
  const action = await costOfAction(portal, inputs);
  const { requests, violations } = await portal.stats();
  portal.stop();
  row(
    '20,000 suspects, 1,500 requests a minute',
    ms(action),
    `${requests} requests, ${violations} too early`,
  );
}

await longListing(await coldStart());
await growth();
await history();
await bytes();
if (argv.includes('--politeness')) await politeness();
console.log('| what | the action | against | ratio |\n|---|--:|---|--:|');
for (const cells of rows) console.log(`| ${cells.join(' | ')} |`);
