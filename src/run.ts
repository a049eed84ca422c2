import { apiKeyOf, readSettings, type Settings } from './config/settings.ts';
import { createPortal } from './docspace/client.ts';
import { readVisibility } from './github/visibility.ts';
import { NO_ISSUE } from './issue/types.ts';
import { attempt, clearReports, publishIssue, publishReport } from './publish.ts';
import type { Report } from './report/schema.ts';
import { renderFailureSummary } from './report/text/summary.ts';
import { exceededLimits } from './rooms/limits.ts';
import { maskingRuntime, type Runtime } from './runtime.ts';
import { scan } from './scan.ts';
import { ActionError, LimitError } from './shared/errors.ts';
import { scrubber } from './shared/secret.ts';
import { logText } from './shared/text.ts';
import { type IssueTracker, NO_TRACKER, openTracker } from './tracking/track.ts';

/**
 * One run of the action: inputs, scan, report, tracking issue. Everything is written before the limits are held
 * against it.
 *
 * @throws ActionError with a message for the person who reads the log
 */
export async function run(real: Runtime): Promise<void> {
  const apiKey = apiKeyOf(real.inputs, real.env);
  if (apiKey !== '') real.maskSecret(apiKey);
  const runtime = maskingRuntime(real, apiKey);
  const { settings, tracker, report } = await scanOrSayWhy(runtime, scrubber(apiKey));
  const unwritten = await publishReport(report, settings.reportDirectory, runtime);
  // The report is out: whatever GitHub answers now, it is not lost.
  const untracked = await track(tracker, report, runtime);
  const exceeded = exceededLimits(report.counts, settings.policy).join(' ');
  const limit = exceeded === '' ? [] : [new LimitError(exceeded)];
  const [problem, ...others] = [...limit, ...untracked, ...unwritten];
  if (problem === undefined) return;
  if (others.length === 0) throw problem;
  const message = [problem, ...others].map((one) => one.message).join(' ');
  throw new ActionError(message, { cause: others[0] });
}

/** @returns why the issue could not be kept, if so */
async function track(
  tracker: IssueTracker,
  report: Report,
  runtime: Runtime,
): Promise<readonly ActionError[]> {
  let outcome = NO_ISSUE;
  const problems: (ActionError | null)[] = [];
  try {
    problems.push(
      await attempt(async () => {
        if (tracker.kind === 'failed') throw tracker.error;
        if (tracker.kind === 'ready') outcome = await tracker.write(report);
      }),
    );
  } finally {
    problems.push(await attempt(() => publishIssue(outcome, runtime)));
  }
  return problems.filter((problem) => problem !== null);
}

interface Scanned {
  readonly settings: Settings;
  readonly tracker: IssueTracker;
  readonly report: Report;
}

/** Scans; where that fails, the summary says that nothing is said about any room. */
async function scanOrSayWhy(runtime: Runtime, scrub: (text: string) => string): Promise<Scanned> {
  try {
    const settings = readSettings(runtime.inputs, runtime.env);
    await clearReports(settings.reportDirectory, runtime);
    const redacted = await decideRedaction(settings, runtime);
    const now = runtime.now();
    const tracker =
      settings.tracking === null ? NO_TRACKER : await openTracker(settings.tracking, now, runtime.log, scrub);
    const report = await scanPortal(settings, runtime, now, redacted, tracker);
    return { settings, tracker, report };
  } catch (error) {
    if (error instanceof ActionError) await runtime.writeSummary(renderFailureSummary(error.message));
    throw error;
  }
}

async function scanPortal(
  settings: Settings,
  runtime: Runtime,
  now: Date,
  redacted: boolean,
  { lastRun, ticked }: IssueTracker,
): Promise<Report> {
  const { log } = runtime;
  const stop = new AbortController();
  const portal = createPortal({
    url: settings.portalUrl,
    apiKey: settings.apiKey,
    concurrency: settings.concurrency,
    timeoutMs: settings.requestTimeoutMs,
    now: runtime.now,
    signal: stop.signal,
    onRetry: log.info,
  });
  const { upcomingDays, inactiveDays } = settings.policy;
  if (upcomingDays >= inactiveDays) {
    log.info('upcoming-days is not below inactive-days: every room in use is listed as upcoming.');
  }
  log.startGroup(`Scanning ${logText(settings.portalUrl.href)}`);
  try {
    return await scan({
      portal,
      policy: settings.policy,
      concurrency: settings.concurrency,
      now,
      redacted,
      lastRun,
      ticked,
      onProgress: log.info,
      onVerdict: log.isDebug ? (line) => log.debug(logText(line)) : () => undefined,
    });
  } finally {
    // After a failure, requests may still be under way.
    stop.abort();
    log.endGroup();
  }
}

/**
 * Titles, owners and tags stay out of what the public can read, and of what perhaps it can: this repository, whose log
 * and summary are written, and the one with the tracking issue.
 */
async function decideRedaction(settings: Settings, { env, log }: Runtime): Promise<boolean> {
  const { redact, githubToken, tracking } = settings;
  if (redact !== 'auto') return redact === 'always';
  const repositories = new Set([env['GITHUB_REPOSITORY'], tracking?.repository ?? env['GITHUB_REPOSITORY']]);
  for (const repository of repositories) {
    const { isPublic, problem } = await readVisibility(githubToken, repository);
    if (problem !== null) log.debug(`Visibility of the repository: ${problem}`);
    if (isPublic === false) continue;
    log.info(
      isPublic === true
        ? `${repository} is public: titles, owners and tags are left out (redact: auto).`
        : `Whether ${repository ?? 'this repository'} is public is not known: titles, owners and tags are left out (redact: auto). Set redact to never, or give github-token, to see them.`,
    );
    return true;
  }
  return false;
}
