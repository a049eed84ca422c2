import { setTimeout as sleepFor } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type FaultKind,
  type PortalOptions,
  type RoomSeed,
  type Portal as Sandbox,
  startPortal,
} from '../../sandbox/portal/index.ts';
import { createArchiveClient } from '../../src/docspace/archive-client.ts';
import { type ArchiveResult, archiveRoom } from '../../src/docspace/archive-room.ts';
import { listRooms } from '../../src/docspace/list-rooms.ts';
import { accountList } from '../../src/rooms/accounts.ts';
import { activityRules } from '../../src/rooms/activity.ts';
import { isUnchanged } from '../../src/rooms/archive-plan.ts';
import { compileExemptions } from '../../src/rooms/exemptions.ts';
import type { Room, RoomId } from '../../src/rooms/room.ts';
import { judge, type Verdict } from '../../src/rooms/verdict.ts';
import { connect } from '../support/clients.ts';
import { makePolicy } from '../support/factories.ts';
import { ANN, ago, BEN, NOW } from '../support/scan-sandbox.ts';

/** Archiving one room of a sandbox portal over HTTP, with everything that can go wrong. */

const FOR_EVER = Number.POSITIVE_INFINITY;
const POLICY = makePolicy({ activitySource: 'history', exemptTags: ['keep'] });
const ROOMS: RoomSeed[] = [
  {
    id: 1,
    created: ago(200),
    updated: ago(90),
    createdBy: ANN,
    log: [
      { verb: 'createRoom', at: ago(200), by: ANN },
      { verb: 'upload', at: ago(90), by: BEN },
    ],
  },
  { id: 'drive-1', created: ago(200), updated: ago(200), createdBy: ANN },
];

interface Scene {
  readonly sandbox: Sandbox;
  /** Methods and paths, such as `GET rooms/1`. */
  readonly asked: () => string[];
  readonly archive: (id?: RoomId) => Promise<ArchiveResult>;
}

async function setScene(options: PortalOptions = {}): Promise<Scene> {
  const sandbox = await startPortal({ now: () => NOW, rooms: ROOMS, ...options });
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    return sandbox.close();
  });
  const connection = {
    url: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    timeoutMs: 150,
    signal: stop.signal,
    env: process.env,
  };
  const portal = connect(sandbox, { ...connection, sleep: () => sleepFor(1) });
  const rules = activityRules(POLICY, accountList([]), NOW);
  const listed = new Map<RoomId, Room>();
  await listRooms(portal, {
    roomTypes: [],
    concurrency: 1,
    keep: (room) => listed.set(room.id, room),
    onPage: () => undefined,
    onRepeat: () => undefined,
  });
  sandbox.reset();
  return {
    sandbox,
    asked: () =>
      sandbox.requests.map(({ method, path }) => `${method} ${path.replace('/api/2.0/files/', '')}`),
    archive: (id = 1) => {
      const room = listed.get(id);
      if (room === undefined) throw new Error('no such room');
      const days = id === 1 ? 90 : 200;
      const evidence = id === 1 ? ('history' as const) : ('contents' as const);
      const found: Verdict = {
        kind: 'abandoned',
        daysInactive: days,
        activity: { at: ago(days), evidence, what: null, by: null, uncertainBecause: null },
      };
      return archiveRoom(room, {
        portal,
        client: createArchiveClient(connection),
        rules,
        isStillAbandoned: (now, activity) =>
          isUnchanged(found, judge(now, activity, POLICY, compileExemptions(POLICY), NOW)),
        sleep: () => sleepFor(5),
      });
    },
  };
}

const puts = (scene: Scene) => scene.asked().filter((line) => line.startsWith('PUT '));
const isArchived = ({ sandbox }: Scene, id: RoomId = 1) => sandbox.rooms.need(id).rootFolderType === 20;

describe('archiving a room', () => {
  it('looks at the room and its history, asks once, follows the operation, and reads the room again', async () => {
    const scene = await setScene();
    expect(await scene.archive()).toEqual({ kind: 'archived' });
    expect(scene.asked()).toEqual([
      'GET rooms/1',
      'GET folder/1/log',
      'PUT rooms/1/archive',
      'GET fileops',
      'GET rooms/1',
    ]);
    expect(scene.sandbox.requests[2]?.body).toBe('{"deleteAfter":false}');
    expect(isArchived(scene)).toBe(true);
  });

  it('waits for an operation that takes its time', async () => {
    const scene = await setScene({ operationMs: 12 });
    expect(await scene.archive()).toEqual({ kind: 'archived' });
    expect(puts(scene)).toHaveLength(1);
  });

  it('archives a room on third-party storage after a look at its contents', async () => {
    const scene = await setScene();
    expect(await scene.archive('drive-1')).toEqual({ kind: 'archived' });
    expect(scene.asked().slice(0, 3)).toEqual([
      'GET rooms/drive-1',
      'GET drive-1',
      'PUT rooms/drive-1/archive',
    ]);
  });
});

describe('a room that changed since the scan', () => {
  it.each<[string, (sandbox: Sandbox) => void, RegExp]>([
    ['somebody uploaded a file', ({ rooms }) => rooms.upload(1, ANN, NOW), /changed in it since/],
    [
      'somebody saved a file, which the history does not show',
      (s) => s.rooms.saveFile(1, ANN, NOW),
      /changed/,
    ],
    [
      'somebody was invited',
      ({ rooms }) => rooms.invite(1, ANN, NOW, { member: BEN }),
      /changed in it since/,
    ],
    ['it has the tag keep', ({ rooms }) => rooms.update(1, { tags: ['keep'] }), /changed in it since/],
  ])('is not archived: %s', async (_, happens, because) => {
    const scene = await setScene();
    happens(scene.sandbox);
    expect(await scene.archive()).toEqual({ kind: 'changed', because: expect.stringMatching(because) });
    expect(puts(scene)).toEqual([]);
  });

  it.each<[string, RegExp, FaultKind, boolean]>([
    ['its history is refused', /\/log$/, { status: 403 }, false],
    ['its history cannot be read', /\/log$/, { json: { response: 5 } }, false],
    ['the room cannot be read', /rooms\/1$/, { status: 404 }, false],
    ['the portal is down', /\/log$/, { status: 503 }, true],
    ['the key has expired', /rooms\/1$/, { status: 401 }, true],
  ])('is not archived: %s', async (_, path, kind, stop) => {
    const scene = await setScene();
    scene.sandbox.faults.add({ match: { path }, times: FOR_EVER, kind });
    expect(await scene.archive()).toEqual({
      kind: 'failed',
      because: expect.stringMatching(/^It could not be checked again\. /),
      stop,
    });
    expect(puts(scene)).toEqual([]);
  });

  it('is not archived if somebody has archived it', async () => {
    const scene = await setScene();
    scene.sandbox.rooms.archive(1, ANN, ago(95));
    expect(await scene.archive()).toMatchObject({ kind: 'archived before' });
    expect(puts(scene)).toEqual([]);
  });

  it('is not archived if its history is no evidence any more', async () => {
    const scene = await setScene({ history: { clearedBefore: ago(50) } });
    expect(await scene.archive()).toMatchObject({
      kind: 'changed',
      because: expect.stringMatching(/evidence/),
    });
    expect(puts(scene)).toEqual([]);
  });
});

describe('a request that goes wrong', () => {
  it.each<[FaultKind, { kind: 'archived' } | { because: RegExp; stop: boolean }]>([
    [
      { operation: 'fails', error: '@team <b>No space</b>' },
      { because: /reports an error/, stop: false },
    ],
    [{ operation: 'never ends' }, { because: /not ended the operation in time/, stop: true }],
    [{ operation: 'room stays' }, { because: /done, but the room is not in the archive/, stop: false }],
    [
      { status: 403, body: 'empty' },
      { because: /"rooms:write", or its account lacks/, stop: true },
    ],
    [
      { status: 403, body: 'problem' },
      { because: /"rooms:write", or its account lacks/, stop: true },
    ],
    [{ status: 403 }, { because: /the account of the API key may not archive this room/, stop: false }],
    [
      { status: 403, body: 'fault' },
      { because: /^403 .* a fault .* not in the archive/, stop: true },
    ],
    [
      { status: 403, body: 'html' },
      { because: /^403 from something in front/, stop: true },
    ],
    [
      { status: 403, body: 'address' },
      { because: /allowed IP addresses/, stop: true },
    ],
    [{ status: 404 }, { because: /deleted/, stop: false }],
    [
      { status: 404, body: 'problem' },
      { because: /the portal is suspended/, stop: true },
    ],
    [{ status: 401 }, { because: /^401 .* wrong, disabled or expired/, stop: true }],
    [{ status: 402 }, { because: /^402 /, stop: true }],
    [{ status: 429 }, { because: /^429 /, stop: true }],
    [
      { status: 302, location: 'https://elsewhere.example/' },
      { because: /another page at https:\/\/elsewhere\.example/, stop: true },
    ],
    [{ status: 500 }, { because: /^500 .* not in the archive/, stop: true }],
    [{ status: 502 }, { because: /^502 .* not in the archive/, stop: true }],
    ['hang', { because: /^No whole answer .* not in the archive/, stop: true }],
    ['reset', { because: /not in the archive/, stop: true }],
    ['html200', { because: /web page.* not in the archive/, stop: true }],
    // The portal has done it, and nobody said so.
    ['hangAfter', { kind: 'archived' }],
    ['resetAfter', { kind: 'archived' }],
    ['cut', { kind: 'archived' }],
    ['truncatedJson', { kind: 'archived' }],
  ])('%j', async (kind, expected) => {
    const scene = await setScene();
    scene.sandbox.faults.add({ match: { path: /archive$/ }, times: FOR_EVER, kind });
    const result = await scene.archive();
    // Whatever the answer is, nothing is asked twice.
    expect(puts(scene)).toHaveLength(1);
    expect(isArchived(scene)).toBe(result.kind === 'archived');
    if ('kind' in expected) return expect(result).toEqual(expected);
    expect(result).toEqual({
      kind: 'failed',
      because: expect.stringMatching(expected.because),
      stop: expected.stop,
    });
    expect(JSON.stringify(result)).not.toMatch(/@team|No space/);
  });

  it('with an answer that cannot be read: the room itself tells', async () => {
    const scene = await setScene();
    scene.sandbox.faults.add({ match: { path: /archive$/ }, kind: { json: { response: {} } } });
    expect(await scene.archive()).toMatchObject({ kind: 'failed', stop: true });
    expect(scene.asked()).not.toContain('GET fileops');
    expect(puts(scene)).toHaveLength(1);
  });

  it.each<FaultKind>([{ status: 403, body: 'problem' }, { status: 500 }, 'cut', { json: { response: [] } }])(
    'by operations that answer %j: the room itself tells',
    async (kind) => {
      const scene = await setScene();
      scene.sandbox.faults.add({ match: { path: /fileops$/ }, times: FOR_EVER, kind });
      expect(await scene.archive()).toEqual({ kind: 'archived' });
      expect(puts(scene)).toHaveLength(1);
    },
  );

  it('so that the room cannot be read in the end', async () => {
    const scene = await setScene();
    scene.sandbox.faults.add({
      match: { path: /rooms\/1$/, nth: 2 },
      times: FOR_EVER,
      kind: { status: 500 },
    });
    expect(await scene.archive()).toEqual({
      kind: 'not known',
      because: expect.stringMatching(/^The portal was asked to archive it\. 500 /),
    });
    expect(puts(scene)).toHaveLength(1);
  });

  it('by a key with the scope to read alone', async () => {
    const scopes = ['rooms:read', 'files:read'];
    const account = { ...ANN, role: 'admin' as const };
    const scene = await setScene({ keys: [{ key: 'sk-0123456789abcdef', scopes, account }] });
    expect(await scene.archive()).toMatchObject({ kind: 'failed', stop: true });
    expect(isArchived(scene)).toBe(false);
  });

  it('of an account without the right, which 3.6 tells by the operation alone', async () => {
    const keys = [{ key: 'sk-0123456789abcdef', scopes: ['*'], account: BEN, sees: [1] }];
    const scene = await setScene({ keys, version: '3.6' });
    expect(await scene.archive()).toEqual({
      kind: 'failed',
      because: expect.stringMatching(/reports an error for the operation/),
      stop: false,
    });
    expect(isArchived(scene)).toBe(false);
  });
});

describe('a key that is disabled in the middle', () => {
  const setSceneUntil = async (version: '3.6' | '3.8', path: RegExp) => {
    const account = { ...ANN, role: 'admin' as const };
    const key = { key: 'sk-0123456789abcdef', scopes: ['*'], account, disabled: false };
    const scene = await setScene({ keys: [key], version });
    scene.sandbox.onRequest((request) => {
      key.disabled ||= path.test(request.path);
    });
    return scene;
  };

  it.each(['3.6', '3.8'] as const)('is named as such before the request, by %s', async (version) => {
    const scene = await setSceneUntil(version, /rooms\/1$/);
    expect(await scene.archive()).toEqual({
      kind: 'failed',
      because: expect.stringMatching(/^It could not be checked again\. 401 .*disabled or expired/),
      stop: true,
    });
    expect(puts(scene)).toEqual([]);
  });

  it.each(['3.6', '3.8'] as const)('is named as such after the request, by %s', async (version) => {
    const scene = await setSceneUntil(version, /fileops$/);
    expect(await scene.archive()).toEqual({
      kind: 'not known',
      because: expect.stringMatching(/^The portal was asked to archive it\. 401 .*disabled or expired/),
    });
    expect(puts(scene)).toHaveLength(1);
  });
});

it('does not claim what another run has archived at the same time', async () => {
  const scene = await setScene();
  scene.sandbox.onRequest(({ method }) => {
    if (method === 'PUT') scene.sandbox.rooms.archive(1, ANN, ago(0));
  });
  expect(await scene.archive()).toEqual({
    kind: 'archived before',
    because: 'Another run, or somebody in the portal, archived it at the same time.',
  });
});
