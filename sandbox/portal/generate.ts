import type { Account, AccountStatus } from './accounts.ts';
import { DAY_MS } from './dates.ts';
import { HOSTILE_NAMES, HOSTILE_TITLES, NAMES, PURPOSES, SUBJECTS } from './hostile.ts';
import type { Prng } from './prng.ts';
import type { DateSeed, LoggedVerb, RoomSeed } from './room-seeds.ts';
import type { RoomStore } from './store.ts';
import { ACTIVE, ARCHIVE, ROOM_TYPES, TEMPLATES } from './types.ts';

const PROVIDERS = [
  ['drive', 'GoogleDrive'],
  ['sbox', 'WebDav'],
  ['box', 'Box'],
  ['dropbox', 'DropboxV2'],
  ['onedrive', 'OneDrive'],
] as const;

/** What happens in a room without moving its `updated`. */
const QUIET_VERBS: readonly LoggedVerb[] = [
  'createFolder',
  'deleteFile',
  'invite',
  'changeRole',
  'makeLink',
  'fillForm',
];

/** Which rooms to make. */
export interface Generation {
  roomCount: number;
  /**
   * With a number: plain rooms only. This many of them (or all) are older than 30 days, by `updated` and by
   * everything else that could tell. None is archived, a template, third-party, kept by a tag or undated.
   */
  oldCount?: number | undefined;
}

const text = (number: number, width: number): string =>
  number.toString(16).padStart(width, '0').slice(-width);

/** Owners who left the portal. */
const LEFT: Readonly<Record<string, AccountStatus>> = {
  'Olu Adebayo': 'disabled',
  "Zoë D'Arcy": 'disabled',
  'Li Wei': 'removed',
};

/** People to own the rooms, with ordinary and with hostile names. Some are disabled or removed. */
export function people(random: Prng): readonly Account[] {
  return [...NAMES, ...HOSTILE_NAMES].map((displayName, index) => ({
    id: `${text(random.int(2 ** 32), 8)}-${text(random.int(65_536), 4)}-4000-8000-${text(index + 16, 12)}`,
    displayName,
    ...(displayName === '' ? { isAnonim: true } : {}),
    status: LEFT[displayName] ?? 'active',
  }));
}

function ageDays(index: number, generation: Generation, random: Prng): number {
  const { oldCount } = generation;
  if (oldCount !== undefined) return index < oldCount ? 31 + random.next() * 1500 : random.next() * 28;
  const kind = random.next();
  if (kind < 0.3) return random.next() * 30;
  if (kind < 0.6) return 30 + random.next() * 150;
  return 180 + random.next() * 1500;
}

function title(index: number, random: Prng): string {
  // Every tenth room takes the next title of the list, which begins again after its end.
  if (index % 10 === 3) return HOSTILE_TITLES[Math.floor(index / 10) % HOSTILE_TITLES.length] as string;
  return `${random.pick(SUBJECTS)} ${random.pick(PURPOSES)} ${index + 1}`;
}

function tags(index: number, nowMs: number, random: Prng): string[] {
  if (index % 15 === 9) return ['keep'];
  if (index % 15 === 4) {
    const until = new Date(nowMs + (random.int(400) - 200) * DAY_MS);
    return [`keep-until:${until.toISOString().slice(0, 10)}`];
  }
  return random.chance(0.3) ? [random.pick(SUBJECTS).toLowerCase()] : [];
}

function thirdParty(index: number, seed: RoomSeed, nowMs: number, random: Prng): RoomSeed {
  const [prefix, providerKey] = random.pick(PROVIDERS);
  const at = new Date(nowMs - random.next() * 400 * DAY_MS);
  return {
    ...seed,
    id: `${prefix}-${index + 1}${prefix === 'sbox' ? '-L0/ü %|' : ''}`,
    providerKey,
    providerId: index + 1,
    storage: random.chance(0.1) ? 'disconnected' : random.chance(0.1) ? 'unauthorized' : 'ok',
    files: [{ updated: at }],
    folders: random.chance(0.3)
      ? [{ files: [{ updated: new Date(nowMs - random.next() * 40 * DAY_MS) }] }]
      : [],
  };
}

/** Links for outsiders, lifetimes of files, and rooms that the portal's administrators may not edit. */
function sharing(index: number): RoomSeed {
  return {
    ...(index % 14 === 6 ? { shared: true } : {}),
    ...(index % 25 === 8 ? { lifetime: { deletePermanently: false, period: 1, value: 6 } } : {}),
    ...(index % 3 === 0 ? { managers: [] } : {}),
  };
}

function undated(index: number): { created?: DateSeed; updated?: DateSeed } | undefined {
  if (index % 80 === 13) return { created: null, updated: null };
  if (index % 80 === 53) return { updated: null };
  // The portal lifts `updated` to `created`, so `created` must be of year 1, too.
  if (index % 80 === 17) return { created: 'never', updated: 'never' };
  if (index % 80 === 57) return { created: 'never' };
  return undefined;
}

function roomSeed(
  index: number,
  generation: Generation,
  nowMs: number,
  staff: readonly Account[],
  random: Prng,
): RoomSeed {
  const plain = generation.oldCount !== undefined;
  const updatedMs = nowMs - ageDays(index, generation, random) * DAY_MS;
  const createdMs = updatedMs - (random.chance(0.2) ? 0 : random.next() * 700 * DAY_MS);
  const owner = random.pick(staff);
  const files = random.int(3);
  const log: RoomSeed['log'] = [{ verb: 'createRoom', at: new Date(createdMs), by: owner }];
  if (updatedMs > createdMs) log.push({ verb: 'upload', at: new Date(updatedMs), by: random.pick(staff) });
  if (!plain && random.chance(0.3)) {
    const at = new Date(updatedMs + random.next() * (nowMs - updatedMs));
    log.push({ verb: random.pick(QUIET_VERBS), at, by: random.pick(staff) });
  }
  const seed: RoomSeed = {
    ...(plain ? {} : sharing(index)),
    title: title(index, random),
    roomType: index < ROOM_TYPES.length ? (ROOM_TYPES[index] as number) : random.pick(ROOM_TYPES),
    created: new Date(createdMs),
    updated: new Date(updatedMs),
    createdBy: owner,
    updatedBy: random.pick(staff),
    rootFolderType: ACTIVE,
    tags: plain ? [] : tags(index, nowMs, random),
    pinned: index % 50 === 1,
    usedSpace: random.chance(0.7) ? Math.floor(random.next() ** 4 * 5e10) : undefined,
    filesCount: files,
    files: Array.from({ length: files }, () => ({ updated: new Date(updatedMs), createdBy: owner })),
    log,
  };
  if (plain) return seed;
  if (index % 20 === 7) return { ...seed, rootFolderType: ARCHIVE };
  if (index % 33 === 11) return { ...seed, rootFolderType: TEMPLATES };
  if (index % 12 === 5) return thirdParty(index, seed, nowMs, random);
  return { ...seed, ...undated(index) };
}

/** Fills a store with rooms of every kind; the same seed and clock make the same rooms. */
export function generateRooms(store: RoomStore, generation: Generation, random: Prng): void {
  const nowMs = store.now().getTime();
  const staff = people(random);
  for (let index = 0; index < generation.roomCount; index += 1) {
    store.add(roomSeed(index, generation, nowMs, staff, random));
  }
}
