/** The reasons for which GitHub answers 403, and how to mend each of them. */

interface ForbiddenHint {
  /** Matches GitHub's own words. */
  readonly pattern: RegExp;
  readonly advice: string;
}

/**
 * GitHub's words as seen in its answers, of REST and GraphQL alike: it has no codes for them. Only the first two
 * are about a missing permission.
 */
const HINTS: readonly ForbiddenHint[] = [
  {
    pattern: /resource not accessible by personal access token/i,
    advice:
      'The token lacks a permission: give the personal access token "Issues: read and write" for this repository.',
  },
  {
    pattern: /resource not accessible by|required scopes/i,
    advice: 'The token lacks a permission: add "issues: write" under "permissions:" of the job.',
  },
  {
    pattern: /IP allow list/i,
    advice:
      "The organization has an IP allow list, and the runner's address is not on it. Add the address to the list, or use a runner whose address is on it.",
  },
  {
    pattern: /token'?s lifetime/i,
    advice:
      'The organization does not allow tokens with such a long lifetime. Shorten the lifetime of github-token, or use the token of an app.',
  },
  {
    pattern: /forbids access via a personal access token \(classic\)/i,
    advice:
      'The organization does not allow classic tokens. Use the token of an app, or a fine-grained token, for github-token.',
  },
  {
    pattern: /forbids access via/i,
    advice: 'The organization does not allow tokens of this kind. Use the token of an app for github-token.',
  },
  {
    pattern: /OAuth App access restrictions/i,
    advice: 'The organization has to approve the app that made the token. Ask an owner of the organization.',
  },
  {
    pattern: /SAML|single sign-on/i,
    advice:
      'The organization requires single sign-on: authorize github-token for it, or use the token of an app.',
  },
  {
    pattern: /suspended/i,
    advice:
      'The account or the app of github-token is suspended. Use another token, or contact the administrator or GitHub Support.',
  },
  {
    pattern: /\bblocked\b/i,
    advice:
      'The account of github-token is blocked there, or the repository is. Use the token of another account.',
  },
  { pattern: /archived/i, advice: 'The repository is archived, and can only be read.' },
  {
    pattern: /\blocked\b/i,
    advice: 'Its conversation is locked. Unlock it in the side bar of the issue.',
  },
];

/**
 * What to do about a 403.
 *
 * @param words GitHub's own words
 */
export function adviseOnForbidden(words: string): string {
  const hint = HINTS.find(({ pattern }) => pattern.test(words));
  return (
    hint?.advice ?? "GitHub refuses it. To see GitHub's own words, run the workflow again with debug logging."
  );
}
