import { describe, expect, it, onTestFinished } from 'vitest';
import { loadWorld, type Portal, type PortalOptions, startPortal } from '../../sandbox/portal/index.ts';
import { world } from '../support/recorded-world.ts';
import { sampled } from '../support/scale.ts';
import { differences } from './compare.ts';
import { type Json, type Recording, recordingsIn, SETS } from './recordings.ts';
import { sceneOf } from './scene.ts';

/** The sandbox portal answers every recorded request as the recorded portal of that version did. */

/** Requests that set a recorded scene up or explored it. The action never sends them, so the sandbox refuses them. */
const NEVER_SENT = [
  /^(create2?|delete|head-rooms|links(-.*)?|share|scopes|user-.*|quota-.*|storage-.*|tariff|copy-start)$/,
  /^(scope-keys-(?!self).*|keys-(create|list|permissions)-.*|people-(deleted|disabled)-by-id)$/,
  /^(people-filter-terminated|archive-no-body|archive-deleteafter-true|unknown-path)$/,
];
/** Other operations than the action's own, and a room of a list without its request. */
const LEFT_OUT = [
  'copy-start',
  'fileops-copy-and-archive',
  'archive-root-folder',
  'storage-filesusedspace-rooms-only',
  'storage-filesusedspace',
  'room-owner-terminated',
];

async function start(options: PortalOptions): Promise<Portal> {
  const portal = await startPortal(options);
  onTestFinished(() => portal.close());
  return portal;
}

/** Sends a request as one was recorded. The keys `none` and `nobearer` send no header, and one without Bearer. */
async function send(portal: Portal, method: string, path: string, key: string, body?: unknown) {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (key === 'none0000') delete headers['authorization'];
  if (key === 'nobearer0000') headers['authorization'] = key;
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(new URL(path, portal.url), init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The path without `fields`, which kills a portal. It named only members that every answer has. */
function withoutFields(path: string): string {
  return path.replace(/[?&]fields=[^&]*/, '');
}

/** What of the headers the action may go by. A proxy took `Server-Timing` from the first recordings. */
const SAID = ['content-type', 'api-supported-versions', 'server-timing', 'retry-after'];
function said(headers: Headers, { headers: recorded = {} }: Recording): (string | null)[] {
  const isProxied = recorded['server']?.startsWith('nginx') ?? recorded['server'] === undefined;
  return SAID.filter((name) => !(isProxied && name === 'server-timing')).map((name) => {
    const value = headers.get(name);
    return name === 'server-timing' ? (value?.replace(/\d+/, '') ?? null) : value;
  });
}

/** The whole rooms of a list, in their order. */
function listedIn(body: unknown): Json[] {
  const { folders = [] } = (body as { response?: { folders?: Json[] } }).response ?? {};
  return folders.filter(({ updated }) => updated !== undefined);
}

describe.each(SETS)('as recorded in %s', (folder, version) => {
  const set = recordingsIn(folder);
  const isNeverSent = (name: string): boolean => NEVER_SENT.some((pattern) => pattern.test(name));
  const names = [...set.keys()].filter((name) => !LEFT_OUT.includes(name));

  it.each(
    sampled(
      names.filter((name) => !isNeverSent(name)),
      5,
    ),
  )('%s', async (name) => {
    const recording = set.get(name) as Recording;
    const { method = '', path = '', body } = recording.request ?? {};
    const { options, key, arrange } = sceneOf(name, set, version);
    const portal = await start(options);
    await arrange(portal, (...request) => send(portal, ...request));
    const answer = await send(portal, method, withoutFields(path), key, method === 'GET' ? undefined : body);
    const recorded = new Headers(recording.headers);
    expect([answer.status, ...said(answer.headers, recording)]).toEqual([
      recording.status,
      ...said(recorded, recording),
    ]);
    if (recording.body === '') expect(answer.text).toBe('');
    else expect(differences(recording.body, JSON.parse(answer.text))).toEqual([]);
    // Pins first, then the newest: rooms of one date may change places. One recorded list was shortened.
    const listed = listedIn(recording.body);
    const same = listedIn(JSON.parse(answer.text || '{}')).filter(({ id }) =>
      listed.some((room) => room['id'] === id),
    );
    if (listed.length > 0)
      expect(same.map(({ updated }) => updated)).toEqual(listed.map(({ updated }) => updated));
    expect(portal.undocumented).toEqual([]);
  });

  it.runIf(names.some(isNeverSent)).each(names.filter(isNeverSent))('refuses %s', async (name) => {
    const { method = '', path = '', body } = (set.get(name) as Recording).request ?? {};
    const portal = await start({ ...sceneOf(name, set, version).options, strict: true });
    const sent = method === 'GET' ? undefined : body;
    const { status } = await send(portal, method, path, 'none0000', sent);
    expect([status, portal.undocumented.length]).toEqual([418, 1]);
    portal.reset();
  });
});

describe('the recorded world', () => {
  it('has its rooms in the list, as they were', async () => {
    const portal = await start(loadWorld(world));
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', portal.apiKey);
    const { response } = JSON.parse(text) as { response: Json };
    expect(response['total']).toBe(world.rooms.length);
    expect(differences({ folders: world.rooms }, response)).toEqual([]);
  });

  it('has the history of each room, event by event', async () => {
    const portal = await start(loadWorld(world));
    for (const [id, events] of Object.entries(world.history)) {
      const { text } = await send(portal, 'GET', `/api/2.0/files/folder/${id}/log`, portal.apiKey);
      const { response, total } = JSON.parse(text) as {
        response: (Json & { related: Json[] })[];
        total: number;
      };
      const answered = response.flatMap((entry) => [entry, ...entry.related]);
      expect([id, answered.length, total]).toEqual([id, events.length, events.length]);
      expect(differences(events, answered)).toEqual([]);
    }
  });
});
