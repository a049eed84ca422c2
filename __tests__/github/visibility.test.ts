import { beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../src/docspace/http/explain.ts';
import { isTransient, mayBeCrash } from '../../src/docspace/http/failure.ts';
import { type Question, readVisibility } from '../../src/github/visibility.ts';
import { FAILURES } from '../support/failures.ts';
import fc from '../support/fast-check.ts';
import nock, { useNock } from '../support/nock.ts';

const TOKEN = 'ghs_very-secret-token';
const KNOWN = { because: null, problem: null };
const paused: number[] = [];

function read(more: Partial<Question> = {}, repository: string | null = 'acme/rooms') {
  const signal = new AbortController().signal;
  const pause = async (ms: number) => void paused.push(ms);
  const question = { token: TOKEN, apiUrl: 'https://api.github.com', env: {}, signal, pause };
  return readVisibility(repository, { ...question, ...more });
}

useNock();
beforeEach(() => {
  paused.length = 0;
});

const asked = () =>
  nock('https://api.github.com', { reqheaders: { authorization: `token ${TOKEN}` } }).get(
    '/repos/acme/rooms',
  );

describe('the visibility of a repository', () => {
  it.each([
    [{ visibility: 'public', private: false }, true],
    [{ visibility: 'private', private: true }, false],
    [{ visibility: 'internal', private: true }, false],
    [{ private: true }, false],
    [{ private: false }, true],
  ])('%j: public is %s', async (data, isPublic) => {
    const scope = asked().reply(200, data);
    expect(await read()).toEqual({ isPublic, ...KNOWN });
    expect(scope.isDone()).toBe(true);
  });

  it.each([{ visibility: 'something new', private: true }, {}, [], null, { private: 'yes' }])(
    '%j: it is not known',
    async (data) => {
      asked().reply(200, JSON.stringify(data));
      expect(await read()).toMatchObject({
        isPublic: null,
        because: 'the answer of GitHub does not say it',
      });
    },
  );

  it('of one that was renamed', async () => {
    asked().reply(301, '', { location: 'https://api.github.com/repositories/7' });
    nock('https://api.github.com')
      .get('/repositories/7')
      .reply(200, { visibility: 'private', private: true });
    expect((await read()).isPublic).toBe(false);
  });

  it('is asked for once more after a failure that may pass, of the server or of a rate limit', async () => {
    const passing = (status: number) =>
      ![501, 505].includes(status) && (status >= 500 || [408, 425, 429].includes(status));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 400, max: 599 }), async (status) => {
        nock.cleanAll();
        asked().reply(status, '');
        const second = asked().reply(200, { visibility: 'private' });
        expect((await read()).isPublic).toBe(passing(status) ? false : null);
        expect(second.isDone()).toBe(passing(status));
      }),
    );
  });

  it.each([
    ['an answer that is cut', () => asked().reply(200, '{"visib'), 1000],
    [
      'a secondary limit',
      () => asked().reply(403, { message: 'You have exceeded a secondary rate limit.' }),
      60_000,
    ],
    ['a limit that asks for a minute', () => asked().reply(429, '', { 'retry-after': '60' }), 60_000],
    ['a 403 with a time', () => asked().reply(403, '', { 'retry-after': '2' }), 2000],
  ])('is asked for once more after %s', async (_, fail, pauseMs) => {
    fail();
    asked().reply(200, { visibility: 'private' });
    expect(await read()).toEqual({ isPublic: false, ...KNOWN });
    expect(paused).toEqual([pauseMs]);
  });

  // nock fails before the handshake, so no request can be lost here.
  const connecting = FAILURES.flatMap(([, failure]) =>
    failure.kind === 'network' && !mayBeCrash(failure) ? [failure] : [],
  );
  it.each(connecting)(
    'is asked for again after a failed connection if the portal would be: $code',
    async (failure) => {
      asked().replyWithError(Object.assign(new Error('x'), { code: failure.code }));
      const second = asked().reply(200, { visibility: 'private' });
      const { because, problem } = await read();
      expect(second.isDone()).toBe(isTransient(failure, false));
      if (second.isDone()) return;
      expect(because).toBe(`GitHub gave no answer that can be read (network: ${failure.code})`);
      const portal = { what: 'X', scope: 'rooms:read', path: '' } as const;
      const { happened } = explain(failure, portal, new URL('https://api.github.com'), 0);
      expect(problem).toContain(happened.replace(' for X', ''));
    },
  );

  it('is not known if a rate limit asks for the end of the hour', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000' };
    asked().reply(429, '', { ...headers, date: new Date(0).toUTCString() });
    const second = asked().reply(200, { visibility: 'private' });
    expect(await read()).toMatchObject({ isPublic: null, because: 'GitHub answered 429' });
    expect(second.isDone()).toBe(false);
    expect(paused).toEqual([]);
  });

  it.each(['https://elsewhere.example/repos/acme/rooms', 'http://api.github.com/repositories/7', 'nowhere:'])(
    'sends no token after a redirect to %s',
    async (location) => {
      asked().reply(302, '', { location });
      const other = nock(/.*/).get(/.*/).reply(200, { visibility: 'private' });
      expect((await read()).isPublic).toBeNull();
      expect(other.isDone()).toBe(false);
    },
  );

  it('is not known after redirects that never end', async () => {
    nock('https://api.github.com')
      .get('/repos/acme/rooms')
      .times(9)
      .reply(302, '', { location: 'https://api.github.com/repos/acme/rooms' });
    expect((await read()).isPublic).toBeNull();
  });

  it('is not known once the run has failed', async () => {
    asked().reply(200, { visibility: 'private' });
    expect((await read({ signal: AbortSignal.abort() })).isPublic).toBeNull();
  });

  it.each([
    [401, 'Bad credentials'],
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
    [500, 'Server Error'],
  ])('is not known after a %i, and the reason holds no token', async (status, message) => {
    asked().times(9).reply(status, { message });
    const { isPublic, because, problem } = await read();
    expect(isPublic).toBeNull();
    expect(because).toBe(`GitHub answered ${status}`);
    expect(problem).toContain(message);
    expect(problem).not.toContain(TOKEN);
  });

  it.each([
    ['no token', null, 'acme/rooms', 'there is no github-token'],
    ['no repository', TOKEN, null, 'GITHUB_REPOSITORY does not name it'],
    ['half a repository', TOKEN, 'acme', 'GITHUB_REPOSITORY does not name it'],
    ['an empty one', TOKEN, '/', 'GITHUB_REPOSITORY does not name it'],
  ])('is not asked for with %s', async (_, token, repository, problem) => {
    const scope = nock('https://api.github.com').get(/.*/).reply(200, { visibility: 'private' });
    expect(await read({ token }, repository)).toEqual({
      isPublic: null,
      because: problem,
      problem,
    });
    expect(scope.isDone()).toBe(false);
  });
});
