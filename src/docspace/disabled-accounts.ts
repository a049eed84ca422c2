import { z } from 'zod';
import type { DisabledAccounts } from '../rooms/risks.ts';
import { PortalError } from '../shared/errors.ts';
import { terminatedCall } from './calls.ts';
import type { Portal } from './client.ts';
import { eachPage, PAGE_SIZE, type Page } from './paging.ts';
import { parse } from './validate.ts';

/** Safety limit, in case a portal ignores paging: 10,000 disabled accounts. */
const MAX_PAGES = 100;

const answer = z.object({
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
  const { response, total } = parse(answer, await portal.get(call), '', call.what);
  return { ids: response.map(({ id }) => id), size: response.length, total: total ?? null };
}
