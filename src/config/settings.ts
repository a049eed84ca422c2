import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decidingRules, type Policy } from '../rooms/policy.ts';
import { checkInputs, type InputName, type InputTexts } from './check-inputs.ts';
import { policyOf } from './policy-inputs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of a run, read from its inputs and environment. */
export interface Settings {
  readonly portalUrl: URL;
  readonly apiKey: string;
  readonly concurrency: number;
  readonly requestTimeoutMs: number;
  readonly policy: Policy;
  readonly redact: 'auto' | 'always' | 'never';
  /** Whether the addresses of owners are asked for. */
  readonly hasOwnerContacts: boolean;
  /** Absolute. */
  readonly reportDirectory: string;
  /** Null if there is no token. */
  readonly githubToken: string | null;
  /** The address of GitHub's REST API, without a slash at its end; null if GITHUB_API_URL is not an address. */
  readonly githubApiUrl: string | null;
  /** Null if no tracking issue is asked for. */
  readonly tracking: TrackingSettings | null;
}

/** The variables of the environment in which some inputs have their defaults. */
export const VARIABLES = {
  'docspace-url': 'DOCSPACE_API_HOST',
  'docspace-api-key': 'DOCSPACE_API_KEY',
  'github-token': 'GITHUB_TOKEN',
  'issue-repository': 'GITHUB_REPOSITORY',
} as const satisfies Partial<Record<InputName, string>>;

/**
 * The texts of the inputs, and of the environment where an input is empty.
 *
 * @param texts untrimmed: a line end at the end of a list counts
 */
export function withEnvironment(texts: InputTexts, env: Environment): InputTexts {
  const defaults = Object.entries(VARIABLES).map(([name, variable]) => [name, env[variable] ?? '']);
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  return { ...texts, ...Object.fromEntries([...defaults, ...given]) };
}

/** The settings of the tracking issue, and of archiving what people approve in it. */
export interface TrackingSettings {
  readonly token: string;
  /** As `githubApiUrl`. */
  readonly apiUrl: string | null;
  /** `owner/name`. */
  readonly repository: string;
  readonly title: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly issueKey: string;
  /** Address of the portal whose rooms the issue lists. */
  readonly portal: string;
  /** Stands for the portal and the rules of the policy: numbers of runs with other ones are not compared. */
  readonly trendOf: string;
  readonly commentsOnNew: boolean;
  readonly keepDays: number;
  /**
   * The most rooms that one run archives. 0: rooms have boxes by which people approve that, and nothing is archived.
   * Null unless `archive` is `approved`: rooms have no such boxes.
   */
  readonly maxArchive: number | null;
  /** Neither the issue nor a room is changed. */
  readonly isDryRun: boolean;
  /** Logins at GitHub of owners on the portal, by their display names or ids. */
  readonly ownerLogins: ReadonlyMap<string, string>;
}

/**
 * Reads all inputs. An empty input has its default.
 *
 * @param texts from {@link withEnvironment}
 * @param env the environment, for the report directory and the address of GitHub
 * @throws InputError that names every faulty input, what it got and what it takes
 */
export function readSettings(texts: InputTexts, env: Environment): Settings {
  const values = checkInputs(texts);
  const policy = policyOf(values);
  return {
    portalUrl: values['docspace-url'],
    apiKey: values['docspace-api-key'],
    concurrency: values.concurrency,
    requestTimeoutMs: values['request-timeout'] * 1000,
    policy,
    redact: values.redact,
    hasOwnerContacts: values['owner-contacts'] === 'true',
    reportDirectory: resolve(
      values['report-directory'] || join(env['RUNNER_TEMP'] || tmpdir(), 'abandoned-rooms'),
    ),
    githubToken: values['github-token'] || null,
    githubApiUrl: githubApiUrl(env),
    tracking:
      values['tracking-issue'] === 'false'
        ? null
        : {
            token: values['github-token'],
            apiUrl: githubApiUrl(env),
            repository: values['issue-repository'],
            title: values['issue-title'],
            labels: values['issue-labels'],
            assignees: values['issue-assignees'],
            issueKey: values['issue-key'] || hostAndPath(values['docspace-url']),
            portal: values['docspace-url'].href,
            trendOf: fingerprint(values['docspace-url'].href, decidingRules(policy)),
            commentsOnNew: values['issue-comment'] === 'new',
            keepDays: values['keep-days'],
            isDryRun: values['dry-run'] === 'true',
            maxArchive: values.archive === 'approved' ? values['max-archive'] : null,
            ownerLogins: values['owner-logins'],
          },
  };
}

/** Four hexadecimal digits, so that nobody can guess a name in the texts by them. */
function fingerprint(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 4);
}

/** Runners of GitHub Enterprise Server set their own. */
function githubApiUrl(env: Environment): string | null {
  const url = (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '');
  return URL.canParse(url) && /^https?:/i.test(url) ? url : null;
}

/** Two portals can share a host, but not a path. */
function hostAndPath({ host, pathname }: URL): string {
  return pathname === '/' ? host : `${host}${pathname}`;
}
