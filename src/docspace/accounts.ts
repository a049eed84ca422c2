import { z } from 'zod';
import type { Account } from '../rooms/accounts.ts';

/** An account in an answer of the portal. */
export const account = z.object({ id: z.string().nullish(), displayName: z.string().nullish() }).nullish();

/**
 * An account in this project's words; without an id and a name, nobody is known.
 *
 * @param scrub what every text of an answer goes through
 */
export function toAccount(wire: z.infer<typeof account>, scrub: (text: string) => string): Account | null {
  if (wire === null || wire === undefined) return null;
  const known = { id: scrub(wire.id ?? '') || null, name: scrub(wire.displayName ?? '') || null };
  return known.id === null && known.name === null ? null : known;
}

/** Gives the first one of equal accounts for each of them: a portal has many rooms, and few owners. */
export function deduplicator(): (account: Account | null) => Account | null {
  const known = new Map<string, Account>();
  return (account) => {
    if (account === null) return null;
    const key = JSON.stringify([account.id, account.name]);
    const first = known.get(key);
    if (first !== undefined) return first;
    known.set(key, account);
    return account;
  };
}
