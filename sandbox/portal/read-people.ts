import type { Account } from './accounts.ts';
import { accessDenied, ok } from './answers.ts';
import { type Call, isRefusal, onPage, type PortalData, readPaging } from './call.ts';
import { portalDate } from './dates.ts';
import { personJson, profileJson } from './people-json.ts';
import { roleOf } from './rights.ts';
import type { Answer } from './types.ts';

/** `GET /api/2.0/people/@self` */
export function readSelf(_data: PortalData, { key, link, view }: Call): Answer {
  return ok(link, profileJson(key.account, view));
}

/** A page of accounts, for those who may see them: plain users and guests may not. */
function accountPage(call: Call, accounts: readonly Account[]): Answer {
  const page = readPaging(call);
  if (isRefusal(page)) return page;
  const { key, link, view } = call;
  if (['user', 'guest'].includes(roleOf(key))) return accessDenied();
  const shown = onPage(accounts, page).map((account) => ({
    ...profileJson(account, view),
    createdBy: personJson(view.owner, view),
  }));
  return ok(link, shown, { count: shown.length, total: accounts.length });
}

/** `GET /api/2.0/people/status/terminated`: the disabled accounts, which room administrators do not see. */
export function listDisabled({ people }: PortalData, call: Call): Answer {
  return accountPage(call, roleOf(call.key) === 'roomAdmin' ? [] : people.disabled());
}

/** `GET /api/2.0/people/filter`: every account but the deleted ones, by display name. */
export function listAccounts({ people }: PortalData, call: Call): Answer {
  return accountPage(call, people.listed());
}

/** `GET /api/2.0/keys/@self`: what the key may do, and until when. `permissions` is empty for a key of all rights. */
export function readKey({ now }: PortalData, { key, link, view }: Call): Answer {
  const date = (value: Date): string => portalDate(value, view.offsetMinutes);
  const keyPostfix = key.key.slice(-4);
  return ok(link, {
    id: '2309f2ce-afbe-4723-8493-88cea63e730a',
    name: 'abandoned-rooms',
    key: `sk-***${keyPostfix}`,
    keyPostfix,
    permissions: key.scopes.includes('*') ? [] : key.scopes,
    lastUsed: date(now()),
    createOn: date(new Date('2026-01-01T00:00:00Z')),
    createBy: personJson(key.account, view),
    expiresAt: key.expiresAt && date(key.expiresAt),
    isActive: true,
  });
}
