import { expect, it } from 'vitest';
import type { CallKind, PortalCall } from '../../src/docspace/calls.ts';
import { PortalError } from '../../src/shared/errors.ts';
import { connect } from '../support/clients.ts';
import { serve } from '../support/servers.ts';

/** Requests that kill the portal's process: the proxy answers 502, or the connection is closed. */

function makeCall(kind: CallKind, path = `files/${kind}`): PortalCall {
  return {
    kind,
    path,
    query: new URLSearchParams(),
    scope: 'files:read',
    what: `the ${kind}`,
  };
}

function makeClient(address: string) {
  const waits: number[] = [];
  const lines: string[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const portal = connect({ url: address }, { sleep, onRetry: (line) => lines.push(line) });
  const errorOf = async (call: PortalCall): Promise<PortalError> => {
    const error: unknown = await portal.get(call).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PortalError);
    return error as PortalError;
  };
  return { portal, waits, lines, errorOf };
}

type Crash = '502' | 'closed' | 'cut';

/** A portal that answers some paths only, and dies of all others. */
async function mortalPortal(crash: Crash, isGood: (path: string) => boolean = () => false) {
  const paths: string[] = [];
  const address = await serve((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    if (isGood(path)) return response.end('[]');
    if (crash === '502') return response.writeHead(502).end('<html>502 Bad Gateway</html>');
    if (crash === 'closed') return request.socket.destroy();
    response.writeHead(200, { 'content-length': 100 });
    return response.write('{"response":', () => request.socket.destroy());
  });
  return { address, paths };
}

it.each<Crash>(['502', 'closed', 'cut'])(
  'a portal that dies of every request is asked three times for each kind of call, by all requests together: %s',
  async (crash) => {
    const { address, paths } = await mortalPortal(crash);
    const { errorOf, waits, lines } = makeClient(address);
    const { message, isRoomSpecific } = await errorOf(makeCall('rooms'));
    expect(message).toMatch(
      /the portal may have failed on the request itself.*please report this with the version of the portal.*Gave up after 3 tries\.$/,
    );
    expect(isRoomSpecific).toBe(false);
    expect(waits).toEqual([5000, 30_000]);
    for (const line of lines) expect(line).toMatch(/\. Trying again in (5|30)\.0 s\.$/);
    const [first, ...others] = await Promise.all(
      Array.from({ length: 20 }, (_, at) => errorOf(makeCall('history', `files/folder/${at}/log`))),
    );
    const path = '/api/2.0/files/folder/0/log';
    expect(paths.slice(3)).toEqual([path, path, path]);
    expect(first?.message).toMatch(/Gave up after 3 tries\.$/);
    const later = await errorOf(makeCall('history'));
    for (const error of [...others, later]) {
      expect(error.message).toMatch(/^The request for the history was not sent: .*please report this/);
      expect(error.status).toBe(crash === '502' ? 502 : null);
      // DocSpace 3.1 cuts the answer for a history that it cannot read.
      expect(error.isRoomSpecific).toBe(crash === 'cut');
    }
    expect(paths).toHaveLength(6);
  },
);

it('a portal that dies is asked no more often than what it tells is worth', async () => {
  const { address, paths } = await mortalPortal('502');
  const { message } = await makeClient(address).errorOf(makeCall('self'));
  expect(message).toMatch(/may have failed on the request itself.* Gave up after 2 tries\.$/);
  expect(paths).toHaveLength(2);
});

it.each<Crash>(['502', 'closed', 'cut'])(
  'a portal that dies after a request of the kind has succeeded is taken for one that restarts: %s',
  async (crash) => {
    const { address, paths } = await mortalPortal(crash, (path) => path.endsWith('/first'));
    const { portal, errorOf, waits } = makeClient(address);
    await portal.get(makeCall('rooms', 'first'));
    const { message } = await errorOf(makeCall('rooms', 'second'));
    expect(message).not.toMatch(/failed on the request itself/);
    expect(message).toMatch(/Gave up after 6 tries\.$/);
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(paths).toHaveLength(7);
  },
);

it('a portal that is back after a crash answers the request and those that have waited for it', async () => {
  let requests = 0;
  const address = await serve((_, response) => {
    requests += 1;
    response.writeHead(requests <= 2 ? 502 : 200).end('[]');
  });
  const { portal } = makeClient(address);
  const answers = await Promise.all(Array.from({ length: 8 }, () => portal.get(makeCall('rooms'))));
  expect([answers.length, requests]).toEqual([8, 10]);
});

it('a 404 for the first request of a kind does not hold up the others, and is no success', async () => {
  const paths: string[] = [];
  const address = await serve((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(request.url?.endsWith('/gone') ? 404 : 502).end();
  });
  const { errorOf } = makeClient(address);
  expect((await errorOf(makeCall('history', 'gone'))).status).toBe(404);
  expect((await errorOf(makeCall('history', 'log'))).message).toMatch(
    /may have failed on the request itself/,
  );
  expect(paths).toHaveLength(4);
});
