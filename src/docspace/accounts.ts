import { decodeXML } from 'entities/decode';
import { z } from 'zod';
import type { Account, KeyAccount } from '../rooms/accounts.ts';
import type { DisabledAccounts } from '../rooms/risks.ts';
import { PortalError } from '../shared/errors.ts';
import { selfCall, terminatedCall } from './calls.ts';
import type { Portal } from './client.ts';
import { eachPage, PAGE_SIZE, type Page } from './paging.ts';
import { isObject, parse, textOf } from './validate.ts';

/** The id of every account that was deleted, in every version. Its name is a setting of the portal, and names nobody. */
const DELETED_ACCOUNT = '4a515a15-d4d6-4b8e-828e-e0586f18f3a3';

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
  if (id?.toLowerCase() === DELETED_ACCOUNT) return { id, name: null, isDeleted: true };
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

const selfAnswer = z.object({
  response: z.object({ isOwner: z.boolean().nullish(), isAdmin: z.boolean().nullish() }).loose(),
});

/**
 * Reads the account of the key. It needs the scope `accounts.self:read`, which few keys have.
 *
 * @returns null if it is not known. Never rejects because of an answer of the portal: the list of rooms needs no account.
 */
export async function readKeyAccount(portal: Portal): Promise<KeyAccount | null> {
  const call = selfCall();
  try {
    const { response } = parse(selfAnswer, await portal.get(call), '', call.what);
    const roles = [response.isOwner, response.isAdmin].filter((role) => typeof role === 'boolean');
    // An answer without roles does not say that there are rooms which the account does not see.
    if (roles.length === 0) return null;
    return { account: readAccount(response), seesAllRooms: roles.includes(true) };
  } catch (error) {
    if (error instanceof PortalError) return null;
    throw error;
  }
}

/** Safety limit, in case a portal ignores paging: 10,000 disabled accounts. */
const MAX_PAGES = 100;

const terminatedAnswer = z.object({
  response: z.array(z.object({ id: z.string().min(1) })),
  total: z.int().min(0).nullish(),
});

interface AccountPage extends Page {
  readonly ids: readonly string[];
}

/**
 * Reads the ids of the disabled accounts: one request for 100 of them, with the scope `accounts:read`. Never throws for
 * an answer of the portal: the list of rooms is complete without it.
 */
export async function readDisabledAccounts(portal: Portal): Promise<DisabledAccounts> {
  const ids = new Set<string>();
  let total: number | null = null;
  try {
    for await (const page of eachPage((start) => fetchPage(portal, start), MAX_PAGES)) {
      for (const id of page.ids) ids.add(id);
      total = page.total;
    }
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return { ids, isComplete: false };
  }
  return { ids, isComplete: total === null || ids.size >= total };
}

async function fetchPage(portal: Portal, startIndex: number): Promise<AccountPage> {
  const call = terminatedCall({ count: PAGE_SIZE, startIndex });
  const { response, total } = parse(terminatedAnswer, await portal.get(call), '', call.what);
  return { ids: response.map(({ id }) => id), size: response.length, total: total ?? null };
}
