import type { Json } from './recordings.ts';

/** Members that the action does not read, and that the sandbox leaves out or writes in another way. */
const UNREAD: ReadonlySet<string> = new Set([
  ...['shareSettings', 'availableShareRights', 'viewAccessibility', 'accessibility', 'viewUrl', 'webUrl'],
  ...['thumbnailUrl', 'thumbnailStatus', 'formFillingStatus', 'editingBy', 'isShareable', 'rootRoomType'],
  ...['type', 'saveFormAsXLSX', 'sendFormToExternalDB', 'parentRoomType', 'comment', 'cover', 'sharedBy'],
  ...['theme', 'listAdminModules', 'loginEventId', 'hasPersonalFolder', 'stack', 'traceId', 'links'],
  ...[
    'isForm',
    'chatSettings',
    'hasDraft',
    'startFilling',
    'isFillingPreparing',
    'resultsFolderId',
    'workFrom',
    'culture',
    'quotaLimit',
    'isCustomQuota',
  ],
]);
/** Members whose values are the recorded ones. */
const SAME_VALUE: ReadonlySet<string> = new Set([
  ...['title', 'roomType', 'rootFolderType', 'displayName', 'firstName', 'email', 'pinned', 'tags', 'inRoom'],
  ...['shared', 'sharedForUser', 'sharedExternal', 'lifetime', 'usedSpace', 'providerKey', 'date', 'key'],
  ...['updated', 'created', 'total', 'count', 'startIndex', 'status', 'statusCode', 'message', 'hresult'],
  ...['errors', 'finished', 'processed', 'progress', 'error', 'isOwner', 'isAdmin', 'isRoomAdmin'],
  ...['isVisitor', 'isCollaborator', 'permissions', 'expiresAt', 'isActive', 'Move'],
]);
/** Members that only some versions or accounts are sent: not to be there if they were not recorded. */
const SOMETIMES = [
  'usedSpace',
  'sharedExternal',
  'sharedForUser',
  'ownedBy',
  'lifetime',
  'expiresAt',
  'status',
];

/** The listed folder itself, which the action does not read, and dates of operations, which end at another time. */
const OTHER_VALUES =
  /^\.response(\.current\.|\[\d+\]\.folders.*\.(updated|created)$)|\.data\.|\.ownedBy\.|\]\.folders\[0\]\.(created|updated)By\./;
/** The right to move a room is all that the action reads of rights. */
const isUnread = (name: string, path: string): boolean =>
  UNREAD.has(name) || (path.endsWith('.security') && name !== 'Move');

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** Places where an answer is not like the recorded one: a member is missing, of another type, or of another value. */
export function differences(recorded: unknown, answered: unknown, path = ''): string[] {
  if (kindOf(recorded) !== kindOf(answered)) return [`${path}: ${kindOf(recorded)}, not ${kindOf(answered)}`];
  if (Array.isArray(recorded)) {
    const list = answered as unknown[];
    return recorded.flatMap((item, index) => {
      const other = counterpart(item, list, index);
      return other === undefined
        ? [`${path}[${index}] is missing`]
        : differences(item, other, `${path}[${index}]`);
    });
  }
  if (typeof recorded !== 'object' || recorded === null) return [];
  const other = answered as Json;
  const extra = SOMETIMES.filter((name) => name in other && !(name in recorded));
  // An answer may have been asked for some members only.
  const isWhole = Object.keys(recorded).length > 2 && !OTHER_VALUES.test(`${path}.`);
  const unexpected = isWhole ? extra.map((name) => `${path}.${name} was not there`) : [];
  const found = Object.entries(recorded).flatMap(([name, value]) => {
    if (isUnread(name, path) || (name === 'security' && !('roomType' in recorded))) return [];
    const here = `${path}.${name}`;
    const isSame = JSON.stringify(value) === JSON.stringify(other[name]);
    const isCompared = SAME_VALUE.has(name) && !isObject(value) && !OTHER_VALUES.test(here);
    if (isCompared && !isSame) {
      return [`${here}: ${JSON.stringify(value)}, not ${JSON.stringify(other[name])}`];
    }
    return differences(value, other[name], here);
  });
  return [...found, ...unexpected];
}

/** The item of the answer with the same id, if there is one, or at the same place. */
function counterpart(item: unknown, list: readonly unknown[], index: number): unknown {
  const { id } = isObject(item) ? item : {};
  return list.find((other) => id !== undefined && isObject(other) && other['id'] === id) ?? list[index];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
