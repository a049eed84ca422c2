import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Policy } from '../rooms/policy.ts';
import { InputError } from '../shared/errors.ts';
import { scrubber } from '../shared/secret.ts';
import { DEFAULTS } from './defaults.ts';
import { INPUT_NAMES, INPUT_READERS, type InputName, type InputValues } from './inputs.ts';
import { list, Refusal } from './readers.ts';

/** The texts of all inputs as the runner hands them over, by their names in action.yml. */
export type InputTexts = Readonly<Record<InputName, string>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of a run, read from its inputs and environment. */
export interface Settings {
  readonly portalUrl: URL;
  readonly apiKey: string;
  readonly concurrency: number;
  readonly requestTimeoutMs: number;
  readonly policy: Policy;
  readonly redact: 'auto' | 'always' | 'never';
  /** Absolute. */
  readonly reportDirectory: string;
  /** Null if there is no token. */
  readonly githubToken: string | null;
  /** Null if no tracking issue is asked for. */
  readonly tracking: TrackingSettings | null;
  /** Null unless `archive` is `approved`. */
  readonly archive: ArchiveSettings | null;
}

/** Archiving what people approve in the tracking issue. */
export interface ArchiveSettings {
  /** The most rooms of one run; 0: the issue has boxes, and nothing is archived. */
  readonly maxRooms: number;
  /** Only the log says what would be archived. */
  readonly isDryRun: boolean;
}

/** The settings of the tracking issue. */
export interface TrackingSettings {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly title: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly issueKey: string;
  readonly commentsOnNew: boolean;
  readonly keepDays: number;
  /** Whether each abandoned room has a second box, by which people approve that it is archived. */
  readonly hasArchiveBoxes: boolean;
  readonly isDryRun: boolean;
  /** Logins at GitHub of owners on the portal, by their display names or ids. */
  readonly ownerLogins: ReadonlyMap<string, string>;
}

/** The most days ahead for which rooms are listed as upcoming, unless `upcoming-days` says otherwise. */
const MAX_DEFAULT_UPCOMING_DAYS = 14;

/**
 * Reads all inputs. An empty input has its default.
 *
 * @param texts the text of each input, untrimmed: a line end at the end of a list counts
 * @param env the environment, for the defaults of address, key, repository and report directory
 * @throws InputError that names every faulty input, what it got and what it takes
 */
export function readSettings(texts: InputTexts, env: Environment): Settings {
  const values = readInputs(withDefaults(texts, env));
  return {
    portalUrl: values['docspace-url'],
    apiKey: values['docspace-api-key'],
    concurrency: values.concurrency,
    requestTimeoutMs: values['request-timeout'] * 1000,
    policy: {
      inactiveDays: values['inactive-days'],
      activitySource: values['activity-source'],
      ignoreActivityBy: values['ignore-activity-by'],
      unknownActivity: values['unknown-activity'],
      roomTypes: values['room-types'],
      exemptTags: values['exempt-tags'],
      exemptRooms: values['exempt-rooms'],
      exemptOwners: values['exempt-owners'],
      upcomingDays: values['upcoming-days'] ?? defaultUpcomingDays(values['inactive-days']),
      maxAbandoned: values['max-abandoned'],
      maxNewAbandoned: values['max-new-abandoned'],
      maxRisky: values['max-risky'],
      sort: values.sort,
    },
    redact: values.redact,
    reportDirectory: resolve(
      values['report-directory'] || join(env['RUNNER_TEMP'] || tmpdir(), 'abandoned-rooms'),
    ),
    githubToken: values['github-token'] || null,
    tracking:
      values['tracking-issue'] === 'false'
        ? null
        : {
            token: values['github-token'],
            repository: values['issue-repository'],
            title: values['issue-title'],
            labels: values['issue-labels'],
            assignees: values['issue-assignees'],
            issueKey: values['issue-key'] || hostAndPath(values['docspace-url']),
            commentsOnNew: values['issue-comment'] === 'new',
            keepDays: values['keep-days'],
            isDryRun: values['dry-run'] === 'true',
            hasArchiveBoxes: values.archive === 'approved',
            ownerLogins: values['owner-logins'],
          },
    archive:
      values.archive === 'approved'
        ? { maxRooms: values['max-archive'], isDryRun: values['dry-run'] === 'true' }
        : null,
  };
}

function readInputs(texts: InputTexts): InputValues {
  const faults: string[] = [];
  const values = INPUT_NAMES.map((name) => {
    try {
      return [name, INPUT_READERS[name].read(texts[name])];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push(`${name}: ${error.message}`);
      return [name, null];
    }
  });
  faults.push(...crossFaults(texts));
  if (faults.length > 0) throw new InputError(faults);
  return Object.fromEntries(values) as InputValues;
}

/** The API key as it was given, valid or not: it has to be masked before anything else is looked at. */
export function apiKeyOf(texts: InputTexts, env: Environment): string {
  return texts['docspace-api-key'].trim() || (env['DOCSPACE_API_KEY'] ?? '').trim();
}

/** The text of each input, or its default if that is empty. */
function withDefaults(texts: InputTexts, env: Environment): InputTexts {
  const apiKey = apiKeyOf(texts, env);
  // The key may also be in another input, and a message shows what an input got.
  const scrub = scrubber(apiKey);
  const defaults: InputTexts = {
    ...DEFAULTS,
    'docspace-url': env['DOCSPACE_API_HOST'] ?? '',
    'issue-repository': env['GITHUB_REPOSITORY'] ?? '',
  };
  const given = INPUT_NAMES.map((name) => [
    name,
    scrub(INPUT_READERS[name].isEmpty(texts[name]) ? defaults[name] : texts[name]),
  ]);
  return { ...(Object.fromEntries(given) as InputTexts), 'docspace-api-key': apiKey };
}

/** A tenth of the threshold, rounded up. */
function defaultUpcomingDays(inactiveDays: number): number {
  return Math.min(Math.ceil(inactiveDays / 10), MAX_DEFAULT_UPCOMING_DAYS);
}

/** Two portals can share a host, but not a path. */
function hostAndPath({ host, pathname }: URL): string {
  return pathname === '/' ? host : `${host}${pathname}`;
}

/** The rules that need two inputs. Their faults are reported together with those of single inputs. */
function crossFaults(given: InputTexts): string[] {
  const faults: string[] = [];
  const isTracked = isWord(given['tracking-issue'], 'true');
  const address = given['docspace-url'].trim();
  if (!isWord(given['allow-insecure-http'], 'true') && URL.canParse(address)) {
    const { protocol, hostname } = new URL(address);
    if (protocol === 'http:' && !isLoopback(hostname)) {
      faults.push(
        'docspace-url: got an http:// address, which sends the API key in clear text; takes https://, or set allow-insecure-http to true',
      );
    }
  }
  if (isTracked && given['github-token'].trim() === '') {
    faults.push('github-token: got nothing; takes a token with issues: write, since tracking-issue is true');
  }
  if (isTracked && given['issue-repository'].trim() === '') {
    faults.push('issue-repository: got nothing, and GITHUB_REPOSITORY is not set; takes owner/name');
  }
  if (isWord(given['activity-source'], 'updated') && list(given['ignore-activity-by']).length > 0) {
    faults.push(
      'ignore-activity-by: got accounts, but activity-source: updated does not show who was active; takes nothing, or set activity-source to history',
    );
  }
  if (!isTracked && given['max-new-abandoned'].trim() !== '') {
    faults.push(
      'max-new-abandoned: got a number without tracking-issue, which remembers the last run; takes nothing, or set tracking-issue to true',
    );
  }
  if (isWord(given.archive, 'approved')) faults.push(...archiveFaults(given, isTracked));
  return faults;
}

function archiveFaults(given: InputTexts, isTracked: boolean): string[] {
  const faults: string[] = [];
  if (!isTracked) {
    faults.push(
      'archive: got "approved" without tracking-issue, in which people approve rooms; takes never, or set tracking-issue to true',
    );
  }
  if (isWord(given['activity-source'], 'updated')) {
    faults.push(
      'archive: got "approved" with activity-source: updated, which does not check the history of rooms; takes never, or set activity-source to history',
    );
  }
  return faults;
}

function isWord(text: string, word: string): boolean {
  return text.trim().toLowerCase() === word;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
