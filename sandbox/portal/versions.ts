/**
 * How the versions of DocSpace differ, as far as a client can tell. 3.6 (as 3.6.1), 3.7.2 and 3.8 (as 3.8.0) are as
 * recorded, 3.1 and 3.5 as their source code says. Versions before 3.1 have no keys.
 */

export const VERSIONS = ['3.1', '3.5', '3.6', '3.7.2', '3.8'] as const;

export type Version = (typeof VERSIONS)[number];

export interface VersionFacts {
  /** Whether a call needs all of its scopes, and `*:read` is unknown; later, one of them is enough. */
  readonly needsAllScopes: boolean;
  /**
   * Whether the calls that outsiders may send (`files/rooms/{id}`, `files/{id}`, `files/fileops`) check keys as well:
   * 403 in problem+json for a dead key or a missing scope. If not, such a key is answered like an outsider.
   */
  readonly checksKeyOfOpenCalls: boolean;
  /** The largest `count` of the list of rooms, and whether more is cut to it instead of refused. */
  readonly listCount: { readonly max: number; readonly isClipped: boolean };
  /** Whether there are AI rooms: `type=9` and `searchArea=7`. */
  readonly hasAgents: boolean;
  /** Members of a room: whether they are there. `always`: also for accounts that may not edit the room. */
  readonly room: {
    readonly sharedForUser: boolean;
    readonly sharedExternal: boolean;
    readonly ownedBy: boolean;
    readonly usedSpace: 'editors' | 'always';
  };
  /** The status of `files/rooms/{id}` if there is no such room. */
  readonly unknownRoom: 403 | 404;
  /** Whether events have an id. */
  readonly hasEventIds: boolean;
  /** Whether a file that is uploaded over the API is in the history; the room's `updated` moves anyway. */
  readonly logsApiUploads: boolean;
  /** Whether a new owner is a `RoomChangeOwner`; before, the administrator invites them (`RoomCreateUser`). */
  readonly logsNewOwner: boolean;
  /** Whether an error below the history call comes as a 200 that breaks off. */
  readonly cutsErrors: boolean;
  /** Whether archiving without the right is refused with a 403, or begins and ends with an error. */
  readonly refusesArchiving: boolean;
  /** What a PUT for archiving answers: the operation that it began, or the first one of the account. */
  readonly answersOperation: 'own' | 'first';
  /** Whether operations have the member `status`. */
  readonly hasOperationStatus: boolean;
  /** Whether `files/fileops` knows the parameter `id`. */
  readonly findsOperations: boolean;
  /** Whether rooms of an account that is deleted go to the account that deletes it. */
  readonly inheritsRooms: boolean;
  /** Whether the portal's owner is an `isAdmin` as well. */
  readonly isOwnerAdmin: boolean;
  /** Whether answers name the versions of the API. */
  readonly namesApiVersions: boolean;
  /** Whether the parameter `fields` kills the portal. */
  readonly diesOfFields: boolean;
}

const V3_8: VersionFacts = {
  needsAllScopes: false,
  checksKeyOfOpenCalls: true,
  listCount: { max: 100, isClipped: false },
  hasAgents: true,
  room: { sharedForUser: true, sharedExternal: true, ownedBy: true, usedSpace: 'always' },
  unknownRoom: 404,
  hasEventIds: true,
  logsApiUploads: true,
  logsNewOwner: true,
  cutsErrors: false,
  refusesArchiving: true,
  answersOperation: 'own',
  hasOperationStatus: true,
  findsOperations: true,
  inheritsRooms: true,
  isOwnerAdmin: false,
  namesApiVersions: true,
  diesOfFields: true,
};
const V3_7_2: VersionFacts = { ...V3_8, room: { ...V3_8.room, usedSpace: 'editors' } };
const V3_6: VersionFacts = {
  ...V3_7_2,
  checksKeyOfOpenCalls: false,
  room: { ...V3_7_2.room, sharedExternal: false },
  unknownRoom: 403,
  logsApiUploads: false,
  logsNewOwner: false,
  refusesArchiving: false,
  hasOperationStatus: false,
  inheritsRooms: false,
  isOwnerAdmin: true,
  namesApiVersions: false,
  diesOfFields: false,
};
const V3_5: VersionFacts = {
  ...V3_6,
  hasAgents: false,
  room: { ...V3_6.room, ownedBy: false },
  hasEventIds: false,
};
const V3_1: VersionFacts = {
  ...V3_5,
  needsAllScopes: true,
  listCount: { max: 1000, isClipped: true },
  room: { ...V3_5.room, sharedForUser: false },
  cutsErrors: true,
  answersOperation: 'first',
  findsOperations: false,
};

/** The facts of each version. */
export const FACTS: Readonly<Record<Version, VersionFacts>> = {
  '3.1': V3_1,
  '3.5': V3_5,
  '3.6': V3_6,
  '3.7.2': V3_7_2,
  '3.8': V3_8,
};
