import { foldName } from '../shared/text.ts';

/** An account on the portal. */
export interface Account {
  readonly id: string | null;
  /** Untrusted text; null if the account was deleted. */
  readonly name: string | null;
  /** Set if the account was deleted. */
  readonly isDeleted?: true;
}

/**
 * Returns a function that tells whether an account is on a list of ids and display names, in any case. It returns false
 * for `null` (unknown author), so that such activity counts.
 */
export function accountList(entries: readonly string[]): (account: Account | null) => boolean {
  const listed = new Set(entries.map(foldName));
  // Folding the names of all rooms takes a while.
  if (listed.size === 0) return () => false;
  return (account) =>
    account !== null &&
    [account.id, account.name].some((name) => name !== null && listed.has(foldName(name)));
}
