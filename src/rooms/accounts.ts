import { foldName } from '../shared/text.ts';

/** An account on the portal. */
export interface Account {
  readonly id: string | null;
  /** Untrusted text; null if the account was deleted. */
  readonly name: string | null;
  /** Set if the account was deleted. */
  readonly isDeleted?: true;
}

/** How an account that was deleted is called: its name on the portal is a setting, and names nobody. */
export const DELETED_NAME = 'a deleted account';

/** The texts by which people mean an account: its id, and its name as a report shows it. */
export function namesOf(account: Account | null): readonly (string | null | undefined)[] {
  return [account?.id, account?.isDeleted ? DELETED_NAME : account?.name];
}

/** The account for which the API key acts. */
export interface KeyAccount {
  /** Null if the portal names nobody. */
  readonly account: Account | null;
  /** Whether it sees every room: the owner and portal administrators do. */
  readonly seesAllRooms: boolean;
}

/** How the owners of abandoned rooms can be reached. */
export interface OwnerContacts {
  /** Mail addresses by the id of the account. */
  readonly emails: ReadonlyMap<string, string>;
  /** Why some of them are not known, without text from the portal; null if all that the portal has are. */
  readonly problem: string | null;
}

/** Whether an account is on a list. It remembers which entries of the list were found. */
export interface AccountMatcher {
  /** False for `null`, an unknown author, so that activity counts. */
  (account: Account | null): boolean;
  /** The entries that match none of the accounts asked for so far. */
  unmatched(): readonly string[];
}

/**
 * Compiles a list of accounts.
 *
 * @param entries ids and display names, in any case
 */
export function accountList(entries: readonly string[]): AccountMatcher {
  const names = createNameList(entries);
  const matches = (account: Account | null) => names.find(namesOf(account)) !== undefined;
  return Object.assign(matches, { unmatched: names.unmatched });
}

/** A list of names to compare with, in any case. It remembers which of its entries were found. */
export interface NameList {
  /** The first of some texts that equals an entry. All are looked for, since they can equal several entries. */
  find(texts: readonly (string | null | undefined)[]): string | undefined;
  /** The entries that equal none of the texts looked for so far. */
  unmatched(): readonly string[];
}

export function createNameList(entries: readonly string[]): NameList {
  const unmatched = new Map(entries.map((entry) => [foldName(entry), entry]));
  const folded = new Set(unmatched.keys());
  const has = (text: string) => {
    const key = foldName(text);
    unmatched.delete(key);
    return folded.has(key);
  };
  return {
    find(texts) {
      // Folding the names of all rooms takes a while.
      if (folded.size === 0) return undefined;
      return texts.filter((text) => typeof text === 'string').filter(has)[0];
    },
    unmatched: () => [...unmatched.values()],
  };
}
