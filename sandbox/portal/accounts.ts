/** Accounts of the portal, and what became of them. */

/** `roomAdmin` may make rooms; `user` and `guest` only see rooms that they were invited to. */
export type Role = 'owner' | 'admin' | 'roomAdmin' | 'user' | 'guest';

/** A disabled account looks like any other in a list of rooms; a removed one is called "profile removed". */
export type AccountStatus = 'active' | 'disabled' | 'removed';

/** A person of the portal. Names are plain here; the portal answers `displayName` with HTML entities. */
export interface Account {
  readonly id: string;
  readonly displayName: string;
  readonly isAnonim?: boolean;
  /** Not HTML-encoded in answers. Default: the parts of `displayName`. */
  readonly firstName?: string;
  readonly lastName?: string;
  /** Default: made of the id. */
  readonly email?: string;
  readonly role?: Role;
  /** Until {@link People.setStatus} says something else; default `active`. */
  readonly status?: AccountStatus;
}

/** Shown instead of an account that was deleted. */
export const REMOVED_ACCOUNT: Account = {
  id: '4a515a15-d4d6-4b8e-828e-e0586f18f3a3',
  displayName: 'profile removed',
};

/** Owner of what was seeded without one. */
export const SEED_OWNER: Account = { id: '66faa6e4-0000-4000-8000-000000000001', displayName: 'Room Owner' };

/** The portal's owner, to whom the default key belongs. */
export const PORTAL_OWNER: Account = {
  id: '66faa6e4-0000-4000-8000-000000000000',
  displayName: 'Portal Administrator',
  role: 'owner',
};

/** The accounts that the portal knows, with their status. */
export class People {
  readonly #onChange: () => void;
  readonly #accounts = new Map<string, Account>();
  readonly #status = new Map<string, AccountStatus>();

  /** @param onChange called if an account looks different from now on */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Makes an account known. */
  add(account: Account): void {
    this.#accounts.set(account.id, account);
  }

  /** Disables, removes or enables an account. */
  setStatus(account: Account, status: AccountStatus): void {
    this.add(account);
    this.#status.set(account.id, status);
    this.#onChange();
  }

  statusOf(account: Account): AccountStatus {
    return this.#status.get(account.id) ?? account.status ?? 'active';
  }

  /** The account as the portal shows it now. */
  shown(account: Account): Account {
    return this.statusOf(account) === 'removed' ? REMOVED_ACCOUNT : account;
  }

  /** Every account that was not deleted, by display name. */
  listed(): Account[] {
    const there = [...this.#accounts.values()].filter((account) => this.statusOf(account) !== 'removed');
    return there.sort((a, b) => (a.displayName < b.displayName ? -1 : a.displayName > b.displayName ? 1 : 0));
  }

  /** The disabled accounts, in the order in which they became known. */
  disabled(): Account[] {
    return [...this.#accounts.values()].filter((account) => this.statusOf(account) === 'disabled');
  }
}
