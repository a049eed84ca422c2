import { z } from 'zod';
import type { KeyAccount } from '../rooms/accounts.ts';
import { PortalError } from '../shared/errors.ts';
import { readAccount } from './accounts.ts';
import { selfCall } from './calls.ts';
import type { Portal } from './client.ts';
import { parse } from './validate.ts';

const answer = z.object({
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
    const { response } = parse(answer, await portal.get(call), '', call.what);
    const roles = [response.isOwner, response.isAdmin].filter((role) => typeof role === 'boolean');
    // An answer without roles does not say that there are rooms which the account does not see.
    if (roles.length === 0) return null;
    return { account: readAccount(response), seesAllRooms: roles.includes(true) };
  } catch (error) {
    if (error instanceof PortalError) return null;
    throw error;
  }
}
