import { expect, onTestFinished } from 'vitest';
import { DAY_MS, type Portal, type PortalOptions, startPortal } from '../../sandbox/portal/index.ts';

/** What the tests of the sandbox portal share. */

export const NOW = new Date('2026-06-01T12:00:00Z');
export const ANN = { id: 'ann', displayName: 'Ann' };
export const BEN = { id: 'ben', displayName: 'Ben' };
export const ago = (days: number, ms = 0): Date => new Date(NOW.getTime() - days * DAY_MS + ms);

export type Json = Record<string, unknown>;

/** Starts a portal whose clock stands at NOW, and which stops with the test. */
export async function start(options: PortalOptions = {}): Promise<Portal> {
  const portal = await startPortal({ now: () => NOW, offsetMinutes: 0, ...options });
  onTestFinished(() => portal.close());
  return portal;
}

/** Sends a request with a key, by default the first one. */
export function ask(
  portal: Portal,
  path: string,
  { key = portal.apiKey, ...init }: RequestInit & { key?: string } = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, ...init.headers };
  return fetch(`${portal.url}/api/2.0${path}`, { redirect: 'manual', ...init, headers });
}

/** Archives or restores a room. */
export function move(portal: Portal, id: number | string, verb = 'archive', key?: string): Promise<Response> {
  const init = { method: 'PUT', body: JSON.stringify({ deleteAfter: false }) };
  const path = `/files/rooms/${encodeURIComponent(id)}/${verb}`;
  return ask(portal, path, key === undefined ? init : { ...init, key });
}

/** The JSON of a good answer. */
export async function read<T = Json>(portal: Portal, path: string, key?: string): Promise<T> {
  const answer = await ask(portal, path, key === undefined ? {} : { key });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

/** `response` of a good answer. */
export async function response<T = Json>(portal: Portal, path: string, key?: string): Promise<T> {
  return (await read<{ response: T }>(portal, path, key)).response;
}
