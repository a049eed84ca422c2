import { decodeXML } from 'entities/decode';
import { z } from 'zod';
import type { Account } from '../rooms/accounts.ts';

const member = z.string().nullish().catch(null);

/**
 * An account in an answer of the portal. Whatever cannot be read is not known: an account never ends a scan.
 */
export const account = z.object({ id: member, displayName: member }).nullish().catch(null);

/** The portal's name for every account that was deleted. It names nobody. */
const DELETED_ACCOUNT = 'profile removed';

/**
 * Translates an account into this project's terms. Without an id and a name, nobody is known.
 *
 * `displayName` is HTML-encoded in every answer (`J&#252;rgen O&#39;Brien`): measured on DocSpace 3.7.2. It is decoded
 * here, once.
 */
export function toAccount(wire: z.infer<typeof account>): Account | null {
  if (wire === null || wire === undefined) return null;
  const id = wire.id || null;
  const name = decodeXML(wire.displayName ?? '') || null;
  if (name === DELETED_ACCOUNT) return { id, name: null, isDeleted: true };
  return id === null && name === null ? null : { id, name };
}

/** Returns the first one of equal accounts for each of them: a portal has many rooms and few owners. */
export function deduplicator(): (account: Account | null) => Account | null {
  const known = new Map<string, Account>();
  return (account) => {
    if (account === null) return null;
    const key = JSON.stringify([account.id, account.name, account.isDeleted]);
    const first = known.get(key);
    if (first !== undefined) return first;
    known.set(key, account);
    return account;
  };
}
