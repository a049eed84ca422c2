import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { issueHost } from '../../src/github/client.ts';
import { connect } from '../../src/github/connect.ts';
import { readVisibility } from '../../src/github/visibility.ts';
import fc from '../support/fast-check.ts';
import { serve } from '../support/servers.ts';

/** All requests to GitHub, those of Octokit and the plain one, are sent alike. */

const TOKEN = 'ghs_very-secret-token';
const BODY = 'the list of rooms';
const ISSUE = { number: 1, html_url: 'https://github.com/acme/rooms/issues/1', state: 'open', body: BODY };
const { signal } = new AbortController();

const hostAt = (url: string) =>
  issueHost(connect(TOKEN, url, {}, signal), 'acme/rooms', '', async () => undefined);

/** Requests of each kind, and what GitHub answers. */
const REQUESTS: readonly [string, (url: string) => Promise<unknown>, object][] = [
  [
    'GET /repos/acme/rooms',
    async (url) => {
      const pause = async () => undefined;
      const question = { token: TOKEN, apiUrl: url, env: {}, signal, pause };
      const { isPublic, because } = await readVisibility('acme/rooms', question);
      if (isPublic === null) throw new Error(because ?? '');
    },
    { visibility: 'public' },
  ],
  ['GET /repos/acme/rooms/issues/1', (url) => hostAt(url).issue(1), ISSUE],
  ['GET /repos/acme/rooms/issues', (url) => Array.fromAsync(hostAt(url).issues({ label: 'x' })), [ISSUE]],
  ['POST /graphql', (url) => hostAt(url).viewer(), { data: { viewer: { login: 'ann' } } }],
  [
    'POST /repos/acme/rooms/issues',
    (url) => hostAt(url).create({ title: 'Rooms', body: BODY, labels: [], assignees: [] }, async () => null),
    ISSUE,
  ],
];

/** A server, and the requests to it with their bodies. */
async function record(answer: RequestListener) {
  const requests: { request: IncomingMessage; body: string }[] = [];
  const url = await serve(async (request, response) => {
    requests.push({ request, body: await text(request) });
    answer(request, response);
  });
  return { url, requests };
}

describe.each(REQUESTS)('%s', (name, ask, data) => {
  const answer: RequestListener = (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));

  it('is never sent to another server, whatever redirect GitHub answers with', async () => {
    const other = await record(answer);
    let redirect = { status: 0, location: '' };
    const github = await record((_, response) =>
      response.writeHead(redirect.status, { location: redirect.location }).end(),
    );
    const location = fc.constantFrom(
      other.url,
      `${other.url}/repos/acme/rooms`,
      `//${new URL(other.url).host}`,
    );
    const redirects = fc.record({ status: fc.integer({ min: 300, max: 399 }), location });
    await fc.assert(
      fc.asyncProperty(redirects, async (sent) => {
        redirect = sent;
        await expect(ask(github.url)).rejects.toThrow(`${sent.status}`);
        expect(github.requests.splice(0)).toHaveLength(1);
        expect(other.requests).toEqual([]);
      }),
    );
  });

  it.each([301, 302, 307, 308])('is sent again as it is after a %i to the same server', async (status) => {
    const github = await record((request, response) => {
      if (request.url?.startsWith('/moved')) return answer(request, response);
      response.writeHead(status, { location: `/moved${request.url}` }).end();
    });
    await ask(github.url);
    const [first, second, ...more] = github.requests;
    expect(`${first?.request.method} ${first?.request.url?.split('?')[0]}`).toBe(name);
    expect(second?.request).toMatchObject({
      method: first?.request.method,
      url: `/moved${first?.request.url}`,
      headers: first?.request.headers,
    });
    expect(second?.body).toBe(first?.body);
    expect(more).toEqual([]);
  });

  it('says nothing past the log, not even of a call that GitHub will remove', async () => {
    const warn = vi.spyOn(console, 'warn');
    onTestFinished(() => warn.mockRestore());
    const github = await record((request, response) => {
      response.setHeader('deprecation', 'Wed, 01 Jan 2025 00:00:00 GMT');
      answer(request, response);
    });
    await ask(github.url);
    expect(warn).not.toHaveBeenCalled();
  });

  it('carries the token and the name of this action, and no other name', async () => {
    const github = await record(answer);
    await ask(github.url);
    expect(github.requests[0]?.request.headers).toMatchObject({
      authorization: `token ${TOKEN}`,
      'user-agent': 'abandoned-rooms',
    });
  });
});
