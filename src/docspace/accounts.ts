import { decodeXML } from 'entities/decode';
import type { Account } from '../rooms/accounts.ts';
import { isObject, textOf } from './validate.ts';

/** The portal's name for every account that was deleted. It names nobody. */
const DELETED_ACCOUNT = 'profile removed';

/**
 * Reads an account in an answer of the portal. Whatever cannot be read is not known: an account never ends a scan.
 * Without an id and a name, nobody is known.
 *
 * `displayName` is HTML-encoded in every answer (`J&#252;rgen O&#39;Brien`): measured on DocSpace 3.7.2. It is decoded
 * here, once.
 */
export function readAccount(wire: unknown): Account | null {
  if (!isObject(wire)) return null;
  const id = textOf(wire['id']) || null;
  const name = decodeXML(textOf(wire['displayName']) ?? '') || null;
  if (name === DELETED_ACCOUNT) return { id, name: null, isDeleted: true };
  return id === null && name === null ? null : { id, name };
}

/** Returns one object for equal accounts: a portal has many rooms and few owners. */
export function deduplicator(): (account: Account | null) => Account | null {
  const known = new Map<string | null, Account>();
  return (account) => {
    if (account === null) return null;
    const last = known.get(account.id);
    if (last?.name === account.name && last.isDeleted === account.isDeleted) return last;
    known.set(account.id, account);
    return account;
  };
}
