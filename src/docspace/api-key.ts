import { z } from 'zod';
import type { Account } from '../rooms/accounts.ts';
import { MS_PER_DAY } from '../rooms/days.ts';
import { ActionError, MalformedAnswerError, PortalError } from '../shared/errors.ts';
import { readAccount } from './accounts.ts';
import { keyCall, type Scope } from './calls.ts';
import type { Portal } from './client.ts';
import { parsePortalDate } from './dates.ts';
import { parse } from './validate.ts';

/**
 * What a portal tells about the API key; of a portal that does not tell, nothing is known. Its members with the last
 * characters of the key are not read.
 */
export interface ApiKey {
  /** Whether calls with this scope are answered; null if the scopes of the key do not say. */
  may(scope: Scope): boolean | null;
  /** Null if the key has no end, or if its end cannot be read. */
  readonly expiresAt: Date | null;
  /** For whom it acts; null if the portal does not say. */
  readonly account: Account | null;
}

const NOTHING_KNOWN: ApiKey = { may: () => null, expiresAt: null, account: null };

const answer = z.object({
  response: z.object({
    permissions: z.array(z.string()),
    expiresAt: z.unknown().optional(),
    createBy: z.unknown().optional(),
  }),
});

/**
 * Asks the portal what the key may do (`GET keys/@self`, since DocSpace 3.1). Every key may ask that.
 * Nothing is known if the portal does not have the call, or if something in front of it hides it.
 *
 * @throws PortalError if the key is not valid, or if the portal does not work: then no other call is answered
 */
export async function readApiKey(portal: Portal): Promise<ApiKey> {
  const call = keyCall();
  try {
    const { permissions, expiresAt, createBy } = parse(
      answer,
      await portal.get(call),
      '',
      call.what,
    ).response;
    return {
      may: (scope) => covers(permissions, scope),
      expiresAt: parsePortalDate(expiresAt),
      account: readAccount(createBy),
    };
  } catch (error) {
    const isHidden =
      error instanceof MalformedAnswerError || (error instanceof PortalError && error.isRoomSpecific);
    if (isHidden) return NOTHING_KNOWN;
    throw error;
  }
}

/** The scopes of `GET keys/permissions`. Another one may allow anything. */
const KNOWN_SCOPE = /^(?:\*|(?:\*|rooms|files|accounts|accounts\.self):(?:read|write))$/;

/**
 * `rooms:write` alone may list rooms (measured on 3.7.2; not so in 3.1, by code): a right to write says nothing certain
 * about reading.
 */
function covers(permissions: readonly string[], scope: Scope): boolean | null {
  const [area, verb] = scope.split(':');
  const has = (...scopes: string[]) => scopes.some((one) => permissions.includes(one));
  // A key without a list of scopes has all rights.
  if (permissions.length === 0 || has('*', scope, `*:${verb}`)) return true;
  const isOpen = has('*:write', `${area}:write`) || !permissions.every((one) => KNOWN_SCOPE.test(one));
  return isOpen ? null : false;
}

/** Before its end, a warning begins so many days ahead: enough for a report of each month. */
const WARNING_DAYS = 30;

/** What a run asks of the key beside the list of rooms. */
export interface Wishes {
  /** Histories and contents of rooms. */
  readonly history: boolean;
  readonly archive: boolean;
}

/**
 * What the key cannot do, and what that costs; and that it ends soon. One line each, without text from the portal.
 *
 * @returns `notes` for the report, and `lines` for the log alone: what the report says in its own words, or does without
 * @throws ActionError if the key cannot list rooms
 */
export function describeKey(
  { may, expiresAt }: ApiKey,
  { history, archive }: Wishes,
  now: Date,
): { readonly notes: readonly string[]; readonly lines: readonly string[] } {
  if (may('rooms:read') === false) {
    throw new ActionError(
      'The API key lacks the scope "rooms:read", so no room can be listed. Make a key with the scopes rooms:read and files:read under Developer Tools > API keys.',
    );
  }
  const without = (scope: Scope, isWished: boolean, cost: string) =>
    isWished && may(scope) === false ? [`The API key lacks the scope "${scope}": ${cost}`] : [];
  const endsSoon = expiresAt !== null && expiresAt.getTime() - now.getTime() <= WARNING_DAYS * MS_PER_DAY;
  return {
    notes: [
      ...(endsSoon
        ? [
            `The API key ends on ${isoDay(expiresAt)}. Make a new one under Developer Tools > API keys, and put it into the secret; from that day on, every run fails.`,
          ]
        : []),
      ...without('rooms:write', archive, 'no room is archived, and no box for it is offered.'),
    ],
    lines: [
      ...without('files:read', history, 'the date in the list of rooms decides.'),
      ...without('accounts.self:read', true, 'whether it sees every room is not known.'),
      ...without('accounts:read', true, 'which owners of rooms are disabled is not known.'),
    ],
  };
}

/** @returns the day in UTC, as `YYYY-MM-DD` */
function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/**
 * Why calls that have worked are refused now: whether the key itself has ended, which some calls call a missing right.
 *
 * @returns a sentence; null if the key is valid, or if that cannot be told
 */
export async function whyKeyFails(portal: Portal): Promise<string | null> {
  try {
    await readApiKey(portal);
    return null;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return error.status === 401 ? error.message : null;
  }
}
