import { parseArgs } from 'node:util';
import { startPortal } from './server.ts';

/**
 * Runs a portal until SIGTERM, SIGINT, or the end of standard input, and prints `{"url","apiKey"}` when it is
 * ready. `GET /_sandbox/stats` and `POST /_sandbox/reset` tell and forget what it has answered.
 */

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '100' },
    latency: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    old: { type: 'string' },
    'rate-limit': { type: 'boolean', default: false },
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
