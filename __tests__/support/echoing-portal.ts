import { DAY_MS, type FaultKind, type Portal, type RoomSeed } from '../../sandbox/portal/index.ts';
import { portalFor } from './action.ts';

/** A portal that sends the API key back. */

const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

/** Keys like those of a portal, and one with every character that some format encodes. */
export const ECHOED_KEYS = {
  plain: 'sk-0123456789abcdef0123456789abcdef01234567',
  capitals: 'sk-Ab7Qx9LmZ2Kd8Rt5',
  special: 'sk/K+v=9(b)&<q>"x"\'y%41|z_*~`\\#',
};

/** Every character percent-encoded, even if that is not necessary. */
export const inPercent = (text: string) => text.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** A portal that sends the API key back wherever it can. */
export function echoingPortal(key: string): Promise<Portal> {
  const account = { id: `account-${key}`, displayName: key };
  const rooms: RoomSeed[] = [
    { title: key, updated: ago(50) },
    { title: `Room of ${encodeURIComponent(key)}`, updated: ago(51), createdBy: account },
    {
      title: `in base64: ${['', 'x', 'Bearer '].map((before) => Buffer.from(before + key).toString('base64')).join()}`,
      updated: ago(52),
      tags: [key, inPercent(key), Buffer.from(`x:${key}.`).toString('base64url')],
    },
    { title: `as a word of its own ${key} in a title`, updated: ago(53) },
    { title: `"${key}"`, updated: ago(54), tags: [`keep-until:${key}`] },
    { id: `drive-${key}`, title: 'by id', updated: ago(55) },
    { id: key, title: 'id alone', updated: ago(56) },
    { title: 'upcoming', updated: ago(1), createdBy: { id: key, displayName: '' } },
    { title: 'unknown', updated: null, created: null, tags: [key] },
    { title: 'exempt', updated: ago(57), tags: ['keep', key] },
    { title: 'type', updated: ago(58), raw: { roomType: key } },
    { updated: ago(59), raw: { title: [key], tags: { [key]: key }, usedSpace: key, updatedBy: key } },
  ];
  return portalFor({ rooms, keys: [{ key, scopes: ['*'], account, sees: 'all' }] });
}

/** Faulty answers that hold the key. */
export function answersWith(key: string): Readonly<Record<string, FaultKind>> {
  const text = `${key} ${encodeURIComponent(key)} ${Buffer.from(key).toString('base64')}`;
  const host = key.replace(/[^a-z0-9-]/gi, '');
  return {
    'an error': { bytes: JSON.stringify({ error: { message: text }, [key]: key }) },
    'a list with a wrong member': { json: { response: { folders: [{ id: 1, roomType: { [key]: key } }] } } },
    'a page': { bytes: `<html>${text}</html>` },
    text: { bytes: text },
    'headers of a redirect': { status: 302, location: `https://a.invalid/${encodeURIComponent(key)}` },
    'a redirect to a host named like it': { status: 301, location: `https://${host}.evil.invalid/` },
    'a redirect with it as a password': { status: 301, location: `https://u:${host}@evil.invalid/` },
    headers: { status: 401, headers: { 'WWW-Authenticate': host, 'X-Echo': host, ETag: host } },
    'a Retry-After': { status: 429, headers: { 'Retry-After': `${host}` } },
  };
}
