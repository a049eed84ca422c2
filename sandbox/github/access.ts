import { notAccessible, notFound, refusal } from './errors.ts';
import type { Repository } from './repository.ts';
import type { Token } from './types.ts';

/** The credential of a request. @throws Refusal 401 for one that is not known; without any: undefined */
export function authenticate(header: string | undefined, tokens: readonly Token[]): Token | undefined {
  if (header === undefined) return undefined;
  const given = /^(?:token|bearer)\s+(.+)$/i.exec(header)?.[1];
  const token = tokens.find((candidate) => candidate.token === given);
  if (!token) throw refusal(401, 'Bad credentials');
  return token;
}

const covers = (token: Token, repository: Repository): boolean =>
  token.repositories === 'all' ||
  token.repositories.some((name) => name.toLowerCase() === repository.fullName.toLowerCase());

/**
 * Whether the repository is seen at all. One that is not public and not the token's answers 404, not 403, so
 * that nobody learns of it (docs: "Troubleshooting the REST API", "404 Not Found for an existing resource").
 */
export function requireVisible(repository: Repository, token: Token | undefined): void {
  if (repository.seed.visibility !== 'public' && !(token && covers(token, repository))) throw notFound();
}

/** Reading issues: what is public anybody reads, else the token needs `issues: read`. */
export function requireRead(repository: Repository, token: Token | undefined): void {
  if (repository.seed.visibility === 'public') return;
  if (token?.permissions.issues === 'none') throw notAccessible(token.type, 'issues=read');
}

/** Writing issues, labels and comments: `issues: write` on this very repository. */
export function requireWrite(repository: Repository, token: Token | undefined): Token {
  if (!token) throw refusal(401, 'Requires authentication');
  if (!covers(token, repository) || token.permissions.issues !== 'write') {
    throw notAccessible(token.type, 'issues=write');
  }
  return token;
}

/** Docs, "Create an issue": labels and assignees from one without push access are dropped in silence. */
export const mayPush = (token: Token): boolean => token.push ?? token.permissions.issues === 'write';
