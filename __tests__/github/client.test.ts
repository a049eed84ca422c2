import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { issueHost } from '../../src/github/client.ts';
import { connect } from '../../src/github/connect.ts';
import fc from '../support/fast-check.ts';

/** A server whose every answer is an empty list, and the requests to it. */
async function serve(headersOf: (request: IncomingMessage) => Record<string, string> = () => ({})) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(200, { 'content-type': 'application/json', ...headersOf(request) }).end('[]');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function listFrom(url: string): Promise<void> {
  const host = issueHost(
    connect('ghs_token', url, {}, new AbortController().signal),
    'acme/rooms',
    '',
    async () => undefined,
  );
  for await (const _ of host.issues({ label: 'x' }));
}

it('takes nothing but the query from the link to the next page: the token stays with its server', async () => {
  const other = await serve();
  const link = `<${other.url}/elsewhere?after=abc%3D&page=2>; rel="next", <${other.url}/>; rel="last"`;
  const github = await serve(({ url = '' }) => (url.includes('after=') ? {} : { link }));
  await listFrom(github.url);
  expect(other.requests).toEqual([]);
  expect(github.requests.map(({ url }) => url?.split('?')[0])).toEqual(
    Array(2).fill('/repos/acme/rooms/issues'),
  );
  const second = new URL(github.requests[1]?.url ?? '', github.url).searchParams;
  expect(Object.fromEntries(second)).toMatchObject({ after: 'abc=', page: '2', labels: 'x', state: 'all' });
});

it('takes no option of the request from the link to the next page', async () => {
  const other = await serve();
  const name = fc.constantFrom(
    'baseUrl',
    'url',
    'method',
    'owner',
    'repo',
    'headers',
    'request',
    'mediaType',
  );
  const value = fc.constantFrom(other.url, `${other.url}/steal`, 'DELETE', '{owner}', ':repo', '{+url}');
  const pair = fc.tuple(fc.oneof(name, fc.string()), fc.oneof(value, fc.string()));
  let link: string | undefined;
  const github = await serve(() => {
    const headers = link === undefined ? {} : { link };
    link = undefined;
    return headers;
  });
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 1 }), async (pairs) => {
      link = `<${other.url}/elsewhere?${new URLSearchParams(pairs)}>; rel="next"`;
      await listFrom(github.url);
      const [first, second, ...more] = github.requests.splice(0);
      expect([second?.method, second?.headers, more]).toEqual(['GET', first?.headers, []]);
      const { origin, pathname, searchParams } = new URL(second?.url ?? '', github.url);
      expect([origin, pathname]).toEqual([github.url, '/repos/acme/rooms/issues']);
      expect(Object.fromEntries(searchParams)).toMatchObject(Object.fromEntries(pairs));
      expect(other.requests).toEqual([]);
    }),
  );
});

it('refuses a link to the next page that names no page: the list would have no end', async () => {
  const github = await serve(() => ({ link: '</repos/acme/rooms/issues>; rel="next"' }));
  await expect(listFrom(github.url)).rejects.toThrow('its answer is cut, or not what GitHub sends');
});
