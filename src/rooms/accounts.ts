import { foldName } from '../shared/text.ts';

/** Somebody with an account on the portal. `name` is untrusted text. */
export interface Account {
  readonly id: string | null;
  readonly name: string | null;
}

/**
 * Whether an account is on a list of ids and display names, in any case. Nobody is on no list: what has no known
 * author counts.
 */
export function accountList(entries: readonly string[]): (account: Account | null) => boolean {
  const listed = new Set(entries.map(foldName));
  // Folding the names of all rooms takes a while.
  if (listed.size === 0) return () => false;
  return (account) =>
    account !== null &&
    [account.id, account.name].some((name) => name !== null && listed.has(foldName(name)));
}
