import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { archiveCall, type PortalCall } from '../../src/docspace/calls.ts';
import { connect } from '../support/clients.ts';
import { serve } from '../support/servers.ts';

/** Only one file can write to a portal, and only one other file can use it. */

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const sources = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(`${SRC}${path}`, 'utf8')]),
);
const filesWith = (pattern: RegExp) =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([path]) => path);

it('has one file that sends a PUT, and one that uses it', () => {
  expect(filesWith(/createExchange\([^)]*'PUT'\)/)).toEqual(['docspace/archive-client.ts']);
  expect(filesWith(/from '.*\/archive-client\.ts'/).toSorted()).toEqual([
    'archive.ts',
    // A type alone.
    'docspace/archive-room.ts',
  ]);
  expect(filesWith(/createArchiveClient\(/).toSorted()).toEqual(['archive.ts', 'docspace/archive-client.ts']);
  expect(sources.get('docspace/archive-room.ts')).toMatch(
    /import type \{[^}]*\} from '\.\/archive-client\.ts'/,
  );
  const toThePortal = (pattern: RegExp) => filesWith(pattern).filter((path) => path.startsWith('docspace/'));
  expect(toThePortal(/^import (?!type)[^;]*\/transport\.ts'/m)).toEqual(['docspace/http/exchange.ts']);
  expect(toThePortal(/\b(?:POST|DELETE|PATCH)\b/)).toEqual([]);
});

it('cannot send anything but GET with the client that reads', async () => {
  const seen: string[] = [];
  const url = await serve((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['content-length'] ?? 'no body'}`);
    response.end('{}');
  });
  const call = archiveCall(7);
  // @ts-expect-error A call that writes is no call that reads.
  const reading: PortalCall = call;
  await connect({ url }).get(reading);
  expect(seen).toEqual(['GET /api/2.0/files/rooms/7/archive no body']);
});
