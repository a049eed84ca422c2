import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Policy } from '../rooms/policy.ts';
import { InputError } from '../shared/errors.ts';
import { scrubber } from '../shared/secret.ts';
import { type InputName, inputSchema } from './inputs.ts';

/** What a run is told to do, read from its inputs and environment. */
export interface Settings {
  readonly portalUrl: URL;
  readonly apiKey: string;
  readonly concurrency: number;
  readonly requestTimeoutMs: number;
  readonly policy: Policy;
  readonly redact: 'auto' | 'always' | 'never';
  /** Absolute. */
  readonly reportDirectory: string;
  /** Null where no token is at hand. */
  readonly githubToken: string | null;
  /** Null where no tracking issue is asked for. */
  readonly tracking: TrackingSettings | null;
}

/** How the tracking issue is kept, as the inputs say. */
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
  readonly isDryRun: boolean;
  /** Logins at GitHub of owners on the portal, by their display names or ids. */
  readonly ownerLogins: ReadonlyMap<string, string>;
}

/**
 * Reads all inputs.
 *
 * @param raw the text of each input, as the runner hands it over
 * @param env the environment: the fallbacks of address and key, and the runner's temporary directory
 * @throws InputError that names every input that cannot be used, what it got and what it takes
 */
export function readSettings(
  raw: Readonly<Record<InputName, string>>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  // The key may have been put into another input as well, whose message shows what it got.
  const scrub = scrubber(apiKeyOf(raw, env));
  const others = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, scrub(value)]));
  const given = {
    ...(others as typeof raw),
    'docspace-url': others['docspace-url'] || (env['DOCSPACE_API_HOST'] ?? '').trim(),
    'docspace-api-key': apiKeyOf(raw, env),
    'issue-repository': others['issue-repository'] || (env['GITHUB_REPOSITORY'] ?? ''),
  };
  // Once for each run: compiling the schema, as zod does by default, would take longer than it saves.
  const result = inputSchema.safeParse(given, { jitless: true });
  const faults = [
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...crossFaults(given),
  ];
  if (!result.success || faults.length > 0) throw new InputError(faults);
  const values = result.data;
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
      upcomingDays: values['upcoming-days'],
      maxAbandoned: values['max-abandoned'],
      maxNewAbandoned: values['max-new-abandoned'],
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
            issueKey: values['issue-key'] || values['docspace-url'].host,
            commentsOnNew: values['issue-comment'] === 'new',
            keepDays: values['keep-days'],
            isDryRun: values['dry-run'] === 'true',
            ownerLogins: new Map(),
          },
  };
}

/** The API key as it was given, valid or not: it has to be masked before anything else is looked at. */
export function apiKeyOf(
  raw: Readonly<Record<InputName, string>>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return raw['docspace-api-key'] || (env['DOCSPACE_API_KEY'] ?? '').trim();
}

/** The rules that need two inputs; reported beside the faults of single ones. */
function crossFaults(given: Readonly<Record<InputName, string>>): string[] {
  const faults: string[] = [];
  const isTracked = isTrue(given['tracking-issue']);
  const address = given['docspace-url'];
  if (!isTrue(given['allow-insecure-http']) && URL.canParse(address)) {
    const { protocol, hostname } = new URL(address);
    if (protocol === 'http:' && !isLoopback(hostname)) {
      faults.push(
        'docspace-url: got an http:// address, over which anybody on the way can read the API key; takes https://, or set allow-insecure-http to true',
      );
    }
  }
  if (isTracked && given['github-token'] === '') {
    faults.push('github-token: got nothing; takes a token with issues: write, since tracking-issue is true');
  }
  if (isTracked && given['issue-repository'] === '') {
    faults.push('issue-repository: got nothing, and GITHUB_REPOSITORY is not set; takes owner/name');
  }
  if (given['activity-source'].toLowerCase() === 'updated' && given['ignore-activity-by'] !== '') {
    faults.push(
      'ignore-activity-by: got accounts although activity-source is updated, which does not look at who did what; takes nothing, or set activity-source to history',
    );
  }
  if (!isTracked && given['max-new-abandoned'] !== '') {
    faults.push(
      'max-new-abandoned: got a number without tracking-issue, which remembers the last run; takes nothing, or set tracking-issue to true',
    );
  }
  return faults;
}

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
