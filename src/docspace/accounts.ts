import { decodeXML } from 'entities/decode';
import { z } from 'zod';
import type { Account, KeyAccount, OwnerContacts } from '../rooms/accounts.ts';
import type { DisabledAccounts } from '../rooms/risks.ts';
import { PortalError } from '../shared/errors.ts';
import { plural } from '../shared/text.ts';
import { accountsCall, type PageQuery, type PortalCall, selfCall, terminatedCall } from './calls.ts';
import type { Portal } from './client.ts';
import { eachPage, PAGE_SIZE } from './paging.ts';
import { isObject, parse, textOf } from './validate.ts';

/** The id of every account that was deleted, in every version. Its name is a setting, and names nobody. */
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
 * @returns null if it is not known. Never rejects because of an answer of the portal: the list needs no account.
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

/** Safety limit: 20,000 accounts. */
const MAX_PAGES = 200;
/** `status` of a disabled account. */
const DISABLED = 2;
/** As a browser checks it: such an address can stand in a link and in the header of a mail. SMTP allows 254. */
const address = z
  .email({ pattern: z.regexes.html5Email })
  .max(254)
  // Browsers take such dots, mail servers do not.
  .refine((text) => !/^\.|\.\.|\.@/.test(text));

const listAnswer = z.object({
  response: z.array(
    z.object({ id: z.string(), email: z.unknown().optional(), status: z.unknown().optional() }),
  ),
  total: z.int().min(0).nullish(),
});

type ListedAccount = z.infer<typeof listAnswer>['response'][number];

/**
 * Reads the ids of the disabled accounts: one request for 100 of them, with the scope `accounts:read`. Never throws for
 * an answer of the portal: the list of rooms is complete without it.
 */
export async function readDisabledAccounts(portal: Portal): Promise<DisabledAccounts> {
  const ids = new Set<string>();
  const problem = await problemOf(async () => {
    for await (const { id } of listAccounts(portal, terminatedCall)) ids.add(id);
  });
  return { ids, isComplete: problem === null };
}

/**
 * Reads addresses and states of accounts from the list of all accounts, until each of them is found: one request for
 * 100 accounts, with the scope `accounts:read`. If some are not found, the list of disabled accounts is read as well:
 * one may be missed if another account leaves meanwhile. Never throws for an answer of the portal: the report is
 * complete without it.
 *
 * @param wanted ids of the accounts
 */
export async function readOwners(
  portal: Portal,
  wanted: ReadonlySet<string>,
): Promise<{ disabled: DisabledAccounts; contacts: OwnerContacts }> {
  const found = new Map<string, ListedAccount>();
  const problem = await problemOf(async () => {
    for await (const account of listAccounts(portal, accountsCall)) {
      if (wanted.has(account.id)) found.set(account.id, account);
      if (found.size === wanted.size) return;
    }
    throw new PortalError(
      `The list of accounts tells nothing about ${plural(wanted.size - found.size, 'owner')}.`,
    );
  });
  const isTold = [...wanted].every((id) => typeof found.get(id)?.status === 'number');
  const others = isTold ? { ids: [], isComplete: true } : await readDisabledAccounts(portal);
  const disabled = [...found.values()].filter(({ status }) => status === DISABLED).map(({ id }) => id);
  const emails = [...found.values()].flatMap(({ id, email }) => {
    const { data } = address.safeParse(email);
    return data === undefined ? [] : [[id, data] as const];
  });
  return {
    disabled: { ids: new Set([...disabled, ...others.ids]), isComplete: others.isComplete },
    contacts: { emails: new Map(emails), problem },
  };
}

/** The message of an error of the portal; null if there is none. */
async function problemOf(read: () => Promise<void>): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return error.message;
  }
}

/** @throws PortalError, also if an account may be missing: the list is too long, or it became shorter meanwhile */
async function* listAccounts(
  portal: Portal,
  callFor: (query: PageQuery) => PortalCall,
): AsyncGenerator<ListedAccount> {
  const fetch = async (startIndex: number) => {
    const call = callFor({ count: PAGE_SIZE, startIndex });
    const { response, total } = parse(listAnswer, await portal.get(call), '', call.what);
    return { accounts: response, size: response.length, total: total ?? null };
  };
  const ids = new Set<string>();
  const totals: (number | null)[] = [];
  let read = 0;
  for await (const page of eachPage(fetch, MAX_PAGES)) {
    yield* page.accounts;
    for (const { id } of page.accounts) ids.add(id);
    totals.push(page.total);
    read += page.size;
  }
  if (read >= MAX_PAGES * PAGE_SIZE && read !== totals.at(-1)) {
    throw new PortalError(`The portal has more than ${read} accounts, and no more are read.`);
  }
  // If one was removed, those behind it moved up, past the page that was read next.
  const isShorter = totals.some((total, at) => (total ?? 0) < (totals[at - 1] ?? 0));
  if (isShorter || ids.size < (totals[0] ?? 0)) {
    throw new PortalError('Accounts were removed while they were listed. Run the workflow again.');
  }
}
