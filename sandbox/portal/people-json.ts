import { type Account, type People, REMOVED_ACCOUNT } from './accounts.ts';
import { roleOf, seesAll } from './rights.ts';
import { encodeHtml } from './text.ts';
import type { ApiKey } from './types.ts';
import type { VersionFacts } from './versions.ts';

export type Json = Record<string, unknown>;

/** Who asks, and what else an answer depends on. */
export interface View {
  readonly key: ApiKey;
  readonly people: People;
  /** The portal's owner, who is `ownedBy` of all rooms. */
  readonly owner: Account;
  readonly offsetMinutes: number;
  readonly facts: VersionFacts;
  /** The portal's address, without a slash at the end. */
  readonly url: string;
}

const photo = (name: string, pixels: number): [string, string] => [
  name,
  `/static/images/default_user_photo_size_${pixels}-${pixels}.png`,
];
const PHOTOS: Json = Object.fromEntries([
  photo('avatar', 82),
  photo('avatarOriginal', 200),
  photo('avatarMax', 200),
  photo('avatarMedium', 48),
  photo('avatarSmall', 32),
]);

/** An account as rooms, files and events name it. */
export function personJson(account: Account | undefined, view: View): Json | undefined {
  if (account === undefined) return undefined;
  const shown = view.people.shown(account);
  const search = shown === REMOVED_ACCOUNT ? '' : `?search=${encodeURIComponent(emailOf(shown))}`;
  return {
    id: shown.id,
    displayName: shown.displayName && encodeHtml(shown.displayName),
    ...PHOTOS,
    profileUrl: `${view.url}/accounts/people/filter${search}`,
    hasAvatar: false,
    isAnonim: shown.isAnonim ?? false,
  };
}

/** An account as the calls below `people` show it. */
export function profileJson(account: Account, view: View): Json {
  const [first = '', ...rest] = account.displayName.split(' ');
  const role = roleOf(account.id === view.key.account.id ? view.key : { key: '', scopes: [], account });
  return {
    firstName: account.firstName ?? first,
    lastName: account.lastName ?? rest.join(' '),
    userName: account.id,
    email: emailOf(account),
    status: view.people.statusOf(account) === 'disabled' ? 2 : 1,
    activationStatus: 0,
    department: '',
    isAdmin: role === 'admin' || (role === 'owner' && view.facts.isOwnerAdmin),
    isRoomAdmin: role === 'roomAdmin',
    isLDAP: false,
    isOwner: role === 'owner',
    isVisitor: role === 'guest',
    isCollaborator: role === 'user',
    mobilePhoneActivationStatus: 0,
    isSSO: false,
    usedSpace: seesAll(view.key) || account.id === view.key.account.id ? 0 : undefined,
    registrationDate: '2022-07-08T00:00:00.0000000Z',
    ...personJson(account, view),
  };
}

function emailOf({ id, email }: Account): string {
  if (email !== undefined) return email;
  // Accounts of a hostile portal may hold lone surrogates, which encodeURIComponent refuses.
  return `${String(id).toWellFormed()}@example.com`;
}
