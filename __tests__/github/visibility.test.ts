import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readVisibility } from '../../src/github/visibility.ts';

const TOKEN = 'ghs_very-secret-token';
const KNOWN = { because: null, problem: null };
const SIGNAL = new AbortController().signal;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
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
    expect(await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).toEqual({ isPublic, ...KNOWN });
    expect(scope.isDone()).toBe(true);
  });

  it.each([{ visibility: 'something new', private: true }, {}, [], null, { private: 'yes' }])(
    '%j: it is not known',
    async (data) => {
      asked().reply(200, JSON.stringify(data));
      expect(await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).toMatchObject({
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
    expect((await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).isPublic).toBe(false);
  });

  it('is asked for once more after a failure of the server or the network', async () => {
    asked().reply(502, 'Bad Gateway');
    asked().reply(200, { visibility: 'private' });
    expect(await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).toEqual({
      isPublic: false,
      ...KNOWN,
    });
    asked().replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    asked().reply(200, { visibility: 'private' });
    expect(await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).toEqual({
      isPublic: false,
      ...KNOWN,
    });
  });

  it('is not asked for once more after a refusal', async () => {
    const first = asked().reply(404, { message: 'Not Found' });
    const second = asked().reply(200, { visibility: 'private' });
    expect((await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).isPublic).toBeNull();
    expect([first.isDone(), second.isDone()]).toEqual([true, false]);
  });

  it.each(['https://elsewhere.example/repos/acme/rooms', 'http://api.github.com/repositories/7', 'nowhere:'])(
    'sends no token after a redirect to %s',
    async (location) => {
      asked().reply(302, '', { location });
      const other = nock(/.*/).get(/.*/).reply(200, { visibility: 'private' });
      expect((await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).isPublic).toBeNull();
      expect(other.isDone()).toBe(false);
    },
  );

  it('is not known after redirects that never end', async () => {
    nock('https://api.github.com')
      .get('/repos/acme/rooms')
      .times(9)
      .reply(302, '', { location: 'https://api.github.com/repos/acme/rooms' });
    expect((await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env)).isPublic).toBeNull();
  });

  it('is not known once the run has failed', async () => {
    asked().reply(200, { visibility: 'private' });
    expect((await readVisibility(TOKEN, 'acme/rooms', AbortSignal.abort(), process.env)).isPublic).toBeNull();
  });

  it.each([
    [401, 'Bad credentials'],
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
    [500, 'Server Error'],
  ])('is not known after a %i, and the reason holds no token', async (status, message) => {
    asked().times(9).reply(status, { message });
    const { isPublic, because, problem } = await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env);
    expect(isPublic).toBeNull();
    expect(because).toBe(`GitHub answered ${status}`);
    expect(problem).toContain(message);
    expect(problem).not.toContain(TOKEN);
  });

  it('is not known if the network fails, and the reason names the cause', async () => {
    asked()
      .times(9)
      .replyWithError(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    const { isPublic, problem } = await readVisibility(TOKEN, 'acme/rooms', SIGNAL, process.env);
    expect(isPublic).toBeNull();
    expect(problem).toContain('ENOTFOUND');
  });

  it.each([
    ['no token', null, 'acme/rooms', 'there is no github-token'],
    ['no repository', TOKEN, null, 'GITHUB_REPOSITORY does not name it'],
    ['half a repository', TOKEN, 'acme', 'GITHUB_REPOSITORY does not name it'],
    ['an empty one', TOKEN, '/', 'GITHUB_REPOSITORY does not name it'],
  ])('is not asked for with %s', async (_, token, repository, problem) => {
    const scope = nock('https://api.github.com').get(/.*/).reply(200, { visibility: 'private' });
    expect(await readVisibility(token, repository, SIGNAL, process.env)).toEqual({
      isPublic: null,
      because: problem,
      problem,
    });
    expect(scope.isDone()).toBe(false);
  });
});
