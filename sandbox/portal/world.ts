import type { Account } from './accounts.ts';
import type { PortalOptions } from './options.ts';
import type { EventSeed, RoomSeed } from './room-seeds.ts';
import { decodeHtml } from './text.ts';
import type { Lifetime } from './types.ts';

interface WirePerson {
  id: string;
  displayName: string;
}

interface WireRoom {
  id: number;
  title: string;
  roomType: number;
  created: string;
  updated: string;
  createdBy: WirePerson;
  updatedBy: WirePerson;
  ownedBy: WirePerson;
  rootFolderType: number;
  tags: string[];
  pinned: boolean;
  mute: boolean;
  inRoom: boolean;
  sharedForUser: boolean;
  sharedExternal: boolean;
  lifetime?: Lifetime;
  usedSpace?: number;
  filesCount: number;
  foldersCount: number;
}

interface WireEvent {
  id: number;
  action: { id: number; key: string };
  initiator: WirePerson;
  date: string;
  data: Record<string, unknown>;
}

/** A recorded portal: rooms as its list shows them, and the single events of their logs by room id. */
export interface RecordedWorld {
  now: string;
  rooms: WireRoom[];
  history: Record<string, WireEvent[]>;
}

function account({ id, displayName }: WirePerson): Account {
  return { id, displayName: decodeHtml(displayName) };
}

function eventSeed({ id, action, initiator, date, data }: WireEvent): EventSeed {
  return { id, action, by: account(initiator), at: date, data };
}

function roomSeed(room: WireRoom, events: readonly WireEvent[], owner: Account): RoomSeed {
  const { id, title, roomType, created, updated, rootFolderType, tags, mute } = room;
  const { lifetime, usedSpace, filesCount, foldersCount } = room;
  const isOwners = room.createdBy.id === owner.id;
  return {
    ...{ id, title, roomType, created, updated, rootFolderType, tags, mute },
    ...{ lifetime, usedSpace, filesCount, foldersCount },
    createdBy: account(room.createdBy),
    updatedBy: account(room.updatedBy),
    shared: room.sharedExternal,
    pinnedBy: room.pinned ? [owner.id] : [],
    managers: room.inRoom && !isOwners ? [owner.id] : [],
    members: room.sharedForUser && isOwners ? ['recorded-member'] : [],
    log: events.map(eventSeed),
  };
}

/**
 * Options that start a portal with the rooms and histories of a recorded one, as its owner sees it, with the clock at
 * the time of the recording.
 */
export function loadWorld(
  world: RecordedWorld,
): Required<Pick<PortalOptions, 'now' | 'keys' | 'rooms' | 'offsetMinutes'>> {
  const first = world.rooms[0];
  if (first === undefined) throw new RangeError('The recorded portal has no rooms');
  const owner: Account = { ...account(first.ownedBy), role: 'owner' };
  const now = new Date(world.now);
  return {
    now: () => now,
    keys: [{ key: 'sk-recorded-owner', scopes: ['*'], account: owner }],
    rooms: world.rooms.map((room) => roomSeed(room, world.history[String(room.id)] ?? [], owner)),
    offsetMinutes: 0,
  };
}
