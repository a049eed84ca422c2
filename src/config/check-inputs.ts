import { InputError } from '../shared/errors.ts';
import { SHORTEST_SECRET } from '../shared/secret.ts';
import { foldName, seenText } from '../shared/text.ts';
import {
  choice,
  type InputCheck,
  InputFault,
  isNone,
  listOf,
  oneValue,
  quote,
  wholeNumber,
} from './input-types.ts';
import { INPUTS } from './inputs.generated.ts';
import { POLICY_CHECKS, type PolicyInput, type PolicyValues } from './policy-inputs.ts';

/** The name of an input, as in action.yml. */
export type InputName = keyof typeof INPUTS;
/** The names of all inputs. */
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[];
/** The texts of all inputs. */
export type InputTexts = Readonly<Record<InputName, string>>;

/** A login at GitHub. Logins of managed users hold an underscore. */
const LOGIN = /^[A-Za-z0-9][\w-]{0,99}$/;

/** The checks of the inputs that set no rule of the policy. */
const OTHER_CHECKS = {
  'docspace-url': oneValue((value, refuse) => {
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
  'docspace-api-key': oneValue((value, refuse) => {
    if (value === '') return refuse('got nothing', 'the API key, from a secret (or set DOCSPACE_API_KEY)');
    if (/^["'`“”„‘’]|["'`“”„‘’]$/.test(value)) return refuse('got quotes around it', 'the API key alone');
    if (/\bbearer\s/i.test(value)) return refuse('got "Bearer" in front of it', 'the API key alone');
    // A header cannot hold other characters: the request would fail later, with a message that shows the key.
    if (!/^[\x21-\x7e]+$/.test(value)) {
      return refuse('got spaces, line ends or other characters that a key never has', 'the API key alone');
    }
    if (value.length < SHORTEST_SECRET) {
      return refuse(
        `got ${value.length} characters, which is no API key`,
        'the whole key, as Developer Tools > API keys showed it when it was made',
      );
    }
    return value;
  }),
  'allow-insecure-http': choice(['true', 'false']),
  redact: choice(['auto', 'always', 'never']),
  'report-directory': oneValue((value, refuse) =>
    value.includes('\0') ? refuse('got a NUL character', 'a path') : value,
  ),
  concurrency: wholeNumber(1, 16),
  'request-timeout': wholeNumber(1, 600),
  'github-token': oneValue((value) => value),
  'tracking-issue': choice(['true', 'false']),
  'issue-repository': oneValue((value, refuse) => {
    const isName = value === '' || /^[\w.-]+\/[\w.-]+$/.test(value);
    return isName ? value : refuse(`got ${quote(value)}`, 'owner/name, or nothing for this repository');
  }),
  'issue-title': oneValue((value, refuse) => {
    // GitHub's own limit, in characters.
    return [...value].length > 256 ? refuse('got more than 256 characters', 'a title of up to 256') : value;
  }),
  'issue-labels': listOf((labels, refuse) => {
    if (labels.every(isNone))
      return refuse('got no label', 'at least one label: the issue is found again by it');
    const long = labels.find((label) => [...label].length > 50);
    return long === undefined ? labels : refuse(`got ${quote(long)}`, 'labels of up to 50 characters');
  }),
  'issue-assignees': listOf((entries, refuse) => {
    const logins = entries.map((login) => seenText(login).replace(/^@/, ''));
    const wrong = logins.find((login) => !LOGIN.test(login));
    if (wrong !== undefined) return refuse(`got ${quote(wrong)}`, 'logins of GitHub accounts');
    return logins.length > 10
      ? refuse(`got ${logins.length} logins`, "at most 10, which is GitHub's limit")
      : logins;
  }),
  'owner-contacts': choice(['true', 'false']),
  'owner-logins': listOf((entries, refuse) => {
    const pairs = entries.map((entry) => {
      // A display name may hold an equals sign, a login may not.
      const [, name = '', login = ''] = /^(.*\S)\s*=\s*@?(\S+)$/.exec(seenText(entry)) ?? [];
      if (!LOGIN.test(login)) return refuse(`got ${quote(entry)}`, 'lines of the form "name or id = login"');
      return [name, login] as const;
    });
    const names = pairs.map(([name]) => foldName(name));
    const twice = names.find((name, at) => names.indexOf(name) < at);
    return twice === undefined
      ? new Map(pairs)
      : refuse(`got two lines for ${quote(twice)}`, 'one line for each owner');
  }),
  'issue-key': oneValue((value, refuse) =>
    value.length > 200 ? refuse(`got ${value.length} characters`, 'at most 200') : value,
  ),
  'issue-comment': choice(['new', 'never']),
  'keep-days': wholeNumber(0, 36500),
  archive: choice(['never', 'approved']),
  'max-archive': wholeNumber(0, 100),
  'dry-run': choice(['true', 'false']),
} satisfies Record<Exclude<InputName, PolicyInput>, InputCheck<unknown>>;

/** The check of each input, by its name in action.yml. */
const INPUT_CHECKS: Readonly<Record<InputName, InputCheck<unknown>>> = { ...OTHER_CHECKS, ...POLICY_CHECKS };

/** The values of all inputs. */
export type InputValues = PolicyValues & {
  readonly [Name in keyof typeof OTHER_CHECKS]: ReturnType<(typeof OTHER_CHECKS)[Name]['read']>;
};

/** A rule that needs two inputs. The value of an input that is refused by itself is not known. */
interface Rule {
  readonly isBroken: (values: Partial<InputValues>) => boolean;
  readonly fault: string;
}

const RULES: readonly Rule[] = [
  {
    isBroken: ({ 'docspace-url': url, 'allow-insecure-http': isAllowed }) =>
      url?.protocol === 'http:' && !isLoopback(url.hostname) && isAllowed !== 'true',
    fault:
      'docspace-url: got an http:// address, which sends the API key in clear text; takes https://, or set allow-insecure-http to true',
  },
  {
    isBroken: (values) => isTracked(values) && values['github-token'] === '',
    fault: 'github-token: got nothing; takes a token with issues: write, since tracking-issue is true',
  },
  {
    isBroken: (values) => isTracked(values) && values['issue-repository'] === '',
    fault: 'issue-repository: got nothing, and GITHUB_REPOSITORY is not set; takes owner/name',
  },
  {
    isBroken: ({ 'activity-source': source, 'ignore-activity-by': ignored }) =>
      source === 'updated' && (ignored ?? []).length > 0,
    fault:
      'ignore-activity-by: got accounts, but activity-source: updated does not show who was active; takes nothing, or set activity-source to history',
  },
  {
    isBroken: (values) => !isTracked(values) && typeof values['max-new-abandoned'] === 'number',
    fault:
      'max-new-abandoned: got a number without tracking-issue, which remembers the last run; takes nothing, or set tracking-issue to true',
  },
  {
    isBroken: (values) => values.archive === 'approved' && !isTracked(values),
    fault:
      'archive: got "approved" without tracking-issue, in which people approve rooms; takes never, or set tracking-issue to true',
  },
  {
    isBroken: ({ archive, 'activity-source': source }) => archive === 'approved' && source === 'updated',
    fault:
      'archive: got "approved" with activity-source: updated, which does not check the history of rooms; takes never, or set activity-source to history',
  },
];

/**
 * Checks all inputs: each one by itself, and the rules that need two of them.
 *
 * @param texts as they were given: an empty one has its default
 * @throws InputError that names every faulty input, what it got and what it takes
 */
export function checkInputs(texts: InputTexts): InputValues {
  const faults: string[] = [];
  const values: Partial<Record<InputName, unknown>> = {};
  for (const name of INPUT_NAMES) {
    const { isEmpty, read } = INPUT_CHECKS[name];
    try {
      // Reading a list may refuse it, and say what it got.
      values[name] = read(isEmpty(texts[name]) ? INPUTS[name].default : texts[name]);
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
  }
  const known = values as Partial<InputValues>;
  faults.push(...RULES.filter(({ isBroken }) => isBroken(known)).map(({ fault }) => fault));
  if (faults.length > 0) throw new InputError(faults);
  return known as InputValues;
}

function isTracked(values: Partial<InputValues>): boolean {
  return values['tracking-issue'] === 'true';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
