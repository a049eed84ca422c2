import { parseArgs } from 'node:util';
import { REAL_LOAD } from './load.ts';
import { startPortal } from './server.ts';

/**
 * Runs a portal until SIGTERM, SIGINT, or the end of standard input, and prints `{"url","apiKey"}` when it is
 * ready. `GET /_sandbox/stats` counts its answers, `POST /_sandbox/reset` starts the counts again. `--real-load` makes
 * it as slow as a real portal.
 */

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '100' },
    latency: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    old: { type: 'string' },
    'rate-limit': { type: 'boolean', default: false },
    'real-load': { type: 'boolean', default: false },
  },
});

function whole(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new RangeError(`--${name} is a whole number, not "${value}"`);
}

const portal = await startPortal({
  roomCount: whole('rooms', values.rooms),
  latencyMs: whole('latency', values.latency),
  seed: whole('seed', values.seed),
  port: whole('port', values.port),
  oldCount: values.old === undefined ? undefined : whole('old', values.old),
  rateLimit: values['rate-limit'],
  ...(values['real-load'] ? { load: REAL_LOAD } : {}),
  control: true,
});

const { url, apiKey } = portal;
process.stdout.write(`${JSON.stringify({ url, apiKey })}\n`);

async function stop(): Promise<void> {
  await portal.close();
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.stdin.once('close', stop).once('end', stop).resume();
