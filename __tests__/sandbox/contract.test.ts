import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loadWorld, type Portal } from '../../sandbox/portal/index.ts';
import { differences } from './compare.ts';
import { CASES, NEVER_SENT, put, WITHOUT_REQUEST } from './contract-cases.ts';
import { EXTRA_ROOMS, send, startRecorded } from './recorded.ts';
import { type Json, type Recording, readRecording, readWorld, recordingNames } from './recordings.ts';

/** The sandbox portal answers every recorded request as the recorded portal did. */

const { ofDisabled, toArchive } = EXTRA_ROOMS;

/** The path without `fields`, which kills a portal. It named only members that every answer has. */
function withoutFields(path: string): string {
  return path.replace(/[?&]fields=[^&]*/, '');
}

function contentType({ headers = {} }: Recording): string | null {
  return headers['content-type'] ?? null;
}

describe('the sandbox answers as recorded', () => {
  it.each(Object.entries(CASES))('%s', async (name, { key, rooms = [], options = {}, arrange }) => {
    const recording = readRecording(name);
    const { method = '', path = '', key: recordedKey, body } = recording.request ?? {};
    const portal = await startRecorded(rooms, options);
    await arrange?.(portal);
    const sent = method === 'GET' ? undefined : body;
    const answer = await send(portal, method, withoutFields(path), key ?? recordedKey ?? 'none', sent);
    expect([answer.status, answer.type]).toEqual([recording.status, contentType(recording)]);
    if (recording.body === '') expect(answer.text).toBe('');
    else expect(differences(recording.body, JSON.parse(answer.text))).toEqual([]);
    expect(portal.undocumented).toHaveLength(name === 'unknown-path' ? 1 : 0);
  });

  it(WITHOUT_REQUEST, async () => {
    const portal = await startRecorded([ofDisabled]);
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', 'full');
    const { folders } = (JSON.parse(text) as { response: { folders: Json[] } }).response;
    const room = folders.find(({ id }) => id === ofDisabled.id);
    expect(differences(readRecording(WITHOUT_REQUEST).body, room)).toEqual([]);
    expect(room).not.toHaveProperty('usedSpace');
  });

  it('in the recorded order: the pins of the account first, then the newest', async () => {
    const portal = await startRecorded();
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', 'full');
    const idsOf = (json: unknown) =>
      (json as { response: { folders: { id: number; updated: string }[] } }).response.folders;
    const answered = idsOf(JSON.parse(text)).map(({ updated }) => updated);
    const recorded = idsOf(readRecording('rooms-page1-nofields').body).map(({ updated }) => updated);
    expect(answered).toEqual(recorded);
  });

  it('every recording is one of these, or is never sent', () => {
    const known = [...Object.keys(CASES), ...Object.keys(NEVER_SENT), WITHOUT_REQUEST];
    expect(known.toSorted()).toEqual(recordingNames());
  });

  it.each(Object.entries(NEVER_SENT))('refuses %s, which %s', async (name) => {
    const { method = '', path = '', body } = readRecording(name).request ?? {};
    const portal = await startRecorded([], { strict: true });
    const answer = await send(portal, method, path, 'full', method === 'GET' ? undefined : body);
    expect([answer.status, portal.undocumented.length]).toEqual([418, 1]);
    portal.reset();
  });
});

describe('an operation', () => {
  const finishedOf = async (portal: Portal) => {
    const { text } = await send(portal, 'GET', '/api/2.0/files/fileops', 'full');
    return (JSON.parse(text) as { response: Json[] }).response.map((operation) => operation['finished']);
  };

  it('is listed as not finished until its time is over', async () => {
    const portal = await startRecorded([toArchive], { operationMs: 600_000 });
    await put(10137).arrange(portal);
    expect(await finishedOf(portal)).toEqual([false]);
    expect(portal.rooms.need(10137).rootFolderType).toBe(14);
  });

  it('is listed once as finished after its time', async () => {
    const portal = await startRecorded([toArchive], { operationMs: 20 });
    await put(10137).arrange(portal);
    while (portal.rooms.need(10137).rootFolderType === 14) await sleep(5);
    expect([await finishedOf(portal), await finishedOf(portal)]).toEqual([[true], []]);
  });
});

describe('the recorded world', () => {
  const world = readWorld();

  it('has its rooms in the list, as they were', async () => {
    const portal = await startRecorded([], loadWorld(world));
    const { text } = await send(portal, 'GET', '/api/2.0/files/rooms', portal.apiKey);
    const { response } = JSON.parse(text) as { response: Json };
    expect(response['total']).toBe(world.rooms.length);
    expect(differences({ folders: world.rooms }, response)).toEqual([]);
  });

  it.each(Object.entries(world.history))('has the history of room %s, event by event', async (id, events) => {
    const portal = await startRecorded([], loadWorld(world));
    const { text } = await send(portal, 'GET', `/api/2.0/files/folder/${id}/log`, portal.apiKey);
    const { response, total } = JSON.parse(text) as {
      response: (Json & { related: Json[] })[];
      total: number;
    };
    const answered = response.flatMap((entry) => [entry, ...entry.related]);
    expect([answered.length, total]).toEqual([events.length, events.length]);
    expect(differences(events, answered)).toEqual([]);
  });
});
