import { z } from 'zod';
import type { KeyAccount } from '../rooms/accounts.ts';
import { PortalError } from '../shared/errors.ts';
import { account, toAccount } from './accounts.ts';
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
    return {
      account: toAccount(account.parse(response)),
      seesAllRooms: response.isOwner === true || response.isAdmin === true,
    };
  } catch (error) {
    if (error instanceof PortalError) return null;
    throw error;
  }
}
