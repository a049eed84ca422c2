import { compileGlob } from '../rooms/glob.ts';
import { ACTIVITY_SOURCES, UNKNOWN_ACTIVITY } from '../rooms/policy.ts';
import { ROOM_TYPES, type RoomType } from '../rooms/room.ts';
import { foldName } from '../shared/text.ts';
import { choice, input, listInput, optionalNumber, quote, wholeNumber } from './readers.ts';

/** A login at GitHub. Logins of managed users hold an underscore. */
const LOGIN = /^[A-Za-z0-9][\w-]{0,99}$/;

/** The largest limit on a number of rooms that is taken. */
const MAX_LIMIT = 1_000_000_000;

/**
 * The readers of all inputs, by their names in action.yml. They read the text of an input, or its default if that is
 * empty.
 */
export const INPUT_READERS = {
  'docspace-url': input((value, refuse) => {
    if (value === '') return refuse('got nothing', 'the address of the portal (or set DOCSPACE_API_HOST)');
    const takes = 'an address such as https://example.onlyoffice.com, without name, password, "?" or "#"';
    if (!URL.canParse(value)) {
      // Not shown: it may be the key in the wrong input.
      return refuse(`got ${value.length} characters that are not an address`, takes);
    }
    const url = new URL(value);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return refuse('got an address that begins with neither https:// nor http://', takes);
    }
    if (url.username !== '' || url.password !== '') return refuse('got a name or password in it', takes);
    // A bare "?" is in no member of the URL, but it would precede the path of every request.
    if (/[?#]/.test(value)) return refuse('got a "?" or "#" in it', takes);
    url.pathname = url.pathname.replace(/\/+$/, '');
    return url;
  }),
  'docspace-api-key': input((value, refuse) => {
    if (value === '') return refuse('got nothing', 'the API key, from a secret (or set DOCSPACE_API_KEY)');
    if (/^(["'`]).*\1$/s.test(value)) return refuse('got quotes around it', 'the API key alone');
    if (/^bearer\s/i.test(value)) return refuse('got "Bearer" in front of it', 'the API key alone');
    // A header cannot hold other characters: the request would fail later, with a message that shows the key.
    if (!/^[\x21-\x7e]+$/.test(value)) {
      return refuse('got spaces, line ends or other characters that a key never has', 'the API key alone');
    }
    return value;
  }),
  'allow-insecure-http': choice(['true', 'false']),
  'inactive-days': wholeNumber(1, 36500),
  'activity-source': choice(ACTIVITY_SOURCES),
  'unknown-activity': choice(UNKNOWN_ACTIVITY),
  'room-types': listInput((names, refuse) => {
    const unknown = names.filter((name) => !ROOM_TYPES.includes(name.toLowerCase() as RoomType));
    if (unknown.length > 0)
      return refuse(`got ${unknown.map(quote).join(', ')}`, `any of ${ROOM_TYPES.join(', ')}`);
    return [...new Set(names.map((name) => name.toLowerCase() as RoomType))];
  }),
  // It has a default, so "none" turns it off.
  'exempt-tags': listInput((tags) => (tags.length === 1 && isNone(tags[0]) ? [] : tags)),
  'exempt-rooms': listInput((patterns, refuse) => {
    const wrong = patterns.find((pattern) => !isGlob(pattern));
    return wrong === undefined
      ? patterns
      : refuse(`got ${quote(wrong)}`, 'ids, or globs of up to 200 characters');
  }),
  'exempt-owners': listInput((names) => names),
  'ignore-activity-by': listInput((names) => names),
  'upcoming-days': optionalNumber(0, 36500),
  'max-abandoned': optionalNumber(0, MAX_LIMIT),
  'max-new-abandoned': optionalNumber(0, MAX_LIMIT),
  redact: choice(['auto', 'always', 'never']),
  'report-directory': input((value, refuse) =>
    value.includes('\0') ? refuse('got a NUL character', 'a path') : value,
  ),
  concurrency: wholeNumber(1, 16),
  'request-timeout': wholeNumber(1, 600),
  'github-token': input((value) => value),
  'tracking-issue': choice(['true', 'false']),
  'issue-repository': input((value, refuse) => {
    const isName = value === '' || /^[\w.-]+\/[\w.-]+$/.test(value);
    return isName ? value : refuse(`got ${quote(value)}`, 'owner/name, or nothing for this repository');
  }),
  'issue-title': input((value, refuse) => {
    // GitHub's own limit, in characters.
    return [...value].length > 256 ? refuse('got more than 256 characters', 'a title of up to 256') : value;
  }),
  'issue-labels': listInput((labels, refuse) => {
    if (labels.length === 0 || labels.every(isNone))
      return refuse('got no label', 'at least one label: the issue is found again by it');
    const long = labels.find((label) => [...label].length > 50);
    return long === undefined ? labels : refuse(`got ${quote(long)}`, 'labels of up to 50 characters');
  }),
  'issue-assignees': listInput((entries, refuse) => {
    const logins = entries.map((login) => login.replace(/^@/, ''));
    const wrong = logins.find((login) => !LOGIN.test(login));
    if (wrong !== undefined) return refuse(`got ${quote(wrong)}`, 'logins of GitHub accounts');
    return logins.length > 10
      ? refuse(`got ${logins.length} logins`, "at most 10, which is GitHub's limit")
      : logins;
  }),
  'owner-logins': listInput((entries, refuse) => {
    const pairs = entries.map((entry) => {
      // A display name may hold an equals sign, a login may not.
      const [, name = '', login = ''] = /^(.*\S)\s*=\s*@?(\S+)$/.exec(entry) ?? [];
      if (!LOGIN.test(login)) return refuse(`got ${quote(entry)}`, 'lines of the form "name or id = login"');
      return [name, login] as const;
    });
    const names = pairs.map(([name]) => foldName(name));
    const twice = names.find((name, at) => names.indexOf(name) < at);
    return twice === undefined
      ? new Map(pairs)
      : refuse(`got two lines for ${quote(twice)}`, 'one line for each owner');
  }),
  'issue-key': input((value, refuse) =>
    value.length > 200 ? refuse(`got ${value.length} characters`, 'at most 200') : value,
  ),
  'issue-comment': choice(['new', 'never']),
  'keep-days': wholeNumber(0, 36500),
  'dry-run': choice(['true', 'false']),
};

export type InputName = keyof typeof INPUT_READERS;
/** The values of all inputs. */
export type InputValues = { readonly [Name in InputName]: ReturnType<(typeof INPUT_READERS)[Name]> };

/** Names of all inputs, as in action.yml. */
export const INPUT_NAMES = Object.keys(INPUT_READERS) as readonly InputName[];

function isNone(entry: string | undefined): boolean {
  return entry?.toLowerCase() === 'none';
}

function isGlob(pattern: string): boolean {
  try {
    compileGlob(pattern);
    return pattern.length <= 200;
  } catch {
    return false;
  }
}
