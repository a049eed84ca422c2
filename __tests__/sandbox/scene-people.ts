import { type Account, type ApiKey, decodeHtml, type Role, type RoomId } from '../../sandbox/portal/index.ts';
import { type Json, objectsIn, type Recording } from './recordings.ts';

/** The accounts and keys of a recorded portal. */

/** A room, folder, file or event of an answer. */
export interface Entry extends Json {
  id: RoomId;
  displayName: string;
  title: string;
  action: { id: number; key: string };
  initiator: Entry;
  createdBy: Entry;
  updatedBy: Entry;
  date: string;
  created: string;
  updated: string;
  data: Json;
  related?: Entry[];
  security?: Record<string, boolean>;
}

/** Keys of the first recordings that do not say it. */
const UNNAMED: Readonly<Record<string, string>> = {
  'archive-third-party': 'full',
  'archive-with-rooms-write': 'rooms_write',
  'contents-third-party-sbox-1': 'full',
  'contents-third-party-sbox-2': 'full',
  'fileops-third-party': 'full',
  'fileops-with-files-read': 'files',
  'fileops-with-rooms-write-alone': 'rooms_write',
  'people-terminated': 'full',
  'room-after': 'full',
  'room-third-party-after': 'full',
  'rooms-badkey': 'sk-of-nobody',
  'rooms-garbagekey': '%%%',
  'rooms-key-nobearer': 'nobearer',
  'rooms-list-with-rooms-write-alone': 'rooms_write',
  'rooms-third-party': 'full',
  'self-with-accounts': 'people',
  'self-with-self-scope': 'self_scope',
  'terminated-with-accounts-read': 'people',
  'terminated-without': 'two',
};

const TWO = ['rooms:read', 'files:read'];
const FOUR = [...TWO, 'accounts:read', 'accounts.self:read'];
/** The scopes that the end of a key's name tells. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  full: ['*'],
  session: ['*'],
  two: TWO,
  four: FOUR,
  arch: [...FOUR, 'rooms:write'],
  rooms: ['rooms:read'],
  files: ['files:read'],
  accounts: ['accounts:read'],
  people: ['accounts:read'],
  self_scope: ['accounts.self:read'],
  rooms_write: ['rooms:write'],
  rw_only: ['rooms:write'],
  rw_nofiles: ['rooms:read', 'rooms:write'],
  global_read: ['*:read'],
};

/** The names of the accounts behind the names of keys. */
const HOLDERS: readonly [of: RegExp, name: RegExp, role: Role][] = [
  [/mgr1/, /^Rolf Manager/, 'roomAdmin'],
  [/mgr2/, /^Zoë O'Brien/, 'roomAdmin'],
  [/roomadmin/, /^Roomadmin/, 'roomAdmin'],
  [/padmin/, /^(Ada Admin|Padmin)/, 'admin'],
  [/leaver/, /^Lena Leaver/, 'roomAdmin'],
  [/demo/, /^Dana Demoted/, 'user'],
  [/user1|plain/, /^(Ulla User|Plain)/, 'user'],
  [/guest/, /^Gina Guest/, 'guest'],
  [/./, /^Administrator/, 'owner'],
];

/** An account, from how answers name it. */
export function person({ id, displayName }: Pick<Entry, 'id' | 'displayName'>): Account {
  return { id: String(id), displayName: decodeHtml(displayName) };
}

/** The account of a key, as some recording of the same portal shows it. */
export function holderOf(keyName: string, set: Iterable<Recording>): Account {
  const [, name, role] = HOLDERS.find(([of]) => of.test(keyName)) as (typeof HOLDERS)[number];
  const status = /leaver/.test(keyName) ? 'disabled' : 'active';
  const people = [...set].flatMap(({ body }) => [...objectsIn(body)] as Entry[]);
  const known = people.filter(({ displayName }) => name.test(decodeHtml(String(displayName))));
  const shown = known.find(({ email }) => email !== undefined) ?? known[0];
  if (shown !== undefined) {
    const { firstName, lastName, email } = shown as Json as Record<string, string>;
    return { ...person(shown), ...(email && { firstName, lastName, email }), role, status } as Account;
  }
  return { id: keyName, displayName: keyName, role, status };
}

/** The key of a recording; its secret is its name. */
export function keyOf(name: string, recording: Recording, set: Iterable<Recording>): ApiKey {
  const key = UNNAMED[name] ?? recording.request?.key ?? 'none';
  const end = Object.keys(SCOPES).findLast((scope) => key.replace(/\d|, ends.*/g, '').endsWith(scope));
  const account = holderOf(key, set);
  return {
    // Keys were recorded with these last characters.
    key: `${key.replaceAll(' ', '_')}0000`,
    scopes: key.startsWith('session') ? ['*'] : (SCOPES[end ?? 'two'] ?? TWO),
    account,
    disabled: /disabled|sk-of-nobody|%%%/.test(key),
    expired: /expiring/.test(key),
    ...(/ends in/.test(key) ? { expiresAt: new Date('2026-12-19T11:23:14Z') } : {}),
  };
}

/** The accounts that an answer lists, and as many as it counts besides. */
export function shownAccounts({ request, body }: Recording, viewer: Account): Account[] {
  const { path = '' } = request ?? {};
  const { response, total = 0 } = body as { response?: unknown; total?: number };
  if (!path.includes('/people/') || !Array.isArray(response)) return [];
  const listed = response.map((one: Entry & Record<string, string>): Account => {
    const { firstName, lastName, email } = one;
    const flags = {
      isOwner: 'owner',
      isAdmin: 'admin',
      isRoomAdmin: 'roomAdmin',
      isVisitor: 'guest',
    } as const;
    const role = Object.entries(flags).find(([flag]) => one[flag])?.[1] ?? 'user';
    const status = (one['status'] as unknown) === 2 ? 'disabled' : 'active';
    return { ...person(one), firstName, lastName, email, role, status } as Account;
  });
  const before = Number(new URLSearchParams(path.split('?')[1]).get('startIndex') ?? 0);
  const isKnown = path.includes('terminated') || listed.some(({ id }) => id === viewer.id);
  const missing = Math.max(0, total - listed.length - (isKnown ? 0 : 1));
  const others = Array.from({ length: missing }, (_, index): Account => {
    const displayName = `${index < before - (isKnown ? 0 : 1) ? '!' : '~'} ${index}`;
    return { id: `other-${index}`, displayName, status: path.includes('terminated') ? 'disabled' : 'active' };
  });
  return [...listed, ...others];
}
