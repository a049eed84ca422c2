import { z } from 'zod';
import { compileGlob } from '../rooms/glob.ts';
import { ACTIVITY_SOURCES, UNKNOWN_ACTIVITY } from '../rooms/policy.ts';
import { ROOM_TYPES, type RoomType } from '../rooms/room.ts';
import { choice, input, limit, list, quote, wholeNumber } from './readers.ts';

/**
 * One schema for all inputs, keyed by their names in action.yml, which also holds the defaults. Each value is the
 * text that the runner hands over; each message is what stands behind the name of the input.
 */
export const inputSchema = z.object({
  'docspace-url': input((value, refuse) => {
    if (value === '') return refuse('got nothing', 'the address of the portal (or set DOCSPACE_API_HOST)');
    const takes = 'an address such as https://example.onlyoffice.com, without name, password, "?" or "#"';
    if (!URL.canParse(value)) {
      // Not shown: it may be the key, put into the wrong input.
      return refuse(`got ${value.length} characters that are no address`, takes);
    }
    const url = new URL(value);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return refuse('got an address that begins with neither https:// nor http://', takes);
    }
    if (url.username !== '' || url.password !== '') return refuse('got a name or password in it', takes);
    // A bare "?" is in no member of the URL, and would stand before the path of every request.
    if (/[?#]/.test(value)) return refuse('got a "?" or "#" in it', takes);
    url.pathname = url.pathname.replace(/\/+$/, '');
    return url;
  }),
  'docspace-api-key': input((value, refuse) => {
    if (value === '') return refuse('got nothing', 'the API key, from a secret (or set DOCSPACE_API_KEY)');
    // What cannot stand in a header would fail later, with a message that shows it.
    if (!/^[\x21-\x7e]+$/.test(value)) {
      return refuse('got spaces, line ends or other characters that no key has', 'the API key alone');
    }
    return value;
  }),
  'allow-insecure-http': choice(['true', 'false']),
  'inactive-days': wholeNumber(1, 36500),
  'activity-source': choice(ACTIVITY_SOURCES),
  'unknown-activity': choice(UNKNOWN_ACTIVITY),
  'room-types': input((value, refuse) => {
    const names = list(value);
    const unknown = names.filter((name) => !ROOM_TYPES.includes(name.toLowerCase() as RoomType));
    if (unknown.length > 0)
      return refuse(`got ${unknown.map(quote).join(', ')}`, `any of ${ROOM_TYPES.join(', ')}`);
    return [...new Set(names.map((name) => name.toLowerCase() as RoomType))];
  }),
  'exempt-tags': input(list),
  'exempt-rooms': input((value, refuse) => {
    const patterns = list(value);
    const wrong = patterns.find((pattern) => !isGlob(pattern));
    return wrong === undefined
      ? patterns
      : refuse(`got ${quote(wrong)}`, 'ids, or globs of up to 200 characters');
  }),
  'exempt-owners': input(list),
  'ignore-activity-by': input(list),
  'upcoming-days': wholeNumber(0, 36500),
  'max-abandoned': limit(),
  'max-new-abandoned': limit(),
  redact: choice(['auto', 'always', 'never']),
  'report-directory': input((value, refuse) =>
    value.includes('\0') ? refuse('got a NUL character', 'a path') : value,
  ),
  concurrency: wholeNumber(1, 50),
  'request-timeout': wholeNumber(1, 600),
  'github-token': input((value) => value),
  'tracking-issue': choice(['true', 'false']),
  'issue-repository': input((value, refuse) => {
    const isName = value === '' || /^[\w.-]+\/[\w.-]+$/.test(value);
    return isName ? value : refuse(`got ${quote(value)}`, 'owner/name, or nothing for this repository');
  }),
  'issue-title': input((value, refuse) => {
    if (value === '') return refuse('got nothing', 'a title');
    // GitHub's own bound, in characters.
    return [...value].length > 256 ? refuse('got more than 256 characters', 'a title of up to 256') : value;
  }),
  'issue-labels': input((value, refuse) => {
    const labels = list(value);
    if (labels.length === 0)
      return refuse('got nothing', 'at least one label: it is how the issue is found again');
    const long = labels.find((label) => [...label].length > 50);
    return long === undefined ? labels : refuse(`got ${quote(long)}`, 'labels of up to 50 characters');
  }),
  'issue-assignees': input((value, refuse) => {
    const logins = list(value).map((login) => login.replace(/^@/, ''));
    const wrong = logins.find((login) => !/^[A-Za-z0-9][\w-]{0,99}$/.test(login));
    if (wrong !== undefined) return refuse(`got ${quote(wrong)}`, 'logins of GitHub accounts');
    return logins.length > 10 ? refuse(`got ${logins.length} logins`, 'at most 10, as GitHub does') : logins;
  }),
  'issue-key': input((value, refuse) =>
    value.length > 200 ? refuse(`got ${value.length} characters`, 'at most 200') : value,
  ),
  'issue-comment': choice(['new', 'never']),
  'keep-days': wholeNumber(0, 36500),
  'dry-run': choice(['true', 'false']),
});

/** Names of all inputs, as in action.yml. */
export const INPUT_NAMES = Object.keys(inputSchema.shape) as readonly InputName[];
export type InputName = keyof typeof inputSchema.shape;

function isGlob(pattern: string): boolean {
  try {
    compileGlob(pattern);
    return pattern.length <= 200;
  } catch {
    return false;
  }
}
