import { ALL_SCOPES } from './access.ts';
import { ok } from './answers.ts';
import { type Call, isRefusal, onPage, type PortalData, readPaging } from './call.ts';
import { personJson, profileJson } from './people-json.ts';
import type { Answer } from './types.ts';

/** `GET /api/2.0/people/@self` */
export function readSelf(_data: PortalData, { key, link, view }: Call): Answer {
  return ok(link, profileJson(key.account, view));
}

/** `GET /api/2.0/people/status/terminated`: the disabled accounts. */
export function listDisabled(data: PortalData, call: Call): Answer {
  const page = readPaging(call);
  if (isRefusal(page)) return page;
  const { link, view } = call;
  const disabled = data.people.disabled();
  const shown = onPage(disabled, page).map((account) => ({
    ...profileJson(account, view),
    createdBy: personJson(view.owner, view),
  }));
  return ok(link, shown, { count: shown.length, total: disabled.length });
}

/** `GET /api/2.0/keys/permissions` */
export function listScopes(_data: PortalData, { link }: Call): Answer {
  return ok(link, ALL_SCOPES, { count: ALL_SCOPES.length });
}
