import {
  type Account,
  ARCHIVE,
  type Portal,
  type RoomId,
  startPortal,
  TEMPLATES,
  type VerbDetails,
  type Version,
} from '../../sandbox/portal/index.ts';
import { type Prng, prng } from '../../sandbox/portal/prng.ts';
import type { UncertaintyReason } from '../../src/rooms/activity.ts';
import { dayOf } from '../../src/rooms/days.ts';
import type { Policy } from '../../src/rooms/policy.ts';
import { collect, roomsIn } from './example.ts';
import { ago, DAY_MS, INACTIVE_DAYS, NOW, type ScanRun, scanSandbox } from './scan-sandbox.ts';

/**
 * Months of life in a sandbox portal, made up by the verbs of people, and a book of its own about when somebody last
 * did something: what any verdict has to agree with. The book knows nothing of logs and of `updated`.
 */

/** How long the portal has been there. */
const LIFE_DAYS = 150;
const ROOM_TYPES = [1, 2, 5, 6, 8, 9] as const;
const AI_ROOM = 9;

/** Who keeps the portal in order: the key's account. */
const ADMIN = 7;

const account = (index: number, displayName: string): Account => ({
  id: `0000000${index}-0000-4000-8000-00000000000${index}`,
  displayName,
});
export const PEOPLE = ['Ann Lee', 'Ben Ode', 'Chloé Ünal', '陳大文', 'O\'Neil <b>"x"</b>'].map(
  (name, index) => account(index + 1, name),
);
/** Integrations and backup jobs, which work in the rooms as well. */
export const INTEGRATIONS = [account(8, 'Nightly Backup'), account(9, 'CRM Sync')];

/** What somebody can do in a room of the portal's own storage and every API tells. */
const TOLD = [
  'upload',
  'saveFile',
  'createFolder',
  'deleteFile',
  'moveOut',
  'rename',
  'editSettings',
  'invite',
  'removeMember',
  'changeRole',
  'makeLink',
  'revokeLink',
  'addTag',
  'openForm',
  'fillForm',
  'completeForm',
] as const;
/** What no API tells. */
const SILENT = ['readFile', 'download'] as const;
type Effect = (typeof TOLD)[number] | (typeof SILENT)[number];

export interface Life {
  readonly id: RoomId;
  readonly kind: 'own' | 'third-party' | 'undated' | 'archived' | 'template';
  /** When the room was made, or its storage connected. */
  readonly born: Date;
  readonly reachable: boolean;
  /** People chat with the agent, and no API tells that. */
  readonly isAiRoom: boolean;
  /** The portal deletes old files in it by itself. */
  readonly hasLifetime: boolean;
  /** When the portal last deleted a file in it in the name of its own owner. */
  expiredAt: Date | null;
  /** When an administrator took the room over, long after the last deed; it was abandoned then. */
  takenOverAt: Date | null;
  /** What an API can tell: in third-party storage what is still stored, elsewhere every effect. */
  readonly traces: Map<string, { readonly at: Date; readonly by: Account }>;
}

export interface World {
  readonly portal: Portal;
  readonly lives: readonly Life[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly roomCount?: number;
  /** The portal's offset from UTC. */
  readonly offsetMinutes?: number;
  /** False: an old portal, which keeps no log. */
  readonly history?: boolean;
  /** Of the key; all where left out. */
  readonly scopes?: readonly string[];
  readonly version?: Version;
}

/** A portal after months of life. */
export async function liveThrough(options: WorldOptions): Promise<World> {
  const {
    seed,
    roomCount = 12,
    offsetMinutes = 180,
    history = true,
    scopes = ['*'],
    version = '3.7.2',
  } = options;
  const random = prng(seed);
  const admin = account(ADMIN, 'Portal Administrator');
  const portal = await startPortal({
    seed,
    now: () => NOW,
    offsetMinutes,
    history,
    version,
    keys: [{ key: `sk-${seed}`, scopes, account: admin, sees: 'all' }],
  });
  const lives = Array.from({ length: roomCount }, (_, index) => liveInRoom(portal, index, random));
  leave(portal, admin, random);
  for (const life of lives) {
    if (life.hasLifetime && random.chance(0.8)) expire(portal, life, random);
    if (random.chance(0.3)) takeOver(portal, life, admin, random);
  }
  return { portal, lives };
}

/** One of the people is deleted, and two are disabled. */
function leave({ rooms }: Portal, admin: Account, random: Prng): void {
  const [gone, ...disabled] = PEOPLE.slice(random.int(3)).slice(0, 3);
  if (gone !== undefined) rooms.deleteAccount(gone, admin);
  for (const one of disabled) rooms.people.setStatus(one, 'disabled');
}

/** The portal deletes a file, in the name of the room's owner or of its own: nothing that anybody does. */
function expire({ rooms }: Portal, life: Life, random: Prng): void {
  const at = ago(random.next() * 2 * INACTIVE_DAYS);
  rooms.expireFile(life.id, PEOPLE[0] as Account, at);
  const { log, createdBy } = rooms.need(life.id);
  if (log.at(-1)?.initiator.id !== createdBy?.id) life.expiredAt = later(life.expiredAt, at);
}

/** An administrator takes over a room that is abandoned, as when its owner is demoted. Some are used again. */
function takeOver({ rooms }: Portal, life: Life, admin: Account, random: Prng): void {
  const at = ago(random.next() * INACTIVE_DAYS);
  const last = lastDeed(life, () => false).getTime();
  const wasAbandoned = at.getTime() - last >= (INACTIVE_DAYS + 1) * DAY_MS;
  if (life.kind !== 'own' || life.hasLifetime || life.isAiRoom || !wasAbandoned) return;
  rooms.changeOwner(life.id, admin, at, { owner: admin });
  life.takenOverAt = at;
  if (!random.chance(0.3)) return;
  const by = random.pick(PEOPLE);
  const used = new Date(at.getTime() + Math.floor(random.next() * (NOW.getTime() - at.getTime())));
  rooms.invite(life.id, by, used, { member: by });
  life.traces.set('used again', { at: used, by });
}

function later(one: Date | null, other: Date): Date {
  return one !== null && one > other ? one : other;
}

/** When somebody whose activity counts last did something in a room that an API can tell. */
export function lastDeed({ born, traces }: Life, isIgnored: (who: Account) => boolean): Date {
  const times = [...traces.values()].filter(({ by }) => !isIgnored(by)).map(({ at }) => at.getTime());
  return new Date(Math.max(born.getTime(), ...times));
}

function kindOf(random: Prng): Life['kind'] {
  const roll = random.next();
  if (roll < 0.25) return 'third-party';
  if (roll < 0.32) return 'archived';
  if (roll < 0.36) return 'template';
  return roll < 0.42 ? 'undated' : 'own';
}

/** Many at the threshold, to the millisecond, since that is where verdicts change. */
function moment(from: Date, random: Prng): Date {
  if (random.chance(0.15)) return ago(INACTIVE_DAYS, random.int(3) - 1);
  if (random.chance(0.3)) return ago(random.next() * 2 * INACTIVE_DAYS);
  return new Date(from.getTime() + Math.floor(random.next() * (NOW.getTime() - from.getTime())));
}

function liveInRoom(portal: Portal, index: number, random: Prng): Life {
  const { rooms } = portal;
  const kind = kindOf(random);
  const born = random.chance(0.1) ? moment(ago(LIFE_DAYS), random) : ago(random.next() * LIFE_DAYS);
  const storage =
    kind === 'third-party' && random.chance(0.35)
      ? random.pick(['disconnected', 'unauthorized'] as const)
      : 'ok';
  // Some live on, others stop early; some are lived in by integrations alone.
  const until = random.chance(0.4) ? NOW : moment(born, random);
  const staff = random.chance(0.3)
    ? INTEGRATIONS
    : random.chance(0.4)
      ? PEOPLE
      : [...PEOPLE, ...INTEGRATIONS];
  const owner = random.pick(kind === 'undated' ? PEOPLE : staff);
  const drawn = ROOM_TYPES[(index + random.int(6)) % 6] as number;
  const roomType = kind === 'third-party' && drawn === AI_ROOM ? 2 : drawn;
  const id = rooms.createRoom(kind === 'third-party' ? `drive-${index + 1}` : undefined, owner, born, {
    roomType,
    storage,
    ...(kind === 'undated' ? { created: null, updated: null } : {}),
  });
  const life: Life = {
    id,
    kind,
    born,
    reachable: storage === 'ok',
    isAiRoom: roomType === AI_ROOM,
    hasLifetime: kind === 'own' && random.chance(0.25),
    expiredAt: null,
    takenOverAt: null,
    traces: new Map(),
  };
  if (life.hasLifetime) rooms.setLifetime(id, owner, born);
  const times = Array.from({ length: random.int(14) }, () => moment(born, random))
    .filter((at) => at >= born && at <= until)
    .sort((a, b) => +a - +b);
  // A room without dates gets one with the first effect that moves `updated`.
  const effects = kind === 'undated' ? TOLD.filter((effect) => !MOVING.has(effect)) : TOLD;
  const inside: Inside = { files: [], folders: [] };
  for (const at of times) act(portal, life, random.pick(effects), random.pick(staff), at, inside, random);
  if (kind !== 'third-party' && kind !== 'undated' && times.length > 2 && random.chance(0.1)) {
    const at = times.at(-1) ?? born;
    const by = random.pick(staff);
    rooms.archive(id, by, at);
    rooms.unarchive(id, by, at);
    life.traces.set('unarchived', { at, by });
  }
  // Somebody reads in it to this day.
  if (random.chance(0.5)) {
    act(portal, life, random.pick(SILENT), random.pick(PEOPLE), ago(random.next()), inside, random);
  }
  if (kind === 'archived') rooms.archive(id, owner, moment(times.at(-1) ?? born, random));
  if (kind === 'archived') rooms.update(id, { rootFolderType: ARCHIVE });
  if (kind === 'template') rooms.update(id, { rootFolderType: TEMPLATES });
  return life;
}

const MOVING = new Set<Effect>(['upload', 'saveFile', 'rename', 'editSettings']);

/** What a life has made in its room, by which the next effects choose. */
interface Inside {
  readonly files: RoomId[];
  readonly folders: RoomId[];
}

function act(
  { rooms }: Portal,
  life: Life,
  effect: Effect,
  by: Account,
  at: Date,
  inside: Inside,
  random: Prng,
): void {
  const { id, traces } = life;
  const isStored = life.kind === 'third-party';
  const { files, folders } = inside;
  const into: VerbDetails =
    folders.length > 0 && random.chance(0.5) ? { folderId: random.pick(folders) } : {};
  const told = (name: string) => traces.set(name, { at, by });
  if (effect === 'upload' || (effect === 'saveFile' && files.length === 0)) {
    const file = rooms.upload(id, by, at, into);
    files.push(file);
    told(`file ${String(file)}`);
    return;
  }
  if (effect === 'saveFile') {
    const file = random.pick(files);
    rooms.saveFile(id, by, at, { fileId: file });
    // What a save leaves in third-party storage takes the place of what was there.
    told(isStored ? `file ${String(file)}` : `effect ${traces.size}`);
    return;
  }
  if (effect === 'createFolder') {
    const folder = rooms.createFolder(id, by, at, into);
    folders.push(folder);
    told(`folder ${String(folder)}`);
    return;
  }
  if (effect === 'deleteFile' || effect === 'moveOut') {
    // Nobody can tell it from a deletion by the portal.
    if (life.hasLifetime && effect === 'deleteFile' && by.id === rooms.need(id).createdBy?.id) return;
    const [file] = files.length > 0 ? files.splice(random.int(files.length), 1) : [];
    if (isStored && file === undefined) return;
    rooms[effect](id, by, at, file === undefined ? {} : { fileId: file });
    if (isStored) traces.delete(`file ${String(file)}`);
    else told(`effect ${traces.size}`);
    return;
  }
  rooms[effect](id, by, at, {
    title: `Renamed at ${at.toISOString()}`,
    member: random.pick(PEOPLE),
    tag: `tag-${random.int(5)}`,
  });
  if (!isStored && effect !== 'readFile' && effect !== 'download') told(`effect ${traces.size}`);
}

/** How far from the truth somebody's verdicts are. */
export interface Errors {
  /** Called abandoned, and alive. */
  accused: number;
  /** Abandoned, and not called so. */
  missed: number;
}

export interface Score {
  rooms: number;
  /** Rooms that nobody can judge: their storage does not answer, or people chat in them. */
  unknowable: number;
  abandoned: number;
  readonly example: Errors;
  /** The action by the listing alone. */
  readonly updated: Errors;
  /** The action by history and contents. */
  readonly history: Errors;
  /** Rooms that the action calls abandoned with another last activity than the true one. */
  misdated: number;
  /** Rooms that nobody can judge, and that the action does not list as unknown with the right reason. */
  presumed: number;
  /** The first rooms that `history` is wrong about, for whoever has to find out why. */
  readonly wrong: string[];
}

export interface ScoreOptions {
  /** Whether the integrations' activity does not count. */
  readonly ignoring?: boolean;
  readonly world?: Omit<WorldOptions, 'seed'>;
}

/** Lives through one portal for each seed, and holds the verdicts of the example and of the action against the truth. */
export async function score(seeds: readonly number[], options: ScoreOptions = {}): Promise<Score> {
  const total: Score = {
    rooms: 0,
    unknowable: 0,
    abandoned: 0,
    example: { accused: 0, missed: 0 },
    updated: { accused: 0, missed: 0 },
    history: { accused: 0, missed: 0 },
    misdated: 0,
    presumed: 0,
    wrong: [],
  };
  for (const seed of seeds) {
    const world = await liveThrough({ seed, ...options.world });
    try {
      await scoreWorld(world, seed, options.ignoring ?? false, total);
    } finally {
      await world.portal.close();
    }
  }
  return total;
}

async function scoreWorld({ portal, lives }: World, seed: number, ignoring: boolean, total: Score) {
  const isIgnored = (who: Account) => ignoring && INTEGRATIONS.some(({ id }) => id === who.id);
  const example = await exampleOf(portal);
  const updated = abandonedIds(await scanSandbox(portal, { activitySource: 'updated' }));
  const taken = lives.filter(({ takenOverAt }) => takenOverAt !== null);
  const seen = await scanSandbox(portal, ignoring ? IGNORING : {}, {
    previous: taken.map(({ id }) => id),
    since: dayOf(ago(INACTIVE_DAYS)),
  });
  const history = abandonedIds(seen);
  for (const life of lives) {
    total.rooms += 1;
    const { id } = life;
    const last = lastDeed(life, isIgnored);
    const isJudged = life.kind !== 'archived' && life.kind !== 'template';
    const unknowable = isJudged ? whyUnknowable(life, last) : null;
    if (unknowable !== null) {
      total.unknowable += 1;
      const said = seen.report.unknown.find((room) => room.id === id);
      if (said?.reason !== unknowable || history.has(id)) total.presumed += 1;
      continue;
    }
    const isAbandoned = isJudged && isOld(last);
    if (isAbandoned) total.abandoned += 1;
    compare(total.example, example.has(id), isAbandoned);
    compare(total.updated, updated.has(id), isAbandoned);
    compare(total.history, history.has(id), isAbandoned);
    if (history.has(id) !== isAbandoned) total.wrong.push(`seed ${seed}, ${life.kind} room ${String(id)}`);
    const named = seen.report.abandoned.find((room) => room.id === id);
    // A new owner hides the date of a deed that is not logged, and a deletion by the portal looks like one by its owner.
    const isDated = life.takenOverAt === null && life.expiredAt === null;
    if (named !== undefined && isDated && named.lastActivity !== last.toISOString()) total.misdated += 1;
  }
  const back = taken.filter((life) => !isOld(lastDeed(life, isIgnored)));
  if ((seen.report.delta?.recovered ?? 0) !== back.length) total.wrong.push(`seed ${seed}, recovered`);
}

/** The reason that the report has to give if nobody can know whether a room is abandoned. */
function whyUnknowable({ reachable, isAiRoom, born, expiredAt }: Life, last: Date): UncertaintyReason | null {
  if (!reachable && isOld(born)) return 'storage not reachable';
  if (expiredAt !== null && !isOld(expiredAt) && isOld(last)) return 'deletions may be automatic';
  return isAiRoom && isOld(last) ? 'chats leave no trace' : null;
}

/** By id, and by name in another case. */
export const IGNORING: Pick<Policy, 'ignoreActivityBy'> = {
  ignoreActivityBy: [INTEGRATIONS[0]?.id ?? '', (INTEGRATIONS[1]?.displayName ?? '').toUpperCase()],
};

function compare(errors: Errors, isNamed: boolean, isAbandoned: boolean): void {
  if (isNamed && !isAbandoned) errors.accused += 1;
  if (!isNamed && isAbandoned) errors.missed += 1;
}

/** As the action counts: whole days of 24 hours. */
export function isOld(at: Date): boolean {
  return Math.floor((NOW.getTime() - at.getTime()) / DAY_MS) >= INACTIVE_DAYS;
}

export function abandonedIds({ report }: ScanRun): ReadonlySet<RoomId> {
  return new Set(report.abandoned.map(({ id }) => id));
}

async function exampleOf(portal: Portal): Promise<ReadonlySet<RoomId>> {
  const headers = { accept: 'application/json', authorization: `Bearer ${portal.apiKey}` };
  const answer = await fetch(`${portal.url}/api/2.0/files/rooms`, { headers });
  return new Set(collect(roomsIn(await answer.json()), NOW).map(({ wireId }) => wireId as RoomId));
}

/** The scores as a table for a README. */
export function scoreTable(rows: readonly { readonly title: string; readonly score: Score }[]): string {
  const lines = rows.flatMap(({ title, score: one }) =>
    (
      [
        ['the example', one.example],
        ['`activity-source: updated`', one.updated],
        ['`activity-source: history`', one.history],
      ] as const
    ).map(
      ([who, { accused, missed }]) =>
        `| ${title} | ${who} | ${one.rooms - one.unknowable} | ${one.abandoned} | ${accused} | ${missed} |`,
    ),
  );
  return [
    '| portals | judged by | rooms | abandoned in truth | false accusations | missed |',
    '|---|---|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}
