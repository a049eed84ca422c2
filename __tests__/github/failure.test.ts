import { describe, expect, it } from 'vitest';
import { explainGitHub } from '../../src/github/failure.ts';

/** An error of Octokit for an answer of the REST API. */
function answerOf(status: number, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { status, response: { headers, data: {} } });
}

/** An error of Octokit for an answer of GraphQL, whose status is 200. */
function graphqlErrorOf(message: string, type?: string): Error {
  const errors = [{ message, ...(type === undefined ? {} : { type }) }];
  return Object.assign(new Error(`Request failed due to following response errors:\n - ${message}`), {
    errors,
    response: { headers: {}, data: {} },
  });
}

const explain = (error: unknown) => explainGitHub(error, 'edit issue #5', 'acme/rooms');

// GitHub's own words, as quoted in public issues and in its documentation.
const REFUSALS = [
  ['Resource not accessible by integration', /^The token lacks a permission: add "issues: write"/],
  [
    'Resource not accessible by personal access token',
    /^The token lacks a permission: give the personal access token "Issues: read and write"/,
  ],
  [
    "Your token has not been granted the required scopes to execute this query. The 'login' field requires one of the following scopes: ['read:user'].",
    /^The token lacks a permission/,
  ],
  [
    'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
    /^The organization has an IP allow list, and the runner's address is not on it\./,
  ],
  [
    "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1",
    /^The organization does not allow tokens with such a long lifetime\./,
  ],
  [
    '`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
    /^The organization does not allow classic tokens\./,
  ],
  [
    '`acme` forbids access via a fine-grained personal access token.',
    /^The organization does not allow tokens of this kind\./,
  ],
  [
    'Although you appear to have the correct authorization credentials, the `acme` organization has enabled OAuth App access restrictions, meaning that data access to third-parties is limited.',
    /^The organization has to approve the app/,
  ],
  [
    'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
    /^The organization requires single sign-on:/,
  ],
  ['Sorry. Your account was suspended.', /^The account or the app of github-token is suspended\./],
  ['This installation has been suspended', /^The account or the app of github-token is suspended\./],
  ['User is blocked', /^The account of github-token is blocked there/],
  ['Repository access blocked', /^The account of github-token is blocked there, or the repository is\./],
  ['Repository was archived so is read-only.', /^The repository is archived/],
  ['Unable to create comment because issue is locked.', /^Its conversation is locked\./],
  ['Something that nobody has seen yet', /^GitHub refuses it\./],
  ['', /^GitHub refuses it\./],
] as const;

describe('a 403', () => {
  it.each(REFUSALS)('of REST with the words "%s"', (words, advice) => {
    const { message, status } = explain(answerOf(403, words));
    expect(status).toBe(403);
    const [start, rest] = message.split(' in acme/rooms. ');
    expect(start).toBe('403: GitHub could not edit issue #5');
    expect(rest).toMatch(advice);
  });

  it.each(REFUSALS)('of GraphQL with the words "%s"', (words, advice) => {
    const { message, status } = explain(graphqlErrorOf(words, 'FORBIDDEN'));
    expect(status).toBe(403);
    expect(message.split(' in acme/rooms. ')[1]).toMatch(advice);
  });

  it.each(REFUSALS.filter(([words]) => words !== ''))(
    'keeps the words "%s" for the debug log, and out of the message',
    (words) => {
      const error = answerOf(403, words);
      expect(explain(error).cause).toBe(error);
      expect(explain(error).message).not.toContain(words);
    },
  );

  it('is a rate limit if GitHub says so', () => {
    for (const error of [
      answerOf(403, 'API rate limit exceeded for installation ID 1.'),
      answerOf(403, 'You have exceeded a secondary rate limit.'),
      answerOf(403, 'Forbidden', { 'x-ratelimit-remaining': '0' }),
      answerOf(403, 'Forbidden', { 'retry-after': '' }),
      graphqlErrorOf('API rate limit exceeded', 'FORBIDDEN'),
    ]) {
      expect(explain(error).message).toContain('Too many requests with this token.');
      expect(explain(error)).toMatchObject({ isRateLimit: true, mayPass: true, retryAfterMs: null });
    }
  });

  it('is one of a locked conversation only if GitHub says so', () => {
    expect(explain(answerOf(403, 'Unable to create comment because issue is locked.')).isLocked).toBe(true);
    expect(explain(answerOf(403, 'User is blocked')).isLocked).toBe(false);
    expect(explain(answerOf(422, 'locked')).isLocked).toBe(false);
  });
});

describe('errors of GraphQL', () => {
  it.each([
    ['RATE_LIMITED', 'API rate limit exceeded', 429, 'Too many requests with this token.'],
    [
      'NOT_FOUND',
      "Could not resolve to a Repository with the name 'acme/rooms'.",
      404,
      'There is no such repository',
    ],
    [
      undefined,
      'Something went wrong while executing your query on 2026-06-01.',
      502,
      'GitHub itself has a fault.',
    ],
    ['UNPROCESSABLE', 'Other words', 403, 'GitHub refuses it.'],
  ])('of type %s: "%s"', (type, words, status, advice) => {
    const error = explain(graphqlErrorOf(words, type));
    expect(error.status).toBe(status);
    expect(error.message).toContain(advice);
  });
});
